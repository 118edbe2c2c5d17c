#include "report/notice_xlsx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"
#include "core/catalogue_book.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

enum { ROWS = 120, FIRST = 4, TOTAL = FIRST + ROWS }; /* as a spreadsheet counts */

static struct a_notice made;

static struct notice *write_notice(size_t rows, enum language language, enum money_unit unit)
{
    struct notice *notice = a_notice_make(&made, rows);
    struct notice_paper paper = {.language = language, .money_unit = unit};
    struct err err = {0};

    if (!notice_xlsx(path, notice, &paper, &err))
        fail_msg("%s", err.text);
    return notice;
}

#define EXPECT_IN(part, ...) archive_expect(path, part, (const char *const[]){__VA_ARGS__, NULL})

/* The value that the file keeps of a cell, in hundredths. */
static int64_t hundredths(const struct buf *sheet, char column, int row)
{
    char name[24];

    snprintf(name, sizeof name, "<c r=\"%c%d\"", column, row);
    const char *cell = strstr(buf_text(sheet), name);
    if (cell == NULL)
        fail_msg("no cell %c%d", column, row);
    const char *value = strstr(cell, "<v>"), *end = strstr(cell, "</c>");
    if (value == NULL || end == NULL || value > end)
        fail_msg("no value in %c%d", column, row);
    double number = strtod(value + 3, NULL) * 100;
    return (int64_t)(number < 0 ? number - 0.5 : number + 0.5);
}

static void there_are_nine_sheets_in_the_readers_language(void **state)
{
    (void)state;
    write_notice(3, LANGUAGE_ZH, MONEY_WAN);
    EXPECT_IN("xl/workbook.xml", "\"通报\"", "\"进度表\"", "\"资金\"", "\"预警\"", "\"到期事项\"",
              "\"绩效指标\"", "\"双监控\"", "\"预计与可调剂\"", "\"图表\"");
    write_notice(3, LANGUAGE_EN, MONEY_YUAN);
    EXPECT_IN("xl/workbook.xml", "\"Notice\"", "\"Rates\"", "\"Money\"", "\"Deviations\"", "\"Deadlines\"",
              "\"Indicators\"", "\"Money and goals\"", "\"Projection\"", "\"Charts\"");
    for (int language = 0; language < 2; language++)
        for (int text = BOOK_NOTICE; text <= BOOK_CHARTS; text++)
            assert_null(strpbrk(catalogue_book((enum language)language, (enum book_text)text), "[]:*?/\\"));
}

/* In yuan the cells are exact to the fen, and so are their sum and the head-line. */
static void rows_add_up_to_the_head_line(void **state)
{
    struct notice *notice = write_notice(ROWS, LANGUAGE_ZH, MONEY_YUAN);
    struct buf sheet = {0};
    fen budget = 0, spent = 0;
    (void)state;

    archive_read(path, "xl/worksheets/sheet2.xml", &sheet);
    for (int row = FIRST; row < TOTAL; row++) {
        budget += hundredths(&sheet, 'F', row);
        spent += hundredths(&sheet, 'G', row);
    }
    assert_int_equal(budget, notice->now.budget);
    assert_int_equal(spent, notice->now.spent);
    assert_int_equal(hundredths(&sheet, 'F', TOTAL), notice->now.budget);
    assert_int_equal(hundredths(&sheet, 'G', TOTAL), notice->now.spent);
    buf_free(&sheet);
    EXPECT_IN("xl/worksheets/sheet2.xml", "<f>SUM(F4:F123)</f>", "<f>SUM(G4:G123)</f>");
    EXPECT_IN("xl/worksheets/sheet1.xml", "<f>'进度表'!$F$124</f>", "<f>'进度表'!$G$124</f>");
}

/* 123456789 fen are 123.456789 万元, which is more than the cell shows. */
static void amounts_in_wan_are_not_rounded(void **state)
{
    (void)state;
    write_notice(3, LANGUAGE_ZH, MONEY_WAN);
    EXPECT_IN("xl/worksheets/sheet2.xml", "<v>123.456789</v>");
    EXPECT_IN("xl/styles.xml", "#,##0.00", "0.00%", "+0.00;-0.00;0.00");
    EXPECT_IN("xl/sharedStrings.xml", "预算数（万元）");
}

static void rates_and_gaps_are_formulas_guarded_against_no_budget(void **state)
{
    struct a_notice *a = &made;
    struct notice_paper paper = {.language = LANGUAGE_EN, .money_unit = MONEY_YUAN};
    struct err err = {0};
    (void)state;

    a_notice_make(a, 3);
    a->rows[2].now = a_money(0, 500);
    a->rows[2].gap.known = false;
    assert_true(notice_xlsx(path, &a->notice, &paper, &err));
    EXPECT_IN("xl/worksheets/sheet2.xml", "<f>IF(F4&gt;0,G4/F4,\"—\")</f><v>0.89",
              "<f>IF(F6&gt;0,G6/F6,\"—\")</f><v>—</v>", "<f>IF(ISNUMBER(H6),(H6-'Notice'!$C$",
              "<f>SUM(F4:F6)</f>");
    EXPECT_IN("xl/worksheets/sheet1.xml", "<f>7/12</f><v>0.58333");
}

static void lights_are_words_and_coloured(void **state)
{
    (void)state;
    write_notice(ROWS, LANGUAGE_ZH, MONEY_WAN);
    EXPECT_IN("xl/worksheets/sheet2.xml", "conditionalFormatting sqref=\"J4:J123\"",
              "<formula>$J4=\"红灯\"</formula>", "<formula>$J4=\"未评\"</formula>");
    EXPECT_IN("xl/worksheets/sheet4.xml", "<formula>$A4=\"红灯\"</formula>");
    EXPECT_IN("xl/sharedStrings.xml", "红灯", "黄灯", "绿灯");
    EXPECT_IN("xl/worksheets/sheet1.xml", "COUNTIF('预警'!$A:$A,\"红灯\")</f><v>1</v>");
}

static void tables_have_filters_and_a_frozen_header_and_print_on_a4(void **state)
{
    (void)state;
    write_notice(ROWS, LANGUAGE_ZH, MONEY_WAN);
    EXPECT_IN("xl/worksheets/sheet2.xml", "<autoFilter ref=\"A3:R123\"/>", "state=\"frozen\"", "ySplit=\"3\"",
              "paperSize=\"9\"", "orientation=\"landscape\"", "fitToHeight=\"0\"");
    EXPECT_IN("xl/workbook.xml", "'进度表'!$A$1:$R$124", "'进度表'!$3:$3");
    EXPECT_IN("xl/worksheets/sheet4.xml", "<autoFilter ref=\"A3:K6\"/>");
    EXPECT_IN("xl/worksheets/sheet5.xml", "<autoFilter ref=\"A3:H6\"/>");
}

/* A name that a spreadsheet would take for a formula, and one that is longer than a cell. */
static void names_are_text_whatever_they_are(void **state)
{
    static char longest[40000];
    struct a_notice *a = &made;
    struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
    struct err err = {0};
    (void)state;

    a_notice_make(a, 4);
    a->rows[2].name = "=HYPERLINK(\"http://e.example\")";
    memset(longest, 'x', sizeof longest - 1);
    a->rows[3].name = longest;
    assert_true(notice_xlsx(path, &a->notice, &paper, &err));
    EXPECT_IN("xl/sharedStrings.xml", "=HYPERLINK(", "&lt;b&gt;|甲*[x](http://a) &amp; 科", "x…</t>");
    struct buf sheet = {0};
    archive_read(path, "xl/worksheets/sheet2.xml", &sheet);
    assert_null(strstr(buf_text(&sheet), "HYPERLINK"));
    buf_free(&sheet);
}

static void there_are_three_charts_with_values_to_draw(void **state)
{
    (void)state;
    write_notice(ROWS, LANGUAGE_ZH, MONEY_WAN);
    EXPECT_IN("xl/charts/chart1.xml", "<c:lineChart>", "年底预计", "<c:v>12月</c:v>");
    EXPECT_IN("xl/charts/chart2.xml", "<c:barChart>", "<c:trendline>", "序时进度 58.33%",
              "<c:ptCount val=\"24\"/>", "个支出为零");
    EXPECT_IN("xl/charts/chart3.xml", "<c:scatterChart>", "钱快事慢", "钱事同步");
}

/* Nothing to show on any page. */
static void an_empty_notice_says_so(void **state)
{
    struct notice notice = {.year = 2023, .month = 1, .clock = date_of(2023, 2, 10), .unit_name = "甲局"};
    struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
    struct err err = {0};
    (void)state;

    assert_true(notice_xlsx(path, &notice, &paper, &err));
    EXPECT_IN("xl/sharedStrings.xml", "没有偏离事项。", "没有逾期或30天内到期的事项。",
              "没有落后或目标偏低的绩效指标。", "按预计，没有明显结余或不足的项目。");
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
    struct err err = {0};
    (void)state;

    assert_false(notice_xlsx("/nowhere/notice.xlsx", a_notice_make(&made, 3), &paper, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.text, "/nowhere/notice.xlsx"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_nine_sheets_in_the_readers_language),
        cmocka_unit_test(rows_add_up_to_the_head_line),
        cmocka_unit_test(amounts_in_wan_are_not_rounded),
        cmocka_unit_test(rates_and_gaps_are_formulas_guarded_against_no_budget),
        cmocka_unit_test(lights_are_words_and_coloured),
        cmocka_unit_test(tables_have_filters_and_a_frozen_header_and_print_on_a4),
        cmocka_unit_test(names_are_text_whatever_they_are),
        cmocka_unit_test(there_are_three_charts_with_values_to_draw),
        cmocka_unit_test(an_empty_notice_says_so),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
