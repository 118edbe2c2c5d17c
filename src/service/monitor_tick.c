/* A round of the monitor: the tick asks what there is to do, and what comes first is begun. */
#include "service/monitor_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/turn.h"

enum { MINUTE = 60 * 1000 };

static void on_tick(struct db_script *script);
static bool needs_full_pass(const struct monitor *monitor);
static void decide(struct monitor *monitor);

static date today_of(const struct monitor *monitor)
{
    return office_today(monitor->clock, monitor->config);
}

/* Milliseconds since the office's midnight. A rehearsal's clock stands at noon. */
static msec time_of_day(const struct monitor *monitor)
{
    const msec day = 24 * 60 * (msec)MINUTE;

    if (office_rehearses(monitor->clock))
        return day / 2;
    return (clock_wall() + (msec)monitor->config->utc_offset * MINUTE) % day;
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

void monitor_begin_round(struct monitor *monitor)
{
    if (!may_go_straight(monitor)) {
        monitor_begin_tick(monitor);
        return;
    }
    monitor->tick.from = log_floor_from(&monitor->log, clock_monotonic());
    monitor_begin_batch(monitor, BATCH_CHANGES);
}

void monitor_begin_tick(struct monitor *monitor)
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
        monitor_on_renewal(monitor);
    else
        monitor_fail(monitor, &monitor->script.err);
}

static void say_who_leads(struct monitor *monitor)
{
    char epoch[24];

    if (monitor->tick.leads && (!monitor->leads || monitor->epoch != monitor->tick.epoch)) {
        snprintf(epoch, sizeof epoch, "%" PRId64, monitor->tick.epoch);
        log_notice_of(JOURNAL_LEADS, "this daemon leads and evaluates", "holder", monitor->holder, "epoch",
                      epoch);
    } else if (!monitor->tick.leads && monitor->leads) {
        log_notice_of(JOURNAL_FOLLOWS, "another daemon leads; this one delivers and stands by", "holder",
                      monitor->holder);
    }
    if ((!monitor->tick.leads || monitor->epoch != monitor->tick.epoch) && !pass_is_going(&monitor->pass))
        pass_forget(&monitor->pass);
    /* Another leader may have taken in a changed calendar since this daemon read it. */
    if (monitor->tick.leads && monitor->epoch != monitor->tick.epoch && !monitor->tick.read_calendar)
        monitor->calendar_wanted = !monitor->tick.first;
    monitor->leads = monitor->tick.leads;
    monitor->epoch = monitor->tick.epoch;
}

static void on_notified(struct db_conn *conn, const char *channel)
{
    (void)channel;
    monitor_wake(conn->owner);
}

static void on_tick(struct db_script *script)
{
    struct monitor *monitor = script->owner;

    if (monitor->tick.freed > 0)
        log_warning(
            "a daemon stands still in the middle of a statement; its session was ended, what it held is "
            "free, and when it goes on it connects anew");
    if (monitor->state == MONITOR_PASSING) {
        monitor_on_renewal(monitor);
        return;
    }
    if (monitor->stopping) {
        monitor_begin_releasing(monitor, script->err.code == ERR_NONE);
        return;
    }
    if (script->err.code != ERR_NONE) {
        monitor_fail(monitor, &script->err);
        return;
    }
    if (!monitor->greeted) {
        monitor->greeted = true;
        db_conn_listen(&monitor->conn, on_notified);
    }
    if (monitor->tick.read_calendar)
        monitor->calendar_wanted = false;
    say_who_leads(monitor);
    monitor->passed = monitor->tick.finished_on != DATE_NONE;
    if (monitor->leads)
        log_floor_looked(&monitor->log, &monitor->tick.look);
    decide(monitor);
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

    if (office_rehearses(monitor->clock))
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
        monitor_recover(monitor);
        monitor_rest(monitor, least(monitor->config->poll_interval, until_renewal(monitor)));
        return;
    }
    if (monitor->calendar_wanted) {
        monitor_begin_tick(monitor);
    } else if (monitor->pass.running) {
        monitor_begin_passing(monitor);
    } else if (needs_full_pass(monitor) && !tick->read_calendar && !tick->first) {
        monitor->calendar_wanted = true;
        monitor_begin_tick(monitor);
    } else if (needs_full_pass(monitor)) {
        monitor_begin_pass(monitor, /* proof: */ false);
    } else if (tick->changes && monitor_until_gathered(monitor) > 0) {
        monitor_rest(monitor, least(monitor_until_gathered(monitor), until_renewal(monitor)));
    } else if (tick->changes) {
        monitor_begin_batch(monitor, BATCH_CHANGES);
    } else if (tick->due) {
        monitor_begin_batch(monitor, BATCH_DUE);
    } else if (tick->proved_on < tick->today &&
               time_of_day(monitor) >= (msec)monitor->config->nightly_proof * MINUTE) {
        monitor_begin_pass(monitor, /* proof: */ true);
    } else {
        monitor_recover(monitor);
        monitor_rest(monitor,
                     least(least(until_poll(monitor), until_renewal(monitor)), until_clock(monitor)));
    }
}
