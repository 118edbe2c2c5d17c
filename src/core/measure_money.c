/* Spending against the budget and against ceilings: sums over sums, at the clock. */
#include <string.h>

#include "core/sheet_parts.h"

struct money {
    int128 spent, limit;
    bool reported; /* some spending was reported, or other projects of the unit were */
    bool any;      /* there is a budget, or a ceiling */
};

static void add_project(struct making *making, const struct project_facts *project, struct money *money);
static void add_ceiling(struct making *making, const struct ceiling_facts *ceiling, struct money *money);

static bool fits(int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

/* The rate of a measure from its two sums; `limit` is above 0. */
static bool rate_of(enum measure_kind kind, const struct money *money, struct ratio *ret)
{
    int128 num = money->spent;

    if (kind == MEASURE_CARRYOVER)
        num = money->spent < money->limit ? money->limit - money->spent : 0;
    else if (kind == MEASURE_CEILING)
        num = money->spent - money->limit;
    return ratio_of(num, money->limit, ret);
}

static struct ratio best_of(const struct making *making, enum measure_kind kind, struct ratio value)
{
    if (!making->facts->open || kind == MEASURE_CEILING)
        return value;
    if (kind == MEASURE_CARRYOVER)
        return ratio_int(0);
    return ratio_compare(value, ratio_int(1)) < 0 ? ratio_int(1) : value;
}

/* The unit's own ceiling is meant for all below it; where it has none, theirs are added up. */
static bool is_own(const struct making *making, const char *kind)
{
    const struct facts_set *set = &making->facts->set;

    for (size_t i = 0; i < set->ceiling_count; i++)
        if (strcmp(set->ceilings[i].kind, kind) == 0 &&
            strcmp(set->ceilings[i].unit_code, making->facts->unit_code) == 0)
            return true;
    return false;
}

bool measure_money(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct facts_set *set = &making->facts->set;
    enum measure_kind kind = item->measure.kind;
    struct money money = {0};

    if (kind == MEASURE_CEILING) {
        bool own = is_own(making, item->measure.ceiling);
        for (size_t i = 0; i < set->ceiling_count; i++)
            if (strcmp(set->ceilings[i].kind, item->measure.ceiling) == 0 &&
                (!own || strcmp(set->ceilings[i].unit_code, making->facts->unit_code) == 0))
                add_ceiling(making, &set->ceilings[i], &money);
    } else {
        for (size_t i = 0; i < set->project_count; i++)
            if (set->projects[i].watched)
                add_project(making, &set->projects[i], &money);
    }
    if (!fits(money.spent) || !fits(money.limit))
        return err_set(making->err, ERR_OVERFLOW, "the amounts of %s in %d do not fit 64 bits of fen",
                       making->facts->code, making->facts->year);
    ret->figures[0] = (int64_t)money.spent;
    ret->figures[1] = (int64_t)money.limit;
    if (!money.any && kind != MEASURE_EXECUTION)
        return true;
    if (money.limit <= 0) {
        if (kind == MEASURE_CEILING && money.limit == 0 && money.spent <= 0) {
            ret->kind = MEASURED_SHARE; /* nothing was allowed and nothing spent */
            return true;
        }
        discrepancy_add(making, DISCREPANCY_NO_BUDGET, item->code)->figures[0] = (int64_t)money.limit;
        return true;
    }
    if (!money.reported)
        return true;
    ret->kind = MEASURED_SHARE;
    if (!rate_of(kind, &money, &ret->value))
        return err_set(making->err, ERR_OVERFLOW, "the amounts of %s in %d have no rate", making->facts->code,
                       making->facts->year);
    ret->best = best_of(making, kind, ret->value);
    return true;
}

static const char *amount_text(struct making *making, fen amount)
{
    char text[DEC_TEXT];

    return sheet_text(making, "%s", dec_format(amount, SCALE_FEN, text));
}

/* Each budget row is a fund's, and budgets are read before spending: funds are in their order. */
static void add_budgets(struct making *making, const struct project_facts *project, struct money *money)
{
    for (size_t i = 0; i < project->initial_count; i++) {
        const char *fund = i < project->fund_count ? project->funds[i] : "";
        money->limit += project->initial[i];
        row_add(making, LEDGER_BUDGETS, sheet_text(making, "%s/%d/%s", project->code, project->year, fund),
                amount_text(making, project->initial[i]));
    }
}

/* Those of a day are one row, as facts do not tell them apart. */
static void add_adjustments(struct making *making, const struct project_facts *project, struct money *money)
{
    char day[DATE_TEXT];
    int128 sum = 0;

    for (size_t i = 0; i < project->adjustment_count; i++) {
        const struct adjustment *adjustment = &project->adjustments[i];
        if (adjustment->on > making->facts->clock)
            break;
        money->limit += adjustment->amount;
        sum += adjustment->amount;
        if (i + 1 < project->adjustment_count && adjustment[1].on == adjustment->on)
            continue;
        if (fits(sum))
            row_add(making, LEDGER_BUDGET_ADJUSTMENTS,
                    sheet_text(making, "%s/%d/%s", project->code, project->year,
                               date_format(adjustment->on, day)),
                    amount_text(making, (fen)sum));
        sum = 0;
    }
}

static void add_spending(struct making *making, const struct project_facts *project, struct money *money)
{
    for (size_t i = 0; i < project->execution_count; i++) {
        const struct execution_row *row = &project->execution[i];
        if (!execution_is_latest(project, i, making->month))
            continue;
        const char *fund = project->funds[row->fund];
        money->spent += row->spent;
        money->reported = true;
        row_add(making, LEDGER_EXECUTION,
                sheet_text(making, "%s/%d/%s/%d", project->code, project->year, fund, row->month),
                amount_text(making, row->spent));
    }
    if (latest_month(project->unit_months, making->month) > 0)
        money->reported = true; /* exports leave idle lines out */
}

static void add_project(struct making *making, const struct project_facts *project, struct money *money)
{
    money->any = true;
    add_budgets(making, project, money);
    add_adjustments(making, project, money);
    add_spending(making, project, money);
}

static void add_ceiling(struct making *making, const struct ceiling_facts *ceiling, struct money *money)
{
    money->any = true;
    money->limit += ceiling->amount;
    row_add(making, LEDGER_CEILINGS,
            sheet_text(making, "%s/%d/%s", ceiling->unit_code, ceiling->year, ceiling->kind),
            amount_text(making, ceiling->amount));
    for (int month = making->month; month > 0; month--) {
        if (!ceiling->has_spent[month])
            continue;
        money->spent += ceiling->spent[month];
        money->reported = true;
        row_add(making, LEDGER_CEILING_SPENDING,
                sheet_text(making, "%s/%d/%s/%d", ceiling->unit_code, ceiling->year, ceiling->kind, month),
                amount_text(making, ceiling->spent[month]));
        break;
    }
}
