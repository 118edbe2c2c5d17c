/* One ledger file or the like, row by row on its way to the database: its header is matched with the
 * catalogue, each cell is checked, and each row whose key can be read becomes a line for COPY (text format):
 *
 *   file's place, line, and then every column of the kind in the catalogue's order, \N where the file
 *   says nothing.
 *
 * Rows with a fault elsewhere go along, so that what refers to them is not called wrong, too; nothing
 * of a call with a fault is ever kept. Memory is bounded by the size of one piece of the file. */
#ifndef SERVICE_IMPORT_TABLE_H
#define SERVICE_IMPORT_TABLE_H

#include <stdint.h>

#include "base/buf.h"
#include "config/map_file.h"
#include "core/import_cell.h"
#include "core/import_order.h"
#include "core/import_row.h"
#include "service/import_faults.h"
#include "service/import_file.h"

struct import_table;

/* Gives the table its next rows by import_table_row(), the header first, and sets `ended` when there are no
 * more. Faults of the data are no failure; what cannot be read is. */
typedef bool (*import_feed)(struct import_table *table, struct err *err);

struct import_table {
    /* Set by import_table_init(). */
    struct import_file *file;
    int place; /* of the file in the order of reading */
    enum import_money money;
    struct import_faults *faults;
    /* For the caller to set after that: the names of another system. NULL: only the catalogue's. */
    const struct map_file *map;
    import_feed feed;
    bool from_1904; /* numbers without a date's format are days of a workbook that counts from 1904 */
    bool ended;     /* by the feed: no row comes any more */
    struct import_order *order; /* sees every row that goes along; NULL: nobody wants to know */

    /* What was found, complete when import_table_more() has given its last piece. */
    unsigned present; /* bit i: the header has column i of the catalogue */
    int64_t rows;     /* below the header; those of nothing but empty cells do not count */
    int64_t negative; /* amounts below zero */
    bool years[LEDGER_YEAR_HIGH - LEDGER_YEAR_LOW + 1]; /* from LEDGER_YEAR_LOW: rows of it went along */
    bool whole; /* every row went along: a key that is not there was not in the file */

    /* Private. */
    struct import_cell cell;
    struct buf out;
    struct buf row[LEDGER_COLUMNS_MAX]; /* the row in progress, by column */
    enum { IMPORT_CELL_EMPTY, IMPORT_CELL_FILLED, IMPORT_CELL_BAD } state[LEDGER_COLUMNS_MAX];
    int column_of[IMPORT_CELLS_MAX];                /* by place in the file; -1: one that is passed over */
    enum import_money money_of[LEDGER_COLUMNS_MAX]; /* by column: `money`, or what its header says */
    bool unit_said[LEDGER_COLUMNS_MAX];             /* the header says it */
    int year;                                       /* that the row's month names; 0: none */
    int year_column;                                /* fiscal_year; -1: the kind has none */
    size_t cell_count;                              /* of the header; 0 before it */
    size_t column_count;                            /* of the kind */
    size_t cell_at; /* for faults: the cell of the header or the row in progress, from 1; 0: none */
    long line;      /* of the latest row that came */
};

/* `file` and `faults` must outlive the table; where the columns of a sheet stand is noted in the file. */
void import_table_init(struct import_table *table, struct import_file *file, int place,
                       enum import_money money, struct import_faults *faults);

/* The next lines, for COPY; a db_op_more. Faults of the data go to the faults and are no failure; a
 * file that cannot be read is. */
bool import_table_more(void *table, const char **ret_data, size_t *ret_length, struct err *err);

void import_table_done(struct import_table *table);

/* For feeds: a row (an import_row whose ctx is the table), a fault of a line, and that what follows the line
 * cannot be read. */
void import_table_row(void *table, long line, const struct import_cell_text *cells, size_t count);
void import_table_fault(struct import_table *table, long line, const char *column, const char *format, ...)
    PRINTF_LIKE(4, 5);
void import_table_give_up(struct import_table *table, long line, const char *why);

#endif
