/* Lists of lines, compared as multisets: what a test expects against what there is. */
#ifndef SUPPORT_LINES_H
#define SUPPORT_LINES_H

#include <stddef.h>

#include "cluster.h"

struct lines {
    char **list;
    size_t count, capacity;
};

void lines_add(struct lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One line a row of the query's result, its columns joined by a blank. */
void lines_query(struct lines *lines, const struct cluster *database, const char *sql);

/* Sorts both. Fails the test with `sentence` and the first differences unless they are the same. */
void lines_expect(struct lines *expected, struct lines *found, const char *sentence);

void lines_free(struct lines *lines); /* empty again */

#endif
