#include "core/sheet_money.h"

#include "core/standing.h"

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
        struct standing at;
        fen *spent = &money.spent_by[project->category];
        fits = standing_at(project, month, facts->clock, &at) &&
               dec_add(money.budget, at.budget, &money.budget) && dec_add(*spent, at.spent, spent);
    }
    if (!fits || !dec_add(money.spent_by[CATEGORY_BASIC], money.spent_by[CATEGORY_PROJECT], &money.spent))
        return err_set(err, ERR_OVERFLOW, "the amounts of %s in %d do not fit 64 bits of fen", facts->code,
                       facts->year);
    *ret_money = money;
    return true;
}
