#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static void the_first_error_stands(void **state)
{
    (void)state;
    struct err err = {0};

    assert_false(err_set(&err, ERR_IO, "disk %d is full", 3));
    assert_false(err_set(&err, ERR_NET, "and the cleanup failed"));
    assert_int_equal(err.code, ERR_IO);
    assert_string_equal(err.text, "disk 3 is full");
}

static void context_goes_in_front(void **state)
{
    (void)state;
    struct err err = {0};

    err_set(&err, ERR_INPUT, "month: 13 is not 1..12");
    assert_false(err_prefix(&err, "%s:%d", "execution.csv", 12));
    assert_false(err_prefix(&err, "importing"));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, "importing: execution.csv:12: month: 13 is not 1..12");
}

static void a_cleared_error_can_be_set_again(void **state)
{
    (void)state;
    struct err err = {0};

    err_set(&err, ERR_IO, "first");
    err_clear(&err);
    assert_int_equal(err.code, ERR_NONE);
    assert_string_equal(err.text, "");
    err_set(&err, ERR_NET, "second");
    assert_int_equal(err.code, ERR_NET);
    assert_string_equal(err.text, "second");
}

static void long_texts_are_cut_and_still_end(void **state)
{
    (void)state;
    struct err err = {0};
    char much[3 * sizeof err.text];

    memset(much, 'x', sizeof much - 1);
    much[sizeof much - 1] = '\0';
    err_set(&err, ERR_IO, "%s", much);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    err_prefix(&err, "%s", much);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    err_clear(&err);
    err_set(&err, ERR_IO, "%s", much);
    err_prefix(&err, "reading");
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_memory_equal(err.text, "reading: xxx", 12);
}

static void a_sentence_is_valid_utf8_without_controls(void **state)
{
    (void)state;
    struct err err = {0};
    char much[2 * sizeof err.text];

    err_set(&err, ERR_INPUT, "%s\nsecond", "a\x1b[2J\u202e001\xff");
    assert_string_equal(err.text, "a [2J001?\nsecond");
    for (size_t i = 0; i + 3 < sizeof much; i += 3)
        memcpy(much + i, "预", 4);
    err_clear(&err);
    err_set(&err, ERR_INPUT, "a%s", much);
    assert_int_equal(strlen(err.text), 1 + (sizeof err.text - 2) / 3 * 3);
    assert_string_equal(err.text + strlen(err.text) - 3, "预");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stands),
        cmocka_unit_test(context_goes_in_front),
        cmocka_unit_test(a_cleared_error_can_be_set_again),
        cmocka_unit_test(long_texts_are_cut_and_still_end),
        cmocka_unit_test(a_sentence_is_valid_utf8_without_controls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
