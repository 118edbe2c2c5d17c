#include "db/op.h"

#include <string.h>

#include <libpq-fe.h>

#include "base/fault.h"
#include "db/fault_name.h"
#include "db/internal.h"
#include "db/parent_name.h"

/* The happy path:
 *
 * - db_op_start() claims the connection, hands the statement to libpq and starts the deadline.
 * - SENDING: flush until libpq has written all of it.
 * - READING: keep each result that is whole, up to the NULL that ends the command.
 * - COPY_OUT: hand out rows until libpq says that there are no more; then READING.
 * - COPY_IN: take pieces from the owner until there are no more; then SENDING for what is not yet written.
 * - CLOSING: close the watcher and the timer, give the connection back, then call the owner.
 *
 * What can go wrong:
 *
 * - The server rejects the statement: ERR_DB_QUERY. The command is still read to its end, so that the
 *   connection stays good.
 * - The owner's `on_row` or `more` fails: its error, and the connection stays good in the same way.
 * - The socket or libpq fails, or the server ends the session: ERR_DB_LOST.
 * - The deadline passes: ERR_TIMEOUT. Asking the server to stop (PQcancel) would block; the owner closes the
 *   connection, and the server's own statement_timeout ends what is left.
 * - The owner gives up: ERR_CANCELED.
 *
 * After the last three the connection is in the middle of a command, and is marked as lost. */

enum {
    /* The server is given time to end the statement itself, which keeps the connection good. */
    DEADLINE_GRACE = 5000,
    /* One callback's work, a few milliseconds: so no timer is later than that. */
    COPY_OUT_ROWS = 4000,
    COPY_IN_BYTES = 1024 * 1024,
    /* What libpq copies at once. Its buffer grows by as much as it is given, so little is given. */
    COPY_IN_CHUNK = 64 * 1024,
};

/* An answer of advance()'s steps beside the events to wait for and 0: the state has changed, go on. */
enum { GO_ON = -1 };

/* Not only the socket's events: a callback in the next turn of the loop, since a socket with nothing left
 * to write is always writable. */
enum { AT_ONCE = UV_READABLE | UV_WRITABLE };

static bool send_statement(struct db_op *op);
static void on_socket(uv_poll_t *handle, int status, int events);
static void on_deadline(uv_timer_t *handle);
static int advance(struct db_op *op);
static int flush(struct db_op *op);
static int read_results(struct db_op *op);
static bool keep(struct db_op *op, PGresult *result);
static int copy_out(struct db_op *op);
static void hand_out(struct db_op *op, const char *data, size_t length);
static int copy_in(struct db_op *op);
static bool next_piece(struct db_op *op);
static int end_copy_in(struct db_op *op);
static void wait_or_finish(struct db_op *op, int events);
static void on_closed(uv_handle_t *handle);

bool db_op_start(struct db_op *op, struct db_conn *conn, const struct db_call *call, db_op_done done)
{
    *op = (struct db_op){.owner = op->owner, .conn = conn, .call = *call, .done = done};

    if (!db_conn_claim(conn, op, &op->err))
        return false;
    FAULT_POINT(FAULT_BEFORE, db_fault_name(call));
    if (!send_statement(op))
        db_op_fail(op, ERR_DB_LOST, PQerrorMessage(conn->pg));
    else
        FAULT_POINT(FAULT_DURING, db_fault_name(call));
    return db_op_watch(op);
}

bool db_op_watch(struct db_op *op)
{
    struct db_conn *conn = op->conn;

    if (op->err.code == ERR_NONE && uv_poll_init_socket(conn->loop, &op->socket, PQsocket(conn->pg)) != 0)
        db_op_fail(op, ERR_DB_LOST, "cannot watch the socket");
    if (op->err.code != ERR_NONE) {
        db_conn_release(conn);
        return false;
    }
    op->socket.data = op;
    uv_timer_init(conn->loop, &op->deadline);
    op->deadline.data = op;
    op->handles_open = 2;

    msec statements = op->call.statements > 1 ? op->call.statements : 1;
    msec usual = conn->settings.statement_timeout * statements + DEADLINE_GRACE;
    uv_update_time(conn->loop); /* the loop's clock is as old as the work done in this turn */
    uv_timer_start(&op->deadline, on_deadline, (uint64_t)(op->call.timeout > 0 ? op->call.timeout : usual),
                   /* once */ 0);
    wait_or_finish(op,
                   AT_ONCE); /* to read as well: what was sent of a pipe may be answered before the rest */
    return true;
}

/* Without parameters by the simple protocol, which takes several statements at once. */
static bool send_statement(struct db_op *op)
{
    const struct db_call *call = &op->call;
    PGconn *pg = op->conn->pg;

    if (call->param_count == 0)
        return PQsendQuery(pg, call->sql) != 0;
    return PQsendQueryParams(pg, call->sql, call->param_count, NULL, call->params, NULL, NULL,
                             call->binary) != 0;
}

void db_op_cancel(struct db_op *op)
{
    if (op->handles_open > 0)
        wait_or_finish(op, db_op_fail(op, ERR_CANCELED, "canceled"));
}

static void on_socket(uv_poll_t *handle, int status, int events)
{
    struct db_op *op = handle->data;
    (void)events; /* libpq finds out for itself */

    /* libuv reports every socket error as a bad descriptor, and has already stopped the watcher. libpq
     * goes first, as it may know what happened. */
    int next = advance(op);
    if (next != 0 && status < 0)
        next = db_op_fail(op, ERR_DB_LOST, uv_strerror(status));
    wait_or_finish(op, next);
    db_conn_deliver(op->conn);
}

static void on_deadline(uv_timer_t *handle)
{
    wait_or_finish(handle->data,
                   db_op_fail(handle->data, ERR_TIMEOUT, "the database did not finish in time"));
}

/* Go as far as the socket allows. Returns the events to wait for, or 0 when the command is over, well or
 * badly. */
static int advance(struct db_op *op)
{
    int next = GO_ON;

    /* Also while sending: a server that cannot get rid of its output stops reading ours. */
    if (!op->yielded && !PQconsumeInput(op->conn->pg))
        return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
    op->yielded = false;

    while (next == GO_ON) {
        switch (op->state) {
        case DB_OP_SENDING: next = flush(op); break;
        case DB_OP_READING: next = read_results(op); break;
        case DB_OP_COPY_OUT: next = copy_out(op); break;
        case DB_OP_COPY_IN: next = copy_in(op); break;
        case DB_OP_CLOSING: next = 0; break; /* canceled by the owner from inside a step */
        }
    }
    return next;
}

static int flush(struct db_op *op)
{
    int unsent = PQflush(op->conn->pg);

    if (unsent < 0)
        return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
    if (unsent > 0)
        return UV_READABLE | UV_WRITABLE;
    op->state = DB_OP_READING;
    return GO_ON;
}

static int read_results(struct db_op *op)
{
    while (!PQisBusy(op->conn->pg)) {
        PGresult *result = PQgetResult(op->conn->pg);
        if (op->pipe.open) {
            if (db_pipe_take(op, result) == DB_PIPE_OVER)
                return 0;
            continue;
        }
        if (result == NULL || !keep(op, result))
            return 0;
        if (op->state != DB_OP_READING)
            return GO_ON;
    }
    return UV_READABLE;
}

/* False: the connection is lost, and nothing more will come. */
static bool keep(struct db_op *op, PGresult *result)
{
    bool good = true;

    switch (PQresultStatus(result)) {
    case PGRES_EMPTY_QUERY:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        PQclear(op->result);
        op->result = result;
        return true;
    case PGRES_COPY_OUT: op->state = DB_OP_COPY_OUT; break;
    case PGRES_COPY_IN:
        op->state = DB_OP_COPY_IN;
        op->copy_ended = false;
        op->piece_length = 0;
        break;
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_FATAL_ERROR: good = db_op_refused(op, result); break;
    case PGRES_COPY_BOTH:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC:
    case PGRES_PIPELINE_ABORTED:
        good = false; /* modes that are never asked for */
        db_op_fail(op, ERR_DB_LOST, PQresStatus(PQresultStatus(result)));
        break;
    }
    PQclear(result);
    return good;
}

/* After FATAL the server hangs up, which PQstatus() does not know yet. An error with no severity is libpq's
 * own, about the connection. */
bool db_op_refused(struct db_op *op, const PGresult *result)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    struct buf text = {0};

    if (severity == NULL || primary == NULL || strcmp(severity, "ERROR") != 0) {
        db_op_fail(op, ERR_DB_LOST, primary != NULL ? primary : PQresultErrorMessage(result));
        return false;
    }
    if (op->err.code == ERR_NONE && sqlstate != NULL)
        strncpy(op->sqlstate, sqlstate, sizeof op->sqlstate - 1);
    parent_name_add(&text, primary, PQresultErrorField(result, PG_DIAG_TABLE_NAME));
    err_set(&op->err, ERR_DB_QUERY, "%s%s%s%s%s%s", buf_text(&text), detail != NULL ? " (" : "",
            detail != NULL ? detail : "", detail != NULL ? ")" : "", hint != NULL ? "; hint: " : "",
            hint != NULL ? hint : "");
    buf_free(&text);
    return true;
}

static int copy_out(struct db_op *op)
{
    for (int rows = 0; rows < COPY_OUT_ROWS && op->state == DB_OP_COPY_OUT; rows++) {
        char *data = NULL;
        int length = PQgetCopyData(op->conn->pg, &data, /* async */ 1);
        if (length == 0)
            return UV_READABLE;
        if (length == -2)
            return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
        if (length == -1) {
            op->state = DB_OP_READING;
            return GO_ON;
        }
        hand_out(op, data, (size_t)length);
        PQfreemem(data);
    }
    op->yielded = true;
    return op->state == DB_OP_CLOSING ? 0 : AT_ONCE;
}

static void hand_out(struct db_op *op, const char *data, size_t length)
{
    const struct db_call *call = &op->call;

    if (call->on_row == NULL || op->err.code != ERR_NONE)
        return;
    if (!call->on_row(call->ctx, data, length, &op->err))
        err_set(&op->err, ERR_INPUT, "a row could not be used");
}

/* In non-blocking mode PQputCopyData() takes whatever it is given and lets its buffer grow: it is PQflush()
 * that says when to wait. */
static int copy_in(struct db_op *op)
{
    PGconn *pg = op->conn->pg;

    for (size_t taken = 0; taken < COPY_IN_BYTES;) {
        int unsent = PQflush(pg);
        if (unsent < 0)
            return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(pg));
        if (unsent > 0)
            return UV_READABLE | UV_WRITABLE;
        if (!next_piece(op))
            return end_copy_in(op);
        size_t length = op->piece_length < COPY_IN_CHUNK ? op->piece_length : COPY_IN_CHUNK;
        int put = PQputCopyData(pg, op->piece, (int)length);
        if (put < 0)
            return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(pg));
        if (put == 0)
            return UV_READABLE | UV_WRITABLE;
        op->piece += length;
        op->piece_length -= length;
        taken += length;
    }
    return AT_ONCE;
}

/* False: there is no more, or there should not be. */
static bool next_piece(struct db_op *op)
{
    const struct db_call *call = &op->call;

    if (op->piece_length > 0)
        return true;
    if (op->copy_ended || op->state == DB_OP_CLOSING)
        return false;
    if (call->more == NULL)
        err_set(&op->err, ERR_INPUT, "the statement wants data and there is none");
    else if (!call->more(call->ctx, &op->piece, &op->piece_length, &op->err))
        err_set(&op->err, ERR_INPUT, "the data could not be read");
    op->copy_ended = op->piece_length == 0 || op->err.code != ERR_NONE;
    return !op->copy_ended;
}

/* The server answers a COPY that its client gives up with an error, which is our own said back. The error
 * that stands already is the cause. */
static int end_copy_in(struct db_op *op)
{
    if (op->state == DB_OP_CLOSING)
        return 0;
    op->piece_length = 0;
    int ended = PQputCopyEnd(op->conn->pg, op->err.code != ERR_NONE ? "given up by the client" : NULL);
    if (ended < 0)
        return db_op_fail(op, ERR_DB_LOST, PQerrorMessage(op->conn->pg));
    if (ended == 0)
        return UV_READABLE | UV_WRITABLE;
    op->state = DB_OP_SENDING;
    return GO_ON;
}

/* For the errors that leave the connection in doubt. Returns 0, "nothing more to wait for", so that a step
 * can end in it. */
int db_op_fail(struct db_op *op, enum err_code code, const char *why)
{
    if (op->state != DB_OP_CLOSING) {
        op->conn->lost = true;
        db_fail(&op->err, code, why);
    }
    return 0;
}

/* The only place an operation waits and the only way it ends. The owner hears of the end from on_closed(),
 * so never inside db_op_start() and never while libuv still holds our handles. */
static void wait_or_finish(struct db_op *op, int events)
{
    if (op->state == DB_OP_CLOSING || (events != 0 && events == op->waiting_for))
        return;
    op->waiting_for = events;
    if (events != 0 && uv_poll_start(&op->socket, events, on_socket) == 0)
        return;
    if (events != 0)
        db_op_fail(op, ERR_DB_LOST, "cannot watch the socket");

    op->state = DB_OP_CLOSING;
    uv_close((uv_handle_t *)&op->socket, on_closed);
    uv_close((uv_handle_t *)&op->deadline, on_closed);
}

static void on_closed(uv_handle_t *handle)
{
    struct db_op *op = handle->data;

    if (--op->handles_open > 0)
        return;
    if (op->err.code != ERR_NONE) {
        PQclear(op->result);
        op->result = NULL;
    } else if (!op->pipe.open) {
        FAULT_POINT(FAULT_AFTER, db_fault_name(&op->call));
    }
    db_conn_release(op->conn);
    op->done(op);
}
