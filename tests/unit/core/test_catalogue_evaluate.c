/* What the paper around a score sheet says. */
#include "core/catalogue_evaluate.h"

#include "sheets.h"

static void expect_result(const char *zh, const char *en)
{
    struct buf text = {0};

    sheet_compute();
    catalogue_evaluate_result(&text, LANGUAGE_ZH, &sheet);
    assert_string_equal(buf_text(&text), zh);
    buf_clear(&text);
    catalogue_evaluate_result(&text, LANGUAGE_EN, &sheet);
    assert_string_equal(buf_text(&text), en);
    buf_free(&text);
    sheet_end();
}

static void the_result_counts_the_items_that_lost_points(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), MICRO(50));
    indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(90)), MICRO(50));
    expect_result("共2项指标，满分100分，得95分，等级为“优”；1项未得满分，共失5分。",
                  "2 items, maximum 100, 95 points, grade 优; 1 items below their maximum, 5 lost.");
}

static void an_item_that_is_only_rounded_is_not_below_its_maximum(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), 33333333);
    indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(100)), 66666667);
    expect_result("共2项指标，满分100分，得100分，等级为“优”。",
                  "2 items, maximum 100, 100 points, grade 优.");
}

static void every_kind_of_disagreement_has_a_name_in_both_languages(void **state)
{
    (void)state;
    for (int kind = 0; kind < DISCREPANCY_KIND_COUNT; kind++) {
        assert_non_null(catalogue_discrepancy_kind(LANGUAGE_ZH, (enum discrepancy_kind)kind));
        assert_non_null(catalogue_discrepancy_kind(LANGUAGE_EN, (enum discrepancy_kind)kind));
        assert_non_null(discrepancy_name((enum discrepancy_kind)kind));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_result_counts_the_items_that_lost_points),
        cmocka_unit_test(an_item_that_is_only_rounded_is_not_below_its_maximum),
        cmocka_unit_test(every_kind_of_disagreement_has_a_name_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
