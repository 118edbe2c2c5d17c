#include "config/json_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const char text[] = "{\n"                                    /* 1 */
                           " \"a\": {\"x\\\"}\": [1, {\"y\":\n"     /* 2 */
                           "   true}],\n"                           /* 3 */
                           "   \"z\": \"]}{[,\\\\\" , \"w\": 1},\n" /* 4 */
                           " \"execution.pace\": [\n"               /* 5 */
                           "   [], {},\n"                           /* 6 */
                           "   -1.5e3, null,\n"                     /* 7 */
                           "   \"last\"\n"                          /* 8 */
                           " ],\n"                                  /* 9 */
                           " \"\\u4e2d\":\n"                        /* 10 */
                           "   1\n"                                 /* 11 */
                           "}\n";

/* The line and the printed form of a place of up to four steps; a step that begins with '#' is an index. */
static void check(const struct json_file *file, const char *const steps[4], int line, const char *printed)
{
    struct json_place places[4];
    const struct json_place *place = NULL;
    struct buf path = {0};

    for (size_t i = 0; i < 4 && steps[i] != NULL; i++) {
        places[i] = (struct json_place){.up = place};
        if (steps[i][0] == '#')
            places[i].index = (size_t)(steps[i][1] - '0');
        else
            places[i].key = steps[i];
        place = &places[i];
    }
    json_place_format(place, &path);
    assert_string_equal(buf_text(&path), printed);
    if (json_file_line(file, place) != line)
        fail_msg("%s: line %d, not %d", printed, json_file_line(file, place), line);
    buf_free(&path);
}

static void the_line_of_every_value_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *steps[4];
        int line;
        const char *printed;
    } cases[] = {
        {{NULL}, 1, ""},
        {{"a"}, 2, "a"},
        {{"a", "x\"}"}, 2, "a[\"x\\\"}\"]"},
        {{"a", "x\"}", "#1"}, 2, "a[\"x\\\"}\"][1]"},
        {{"a", "x\"}", "#1", "y"}, 2, "a[\"x\\\"}\"][1].y"},
        {{"a", "z"}, 4, "a.z"},
        {{"a", "w"}, 4, "a.w"},
        {{"execution.pace"}, 5, "[\"execution.pace\"]"},
        {{"execution.pace", "#1"}, 6, "[\"execution.pace\"][1]"},
        {{"execution.pace", "#2"}, 7, "[\"execution.pace\"][2]"},
        {{"execution.pace", "#4"}, 8, "[\"execution.pace\"][4]"},
        {{"中"}, 10, "[\"中\"]"},
        /* What is missing has the line of what should hold it. */
        {{"execution.pace", "#9"}, 5, "[\"execution.pace\"][9]"},
        {{"a", "missing"}, 2, "a.missing"},
        {{"a", "#0"}, 2, "a[0]"},
        {{"a", "w", "deeper"}, 4, "a.w.deeper"},
        {{"missing", "deeper"}, 1, "missing.deeper"},
        {{"execution.pace", "#3", "x", "y"}, 7, "[\"execution.pace\"][3].x.y"},
    };
    struct faults faults = {0};
    struct json_file file;

    assert_true(json_file_parse(&file, "t.json", text, strlen(text), &faults));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&file, cases[i].steps, cases[i].line, cases[i].printed);
    json_file_done(&file);
}

/* The walk is made for valid texts; others must not lead it astray either. */
static void broken_texts_end_the_walk(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "",         "{", "{\"a\"", "{\"a\":",    "{\"a\":[",        "{\"a\":[1,", "{\"b\":\"", "{\"b\":\"\\",
        "{\"b\":}", "[", "}",      "{\"b\":{{{", "{\"b\" 1 \"c\"]",
    };
    struct json_place a = {.key = "a"};
    struct json_place third = {.up = &a, .index = 3};

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct json_file file = {0};
        buf_puts(&file.text, broken[i]);
        assert_int_equal(json_file_line(&file, &third), 1);
        buf_free(&file.text);
    }
}

static void values_of_the_wrong_kind_are_told_in_words(void **state)
{
    (void)state;
    static const char values[] = "{\"v\": [{}, [], \"\", 1, 1.0, true, false, null]}";
    static const char *const kinds[] = {
        "an object", "a list", "a text", "a number", "a number with a decimal point",
        "true",      "false",  "null"};
    struct faults faults = {0};
    struct json_file file;

    assert_true(json_file_parse(&file, "t.json", values, strlen(values), &faults));
    json_t *list = json_object_get(file.root, "v");
    assert_int_equal(json_array_size(list), sizeof kinds / sizeof kinds[0]);
    for (size_t i = 0; i < json_array_size(list); i++)
        assert_string_equal(json_kind(json_array_get(list, i)), kinds[i]);
    json_file_done(&file);
}

static void integers_hold_their_bounds(void **state)
{
    (void)state;
    static const char values[] = "{\"v\": [0, 1, 12, 13, 9223372036854775807, \"1\", 1.0]}";
    static const bool good[] = {false, true, true, false, false, false, false};
    struct json_place place = {.key = "v"};
    struct faults faults = {0};
    struct json_file file;

    assert_true(json_file_parse(&file, "t.json", values, strlen(values), &faults));
    json_t *list = json_object_get(file.root, "v");
    for (size_t i = 0; i < json_array_size(list); i++) {
        int64_t integer = -1;
        bool ok = json_file_integer(&file, &place, json_array_get(list, i), 1, 12, &integer);
        assert_int_equal(ok, good[i]);
        assert_int_equal(integer >= 0, good[i]);
    }
    assert_int_equal(faults.count, 5);
    faults_done(&faults);
    json_file_done(&file);
}

static void a_file_that_cannot_be_read_is_a_fault_without_a_line(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct json_file file;

    assert_false(json_file_read(&file, "/nonexistent/x.json", &faults));
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.list[0].line, 0);
    assert_string_equal(faults.list[0].reason, "No such file or directory");
    json_file_done(&file);
    faults_done(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_of_every_value_is_found),
        cmocka_unit_test(broken_texts_end_the_walk),
        cmocka_unit_test(values_of_the_wrong_kind_are_told_in_words),
        cmocka_unit_test(integers_hold_their_bounds),
        cmocka_unit_test(a_file_that_cannot_be_read_is_a_fault_without_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
