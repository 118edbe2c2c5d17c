#include "cli/xlsx_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"

enum { SIGNIFICANT = 15, DIGITS_MAX = 64, EXPONENT_MAX = 999, PLAIN_MAX = 40 };

/* value = (negative ? -1 : 1) × 0.d1 d2 d3 ... × 10^point; no zeros at either end of the digits. */
struct decimal {
    bool negative;
    char digits[DIGITS_MAX]; /* '0'..'9' */
    int count;               /* 0: the number is zero */
    int point;
};

/* What letters a format's text has outside of quotes and brackets. */
struct letters {
    bool year, month, day, time, percent;
    bool scaled; /* the number is shown a thousand times smaller, or with a point that is none */
};

static const char wan[] = "万元";

static bool says_wan(const char *code);
static struct letters letters_of(const char *code);
static const char *skip_bracket(const char *at, struct letters *letters);
static bool read_decimal(const char *stored, struct decimal *ret_number);
static const char *read_digits(const char *at, struct decimal *number);
static bool read_exponent(const char *at, struct decimal *number);
static void drop_zeros(struct decimal *number);
static void round_to(struct decimal *number, int count);
static void write_decimal(const struct decimal *number, struct buf *out);
static bool write_date(const struct decimal *number, enum xlsx_form form, bool from_1904, const char *stored,
                       struct buf *out, struct err *err);
static bool day_of(int serial, bool from_1904, date *ret_day);

enum xlsx_form xlsx_form_of_builtin(long id)
{
    static const struct {
        long low, high;
        enum xlsx_form form;
    } forms[] = {{9, 10, XLSX_PERCENT}, {14, 16, XLSX_DATE},  {17, 17, XLSX_MONTH}, {18, 21, XLSX_TIME},
                 {22, 22, XLSX_DATE},   {27, 27, XLSX_MONTH}, {28, 31, XLSX_DATE},  {32, 35, XLSX_TIME},
                 {36, 36, XLSX_MONTH},  {45, 47, XLSX_TIME},  {50, 50, XLSX_MONTH}, {51, 51, XLSX_DATE},
                 {52, 52, XLSX_MONTH},  {53, 54, XLSX_DATE},  {55, 56, XLSX_TIME},  {57, 57, XLSX_MONTH},
                 {58, 58, XLSX_DATE}};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (id >= forms[i].low && id <= forms[i].high)
            return forms[i].form;
    }
    return XLSX_NUMBER;
}

/* An m is a minute only beside hours or seconds. */
enum xlsx_form xlsx_form_of_code(const char *code)
{
    if (strcasecmp(code, "general") == 0 || strcasecmp(code, "standard") == 0)
        return XLSX_NUMBER;
    struct letters l = letters_of(code);
    if (l.day)
        return XLSX_DATE;
    if (l.year)
        return l.month ? XLSX_MONTH : XLSX_YEAR;
    if (l.time)
        return XLSX_TIME;
    if (l.month)
        return XLSX_MONTH;
    if (l.percent)
        return XLSX_PERCENT;
    return says_wan(code) && !l.scaled ? XLSX_WAN : XLSX_NUMBER;
}

size_t xlsx_digits_of_code(const char *code)
{
    size_t zeros = strspn(code, "0");

    return zeros > 1 && zeros <= SIGNIFICANT && (code[zeros] == '\0' || code[zeros] == ';') ? zeros : 0;
}

/* In the first section, in quotes or not. */
static bool says_wan(const char *code)
{
    return memmem(code, strcspn(code, ";"), wan, sizeof wan - 1) != NULL;
}

/* Of the first section, which is that of positive numbers. */
static struct letters letters_of(const char *code)
{
    struct letters l = {0};

    for (const char *at = code; *at != '\0' && *at != ';'; at++) {
        switch (*at) {
        case '"':
            while (at[1] != '\0' && *++at != '"')
                l.scaled = l.scaled || *at == '.';
            break;
        case '\\':
        case '!':
        case '_':
        case '*':
            l.scaled = l.scaled || at[1] == '.';
            at += at[1] != '\0' ? 1 : 0;
            break; /* the next character stands for itself */
        case '[': at = skip_bracket(at, &l); break;
        case 'y':
        case 'Y': l.year = true; break;
        case 'm':
        case 'M': l.month = true; break;
        case 'd':
        case 'D': l.day = true; break;
        case 'h':
        case 'H':
        case 's':
        case 'S': l.time = true; break;
        case '%': l.percent = true; break;
        case ',': l.scaled = l.scaled || at[1] == '\0' || strchr("0#?,", at[1]) == NULL; break;
        }
    }
    return l;
}

/* [Red], [$-804], [>=100] say nothing about dates, but [h], [mm], [s] are hours, minutes and seconds that
 * have passed. Returns where the bracket ends. */
static const char *skip_bracket(const char *at, struct letters *letters)
{
    size_t length = strcspn(at, "]");
    size_t passed = strspn(at + 1, "hmsHMS");

    letters->time = letters->time || (passed > 0 && passed + 1 == length);
    return at[length] == ']' ? at + length : at + length - 1;
}

bool xlsx_value_text(enum xlsx_form form, bool from_1904, const char *stored, struct buf *out,
                     struct err *err)
{
    struct decimal number;

    if (!read_decimal(stored, &number))
        return err_set(err, ERR_INPUT, "%.60s is no number that a spreadsheet writes", stored);
    round_to(&number, SIGNIFICANT);
    switch (form) {
    case XLSX_DATE:
    case XLSX_MONTH:
    case XLSX_YEAR: return write_date(&number, form, from_1904, stored, out, err);
    case XLSX_TIME: return err_set(err, ERR_INPUT, "%.60s is a time of day without a date", stored);
    case XLSX_PERCENT: number.point += number.count > 0 ? 2 : 0; break;
    case XLSX_WAN:
    case XLSX_NUMBER: break;
    }
    if (number.point > SIGNIFICANT)
        return err_set(err, ERR_INPUT,
                       "a number of more than %d digits, the last of which a spreadsheet loses; codes must "
                       "be text",
                       SIGNIFICANT);
    write_decimal(&number, out);
    if (form == XLSX_PERCENT)
        buf_putc(out, '%');
    if (form == XLSX_WAN)
        buf_puts(out, wan);
    return true;
}

static bool read_decimal(const char *stored, struct decimal *ret_number)
{
    struct decimal n = {.negative = *stored == '-'};
    const char *at = stored + (*stored == '-' || *stored == '+' ? 1 : 0);

    at = read_digits(at, &n);
    if (at == NULL || !read_exponent(at, &n))
        return false;
    drop_zeros(&n);
    *ret_number = n;
    return true;
}

/* NULL where there is no digit. Digits beyond DIGITS_MAX, which no program writes, are dropped: they are
 * far behind the 15 that count. */
static const char *read_digits(const char *at, struct decimal *number)
{
    bool any = false, behind = false;

    for (; isdigit((unsigned char)*at) || (*at == '.' && !behind); at++) {
        if (*at == '.') {
            behind = true;
            continue;
        }
        any = true;
        if (number->count == 0 && *at == '0') {
            number->point -= behind ? 1 : 0;
            continue;
        }
        if (number->count < DIGITS_MAX)
            number->digits[number->count++] = *at;
        number->point += behind ? 0 : 1;
    }
    return any ? at : NULL;
}

static bool read_exponent(const char *at, struct decimal *number)
{
    char *end = NULL;

    if (*at == '\0')
        return true;
    if (*at != 'e' && *at != 'E')
        return false;
    bool sign = at[1] == '-' || at[1] == '+';
    if (!isdigit((unsigned char)at[sign ? 2 : 1]))
        return false;
    long exponent = strtol(at + 1, &end, 10);
    if (*end != '\0' || exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)
        return false;
    number->point += (int)exponent;
    return true;
}

static void drop_zeros(struct decimal *number)
{
    while (number->count > 0 && number->digits[number->count - 1] == '0')
        number->count--;
    if (number->count == 0) {
        number->negative = false;
        number->point = 0;
    }
}

/* Half away from zero, which for a number's digits is half up. */
static void round_to(struct decimal *number, int count)
{
    if (number->count <= count)
        return;
    bool up = number->digits[count] >= '5';
    number->count = count;
    for (int i = count - 1; up && i >= 0; i--) {
        up = number->digits[i] == '9';
        number->digits[i] = up ? '0' : (char)(number->digits[i] + 1);
    }
    if (up) { /* all nines: 0.999 becomes 1 */
        number->digits[0] = '1';
        number->count = 1;
        number->point++;
    }
    drop_zeros(number);
}

static void write_decimal(const struct decimal *number, struct buf *out)
{
    int zeros_before = number->point < 0 ? -number->point : 0;
    int whole = number->point > 0 ? number->point : 0;

    if (number->count == 0) {
        buf_putc(out, '0');
        return;
    }
    if (number->negative)
        buf_putc(out, '-');
    if (zeros_before > PLAIN_MAX - SIGNIFICANT) {
        buf_printf(out, "0.%.*sE%d", number->count, number->digits, number->point);
        return;
    }
    for (int i = 0; i < whole; i++)
        buf_putc(out, i < number->count ? number->digits[i] : '0');
    if (whole == 0)
        buf_putc(out, '0');
    if (whole < number->count) {
        buf_printf(out, ".%.*s", zeros_before, "0000000000000000000000000000000000000000");
        buf_add(out, number->digits + whole, (size_t)(number->count - whole));
    }
}

static bool write_date(const struct decimal *number, enum xlsx_form form, bool from_1904, const char *stored,
                       struct buf *out, struct err *err)
{
    enum { SERIAL_DIGITS = 7 }; /* 9999-12-31 is 2958465 */
    char text[DATE_TEXT];
    date day = 0;
    int serial = 0;

    for (int i = 0; i < number->point && i <= SERIAL_DIGITS; i++)
        serial = serial * 10 + (i < number->count ? number->digits[i] - '0' : 0);
    if (number->negative || !day_of(serial, from_1904, &day))
        return err_set(err, ERR_INPUT, "%.60s has a date's format and is no day of a calendar", stored);
    date_format(day, text);
    buf_printf(out, "%.*s", form == XLSX_DATE ? 10 : form == XLSX_MONTH ? 7 : 4, text);
    return true;
}

/* In the 1900 system 1 is 1900-01-01, and 60 a 29 February that there never was, which Excel took over
 * from an older program; so from 61 on the days are counted from one day earlier. */
static bool day_of(int serial, bool from_1904, date *ret_day)
{
    enum { LAST_1900 = 2958465, LAST_1904 = 2957003, NEVER = 60 };

    if (from_1904) {
        *ret_day = date_of(1904, 1, 1) + serial;
        return serial <= LAST_1904;
    }
    if (serial < 1 || serial > LAST_1900 || serial == NEVER)
        return false;
    *ret_day = date_of(1899, 12, serial < NEVER ? 31 : 30) + serial;
    return true;
}
