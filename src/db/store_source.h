/* The rows of a source on their way into the ledger: the transaction of an import (db/store_import.h) with
 * three differences. It is the role budgetwatch_source that writes; the turn among imports is taken when the
 * rows have been read, so that a slow source holds nobody up; and rows that the source does not yield any
 * more may be taken out again:
 *
 *   begin --> stage --> turn --> check --> pick --> merge --> take out --> settle --> hand back -->
 * (bookkeeping, commit)
 *
 * Taken out is only what the source itself has yielded (table source_rows), and what no other source yields.
 * The daemon's own rights are in force from hand back on. After any failure only a rollback may follow. */
#ifndef DB_STORE_SOURCE_H
#define DB_STORE_SOURCE_H

#include "base/buf.h"
#include "db/store_import.h"

/* ERR_CONFIG: the login is not a member of budgetwatch_source; the sentence says what to grant. */
MUST_CHECK bool store_source_role(struct db_session *session, struct err *err);

MUST_CHECK bool store_source_begin(struct store_import *import, struct db_session *session,
                                   const struct ledger_kind *kind, struct err *err);

/* Waits for an import that is under way, as long as `wait`; each statement from here on may take as long,
 * too. ERR_DB_QUERY: it is still under way. */
MUST_CHECK bool store_source_turn(struct store_import *import, msec wait, struct err *err);

/* Rows are staged under SOURCE_AS_BEFORE, and those that differ from the ledger, or are new to it, are
 * picked: put under SOURCE_PICKED, of which the merge is then to be. A merge locks each row that it meets,
 * which would write as much of a table in which nothing has changed as of one in which everything has.
 * `*ret_picked` counts them. */
enum { SOURCE_PICKED = 0, SOURCE_AS_BEFORE = 1 };
MUST_CHECK bool store_source_pick(struct store_import *import, const struct ledger_kind *kind,
                                  unsigned present, int64_t *ret_picked, struct err *err);

/* Of the staged rows those that it yielded before and does not any more are deleted, and what it yields is
 * remembered. */
MUST_CHECK bool store_source_take_out(struct store_import *import, const char *source,
                                      const struct ledger_kind *kind, int64_t *ret_removed, struct err *err);

MUST_CHECK bool store_source_hand_back(struct store_import *import, struct err *err);

#endif
