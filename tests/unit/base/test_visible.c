#include "base/visible.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void shown(const char *text, bool lines, const char *expected)
{
    struct buf out = {0};
    char copy[100];

    buf_puts(&out, "-");
    visible_add(&out, text, strlen(text), lines);
    assert_int_equal(out.length, strlen(expected) + 1);
    assert_string_equal(buf_text(&out) + 1, expected);
    buf_free(&out);
    strcpy(copy, text);
    visible_clean(copy, lines);
    assert_string_equal(copy, expected);
}

static void what_acts_and_is_not_seen_is_gone(void **state)
{
    (void)state;
    shown("", false, "");
    shown("预算 A&B <b> 👩\u200d💻", false, "预算 A&B <b> 👩\u200d💻");
    shown("a\tb\r\nc\x7f", false, "a b  c ");
    shown("a\tb\r\nc", true, "a b \nc");
    shown("\x1b[31mred\xc2\x9b"
          "2J",
          false, " [31mred 2J");
    shown("a\u2028b\u2029", true, "a b ");
    shown("\u202e元001\u202c\u2066x\u2069\u200e\u200f\u061c预", false, "元001x预");
    shown("\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xe9\xa2", false, "????????????");
}

static void a_nul_inside_a_text_is_a_control(void **state)
{
    struct buf out = {0};
    (void)state;

    visible_add(&out, "a\0b", 3, true);
    assert_string_equal(buf_text(&out), "a b");
    buf_free(&out);
}

static void for_programs_it_is_escaped(void **state)
{
    static const char text[] = "\"预\u202e\x1b\xc2\x9b\xff\\\n";
    struct buf out = {0};
    (void)state;

    visible_add_escaped(&out, text, sizeof text - 1);
    assert_string_equal(buf_text(&out), "\"预\\u202e\\u001b\\u009b\\ufffd\\\\u000a");
    buf_free(&out);
}

static void a_text_that_was_cut_ends_with_a_whole_character(void **state)
{
    (void)state;
    assert_int_equal(visible_whole("预算", 6), 6);
    assert_int_equal(visible_whole("预算", 5), 3);
    assert_int_equal(visible_whole("预算", 4), 3);
    assert_int_equal(visible_whole("a😀", 4), 1);
    assert_int_equal(visible_whole("abc", 2), 2);
    assert_int_equal(visible_whole("", 0), 0);
    assert_int_equal(visible_whole("\x80\x80\x80\x80", 4), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_acts_and_is_not_seen_is_gone),
        cmocka_unit_test(a_nul_inside_a_text_is_a_control),
        cmocka_unit_test(for_programs_it_is_escaped),
        cmocka_unit_test(a_text_that_was_cut_ends_with_a_whole_character),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
