/* The pages of the score sheet's workbook, and what stands in a cell; private to report. */
#ifndef REPORT_SHEET_XLSX_PARTS_H
#define REPORT_SHEET_XLSX_PARTS_H

#include <xlsxwriter.h>

#include "core/catalogue_evaluate.h"
#include "report/sheet_outline.h"

/* Above the table each page has its title, its basis and the result. */
enum { TITLE_ROW, BASIS_ROW, RESULT_ROW, HEADER_ROW, FIRST_ROW };

struct xlsx_column {
    enum evaluate_text title;
    int width; /* in characters */
};

/* One look of cells: texts, numbers, and numbers of lost points. */
struct sheet_look {
    lxw_format *text, *number, *lost;
};

struct sheet_writer {
    const struct sheet *sheet;
    enum language language;
    struct sheet_outline outline;
    lxw_workbook *book;
    lxw_worksheet *page; /* the one being written */
    const struct xlsx_column *columns;
    lxw_row_t row;
    lxw_format *title, *small, *header, *money, *value;
    struct sheet_look plain, level2, level1;
    size_t lines; /* of the tallest cell of the row so far */
    struct buf text;
};

void xlsx_formats(struct sheet_writer *writer);

/* A new page with its head; `columns` must stay until its end. Columns before `frozen` stay when scrolled. */
void xlsx_begin(struct sheet_writer *writer, enum evaluate_text name, const struct xlsx_column *columns,
                size_t count);
void xlsx_end(struct sheet_writer *writer, size_t columns, lxw_col_t frozen);
void xlsx_next_row(struct sheet_writer *writer);

/* Into the row being written. An empty text is a blank cell; the buffer is emptied. */
void xlsx_text(struct sheet_writer *writer, lxw_col_t column, const char *text, lxw_format *format);
void xlsx_buf(struct sheet_writer *writer, lxw_col_t column, lxw_format *format);

/* The one place where a score becomes a double. */
double cell_number(micro points);

#endif
