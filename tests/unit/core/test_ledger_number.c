#include "core/ledger_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void expect(const char *text, micro expected)
{
    micro number = -1;

    assert_true(ledger_number(text, strlen(text), &number));
    assert_int_equal(number, expected);
}

static void expect_none(const char *text)
{
    micro number = -1;

    assert_false(ledger_number(text, strlen(text), &number));
    assert_int_equal(number, -1);
}

static void a_number_is_exact_to_the_millionth(void **state)
{
    (void)state;
    expect("0", 0);
    expect("-0", 0);
    expect("266", 266000000);
    expect("+12.5", 12500000);
    expect("-0.000001", -1);
    expect("98.40", 98400000);
    expect("999999999999.999999", INT64_C(999999999999999999));
    expect("-999999999999.999999", INT64_C(-999999999999999999));
}

static void how_a_figure_was_reported_is_no_part_of_it(void **state)
{
    (void)state;
    expect("≥266", 266000000);
    expect("≤-3", -3000000);
    expect(">=1", 1000000);
    expect("<2", 2000000);
    expect("=97.3%", 97300000);
}

static void what_is_no_number_is_none(void **state)
{
    static const char *const none[] = {"",    "-",   "%",   "≥",   "achieved", "n/a",           "1.",
                                       ".5",  "1 ",  " 1",  "1,0", "+-1",      "=>1",           "==1",
                                       "≥≤1", "1%%", "1e3", "0x1", "NaN",      "1234567890123", "1.1234567",
                                       "１",  "1\n"};

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        expect_none(none[i]);
}

/* Texts from the database have no NUL at their end. */
static void nothing_beyond_the_length_is_read(void **state)
{
    micro number = 0;

    (void)state;
    assert_true(ledger_number("1234", 2, &number));
    assert_int_equal(number, 12000000);
    assert_false(ledger_number("≥", 1, &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_exact_to_the_millionth),
        cmocka_unit_test(how_a_figure_was_reported_is_no_part_of_it),
        cmocka_unit_test(what_is_no_number_is_none),
        cmocka_unit_test(nothing_beyond_the_length_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
