#include "config/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/option.h"

/* Every row of the table becomes a member of the object that its path names. Where a type has its own
 * default, and where an option says nothing to the type, the value in the struct decides.
 *
 * jansson fails only for want of memory. */

static const void *field(const void *base, size_t at)
{
    return (const char *)base + at;
}

static int int_at(const void *base, size_t at)
{
    int value;

    memcpy(&value, field(base, at), sizeof value);
    return value;
}

static size_t size_at(const void *base, size_t at)
{
    size_t value;

    memcpy(&value, field(base, at), sizeof value);
    return value;
}

static const void *pointer_at(const void *base, size_t at)
{
    const void *value;

    memcpy(&value, field(base, at), sizeof value);
    return value;
}

static json_t *take_text(struct buf *text)
{
    json_t *value = json_string(buf_text(text));

    buf_free(text);
    return value;
}

/* Texts. */

/* Of the configuration the options that say who or what is meant, which is nobody else's concern. */
static bool is_private(const struct option *option)
{
    static const char *const paths[] = {OPTION_CHANNEL "from",     OPTION_CHANNEL "to",
                                        OPTION_CHANNEL "username", OPTION_CHANNEL "units",
                                        OPTION_SOURCE "query",     "notice.units"};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(option->path, paths[i]) == 0)
            return true;
    return false;
}

static json_t *hidden(const char *text)
{
    struct buf said = {0};

    buf_printf(&said, "*** (%zu bytes)", strlen(text));
    return take_text(&said);
}

static json_t *path_value(const char *path)
{
    char *folder = path[0] == '/' ? NULL : realpath(".", NULL);
    struct buf text = {0};

    if (folder != NULL)
        buf_printf(&text, "%s/", folder);
    buf_puts(&text, strncmp(path, "./", 2) == 0 ? path + 2 : path);
    free(folder);
    return take_text(&text);
}

static json_t *text_value(const struct option *option, const void *base, enum config_show who)
{
    const char *text = pointer_at(base, option->at);
    struct buf masked = {0};

    if (text == NULL)
        return NULL;
    if (who == CONFIG_SHOW_OTHERS && is_private(option))
        return hidden(text);
    if (who == CONFIG_SHOW_OTHERS && option->type == OPTION_CONNINFO) {
        config_mask_conninfo(&masked, text);
        return take_text(&masked);
    }
    if (option->type == OPTION_URL) {
        config_mask_address(&masked, text, who);
        return take_text(&masked);
    }
    if (option->type == OPTION_FILE || (option->type == OPTION_SHIPPED && json_file_is_path(text)))
        return path_value(text);
    return json_string(text);
}

/* Lists. An empty one is as if it were not there. */

static json_t *texts_value(const struct option *option, const void *base, enum config_show who)
{
    const char *const *texts = pointer_at(base, option->at);
    size_t count = size_at(base, option->count);
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, who == CONFIG_SHOW_OTHERS && is_private(option) ? hidden(texts[i])
                                                                                    : json_string(texts[i]));
    return list;
}

static json_t *words_value(const struct option *option, const void *base)
{
    uint32_t bits;
    json_t *list = json_array();

    memcpy(&bits, field(base, option->at), sizeof bits);
    for (int64_t i = option->min; i <= option->max; i++)
        if ((bits & UINT32_C(1) << i) != 0)
            json_array_append_new(list, json_string(option->word((int)i)));
    return list;
}

static json_t *duration_value(msec duration)
{
    char text[DURATION_TEXT];

    return json_string(duration_format(duration, text));
}

static json_t *durations_value(const struct option *option, const void *base)
{
    const msec *durations = pointer_at(base, option->at);
    json_t *list = json_array();

    for (size_t i = 0; i < size_at(base, option->count); i++)
        json_array_append_new(list, duration_value(durations[i]));
    return list;
}

static json_t *rates_value(const struct option *option, const void *base)
{
    const struct pace_rate *rates = pointer_at(base, option->at);
    json_t *list = json_array();

    for (size_t i = 0; i < size_at(base, option->count); i++) {
        char window[DURATION_TEXT], text[DURATION_TEXT + 16];
        snprintf(text, sizeof text, "%d/%s", rates[i].messages, duration_format(rates[i].window, window));
        json_array_append_new(list, json_string(text));
    }
    return list;
}

static json_t *span_value(const struct quiet_span *span)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    enum { ALL = 0x7f };
    struct buf text = {0};

    bool every_day = span->weekdays == ALL && !span->workdays && !span->holidays;

    for (int day = 0; !every_day && day < 7; day++)
        if ((span->weekdays & 1u << day) != 0)
            buf_printf(&text, "%s%s", text.length > 0 ? "," : "", days[day]);
    if (span->workdays)
        buf_printf(&text, "%sworkdays", text.length > 0 ? "," : "");
    if (span->holidays)
        buf_printf(&text, "%sholidays", text.length > 0 ? "," : "");
    buf_printf(&text, "%s%02d:%02d-%02d:%02d", text.length > 0 ? " " : "", span->from / 60, span->from % 60,
               span->to / 60, span->to % 60);
    return take_text(&text);
}

static json_t *spans_value(const struct option *option, const void *base)
{
    const struct quiet_span *spans = pointer_at(base, option->at);
    json_t *list = json_array();

    for (size_t i = 0; i < size_at(base, option->count); i++)
        json_array_append_new(list, span_value(&spans[i]));
    return list;
}

/* Numbers. */

static json_t *minutes_value(int minutes, bool is_offset)
{
    int size = minutes < 0 ? -minutes : minutes;
    char text[32];

    snprintf(text, sizeof text, "%s%02d:%02d",
             !is_offset    ? ""
             : minutes < 0 ? "-"
                           : "+",
             size / 60, size % 60);
    return json_string(text);
}

/* Below its least an option without a default has not been said. */
static json_t *number_value(const struct option *option, const void *base)
{
    msec duration;

    if (option->type == OPTION_DURATION) {
        memcpy(&duration, field(base, option->at), sizeof duration);
        return duration < option->min ? NULL : duration_value(duration);
    }
    int number = int_at(base, option->at);
    return number < option->min ? NULL : json_integer(number);
}

static json_t *option_value(const struct option *option, const void *base, enum config_show who)
{
    switch (option->type) {
    case OPTION_SCHEMA: return NULL;
    case OPTION_TEXT:
    case OPTION_NAME:
    case OPTION_CONNINFO:
    case OPTION_URL:
    case OPTION_SERVER:
    case OPTION_ADDRESS:
    case OPTION_FILE:
    case OPTION_SHIPPED: return text_value(option, base, who);
    case OPTION_TEXTS: return texts_value(option, base, who);
    case OPTION_WORD: return json_string(option->word(int_at(base, option->at)));
    case OPTION_WORDS: return words_value(option, base);
    case OPTION_BOOL: return json_boolean(*(const bool *)field(base, option->at));
    case OPTION_INTEGER:
    case OPTION_DURATION: return number_value(option, base);
    case OPTION_DURATIONS: return durations_value(option, base);
    case OPTION_RATES: return rates_value(option, base);
    case OPTION_SPANS: return spans_value(option, base);
    case OPTION_OFFSET: return minutes_value(int_at(base, option->at), true);
    case OPTION_TIME: return minutes_value(int_at(base, option->at), false);
    }
    return NULL;
}

static void set_value(json_t *object, const char *key, json_t *value)
{
    if (json_is_array(value) && json_array_size(value) == 0) {
        json_decref(value);
        return;
    }
    if (value != NULL)
        json_object_set_new(object, key, value);
}

/* Of a list's element; `types` is the bit of a channel's type, ~0u of a source. */
static json_t *element(const char *list, const void *base, unsigned types, enum config_show who)
{
    json_t *object = json_object();

    for (size_t i = 0; i < option_count; i++)
        if (strncmp(options[i].path, list, strlen(list)) == 0 &&
            (options[i].types == 0 || (options[i].types & types) != 0))
            set_value(object, options[i].path + strlen(list), option_value(&options[i], base, who));
    return object;
}

static void add_lists(json_t *root, const struct config *config, enum config_show who)
{
    json_t *channels = json_array(), *sources = json_array();

    for (size_t i = 0; i < config->channel_count; i++)
        json_array_append_new(
            channels, element(OPTION_CHANNEL, &config->channels[i], 1u << config->channels[i].type, who));
    for (size_t i = 0; i < config->source_count; i++)
        json_array_append_new(sources, element(OPTION_SOURCE, &config->sources[i], ~0u, who));
    json_object_set_new(root, "channels", channels);
    json_object_set_new(root, "sources", sources);
}

/* The object that "delivery" of "delivery.lease" names. */
static json_t *group_of(json_t *root, const char *path, size_t length)
{
    char name[64];

    snprintf(name, sizeof name, "%.*s", (int)length, path);
    json_t *group = json_object_get(root, name);
    if (group == NULL) {
        group = json_object();
        json_object_set_new(root, name, group);
    }
    return group;
}

void config_show(struct buf *out, const struct config *config, enum config_show who)
{
    json_t *root = json_object();

    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &options[i];
        const char *dot = strchr(option->path, '.');
        if (strstr(option->path, "[].") != NULL)
            continue;
        json_t *value = option_value(option, config, who);
        if (dot == NULL)
            set_value(root, option->path, value);
        else if (value != NULL)
            set_value(group_of(root, option->path, (size_t)(dot - option->path)), dot + 1, value);
    }
    add_lists(root, config, who);
    char *text = json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    buf_printf(out, "%s\n", text);
    free(text);
    json_decref(root);
}
