#include "lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

enum { LINES_SHOWN = 5 }; /* differences of each kind */

static void lines_take(struct lines *lines, char *line)
{
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity == 0 ? 64 : 2 * lines->capacity;
        lines->list = realloc(lines->list, lines->capacity * sizeof *lines->list);
    }
    assert_true(lines->list != NULL && line != NULL);
    lines->list[lines->count++] = line;
}

void lines_add(struct lines *lines, const char *format, ...)
{
    va_list args;
    char *line = NULL;

    va_start(args, format);
    int length = vasprintf(&line, format, args);
    va_end(args);
    assert_true(length >= 0);
    lines_take(lines, line);
}

void lines_query(struct lines *lines, const struct cluster *database, const char *sql)
{
    PGconn *pg = PQconnectdb(database->conninfo);
    PGresult *result = PQexec(pg, sql);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(pg));
    for (int row = 0; row < PQntuples(result); row++) {
        char *line = NULL;
        size_t size = 0;
        FILE *text = open_memstream(&line, &size);
        for (int column = 0; column < PQnfields(result); column++)
            fprintf(text, "%s%s", column > 0 ? " " : "", PQgetvalue(result, row, column));
        fclose(text);
        lines_take(lines, line);
    }
    PQclear(result);
    PQfinish(pg);
}

static int lines_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void lines_expect(struct lines *expected, struct lines *found, const char *sentence)
{
    size_t missing = 0, extra = 0, e = 0, f = 0;

    if (expected->count > 0)
        qsort(expected->list, expected->count, sizeof *expected->list, lines_order);
    if (found->count > 0)
        qsort(found->list, found->count, sizeof *found->list, lines_order);
    while (e < expected->count || f < found->count) {
        int order = e == expected->count ? 1
                    : f == found->count  ? -1
                                         : strcmp(expected->list[e], found->list[f]);
        if (order < 0 && ++missing <= LINES_SHOWN)
            print_error("missing: %s\n", expected->list[e]);
        if (order > 0 && ++extra <= LINES_SHOWN)
            print_error("extra:   %s\n", found->list[f]);
        e += order <= 0 ? 1 : 0;
        f += order >= 0 ? 1 : 0;
    }
    if (missing + extra > 0)
        fail_msg("%s: of %zu expected %zu are missing, and %zu are too many", sentence, expected->count,
                 missing, extra);
}

void lines_free(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->list[i]);
    free(lines->list);
    *lines = (struct lines){0};
}
