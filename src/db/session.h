/* A connection for commands, and for threads of the daemon: the same operations as its own, with the loop
 * turned until each is over. The daemon's loop itself never waits. */
#ifndef DB_SESSION_H
#define DB_SESSION_H

#include <uv.h>

#include "db/conn.h"
#include "db/op.h"

struct db_session {
    uv_loop_t loop;
    struct db_conn conn;
    char sqlstate[6];          /* of the latest call, where that failed with ERR_DB_QUERY; else "" */
    const atomic_bool *enough; /* private: of the settings */
};

/* After a failure there is nothing to close. */
MUST_CHECK bool db_session_open(struct db_session *session, const struct db_settings *settings,
                                struct err *err);
void db_session_close(struct db_session *session);

/* Runs `call` to its end. `ret_result` may be NULL where rows do not matter. */
MUST_CHECK bool db_session_run(struct db_session *session, const struct db_call *call,
                               struct pg_result **ret_result, struct err *err);
/* The same of a statement and its parameters; `what` was being done comes before the error. */
MUST_CHECK bool db_session_ask(struct db_session *session, const char *sql, const char *const *params,
                               int count, const char *what, struct pg_result **ret_result, struct err *err);

/* One statement without parameters, its rows thrown away. */
MUST_CHECK bool db_session_exec(struct db_session *session, const char *sql, struct err *err);

/* After a failure in a transaction: what is told, and `sqlstate`, is what has failed. A lost connection rolls
 * back by itself. */
void db_session_rollback(struct db_session *session);

/* For db/pull.c: the same in pieces. The look ends the operation when there is enough; it is to be ended
 * before the session is closed. */
struct db_session_look {
    struct db_session *session;
    struct db_op *op;
    uv_timer_t timer;
    bool closed;
};
MUST_CHECK bool db_session_start(struct db_session *session, struct db_op *op, const struct db_call *call,
                                 db_op_done done, struct err *err);
void db_session_look_start(struct db_session *session, struct db_op *op, struct db_session_look *look);
void db_session_look_end(struct db_session *session, struct db_session_look *look);

#endif
