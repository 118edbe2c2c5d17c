/* Connect to PostgreSQL and set the session up, blocking: for a libuv worker. */
#ifndef DB_CONNECT_H
#define DB_CONNECT_H

#include "base/err.h"
#include "db/conn.h"

/* A connection in non-blocking mode, to be ended by PQfinish(), or NULL with `err` set. Waits at most
 * `connect_timeout` for each host and as long again for the session's settings. No password gets into
 * `err`. */
MUST_CHECK struct pg_conn *db_connect(const struct db_settings *settings, struct err *err);

#endif
