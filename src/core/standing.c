#include "core/standing.h"

static bool add_up(const struct project_facts *project, int month, struct standing *standing)
{
    bool any = false, all_carry = true;

    for (size_t i = 0; i < project->execution_count; i++) {
        const struct execution_row *row = &project->execution[i];
        if (!execution_is_latest(project, i, month))
            continue;
        if (!dec_add(standing->spent, row->spent, &standing->spent))
            return false;
        all_carry = all_carry && row->has_received;
        any = true;
        if (row->has_received && !dec_add(standing->received, row->received, &standing->received))
            return false;
    }
    standing->received_known = any && all_carry;
    return true;
}

bool initial_budget(const struct project_facts *project, fen *ret_sum)
{
    fen sum = 0;

    for (size_t i = 0; i < project->initial_count; i++)
        if (!dec_add(sum, project->initial[i], &sum))
            return false;
    *ret_sum = sum;
    return true;
}

bool standing_at(const struct project_facts *project, int month, date until, struct standing *ret_standing)
{
    struct standing at = {.month = month};

    if (!initial_budget(project, &at.budget))
        return false;
    for (size_t i = 0; i < project->adjustment_count && project->adjustments[i].on <= until; i++)
        if (!dec_add(at.budget, project->adjustments[i].amount, &at.budget))
            return false;
    if (!add_up(project, month, &at))
        return false;
    *ret_standing = at;
    return true;
}

unsigned project_months(const struct project_facts *project)
{
    unsigned own = 0;

    for (size_t i = 0; i < project->execution_count; i++)
        own |= 1U << project->execution[i].month;
    return own;
}
