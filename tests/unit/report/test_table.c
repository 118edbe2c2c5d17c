#include "report/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},
        {"budget", 6},
        {"预算数", 6},
        {"执行率%", 7},
        {"（市）", 6},           /* fullwidth brackets */
        {"，", 2},               /* U+FF0C */
        {"“市”", 4},             /* quotation marks are narrow */
        {"ｶﾅ", 2},               /* halfwidth katakana */
        {"한글", 4},             /* Hangul syllables */
        {"\xE1\x84\x80", 2},     /* U+1100, a Hangul letter */
        {"\xF0\xA0\x80\x80", 2}, /* U+20000, CJK extension B */
        {"e\xCC\x81", 1},        /* a combining accent */
        {"é", 1},
        {"\xFF", 1},     /* no UTF-8 */
        {"\xE9\xA2", 2}, /* a character cut short: a column a byte */
        {"\xED", 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(text_width(cases[i].text), cases[i].width);
}

static void columns_line_up_under_chinese_titles(void **state)
{
    (void)state;
    const struct table_column columns[] = {
        {.title = "单位"}, {.title = "预算数", .right = true}, {.title = "说明"}};
    struct table table;
    struct buf out = {0};

    table_init(&table, columns, 3);
    table_cell(&table, "办公室");
    table_cell(&table, "1.00");
    table_cell(&table, "a");
    table_cell(&table, "IT");
    table_cell(&table, "1,234,567.00");
    table_cell(&table, "");
    table_write(&table, &out);

    assert_string_equal(buf_text(&out), "单位          预算数  说明\n"
                                        "------  ------------  ----\n"
                                        "办公室          1.00  a\n"
                                        "IT      1,234,567.00\n");
    buf_free(&out);
    table_done(&table);
}

static void a_row_that_is_not_whole_ends_early(void **state)
{
    (void)state;
    const struct table_column columns[] = {{.title = "a"}, {.title = "b"}};
    struct table table;
    struct buf out = {0};

    table_init(&table, columns, 2);
    table_cell(&table, "1");
    table_write(&table, &out);

    assert_string_equal(buf_text(&out), "a  b\n-  -\n1\n");
    buf_free(&out);
    table_done(&table);
}

static void nothing_in_a_cell_moves_the_cursor(void **state)
{
    (void)state;
    const struct table_column columns[] = {{.title = "name"}};
    struct table table;
    struct buf out = {0};

    table_init(&table, columns, 1);
    table_cell(&table, "x\x1B[2J\ny\r\xC2\x9B"
                       "z\x7F");
    table_write(&table, &out);

    assert_string_equal(buf_text(&out), "name\n-----------\nx [2J y  z \n");
    buf_free(&out);
    table_done(&table);
}

static void a_cell_that_is_too_long_is_cut_at_a_character(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"市财政局", "市财政局"},  {"市财政局a", "市财政.."}, {"a市财政局", "a市财.."},
        {"12345678", "12345678"},  {"123456789", "123456.."}, {"é23456789", "é23456.."},
        {"1234567é9", "123456.."},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct table_column columns[] = {{.title = "", .widest = 8}};
        struct table table;
        table_init(&table, columns, 1);
        table_cell(&table, cases[i].text);
        assert_string_equal(table.cells[0], cases[i].shown);
        table_done(&table);
    }
}

static void a_safe_text_keeps_its_lines_and_loses_other_controls(void **state)
{
    (void)state;
    struct buf out = {0};

    text_add_safe(&out, "一\n二\t\x1B[0m\u202e三\xFF");

    assert_string_equal(buf_text(&out), "一\n二  [0m三?");
    buf_free(&out);
}

static void bars_fill_by_whole_columns_and_carry_the_mark(void **state)
{
    (void)state;
    static const struct {
        int64_t part, whole, mark, months;
        const char *bar;
    } cases[] = {
        {0, 1, 6, 12, "[.....|....]"},      {1, 2, 6, 12, "[#####|....]"},
        {1, 1, 12, 12, "[#########|]"},     {-5, 1, 0, 12, "[|.........]"},
        {299, 1000, 3, 12, "[##|.......]"}, /* not rounded up */
        {300, 1000, 9, 12, "[###....|..]"}, {7, 2, 6, 12, "[#####|####]"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ratio share, mark;
        struct buf out = {0};
        assert_true(ratio_of(cases[i].part, cases[i].whole, &share));
        assert_true(ratio_of(cases[i].mark, cases[i].months, &mark));
        bar_write(&out, share, &mark, 10);
        assert_string_equal(buf_text(&out), cases[i].bar);
        buf_free(&out);
    }
}

static void a_bar_without_a_mark_is_plain(void **state)
{
    (void)state;
    struct buf out = {0};

    bar_write(&out, (struct ratio){1, 4}, NULL, 8);

    assert_string_equal(buf_text(&out), "[##......]");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(columns_line_up_under_chinese_titles),
        cmocka_unit_test(a_row_that_is_not_whole_ends_early),
        cmocka_unit_test(nothing_in_a_cell_moves_the_cursor),
        cmocka_unit_test(a_cell_that_is_too_long_is_cut_at_a_character),
        cmocka_unit_test(a_safe_text_keeps_its_lines_and_loses_other_controls),
        cmocka_unit_test(bars_fill_by_whole_columns_and_carry_the_mark),
        cmocka_unit_test(a_bar_without_a_mark_is_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
