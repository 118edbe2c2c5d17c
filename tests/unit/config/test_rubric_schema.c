#include "config/rubric_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/rubric_table.h"

/* The file in the source tree is what editors read; the tables are what the program reads. Where they
 * differ the new text is left in the working directory of the test: look at it, and copy it over. */
static void the_schema_file_is_made_from_the_tables(void **state)
{
    (void)state;
    struct buf made = {0}, stored = {0};
    struct err err = {0};

    rubric_schema(&made);
    if (!buf_read_file(&stored, SOURCE_DIR "/config/rubric.schema.json", 1 << 20, &err))
        fail_msg("%s", err.text);
    if (strcmp(buf_text(&made), buf_text(&stored)) != 0) {
        FILE *file = fopen("rubric.schema.json", "w");
        assert_non_null(file);
        fputs(buf_text(&made), file);
        fclose(file);
        fail_msg("config/rubric.schema.json is old; the new text is in rubric.schema.json here");
    }
    buf_free(&made);
    buf_free(&stored);
}

static json_t *made_schema(void)
{
    struct buf text = {0};

    rubric_schema(&text);
    json_t *schema = json_loads(buf_text(&text), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    buf_free(&text);
    return schema;
}

/* What an editor's validator does, as far as our schema uses it; patterns and lengths are not looked at. */

static bool fits(json_t *root, json_t *schema, json_t *value);

static bool fits_type(const char *type, const json_t *value)
{
    return type == NULL || (strcmp(type, "object") == 0 && json_is_object(value)) ||
           (strcmp(type, "array") == 0 && json_is_array(value)) ||
           (strcmp(type, "string") == 0 && json_is_string(value)) ||
           (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(value));
}

static bool fits_object(json_t *root, json_t *schema, json_t *object)
{
    json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *value;
    size_t i;

    json_array_foreach(json_object_get(schema, "required"), i, value)
    {
        if (json_object_get(object, json_string_value(value)) == NULL)
            return false;
    }
    json_object_foreach(object, key, value)
    {
        json_t *member = json_object_get(properties, key);
        if (properties != NULL && (member == NULL || !fits(root, member, value)))
            return false;
    }
    return true;
}

static size_t fitting(json_t *root, json_t *schemas, json_t *value)
{
    size_t i, count = 0;
    json_t *schema;

    json_array_foreach(schemas, i, schema) count += fits(root, schema, value);
    return count;
}

static bool is_among(json_t *words, json_t *value)
{
    size_t i;
    json_t *word;

    json_array_foreach(words, i, word)
    {
        if (json_equal(word, value))
            return true;
    }
    return false;
}

static bool fits(json_t *root, json_t *schema, json_t *value)
{
    static const char prefix[] = "#/definitions/";
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    json_t *any = json_object_get(schema, "anyOf"), *one = json_object_get(schema, "oneOf");
    json_t *all = json_object_get(schema, "allOf"), *constant = json_object_get(schema, "const");
    json_t *words = json_object_get(schema, "enum"), *items = json_object_get(schema, "items");
    size_t i;
    json_t *element;

    if (reference != NULL) {
        schema = json_object_get(json_object_get(root, "definitions"), reference + sizeof prefix - 1);
        assert_non_null(schema);
        return fits(root, schema, value);
    }
    if (!fits_type(json_string_value(json_object_get(schema, "type")), value) ||
        (any != NULL && fitting(root, any, value) == 0) || (one != NULL && fitting(root, one, value) != 1) ||
        (all != NULL && fitting(root, all, value) != json_array_size(all)) ||
        (constant != NULL && !json_equal(constant, value)) || (words != NULL && !is_among(words, value)))
        return false;
    json_array_foreach(items != NULL ? value : NULL, i, element)
    {
        if (!fits(root, items, element))
            return false;
    }
    return !json_is_object(value) || fits_object(root, schema, value);
}

static json_t *stored(const char *folder, const char *name)
{
    struct buf path = {0};
    json_error_t error;

    buf_printf(&path, "%s/%s", folder, name);
    json_t *value = json_load_file(buf_text(&path), 0, &error);
    if (value == NULL)
        fail_msg("%s: %s", buf_text(&path), error.text);
    buf_free(&path);
    return value;
}

static int is_json(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static void expect_fit(const char *folder, int least)
{
    json_t *schema = made_schema();
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_json, alphasort);

    assert_true(count >= least);
    for (int i = 0; i < count; i++) {
        json_t *value = stored(folder, entries[i]->d_name);
        if (!fits(schema, schema, value))
            fail_msg("%s does not fit the schema", entries[i]->d_name);
        json_decref(value);
        free(entries[i]);
    }
    free(entries);
    json_decref(schema);
}

static void shipped_rubrics_and_good_cases_fit_it(void **state)
{
    (void)state;
    expect_fit(SOURCE_DIR "/config/rubric", 4);
    expect_fit(SOURCE_DIR "/tests/cases/rubric/good", 3);
}

static void what_the_program_does_not_know_does_not_fit(void **state)
{
    (void)state;
    static const char *const bad[] = {"empty.json",  "root.json",       "items.json", "measures.json",
                                      "scores.json", "composites.json", "codes.json"};
    json_t *schema = made_schema();

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_t *value = stored(SOURCE_DIR "/tests/cases/rubric/bad", bad[i]);
        if (fits(schema, schema, value))
            fail_msg("%s fits the schema", bad[i]);
        json_decref(value);
    }
    json_decref(schema);
}

/* A setting of one measure in another is unknown to the schema as to the program. */
static void settings_of_another_measure_do_not_fit(void **state)
{
    (void)state;
    json_t *schema = made_schema();
    json_t *measure = json_object_get(json_object_get(schema, "definitions"), "measure");
    static const struct {
        const char *json;
        bool fits;
    } cases[] = {
        {"{\"kind\": \"contract_filing\", \"days\": 2}", true},
        {"{\"kind\": \"contract_filing\"}", true},
        {"{\"kind\": \"execution\", \"days\": 2}", false},
        {"{\"kind\": \"contract_sme\", \"days\": 2}", false},
        {"{\"kind\": \"ceiling\"}", false},
        {"{\"kind\": \"ceiling\", \"ceiling\": \"vehicle\"}", true},
        {"{\"kind\": \"weather\"}", false},
        {"{}", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *value = json_loads(cases[i].json, 0, NULL);
        if (fits(schema, measure, value) != cases[i].fits)
            fail_msg("%s", cases[i].json);
        json_decref(value);
    }
    json_decref(schema);
}

static size_t count_keys(const struct rubric_object *object)
{
    size_t count = object->key_count;

    for (size_t i = 0; i < object->key_count; i++) {
        const struct rubric_key *key = &object->keys[i];
        assert_true(strlen(key->help) > 5);
        if (key->of != NULL)
            count += count_keys(key->of);
        if (object->tagged && i > 0)
            assert_true(key->only != 0);
    }
    return count;
}

static void every_key_has_its_help(void **state)
{
    (void)state;
    assert_in_range(count_keys(&rubric_root), 60, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_file_is_made_from_the_tables),
        cmocka_unit_test(shipped_rubrics_and_good_cases_fit_it),
        cmocka_unit_test(what_the_program_does_not_know_does_not_fit),
        cmocka_unit_test(settings_of_another_measure_do_not_fit),
        cmocka_unit_test(every_key_has_its_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
