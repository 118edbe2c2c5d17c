#include "db/store_evidence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "db/array.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

enum { PATH, SHA256, BYTES, AT_UTC, AT_OFFICE, USER, TABLE, KEY };

static bool find_row(struct db_session *session, const struct ledger_kind *kind, const char *key,
                     struct buf *ret_names, struct err *err);
static bool no_row(const struct ledger_kind *kind, const char *key, int found, struct err *err);
static bool name_in_column(struct db_session *session, const struct ledger_kind *kind, const char *names,
                           const char *path, bool *ret_named, struct err *err);
static bool run(struct db_session *session, const char *sql, const char *const *params, int count,
                struct pg_result **ret_rows, struct err *err);
static void begin_file(struct evidence_files *files, const struct pg_result *rows, int row);

bool store_evidence_add(struct db_session *session, const char *path, const char *sha256, int64_t bytes,
                        enum evidence_added *ret_added, struct err *err)
{
    char bytes_text[NUMBER_TEXT];
    snprintf(bytes_text, sizeof bytes_text, "%" PRId64, bytes);
    const char *params[] = {path, sha256, bytes_text};
    struct pg_result *rows = NULL;

    if (!run(session, sql_evidence_add, params, 3, &rows, err))
        return err_prefix(err, "adding %s", path);
    *ret_added = db_null(rows, 0, 0)                        ? EVIDENCE_NEW
                 : strcmp(db_text(rows, 0, 0), sha256) == 0 ? EVIDENCE_SAME
                                                            : EVIDENCE_REPLACED;
    db_result_free(rows);
    return true;
}

bool store_evidence_attach(struct db_session *session, const struct ledger_kind *kind, const char *key,
                           const char *path, struct err *err)
{
    struct buf names = {0};
    bool named = false;

    bool ok = find_row(session, kind, key, &names, err) &&
              name_in_column(session, kind, buf_text(&names), path, &named, err);
    if (ok && !named) {
        const char *params[] = {kind->name, key, buf_text(&names), path};
        ok = run(session, sql_evidence_link, params, 4, NULL, err);
    }
    buf_free(&names);
    return ok || err_prefix(err, "attaching %s", path);
}

/* The row's key by the names of its columns, as JSON. */
static bool find_row(struct db_session *session, const struct ledger_kind *kind, const char *key,
                     struct buf *ret_names, struct err *err)
{
    struct db_array parts = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        if (ledger_is_key(&kind->columns[i]))
            db_array_text(&parts, kind->columns[i].name);
    const char *params[] = {kind->name, key, db_array_end(&parts)};
    bool ok = run(session, sql_evidence_row, params, 3, &rows, err);
    db_array_free(&parts);
    if (!ok)
        return false;
    int found = db_rows(rows);
    if (found == 1)
        buf_puts(ret_names, db_text(rows, 0, 0));
    db_result_free(rows);
    return found == 1 || no_row(kind, key, found, err);
}

static bool no_row(const struct ledger_kind *kind, const char *key, int found, struct err *err)
{
    struct buf parts = {0};

    for (size_t i = 0; i < ledger_column_count(kind); i++)
        if (ledger_is_key(&kind->columns[i]))
            buf_printf(&parts, "%s%s", parts.length > 0 ? "/" : "", kind->columns[i].name);
    if (found == 0)
        err_set(err, ERR_INPUT, "%s has no row %s; its key is %s", kind->name, key, buf_text(&parts));
    else
        err_set(err, ERR_INPUT, "%s has %d rows that %s may mean, since codes have slashes, too", kind->name,
                found, key);
    buf_free(&parts);
    return false;
}

/* `*ret_named` is false where the table has no such column, or the column says something else. */
static bool name_in_column(struct db_session *session, const struct ledger_kind *kind, const char *names,
                           const char *path, bool *ret_named, struct err *err)
{
    const char *params[] = {names, path};
    const char *sql = kind->id == LEDGER_INDICATOR_VALUES ? sql_evidence_name_value
                      : kind->id == LEDGER_ASSESSMENTS    ? sql_evidence_name_assessment
                                                          : NULL;
    struct pg_result *result = NULL;

    *ret_named = false;
    if (sql == NULL)
        return true;
    if (!run(session, sql, params, 2, &result, err))
        return false;
    *ret_named = db_affected(result) == 1;
    db_result_free(result);
    return true;
}

bool store_evidence_list(struct db_session *session, int year, int utc_offset,
                         struct evidence_files *ret_files, struct err *err)
{
    char year_text[NUMBER_TEXT], offset[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(offset, sizeof offset, "%d", utc_offset);
    const char *params[] = {year == 0 ? NULL : year_text, offset};
    struct evidence_files read = {0};
    struct pg_result *rows = NULL;

    if (!run(session, sql_evidence_list, params, 2, &rows, err))
        return err_prefix(err, "listing the evidence");
    size_t count = (size_t)db_rows(rows);
    read.list = arena_alloc(&read.arena, count * sizeof *read.list);
    struct evidence_place *places = arena_alloc(&read.arena, count * sizeof *places);
    for (size_t i = 0; i < count; i++) {
        if (read.count == 0 || strcmp(read.list[read.count - 1].path, db_text(rows, (int)i, PATH)) != 0) {
            begin_file(&read, rows, (int)i);
            read.list[read.count - 1].places = &places[i];
        }
        if (!db_null(rows, (int)i, TABLE)) {
            struct evidence_file *file = &read.list[read.count - 1];
            file->places[file->place_count++] = (struct evidence_place){
                db_keep(&read.arena, rows, (int)i, TABLE), db_keep(&read.arena, rows, (int)i, KEY)};
        }
    }
    db_result_free(rows);
    *ret_files = read;
    return true;
}

static void begin_file(struct evidence_files *files, const struct pg_result *rows, int row)
{
    files->list[files->count++] = (struct evidence_file){
        .path = db_keep(&files->arena, rows, row, PATH),
        .added = !db_null(rows, row, SHA256),
        .sha256 = db_keep(&files->arena, rows, row, SHA256),
        .bytes = db_int(rows, row, BYTES),
        .at = db_keep(&files->arena, rows, row, AT_UTC),
        .at_office = db_keep(&files->arena, rows, row, AT_OFFICE),
        .user = db_keep(&files->arena, rows, row, USER),
    };
}

void store_evidence_done(struct evidence_files *files)
{
    arena_free(&files->arena);
    *files = (struct evidence_files){0};
}

static bool run(struct db_session *session, const char *sql, const char *const *params, int count,
                struct pg_result **ret_rows, struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sql, .param_count = count, .params = params},
                          ret_rows, err);
}
