/* Tables and bars for a terminal.
 *
 * Columns are as wide as what stands in them. Chinese characters take two columns, which printf does
 * not know; the width comes from Unicode's East Asian ranges and not from wcwidth(), so that a table
 * is the same under every locale. Cells are what base/visible.h makes of them: nothing in a ledger may move
 * the cursor or turn a line around. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/dec.h"

struct table_column {
    const char *title; /* borrowed */
    bool right;        /* numbers */
    size_t widest;     /* a longer cell is cut and ends in ".."; 0: as wide as it comes */
};

struct table {
    const struct table_column *columns; /* borrowed */
    size_t column_count;
    char **cells; /* row by row */
    size_t cell_count;
    size_t cell_capacity;
};

void table_init(struct table *table, const struct table_column *columns, size_t column_count);
void table_cell(struct table *table, const char *text); /* the next cell, from left to right; copied */
/* Titles, a line, the rows. A last row that is not whole ends early. Trailing spaces are left out. */
void table_write(const struct table *table, struct buf *out);
void table_done(struct table *table);

/* Columns that a UTF-8 text takes on a terminal. A broken byte takes one. */
size_t text_width(const char *text);

/* A copy on one line of at most so many columns; a longer text is cut and ends in "..". */
char *text_cut(const char *text, size_t columns);

/* The text as base/visible.h makes it, its lines kept: for lines with outside names in them. */
void text_add_safe(struct buf *out, const char *text);

/* "[#####|....]": `columns` wide between the brackets, filled up to `share` (1 is full, more shows as
 * full, less than 0 as empty), with a '|' where `mark` stands (NULL: no mark). ASCII, because the
 * block characters are two columns wide on some Chinese terminals and one on others. */
void bar_write(struct buf *out, struct ratio share, const struct ratio *mark, int columns);

#endif
