#include "config/policy_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "config/policy_table.h"

/* The file in the source tree is what editors read; the table is what the program reads. Where they
 * differ the new text is left in the working directory of the test: look at it, and copy it over. */
static void the_schema_file_is_made_from_the_table(void **state)
{
    (void)state;
    struct buf made = {0}, stored = {0};
    struct err err = {0};

    policy_schema(&made);
    bool read = buf_read_file(&stored, SOURCE_DIR "/config/policy.schema.json", 1 << 20, &err);
    if (!read || strcmp(buf_text(&made), buf_text(&stored)) != 0) {
        FILE *file = fopen("policy.schema.json", "w");
        assert_non_null(file);
        fputs(buf_text(&made), file);
        fclose(file);
        fail_msg("config/policy.schema.json is old; the new text is in policy.schema.json here");
    }
    buf_free(&made);
    buf_free(&stored);
}

static json_t *made_schema(void)
{
    struct buf text = {0};

    policy_schema(&text);
    json_t *schema = json_loads(buf_text(&text), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    buf_free(&text);
    return schema;
}

static json_t *find(json_t *object, const struct setting *setting)
{
    for (size_t i = 0; i < SETTING_DEPTH && setting->path[i] != NULL; i++)
        object = json_object_get(json_object_get(object, "properties"), setting->path[i]);
    return object;
}

static void every_setting_is_in_it_for_all_and_for_some(void **state)
{
    (void)state;
    json_t *schema = made_schema();
    json_t *override =
        json_object_get(json_object_get(json_object_get(schema, "properties"), "overrides"), "items");

    for (size_t i = 0; i < setting_count; i++) {
        json_t *common = find(schema, &settings[i]), *own = find(override, &settings[i]);
        assert_non_null(common);
        assert_non_null(own);
        assert_string_equal(json_string_value(json_object_get(common, "description")), settings[i].help);
        assert_int_equal(json_object_get(common, "default") != NULL, setting_value_count(&settings[i]) == 1);
        assert_null(json_object_get(own, "default"));
    }
    json_decref(schema);
}

/* What an editor's validator says of keys: none is unknown, at any depth. */
static void expect_known(json_t *schema, json_t *value, const char *file)
{
    json_t *properties = json_object_get(schema, "properties"), *member;
    const char *key;
    size_t i;

    if (properties != NULL)
        assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
    json_object_foreach(value, key, member)
    {
        json_t *known = json_object_get(properties, key);
        if (properties != NULL && known == NULL)
            fail_msg("%s: the schema has no \"%s\"", file, key);
        if (known != NULL)
            expect_known(known, member, file);
    }
    json_array_foreach(value, i, member)
    {
        expect_known(json_object_get(schema, "items"), member, file);
    }
}

static void what_is_shipped_is_of_the_schema_that_it_names(void **state)
{
    (void)state;
    static const char *const files[] = {SOURCE_DIR "/config/policy/default.json",
                                        SOURCE_DIR "/config/policy/guangzhou.json"};
    json_t *schema = made_schema();

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        json_t *policy = json_load_file(files[i], JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(policy);
        assert_string_equal(json_string_value(json_object_get(policy, "$schema")), "../policy.schema.json");
        expect_known(schema, policy, files[i]);
        json_decref(policy);
    }
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_file_is_made_from_the_table),
        cmocka_unit_test(every_setting_is_in_it_for_all_and_for_some),
        cmocka_unit_test(what_is_shipped_is_of_the_schema_that_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
