#include "config/rubric_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/rubric_table.h"

/* One definition for each kind of object, made from its table. A tagged one has an alternative for each tag,
 * in which only the keys of that tag are.
 *
 * json_object_set_new() and its kin take over what they are given, also where they fail; and jansson fails
 * only for want of memory, where the schema's test would not be the first to notice. */

static void define(json_t *definitions, const struct rubric_object *object);

static json_t *reference(const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "#/definitions/%s", name);
    return json_pack("{s:s}", "$ref", path);
}

static json_t *list_schema(json_t *elements, int64_t max)
{
    return json_pack("{s:s, s:o, s:i, s:I}", "type", "array", "items", elements, "minItems", 1, "maxItems",
                     (json_int_t)max);
}

static json_t *text_schema(int64_t max)
{
    return json_pack("{s:s, s:i, s:I}", "type", "string", "minLength", 1, "maxLength", (json_int_t)max);
}

static json_t *words_schema(int64_t max)
{
    return json_pack("{s:[o, {s:s, s:b, s:[s, s], s:{s:o, s:o}}]}", "anyOf", text_schema(max), "type",
                     "object", "additionalProperties", 0, "required", "zh", "en", "properties", "zh",
                     text_schema(max), "en", text_schema(max));
}

/* Bounds cannot be said of a text, and the program tells; at most 6 decimals, in percent 4. */
static json_t *number_schema(const char *pattern)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

static json_t *word_schema(const struct rubric_key *key)
{
    json_t *words = json_array();

    for (int i = 0; i <= key->max; i++)
        json_array_append_new(words, json_string(key->word(i)));
    return json_pack("{s:o}", "enum", words);
}

static json_t *bits_schema(const struct rubric_key *key)
{
    json_t *schema = list_schema(word_schema(key), key->max + 1);

    json_object_set_new(schema, "uniqueItems", json_true());
    return schema;
}

static json_t *object_schema(json_t *definitions, const struct rubric_object *object)
{
    define(definitions, object);
    return reference(object->name);
}

static json_t *value_schema(json_t *definitions, const struct rubric_key *key)
{
    static const char points[] = "^[+-]?[0-9]*\\.?[0-9]*$";
    static const char share[] = "^[+-]?[0-9]*\\.?[0-9]*%?$";

    switch (key->type) {
    case KEY_SCHEMA: return json_pack("{s:s}", "type", "string");
    case KEY_TEXT: return text_schema(key->max);
    case KEY_REMARK:
    case KEY_WORDS: return words_schema(key->max);
    case KEY_POINTS: return number_schema(points);
    case KEY_SHARE:
    case KEY_BOUND:
    case KEY_AT_LEAST:
    case KEY_AT_MOST: return number_schema(share);
    case KEY_INTEGER:
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)key->min, "maximum",
                         (json_int_t)key->max);
    case KEY_BOOL: return json_pack("{s:s}", "type", "boolean");
    case KEY_WORD:
    case KEY_EITHER:
    case KEY_CHOICE: return word_schema(key);
    case KEY_BITS: return bits_schema(key);
    case KEY_OBJECT: return object_schema(definitions, key->of);
    case KEY_LIST: return list_schema(object_schema(definitions, key->of), key->max);
    }
    return NULL;
}

/* Beside a $ref nothing else counts (draft 07): it goes into a list of one. */
static json_t *key_schema(json_t *definitions, const struct rubric_key *key)
{
    json_t *schema = json_pack("{s:s}", "description", key->help);
    json_t *value = value_schema(definitions, key);

    if (json_object_get(value, "$ref") != NULL)
        json_object_set_new(schema, "allOf", json_pack("[O]", value));
    else
        json_object_update(schema, value);
    json_decref(value);
    if (key->standard != NULL)
        json_object_set_new(schema, "default", json_loads(key->standard, JSON_DECODE_ANY, NULL));
    return schema;
}

/* The keys of an object, of a tagged one those of a tag, whose own key says just that. */
static json_t *keys_schema(json_t *definitions, const struct rubric_object *object, int tag)
{
    json_t *properties = json_object();
    json_t *required = json_array();

    for (size_t i = 0; i < object->key_count; i++) {
        const struct rubric_key *key = &object->keys[i];
        if (key->only != 0 && (key->only & 1u << tag) == 0)
            continue;
        json_t *schema = key_schema(definitions, key);
        if (object->tagged && i == 0) {
            json_object_del(schema, "enum");
            json_object_set_new(schema, "const", json_string(key->word(tag)));
        }
        json_object_set_new(properties, key->name, schema);
        if (key->required)
            json_array_append_new(required, json_string(key->name));
    }
    return json_pack("{s:s, s:b, s:o, s:o}", "type", "object", "additionalProperties", 0, "required",
                     required, "properties", properties);
}

static json_t *tagged_schema(json_t *definitions, const struct rubric_object *object)
{
    json_t *alternatives = json_array();

    for (int tag = 0; tag <= object->keys[0].max; tag++)
        json_array_append_new(alternatives, keys_schema(definitions, object, tag));
    return json_pack("{s:o}", "oneOf", alternatives);
}

static json_t *whole_schema(json_t *definitions, const struct rubric_object *object)
{
    json_t *schema = json_pack("{s:s}", "description", object->help);
    json_t *keys = object->tagged ? tagged_schema(definitions, object) : keys_schema(definitions, object, 0);

    json_object_update(schema, keys);
    json_decref(keys);
    return schema;
}

/* No object is within itself, so that this ends. */
static void define(json_t *definitions, const struct rubric_object *object)
{
    if (json_object_get(definitions, object->name) == NULL)
        json_object_set_new(definitions, object->name, whole_schema(definitions, object));
}

void rubric_schema(struct buf *out)
{
    json_t *definitions = json_object();
    json_t *root = json_pack("{s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#", "title",
                             "budgetwatch rubric");
    json_t *whole = whole_schema(definitions, &rubric_root);

    json_object_update(root, whole);
    json_decref(whole);
    json_object_set_new(root, "definitions", definitions);
    char *text = json_dumps(root, JSON_INDENT(2));
    buf_puts(out, text != NULL ? text : "");
    buf_putc(out, '\n');
    free(text);
    json_decref(root);
}
