/* The life of one deviation: (rule, subject, fiscal year).
 *
 *            opened                    escalated / eased
 *   NONE ---------------> BLUE, YELLOW, RED <----------> (each other)
 *     ^                        |   reminded: while it stands, until acknowledged
 *     +------ resolved --------+   overdue: once, when its corrective action is late
 *
 * A corrective action (整改措施) that is said to be done is not taken on trust:
 *
 *   SAID DONE --data of after that day--> eased or resolved: VERIFIED
 *                                     --> stands as before, or escalated: REFUTED, the acknowledgement lapses
 *
 * Where it stands as before, what was said is `reminded` of at once, and reminders run again. Data of before
 * that day decide nothing: a deviation that they end or ease had another reason.
 *
 * Pure: the caller says what day it is, and stores what comes out. */
#ifndef CORE_DEVIATION_H
#define CORE_DEVIATION_H

#include "core/policy.h"
#include "core/rule.h"

/* What is remembered of a deviation between two looks at it. */
struct deviation_state {
    enum severity severity;
    date since;          /* when it opened; DATE_NONE while NONE */
    date remind_on;      /* DATE_NONE: no reminder is due */
    int reminders;       /* since its state last changed */
    bool acknowledged;   /* lapses when it escalates or resolves, or its action is refuted */
    date action_due;     /* of the acknowledged corrective action; DATE_NONE: none */
    date action_done_on; /* as somebody said; DATE_NONE: it is not done */
    bool action_verified;
    bool overdue_said;
};

/* One look at it. */
struct deviation_sight {
    enum rule rule;
    enum severity found;
    const struct policy_rules *rules;
    date today;
    date data_until; /* the last day that the data behind `found` speak of; DATE_NONE: not to be said */
};

/* What the data say of an action that is said to be done. */
enum action_check { ACTION_UNCHECKED, ACTION_VERIFIED, ACTION_REFUTED };

struct deviation_news {
    enum event_kind event;
    enum action_check check; /* decided with this event */
};

/* Take one look. Changes `state`; returns true and the event where there is one. At most one event a look: a
 * change of state comes before a refuted action, that before an overdue one, and that before a reminder. */
bool deviation_look(struct deviation_state *state, const struct deviation_sight *sight,
                    struct deviation_news *ret_news);

/* Whether the rule's data are of the day: its verdict follows from dates, not from the figures of months. */
bool deviation_goes_by_days(enum rule rule);

/* The next day on which a look can yield an event though nothing changed; DATE_NEVER: none. */
date deviation_next(const struct deviation_state *state, enum rule rule);

#endif
