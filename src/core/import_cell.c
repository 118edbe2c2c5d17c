#include "core/import_cell.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/visible.h"
#include "core/import_date.h"
#include "core/import_number.h"
#include "core/import_utf8.h"

/* What one check works on. */
struct check {
    const struct ledger_column *column;
    enum import_money money;
    const char *data;
    size_t length;
    struct import_cell *cell;
    struct err *err;
};

static bool check_typed(const struct check *c);
static bool check_text(const struct check *c);
static bool check_year(const struct check *c);
static bool check_month(const struct check *c);
static bool check_date(const struct check *c);
static void add_number(struct buf *out, int number);
static bool check_money(const struct check *c);
static bool check_number(const struct check *c);
static bool check_word(const struct check *c);
static bool check_due_month(const struct check *c);
static bool check_value(const struct check *c);
static bool fail_number(const struct check *c, enum import_number_fault fault, int decimals);
static bool fail(const struct check *c, const char *what);
static bool fail_expected(const struct check *c, const char *verb);
static void describe(struct buf *out, const struct ledger_column *column);
static void list_words(struct buf *out, const struct ledger_word *words);
static bool is_visible(char c);
static bool is_invisible(uint32_t point);
static size_t blank_at_start(const char *data, size_t length);
static size_t blank_at_end(const char *data, size_t length);

bool import_cell_check(const struct ledger_column *column, enum import_money money, const char *data,
                       size_t length, struct import_cell *ret_cell, struct err *err)
{
    import_cell_trim(&data, &length);
    ret_cell->empty = length == 0;
    ret_cell->negative = false;
    ret_cell->year = 0;
    buf_clear(&ret_cell->text);

    const struct check c = {column, money, data, length, ret_cell, err};
    if (ret_cell->empty && ledger_must_be_there(column))
        return fail_expected(&c, "is empty; expected");
    return ret_cell->empty || check_typed(&c);
}

static bool check_typed(const struct check *c)
{
    switch (c->column->type) {
    case LEDGER_CODE:
    case LEDGER_LINE:
    case LEDGER_TEXT: return check_text(c);
    case LEDGER_YEAR: return check_year(c);
    case LEDGER_MONTH: return check_month(c);
    case LEDGER_DATE: return check_date(c);
    case LEDGER_MONEY: return check_money(c);
    case LEDGER_NUMBER:
    case LEDGER_WEIGHT:
    case LEDGER_PERCENT: return check_number(c);
    case LEDGER_WORD:
    case LEDGER_SCHEDULE: return check_word(c);
    case LEDGER_TARGET:
    case LEDGER_VALUE: return check_value(c);
    }
    return false;
}

/* Apostrophes, and then what makes a formula of a text. */
static bool is_guarded(const char *text, size_t length)
{
    static const char *const begins[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    size_t at = 0;

    while (at < length && text[at] == '\'')
        at++;
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        size_t size = strlen(begins[i]);
        if (size <= length - at && memcmp(text + at, begins[i], size) == 0)
            return true;
    }
    return false;
}

void import_cell_guard(struct buf *out, const char *text)
{
    if (is_guarded(text, strlen(text)))
        buf_putc(out, '\'');
    buf_puts(out, text);
}

static bool check_text(const struct check *whole)
{
    bool lines = whole->column->type == LEDGER_TEXT;
    size_t at = 0, characters = 0;
    struct check unguarded = *whole;
    const struct check *c = &unguarded;

    if (unguarded.length > 0 && unguarded.data[0] == '\'' && is_guarded(unguarded.data, unguarded.length)) {
        unguarded.data++;
        unguarded.length--;
    }
    /* What is plain goes on as it is. */
    while (at < c->length && (is_visible(c->data[at]) || c->data[at] == ' '))
        at++;
    buf_add(&c->cell->text, c->data, at);
    characters = at;
    while (at < c->length) {
        uint32_t point = 0;
        size_t start = at;
        if (utf8_next(c->data, c->length, &at, &point) != UTF8_GOOD)
            return fail(c, "has bytes that are no text in the file's encoding");
        characters++;
        /* Excel ends the lines of a cell with LF; other programs write CR LF, which is the same text. */
        bool half = point == '\r' && at < c->length && c->data[at] == '\n';
        bool allowed = lines && (point == '\n' || point == '\t' || half);
        if (!allowed && (point < 0x20 || (point >= 0x7F && point < 0xA0)))
            return fail(c, point == '\n' || point == '\r' ? "has more than one line"
                                                          : "has a control character");
        if (c->column->type == LEDGER_CODE && is_invisible(point))
            return fail(c, "has an invisible character");
        if (!half)
            buf_add(&c->cell->text, c->data + start, at - start);
    }
    if (c->column->type == LEDGER_CODE && characters > LEDGER_CODE_MAX)
        return fail(c, "has more than 200 characters");
    return true;
}

static bool check_year(const struct check *c)
{
    int year = 0;

    if (!import_year_read(c->data, c->length, &year) || year < LEDGER_YEAR_LOW || year > LEDGER_YEAR_HIGH)
        return fail_expected(c, "is not");
    add_number(&c->cell->text, year);
    return true;
}

static bool check_month(const struct check *c)
{
    int month = 0;

    if (!import_month_read(c->data, c->length, &c->cell->year, &month))
        return fail_expected(c, "is not");
    add_number(&c->cell->text, month);
    return true;
}

static void add_number(struct buf *out, int number)
{
    char text[DEC_TEXT];

    buf_puts(out, dec_format(number, 0, text));
}

static bool check_date(const struct check *c)
{
    char text[DATE_TEXT];
    date day;

    if (!import_date_read(c->data, c->length, &day))
        return fail_expected(c, "is not");
    buf_puts(&c->cell->text, date_format(day, text));
    return true;
}

/* 1 万元 is 1,000,000 fen, so that an amount in 万元 read at six decimals is already its fen. */
static bool check_money(const struct check *c)
{
    size_t length = c->length;
    enum import_money unit = import_number_unit(c->data, &length, c->money);
    int scale = unit == IMPORT_WAN ? SCALE_MICRO : SCALE_FEN;
    struct import_number number = {0};
    char text[DEC_TEXT];

    enum import_number_fault fault = import_number_read(c->data, length, scale, &number);
    if (fault == NUMBER_GOOD && (number.percent || number.comparison[0] != '\0'))
        fault = NUMBER_NONE;
    if (fault != NUMBER_GOOD)
        return fail_number(c, fault, scale);
    c->cell->negative = number.value < 0;
    buf_puts(&c->cell->text, dec_format(number.value, SCALE_FEN, text));
    return true;
}

static bool check_number(const struct check *c)
{
    struct import_number number = {0};
    char text[DEC_TEXT];

    enum import_number_fault fault = import_number_read(c->data, c->length, SCALE_MICRO, &number);
    if (fault == NUMBER_GOOD &&
        ((number.percent && c->column->type != LEDGER_PERCENT) || number.comparison[0] != '\0'))
        fault = NUMBER_NONE;
    if (fault != NUMBER_GOOD)
        return fail_number(c, fault, SCALE_MICRO);
    if (c->column->type == LEDGER_WEIGHT &&
        (number.value < 0 || number.value > LEDGER_WEIGHT_MAX * INT64_C(1000000)))
        return fail_expected(c, "is not");
    buf_puts(&c->cell->text, dec_format_short(number.value, SCALE_MICRO, text));
    return true;
}

static bool check_word(const struct check *c)
{
    const char *word = ledger_word_for(c->column->words, c->data, c->length);

    if (word == NULL && c->column->type == LEDGER_SCHEDULE)
        return check_due_month(c);
    if (word == NULL)
        return fail_expected(c, "is not");
    buf_puts(&c->cell->text, word);
    return true;
}

/* An indicator is due in the same month of any year: "7", not "2023-07". */
static bool check_due_month(const struct check *c)
{
    int year = 0, month = 0;

    if (!import_month_read(c->data, c->length, &year, &month) || year != 0)
        return fail_expected(c, "is not");
    buf_printf(&c->cell->text, "%d", month);
    return true;
}

/* The operator and the percent sign stay: they say how the figure was reported. */
static bool check_value(const struct check *c)
{
    struct import_number number = {0};
    char text[DEC_TEXT];
    const char *word =
        c->column->words != NULL ? ledger_word_for(c->column->words, c->data, c->length) : NULL;

    if (word != NULL) {
        buf_puts(&c->cell->text, word);
        return true;
    }
    enum import_number_fault fault = import_number_read(c->data, c->length, SCALE_MICRO, &number);
    if (fault != NUMBER_GOOD && c->column->type == LEDGER_TARGET)
        return check_text(c);
    if (fault != NUMBER_GOOD)
        return fail_number(c, fault, SCALE_MICRO);
    buf_printf(&c->cell->text, "%s%s%s", number.comparison, dec_format_short(number.value, SCALE_MICRO, text),
               number.percent ? "%" : "");
    return true;
}

static bool fail_number(const struct check *c, enum import_number_fault fault, int decimals)
{
    char what[64];

    switch (fault) {
    case NUMBER_GOOD:
    case NUMBER_NONE: break;
    case NUMBER_COMMAS: return fail(c, "has commas that do not separate thousands");
    case NUMBER_TOO_LARGE: return fail(c, "is too large");
    case NUMBER_DECIMALS:
        snprintf(what, sizeof what, "has more than %d decimals", decimals);
        return fail(c, what);
    }
    return fail_expected(c, "is not");
}

static bool fail(const struct check *c, const char *what)
{
    struct buf text = {0};

    import_cell_show(&text, c->data, c->length);
    if (text.length > 0)
        buf_putc(&text, ' ');
    buf_puts(&text, what);
    err_set(c->err, ERR_INPUT, "%s", buf_text(&text));
    buf_free(&text);
    return false;
}

static bool fail_expected(const struct check *c, const char *verb)
{
    struct buf what = {0};

    buf_printf(&what, "%s ", verb);
    describe(&what, c->column);
    fail(c, buf_text(&what));
    buf_free(&what);
    return false;
}

static void describe(struct buf *out, const struct ledger_column *column)
{
    switch (column->type) {
    case LEDGER_CODE:
    case LEDGER_LINE:
    case LEDGER_TEXT: buf_puts(out, "a text"); break;
    case LEDGER_YEAR: buf_printf(out, "%d..%d", LEDGER_YEAR_LOW, LEDGER_YEAR_HIGH); break;
    case LEDGER_MONTH: buf_puts(out, "1..12"); break;
    case LEDGER_DATE: buf_puts(out, "a date YYYY-MM-DD"); break;
    case LEDGER_MONEY: buf_puts(out, "an amount"); break;
    case LEDGER_NUMBER: buf_puts(out, "a number"); break;
    case LEDGER_PERCENT: buf_puts(out, "a percentage"); break;
    case LEDGER_WEIGHT: buf_printf(out, "a number from 0 to %d", LEDGER_WEIGHT_MAX); break;
    case LEDGER_WORD:
        buf_puts(out, "one of ");
        list_words(out, column->words);
        break;
    case LEDGER_TARGET: buf_puts(out, "a target"); break;
    case LEDGER_SCHEDULE:
        buf_puts(out, "one of ");
        list_words(out, column->words);
        buf_puts(out, ", 1..12");
        break;
    case LEDGER_VALUE:
        buf_puts(out, "a number, ");
        list_words(out, column->words);
        break;
    }
}

static void list_words(struct buf *out, const struct ledger_word *words)
{
    for (const struct ledger_word *w = words; w->word != NULL; w++)
        buf_printf(out, "%s%s", w == words ? "" : ", ", w->word);
}

void import_cell_trim(const char **data, size_t *length)
{
    size_t blank;

    if (*length > 0 && is_visible((*data)[0]) && is_visible((*data)[*length - 1]))
        return; /* nearly every cell */
    while ((blank = blank_at_start(*data, *length)) > 0) {
        *data += blank;
        *length -= blank;
    }
    while ((blank = blank_at_end(*data, *length)) > 0)
        *length -= blank;
}

static bool is_visible(char c)
{
    return c > ' ' && c < 0x7F;
}

/* Characters without a shape, which come with what is copied from web pages and chats: widths of zero, marks
 * of direction. A code with one inside looks like another. */
static bool is_invisible(uint32_t point)
{
    return visible_kind(point) == VISIBLE_DIRECTION || (point >= 0x200B && point <= 0x200D) ||
           (point >= 0x2060 && point <= 0x2064) || point == 0xFEFF;
}

static bool is_blank(uint32_t point)
{
    return point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0xA0 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F || point == 0x3000 ||
           is_invisible(point);
}

static size_t blank_at_start(const char *data, size_t length)
{
    size_t at = 0;
    uint32_t point = 0;

    return length > 0 && utf8_next(data, length, &at, &point) == UTF8_GOOD && is_blank(point) ? at : 0;
}

/* The last character is of three bytes at most where it is a blank. */
static size_t blank_at_end(const char *data, size_t length)
{
    enum { LONGEST = 3 };

    for (size_t size = 1; size <= LONGEST && size <= length; size++) {
        size_t at = 0;
        uint32_t point = 0;
        if (utf8_next(data + length - size, size, &at, &point) == UTF8_GOOD && at == size)
            return is_blank(point) ? size : 0;
    }
    return 0;
}

void import_cell_show(struct buf *out, const char *data, size_t length)
{
    enum { SHOWN = 60 };
    size_t at = 0;

    for (size_t shown = 0; at < length; shown++) {
        uint32_t point = 0;
        size_t start = at;
        if (shown == SHOWN) {
            buf_puts(out, "…");
            return;
        }
        if (utf8_next(data, length, &at, &point) != UTF8_GOOD) {
            buf_putc(out, '?');
            at++;
        } else if (visible_kind(point) != VISIBLE_PLAIN || is_invisible(point)) {
            buf_putc(out, '?');
        } else {
            buf_add(out, data + start, at - start);
        }
    }
}
