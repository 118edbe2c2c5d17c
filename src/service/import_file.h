/* What rows of the ledger are read from, as messages speak of it: a file, a sheet of a workbook, or a source.
 */
#ifndef SERVICE_IMPORT_FILE_H
#define SERVICE_IMPORT_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "core/ledger.h"

struct import_file {
    char *path;
    char *sheet; /* of a workbook; NULL: a CSV file */
    char *label; /* what messages call it: the name, or the path where two have that name; and "!SHEET" */
    const struct ledger_kind *kind;
    bool is_source; /* `label` is its name in the configuration; the lines are rows, 0 the names of its
                       columns */

    /* Of a sheet only. */
    long header;   /* the row that names the columns; 0: there is none */
    bool says_wan; /* a row above that one says that amounts are in 万元 */
    /* By column of the kind, for faults: where it stands in the sheet, counted from 1; 0: nowhere. Set when
     * the header is read. */
    int cell_of[LEDGER_COLUMNS_MAX];
};

/* Adds where a fault is: "execution.csv:12", "source payments, row 12", "budget.xlsx!execution:C12", or ":12"
 * where the sheet has no such column (`column` may be NULL, or no name of the catalogue). */
void import_file_place(struct buf *out, const struct import_file *file, int64_t line, const char *column);

#endif
