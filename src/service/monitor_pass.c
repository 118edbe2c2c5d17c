/* A full pass of the monitor: begun, said, ended; meanwhile ticks on its own session keep the leadership. */
#include "service/monitor_parts.h"

#include <stdio.h>

static void after_passing(struct monitor *monitor);

void monitor_begin_pass(struct monitor *monitor, bool proof)
{
    pass_begin(&monitor->pass, proof, monitor->tick.finished_on == DATE_NONE, monitor->tick.today,
               monitor->tick.everything);
    monitor->log = (struct log_floor){0}; /* so that what rests on it is proved, too */
    monitor->tick.everything = NULL;
    if (!proof)
        log_info("evaluating the whole ledger", "policy", monitor->policy->name);
    monitor_begin_passing(monitor);
}

static void rest_while_passing(struct monitor *monitor)
{
    uv_timer_start(&monitor->timer, monitor_on_timer, (uint64_t)(monitor->config->leader_lease / 3), 0);
}

/* A full pass goes by the day on which it began, whatever midnights it sees: the next tick finds the new one.
 */
void monitor_begin_passing(struct monitor *monitor)
{
    struct batch model = monitor_batch_model(monitor);

    model.today = monitor->pass.began;
    monitor->state = MONITOR_PASSING;
    monitor->renewing = false;
    err_clear(&monitor->lost);
    rest_while_passing(monitor);
    pass_go(&monitor->pass, &model);
}

/* The leadership was renewed, or is lost: then nothing more is begun. Pages under way find out by themselves.
 */
void monitor_on_renewal(struct monitor *monitor)
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

void monitor_on_pass_still(struct pass *pass)
{
    struct monitor *monitor = pass->owner;

    if (!monitor->renewing)
        after_passing(monitor);
}

static void say_repairs(const struct batch *batch)
{
    for (size_t i = 0; i < batch->changes.count && batch->repaired > 0; i++) {
        const struct change *change = &batch->changes.list[i];
        if (change->is_event)
            log_error_of(
                JOURNAL_PROOF_FAILED,
                "the nightly proof found a state that the daily evaluation had missed; it is repaired now",
                "rule", rule_name(change->now.rule), "subject", change->now.code, "from",
                severity_name(change->previous), "to", severity_name(change->now.state.severity));
    }
}

void monitor_on_page(struct pass *pass, const struct batch *batch)
{
    struct monitor *monitor = pass->owner;

    monitor_recover(monitor);
    monitor_say_faults(&batch->changes);
    say_repairs(batch);
    if (monitor->meters != NULL) {
        monitor->meters->subjects += (int64_t)batch->subjects;
        monitor->meters->events += (int64_t)batch->events;
        monitor->meters->repairs += (int64_t)batch->repaired;
    }
    if (batch->events > 0 && monitor->on_events != NULL)
        monitor->on_events(monitor, batch->events);
}

static void say_finished(const struct pass *pass)
{
    char subjects[24], events[24];

    snprintf(subjects, sizeof subjects, "%zu", pass->subjects);
    snprintf(events, sizeof events, "%zu", pass->events);
    log_info_of(JOURNAL_LEDGER_EVALUATED,
                pass->proof ? "the nightly proof is done" : "the whole ledger is evaluated", "subjects",
                subjects, "events", events);
}

static void begin_tick_anew(struct monitor *monitor)
{
    monitor->state = MONITOR_TICKING;
    monitor_begin_tick(monitor);
}

/* The pass is finished, halted or failed, and no tick is under way. */
static void after_passing(struct monitor *monitor)
{
    struct pass *pass = &monitor->pass;
    struct err err = pass->err.code != ERR_NONE && pass->err.code != ERR_CONFLICT ? pass->err : monitor->lost;

    uv_timer_stop(&monitor->timer);
    if (pass->finished) {
        monitor->passed_at = clock_wall();
        say_finished(pass);
        if (monitor->meters != NULL)
            monitor->meters->passes++;
        pass_forget(pass);
        mem_give_back();
    }
    monitor_become_free(monitor);
    if (monitor->stopping)
        monitor_begin_releasing(monitor, monitor->lost.code == ERR_NONE);
    else if (err.code != ERR_NONE)
        monitor_fail(monitor, &err);
    else
        begin_tick_anew(monitor); /* which finds out who leads now */
}
