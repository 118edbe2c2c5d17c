/* What must be true of the rows that an import hands to COPY, and of the faults that it tells. */
#ifndef FUZZ_LEDGER_ROWS_H
#define FUZZ_LEDGER_ROWS_H

#include "service/import_table.h"

/* Reads the table to its end: each line has the kind's columns and is valid UTF-8 without a NUL; each fault
 * is a sentence that begins with the file and its line. */
void ledger_rows_check(struct import_table *table, const struct import_faults *faults);

#endif
