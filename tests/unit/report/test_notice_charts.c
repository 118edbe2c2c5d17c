#include "report/notice_charts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_notice.h"
#include "report/svg.h"

static struct a_notice a;
static const struct notice_paper zh = {.language = LANGUAGE_ZH, .money_unit = MONEY_WAN};
static struct buf out, words;

static int begin(void **state)
{
    (void)state;
    (void)a_notice_make(&a, 24);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_free(&out);
    buf_free(&words);
    return 0;
}

static void expect_in(const struct buf *text, const char *part)
{
    if (strstr(buf_text(text), part) == NULL)
        fail_msg("lacks %s in %s", part, buf_text(text));
}

static void bars_of_many_are_the_highest_and_the_lowest(void **state)
{
    (void)state;

    assert_true(notice_bars_svg(&out, &words, &a.notice, &zh));
    expect_in(&words, "图中为24个单位里进度最高的4个和最低的10个：第1数据资源管理中心（本级） 90.00% 蓝灯；");
    expect_in(&out, ">⋯ 其余10个单位 ⋯</text>");
    expect_in(&out, ">序时进度 58.33%</text>");
    expect_in(&out, "<title>支出进度</title><desc>图中为");
    assert_null(strstr(buf_text(&out), ">第5数据资源管理中心</text>"));
}

/* 8 of 100 percent of 480 pixels, hatched and with its word. */
static void a_bar_has_its_length_pattern_and_word(void **state)
{
    (void)state;

    assert_true(notice_bars_svg(&out, &words, &a.notice, &zh));
    expect_in(&out, "width=\"38.40\" height=\"12.00\" fill=\"url(#bar-lost)\"");
    expect_in(&out, ">8.00% 红灯</text>");
}

static void many_that_spent_nothing_are_counted_instead(void **state)
{
    (void)state;

    for (size_t i = 12; i < 23; i++) {
        a.rows[i].now.spent = 0;
        a.rows[i].now.rate = a_rate(0, 1);
        a.zero[a.notice.zero_count++] = &a.rows[i];
    }
    assert_true(notice_bars_svg(&out, &words, &a.notice, &zh));
    expect_in(&out, ">另有12个支出为零，未画出</text>");
    assert_null(strstr(buf_text(&out), "0.00% 红灯</text>"));
}

static void names_in_pictures_are_escaped(void **state)
{
    (void)state;

    assert_true(notice_bars_svg(&out, &words, &a.notice, &zh));
    assert_true(notice_goals_svg(&out, &words, &a.notice, &zh));
    assert_null(strstr(buf_text(&out), "<b>"));
    expect_in(&out, "&lt;b&gt;|甲");
}

static void the_curve_has_whole_numbers_and_every_line_a_name(void **state)
{
    (void)state;

    assert_true(notice_curve_svg(&out, &words, &a.notice, &zh));
    expect_in(&out, ">万元</text>");
    expect_in(&out, ">4,000</text>");
    expect_in(&out, ">支出数 45.73%</text>");
    expect_in(&out, ">序时进度 58.33%</text>");
    expect_in(&out, ">年底预计 78.40%</text>");
    expect_in(&out, ">用款计划</text>");
    expect_in(&words, "，7月1,481.73万元；年底预计");
}

static void extremes_are_no_trouble(void **state)
{
    struct notice *notice = &a.notice;
    (void)state;

    notice->now.budget = DEC_MAX;
    notice->projection.spent = DEC_MAX;
    notice->year_curve.spent[3] = -DEC_MAX;
    notice->year_curve.plan[3] = DEC_MAX;
    a.rows[0].now.rate = a_rate(DEC_MAX, 1);
    a.rows[2].now.rate = a_rate(-DEC_MAX, 1);
    a.goals[0].rate = (struct ratio){DEC_MAX, 1};
    a.goals[1].rate = (struct ratio){-5, 1};
    a.goals[2].completion = 2000000;
    assert_true(notice_bars_svg(&out, &words, notice, &zh));
    assert_true(notice_curve_svg(&out, &words, notice, &zh));
    assert_true(notice_goals_svg(&out, &words, notice, &zh));
    assert_null(strstr(buf_text(&out), "=\"-"));
}

static void the_four_quarters_are_named_and_counted(void **state)
{
    (void)state;

    assert_true(notice_goals_svg(&out, &words, &a.notice, &zh));
    expect_in(&out, ">事快钱慢4个</text>");
    expect_in(&out, ">钱事同步2个</text>");
    expect_in(&out, ">钱事双慢1个</text>");
    expect_in(&out, ">钱快事慢5个</text>");
    expect_in(&out, ">95.00% / 10.00%</text>");
}

static void nothing_to_show_draws_nothing(void **state)
{
    const struct notice nothing = {.unit_name = ""};
    (void)state;

    assert_false(notice_bars_svg(&out, &words, &nothing, &zh));
    assert_false(notice_curve_svg(&out, &words, &nothing, &zh));
    assert_false(notice_goals_svg(&out, &words, &nothing, &zh));
    assert_int_equal(out.length, 0);
}

static void steps_are_round(void **state)
{
    (void)state;

    assert_int_equal(svg_step(0, 5), 1);
    assert_int_equal(svg_step(5, 5), 1);
    assert_int_equal(svg_step(6, 5), 2);
    assert_int_equal(svg_step(3240, 5), 1000);
    assert_int_equal(svg_step(DEC_MAX, 5), INT64_C(200000000000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bars_of_many_are_the_highest_and_the_lowest, begin, end),
        cmocka_unit_test_setup_teardown(a_bar_has_its_length_pattern_and_word, begin, end),
        cmocka_unit_test_setup_teardown(many_that_spent_nothing_are_counted_instead, begin, end),
        cmocka_unit_test_setup_teardown(names_in_pictures_are_escaped, begin, end),
        cmocka_unit_test_setup_teardown(the_curve_has_whole_numbers_and_every_line_a_name, begin, end),
        cmocka_unit_test_setup_teardown(extremes_are_no_trouble, begin, end),
        cmocka_unit_test_setup_teardown(the_four_quarters_are_named_and_counted, begin, end),
        cmocka_unit_test_setup_teardown(nothing_to_show_draws_nothing, begin, end),
        cmocka_unit_test(steps_are_round),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
