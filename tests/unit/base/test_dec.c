#include "base/dec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define MOST_128 (((((int128)1 << 126) - 1) * 2) + 1)

static struct ratio over(int128 num, int128 den)
{
    struct ratio ratio = {0, 0};

    assert_true(ratio_of(num, den, &ratio));
    return ratio;
}

static void texts_that_are_numbers_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int scale;
        int64_t value;
    } cases[] = {
        {"0", 2, 0},
        {"-0.00", 2, 0},
        {"1234.5", 2, 123450},
        {"-1234.5", 2, -123450},
        {"+7", 2, 700},
        {".5", 2, 50},
        {"5.", 2, 500},
        {"0.01", 2, 1},
        {"-0.01", 2, -1},
        {"0.0100000", 2, 1},
        {"0.000001", 6, 1},
        {"97.3", 6, 97300000},
        {"12", 0, 12},
        {"0000000000000000000000000000012", 2, 1200},
        {"9999999999999999.99", 2, DEC_MAX},
        {"-9999999999999999.99", 2, -DEC_MAX},
        {"9999999999999999.99000", 2, DEC_MAX},
        {"999999999999.999999", 6, DEC_MAX},
        {"999999999999999999", 0, DEC_MAX},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;
        if (!dec_parse(cases[i].text, strlen(cases[i].text), cases[i].scale, &value) ||
            value != cases[i].value)
            fail_msg("%s at scale %d gives %lld", cases[i].text, cases[i].scale, (long long)value);
    }
}

static void texts_that_are_no_numbers_or_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int scale;
    } cases[] = {
        {"", 2},
        {"-", 2},
        {".", 2},
        {"-.", 2},
        {"1.2.3", 2},
        {"1,000", 2},
        {" 1", 2},
        {"1 ", 2},
        {"--1", 2},
        {"1e3", 2},
        {"0x10", 2},
        {"1.001", 2},
        {"0.0000001", 6},
        {"10000000000000000.00", 2},
        {"10000000000000000", 2},
        {"1000000000000", 6},
        {"1000000000000000000", 0},
        /* The nineteenth digit brings these past 2^63, the later ones round the circle more than once. */
        {"9999999999999999999", 0},
        {"9223372036854775808", 0},
        {"99999999999999999.99", 2},
        {"-99999999999999999.99", 2},
        {"18446744073709551617", 0},
        {"99999999999999999999999999999999999999", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;
        if (dec_parse(cases[i].text, strlen(cases[i].text), cases[i].scale, &value) || value != 77)
            fail_msg("\"%s\" at scale %d is taken as %lld", cases[i].text, cases[i].scale, (long long)value);
    }
}

static void only_the_given_length_is_read(void **state)
{
    (void)state;
    int64_t value = 0;

    assert_true(dec_parse("12.34rest", 5, 2, &value));
    assert_int_equal(value, 1234);
}

static void numbers_are_printed_plain_short_and_grouped(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        int scale;
        const char *plain, *brief, *grouped;
    } cases[] = {
        {0, 2, "0.00", "0", "0.00"},
        {-1, 2, "-0.01", "-0.01", "-0.01"},
        {-123450, 2, "-1234.50", "-1234.5", "-1,234.50"},
        {99999, 2, "999.99", "999.99", "999.99"},
        {-99999, 2, "-999.99", "-999.99", "-999.99"},
        {100000, 2, "1000.00", "1000", "1,000.00"},
        {98400000, 6, "98.400000", "98.4", "98.400000"},
        {100000000, 6, "100.000000", "100", "100.000000"},
        {100, 0, "100", "100", "100"},
        {1234567, 0, "1234567", "1234567", "1,234,567"},
        {DEC_MAX, 2, "9999999999999999.99", "9999999999999999.99", "9,999,999,999,999,999.99"},
        {INT64_MIN, 2, "-92233720368547758.08", "-92233720368547758.08", "-92,233,720,368,547,758.08"},
        {INT64_MIN, 0, "-9223372036854775808", "-9223372036854775808", "-9,223,372,036,854,775,808"},
    };
    char text[DEC_TEXT];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(dec_format(cases[i].value, cases[i].scale, text), cases[i].plain);
        assert_string_equal(dec_format_short(cases[i].value, cases[i].scale, text), cases[i].brief);
        assert_string_equal(dec_format_grouped(cases[i].value, cases[i].scale, text), cases[i].grouped);
    }
}

static void a_sum_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    int64_t sum = 77;

    assert_true(dec_add(INT64_MAX, -1, &sum));
    assert_int_equal(sum, INT64_MAX - 1);
    assert_true(dec_add(INT64_MIN + 1, -1, &sum));
    assert_int_equal(sum, INT64_MIN);
    sum = 77;
    assert_false(dec_add(INT64_MAX, 1, &sum));
    assert_false(dec_add(INT64_MIN, -1, &sum));
    assert_int_equal(sum, 77);
}

static void a_ratio_is_in_lowest_terms_above_a_positive_denominator(void **state)
{
    (void)state;
    struct ratio ratio = over(6, -4);

    assert_int_equal((int64_t)ratio.num, -3);
    assert_int_equal((int64_t)ratio.den, 2);
    ratio = over(0, -9);
    assert_int_equal((int64_t)ratio.num, 0);
    assert_int_equal((int64_t)ratio.den, 1);
    assert_false(ratio_of(1, 0, &ratio));
    assert_false(ratio_div(ratio_int(1), ratio_int(0), &ratio));
}

static void ratios_are_calculated_exactly(void **state)
{
    (void)state;
    struct ratio third = over(1, 3), sixth = over(1, 6), result;

    assert_true(ratio_add(third, sixth, &result));
    assert_int_equal(ratio_compare(result, over(1, 2)), 0);
    assert_true(ratio_sub(sixth, third, &result));
    assert_int_equal(ratio_compare(result, over(-1, 6)), 0);
    assert_true(ratio_mul(over(-2, 3), over(9, 4), &result));
    assert_int_equal(ratio_compare(result, over(-3, 2)), 0);
    assert_true(ratio_div(over(-2, 3), over(4, -9), &result));
    assert_int_equal(ratio_compare(result, over(3, 2)), 0);
    /* Crosswise reduction: the products themselves would not fit. */
    assert_true(ratio_mul(over(MOST_128, 7), over(7, MOST_128), &result));
    assert_int_equal(ratio_compare(result, ratio_int(1)), 0);
}

static void ratios_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct ratio huge = over(MOST_128, 1), tiny = over(1, MOST_128), result = {5, 7};

    assert_false(ratio_mul(huge, ratio_int(2), &result));
    assert_false(ratio_add(huge, ratio_int(1), &result));
    assert_false(ratio_sub(over(-MOST_128, 1), ratio_int(2), &result));
    assert_false(ratio_div(tiny, ratio_int(2), &result));
    assert_false(ratio_add(tiny, over(1, 2), &result));
    assert_int_equal((int64_t)result.num, 5);
    assert_int_equal((int64_t)result.den, 7);
}

static void ratios_are_compared_exactly_whatever_their_size(void **state)
{
    (void)state;
    const int128 big = MOST_128;
    const struct {
        struct ratio a, b;
        int order;
    } cases[] = {
        {over(1, 2), over(2, 4), 0},
        {over(1, 3), over(333333, 1000000), 1},
        {over(-1, 3), over(-333333, 1000000), -1},
        {over(-1, 2), over(1, 2), -1},
        {over(0, 5), over(0, 7), 0},
        {over(-7, 2), over(-3, 1), -1},
        {over(599999999999999999, 1000000000000000000), over(3, 5), -1},
        {over(600000000000000001, 1000000000000000000), over(3, 5), 1},
        /* The cross products need 254 bits. */
        {over(big, big - 1), over(big - 1, big - 2), -1},
        {over(big - 1, big), over(big - 2, big - 1), 1},
        {over(big, 3), over(big - 1, 3), 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (ratio_compare(cases[i].a, cases[i].b) != cases[i].order ||
            ratio_compare(cases[i].b, cases[i].a) != -cases[i].order)
            fail_msg("case %zu is ordered wrongly", i);
    }
}

static void rounding_is_half_up_away_from_zero(void **state)
{
    (void)state;
    const struct {
        struct ratio value;
        int scale;
        int64_t rounded;
    } cases[] = {
        {over(1, 2), 0, 1},
        {over(-1, 2), 0, -1},
        {over(49, 100), 0, 0},
        {over(-49, 100), 0, 0},
        {over(1, 3), 6, 333333},
        {over(2, 3), 6, 666667},
        {over(-2, 3), 6, -666667},
        {over(5, 1000), 2, 1},
        {over(-5, 1000), 2, -1},
        {over(4999999, 1000000000), 2, 0},
        {over(6742075, 6747114), 4, 9993}, /* 99.93 %, as the seed's report prints it */
        {ratio_int(INT64_MAX), 0, INT64_MAX},
        /* Large amounts on both sides: the scaled numerator has more than 128 bits. */
        {over((int128)DEC_MAX * DEC_MAX, (int128)DEC_MAX * DEC_MAX * 2 + 1), 6, 500000},
        {over((int128)DEC_MAX * DEC_MAX - 1, (int128)DEC_MAX * DEC_MAX), 6, 1000000},
        {over(-(int128)DEC_MAX * DEC_MAX + 1, (int128)DEC_MAX * DEC_MAX), 6, -1000000},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t rounded = 77;
        if (!ratio_round(cases[i].value, cases[i].scale, &rounded) || rounded != cases[i].rounded)
            fail_msg("case %zu rounds to %lld", i, (long long)rounded);
    }
}

static void rounding_to_more_than_64_bits_is_refused(void **state)
{
    (void)state;
    int64_t rounded = 77;

    assert_false(ratio_round(ratio_int(INT64_MAX), 1, &rounded));
    assert_false(ratio_round(over((int128)INT64_MAX * 2 + 1, 2), 0, &rounded));
    assert_false(ratio_round(over(MOST_128, 3), 6, &rounded));
    assert_int_equal(rounded, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_are_numbers_are_read_exactly),
        cmocka_unit_test(texts_that_are_no_numbers_or_do_not_fit_are_refused),
        cmocka_unit_test(only_the_given_length_is_read),
        cmocka_unit_test(numbers_are_printed_plain_short_and_grouped),
        cmocka_unit_test(a_sum_that_does_not_fit_is_refused),
        cmocka_unit_test(a_ratio_is_in_lowest_terms_above_a_positive_denominator),
        cmocka_unit_test(ratios_are_calculated_exactly),
        cmocka_unit_test(ratios_that_do_not_fit_are_refused),
        cmocka_unit_test(ratios_are_compared_exactly_whatever_their_size),
        cmocka_unit_test(rounding_is_half_up_away_from_zero),
        cmocka_unit_test(rounding_to_more_than_64_bits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
