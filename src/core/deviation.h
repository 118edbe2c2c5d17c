/* The life of one deviation: (rule, subject, fiscal year).
 *
 *            opened                    escalated / eased
 *   NONE ---------------> BLUE, YELLOW, RED <----------> (each other)
 *     ^                        |   reminded: while it stands, until acknowledged
 *     +------ resolved --------+   overdue: once, when its corrective action is late
 *
 * Pure: the caller says what day it is, and stores what comes out. */
#ifndef CORE_DEVIATION_H
#define CORE_DEVIATION_H

#include "core/policy.h"
#include "core/rule.h"

/* What is remembered of a deviation between two looks at it. */
struct deviation_state {
    enum severity severity;
    date since;        /* when it opened; DATE_NONE while NONE */
    date remind_on;    /* DATE_NONE: no reminder is due */
    int reminders;     /* since its state last changed */
    bool acknowledged; /* lapses when it escalates or resolves */
    date action_due;   /* of the acknowledged corrective action (整改措施); DATE_NONE: none */
    bool action_done;
    bool overdue_said;
};

/* Take one look: the severity now found, on this day. Changes `state`; returns true and the event
 * where there is one. At most one event a look: a change of state comes before an overdue action,
 * which comes before a reminder. */
bool deviation_look(struct deviation_state *state, enum rule rule, enum severity found,
                    const struct policy_rules *rules, date today, enum event_kind *ret_event);

/* The next day on which a look can yield an event though nothing changed; DATE_NEVER: none. */
date deviation_next(const struct deviation_state *state);

#endif
