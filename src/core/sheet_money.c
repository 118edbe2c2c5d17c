#include "core/sheet_money.h"

static bool add_budget(const struct project_facts *project, date clock, fen *budget);
static bool add_spending(const struct project_facts *project, int month, fen *spent);

bool sheet_money(const struct sheet_facts *facts, struct sheet_money *ret_money, struct err *err)
{
    struct sheet_money money = {0};
    int month = date_month(facts->clock);
    bool fits = true;

    for (size_t i = 0; i < facts->receipt_count; i++)
        fits = fits && dec_add(money.income, facts->receipts[i].amount, &money.income);
    for (size_t i = 0; i < facts->set.project_count && fits; i++) {
        const struct project_facts *project = &facts->set.projects[i];
        if (!project->watched)
            continue; /* adjustments alone do not make a year */
        fits = add_budget(project, facts->clock, &money.budget) &&
               add_spending(project, month, &money.spent_by[project->category]);
    }
    if (!fits || !dec_add(money.spent_by[CATEGORY_BASIC], money.spent_by[CATEGORY_PROJECT], &money.spent))
        return err_set(err, ERR_OVERFLOW, "the amounts of %s in %d do not fit 64 bits of fen", facts->code,
                       facts->year);
    *ret_money = money;
    return true;
}

static bool add_budget(const struct project_facts *project, date clock, fen *budget)
{
    for (size_t i = 0; i < project->initial_count; i++)
        if (!dec_add(*budget, project->initial[i], budget))
            return false;
    for (size_t i = 0; i < project->adjustment_count && project->adjustments[i].on <= clock; i++)
        if (!dec_add(*budget, project->adjustments[i].amount, budget))
            return false;
    return true;
}

static bool add_spending(const struct project_facts *project, int month, fen *spent)
{
    for (size_t i = 0; i < project->execution_count; i++)
        if (execution_is_latest(project, i, month) && !dec_add(*spent, project->execution[i].spent, spent))
            return false;
    return true;
}
