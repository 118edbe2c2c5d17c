#include "config/policy_file.h"

#include <stdlib.h>
#include <string.h>

#include "config/policy_table.h"

/* The settings are groups in groups, as their paths say; the same in the root and in each override.
 *
 * json_object_set_new() and its kin take over what they are given, also where they fail; and jansson fails
 * only for want of memory, where the schema's test would not be the first to notice. */

static json_t *new_object(void)
{
    return json_pack("{s:s, s:b, s:{}}", "type", "object", "additionalProperties", 0, "properties");
}

static json_t *decimal(void)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[+-]?[0-9]*\\.?[0-9]*$");
}

/* Months and what is due by their ends. */
static json_t *table(void)
{
    return json_pack("{s:s, s:b, s:{s:o}}", "type", "object", "additionalProperties", 0, "patternProperties",
                     "^([1-9]|1[0-2])$", decimal());
}

static json_t *words(const struct setting *setting)
{
    json_t *list = json_array();
    int count;
    const char *const *known = setting_words(setting, &count);

    for (int i = 0; i < count; i++)
        json_array_append_new(list, json_string(known[i]));
    return json_pack("{s:o}", "enum", list);
}

/* Bounds cannot be said of a text, and the program tells. */
static json_t *value_schema(const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_BOOL: return json_pack("{s:s}", "type", "boolean");
    case SETTING_SHARE:
    case SETTING_MONEY: return decimal();
    case SETTING_INTEGER:
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)setting->min, "maximum",
                         (json_int_t)setting->max);
    case SETTING_BY:
    case SETTING_CURVE: return words(setting);
    case SETTING_SHARE_TABLE:
    case SETTING_PERCENT_TABLE: return table();
    }
    return NULL;
}

static json_t *standard_of(const struct setting *setting, const struct policy_rules *standard)
{
    char text[SETTING_TEXT];
    int64_t value = setting_value(setting, standard, 0);
    int count;
    const char *const *known = setting_words(setting, &count);

    if (setting->type == SETTING_BOOL)
        return json_boolean(value);
    if (setting->type == SETTING_INTEGER)
        return json_integer(value);
    return json_string(known != NULL ? known[value] : setting_format(setting, standard, text));
}

/* A setting into the object that holds all, whose groups are made where they are not there yet. An override
 * that says nothing of one leaves it as it is for all, which is no default of its own. */
static void add_setting(json_t *object, const struct setting *setting, const struct policy_rules *standard)
{
    size_t depth = 0;
    json_t *schema = value_schema(setting);

    for (; depth + 1 < SETTING_DEPTH && setting->path[depth + 1] != NULL; depth++) {
        json_t *properties = json_object_get(object, "properties");
        object = json_object_get(properties, setting->path[depth]);
        if (object == NULL) {
            object = new_object();
            json_object_set_new(properties, setting->path[depth], object);
        }
    }
    json_object_set_new(schema, "description", json_string(setting->help));
    if (standard != NULL && setting_value_count(setting) == 1)
        json_object_set_new(schema, "default", standard_of(setting, standard));
    json_object_set_new(json_object_get(object, "properties"), setting->path[depth], schema);
}

static void add_settings(json_t *object, const struct policy_rules *standard)
{
    for (size_t i = 0; i < setting_count; i++)
        add_setting(object, &settings[i], standard);
}

static json_t *text(const char *about)
{
    return json_pack("{s:s, s:s}", "type", "string", "description", about);
}

static json_t *overrides(void)
{
    json_t *override = new_object(), *when = new_object();
    json_t *conditions = json_object_get(when, "properties");

    json_object_set_new(conditions, "category", json_pack("{s:[s, s]}", "enum", "basic", "project"));
    json_object_set_new(conditions, "fund", text("Projects whose money is all of this fund."));
    json_object_set_new(conditions, "unit", text("The code of a unit, with those below it."));
    json_object_set_new(when, "minProperties", json_integer(1));
    json_object_set_new(when, "description", json_string("The subjects that it holds for."));
    json_object_set_new(json_object_get(override, "properties"), "when", when);
    add_settings(override, NULL);
    json_object_set_new(override, "required", json_pack("[s]", "when"));
    return json_pack("{s:s, s:s, s:i, s:o}", "description",
                     "Settings that hold for some subjects only; the later of two that fit wins.", "type",
                     "array", "maxItems", (int)POLICY_OVERRIDES_MAX, "items", override);
}

void policy_schema(struct buf *out)
{
    json_t *root = json_pack("{s:s, s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#", "title",
                             "budgetwatch policy", "description", "Thresholds of the rules of budgetwatch.");
    json_t *object = new_object();
    json_t *properties = json_object_get(object, "properties");
    struct policy_rules standard;

    policy_rules_default(&standard);
    json_object_set_new(properties, "$schema", text("Where the JSON Schema of this file is, for editors."));
    json_object_set_new(properties, "name", text("What the policy is called in logs and reports."));
    json_object_set_new(json_object_get(properties, "name"), "minLength", json_integer(1));
    json_object_set_new(properties, "about", text("For who reads the file."));
    add_settings(object, &standard);
    json_object_set_new(properties, "overrides", overrides());
    json_object_set_new(object, "required", json_pack("[s]", "name"));
    json_object_update(root, object);
    json_decref(object);
    char *made = json_dumps(root, JSON_INDENT(2));
    buf_puts(out, made != NULL ? made : "");
    buf_putc(out, '\n');
    free(made);
    json_decref(root);
}
