#include "db/result.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

static int64_t whole_number(const char *text);

int db_rows(const struct pg_result *result)
{
    return PQntuples(result);
}

int db_columns(const struct pg_result *result)
{
    return PQnfields(result);
}

const char *db_column_name(const struct pg_result *result, int column)
{
    return PQfname(result, column);
}

bool db_null(const struct pg_result *result, int row, int column)
{
    return PQgetisnull(result, row, column) != 0;
}

const char *db_text(const struct pg_result *result, int row, int column)
{
    const char *text = PQgetvalue(result, row, column);

    return text != NULL ? text : "";
}

int64_t db_int(const struct pg_result *result, int row, int column)
{
    return whole_number(db_text(result, row, column));
}

date db_date(const struct pg_result *result, int row, int column)
{
    const char *text = db_text(result, row, column);
    date day;

    return date_parse(text, strlen(text), &day) ? day : DATE_NONE;
}

const char *db_keep(struct arena *arena, const struct pg_result *result, int row, int column)
{
    return arena_text(arena, db_text(result, row, column));
}

const char *db_keep_or_null(struct arena *arena, const struct pg_result *result, int row, int column)
{
    return db_null(result, row, column) ? NULL : db_keep(arena, result, row, column);
}

bool db_bool(const struct pg_result *result, int row, int column)
{
    return db_text(result, row, column)[0] == 't';
}

int64_t db_affected(const struct pg_result *result)
{
    /* libpq only reads the result here; its parameter is not const for historical reasons. */
    return whole_number(PQcmdTuples((PGresult *)(uintptr_t)result));
}

void db_result_free(struct pg_result *result)
{
    PQclear(result);
}

static int64_t whole_number(const char *text)
{
    char *end;

    errno = 0;
    long long value = strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' ? (int64_t)value : 0;
}

void *db_result_list(struct pg_result *result, struct arena *arena, size_t size, db_take_row *take,
                     size_t *ret_count)
{
    size_t count = (size_t)db_rows(result);
    char *list = arena_alloc(arena, count * size);

    for (size_t i = 0; i < count; i++)
        take(arena, result, (int)i, list + i * size);
    db_result_free(result);
    *ret_count = count;
    return list;
}
