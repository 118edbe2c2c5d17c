#include "report/document_md.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct document document;
static struct buf out;

static int begin(void **state)
{
    (void)state;
    document_init(&document, LANGUAGE_ZH, "标题");
    return 0;
}

static int end(void **state)
{
    (void)state;
    document_done(&document);
    buf_free(&out);
    return 0;
}

static void expect(const char *body)
{
    struct buf whole = {0};

    buf_printf(&whole, "# 标题\n\n%s", body);
    document_md(&document, &out);
    assert_string_equal(buf_text(&out), buf_text(&whole));
    buf_free(&whole);
}

static void headings_paragraphs_and_notes_stand_in_their_order(void **state)
{
    (void)state;
    document_heading(&document, 1, "一、结论");
    document_paragraph(&document, "得分。");
    document_heading(&document, 3, "1.规章");
    document_note(&document, "说明");
    document_page_break(&document);
    expect("## 一、结论\n\n得分。\n\n#### 1\\.规章\n\n> 说明\n\n");
}

static void a_list_ends_where_a_paragraph_begins(void **state)
{
    (void)state;
    document_item(&document, "甲");
    document_item(&document, "- 乙");
    document_paragraph(&document, "丙");
    expect("- 甲\n\n- \\- 乙\n\n<!-- -->\n\n丙\n\n");
}

static void a_table_carries_alignment_and_widths(void **state)
{
    const struct document_column columns[] = {{"指标", ALIGN_LEFT, 3}, {"分值", ALIGN_RIGHT, 1}};
    (void)state;

    document_table(&document, columns, 2, 0);
    document_row(&document, ROW_TOTAL);
    document_cell(&document, "合计", TONE_NONE);
    document_cell(&document, "100", TONE_BAD);
    document_row(&document, ROW_PLAIN);
    document_cell(&document, "一个格", TONE_NONE);
    document_md(&document, &out);
    assert_non_null(strstr(buf_text(&out), "| 指标 | 分值 |\n|"));
    assert_non_null(strstr(buf_text(&out), "|------------------------------:|\n"));
    assert_non_null(strstr(buf_text(&out), "| **合计** | **100** |\n| 一个格 |  |\n"));
}

/* Names from a ledger may hold anything: a cell stays a cell, a line a line, and nothing becomes markup. */
static void hostile_names_stay_text(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"a|b", "a\\|b"},
        {"*x* _y_ ~z~ ^w^", "\\*x\\* \\_y\\_ \\~z\\~ \\^w\\^"},
        {"<script>&amp;", "\\<script\\>\\&amp;"},
        {"[a](b) ![c]", "\\[a\\](b) !\\[c\\]"},
        {"`code` \\ $x$ @me {#id}", "\\`code\\` \\\\ \\$x\\$ \\@me \\{\\#id\\}"},
        {"two\nlines\r\n\tthree", "two lines three"},
        {"   four spaces", "four spaces"},
        {"http://e.example www.e.example", "http\\://e.example www\\.e.example"},
        {"# no heading", "\\# no heading"},
        {"- no list", "\\- no list"},
        {"+ no list", "\\+ no list"},
        {"1. no list", "1\\. no list"},
        {"iv) no list", "iv\\) no list"},
        {"(1) no list", "\\(1) no list"},
        {"---", "\\---"},
        {"===", "\\==="},
        {": no definition", "\\: no definition"},
        {"% no title", "\\% no title"},
        {"> no quote", "\\> no quote"},
        {"94.87 分：优", "94\\.87 分：优"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&out);
        md_text(&out, cases[i].text, true);
        assert_string_equal(buf_text(&out), cases[i].expected);
    }
}

static void a_gap_is_code_that_no_backtick_ends(void **state)
{
    (void)state;
    document_gap(&document, "【待补充：原因】");
    document_gap(&document, "a ``b`\nc");
    expect("`【待补充：原因】`\n\n``` a ``b` c ```\n\n");
}

static void a_picture_gives_way_to_its_table(void **state)
{
    const struct document_column columns[] = {{"a", ALIGN_LEFT, 1}};
    (void)state;

    document_figure(&document, "<svg></svg>", "in words");
    document_table(&document, columns, 1, TABLE_INSTEAD);
    document_md(&document, &out);
    assert_null(strstr(buf_text(&out), "svg"));
    assert_non_null(strstr(buf_text(&out), "| a |"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headings_paragraphs_and_notes_stand_in_their_order, begin, end),
        cmocka_unit_test_setup_teardown(a_list_ends_where_a_paragraph_begins, begin, end),
        cmocka_unit_test_setup_teardown(a_table_carries_alignment_and_widths, begin, end),
        cmocka_unit_test_setup_teardown(hostile_names_stay_text, begin, end),
        cmocka_unit_test_setup_teardown(a_gap_is_code_that_no_backtick_ends, begin, end),
        cmocka_unit_test_setup_teardown(a_picture_gives_way_to_its_table, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
