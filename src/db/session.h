/* A connection for commands: the same operations as the daemon's, with the loop turned until each is
 * over. For the command line only; the daemon never waits. */
#ifndef DB_SESSION_H
#define DB_SESSION_H

#include <uv.h>

#include "db/conn.h"
#include "db/op.h"

struct db_session {
    uv_loop_t loop;
    struct db_conn conn;
    char sqlstate[6]; /* of the latest call, where that failed with ERR_DB_QUERY; else "" */
};

/* After a failure there is nothing to close. */
MUST_CHECK bool db_session_open(struct db_session *session, const struct db_settings *settings,
                                struct err *err);
void db_session_close(struct db_session *session);

/* Runs `call` to its end. `ret_result` may be NULL where rows do not matter. */
MUST_CHECK bool db_session_run(struct db_session *session, const struct db_call *call,
                               struct pg_result **ret_result, struct err *err);
/* One statement without parameters, its rows thrown away. */
MUST_CHECK bool db_session_exec(struct db_session *session, const char *sql, struct err *err);

#endif
