#include "notices.h"

static void linear_is_the_month_of_twelve_for_all(void **state)
{
    (void)state;
    notice_begin(7);
    struct money *money = notice_spends("P1", "U", YUAN(100), 7, YUAN(50));
    money->facts.has_plan[7] = true; /* a plan bends the rule's reference, not the notice's */
    money->facts.plan[7] = YUAN(90);
    notice_compute();
    assert_int_equal(notice.curve, CURVE_LINEAR);
    assert_int_equal(percent_of(notice.reference), 5833);
    assert_int_equal(percent_of(notice.gap), -833);
    notice_free(&notice);
}

static void a_plan_counts_over_all_budgets_and_its_gaps_are_said(void **state)
{
    (void)state;
    notice_begin(6);
    notice_policy.rules.curve = CURVE_PLAN;
    struct money *money = notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    money->facts.has_plan[6] = true;
    money->facts.plan[6] = YUAN(80);
    notice_spends("P2", "U", YUAN(300), 6, YUAN(50));
    notice_compute();
    assert_int_equal(notice.curve, CURVE_PLAN);
    assert_int_equal(percent_of(notice.reference), 5750); /* (80 + 150) / 400 */
    assert_int_equal(notice.doubts[0].kind, NOTICE_DOUBT_PLAN);
    assert_int_equal(notice.doubts[0].figures[0], 1);
    assert_int_equal(notice.doubts[0].figures[1], 2);
    assert_false(notice.year_curve.has_plan[6]);
    notice_free(&notice);
}

static void checkpoints_hold_until_the_next(void **state)
{
    (void)state;
    notice_begin(7);
    notice_policy.rules.curve = CURVE_CHECKPOINTS;
    notice_policy.rules.curve_table[6] = 400000;
    notice_policy.rules.curve_table[9] = 749700;
    notice_spends("P1", "U", YUAN(100), 7, YUAN(50));
    notice_compute();
    assert_int_equal(percent_of(notice.reference), 4000);
    assert_int_equal(percent_of(notice.year_curve.reference[5]), 0);
    assert_int_equal(percent_of(notice.year_curve.reference[12]), 7497);
    notice_free(&notice);
}

static void last_year_is_its_own_share_by_the_month(void **state)
{
    (void)state;
    notice_begin(6);
    notice_policy.rules.curve = CURVE_LAST_YEAR;
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    struct money *before = notice_project_before("P1", "U");
    money_spent(before, 0, 6, YUAN(9));
    money_spent(before, 0, 12, YUAN(20));
    notice_compute();
    assert_int_equal(notice.curve, CURVE_LAST_YEAR);
    assert_int_equal(percent_of(notice.reference), 4500);
    notice_free(&notice);
}

static void without_a_last_year_the_linear_one_stands_in(void **state)
{
    (void)state;
    notice_begin(6);
    notice_policy.rules.curve = CURVE_LAST_YEAR;
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    notice_compute();
    assert_int_equal(notice.curve, CURVE_LINEAR);
    assert_int_equal(percent_of(notice.reference), 5000);
    assert_true(notice_doubts(NOTICE_DOUBT_LAST_YEAR));
    notice_free(&notice);
}

static void peers_are_the_parents_other_units(void **state)
{
    (void)state;
    notice_begin(6);
    notice_policy.rules.curve = CURVE_PEERS;
    notice_units[0].parent_code = "TOP"; /* which is not read */
    notice_facts.peers_budget = YUAN(200);
    notice_facts.peers_spent = YUAN(90);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    notice_compute();
    assert_int_equal(notice.curve, CURVE_PEERS);
    assert_int_equal(percent_of(notice.reference), 4500);
    notice_free(&notice);
    notice_begin(6);
    notice_policy.rules.curve = CURVE_PEERS;
    notice_units[0].parent_code = "TOP";
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    notice_compute();
    assert_int_equal(notice.curve, CURVE_LINEAR);
    assert_true(notice_doubts(NOTICE_DOUBT_PEERS));
    notice_free(&notice);
}

static void the_rows_of_a_root_are_peers_among_themselves(void **state)
{
    (void)state;
    notice_begin(6);
    notice_policy.rules.curve = CURVE_PEERS;
    notice_unit("A", "U");
    notice_unit("B", "U");
    notice_spends("P1", "A", YUAN(100), 6, YUAN(50));
    notice_spends("P2", "B", YUAN(100), 6, YUAN(10));
    notice_compute();
    assert_int_equal(percent_of(notice.reference), 3000);
    assert_int_equal(percent_of(notice.gap), 0);
    assert_int_equal(notice.above, 1);
    assert_int_equal(notice.below, 1);
    notice_free(&notice);
}

static void the_curve_ends_at_the_month(void **state)
{
    (void)state;
    notice_begin(3);
    struct money *money = notice_spends("P1", "U", YUAN(100), 2, YUAN(10));
    money_spent(money, 0, 5, YUAN(60));
    money_adjust(money, date_of(YEAR, 3, 1), YUAN(20));
    money_adjust(money, date_of(YEAR, 4, 1), YUAN(500));
    for (int month = 1; month <= MONTHS; month++) {
        money->facts.has_plan[month] = true;
        money->facts.plan[month] = month * YUAN(10);
    }
    notice_compute();
    const struct notice_curve *curve = &notice.year_curve;
    assert_int_equal(curve->spent[1], 0);
    assert_int_equal(curve->spent[3], YUAN(10));
    assert_false(curve->has_spent[4]);
    assert_int_equal(curve->budget[2], YUAN(100));
    assert_int_equal(curve->budget[12], YUAN(120));
    assert_true(curve->has_plan[12]);
    assert_int_equal(curve->plan[12], YUAN(120));
    notice_free(&notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_is_the_month_of_twelve_for_all),
        cmocka_unit_test(a_plan_counts_over_all_budgets_and_its_gaps_are_said),
        cmocka_unit_test(checkpoints_hold_until_the_next),
        cmocka_unit_test(last_year_is_its_own_share_by_the_month),
        cmocka_unit_test(without_a_last_year_the_linear_one_stands_in),
        cmocka_unit_test(peers_are_the_parents_other_units),
        cmocka_unit_test(the_rows_of_a_root_are_peers_among_themselves),
        cmocka_unit_test(the_curve_ends_at_the_month),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
