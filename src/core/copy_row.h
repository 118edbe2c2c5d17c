/* A row of COPY in text format, taken apart. */
#ifndef CORE_COPY_ROW_H
#define CORE_COPY_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/import_row.h"

/* The cells of a row, with or without the line's end. They are written over the row itself, where escapes
 * become what they stand for; NULL is an empty cell. Returns how many there are, which may be above `most`:
 * those from there on are not kept. */
size_t copy_row_split(char *row, size_t length, struct import_cell_text *cells, size_t most);

#endif
