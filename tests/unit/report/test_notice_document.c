#include "report/notice_document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"
#include "report/document_html.h"
#include "report/document_md.h"

static struct a_notice a;

static void write(const struct notice_paper *paper, bool html, struct buf *out)
{
    struct document document;

    notice_document(&a.notice, paper, &document);
    if (html)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
}

static const char *expect_in(const struct buf *out, const char *text)
{
    const char *at = strstr(buf_text(out), text);

    if (at == NULL)
        fail_msg("lacks %s in %s", text, buf_text(out));
    return at;
}

static void what_to_do_comes_before_the_figures(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
    struct buf out = {0};
    (void)state;

    (void)a_notice_make(&a, 24);
    write(&paper, false, &out);
    const char *title = expect_in(&out, "# 关于2023年1-7月预算执行进度的通报\n");
    const char *todo = expect_in(&out, "## 一、请办事项\n\n- 请立即完成合同签订");
    assert_true(title < todo);
    assert_true(todo < expect_in(&out, "## 二、总体情况"));
    (void)expect_in(&out, "节点任务：二期上线（智慧大厅");
    assert_true(todo < expect_in(&out, "| 单位 | 名次（较上月） |"));
    buf_free(&out);
}

/* The sum of each column as it is printed, less the total as it is printed, is what the note says. */
static void rows_add_up_or_the_difference_is_stated(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
    int64_t budget = 0, spent = 0;
    struct buf out = {0}, note = {0};
    (void)state;

    (void)a_notice_make(&a, 24);
    for (size_t i = 0; i < a.notice.row_count; i++) {
        budget += notice_money_shown(MONEY_WAN, a.rows[i].now.budget);
        spent += notice_money_shown(MONEY_WAN, a.rows[i].now.spent);
    }
    budget -= notice_money_shown(MONEY_WAN, a.notice.now.budget);
    spent -= notice_money_shown(MONEY_WAN, a.notice.now.spent);
    assert_true(budget != 0 || spent != 0);
    catalogue_notice_rounding(&note, &paper, budget, spent);
    write(&paper, false, &out);
    (void)expect_in(&out, buf_text(&note));
    buf_free(&out);
    buf_free(&note);
}

static void yuan_add_up_by_themselves(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_YUAN};
    struct buf out = {0};
    (void)state;

    (void)a_notice_make(&a, 24);
    write(&paper, false, &out);
    assert_null(strstr(buf_text(&out), "相加与合计相差"));
    (void)expect_in(&out, "| **合计** |  | **32,398,828.44** | **14,817,290.10** |");
    buf_free(&out);
}

static void a_long_table_is_cut_and_still_adds_up(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_YUAN};
    struct buf out = {0};
    (void)state;

    (void)a_notice_make(&a, 115);
    write(&paper, false, &out);
    (void)expect_in(&out, "| **其余75个单位** |");
    (void)expect_in(&out, "另有75项未列出，见通报工作簿（xlsx）。");
    (void)expect_in(&out, "\n| 1 | 12,188,186.92 |"); /* the curve as a table, for formats without pictures */
    assert_null(strstr(buf_text(&out), "相加与合计相差"));
    assert_null(strstr(buf_text(&out), "| 第50数据资源管理中心"));
    buf_free(&out);
}

static void names_are_escaped_in_every_format(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_EN};
    struct buf out = {0};
    (void)state;

    (void)a_notice_make(&a, 24);
    write(&paper, true, &out);
    assert_null(strstr(buf_text(&out), "<b>"));
    (void)expect_in(&out, "&lt;b&gt;|甲*[x](http://a) &amp; 科</text>");
    buf_clear(&out);
    write(&paper, false, &out);
    assert_null(strstr(buf_text(&out), "<b>"));
    assert_null(strstr(buf_text(&out), "[x]("));
    buf_free(&out);
}

static void a_correction_says_what_changed(void **state)
{
    static const char *const changes[] = {"信息中心支出数由1.00万元更正为2.00万元。"};
    const struct notice_paper paper = {
        .language = LANGUAGE_ZH, .late = true, .correction = true, .changes = changes, .change_count = 1};
    struct buf out = {0};
    (void)state;

    (void)a_notice_make(&a, 24);
    write(&paper, false, &out);
    (void)expect_in(&out, "# 关于2023年1-7月预算执行进度的更正通报\n");
    (void)expect_in(&out, "> 更正内容\n\n- 信息中心支出数由1.00万元更正为2.00万元。");
    (void)expect_in(&out, "晚于规定日期");
    buf_free(&out);
}

static void a_notice_of_nothing_is_a_notice(void **state)
{
    const struct notice_paper paper = {.language = LANGUAGE_EN};
    struct buf out = {0};
    (void)state;

    memset(&a, 0, sizeof a);
    a.notice = (struct notice){.year = 2023, .month = 7, .clock = date_of(2023, 8, 14), .unit_name = "X"};
    write(&paper, true, &out);
    (void)expect_in(&out, "The year has neither a budget nor spending here");
    (void)expect_in(&out, "There are no deviations.");
    assert_null(strstr(buf_text(&out), "<svg"));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_to_do_comes_before_the_figures),
        cmocka_unit_test(rows_add_up_or_the_difference_is_stated),
        cmocka_unit_test(yuan_add_up_by_themselves),
        cmocka_unit_test(a_long_table_is_cut_and_still_adds_up),
        cmocka_unit_test(names_are_escaped_in_every_format),
        cmocka_unit_test(a_correction_says_what_changed),
        cmocka_unit_test(a_notice_of_nothing_is_a_notice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
