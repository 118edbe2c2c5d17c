#include "core/import_number.h"

#include <string.h>

#include "base/dec.h"
#include "core/import_utf8.h"

enum { NUMBER_TEXT = 128 };

static bool read_plain(const char *text, size_t length, int scale, int64_t *ret_value);
static char ascii_of(uint32_t point);
static const char *read_comparison(const char **text);
static enum import_number_fault drop_separators(char *digits);
static enum import_number_fault read_decimal(const char *digits, int scale, int64_t *ret_value);

enum import_number_fault import_number_read(const char *text, size_t length, int scale,
                                            struct import_number *ret_number)
{
    char folded[NUMBER_TEXT];
    const char *at = folded;
    struct import_number number = {.comparison = ""};

    if (read_plain(text, length, scale, &number.value)) {
        *ret_number = number;
        return NUMBER_GOOD;
    }
    if (!import_number_fold(text, length, folded, sizeof folded))
        return NUMBER_NONE;
    number.comparison = read_comparison(&at);
    if (number.comparison[0] != '\0')
        at += strspn(at, " ");
    char *digits = folded + (at - folded);
    size_t size = strlen(digits);
    number.percent = size > 0 && digits[size - 1] == '%';
    if (number.percent) {
        for (size--; size > 0 && digits[size - 1] == ' ';)
            size--;
        digits[size] = '\0';
    }
    enum import_number_fault fault = drop_separators(digits);
    if (fault == NUMBER_GOOD)
        fault = read_decimal(digits, scale, &number.value);
    if (fault == NUMBER_GOOD)
        *ret_number = number;
    return fault;
}

/* 1234.56, as programs write nearly every number: digits, and some more behind a point. False: to be read
 * with more care. */
static bool read_plain(const char *text, size_t length, int scale, int64_t *ret_value)
{
    enum { SAFE = 12 }; /* whole digits, which fit with six decimals */
    int64_t value = 0;
    size_t at = 0;
    int decimals = 0;

    for (; at < length && at <= SAFE && text[at] >= '0' && text[at] <= '9'; at++)
        value = value * 10 + (text[at] - '0');
    if (at == 0 || at > SAFE)
        return false;
    bool point = at < length && text[at] == '.';
    for (at += point; point && at < length && text[at] >= '0' && text[at] <= '9' && decimals < scale; at++) {
        value = value * 10 + (text[at] - '0');
        decimals++;
    }
    if (at < length || (point && decimals == 0))
        return false;
    for (; decimals < scale; decimals++)
        value *= 10;
    *ret_value = value;
    return true;
}

enum import_money import_number_unit(const char *text, size_t *length, enum import_money otherwise)
{
    static const struct {
        const char *name;
        enum import_money unit;
    } units[] = {{"万元", IMPORT_WAN}, {"万", IMPORT_WAN}, {"元", IMPORT_YUAN}};

    if (*length > 0 && text[*length - 1] > 0 && text[*length - 1] < 0x7F)
        return otherwise; /* a digit, most likely */
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = strlen(units[i].name);
        if (size >= *length || memcmp(text + *length - size, units[i].name, size) != 0)
            continue;
        *length -= size;
        while (*length > 0 && text[*length - 1] == ' ')
            --*length;
        return units[i].unit;
    }
    return otherwise;
}

bool import_number_fold(const char *text, size_t length, char *out, size_t size)
{
    size_t at = 0, used = 0;
    uint32_t point;

    while (at < length) {
        if (utf8_next(text, length, &at, &point) != UTF8_GOOD || used + 3 > size)
            return false;
        bool at_least = point == 0x2265 || point == 0x2267; /* ≥ ≧ */
        bool at_most = point == 0x2264 || point == 0x2266;  /* ≤ ≦ */
        if (at_least || at_most) {
            out[used++] = at_least ? '>' : '<';
            out[used++] = '=';
            continue;
        }
        char c = ascii_of(point);
        if (c == '\0')
            return false;
        out[used++] = c;
    }
    out[used] = '\0';
    return true;
}

/* NUL for what no number or comparison has. */
static char ascii_of(uint32_t point)
{
    if (point == 0x3000 || point == 0xA0)
        return ' ';
    if (point == 0x2212) /* the minus of mathematics */
        return '-';
    if (point >= 0xFF01 && point <= 0xFF5E)
        point -= 0xFF01 - '!';
    if (point == 0 || point > 0x7E || strchr("0123456789+-.,%<>= ", (int)point) == NULL)
        return '\0';
    return (char)point;
}

static const char *read_comparison(const char **text)
{
    static const struct {
        const char *written;
        const char *meant;
    } comparisons[] = {{">=", "≥"}, {"<=", "≤"}, {">", ">"}, {"<", "<"}, {"=", "="}};

    for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++) {
        size_t length = strlen(comparisons[i].written);
        if (strncmp(*text, comparisons[i].written, length) == 0) {
            *text += length;
            return comparisons[i].meant;
        }
    }
    return "";
}

/* 1,234,567.89 loses its commas. They must stand where thousands end: 1,50 is a decimal comma, and
 * reading it as 150 would be a silent error by a factor of a hundred. */
static enum import_number_fault drop_separators(char *digits)
{
    size_t first = digits[0] == '-' || digits[0] == '+' ? 1 : 0;
    size_t whole = strcspn(digits, ".");
    size_t used = first;

    if (strchr(digits, ',') == NULL)
        return NUMBER_GOOD;
    if (strchr(digits + whole, ',') != NULL || digits[first] == ',')
        return NUMBER_COMMAS;
    for (size_t i = first; i < whole; i++) {
        bool group_ends = (whole - i) % 4 == 0;
        if ((digits[i] == ',') != group_ends)
            return NUMBER_COMMAS;
        if (digits[i] != ',')
            digits[used++] = digits[i];
    }
    memmove(digits + used, digits + whole, strlen(digits + whole) + 1);
    return NUMBER_GOOD;
}

static enum import_number_fault read_decimal(const char *digits, int scale, int64_t *ret_value)
{
    size_t length = strlen(digits);
    const char *point = strchr(digits, '.');
    size_t sign = digits[0] == '-' || digits[0] == '+' ? 1 : 0;

    if (strspn(digits + sign, "0123456789.") != length - sign || strcspn(digits, "0123456789") == length ||
        (point != NULL && strchr(point + 1, '.') != NULL))
        return NUMBER_NONE;
    while (point != NULL && digits[length - 1] == '0')
        length--;
    if (point != NULL && length - (size_t)(point - digits) - 1 > (size_t)scale)
        return NUMBER_DECIMALS;
    return dec_parse(digits, length, scale, ret_value) ? NUMBER_GOOD : NUMBER_TOO_LARGE;
}
