/* A PostgreSQL array as the text of one parameter: `unnest($1::text[], $2::bigint[])` writes many rows in
 * one statement.
 *
 * A zeroed struct is an empty array. Add elements, then db_array_end(); after that only db_array_clear()
 * (to fill it again) and db_array_free(). */
#ifndef DB_ARRAY_H
#define DB_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

struct db_array {
    struct buf text;
    size_t count;
    bool ended;
};

void db_array_null(struct db_array *array);
void db_array_text(struct db_array *array, const char *text); /* NULL is NULL */
void db_array_text_n(struct db_array *array, const char *text, size_t length);
void db_array_int(struct db_array *array, int64_t value);
void db_array_bool(struct db_array *array, bool value);
void db_array_date(struct db_array *array, date value); /* DATE_NONE is NULL */

/* The whole as text, "{}" where nothing was added. The array's own, valid until it is cleared or freed. */
const char *db_array_end(struct db_array *array);

void db_array_clear(struct db_array *array); /* empty, memory kept */
void db_array_free(struct db_array *array);
/* The same of several. */
void db_arrays_clear(struct db_array *const *arrays, size_t count);
void db_arrays_free(struct db_array *const *arrays, size_t count);

/* A whole number as a parameter. */
enum { DB_NUMBER_TEXT = 24 };
const char *db_number(int64_t value, char text[static DB_NUMBER_TEXT]);

#endif
