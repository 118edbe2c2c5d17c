/* The statement that reads rows of any kind of the ledger, made from its description; private to
 * db/store_rows.c. */
#ifndef DB_STORE_ROWS_SQL_H
#define DB_STORE_ROWS_SQL_H

#include "base/buf.h"
#include "db/store_rows.h"

enum { ROWS_PARAMS = 8 + ROWS_KEY_PARTS, ROWS_NUMBER_TEXT = 16 };

struct rows_sql {
    struct buf text;
    const char *params[ROWS_PARAMS];
    char numbers[ROWS_PARAMS][ROWS_NUMBER_TEXT];
    int count;
};

/* Nothing from outside goes into the text. The columns are those of the kind, without its fiscal year, then
 * the count and the sum. Fills in all of `read` but its rows. */
void rows_sql_make(struct rows_sql *sql, enum ledger_id id, const struct rows_filter *filter,
                   struct rows_read *read);
bool rows_has_column(const struct ledger_kind *kind, const char *name);

#endif
