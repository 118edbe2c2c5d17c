#include "config/option.h"

#include <stdio.h>
#include <string.h>

/* Numbers, and texts that stand for one: words, lengths of time, times of day. */

static bool read_duration(const struct option *option, const struct option_reader *reader,
                          const struct json_place *place, const json_t *value, int64_t *ret_duration)
{
    char given[DURATION_TEXT + 16], low[DURATION_TEXT], high[DURATION_TEXT];
    int64_t duration = 0;
    bool fits = true;

    if (json_is_integer(value)) {
        fits = !__builtin_mul_overflow((int64_t)json_integer_value(value), INT64_C(1000), &duration);
        snprintf(given, sizeof given, "%llds", (long long)json_integer_value(value));
    } else if (json_is_string(value) && duration_parse(json_string_value(value), &duration))
        snprintf(given, sizeof given, "%s", json_string_value(value));
    else {
        json_file_fault(reader->file, place,
                        "expected whole seconds, or a text such as \"500ms\", \"30s\", \"5m\", \"2h\"");
        return false;
    }
    if (!fits || duration < option->min || duration > option->max) {
        json_file_fault(reader->file, place, "%s is not %s..%s", given, duration_format(option->min, low),
                        duration_format(option->max, high));
        return false;
    }
    *ret_duration = duration;
    return true;
}

static int two_digits(const char *text)
{
    bool are = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';

    return are ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

/* "03:00" -> 180. */
static bool parse_clock(const char *text, int64_t *ret_minutes)
{
    if (strlen(text) != 5 || text[2] != ':')
        return false;
    int hours = two_digits(text), minutes = two_digits(text + 3);
    if (hours < 0 || minutes < 0 || minutes > 59)
        return false;
    *ret_minutes = hours * 60 + minutes;
    return true;
}

static bool read_clock(const struct option *option, const struct option_reader *reader,
                       const struct json_place *place, const json_t *value, int64_t *ret_minutes)
{
    bool is_offset = option->type == OPTION_OFFSET;
    const char *text = json_file_text(reader->file, place, value);
    int64_t minutes = 0;

    if (text == NULL)
        return false;
    bool is_signed = text[0] == '+' || text[0] == '-';
    bool ok = is_signed == is_offset && parse_clock(is_signed ? text + 1 : text, &minutes);
    if (text[0] == '-')
        minutes = -minutes;
    if (ok && minutes >= option->min && minutes <= option->max) {
        *ret_minutes = minutes;
        return true;
    }
    json_file_fault(reader->file, place, "%s",
                    is_offset ? "expected an offset from UTC such as \"+08:00\", -12:00..+14:00"
                              : "expected a time of day such as \"03:00\", 00:00..23:59");
    return false;
}

/* "zh, en": what a word may be. */
static void add_words(const struct option *option, struct buf *out)
{
    for (int64_t i = option->min; i <= option->max; i++)
        buf_printf(out, "%s%s", i > option->min ? ", " : "", option->word((int)i));
}

static bool read_word(const struct option *option, const struct option_reader *reader,
                      const struct json_place *place, const json_t *value, int64_t *ret_word)
{
    const char *text = json_file_text(reader->file, place, value);
    struct buf words = {0};

    if (text == NULL)
        return false;
    for (int64_t i = option->min; i <= option->max; i++)
        if (strcmp(option->word((int)i), text) == 0) {
            *ret_word = i;
            return true;
        }
    if (option->former != NULL && strcmp(option->former, text) == 0) {
        *ret_word = option->max;
        return true;
    }
    add_words(option, &words);
    json_file_fault(reader->file, place, "\"%s\" is none of %s", text, buf_text(&words));
    buf_free(&words);
    return false;
}

bool option_read_number(const struct option *option, const struct option_reader *reader,
                        const struct json_place *place, const json_t *value, int64_t *ret_number)
{
    if (option->type == OPTION_DURATION || option->type == OPTION_DURATIONS)
        return read_duration(option, reader, place, value, ret_number);
    if (option->type == OPTION_WORD || option->type == OPTION_WORDS)
        return read_word(option, reader, place, value, ret_number);
    if (option->type == OPTION_INTEGER)
        return json_file_integer(reader->file, place, value, option->min, option->max, ret_number);
    return read_clock(option, reader, place, value, ret_number);
}
