#include "cli/import_columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void a_kind_is_shown_with_names_need_and_contents(void **state)
{
    struct buf text = {0};

    (void)state;
    import_columns_write(ledger_kind(LEDGER_PROJECTS), &text);
    assert_string_equal(
        buf_text(&text),
        "file projects.csv, table projects, sheet projects, 项目\n\n"
        "column     also called                   need      holds\n"
        "---------  ----------------------------  --------  ----------------------------------------\n"
        "code       项目编码, 项目代码, 项目编号  key       a text of one line, up to 200 characters\n"
        "unit_code  单位编码, 单位代码, 单位编号  required  a code of units\n"
        "name       项目名称                      required  a text of one line\n"
        "category   支出类别, 项目类别, 类别      required  basic (基本支出, 基本)\n"
        "                                                   project (项目支出, 项目)\n"
        "manager    项目负责人, 负责人            optional  a text of one line, up to 200 characters\n");
    buf_free(&text);
}

/* The catalogue is the one that headers are read by: whatever it prints must be understood. */
static void every_column_of_every_kind_is_there(void **state)
{
    (void)state;
    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        struct buf text = {0};
        import_columns_write(kind, &text);
        for (size_t i = 0; i < ledger_column_count(kind); i++) {
            char row[64];
            snprintf(row, sizeof row, "\n%s  ", kind->columns[i].name);
            row[strlen(row) - 1] = '\0';
            assert_non_null(strstr(buf_text(&text), row));
        }
        buf_free(&text);
    }
}

static void what_an_empty_cell_means_is_told(void **state)
{
    struct buf text = {0};

    (void)state;
    import_columns_write(ledger_kind(LEDGER_BUDGET_ADJUSTMENTS), &text);
    assert_non_null(strstr(buf_text(&text), "key; empty: the year's first day"));
    assert_non_null(strstr(buf_text(&text), "key; empty: other"));
    assert_non_null(strstr(buf_text(&text), "key; empty: none"));
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_shown_with_names_need_and_contents),
        cmocka_unit_test(every_column_of_every_kind_is_there),
        cmocka_unit_test(what_an_empty_cell_means_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
