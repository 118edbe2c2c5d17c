/* The server's errors name the partition that a row went to, and its index: execution_2026. People know the
 * table, execution; the year stands in their row. */
#ifndef DB_PARENT_NAME_H
#define DB_PARENT_NAME_H

#include "base/buf.h"

/* Appends `text`, with the name of the partition `table` made that of its table wherever it stands. Where
 * `table` is no partition's name, or NULL, `text` as it is. */
void parent_name_add(struct buf *out, const char *text, const char *table);

#endif
