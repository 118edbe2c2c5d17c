#include "report/document_html.h"

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
    document_init(&document, LANGUAGE_ZH, "标题 <1>");
    return 0;
}

static int end(void **state)
{
    (void)state;
    document_done(&document);
    buf_free(&out);
    return 0;
}

static void expect_in(const char *text)
{
    if (out.length == 0)
        document_html(&document, &out);
    if (strstr(buf_text(&out), text) == NULL)
        fail_msg("lacks %s", text);
}

static void it_says_its_language_and_title(void **state)
{
    (void)state;
    expect_in("<html lang=\"zh-CN\">");
    expect_in("<title>标题 &lt;1&gt;</title>");
    expect_in("<h1>标题 &lt;1&gt;</h1>");
}

static void it_needs_nothing_from_outside(void **state)
{
    static const char *const outside[] = {"<script", "<link", "src=", "href=", "url(http", "@import"};
    (void)state;

    document_html(&document, &out);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (strstr(buf_text(&out), outside[i]) != NULL)
            fail_msg("has %s", outside[i]);
    expect_in("@page { size: A4;");
    expect_in("display: table-header-group");
}

static void every_text_is_escaped_wherever_it_stands(void **state)
{
    static const char evil[] = "\"><script>alert('x')</script>&\n";
    const struct document_column columns[] = {{evil, ALIGN_LEFT, 1}};
    const struct document_key key = {.label = evil, .value = evil, .note = evil, .tone = TONE_BAD};
    (void)state;

    document_subtitle(&document, evil);
    document_heading(&document, 1, evil);
    document_paragraph(&document, evil);
    document_item(&document, evil);
    document_note(&document, evil);
    document_gap(&document, evil);
    document_keys(&document, &key, 1);
    document_figure(&document, "<svg></svg>", evil);
    document_table(&document, columns, 1, TABLE_CARDS);
    document_row(&document, ROW_PLAIN);
    document_cell(&document, evil, TONE_BAD);
    document_row(&document, ROW_GROUP);
    document_cell(&document, evil, TONE_NONE);
    document_html(&document, &out);
    assert_null(strstr(buf_text(&out), "<script"));
    assert_null(strstr(buf_text(&out), "\"\">"));
    expect_in("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp; ");
}

static void neighbouring_items_are_one_list(void **state)
{
    (void)state;
    document_item(&document, "甲");
    document_item(&document, "乙");
    document_paragraph(&document, "丙");
    document_item(&document, "丁");
    expect_in("<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<p>丙</p>\n<ul>\n<li>丁</li>\n</ul>\n");
}

static void a_group_row_with_one_cell_spans_the_table(void **state)
{
    const struct document_column columns[] = {{"a", ALIGN_LEFT, 1}, {"b", ALIGN_RIGHT, 3}};
    (void)state;

    document_table(&document, columns, 2, 0);
    document_row(&document, ROW_GROUP);
    document_cell(&document, "组", TONE_NONE);
    document_row(&document, ROW_PLAIN);
    document_cell(&document, "x", TONE_NONE);
    expect_in("<col style=\"width:25%\"><col style=\"width:75%\">");
    expect_in("<tr class=\"group\"><th colspan=\"2\">组</th></tr>");
    expect_in("<td class=\"left\" data-title=\"a\">x</td><td class=\"right empty\" data-title=\"b\"></td>");
}

static void a_picture_is_shown_and_its_table_is_not(void **state)
{
    const struct document_column columns[] = {{"instead", ALIGN_LEFT, 1}};
    (void)state;

    document_figure(&document, "<svg id=\"x\"></svg>", "in words");
    document_table(&document, columns, 1, TABLE_INSTEAD);
    expect_in("<figure role=\"img\" aria-label=\"in words\">\n<svg id=\"x\"></svg></figure>");
    assert_null(strstr(buf_text(&out), "instead"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_says_its_language_and_title, begin, end),
        cmocka_unit_test_setup_teardown(it_needs_nothing_from_outside, begin, end),
        cmocka_unit_test_setup_teardown(every_text_is_escaped_wherever_it_stands, begin, end),
        cmocka_unit_test_setup_teardown(neighbouring_items_are_one_list, begin, end),
        cmocka_unit_test_setup_teardown(a_group_row_with_one_cell_spans_the_table, begin, end),
        cmocka_unit_test_setup_teardown(a_picture_is_shown_and_its_table_is_not, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
