/* goal.gap (双监控), and the completion of indicators that it weighs money against. */
#include "core/evaluate_parts.h"

#include "indicators.h"

static micro completion(const struct indicator_facts *indicator, int month)
{
    struct evaluation with = after_month(month);
    struct indicator_reading reading;
    struct err err = {0};
    micro share = -1;

    assert_true(indicator_read(&with, indicator, &reading, &err));
    const struct completion_rules rules = {default_policy->rules.completion_achieved,
                                           default_policy->rules.completion_partial,
                                           default_policy->rules.completion_missed, false};
    assert_true(indicator_completion(indicator, &reading, &rules, &share, &err));
    return share;
}

static void completion_is_against_the_full_year_within_0_and_1(void **state)
{
    (void)state;
    static const struct {
        enum direction direction;
        micro target, value, share;
    } cases[] = {
        {DIRECTION_GE, MICRO(100), MICRO(50), 500000},
        {DIRECTION_GE, MICRO(100), MICRO(100), 1000000},
        {DIRECTION_GE, MICRO(100), MICRO(250), 1000000},
        {DIRECTION_GE, MICRO(100), -1, 0},
        {DIRECTION_GT, MICRO(3), MICRO(1), 333333},
        {DIRECTION_EQ, MICRO(3), MICRO(2), 666667},
        {DIRECTION_EQ, MICRO(3), MICRO(4), 1000000},
        {DIRECTION_GE, 2000001, 1000000, 500000}, /* 0.49999975 */
        {DIRECTION_GE, 2000000, 1, 1},            /* 0.0000005 rounds up */
        {DIRECTION_GE, 2000001, 1, 0},
        {DIRECTION_LE, MICRO(100), MICRO(100), 1000000},
        {DIRECTION_LE, MICRO(100), MICRO(100) + 1, 1000000}, /* 0.99999999 */
        {DIRECTION_LE, MICRO(100), MICRO(125), 750000},
        {DIRECTION_LT, MICRO(100), MICRO(100), 1000000},
        {DIRECTION_LT, MICRO(100), MICRO(200), 0},
        {DIRECTION_LE, MICRO(100), MICRO(900), 0},
        {DIRECTION_LE, MICRO(100), -5, 1000000},
        {DIRECTION_GE, 0, 0, 1000000},
        {DIRECTION_GE, 0, -1, 0},
        {DIRECTION_LE, 0, 0, 1000000},
        {DIRECTION_LE, 0, 1, 0},
        {DIRECTION_EQ, 0, 0, 1000000},
        {DIRECTION_EQ, 0, 1, 0},
        {DIRECTION_GE, DEC_MAX, DEC_MAX - 1, 1000000},
        {DIRECTION_LE, 1, DEC_MAX, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_facts indicator = indicator_of(cases[i].direction, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
        indicator_target(&indicator, cases[i].target);
        indicator_number(&indicator, 3, cases[i].value); /* not 3/12 of the target: all of it */
        micro share = completion(&indicator, 3);
        if (share != cases[i].share)
            fail_msg("case %zu: %lld", i, (long long)share);
    }
}

static void qualitative_completion_comes_from_the_policy(void **state)
{
    (void)state;
    static const struct {
        enum value_state state;
        micro share;
    } cases[] = {{VALUE_ACHIEVED, 1000000}, {VALUE_PARTIAL, 700000}, {VALUE_MISSED, 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_facts indicator =
            indicator_of(DIRECTION_QUALITATIVE, ACCUMULATE_LATEST, SCHEDULE_MONTHLY);
        indicator.values[3].state = cases[i].state;
        assert_int_equal(completion(&indicator, 3), cases[i].share);
    }
}

/* One project, half of whose money is spent, with up to three indicators against 100. */
struct goal_case {
    const char *name;
    size_t count;
    struct {
        micro value;
        bool weighs;
        micro weight;
    } indicators[3];
    micro goal; /* -1: nothing said */
};

static void half_spent(struct money *money, struct indicator_facts *indicators, size_t count)
{
    money_init(money, CATEGORY_PROJECT);
    money_budget(money, 120000000);
    money_spent(money, 0, 6, 60000000);
    money->facts.indicators = indicators;
    money->facts.indicator_count = count;
}

static void goals_are_weighed(void **state)
{
    (void)state;
    static const struct goal_case cases[] = {
        {"30 to 50: a gap of 20 is not over 20", 1, {{MICRO(30), false, 0}}, -1},
        {"completion is rounded half up first", 1, {{MICRO(30) - 50, false, 0}}, -1},
        {"one millionth less", 1, {{MICRO(30) - 100, false, 0}}, 299999},
        {"weights", 2, {{MICRO(40), true, MICRO(1)}, {0, true, MICRO(3)}}, 100000},
        {"none has a weight: equal", 2, {{MICRO(40), false, 0}, {0, false, 0}}, 200000},
        {"all weigh 0: equal", 2, {{MICRO(40), true, 0}, {0, true, 0}}, 200000},
        {"a blank among others counts 0", 2, {{MICRO(10), true, MICRO(5)}, {MICRO(90), false, 0}}, 100000},
        {"a blank and a 0: equal", 2, {{MICRO(10), true, 0}, {MICRO(40), false, 0}}, 250000},
        {"thirds", 3, {{MICRO(20), true, 1}, {MICRO(20), true, 1}, {MICRO(21), true, 1}}, 203333},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_facts indicators[3];
        struct money money;
        for (size_t k = 0; k < cases[i].count; k++) {
            indicators[k] = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
            indicator_target(&indicators[k], MICRO(100));
            indicator_number(&indicators[k], 6, cases[i].indicators[k].value);
            if (cases[i].indicators[k].weighs)
                indicator_weight(&indicators[k], cases[i].indicators[k].weight);
        }
        half_spent(&money, indicators, cases[i].count);
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_GOAL_GAP);
        micro goal = verdict != NULL ? verdict->expected.value : -1;
        if (goal != cases[i].goal)
            fail_msg("%s: %lld", cases[i].name, (long long)goal);
    }
}

/* An indicator of no completion would open the gap; these do not count, one by one. */
static void indicators_that_do_not_count(void **state)
{
    (void)state;
    enum { QUALITATIVE, NO_VALUE, NO_TARGET, NOT_APPLICABLE, BEFORE_ITS_MONTH, NOT_CLOSED, KINDS };

    for (int kind = -1; kind < KINDS; kind++) {
        struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
        struct money money;
        indicator_target(&indicator, MICRO(100));
        indicator_number(&indicator, 6, 0);
        if (kind == QUALITATIVE) {
            indicator.direction = DIRECTION_QUALITATIVE;
            indicator.values[6].state = VALUE_MISSED;
        } else if (kind == NO_VALUE)
            indicator.values[6].state = VALUE_NONE;
        else if (kind == NO_TARGET)
            indicator.has_target = false;
        else if (kind == NOT_APPLICABLE)
            indicator.values[6].state = VALUE_NOT_APPLICABLE;
        else if (kind == BEFORE_ITS_MONTH)
            indicator.schedule = 7;
        else if (kind == NOT_CLOSED) {
            indicator.values[6].state = VALUE_NONE;
            indicator_number(&indicator, 7, 0);
        }
        half_spent(&money, &indicator, 1);
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        assert_int_equal(severity_of(&verdicts, RULE_GOAL_GAP), kind < 0 ? SEVERITY_YELLOW : SEVERITY_NONE);
    }
}

static void the_gap_is_asked_from_march_for_projects_with_a_budget(void **state)
{
    (void)state;
    struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);

    indicator_target(&indicator, MICRO(100));
    indicator_number(&indicator, 1, 0);
    for (int month = 2; month <= 3; month++) {
        struct money money;
        half_spent(&money, &indicator, 1);
        money.facts.unit_months = 1U << month;
        money.rows[0].month = month;
        struct verdicts verdicts = project_verdicts(&money, after_month(month));
        assert_int_equal(severity_of(&verdicts, RULE_GOAL_GAP), month == 3 ? SEVERITY_YELLOW : SEVERITY_NONE);
        money.initial[0] = 0;
        verdicts = project_verdicts(&money, after_month(month));
        assert_null(verdict_of(&verdicts, RULE_GOAL_GAP));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(completion_is_against_the_full_year_within_0_and_1),
        cmocka_unit_test(qualitative_completion_comes_from_the_policy),
        cmocka_unit_test(goals_are_weighed),
        cmocka_unit_test(indicators_that_do_not_count),
        cmocka_unit_test(the_gap_is_asked_from_march_for_projects_with_a_budget),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
