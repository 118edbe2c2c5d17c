#include "core/facts.h"

struct view view_live(int year, date today)
{
    int running, month, day;
    struct view view = {.year = year, .today = today};

    date_parts(today, &running, &month, &day);
    if (running == year) {
        view.closed = month - 1;
        view.newest = month;
    } else if (running > year) {
        view.closed = view.newest = MONTHS;
    }
    return view;
}

struct view view_replay(int year, int month, date today)
{
    return (struct view){.year = year, .today = today, .closed = month, .newest = month};
}

bool execution_is_latest(const struct project_facts *project, size_t row, int month)
{
    const struct execution_row *at = &project->execution[row];

    if (at->month > month)
        return false;
    return row + 1 == project->execution_count || at[1].fund != at->fund || at[1].month > month;
}

bool year_is_watched(int year, date today)
{
    return today >= date_of(year, 1, 1) && today <= date_of(year + 1, 3, 31);
}

static bool is_fiscal_year(int year)
{
    return year >= FISCAL_YEAR_LOW && year <= FISCAL_YEAR_HIGH;
}

void closed_years_add(struct closed_years *closed, int year)
{
    if (is_fiscal_year(year))
        closed->is[year - FISCAL_YEAR_LOW] = true;
}

bool year_is_closed(const struct closed_years *closed, int year)
{
    return is_fiscal_year(year) && closed->is[year - FISCAL_YEAR_LOW];
}

bool indicator_target_on(const struct indicator_facts *indicator, date day, micro *ret_target)
{
    bool has = indicator->has_target;
    micro target = indicator->target;

    for (size_t i = 0; i < indicator->revision_count && indicator->revisions[i].on <= day; i++) {
        has = true;
        target = indicator->revisions[i].target;
    }
    if (has)
        *ret_target = target;
    return has;
}
