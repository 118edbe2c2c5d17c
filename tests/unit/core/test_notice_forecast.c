#include "notices.h"

static void outlook(const char *code, fen expected)
{
    notice_outlooks[notice_facts.outlook_count++] =
        (struct notice_outlook){.code = code, .month = 6, .has_expected = true, .expected = expected * 10000};
}

static void a_project_ends_as_its_unit_says_or_as_its_months_go_on(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(10));  /* 20 by pace, 70 by word */
    notice_spends("P2", "U", YUAN(100), 4, YUAN(30));  /* 90 by the average of its four months */
    notice_spends("P3", "U", YUAN(100), 6, YUAN(80));  /* not above its budget */
    notice_spends("P4", "U", YUAN(100), 6, YUAN(120)); /* nor below what is spent */
    money_budget(notice_project("P5", "U"), YUAN(50)); /* nothing is known */
    outlook("P1", YUAN(70));
    notice_compute();
    assert_int_equal(row_named("P1")->projected, YUAN(70));
    assert_int_equal(row_named("P2")->projected, YUAN(90));
    assert_int_equal(row_named("P3")->projected, YUAN(100));
    assert_int_equal(row_named("P4")->projected, YUAN(120));
    assert_false(row_named("P5")->projected_known);
    assert_true(notice.projection.known);
    assert_int_equal(notice.projection.spent, YUAN(380));
    assert_int_equal(notice.projection.by_outlook, 1);
    assert_int_equal(notice.projection.by_pace, 3);
    assert_int_equal(percent_of(notice.projection.rate), 8444);
    notice_free(&notice);
}

static void a_tenth_of_the_budget_is_money_to_transfer(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(45));      /* leaves 10 */
    notice_spends("P2", "U", YUAN(100), 6, 4501);          /* leaves 9.98 */
    notice_spends("P3", "U", YUAN(100), 6, YUAN(10));      /* leaves 80 */
    notice_spends("P4", "U", YUAN(100), 6, YUAN(50));      /* is short of 10 by its unit's word */
    money_spent(notice_project("P5", "U"), 0, 6, YUAN(1)); /* spends on no budget */
    outlook("P4", YUAN(110));
    notice_compute();
    assert_int_equal(notice.leaving_count, 2);
    assert_string_equal(notice.leaving[0].code, "P3");
    assert_int_equal(notice.leaving[0].amount, YUAN(80));
    assert_false(notice.leaving[0].by_outlook);
    assert_string_equal(notice.leaving[1].code, "P1");
    assert_int_equal(notice.short_count, 2);
    assert_string_equal(notice.short_[0].code, "P4");
    assert_int_equal(notice.short_[0].amount, YUAN(10));
    assert_true(notice.short_[0].by_outlook);
    assert_string_equal(notice.short_[1].code, "P5");
    notice_free(&notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_project_ends_as_its_unit_says_or_as_its_months_go_on),
        cmocka_unit_test(a_tenth_of_the_budget_is_money_to_transfer),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
