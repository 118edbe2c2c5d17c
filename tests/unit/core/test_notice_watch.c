#include "notices.h"

static struct indicator_facts *indicator(const char *code, const char *owner, micro value)
{
    struct indicator_facts *facts = &notice_indicators[notice_facts.sheet.set.indicator_count++];

    *facts = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
    facts->code = facts->name = code;
    facts->owner_code = owner;
    facts->unit_code = "U";
    indicator_target(facts, MICRO(120));
    indicator_number(facts, notice_facts.month, value);
    return facts;
}

static void what_the_rules_find_is_joined_with_what_stands(void **state)
{
    (void)state;
    notice_begin(6);
    notice_units[0].head = "王";
    notice_spends("P1", "U", YUAN(100), 6, YUAN(10))->facts.manager = "李";
    notice_spends("P2", "U", YUAN(100), 6, YUAN(35));
    notice_stand[notice_facts.standing_count++] = (struct notice_standing){.rule = "execution.pace",
                                                                           .kind = "project",
                                                                           .code = "P1",
                                                                           .id = 7,
                                                                           .acknowledged_by = "李",
                                                                           .action_due = DATE_NONE,
                                                                           .action_done = DATE_NONE};
    notice_compute();
    assert_int_equal(notice.deviation_count, 2);
    assert_string_equal(notice.deviations[0].code, "P1"); /* red first */
    assert_int_equal(notice.deviations[0].standing->id, 7);
    assert_string_equal(notice.deviations[0].answers, "李");
    assert_null(notice.deviations[1].standing);
    assert_string_equal(notice.deviations[1].answers, "王");
    assert_int_equal(notice.deviation_lights.red, 1);
    assert_int_equal(notice.deviation_lights.yellow, 1);
    assert_false(notice.deviations[0].has_points);
    notice_free(&notice);
}

static void rows_of_later_months_are_not_known_yet(void **state)
{
    (void)state;
    notice_begin(6);
    struct money *money = notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    money_spent(money, 0, 9, YUAN(500));
    notice_compute();
    assert_int_equal(notice.deviation_count, 0);
    assert_int_equal(notice.now.spent, YUAN(50));
    notice_free(&notice);
}

static void who_has_not_reported_is_named(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_unit("B", "U");
    notice_spends("P1", "A", YUAN(100), 6, YUAN(50));
    notice_spends("P2", "B", YUAN(100), 4, YUAN(50));
    notice_compute();
    assert_int_equal(notice.missing_count, 1);
    assert_string_equal(notice.missing[0].code, "B");
    assert_int_equal(notice.missing[0].month, 4);
    assert_int_equal(notice.doubts[0].kind, NOTICE_DOUBT_UNREPORTED);
    assert_int_equal(notice.doubts[0].figures[0], 1);
    assert_int_equal(notice.doubts[0].figures[1], 2);
    notice_free(&notice);
}

static void indicators_behind_their_targets_are_listed(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50))->facts.indicators = notice_indicators;
    indicator("I1", "P1", MICRO(60));
    indicator("I2", "P1", MICRO(40));
    indicator("I3", "P1", MICRO(30));
    indicator("I4", "P1", 0)->has_target = false;
    notice_outlooks[notice_facts.outlook_count++] =
        (struct notice_outlook){.of_indicator = true, .code = "I3", .month = 6, .likelihood = "possible"};
    notice_compute();
    assert_int_equal(notice.indicators_watched, 3);
    assert_int_equal(notice.indicator_count, 2);
    assert_string_equal(notice.indicators[0].facts->code, "I3");
    assert_int_equal(notice.indicators[0].severity, SEVERITY_RED);
    assert_string_equal(notice.indicators[0].outlook->likelihood, "possible");
    assert_string_equal(notice.indicators[0].owner_name, "P1");
    assert_int_equal(notice.indicators[1].severity, SEVERITY_YELLOW);
    assert_int_equal(row_named("P1")->deviations.red, 1);
    assert_int_equal(row_named("P1")->light, NOTICE_GREEN); /* its money is well */
    notice_free(&notice);
}

static void money_and_goals_stand_side_by_side(void **state)
{
    static const struct {
        fen spent;
        micro value;
        enum notice_quarter quarter;
    } cases[] = {{YUAN(50), MICRO(60), NOTICE_BOTH_GOOD},
                 {YUAN(49), MICRO(60), NOTICE_MONEY_BEHIND},
                 {YUAN(75), MICRO(59), NOTICE_GOALS_BEHIND},
                 {YUAN(49), MICRO(59), NOTICE_BOTH_BEHIND}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        notice_begin(6);
        struct money *money = notice_spends("P1", "U", YUAN(100), 6, cases[i].spent);
        indicator("I1", "P1", cases[i].value);
        money->facts.indicators = notice_indicators;
        money->facts.indicator_count = 1;
        notice_compute();
        assert_int_equal(notice.goal_count, 1);
        assert_int_equal(notice.goals[0].quarter, cases[i].quarter);
        assert_int_equal(notice.goals[0].gap, i == 2); /* 75 % against 49.2 % */
        notice_free(&notice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_rules_find_is_joined_with_what_stands),
        cmocka_unit_test(rows_of_later_months_are_not_known_yet),
        cmocka_unit_test(who_has_not_reported_is_named),
        cmocka_unit_test(indicators_behind_their_targets_are_listed),
        cmocka_unit_test(money_and_goals_stand_side_by_side),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
