#include "db/pipe.h"

#include <assert.h>
#include <stdio.h>

#include <libpq-fe.h>

#include "base/fault.h"
#include "db/fault_name.h"
#include "db/internal.h"

/* The happy path:
 *
 * - db_pipe_add() puts libpq into pipeline mode and gives it statement after statement, which it keeps or
 * writes as it likes; db_pipe_run() ends the pipeline, and a db_op sends what is left and reads.
 * - on_result() gets each statement's result in order; on_done() when the pipeline is over.
 *
 * What can go wrong: a statement is refused. Then those after it are skipped, nothing is done, and nobody
 * knows which of them the session has prepared: the next pipeline begins with forgetting all. */

enum { NAME_TEXT = 16 };

static void on_result(void *ctx, struct pg_result *result);
static void on_done(struct db_op *op);

static void trouble(struct db_pipe *pipe)
{
    db_fail(&pipe->err, ERR_DB_LOST, PQerrorMessage(pipe->conn->pg));
}

static void forget_prepared(struct db_pipe *pipe)
{
    struct db_conn *conn = pipe->conn;

    conn->prepared_count = 0;
    conn->forget_prepared = false;
    pipe->forgetting = true;
    if (PQsendQueryParams(conn->pg, "DEALLOCATE ALL", 0, NULL, NULL, NULL, NULL, /* as text */ 0) == 0)
        trouble(pipe);
}

void db_pipe_begin(struct db_pipe *pipe, struct db_conn *conn)
{
    db_pipe_clear(pipe);
    *pipe = (struct db_pipe){.owner = pipe->owner, .conn = conn};
}

static void enter(struct db_pipe *pipe)
{
    struct db_conn *conn = pipe->conn;

    if (!db_conn_is_open(conn) || conn->lost)
        err_set(&pipe->err, ERR_DB_LOST, "not connected to the database");
    else if (conn->op != NULL)
        err_set(&pipe->err, ERR_CONFLICT, "the connection is busy with another statement");
    else if (PQenterPipelineMode(conn->pg) == 0)
        trouble(pipe);
    else if (conn->forget_prepared)
        forget_prepared(pipe);
}

/* Where it stands among the prepared; DB_CONN_PREPARED: nowhere. */
static size_t place_of(const struct db_conn *conn, const char *sql)
{
    for (size_t i = 0; i < conn->prepared_count; i++)
        if (conn->prepared[i] == sql)
            return i;
    return DB_CONN_PREPARED;
}

size_t db_pipe_add(struct db_pipe *pipe, const char *sql, size_t param_count, const char *const *params)
{
    struct db_conn *conn = pipe->conn;
    size_t at = pipe->count;
    char name[NAME_TEXT];

    assert(at < DB_PIPE_MAX);
    if (at == 0)
        enter(pipe);
    pipe->statements[pipe->count++].sql = sql;
    FAULT_POINT(FAULT_BEFORE, db_fault_name(&(struct db_call){.sql = sql}));
    if (pipe->err.code != ERR_NONE)
        return at;
    size_t place = place_of(conn, sql);
    bool known = place < DB_CONN_PREPARED;
    if (!known) {
        assert(conn->prepared_count < DB_CONN_PREPARED);
        place = conn->prepared_count++;
        conn->prepared[place] = sql;
        pipe->statements[at].prepares = true;
    }
    snprintf(name, sizeof name, "s%zu", place);
    if ((!known && PQsendPrepare(conn->pg, name, sql, (int)param_count, NULL) == 0) ||
        PQsendQueryPrepared(conn->pg, name, (int)param_count, params, NULL, NULL, /* as text */ 0) == 0)
        trouble(pipe);
    return at;
}

bool db_pipe_run(struct db_pipe *pipe, db_pipe_done done)
{
    const struct db_call call = {.sql = "", .ctx = pipe, .on_result = on_result};

    pipe->done = done;
    pipe->op = (struct db_op){.owner = pipe};
    if (pipe->err.code != ERR_NONE) {
        pipe->conn->lost = pipe->conn->lost || pipe->err.code == ERR_DB_LOST;
        return false;
    }
    if (!db_op_start(&pipe->op, pipe->conn, &call, on_done)) {
        pipe->err = pipe->op.err;
        return false;
    }
    for (size_t i = 0; i < pipe->count; i++)
        FAULT_POINT(FAULT_DURING, db_fault_name(&(struct db_call){.sql = pipe->statements[i].sql}));
    return true;
}

/* Results of preparing are of no interest. */
static void on_result(void *ctx, struct pg_result *result)
{
    struct db_pipe *pipe = ctx;

    if (pipe->forgetting) {
        pipe->forgetting = false;
        PQclear(result);
        return;
    }
    assert(pipe->taken < pipe->count);
    if (pipe->statements[pipe->taken].prepares) {
        pipe->statements[pipe->taken].prepares = false;
        PQclear(result);
    } else {
        pipe->results[pipe->taken++] = result;
    }
}

static void on_done(struct db_op *op)
{
    struct db_pipe *pipe = op->owner;

    pipe->err = op->err;
    if (pipe->err.code != ERR_NONE) {
        pipe->conn->forget_prepared = true; /* where it is lost, so is all of that */
        db_pipe_clear(pipe);
    } else {
        for (size_t i = 0; i < pipe->count; i++)
            FAULT_POINT(FAULT_AFTER, db_fault_name(&(struct db_call){.sql = pipe->statements[i].sql}));
    }
    pipe->done(pipe);
}

void db_pipe_clear(struct db_pipe *pipe)
{
    for (size_t i = 0; i < DB_PIPE_MAX; i++) {
        PQclear(pipe->results[i]);
        pipe->results[i] = NULL;
    }
}
