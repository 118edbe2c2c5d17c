/* A ledger file, CSV or a sheet of a workbook, as the rows of an import_table. Memory is bounded by the size
 * of one piece of the file. */
#ifndef CLI_IMPORT_READER_H
#define CLI_IMPORT_READER_H

#include "cli/import_csv.h"
#include "cli/import_files.h"
#include "cli/import_sheet.h"
#include "cli/import_text.h"
#include "service/import_table.h"

struct import_reader {
    struct import_table table; /* to be read by import_table_more() */

    /* Private. */
    struct import_sheet *sheet; /* NULL: the file is CSV, and the next two read it */
    struct import_text text;
    struct import_csv csv;
};

/* As import_table_init(). After a failure there is nothing to close. */
MUST_CHECK bool import_reader_open(struct import_reader *reader, struct import_file *file, int place,
                                   enum import_encoding encoding, enum import_money money,
                                   struct import_faults *faults, struct err *err);
void import_reader_close(struct import_reader *reader);

#endif
