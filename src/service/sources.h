/* Keeps the ledger in step with the office's own tables: decides when a source is read, and has it read in a
 * thread of its own.
 *
 *   each source   RESTING --due, this daemon leads, few others are at it--> RUNNING --the thread has ended-->
 * RESTING
 *
 * Each is read at once when this daemon begins to lead and after a reload, then at its interval; after a
 * failure sooner, later and later. A thread works with copies of all it needs, so a reload never waits for
 * one: what it is at ends under the old settings. A stop cancels what is under way; nothing is left half
 * done.
 *
 * What is no longer configured is forgotten, and alerts about it end, first of all. */
#ifndef SERVICE_SOURCES_H
#define SERVICE_SOURCES_H

#include <stdatomic.h>

#include <uv.h>

#include "config/config.h"
#include "core/policy.h"
#include "service/office_clock.h"

struct source_job;

struct sources {
    void *owner; /* the caller's own */
    /* Whether this daemon leads, and since which takeover: asked before each reading. */
    bool (*may_run)(struct sources *sources, int64_t *ret_epoch);
    /* Events have been written. */
    void (*on_events)(struct sources *sources);

    /* Private. */
    uv_loop_t *loop;
    const struct config *config;
    const struct policy *policy;
    const char *conninfo, *holder;
    const struct office_clock *clock;
    uv_timer_t timer;
    atomic_bool enough;
    struct source_job **jobs;
    size_t count, capacity;
    size_t running;
    int64_t epoch; /* of the last takeover that was seen; -1: none */
    bool stopping;
    void (*on_stopped)(struct sources *sources);
};

/* All borrowed; `conninfo` is that of the ledger. */
void sources_start(struct sources *sources, uv_loop_t *loop, const struct config *config,
                   const struct policy *policy, const char *conninfo, const char *holder,
                   const struct office_clock *clock);

/* Go on with these; the old ones are not used any more when this returns. */
void sources_reload(struct sources *sources, const struct config *config, const struct policy *policy);

/* `on_stopped` once, later: when no thread works any more. */
void sources_stop(struct sources *sources, void (*on_stopped)(struct sources *sources));

#endif
