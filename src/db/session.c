#include "db/session.h"

#include <assert.h>
#include <string.h>

/* Each call starts something on the session's own loop and turns the loop until the callback has left its
 * mark. Everything that is started ends by itself (by its deadline at the latest), so no turn is the last
 * for ever. */

static void on_opened(struct db_conn *conn, bool ok);
static void on_done(struct db_op *op);
static void turn_until(uv_loop_t *loop, const bool *over);
static void on_look(uv_timer_t *look);
static void on_look_closed(uv_handle_t *look);

bool db_session_open(struct db_session *session, const struct db_settings *settings, struct err *err)
{
    bool over = false;
    int failed = uv_loop_init(&session->loop);

    if (failed != 0)
        return err_set(err, ERR_IO, "cannot make an event loop: %s", uv_strerror(failed));
    session->enough = settings->enough;
    session->conn = (struct db_conn){.owner = &over};
    session->sqlstate[0] = '\0';
    db_conn_init(&session->conn, &session->loop, settings);
    if (!db_conn_open(&session->conn, on_opened))
        err_set(&session->conn.err, ERR_IO, "cannot start connecting to the database");
    else
        turn_until(&session->loop, &over);

    if (session->conn.err.code == ERR_NONE)
        return true;
    err_set(err, session->conn.err.code, "%s", session->conn.err.text);
    failed = uv_loop_close(&session->loop);
    assert(failed == 0);
    return false;
}

static void on_opened(struct db_conn *conn, bool ok)
{
    (void)ok; /* conn->err says it, too */
    *(bool *)conn->owner = true;
}

bool db_session_run(struct db_session *session, const struct db_call *call, struct pg_result **ret_result,
                    struct err *err)
{
    bool over = false;
    struct db_op op = {.owner = &over};
    struct db_session_look look;

    session->sqlstate[0] = '\0';
    if (!db_session_start(session, &op, call, on_done, err))
        return false;
    db_session_look_start(session, &op, &look);
    turn_until(&session->loop, &over);
    db_session_look_end(session, &look);

    memcpy(session->sqlstate, op.sqlstate, sizeof session->sqlstate);
    if (op.err.code != ERR_NONE)
        return err_set(err, op.err.code, "%s", op.err.text);
    if (ret_result != NULL)
        *ret_result = op.result;
    else
        db_result_free(op.result);
    return true;
}

bool db_session_start(struct db_session *session, struct db_op *op, const struct db_call *call,
                      db_op_done done, struct err *err)
{
    if (session->enough != NULL && atomic_load(session->enough))
        return err_set(err, ERR_CANCELED, "canceled");
    if (db_op_start(op, &session->conn, call, done))
        return true;
    return err_set(err, op->err.code, "%s", op->err.text);
}

/* A thread that works cannot be sent for but by its own loop, and which of its sessions' loops turns at the
 * moment it alone knows: so each looks by itself. */
void db_session_look_start(struct db_session *session, struct db_op *op, struct db_session_look *look)
{
    enum { OFTEN = 100 };

    look->session = session;
    look->op = op;
    look->closed = session->enough == NULL;
    if (look->closed)
        return;
    uv_timer_init(&session->loop, &look->timer);
    look->timer.data = look;
    uv_timer_start(&look->timer, on_look, OFTEN, OFTEN);
}

static void on_look(uv_timer_t *timer)
{
    struct db_session_look *look = timer->data;

    if (atomic_load(look->session->enough))
        db_op_cancel(look->op);
}

void db_session_look_end(struct db_session *session, struct db_session_look *look)
{
    if (!look->closed)
        uv_close((uv_handle_t *)&look->timer, on_look_closed);
    turn_until(&session->loop, &look->closed);
}

static void on_look_closed(uv_handle_t *handle)
{
    struct db_session_look *look = handle->data;

    look->closed = true;
}

static void on_done(struct db_op *op)
{
    *(bool *)op->owner = true;
}

bool db_session_exec(struct db_session *session, const char *sql, struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sql}, /* ret_result */ NULL, err);
}

void db_session_rollback(struct db_session *session)
{
    char sqlstate[sizeof session->sqlstate];
    struct err ignored = {0};

    memcpy(sqlstate, session->sqlstate, sizeof sqlstate);
    (void)!db_session_exec(session, "ROLLBACK", &ignored);
    memcpy(session->sqlstate, sqlstate, sizeof sqlstate);
}

void db_session_close(struct db_session *session)
{
    db_conn_close(&session->conn, /* on_closed */ NULL);
    uv_run(&session->loop, UV_RUN_DEFAULT); /* until no handle is left */
    int failed = uv_loop_close(&session->loop);
    assert(failed == 0);
    (void)failed;
}

static void turn_until(uv_loop_t *loop, const bool *over)
{
    while (!*over)
        uv_run(loop, UV_RUN_ONCE);
}

bool db_session_ask(struct db_session *session, const char *sql, const char *const *params, int count,
                    const char *what, struct pg_result **ret_result, struct err *err)
{
    const struct db_call call = {.sql = sql, .param_count = count, .params = params};

    return db_session_run(session, &call, ret_result, err) || err_prefix(err, "%s", what);
}
