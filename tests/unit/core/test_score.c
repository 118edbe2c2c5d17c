#include "core/sheet_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MICRO(n)   ((micro)((n)*INT64_C(1000000)))
#define PERCENT(n) ((micro)((n)*INT64_C(10000)))

/* The share that the item earns for num/den, in millionths. */
static micro share_of(const struct rubric_item *item, int64_t num, int64_t den)
{
    struct ratio value, share;
    micro shown = -1;

    assert_true(ratio_of(num, den, &value));
    assert_true(score_share(item, value, &share));
    assert_true(ratio_round(share, SCALE_MICRO, &shown));
    return shown;
}

static void proportion_is_capped_and_floored(void **state)
{
    (void)state;
    struct rubric_item item = {.max = MICRO(10), .scoring = {.method = SCORE_PROPORTION, .full = MICRO(1)}};

    assert_int_equal(share_of(&item, 99993, 100000), 999930);
    assert_int_equal(share_of(&item, 3, 2), 1000000);
    assert_int_equal(share_of(&item, -1, 2), 0);
    item.scoring.floor = PERCENT(60);
    assert_int_equal(share_of(&item, 59, 100), 0);
    assert_int_equal(share_of(&item, 60, 100), 600000);
    item.scoring.full = PERCENT(50);
    item.scoring.floor = 0;
    assert_int_equal(share_of(&item, 1, 4), 500000);
}

static void reverse_loses_what_is_over_and_all_at_twice(void **state)
{
    (void)state;
    struct rubric_item item = {.max = MICRO(10), .scoring = {.method = SCORE_REVERSE, .full = MICRO(4)}};

    assert_int_equal(share_of(&item, 4, 1), 1000000);
    assert_int_equal(share_of(&item, 5, 1), 750000);
    assert_int_equal(share_of(&item, 8, 1), 0);
    assert_int_equal(share_of(&item, 100, 1), 0);
    item.scoring.reverse = REVERSE_HUBEI;
    assert_int_equal(share_of(&item, 5, 1), 800000);
    assert_int_equal(share_of(&item, 8, 1), 500000);
}

static void reverse_of_a_limit_of_nothing_divides_nothing(void **state)
{
    (void)state;
    struct rubric_item item = {.max = MICRO(10), .scoring = {.method = SCORE_REVERSE, .full = 0}};

    assert_int_equal(share_of(&item, 0, 1), 1000000);
    assert_int_equal(share_of(&item, 1, 1000), 0);
    item.scoring.reverse = REVERSE_HUBEI;
    assert_int_equal(share_of(&item, 1, 1000), 0);
}

static void the_first_step_that_holds_counts(void **state)
{
    (void)state;
    struct score_step list[] = {{false, PERCENT(100), MICRO(3)}, {false, PERCENT(90), MICRO(1)}};
    struct rubric_item item = {.max = MICRO(3),
                               .scoring = {.method = SCORE_STEPS, .steps = list, .step_count = 2}};

    assert_int_equal(share_of(&item, 1, 1), 1000000);
    assert_int_equal(share_of(&item, 99, 100), 333333);
    assert_int_equal(share_of(&item, 9, 10), 333333);
    assert_int_equal(share_of(&item, 78, 100), 0);
    item.scoring.method = SCORE_YES_NO;
    item.scoring.step_count = 1;
    assert_int_equal(share_of(&item, 1, 1), 1000000);
    assert_int_equal(share_of(&item, 99, 100), 0);
    list[0].at_most = true;
    assert_int_equal(share_of(&item, 99, 100), 1000000);
}

static void deductions_never_go_below_nothing(void **state)
{
    (void)state;
    struct rubric_item item = {.max = MICRO(2),
                               .scoring = {.method = SCORE_DEDUCT, .deduct = MICRO(1), .per = MICRO(1)}};

    assert_int_equal(share_of(&item, 0, 1), 1000000);
    assert_int_equal(share_of(&item, 1, 1), 500000);
    assert_int_equal(share_of(&item, 3, 1), 0);
    /* 在职人员控制率 <=100 %, each percentage point over it costs 0.1. */
    item.max = MICRO(1);
    item.scoring.deduct = PERCENT(10);
    item.scoring.per = PERCENT(1);
    item.scoring.beyond = PERCENT(100);
    assert_int_equal(share_of(&item, 1025, 1000), 750000);
    item.scoring.started = true;
    assert_int_equal(share_of(&item, 1025, 1000), 700000);
    assert_int_equal(share_of(&item, 102, 100), 800000);
    /* 每低1个百分点扣0.1分. */
    item.scoring.below = true;
    assert_int_equal(share_of(&item, 102, 100), 1000000);
    assert_int_equal(share_of(&item, 975, 1000), 700000);
}

static micro rounded(int64_t num, int64_t den, enum rounding_mode mode, int digits)
{
    struct ratio exact;
    micro points = -1;

    assert_true(ratio_of(num, den, &exact));
    assert_true(round_score(exact, (struct rounding){mode, digits}, &points));
    return points;
}

static void scores_are_cut_off_or_rounded_as_the_sheet_says(void **state)
{
    (void)state;
    assert_int_equal(rounded(99993, 10000, ROUND_TRUNCATE, 2), 9990000);
    assert_int_equal(rounded(99993, 10000, ROUND_HALF_UP, 2), 10000000);
    assert_int_equal(rounded(991, 100, ROUND_TRUNCATE, 0), 9000000);
    assert_int_equal(rounded(862, 100, ROUND_HALF_UP, 0), 9000000);
    assert_int_equal(rounded(7925, 1000, ROUND_HALF_UP, 2), 7930000);
    assert_int_equal(rounded(20, 1, ROUND_TRUNCATE, 2), 20000000);
    assert_int_equal(rounded(1, 3, ROUND_TRUNCATE, 6), 333333);
}

static void points_that_do_not_fit_are_an_error(void **state)
{
    (void)state;
    micro points = 7;

    assert_false(round_score(ratio_int(INT64_MAX), (struct rounding){ROUND_TRUNCATE, 2}, &points));
    assert_false(round_score(ratio_int(INT64_MAX), (struct rounding){ROUND_HALF_UP, 2}, &points));
    assert_int_equal(points, 7);
}

static void people_write_numbers_in_many_ways(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t num, den;
        int decimals;
        bool percent;
    } cases[] = {{"78%", 39, 50, 0, true}, {"99.99%", 9999, 10000, 2, true},
                 {"-8%", -2, 25, 0, true}, {"≥266", 266, 1, 0, false},
                 {"0", 0, 1, 0, false},    {"<=1.50", 3, 2, 2, false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct written_number number;
        struct ratio expected;
        assert_true(ratio_of(cases[i].num, cases[i].den, &expected));
        assert_true(written_number(cases[i].text, &number));
        assert_int_equal(ratio_compare(number.value, expected), 0);
        assert_int_equal(number.decimals, cases[i].decimals);
        assert_int_equal(number.percent, cases[i].percent);
    }
    struct written_number number;
    assert_false(written_number("完成", &number));
    assert_false(written_number("%", &number));
    assert_false(written_number("", &number));
    assert_false(written_number(NULL, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportion_is_capped_and_floored),
        cmocka_unit_test(reverse_loses_what_is_over_and_all_at_twice),
        cmocka_unit_test(reverse_of_a_limit_of_nothing_divides_nothing),
        cmocka_unit_test(the_first_step_that_holds_counts),
        cmocka_unit_test(deductions_never_go_below_nothing),
        cmocka_unit_test(scores_are_cut_off_or_rounded_as_the_sheet_says),
        cmocka_unit_test(points_that_do_not_fit_are_an_error),
        cmocka_unit_test(people_write_numbers_in_many_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
