#include "cli/xlsx_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct example {
    const char *stored;
    const char *text; /* NULL: it is refused */
};

static void check(enum xlsx_form form, bool from_1904, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf out = {0};
        struct err err = {0};
        bool good = xlsx_value_text(form, from_1904, examples[i].stored, &out, &err);
        if (good != (examples[i].text != NULL))
            fail_msg("%s: %s", examples[i].stored, good ? buf_text(&out) : err.text);
        if (good)
            assert_string_equal(buf_text(&out), examples[i].text);
        else
            assert_int_equal(err.code, ERR_INPUT);
        buf_free(&out);
    }
}
#define CHECK(form, from_1904, ...)                                                                          \
    check(form, from_1904, (const struct example[]){__VA_ARGS__},                                            \
          sizeof((const struct example[]){__VA_ARGS__}) / sizeof(struct example))

static void a_number_is_its_decimal_text(void **state)
{
    (void)state;
    CHECK(XLSX_NUMBER, false, {"0", "0"}, {"-0", "0"}, {"0.1", "0.1"}, {"12", "12"}, {"-3.50", "-3.5"},
          {"007", "7"}, {"+5", "5"}, {"1000000", "1000000"}, {"0.000001", "0.000001"}, {".5", "0.5"},
          {"123456789012345", "123456789012345"}, {"9999999999999.99", "9999999999999.99"});
}

static void an_exponent_is_written_out(void **state)
{
    (void)state;
    CHECK(XLSX_NUMBER, false, {"9.84E1", "98.4"}, {"1E2", "100"}, {"1.5e+3", "1500"}, {"2.5E-3", "0.0025"},
          {"-1E-6", "-0.000001"}, {"1.2345E2", "123.45"}, {"1E-30", "0.1E-29"});
}

static void fifteen_digits_count_rounded_half_up(void **state)
{
    (void)state;
    CHECK(XLSX_NUMBER, false, {"1234.5599999999999", "1234.56"}, {"9.8400000000000006E1", "98.4"},
          {"0.30000000000000004", "0.3"}, {"0.29999999999999999", "0.3"},
          {"1234567890.1234549", "1234567890.12345"}, {"1234567890.1234550", "1234567890.12346"},
          {"-1234567890.123455", "-1234567890.12346"}, {"99999.999999999999", "100000"},
          {"0.99999999999999999", "1"}, {"0.1000000000000000055511151231257827021181583404541015625", "0.1"});
}

static void codes_that_lost_their_digits_are_refused(void **state)
{
    (void)state;
    CHECK(XLSX_NUMBER, false, {"4401000000000012", NULL}, {"4.40100000000001E+17", NULL}, {"1E300", NULL},
          {"999999999999999.9", NULL});
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    CHECK(XLSX_NUMBER, false, {"abc", NULL}, {"1,000", NULL}, {"1e", NULL}, {"1e+", NULL}, {"1.2.3", NULL},
          {"-", NULL}, {".", NULL}, {"0x10", NULL}, {"NaN", NULL}, {"INF", NULL}, {"1 ", NULL}, {" 1", NULL},
          {"1e99999999999999999999", NULL});
}

static void a_percentage_is_a_hundred_times_what_is_stored(void **state)
{
    (void)state;
    CHECK(XLSX_PERCENT, false, {"0.973", "97.3%"}, {"1", "100%"}, {"0", "0%"},
          {"9.7299999999999998E-1", "97.3%"}, {"-0.005", "-0.5%"}, {"12.5", "1250%"});
}

/* What people see is the unit beside the number. */
static void an_amount_shown_in_wan_says_so(void **state)
{
    (void)state;
    CHECK(XLSX_WAN, false, {"5", "5万元"}, {"-1234.5599999999999", "-1234.56万元"}, {"0", "0万元"});
}

static void a_day_is_counted_from_1900_with_the_day_that_never_was(void **state)
{
    (void)state;
    CHECK(XLSX_DATE, false, {"1", "1900-01-01"}, {"59", "1900-02-28"}, {"60", NULL}, {"61", "1900-03-01"},
          {"45112", "2023-07-05"}, {"45112.75", "2023-07-05"}, {"45111.999999999996", "2023-07-05"},
          {"45291", "2023-12-31"}, {"60.5", NULL}, {"0", NULL}, {"0.5", NULL}, {"-1", NULL}, {"1E7", NULL},
          {"3E6", NULL}, {"4.5112E4", "2023-07-05"});
}

static void or_from_1904(void **state)
{
    (void)state;
    CHECK(XLSX_DATE, true, {"0", "1904-01-01"}, {"60", "1904-03-01"}, {"43650", "2023-07-05"}, {"-1", NULL},
          {"1E7", NULL});
}

static void a_date_says_as_much_as_its_format_shows(void **state)
{
    (void)state;
    CHECK(XLSX_MONTH, false, {"45108", "2023-07"});
    CHECK(XLSX_YEAR, false, {"45108", "2023"});
    CHECK(XLSX_TIME, false, {"0.5", NULL});
}

static void formats_are_known_by_their_number(void **state)
{
    (void)state;
    const struct {
        long id;
        enum xlsx_form form;
    } cases[] = {{0, XLSX_NUMBER},  {4, XLSX_NUMBER},  {9, XLSX_PERCENT}, {10, XLSX_PERCENT},
                 {11, XLSX_NUMBER}, {14, XLSX_DATE},   {17, XLSX_MONTH},  {20, XLSX_TIME},
                 {22, XLSX_DATE},   {31, XLSX_DATE},   {37, XLSX_NUMBER}, {46, XLSX_TIME},
                 {49, XLSX_NUMBER}, {57, XLSX_MONTH},  {58, XLSX_DATE},   {59, XLSX_NUMBER},
                 {-1, XLSX_NUMBER}, {164, XLSX_NUMBER}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(xlsx_form_of_builtin(cases[i].id), cases[i].form);
}

static void and_by_their_letters_outside_of_quotes(void **state)
{
    (void)state;
    const struct {
        const char *code;
        enum xlsx_form form;
    } cases[] = {{"General", XLSX_NUMBER},
                 {"Standard", XLSX_NUMBER},
                 {"0.00", XLSX_NUMBER},
                 {"#,##0.00_);[Red](#,##0.00)", XLSX_NUMBER},
                 {"0.00\"d\"", XLSX_NUMBER},
                 {"0\\d", XLSX_NUMBER},
                 {"[$¥-804]#,##0.00", XLSX_NUMBER},
                 {"0!.0,\"万元\"", XLSX_NUMBER},
                 {"0!.0000\"万元\"", XLSX_NUMBER},
                 {"0\".\"0,\"万元\"", XLSX_NUMBER},
                 {"#,##0.00,\"千元\"", XLSX_NUMBER},
                 {"#,##0.00\"万元\"", XLSX_WAN},
                 {"0.00万元;[Red]-0.00万元", XLSX_WAN},
                 {"0;\"万元\"", XLSX_NUMBER},
                 {"0\"万人\"", XLSX_NUMBER},
                 {"0.00E+00", XLSX_NUMBER},
                 {"@", XLSX_NUMBER},
                 {"0;[Red]\"d\"", XLSX_NUMBER},
                 {"0.00%", XLSX_PERCENT},
                 {"0\"%\"", XLSX_NUMBER},
                 {"yyyy-mm-dd", XLSX_DATE},
                 {"YYYY\"年\"M\"月\"D\"日\"", XLSX_DATE},
                 {"[$-404]aaaa;@d", XLSX_NUMBER},
                 {"yyyy\"年\"m\"月\";@", XLSX_MONTH},
                 {"mmm", XLSX_MONTH},
                 {"yyyy", XLSX_YEAR},
                 {"m/d h:mm", XLSX_DATE},
                 {"h:mm", XLSX_TIME},
                 {"[h]:mm", XLSX_TIME},
                 {"[mm]", XLSX_TIME},
                 {"[Red]0", XLSX_NUMBER},
                 {"\"open", XLSX_NUMBER},
                 {"[open", XLSX_NUMBER},
                 {"0\\", XLSX_NUMBER},
                 {"", XLSX_NUMBER}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (xlsx_form_of_code(cases[i].code) != cases[i].form)
            fail_msg("%s", cases[i].code);
    }
}

static void only_zeros_ask_for_digits(void **state)
{
    (void)state;
    assert_int_equal(xlsx_digits_of_code("000000"), 6);
    assert_int_equal(xlsx_digits_of_code("00;@"), 2);
    assert_int_equal(xlsx_digits_of_code("0"), 0);
    assert_int_equal(xlsx_digits_of_code("00.0"), 0);
    assert_int_equal(xlsx_digits_of_code("0000000000000000"), 0);
    assert_int_equal(xlsx_digits_of_code(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_its_decimal_text),
        cmocka_unit_test(an_exponent_is_written_out),
        cmocka_unit_test(fifteen_digits_count_rounded_half_up),
        cmocka_unit_test(codes_that_lost_their_digits_are_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_percentage_is_a_hundred_times_what_is_stored),
        cmocka_unit_test(an_amount_shown_in_wan_says_so),
        cmocka_unit_test(a_day_is_counted_from_1900_with_the_day_that_never_was),
        cmocka_unit_test(or_from_1904),
        cmocka_unit_test(a_date_says_as_much_as_its_format_shows),
        cmocka_unit_test(formats_are_known_by_their_number),
        cmocka_unit_test(and_by_their_letters_outside_of_quotes),
        cmocka_unit_test(only_zeros_ask_for_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
