/* Of kinds whose rows come by month, what is the same in up to twelve staged rows, once: the statements of an
 * import's checks and doubts that ask about a project, an indicator or a unit ask the few rows of that, and
 * go to the staged ones for their lines only where something is wrong. Internal to db/store_import.c and
 * store_import_sql.c, store_merge_sql.c.
 *
 * In a temporary table "grouped_KIND": the key without the month, `staged` (how many rows), and for each
 * amount of money a boolean of its name, whether any is above zero. */
#ifndef DB_STORE_GROUP_SQL_H
#define DB_STORE_GROUP_SQL_H

#include "base/buf.h"
#include "core/ledger.h"

/* Whether the kind's rows come by month. */
MUST_CHECK bool group_sql_has(const struct ledger_kind *kind);
/* Makes the table, of what this yields. */
void group_sql_create(struct buf *sql, const struct ledger_kind *kind);
void group_sql_select(struct buf *sql, const struct ledger_kind *kind);
/* The key without the month; bit i: column i of the kind. */
unsigned group_sql_columns_of(const struct ledger_kind *kind);
/* Whether the grouped rows tell to what the staged ones refer. */
MUST_CHECK bool group_sql_tells(const struct ledger_kind *kind, const struct ledger_reference *reference);

#endif
