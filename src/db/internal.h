/* What a connection and its operation share; nobody else includes this. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include "base/err.h"
#include "db/conn.h"

/* The connection becomes `op`'s own: its idle watch is stopped, since libuv allows one active watcher a
 * socket. Fails when the connection is not open, lost (ERR_DB_LOST) or busy (ERR_CONFLICT). */
MUST_CHECK bool db_conn_claim(struct db_conn *conn, struct db_op *op, struct err *err);

/* The operation's handles are closed: watch again, or go on closing. */
void db_conn_release(struct db_conn *conn);

/* Hand out the notifications that libpq has read. The last act of a callback: the owner may close the
 * connection from inside. */
void db_conn_deliver(struct db_conn *conn);

/* Of db/op.c, for db/pipe.c. */

/* Watch the socket and start the deadline of an operation whose statements libpq has been given. On false the
 * connection is given back and `op->err` is set. */
MUST_CHECK bool db_op_watch(struct db_op *op);

/* The connection is in doubt. Returns 0. */
int db_op_fail(struct db_op *op, enum err_code code, const char *why);

/* Take an error result. False: the connection is lost. */
bool db_op_refused(struct db_op *op, const struct pg_result *result);

/* Of db/pipe.c, for db/op.c: take one answer of libpq's, which is freed, or the NULL between two. */
enum db_pipe_next { DB_PIPE_MORE, DB_PIPE_OVER };
enum db_pipe_next db_pipe_take(struct db_op *op, struct pg_result *result);

/* Blocking, for a connection that is being set up: until PQgetResult() has something to say. */
MUST_CHECK bool db_wait_for_answer(struct pg_conn *pg, msec until, struct err *err);

/* Set `err` to libpq's text, made one line. Returns false. */
bool db_fail(struct err *err, enum err_code code, const char *text);

#endif
