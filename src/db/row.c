#include "db/row.h"

#include <inttypes.h>
#include <string.h>

#include <libpq-fe.h>

/* The format: a header of 11 signature bytes, 4 of flags and 4 of the length of an extension area, which
 * follows; then rows, each the number of fields in 2 bytes and, a field, its length in 4 (-1: NULL) and its
 * bytes; then the trailer, -1 in place of the number of fields. The header comes in one message with the
 * first row, or with the trailer where there is none. All numbers have the high byte first. */

enum { SIGNATURE = 11, HEADER = SIGNATURE + 4 + 4, TRAILER = -1 };

/* Flags that a reader must understand or give up. Bit 16 was for row identities, which no longer exist. */
#define CRITICAL_FLAGS UINT32_C(0xFFFF0000)

enum { DAYS_1970_TO_2000 = 10957 };

/* The sign word of a numeric. */
enum { NUMERIC_POSITIVE = 0x0000, NUMERIC_NEGATIVE = 0x4000 };

/* In a list of numerics: no number has so many digits. */
enum { LIST_NULL = 0xFFFF };

/* A numeric is digits of base 10,000. Nine of them are 36 decimal digits and always fit 128 bits. */
enum { NUMERIC_HEADER = 8, NUMERIC_BASE = 10000, NUMERIC_BASE_DIGITS = 4, NUMERIC_DIGITS = 9 };

static bool skip_header(const char **data, size_t *length, struct err *err);
static bool read_fields(const char *data, size_t length, struct db_row *row, struct err *err);
static const struct db_field *field_at(const struct db_row *row, int column);
static void complain(const struct db_row *row, int column, enum err_code code, const char *why);
static bool scale_exactly(int128 value, int exponent, int64_t *ret_value);

static uint16_t read16(const char *data)
{
    const unsigned char *byte = (const unsigned char *)data;

    return (uint16_t)(byte[0] << 8 | byte[1]);
}

static uint32_t read32(const char *data)
{
    return (uint32_t)read16(data) << 16 | read16(data + 2);
}

static uint64_t read64(const char *data)
{
    return (uint64_t)read32(data) << 32 | read32(data + 4);
}

bool db_row_parse(struct db_row_reader *reader, const char *data, size_t length, struct db_row *ret_row,
                  bool *ret_is_row, struct err *err)
{
    if (reader->err.code != ERR_NONE)
        return err_set(err, reader->err.code, "%s", reader->err.text);
    if (!reader->begun && !skip_header(&data, &length, err))
        return false;
    reader->begun = true;
    *ret_is_row = false;
    if (length == 0)
        return true;
    if (reader->ended || length < 2)
        return err_set(err, ERR_DB_LOST, "the database sent a broken row");
    if ((int16_t)read16(data) == TRAILER) {
        reader->ended = true;
        return true;
    }
    ret_row->reader = reader;
    reader->rows++;
    *ret_is_row = true;
    return read_fields(data, length, ret_row, err);
}

bool db_row_of(struct db_row_reader *reader, const struct pg_result *result, int row, struct db_row *ret_row,
               struct err *err)
{
    int count = PQnfields(result);

    if (reader->err.code != ERR_NONE)
        return err_set(err, reader->err.code, "%s", reader->err.text);
    if (count > DB_ROW_COLUMNS || (reader->columns > 0 && count != reader->columns))
        return err_set(err, ERR_DB_LOST, "the database sent a row of %d columns, %d were asked for", count,
                       reader->columns);
    ret_row->reader = reader;
    ret_row->count = count;
    reader->rows++;
    for (int i = 0; i < count; i++)
        ret_row->fields[i] = (struct db_field){
            .data = PQgetvalue(result, row, i),
            .length = PQgetisnull(result, row, i) ? -1 : PQgetlength(result, row, i),
        };
    return true;
}

static bool skip_header(const char **data, size_t *length, struct err *err)
{
    static const char signature[SIGNATURE] = "PGCOPY\n\377\r\n";

    if (*length < HEADER || memcmp(*data, signature, SIGNATURE) != 0)
        return err_set(err, ERR_DB_LOST, "the database did not send rows in binary form");
    if ((read32(*data + SIGNATURE) & CRITICAL_FLAGS) != 0)
        return err_set(err, ERR_DB_LOST, "the database sent rows in a form unknown to this program");
    size_t extension = read32(*data + SIGNATURE + 4);
    if (extension > *length - HEADER)
        return err_set(err, ERR_DB_LOST, "the database sent a broken header of rows");
    *data += HEADER + extension;
    *length -= HEADER + extension;
    return true;
}

static bool read_fields(const char *data, size_t length, struct db_row *row, struct err *err)
{
    size_t at = 2;

    row->count = (int16_t)read16(data);
    if (row->count < 0 || row->count > DB_ROW_COLUMNS ||
        (row->reader->columns > 0 && row->count != row->reader->columns))
        return err_set(err, ERR_DB_LOST, "the database sent a row of %d columns, %d were asked for",
                       row->count, row->reader->columns);
    for (int i = 0; i < row->count; i++) {
        struct db_field *field = &row->fields[i];
        if (length - at < 4)
            return err_set(err, ERR_DB_LOST, "the database sent a broken row");
        field->length = (int32_t)read32(data + at);
        field->data = data + at + 4;
        at += 4;
        if (field->length < -1 || (field->length > 0 && (size_t)field->length > length - at))
            return err_set(err, ERR_DB_LOST, "the database sent a broken row");
        at += field->length > 0 ? (size_t)field->length : 0;
    }
    if (at != length)
        return err_set(err, ERR_DB_LOST, "the database sent a broken row");
    return true;
}

/* The field, or NULL where it is NULL or not there. */
static const struct db_field *field_at(const struct db_row *row, int column)
{
    if (column < 0 || column >= row->count) {
        complain(row, column, ERR_DB_QUERY, "there is no such column");
        return NULL;
    }
    return row->fields[column].length >= 0 ? &row->fields[column] : NULL;
}

static void complain(const struct db_row *row, int column, enum err_code code, const char *why)
{
    err_set(&row->reader->err, code, "row %" PRId64 ", column %d from the database: %s", row->reader->rows,
            column + 1, why);
}

bool db_row_check(const struct db_row *row, struct err *err)
{
    if (row->reader->err.code == ERR_NONE)
        return true;
    return err_set(err, row->reader->err.code, "%s", row->reader->err.text);
}

bool db_row_null(const struct db_row *row, int column)
{
    return field_at(row, column) == NULL;
}

int64_t db_row_int(const struct db_row *row, int column)
{
    const struct db_field *field = field_at(row, column);

    if (field == NULL)
        return 0;
    switch (field->length) {
    case 2: return (int16_t)read16(field->data);
    case 4: return (int32_t)read32(field->data);
    case 8: return (int64_t)read64(field->data);
    default: complain(row, column, ERR_DB_QUERY, "not a whole number"); return 0;
    }
}

bool db_row_bool(const struct db_row *row, int column)
{
    const struct db_field *field = field_at(row, column);

    if (field == NULL)
        return false;
    if (field->length != 1)
        complain(row, column, ERR_DB_QUERY, "not true or false");
    return field->length == 1 && field->data[0] != 0;
}

date db_row_date(const struct db_row *row, int column)
{
    const struct db_field *field = field_at(row, column);

    if (field == NULL)
        return DATE_NONE;
    if (field->length != 4) {
        complain(row, column, ERR_DB_QUERY, "not a date");
        return DATE_NONE;
    }
    int32_t days = (int32_t)read32(field->data);
    if (days == INT32_MAX)
        return DATE_NEVER;
    if (days == INT32_MIN || days > INT32_MAX - 1 - DAYS_1970_TO_2000) {
        complain(row, column, ERR_OVERFLOW, "the date is out of range");
        return DATE_NONE;
    }
    return days + DAYS_1970_TO_2000;
}

/* Most numbers are a few digits that need no more than 64 bits on the way: 10^12 times 10^6. */
enum { SHORT_DIGITS = 3, SHORT_EXPONENT = 6 };

static const int64_t powers[SHORT_EXPONENT + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};

static bool scale_short(int64_t value, int exponent, int64_t *ret_value)
{
    if (exponent >= 0) {
        *ret_value = value * powers[exponent];
        return true;
    }
    if (value % powers[-exponent] != 0)
        return false;
    *ret_value = value / powers[-exponent];
    return true;
}

/* The numeric at the beginning of `data`, and how long it is; 0: there is none, which has been said. */
static int64_t read_numeric(const struct db_row *row, int column, const char *data, size_t length, int scale,
                            size_t *ret_length)
{
    int count = length >= NUMERIC_HEADER ? (int16_t)read16(data) : -1;
    int64_t value = 0;
    int128 digits = 0;

    *ret_length = 0;
    if (count < 0 || length < (size_t)(NUMERIC_HEADER + 2 * count)) {
        complain(row, column, ERR_DB_QUERY, "not a decimal number");
        return 0;
    }
    *ret_length = (size_t)(NUMERIC_HEADER + 2 * count);
    int weight = (int16_t)read16(data + 2);
    unsigned sign = read16(data + 4);
    if (sign != NUMERIC_POSITIVE && sign != NUMERIC_NEGATIVE) {
        complain(row, column, ERR_OVERFLOW, "NaN or infinity is not an amount");
        return 0;
    }
    /* The last digit stands for 10,000^(weight - count + 1). PostgreSQL keeps no zeros at either end, so
     * a number of more digits is too large or too fine for any scale of ours. */
    int exponent = NUMERIC_BASE_DIGITS * (weight - count + 1) + scale;
    bool good = count <= NUMERIC_DIGITS;
    if (count <= SHORT_DIGITS && exponent >= -SHORT_EXPONENT && exponent <= SHORT_EXPONENT) {
        int64_t few = 0;
        for (int i = 0; i < count; i++)
            few = few * NUMERIC_BASE + read16(data + NUMERIC_HEADER + 2 * i);
        good = scale_short(few, exponent, &value);
    } else {
        for (int i = 0; i < count && good; i++)
            digits = digits * NUMERIC_BASE + read16(data + NUMERIC_HEADER + 2 * i);
        good = good && scale_exactly(digits, exponent, &value);
    }
    if (!good)
        complain(row, column, ERR_OVERFLOW, "the number has too many digits");
    return sign == NUMERIC_NEGATIVE ? -value : value;
}

int64_t db_row_dec(const struct db_row *row, int column, int scale)
{
    const struct db_field *field = field_at(row, column);
    size_t length;

    if (field == NULL)
        return 0;
    int64_t value = read_numeric(row, column, field->data, (size_t)field->length, scale, &length);
    if (length > 0 && length != (size_t)field->length)
        complain(row, column, ERR_DB_QUERY, "not a decimal number");
    return value;
}

/* value (not negative) times 10^exponent, if that is a whole number that fits. */
static bool scale_exactly(int128 value, int exponent, int64_t *ret_value)
{
    for (; exponent > 0 && value != 0; exponent--) {
        if (value > INT64_MAX / 10)
            return false;
        value *= 10;
    }
    /* Most numbers fit 64 bits, where dividing is ten times faster. */
    for (; exponent < 0 && value > INT64_MAX; exponent++) {
        if (value % 10 != 0)
            return false;
        value /= 10;
    }
    int64_t small = (int64_t)value;
    for (; exponent < 0 && small != 0; exponent++) {
        if (small % 10 != 0)
            return false;
        small /= 10;
    }
    if (value > INT64_MAX)
        return false;
    *ret_value = small;
    return true;
}

const char *db_row_text(const struct db_row *row, int column, size_t *ret_length)
{
    const struct db_field *field = field_at(row, column);

    *ret_length = field != NULL ? (size_t)field->length : 0;
    return field != NULL ? field->data : NULL;
}

bool db_row_is(const struct db_row *row, int column, const char *text)
{
    const struct db_field *field = field_at(row, column);
    size_t length = strlen(text);

    return field != NULL && (size_t)field->length == length && memcmp(field->data, text, length) == 0;
}

struct db_list db_row_list(const struct db_row *row, int column)
{
    const struct db_field *field = field_at(row, column);
    struct db_list list = {.row = row, .column = column, .at = NULL, .end = NULL};

    if (field != NULL) {
        list.at = field->data;
        list.end = field->data + field->length;
    }
    return list;
}

int64_t db_list_dec(struct db_list *list, int scale, bool *ret_null)
{
    size_t left = (size_t)(list->end - list->at), length;

    *ret_null = left >= 2 && read16(list->at) == LIST_NULL;
    if (*ret_null) {
        list->at += 2;
        return 0;
    }
    int64_t value = read_numeric(list->row, list->column, list->at, left, scale, &length);
    list->at += length;
    return value;
}

const char *db_list_word(struct db_list *list, size_t *ret_length)
{
    const char *word = list->at;
    size_t left = (size_t)(list->end - list->at);
    const char *space = left > 0 ? memchr(word, ' ', left) : NULL;

    *ret_length = space != NULL ? (size_t)(space - word) : left;
    if (left == 0)
        complain(list->row, list->column, ERR_DB_QUERY, "a value is missing");
    list->at = space != NULL ? space + 1 : list->end;
    return word;
}

void db_list_end(struct db_list *list)
{
    if (list->at != list->end)
        complain(list->row, list->column, ERR_DB_QUERY, "a value too many");
}

char *db_row_copy(const struct db_row *row, int column, struct arena *arena)
{
    const struct db_field *field = field_at(row, column);

    return field != NULL ? arena_text_n(arena, field->data, (size_t)field->length) : NULL;
}
