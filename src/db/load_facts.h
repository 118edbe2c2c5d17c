/* Read the facts of a batch of subjects: a section of a db_script, inside its transaction.
 *
 * Each table is streamed by itself, narrow, binary, in key order (COPY); the rows are joined here.
 * Memory is that of the batch. */
#ifndef DB_LOAD_FACTS_H
#define DB_LOAD_FACTS_H

#include "base/buf.h"
#include "core/facts_set.h"
#include "db/row.h"
#include "db/script.h"

enum { LOAD_PARAMS = 4 };

struct load_facts {
    /* Filled in by the caller before the section begins. */
    const struct work *work; /* settled */
    int first_year, last_year;
    const struct policy *policy; /* decides whether last year's or the peers' figures are needed */

    bool skip; /* nothing is asked for: the facts were read in another way */

    struct facts_set set; /* what was read: the caller frees it */

    /* Private. */
    struct {
        size_t projects, indicators, units, milestones, contracts, ceilings, rectifications;
    } capacity;
    size_t table; /* the next one to ask for */
    struct buf sql;
    struct db_row_reader reader;
    struct {
        void *entry;
        unsigned char *items;
        size_t count, capacity;
    } group; /* rows of one subject, gathered before they are stored */
    struct {
        struct project_facts *project;
        const char *fund; /* in the arena */
        fen spent;
    } before; /* the row before, for last year's sums */
};

extern const struct db_step load_facts_steps[];

/* Free everything, the set included. */
void load_facts_done(struct load_facts *load);

#endif
