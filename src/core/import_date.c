#include "core/import_date.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/import_utf8.h"

enum { FOLDED_MAX = 32, PARTS_MAX = 3, DIGITS_MAX = 8, LOWEST_YEAR = 1000 };

/* A text taken apart: numbers, and what stands behind each: '-', '/', '.', 'y' 年, 'm' 月, 'd' 日,
 * or NUL at the end. */
struct parts {
    int count;
    int number[PARTS_MAX];
    int digits[PARTS_MAX];
    char after[PARTS_MAX];
};

static size_t midnight(const char *text, size_t length);
static bool take_apart(const char *text, size_t length, struct parts *ret_parts);
static bool read_plain(const char *text, size_t length, struct parts *parts);
static bool fold(const char *text, size_t length, char out[static FOLDED_MAX]);
static char ascii_of(uint32_t point);
static bool read_part(const char **text, struct parts *parts);
static bool has_form(const struct parts *parts, const char *after);
static bool from_parts(int year, int month, int day, date *ret_date);
static bool from_digits(const struct parts *parts, date *ret_date);

bool import_date_read(const char *text, size_t length, date *ret_date)
{
    struct parts p;

    if (!take_apart(text, length - midnight(text, length), &p))
        return false;
    if (p.count == 1)
        return has_form(&p, "") && from_digits(&p, ret_date);
    bool known = has_form(&p, "--") || has_form(&p, "//") || has_form(&p, "..") || has_form(&p, "ymd");
    return known && p.digits[0] == 4 && p.digits[1] <= 2 && p.digits[2] <= 2 &&
           from_parts(p.number[0], p.number[1], p.number[2], ret_date);
}

bool import_month_read(const char *text, size_t length, int *ret_year, int *ret_month)
{
    struct parts p;
    int year = 0, month = 0;
    bool named = true;

    if (!take_apart(text, length, &p))
        return false;
    bool with_year = has_form(&p, "-") || has_form(&p, "/") || has_form(&p, "ym");
    if (p.count == 1 && p.digits[0] <= 2 && (has_form(&p, "") || has_form(&p, "m"))) {
        month = p.number[0];
        named = false;
    } else if (p.count == 1 && p.digits[0] == 6 && has_form(&p, "")) {
        year = p.number[0] / 100;
        month = p.number[0] % 100;
    } else if (p.count == 2 && with_year && p.digits[0] == 4 && p.digits[1] <= 2) {
        year = p.number[0];
        month = p.number[1];
    }
    /* The year 0 would be none: 000007 is no July. */
    if (month < 1 || month > 12 || (named && year < LOWEST_YEAR))
        return false;
    *ret_year = year;
    *ret_month = month;
    return true;
}

bool import_year_read(const char *text, size_t length, int *ret_year)
{
    struct parts p;

    if (!take_apart(text, length, &p) || p.count != 1 || p.digits[0] != 4 ||
        !(has_form(&p, "") || has_form(&p, "y")))
        return false;
    *ret_year = p.number[0];
    return true;
}

/* How long the " 0:00" is with which a text ends, or " 00:00:00", or "T00:00:00.000": the day of a system
 * that has no days without a time. Another time may be another day elsewhere, and is not taken. */
static size_t midnight(const char *text, size_t length)
{
    static const char time[] = "0:.";
    size_t start = length;
    int colons = 0;

    while (start > 0 && text[start - 1] != '\0' && strchr(time, text[start - 1]) != NULL)
        colons += text[--start] == ':' ? 1 : 0;
    bool apart = start > 1 && (text[start - 1] == ' ' || text[start - 1] == 'T');
    bool clock = start < length && text[start] == '0' && text[length - 1] == '0';
    return apart && clock && (colons == 1 || colons == 2) ? length - start + 1 : 0;
}

static bool take_apart(const char *text, size_t length, struct parts *ret_parts)
{
    char folded[FOLDED_MAX];
    const char *at = folded;

    *ret_parts = (struct parts){0};
    if (read_plain(text, length, ret_parts))
        return true;
    if (!fold(text, length, folded))
        return false;
    do {
        if (!read_part(&at, ret_parts))
            return false;
    } while (*at != '\0');
    return true;
}

/* A number alone, as programs write years and months. False: to be read with more care. */
static bool read_plain(const char *text, size_t length, struct parts *parts)
{
    int number = 0;

    if (length == 0 || length > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (text[i] - '0');
    }
    parts->number[0] = number;
    parts->digits[0] = (int)length;
    parts->count = 1;
    return true;
}

/* Blanks may stand around 年, 月 and 日, as Word and people set them: "2023 年 7 月 5 日". */
static bool fold(const char *text, size_t length, char out[static FOLDED_MAX])
{
    size_t at = 0, used = 0;
    bool blank = false;
    uint32_t point;

    while (at < length) {
        if (utf8_next(text, length, &at, &point) != UTF8_GOOD || used + 2 > FOLDED_MAX)
            return false;
        if (point == ' ' || point == 0x3000 || point == 0xA0) {
            blank = true;
            continue;
        }
        char c = ascii_of(point);
        bool sign = c != '\0' && strchr("ymd", c) != NULL;
        bool after_sign = used > 0 && strchr("ymd", out[used - 1]) != NULL;
        if (point == 0x5EA6 || point == 0x4EFD) { /* the 度 of 年度, the 份 of 月份 */
            if (blank || used == 0 || out[used - 1] != (point == 0x5EA6 ? 'y' : 'm') || at < length)
                return false;
            continue;
        }
        if (c == '\0' || (blank && !sign && !after_sign))
            return false;
        out[used++] = c;
        blank = false;
    }
    out[used] = '\0';
    return true;
}

/* NUL for what no date has. */
static char ascii_of(uint32_t point)
{
    switch (point) {
    case 0x5E74: return 'y'; /* 年 */
    case 0x6708: return 'm'; /* 月 */
    case 0x65E5: return 'd'; /* 日 */
    case 0x2212: return '-'; /* the minus of mathematics */
    }
    if (point >= 0xFF01 && point <= 0xFF5E)
        point -= 0xFF01 - '!';
    return point != 0 && point < 0x7F && strchr("0123456789-/.", (int)point) != NULL ? (char)point : '\0';
}

/* A number of eight digits at most, and the sign behind it. */
static bool read_part(const char **text, struct parts *parts)
{
    size_t digits = strspn(*text, "0123456789");
    int number = 0;

    if (digits == 0 || digits > DIGITS_MAX || parts->count == PARTS_MAX)
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + ((*text)[i] - '0');
    char after = (*text)[digits];
    *text += digits + (after != '\0' ? 1 : 0);
    bool ended = **text == '\0';
    if (ended && after != '\0' && strchr("ymd", after) == NULL)
        return false; /* 2023-7- */
    parts->number[parts->count] = number;
    parts->digits[parts->count] = (int)digits;
    parts->after[parts->count] = after;
    parts->count++;
    return true;
}

/* The signs behind the numbers are these, one for each; the last number may have none. */
static bool has_form(const struct parts *parts, const char *after)
{
    for (int i = 0; i < parts->count; i++) {
        if (parts->after[i] != after[i])
            return false;
        if (after[i] == '\0')
            return i + 1 == parts->count;
    }
    return after[parts->count] == '\0';
}

static bool from_parts(int year, int month, int day, date *ret_date)
{
    char text[40];

    int length = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return date_parse(text, (size_t)length, ret_date);
}

/* YYYYMMDD, or the days since 1899-12-30, which is how Excel counts from March 1900 on. */
static bool from_digits(const struct parts *parts, date *ret_date)
{
    int number = parts->number[0];

    if (parts->digits[0] == 8)
        return from_parts(number / 10000, number / 100 % 100, number % 100, ret_date);
    if (parts->digits[0] != 5 || number < IMPORT_SERIAL_LOW || number > IMPORT_SERIAL_HIGH)
        return false;
    *ret_date = date_of(1899, 12, 30) + number;
    return true;
}
