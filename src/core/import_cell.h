/* One cell of a ledger file: what it says, as the table stores it, or why it cannot be that. */
#ifndef CORE_IMPORT_CELL_H
#define CORE_IMPORT_CELL_H

#include "base/buf.h"
#include "core/import_number.h"
#include "core/ledger.h"

/* Zeroed it is ready; the buffer's memory is used again by the next check. */
struct import_cell {
    bool empty;      /* nothing but blanks; `text` is "" */
    bool negative;   /* an amount below zero */
    int year;        /* that a month names beside itself ("2023-07"); 0: none */
    struct buf text; /* as PostgreSQL reads it */
};

/* On false `err` says what the cell holds and what was expected: "13 is not 1..12". An empty cell is
 * a failure only where the column must be filled; what it stands for elsewhere is the caller's to say. */
MUST_CHECK bool import_cell_check(const struct ledger_column *column, enum import_money money,
                                  const char *data, size_t length, struct import_cell *ret_cell,
                                  struct err *err);

/* A text for a CSV file that people open in a spreadsheet: one that a spreadsheet would calculate, because it
 * begins with = + - @ (or their full-width forms), a tab or a carriage return, gets an apostrophe in front.
 * So does one that has apostrophes before these; import_cell_check() takes one away from texts, so that what
 * is written is what is read. */
void import_cell_guard(struct buf *out, const char *text);

/* Without the blanks at both ends: ASCII's, the no-break and the ideographic space, the byte order mark. */
void import_cell_trim(const char **data, size_t *length);

/* Text for a message: shortened, and without control characters. */
void import_cell_show(struct buf *out, const char *data, size_t length);

#endif
