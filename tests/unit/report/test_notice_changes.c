#include "report/notice_changes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOTICE(budget, spent, reference, rows, deadlines)                                                    \
    "{\"unit\": {\"code\": \"T\", \"name\": \"交通局\"}, \"budget\": \"" budget "\", \"spent\": \"" spent    \
    "\", \"received\": null, \"reference_rate\": \"" reference "\", \"last_month\": null, \"above\": 1, "    \
    "\"below\": 2, \"zero_codes\": [\"P1\"], \"missing\": [], \"funds\": [{\"name\": \"\", \"budget\": "     \
    "\"10.00\", \"spent\": \"1.00\"}], \"categories\": [], \"rows\": [" rows "], \"deadlines\": " deadlines  \
    "}"

#define ROW(code, spent)                                                                                     \
    "{\"kind\": \"project\", \"code\": \"" code "\", \"name\": \"项目" code "\", \"budget\": \"10.00\", "    \
    "\"spent\": \"" spent "\", \"received\": null}"

static json_t *before, *now;
static struct notice_changes changes;

static void find(const char *old, const char *today)
{
    before = json_loads(old, 0, NULL);
    now = json_loads(today, 0, NULL);
    assert_non_null(before);
    assert_non_null(now);
    notice_changes_find(before, now, &changes);
}

static int let_go(void **state)
{
    (void)state;
    notice_changes_done(&changes);
    json_decref(before);
    json_decref(now);
    return 0;
}

static void expect(size_t n, const char *sentence)
{
    const struct notice_paper paper = {.language = LANGUAGE_ZH, .money_unit = MONEY_YUAN};
    struct buf said = {0};

    assert_true(n < changes.count);
    catalogue_notice_change(&said, &paper, &changes.list[n]);
    assert_string_equal(buf_text(&said), sentence);
    buf_free(&said);
}

/* What falls due has moved with the day: that is no correction. */
static void the_same_figures_on_another_day_are_no_change(void **state)
{
    (void)state;
    find(NOTICE("100.00", "50.00", "58.33", ROW("P1", "0.00"), "[]"),
         NOTICE("100.00", "50.00", "58.33", ROW("P1", "0.00"), "[{\"days\": 3}]"));
    assert_int_equal(changes.count, 0);
}

static void each_figure_that_differs_is_named_with_both_values(void **state)
{
    (void)state;
    find(NOTICE("100.00", "50.00", "58.33", ROW("P1", "0.00") "," ROW("P2", "5.00"), "[]"),
         NOTICE("100.00", "51.50", "58.00", ROW("P2", "5.00") "," ROW("P1", "1234.50"), "[]"));
    assert_int_equal(changes.count, 3);
    expect(0, "交通局，支出数：原50.00元，更正为51.50元。");
    expect(1, "交通局，序时进度：原58.33%，更正为58.00%。");
    expect(2, "项目P1，支出数：原0.00元，更正为1,234.50元。");
}

static void what_comes_and_what_goes_is_told(void **state)
{
    (void)state;
    find(NOTICE("100.00", "50.00", "58.33", ROW("P1", "1.00"), "[]"),
         NOTICE("100.00", "50.00", "58.33", ROW("P2", "2.00"), "[]"));
    assert_int_equal(changes.count, 4);
    expect(0, "项目P2，预算数：原未列，现为10.00元。");
    expect(3, "项目P1，支出数：原1.00元，现不再列。");
}

static void as_json_each_has_scope_code_figure_old_and_new(void **state)
{
    (void)state;
    find(NOTICE("100.00", "50.00", "58.33", "", "[]"), NOTICE("90.00", "50.00", "58.33", "", "[]"));
    json_t *list = notice_changes_json(&changes);
    char *text = json_dumps(list, JSON_COMPACT);
    assert_string_equal(text,
                        "[{\"scope\":\"whole\",\"code\":\"T\",\"name\":\"交通局\",\"figure\":\"budget\","
                        "\"old\":\"100.00\",\"new\":\"90.00\"}]");
    free(text);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_same_figures_on_another_day_are_no_change, let_go),
        cmocka_unit_test_teardown(each_figure_that_differs_is_named_with_both_values, let_go),
        cmocka_unit_test_teardown(what_comes_and_what_goes_is_told, let_go),
        cmocka_unit_test_teardown(as_json_each_has_scope_code_figure_old_and_new, let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
