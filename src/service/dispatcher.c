#include "service/dispatcher.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"

/* The happy path:
 *
 * - connect, LISTEN, then advance() again and again: it starts the next statement that has something to
 *   do, and on_op() takes its result and calls advance() again. The order matters: outcomes first, because
 *   their leases run; then the stage, which makes messages; then claims; the rest when there is time. While
 *   events come in without end the stage lets the claims through now and then.
 * - When nothing is left to do, the timer waits for the next due message. A wake, a NOTIFY or a message that
 *   landed says what to look for and advances at once; while a statement runs it only says so.
 *
 * What can go wrong:
 *
 * - The connection is lost: it is closed and opened again, with growing pauses. Messages in the air fly on,
 * and their outcomes wait in the outbox. Outcomes that were being written are written again, which changes
 * nothing if they were.
 * - A statement is refused (a full disk, a deadlock): the same step is tried again, with growing pauses.
 * - We are stopped: see stop_step(). */

enum {
    STAGED_MAX = 20,   /* statements of the stage in a row, while messages wait to be claimed */
    CLAIMS_MAX = 20,   /* the same of claims, while something else has waited */
    STRAY_MAX = 100,   /* messages of unknown channels, claimed at a time */
    FORGET_MAX = 2000, /* rows forgotten at a time */
    WAIT_MIN = 20,     /* a message that is due and yet not ours to claim must not make us spin */
    RETRY_FIRST = 500,
    RETRY_MAX = 30000,
    FORGET_FIRST = 60000,
    FORGET_EVERY = 3600000,
    STOP_GRACE = 3000, /* for writing the last outcomes, after shutdown_timeout */
};

static void connect_now(struct dispatcher *d);
static void on_opened(struct db_conn *conn, bool ok);
static void on_notified(struct db_conn *conn, const char *channel);
static void advance(struct dispatcher *d);
static bool settle(struct dispatcher *d);
static bool claim(struct dispatcher *d);
static bool fire(struct dispatcher *d);
static bool forget(struct dispatcher *d);
static bool prepare(struct dispatcher *d);
static bool report(struct dispatcher *d);
static bool ask(struct dispatcher *d);
static void on_op(struct db_op *op);
static void take(struct dispatcher *d, const struct pg_result *result);
static void wait_until_due(struct dispatcher *d, msec due);
static void on_timer(uv_timer_t *timer);
static void on_landed(struct outbox *outbox);
static void failed(struct dispatcher *d, const struct err *err);
static void on_lost_closed(struct db_conn *conn);
static void retry_later(struct dispatcher *d);
static void on_limit(uv_timer_t *timer);
static void stop_step(struct dispatcher *d);
static void close_all(struct dispatcher *d);
static void one_closed(struct dispatcher *d);

bool dispatcher_start(struct dispatcher *d, uv_loop_t *loop, const struct config *config,
                      const char *conninfo, const char *holder, struct err *err)
{
    *d = (struct dispatcher){.owner = d->owner, .loop = loop, .config = config};
    d->outbox.owner = d;
    if (!outbox_open(&d->outbox, loop, config, on_landed, err))
        return err_prefix(err, "starting the dispatcher");
    stage_init(&d->stage, config, &d->outbox.channels);
    d->conninfo = mem_text(conninfo);
    d->holder = mem_text(holder);
    d->forget_at = clock_monotonic() + FAULT_PUT_OFF(FORGET_FIRST);
    d->op.owner = d->conn.owner = d;
    uv_timer_init(loop, &d->timer);
    uv_timer_init(loop, &d->limit);
    d->timer.data = d->limit.data = d;
    db_conn_init(&d->conn, loop,
                 &(struct db_settings){.conninfo = d->conninfo,
                                       .application_name = "budgetwatch dispatcher",
                                       .connect_timeout = config->connect_timeout,
                                       .statement_timeout = config->statement_timeout});
    connect_now(d);
    return true;
}

bool dispatcher_reload(struct dispatcher *d, const struct config *config, struct err *err)
{
    if (!outbox_reload(&d->outbox, config, err))
        return false;
    d->config = config;
    stage_renew(&d->stage, config, &d->outbox.channels);
    dispatcher_wake(d);
    return true;
}

static void look(struct dispatcher *d)
{
    stage_look(&d->stage);
    reports_look(&d->reports);
    d->look_for_messages = true;
}

void dispatcher_wake(struct dispatcher *d)
{
    look(d);
    if (d->state == DISPATCHER_WAITING)
        advance(d);
}

bool dispatcher_is_connected(const struct dispatcher *d)
{
    return d->state != DISPATCHER_CLOSING && db_conn_is_open(&d->conn);
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
    if (!db_op_start(&d->op, conn, &(struct db_call){.sql = "LISTEN budgetwatch"}, on_op))
        failed(d, &d->op.err);
}

static void on_notified(struct db_conn *conn, const char *channel)
{
    (void)channel;
    dispatcher_wake(conn->owner);
}

/* The cycle. */

/* What comes after claims, and while messages land all the time would never come. */
static bool others_wait(struct dispatcher *d)
{
    msec now = clock_monotonic();

    return reports_have_work(&d->reports, now) || firing_due(&d->firing, &d->outbox, now) ||
           now >= d->forget_at;
}

static date today_of(const struct dispatcher *d)
{
    return clock_date(clock_wall(), d->config->utc_offset);
}

/* Start the next statement that has something to do, or wait. */
static void advance(struct dispatcher *d)
{
    bool started;

    d->state = DISPATCHER_WAITING;
    uv_timer_stop(&d->timer);
    if (store_settling_count(&d->settling) > 0 || outbox_has_landed(&d->outbox))
        started = settle(d);
    else if (d->stopping) {
        stop_step(d);
        return;
    } else if (stage_has_work(&d->stage) && !(d->look_for_messages && d->staged >= STAGED_MAX)) {
        d->state = DISPATCHER_STAGING;
        d->staged++;
        started = stage_start(&d->stage, &d->op, &d->conn, on_op);
    } else if (d->look_for_messages && !(d->claims >= CLAIMS_MAX && others_wait(d)))
        started = claim(d);
    else {
        d->claims = 0;
        if (reports_have_work(&d->reports, clock_monotonic()))
            started = report(d);
        else if (firing_due(&d->firing, &d->outbox, clock_monotonic()))
            started = fire(d);
        else if (clock_monotonic() >= d->forget_at)
            started = forget(d);
        else if (year_ahead_has_work(&d->year_ahead, today_of(d), clock_monotonic()))
            started = prepare(d);
        else
            started = ask(d);
    }
    if (!started)
        failed(d, &d->op.err);
}

static bool settle(struct dispatcher *d)
{
    d->state = DISPATCHER_SETTLING;
    if (store_settling_count(&d->settling) == 0)
        outbox_collect(&d->outbox, &d->settling);
    return store_settle(&d->op, &d->conn, d->holder, &d->settling, on_op);
}

/* Quiet hours hold for what is tried again, and for reports, as for what is new. */
static const struct store_room *rooms_now(struct dispatcher *d)
{
    struct store_room *rooms = outbox_rooms(&d->outbox, clock_monotonic());

    for (size_t i = 0; i < d->outbox.channels.count; i++)
        rooms[i].severities = stage_severities(&d->stage, &d->outbox.channels.list[i]);
    return rooms;
}

static bool claim(struct dispatcher *d)
{
    const struct store_room *rooms = rooms_now(d);

    d->state = DISPATCHER_CLAIMING;
    d->look_for_messages = false;
    d->staged = 0;
    d->claims++;
    return store_claim(&d->op, &d->conn, d->holder, d->config->delivery.lease, rooms,
                       d->outbox.channels.count, STRAY_MAX, on_op);
}

static bool fire(struct dispatcher *d)
{
    d->state = DISPATCHER_FIRING;
    return store_firing(&d->op, &d->conn, d->firing.after, FIRING_PAGE, firing_lately(&d->outbox), on_op);
}

static bool forget(struct dispatcher *d)
{
    const struct retention_config *keep = &d->config->retention;
    const int days[RETENTION_COUNT] = {[RETENTION_ATTEMPTS] = keep->attempts_days,
                                       [RETENTION_MESSAGES] = keep->messages_days,
                                       [RETENTION_EVENTS] = keep->events_days,
                                       [RETENTION_AUDIT] = keep->audit_days};

    d->state = DISPATCHER_FORGETTING;
    return store_forget(&d->op, &d->conn, d->forgetting, days[d->forgetting], FORGET_MAX, on_op);
}

static bool prepare(struct dispatcher *d)
{
    d->state = DISPATCHER_PREPARING;
    return year_ahead_start(&d->year_ahead, today_of(d), &d->op, &d->conn, d->holder, on_op);
}

static bool report(struct dispatcher *d)
{
    d->state = DISPATCHER_REPORTING;
    return reports_start(&d->reports, &d->op, &d->conn, on_op);
}

static bool ask(struct dispatcher *d)
{
    d->state = DISPATCHER_ASKING;
    return store_due(&d->op, &d->conn, rooms_now(d), d->outbox.channels.count, on_op);
}

static void on_op(struct db_op *op)
{
    struct dispatcher *d = op->owner;
    struct pg_result *result = op->result;

    op->result = NULL;
    if (d->state == DISPATCHER_CLOSING)
        ; /* nobody is interested any more */
    else if (op->err.code != ERR_NONE)
        failed(d, &op->err);
    else
        take(d, result);
    db_result_free(result);
}

static void take_claims(struct dispatcher *d, const struct pg_result *claims)
{
    for (int row = 0; row < db_rows(claims); row++) {
        struct store_message message = store_claimed_row(claims, row);
        if (d->stopping)
            outbox_hand_back(&d->outbox, &message);
        else
            outbox_send(&d->outbox, &message);
    }
}

/* Only the daemon that wrote it down says that a channel is switched off, once. */
static void take_settled(struct dispatcher *d, const struct pg_result *result)
{
    struct store_off off;

    if (store_settling_fails(&d->settling))
        reports_look(&d->reports);
    store_settling_clear(&d->settling);
    for (int row = 0; row < db_rows(result); row++) {
        if (!store_settled_off(result, row, &off))
            continue;
        stage_look(&d->stage);
        log_warning("a receiver is gone: its channel is switched off, and its messages wait until "
                    "`budgetwatch channel on` or another address",
                    "channel", off.channel, "answer", off.reason);
    }
}

/* One kind of thing a call; the next call takes the next kind, and after the last an hour passes. */
static void take_forgotten(struct dispatcher *d, int64_t gone)
{
    if (gone >= FORGET_MAX)
        return;
    d->forgetting++;
    if (d->forgetting < RETENTION_COUNT)
        return;
    d->forgetting = 0;
    d->forget_at = clock_monotonic() + FORGET_EVERY;
}

static void take(struct dispatcher *d, const struct pg_result *result)
{
    switch (d->state) {
    case DISPATCHER_LISTENING:
        db_conn_listen(&d->conn, on_notified);
        stage_renew(&d->stage, d->config, &d->outbox.channels);
        look(d);
        break;
    case DISPATCHER_SETTLING: take_settled(d, result); break;
    case DISPATCHER_STAGING:
        if (stage_take(&d->stage, result))
            d->look_for_messages = true;
        break;
    case DISPATCHER_CLAIMING: take_claims(d, result); break;
    case DISPATCHER_REPORTING:
        if (reports_take(&d->reports, result, &d->outbox.channels, d->config->language))
            d->look_for_messages = true;
        break;
    case DISPATCHER_FIRING: firing_take(&d->firing, &d->outbox, result, d->config->language); break;
    case DISPATCHER_FORGETTING: take_forgotten(d, store_forgotten(result)); break;
    case DISPATCHER_PREPARING: {
        struct year_made made = store_years_next_row(result);
        year_ahead_take(&d->year_ahead, &made, clock_monotonic());
        break;
    }
    case DISPATCHER_ASKING: wait_until_due(d, store_due_wait(result)); return;
    case DISPATCHER_LOST:
    case DISPATCHER_CONNECTING:
    case DISPATCHER_REFUSED:
    case DISPATCHER_WAITING:
    case DISPATCHER_CLOSING: assert(false); /* no statement runs in these */
    }
    advance(d);
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

/* The cycle is complete, so whatever was wrong is right again. */
static void wait_until_due(struct dispatcher *d, msec due)
{
    msec now = clock_monotonic();

    if (d->in_trouble)
        log_notice("the dispatcher works with the database again");
    d->in_trouble = false;
    d->failures = 0;
    d->state = DISPATCHER_WAITING;
    if (stage_has_work(&d->stage) || d->look_for_messages || reports_have_work(&d->reports, now) ||
        d->stopping || outbox_has_landed(&d->outbox)) {
        advance(d); /* something has come up while we asked */
        return;
    }
    msec wait = sooner(sooner(due, outbox_pause(&d->outbox, now)),
                       sooner(d->config->poll_interval, d->forget_at - now));
    wait = sooner(wait, reports_wait(&d->reports, now));
    wait = sooner(wait, sooner(firing_wait(&d->outbox, now), stage_wait(&d->stage, now)));
    uv_timer_start(&d->timer, on_timer, wait > WAIT_MIN ? (uint64_t)wait : WAIT_MIN, 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct dispatcher *d = timer->data;

    if (d->state == DISPATCHER_LOST) {
        connect_now(d);
        return;
    }
    look(d);
    advance(d);
}

static void on_landed(struct outbox *outbox)
{
    struct dispatcher *d = outbox->owner;

    d->look_for_messages = true; /* there is room again */
    if (d->state == DISPATCHER_WAITING)
        advance(d);
    else if (d->stopping)
        stop_step(d);
}

/* Trouble. */

static void failed(struct dispatcher *d, const struct err *err)
{
    if (!d->in_trouble)
        log_warning("the dispatcher cannot work with the database; it tries again until it can", "reason",
                    err->text);
    d->in_trouble = true;
    /* Read again rather than write what may have been written: another daemon may be at it by then. */
    firing_stop(&d->firing);
    stage_forget(&d->stage);
    reports_forget(&d->reports);
    d->look_for_messages = true;

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
    msec wait = RETRY_FIRST;

    for (unsigned i = 0; i < d->failures && wait < RETRY_MAX; i++)
        wait *= 2;
    wait = sooner(wait, RETRY_MAX);
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
    outbox_cancel(&d->outbox);
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
        outbox_cancel(&d->outbox);
    if (d->outbox.in_air == 0 && (unreachable || d->state == DISPATCHER_WAITING))
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
    outbox_close(&d->outbox, on_outbox_closed);
}

static void one_closed(struct dispatcher *d)
{
    if (--d->closing > 0)
        return;
    stage_free(&d->stage);
    reports_free(&d->reports);
    store_settling_free(&d->settling);
    free(d->conninfo);
    free(d->holder);
    d->conninfo = d->holder = NULL;
    if (d->on_stopped != NULL)
        d->on_stopped(d);
}
