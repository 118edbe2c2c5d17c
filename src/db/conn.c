#include "db/conn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include <libpq-fe.h>

#include "base/log.h"
#include "base/mem.h"
#include "db/connect.h"
#include "db/internal.h"
#include "db/op.h"

/* The happy path:
 *
 * - db_conn_open() queues a worker, which connects and sets the session up (db/connect.h).
 * - on_connected() makes the idle watch, stopped, and tells the owner.
 * - Operations claim the connection and release it. Between them, and only for an owner that listens, the
 *   idle watch waits for notifications.
 * - db_conn_close() closes the watch; then PQfinish(), which owns the socket; then the owner hears.
 *
 * What can go wrong:
 *
 * - Connecting fails: `on_opened` says so, nothing is left.
 * - The socket breaks while idle: the watch is stopped at once, because a broken socket stays readable for
 *   ever, and the next operation fails with ERR_DB_LOST.
 * - The owner closes during the connect: a worker cannot be interrupted, so its end is waited for.
 * - The owner closes during an operation: that is canceled, and releasing it goes on with the closing. */

enum { CONNECT_TIMEOUT = 5000, STATEMENT_TIMEOUT = 60000 };

struct db_conn_watch {
    uv_poll_t poll;
    struct db_conn *conn;
};

static void on_connect(uv_work_t *work);
static void on_connected(uv_work_t *work, int status);
static bool make_watch(struct db_conn *conn, struct err *err);
static void on_notice(void *ctx, const char *text);
static void update_watch(struct db_conn *conn, int events);
static void on_readable(uv_poll_t *handle, int status, int events);
static void close_watch(struct db_conn *conn);
static void on_watch_closed(uv_handle_t *handle);
static void close_later(struct db_conn *conn);
static void on_later(uv_handle_t *handle);
static void finish(struct db_conn *conn);

void db_conn_init(struct db_conn *conn, uv_loop_t *loop, const struct db_settings *settings)
{
    *conn = (struct db_conn){.owner = conn->owner, .loop = loop, .settings = *settings};
    if (conn->settings.conninfo == NULL)
        conn->settings.conninfo = "";
    if (conn->settings.connect_timeout == 0)
        conn->settings.connect_timeout = CONNECT_TIMEOUT;
    if (conn->settings.statement_timeout == 0)
        conn->settings.statement_timeout = STATEMENT_TIMEOUT;
}

bool db_conn_open(struct db_conn *conn, db_conn_opened on_opened)
{
    if (conn->state != DB_CONN_IDLE)
        return false;

    err_clear(&conn->err);
    err_clear(&conn->work_err);
    conn->lost = false;
    conn->on_opened = on_opened;
    conn->work.data = conn;
    if (uv_queue_work(conn->loop, &conn->work, on_connect, on_connected) != 0)
        return false;
    conn->state = DB_CONN_CONNECTING;
    return true;
}

/* In a worker: nothing but `pg` and `work_err` may be written here. */
static void on_connect(uv_work_t *work)
{
    struct db_conn *conn = work->data;

    conn->pg = db_connect(&conn->settings, &conn->work_err);
}

static void on_connected(uv_work_t *work, int status)
{
    struct db_conn *conn = work->data;

    if (conn->state == DB_CONN_CLOSING) {
        (void)status; /* UV_ECANCELED where the worker had not begun */
        err_set(&conn->err, ERR_CANCELED, "closed while connecting");
        conn->on_opened(conn, false);
        finish(conn);
        return;
    }
    if (conn->pg == NULL || !make_watch(conn, &conn->work_err)) {
        PQfinish(conn->pg);
        conn->pg = NULL;
        conn->err = conn->work_err;
        conn->state = DB_CONN_IDLE;
        conn->on_opened(conn, false);
        return;
    }
    PQsetNoticeProcessor(conn->pg, on_notice, NULL);
    conn->state = DB_CONN_OPEN;
    update_watch(conn, UV_READABLE);
    conn->on_opened(conn, true);
}

static bool make_watch(struct db_conn *conn, struct err *err)
{
    struct db_conn_watch *watch = mem_alloc(sizeof *watch);
    int failed = uv_poll_init_socket(conn->loop, &watch->poll, PQsocket(conn->pg));

    if (failed != 0) {
        free(watch);
        return err_set(err, ERR_DB_LOST, "cannot watch the socket: %s", uv_strerror(failed));
    }
    watch->poll.data = watch;
    watch->conn = conn;
    conn->watch = watch;
    return true;
}

static void on_notice(void *ctx, const char *text)
{
    struct err notice = {0};

    (void)ctx;
    db_fail(&notice, ERR_DB_QUERY, text);
    log_debug("the database server remarks", "notice", notice.text);
}

void db_conn_listen(struct db_conn *conn, db_conn_notified on_notified)
{
    conn->on_notified = on_notified;
    /* Notifications may have come with the answer to LISTEN and be waiting in libpq, where no socket event
     * tells of them. A socket that is writable calls at once. */
    update_watch(conn, UV_READABLE | UV_WRITABLE);
}

static void update_watch(struct db_conn *conn, int events)
{
    if (conn->state != DB_CONN_OPEN)
        return;
    if (conn->op != NULL || conn->on_notified == NULL || conn->lost)
        uv_poll_stop(&conn->watch->poll);
    else if (uv_poll_start(&conn->watch->poll, events, on_readable) != 0)
        conn->lost = true;
}

static void on_readable(uv_poll_t *handle, int status, int events)
{
    struct db_conn *conn = ((struct db_conn_watch *)handle->data)->conn;

    if (status < 0 || !PQconsumeInput(conn->pg))
        conn->lost = true;
    if (conn->lost || (events & UV_WRITABLE) != 0)
        update_watch(conn, UV_READABLE);
    db_conn_deliver(conn);
}

void db_conn_deliver(struct db_conn *conn)
{
    while (conn->state == DB_CONN_OPEN && conn->on_notified != NULL) {
        PGnotify *notification = PQnotifies(conn->pg);
        if (notification == NULL)
            return;
        conn->on_notified(conn, notification->relname);
        PQfreemem(notification);
    }
}

bool db_conn_claim(struct db_conn *conn, struct db_op *op, struct err *err)
{
    if (conn->state != DB_CONN_OPEN)
        return err_set(err, ERR_DB_LOST, "not connected to the database");
    if (conn->lost)
        return err_set(err, ERR_DB_LOST, "the connection to the database was lost");
    if (conn->op != NULL)
        return err_set(err, ERR_CONFLICT, "the connection is busy with another statement");
    conn->op = op;
    update_watch(conn, 0);
    return true;
}

void db_conn_release(struct db_conn *conn)
{
    conn->op = NULL;
    update_watch(conn, UV_READABLE);
    if (conn->state == DB_CONN_CLOSING)
        close_watch(conn);
}

bool db_conn_is_open(const struct db_conn *conn)
{
    return conn->state == DB_CONN_OPEN;
}

bool db_conn_works(const struct db_conn *conn)
{
    return db_conn_is_open(conn) && !conn->lost;
}

void db_conn_close(struct db_conn *conn, db_conn_closed on_closed)
{
    if (on_closed != NULL)
        conn->on_closed = on_closed;

    switch (conn->state) {
    case DB_CONN_IDLE:
        conn->state = DB_CONN_CLOSING;
        close_later(conn);
        break;
    case DB_CONN_CONNECTING:
        conn->state = DB_CONN_CLOSING;
        /* Saves the connect if no worker has begun; on_connected() is called either way. */
        uv_cancel((uv_req_t *)&conn->work);
        break;
    case DB_CONN_OPEN:
        conn->state = DB_CONN_CLOSING;
        if (conn->op != NULL)
            db_op_cancel(conn->op);
        else
            close_watch(conn);
        break;
    case DB_CONN_CLOSING: break;
    }
}

/* The watch is an allocation of its own: it goes in its close callback, whatever the owner does with the
 * connection then. */
static void close_watch(struct db_conn *conn)
{
    uv_close((uv_handle_t *)&conn->watch->poll, on_watch_closed);
}

static void on_watch_closed(uv_handle_t *handle)
{
    struct db_conn_watch *watch = handle->data;
    struct db_conn *conn = watch->conn;

    free(watch);
    finish(conn);
}

/* Nothing to close, but the owner must not hear inside its own call: the close callback of a handle that
 * never did anything comes at the end of this turn. */
static void close_later(struct db_conn *conn)
{
    uv_idle_t *nothing = mem_alloc(sizeof *nothing);

    uv_idle_init(conn->loop, nothing);
    nothing->data = conn;
    uv_close((uv_handle_t *)nothing, on_later);
}

static void on_later(uv_handle_t *handle)
{
    struct db_conn *conn = handle->data;

    free(handle);
    finish(conn);
}

static void finish(struct db_conn *conn)
{
    db_conn_closed on_closed = conn->on_closed;

    assert(conn->state == DB_CONN_CLOSING && conn->op == NULL);
    PQfinish(conn->pg);
    conn->pg = NULL;
    free(conn->prepared);
    conn->prepared = NULL;
    conn->prepared_count = conn->prepared_capacity = 0;
    conn->watch = NULL;
    conn->on_notified = NULL;
    conn->on_closed = NULL;
    conn->state = DB_CONN_IDLE;
    if (on_closed != NULL)
        on_closed(conn);
}
