#include "config/policy_table.h"

#include <stdio.h>
#include <string.h>

enum { SCALE_PERCENT = 4 }; /* a percentage with 4 decimals is a share with 6 */

static const char *const curve_names[] = {[CURVE_LINEAR] = "linear",
                                          [CURVE_PLAN] = "plan",
                                          [CURVE_CHECKPOINTS] = "checkpoints",
                                          [CURVE_LAST_YEAR] = "last_year",
                                          [CURVE_PEERS] = "peers"};
static const char *const by_names[] = {"unit", "project"};

/* What is being read, for the functions below. */
struct reading {
    const struct setting *setting;
    const struct json_file *file;
    const struct json_place *place;
    const json_t *value;
};

union setting_room {
    bool flag;
    int number;
    enum curve curve;
    int64_t exact;
    micro table[MONTHS + 1];
};

static bool read_exact(const struct reading *reading, int scale, int64_t *ret_number);
static bool read_word(const struct reading *reading, const char *const *words, int count, int *ret_word);
static bool read_table(const struct reading *reading, int scale, micro table[static MONTHS + 1]);

size_t setting_size(const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_BOOL:
    case SETTING_BY: return sizeof(bool);
    case SETTING_SHARE: return sizeof(micro);
    case SETTING_MONEY: return sizeof(fen);
    case SETTING_INTEGER: return sizeof(int);
    case SETTING_CURVE: return sizeof(enum curve);
    case SETTING_SHARE_TABLE:
    case SETTING_PERCENT_TABLE: return (MONTHS + 1) * sizeof(micro);
    }
    return 0;
}

size_t setting_value_count(const struct setting *setting)
{
    return setting->type == SETTING_SHARE_TABLE || setting->type == SETTING_PERCENT_TABLE ? MONTHS + 1 : 1;
}

int64_t setting_value(const struct setting *setting, const struct policy_rules *rules, size_t index)
{
    const void *at = (const char *)rules + setting->at;

    switch (setting->type) {
    case SETTING_BOOL:
    case SETTING_BY: return *(const bool *)at;
    case SETTING_INTEGER: return *(const int *)at;
    case SETTING_CURVE: return *(const enum curve *)at;
    case SETTING_SHARE:
    case SETTING_MONEY:
    case SETTING_SHARE_TABLE:
    case SETTING_PERCENT_TABLE: return ((const int64_t *)at)[index];
    }
    return 0;
}

static const char *format_number(const struct setting *setting, int64_t number,
                                 char text[static SETTING_TEXT])
{
    bool is_share = setting->type == SETTING_SHARE || setting->type == SETTING_SHARE_TABLE;
    int scale = is_share                                 ? SCALE_MICRO
                : setting->type == SETTING_MONEY         ? SCALE_FEN
                : setting->type == SETTING_PERCENT_TABLE ? SCALE_PERCENT
                                                         : 0;

    _Static_assert((int)SETTING_TEXT >= (int)DEC_TEXT, "a setting has room for a decimal");
    return dec_format_short(number, scale, text);
}

const char *setting_format(const struct setting *setting, const struct policy_rules *rules,
                           char text[static SETTING_TEXT])
{
    return format_number(setting, setting_value(setting, rules, 0), text);
}

const char *const *setting_words(const struct setting *setting, int *ret_count)
{
    bool is_by = setting->type == SETTING_BY;

    *ret_count = is_by ? 2 : CURVE_PEERS + 1;
    return is_by ? by_names : setting->type == SETTING_CURVE ? curve_names : NULL;
}

static bool read_value(const struct reading *reading, union setting_room *into)
{
    const struct setting *setting = reading->setting;
    int64_t number = 0;
    int word = 0;

    switch (setting->type) {
    case SETTING_BOOL: return json_file_bool(reading->file, reading->place, reading->value, &into->flag);
    case SETTING_SHARE: return read_exact(reading, SCALE_MICRO, &into->exact);
    case SETTING_MONEY: return read_exact(reading, SCALE_FEN, &into->exact);
    case SETTING_INTEGER:
        if (!json_file_integer(reading->file, reading->place, reading->value, setting->min, setting->max,
                               &number))
            return false;
        into->number = (int)number;
        return true;
    case SETTING_BY:
        if (!read_word(reading, by_names, 2, &word))
            return false;
        into->flag = word == 1;
        return true;
    case SETTING_CURVE:
        if (!read_word(reading, curve_names, CURVE_PEERS + 1, &word))
            return false;
        into->curve = (enum curve)word;
        return true;
    case SETTING_SHARE_TABLE: return read_table(reading, SCALE_MICRO, into->table);
    case SETTING_PERCENT_TABLE: return read_table(reading, SCALE_PERCENT, into->table);
    }
    return false;
}

void setting_read(const struct setting *setting, const struct json_file *file, const struct json_place *place,
                  const json_t *value, struct policy_rules *rules, unsigned char *changed)
{
    struct reading reading = {.setting = setting, .file = file, .place = place, .value = value};
    union setting_room room;
    size_t size = setting_size(setting);

    if (!read_value(&reading, &room))
        return;
    memcpy((char *)rules + setting->at, &room, size);
    if (changed != NULL)
        memset(changed + setting->at, 1, size);
}

/* Exact numbers are texts: JSON's own go through floating point on their way here. */
static bool read_exact(const struct reading *reading, int scale, int64_t *ret_number)
{
    const char *text = json_string_value(reading->value);
    char low[SETTING_TEXT], high[SETTING_TEXT];
    int64_t number = 0;

    if (text == NULL) {
        json_file_fault(reading->file, reading->place,
                        "expected a decimal number in quotes, such as \"0.60\", found %s",
                        json_kind(reading->value));
        return false;
    }
    if (!dec_parse(text, strlen(text), scale, &number)) {
        json_file_fault(reading->file, reading->place, "\"%s\" is no decimal number with up to %d decimals",
                        text, scale);
        return false;
    }
    if (number < reading->setting->min || number > reading->setting->max) {
        json_file_fault(reading->file, reading->place, "%s is not %s..%s", text,
                        format_number(reading->setting, reading->setting->min, low),
                        format_number(reading->setting, reading->setting->max, high));
        return false;
    }
    *ret_number = number;
    return true;
}

static bool read_word(const struct reading *reading, const char *const *words, int count, int *ret_word)
{
    const char *text = json_file_text(reading->file, reading->place, reading->value);
    struct buf known = {0};

    if (text == NULL)
        return false;
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], text) == 0) {
            *ret_word = i;
            buf_free(&known);
            return true;
        }
        buf_printf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    json_file_fault(reading->file, reading->place, "\"%s\" is none of %s", text, buf_text(&known));
    buf_free(&known);
    return false;
}

static int month_of(const char *key)
{
    char text[16];

    for (int month = 1; month <= MONTHS; month++) {
        snprintf(text, sizeof text, "%d", month);
        if (strcmp(key, text) == 0)
            return month;
    }
    return 0;
}

/* A later month must not ask for less: totals of a year only grow. */
static bool check_rising(const struct reading *reading, const micro table[static MONTHS + 1])
{
    int before = 0;
    bool ok = true;

    for (int month = 1; month <= MONTHS; month++) {
        char key[16];
        if (table[month] == NO_CHECKPOINT)
            continue;
        snprintf(key, sizeof key, "%d", month);
        if (before > 0 && table[month] < table[before]) {
            struct json_place place = {.up = reading->place, .key = key};
            json_file_fault(reading->file, &place, "less than month %d asks for", before);
            ok = false;
        }
        before = month;
    }
    return ok;
}

static bool read_table(const struct reading *reading, int scale, micro table[static MONTHS + 1])
{
    bool ok = true;
    const char *key;
    json_t *value;

    if (!json_file_is_object(reading->file, reading->place, reading->value))
        return false;
    if (json_object_size(reading->value) == 0) {
        json_file_fault(reading->file, reading->place, "expected at least one month");
        return false;
    }
    for (int month = 0; month <= MONTHS; month++)
        table[month] = NO_CHECKPOINT;
    json_object_foreach((json_t *)reading->value, key, value)
    {
        struct json_place place = {.up = reading->place, .key = key};
        struct reading entry = {
            .setting = reading->setting, .file = reading->file, .place = &place, .value = value};
        int month = month_of(key);
        if (month == 0)
            json_file_fault(reading->file, &place, "expected a month 1..12");
        ok = month > 0 && read_exact(&entry, scale, &table[month]) && ok;
    }
    return ok && check_rising(reading, table);
}
