#include "notices.h"

static void equal_rates_share_a_rank_and_the_next_skips(void **state)
{
    (void)state;
    notice_begin(5);
    notice_unit("A", "U");
    notice_unit("B", "U");
    notice_unit("C", "U");
    notice_unit("D", "U");
    notice_spends("PA", "A", YUAN(300), 5, YUAN(100));
    notice_spends("PB", "B", YUAN(100), 5, YUAN(50));
    notice_spends("PC", "C", YUAN(600), 5, YUAN(200));
    notice_spends("PD", "D", YUAN(1000), 5, YUAN(333));
    notice_compute();
    const char *order[] = {"B", "A", "C", "D"};
    int ranks[] = {1, 2, 2, 4};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(notice.rows[i].code, order[i]);
        assert_int_equal(notice.rows[i].rank, ranks[i]);
    }
    assert_int_equal(notice.row_count, 4);
    notice_free(&notice);
}

static void counts_leave_out_what_is_equal_and_what_has_no_rate(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_unit("B", "U");
    notice_unit("C", "U");
    notice_unit("D", "U");
    notice_spends("PA", "A", YUAN(100), 6, YUAN(50)); /* on the line */
    notice_spends("PB", "B", YUAN(100), 6, YUAN(60));
    notice_spends("PC", "C", YUAN(100), 6, 0);
    notice_project("PD", "D"); /* a budget of 0 */
    notice_compute();
    assert_int_equal(notice.above, 1);
    assert_int_equal(notice.below, 1);
    assert_int_equal(percent_of(notice.now.rate), 3667);
    assert_int_equal(notice.above_overall, 2);
    assert_int_equal(notice.below_overall, 1);
    assert_int_equal(notice.zero_count, 1);
    assert_string_equal(notice.zero[0]->code, "C");
    assert_string_equal(notice.rows[3].code, "D");
    assert_int_equal(notice.rows[3].rank, 0);
    assert_false(notice.rows[3].gap.known);
    notice_free(&notice);
}

static void a_budget_below_zero_has_no_rank_and_negative_spending_ranks_last(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_unit("B", "U");
    notice_unit("C", "U");
    notice_spends("PA", "A", -YUAN(100), 6, YUAN(50));
    notice_spends("PB", "B", YUAN(100), 6, -YUAN(10));
    notice_spends("PC", "C", YUAN(100), 6, YUAN(10));
    notice_compute();
    assert_int_equal(row_named("A")->rank, 0);
    assert_int_equal(row_named("C")->rank, 1);
    assert_int_equal(row_named("B")->rank, 2);
    assert_int_equal(percent_of(row_named("B")->gap), -6000);
    assert_int_equal(notice.zero_count, 0);
    notice_free(&notice);
}

static void the_gap_is_rounded_once(void **state)
{
    (void)state;
    notice_begin(5);
    notice_unit("A", "U");
    notice_spends("PA", "A", YUAN(100), 5, 8505);
    notice_compute();
    assert_int_equal(percent_of(notice.rows[0].now.rate), 8505);
    assert_int_equal(percent_of(notice.reference), 4167);
    assert_int_equal(percent_of(notice.rows[0].gap), 4338);
    notice_free(&notice);
}

static void a_row_holds_all_below_and_the_units_own_projects_are_one(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_unit("B", "A");
    notice_unit("C", "B");
    notice_spends("P1", "U", YUAN(10), 6, YUAN(1));
    notice_spends("P2", "A", YUAN(20), 6, YUAN(2));
    notice_spends("P3", "C", YUAN(30), 6, YUAN(6));
    notice_spends("P4", "U", YUAN(40), 6, YUAN(5));
    notice_compute();
    assert_int_equal(notice.row_count, 2);
    assert_int_equal(row_named("A")->now.budget, YUAN(50));
    assert_int_equal(row_named("A")->now.spent, YUAN(8));
    assert_int_equal(row_named("U")->kind, NOTICE_ROW_OWN);
    assert_int_equal(row_named("U")->now.budget, YUAN(50));
    assert_int_equal(row_named("U")->now.spent, YUAN(6));
    assert_int_equal(notice.now.budget, YUAN(100));
    assert_int_equal(notice.now.spent, YUAN(14));
    notice_free(&notice);
}

static void a_unit_without_sub_units_lists_its_projects(void **state)
{
    (void)state;
    notice_begin(6);
    notice_units[0].head = "王";
    notice_spends("P1", "U", YUAN(10), 6, YUAN(1))->facts.manager = "李";
    notice_spends("P2", "U", YUAN(20), 6, YUAN(20));
    notice_project("P3", "U")->facts.watched = false;
    notice_compute();
    assert_int_equal(notice.row_count, 2);
    assert_string_equal(notice.rows[0].code, "P2");
    assert_int_equal(notice.rows[0].kind, NOTICE_ROW_PROJECT);
    assert_string_equal(notice.rows[0].answers, "王");
    assert_string_equal(notice.rows[1].answers, "李");
    notice_free(&notice);
}

static void nothing_at_all_is_a_notice_without_rows(void **state)
{
    (void)state;
    notice_begin(6);
    notice_compute();
    assert_int_equal(notice.row_count, 0);
    assert_false(notice.now.rate.known);
    assert_false(notice.gap.known);
    assert_int_equal(percent_of(notice.reference), 5000);
    assert_false(notice.projection.known);
    notice_free(&notice);
}

static void several_roots_are_rows_of_the_whole(void **state)
{
    (void)state;
    notice_begin(6);
    notice_facts.sheet.code = notice_facts.sheet.name = "";
    notice_unit("V", NULL);
    notice_unit("W", "V");
    notice_spends("P1", "U", YUAN(10), 6, YUAN(1));
    notice_spends("P2", "W", YUAN(20), 6, YUAN(3));
    notice_compute();
    assert_int_equal(notice.row_count, 2);
    assert_int_equal(row_named("V")->now.spent, YUAN(3));
    assert_int_equal(row_named("U")->kind, NOTICE_ROW_UNIT);
    assert_string_equal(notice.unit_code, "");
    notice_free(&notice);
}

static void rows_move_against_the_month_before(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_unit("B", "U");
    struct money *a = notice_spends("PA", "A", YUAN(100), 5, YUAN(10));
    money_spent(a, 0, 6, YUAN(70));
    notice_spends("PB", "B", YUAN(100), 5, YUAN(20)); /* carried forward */
    notice_compute();
    assert_int_equal(row_named("A")->rank, 1);
    assert_int_equal(row_named("A")->last_month_rank, 2);
    assert_int_equal(percent_of(row_named("A")->last_month.rate), 1000);
    assert_int_equal(row_named("B")->last_month_rank, 1);
    assert_int_equal(row_named("B")->now.spent, YUAN(20));
    assert_int_equal(row_named("B")->month, 5);
    assert_int_equal(notice.last_month.spent, YUAN(30));
    notice_free(&notice);
}

static void january_has_no_month_before(void **state)
{
    (void)state;
    notice_begin(1);
    notice_unit("A", "U");
    notice_spends("PA", "A", YUAN(100), 1, YUAN(10));
    notice_compute();
    assert_int_equal(notice.rows[0].last_month_rank, 0);
    assert_int_equal(notice.rows[0].light, NOTICE_UNLIT);
    notice_free(&notice);
}

static void the_same_month_of_last_year_stands_beside(void **state)
{
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_spends("PA", "A", YUAN(100), 6, YUAN(40));
    struct money *before = notice_project_before("PA", "A");
    money_budget(before, YUAN(50));
    money_spent(before, 0, 6, YUAN(10));
    money_spent(before, 0, 12, YUAN(50));
    notice_compute();
    assert_true(notice.has_last_year);
    assert_int_equal(percent_of(notice.last_year.rate), 2000);
    assert_true(notice.rows[0].has_last_year);
    assert_int_equal(percent_of(notice.rows[0].last_year.rate), 2000);
    notice_free(&notice);
}

/* At the end of June the reference is 50 %: below 30 red, below 40 yellow, above 80 blue. */
static void a_units_light_follows_the_thresholds_of_pace(void **state)
{
    static const struct {
        fen spent;
        enum notice_light light;
    } cases[] = {{2999, NOTICE_RED},   {3000, NOTICE_YELLOW}, {3999, NOTICE_YELLOW}, {4000, NOTICE_GREEN},
                 {8000, NOTICE_GREEN}, {8001, NOTICE_BLUE},   {10000, NOTICE_BLUE},  {10001, NOTICE_RED}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        notice_begin(6);
        notice_unit("A", "U");
        notice_spends("PA", "A", YUAN(100), 6, cases[i].spent);
        notice_compute();
        assert_int_equal(notice.rows[0].light, cases[i].light);
        notice_free(&notice);
    }
    notice_begin(11);
    notice_unit("A", "U");
    notice_spends("PA", "A", YUAN(120), 11, YUAN(80)); /* pace 0.727: in November red */
    notice_compute();
    assert_int_equal(notice.rows[0].light, NOTICE_RED);
    assert_int_equal(notice.lights.red, 1);
    notice_free(&notice);
}

static void a_projects_light_is_what_the_rules_say(void **state)
{
    (void)state;
    notice_begin(6);
    notice_spends("P1", "U", YUAN(100), 6, YUAN(50));
    notice_spends("P2", "U", YUAN(100), 6, YUAN(10));
    struct money *fell = notice_spends("P3", "U", YUAN(100), 5, YUAN(60));
    money_spent(fell, 0, 6, YUAN(50));
    money_spent(notice_project("P4", "U"), 0, 6, YUAN(1)); /* unbudgeted */
    notice_compute();
    assert_int_equal(row_named("P1")->light, NOTICE_GREEN);
    assert_int_equal(row_named("P2")->light, NOTICE_RED);
    assert_int_equal(row_named("P3")->light, NOTICE_YELLOW);
    assert_int_equal(row_named("P4")->light, NOTICE_RED);
    assert_int_equal(row_named("P2")->deviations.red, 1);
    notice_free(&notice);
}

static void a_sum_that_does_not_fit_is_an_error(void **state)
{
    struct err err = {0};
    (void)state;
    notice_begin(6);
    notice_unit("A", "U");
    notice_spends("P1", "A", INT64_MAX, 6, 0);
    notice_spends("P2", "A", 1, 6, 0);
    assert_false(notice_try(NULL, &err));
    assert_int_equal(err.code, ERR_OVERFLOW);
    assert_non_null(strstr(err.text, "U in 2023"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_rates_share_a_rank_and_the_next_skips),
        cmocka_unit_test(counts_leave_out_what_is_equal_and_what_has_no_rate),
        cmocka_unit_test(a_budget_below_zero_has_no_rank_and_negative_spending_ranks_last),
        cmocka_unit_test(the_gap_is_rounded_once),
        cmocka_unit_test(a_row_holds_all_below_and_the_units_own_projects_are_one),
        cmocka_unit_test(a_unit_without_sub_units_lists_its_projects),
        cmocka_unit_test(nothing_at_all_is_a_notice_without_rows),
        cmocka_unit_test(several_roots_are_rows_of_the_whole),
        cmocka_unit_test(rows_move_against_the_month_before),
        cmocka_unit_test(january_has_no_month_before),
        cmocka_unit_test(the_same_month_of_last_year_stands_beside),
        cmocka_unit_test(a_units_light_follows_the_thresholds_of_pace),
        cmocka_unit_test(a_projects_light_is_what_the_rules_say),
        cmocka_unit_test(a_sum_that_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
