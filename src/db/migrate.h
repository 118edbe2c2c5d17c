/* The schema of the database and its upgrades.
 *
 * The files of sql/migrations are part of the program, numbered without gaps; a database remembers
 * which of them it has gone through. Upgrades only go forward. A database may be made for rehearsals,
 * where the clock can be set; the mark cannot be put on a database that holds facts, and is never taken
 * away. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include <stdbool.h>

#include "base/err.h"
#include "db/session.h"

/* The newest version that this program knows, which is the one it works with. */
int migrate_version(void);

/* Create or upgrade the schema: all that is missing in one transaction, or nothing. Several at once are
 * safe. ERR_CONFLICT: the database is newer than the program, does not store UTF-8, or holds facts and
 * is asked to become one for rehearsals. Each time the partitions of the running and the next fiscal year
 * are made, where they are missing. `*ret_from` is 0 for an empty database. */
MUST_CHECK bool migrate_up(struct db_session *session, bool rehearsal, int *ret_from, int *ret_to,
                           struct err *err);

/* The version of the database; 0 where it has no schema. */
MUST_CHECK bool migrate_check(struct db_session *session, int *ret_version, struct err *err);

/* The database's version is this program's. ERR_CONFLICT, with what to do about it, where it is not. */
MUST_CHECK bool migrate_require(struct db_session *session, struct err *err);

/* Whether the database was made for rehearsals. It must have a schema. */
MUST_CHECK bool migrate_is_rehearsal(struct db_session *session, bool *ret_rehearsal, struct err *err);

#endif
