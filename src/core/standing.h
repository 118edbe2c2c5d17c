/* What a project's money is at the end of a month: the budget in force, the running totals of all funds. */
#ifndef CORE_STANDING_H
#define CORE_STANDING_H

#include "core/facts.h"

struct standing {
    int month;
    fen budget;          /* initial, and adjustments up to a day */
    fen spent;           /* each fund's latest row up to the month; a fund without one counts 0 */
    bool received_known; /* there are such rows, and each says what was received */
    fen received;
};

/* False where a sum does not fit. `until` DATE_NONE: no adjustments. */
MUST_CHECK bool standing_at(const struct project_facts *project, int month, date until,
                            struct standing *ret_standing);

/* The months of which the project itself has a row: bit m. */
unsigned project_months(const struct project_facts *project);

/* The sum of its budget rows. */
MUST_CHECK bool initial_budget(const struct project_facts *project, fen *ret_sum);

#endif
