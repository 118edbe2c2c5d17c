#include "report/numbering.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_chinese(int number, const char *expected)
{
    struct buf out = {0};

    chinese_number(&out, number);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void chinese_numbers_are_written_as_spoken(void **state)
{
    (void)state;
    expect_chinese(1, "一");
    expect_chinese(10, "十");
    expect_chinese(11, "十一");
    expect_chinese(20, "二十");
    expect_chinese(99, "九十九");
    expect_chinese(100, "100");
}

static void expect_headings(enum language language, const char *const expected[6])
{
    static const int levels[] = {1, 2, 3, 4, 3, 2};
    struct document document;
    struct numbering numbering = {0};

    document_init(&document, language, "");
    for (size_t i = 0; i < 6; i++) {
        numbered_heading(&document, &numbering, levels[i], "x");
        assert_int_equal(document.blocks[i].level, levels[i]);
        assert_string_equal(document.blocks[i].text, expected[i]);
    }
    document_done(&document);
}

static void headings_are_numbered_as_in_official_documents(void **state)
{
    (void)state;
    expect_headings(LANGUAGE_ZH,
                    (const char *const[]){"一、x", "（一）x", "1.x", "（1）x", "2.x", "（二）x"});
    expect_headings(LANGUAGE_EN,
                    (const char *const[]){"1 x", "1.1 x", "1.1.1 x", "1.1.1.1 x", "1.1.2 x", "1.2 x"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_numbers_are_written_as_spoken),
        cmocka_unit_test(headings_are_numbered_as_in_official_documents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
