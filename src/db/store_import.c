#include "db/store_import.h"

#include <string.h>

#include "base/buf.h"
#include "db/result.h"
#include "db/store_import_sql.h"
#include "db/store_merge_sql.h"
#include "db/store_years.h"

typedef void (*make_for_kind)(struct buf *sql, const struct ledger_kind *kind);

static bool for_each_kind(struct store_import *import, make_for_kind make, const char *doing,
                          struct err *err);
static bool run(struct store_import *import, const char *sql, struct pg_result **ret_result, struct err *err);
static bool look_at_years(struct store_import *import, const struct ledger_kind *kind, struct err *err);
static bool merge_compared(struct store_import *import, const struct ledger_kind *kind, int place,
                           unsigned present, struct store_import_counts *ret_counts, struct err *err);
static bool upsert(struct store_import *import, const struct ledger_kind *kind, int place, unsigned present,
                   struct store_import_counts *ret_counts, struct err *err);
static bool write_rows(struct store_import *import, struct buf *sql, int64_t *ret_written, struct err *err);
static bool lost(enum err_code code);

/* What one check works on. */
struct checking {
    struct store_import *import;
    store_import_found found;
    void *ctx;
    int64_t more;
    struct err *err;
};

static bool check_kind(struct checking *c, const struct ledger_kind *kind);
static bool check_indicators(struct checking *c);
static bool ask(struct checking *c, struct buf *sql, const char *column);
static void report(struct checking *c, const struct pg_result *rows, const char *column);
static void add_key_names(struct buf *out, const struct ledger_kind *kind);

/* Its statements are few and large: more memory than the server gives to everybody's, and no compiling of
 * expressions, which never pays here. */
static const char set_memory[] =
    "SET LOCAL jit = off;"
    " SELECT set_config('work_mem', '" STORE_IMPORT_MEMORY "', true)"
    " WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('" STORE_IMPORT_MEMORY "')";

bool store_import_begin(struct store_import *import, struct db_session *session, unsigned kinds,
                        struct err *err)
{
    *import = (struct store_import){.session = session, .kinds = kinds};
    if (!db_session_exec(session, "BEGIN", err) ||
        !db_session_exec(session, "SET LOCAL statement_timeout = '4h'", err) ||
        !db_session_exec(session, set_memory, err))
        return false;
    if (!db_session_exec(session, "SELECT pg_advisory_xact_lock(hashtext('budgetwatch'), hashtext('import'))",
                         err))
        return err_prefix(err, "waiting for another import to end");
    return for_each_kind(import, import_sql_create, "preparing for", err);
}

msec store_import_time(const struct store_import *import)
{
    enum { LEAST = 100 };
    msec left = import->until - clock_monotonic();

    if (import->until == 0)
        return STORE_IMPORT_TIME;
    return left > LEAST ? left : LEAST;
}

bool store_import_stage(struct store_import *import, const struct ledger_kind *kind, db_op_more more,
                        void *ctx, struct err *err)
{
    struct pg_result *result = NULL;
    struct buf sql = {0};

    import_sql_copy(&sql, kind);
    const struct db_call call = {
        .sql = buf_text(&sql), .more = more, .ctx = ctx, .timeout = store_import_time(import)};
    bool ok = db_session_run(import->session, &call, &result, err);
    if (ok) {
        import->compared[kind->id].staged += db_affected(result);
        db_result_free(result);
    }
    buf_free(&sql);
    return ok;
}

bool store_import_check(struct store_import *import, store_import_found found, void *ctx, int64_t *ret_more,
                        struct err *err)
{
    struct checking c = {import, found, ctx, 0, err};

    /* Without knowing their sizes the planner would compare every row with every row. */
    if (!for_each_kind(import, import_sql_analyze, "looking at", err))
        return false;
    for (unsigned i = 0; i < LEDGER_COUNT; i++) {
        if ((import->kinds & 1u << i) != 0 && !check_kind(&c, ledger_kind((enum ledger_id)i)))
            return false;
    }
    if (!check_indicators(&c))
        return false;
    *ret_more = c.more;
    return true;
}

static bool check_kind(struct checking *c, const struct ledger_kind *kind)
{
    struct buf sql = {0}, keys = {0};

    bool ok = true;
    if ((c->import->distinct & 1u << kind->id) == 0) {
        import_sql_keys(&sql, kind);
        add_key_names(&keys, kind);
        ok = ask(c, &sql, buf_text(&keys));
        buf_free(&keys);
    }

    for (const struct ledger_reference *r = kind->references; ok && r->from[0] != NULL; r++) {
        if ((c->import->incomplete & 1u << r->kind) != 0)
            continue;
        import_sql_reference(&sql, kind, r, c->import->kinds);
        ok = ask(c, &sql, r->from[0]);
    }
    if (ok && kind->id == LEDGER_UNITS) {
        import_sql_unit_circles(&sql);
        ok = ask(c, &sql, "parent_code");
    }
    buf_free(&sql);
    return ok ? true : err_prefix(c->err, "checking %s", kind->name);
}

static bool check_indicators(struct checking *c)
{
    unsigned kinds = c->import->kinds;
    struct buf sql = {0};
    bool ok = true;

    if ((kinds & 1u << LEDGER_INDICATORS) != 0) {
        import_sql_own_targets(&sql);
        ok = ask(c, &sql, "target");
        import_sql_directions(&sql, kinds);
        ok = ok && ask(c, &sql, "direction");
        import_sql_revisions(&sql, kinds);
        ok = ok && ask(c, &sql, "direction");
    }
    if (ok && (kinds & 1u << LEDGER_INDICATOR_TARGETS) != 0) {
        import_sql_targets(&sql, kinds);
        ok = ask(c, &sql, "target");
    }
    if (ok && (kinds & 1u << LEDGER_INDICATOR_VALUES) != 0) {
        import_sql_values(&sql, kinds);
        ok = ask(c, &sql, "value");
    }
    buf_free(&sql);
    return ok ? true : err_prefix(c->err, "checking indicators");
}

/* Leaves the text empty for the next. */
static bool ask(struct checking *c, struct buf *sql, const char *column)
{
    struct pg_result *rows = NULL;

    bool ok = run(c->import, buf_text(sql), &rows, c->err);
    buf_clear(sql);
    if (!ok)
        return false;
    report(c, rows, column);
    db_result_free(rows);
    return true;
}

static void report(struct checking *c, const struct pg_result *rows, const char *column)
{
    int count = db_rows(rows);

    for (int i = 0; i < count; i++) {
        const struct store_import_fault fault = {.place = (int)db_int(rows, i, 0),
                                                 .line = db_int(rows, i, 1),
                                                 .column = column,
                                                 .text = db_text(rows, i, 2),
                                                 .other_place = (int)db_int(rows, i, 3),
                                                 .other_line = db_int(rows, i, 4)};
        c->found(c->ctx, &fault);
    }
    if (count > 0)
        c->more += db_int(rows, 0, 5) - count;
}

static void add_key_names(struct buf *out, const struct ledger_kind *kind)
{
    size_t count = ledger_column_count(kind);

    for (size_t i = 0; i < count; i++) {
        if (ledger_is_key(&kind->columns[i]))
            buf_printf(out, "%s%s", out->length > 0 ? ", " : "", kind->columns[i].name);
    }
}

bool store_import_year(struct store_import *import, int year, struct err *err)
{
    return store_years_prepare(import->session, year, err);
}

bool store_import_compare(struct store_import *import, const struct ledger_kind *kind, struct err *err)
{
    /* A month beside the rest of its year is still a good part: to read it all is then as fast as to look up.
     */
    enum { A_FEW = 10000, PART = 12 };
    struct store_import_kind *known = &import->compared[kind->id];
    struct pg_result *rows = NULL;
    struct buf sql = {0};
    int64_t stored = 1;

    if (known->state != STORE_IMPORT_NOT_COMPARED)
        return true;
    bool ok = look_at_years(import, kind, err);

    /* To count what is stored pays where many rows come. */
    known->many = known->staged >= A_FEW;
    if (ok && known->many) {
        merge_sql_stored(&sql, kind, known->low, known->high, PART * known->staged + 1);
        ok = run(import, buf_text(&sql), &rows, err);
        stored = ok ? db_int(rows, 0, 0) : 0;
        known->most = stored <= PART * known->staged;
        if (ok)
            db_result_free(rows);
    }
    if (ok && stored > 0) {
        buf_clear(&sql);
        merge_sql_compare(&sql, kind, known->low, known->high, known->most);
        ok = run(import, buf_text(&sql), NULL, err);
    }
    if (ok)
        known->state = stored > 0 ? STORE_IMPORT_DIFFERING : STORE_IMPORT_ALL_NEW;
    buf_free(&sql);
    return ok ? true : err_prefix(err, "comparing %s", kind->name);
}

static bool look_at_years(struct store_import *import, const struct ledger_kind *kind, struct err *err)
{
    struct store_import_kind *known = &import->compared[kind->id];
    struct pg_result *rows = NULL;
    struct buf sql = {0};

    if (!merge_sql_years(&sql, kind))
        return true;
    bool ok = run(import, buf_text(&sql), &rows, err);
    if (ok) {
        known->low = (int)db_int(rows, 0, 0);
        known->high = (int)db_int(rows, 0, 1);
        db_result_free(rows);
    }
    buf_free(&sql);
    return ok;
}

bool store_import_merge(struct store_import *import, const struct ledger_kind *kind, int place,
                        unsigned present, struct store_import_counts *ret_counts, struct err *err)
{
    static const char unique_violation[] = "23505";
    struct err refused = {0};

    if (!store_import_compare(import, kind, err) || !run(import, "SAVEPOINT merging", NULL, err))
        return false;
    if (merge_compared(import, kind, place, present, ret_counts, &refused))
        return true;
    if (strcmp(import->session->sqlstate, unique_violation) != 0)
        return err_set(err, refused.code, "%s", refused.text);
    return run(import, "ROLLBACK TO SAVEPOINT merging", NULL, err) &&
           upsert(import, kind, place, present, ret_counts, err);
}

static bool merge_compared(struct store_import *import, const struct ledger_kind *kind, int place,
                           unsigned present, struct store_import_counts *ret_counts, struct err *err)
{
    const struct store_import_kind *known = &import->compared[kind->id];
    bool compared = known->state == STORE_IMPORT_DIFFERING;
    struct store_import_counts counts = {0};
    struct buf sql = {0};

    merge_sql_insert(&sql, kind, place, present, compared, known->many);
    bool ok = write_rows(import, &sql, &counts.added, err);
    if (ok && compared && merge_sql_update(&sql, kind, place, present, known->low, known->high))
        ok = write_rows(import, &sql, &counts.changed, err);
    if (ok)
        *ret_counts = counts;
    buf_free(&sql);
    return ok;
}

/* Which of the rows were there is not told by the statement, so these are counted before it. */
static bool upsert(struct store_import *import, const struct ledger_kind *kind, int place, unsigned present,
                   struct store_import_counts *ret_counts, struct err *err)
{
    struct pg_result *rows = NULL;
    struct buf sql = {0};
    int64_t written = 0;

    merge_sql_differ(&sql, kind, place, present);
    bool ok = run(import, buf_text(&sql), &rows, err);
    int64_t changed = ok ? db_int(rows, 0, 0) : 0;
    if (ok)
        db_result_free(rows);
    buf_clear(&sql);
    merge_sql_upsert(&sql, kind, place, present);
    ok = ok && write_rows(import, &sql, &written, err);
    if (ok)
        *ret_counts = (struct store_import_counts){.added = written - changed, .changed = changed};
    buf_free(&sql);
    return ok;
}

/* Leaves the text empty for the next. */
static bool write_rows(struct store_import *import, struct buf *sql, int64_t *ret_written, struct err *err)
{
    struct pg_result *rows = NULL;
    bool ok = run(import, buf_text(sql), &rows, err);

    buf_clear(sql);
    if (!ok)
        return false;
    *ret_written = db_affected(rows);
    db_result_free(rows);
    return true;
}

bool store_import_settle(struct store_import *import, struct err *err)
{
    return run(import, "SET CONSTRAINTS ALL IMMEDIATE", NULL, err);
}

bool store_import_end(struct store_import *import, bool keep, struct err *err)
{
    struct err failed = {0};

    bool kept =
        keep && run(import, "NOTIFY budgetwatch", NULL, &failed) && run(import, "COMMIT", NULL, &failed);
    if (kept)
        return true;
    if (failed.code != ERR_NONE)
        err_set(err, failed.code, "%s", failed.text);
    if (lost(failed.code))
        return false; /* the server rolls back by itself */

    struct err unheard = {0}; /* the connection is closed next, which rolls back as well */
    bool back = run(import, "ROLLBACK", NULL, &unheard);
    return back && !keep;
}

static bool for_each_kind(struct store_import *import, make_for_kind make, const char *doing, struct err *err)
{
    struct buf sql = {0};
    bool ok = true;

    for (unsigned i = 0; ok && i < LEDGER_COUNT; i++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)i);
        if ((import->kinds & 1u << i) == 0)
            continue;
        buf_clear(&sql);
        make(&sql, kind);
        if (!run(import, buf_text(&sql), NULL, err))
            ok = err_prefix(err, "%s %s", doing, kind->name);
    }
    buf_free(&sql);
    return ok;
}

static bool run(struct store_import *import, const char *sql, struct pg_result **ret_result, struct err *err)
{
    const struct db_call call = {.sql = sql, .timeout = store_import_time(import)};

    return db_session_run(import->session, &call, ret_result, err);
}

static bool lost(enum err_code code)
{
    return code == ERR_DB_LOST || code == ERR_TIMEOUT || code == ERR_CANCELED;
}
