/* What becomes of an event on a channel that wants it: whether it is told, and in which message.
 *
 *   routed --> WAITING --------------------------------> SENT
 *      |          |  ^                                     ^
 *      |          |  +--(its time has come)                |
 *      |          +--> SILENCED, INHIBITED --it still stands--+--else--> stays so
 *      +--> HELD --nobody has acted----------------------> SENT
 *             +----somebody has--------------------------> DROPPED
 *
 * WAITING becomes HELD where such a channel is reminded of what it has never heard of: see route.c.
 *
 * SILENCED: an officer said so, with a reason and an end. INHIBITED: the unit has not reported, and
 * everything that follows from it need not be told. HELD: the channel only hears of what nobody has
 * acknowledged after a time.
 *
 * A correction of what a channel was told goes there in spite of silences, as what is known to be wrong would
 * stand there else. Pure: rows and the time in, decisions out. */
#ifndef CORE_ROUTE_H
#define CORE_ROUTE_H

#include "core/message.h"
#include "core/pace.h"
#include "core/quiet.h"
#include "core/rule.h"

enum route_state { ROUTE_WAITING, ROUTE_HELD, ROUTE_SENT, ROUTE_SILENCED, ROUTE_INHIBITED, ROUTE_DROPPED };

const char *route_state_name(enum route_state state); /* "waiting" */
bool route_state_by_name(const char *name, enum route_state *ret_state);

/* Why an event waits, where it is not for its turn. */
#define ROUTE_WHY_QUIET "quiet"
#define ROUTE_WHY_GROUP "group"
#define ROUTE_WHY_HELD  "unacknowledged"

/* An officer's word. Texts are borrowed; "" where it does not matter. */
struct silence {
    int64_t id;
    const char *rule, *subject, *severity;
    const char *units; /* codes, a line each: the unit and all below it */
    msec starts, ends; /* wall clock */
    bool is_recurring;
    struct quiet_span recurring;
};

/* What holds for all events of a channel at one moment. */
struct route_context {
    msec now; /* wall clock */
    int utc_offset;
    const struct calendar *calendar;
    const struct silence *silences;
    size_t silence_count;

    const struct quiet_span *quiet; /* of the channel */
    size_t quiet_count;
    uint32_t quiet_except;     /* a bit for each severity that is told all the same */
    msec unacknowledged_after; /* above 0: it hears only of what nobody has acknowledged for so long */
    msec group_wait;
    uint32_t escalate_to;   /* a bit for each enum escalate */
    int escalate_reminders; /* from which reminder on; 0: of none */
};

/* Where what nobody acts on goes beside the one who answers, on channels that reach people. */
enum escalate { ESCALATE_HEAD /* of the unit */, ESCALATE_ABOVE /* of the unit above */, ESCALATE_COUNT };
const char *escalate_name(enum escalate to); /* "head" */

/* Where it begins. */
struct route_hold {
    enum route_state state; /* WAITING or HELD */
    const char *why;
    msec hold;
};

struct route_hold route_hold(const struct route_context *context, const char *event, const char *severity);

/* When the channel's quiet ends for an event of this severity; 0: it is not quiet for it. */
msec route_quiet_until(const struct route_context *context, const char *severity);

/* An event that might go, and what is known of it now. */
struct route_event {
    struct message_event event;
    enum route_state state;
    const char *why;
    enum severity severity_now; /* of its deviation; NONE: it stands no longer */
    bool acknowledged;
    bool is_last;               /* its deviation has no later event */
    bool is_last_rise;          /* ... that opened or escalated it */
    int reminders;              /* of its deviation since that last changed */
    bool told;                  /* the last that this channel heard of the deviation was not its end */
    int64_t missing;            /* the unit's deviation that it has not reported; 0: it has */
    enum route_state corrected; /* what became of the event that it corrects, where there is one */
};

struct route_decision {
    enum route_state state; /* WAITING: not now; SENT: into a message */
    const char *why;        /* borrowed or static; "" where there is nothing to say */
    int64_t muted_by;       /* 0: nothing */
    msec again;             /* unless SENT or WAITING: look again after so long; 0: never */
    bool fold;              /* it goes into one message with all others of which this is said */
};

struct route_decision route_decide(const struct route_context *context, const struct route_event *of);

/* Says whom the event escalates to, beside who answers: what was held until nobody had acted, an overdue
 * action, a late reminder. Otherwise, and where the channel does not ask for it, its heads are taken off. */
void route_escalate(const struct route_context *context, struct route_event *of);

/* Which message each event goes into, numbered from 0 in the order of their first events, or ROUTE_NONE where
 * it is not SENT. `events` are in the order of ids. A correction never lands in an earlier message than what
 * it corrects, and one that corrects an event that keeps waiting waits, too: its decision is changed. Returns
 * how many messages. */
#define ROUTE_NONE SIZE_MAX
size_t route_gather(const struct route_event *events, struct route_decision *decisions, size_t count,
                    const struct pace *pace, const struct pace_next *next, size_t *ret_message);

#endif
