#include "db/store_source.h"

#include <inttypes.h>

#include "db/result.h"
#include "db/store_import_sql.h"
#include "embedded/statements.h"

#define BE_SOURCE "SET LOCAL ROLE budgetwatch_source"
#define BE_DAEMON "SET LOCAL ROLE NONE"

static bool run(struct store_import *import, const char *sql, struct err *err)
{
    const struct db_call call = {.sql = sql, .timeout = store_import_time(import)};

    return db_session_run(import->session, &call, /* ret_result */ NULL, err);
}

/* And how many rows it wrote. */
static bool run_counted(struct store_import *import, const struct buf *sql, int64_t *ret_count,
                        struct err *err)
{
    const struct db_call call = {.sql = buf_text(sql), .timeout = store_import_time(import)};
    struct pg_result *result = NULL;

    if (!db_session_run(import->session, &call, &result, err))
        return false;
    *ret_count = db_affected(result);
    db_result_free(result);
    return true;
}

bool store_source_role(struct db_session *session, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_source_role}, &rows, err))
        return err_prefix(err, "looking for the role budgetwatch_source");
    bool may = db_bool(rows, 0, 0);
    if (!may)
        err_set(
            err, ERR_CONFIG,
            "the login %s is not a member of budgetwatch_source, in whose name sources write to the ledger; "
            "run: GRANT budgetwatch_source TO %s",
            db_text(rows, 0, 1), db_text(rows, 0, 1));
    db_result_free(rows);
    return may;
}

bool store_source_begin(struct store_import *import, struct db_session *session,
                        const struct ledger_kind *kind, struct err *err)
{
    struct buf sql = {0};

    *import = (struct store_import){.session = session, .kinds = 1u << kind->id, .until = import->until};
    import_sql_create(&sql, kind);
    bool ok = run(import, "BEGIN", err) && run(import, BE_SOURCE, err) && run(import, buf_text(&sql), err);
    buf_free(&sql);
    return ok ? true : err_prefix(err, "preparing for %s", kind->name);
}

bool store_source_turn(struct store_import *import, msec wait, struct err *err)
{
    struct buf sql = {0};

    buf_printf(&sql,
               "SET LOCAL lock_timeout = %" PRId64 "; SET LOCAL statement_timeout = %" PRId64 ";"
               " SELECT pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('import'))",
               wait, wait);
    bool ok = run(import, buf_text(&sql), err);
    buf_free(&sql);
    return ok ? true : err_prefix(err, "waiting for another import to end");
}

static const char *type_of(enum ledger_type type)
{
    switch (type) {
    case LEDGER_YEAR:
    case LEDGER_MONTH: return "smallint";
    case LEDGER_DATE: return "date";
    case LEDGER_MONEY:
    case LEDGER_NUMBER:
    case LEDGER_WEIGHT:
    case LEDGER_PERCENT: return "numeric";
    case LEDGER_CODE:
    case LEDGER_LINE:
    case LEDGER_TEXT:
    case LEDGER_WORD:
    case LEDGER_SCHEDULE:
    case LEDGER_TARGET:
    case LEDGER_VALUE: break;
    }
    return "text";
}

/* A piece for each column of the key, `%s` in it its name; "row_key[1]::text" where `of_array` is set. */
static void add_keys(struct buf *sql, const struct ledger_kind *kind, const char *before, const char *after,
                     bool of_array)
{
    const char *separator = "";
    int nth = 1;

    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const struct ledger_column *column = &kind->columns[i];
        if (!ledger_is_key(column))
            continue;
        if (of_array)
            buf_printf(sql, "%sr.row_key[%d]::%s", separator, nth++, type_of(column->type));
        else
            buf_printf(sql, "%s%s%s%s", separator, before, column->name, after);
        separator = ", ";
    }
}

static void add_staged_key(struct buf *sql, const struct ledger_kind *kind)
{
    buf_puts(sql, "(ARRAY[");
    add_keys(sql, kind, "s.", "::text", false);
    buf_puts(sql, "] COLLATE \"C\")");
}

/* Everybody has a table of the keys that are gone: the daemon fills it, which knows what the source has
 * yielded, and the source's role deletes them. */
static bool lay_out(struct store_import *import, const struct ledger_kind *kind, struct err *err)
{
    struct buf sql = {0};

    buf_puts(&sql, "CREATE TEMPORARY TABLE gone_rows ON COMMIT DROP AS SELECT ");
    add_keys(&sql, kind, "", "", false);
    buf_printf(&sql,
               " FROM %s WHERE false; GRANT SELECT, INSERT ON pg_temp.gone_rows TO SESSION_USER;"
               " GRANT SELECT ON pg_temp.staged_%s TO SESSION_USER",
               kind->name, kind->name);
    bool ok = run(import, buf_text(&sql), err);
    buf_free(&sql);
    return ok;
}

static bool run_for(struct store_import *import, const struct buf *sql, const char *source,
                    const struct ledger_kind *kind, struct err *err)
{
    const char *const params[] = {source, kind->name};
    const struct db_call call = {
        .sql = buf_text(sql), .param_count = 2, .params = params, .timeout = store_import_time(import)};

    return db_session_run(import->session, &call, /* ret_result */ NULL, err);
}

static bool find_gone(struct store_import *import, const char *source, const struct ledger_kind *kind,
                      struct err *err)
{
    struct buf sql = {0};

    buf_puts(&sql, "INSERT INTO pg_temp.gone_rows SELECT ");
    add_keys(&sql, kind, "", "", true);
    buf_printf(&sql,
               " FROM source_rows r WHERE r.source = $1 AND r.kind = $2 AND NOT EXISTS"
               " (SELECT FROM pg_temp.staged_%s s WHERE r.row_key = ",
               kind->name);
    add_staged_key(&sql, kind);
    buf_puts(&sql,
             ") AND NOT EXISTS (SELECT FROM source_rows o WHERE o.kind = r.kind AND o.row_key = r.row_key"
             " AND o.source <> r.source)");
    bool ok = run_for(import, &sql, source, kind, err);
    buf_free(&sql);
    return ok;
}

/* The columns in `which` but those of the key. Returns how many. */
static int add_others(struct buf *sql, const struct ledger_kind *kind, const char *before, unsigned which)
{
    int count = 0;

    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const struct ledger_column *column = &kind->columns[i];
        if (ledger_is_key(column) || (which & 1u << i) == 0)
            continue;
        buf_printf(sql, "%s%s%s", count > 0 ? ", " : "", before, column->name);
        count++;
    }
    return count;
}

bool store_source_pick(struct store_import *import, const struct ledger_kind *kind, unsigned present,
                       int64_t *ret_picked, struct err *err)
{
    struct buf sql = {0}, stored = {0}, staged = {0};

    int others = add_others(&stored, kind, "t.", present);
    add_others(&staged, kind, "s.", present);
    buf_printf(&sql,
               "UPDATE pg_temp.staged_%s AS s SET place = %d WHERE NOT EXISTS (SELECT FROM %s AS t WHERE (",
               kind->name, SOURCE_PICKED, kind->name);
    add_keys(&sql, kind, "t.", "", false);
    buf_puts(&sql, ") = (");
    add_keys(&sql, kind, "s.", "", false);
    buf_puts(&sql, ")");
    if (others > 0)
        buf_printf(&sql, " AND (%s) IS NOT DISTINCT FROM (%s)", buf_text(&stored), buf_text(&staged));
    buf_puts(&sql, ")");
    bool ok = run_counted(import, &sql, ret_picked, err);
    buf_free(&sql);
    buf_free(&stored);
    buf_free(&staged);
    return ok ? true : err_prefix(err, "comparing %s", kind->name);
}

static bool delete_gone(struct store_import *import, const struct ledger_kind *kind, int64_t *ret_removed,
                        struct err *err)
{
    struct buf sql = {0};

    buf_printf(&sql, "DELETE FROM %s AS k USING pg_temp.gone_rows AS g WHERE (", kind->name);
    add_keys(&sql, kind, "k.", "", false);
    buf_puts(&sql, ") = (");
    add_keys(&sql, kind, "g.", "", false);
    buf_puts(&sql, ")");
    bool ok = run_counted(import, &sql, ret_removed, err);
    buf_free(&sql);
    return ok;
}

/* Only what differs is written. */
static bool remember(struct store_import *import, const char *source, const struct ledger_kind *kind,
                     struct err *err)
{
    struct buf sql = {0};

    buf_printf(&sql,
               "DELETE FROM source_rows r WHERE r.source = $1 AND r.kind = $2 AND NOT EXISTS"
               " (SELECT FROM pg_temp.staged_%s s WHERE r.row_key = ",
               kind->name);
    add_staged_key(&sql, kind);
    buf_puts(&sql, ")");
    bool ok = run_for(import, &sql, source, kind, err);
    buf_clear(&sql);
    buf_puts(&sql, "INSERT INTO source_rows (source, kind, row_key) SELECT $1, $2, ");
    add_staged_key(&sql, kind);
    buf_printf(&sql,
               " FROM pg_temp.staged_%s s WHERE NOT EXISTS (SELECT FROM source_rows r"
               " WHERE r.source = $1 AND r.kind = $2 AND r.row_key = ",
               kind->name);
    add_staged_key(&sql, kind);
    buf_puts(&sql, ")");
    ok = ok && run_for(import, &sql, source, kind, err);
    buf_free(&sql);
    return ok;
}

bool store_source_take_out(struct store_import *import, const char *source, const struct ledger_kind *kind,
                           int64_t *ret_removed, struct err *err)
{
    *ret_removed = 0;
    if (lay_out(import, kind, err) && run(import, BE_DAEMON, err) && find_gone(import, source, kind, err) &&
        run(import, BE_SOURCE, err) && delete_gone(import, kind, ret_removed, err) &&
        run(import, BE_DAEMON, err) && remember(import, source, kind, err) && run(import, BE_SOURCE, err))
        return true;
    return err_prefix(err, "taking out of %s what is no longer there", kind->name);
}

bool store_source_hand_back(struct store_import *import, struct err *err)
{
    return run(import, BE_DAEMON, err);
}
