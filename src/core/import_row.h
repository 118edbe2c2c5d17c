/* A row of cells, as CSV files and sheets of workbooks alike hand it to the table that it belongs to. */
#ifndef CORE_IMPORT_ROW_H
#define CORE_IMPORT_ROW_H

#include <stddef.h>

enum { IMPORT_CELLS_MAX = 256, IMPORT_ROW_MAX = 1024 * 1024 /* bytes */ };

struct import_cell_text {
    const char *data; /* not ended by a NUL */
    size_t length;
    const char *wrong; /* why the cell says nothing that could be checked ("#REF! is ..."); NULL: it does */
};

/* `line` is that of the file, or the row of the sheet. `count` may be above IMPORT_CELLS_MAX; cells from
 * there on are not kept. The cells are valid during the call. */
typedef void (*import_row)(void *ctx, long line, const struct import_cell_text *cells, size_t count);

#endif
