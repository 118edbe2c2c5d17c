#include "report/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "core/catalogue_ledger.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

static void write_template(enum ledger_id id, enum language language)
{
    struct err err = {0};

    if (!template_write(ledger_kind(id), language, path, &err))
        fail_msg("%s", err.text);
}

#define EXPECT_IN(part, ...) archive_expect(path, part, (const char *const[]){__VA_ARGS__, NULL})

static void a_template_has_the_columns_in_the_officers_language(void **state)
{
    (void)state;
    write_template(LEDGER_EXECUTION, LANGUAGE_ZH);
    EXPECT_IN("xl/workbook.xml", "<sheet name=\"预算执行\"");
    EXPECT_IN("xl/sharedStrings.xml", "<t>项目编码（必填）</t>", "<t>资金来源</t>",
              "<t>累计支出（必填）</t>");
    write_template(LEDGER_EXECUTION, LANGUAGE_EN);
    EXPECT_IN("xl/workbook.xml", "<sheet name=\"execution\"");
    EXPECT_IN("xl/sharedStrings.xml", "<t>project_code (required)</t>", "<t>fund</t>");
}

static void the_header_stays_and_codes_are_text(void **state)
{
    (void)state;
    write_template(LEDGER_EXECUTION, LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml", "state=\"frozen\"", "ySplit=\"1\"");
    EXPECT_IN("xl/styles.xml", "numFmtId=\"49\"", "#,##0.00", "FF1F4E79");
}

static void wrong_months_years_and_words_are_refused_while_typing(void **state)
{
    (void)state;
    write_template(LEDGER_EXECUTION, LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml",
              "sqref=\"D2:D1048576\"><formula1>1</formula1><formula2>12</formula2>",
              "sqref=\"B2:B1048576\"><formula1>2000</formula1><formula2>2100</formula2>", "type=\"decimal\"");
    write_template(LEDGER_INDICATORS, LANGUAGE_ZH);
    EXPECT_IN("xl/worksheets/sheet1.xml", "<formula1>\"≥,&gt;,≤,&lt;,＝,定性\"</formula1>",
              "<formula1>\"每月,每季,半年,1,2,3,4,5,6,7,8,9,10,11,12\"</formula1>");
    write_template(LEDGER_INDICATORS, LANGUAGE_EN);
    EXPECT_IN("xl/worksheets/sheet1.xml", "<formula1>\"ge,gt,le,lt,eq,qualitative\"</formula1>");
}

static void notes_say_what_belongs_where(void **state)
{
    (void)state;
    write_template(LEDGER_BUDGET_ADJUSTMENTS, LANGUAGE_ZH);
    EXPECT_IN("xl/comments1.xml",
              "project_code\n必填，与其他关键列一起不能重复\n文本，一行，最多200字\n必须已在：项目",
              "不填表示当年1月1日", "不填表示其他", "追加、调减、调剂、结转、其他");
    write_template(LEDGER_BUDGET_ADJUSTMENTS, LANGUAGE_EN);
    EXPECT_IN("xl/comments1.xml", "项目编码\nRequired, and part of the key: no key twice\n",
              "Must be one of: projects", "which means other", "which means 1 January of the year");
}

/* Whatever is chosen or copied from a template, the import must understand. */
static void what_templates_offer_is_in_the_catalogue(void **state)
{
    (void)state;
    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            struct buf text = {0};
            catalogue_kind(&text, (enum language)language, kind);
            assert_ptr_equal(ledger_by_name(buf_text(&text), text.length), kind);
            write_template(kind->id, (enum language)language);
            for (size_t i = 0; i < ledger_column_count(kind); i++) {
                buf_clear(&text);
                catalogue_column(&text, (enum language)language, &kind->columns[i]);
                assert_int_equal(ledger_column_by_header(kind, buf_text(&text), text.length), i);
                for (const struct ledger_word *w = kind->columns[i].words; w != NULL && w->word != NULL;
                     w++) {
                    buf_clear(&text);
                    catalogue_word(&text, (enum language)language, w);
                    assert_string_equal(ledger_word_for(kind->columns[i].words, buf_text(&text), text.length),
                                        w->word);
                    assert_true(buf_text(&text)[0] != '=');
                }
            }
            buf_free(&text);
        }
    }
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct err err = {0};
    (void)state;

    assert_false(template_write(ledger_kind(LEDGER_UNITS), LANGUAGE_ZH, "/nonexistent/a.xlsx", &err));
    assert_int_equal(err.code, ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_has_the_columns_in_the_officers_language),
        cmocka_unit_test(the_header_stays_and_codes_are_text),
        cmocka_unit_test(wrong_months_years_and_words_are_refused_while_typing),
        cmocka_unit_test(notes_say_what_belongs_where),
        cmocka_unit_test(what_templates_offer_is_in_the_catalogue),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
