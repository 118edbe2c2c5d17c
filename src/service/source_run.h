/* One reading of a source: what the daemon does in a thread of its own, with sessions of its own, and what
 * `budgetwatch source` does once.
 *
 *   read the source --> stage, check --> merge, take out --> write down how it went --> commit
 *                                   |
 *                                   +--> roll back --> write down what went wrong, commit
 *
 * What is written into the ledger and that it went well are one transaction, and so are what went wrong and
 * the events that tell of it. Both look last whether this daemon still leads. */
#ifndef SERVICE_SOURCE_RUN_H
#define SERVICE_SOURCE_RUN_H

#include "core/policy.h"
#include "db/store_import.h"
#include "db/store_sources.h"
#include "service/source_read.h"

/* All borrowed; nothing of it may change while it runs. */
struct source_order {
    const struct source_config *source;
    struct source_place place;
    enum language language;
    int utc_offset;
    date today;
    struct policy_rules rules;
    const char *holder; /* NULL: nobody is asked who leads */
    int64_t epoch;
    /* A trial: nothing is kept or written down. Called before the merge, with the staged rows; and for what
     * is doubtful, as a sentence. */
    bool trial;
    bool (*look)(void *ctx, struct store_import *import, const struct import_file *file, unsigned present,
                 struct err *err);
    void *ctx;
};

struct source_outcome {
    enum source_result {
        SOURCE_DONE,    /* `fault` says how */
        SOURCE_BUSY,    /* an import is under way, and lasts */
        SOURCE_NOTHING, /* nothing could be kept or written down: the ledger's database, another leader, a
                           stop */
    } result;
    enum source_fault fault;
    struct err err; /* the reason; of a fault in rows the first, and how many there are */
    struct source_counts counts;
    bool in_doubt;               /* the connection went while the server was asked to keep everything */
    int failures;                /* in a row */
    size_t events;               /* that were written */
    struct import_faults faults; /* of the rows */
    struct import_faults doubts; /* of a trial */
};

void source_run(const struct source_order *order, struct source_outcome *ret_outcome);
void source_outcome_done(struct source_outcome *outcome); /* a zeroed struct is fine */

/* Sources of which something is kept and that are none of `names`: what stands of them ends, the rest is
 * forgotten. `ret_events` counts the events. */
MUST_CHECK bool source_forget_others(const struct source_order *order, const char *const *names, size_t count,
                                     size_t *ret_events, struct err *err);

#endif
