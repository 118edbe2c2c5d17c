#include "service/monitor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/turn.h"

enum {
    FIRST_DELAY = 500, /* after the first failure in a row; doubles, with jitter */
    LONGEST_DELAY = 30000,
    CONFLICT_DELAY = 20,
    GATHER_DELAY =
        20, /* changes that nobody has hinted at gather so long, so that a hint does not meet a busy loop */
    IDLE_LEAST = 3000,
    MINUTE = 60 * 1000,
};

static void begin_connecting(struct monitor *monitor);
static void on_opened(struct db_conn *conn, bool ok);
static void begin_round(struct monitor *monitor);
static void begin_tick(struct monitor *monitor);
static void on_tick(struct db_script *script);
static void recover(struct monitor *monitor);
static bool needs_full_pass(const struct monitor *monitor);
static void decide(struct monitor *monitor);
static void begin_pass(struct monitor *monitor, bool proof);
static void begin_batch(struct monitor *monitor, enum batch_kind kind);
static void on_batch(struct batch *batch);
static void begin_passing(struct monitor *monitor);
static void on_page(struct pass *pass, const struct batch *batch);
static void on_renewal(struct monitor *monitor);
static void on_pass_still(struct pass *pass);
static void after_passing(struct monitor *monitor);
static void on_pass_stopped(struct pass *pass);
static void rest(struct monitor *monitor, msec wait);
static void begin_tick_anew(struct monitor *monitor);
static void on_timer(uv_timer_t *timer);
static void fail(struct monitor *monitor, const struct err *err);
static void begin_releasing(struct monitor *monitor, bool usable);
static void on_released(struct db_script *script);
static void on_stop_limit(uv_timer_t *timer);
static void begin_closing(struct monitor *monitor);
static void on_closed(struct db_conn *conn);
static void on_stop_closed(uv_handle_t *handle);

static date today_of(const struct monitor *monitor)
{
    return monitor->as_of != DATE_NONE ? monitor->as_of
                                       : clock_date(clock_wall(), monitor->config->utc_offset);
}

/* Milliseconds since the office's midnight. A rehearsal's clock stands at noon. */
static msec time_of_day(const struct monitor *monitor)
{
    const msec day = 24 * 60 * (msec)MINUTE;

    if (monitor->as_of != DATE_NONE)
        return day / 2;
    return (clock_wall() + (msec)monitor->config->utc_offset * MINUTE) % day;
}

static void take_settings(struct monitor *monitor, const struct config *config, const struct policy *policy)
{
    monitor->config = config;
    monitor->policy = policy;
    snprintf(monitor->fingerprint, sizeof monitor->fingerprint, "%016" PRIx64 "-%s", policy->fingerprint,
             config->language == LANGUAGE_ZH ? "zh" : "en");
}

static void on_notified(struct db_conn *conn, const char *channel)
{
    (void)channel;
    monitor_wake(conn->owner);
}

/* A batch whose daemon has stopped keeps the leadership from moving, so it must not live longer than the
 * lease; but the least lease is shorter than what the evaluation between two statements may take. */
static msec idle_timeout(const struct config *config)
{
    return config->leader_lease > IDLE_LEAST ? config->leader_lease : IDLE_LEAST;
}

void monitor_start(struct monitor *monitor, uv_loop_t *loop, const struct config *config,
                   const struct policy *policy, const char *holder, date as_of)
{
    const struct db_settings settings = {.conninfo = config->database,
                                         .application_name = "budgetwatch monitor",
                                         .connect_timeout = config->connect_timeout,
                                         .statement_timeout = config->statement_timeout,
                                         .idle_timeout = idle_timeout(config),
                                         .by_index = true,
                                         .unflushed = true}; /* see monitor.h */
    struct db_settings pass_settings = settings;             /* whose statements are for many rows */

    monitor->loop = loop;
    monitor->holder = holder;
    monitor->as_of = as_of;
    take_settings(monitor, config, policy);
    calendar_init_official(&monitor->calendar);
    db_conn_init(&monitor->conn, loop, &settings);
    monitor->conn.owner = monitor;
    pass_settings.application_name = "budgetwatch pass";
    pass_settings.by_index = false;
    pass_settings.by_key = true;
    pass_init(&monitor->pass, loop, &pass_settings);
    monitor->pass.owner = monitor;
    monitor->pass.on_page = on_page;
    monitor->pass.on_still = on_pass_still;
    uv_timer_init(loop, &monitor->timer);
    monitor->timer.data = monitor;
    begin_connecting(monitor);
}

void monitor_wake(struct monitor *monitor)
{
    monitor->woken = true;
    if (monitor->state == MONITOR_RESTING && monitor->delay == 0 && db_conn_is_open(&monitor->conn))
        uv_timer_start(&monitor->timer, on_timer, 0, 0);
}

/* Only where the last batch has read all that there was: with 1,000 changes a second one would follow the
 * other. */
static msec until_gathered(const struct monitor *monitor)
{
    return monitor->woken ? 0 : monitor->batched_at + GATHER_DELAY - clock_monotonic();
}

bool monitor_is_settled(const struct monitor *monitor)
{
    return monitor->leads && monitor->state == MONITOR_RESTING && monitor->delay == 0 && !monitor->woken &&
           !monitor->pass.running && until_gathered(monitor) <= 0;
}

bool monitor_leads(const struct monitor *monitor, int64_t *ret_epoch)
{
    *ret_epoch = monitor->epoch;
    return monitor->leads && monitor->state != MONITOR_STOPPED;
}

void monitor_when_free(struct monitor *monitor, void (*then)(struct monitor *monitor))
{
    if (monitor->state == MONITOR_PASSING)
        pass_halt(&monitor->pass);
    if (monitor->state == MONITOR_BATCHING || monitor->state == MONITOR_PASSING)
        monitor->then = then;
    else
        then(monitor);
}

void monitor_reload(struct monitor *monitor, const struct config *config, const struct policy *policy)
{
    take_settings(monitor, config, policy);
    if (monitor->pass.running)
        pass_forget(&monitor->pass); /* it began under the old policy: it will begin again */
    monitor_wake(monitor);
}

static void begin_connecting(struct monitor *monitor)
{
    monitor->state = MONITOR_CONNECTING;
    monitor->greeted = false;
    monitor->log = (struct log_floor){0};
    if (!db_conn_open(&monitor->conn, on_opened))
        rest(monitor, LONGEST_DELAY);
}

static void on_opened(struct db_conn *conn, bool ok)
{
    struct monitor *monitor = conn->owner;

    if (monitor->stopping)
        return; /* monitor_stop() has begun to close */
    monitor->connected = monitor->connected || ok;
    if (ok)
        begin_tick(monitor);
    else if (conn->err.code == ERR_CONFIG && !monitor->connected && monitor->on_unusable != NULL)
        monitor->on_unusable(monitor, &conn->err);
    else
        fail(monitor, &conn->err);
}

/* How long the leadership need not be renewed. */
static msec until_renewal(const struct monitor *monitor)
{
    return monitor->renewed + monitor->config->leader_lease / 3 - clock_monotonic();
}

/* A hint is most likely about the change log; whatever comes before that in decide() is not due as far as is
 * known, and the batch itself stops for a row that asks for a full pass. */
static bool may_go_straight(const struct monitor *monitor)
{
    return monitor->woken && monitor->leads && monitor->greeted && monitor->delay == 0 &&
           !monitor->calendar_wanted && !monitor->pass.running && monitor->tick.today == today_of(monitor) &&
           !needs_full_pass(monitor) && until_renewal(monitor) > 0;
}

static void begin_round(struct monitor *monitor)
{
    if (!may_go_straight(monitor)) {
        begin_tick(monitor);
        return;
    }
    monitor->tick.from = log_floor_from(&monitor->log, clock_monotonic());
    begin_batch(monitor, BATCH_CHANGES);
}

static void begin_tick(struct monitor *monitor)
{
    const struct db_section section = {tick_steps, &monitor->tick};
    bool renew = !monitor->leads || !monitor->greeted || until_renewal(monitor) <= 0;

    if (monitor->state != MONITOR_PASSING)
        monitor->state = MONITOR_TICKING;
    monitor->woken = false;
    if (renew)
        monitor->renewed = clock_monotonic();
    free(monitor->tick.everything);
    monitor->tick = (struct tick){.holder = monitor->holder,
                                  .lease = monitor->config->leader_lease,
                                  .today = today_of(monitor),
                                  .renew = renew,
                                  .leads = monitor->leads,
                                  .epoch = monitor->epoch,
                                  .from = log_floor_from(&monitor->log, clock_monotonic()),
                                  .first = !monitor->greeted,
                                  .calendar = &monitor->calendar,
                                  .read_calendar = monitor->calendar_wanted};
    monitor->script.owner = monitor;
    monitor->script.together = true; /* for its prepared statements; none is sent before the one before it */
    if (db_script_start(&monitor->script, &monitor->conn, &section, 1, on_tick))
        return;
    if (monitor->state == MONITOR_PASSING)
        on_renewal(monitor);
    else
        fail(monitor, &monitor->script.err);
}

static void say_who_leads(struct monitor *monitor)
{
    char epoch[24];

    if (monitor->tick.leads && (!monitor->leads || monitor->epoch != monitor->tick.epoch)) {
        snprintf(epoch, sizeof epoch, "%" PRId64, monitor->tick.epoch);
        log_notice("this daemon leads and evaluates", "holder", monitor->holder, "epoch", epoch);
    } else if (!monitor->tick.leads && monitor->leads) {
        log_notice("another daemon leads; this one delivers and stands by", "holder", monitor->holder);
    }
    if ((!monitor->tick.leads || monitor->epoch != monitor->tick.epoch) && !pass_is_going(&monitor->pass))
        pass_forget(&monitor->pass);
    /* Another leader may have taken in a changed calendar since this daemon read it. */
    if (monitor->tick.leads && monitor->epoch != monitor->tick.epoch && !monitor->tick.read_calendar)
        monitor->calendar_wanted = !monitor->tick.first;
    monitor->leads = monitor->tick.leads;
    monitor->epoch = monitor->tick.epoch;
}

static void on_tick(struct db_script *script)
{
    struct monitor *monitor = script->owner;

    if (monitor->tick.freed > 0)
        log_warning(
            "a daemon stands still in the middle of a statement; its session was ended, what it held is "
            "free, and when it goes on it connects anew");
    if (monitor->state == MONITOR_PASSING) {
        on_renewal(monitor);
        return;
    }
    if (monitor->stopping) {
        begin_releasing(monitor, script->err.code == ERR_NONE);
        return;
    }
    if (script->err.code != ERR_NONE) {
        fail(monitor, &script->err);
        return;
    }
    if (!monitor->greeted) {
        monitor->greeted = true;
        db_conn_listen(&monitor->conn, on_notified);
    }
    if (monitor->tick.read_calendar)
        monitor->calendar_wanted = false;
    say_who_leads(monitor);
    if (monitor->leads)
        log_floor_looked(&monitor->log, &monitor->tick.look);
    decide(monitor);
}

/* Not with the first statement that works: a batch that fails again and again is one trouble. */
static void recover(struct monitor *monitor)
{
    if (monitor->trouble[0] != '\0') {
        log_notice("the database works again; nothing was missed, going on", "was", monitor->trouble);
        monitor->trouble[0] = '\0';
    }
    monitor->delay = 0;
}

static bool needs_full_pass(const struct monitor *monitor)
{
    const struct tick *tick = &monitor->tick;

    return tick->everything != NULL || strcmp(tick->fingerprint, monitor->fingerprint) != 0 ||
           tick->finished_on == DATE_NONE || tick->finished_on > tick->today ||
           turn_between(monitor->policy, &monitor->calendar, tick->finished_on, tick->today);
}

/* When the clock itself asks to look again: the office's midnight, and the hour of the proof. */
static msec until_clock(const struct monitor *monitor)
{
    const msec day = 24 * 60 * (msec)MINUTE;
    msec proof_at = (msec)monitor->config->nightly_proof * MINUTE;
    msec now = time_of_day(monitor);

    if (monitor->as_of != DATE_NONE)
        return day;
    return now < proof_at ? proof_at - now + 1 : day - now + 1;
}

static msec least(msec a, msec b)
{
    return a < b ? a : b;
}

/* A look from the floor that was put off is not to wait for long. */
static msec until_poll(const struct monitor *monitor)
{
    msec wait = log_floor_wait(&monitor->log, clock_monotonic());

    return wait >= 0 ? least(wait, monitor->config->poll_interval) : monitor->config->poll_interval;
}

static void decide(struct monitor *monitor)
{
    const struct tick *tick = &monitor->tick;

    if (!tick->leads) {
        recover(monitor);
        rest(monitor, least(monitor->config->poll_interval, until_renewal(monitor)));
        return;
    }
    if (monitor->calendar_wanted) {
        begin_tick(monitor);
    } else if (monitor->pass.running) {
        begin_passing(monitor);
    } else if (needs_full_pass(monitor) && !tick->read_calendar && !tick->first) {
        monitor->calendar_wanted = true;
        begin_tick(monitor);
    } else if (needs_full_pass(monitor)) {
        begin_pass(monitor, /* proof: */ false);
    } else if (tick->changes && until_gathered(monitor) > 0) {
        rest(monitor, least(until_gathered(monitor), until_renewal(monitor)));
    } else if (tick->changes) {
        begin_batch(monitor, BATCH_CHANGES);
    } else if (tick->due) {
        begin_batch(monitor, BATCH_DUE);
    } else if (tick->proved_on < tick->today &&
               time_of_day(monitor) >= (msec)monitor->config->nightly_proof * MINUTE) {
        begin_pass(monitor, /* proof: */ true);
    } else {
        recover(monitor);
        rest(monitor, least(least(until_poll(monitor), until_renewal(monitor)), until_clock(monitor)));
    }
}

static void begin_pass(struct monitor *monitor, bool proof)
{
    pass_begin(&monitor->pass, proof, monitor->tick.finished_on == DATE_NONE, monitor->tick.today,
               monitor->tick.everything);
    monitor->log = (struct log_floor){0}; /* so that what rests on it is proved, too */
    monitor->tick.everything = NULL;
    if (!proof)
        log_info("evaluating the whole ledger", "policy", monitor->policy->name);
    begin_passing(monitor);
}

/* What every batch is given. */
static struct batch batch_model(struct monitor *monitor)
{
    return (struct batch){
        .owner = monitor,
        .holder = monitor->holder,
        .epoch = monitor->epoch,
        .today = monitor->tick.today,
        .language = monitor->config->language,
        .policy = monitor->policy,
        .calendar = &monitor->calendar,
        .limit = monitor->config->batch_size,
        .after = monitor->tick.from,
        .fingerprint = monitor->fingerprint,
    };
}

static void begin_batch(struct monitor *monitor, enum batch_kind kind)
{
    monitor->state = MONITOR_BATCHING;
    monitor->woken = false; /* what comes from here on may be too late for its snapshot */
    monitor->batch = batch_model(monitor);
    monitor->batch.kind = kind;
    if (!batch_start(&monitor->batch, &monitor->conn, on_batch)) {
        struct err err = monitor->batch.err;
        batch_free(&monitor->batch);
        fail(monitor, &err);
    }
}

static void rest_while_passing(struct monitor *monitor)
{
    uv_timer_start(&monitor->timer, on_timer, (uint64_t)(monitor->config->leader_lease / 3), 0);
}

/* A full pass goes by the day on which it began, whatever midnights it sees: the next tick finds the new one.
 */
static void begin_passing(struct monitor *monitor)
{
    struct batch model = batch_model(monitor);

    model.today = monitor->pass.began;
    monitor->state = MONITOR_PASSING;
    monitor->renewing = false;
    err_clear(&monitor->lost);
    rest_while_passing(monitor);
    pass_go(&monitor->pass, &model);
}

/* The leadership was renewed, or is lost: then nothing more is begun. Pages under way find out by themselves.
 */
static void on_renewal(struct monitor *monitor)
{
    bool ok = monitor->script.err.code == ERR_NONE;

    monitor->renewing = false;
    if (!ok)
        monitor->lost = monitor->script.err;
    if (!ok || !monitor->tick.leads || monitor->tick.epoch != monitor->epoch)
        pass_halt(&monitor->pass);
    if (!pass_is_going(&monitor->pass))
        after_passing(monitor);
    else if (!monitor->stopping)
        rest_while_passing(monitor);
}

static void on_pass_still(struct pass *pass)
{
    struct monitor *monitor = pass->owner;

    if (!monitor->renewing)
        after_passing(monitor);
}

static void say_faults(const struct changes *changes)
{
    for (size_t i = 0; i < changes->fault_count; i++)
        log_error("a subject cannot be evaluated; its state stays as it was until its data change", "subject",
                  changes->faults[i].code, "reason", changes->faults[i].err.text);
}

static void say_repairs(const struct batch *batch)
{
    for (size_t i = 0; i < batch->changes.count && batch->repaired > 0; i++) {
        const struct change *change = &batch->changes.list[i];
        if (change->is_event)
            log_error(
                "the nightly proof found a state that the daily evaluation had missed; it is repaired now",
                "rule", rule_name(change->now.rule), "subject", change->now.code, "from",
                severity_name(change->previous), "to", severity_name(change->now.state.severity));
    }
}

static void on_batch(struct batch *batch)
{
    struct monitor *monitor = batch->owner;
    struct err err = batch->err;
    size_t events = batch->events;
    bool conflicted = batch->conflicted;
    bool pass_wanted = batch->pass_wanted;
    bool more = batch->more;

    if (err.code == ERR_CONFLICT)
        monitor->renewed -= monitor->config->leader_lease; /* the tick asks who leads */
    if (err.code == ERR_NONE) {
        log_floor_consumed(&monitor->log, batch->last_log_id);
        monitor->batched_at = batch->kind == BATCH_CHANGES && !more ? clock_monotonic() : 0;
        recover(monitor);
        say_faults(&batch->changes);
    }
    batch_free(batch);
    if (err.code == ERR_NONE && events > 0 && monitor->on_events != NULL)
        monitor->on_events(monitor, events);
    if (monitor->then != NULL) {
        void (*then)(struct monitor *) = monitor->then;
        monitor->then = NULL;
        then(monitor);
    }
    if (monitor->stopping) {
        begin_releasing(monitor, err.code == ERR_NONE);
    } else if (err.code == ERR_NONE || err.code == ERR_CONFLICT) {
        monitor->woken = monitor->woken || more;
        if (pass_wanted || err.code == ERR_CONFLICT)
            begin_tick(monitor);
        else if (until_gathered(monitor) > 0)
            rest(monitor, GATHER_DELAY); /* what it has written is told meanwhile */
        else
            begin_round(monitor);
    } else if (conflicted) {
        rest(monitor, CONFLICT_DELAY + clock_jitter(CONFLICT_DELAY));
    } else {
        fail(monitor, &err);
    }
}

static void on_page(struct pass *pass, const struct batch *batch)
{
    struct monitor *monitor = pass->owner;

    recover(monitor);
    say_faults(&batch->changes);
    say_repairs(batch);
    if (batch->events > 0 && monitor->on_events != NULL)
        monitor->on_events(monitor, batch->events);
}

static void say_finished(const struct pass *pass)
{
    char subjects[24], events[24];

    snprintf(subjects, sizeof subjects, "%zu", pass->subjects);
    snprintf(events, sizeof events, "%zu", pass->events);
    log_info(pass->proof ? "the nightly proof is done" : "the whole ledger is evaluated", "subjects",
             subjects, "events", events);
}

/* The pass is finished, halted or failed, and no tick is under way. */
static void after_passing(struct monitor *monitor)
{
    struct pass *pass = &monitor->pass;
    bool lost = monitor->lost.code != ERR_NONE && monitor->lost.code != ERR_DB_QUERY;
    bool failed = pass->err.code != ERR_NONE && pass->err.code != ERR_CONFLICT;
    struct err err = failed && !lost ? pass->err : monitor->lost;

    uv_timer_stop(&monitor->timer);
    if (pass->finished) {
        say_finished(pass);
        pass_forget(pass);
    }
    if (monitor->then != NULL) {
        void (*then)(struct monitor *) = monitor->then;
        monitor->then = NULL;
        then(monitor);
    }
    if (monitor->stopping)
        begin_releasing(monitor, monitor->lost.code == ERR_NONE);
    else if (err.code != ERR_NONE)
        fail(monitor, &err);
    else
        begin_tick_anew(monitor); /* which finds out who leads now */
}

static void rest(struct monitor *monitor, msec wait)
{
    monitor->state = MONITOR_RESTING;
    if (monitor->woken && monitor->delay == 0)
        wait = 0;
    uv_timer_start(&monitor->timer, on_timer, (uint64_t)(wait > 0 ? wait : 0), 0);
}

static void begin_tick_anew(struct monitor *monitor)
{
    monitor->state = MONITOR_TICKING;
    begin_tick(monitor);
}

static void on_timer(uv_timer_t *timer)
{
    struct monitor *monitor = timer->data;

    monitor->renewing = monitor->state == MONITOR_PASSING;
    if (monitor->renewing)
        begin_tick(monitor);
    else if (db_conn_is_open(&monitor->conn))
        begin_round(monitor);
    else
        begin_connecting(monitor);
}

/* Said once for as long as it lasts; then with growing pauses, so that a database that comes back is not
 * met by a crowd. Where the server itself may have failed, the last pages of a pass may be lost with their
 * commits, which were not on disk yet, and no log row would say so: it begins anew. */
static void fail(struct monitor *monitor, const struct err *err)
{
    if (err->code != ERR_DB_QUERY)
        pass_forget(&monitor->pass);
    if (monitor->trouble[0] == '\0')
        log_error("the database does not work for the evaluation; it is tried again until it does", "reason",
                  err->text);
    snprintf(monitor->trouble, sizeof monitor->trouble, "%.200s", err->text);
    monitor->delay = monitor->delay == 0 ? FIRST_DELAY : least(monitor->delay * 2, LONGEST_DELAY);
    begin_closing(monitor);
}

static void begin_closing(struct monitor *monitor)
{
    monitor->state = MONITOR_CLOSING;
    db_conn_close(&monitor->conn, on_closed);
}

static void on_closed(struct db_conn *conn)
{
    struct monitor *monitor = conn->owner;

    if (!monitor->stopping) {
        rest(monitor, monitor->delay / 2 + clock_jitter((uint32_t)(monitor->delay / 2 + 1)));
        return;
    }
    monitor->state = MONITOR_STOPPED;
    pass_stop(&monitor->pass, on_pass_stopped);
}

static void on_pass_stopped(struct pass *pass)
{
    struct monitor *monitor = pass->owner;

    uv_close((uv_handle_t *)&monitor->timer, on_stop_closed);
}

static void on_stop_closed(uv_handle_t *handle)
{
    struct monitor *monitor = handle->data;

    free(monitor->tick.everything);
    calendar_done(&monitor->calendar);
    if (monitor->on_stopped != NULL)
        monitor->on_stopped(monitor);
}

void monitor_stop(struct monitor *monitor, void (*on_stopped)(struct monitor *monitor))
{
    monitor->on_stopped = on_stopped;
    monitor->stopping = true;
    switch (monitor->state) {
    case MONITOR_RESTING:
        uv_timer_stop(&monitor->timer);
        begin_releasing(monitor, db_conn_is_open(&monitor->conn));
        break;
    case MONITOR_CONNECTING:
        /* The worker cannot be interrupted; closing waits for it, at most the connect timeout. */
        begin_closing(monitor);
        break;
    case MONITOR_PASSING:
    case MONITOR_TICKING:
    case MONITOR_BATCHING:
        pass_halt(&monitor->pass);
        uv_timer_start(&monitor->timer, on_stop_limit, (uint64_t)monitor->config->delivery.shutdown_timeout,
                       0);
        break;
    case MONITOR_RELEASING:
    case MONITOR_CLOSING:
    case MONITOR_STOPPED: break;
    }
}

/* What is under way has not ended in time: a batch is rolled back by the server when the connection goes. */
static void on_stop_limit(uv_timer_t *timer)
{
    struct monitor *monitor = timer->data;

    if (monitor->state == MONITOR_PASSING)
        pass_cancel(&monitor->pass);
    if (monitor->state == MONITOR_PASSING && monitor->renewing)
        db_op_cancel(&monitor->script.op);
    else if (monitor->state == MONITOR_BATCHING)
        batch_cancel(&monitor->batch);
    else if (monitor->state == MONITOR_TICKING || monitor->state == MONITOR_RELEASING)
        db_op_cancel(&monitor->script.op);
}

/* Another daemon need not wait for the lease to end. */
static void begin_releasing(struct monitor *monitor, bool usable)
{
    const struct db_section section = {tick_release_steps, &monitor->tick};

    if (usable && monitor->leads) {
        monitor->state = MONITOR_RELEASING;
        monitor->script.owner = monitor;
        uv_timer_start(&monitor->timer, on_stop_limit, (uint64_t)monitor->config->delivery.shutdown_timeout,
                       0);
        if (db_script_start(&monitor->script, &monitor->conn, &section, 1, on_released))
            return;
    }
    begin_closing(monitor);
}

static void on_released(struct db_script *script)
{
    begin_closing(script->owner);
}
