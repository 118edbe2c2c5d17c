#include "notices.h"

static void funds_are_lines_with_their_adjustments(void **state)
{
    (void)state;
    notice_begin(6);
    struct money *a = notice_project("P1", "U");
    a->funds[0] = "一般公共预算";
    a->funds[1] = "上年结转";
    a->facts.fund_count = 2;
    money_budget(a, YUAN(100));
    money_budget(a, YUAN(10));
    money_adjust(a, date_of(YEAR, 2, 1), YUAN(5));
    a->adjustments[0].fund = "上年结转";
    money_adjust(a, date_of(YEAR, 6, 30), YUAN(7));
    a->adjustments[1].fund = "直达资金"; /* of no budget and no spending */
    money_adjust(a, date_of(YEAR, 7, 1), YUAN(1000));
    money_spent(a, 0, 6, YUAN(40));
    money_spent(a, 1, 4, YUAN(15));
    notice_spends("P2", "U", YUAN(20), 6, YUAN(1)); /* of no named fund */
    struct money *b = notice_spends("P3", "U", YUAN(50), 6, YUAN(60));
    b->funds[0] = "上年结转";
    notice_compute();
    assert_int_equal(notice.fund_count, 4);
    assert_string_equal(notice.funds[0].name, "一般公共预算");
    assert_string_equal(notice.funds[1].name, "上年结转");
    assert_int_equal(notice.funds[1].now.budget, YUAN(65));
    assert_int_equal(notice.funds[1].now.spent, YUAN(75));
    assert_int_equal(percent_of(notice.funds[1].now.rate), 11538);
    assert_int_equal(percent_of(notice.funds[1].gap), 6538);
    assert_string_equal(notice.funds[2].name, "直达资金");
    assert_int_equal(notice.funds[2].now.budget, YUAN(7));
    assert_int_equal(notice.funds[2].now.spent, 0);
    assert_string_equal(notice.funds[3].name, "");
    fen budget = 0, spent = 0;
    for (size_t i = 0; i < notice.fund_count; i++) {
        budget += notice.funds[i].now.budget;
        spent += notice.funds[i].now.spent;
    }
    assert_int_equal(budget, notice.now.budget);
    assert_int_equal(spent, notice.now.spent);
    notice_free(&notice);
}

static void categories_are_apart(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50))->facts.category = CATEGORY_BASIC;
    notice_spends("P2", "U", YUAN(30), 6, YUAN(3));
    notice_compute();
    assert_int_equal(notice.categories[CATEGORY_BASIC].now.budget, YUAN(100));
    assert_int_equal(notice.categories[CATEGORY_PROJECT].now.spent, YUAN(3));
    assert_string_equal(notice.categories[CATEGORY_PROJECT].name, "project");
    notice_free(&notice);
}

static void money_not_received_is_told_from_slow_spending(void **state)
{
    (void)state;
    notice_begin(6);
    struct execution_row *row;
    notice_spends("P1", "U", YUAN(100), 6, YUAN(20)); /* spent what came: 20 of 20 */
    row = &notice_money[0].rows[0];
    row->has_received = true;
    row->received = YUAN(20);
    notice_spends("P2", "U", YUAN(100), 6, YUAN(5)); /* 5 of 40: slow by itself */
    row = &notice_money[1].rows[0];
    row->has_received = true;
    row->received = YUAN(40);
    notice_spends("P3", "U", YUAN(100), 6, YUAN(5));  /* nothing is known */
    notice_spends("P4", "U", YUAN(100), 6, YUAN(45)); /* all is here */
    row = &notice_money[3].rows[0];
    row->has_received = true;
    row->received = YUAN(90);
    notice_compute();
    assert_int_equal(notice.unreceived_count, 1);
    assert_string_equal(notice.unreceived[0].name, "P1");
    assert_int_equal(notice.unreceived[0].now.received, YUAN(20));
    assert_false(notice.now.has_received);
    assert_true(row_named("P4")->now.has_received);
    notice_free(&notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(funds_are_lines_with_their_adjustments),
        cmocka_unit_test(categories_are_apart),
        cmocka_unit_test(money_not_received_is_told_from_slow_spending),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
