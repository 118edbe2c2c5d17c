#include "config/rubric_value.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void rubric_fault(const struct rubric_reading *reading, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    json_file_fault(reading->reader->file, reading->place, "%s", text);
}

/* Texts. */

static const char ideographic_space[] = "\xe3\x80\x80";

static bool has_blank_around(const char *text)
{
    size_t length = strlen(text);
    size_t wide = sizeof ideographic_space - 1;

    return text[0] == ' ' || text[length - 1] == ' ' || strncmp(text, ideographic_space, wide) == 0 ||
           (length >= wide && strcmp(text + length - wide, ideographic_space) == 0);
}

/* ASCII's, and U+0080..U+009F, as the database counts them. */
static bool has_control(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        if (*at < ' ' || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0))
            return true;
    return false;
}

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* NULL after a fault. */
static const char *read_line(const struct rubric_reading *reading)
{
    const char *text = json_file_text(reading->reader->file, reading->place, reading->value);

    if (text == NULL)
        return NULL;
    if (text[0] == '\0')
        rubric_fault(reading, "must not be empty");
    else if (has_blank_around(text))
        rubric_fault(reading, "has blanks around it");
    else if (has_control(text))
        rubric_fault(reading, "has a control character in it");
    else if (characters(text) > (size_t)reading->key->max)
        rubric_fault(reading, "longer than %lld characters", (long long)reading->key->max);
    else
        return arena_text(&reading->reader->rubric->arena, text);
    return NULL;
}

static const char *read_language(const struct rubric_reading *reading, const char *language)
{
    struct json_place place = {.up = reading->place, .key = language};
    struct rubric_reading member = *reading;

    member.place = &place;
    member.value = json_object_get(reading->value, language);
    if (member.value != NULL)
        return read_line(&member);
    rubric_fault(reading, "\"%s\" is missing", language);
    return NULL;
}

static struct words read_languages(const struct rubric_reading *reading)
{
    const char *key;
    json_t *value;
    struct words words;

    json_object_foreach((json_t *)reading->value, key, value)
    {
        struct json_place member = {.up = reading->place, .key = key};
        if (strcmp(key, "zh") != 0 && strcmp(key, "en") != 0)
            json_file_fault(reading->reader->file, &member, "unknown key");
    }
    words.zh = read_language(reading, "zh");
    words.en = read_language(reading, "en");
    return words;
}

static void read_words(const struct rubric_reading *reading, struct words *ret_words)
{
    struct words words = {0};

    if (json_is_object(reading->value))
        words = read_languages(reading);
    else if (json_is_string(reading->value))
        words.zh = words.en = read_line(reading);
    else
        rubric_fault(reading, "expected a text, or an object with zh and en, found %s",
                     json_kind(reading->value));
    if (words.zh != NULL && words.en != NULL)
        *ret_words = words;
}

static void read_text(const struct rubric_reading *reading, const char **ret_text)
{
    const char *text = read_line(reading);

    if (text != NULL)
        *ret_text = text;
}

/* Words. */

static int find_word(const struct rubric_key *key, const char *text)
{
    for (int i = 0; i <= key->max; i++)
        if (strcmp(key->word(i), text) == 0)
            return i;
    return -1;
}

static bool read_word(const struct rubric_reading *reading, int *ret_word)
{
    const char *text = json_file_text(reading->reader->file, reading->place, reading->value);
    int word = text != NULL ? find_word(reading->key, text) : -1;
    struct buf known = {0};

    if (text == NULL)
        return false;
    if (word >= 0) {
        *ret_word = word;
        return true;
    }
    for (int i = 0; i <= reading->key->max; i++)
        buf_printf(&known, "%s%s", i > 0 ? ", " : "", reading->key->word(i));
    rubric_fault(reading, "\"%s\" is none of %s", text, buf_text(&known));
    buf_free(&known);
    return false;
}

static bool read_bit(const struct rubric_reading *list, size_t index, unsigned *bits)
{
    struct json_place place = {.up = list->place, .index = index};
    struct rubric_reading element = *list;
    int word = 0;

    element.place = &place;
    element.value = json_array_get(list->value, index);
    if (!read_word(&element, &word))
        return false;
    if ((*bits & 1u << word) != 0) {
        rubric_fault(&element, "\"%s\" is there twice", list->key->word(word));
        return false;
    }
    *bits |= 1u << word;
    return true;
}

static void read_bits(const struct rubric_reading *reading, unsigned *ret_bits)
{
    unsigned bits = 0;
    bool ok = true;

    if (!json_file_is_list(reading->reader->file, reading->place, reading->value))
        return;
    size_t count = json_array_size(reading->value);
    for (size_t i = 0; i < count; i++)
        ok = read_bit(reading, i, &bits) && ok;
    if (count == 0)
        rubric_fault(reading, "expected at least one element");
    else if (ok)
        *ret_bits = bits;
}

static void read_choice(const struct rubric_reading *reading, const char **ret_choice)
{
    int word = 0;

    if (read_word(reading, &word))
        *ret_choice = reading->key->word(word);
}

static void read_either(const struct rubric_reading *reading, bool *ret_bool)
{
    int word = 0;

    if (read_word(reading, &word))
        *ret_bool = word == 1;
}

static void read_enum(const struct rubric_reading *reading, void *ret_enum)
{
    int word = 0;

    if (read_word(reading, &word))
        memcpy(ret_enum, &word, sizeof word);
}

static void read_integer(const struct rubric_reading *reading, int *ret_integer)
{
    int64_t number = 0;

    if (json_file_integer(reading->reader->file, reading->place, reading->value, reading->key->min,
                          reading->key->max, &number))
        *ret_integer = (int)number;
}

static void read_bool(const struct rubric_reading *reading, bool *ret_bool)
{
    bool flag = false;

    if (json_file_bool(reading->reader->file, reading->place, reading->value, &flag))
        *ret_bool = flag;
}

void rubric_read_value(struct rubric_reader *reader, const struct rubric_key *key,
                       const struct json_place *place, const json_t *value, void *base)
{
    struct rubric_reading reading = {.reader = reader, .key = key, .place = place, .value = value};
    void *at = (char *)base + key->at;
    struct words unkept;

    if (key->pointed)
        memcpy(&at, at, sizeof at);
    switch (key->type) {
    case KEY_SCHEMA: (void)json_file_text(reader->file, place, value); break;
    case KEY_REMARK: read_words(&reading, &unkept); break;
    case KEY_TEXT: read_text(&reading, at); break;
    case KEY_WORDS: read_words(&reading, at); break;
    case KEY_POINTS: rubric_read_points(&reading, at); break;
    case KEY_SHARE: rubric_read_share(&reading, at); break;
    case KEY_BOUND: rubric_read_bound(&reading, at); break;
    case KEY_AT_LEAST:
    case KEY_AT_MOST: rubric_read_step_bound(&reading, at); break;
    case KEY_INTEGER: read_integer(&reading, at); break;
    case KEY_BOOL: read_bool(&reading, at); break;
    case KEY_WORD: read_enum(&reading, at); break;
    case KEY_EITHER: read_either(&reading, at); break;
    case KEY_CHOICE: read_choice(&reading, at); break;
    case KEY_BITS: read_bits(&reading, at); break;
    case KEY_OBJECT:
    case KEY_LIST: break; /* these are read by rubric_read_object() */
    }
}
