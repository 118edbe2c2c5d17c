/* A batch of the monitor's own session, and what comes after it. */
#include "service/monitor_parts.h"

enum {
    CONFLICT_DELAY = 20,
    GATHER_DELAY =
        20, /* changes that nobody has hinted at gather so long, so that a hint does not meet a busy loop */
};

static void on_batch(struct batch *batch);

/* Only where the last batch has read all that there was: with 1,000 changes a second one would follow the
 * other. */
msec monitor_until_gathered(const struct monitor *monitor)
{
    return monitor->woken ? 0 : monitor->batched_at + GATHER_DELAY - clock_monotonic();
}

struct batch monitor_batch_model(struct monitor *monitor)
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

void monitor_begin_batch(struct monitor *monitor, enum batch_kind kind)
{
    monitor->state = MONITOR_BATCHING;
    monitor->woken = false; /* what comes from here on may be too late for its snapshot */
    monitor->batch = monitor_batch_model(monitor);
    monitor->batch.kind = kind;
    monitor->batch_began = clock_monotonic();
    if (!batch_start(&monitor->batch, &monitor->conn, on_batch)) {
        struct err err = monitor->batch.err;
        batch_free(&monitor->batch);
        monitor_fail(monitor, &err);
    }
}

void monitor_say_faults(const struct changes *changes)
{
    for (size_t i = 0; i < changes->fault_count; i++)
        log_error_of(JOURNAL_SUBJECT_FAULT,
                     "a subject cannot be evaluated; its state stays as it was until its data change",
                     "subject", changes->faults[i].code, "reason", changes->faults[i].err.text);
}

static void count(const struct monitor *monitor, const struct batch *batch)
{
    struct meters *meters = monitor->meters;

    if (meters == NULL)
        return;
    if (batch->err.code != ERR_NONE) {
        meters->batch_failures += batch->err.code != ERR_CANCELED;
        return;
    }
    meters->subjects += (int64_t)batch->subjects;
    meters->events += (int64_t)batch->events;
    if (batch->subjects > 0)
        meter_time(&meters->batches, clock_monotonic() - monitor->batch_began);
}

static void on_batch(struct batch *batch)
{
    struct monitor *monitor = batch->owner;
    struct err err = batch->err;
    size_t events = batch->events;
    bool conflicted = batch->conflicted;
    bool pass_wanted = batch->pass_wanted;
    bool more = batch->more;

    count(monitor, batch);
    if (err.code == ERR_CONFLICT)
        monitor->renewed -= monitor->config->leader_lease; /* the tick asks who leads */
    if (err.code == ERR_NONE) {
        log_floor_consumed(&monitor->log, batch->last_log_id);
        monitor->batched_at = batch->kind == BATCH_CHANGES && !more ? clock_monotonic() : 0;
        monitor_recover(monitor);
        monitor_say_faults(&batch->changes);
    }
    batch_free(batch);
    if (err.code == ERR_NONE && events > 0 && monitor->on_events != NULL)
        monitor->on_events(monitor, events);
    monitor_become_free(monitor);
    if (monitor->stopping) {
        monitor_begin_releasing(monitor, err.code == ERR_NONE);
    } else if (err.code == ERR_NONE || err.code == ERR_CONFLICT) {
        monitor->woken = monitor->woken || more;
        if (pass_wanted || err.code == ERR_CONFLICT)
            monitor_begin_tick(monitor);
        else if (monitor_until_gathered(monitor) > 0)
            monitor_rest(monitor, GATHER_DELAY); /* what it has written is told meanwhile */
        else
            monitor_begin_round(monitor);
    } else if (conflicted) {
        monitor_rest(monitor, CONFLICT_DELAY + clock_jitter(CONFLICT_DELAY));
    } else {
        monitor_fail(monitor, &err);
    }
}
