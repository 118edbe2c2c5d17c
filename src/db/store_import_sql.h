/* The statements of an import, made from the catalogue. Internal to db/store_import.c, store_merge_sql.c
 * and store_doubts.c.
 *
 * Every check answers with the same columns: place, line, text, other place, other line (NULL where
 * there is no other), and how many rows there are in all; the first STORE_IMPORT_FAULTS in order. */
#ifndef DB_STORE_IMPORT_SQL_H
#define DB_STORE_IMPORT_SQL_H

#include "base/buf.h"
#include "core/ledger.h"

void import_sql_create(struct buf *sql, const struct ledger_kind *kind);
void import_sql_copy(struct buf *sql, const struct ledger_kind *kind);
/* Looks at what is staged, and groups it (db/store_group_sql.h). */
void import_sql_analyze(struct buf *sql, const struct ledger_kind *kind);

void import_sql_keys(struct buf *sql, const struct ledger_kind *kind);
/* `kinds`: which kinds are staged. */
void import_sql_reference(struct buf *sql, const struct ledger_kind *kind,
                          const struct ledger_reference *reference, unsigned kinds);
/* A check that stands for itself. Those that look at an indicator's direction take it from this
 * import where it brings the indicator, else from the table. */
void import_sql_unit_circles(struct buf *sql);
void import_sql_own_targets(struct buf *sql);
void import_sql_directions(struct buf *sql, unsigned kinds);
void import_sql_revisions(struct buf *sql, unsigned kinds);
void import_sql_targets(struct buf *sql, unsigned kinds);
void import_sql_values(struct buf *sql, unsigned kinds);

/* Doubts (db/store_doubts.h) answer with place, line, text, and how many there are in all: of an embedded
 * statement that gives place, line, text. */
void import_sql_doubt(struct buf *sql, const char *statement);

/* Parts of statements: some columns of the kind ("a.x, a.y"; bit i: its column i), its key as a text. */
void import_sql_columns(struct buf *sql, const struct ledger_kind *kind, const char *prefix, unsigned which);
void import_sql_key(struct buf *sql, const struct ledger_kind *kind, const char *prefix);
unsigned import_sql_keys_of(const struct ledger_kind *kind);

#endif
