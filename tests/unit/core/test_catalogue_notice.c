#include "core/catalogue_notice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"

static struct a_notice a;
static const struct notice_paper zh = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
static const struct notice_paper en = {.language = LANGUAGE_EN, .money_unit = MONEY_YUAN};

static int begin(void **state)
{
    (void)state;
    (void)a_notice_make(&a, 24);
    return 0;
}

static void expect(struct buf *out, const char *text)
{
    assert_string_equal(buf_text(out), text);
    buf_free(out);
}

static void titles_name_the_months_and_say_a_correction(void **state)
{
    struct notice_paper corrected = zh;
    struct buf out = {0};
    (void)state;

    corrected.correction = true;
    catalogue_notice_title(&out, &zh, &a.notice);
    expect(&out, "关于2023年1-7月预算执行进度的通报");
    catalogue_notice_title(&out, &corrected, &a.notice);
    expect(&out, "关于2023年1-7月预算执行进度的更正通报");
    a.notice.month = 1;
    catalogue_notice_title(&out, &zh, &a.notice);
    expect(&out, "关于2023年1月预算执行进度的通报");
    catalogue_notice_title(&out, &en, &a.notice);
    expect(&out, "Notice on budget execution, January 2023");
}

static void the_headline_compares_with_reference_month_and_year(void **state)
{
    struct buf out = {0};
    (void)state;

    catalogue_notice_headline(&out, &zh, &a.notice);
    expect(&out, "截至7月底，市政务和数据局预算3,239.88万元，支出1,481.73万元，支出进度45.73%，"
                 "低于序时进度（58.33%）12.60个百分点；较上月提高6.53个百分点，较上年同期提高4.57个百分点。");
    a.notice.has_last_year = false;
    catalogue_notice_headline(&out, &en, &a.notice);
    expect(&out, "By the end of July, 市政务和数据局 spent 14,817,290.10 yuan of 32,398,828.44 yuan: 45.73%, "
                 "12.60 points below the linear reference (58.33%); 6.53 points higher than a month before.");
}

static void without_a_budget_there_is_no_rate(void **state)
{
    struct buf out = {0};
    (void)state;

    a.notice.now = (struct notice_money){.spent = 100};
    a.notice.gap.known = false;
    catalogue_notice_headline(&out, &en, &a.notice);
    expect(&out,
           "By the end of July, 市政务和数据局 spent 1.00 yuan of 0.00 yuan; without a budget there is no "
           "rate.");
    catalogue_notice_rate(&out, a.notice.now.rate);
    expect(&out, "—");
}

static void money_is_rounded_half_up_in_wan_and_exact_in_yuan(void **state)
{
    struct buf out = {0};
    (void)state;

    catalogue_notice_sum(&out, &zh, 123455000);
    expect(&out, "123.46万元");
    catalogue_notice_sum(&out, &zh, -123455000);
    expect(&out, "-123.46万元");
    catalogue_notice_sum(&out, &zh, 4999);
    expect(&out, "0.00万元");
    catalogue_notice_sum(&out, &en, 123455001);
    expect(&out, "1,234,550.01 yuan");
}

static void what_rounded_rows_add_up_to_is_stated(void **state)
{
    struct buf out = {0};
    (void)state;

    catalogue_notice_rounding(&out, &zh, 2, -1);
    expect(&out, "注：各行分别四舍五入，相加与合计相差：预算数多0.02万元，支出数少0.01万元。");
}

static void every_light_quarter_and_deadline_has_a_word(void **state)
{
    (void)state;

    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        for (int i = NOTICE_UNLIT; i <= NOTICE_RED; i++)
            assert_true(strlen(catalogue_notice_light((enum language)language, (enum notice_light)i)) > 0);
        for (int i = NOTICE_BOTH_GOOD; i <= NOTICE_BOTH_BEHIND; i++)
            assert_true(strlen(catalogue_notice_quarter((enum language)language, (enum notice_quarter)i)) >
                        0);
        for (int i = 0; i < NOTICE_TEXT_COUNT; i++)
            assert_non_null(catalogue_notice((enum language)language, (enum notice_text)i));
    }
}

static void ranks_move_up_down_or_not(void **state)
{
    struct buf out = {0};
    (void)state;

    catalogue_notice_movement(&out, 2, 5);
    catalogue_notice_movement(&out, 5, 2);
    catalogue_notice_movement(&out, 5, 5);
    catalogue_notice_movement(&out, 0, 5);
    expect(&out, "↑3↓3→");
}

static void nothing_to_do_is_not_said_of_a_year_without_figures(void **state)
{
    struct notice empty = {0}, quiet = {.fund_count = 1}, refunded = {.now = {.spent = -1}};
    (void)state;

    assert_string_equal(catalogue_notice_nothing(LANGUAGE_ZH, &empty),
                        "没有该年度的预算和支出数据，请核对年度和单位，或先报送数据。");
    assert_string_equal(catalogue_notice_nothing(LANGUAGE_ZH, &quiet),
                        "没有需要立即办理的事项，请按计划推进。");
    assert_string_equal(catalogue_notice_nothing(LANGUAGE_EN, &refunded),
                        "Nothing asks for action now; go on as planned.");
}

static void a_deadline_says_of_which_project(void **state)
{
    const struct notice_deadline deadline = {.kind = NOTICE_DUE_MILESTONE,
                                             .due = date_of(2023, 8, 1),
                                             .days = -9,
                                             .name = "验收",
                                             .project_name = "政务云",
                                             .unit_name = "信息中心"};
    struct notice_todo todo = {.kind = TODO_OVERDUE, .count = 1, .by = deadline.due, .deadline = &deadline};
    struct buf out = {0};
    (void)state;

    catalogue_notice_todo(&out, &zh, &a.notice, &todo);
    expect(&out, "请立即完成“政务云”的节点任务“验收”（8月1日到期，逾期9天）：信息中心。");
    todo.kind = TODO_DUE;
    catalogue_notice_todo(&out, &zh, &a.notice, &todo);
    expect(&out, "请于8月1日前完成“政务云”的节点任务“验收”（逾期9天）：信息中心。");
    catalogue_notice_todo(&out, &en, &a.notice, &todo);
    expect(&out, "Complete the milestone “验收” of “政务云” (due 1 August, 9 days overdue): 信息中心.");
}

static void the_list_of_notices_is_in_the_reader_s_language(void **state)
{
    (void)state;

    for (int i = 0; i < NOTICE_LIST_TEXT_COUNT; i++) {
        const char *chinese = catalogue_notice_list(LANGUAGE_ZH, (enum notice_list_text)i);
        const char *english = catalogue_notice_list(LANGUAGE_EN, (enum notice_list_text)i);
        assert_true((unsigned char)chinese[0] >= 0x80 && (unsigned char)english[0] < 0x80);
    }
    assert_string_equal(catalogue_notice_state(LANGUAGE_ZH, "dead"), "未能送达");
    assert_string_equal(catalogue_notice_state(LANGUAGE_EN, "dead"), "dead");
    assert_string_equal(catalogue_notice_state(LANGUAGE_ZH, "of tomorrow"), "of tomorrow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(titles_name_the_months_and_say_a_correction, begin),
        cmocka_unit_test_setup(the_headline_compares_with_reference_month_and_year, begin),
        cmocka_unit_test_setup(without_a_budget_there_is_no_rate, begin),
        cmocka_unit_test(money_is_rounded_half_up_in_wan_and_exact_in_yuan),
        cmocka_unit_test(what_rounded_rows_add_up_to_is_stated),
        cmocka_unit_test(every_light_quarter_and_deadline_has_a_word),
        cmocka_unit_test(ranks_move_up_down_or_not),
        cmocka_unit_test_setup(a_deadline_says_of_which_project, begin),
        cmocka_unit_test(the_list_of_notices_is_in_the_reader_s_language),
        cmocka_unit_test(nothing_to_do_is_not_said_of_a_year_without_figures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
