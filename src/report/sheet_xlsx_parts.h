/* The pages of the score sheet's workbook, and what stands in a cell; private to report. */
#ifndef REPORT_SHEET_XLSX_PARTS_H
#define REPORT_SHEET_XLSX_PARTS_H

#include "core/catalogue_evaluate.h"
#include "report/sheet_outline.h"
#include "report/xlsx.h"

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
    struct xlsx to;
    lxw_format *money, *value;
    struct sheet_look plain, level2, level1;
};

void sheet_formats(struct sheet_writer *writer);

/* A new page with its head. Columns before `frozen` stay when scrolled. */
void sheet_begin(struct sheet_writer *writer, enum evaluate_text name, const struct xlsx_column *columns,
                 size_t count);
void sheet_end(struct sheet_writer *writer, size_t columns, lxw_col_t frozen);

#endif
