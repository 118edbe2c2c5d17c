/* Read the rows of `COPY (...) TO STDOUT (FORMAT binary)`, fed by db_op's `on_row`.
 *
 *     static bool on_plan(void *ctx, const char *data, size_t length, struct err *err)
 *     {
 *         struct plans *plans = ctx;
 *         struct db_row row;
 *         bool is_row;
 *
 *         if (!db_row_parse(&plans->reader, data, length, &row, &is_row, err))
 *             return false;
 *         if (!is_row)
 *             return true;
 *         add_plan(plans, (struct plan){.project = db_row_copy(&row, 0, &plans->arena),
 *                                       .month = (int)db_row_int(&row, 1),
 *                                       .planned = db_row_dec(&row, 2, SCALE_FEN)});
 *         return db_row_check(&row, err);
 *     }
 *
 * The accessors return values, so that a column list reads like one. One that cannot (a number that does
 * not fit, a column of another type) returns 0, DATE_NONE or NULL and leaves its error in the reader: the
 * first stands, db_row_check() tells it, and so does the next db_row_parse() should a caller forget. NULL is
 * no error: 0, false, DATE_NONE, no text; db_row_null() tells it from a zero. Column numbers start at 0. */
#ifndef DB_ROW_H
#define DB_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/mem.h"

enum { DB_ROW_COLUMNS = 48 }; /* the widest list read */

/* One COPY. A zeroed struct is ready; set `columns` to have every row checked for that number. */
struct db_row_reader {
    int columns;
    bool begun; /* the header has been read */
    bool ended; /* the trailer has been read: all rows were seen */
    int64_t rows;
    struct err err;
};

struct db_field {
    const char *data; /* inside the message, no NUL at its end */
    int32_t length;   /* -1: NULL */
};

/* Lives as long as the message it was parsed from: one call of `on_row`. */
struct db_row {
    struct db_row_reader *reader;
    int count;
    struct db_field fields[DB_ROW_COLUMNS];
};

/* Take one message of the COPY. `*ret_is_row` is false for the header or trailer alone. */
MUST_CHECK bool db_row_parse(struct db_row_reader *reader, const char *data, size_t length,
                             struct db_row *ret_row, bool *ret_is_row, struct err *err);

/* The same for a row of a statement's result that came as binary (struct db_call): its columns are those of
 * COPY. */
struct pg_result;
MUST_CHECK bool db_row_of(struct db_row_reader *reader, const struct pg_result *result, int row,
                          struct db_row *ret_row, struct err *err);

bool db_row_null(const struct db_row *row, int column);
int64_t db_row_int(const struct db_row *row, int column); /* int2, int4, int8 */
bool db_row_bool(const struct db_row *row, int column);
date db_row_date(const struct db_row *row, int column); /* 'infinity' is DATE_NEVER */
int64_t db_row_dec(const struct db_row *row, int column,
                   int scale); /* numeric; exact or an error; scale 0..9 */
const char *db_row_text(const struct db_row *row, int column, size_t *ret_length); /* NULL and 0 where NULL */
bool db_row_is(const struct db_row *row, int column,
               const char *text); /* the text equals; false where NULL */

/* Many values in one column, which spares the server the way out of a row for each: numerics in a bytea, one
 * behind the other as numeric_send() gives them, "\xffff" in place of a NULL; or words in a text, a space
 * between two. NULL is an empty list. */
struct db_list {
    const struct db_row *row;
    int column;
    const char *at, *end;
};

struct db_list db_row_list(const struct db_row *row, int column);
/* The next value; that there is none is an error left in the reader, as above. */
int64_t db_list_dec(struct db_list *list, int scale, bool *ret_null);
const char *db_list_word(struct db_list *list, size_t *ret_length);
void db_list_end(struct db_list *list); /* that there is another is one, too */

/* A copy in the arena, with a NUL at its end. NULL where NULL. */
char *db_row_copy(const struct db_row *row, int column, struct arena *arena);

/* Whether every field read so far was what it was taken for. */
MUST_CHECK bool db_row_check(const struct db_row *row, struct err *err);

#endif
