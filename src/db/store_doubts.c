#include "db/store_doubts.h"

#include "db/result.h"
#include "db/store_import_sql.h"
#include "db/store_merge_sql.h"
#include "embedded/statements.h"

/* A statement over the staged rows of `kind` and the ledger; `column` is what the doubt is about. */
struct doubt {
    enum ledger_id kind;
    const char *column;
    const char *sql;
};

/* Sentences about one line come in this order. */
static const struct doubt doubts[] = {
    {LEDGER_PEOPLE, "name", sql_doubt_people_names},
    {LEDGER_PEOPLE, "mobile", sql_doubt_people_mobiles},
    {LEDGER_BUDGETS, "initial_amount", sql_doubt_budget_total},
    {LEDGER_BUDGET_ADJUSTMENTS, "effective_on", sql_doubt_adjustment_year},
    {LEDGER_BUDGET_ADJUSTMENTS, "amount", sql_doubt_transfers},
    {LEDGER_PLANS, "planned_cumulative", sql_doubt_plan_fell},
    {LEDGER_EXECUTION, "spent_cumulative", sql_doubt_unbudgeted},
    {LEDGER_EXECUTION, "spent_cumulative", sql_doubt_spending_fell},
    {LEDGER_EXECUTION, "spent_cumulative", sql_doubt_spending_total},
    {LEDGER_EXECUTION, "received_cumulative", sql_doubt_receipt_fell},
    {LEDGER_INDICATOR_TARGETS, "effective_on", sql_doubt_target_year},
    {LEDGER_INDICATOR_TARGETS, "target", sql_doubt_target_slip},
    {LEDGER_INDICATOR_VALUES, "value", sql_doubt_value_slip},
    {LEDGER_MILESTONES, "planned_on", sql_doubt_milestone_early},
    {LEDGER_MILESTONES, "completed_on", sql_doubt_milestone_ahead},
    {LEDGER_CONTRACTS, "dates", sql_doubt_contract_order},
    {LEDGER_CONTRACTS, "dates", sql_doubt_contract_ahead},
    {LEDGER_CONTRACTS, "sme_amount", sql_doubt_contract_sme},
    {LEDGER_CEILING_SPENDING, "spent_cumulative", sql_doubt_ceiling_fell},
    {LEDGER_RECTIFICATIONS, "completed_on", sql_doubt_rectification_ahead},
};

static bool look_for_slips(struct store_import *import, const struct ledger_kind *kind,
                           store_import_found found, void *ctx, int64_t *more, struct err *err);
static bool find_falling(struct store_import *import, struct err *err);
static bool compares(const struct ledger_column *column);
static bool ask(struct store_import *import, struct buf *sql, const char *column, store_import_found found,
                void *ctx, int64_t *more, struct err *err);

bool store_doubts_before_merge(struct store_import *import, store_import_found found, void *ctx,
                               int64_t *ret_more, struct err *err)
{
    int64_t more = 0;

    for (unsigned i = 0; i < LEDGER_COUNT; i++) {
        if ((import->kinds & 1u << i) == 0)
            continue;
        if (!look_for_slips(import, ledger_kind((enum ledger_id)i), found, ctx, &more, err))
            return err_prefix(err, "comparing amounts");
    }
    *ret_more = more;
    return true;
}

static bool look_for_slips(struct store_import *import, const struct ledger_kind *kind,
                           store_import_found found, void *ctx, int64_t *more, struct err *err)
{
    struct buf sql = {0};
    bool ok = store_import_compare(import, kind, err);
    bool any = ok && import->compared[kind->id].state == STORE_IMPORT_DIFFERING;

    for (size_t c = 0; ok && any && c < ledger_column_count(kind); c++) {
        if (!compares(&kind->columns[c]))
            continue;
        merge_sql_slips(&sql, kind, &kind->columns[c]);
        ok = ask(import, &sql, kind->columns[c].name, found, ctx, more, err);
    }
    buf_free(&sql);
    return ok;
}

bool store_doubts_after_merge(struct store_import *import, store_import_found found, void *ctx,
                              int64_t *ret_more, struct err *err)
{
    struct buf sql = {0};
    int64_t more = 0;
    bool ok = find_falling(import, err);

    for (size_t i = 0; ok && i < sizeof doubts / sizeof doubts[0]; i++) {
        const struct doubt *doubt = &doubts[i];
        if ((import->kinds & 1u << doubt->kind) == 0)
            continue;
        import_sql_doubt(&sql, doubt->sql);
        ok = ask(import, &sql, doubt->column, found, ctx, &more, err);
        if (!ok)
            err_prefix(err, "looking for doubts in %s", ledger_kind(doubt->kind)->name);
    }
    buf_free(&sql);
    if (ok)
        *ret_more = more;
    return ok;
}

/* For the statements about running totals that fell. */
static bool find_falling(struct store_import *import, struct err *err)
{
    static const enum ledger_id running[] = {LEDGER_PLANS, LEDGER_EXECUTION, LEDGER_CEILING_SPENDING};
    struct buf sql = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof running / sizeof running[0]; i++) {
        const struct ledger_kind *kind = ledger_kind(running[i]);
        const struct store_import_kind *known = &import->compared[kind->id];
        if ((import->kinds & 1u << kind->id) == 0)
            continue;
        buf_clear(&sql);
        merge_sql_falling(&sql, kind, known->low, known->high, known->most);
        const struct db_call call = {.sql = buf_text(&sql), .timeout = store_import_time(import)};
        ok = db_session_run(import->session, &call, NULL, err);
        if (!ok)
            err_prefix(err, "looking for doubts in %s", kind->name);
    }
    buf_free(&sql);
    return ok;
}

/* Whether a thousand times the stored figure is doubtful. A row with another key is another figure. */
static bool compares(const struct ledger_column *column)
{
    if (ledger_is_key(column))
        return false;
    switch (column->type) {
    case LEDGER_MONEY:
    case LEDGER_NUMBER:
    case LEDGER_PERCENT:
    case LEDGER_TARGET:
    case LEDGER_VALUE: return true;
    case LEDGER_CODE:
    case LEDGER_LINE:
    case LEDGER_TEXT:
    case LEDGER_YEAR:
    case LEDGER_MONTH:
    case LEDGER_DATE:
    case LEDGER_WEIGHT:
    case LEDGER_WORD:
    case LEDGER_SCHEDULE: return false;
    }
    return false;
}

/* Leaves the text empty for the next. */
static bool ask(struct store_import *import, struct buf *sql, const char *column, store_import_found found,
                void *ctx, int64_t *more, struct err *err)
{
    struct pg_result *rows = NULL;
    const struct db_call call = {.sql = buf_text(sql), .timeout = store_import_time(import)};

    bool ok = db_session_run(import->session, &call, &rows, err);
    buf_clear(sql);
    if (!ok)
        return false;
    int count = db_rows(rows);
    for (int i = 0; i < count; i++) {
        const struct store_import_fault doubt = {.place = (int)db_int(rows, i, 0),
                                                 .line = db_int(rows, i, 1),
                                                 .column = column,
                                                 .text = db_text(rows, i, 2)};
        found(ctx, &doubt);
    }
    if (count > 0)
        *more += db_int(rows, 0, 3) - count;
    db_result_free(rows);
    return true;
}
