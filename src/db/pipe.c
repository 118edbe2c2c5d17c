#include "db/pipe.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/fault.h"
#include "base/mem.h"
#include "db/fault_name.h"
#include "db/internal.h"

/* libpq's pipeline mode, for the time between open and the end of the answers. Each statement is one message,
 * and one more where it is prepared first; each message is answered by a result and a NULL, and at the end
 * stands the answer to our sync, which nothing follows. After an error the server answers what is left
 * with "aborted" up to there, so the connection stays good.
 *
 * The mode copes with any amount: libpq keeps what the socket does not take, and what the server sends
 * meanwhile is read while we are still writing (db/op.c), so neither side waits for the other for ever. */

enum { NAME_TEXT = 24 };

static void slot_name(int slot, char *text)
{
    snprintf(text, NAME_TEXT, "p%d", slot);
}

bool db_pipe_open(struct db_op *op, struct db_conn *conn, db_pipe_got got, void *ctx)
{
    *op = (struct db_op){.owner = op->owner, .conn = conn};
    op->pipe.got = got;
    op->pipe.ctx = ctx;
    if (!db_conn_claim(conn, op, &op->err))
        return false;
    op->pipe.open = true;
    if (!PQenterPipelineMode(conn->pg))
        db_op_fail(op, ERR_DB_LOST, PQerrorMessage(conn->pg));
    return true;
}

/* Where the session keeps the statement, or -1. By address: statements are constants. */
static int slot_of(const struct db_conn *conn, const char *sql)
{
    for (size_t i = 0; i < conn->prepared_count; i++)
        if (conn->prepared[i] == sql)
            return (int)i;
    return -1;
}

/* A place that is free again belongs to a statement that the server has rejected. */
static int new_slot(struct db_conn *conn, const char *sql)
{
    int slot = slot_of(conn, NULL);

    if (slot < 0) {
        conn->prepared =
            mem_room(conn->prepared, conn->prepared_count, &conn->prepared_capacity, sizeof *conn->prepared);
        slot = (int)conn->prepared_count++;
    }
    conn->prepared[slot] = sql;
    return slot;
}

static void note_message(struct db_op *op, const struct db_call *call, int slot)
{
    struct db_pipe *pipe = &op->pipe;

    pipe->messages[pipe->sent].sql = call->sql;
    pipe->messages[pipe->sent].name = call->name;
    pipe->messages[pipe->sent].number = pipe->count;
    pipe->messages[pipe->sent].slot = slot;
    pipe->sent++;
}

static bool send_prepared(struct db_op *op, const struct db_call *call)
{
    PGconn *pg = op->conn->pg;
    char name[NAME_TEXT];
    int slot = slot_of(op->conn, call->sql);

    if (slot < 0) {
        slot = new_slot(op->conn, call->sql);
        slot_name(slot, name);
        if (!PQsendPrepare(pg, name, call->sql, 0, NULL))
            return false;
        note_message(op, call, slot);
    }
    slot_name(slot, name);
    if (!PQsendQueryPrepared(pg, name, call->param_count, call->params, NULL, NULL, call->binary))
        return false;
    note_message(op, call, -1);
    return true;
}

static bool send_once(struct db_op *op, const struct db_call *call)
{
    if (!PQsendQueryParams(op->conn->pg, call->sql, call->param_count, NULL, call->params, NULL, NULL,
                           call->binary))
        return false;
    note_message(op, call, -1);
    return true;
}

/* So that a fault strikes between two statements for the server, too: it has those before. */
static void let_go(PGconn *pg)
{
#ifdef BUDGETWATCH_FAULTS
    PQflush(pg);
#else
    (void)pg;
#endif
}

void db_pipe_add(struct db_op *op, const struct db_call *call)
{
    assert(op->pipe.open && op->pipe.count < DB_PIPE_MOST && call->on_row == NULL && call->more == NULL);
    if (op->err.code != ERR_NONE)
        return;
    let_go(op->conn->pg);
    FAULT_POINT(FAULT_BEFORE, db_fault_name(call));
    if (!(call->prepared ? send_prepared(op, call) : send_once(op, call)))
        db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
    let_go(op->conn->pg);
    FAULT_POINT(FAULT_DURING, db_fault_name(call));
    op->pipe.count++;
    if (call->timeout > op->call.timeout)
        op->call.timeout = call->timeout;
}

bool db_pipe_send(struct db_op *op, db_op_done done)
{
    op->done = done;
    if (op->err.code == ERR_NONE && !PQpipelineSync(op->conn->pg))
        db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
    return db_op_watch(op);
}

size_t db_pipe_failed(const struct db_op *op)
{
    const struct db_pipe *pipe = &op->pipe;

    if (pipe->sent == 0)
        return 0;
    return pipe->messages[pipe->failed < pipe->sent ? pipe->failed : pipe->sent - 1].number;
}

/* A statement that was not prepared after all: its place is free. */
static void forget_slot(struct db_op *op)
{
    int slot = op->pipe.messages[op->pipe.answered].slot;

    if (slot >= 0)
        op->conn->prepared[slot] = NULL;
}

static void take_answer(struct db_op *op, const PGresult *result)
{
    const struct db_pipe *pipe = &op->pipe;
    size_t number = pipe->messages[pipe->answered].number;

    if (pipe->messages[pipe->answered].slot >= 0 || op->err.code != ERR_NONE)
        return;
    FAULT_POINT(FAULT_AFTER, db_fault_name(&(struct db_call){.sql = pipe->messages[pipe->answered].sql,
                                                             .name = pipe->messages[pipe->answered].name}));
    if (pipe->got != NULL && !pipe->got(pipe->ctx, number, result, &op->err))
        err_set(&op->err, ERR_INPUT, "an answer could not be used");
}

struct pg_result *db_pipe_keep(struct db_op *op)
{
    struct pg_result *result = op->pipe.result;

    op->pipe.result = NULL;
    return result;
}

static enum db_pipe_next lost(struct db_op *op, const char *why)
{
    db_op_fail(op, ERR_DB_LOST, why);
    return DB_PIPE_OVER;
}

static enum db_pipe_next take_result(struct db_op *op, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_PIPELINE_SYNC)
        return PQexitPipelineMode(op->conn->pg) ? DB_PIPE_OVER : lost(op, PQerrorMessage(op->conn->pg));
    if (op->pipe.answered == op->pipe.sent)
        return lost(op, "an answer to nothing that was asked");
    op->pipe.said = true;
    switch (status) {
    case PGRES_EMPTY_QUERY:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK: take_answer(op, result); break;
    case PGRES_PIPELINE_ABORTED: forget_slot(op); break;
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_FATAL_ERROR:
        forget_slot(op);
        if (!db_op_refused(op, result))
            return DB_PIPE_OVER;
        break;
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
    case PGRES_COPY_BOTH:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC: return lost(op, PQresStatus(status)); /* never asked for */
    }
    return DB_PIPE_MORE;
}

enum db_pipe_next db_pipe_take(struct db_op *op, struct pg_result *result)
{
    bool good = op->err.code == ERR_NONE;
    enum db_pipe_next next = DB_PIPE_MORE;

    if (result != NULL) {
        op->pipe.result = result;
        next = take_result(op, result);
        PQclear(op->pipe.result);
        op->pipe.result = NULL;
        if (good && op->err.code != ERR_NONE)
            op->pipe.failed = op->pipe.answered;
    } else if (!op->pipe.said) {
        next = lost(op, "the answers ended too early");
    } else {
        op->pipe.said = false;
        op->pipe.answered++;
    }
    return op->state == DB_OP_CLOSING ? DB_PIPE_OVER : next;
}
