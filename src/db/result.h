/* The rows of a finished statement, read without libpq's header. Text format. */
#ifndef DB_RESULT_H
#define DB_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/mem.h"

struct pg_result; /* libpq's PGresult */

int db_rows(const struct pg_result *result);
int db_columns(const struct pg_result *result);
const char *db_column_name(const struct pg_result *result, int column);
bool db_null(const struct pg_result *result, int row, int column);
const char *db_text(const struct pg_result *result, int row, int column); /* "" where NULL */
int64_t db_int(const struct pg_result *result, int row, int column); /* 0 where NULL or not a whole number */
date db_date(const struct pg_result *result, int row, int column); /* DATE_NONE where NULL or none of ours */
/* The text in the arena, where it outlives the result. */
const char *db_keep(struct arena *arena, const struct pg_result *result, int row, int column);
const char *db_keep_or_null(struct arena *arena, const struct pg_result *result, int row, int column);
bool db_bool(const struct pg_result *result, int row, int column);
int64_t db_affected(const struct pg_result *result); /* rows written by the command */
void db_result_free(struct pg_result *result);       /* NULL is fine */

/* Reads a row into what a list of such rows is made of; texts go into the arena. */
typedef void db_take_row(struct arena *arena, const struct pg_result *result, int row, void *ret_item);
/* All rows as a list, in the arena, of items of `size` bytes; frees the result. */
void *db_result_list(struct pg_result *result, struct arena *arena, size_t size, db_take_row *take,
                     size_t *ret_count);

#endif
