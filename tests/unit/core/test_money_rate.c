#include "core/money_rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_percents(const struct money_sum *sum, const char *rate, const char *reference,
                            const char *gap)
{
    char text[DEC_TEXT];
    struct money_rates rates;

    assert_true(money_rates_of(sum, &rates));
    assert_true(rates.known);
    assert_true(money_percent(rates.rate, text));
    assert_string_equal(text, rate);
    assert_true(money_percent(rates.reference, text));
    assert_string_equal(text, reference);
    assert_true(money_percent(rates.gap, text));
    assert_string_equal(text, gap);
}

static void one_subject_stands_against_the_months_that_are_over(void **state)
{
    (void)state;
    struct money_sum half = money_sum_of(1200, 300, 6), over = money_sum_of(100, 150, 12);

    expect_percents(&half, "25.00", "50.00", "-25.00");
    expect_percents(&over, "150.00", "100.00", "50.00");
}

/* Not the mean of their rates, and neither rounded before. */
static void sums_stand_over_sums_also_of_different_months(void **state)
{
    (void)state;
    struct money_sum sum = money_sum_of(300, 100, 6), more = money_sum_of(600, 200, 12);

    assert_true(money_sum_add(&sum, &more));
    assert_int_equal(sum.budget, 900);
    assert_int_equal(sum.spent, 300);
    expect_percents(&sum, "33.33", "83.33", "-50.00");
}

static void without_a_budget_there_is_no_rate(void **state)
{
    (void)state;
    static const fen budgets[] = {0, -100};

    for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
        struct money_sum sum = money_sum_of(budgets[i], 100, 6);
        struct money_rates rates = {.known = true};
        assert_true(money_rates_of(&sum, &rates));
        assert_false(rates.known);
    }
}

static void what_does_not_fit_is_said(void **state)
{
    (void)state;
    struct money_sum most = money_sum_of(INT64_MAX, 1, 12), one = money_sum_of(1, 1, 12);
    struct money_sum spent = money_sum_of(1, INT64_MAX, 12);

    expect_percents(&most, "0.00", "100.00", "-100.00");
    assert_false(money_sum_add(&most, &one));
    assert_false(money_sum_add(&spent, &one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_subject_stands_against_the_months_that_are_over),
        cmocka_unit_test(sums_stand_over_sums_also_of_different_months),
        cmocka_unit_test(without_a_budget_there_is_no_rate),
        cmocka_unit_test(what_does_not_fit_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
