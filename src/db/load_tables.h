/* Which tables facts are read from, with which statement, and what its parameters are; private to load_facts.
 */
#ifndef DB_LOAD_TABLES_H
#define DB_LOAD_TABLES_H

#include "db/load_facts.h"

enum { LOAD_TABLES = 17 };

/* What the parameters of a table's statement are. */
enum load_parameter {
    BY_NOTHING,
    /* Three values: the codes, or NULL where all between are meant, the first and the last. */
    BY_PROJECTS,
    BY_UNITS,
    BY_INDICATORS,
    BY_MILESTONES,
    BY_CONTRACTS,
    BY_CEILINGS,
    BY_RECTIFICATIONS,
    /* One value: codes alone. */
    BY_PROJECT_LIST,
    BY_UNIT_LIST,
    BY_INDICATOR_LIST,
    /* Two: a page's first and last code. */
    BY_BOUNDS,
    /* Two: the first and the last indicator. */
    BY_INDICATOR_BOUNDS,
    BY_FIRST,
    BY_LAST,
    BY_CLOCK,
    BY_DENSE_LIMIT,
};

struct load_form {
    const char *sql;
    enum load_parameter parameters[LOAD_PARAMS];
};

/* `listed` reads the subjects of a list; a page reads with `paged`, and where that has no statement with the
 * same. One that `waits` depends on rows of those before it; the others are asked for together with them, in
 * one text and one round trip, and each ends with a trailer of its own. */
struct load_table {
    int columns;
    bool waits;
    unsigned pages; /* the kinds of page that need it */
    struct load_form listed, paged;
    void (*take)(struct load_facts *load, const struct db_row *row);
    void (*store)(struct load_facts *load);        /* ends a group of rows of one subject */
    bool (*wanted)(const struct load_facts *load); /* NULL: always */
};

extern const struct load_table load_tables[LOAD_TABLES];

/* The statement that reads the table now; NULL: nothing of it is needed. */
const struct load_form *load_form_now(const struct load_facts *load, const struct load_table *table);

/* Whether some rule goes by it. */
bool load_uses_curve(const struct policy *policy, enum curve curve);

#endif
