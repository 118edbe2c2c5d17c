/* Rows of a CSV text that comes in pieces: libcsv, with the line on which each row starts.
 *
 * Strict: a quote inside an unquoted cell, and a quoted cell that is never closed, are faults. So is a
 * row of more than IMPORT_ROW_MAX bytes, which is how a missing quote looks long before the end of a
 * large file; it also bounds the memory. Empty lines are no rows. */
#ifndef CLI_IMPORT_CSV_H
#define CLI_IMPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include <csv.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/import_row.h"

struct import_csv {
    long fault_line; /* where the row that a fault is in started */

    /* Private. */
    struct csv_parser parser;
    import_row on_row;
    void *ctx;
    long line;     /* of the next byte */
    long row_line; /* where the row in progress started */
    bool in_row;
    bool after_cr;
    size_t row_bytes;
    struct buf text; /* the cells of the row in progress, one behind the other */
    size_t ends[IMPORT_CELLS_MAX];
    size_t count;
};

void import_csv_init(struct import_csv *csv, import_row on_row, void *ctx);
void import_csv_done(struct import_csv *csv);

/* False: this is no CSV from here on, and `err` says why; nothing more may be fed. */
MUST_CHECK bool import_csv_feed(struct import_csv *csv, const char *data, size_t length, struct err *err);
/* The text is over: the last row may lack its line end. */
MUST_CHECK bool import_csv_end(struct import_csv *csv, struct err *err);

#endif
