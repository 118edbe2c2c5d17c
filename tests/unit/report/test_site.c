#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue_page.h"
#include "report/site.h"
#include "report/site_csv.h"

static const char hostile[] = "<script>alert(1)</script>\" onload='x' & \xe2\x80\xae"
                              "evil";

static void begin(struct site *site, struct buf *out)
{
    static const struct site_step steps[] = {{"总览", "/", true}, {"项目", "/projects", false}};
    const struct site_frame frame = {.language = LANGUAGE_ZH,
                                     .title = hostile,
                                     .site = "监控",
                                     .skip = "跳到正文",
                                     .nav = "主导航",
                                     .way = "位置",
                                     .footer = "",
                                     .steps = steps,
                                     .step_count = 2};

    site_begin(site, out, &frame);
}

static size_t count(const char *text, const char *piece)
{
    size_t found = 0;

    for (const char *at = strstr(text, piece); at != NULL; at = strstr(at + 1, piece))
        found++;
    return found;
}

static void a_page_has_a_language_one_h1_landmarks_and_a_skip_link(void **state)
{
    struct buf out = {0};
    struct site site = {0};
    (void)state;

    begin(&site, &out);
    site_end(&site);
    site_free(&site);
    const char *html = buf_text(&out);
    assert_non_null(strstr(html, "<html lang=\"zh-CN\">"));
    assert_int_equal(count(html, "<h1>"), 1);
    assert_int_equal(count(html, "<main "), 1);
    assert_int_equal(count(html, "<header>"), 1);
    assert_non_null(strstr(html, "<a class=\"skip\" href=\"#content\">"));
    assert_int_equal(count(html, "aria-current=\"page\""), 1);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "style=\""));
    buf_free(&out);
}

static void nothing_from_outside_becomes_markup(void **state)
{
    const struct document_column columns[] = {{hostile, ALIGN_LEFT, 0}, {"b", ALIGN_RIGHT, 0}};
    const struct site_option options[] = {{hostile, hostile}};
    const struct site_field fields[] = {
        {.kind = SITE_FIELD_LINE,
         .name = "by",
         .label = hostile,
         .value = hostile,
         .fault = hostile,
         .hint = hostile},
        {.kind = SITE_FIELD_TEXT, .name = "note", .label = "n", .value = "</textarea><b>"},
        {.kind = SITE_FIELD_CHOICE,
         .name = "c",
         .label = "c",
         .value = hostile,
         .options = options,
         .option_count = 1}};
    const struct site_key key = {hostile, hostile, NULL, hostile, TONE_BAD};
    struct buf out = {0};
    struct site site = {0};
    (void)state;

    begin(&site, &out);
    site_heading(&site, 2, hostile);
    site_notice(&site, hostile, TONE_BAD);
    site_keys(&site, &key, 1);
    site_facts(&site);
    site_fact(&site, hostile, hostile, site_to(&site, "/projects/", hostile, "q", hostile, NULL));
    site_facts_end(&site);
    site_table(&site, hostile, columns, 2);
    site_row(&site, ROW_PLAIN);
    site_cell_two(&site, hostile, site_to(&site, "/", NULL, NULL), hostile);
    site_cell_tone(&site, hostile, TONE_BAD);
    site_table_end(&site);
    site_form(&site, site_to(&site, "/x/", hostile, NULL), true, hostile);
    site_form_hidden(&site, "proof", hostile);
    for (size_t i = 0; i < 3; i++)
        site_form_field(&site, &fields[i]);
    site_form_end(&site, hostile);
    site_figure(&site, "<svg></svg>", hostile);
    site_end(&site);
    site_free(&site);
    const char *html = buf_text(&out);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "onload='"));
    assert_null(strstr(html, "</textarea><b>"));
    assert_non_null(strstr(html, "aria-invalid=\"true\""));
    assert_non_null(strstr(html, "aria-describedby=\"by-hint by-fault\""));
    /* What is shown of it stands in a direction of its own. */
    assert_true(count(html, "<bdi>&lt;script&gt;") > 8);
    buf_free(&out);
}

static void links_are_percent_encoded_and_carry_the_language_on(void **state)
{
    struct site site = {.frame.lang = "en"};
    (void)state;

    assert_string_equal(
        site_to(&site, "/projects/", "A/b ?#项&.", "year", "2023", "q", "", "unit", NULL, NULL),
        "/projects/A%2Fb%20%3F%23%E9%A1%B9%26.?year=2023&lang=en");
    assert_string_equal(site_to(&site, "/units/", "..", NULL), "/units/%2E%2E?lang=en");
    site_free(&site);
}

static void every_cell_has_a_header_and_its_columns_title(void **state)
{
    const struct document_column columns[] = {{"项目", ALIGN_LEFT, 0}, {"预算", ALIGN_RIGHT, 0}};
    struct buf out = {0};
    struct site site = {0};
    (void)state;

    begin(&site, &out);
    site_heading(&site, 2, "资金");
    site_table(&site, "资金", columns, 2);
    site_row(&site, ROW_PLAIN);
    site_cell(&site, "甲");
    site_cell(&site, "1.00");
    site_cell(&site, "one too many");
    site_row(&site, ROW_TOTAL);
    site_cell(&site, "合计");
    site_cell(&site, "1.00");
    site_table_end(&site);
    site_end(&site);
    site_free(&site);
    const char *html = buf_text(&out);
    assert_int_equal(count(html, "scope=\"col\""), 2);
    assert_int_equal(count(html, "scope=\"row\""), 2);
    assert_int_equal(count(html, "data-title=\"预算\""), 2);
    assert_int_equal(count(html, "<tr"), count(html, "</tr>"));
    assert_null(strstr(html, "one too many"));
    assert_non_null(strstr(html, "<caption class=\"heard\">"));
    buf_free(&out);
}

static void cells_of_a_csv_are_quoted_and_no_formula(void **state)
{
    static const struct {
        const char *text, *cell;
    } cases[] = {{"=1+1", "'=1+1"},
                 {"+86 20", "'+86 20"},
                 {"-12.50", "-12.50"},
                 {"+3", "+3"},
                 {"@x", "'@x"},
                 {"\tx", "'\tx"},
                 {"=cmd|' /C calc'!A0,\"x\"", "\"'=cmd|' /C calc'!A0,\"\"x\"\"\""},
                 {"a\nb", "\"a\nb\""},
                 {"", ""},
                 {"城管局", "城管局"}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        site_csv_cell(&out, cases[i].text, true);
        assert_string_equal(buf_text(&out), cases[i].cell);
        buf_free(&out);
    }
}

static void every_word_is_there_in_both_languages(void **state)
{
    (void)state;
    for (unsigned word = 0; word < PAGE_WORD_COUNT; word++) {
        const char *zh = catalogue_page(LANGUAGE_ZH, (enum page_word)word);
        const char *en = catalogue_page(LANGUAGE_EN, (enum page_word)word);
        if (zh == NULL || en == NULL || zh[0] == '\0' || en[0] == '\0')
            fail_msg("word %u is missing", word);
    }
    for (unsigned fault = ACK_FINE + 1; fault < ACK_FAULTS; fault++)
        assert_true(catalogue_ack_fault(LANGUAGE_ZH, (enum ack_fault)fault)[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_a_language_one_h1_landmarks_and_a_skip_link),
        cmocka_unit_test(nothing_from_outside_becomes_markup),
        cmocka_unit_test(links_are_percent_encoded_and_carry_the_language_on),
        cmocka_unit_test(every_cell_has_a_header_and_its_columns_title),
        cmocka_unit_test(cells_of_a_csv_are_quoted_and_no_formula),
        cmocka_unit_test(every_word_is_there_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
