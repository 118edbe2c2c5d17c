#include "config/option.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "config/config.h"
#include "core/mail_address.h"

static void read_text(const struct option *option, const struct option_reader *reader,
                      const struct json_place *place, const json_t *value, void *base);
static void read_texts(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base);
static void read_words(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base);
static void read_durations(const struct option *option, const struct option_reader *reader,
                           const struct json_place *place, const json_t *value, void *base);
static void read_rates(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base);
static void read_spans(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base);

static void *field(void *base, size_t at)
{
    return (char *)base + at;
}

static void set_int(void *base, size_t at, int value)
{
    memcpy(field(base, at), &value, sizeof value);
}

void option_read(const struct option *option, const struct option_reader *reader,
                 const struct json_place *place, const json_t *value, void *base)
{
    int64_t number = 0;

    switch (option->type) {
    case OPTION_SCHEMA:
    case OPTION_TEXT:
    case OPTION_NAME:
    case OPTION_CONNINFO:
    case OPTION_URL:
    case OPTION_SERVER:
    case OPTION_ADDRESS:
    case OPTION_FILE:
    case OPTION_SHIPPED: read_text(option, reader, place, value, base); break;
    case OPTION_TEXTS: read_texts(option, reader, place, value, base); break;
    case OPTION_WORDS: read_words(option, reader, place, value, base); break;
    case OPTION_DURATIONS: read_durations(option, reader, place, value, base); break;
    case OPTION_RATES: read_rates(option, reader, place, value, base); break;
    case OPTION_SPANS: read_spans(option, reader, place, value, base); break;
    case OPTION_BOOL: {
        bool flag = false;
        if (json_file_bool(reader->file, place, value, &flag))
            *(bool *)field(base, option->at) = flag;
        break;
    }
    case OPTION_DURATION:
        if (option_read_number(option, reader, place, value, &number))
            *(msec *)field(base, option->at) = number;
        break;
    case OPTION_WORD:
    case OPTION_INTEGER:
    case OPTION_OFFSET:
    case OPTION_TIME:
        if (option_read_number(option, reader, place, value, &number))
            set_int(base, option->at, (int)number);
        break;
    }
}

void option_read_standard(const struct option *option, struct arena *arena, void *base)
{
    struct faults faults = {0};
    struct json_file file = {.name = "default", .faults = &faults};
    struct option_reader reader = {.file = &file, .arena = arena, .folder = "."};
    struct json_place place = {.key = option->path};

    if (option->standard == NULL) {
        if (option->type == OPTION_WORDS && (option->flags & OPTION_NO_WORD) == 0)
            for (int64_t i = option->min; i <= option->max; i++)
                *(uint32_t *)field(base, option->at) |= UINT32_C(1) << i;
        return;
    }
    json_t *value = json_loads(option->standard, JSON_DECODE_ANY, NULL);
    assert(value != NULL);
    option_read(option, &reader, &place, value, base);
    assert(faults.count == 0);
    json_decref(value);
}

bool option_same(const struct option *option, const void *base, const void *other)
{
    const char *a = (const char *)base + option->at, *b = (const char *)other + option->at;

    if (option->type == OPTION_INTEGER)
        return memcmp(a, b, sizeof(int)) == 0;
    if (option->type == OPTION_DURATION)
        return memcmp(a, b, sizeof(msec)) == 0;
    if (option->type == OPTION_BOOL)
        return *(const bool *)a == *(const bool *)b;
    assert(option->type == OPTION_CONNINFO || option->type == OPTION_TEXT);
    const char *text = *(const char *const *)(const void *)a;
    const char *text_other = *(const char *const *)(const void *)b;
    return strcmp(text != NULL ? text : "", text_other != NULL ? text_other : "") == 0;
}

/* Texts. The reasons never quote a connection string or an address: what is wrong with it may be the
 * password in it. */

static bool is_name(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    return text[strspn(text, allowed)] == '\0';
}

const char *option_url_fault(const char *url)
{
    size_t scheme = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;

    if (scheme == 0)
        return "expected an address that begins with https://";
    size_t host = strcspn(url + scheme, "/?#");
    if (memchr(url + scheme, '@', host) != NULL)
        return "a user name or password in an address is refused: it would be seen";
    if (host == 0 || url[scheme] == ':')
        return "the address names no host";
    for (const char *at = url; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f)
            return "the address has a character in it that must be percent-encoded";
    return NULL;
}

/* Whether it is one word without what would end a header or a command of SMTP. */
static bool is_plain(const char *text, const char *but)
{
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f || strchr(but, *at) != NULL)
            return false;
    return true;
}

static const char *server_fault(const char *text)
{
    const char *colon = strrchr(text, ':');
    size_t digits = colon != NULL ? strspn(colon + 1, "0123456789") : 0;
    bool ok = colon > text && digits >= 1 && digits <= 5 && colon[1 + digits] == '\0' &&
              strtol(colon + 1, NULL, 10) >= 1 && strtol(colon + 1, NULL, 10) <= 65535 &&
              is_plain(text, "/@?#<>\"");

    return ok ? NULL : "expected a host and its port, such as smtp.example.org:587";
}

static const char *text_fault(const struct option *option, const char *text)
{
    switch (option->type) {
    case OPTION_NAME: return is_name(text) ? NULL : "expected only letters A-Z a-z, digits, - and _";
    case OPTION_SHIPPED:
        return json_file_is_path(text) || is_name(text) ? NULL
                                                        : "expected a shipped name (letters, digits, - and "
                                                          "_), or a path that has a / in it or ends in .json";
    case OPTION_URL: return option_url_fault(text);
    case OPTION_SERVER: return server_fault(text);
    case OPTION_ADDRESS: return mail_address_fault(text);
    case OPTION_CONNINFO:
    case OPTION_SCHEMA:
    case OPTION_TEXT:
    case OPTION_FILE:
    case OPTION_TEXTS:
    case OPTION_WORD:
    case OPTION_WORDS:
    case OPTION_BOOL:
    case OPTION_INTEGER:
    case OPTION_DURATION:
    case OPTION_DURATIONS:
    case OPTION_RATES:
    case OPTION_SPANS:
    case OPTION_OFFSET:
    case OPTION_TIME: return NULL;
    }
    return NULL;
}

static const char *checked_text(const struct option *option, const struct option_reader *reader,
                                const struct json_place *place, const json_t *value, size_t min, size_t max)
{
    const char *text = json_file_text(reader->file, place, value);

    if (text == NULL)
        return NULL;
    size_t length = strlen(text);
    const char *fault = text_fault(option, text);
    if (length < min)
        json_file_fault(reader->file, place, "must not be empty");
    else if (length > max)
        json_file_fault(reader->file, place, "longer than %zu bytes", max);
    else if (fault != NULL)
        json_file_fault(reader->file, place, "%s", fault);
    else
        return text;
    return NULL;
}

static char *resolve(const struct option_reader *reader, const char *name)
{
    struct buf path = {0};

    if (name[0] != '/')
        buf_printf(&path, "%s/", reader->folder);
    buf_puts(&path, name);
    char *resolved = arena_text(reader->arena, buf_text(&path));
    buf_free(&path);
    return resolved;
}

static void read_text(const struct option *option, const struct option_reader *reader,
                      const struct json_place *place, const json_t *value, void *base)
{
    const char *text = checked_text(option, reader, place, value, (size_t)option->min, (size_t)option->max);

    if (text == NULL || option->type == OPTION_SCHEMA)
        return;
    bool is_path = option->type == OPTION_FILE || (option->type == OPTION_SHIPPED && json_file_is_path(text));
    *(const char **)field(base, option->at) =
        is_path ? resolve(reader, text) : arena_text(reader->arena, text);
}

/* Lists. */

static bool check_list(const struct option_reader *reader, const struct json_place *place,
                       const json_t *value)
{
    if (!json_file_is_list(reader->file, place, value))
        return false;
    size_t count = json_array_size(value);
    if (count >= 1 && count <= OPTION_LIST_MAX)
        return true;
    json_file_fault(reader->file, place, "expected 1..%d elements, found %zu", OPTION_LIST_MAX, count);
    return false;
}

static void read_texts(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base)
{
    if (!check_list(reader, place, value))
        return;
    size_t count = json_array_size(value);
    const char **texts = arena_alloc(reader->arena, count * sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        const char *text =
            checked_text(option, reader, &element, json_array_get(value, i), 1, (size_t)option->max);
        texts[i] = text != NULL ? arena_text(reader->arena, text) : "";
        for (size_t j = 0; text != NULL && j < i; j++)
            if (strcmp(texts[j], text) == 0) {
                json_file_fault(reader->file, &element, "\"%s\" is there twice", text);
                break;
            }
    }
    *(const char *const **)field(base, option->at) = texts;
    *(size_t *)field(base, option->count) = count;
}

static void read_words(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base)
{
    uint32_t bits = 0;

    if (!check_list(reader, place, value))
        return;
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct json_place element = {.up = place, .index = i};
        int64_t word = 0;
        if (!option_read_number(option, reader, &element, json_array_get(value, i), &word))
            continue;
        if ((bits & UINT32_C(1) << word) != 0)
            json_file_fault(reader->file, &element, "\"%s\" is there twice", option->word((int)word));
        bits |= UINT32_C(1) << word;
    }
    *(uint32_t *)field(base, option->at) = bits;
}

static void read_durations(const struct option *option, const struct option_reader *reader,
                           const struct json_place *place, const json_t *value, void *base)
{
    if (!check_list(reader, place, value))
        return;
    size_t count = json_array_size(value);
    msec *list = arena_alloc(reader->arena, count * sizeof *list);
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        int64_t duration = 0;
        if (option_read_number(option, reader, &element, json_array_get(value, i), &duration))
            list[i] = duration;
    }
    *(const msec **)field(base, option->at) = list;
    *(size_t *)field(base, option->count) = count;
}

/* Lists of texts that core reads. Each element is put at its place in a list of `size`; false where there is
 * no list. */
typedef bool (*element_parse)(const char *text, void *element, struct err *err);

static void read_parsed(const struct option *option, const struct option_reader *reader,
                        const struct json_place *place, const json_t *value, size_t size, element_parse parse,
                        void *base)
{
    if (!check_list(reader, place, value))
        return;
    size_t count = json_array_size(value);
    char *list = arena_alloc(reader->arena, count * size);
    if (count > (size_t)option->max)
        json_file_fault(reader->file, place, "expected 1..%d elements, found %zu", (int)option->max, count);
    for (size_t i = 0; i < count; i++) {
        struct json_place element = {.up = place, .index = i};
        const char *text = json_file_text(reader->file, &element, json_array_get(value, i));
        struct err err = {0};
        if (text != NULL && !parse(text, list + i * size, &err))
            json_file_fault(reader->file, &element, "%s", err.text);
    }
    memcpy(field(base, option->at), &list, sizeof list);
    *(size_t *)field(base, option->count) = count;
}

static bool parse_rate(const char *text, void *element, struct err *err)
{
    return pace_rate_parse(text, element, err);
}

static void read_rates(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base)
{
    read_parsed(option, reader, place, value, sizeof(struct pace_rate), parse_rate, base);
}

static bool parse_span(const char *text, void *element, struct err *err)
{
    return quiet_parse(text, element, err);
}

static void read_spans(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, void *base)
{
    read_parsed(option, reader, place, value, sizeof(struct quiet_span), parse_span, base);
}
