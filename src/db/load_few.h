/* Read the facts of a batch of few subjects: a section of a db_script that is `together`, before that of
 * load_facts, which then asks for nothing.
 *
 * Where a page is streamed (load_facts), whose statements are parsed and planned for it each time, these are
 * prepared once a session, and go to the server together; then, if it is not known already, what the other
 * projects of their units have reported. Their plans must suit any ledger, so each of them finds its rows by
 * an index, from the codes given.
 */
#ifndef DB_LOAD_FEW_H
#define DB_LOAD_FEW_H

#include "db/array.h"
#include "db/load_facts.h"

enum { LOAD_FEW_TABLES = 16, LOAD_FEW_PARAMS = 4 };

struct load_few {
    /* Filled in by the caller before the section begins. */
    struct load_facts *load; /* where the facts go; its `skip` is set here */
    const struct unit_table
        *stood;            /* what their units had reported when last evaluated; there when asked for */
    bool last_is_empty;    /* the last year has no partitions; known when months are asked for */
    size_t most;           /* up to so many subjects are few */
    bool last_year, peers; /* whether last year's execution counts, and the units' other projects */

    /* Private. */
    size_t table; /* the next one to ask for */
    size_t asked[LOAD_FEW_TABLES], asked_count, taken;
    struct db_array codes[LOAD_FEW_PARAMS];
    char years[LOAD_FEW_PARAMS][16];
    const char *values[LOAD_FEW_PARAMS];
};

extern const struct db_step load_few_steps[];

void load_few_done(struct load_few *few);

#endif
