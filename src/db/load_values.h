/* The values of the parameters of one statement, as text; private to load_facts. */
#ifndef DB_LOAD_VALUES_H
#define DB_LOAD_VALUES_H

#include "db/load_tables.h"

struct load_values { /* a zeroed one is empty */
    struct buf texts[LOAD_VALUES];
    const char *list[LOAD_VALUES];
    size_t count;
    bool any; /* whether they name any subject */
};

/* Those of one parameter, by what the caller asks for and what has been read. `first_year`: of this table. */
void load_values_add(struct load_values *values, struct load_facts *load, enum load_parameter parameter,
                     int first_year);
void load_values_free(struct load_values *values);

#endif
