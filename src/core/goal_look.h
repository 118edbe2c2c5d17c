/* How an indicator stands: what it has reached, what it should have by now, and what its rule says of that.
 */
#ifndef CORE_GOAL_LOOK_H
#define CORE_GOAL_LOOK_H

#include "core/evaluate.h"

struct goal_look {
    int month;              /* the latest closed one that it reported; 0: none */
    enum value_state state; /* at that month */
    micro value;            /* of numeric ones, by accumulation, as it is shown */
    bool has_target;
    micro target; /* of the year, in force */
    bool has_phase;
    micro phase;            /* what the value is held against at that month */
    enum severity severity; /* of indicator.pace */
};

MUST_CHECK bool goal_look_at(const struct evaluation *with, const struct indicator_facts *indicator,
                             struct goal_look *ret_look, struct err *err);

#endif
