/* execution.pace: the thresholds, which months count, what is silent. */
#include "core/evaluate.h"

#include "rules.h"

/* A twelfth of the budget is 100,000.00. */
static const fen budget = 120000000;

struct pace_case {
    enum category category;
    fen budget;
    int month;
    fen spent;
    enum severity severity;
};

static void check_pace(const struct pace_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pace_case *c = &cases[i];
        struct money money;
        money_init(&money, c->category);
        money_budget(&money, c->budget);
        money_spent(&money, 0, c->month, c->spent);
        struct verdicts verdicts = project_verdicts(&money, after_month(c->month));
        if (severity_of(&verdicts, RULE_EXECUTION_PACE) != c->severity)
            fail_msg("case %zu: %lld of %lld at month %d is %s", i, (long long)c->spent, (long long)c->budget,
                     c->month, severity_name(severity_of(&verdicts, RULE_EXECUTION_PACE)));
    }
}

static void equality_falls_on_the_milder_side_of_each_threshold(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        /* 60 % and 80 % of half the budget. */
        {CATEGORY_PROJECT, budget, 6, 35999999, SEVERITY_RED},
        {CATEGORY_PROJECT, budget, 6, 36000000, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 6, 36000001, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 6, 47999999, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 6, 48000000, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 6, 60000000, SEVERITY_NONE},
        /* 30 points of the budget above half of it. */
        {CATEGORY_PROJECT, budget, 6, 96000000, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 6, 96000001, SEVERITY_BLUE},
        {CATEGORY_PROJECT, budget, 6, 0, SEVERITY_RED},
        {CATEGORY_PROJECT, budget, 6, -1, SEVERITY_RED},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void thresholds_are_higher_late_in_the_year_and_for_basic_expenditure(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {CATEGORY_PROJECT, budget, 10, 59999999, SEVERITY_RED},
        {CATEGORY_PROJECT, budget, 10, 60000000, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 10, 80000000, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 11, 87999999, SEVERITY_RED},
        {CATEGORY_PROJECT, budget, 11, 88000000, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 11, 98999999, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 11, 99000000, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 12, 95999999, SEVERITY_RED},
        {CATEGORY_PROJECT, budget, 12, 96000000, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, budget, 12, 108000000, SEVERITY_NONE},
        {CATEGORY_BASIC, budget, 6, 47999999, SEVERITY_RED},
        {CATEGORY_BASIC, budget, 6, 48000000, SEVERITY_YELLOW},
        {CATEGORY_BASIC, budget, 6, 53999999, SEVERITY_YELLOW},
        {CATEGORY_BASIC, budget, 6, 54000000, SEVERITY_NONE},
        {CATEGORY_BASIC, budget, 3, 23999999, SEVERITY_RED},
        {CATEGORY_BASIC, budget, 11, 88000000, SEVERITY_YELLOW},
        {CATEGORY_BASIC, budget, 6, 96000001, SEVERITY_BLUE},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void comparisons_use_the_exact_value(void **state)
{
    (void)state;
    /* Expected is 10000001 x 5/12 = 4166667.08(3); 60 % of it is 2500000.25, 80 % 3333333.(6). */
    static const struct pace_case cases[] = {
        {CATEGORY_PROJECT, 10000001, 5, 2500000, SEVERITY_RED},
        {CATEGORY_PROJECT, 10000001, 5, 2500001, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, 10000001, 5, 3333333, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, 10000001, 5, 3333334, SEVERITY_NONE},
        /* 60 % of 999999999999999999 x 7/12 is 349999999999999999.65. */
        {CATEGORY_PROJECT, DEC_MAX, 7, 349999999999999999, SEVERITY_RED},
        {CATEGORY_PROJECT, DEC_MAX, 7, 350000000000000000, SEVERITY_YELLOW},
        {CATEGORY_PROJECT, DEC_MAX, 12, DEC_MAX, SEVERITY_NONE},
        {CATEGORY_PROJECT, DEC_MAX, 7, -DEC_MAX, SEVERITY_RED},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void small_budgets_and_early_months_are_silent(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {CATEGORY_PROJECT, 4999999, 6, 0, SEVERITY_NONE},
        {CATEGORY_PROJECT, 5000000, 6, 0, SEVERITY_RED},
        {CATEGORY_PROJECT, 4999999, 6, 4999999, SEVERITY_NONE},
        {CATEGORY_PROJECT, 5000000, 6, 5000000, SEVERITY_BLUE},
        {CATEGORY_PROJECT, budget, 1, 0, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 2, 0, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 2, budget, SEVERITY_NONE},
        {CATEGORY_PROJECT, budget, 3, 0, SEVERITY_RED},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void a_verdict_carries_its_arithmetic(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 6, 40000000);
    struct verdicts verdicts = project_verdicts(&money, after_month(6));
    const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);
    assert_non_null(verdict);
    assert_int_equal(verdict->month, 6);
    assert_int_equal(verdict->reason, REASON_BEHIND);
    assert_int_equal(verdict->observed.quantity, QUANTITY_RATE);
    assert_int_equal(verdict->observed.value, 333333);
    assert_int_equal(verdict->expected.value, 500000);
    assert_int_equal(verdict->gap.value, -166667);
    assert_int_equal(verdict->figures[2], 60000000); /* should have been spent */
    assert_int_equal(verdict->figures[3], 666667);   /* the pace */
    assert_int_equal(verdict->figures[4], 800000);   /* the threshold that it missed */
}

static void only_closed_months_count(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int speaks_of; /* 0: nothing said */
    } cases[] = {
        {2023, 3, 31, 0},  {2023, 4, 1, 3},  {2023, 4, 30, 3}, {2023, 5, 1, 4},
        {2023, 12, 31, 4}, {2024, 3, 31, 4}, {2024, 4, 1, 0},  {2022, 12, 31, 0},
    };
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    for (int month = 1; month <= 4; month++)
        money_spent(&money, 0, month, 100);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date today = date_of(cases[i].year, cases[i].month, cases[i].day);
        struct verdicts verdicts = project_verdicts(&money, on_day(YEAR, today));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);
        if ((verdict != NULL ? verdict->month : 0) != cases[i].speaks_of)
            fail_msg("case %zu speaks of another month", i);
    }
}

/* Exports leave idle lines out: the unit's other projects say which month has been reported. */
static void an_idle_project_carries_its_figure_to_the_months_of_its_unit(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 3, 30000000);
    money.facts.unit_months |= 1U << 5 | 1U << 7;
    struct verdicts verdicts = project_verdicts(&money, after_month(4));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_PACE), SEVERITY_NONE);
    verdicts = project_verdicts(&money, after_month(6));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_PACE), SEVERITY_YELLOW); /* 30 of 50 */
    assert_int_equal(verdict_of(&verdicts, RULE_EXECUTION_PACE)->month, 5);
    verdicts = project_verdicts(&money, after_month(12));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_PACE), SEVERITY_RED); /* 30 of 70 */
}

static void a_project_without_any_row_counts_0_once_its_unit_reports(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    struct verdicts verdicts = project_verdicts(&money, after_month(8));
    assert_int_equal(verdicts.count, 0);
    money.facts.unit_months = 1U << 8;
    verdicts = project_verdicts(&money, after_month(8));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_PACE), SEVERITY_RED);
    assert_int_equal(verdict_of(&verdicts, RULE_EXECUTION_PACE)->observed.value, 0);
}

static void each_funds_latest_row_counts(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_budget(&money, budget);
    money_spent(&money, 0, 2, 1000000);
    money_spent(&money, 0, 3, 20000000);
    money_spent(&money, 0, 6, 90000000);
    money_spent(&money, 1, 5, 30000000);
    money_spent(&money, 2, 6, 7);
    struct verdicts verdicts = project_verdicts(&money, after_month(5));
    const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);
    assert_non_null(verdict); /* 50 of 100, of twice the budget */
    assert_int_equal(verdict->figures[0], 50000000);
    assert_int_equal(verdict->figures[1], 240000000);
    assert_int_equal(verdict->severity, SEVERITY_RED);
    verdicts = project_verdicts(&money, after_month(6));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_PACE), SEVERITY_NONE); /* 120000007 of 120 */
}

static void a_plan_for_the_month_takes_the_place_of_the_straight_line(void **state)
{
    (void)state;
    static const struct {
        bool has_plan;
        fen plan, spent;
        enum severity severity;
    } cases[] = {
        {true, 10000000, 5999999, SEVERITY_RED},
        {true, 10000000, 6000000, SEVERITY_YELLOW},
        {true, 10000000, 8000000, SEVERITY_NONE},
        {true, 10000000, 46000000, SEVERITY_NONE},
        {true, 10000000, 46000001, SEVERITY_BLUE},
        {true, 0, 0, SEVERITY_NONE},
        {true, 0, -5, SEVERITY_NONE},
        {true, 0, 36000001, SEVERITY_BLUE},
        {true, -1, -5, SEVERITY_NONE},
        {false, 0, 8000000, SEVERITY_RED},
        {true, 200000000, 100000000, SEVERITY_RED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, budget);
        money_spent(&money, 0, 6, cases[i].spent);
        money.facts.has_plan[6] = cases[i].has_plan;
        money.facts.plan[6] = cases[i].plan;
        money.facts.has_plan[5] = money.facts.has_plan[7] = true; /* of other months: not asked */
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        if (severity_of(&verdicts, RULE_EXECUTION_PACE) != cases[i].severity)
            fail_msg("case %zu", i);
    }
}

static void what_is_not_watched_or_switched_off_is_silent(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct evaluation with = after_month(6);
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 6, 0);
    assert_int_equal(project_verdicts(&money, with).count, 1);
    policy.rules.enabled[RULE_EXECUTION_PACE] = false;
    with.policy = &policy;
    assert_int_equal(project_verdicts(&money, with).count, 0);
    money.facts.watched = false;
    assert_int_equal(project_verdicts(&money, after_month(6)).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_falls_on_the_milder_side_of_each_threshold),
        cmocka_unit_test(thresholds_are_higher_late_in_the_year_and_for_basic_expenditure),
        cmocka_unit_test(comparisons_use_the_exact_value),
        cmocka_unit_test(small_budgets_and_early_months_are_silent),
        cmocka_unit_test(a_verdict_carries_its_arithmetic),
        cmocka_unit_test(only_closed_months_count),
        cmocka_unit_test(an_idle_project_carries_its_figure_to_the_months_of_its_unit),
        cmocka_unit_test(a_project_without_any_row_counts_0_once_its_unit_reports),
        cmocka_unit_test(each_funds_latest_row_counts),
        cmocka_unit_test(a_plan_for_the_month_takes_the_place_of_the_straight_line),
        cmocka_unit_test(what_is_not_watched_or_switched_off_is_silent),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
