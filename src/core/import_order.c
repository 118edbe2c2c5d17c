#include "core/import_order.h"

#include <string.h>

static int compare(enum ledger_type type, const struct buf *a, const struct buf *b);
static bool ascends(const struct ledger_kind *kind, const int *steps, size_t first);

void import_order_see(struct import_order *order, const struct ledger_kind *kind, const struct buf *row)
{
    int steps[LEDGER_COLUMNS_MAX] = {0};
    size_t count = ledger_column_count(kind);

    for (size_t i = 0; i < count; i++) {
        if (!ledger_is_key(&kind->columns[i]))
            continue;
        steps[i] = order->begun ? compare(kind->columns[i].type, &row[i], &order->last[i]) : 1;
        if (steps[i] == 0)
            continue;
        buf_clear(&order->last[i]);
        buf_add(&order->last[i], buf_text(&row[i]), row[i].length);
    }
    for (size_t i = 0; i < count; i++) {
        if (ledger_is_key(&kind->columns[i]) && (order->lost & 1u << i) == 0 && !ascends(kind, steps, i))
            order->lost |= 1u << i;
    }
    order->begun = true;
}

bool import_order_is_strict(const struct import_order *order, const struct ledger_kind *kind)
{
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if (ledger_is_key(&kind->columns[i]) && (order->lost & 1u << i) == 0)
            return true;
    }
    return false;
}

void import_order_done(struct import_order *order)
{
    for (size_t i = 0; i < LEDGER_COLUMNS_MAX; i++)
        buf_free(&order->last[i]);
}

/* Any order will do in which nothing but the same is equal. Years and months are written without zeros in
 * front, so that of two the longer is the greater. */
static int compare(enum ledger_type type, const struct buf *a, const struct buf *b)
{
    bool number = type == LEDGER_YEAR || type == LEDGER_MONTH;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int longer = (a->length > b->length) - (a->length < b->length);

    if (number && longer != 0)
        return longer;
    int step = memcmp(buf_text(a), buf_text(b), shorter);
    return step != 0 ? step : longer;
}

static bool ascends(const struct ledger_kind *kind, const int *steps, size_t first)
{
    if (steps[first] != 0)
        return steps[first] > 0;
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        if (ledger_is_key(&kind->columns[i]) && steps[i] != 0)
            return steps[i] > 0;
    }
    return false;
}
