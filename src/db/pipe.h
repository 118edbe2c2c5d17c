/* Several statements sent together: one round trip to the server, and no thinking between them.
 *
 *     db_pipe_open(&op, conn, got, ctx)  -->  db_pipe_add(&op, &call) ...  -->  db_pipe_send(&op, done)
 *
 * All within one callback. The server takes the statements one after the other and stops at the first that
 * it rejects: those behind it are not carried out. Without a BEGIN among or before them they are one
 * transaction. Their answers come in order, through `got`; then `done`, once. A statement whose text or
 * parameters depend on an answer, or that must not run if an answer displeases, has to wait for the next.
 *
 * COPY and several statements in one text cannot be sent like this. */
#ifndef DB_PIPE_H
#define DB_PIPE_H

#include "db/op.h"

/* On true go on with add and send; on false `op->err` says why and nothing is under way. */
MUST_CHECK bool db_pipe_open(struct db_op *op, struct db_conn *conn, db_pipe_got got, void *ctx);

/* At most DB_PIPE_MOST. What the call points at is copied. */
void db_pipe_add(struct db_op *op, const struct db_call *call);

/* The time limit is that of one statement, or the longest that a call asks for, and counts for all of them,
 * since the server keeps its answers until the last: so they should be short ones. Otherwise as
 * db_op_start(). */
MUST_CHECK bool db_pipe_send(struct db_op *op, db_op_done done);

/* From inside `got`: the result that it was given is the caller's now, who frees it. */
struct pg_result *db_pipe_keep(struct db_op *op);

/* The call at whose answer the operation ended with an error. */
size_t db_pipe_failed(const struct db_op *op);

#endif
