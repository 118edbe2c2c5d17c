#include "report/sheet_document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation.h"
#include "report/document_html.h"
#include "report/document_md.h"
#include "report/proposal.h"

static void write(bool open, enum language language, bool html, struct buf *out)
{
    struct evaluation_fixture *f = fixture_make(open);
    struct document document;

    sheet_document(&f->sheet, language, proposal_due(&f->sheet), &document);
    if (html)
        document_html(&document, out);
    else
        document_md(&document, out);
    document_done(&document);
    fixture_free(f);
}

static void expect_in(const struct buf *out, const char *text)
{
    if (strstr(buf_text(out), text) == NULL)
        fail_msg("lacks %s in %s", text, buf_text(out));
}

static void the_result_comes_first_and_all_totals_are_kept_apart(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    expect_in(&out, "# 2023年度广州市政务服务和数据管理局部门整体支出绩效自评表\n\n"
                    "> 评分标准：部门整体支出绩效评价指标体系（2024年工作方案）\n\n## 一、评价结论\n\n"
                    "| 总分 | 等级 | 失分 | 人工评定合计 | 填报总分 |\n");
    expect_in(&out, "| **88.32** (满分100分) | **良** | **11.68** | **16.5** | **96** |");
    expect_in(&out, "共9项指标，满分100分，得88.32分，等级为“良”；6项未得满分，共失11.68分。");
    expect_in(&out, "按规则计算得88.32分，人工评定3项，合计16.5分，填报总分96分。");
    buf_free(&out);
}

static void the_picture_shows_groups_and_what_lost_in_them(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    expect_in(&out, "| 采购管理 | ████░░░░░░ | 9.5 / 20，失10.5 |\n| └ 采购合同签订时效性 | ░░░░░░░░░░ | 0 / "
                    "10，失10 |\n");
    expect_in(&out, "| 运行成本 | ██████████ | 5 / 5，满分 |");
    buf_clear(&out);
    write(false, LANGUAGE_ZH, true, &out);
    expect_in(&out, "aria-label=\"整体效能 59.83 / 60，失0.17；");
    expect_in(&out, "<svg ");
    buf_free(&out);
}

static void the_sheet_has_group_sums_and_the_arithmetic(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    expect_in(&out, "| **管理效率** | **40** | **28.49** | **11.51** | **16.5** |");
    expect_in(&out, "| 2.5.4 采购合同签订时效性 | 10 | 0 | 10 | 7 | 78.00% | 50份合同中39份");
    expect_in(&out, "| **合计** | **100** | **88.32** | **11.68** | **16.5** |");
    expect_in(&out,
              "| 2.5.3 热线\\|\\<b\\>\\*坐席\\*\\</b\\>\\_\\[x\\](http\\://e.example)\\` \\# 1 | 5 | 5 |");
    buf_free(&out);
}

static void nothing_that_does_not_agree_is_hidden(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    assert_int_equal(f->sheet.discrepancy_count, 2);
    expect_in(&out, "| 填报总分不符 | total | 填报总分96分");
    expect_in(&out, "| 评定与规则不符 | 2.5.4 | ");
    buf_free(&out);
    fixture_free(f);
}

static void lost_points_become_work_the_most_first(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    expect_in(&out, "|\n| 2.5.4 采购合同签订时效性 | 10 | 50份合同中39份");
    expect_in(&out, " | 广州市政务服务和数据管理局 | 2024-06-30 |\n| 2.2.2 财务管理合规性 | 1 |");
    buf_free(&out);
}

static void the_rows_behind_each_item_are_listed(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_ZH, false, &out);
    expect_in(&out, "| **2.2.1 预算执行率** |  |  |\n| GZ-B01/2023/: 107,700,000.00 | 预算 |  |\n");
    expect_in(&out, "；HT-50: ");
    buf_free(&out);
}

static void in_a_running_year_what_can_be_won_back_comes_early(void **state)
{
    struct buf out = {0};
    (void)state;

    write(true, LANGUAGE_ZH, false, &out);
    expect_in(&out, "；年度尚未结束，数据截至2023-06-30");
    expect_in(&out, "## 二、若今日关账，还能挽回的分数\n\n若今日关账，得");
    const char *winnable = strstr(buf_text(&out), "还能挽回的分数"),
               *lost = strstr(buf_text(&out), "失分在哪里");
    assert_true(winnable != NULL && winnable < lost);
    buf_free(&out);
}

static void a_full_sheet_proposes_nothing(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct document document;
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < f->sheet.item_count; i++)
        f->sheet.items[i].points = f->sheet.items[i].max;
    f->sheet.total = f->sheet.max;
    f->sheet.discrepancy_count = 0;
    sheet_document(&f->sheet, LANGUAGE_ZH, proposal_due(&f->sheet), &document);
    document_md(&document, &out);
    expect_in(&out, "各项指标均得满分，没有失分。");
    expect_in(&out, "没有发现不一致。");
    assert_null(strstr(buf_text(&out), "整改建议"));
    buf_free(&out);
    document_done(&document);
    fixture_free(f);
}

static void it_speaks_english(void **state)
{
    struct buf out = {0};
    (void)state;

    write(false, LANGUAGE_EN, true, &out);
    expect_in(&out, "<html lang=\"en\">");
    expect_in(&out, "<h2>1 Result</h2>");
    expect_in(&out, "9 items, maximum 100, 88.32 points, grade 良; 6 items below their maximum, 11.68 lost.");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_result_comes_first_and_all_totals_are_kept_apart),
        cmocka_unit_test(the_picture_shows_groups_and_what_lost_in_them),
        cmocka_unit_test(the_sheet_has_group_sums_and_the_arithmetic),
        cmocka_unit_test(nothing_that_does_not_agree_is_hidden),
        cmocka_unit_test(lost_points_become_work_the_most_first),
        cmocka_unit_test(the_rows_behind_each_item_are_listed),
        cmocka_unit_test(in_a_running_year_what_can_be_won_back_comes_early),
        cmocka_unit_test(a_full_sheet_proposes_nothing),
        cmocka_unit_test(it_speaks_english),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
