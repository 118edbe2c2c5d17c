/* The daemon at work on a database of its own, on days that the test chooses.
 *
 *   rehearsal_begin --> rehearsal_day ... rehearsal_day --> rehearsal_end
 *                  \--> rehearsal_start, edits, rehearsal_rest ..., rehearsal_stop
 *
 * A daemon that says anything is wrong fails the test when it is stopped: an error, or a state that only the
 * nightly proof has found, which would mean that following the changes had missed it. Used by #include
 * "../support/rehearsal.c", after cluster.c, lines.c and process.c. */
#ifndef SUPPORT_REHEARSAL_H
#define SUPPORT_REHEARSAL_H

#include "lines.h"
#include "process.h"

struct rehearsal {
    struct cluster database;
    char name[64], policy[128];
    int batch_size;
    char config[256]; /* path of its configuration file */
    char as_of[16];   /* the day on which the running daemon's clock stands */
    struct process daemon;
};

/* Creates the database and the schema. `policy` is a shipped policy's name or a path. A small `batch_size`
 * makes many pages and batches of a small ledger. */
void rehearsal_begin(struct rehearsal *rehearsal, const struct cluster *cluster, const char *name,
                     const char *policy, int batch_size);

void rehearsal_start(struct rehearsal *rehearsal, const char *as_of);
void rehearsal_rest(struct rehearsal *rehearsal); /* until there is nothing left to do */
void rehearsal_stop(struct rehearsal *rehearsal);

/* All three: everything that is to be found on that day is found. */
void rehearsal_day(struct rehearsal *rehearsal, const char *as_of);

/* The same facts in a second database, in which nothing has been evaluated. No daemon may run. */
void rehearsal_copy(const struct rehearsal *rehearsal, const struct cluster *cluster, const char *name,
                    struct rehearsal *ret_copy);

/* What stands, a line each, with all its figures and sentences. */
void rehearsal_states(const struct rehearsal *rehearsal, struct lines *states);

void rehearsal_end(struct rehearsal *rehearsal); /* also after a failed test: kills what runs */

#endif
