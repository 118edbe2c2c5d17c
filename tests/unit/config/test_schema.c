#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "config/option.h"

/* The file in the source tree is what editors read; the table is what the program reads. Where they
 * differ the new text is left in the working directory of the test: look at it, and copy it over. */
static void the_schema_file_is_made_from_the_table(void **state)
{
    (void)state;
    struct buf made = {0}, stored = {0};
    struct err err = {0};

    config_schema(&made);
    if (!buf_read_file(&stored, SOURCE_DIR "/config/budgetwatch.schema.json", 1 << 20, &err))
        fail_msg("%s", err.text);
    if (strcmp(buf_text(&made), buf_text(&stored)) != 0) {
        FILE *file = fopen("budgetwatch.schema.json", "w");
        assert_non_null(file);
        fputs(buf_text(&made), file);
        fclose(file);
        fail_msg("config/budgetwatch.schema.json is old; the new text is in budgetwatch.schema.json here");
    }
    buf_free(&made);
    buf_free(&stored);
}

static json_t *made_schema(void)
{
    struct buf text = {0};

    config_schema(&text);
    json_t *schema = json_loads(buf_text(&text), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    buf_free(&text);
    return schema;
}

/* properties.delivery.properties.lease of "delivery.lease". */
static json_t *find(json_t *schema, const char *path)
{
    const char *list = strstr(path, "[].");
    const char *dot = strchr(path, '.');
    char group[64];
    json_t *object = json_object_get(schema, "properties");

    if (list != NULL) {
        snprintf(group, sizeof group, "%.*s", (int)(list - path), path);
        object = json_object_get(json_object_get(object, group), "items");
        return json_object_get(json_object_get(object, "properties"), list + strlen("[]."));
    }
    if (dot == NULL)
        return json_object_get(object, path);
    snprintf(group, sizeof group, "%.*s", (int)(dot - path), path);
    object = json_object_get(json_object_get(object, group), "properties");
    return json_object_get(object, dot + 1);
}

static void every_option_is_in_it_with_its_help_and_default(void **state)
{
    (void)state;
    json_t *schema = made_schema();

    for (size_t i = 0; i < option_count; i++) {
        json_t *option = find(schema, options[i].path);
        if (option == NULL)
            fail_msg("%s is not in the schema", options[i].path);
        const char *help = json_string_value(json_object_get(option, "description"));
        assert_non_null(help);
        assert_int_equal(strncmp(help, options[i].help, strlen(options[i].help)), 0);
        assert_int_equal(json_object_get(option, "default") != NULL, options[i].standard != NULL);
    }
    json_decref(schema);
}

static void unknown_keys_are_refused_at_every_level(void **state)
{
    (void)state;
    json_t *schema = made_schema();
    json_t *properties = json_object_get(schema, "properties");
    json_t *objects[] = {schema, json_object_get(properties, "delivery"),
                         json_object_get(properties, "retention"),
                         json_object_get(json_object_get(properties, "channels"), "items"),
                         json_object_get(json_object_get(properties, "sources"), "items")};

    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
        assert_true(json_is_false(json_object_get(objects[i], "additionalProperties")));
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_file_is_made_from_the_table),
        cmocka_unit_test(every_option_is_in_it_with_its_help_and_default),
        cmocka_unit_test(unknown_keys_are_refused_at_every_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
