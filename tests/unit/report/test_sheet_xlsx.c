#include "report/sheet_xlsx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evaluation.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

static void write_sheet(enum language language)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct err err = {0};

    if (!sheet_xlsx(path, &f->sheet, language, &err))
        fail_msg("%s", err.text);
    fixture_free(f);
}

#define EXPECT_IN(part, ...) archive_expect(path, part, (const char *const[]){__VA_ARGS__, NULL})

static void there_are_three_sheets_in_the_officers_language(void **state)
{
    (void)state;
    write_sheet(LANGUAGE_ZH);
    EXPECT_IN("xl/workbook.xml", "<sheet name=\"评分表\"", "<sheet name=\"得分依据\"",
              "<sheet name=\"需要说明的不一致\"");
    write_sheet(LANGUAGE_EN);
    EXPECT_IN("xl/workbook.xml", "<sheet name=\"Score sheet\"", "<sheet name=\"Rows behind the points\"",
              "<sheet name=\"What does not agree\"");
}

/* Row 4 is the header, 5 the first level, 6 its group, 7 to 9 the items. The library prints 16 digits of a
 * double, so that some values show its last bit in the file, though not in a cell. */
static void every_sum_is_a_formula_with_its_value(void **state)
{
    (void)state;
    write_sheet(LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml", "<f>SUM(D7:D9)</f><v>59.83</v>", "<f>SUM(D6)</f><v>59.83</v>",
              "<f>SUM(D11,D14,D18)</f><v>28.49</v>", "<f>SUM(C5,C10)</f><v>100</v>",
              "<f>SUM(D5,D10)</f><v>88.3", "<f>SUM(F5,F10)</f><v>16.5</v>", "<f>C7-D7</f><v>0</v>",
              "<f>C17-D17</f><v>0.5</v>");
}

static void points_are_numbers_and_names_are_text(void **state)
{
    (void)state;
    write_sheet(LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml", "<v>19.84</v>", "<v>19.99</v>");
    EXPECT_IN("xl/sharedStrings.xml", "热线|&lt;b&gt;*坐席*&lt;/b&gt;_[x](http://e.example)`", "78.00%");
    EXPECT_IN("xl/worksheets/sheet2.xml", "<v>107700000</v>", "<v>98.4");
    EXPECT_IN("xl/styles.xml", "0.00####", "#,##0.00");
}

static void it_prints_on_a4_with_its_header_on_each_page(void **state)
{
    (void)state;
    write_sheet(LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml", "state=\"frozen\"", "ySplit=\"4\"", "paperSize=\"9\"",
              "orientation=\"landscape\"", "fitToHeight=\"0\"");
    EXPECT_IN("xl/workbook.xml", "'评分表'!$4:$4", "'评分表'!$A$1:$J$20");
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct evaluation_fixture *f = fixture_make(false);
    struct err err = {0};
    (void)state;

    assert_false(sheet_xlsx("/nonexistent/a.xlsx", &f->sheet, LANGUAGE_ZH, &err));
    assert_int_equal(err.code, ERR_IO);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_three_sheets_in_the_officers_language),
        cmocka_unit_test(every_sum_is_a_formula_with_its_value),
        cmocka_unit_test(points_are_numbers_and_names_are_text),
        cmocka_unit_test(it_prints_on_a4_with_its_header_on_each_page),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
