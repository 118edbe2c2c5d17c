#include "base/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void written(enum markup markup, const char *text, size_t max, const char *expected)
{
    struct buf out = {0};

    markup_add(&out, markup, text, max);
    assert_string_equal(buf_text(&out), expected);
    assert_true(out.length <= max);
    buf_free(&out);
}

static void what_means_something_is_written_so_that_it_means_nothing(void **state)
{
    (void)state;

    written(MARKUP_MARKDOWN, "[红灯·新增] 支出进度：A&B", 100, "[红灯·新增] 支出进度：A&B");
    written(MARKUP_MARKDOWN, "[x](http://e)", 100, "[x］(http：//e)");
    written(MARKUP_MARKDOWN, "<@all> **b** `c` _d_", 100, "＜@all＞ ＊＊b＊＊ ｀c｀ _d_");
    written(MARKUP_MARKDOWN, "a\n# b\r\n> c\td", 100, "a # b  ＞ c d");
    written(MARKUP_LARK, "<at id=all></at> a&lt;b ~~c~~", 100, "＜at id=all＞＜/at＞ a＆lt;b ～～c～～");
    written(MARKUP_SLACK, "<!channel> A&B > C *d*", 100, "&lt;!channel&gt; A&amp;B &gt; C *d*");
    written(MARKUP_SLACK, "https://e 1:2", 100, "https：//e 1:2");
    written(MARKUP_PLAIN, "https://e", 100, "https://e");
    written(MARKUP_PLAIN, "<a>&\x01\x7f*", 100, "<a>&  *");
    written(MARKUP_PLAIN, "\xff\xe9\xa2", 100, "???");
}

static void a_text_stays_on_its_line_and_in_its_direction(void **state)
{
    (void)state;

    for (enum markup markup = MARKUP_PLAIN; markup <= MARKUP_SLACK; markup++) {
        written(markup,
                "a\u2028b\u2029c\xc2\x85"
                "d",
                100, "a b c d");
        written(markup, "\u202e元001\u202c\u2066x\u2069\u200e\u200f\u061c预", 100, "元001x预");
        written(markup, "👩\u200d💻é\u00a0\u2014\u2065", 100, "👩\u200d💻é\u00a0\u2014\u2065");
    }
    written(MARKUP_PLAIN, "\u202e预算", 6, "预算");
}

static void a_text_that_begins_a_line_makes_no_heading_and_no_list(void **state)
{
    (void)state;

    written(MARKUP_MARKDOWN, "# 一 # 二", 100, "＃ 一 # 二");
    written(MARKUP_LARK, "- 一 - 二", 100, "－ 一 - 二");
    written(MARKUP_MARKDOWN, "+ 一", 100, "＋ 一");
    written(MARKUP_MARKDOWN, "-12.5%", 100, "-12.5%");
    written(MARKUP_PLAIN, "# 一", 100, "# 一");
    written(MARKUP_SLACK, "- 一", 100, "- 一");
}

/* At every length: whole characters, whole escapes, and never a byte too many. */
static void a_cut_is_at_a_whole_character_and_a_whole_escape(void **state)
{
    (void)state;

    written(MARKUP_PLAIN, "预算", 6, "预算");
    written(MARKUP_PLAIN, "预算表", 8, "预…");
    written(MARKUP_PLAIN, "预算表", 5, "…");
    written(MARKUP_PLAIN, "预算表", 2, "");
    written(MARKUP_PLAIN, "预算表", 0, "");
    written(MARKUP_SLACK, "&&&", 15, "&amp;&amp;&amp;");
    written(MARKUP_SLACK, "&&&", 14, "&amp;&amp;…");
    written(MARKUP_SLACK, "&&&", 12, "&amp;…");
    written(MARKUP_SLACK, "&&&", 7, "…");
    written(MARKUP_MARKDOWN, "a😀b", 6, "a😀b");
    written(MARKUP_MARKDOWN, "a😀bc", 6, "a…");
    for (size_t max = 0; max < 60; max++) {
        struct buf out = {0};
        markup_add(&out, MARKUP_LARK, "预<é>😀&a~b*c_d`e\\f预算预算预算", max);
        assert_true(out.length <= max);
        for (size_t i = 0; i < out.length;) {
            size_t size = markup_character(out.data + i, out.length - i);
            assert_true(size > 0);
            i += size;
        }
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_means_something_is_written_so_that_it_means_nothing),
        cmocka_unit_test(a_text_stays_on_its_line_and_in_its_direction),
        cmocka_unit_test(a_text_that_begins_a_line_makes_no_heading_and_no_list),
        cmocka_unit_test(a_cut_is_at_a_whole_character_and_a_whole_escape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
