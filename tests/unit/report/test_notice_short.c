#include "report/notice_short.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"

static struct a_notice a;
static struct notice_paper paper = {.money_unit = MONEY_WAN, .link = "https://e.gov.cn/n?m=7 (a)"};

static int begin(void **state)
{
    (void)state;
    (void)a_notice_make(&a, 24);
    paper.language = LANGUAGE_ZH;
    return 0;
}

static const char *expect_in(const struct buf *out, const char *text)
{
    const char *at = strstr(buf_text(out), text);

    if (at == NULL)
        fail_msg("lacks %s in %s", text, buf_text(out));
    return at;
}

static void the_whole_essence_fits_a_robots_message(void **state)
{
    struct buf out = {0};
    (void)state;

    notice_short(&out, &a.notice, &paper, MARKUP_MARKDOWN, NOTICE_SHORT_WECOM);
    assert_true(out.length <= NOTICE_SHORT_WECOM);
    assert_ptr_equal(expect_in(&out, "**关于2023年1-7月预算执行进度的通报**\n截至7月底，"), buf_text(&out));
    const char *todo = expect_in(&out, "**请办事项**\n1. 请立即完成合同签订");
    assert_true(todo < expect_in(&out, "**进度最低**\n- 第24数据资源管理中心 0.00% 红灯\n"));
    (void)expect_in(&out, "[通报全文](https://e.gov.cn/n?m=7%20%28a%29)\n");
    assert_null(strstr(buf_text(&out), "未列出"));
    buf_free(&out);
}

static void a_name_becomes_no_markup(void **state)
{
    struct buf out = {0};
    (void)state;

    notice_short(&out, &a.notice, &paper, MARKUP_MARKDOWN, NOTICE_SHORT_LARGE);
    assert_null(strstr(buf_text(&out), "<b>"));
    assert_null(strstr(buf_text(&out), "[x]("));
    (void)expect_in(&out, "智慧大厅＜b＞");
    buf_free(&out);
}

/* Whether the text ends inside a character. */
static bool is_broken(const struct buf *out)
{
    for (size_t i = 0; i < out->length;) {
        size_t length = markup_character(out->data + i, out->length - i);
        if (length == 0)
            return true;
        i += length;
    }
    return false;
}

static void no_limit_is_passed_and_no_character_is_cut(void **state)
{
    static const enum markup markups[] = {MARKUP_PLAIN, MARKUP_MARKDOWN, MARKUP_LARK, MARKUP_SLACK};
    (void)state;

    for (size_t m = 0; m < sizeof markups / sizeof *markups; m++)
        for (size_t max = 0; max <= 2600; max += max < 200 ? 1 : 11) {
            struct buf out = {0};
            notice_short(&out, &a.notice, &paper, markups[m], max);
            if (out.length > max || is_broken(&out))
                fail_msg("%zu bytes of at most %zu: %s", out.length, max, buf_text(&out));
            buf_free(&out);
        }
}

static void what_is_left_out_is_counted_and_the_link_stays(void **state)
{
    struct buf out = {0};
    (void)state;

    notice_short(&out, &a.notice, &paper, MARKUP_PLAIN, 700);
    (void)expect_in(&out, "\n1. 请立即完成合同签订");
    assert_null(strstr(buf_text(&out), "进度最低"));
    (void)expect_in(&out, "行未列出）\n通报全文：https://");
    buf_clear(&out);
    paper.language = LANGUAGE_EN;
    notice_short(&out, &a.notice, &paper, MARKUP_PLAIN, 700);
    (void)expect_in(&out, "more lines)\nThe whole notice: https://");
    buf_free(&out);
}

static void lines_said_and_lines_counted_are_all_of_them(void **state)
{
    (void)state;

    for (size_t max = 400; max <= 2600; max += 17) {
        struct buf out = {0}, all = {0};
        size_t lines = 0, whole = 0, gone = 0;
        notice_short(&all, &a.notice, &paper, MARKUP_PLAIN, NOTICE_SHORT_LARGE);
        notice_short(&out, &a.notice, &paper, MARKUP_PLAIN, max);
        for (const char *c = buf_text(&out); *c != '\0'; c++)
            lines += *c == '\n';
        for (const char *c = buf_text(&all); *c != '\0'; c++)
            whole += *c == '\n';
        const char *rest = strstr(buf_text(&out), "（另有");
        if (rest != NULL)
            gone = (size_t)atoi(rest + strlen("（另有"));
        assert_int_equal(lines - (rest != NULL) + gone, whole);
        buf_free(&out);
        buf_free(&all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_whole_essence_fits_a_robots_message, begin),
        cmocka_unit_test_setup(a_name_becomes_no_markup, begin),
        cmocka_unit_test_setup(no_limit_is_passed_and_no_character_is_cut, begin),
        cmocka_unit_test_setup(what_is_left_out_is_counted_and_the_link_stays, begin),
        cmocka_unit_test_setup(lines_said_and_lines_counted_are_all_of_them, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
