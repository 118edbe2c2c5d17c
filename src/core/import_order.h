/* Whether the rows of a kind come in an order that shows that no key is there twice: that of the key, or of
 * one of its columns and then of the rest ("month by month"). Most exports do, and then nobody need sort
 * millions of rows to find that out. Memory is one row. */
#ifndef CORE_IMPORT_ORDER_H
#define CORE_IMPORT_ORDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "core/ledger.h"

/* Zeroed before the first row of the kind. */
struct import_order {
    bool begun;
    unsigned lost;                       /* bit i: not in the order of column i and then of the rest */
    struct buf last[LEDGER_COLUMNS_MAX]; /* the key of the row before, by column */
};

/* The next row, by column; the cells of its key are as the table will have them. */
void import_order_see(struct import_order *order, const struct ledger_kind *kind, const struct buf *row);

/* Of all rows seen. */
bool import_order_is_strict(const struct import_order *order, const struct ledger_kind *kind);

void import_order_done(struct import_order *order);

#endif
