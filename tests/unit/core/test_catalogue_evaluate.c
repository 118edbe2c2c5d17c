#include "core/catalogue_evaluate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue_report.h"

/* A text that was forgotten would be a crash on somebody's desk. */
static void every_text_is_there_in_both_languages(void **state)
{
    (void)state;
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        for (int text = 0; text < EVALUATE_TEXT_COUNT; text++)
            if (catalogue_evaluate((enum language)language, (enum evaluate_text)text) == NULL)
                fail_msg("evaluate text %d is missing", text);
        for (int text = 0; text < REPORT_TEXT_COUNT; text++)
            if (catalogue_report((enum language)language, true, (enum report_text)text) == NULL ||
                catalogue_report((enum language)language, false, (enum report_text)text) == NULL)
                fail_msg("report text %d is missing", text);
        for (int kind = 0; kind < DISCREPANCY_KIND_COUNT; kind++)
            if (catalogue_discrepancy_kind((enum language)language, (enum discrepancy_kind)kind) == NULL)
                fail_msg("discrepancy %d is missing", kind);
    }
}

static void expect_bar(micro points, micro max, micro winnable, const char *expected)
{
    struct buf out = {0};

    catalogue_evaluate_bar(&out, LANGUAGE_ZH, points, max, winnable);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void a_bar_says_what_was_earned_and_lost(void **state)
{
    (void)state;
    expect_bar(9990000, 10000000, 0, "9.99 / 10，失0.01");
    expect_bar(2000000, 3000000, 500000, "2 / 3，失1，可挽回0.5");
    expect_bar(3000000, 3000000, 0, "3 / 3，满分");
}

static void expect_target(const struct indicator_facts *indicator, const char *expected)
{
    struct buf out = {0};

    catalogue_target(&out, LANGUAGE_ZH, indicator);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void targets_have_their_sign_and_unit(void **state)
{
    struct target_revision revisions[] = {{0, 90000000}, {1, 97500000}};
    (void)state;

    expect_target(
        &(struct indicator_facts){
            .direction = DIRECTION_GE, .has_target = true, .target = 100000000, .measure_unit = "%"},
        "≥100%");
    expect_target(
        &(struct indicator_facts){
            .direction = DIRECTION_LE, .revisions = revisions, .revision_count = 2, .measure_unit = "件"},
        "≤97.5件");
    expect_target(&(struct indicator_facts){.direction = DIRECTION_QUALITATIVE}, "定性");
    expect_target(&(struct indicator_facts){.direction = DIRECTION_EQ}, "—");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_there_in_both_languages),
        cmocka_unit_test(a_bar_says_what_was_earned_and_lost),
        cmocka_unit_test(targets_have_their_sign_and_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
