#include "base/dec.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

bool dec_parse(const char *text, size_t length, int scale, int64_t *ret_value)
{
    size_t at = 0;
    bool negative = false;
    bool point = false;
    int digits = 0, decimals = 0;
    int64_t value = 0;

    if (length > 0 && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        at = 1;
    }
    for (; at < length; at++) {
        if (text[at] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9')
            return false;
        digits++;
        if (point && decimals == scale) {
            if (text[at] != '0')
                return false;
            continue;
        }
        decimals += point ? 1 : 0;
        if (value > (DEC_MAX - (text[at] - '0')) / 10)
            return false;
        value = value * 10 + (text[at] - '0');
    }
    if (digits == 0)
        return false;
    for (; decimals < scale; decimals++) {
        if (value > DEC_MAX / 10)
            return false;
        value *= 10;
    }
    *ret_value = negative ? -value : value;
    return true;
}

/* From the last digit to the first: this is done for every amount of a large import. */
const char *dec_format(int64_t value, int scale, char text[static DEC_TEXT])
{
    uint64_t size = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    char digits[DEC_TEXT];
    size_t at = sizeof digits;
    int written = 0;

    do {
        if (written == scale && scale > 0)
            digits[--at] = '.';
        digits[--at] = (char)('0' + size % 10);
        size /= 10;
        written++;
    } while (size > 0 || written <= scale);
    if (value < 0)
        digits[--at] = '-';
    memcpy(text, digits + at, sizeof digits - at);
    text[sizeof digits - at] = '\0';
    return text;
}

const char *dec_format_short(int64_t value, int scale, char text[static DEC_TEXT])
{
    dec_format(value, scale, text);
    if (scale > 0) {
        size_t length = strlen(text);
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
        text[length] = '\0';
    }
    return text;
}

const char *dec_format_grouped(int64_t value, int scale, char text[static DEC_TEXT])
{
    char plain[DEC_TEXT];
    size_t out = 0;

    dec_format(value, scale, plain);
    const char *point = strchr(plain, '.');
    size_t whole = point != NULL ? (size_t)(point - plain) : strlen(plain);
    size_t sign = plain[0] == '-' ? 1 : 0;
    for (size_t i = 0; i < whole; i++) {
        if (i > sign && (whole - i) % 3 == 0)
            text[out++] = ',';
        text[out++] = plain[i];
    }
    memcpy(text + out, plain + whole, strlen(plain + whole) + 1);
    return text;
}

bool dec_add(int64_t a, int64_t b, int64_t *ret_sum)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *ret_sum = sum;
    return true;
}

/* Nearly all numbers are, and dividing them takes a fraction of the time. The least of 64 bits is not one: it
 * has no negative. */
static bool is_short(int128 a)
{
    return a >= -INT64_MAX && a <= INT64_MAX;
}

static int64_t short_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

static int128 divisor(int128 a, int128 b)
{
    if (is_short(a) && is_short(b))
        return short_divisor((int64_t)a, (int64_t)b);
    while (b != 0) {
        int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

bool ratio_of(int128 num, int128 den, struct ratio *ret_ratio)
{
    int128 zero = 0;

    if (den == 0)
        return false;
    int128 common = divisor(num, den);
    if (common != 1 && is_short(num) && is_short(den)) {
        num = (int64_t)num / (int64_t)common;
        den = (int64_t)den / (int64_t)common;
    } else if (common != 1) {
        num /= common;
        den /= common;
    }
    if (den < 0 && (__builtin_sub_overflow(zero, num, &num) || __builtin_sub_overflow(zero, den, &den)))
        return false;
    *ret_ratio = (struct ratio){.num = num, .den = den};
    return true;
}

struct ratio ratio_int(int64_t value)
{
    return (struct ratio){.num = value, .den = 1};
}

bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret_sum)
{
    int128 common = divisor(a.den, b.den);
    int128 left, right, num, den;

    if (__builtin_mul_overflow(a.num, b.den / common, &left) ||
        __builtin_mul_overflow(b.num, a.den / common, &right) || __builtin_add_overflow(left, right, &num) ||
        __builtin_mul_overflow(a.den / common, b.den, &den))
        return false;
    return ratio_of(num, den, ret_sum);
}

bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret_difference)
{
    int128 zero = 0;

    if (__builtin_sub_overflow(zero, b.num, &b.num))
        return false;
    return ratio_add(a, b, ret_difference);
}

bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret_product)
{
    struct ratio x, y;
    int128 num, den;

    /* Reduced crosswise first, so that only a true overflow is one. */
    if (!ratio_of(a.num, b.den, &x) || !ratio_of(b.num, a.den, &y))
        return false;
    if (__builtin_mul_overflow(x.num, y.num, &num) || __builtin_mul_overflow(x.den, y.den, &den))
        return false;
    return ratio_of(num, den, ret_product);
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret_quotient)
{
    struct ratio inverse;

    return ratio_of(b.den, b.num, &inverse) && ratio_mul(a, inverse, ret_quotient);
}

static int128 floor_div(int128 a, int128 b)
{
    int128 quotient = a / b;

    return a % b < 0 ? quotient - 1 : quotient;
}

int ratio_compare(struct ratio a, struct ratio b)
{
    int sign = 1;

    if (is_short(a.num) && is_short(a.den) && is_short(b.num) && is_short(b.den)) {
        int128 x = a.num * b.den, y = b.num * a.den;
        return (x > y) - (x < y);
    }
    /* Compare whole parts; where they are equal, compare the inverses of the rests the other way
     * round. Each step is one of Euclid's algorithm, so it ends. */
    for (;;) {
        int128 x = floor_div(a.num, a.den), y = floor_div(b.num, b.den);
        if (x != y)
            return x < y ? -sign : sign;
        int128 rest_a = a.num - x * a.den, rest_b = b.num - y * b.den;
        if (rest_a == 0 || rest_b == 0)
            return rest_a == rest_b ? 0 : (rest_a == 0 ? -sign : sign);
        a = (struct ratio){.num = a.den, .den = rest_a};
        b = (struct ratio){.num = b.den, .den = rest_b};
        sign = -sign;
    }
}

bool ratio_round(struct ratio a, int scale, int64_t *ret_value)
{
    bool negative = a.num < 0;
    int128 num = negative ? -a.num : a.num;
    int128 value = num / a.den, rest = num % a.den;

    /* Digit by digit, as on paper: the whole ratio times 10^scale may need more than 128 bits where
     * what comes out is small. */
    for (; scale > 0; scale--) {
        if (value > INT64_MAX || __builtin_mul_overflow(rest, (int128)10, &rest))
            return false;
        value = value * 10 + rest / a.den;
        rest %= a.den;
    }
    if (rest >= a.den - rest)
        value++;
    if (value > INT64_MAX)
        return false;
    *ret_value = negative ? -(int64_t)value : (int64_t)value;
    return true;
}
