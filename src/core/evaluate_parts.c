#include "core/evaluate_parts.h"

#include <assert.h>

struct verdict *verdict_add(struct verdicts *verdicts, enum rule rule, enum severity severity,
                            enum reason reason, int month)
{
    assert(verdicts->count < VERDICT_MAX);
    struct verdict *verdict = &verdicts->list[verdicts->count++];
    *verdict = (struct verdict){.rule = rule, .severity = severity, .reason = reason, .month = month};
    return verdict;
}

void verdicts_wake(struct verdicts *verdicts, date today, date day)
{
    if (day != DATE_NONE && day > today && day < verdicts->next)
        verdicts->next = day;
}

int latest_month(unsigned months, int limit)
{
    for (int month = limit; month > 0; month--)
        if (months & (1U << month))
            return month;
    return 0;
}

void evaluate_missing(const struct evaluation *with, enum rule rule, int month, int yellow_workdays,
                      int red_workdays, struct verdicts *verdicts)
{
    const struct view *view = &with->view;

    if (month < 1 || month > view->closed)
        return;
    date end = date_month_end(view->year, month);
    int workdays = calendar_workdays(with->calendar, end, view->today);
    enum severity severity = severity_below(workdays > red_workdays, workdays > yellow_workdays);
    if (severity == SEVERITY_NONE)
        return;
    struct verdict *verdict = verdict_add(verdicts, rule, severity, REASON_PLAIN, month);
    int limit = severity == SEVERITY_RED ? red_workdays : yellow_workdays;
    verdict->observed = (struct amount){QUANTITY_DAYS, workdays};
    verdict->expected = (struct amount){QUANTITY_DAYS, limit};
    verdict->gap = (struct amount){QUANTITY_DAYS, workdays - limit};
    verdict->figures[0] = workdays;
    verdict->figures[1] = limit;
}

struct ratio ratio_micro(micro value)
{
    struct ratio ratio = {0, 1};
    bool fits = ratio_of(value, 1000000, &ratio);

    assert(fits); /* an int64 over 10^6 always does */
    (void)fits;
    return ratio;
}

micro ratio_shown(struct ratio value, int scale)
{
    int64_t shown;

    if (ratio_round(value, scale, &shown))
        return shown;
    return value.num < 0 ? -DEC_MAX : DEC_MAX;
}

enum severity severity_below(bool below_red, bool below_yellow)
{
    if (below_red)
        return SEVERITY_RED;
    return below_yellow ? SEVERITY_YELLOW : SEVERITY_NONE;
}

struct ratio within_0_and_1(struct ratio value)
{
    if (value.num < 0)
        return ratio_int(0);
    return ratio_compare(value, ratio_int(1)) > 0 ? ratio_int(1) : value;
}
