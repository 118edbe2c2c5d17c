/* The rows of one sheet, as a stream, each with the text of its cells.
 *
 *   text     shared, in place, or a formula's: as it stands
 *   number   see xlsx_value.h: a plain decimal, a date, a percentage; 12 as 0012 where its format is 0000
 *   boolean  TRUE or FALSE
 *   formula  the value that the workbook keeps of it; nothing is calculated here. Without one, the cell
 *            is wrong
 *   error    #REF! and its like: the cell is wrong
 *
 * Rows and cells without a content are not in the file; cells left out between others come as empty ones,
 * and the last cell of a row is its last that says something. Merged cells: the first has the content,
 * the others are empty; which they are stands behind the rows, so that only then can be told
 * (xlsx_sheet_tell_merged). Hidden rows and columns are rows and columns. */
#ifndef CLI_XLSX_SHEET_H
#define CLI_XLSX_SHEET_H

#include "cli/xlsx_book.h"
#include "cli/xlsx_xml.h"
#include "core/cell_name.h"
#include "core/import_row.h"

enum { XLSX_ROWS_MAX = 1048576, XLSX_COLUMNS_MAX = 16384 };

/* Cells that people see as one. Columns count from 0, rows from 1. */
struct xlsx_area {
    size_t column, last_column;
    long row, last_row;
};

typedef void (*xlsx_merged)(void *ctx, const struct xlsx_area *area);

struct xlsx_sheet {
    /* Private. */
    const struct xlsx_book *book;
    struct xlsx_xml xml;
    import_row on_row;
    xlsx_merged on_merged; /* NULL: nobody wants to know */
    void *ctx;
    long row; /* in progress or done; 1 is the first */
    bool in_row;

    struct buf text;   /* the cells of the row, one behind the other */
    struct buf wrongs; /* sentences about them, each with its NUL */
    size_t ends[IMPORT_CELLS_MAX];
    size_t wrong_at[IMPORT_CELLS_MAX]; /* 0: nothing; else where its sentence begins, plus 1 */
    size_t cells;                      /* of the row, up to the last that was in the file */
    size_t count;                      /* ... that says something */

    /* The cell in progress. */
    bool in_cell, has_formula, has_value;
    enum { XLSX_IN_NOTHING, XLSX_IN_VALUE, XLSX_IN_TEXT } in;
    int in_reading;
    enum xlsx_cell_type {
        XLSX_CELL_NUMBER,
        XLSX_CELL_SHARED,
        XLSX_CELL_TEXT,
        XLSX_CELL_BOOLEAN,
        XLSX_CELL_ERROR,
        XLSX_CELL_DAY
    } type;
    size_t column;
    unsigned long style;
    struct buf content;
};

/* The book must outlive the sheet, which is one of `book->sheets` with a part. After a failure there is
 * nothing to close. Errors begin with the file's path. */
MUST_CHECK bool xlsx_sheet_open(struct xlsx_sheet *sheet, struct xlsx_book *book, int place,
                                import_row on_row, void *ctx, struct err *err);
/* From now on `on_merged` is called for each area of merged cells, with the context of the rows. */
void xlsx_sheet_tell_merged(struct xlsx_sheet *sheet, xlsx_merged on_merged);
/* Calls `on_row` for the rows of the next piece; `*ret_more` is false at the end. */
MUST_CHECK bool xlsx_sheet_more(struct xlsx_sheet *sheet, bool *ret_more, struct err *err);
/* For on_row: nothing more is wanted. */
void xlsx_sheet_enough(struct xlsx_sheet *sheet);
void xlsx_sheet_close(struct xlsx_sheet *sheet);

#endif
