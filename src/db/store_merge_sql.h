/* The statements by which staged rows become the ledger's, made from the catalogue. Internal to
 * db/store_import.c, store_doubts.c and store_changes.c.
 *
 * Rows that are new, or differ from what is stored, are put beside the stored ones in a temporary table,
 * "differing": the staged columns, `stored` (the key is there), and old_NAME for each column that is not part
 * of the key. Doubts, a trial's list and the merge read that, and not the ledger again.
 *
 * A `low` and `high` above 0 are the least and the greatest fiscal year that is staged: partitions of other
 * years are not looked at. */
#ifndef DB_STORE_MERGE_SQL_H
#define DB_STORE_MERGE_SQL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "core/ledger.h"

/* Answers with one row: least and greatest fiscal year that is staged, NULL where there are no rows. False
 * where the kind has none. */
MUST_CHECK bool merge_sql_years(struct buf *sql, const struct ledger_kind *kind);
/* Answers with one row: how many rows are stored, counted up to `most`. */
void merge_sql_stored(struct buf *sql, const struct ledger_kind *kind, int low, int high, int64_t most);
/* With `many` it may read all that is stored of the years. */
void merge_sql_compare(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool many);

/* Of one file: the new rows, all staged ones (nothing is stored) or those of "differing"; with `many` in the
 * order of the key. */
void merge_sql_insert(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present,
                      bool compared, bool many);
/* Of one file: the rows of "differing" that are stored. False where the file has nothing but keys. */
MUST_CHECK bool merge_sql_update(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present,
                                 int low, int high);
/* Answers with one row: how many stored rows differ from what the file says. */
void merge_sql_differ(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present);
/* Of one file: all staged rows, whatever is stored by now. Twice as slow as to insert. */
void merge_sql_upsert(struct buf *sql, const struct ledger_kind *kind, int place, unsigned present);

/* Figures a thousand times the stored ones; as a doubt (db/store_import_sql.h). */
void merge_sql_slips(struct buf *sql, const struct ledger_kind *kind, const struct ledger_column *column);
/* Answers with line, key, column, old, new, and how many there are in all; the first `most` in order.
 * False where the file has nothing but keys. */
MUST_CHECK bool merge_sql_changes(struct buf *sql, const struct ledger_kind *kind, int place,
                                  unsigned present, int most);

/* The running totals (by month) of which one, in the ledger as it is, may be below an earlier one, in a
 * temporary table "falling": the key without the month. With `all` every total of the years is looked at in
 * one go, else those of which rows are staged. */
void merge_sql_falling(struct buf *sql, const struct ledger_kind *kind, int low, int high, bool all);

#endif
