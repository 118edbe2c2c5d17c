/* The days on which everything is looked at again. */
#include "core/turn.h"

#include "indicators.h"

static bool turns(date after, date until)
{
    return turn_between(default_policy, on_day(YEAR, until).calendar, after, until);
}

static void a_month_that_closes_is_one(void **state)
{
    (void)state;
    assert_true(turns(date_of(YEAR, 5, 31), date_of(YEAR, 6, 1)));
    assert_false(turns(date_of(YEAR, 6, 1), date_of(YEAR, 6, 2)));
    assert_false(turns(date_of(YEAR, 6, 1), date_of(YEAR, 6, 1)));
    assert_true(turns(date_of(YEAR, 4, 20), date_of(YEAR, 6, 2)));
    assert_true(turns(date_of(YEAR, 12, 31), date_of(YEAR + 1, 1, 1)));
}

/* More than 5 and more than 10 working days: after May the sixth and the eleventh, whatever is between. */
static void so_are_the_days_on_which_a_missing_month_gets_worse(void **state)
{
    const struct calendar *calendar = on_day(YEAR, date_of(YEAR, 6, 1)).calendar;
    date sixth = calendar_workday_after(calendar, date_of(YEAR, 5, 31), 6);
    date eleventh = calendar_workday_after(calendar, date_of(YEAR, 5, 31), 11);

    (void)state;
    for (date day = date_of(YEAR, 6, 2); day <= date_of(YEAR, 6, 30); day++)
        assert_int_equal(turns(day - 1, day), day == sixth || day == eleventh);
    assert_true(turns(sixth - 1, eleventh - 1));
    assert_false(turns(eleventh, date_of(YEAR, 6, 30)));
}

static void limits_of_single_units_count(void **state)
{
    struct policy policy = plain_policy();
    struct policy_override override = {.category = CATEGORY_ANY, .rules = policy.rules};
    const struct calendar *calendar = on_day(YEAR, date_of(YEAR, 6, 1)).calendar;
    date day = calendar_workday_after(calendar, date_of(YEAR, 4, 30), 31);

    (void)state;
    override.rules.missing_red_workdays = 30; /* of April: in June */
    assert_false(turn_between(&policy, calendar, day - 1, day));
    policy.overrides = &override;
    policy.override_count = 1;
    assert_true(turn_between(&policy, calendar, day - 1, day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_that_closes_is_one),
        cmocka_unit_test(so_are_the_days_on_which_a_missing_month_gets_worse),
        cmocka_unit_test(limits_of_single_units_count),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
