#include "core/turn.h"

/* A limit is 366 working days at most: what they are counted from lies less than two years back. */
enum { MONTHS_BACK = 24 };

static date month_begin(date day)
{
    return date_of(date_year(day), date_month(day), 1);
}

/* Whether a month that ended within reach has been missing for more than so many working days since then. */
static bool passes(const struct calendar *calendar, int workdays, date after, date until)
{
    date end = month_begin(until) - 1;

    for (int i = 0; i < MONTHS_BACK; i++, end = month_begin(end) - 1) {
        date day = calendar_workday_after(calendar, end, workdays + 1);
        if (day > after && day <= until)
            return true;
        if (day <= after) /* an earlier month's day lies before it */
            return false;
    }
    return false;
}

static bool rules_turn(const struct policy_rules *rules, const struct calendar *calendar, date after,
                       date until)
{
    const int limits[] = {rules->missing_yellow_workdays, rules->missing_red_workdays};
    const int of_indicators[] = {rules->indicator_missing_yellow_workdays,
                                 rules->indicator_missing_red_workdays};

    for (int i = 0; i < 2; i++)
        if ((rules->enabled[RULE_EXECUTION_MISSING] && passes(calendar, limits[i], after, until)) ||
            (rules->enabled[RULE_INDICATOR_MISSING] && passes(calendar, of_indicators[i], after, until)))
            return true;
    return false;
}

bool turn_between(const struct policy *policy, const struct calendar *calendar, date after, date until)
{
    if (after >= until)
        return false;
    if (month_begin(until) > after || rules_turn(&policy->rules, calendar, after, until))
        return true;
    for (size_t i = 0; i < policy->override_count; i++)
        if (rules_turn(&policy->overrides[i].rules, calendar, after, until))
            return true;
    return false;
}
