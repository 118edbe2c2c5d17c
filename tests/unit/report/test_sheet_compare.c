/* Two stored evaluations, and what differs between them. */
#include "report/sheet_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SHEET(total, items, discrepancies)                                                                   \
    "{\"total\":\"" total "\",\"grade\":\"优\",\"items\":[" items "],\"discrepancies\":[" discrepancies "]}"
#define ITEM(code, points, measured, rows)                                                                   \
    "{\"code\":\"" code "\",\"name\":\"名" code "\",\"max\":\"10\",\"measured\":" measured                   \
    ",\"points\":\"" points "\",\"assessed\":null,\"explanation\":\"得" points "\",\"evidence\":[" rows "]}"
#define ROW(key, text) "{\"table\":\"execution\",\"key\":\"" key "\",\"text\":\"" text "\",\"evidence\":null}"
#define FOUND(text)    "{\"kind\":\"assessed\",\"item\":\"1\",\"text\":\"" text "\"}"

static json_t *compare(const char *a, const char *b)
{
    struct err err = {0};
    json_t *difference = NULL;

    if (!sheet_compare(a, b, &difference, &err))
        fail_msg("%s", err.text);
    return difference;
}

static void expect_json(const json_t *found, const char *expected)
{
    char *text = json_dumps(found, JSON_COMPACT | JSON_ENCODE_ANY);

    assert_string_equal(text, expected);
    free(text);
}

static void expect_words(const char *a, const char *b, enum language language, const char *expected)
{
    json_t *difference = compare(a, b);
    struct buf out = {0};

    sheet_compare_write(difference, language, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
    json_decref(difference);
}

static void the_same_sheet_differs_in_nothing(void **state)
{
    (void)state;
    const char *same = SHEET("9", ITEM("1", "9", "\"90.00\"", ROW("P/2023//12", "90.00")), FOUND("一"));
    json_t *difference = compare(same, same);

    expect_json(json_object_get(difference, "items"), "[]");
    expect_json(json_object_get(difference, "discrepancies"), "{\"gone\":[],\"new\":[]}");
    json_decref(difference);
    expect_words(same, same, LANGUAGE_ZH, "总分：9 → 9；等级：优 → 优\n各项得分和数据没有变化\n");
    expect_words(same, same, LANGUAGE_EN, "total: 9 → 9; grade: 优 → 优\nno item and no row differs\n");
}

static void only_what_differs_is_listed_with_the_rows_that_are_why(void **state)
{
    (void)state;
    const char *before = SHEET(
        "18", ITEM("1", "9", "\"90.00\"", ROW("P/2023//12", "90.00")) "," ITEM("2", "9", "\"3\"", ""), "");
    const char *after = SHEET(
        "19", ITEM("1", "10", "\"100.00\"", ROW("P/2023//12", "100.00")) "," ITEM("2", "9", "\"3\"", ""), "");
    json_t *difference = compare(before, after);

    expect_json(json_object_get(difference, "total"), "[\"18\",\"19\"]");
    expect_json(
        json_object_get(difference, "items"),
        "[{\"code\":\"1\",\"name\":\"名1\",\"measured\":[\"90.00\",\"100.00\"],\"points\":[\"9\",\"10\"],"
        "\"explanation\":[\"得9\",\"得10\"],\"rows\":[{\"table\":\"execution\",\"key\":\"P/2023//12\","
        "\"text\":[\"90.00\",\"100.00\"]}]}]");
    json_decref(difference);
    expect_words(before, after, LANGUAGE_ZH,
                 "总分：18 → 19；等级：优 → 优\n1 名1\n    得分：9 → 10\n    实际值：90.00 → 100.00\n"
                 "    数据 execution P/2023//12：90.00 → 100.00\n");
    expect_words(before, after, LANGUAGE_EN,
                 "total: 18 → 19; grade: 优 → 优\n1 名1\n    points: 9 → 10\n    measured: 90.00 → 100.00\n"
                 "    row execution P/2023//12: 90.00 → 100.00\n");
}

static void rows_and_items_that_came_or_went_have_a_dash_on_the_other_side(void **state)
{
    (void)state;
    const char *before = SHEET("9", ITEM("1", "9", "null", ROW("A", "1") "," ROW("B", "2")), "");
    const char *after = SHEET(
        "9", ITEM("1", "9", "null", ROW("B", "2") "," ROW("C", "3")) "," ITEM("2", "0", "null", ""), "");
    json_t *difference = compare(before, after);

    expect_json(json_object_get(json_array_get(json_object_get(difference, "items"), 0), "rows"),
                "[{\"table\":\"execution\",\"key\":\"A\",\"text\":[\"1\",null]},"
                "{\"table\":\"execution\",\"key\":\"C\",\"text\":[null,\"3\"]}]");
    json_decref(difference);
    expect_words(
        before, after, LANGUAGE_EN,
        "total: 9 → 9; grade: 优 → 优\n1 名1\n    row execution A: 1 → —\n    row execution C: — → 3\n"
        "2 名2\n    maximum: — → 10\n    points: — → 0\n");
    expect_words(
        after, before, LANGUAGE_EN,
        "total: 9 → 9; grade: 优 → 优\n1 名1\n    row execution C: 3 → —\n    row execution A: — → 1\n"
        "2 名2\n    maximum: 10 → —\n    points: 0 → —\n");
}

static void what_no_longer_disagrees_and_what_is_new_are_told_apart(void **state)
{
    (void)state;
    const char *before = SHEET("9", "", FOUND("一") "," FOUND("二"));
    const char *after = SHEET("9", "", FOUND("二") "," FOUND("三"));
    json_t *difference = compare(before, after);

    expect_json(json_object_get(difference, "discrepancies"), "{\"gone\":[\"一\"],\"new\":[\"三\"]}");
    json_decref(difference);
    expect_words(
        before, after, LANGUAGE_ZH,
        "总分：9 → 9；等级：优 → 优\n已不存在的问题：一\n新出现的问题：三\n各项得分和数据没有变化\n");
}

static void what_is_not_a_score_sheet_is_refused(void **state)
{
    (void)state;
    const char *sheet = SHEET("9", "", "");
    static const char *const others[] = {
        "", "[]", "{\"total\":\"9\"}", "{\"total\":\"9\",\"grade\":\"\",\"items\":{},\"discrepancies\":[]}"};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (int second = 0; second < 2; second++) {
            struct err err = {0};
            json_t *difference = NULL;
            assert_false(
                sheet_compare(second ? sheet : others[i], second ? others[i] : sheet, &difference, &err));
            assert_int_equal(err.code, ERR_INPUT);
            assert_null(difference);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_sheet_differs_in_nothing),
        cmocka_unit_test(only_what_differs_is_listed_with_the_rows_that_are_why),
        cmocka_unit_test(rows_and_items_that_came_or_went_have_a_dash_on_the_other_side),
        cmocka_unit_test(what_no_longer_disagrees_and_what_is_new_are_told_apart),
        cmocka_unit_test(what_is_not_a_score_sheet_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
