/* What the workbooks of this program share: how one begins and ends, how cells look, how text and numbers get
 * into them. A name from a ledger is text whatever it begins with, never a formula; what is longer than a
 * cell can hold is cut and ends in "…". Private to report. */
#ifndef REPORT_XLSX_H
#define REPORT_XLSX_H

#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/dec.h"

enum { XLSX_COLUMNS = 32, XLSX_CELL = 16 /* room for "$AB$1048576" */ };

struct xlsx {
    lxw_workbook *book;
    lxw_worksheet *page;      /* the one being written */
    lxw_row_t row;            /* the one being written */
    int widths[XLSX_COLUMNS]; /* of the page's columns, in characters */
    size_t lines;             /* of the tallest cell of the row so far */
    lxw_format *title, *small, *header;
    struct buf text; /* for one sentence or cell at a time */
};

/* Nothing is written before the end; ERR_IO with the path where it cannot be. */
MUST_CHECK bool xlsx_open(struct xlsx *xlsx, const char *path, struct err *err);
MUST_CHECK bool xlsx_close(struct xlsx *xlsx, const char *path, struct err *err);

/* A new look: bordered, at the top of its cell. */
lxw_format *xlsx_look(struct xlsx *xlsx, lxw_color_t background, bool bold);

void xlsx_page(struct xlsx *xlsx, const char *name);
void xlsx_width(struct xlsx *xlsx, lxw_col_t column, int width);
/* A4, across, all columns on one page's width; the row `header` on each page, where it is above 0. What is
 * printed ends above the row being written. */
void xlsx_print(struct xlsx *xlsx, size_t columns, lxw_row_t header);
/* Spreadsheets do not agree on whether rows of wrapped text grow by themselves, so the height is set. */
void xlsx_next_row(struct xlsx *xlsx);

/* The one place where outside text gets into a workbook: as base/visible.h shows it, its lines kept, cut
 * where a cell ends. */
void xlsx_put(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format);

/* Into the row being written. An empty text is a blank cell; `xlsx->text` is emptied. */
void xlsx_text(struct xlsx *xlsx, lxw_col_t column, const char *text, lxw_format *format);
void xlsx_buf(struct xlsx *xlsx, lxw_col_t column, lxw_format *format);
/* Over the columns from `first` to `last`, as one cell of as many lines as it needs. */
void xlsx_wide(struct xlsx *xlsx, lxw_col_t first, lxw_col_t last, const char *text, lxw_format *format);

/* A workbook's numbers are doubles: these are the only places where an exact figure becomes one. */
double cell_number(micro value);
double cell_ratio(struct ratio value);

#endif
