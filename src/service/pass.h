/* A full pass: every subject of the ledger, page by page, in lanes (design section 5).
 *
 *   begin --> the log of a first import is emptied --> pages of units --> of projects --> of indicators ...
 * --> the pass is written down |  each kind waits for the one before: projects go by what their units have
 * reported
 *                  +-- lane 1: take a page --> batch --> take the next ...
 *                  +-- lane 2: the same on a connection of its own
 *
 * While one lane evaluates or waits for its commit, the server reads for the other. A page is one transaction
 * with its own snapshot and guard (db/batch.h). A lane that fails puts its page back and the pass halts;
 * going on, it does what is left. So whatever was committed is not done again, and nothing is left out.
 * Whoever does not have its commits waited for until they are on disk (`unflushed`) must not go on after a
 * connection was lost, but forget it and begin anew: the server may have failed. What is kept of the ledger
 * are the ends of the next pages and what units have reported. */
#ifndef SERVICE_PASS_H
#define SERVICE_PASS_H

#include <uv.h>

#include "db/batch.h"

enum { PASS_LANES = 2 };

struct pass;

struct pass_lane {
    struct pass *pass;
    enum {
        LANE_IDLE,
        LANE_CONNECTING,
        LANE_LISTING,
        LANE_BATCHING,
        LANE_PAUSING, /* another transaction was in the way */
    } state;
    struct db_conn conn;
    struct db_script script; /* that lists pages */
    struct batch batch;
    struct page_range page; /* the one it is on; `from` NULL: none */
    char *frontier;         /* as the batch's */
    uv_timer_t pause;
};

struct pass {
    void *owner; /* the caller's own */
    /* A page has been committed: to be told what was found and written. Not to be freed. */
    void (*on_page)(struct pass *pass, const struct batch *batch);
    /* After pass_go(), once, perhaps from within it, when nothing is under way any more and no connection is
     * open: it is `finished`, it was halted, or `err` says why it cannot go on. ERR_CONFLICT: somebody else
     * leads. */
    void (*on_still)(struct pass *pass);

    bool running; /* begun and not finished */
    bool finished;
    struct err err;
    bool proof;
    bool clears; /* it is the first of all: the change log is emptied before it */
    date began;
    char *everything; /* ids of the log rows that asked for it, as an array; owned; NULL: none */
    size_t subjects, events, repaired;

    /* Private. */
    uv_loop_t *loop;
    struct batch model;
    bool going, halting;
    bool finishing; /* all pages are done */
    struct subject_pages pages;
    char *frontier; /* of the kind: the last code that a lane has gone to */
    struct unit_table reported;
    struct pass_lane lanes[PASS_LANES];
    int closing; /* connections, or handles */
    void (*on_stopped)(struct pass *pass);
};

void pass_init(struct pass *pass, uv_loop_t *loop, const struct db_settings *settings);

/* Start from the beginning; `everything` is taken over. `first`: none was ever finished. Not while it is
 * going. */
void pass_begin(struct pass *pass, bool proof, bool first, date began, char *everything);

/* Go on until all is done. `model` has what all batches are given: holder, epoch, day, policy ... */
void pass_go(struct pass *pass, const struct batch *model);
bool pass_is_going(const struct pass *pass);

/* Take no more pages; those under way end. pass_cancel(): they end now, and are rolled back. */
void pass_halt(struct pass *pass);
void pass_cancel(struct pass *pass);

/* What is left of it will not be done. Not while it is going. */
void pass_forget(struct pass *pass);

/* Close everything. Not while it is going. `on_stopped` once, later. */
void pass_stop(struct pass *pass, void (*on_stopped)(struct pass *pass));

#endif
