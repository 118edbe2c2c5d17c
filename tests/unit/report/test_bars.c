#include "report/bars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct bar_legend legend = {.reached = "得分", .coming = "可挽回", .lost = "失分"};

static void expect_in(const struct buf *out, const char *text)
{
    if (strstr(buf_text(out), text) == NULL)
        fail_msg("lacks %s in %s", text, buf_text(out));
}

/* The longest bar has 190 pixels: 20 points are twice as long as 10. */
static void lengths_follow_from_the_wholes(void **state)
{
    const struct bar bars[] = {
        {.label = "甲", .words = "20 / 20", .whole = 20000000, .part = 20000000},
        {.label = "乙", .words = "3 / 10", .inner = true, .whole = 10000000, .part = 3000000}};
    struct buf out = {0};
    (void)state;

    bars_svg(&out, bars, 2, &legend);
    expect_in(&out, "width=\"190.00\" height=\"16\" fill=\"#1f4e79\"");
    expect_in(&out, "width=\"28.50\" height=\"10\"");
    expect_in(&out, "width=\"66.50\" height=\"10\" fill=\"url(#lost)\"");
    expect_in(&out, ">3 / 10</text>");
    buf_free(&out);
}

static void what_can_be_won_back_lies_between(void **state)
{
    const struct bar bar = {.label = "甲", .words = "", .whole = 100, .part = 50, .coming = 20};
    struct buf out = {0};
    (void)state;

    bars_svg(&out, &bar, 1, &legend);
    expect_in(&out, "<rect x=\"303.00\" y=\"32\" width=\"38.00\" height=\"16\" fill=\"url(#coming)\"");
    expect_in(&out, "<rect x=\"341.00\" y=\"32\" width=\"57.00\" height=\"16\" fill=\"url(#lost)\"");
    buf_free(&out);
}

static void labels_are_escaped_and_cut(void **state)
{
    const struct bar bar = {
        .label = "<b>一二三四五六七八九十一二三四五六七八", .words = "&", .whole = 1, .part = 1};
    struct buf out = {0};
    (void)state;

    bars_svg(&out, &bar, 1, &legend);
    expect_in(&out, "&lt;b&gt;一二三四五六七八九十一二三..</text>");
    expect_in(&out, ">&amp;</text>");
    buf_free(&out);
}

static void nothing_and_too_much_are_no_trouble(void **state)
{
    const struct bar bars[] = {{.label = "", .words = "", .whole = 0, .part = 0},
                               {.label = "", .words = "", .whole = INT64_MAX, .part = INT64_MAX},
                               {.label = "", .words = "", .whole = 5, .part = -5},
                               {.label = "", .words = "", .whole = 5, .part = 9}};
    struct buf out = {0};
    (void)state;

    bars_svg(&out, bars, 4, &legend);
    expect_in(&out, "width=\"190.00\"");
    assert_null(strstr(buf_text(&out), "-"
                                       "1"));
    buf_free(&out);
}

static void bars_of_characters_fill_by_their_share(void **state)
{
    struct buf out = {0};
    (void)state;

    bar_text(&out, &(struct bar){.whole = 100, .part = 39}, 5);
    assert_string_equal(buf_text(&out), "█░░░░");
    buf_clear(&out);
    bar_text(&out, &(struct bar){.whole = 0, .part = 0}, 3);
    assert_string_equal(buf_text(&out), "░░░");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_follow_from_the_wholes),
        cmocka_unit_test(what_can_be_won_back_lies_between),
        cmocka_unit_test(labels_are_escaped_and_cut),
        cmocka_unit_test(nothing_and_too_much_are_no_trouble),
        cmocka_unit_test(bars_of_characters_fill_by_their_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
