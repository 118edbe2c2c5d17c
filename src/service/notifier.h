/* Sends the monthly notices by itself: decides when there may be something to send, and has it sent in a
 * thread.
 *
 *   RESTING --timer, if this daemon leads--> RUNNING --the thread has ended--> RESTING
 *      |                                        |
 *      +--------------- stop -------------------+--> STOPPED
 *
 * What is due the run finds in what is stored, so a restart, a long absence or a second daemon changes
 * nothing: each notice is stored once, with its messages. A run that fails is tried again, later and later;
 * that is said once, and once that it is over. Configuration and policy must not change while the thread
 * reads them: see notifier_when_free(). */
#ifndef SERVICE_NOTIFIER_H
#define SERVICE_NOTIFIER_H

#include <uv.h>

#include "service/notice_run.h"
#include "service/office_clock.h"

struct notifier {
    void *owner; /* the caller's own */
    /* Whether this is the daemon to do it, and the ledger has been looked at: asked before each run. */
    bool (*may_run)(struct notifier *notifier);
    /* Messages have been stored. */
    void (*on_sent)(struct notifier *notifier);

    /* Private. */
    enum notifier_state { NOTIFIER_RESTING, NOTIFIER_RUNNING, NOTIFIER_STOPPED } state;
    uv_loop_t *loop;
    const struct config *config;
    const struct policy *policy;
    const char *conninfo;
    const struct office_clock *clock;
    uv_timer_t timer;
    /* Not of libuv's pool: connecting uses that, and waiting there for itself could take its last thread. */
    uv_thread_t thread;
    uv_async_t ended;
    atomic_bool enough;
    struct notice_run_order order;
    struct notice_run run;
    date looked_on;     /* the day of the last run that came to its end */
    date checked_on;    /* the day on which the look for corrections has been made */
    msec delay;         /* of the next try after failures; 0: none has failed */
    struct buf trouble; /* what failed last, as it was said; empty: nothing */
    bool held, stopping;
    int closing; /* handles still open */
    void (*then)(struct notifier *notifier);
    void (*on_stopped)(struct notifier *notifier);
};

/* All are borrowed. A rehearsal's clock stands at the end of its day. */
void notifier_start(struct notifier *notifier, uv_loop_t *loop, const struct config *config,
                    const struct policy *policy, const char *conninfo, const struct office_clock *clock);

/* Start nothing more, and call `then` when no thread reads configuration and policy: at once, or when the
 * notice at hand has been sent, which takes no longer than the database's timeouts. Until notifier_reload().
 */
void notifier_when_free(struct notifier *notifier, void (*then)(struct notifier *notifier));

/* Go on, with these. */
void notifier_reload(struct notifier *notifier, const struct config *config, const struct policy *policy);

/* The day has changed: what has fallen due is sent now. */
void notifier_wake(struct notifier *notifier);

/* What the day asks for has been tried, or the daemon sends no notices. */
bool notifier_is_settled(const struct notifier *notifier);

/* The notice at hand is the last. `on_stopped` once, later. */
void notifier_stop(struct notifier *notifier, void (*on_stopped)(struct notifier *notifier));

#endif
