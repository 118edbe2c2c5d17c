/* Read the facts of a batch of subjects: a section of a db_script, inside its transaction.
 *
 * Each table is streamed by itself, narrow, binary, in key order (COPY), what does not depend on each other
 * one after the other in one round trip; the rows are joined here by walking along. Memory is that of the
 * batch.
 *
 * A batch is a list of subjects (`work`) or a page: all subjects of one kind between two codes (`page`), for
 * which a range of each table's index is read instead of thousands of codes being looked up. A page of
 * projects is about their indicators as well, so that no value is read twice; a page of indicators is about
 * those that units own. */
#ifndef DB_LOAD_FACTS_H
#define DB_LOAD_FACTS_H

#include "base/buf.h"
#include "core/facts_set.h"
#include "db/row.h"
#include "db/script.h"

enum { LOAD_PARAMS = 4, LOAD_VALUES = 8 };

/* All subjects of a kind from one code to another, both included. */
struct page_range {
    enum subject_kind kind;
    char *from, *to;
};

struct load_facts {
    /* Filled in by the caller before the section begins. */
    const struct work *work;       /* settled; NULL where there is a page */
    const struct page_range *page; /* NULL where there is a list */
    /* Of a page of projects: what their units have reported, as far as it is known. Of those that are not in
     * it, and where it is NULL of all, it is looked up. */
    const struct unit_table *reported;
    date clock; /* months after it are not asked of units; 0: all are */
    int first_year, last_year;
    const struct policy *policy; /* decides whether last year's or the peers' figures are needed */

    bool skip; /* nothing is asked for: the facts were read in another way */

    struct facts_set set; /* what was read: the caller frees it */

    /* Private. */
    struct {
        size_t projects, indicators, units, milestones, contracts, ceilings, rectifications;
    } capacity;
    size_t table; /* the one whose rows come, or the next */
    size_t asked; /* tables before it have been asked for, or need not be */
    size_t step;
    unsigned joined; /* bit n: table n is in the text under way */
    struct buf sql;
    size_t at;             /* the entry that the last row belonged to: rows and entries come in one order */
    bool last_year_counts; /* some curve is that of the year before */
    bool dense;            /* hardly any indicators but the page's own lie between its first and its last */
    struct unit_table looked_up; /* of the units that `reported` has not */
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
