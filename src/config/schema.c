#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/option.h"

/* json_object_set_new() and its kin take over what they are given, also where they fail; and jansson
 * fails only for want of memory, where the schema's test would not be the first to notice. */

static json_t *type_of(const char *type)
{
    return json_pack("{s:s}", "type", type);
}

static json_t *text_schema(const struct option *option)
{
    json_t *schema = type_of("string");

    if (option->min > 0)
        json_object_set_new(schema, "minLength", json_integer(option->min));
    json_object_set_new(schema, "maxLength", json_integer(option->max));
    if (option->type == OPTION_NAME)
        json_object_set_new(schema, "pattern", json_string("^[A-Za-z0-9_-]+$"));
    if (option->type == OPTION_URL)
        json_object_set_new(schema, "pattern", json_string("^https?://"));
    if (option->type == OPTION_SERVER)
        json_object_set_new(schema, "pattern", json_string("^[^ /@]+:[0-9]{1,5}$"));
    if (option->type == OPTION_ADDRESS)
        json_object_set_new(schema, "pattern", json_string("^([^<>]*<)?[^ @<>]+@[^ @<>]+>?$"));
    return schema;
}

static json_t *word_schema(const struct option *option)
{
    json_t *words = json_array();

    for (int64_t i = option->min; i <= option->max; i++)
        json_array_append_new(words, json_string(option->word((int)i)));
    if (option->former != NULL)
        json_array_append_new(words, json_string(option->former));
    return json_pack("{s:o}", "enum", words);
}

static json_t *integer_schema(int64_t min, int64_t max)
{
    return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)min, "maximum",
                     (json_int_t)max);
}

/* As a number the bounds are whole seconds; as a text they cannot be said, and the program tells. */
static json_t *duration_schema(const struct option *option)
{
    json_t *seconds = integer_schema((option->min + 999) / 1000, option->max / 1000);

    return json_pack("{s:[o, {s:s, s:s}]}", "anyOf", seconds, "type", "string", "pattern",
                     "^[0-9]{1,9}(ms|s|m|h)$");
}

static json_t *list_schema(json_t *element, bool unique, int64_t most)
{
    json_t *schema = json_pack("{s:s, s:o, s:i, s:i}", "type", "array", "items", element, "minItems", 1,
                               "maxItems", (int)most);

    if (unique)
        json_object_set_new(schema, "uniqueItems", json_true());
    return schema;
}

static json_t *pattern_schema(const char *pattern)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern);
}

#define HOUR "([01][0-9]|2[0-3]):[0-5][0-9]"
#define DAY  "(mon|tue|wed|thu|fri|sat|sun|workdays|holidays)"

static json_t *value_schema(const struct option *option)
{
    switch (option->type) {
    case OPTION_SCHEMA:
    case OPTION_TEXT:
    case OPTION_NAME:
    case OPTION_CONNINFO:
    case OPTION_URL:
    case OPTION_SERVER:
    case OPTION_ADDRESS:
    case OPTION_FILE:
    case OPTION_SHIPPED: return text_schema(option);
    case OPTION_TEXTS:
        return list_schema(json_pack("{s:s, s:i, s:I}", "type", "string", "minLength", 1, "maxLength",
                                     (json_int_t)option->max),
                           true, OPTION_LIST_MAX);
    case OPTION_WORD: return word_schema(option);
    case OPTION_WORDS: return list_schema(word_schema(option), true, OPTION_LIST_MAX);
    case OPTION_BOOL: return type_of("boolean");
    case OPTION_INTEGER: return integer_schema(option->min, option->max);
    case OPTION_DURATION: return duration_schema(option);
    case OPTION_DURATIONS: return list_schema(duration_schema(option), false, OPTION_LIST_MAX);
    case OPTION_RATES: return list_schema(pattern_schema("^[0-9]{1,4}/[0-9]{1,6}[smh]$"), false, option->max);
    case OPTION_SPANS:
        return list_schema(pattern_schema("^(" DAY "(," DAY ")* )?" HOUR "-(" HOUR "|24:00)$"), false,
                           option->max);
    case OPTION_OFFSET:
        return pattern_schema("^([+](0[0-9]|1[0-3]):[0-5][0-9]|[+]14:00|-(0[0-9]|1[01]):[0-5][0-9]|-12:00)$");
    case OPTION_TIME: return pattern_schema("^" HOUR "$");
    }
    return NULL;
}

/* " Only of wecom, slack." */
static void add_types(struct buf *text, unsigned types)
{
    const char *before = " Only of ";

    for (int type = 0; type < CHANNEL_TYPE_COUNT; type++)
        if ((types & 1u << type) != 0) {
            buf_printf(text, "%s%s", before, channel_type_name((enum channel_type)type));
            before = ", ";
        }
    buf_putc(text, '.');
}

/* The help, and what the other keywords cannot say. */
static json_t *describe(const struct option *option)
{
    char low[DURATION_TEXT], high[DURATION_TEXT];
    struct buf text = {0};

    buf_puts(&text, option->help);
    if (option->type == OPTION_DURATION || option->type == OPTION_DURATIONS)
        buf_printf(&text, " Whole seconds, or a text such as \"500ms\", \"30s\", \"5m\", \"2h\"; %s to %s.",
                   duration_format(option->min, low), duration_format(option->max, high));
    if (option->unit != NULL)
        buf_printf(&text, " In %s.", option->unit);
    if (option->types != 0)
        add_types(&text, option->types);
    if ((option->flags & OPTION_FIXED) != 0)
        buf_puts(&text, " A change takes effect at a restart.");
    json_t *description = json_string(buf_text(&text));
    buf_free(&text);
    return description;
}

static json_t *option_schema(const struct option *option)
{
    json_t *schema = json_pack("{s:o}", "description", describe(option));
    json_t *value = value_schema(option);

    json_object_update(schema, value);
    json_decref(value);
    if (option->standard != NULL)
        json_object_set_new(schema, "default", json_loads(option->standard, JSON_DECODE_ANY, NULL));
    return schema;
}

/* Unknown keys are errors, in the schema as in the program. */
static json_t *new_object(void)
{
    return json_pack("{s:s, s:b, s:{}}", "type", "object", "additionalProperties", 0, "properties");
}

/* Of a type: what it must have, and what says nothing to it. */
static json_t *type_rules(enum channel_type type)
{
    json_t *useless = json_object(), *needed = json_array();
    const char *name = channel_type_name(type);
    json_t *names = type == CHANNEL_JOURNAL ? json_pack("{s:[s, s]}", "enum", name, "log")
                                            : json_pack("{s:s}", "const", name);

    for (size_t i = 0; i < option_count; i++) {
        if (strncmp(options[i].path, OPTION_CHANNEL, strlen(OPTION_CHANNEL)) != 0)
            continue;
        const char *key = options[i].path + strlen(OPTION_CHANNEL);
        if (options[i].types != 0 && (options[i].types & 1u << type) == 0)
            json_object_set_new(useless, key, json_false());
        if ((options[i].needed & 1u << type) != 0)
            json_array_append_new(needed, json_string(key));
    }
    json_t *then = json_pack("{s:o, s:o}", "required", needed, "properties", useless);
    if (type == CHANNEL_WEBHOOK || type == CHANNEL_ALERTMANAGER)
        json_object_set_new(then, "oneOf",
                            json_pack("[{s:[s]}, {s:[s]}]", "required", "url", "required", "url_file"));
    return json_pack("{s:{s:{s:o}}, s:o}", "if", "properties", "type", names, "then", then);
}

static void add_channel_rules(json_t *channel)
{
    json_t *rules = json_array();

    for (int type = 0; type < CHANNEL_TYPE_COUNT; type++)
        json_array_append_new(rules, type_rules((enum channel_type)type));
    json_object_set_new(channel, "allOf", rules);
}

static json_t *add_channels(json_t *properties)
{
    json_t *channel = new_object();
    json_t *channels = json_pack("{s:s, s:s, s:i, s:o}", "description", "Where alerts and notices are sent.",
                                 "type", "array", "maxItems", (int)OPTION_LIST_MAX, "items", channel);

    json_object_set_new(channel, "required", json_array());
    add_channel_rules(channel);
    json_object_set_new(properties, "channels", channels);
    return channel;
}

static json_t *add_sources(json_t *properties)
{
    json_t *source = new_object();
    json_t *one = json_pack("[{s:[s]}, {s:[s]}]", "required", "query", "required", "query_file");

    json_object_set_new(source, "required", json_array());
    json_object_set_new(source, "oneOf", one);
    json_object_set_new(properties, "sources",
                        json_pack("{s:s, s:s, s:i, s:o}", "description",
                                  "Tables of the office's own that the ledger is kept in step with.", "type",
                                  "array", "maxItems", (int)OPTION_LIST_MAX, "items", source));
    return source;
}

/* The object that the option is a member of; made where it is not there yet. */
static json_t *object_of(json_t *root, const char *path, size_t length)
{
    json_t *properties = json_object_get(root, "properties");
    char name[64];

    if (length == 0)
        return root;
    bool is_list = path[length - 2] == ']';
    snprintf(name, sizeof name, "%.*s", (int)(length - (is_list ? 3 : 1)), path);
    json_t *object = json_object_get(properties, name);
    if (object != NULL)
        return is_list ? json_object_get(object, "items") : object;
    if (is_list)
        return strcmp(name, "sources") == 0 ? add_sources(properties) : add_channels(properties);
    object = new_object();
    json_object_set_new(properties, name, object);
    return object;
}

void config_schema(struct buf *out)
{
    json_t *root = json_pack("{s:s, s:s, s:s}", "$schema", "http://json-schema.org/draft-07/schema#", "title",
                             "budgetwatch", "description", "Configuration of the budgetwatch daemon.");
    json_t *object = new_object();

    json_object_update(root, object);
    json_decref(object);
    for (size_t i = 0; i < option_count; i++) {
        const char *dot = strrchr(options[i].path, '.');
        const char *name = dot != NULL ? dot + 1 : options[i].path;
        json_t *owner = object_of(root, options[i].path, (size_t)(name - options[i].path));
        json_object_set_new(json_object_get(owner, "properties"), name, option_schema(&options[i]));
        if ((options[i].flags & OPTION_REQUIRED) != 0)
            json_array_append_new(json_object_get(owner, "required"), json_string(name));
    }
    char *text = json_dumps(root, JSON_INDENT(2));
    buf_puts(out, text != NULL ? text : "");
    buf_putc(out, '\n');
    free(text);
    json_decref(root);
}
