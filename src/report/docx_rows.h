/* Rows that do not break: marks every table row of a DOCX so that a page ends between rows, not in one.
 * pandoc has no way to say so, and word processors do not all take it from the table's style. */
#ifndef REPORT_DOCX_ROWS_H
#define REPORT_DOCX_ROWS_H

#include "base/err.h"

/* Changes the file in place. ERR_IO with the path where it is not a DOCX, or cannot be written. */
MUST_CHECK bool docx_keep_rows(const char *path, struct err *err);

#endif
