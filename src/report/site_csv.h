/* Rows as a CSV file (RFC 4180) that a spreadsheet opens: UTF-8 with its mark, lines ended by CR LF. */
#ifndef REPORT_SITE_CSV_H
#define REPORT_SITE_CSV_H

#include "base/buf.h"

void site_csv_begin(struct buf *out);
/* One cell; `first`: of its row. A cell that a spreadsheet would take for a formula, though it is no number,
 * gets an apostrophe before it. */
void site_csv_cell(struct buf *out, const char *text, bool first);
void site_csv_row_end(struct buf *out);

#endif
