#include "db/array.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void begin_element(struct db_array *array);

void db_array_null(struct db_array *array)
{
    begin_element(array);
    buf_puts(&array->text, "NULL");
}

void db_array_text(struct db_array *array, const char *text)
{
    if (text == NULL)
        db_array_null(array);
    else
        db_array_text_n(array, text, strlen(text));
}

/* Always in quotes, where only quotes and backslashes mean anything: so braces, commas, spaces, nothing at
 * all and the word NULL need no care. */
void db_array_text_n(struct db_array *array, const char *text, size_t length)
{
    size_t from = 0;

    begin_element(array);
    buf_putc(&array->text, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '"' && text[i] != '\\')
            continue;
        buf_add(&array->text, text + from, i - from);
        buf_putc(&array->text, '\\');
        from = i;
    }
    buf_add(&array->text, text + from, length - from);
    buf_putc(&array->text, '"');
}

void db_array_int(struct db_array *array, int64_t value)
{
    begin_element(array);
    buf_printf(&array->text, "%" PRId64, value);
}

void db_array_bool(struct db_array *array, bool value)
{
    begin_element(array);
    buf_putc(&array->text, value ? 't' : 'f');
}

void db_array_date(struct db_array *array, date value)
{
    char text[DATE_TEXT];

    if (value == DATE_NONE) {
        db_array_null(array);
        return;
    }
    begin_element(array);
    buf_puts(&array->text, value == DATE_NEVER ? "infinity" : date_format(value, text));
}

static void begin_element(struct db_array *array)
{
    assert(!array->ended);
    buf_putc(&array->text, array->count++ == 0 ? '{' : ',');
}

const char *db_array_end(struct db_array *array)
{
    if (!array->ended)
        buf_puts(&array->text, array->count == 0 ? "{}" : "}");
    array->ended = true;
    return buf_text(&array->text);
}

void db_array_clear(struct db_array *array)
{
    buf_clear(&array->text);
    array->count = 0;
    array->ended = false;
}

void db_array_free(struct db_array *array)
{
    buf_free(&array->text);
    *array = (struct db_array){0};
}

void db_arrays_clear(struct db_array *const *arrays, size_t count)
{
    for (size_t i = 0; i < count; i++)
        db_array_clear(arrays[i]);
}

void db_arrays_free(struct db_array *const *arrays, size_t count)
{
    for (size_t i = 0; i < count; i++)
        db_array_free(arrays[i]);
}

const char *db_number(int64_t value, char text[static DB_NUMBER_TEXT])
{
    snprintf(text, DB_NUMBER_TEXT, "%" PRId64, value);
    return text;
}
