#include "core/rubric.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static void what_a_file_need_not_say_is_as_in_the_national_form(void **state)
{
    (void)state;
    struct rubric rubric;

    memset(&rubric, 0xff, sizeof rubric);
    rubric_defaults(&rubric);
    assert_int_equal(rubric.subject, RUBRIC_PROJECT);
    assert_int_equal(rubric.rounding.mode, ROUND_HALF_UP);
    assert_int_equal(rubric.rounding.digits, 2);
    assert_int_equal(rubric.not_applicable, NOT_APPLICABLE_FULL);
    assert_int_equal(rubric.completion_achieved, 1000000);
    assert_int_equal(rubric.completion_partial, 700000);
    assert_int_equal(rubric.completion_missed, 0);
    assert_int_equal(rubric.reverse, REVERSE_NATIONAL);
    assert_int_equal(rubric.band_achieved_from, 800000);
    assert_int_equal(rubric.band_partial_from, 600000);
    assert_int_equal(rubric.low_target, 1300000);
    assert_int_equal(rubric.far_apart, 200000);
    assert_null(rubric.arena.blocks);
    assert_null(rubric.text);
    assert_null(rubric.items);
    assert_int_equal(rubric.item_count + rubric.level_count + rubric.grade_count, 0);
    assert_int_equal(rubric.stated_items, 0);
    assert_int_equal(rubric.stated_max, 0);
}

static void a_text_is_given_in_the_language_asked_for(void **state)
{
    (void)state;
    struct words both = {.zh = "优", .en = "excellent"};
    struct words none = {0};

    assert_string_equal(words_in(both, LANGUAGE_ZH), "优");
    assert_string_equal(words_in(both, LANGUAGE_EN), "excellent");
    assert_string_equal(words_in(none, LANGUAGE_ZH), "");
    assert_string_equal(words_in(none, LANGUAGE_EN), "");
}

static void names_are_there_and_differ(void **state)
{
    (void)state;

    for (int i = 0; i < MEASURE_COUNT; i++) {
        assert_non_null(measure_name((enum measure_kind)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(measure_name((enum measure_kind)i), measure_name((enum measure_kind)j));
    }
    for (int i = 0; i < SCORE_METHOD_COUNT; i++) {
        assert_non_null(score_method_name((enum score_method)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(score_method_name((enum score_method)i),
                                    score_method_name((enum score_method)j));
    }
    assert_string_equal(measure_name(MEASURE_NOTIFIED_RATES), "notified_rates");
    assert_string_equal(score_method_name(SCORE_YES_NO), "yes_no");
}

static void counts_and_plain_numbers_are_no_rates(void **state)
{
    (void)state;

    for (int i = 0; i < MEASURE_COUNT; i++) {
        enum measure_kind kind = (enum measure_kind)i;
        bool plain = kind == MEASURE_ASSESSED || kind == MEASURE_NUMBER || kind == MEASURE_FINDINGS;
        assert_int_equal(measure_is_share(kind), !plain);
    }
}

static void nothing_can_be_freed(void **state)
{
    (void)state;

    rubric_free(NULL);
    struct rubric *rubric = mem_alloc(sizeof *rubric);
    rubric_defaults(rubric);
    rubric->text = arena_text(&rubric->arena, "{}");
    rubric_free(rubric);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_file_need_not_say_is_as_in_the_national_form),
        cmocka_unit_test(a_text_is_given_in_the_language_asked_for),
        cmocka_unit_test(names_are_there_and_differ),
        cmocka_unit_test(counts_and_plain_numbers_are_no_rates),
        cmocka_unit_test(nothing_can_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
