/* The monitor: follows the ledger and evaluates it (design section 5).
 *
 *   CONNECTING --> TICKING --> BATCHING --> TICKING ... --> RESTING --timer, NOTIFY--> TICKING
 *       ^             |  +-----> PASSING --> TICKING
 *       |             |            |
 *       +--- CLOSING <+---- lost --+
 *
 * A tick asks what there is to do, and renews the leadership when a third of the lease is gone. A hint
 * (NOTIFY) goes straight to a batch of the change log, which checks the leadership itself; the tick comes
 * after it. In this order: a full pass (first start, changed policy, a row that asks for it, a day on which
 * the clock concerns everything, a clock set back), the change log, subjects whose date has come, the nightly
 * proof. A follower only ticks. A full pass goes on connections of its own (service/pass.h); meanwhile ticks
 * keep the leadership. Every failure is said once, with what happens next, and once when it is over.
 *
 * No commit of its own session waits for the disk. Should the server fail before, log rows, states and events
 * are together as they were, and the batch is made again; no message of it is sent before that is committed,
 * which is waited for, and with it all that was committed before. What shows states as they stand may be
 * ahead. What it keeps of the database in memory is forgotten with a connection that is lost. The pages of a
 * full pass are waited for: no log row would tell of one that was lost. */
#ifndef SERVICE_MONITOR_H
#define SERVICE_MONITOR_H

#include <uv.h>

#include "config/config.h"
#include "db/batch.h"
#include "db/tick.h"
#include "service/office_clock.h"
#include "service/meters.h"
#include "service/pass.h"

struct monitor {
    void *owner; /* the caller's own */
    /* Events have been committed; may be NULL. */
    void (*on_events)(struct monitor *monitor, size_t count);
    struct meters *meters; /* of the daemon; NULL: nobody counts */
    /* The first connect fails for the way in which the database is to be reached: no waiting mends that. To
     * be answered by monitor_stop(), at once or later; may be NULL: then it is tried again. */
    void (*on_unusable)(struct monitor *monitor, const struct err *err);

    /* Private. */
    enum monitor_state {
        MONITOR_CONNECTING,
        MONITOR_TICKING,
        MONITOR_BATCHING,
        MONITOR_PASSING,   /* the timer runs until the next tick, or one is under way */
        MONITOR_RESTING,   /* the timer runs: nothing to do, or a pause after a failure */
        MONITOR_RELEASING, /* stopping: giving up the leadership */
        MONITOR_CLOSING,
        MONITOR_STOPPED,
    } state;
    uv_loop_t *loop;
    const struct config *config;
    const struct policy *policy;
    const char *holder;
    const struct office_clock *clock;
    char fingerprint[64];
    struct calendar calendar;
    struct db_conn conn;
    struct db_script script;
    struct tick tick;
    struct batch batch;
    uv_timer_t timer;
    msec batch_began;     /* monotonic */
    msec batched_at;      /* monotonic: when a batch had read the change log to its end; else 0 */
    bool woken;           /* a hint came that no batch has followed yet */
    bool connected;       /* once at least */
    bool greeted;         /* this connection's schema has been checked */
    bool calendar_wanted; /* the next tick reads it: a full pass is about to begin, or this daemon to lead */
    bool stopping;
    bool leads;
    bool passed; /* a full pass is known to have been finished */
    int64_t epoch;
    struct log_floor log; /* this session's */
    msec renewed;         /* when the leadership was renewed, at the latest; clock_monotonic() */
    msec delay;           /* of the next try after failures; 0: none has failed */
    char trouble[256];    /* what was said last; empty: all is well */
    msec troubled_at;     /* wall: since when; 0: all is well */
    msec passed_at;       /* wall: when this daemon last evaluated the whole ledger; 0: it has not */
    struct pass pass;
    bool renewing;                         /* PASSING: a tick is under way */
    struct err lost;                       /* PASSING: how a tick failed; the pass is ending */
    void (*then)(struct monitor *monitor); /* waits for the batch under way; NULL: nobody does */
    void (*on_stopped)(struct monitor *monitor);
};

/* `config`, `policy`, `holder` and `clock` are borrowed; who moves the clock wakes the monitor.
 * Starts connecting; a database that is not there is no failure. */
void monitor_start(struct monitor *monitor, uv_loop_t *loop, const struct config *config,
                   const struct policy *policy, const char *holder, const struct office_clock *clock);

/* A hint that something may have changed. */
void monitor_wake(struct monitor *monitor);

/* Whether this daemon leads, and has nothing left to evaluate. */
bool monitor_is_settled(const struct monitor *monitor);

/* Whether this daemon leads, and since which takeover. */
bool monitor_leads(const struct monitor *monitor, int64_t *ret_epoch);

/* Whether this daemon leads, has renewed that in time, and no look at the ledger has failed since one went
 * well. */
bool monitor_works(const struct monitor *monitor);

/* What it does, for people. */
struct monitor_doing {
    enum monitor_does {
        MONITOR_DOES_CONNECT, /* for the first time */
        MONITOR_DOES_WAIT,    /* the database does not work: see trouble */
        MONITOR_DOES_FOLLOW,  /* evaluates what changes, or, where it does not lead, stands by */
        MONITOR_DOES_PASS,    /* evaluates the whole ledger */
        MONITOR_DOES_PROVE,   /* the same, as the nightly proof */
    } what;
    bool leads;
    const char *trouble;         /* the monitor's own; "": none */
    msec troubled_at, passed_at; /* as in struct monitor */
};
void monitor_doing(const struct monitor *monitor, struct monitor_doing *ret_doing);

/* For the status page: whether its connection works; whether the schema there is this program's; whether a
 * full pass has been finished, by whichever daemon. */
bool monitor_is_connected(const struct monitor *monitor);
bool monitor_fits(const struct monitor *monitor);
bool monitor_has_passed(const struct monitor *monitor);

/* Call `then` when no batch is under way, which reads configuration and policy until it ends: at once, or
 * when the batch has ended. */
void monitor_when_free(struct monitor *monitor, void (*then)(struct monitor *monitor));

/* Go on with these; the old ones are not used any more when this returns. To be called when the monitor is
 * free. A changed policy leads to a full pass. */
void monitor_reload(struct monitor *monitor, const struct config *config, const struct policy *policy);

/* Ends the batch under way (it is rolled back), gives up the leadership. `on_stopped` once, later. */
void monitor_stop(struct monitor *monitor, void (*on_stopped)(struct monitor *monitor));

#endif
