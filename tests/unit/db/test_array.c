#include "db/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void nothing_is_an_empty_array(void **state)
{
    (void)state;
    struct db_array array = {0};

    assert_string_equal(db_array_end(&array), "{}");
    db_array_free(&array);
}

static void text_is_quoted_so_that_it_means_itself(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *array;
    } cases[] = {
        {"plain", "{\"plain\"}"},
        {"", "{\"\"}"},
        {"NULL", "{\"NULL\"}"},
        {NULL, "{NULL}"},
        {"a,b", "{\"a,b\"}"},
        {"{x}", "{\"{x}\"}"},
        {"say \"no\"", "{\"say \\\"no\\\"\"}"},
        {"\"", "{\"\\\"\"}"},
        {"C:\\d\\", "{\"C:\\\\d\\\\\"}"},
        {" 预算\n", "{\" 预算\n\"}"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct db_array array = {0};
        db_array_text(&array, cases[i].text);
        assert_string_equal(db_array_end(&array), cases[i].array);
        db_array_free(&array);
    }
}

static void numbers_dates_and_truths_are_plain(void **state)
{
    (void)state;
    struct db_array array = {0};

    db_array_int(&array, INT64_MIN);
    db_array_int(&array, 7);
    db_array_bool(&array, true);
    db_array_bool(&array, false);
    db_array_date(&array, date_of(2023, 7, 5));
    db_array_date(&array, DATE_NONE);
    db_array_date(&array, DATE_NEVER);
    db_array_null(&array);
    db_array_text_n(&array, "cut here", 3);

    assert_string_equal(db_array_end(&array), "{-9223372036854775808,7,t,f,2023-07-05,NULL,infinity,NULL,"
                                              "\"cut\"}");
    db_array_free(&array);
}

static void cleared_array_can_be_filled_again(void **state)
{
    (void)state;
    struct db_array array = {0};

    db_array_int(&array, 1);
    assert_string_equal(db_array_end(&array), "{1}");
    assert_string_equal(db_array_end(&array), "{1}");
    db_array_clear(&array);
    assert_string_equal(db_array_end(&array), "{}");
    db_array_clear(&array);
    db_array_int(&array, 2);
    db_array_int(&array, 3);
    assert_int_equal(array.count, 2);
    assert_string_equal(db_array_end(&array), "{2,3}");
    db_array_free(&array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_an_empty_array),
        cmocka_unit_test(text_is_quoted_so_that_it_means_itself),
        cmocka_unit_test(numbers_dates_and_truths_are_plain),
        cmocka_unit_test(cleared_array_can_be_filled_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
