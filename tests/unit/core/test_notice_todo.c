#include "core/notice_todo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"
#include "core/catalogue_notice.h"

static struct a_notice a;
static struct notice_todo todos[NOTICE_TODO_MAX];

static void expect_said(const struct notice_todo *todo, enum language language, const char *text)
{
    const struct notice_paper paper = {.language = language, .money_unit = MONEY_WAN};
    struct buf out = {0};

    catalogue_notice_todo(&out, &paper, &a.notice, todo);
    assert_string_equal(buf_text(&out), text);
    buf_free(&out);
}

static void the_gravest_comes_first_and_seven_are_enough(void **state)
{
    static const enum notice_todo_kind kinds[] = {TODO_OVERDUE, TODO_OVERSPENT, TODO_MISSING, TODO_ZERO,
                                                  TODO_SPEED,   TODO_ANSWER,    TODO_GOALS};
    (void)state;

    assert_int_equal(notice_todo_list(a_notice_make(&a, 24), todos), NOTICE_TODO_MAX);
    for (size_t i = 0; i < NOTICE_TODO_MAX; i++)
        assert_int_equal(todos[i].kind, kinds[i]);
}

static void each_says_who_does_what_by_when(void **state)
{
    (void)state;

    (void)notice_todo_list(a_notice_make(&a, 24), todos);
    expect_said(&todos[0], LANGUAGE_ZH,
                "请立即完成合同签订“机房设备采购合同”（8月2日到期，逾期12天）：信息中心（李四）。");
    expect_said(&todos[2], LANGUAGE_ZH, "请立即报送7月支出数据：测绘院（周八）。");
    expect_said(&todos[3], LANGUAGE_EN,
                "Begin to spend, or say why not (nothing is spent yet) by 31 August: "
                "第24数据资源管理中心.");
}

static void those_who_miss_most_money_are_named_and_the_rest_is_counted(void **state)
{
    (void)state;

    (void)notice_todo_list(a_notice_make(&a, 24), todos);
    assert_int_equal(todos[4].who_count, NOTICE_TODO_NAMES);
    assert_int_equal(todos[4].count, 7);
    assert_true(todos[4].who[0].amount >= todos[4].who[1].amount);
    assert_true(todos[4].who[1].amount >= todos[4].who[2].amount);
    expect_said(&todos[4], LANGUAGE_ZH,
                "请于8月31日前加快支出、追赶进度：第23数据资源管理中心（王五）、第22数据资源管理中心、"
                "第21数据资源管理中心（王五）等7个单位，合计还差392.02万元。");
}

static void after_december_nobody_can_catch_up(void **state)
{
    struct buf out = {0};
    const struct notice_paper paper = {.language = LANGUAGE_ZH};
    (void)state;

    a_notice_make(&a, 24)->month = MONTHS;
    a.notice.clock = date_of(2024, 1, 15);
    (void)notice_todo_list(&a.notice, todos);
    catalogue_notice_todo(&out, &paper, &a.notice, &todos[4]);
    assert_non_null(strstr(buf_text(&out), "请于2024年1月31日前说明全年支出进度偏低的原因："));
    buf_free(&out);
}

static void an_answer_has_at_least_a_week(void **state)
{
    struct notice notice = {.clock = date_of(2023, 8, 24)};
    (void)state;

    assert_int_equal(notice_answer_by(&notice), date_of(2023, 8, 31));
    notice.clock = date_of(2023, 8, 25);
    assert_int_equal(notice_answer_by(&notice), date_of(2023, 9, 30));
    notice.clock = date_of(2023, 12, 30);
    assert_int_equal(notice_answer_by(&notice), date_of(2024, 1, 31));
}

static void where_all_is_well_nothing_is_asked(void **state)
{
    struct notice notice = {.year = 2023, .month = 7, .clock = date_of(2023, 8, 14), .unit_name = ""};
    (void)state;

    assert_int_equal(notice_todo_list(&notice, todos), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gravest_comes_first_and_seven_are_enough),
        cmocka_unit_test(each_says_who_does_what_by_when),
        cmocka_unit_test(those_who_miss_most_money_are_named_and_the_rest_is_counted),
        cmocka_unit_test(after_december_nobody_can_catch_up),
        cmocka_unit_test(an_answer_has_at_least_a_week),
        cmocka_unit_test(where_all_is_well_nothing_is_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
