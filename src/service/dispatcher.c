#include "service/dispatcher.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

/* The happy path:
 *
 * - connect, LISTEN, then advance() again and again: it starts the next round trip that has something to
 *   do, and on_trip() takes its results and calls advance() again.
 * - When nothing is left to do, the timer waits for the next due message. A wake or a message that landed
 * says what to look for and advances at once; while a round trip is under way it only says so.
 * - A NOTIFY is for the monitor first, whose events come with a wake. It may mean us, too: so it is looked
 * after a little later, and of many that come one after the other once a second.
 *
 * What can go wrong:
 *
 * - The connection is lost: it is closed and opened again, with growing pauses. Messages in the air fly on,
 * and their outcomes wait in the outbox. Outcomes that were being written are written again, which changes
 * nothing if they were.
 * - A statement is refused (a full disk, a deadlock): with it all of its round trip. It is tried again, with
 * growing pauses, one thing at a time until a cycle is complete.
 * - We are stopped: see stop_step(). */

enum {
    WAIT_MIN = 20, /* a message that is due and yet not ours to claim must not make us spin */
    BUSY_MAX = 20, /* outcomes wait no longer for others to be written with */
    NOTIFIED_AFTER = 20,
    NOTIFIED_EVERY = 1000,
    RETRY_FIRST = 500,
    RETRY_AWAY = 5000, /* while there is no server: a try costs it nothing, and a failover is seen soon */
    RETRY_MAX = 30000, /* while it refuses */
    STOP_GRACE = 3000, /* for writing the last outcomes, after shutdown_timeout */
};

static void connect_now(struct dispatcher *d);
static void on_opened(struct db_conn *conn, bool ok);
static void on_listening(struct db_op *op);
static void on_notified(struct db_conn *conn, const char *channel);
static void advance(struct dispatcher *d);
static void on_trip(struct db_trip *trip);
static void wait(struct dispatcher *d);
static void on_timer(uv_timer_t *timer);
static void on_landed(struct outbox *outbox);
static void failed(struct dispatcher *d, const struct err *err);
static void on_lost_closed(struct db_conn *conn);
static void retry_later(struct dispatcher *d);
static void on_limit(uv_timer_t *timer);
static void stop_step(struct dispatcher *d);
static void close_all(struct dispatcher *d);
static void one_closed(struct dispatcher *d);

static bool works(void *owner)
{
    struct dispatcher *d = owner;

    return d->works != NULL && d->works(d);
}

bool dispatcher_start(struct dispatcher *d, uv_loop_t *loop, const struct config *config,
                      const char *conninfo, const char *holder, struct err *err)
{
    *d = (struct dispatcher){
        .owner = d->owner, .loop = loop, .config = config, .notified_at = STORE_DUE_NEVER};
    d->holder = mem_text(holder);
    d->errands.outbox.owner = d;
    if (!errands_open(&d->errands, loop, config, d->holder, on_landed, err)) {
        free(d->holder);
        return err_prefix(err, "starting the dispatcher");
    }
    d->conninfo = mem_text(conninfo);
    d->op.owner = d->trip.owner = d->conn.owner = d;
    d->errands.heartbeat.works = works;
    d->errands.heartbeat.owner = d;
    uv_timer_init(loop, &d->timer);
    uv_timer_init(loop, &d->limit);
    d->timer.data = d->limit.data = d;
    db_conn_init(&d->conn, loop,
                 &(struct db_settings){.conninfo = d->conninfo,
                                       .application_name = "budgetwatch dispatcher",
                                       .connect_timeout = config->connect_timeout,
                                       .statement_timeout = config->statement_timeout,
                                       .by_index = true});
    connect_now(d);
    return true;
}

bool dispatcher_reload(struct dispatcher *d, const struct config *config, struct err *err)
{
    if (!errands_reload(&d->errands, config, err))
        return false;
    d->config = config;
    dispatcher_wake(d);
    return true;
}

void dispatcher_count(struct dispatcher *d, struct meters *meters)
{
    d->errands.outbox.meters = meters;
}

static void look(struct dispatcher *d)
{
    d->notified_at = STORE_DUE_NEVER;
    errands_look(&d->errands);
}

void dispatcher_wake(struct dispatcher *d)
{
    look(d);
    if (d->state == DISPATCHER_WAITING)
        advance(d);
}

void dispatcher_expect(struct dispatcher *d)
{
    errands_expect(&d->errands);
    if (d->state == DISPATCHER_WAITING)
        advance(d);
}

bool dispatcher_is_connected(const struct dispatcher *d)
{
    return d->state != DISPATCHER_CLOSING && !d->in_trouble && db_conn_works(&d->conn);
}

const struct channels *dispatcher_channels(const struct dispatcher *dispatcher)
{
    return &dispatcher->errands.outbox.channels;
}

/* Connecting. */

static void connect_now(struct dispatcher *d)
{
    struct err err = {0};

    d->state = DISPATCHER_CONNECTING;
    if (db_conn_open(&d->conn, on_opened))
        return;
    err_set(&err, ERR_DB_LOST, "the connection cannot be started");
    failed(d, &err);
}

static void on_opened(struct db_conn *conn, bool ok)
{
    struct dispatcher *d = conn->owner;

    if (d->state == DISPATCHER_CLOSING)
        return;
    if (!ok && conn->err.code == ERR_CONFIG && !d->connected && d->on_unusable != NULL) {
        d->on_unusable(d, &conn->err);
        return;
    }
    if (!ok) {
        failed(d, &conn->err);
        return;
    }
    d->connected = true;
    d->state = DISPATCHER_LISTENING;
    if (!db_op_start(&d->op, conn, &(struct db_call){.sql = "LISTEN budgetwatch"}, on_listening))
        failed(d, &d->op.err);
}

static void on_listening(struct db_op *op)
{
    struct dispatcher *d = op->owner;

    db_result_free(op->result);
    op->result = NULL;
    if (d->state == DISPATCHER_CLOSING)
        return; /* nobody is interested any more */
    if (op->err.code != ERR_NONE) {
        failed(d, &op->err);
        return;
    }
    db_conn_listen(&d->conn, on_notified);
    errands_begin(&d->errands);
    advance(d);
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

static void on_notified(struct db_conn *conn, const char *channel)
{
    struct dispatcher *d = conn->owner;
    msec now = clock_monotonic(), next = d->heard_at + NOTIFIED_EVERY;

    (void)channel;
    if (d->notified_at != STORE_DUE_NEVER)
        return;
    d->notified_at = next > now + NOTIFIED_AFTER ? next : now + NOTIFIED_AFTER;
    if (d->state == DISPATCHER_WAITING && (msec)uv_timer_get_due_in(&d->timer) > d->notified_at - now)
        uv_timer_start(&d->timer, on_timer, (uint64_t)(d->notified_at - now), 0);
}

/* The cycle. */

/* Start the next round trip that has something to do, or wait. */
static void advance(struct dispatcher *d)
{
    d->state = DISPATCHER_WAITING;
    d->busy = false;
    uv_timer_stop(&d->timer);
    db_trip_begin(&d->trip, &d->conn);
    errands_add(&d->errands, &d->trip, d->stopping, /* alone: */ d->failures > 0);
    if (d->trip.count == 0 && d->stopping) {
        stop_step(d);
    } else if (d->trip.count == 0) {
        d->busy = true;
        uv_timer_start(&d->timer, on_timer, BUSY_MAX, 0);
    } else {
        d->state = DISPATCHER_WORKING;
        if (!db_trip_run(&d->trip, on_trip))
            failed(d, &d->trip.err);
    }
}

static void on_trip(struct db_trip *trip)
{
    struct dispatcher *d = trip->owner;

    if (d->state == DISPATCHER_CLOSING) {
        ; /* nobody is interested any more */
    } else if (trip->err.code != ERR_NONE) {
        failed(d, &trip->err);
    } else if (errands_take(&d->errands, trip, d->stopping)) {
        wait(d);
    } else {
        advance(d);
    }
}

/* The cycle is complete, so whatever was wrong is right again. */
static void wait(struct dispatcher *d)
{
    msec now = clock_monotonic();

    if (d->in_trouble)
        log_notice_of(JOURNAL_DATABASE_BACK, "the dispatcher works with the database again");
    d->in_trouble = false;
    d->failures = 0;
    d->state = DISPATCHER_WAITING;
    if (errands_have_work(&d->errands) || d->stopping) {
        advance(d); /* something has come up while we asked */
        return;
    }
    msec left = errands_wait(&d->errands);
    if (d->notified_at != STORE_DUE_NEVER)
        left = sooner(left, d->notified_at - now);
    uv_timer_start(&d->timer, on_timer, left > WAIT_MIN ? (uint64_t)left : WAIT_MIN, 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct dispatcher *d = timer->data;

    if (d->state == DISPATCHER_LOST) {
        connect_now(d);
        return;
    }
    if (d->busy) {
        d->errands.settle_now = true;
    } else {
        if (d->notified_at <= clock_monotonic())
            d->heard_at = clock_monotonic();
        look(d);
    }
    advance(d);
}

static void on_landed(struct outbox *outbox)
{
    struct dispatcher *d = outbox->owner;

    d->errands.look_for_messages = true; /* there is room again */
    if (d->state == DISPATCHER_WAITING && !(d->busy && outbox_is_busy(outbox) && !d->stopping))
        advance(d);
    else if (d->stopping)
        stop_step(d);
}

/* Trouble. */

static void failed(struct dispatcher *d, const struct err *err)
{
    if (!d->in_trouble)
        log_warning_of(JOURNAL_DATABASE_LOST,
                       "the dispatcher cannot work with the database; it tries again until it can", "reason",
                       err->text);
    d->in_trouble = true;
    errands_fail(&d->errands);

    bool refused = err->code == ERR_DB_QUERY && db_conn_is_open(&d->conn);
    d->state = refused ? DISPATCHER_REFUSED : DISPATCHER_LOST;
    if (d->stopping)
        stop_step(d);
    else if (!refused && db_conn_is_open(&d->conn))
        db_conn_close(&d->conn, on_lost_closed);
    else
        retry_later(d);
}

static void on_lost_closed(struct db_conn *conn)
{
    retry_later(conn->owner);
}

/* Twice as long each time, and up to a quarter more by chance, so that many daemons do not come at once. */
static void retry_later(struct dispatcher *d)
{
    msec wait = RETRY_FIRST, longest = d->state == DISPATCHER_LOST ? RETRY_AWAY : RETRY_MAX;

    for (unsigned i = 0; i < d->failures && wait < longest; i++)
        wait *= 2;
    wait = sooner(wait, longest);
    wait += clock_jitter((uint32_t)wait / 4);
    d->failures++;
    uv_timer_start(&d->timer, on_timer, (uint64_t)wait, 0);
}

/* Stopping. */

void dispatcher_stop(struct dispatcher *d, dispatcher_stopped on_stopped)
{
    d->stopping = true;
    d->on_stopped = on_stopped;
    uv_timer_start(&d->limit, on_limit, (uint64_t)d->config->delivery.shutdown_timeout, 0);
    outbox_ground(&d->errands.outbox);
    if (d->state == DISPATCHER_WAITING)
        advance(d);
    else
        stop_step(d);
}

/* First the messages in the air are called back, then a database that does not answer is left. */
static void on_limit(uv_timer_t *timer)
{
    struct dispatcher *d = timer->data;

    if (d->limit_passed) {
        close_all(d);
        return;
    }
    d->limit_passed = true;
    outbox_cancel(&d->errands.outbox);
    uv_timer_start(&d->limit, on_limit, STOP_GRACE, 0);
    stop_step(d);
}

/* Something has changed while stopping. The end comes when nothing is in the air and all outcomes are
 * written, or cannot be: then their leases pass, and another daemon sends those messages again. */
static void stop_step(struct dispatcher *d)
{
    bool unreachable =
        d->state == DISPATCHER_LOST || d->state == DISPATCHER_CONNECTING || d->state == DISPATCHER_REFUSED;

    if (unreachable)
        outbox_cancel(&d->errands.outbox);
    if (d->errands.outbox.in_air == 0 && (unreachable || d->state == DISPATCHER_WAITING))
        close_all(d);
}

static void on_handle_closed(uv_handle_t *handle)
{
    one_closed(handle->data);
}

static void on_conn_closed(struct db_conn *conn)
{
    one_closed(conn->owner);
}

static void on_outbox_closed(struct outbox *outbox)
{
    one_closed(outbox->owner);
}

static void close_all(struct dispatcher *d)
{
    if (d->state == DISPATCHER_CLOSING)
        return;
    d->state = DISPATCHER_CLOSING;
    d->closing = 4;
    uv_close((uv_handle_t *)&d->timer, on_handle_closed);
    uv_close((uv_handle_t *)&d->limit, on_handle_closed);
    db_conn_close(&d->conn, on_conn_closed);
    outbox_close(&d->errands.outbox, on_outbox_closed);
}

static void one_closed(struct dispatcher *d)
{
    if (--d->closing > 0)
        return;
    db_trip_clear(&d->trip);
    errands_free(&d->errands);
    free(d->conninfo);
    free(d->holder);
    d->conninfo = d->holder = NULL;
    if (d->on_stopped != NULL)
        d->on_stopped(d);
}
