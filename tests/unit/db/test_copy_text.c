#include "db/copy_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void check(const char *select, const char *const *values, size_t count, const char *expected)
{
    struct buf text = {0};

    copy_text(&text, select, values, count);
    assert_string_equal(buf_text(&text), expected);
    buf_free(&text);
}

static void values_stand_in_the_place_of_their_numbers(void **state)
{
    const char *values[] = {"{a,b}", "2023"};

    (void)state;
    check("SELECT x WHERE c = ANY ($1::text[]) AND y >= $2", values, 2,
          "COPY (SELECT x WHERE c = ANY ('{a,b}'::text[]) AND y >= '2023') TO STDOUT (FORMAT binary)");
}

static void a_quote_in_a_value_cannot_end_the_literal(void **state)
{
    const char *values[] = {"{it's,\"\\\\';DROP TABLE x\"}"};

    (void)state;
    check("SELECT $1", values, 1,
          "COPY (SELECT '{it''s,\"\\\\'';DROP TABLE x\"}') TO STDOUT (FORMAT binary)");
}

static void a_number_in_a_value_is_not_replaced_again(void **state)
{
    const char *values[] = {"{$2}", "b"};

    (void)state;
    check("SELECT $1, $2", values, 2, "COPY (SELECT '{$2}', 'b') TO STDOUT (FORMAT binary)");
}

static void comments_and_the_closing_semicolon_are_left_out(void **state)
{
    const char *values[] = {"1"};

    (void)state;
    check("-- $1 codes, and '$9'\nSELECT $1 -- last\n;", values, 1,
          "COPY (SELECT '1' ) TO STDOUT (FORMAT binary)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stand_in_the_place_of_their_numbers),
        cmocka_unit_test(a_quote_in_a_value_cannot_end_the_literal),
        cmocka_unit_test(a_number_in_a_value_is_not_replaced_again),
        cmocka_unit_test(comments_and_the_closing_semicolon_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
