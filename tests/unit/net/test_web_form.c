#include "net/web_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static struct arena arena;

static int forget(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* A copy without anything behind it, so that a read beyond the end is found. */
static const char *exactly(const char *bytes, size_t length)
{
    char *copy = arena_alloc(&arena, length > 0 ? length : 1);

    memcpy(copy, bytes, length);
    return copy;
}

static bool read_target(const char *text, size_t length, struct web_target *target)
{
    struct err err = {0};
    bool ok = web_target_read(exactly(text, length), length, &arena, target, &err);

    assert_int_equal(err.code, ok ? ERR_NONE : ERR_INPUT);
    return ok;
}

static void a_target_is_path_parts_and_query(void **state)
{
    (void)state;
    static const char text[] = "/projects/a%2Fb%20+c/?year=2023&q=%E5%B9%BF+x%3D1&&flag&year=2024";
    struct web_target target;

    assert_true(read_target(text, sizeof text - 1, &target));
    assert_string_equal(target.path, "/projects/a/b +c/");
    assert_int_equal(target.part_count, 3);
    assert_string_equal(target.parts[1], "a/b +c");
    assert_string_equal(target.parts[2], "");
    assert_int_equal(target.query.count, 4);
    assert_string_equal(web_fields_get(&target.query, "year"), "2023");
    assert_string_equal(web_fields_get(&target.query, "q"), "广 x=1");
    assert_string_equal(web_fields_get(&target.query, "flag"), "");
    assert_null(web_fields_get(&target.query, "nothing"));
    assert_true(read_target("/", 1, &target));
    assert_int_equal(target.part_count, 0);
}

static void a_target_that_makes_no_sense_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
        {"", 0},
        {"projects", 8},
        {"*", 1},
        {"http://a/b", 10},
        {"?a", 2},
        {"/%", 2},
        {"/%4", 3},
        {"/%zz", 4},
        {"/%00", 4},
        {"/a%C2%9Bb", 9},
        {"/a\0b", 4},
        {"/%ff", 4},
        {"/%c0%af", 7},
        {"/%ed%a0%80", 10},
        {"/%0a", 4},
        {"/?a=%00", 7},
        {"/?%fe=1", 7},
        {"/a\x7f", 3},
        {"/1/2/3/4/5/6/7/8/9", 18},
    };
    struct web_target target;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (read_target(cases[i].text, cases[i].length, &target))
            fail_msg("case %zu: '%s' is taken", i, cases[i].text);
}

static void what_is_too_much_is_refused(void **state)
{
    (void)state;
    struct buf text = {0};
    struct web_target target;
    struct web_fields fields;
    struct err err = {0};

    buf_putc(&text, '/');
    while (text.length < WEB_TARGET_MAX)
        buf_putc(&text, 'a');
    assert_true(read_target(text.data, text.length, &target));
    buf_putc(&text, 'a');
    assert_false(read_target(text.data, text.length, &target));
    buf_clear(&text);
    for (int i = 0; i < WEB_FIELDS_MAX; i++)
        buf_puts(&text, "a&");
    assert_true(web_form_read(text.data, text.length, &arena, &fields, &err));
    assert_int_equal(fields.count, WEB_FIELDS_MAX);
    buf_puts(&text, "a");
    assert_false(web_form_read(text.data, text.length, &arena, &fields, &err));
    buf_free(&text);
}

static void a_form_has_line_ends_of_one_kind(void **state)
{
    (void)state;
    static const char text[] = "note=a%0D%0Ab%0Ac%0Dd&empty=&proof=x";
    struct web_fields fields;
    struct err err = {0};

    assert_true(web_form_read(exactly(text, sizeof text - 1), sizeof text - 1, &arena, &fields, &err));
    assert_string_equal(web_fields_get(&fields, "note"), "a\nb\nc\nd");
    assert_string_equal(web_fields_get(&fields, "empty"), "");
    assert_true(web_form_read("", 0, &arena, &fields, &err));
    assert_int_equal(fields.count, 0);
}

static void an_object_of_json_is_fields(void **state)
{
    (void)state;
    static const char text[] = "{\"by\": \"王\", \"done\": true, \"ids\": [1, -2], \"note\": null}";
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"a\": 1.5}",
                                      "{\"a\": {}}",
                                      "{\"a\": [[]]}",
                                      "{\"a\": \"\\u0000\"}",
                                      "{\"a\": 1, \"a\": 2}",
                                      "{\"a\": \"\xff\"}",
                                      "{} x",
                                      "{\"a\""};
    struct web_fields fields;
    struct err err = {0};

    assert_true(web_json_read(exactly(text, sizeof text - 1), sizeof text - 1, &arena, &fields, &err));
    assert_int_equal(fields.count, 4);
    assert_string_equal(web_fields_get(&fields, "by"), "王");
    assert_string_equal(web_fields_get(&fields, "done"), "true");
    assert_string_equal(fields.list[3].value, "-2");
    assert_null(web_fields_get(&fields, "note"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err_clear(&err);
        if (web_json_read(exactly(bad[i], strlen(bad[i])), strlen(bad[i]), &arena, &fields, &err))
            fail_msg("%s is taken", bad[i]);
        assert_int_equal(err.code, ERR_INPUT);
    }
}

static void a_cookie_is_found_whole_and_once(void **state)
{
    (void)state;
    static const struct {
        const char *header, *value; /* NULL: none */
    } cases[] = {
        {"id=1", "1"},   {"a=2; id=1;b=3", "1"}, {"id=", ""},
        {"xid=1", NULL}, {"id", NULL},           {"id=1; id=2", NULL},
        {"", NULL},      {";;id=1;", "1"},       {"ID=1", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *value;
        size_t length = strlen(cases[i].header), found;
        bool ok = web_cookie_read(exactly(cases[i].header, length), length, "id", &value, &found);
        if (ok != (cases[i].value != NULL))
            fail_msg("%s", cases[i].header);
        if (ok) {
            assert_int_equal(found, strlen(cases[i].value));
            assert_memory_equal(value, cases[i].value, found);
        }
    }
}

static void a_host_is_a_name_without_its_port(void **state)
{
    (void)state;
    static const struct {
        const char *header, *name; /* NULL: it is none */
    } cases[] = {
        {"Budget.Example.org", "budget.example.org"},
        {"a:80", "a"},
        {"127.0.0.1:8460", "127.0.0.1"},
        {"[::1]:80", "[::1]"},
        {"[::1]", "[::1]"},
        {"", NULL},
        {":80", NULL},
        {"a:", NULL},
        {"a:8x", NULL},
        {"a b", NULL},
        {"a/b", NULL},
        {"a@b", NULL},
        {"[::1", NULL},
        {"[::1]x", NULL},
        {"::1", NULL},
        {"a:123456", NULL},
        {"é", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *name;
        size_t length = strlen(cases[i].header);
        bool ok = web_host_read(exactly(cases[i].header, length), length, &arena, &name);
        if (ok != (cases[i].name != NULL))
            fail_msg("'%s'", cases[i].header);
        if (ok)
            assert_string_equal(name, cases[i].name);
    }
}

static void what_is_escaped_comes_back(void **state)
{
    (void)state;
    static const char text[] = "a/b?c=d&e+f %\"<>'\\ 广\n";
    struct buf target = {0};
    struct web_target read;

    buf_puts(&target, "/?x=");
    web_percent(&target, text);
    assert_true(read_target(target.data, target.length, &read));
    assert_string_equal(web_fields_get(&read.query, "x"), text);
    buf_free(&target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_target_is_path_parts_and_query, forget),
        cmocka_unit_test_teardown(a_target_that_makes_no_sense_is_refused, forget),
        cmocka_unit_test_teardown(what_is_too_much_is_refused, forget),
        cmocka_unit_test_teardown(a_form_has_line_ends_of_one_kind, forget),
        cmocka_unit_test_teardown(an_object_of_json_is_fields, forget),
        cmocka_unit_test_teardown(a_cookie_is_found_whole_and_once, forget),
        cmocka_unit_test_teardown(a_host_is_a_name_without_its_port, forget),
        cmocka_unit_test_teardown(what_is_escaped_comes_back, forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
