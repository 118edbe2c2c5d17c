/* All notices that are due now, sent one after another: what the daemon does in a thread of its own, with a
 * session of its own, so that its loop never waits.
 *
 * Of each unit first the months that it is owed, in order, then the look whether its latest one must be
 * corrected. What fails is told, and keeps only this unit's later months back. */
#ifndef SERVICE_NOTICE_RUN_H
#define SERVICE_NOTICE_RUN_H

#include <stdatomic.h>

#include "core/notice_due.h"
#include "service/notice_send.h"

struct notice_run_order {
    const struct config *config;
    const struct policy *policy;
    const char *conninfo;
    struct notice_moment now;
    bool corrections;          /* the look for them is due */
    const atomic_bool *enough; /* true: the notice at hand is the last of this run */
};

struct notice_outcome {
    char *unit;
    struct notice_month month;
    struct err err; /* ERR_NONE: `sent` says what was done */
    struct notice_sent sent;
};

struct notice_run {
    struct notice_outcome *list; /* what was sent, and what failed */
    size_t count, capacity;
    struct err err;            /* the run as a whole ended by this */
    bool cut_short;            /* there was enough */
    struct notice_moment next; /* when there may be more; of a run that came to its end */
};

void notice_run(const struct notice_run_order *order, struct notice_run *ret_run);
void notice_run_done(struct notice_run *run); /* a zeroed struct is fine */

#endif
