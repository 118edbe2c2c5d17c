/* The monitoring form on paper: document, workbook, JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "../../support/a_form.h"
#include "report/document_html.h"
#include "report/document_md.h"
#include "report/monitor_document.h"
#include "report/monitor_json.h"
#include "report/monitor_xlsx.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

static struct a_form f;
static struct monitor_form form;
static struct buf text;

static int begin(void **state)
{
    struct err err = {0};

    a_form_make(&f);
    return make_path(state) == 0 && monitor_form_make(&f.notice, &form, &err) ? 0 : -1;
}

static int end(void **state)
{
    buf_free(&text);
    monitor_form_free(&form);
    return remove_path(state);
}

static const struct notice_paper chinese = {.language = LANGUAGE_ZH, .money_unit = MONEY_YUAN};
static const struct notice_paper english = {.language = LANGUAGE_EN, .money_unit = MONEY_WAN};

static void write_document(const struct notice_paper *paper, bool html)
{
    struct document document;

    monitor_document(&form, paper, &document);
    if (html)
        document_html(&document, &text);
    else
        document_md(&document, &text);
    document_done(&document);
}

static void read_part(const char *name)
{
    buf_clear(&text);
    archive_read(path, name, &text);
}

static void expect(const char *const texts[])
{
    for (size_t i = 0; texts[i] != NULL; i++)
        if (strstr(buf_text(&text), texts[i]) == NULL)
            fail_msg("no '%s' in %.3000s", texts[i], buf_text(&text));
}
#define EXPECT(...) expect((const char *const[]){__VA_ARGS__, NULL})

static void the_document_has_every_column_of_the_form(void **state)
{
    (void)state;
    write_document(&chinese, false);
    EXPECT("# 2023年1-7月绩效运行监控表", "年初预算数", "调整后预算数", "1-7月执行数", "1-7月执行率",
           "全年预计执行数", "一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行情况",
           "全年预计完成情况", "偏差原因分析", "完成目标可能性", "备注", "100,000.00", "120,000.00",
           "30,000.00", "25.00%", "110,000.50", "经费保障：上级资金未到", "≥80套", "30套", "截至6月",
           "部门整体支出绩效目标执行监控表：甲局", "已落后，缺偏差原因");
    assert_null(strstr(buf_text(&text), "执行监控表：基本支出")); /* it needs none */
}

static void it_comes_in_english_and_names_are_escaped(void **state)
{
    (void)state;
    write_document(&english, true);
    EXPECT("Jan-Jul 2023: monitoring of budget and goals", "Jan-Jul spent", "behind, no cause", "&lt;b&gt;");
    assert_null(strstr(buf_text(&text), "|<b>"));
}

static void json_has_null_for_what_nobody_said(void **state)
{
    (void)state;
    json_t *json = monitor_json(&form);
    json_t *projects = json_object_get(json, "projects");
    json_t *slow = json_array_get(projects, 0), *silent = json_array_get(projects, 1);

    assert_string_equal(json_string_value(json_object_get(json, "period")), "2023-07");
    assert_string_equal(json_string_value(json_object_get(slow, "expected")), "110000.50");
    assert_string_equal(json_string_value(json_object_get(slow, "likelihood")), "possible");
    assert_string_equal(json_string_value(json_object_get(slow, "rate")), "25.00");
    assert_true(json_is_null(json_object_get(silent, "expected")));
    assert_true(json_is_null(json_object_get(silent, "cause")));
    assert_int_equal(json_array_size(json_object_get(json, "missing")), 8);
    json_decref(json);
}

static void write_workbook(const struct notice_paper *paper)
{
    struct err err = {0};

    if (!monitor_xlsx(path, &form, paper, &err))
        fail_msg("%s", err.text);
}

static void the_workbook_has_a_cover_with_sums(void **state)
{
    (void)state;
    write_workbook(&chinese);
    read_part("xl/workbook.xml");
    EXPECT("\"封面\"", "\"部门整体监控表\"", "\"项目监控表\"", "\"尚需补充的内容\"");
    read_part("xl/worksheets/sheet1.xml");
    EXPECT("<f>SUM(D5:D7)</f><v>180000</v>", "<f>SUM(E5:E7)</f><v>200000</v>",
           "<f>SUM(F5:F7)</f><v>52000</v>", "<f>IF(E5&gt;0,F5/E5,\"—\")</f><v>0.25</v>", "paperSize=\"9\"",
           "location=\"'项目监控表'!A1\"", "location=\"'项目监控表'!A15\"");
    assert_null(strstr(buf_text(&text), "<f>SUM(H5:H7)")); /* not all say what they expect */
}

/* Form rows count from 1: the head is rows 8 and 9, indicators begin in row 10. */
static void a_form_has_merged_heads_and_ticks(void **state)
{
    (void)state;
    write_workbook(&chinese);
    read_part("xl/worksheets/sheet3.xml");
    EXPECT("<mergeCell ref=\"A1:P1\"/>", "<mergeCell ref=\"G8:L8\"/>", "<mergeCell ref=\"M8:O8\"/>",
           "<mergeCell ref=\"A8:A9\"/>", "<mergeCell ref=\"A5:B6\"/>",
           "<mergeCell ref=\"A10:A11\"/>", /* two of output */
           "<brk id=\"14\"", "orientation=\"landscape\"", "<f>IF(D6&gt;0,F6/D6,\"—\")</f><v>0.25</v>");
    read_part("xl/sharedStrings.xml");
    EXPECT("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明", "确定能", "有可能",
           "完全不可能", "填报人：", "=HYPERLINK(");
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct err err = {0};
    (void)state;

    assert_false(monitor_xlsx("/nowhere/form.xlsx", &form, &chinese, &err));
    assert_int_equal(err.code, ERR_IO);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(the_document_has_every_column_of_the_form), TEST(it_comes_in_english_and_names_are_escaped),
        TEST(json_has_null_for_what_nobody_said),        TEST(the_workbook_has_a_cover_with_sums),
        TEST(a_form_has_merged_heads_and_ticks),         TEST(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
