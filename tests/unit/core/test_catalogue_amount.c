#include "core/catalogue_amount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void expect(enum language language, const char *rule, const char *text, bool difference,
                   const char *said)
{
    struct buf out = {0};

    catalogue_amount(&out, language, rule, text, difference);
    assert_string_equal(buf_text(&out), said);
    buf_free(&out);
}

static void rates_are_percent_and_their_difference_points(void **state)
{
    (void)state;
    expect(LANGUAGE_ZH, "execution.pace", "0.302081", false, "30.21%");
    expect(LANGUAGE_ZH, "execution.pace", "-0.247919", true, "-24.79个百分点");
    expect(LANGUAGE_EN, "goal.gap", "0.300000", true, "30.00 points");
}

static void money_values_and_days_are_told_apart(void **state)
{
    (void)state;
    expect(LANGUAGE_ZH, "ceiling.pace", "1234567.80", false, "1,234,567.80元");
    expect(LANGUAGE_EN, "execution.overspent", "-1.00", true, "-1.00 yuan");
    expect(LANGUAGE_ZH, "indicator.pace", "98.400000", false, "98.4");
    expect(LANGUAGE_ZH, "milestone.due", "-106", false, "-106天");
    expect(LANGUAGE_EN, "contract.signing", "1", true, "1 day");
}

static void what_is_no_number_or_of_an_unknown_rule_is_shown_as_it_is(void **state)
{
    (void)state;
    expect(LANGUAGE_ZH, "indicator.pace", "", false, "");
    expect(LANGUAGE_ZH, "execution.pace", "much", false, "much");
    expect(LANGUAGE_ZH, "newer.rule", "0.5", false, "0.5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_percent_and_their_difference_points),
        cmocka_unit_test(money_values_and_days_are_told_apart),
        cmocka_unit_test(what_is_no_number_or_of_an_unknown_rule_is_shown_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
