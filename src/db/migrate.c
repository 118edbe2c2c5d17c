#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/result.h"
#include "embedded/migrations.h"
#include "embedded/statements.h"

/* The happy path of an upgrade, in one transaction:
 *
 * - Take the lock that makes upgrades take turns, and only then look at what is there.
 * - Apply every file whose number is above the database's version, and record it.
 * - Say what the database is for.
 * - Make the partitions of the running and the next year, where they are not there yet.
 *
 * What can go wrong: the database is not one that can be upgraded (ERR_CONFLICT), or a statement fails.
 * Either way the transaction is rolled back, and the database is as it was. */

enum {
    VERSION_TEXT = 12,
    /* An upgrade may rewrite large tables. It runs while somebody watches, who can end it. */
    UPGRADE_TIMEOUT = 6 * 60 * 60 * 1000,
};

/* Read committed: what another upgrade did while this one waited for the lock must be seen. The search
 * path keeps out the schema of a role's own. */
static const char begin[] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;"
                            "SET LOCAL search_path = public, pg_temp;"
                            "SET LOCAL statement_timeout = 0;";

static bool upgrade(struct db_session *session, bool rehearsal, int *ret_from, struct err *err);
static bool check_upgradable(struct db_session *session, bool rehearsal, int *ret_from, struct err *err);
static bool check_rehearsal(struct db_session *session, struct err *err);
static bool apply_after(struct db_session *session, int from, struct err *err);
static bool apply(struct db_session *session, const struct migration_file *file, struct err *err);
static bool mark(struct db_session *session, bool rehearsal, struct err *err);
static bool prepare_years(struct db_session *session, struct err *err);
static bool look(struct db_session *session, int *ret_version, bool *ret_utf8, struct err *err);
static bool read_row(struct db_session *session, const char *sql, struct pg_result **ret_rows,
                     struct err *err);
static int file_version(const struct migration_file *file);
static bool too_new(int version, struct err *err);

int migrate_version(void)
{
    int newest = 0;

    for (const struct migration_file *file = migration_files; file->name != NULL; file++)
        newest = file_version(file);
    return newest;
}

bool migrate_up(struct db_session *session, bool rehearsal, int *ret_from, int *ret_to, struct err *err)
{
    int from = 0;

    if (db_session_exec(session, begin, err) && upgrade(session, rehearsal, &from, err) &&
        db_session_exec(session, "COMMIT", err)) {
        *ret_from = from;
        *ret_to = migrate_version();
        return true;
    }
    if (err->code != ERR_DB_LOST && err->code != ERR_TIMEOUT) {
        /* The error that stands is the one to tell. */
        struct err ignored = {0};
        (void)!db_session_exec(session, "ROLLBACK", &ignored);
    }
    return false;
}

static bool upgrade(struct db_session *session, bool rehearsal, int *ret_from, struct err *err)
{
    return db_session_exec(session, sql_migrate_lock, err) &&
           check_upgradable(session, rehearsal, ret_from, err) && apply_after(session, *ret_from, err) &&
           mark(session, rehearsal, err) && prepare_years(session, err);
}

static bool check_upgradable(struct db_session *session, bool rehearsal, int *ret_from, struct err *err)
{
    bool utf8 = false;

    if (!look(session, ret_from, &utf8, err))
        return false;
    if (!utf8)
        return err_set(err, ERR_CONFLICT,
                       "the database does not store UTF-8: make one with createdb --encoding=UTF8");
    if (*ret_from > migrate_version())
        return too_new(*ret_from, err);
    return !rehearsal || *ret_from == 0 || check_rehearsal(session, err);
}

static bool check_rehearsal(struct db_session *session, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_row(session, sql_migrate_rehearsal, &rows, err))
        return false;
    bool allowed = db_bool(rows, 0, 0) || !db_bool(rows, 0, 1);
    db_result_free(rows);
    return allowed || err_set(err, ERR_CONFLICT,
                              "this database holds facts and was not made for rehearsals: "
                              "make another one for them");
}

static bool apply_after(struct db_session *session, int from, struct err *err)
{
    for (const struct migration_file *file = migration_files; file->name != NULL; file++) {
        if (file_version(file) > from && !apply(session, file, err))
            return err_prefix(err, "migration %s", file->name);
    }
    return true;
}

static bool apply(struct db_session *session, const struct migration_file *file, struct err *err)
{
    char version[VERSION_TEXT];
    snprintf(version, sizeof version, "%d", file_version(file));
    const char *params[] = {version, file->name};
    const struct db_call change = {.sql = file->text, .timeout = UPGRADE_TIMEOUT};
    const struct db_call record = {.sql = sql_migrate_record, .param_count = 2, .params = params};

    return db_session_run(session, &change, /* ret_result */ NULL, err) &&
           db_session_run(session, &record, /* ret_result */ NULL, err);
}

static bool mark(struct db_session *session, bool rehearsal, struct err *err)
{
    const char *params[] = {rehearsal ? "true" : "false"};
    const struct db_call call = {.sql = sql_migrate_mark, .param_count = 1, .params = params};

    return db_session_run(session, &call, /* ret_result */ NULL, err);
}

static bool prepare_years(struct db_session *session, struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sql_years_ahead}, /* ret_result */ NULL, err) ||
           err_prefix(err, "making the partitions of the running and the next fiscal year");
}

bool migrate_check(struct db_session *session, int *ret_version, struct err *err)
{
    bool utf8 = false;

    return look(session, ret_version, &utf8, err);
}

bool migrate_require(struct db_session *session, struct err *err)
{
    int version = 0;

    if (!migrate_check(session, &version, err))
        return false;
    if (version > migrate_version())
        return too_new(version, err);
    if (version == 0)
        return err_set(err, ERR_CONFLICT, "the database has no schema yet: run budgetwatch migrate");
    if (version < migrate_version())
        return err_set(err, ERR_CONFLICT,
                       "the database's schema is version %d, this program needs version %d: "
                       "run budgetwatch migrate",
                       version, migrate_version());
    return true;
}

bool migrate_is_rehearsal(struct db_session *session, bool *ret_rehearsal, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_row(session, sql_migrate_rehearsal, &rows, err))
        return false;
    *ret_rehearsal = db_bool(rows, 0, 0);
    db_result_free(rows);
    return true;
}

static bool look(struct db_session *session, int *ret_version, bool *ret_utf8, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_row(session, sql_migrate_database, &rows, err))
        return false;
    bool has_schema = db_bool(rows, 0, 0);
    bool utf8 = strcmp(db_text(rows, 0, 1), "UTF8") == 0;
    db_result_free(rows);

    int version = 0;
    if (has_schema) {
        if (!read_row(session, sql_migrate_version, &rows, err))
            return false;
        version = (int)db_int(rows, 0, 0);
        db_result_free(rows);
    }
    *ret_version = version;
    *ret_utf8 = utf8;
    return true;
}

/* A statement that always has one row. */
static bool read_row(struct db_session *session, const char *sql, struct pg_result **ret_rows,
                     struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sql}, ret_rows, err) ||
           err_prefix(err, "looking at the database's schema");
}

/* "0001_ledger" is version 1; a test checks that the names are numbered without gaps. */
static int file_version(const struct migration_file *file)
{
    return (int)strtol(file->name, NULL, 10);
}

static bool too_new(int version, struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   "the database's schema is version %d, newer than this program, which knows version %d: "
                   "use the newer budgetwatch",
                   version, migrate_version());
}
