/* Is there a connection pooler between us and the server that hands the session to others after each
 * transaction (PgBouncer's pool_mode = transaction)? Blocking, for db_connect().
 *
 * What a session keeps is lost there, or worse, found by strangers: LISTEN hears nothing, and the timeouts,
 * search_path, time zone and date style that we set are those of whoever is served next. */
#ifndef DB_POOLER_H
#define DB_POOLER_H

#include "base/clock.h"
#include "base/err.h"
#include "db/conn.h"

/* `pg` is connected and nothing is set up yet. False with ERR_CONFIG where its session is shared, with
 * another code where the server does not answer. `open_another` makes a second connection like `pg`, which is
 * needed only where a pooler is there at all. */
MUST_CHECK bool db_pooler_check(struct pg_conn *pg, const struct db_settings *settings,
                                struct pg_conn *(*open_another)(const struct db_settings *settings),
                                struct err *err);

#endif
