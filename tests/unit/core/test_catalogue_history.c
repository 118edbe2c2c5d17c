#include "core/catalogue_history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* A cell by its column's name. */
static void set(struct history_change *change, const char *column, const char *before, const char *after)
{
    change->cells[ledger_column_by_name(change->kind, column)] = (struct history_cell){true, before, after};
}

static void expect_change(enum language language, const struct history_change *change, const char *expected)
{
    struct buf out = {0};

    catalogue_history_change(&out, language, change);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void a_head_says_when_who_and_with_which_program(void **state)
{
    (void)state;
    struct history_change change = {.at = "2023-07-01 04:01:02", .user = "feed", .application = "psql"};
    struct buf out = {0};

    catalogue_history_head(&out, LANGUAGE_ZH, &change);
    catalogue_history_head(&out, LANGUAGE_EN, &change);
    change.application = "";
    catalogue_history_head(&out, LANGUAGE_EN, &change);
    assert_string_equal(buf_text(&out), "2023-07-01 04:01:02  feed（psql）\n"
                                        "2023-07-01 04:01:02  feed (psql)\n2023-07-01 04:01:02  feed\n");
    buf_free(&out);
}

static void a_change_names_its_row_and_each_column_before_and_after(void **state)
{
    (void)state;
    struct history_change change = {.kind = ledger_kind(LEDGER_EXECUTION), .operation = HISTORY_CHANGED};

    set(&change, "project_code", "P", "P");
    set(&change, "fiscal_year", "2023", "2023");
    set(&change, "fund", "", "");
    set(&change, "month", "6", "6");
    set(&change, "spent_cumulative", "1.00", "2.00");
    set(&change, "received_cumulative", NULL, "3.00");
    expect_change(LANGUAGE_ZH, &change,
                  "    预算执行 项目编码 P，年度 2023，月份 6\n        累计支出：1.00 → 2.00\n"
                  "        累计到位资金：（空） → 3.00\n");
    expect_change(LANGUAGE_EN, &change,
                  "    execution project_code P, fiscal_year 2023, month 6\n"
                  "        spent_cumulative: 1.00 → 2.00\n        received_cumulative: (empty) → 3.00\n");
}

static void what_is_entered_shows_what_it_is(void **state)
{
    (void)state;
    struct history_change change = {.kind = ledger_kind(LEDGER_PLANS), .operation = HISTORY_ENTERED};

    set(&change, "project_code", "P", "P");
    set(&change, "planned_cumulative", NULL, "2.00");
    expect_change(LANGUAGE_ZH, &change, "    用款计划 项目编码 P：录入\n        累计计划支出：2.00\n");
    expect_change(LANGUAGE_EN, &change,
                  "    plan project_code P: entered\n        planned_cumulative: 2.00\n");
}

static void words_are_written_out_and_texts_stay_on_their_line(void **state)
{
    (void)state;
    struct history_change change = {.kind = ledger_kind(LEDGER_PROJECTS), .operation = HISTORY_CHANGED};

    set(&change, "code", "P", "P");
    set(&change, "category", "basic", "project");
    set(&change, "name", "a\nb", "of a later program");
    expect_change(LANGUAGE_ZH, &change,
                  "    项目 项目编码 P\n        项目名称：a b → of a later program\n"
                  "        支出类别：基本支出 → 项目支出\n");
    expect_change(LANGUAGE_EN, &change,
                  "    project code P\n        name: a b → of a later program\n"
                  "        category: basic → project\n");
}

static void what_is_gone_and_a_changed_key_show_one_side(void **state)
{
    (void)state;
    struct history_change change = {.kind = ledger_kind(LEDGER_PLANS), .operation = HISTORY_DELETED};

    set(&change, "month", "6", "6");
    set(&change, "planned_cumulative", "1.00", NULL);
    expect_change(LANGUAGE_ZH, &change, "    用款计划 月份 6：已删除\n        累计计划支出：1.00\n");
    change.operation = HISTORY_REKEYED_FROM;
    expect_change(LANGUAGE_EN, &change,
                  "    plan month 6: its key was changed; before\n        planned_cumulative: 1.00\n");
    change.operation = HISTORY_REKEYED_TO;
    set(&change, "planned_cumulative", NULL, "1.00");
    expect_change(LANGUAGE_EN, &change,
                  "    plan month 6: its key was changed; after\n        planned_cumulative: 1.00\n");
}

static void an_emptied_table_of_every_kind_has_a_name(void **state)
{
    (void)state;

    for (unsigned i = 0; i < LEDGER_COUNT; i++) {
        struct history_change change = {.kind = ledger_kind((enum ledger_id)i), .operation = HISTORY_EMPTIED};
        struct buf zh = {0}, en = {0};
        catalogue_history_change(&zh, LANGUAGE_ZH, &change);
        catalogue_history_change(&en, LANGUAGE_EN, &change);
        assert_null(strstr(buf_text(&zh), "null"));
        assert_non_null(strstr(buf_text(&zh), "：整表已清空，原有内容不详\n"));
        assert_non_null(strstr(buf_text(&en), ": the whole table was emptied"));
        assert_string_not_equal(buf_text(&zh), "    ：整表已清空，原有内容不详\n");
        buf_free(&zh);
        buf_free(&en);
    }
}

static void a_history_without_changes_says_so(void **state)
{
    (void)state;
    struct buf out = {0};

    catalogue_history_none(&out, LANGUAGE_ZH, "P");
    catalogue_history_none(&out, LANGUAGE_EN, "P");
    assert_string_equal(buf_text(&out), "P：留痕中没有修改或删除。\n"
                                        "P: the audit trail holds no change and no deletion.\n");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_says_when_who_and_with_which_program),
        cmocka_unit_test(a_change_names_its_row_and_each_column_before_and_after),
        cmocka_unit_test(what_is_entered_shows_what_it_is),
        cmocka_unit_test(words_are_written_out_and_texts_stay_on_their_line),
        cmocka_unit_test(what_is_gone_and_a_changed_key_show_one_side),
        cmocka_unit_test(an_emptied_table_of_every_kind_has_a_name),
        cmocka_unit_test(a_history_without_changes_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
