#include "service/web_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "service/web_parts.h"

static json_t *read_description(void)
{
    json_error_t error;
    json_t *all = json_load_file(SOURCE_DIR "/config/openapi.json", JSON_REJECT_DUPLICATES, &error);

    if (all == NULL)
        fail_msg("openapi.json:%d: %s", error.line, error.text);
    return all;
}

/* Names in braces do not matter: "/projects/{code}" is "/projects/{}". */
static void without_names(const char *path, char out[static 128])
{
    size_t made = 0;

    for (const char *c = path; *c != '\0' && made < 126; c++) {
        out[made++] = *c;
        if (*c == '{')
            c += strcspn(c, "}") - 1;
    }
    out[made] = '\0';
}

static bool has_route(const char *path, const char *method)
{
    for (const struct web_route *route = api_routes; route->method != NULL; route++)
        if (strcmp(route->pattern, path) == 0 && strcasecmp(route->method, method) == 0)
            return true;
    return false;
}

static void every_path_that_is_described_is_a_route(void **state)
{
    (void)state;
    json_t *all = read_description(), *methods, *operation;
    const char *path, *method;
    char plain[128];

    json_object_foreach(json_object_get(all, "paths"), path, methods)
    {
        json_object_foreach(methods, method, operation)
        {
            without_names(path, plain);
            if (!has_route(plain, method))
                fail_msg("%s %s is described and is no route", method, path);
            assert_non_null(json_object_get(json_object_get(operation, "responses"), "503"));
        }
    }
    json_decref(all);
}

static const json_t *described(const json_t *all, const struct web_route *route)
{
    const char *path;
    json_t *methods;
    char plain[128];

    json_object_foreach(json_object_get(all, "paths"), path, methods)
    {
        without_names(path, plain);
        if (strcmp(plain, route->pattern) == 0)
            return json_object_get(methods, strcmp(route->method, "GET") == 0 ? "get" : "post");
    }
    return NULL;
}

/* Who reads the description must see where a token for acting is needed. */
static void every_route_is_described(void **state)
{
    (void)state;
    json_t *all = read_description();

    for (const struct web_route *route = api_routes; route->method != NULL; route++) {
        const json_t *operation = described(all, route);
        if (operation == NULL)
            fail_msg("%s %s is not described", route->method, route->pattern);
        assert_int_equal(route->acts, json_object_get(operation, "security") != NULL);
        assert_int_equal(route->acts, strcmp(route->method, "POST") == 0);
    }
    json_decref(all);
}

/* Every "$ref" leads somewhere inside. */
static void look_for_references(const json_t *all, const json_t *at)
{
    const char *key;
    json_t *value;
    size_t i;

    json_array_foreach((json_t *)(uintptr_t)at, i, value) look_for_references(all, value);
    json_object_foreach((json_t *)(uintptr_t)at, key, value)
    {
        if (strcmp(key, "$ref") != 0) {
            look_for_references(all, value);
            continue;
        }
        char text[128];
        snprintf(text, sizeof text, "%s", json_string_value(value));
        const json_t *found = all;
        for (char *save = NULL, *part = strtok_r(text + 2, "/", &save); part != NULL;
             part = strtok_r(NULL, "/", &save))
            found = json_object_get(found, part);
        if (found == NULL)
            fail_msg("%s leads nowhere", json_string_value(value));
    }
}

static void every_reference_leads_somewhere(void **state)
{
    (void)state;
    json_t *all = read_description();

    look_for_references(all, all);
    json_decref(all);
}

static void a_pattern_takes_parts_as_they_were_separated(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *target, *argument; /* NULL: it does not fit */
    } cases[] = {
        {"/projects/{}", "/projects/A", "A"},         {"/projects/{}", "/projects/a%2Fb", "a/b"},
        {"/projects/{}", "/projects/%7B%7D", "{}"},   {"/projects/{}", "/projects/", NULL},
        {"/projects/{}", "/projects", NULL},          {"/projects/{}", "/projects/A/", NULL},
        {"/projects/{}", "/projects/A/B", NULL},      {"/projects/{}/ack", "/projects/A/ack", "A"},
        {"/projects/{}/ack", "/projects/A/ac", NULL}, {"/", "/A", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct web_target target;
        const char *arguments[WEB_ARGUMENTS_MAX];
        struct err err = {0};
        assert_true(web_target_read(cases[i].target, strlen(cases[i].target), &arena, &target, &err));
        bool fits = web_route_fits(cases[i].pattern, &target, arguments);
        if (fits != (cases[i].argument != NULL))
            fail_msg("%s and %s", cases[i].pattern, cases[i].target);
        if (fits)
            assert_string_equal(arguments[0], cases[i].argument);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_that_is_described_is_a_route),
        cmocka_unit_test(every_route_is_described),
        cmocka_unit_test(every_reference_leads_somewhere),
        cmocka_unit_test(a_pattern_takes_parts_as_they_were_separated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
