/* How each table's rows become facts; private to load_facts. A take function copies one row into the
 * entry it belongs to; where an entry has many rows of a table they are gathered, and the store
 * function ends the group. Rows of subjects that are not in the set are passed over. */
#ifndef DB_LOAD_ROWS_H
#define DB_LOAD_ROWS_H

#include "db/array.h"
#include "db/load_facts.h"

/* Between the first and the last indicator of a page there may be as many strangers as there are its own, and
 * a few. */
enum { DENSE_FACTOR = 2, DENSE_FEW = 100 };

void take_project(struct load_facts *load, const struct db_row *row);
void take_unit(struct load_facts *load, const struct db_row *row);
void take_unit_months(struct load_facts *load, const struct db_row *row);
void take_budget(struct load_facts *load, const struct db_row *row);
void take_adjustment(struct load_facts *load, const struct db_row *row);
void take_plan(struct load_facts *load, const struct db_row *row);
void take_execution(struct load_facts *load, const struct db_row *row);
void take_execution_year(struct load_facts *load, const struct db_row *row); /* all months of a fund */
void take_peers(struct load_facts *load, const struct db_row *row);
void take_indicator(struct load_facts *load, const struct db_row *row);
void take_dense(struct load_facts *load, const struct db_row *row);
void take_target(struct load_facts *load, const struct db_row *row);
void take_value(struct load_facts *load, const struct db_row *row);
void take_values_year(struct load_facts *load, const struct db_row *row);
void take_milestone(struct load_facts *load, const struct db_row *row);
void take_contract(struct load_facts *load, const struct db_row *row);
void take_ceiling(struct load_facts *load, const struct db_row *row);
void take_ceiling_spending(struct load_facts *load, const struct db_row *row);
void take_rectification(struct load_facts *load, const struct db_row *row);

void store_unit_months(struct load_facts *load); /* hands them to the projects */
void store_budgets(struct load_facts *load);
void store_adjustments(struct load_facts *load);
void store_execution(struct load_facts *load);
void store_indicators(struct load_facts *load); /* brings them into the order of codes */
void store_targets(struct load_facts *load);
void store_values(
    struct load_facts *load); /* the last of the indicators' tables: hands them to their projects */

/* The units of a page's projects of which `reported` knows nothing. */
void add_unknown_units(struct load_facts *load, struct db_array *array);

/* How an entry's code stands to the code in column 0 of a row: as strcmp(). */
int row_order(const char *code, const struct db_row *row);

/* The shared ways of gathering. */
void group_turn(struct load_facts *load, void *entry, void (*store)(struct load_facts *load));
void *group_add(struct load_facts *load, size_t size);
void *group_keep(struct load_facts *load, size_t size);
/* The code in column 0, as text of the caller's; "" where it is longer than any key can be. */
const char *row_code(const struct db_row *row, char *text, size_t size);

#endif
