/* What each rule says it went by, also where it is silent: the months that core/changes.c compares to tell a
 * corrected month from the next one. */
#include "core/evaluate.h"

#include "indicators.h"

static void expect_basis(const struct verdicts *verdicts, enum rule rule, int month, int data)
{
    const struct basis *basis = &verdicts->basis[rule];

    if (!basis->by_month || basis->month != month || basis->data != data)
        fail_msg("%s: by month %d, month %d, data %d", rule_name(rule), basis->by_month, basis->month,
                 basis->data);
}

static void expect_none(const struct verdicts *verdicts, enum rule rule)
{
    if (verdicts->basis[rule].by_month)
        fail_msg("%s goes by month %d", rule_name(rule), verdicts->basis[rule].month);
}

/* The unit has reported up to month 6, this project up to month 4. */
static void rules_on_money_go_by_the_units_month_and_the_projects_own_rows(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, 120000000);
    money_spent(&money, 0, 2, 20000000);
    money_spent(&money, 0, 4, 60000000);
    money.facts.unit_months |= 1U << 6;
    struct verdicts verdicts = project_verdicts(&money, after_month(7));
    assert_int_equal(verdicts.count, 0);
    expect_basis(&verdicts, RULE_EXECUTION_PACE, 6, 4);
    expect_basis(&verdicts, RULE_EXECUTION_UNBUDGETED, 6, 4);
    expect_basis(&verdicts, RULE_EXECUTION_CHECKPOINT, 6, 4);
    expect_basis(&verdicts, RULE_EXECUTION_OVERSPENT, 6, 4);
    expect_basis(&verdicts, RULE_GOAL_GAP, 6, 4);
    expect_basis(&verdicts, RULE_EXECUTION_REVERSAL, 4, 4);
    expect_none(&verdicts, RULE_EXECUTION_MISSING);
}

static void the_verdicts_month_is_the_one_of_its_basis(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, 120000000);
    money_spent(&money, 0, 3, 20000000);
    money_spent(&money, 0, 4, 10000000);
    money.facts.unit_months |= 1U << 6;
    struct verdicts verdicts = project_verdicts(&money, after_month(6));
    assert_int_equal(verdicts.count, 2);
    for (size_t i = 0; i < verdicts.count; i++)
        assert_int_equal(verdicts.list[i].month, verdicts.basis[verdicts.list[i].rule].month);
}

/* In July of the year, with a row for July: it may still change as it likes. */
static void a_month_still_open_corrects_nothing(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, 120000000);
    money_spent(&money, 0, 6, 60000000);
    money_spent(&money, 0, 7, 130000000);
    struct verdicts verdicts = project_verdicts(&money, after_month(6));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_OVERSPENT), SEVERITY_RED);
    expect_none(&verdicts, RULE_EXECUTION_OVERSPENT);
    expect_basis(&verdicts, RULE_EXECUTION_PACE, 6, 6);
    verdicts = project_verdicts(&money, after_month(7));
    expect_basis(&verdicts, RULE_EXECUTION_OVERSPENT, 7, 7);
}

static void a_report_that_was_taken_back_leaves_month_0(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, 120000000);
    struct verdicts verdicts = project_verdicts(&money, after_month(6));
    expect_basis(&verdicts, RULE_EXECUTION_PACE, 0, 0);
    expect_basis(&verdicts, RULE_EXECUTION_OVERSPENT, 0, 0);
}

static void goals_move_on_with_their_indicators(void **state)
{
    (void)state;
    struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, 120000000);
    money_spent(&money, 0, 4, 40000000);
    indicator_target(&indicator, MICRO(100));
    for (int month = 3; month <= 6; month += 3) {
        indicator_number(&indicator, month, MICRO(30));
        money.facts.indicators = &indicator;
        money.facts.indicator_count = 1;
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        expect_basis(&verdicts, RULE_GOAL_GAP, 4, month == 3 ? 4 : 6);
        verdicts = indicator_verdicts(&indicator, after_month(6));
        expect_basis(&verdicts, RULE_INDICATOR_PACE, month, month);
        expect_none(&verdicts, RULE_INDICATOR_MISSING);
    }
}

static void a_ceiling_goes_by_its_newest_month_once_that_is_closed(void **state)
{
    (void)state;
    struct ceiling_facts ceiling = {
        .code = "U1/reception", .kind = "reception", .unit_code = "U1", .year = YEAR, .amount = 1000};
    struct evaluation with = after_month(6);
    struct verdicts verdicts;
    struct err err = {0};

    ceiling.has_spent[5] = true;
    assert_true(evaluate_ceiling(&with, &ceiling, &verdicts, &err));
    expect_basis(&verdicts, RULE_CEILING_PACE, 5, 5);
    ceiling.has_spent[7] = true;
    assert_true(evaluate_ceiling(&with, &ceiling, &verdicts, &err));
    expect_none(&verdicts, RULE_CEILING_PACE);
}

static void dates_go_by_no_month(void **state)
{
    (void)state;
    const struct milestone_facts milestone = {.code = "P1/m",
                                              .unit_code = "U1",
                                              .year = YEAR,
                                              .planned = date_of(YEAR, 5, 1),
                                              .completed = DATE_NONE};
    struct evaluation with = after_month(6);
    struct verdicts verdicts;

    evaluate_milestone(&with, &milestone, &verdicts);
    assert_int_equal(verdicts.count, 1);
    for (int rule = 0; rule < RULE_COUNT; rule++)
        expect_none(&verdicts, (enum rule)rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_on_money_go_by_the_units_month_and_the_projects_own_rows),
        cmocka_unit_test(the_verdicts_month_is_the_one_of_its_basis),
        cmocka_unit_test(a_month_still_open_corrects_nothing),
        cmocka_unit_test(a_report_that_was_taken_back_leaves_month_0),
        cmocka_unit_test(goals_move_on_with_their_indicators),
        cmocka_unit_test(a_ceiling_goes_by_its_newest_month_once_that_is_closed),
        cmocka_unit_test(dates_go_by_no_month),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
