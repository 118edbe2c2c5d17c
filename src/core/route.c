#include "core/route.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What is muted is looked at again at least so often, should its end come unseen. */
static const msec again_most = 60 * 60 * 1000;

static const char *const state_names[] = {
    [ROUTE_WAITING] = "waiting",   [ROUTE_HELD] = "held",           [ROUTE_SENT] = "sent",
    [ROUTE_SILENCED] = "silenced", [ROUTE_INHIBITED] = "inhibited", [ROUTE_DROPPED] = "dropped",
};

const char *route_state_name(enum route_state state)
{
    return state_names[state];
}

bool route_state_by_name(const char *name, enum route_state *ret_state)
{
    for (size_t i = 0; i < sizeof state_names / sizeof state_names[0]; i++) {
        if (strcmp(state_names[i], name) == 0) {
            *ret_state = (enum route_state)i;
            return true;
        }
    }
    return false;
}

const char *escalate_name(enum escalate to)
{
    static const char *const names[] = {[ESCALATE_HEAD] = "head", [ESCALATE_ABOVE] = "above"};

    return names[to];
}

/* A name that this version does not know is none of these. */
static bool is_event(const char *name, enum event_kind a, enum event_kind b)
{
    enum event_kind kind;

    return event_by_name(name, &kind) && (kind == a || kind == b);
}

msec route_quiet_until(const struct route_context *context, const char *severity)
{
    enum severity known;

    if (severity_by_name(severity, &known) && (context->quiet_except & 1u << known) != 0)
        return 0;
    return quiet_until(context->quiet, context->quiet_count, context->calendar, context->now,
                       context->utc_offset);
}

struct route_hold route_hold(const struct route_context *context, const char *event, const char *severity)
{
    msec quiet = route_quiet_until(context, severity);

    if (context->unacknowledged_after > 0 && is_event(event, EVENT_OPENED, EVENT_ESCALATED))
        return (struct route_hold){ROUTE_HELD, ROUTE_WHY_HELD, context->unacknowledged_after};
    if (quiet > 0)
        return (struct route_hold){ROUTE_WAITING, ROUTE_WHY_QUIET, quiet - context->now};
    if (context->group_wait > 0)
        return (struct route_hold){ROUTE_WAITING, ROUTE_WHY_GROUP, context->group_wait};
    return (struct route_hold){ROUTE_WAITING, "", 0};
}

/* Silences. */

static bool has_line(const char *lines, const char *line)
{
    size_t length = strlen(line);

    for (const char *at = lines; at != NULL && *at != '\0'; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, line, length) == 0 && (at[length] == '\n' || at[length] == '\0'))
            return true;
    }
    return false;
}

static bool fits(const char *wanted, const char *is)
{
    return wanted[0] == '\0' || strcmp(wanted, is) == 0;
}

static msec silence_until(const struct silence *silence, const struct route_context *context,
                          const struct message_event *event)
{
    msec until = silence->ends;

    if (context->now < silence->starts || context->now >= silence->ends ||
        !fits(silence->rule, event->rule) || !fits(silence->subject, event->subject_code) ||
        !fits(silence->severity, event->severity) ||
        (silence->units[0] != '\0' && !has_line(silence->units, event->unit_code)))
        return 0;
    if (silence->is_recurring) {
        msec end = quiet_until(&silence->recurring, 1, context->calendar, context->now, context->utc_offset);
        until = end < until ? end : until;
    }
    return until;
}

/* The one that lasts longest; NULL: it is not silenced. */
static const struct silence *silence_of(const struct route_context *context,
                                        const struct message_event *event, msec *ret_until)
{
    const struct silence *found = NULL;

    *ret_until = 0;
    for (size_t i = 0; i < context->silence_count; i++) {
        msec until = silence_until(&context->silences[i], context, event);
        if (until > *ret_until) {
            *ret_until = until;
            found = &context->silences[i];
        }
    }
    return found;
}

/* Inhibition: what is said of projects whose unit has not reported says nothing new. Money figures are those
 * of the last report, and an indicator's month is missing with all the rest. */
static bool is_inhibited(const struct route_event *of)
{
    enum rule rule;

    if (of->missing == 0 || strcmp(of->event.subject_kind, subject_kind_name(SUBJECT_UNIT)) == 0 ||
        !rule_by_name(of->event.rule, &rule))
        return false;
    switch (rule) {
    case RULE_EXECUTION_PACE:
    case RULE_EXECUTION_OVERSPENT:
    case RULE_EXECUTION_UNBUDGETED:
    case RULE_EXECUTION_REVERSAL:
    case RULE_EXECUTION_CHECKPOINT:
    case RULE_EXECUTION_MISSING:
    case RULE_INDICATOR_MISSING: return true;
    case RULE_INDICATOR_PACE:
    case RULE_GOAL_GAP:
    case RULE_MILESTONE_DUE:
    case RULE_CONTRACT_INTENT:
    case RULE_CONTRACT_SIGNING:
    case RULE_CONTRACT_PUBLICATION:
    case RULE_CONTRACT_FILING:
    case RULE_CEILING_PACE:
    case RULE_RECTIFICATION_DUE:
    case RULE_SOURCE_FAILED:
    case RULE_SOURCE_ROWS:
    case RULE_COUNT: return false;
    }
    return false;
}

static msec until_again(msec wait)
{
    return wait < again_most ? wait : again_most;
}

static struct route_decision dropped(const char *why)
{
    return (struct route_decision){.state = ROUTE_DROPPED, .why = why};
}

static bool is_reminder(const struct route_event *of)
{
    return is_event(of->event.event, EVENT_REMINDED, EVENT_REMINDED);
}

/* It was acknowledged before its time had come, so such a channel never heard of it; now that is no more, as
 * its action was refuted, and the time begins anew. */
static bool stands_unheard(const struct route_context *context, const struct route_event *of)
{
    return context->unacknowledged_after > 0 && of->state == ROUTE_WAITING && is_reminder(of) && !of->told &&
           !of->acknowledged && of->severity_now != SEVERITY_NONE;
}

/* Only of channels that hear of what nobody has acted on. Returns NULL where it is to be told. */
static const char *needless(const struct route_context *context, const struct route_event *of)
{
    if (of->state == ROUTE_HELD) {
        if (of->severity_now == SEVERITY_NONE)
            return "resolved";
        if (of->acknowledged)
            return "acknowledged";
        return of->is_last_rise && !(is_reminder(of) && of->told) ? NULL : "superseded";
    }
    if (stands_unheard(context, of))
        return NULL;
    bool goes_on = is_event(of->event.event, EVENT_EASED, EVENT_RESOLVED) || is_reminder(of);
    return context->unacknowledged_after > 0 && goes_on && !of->told ? "never told" : NULL;
}

struct route_decision route_decide(const struct route_context *context, const struct route_event *of)
{
    bool was_muted = of->state == ROUTE_SILENCED || of->state == ROUTE_INHIBITED;
    bool takes_back = of->event.corrects_event != 0 && of->corrected == ROUTE_SENT;
    bool is_end = is_event(of->event.event, EVENT_EASED, EVENT_RESOLVED);
    const char *why = needless(context, of);
    msec until;

    if (why != NULL && !takes_back)
        return dropped(why);
    if (stands_unheard(context, of))
        return (struct route_decision){
            .state = ROUTE_HELD, .why = ROUTE_WHY_HELD, .again = context->unacknowledged_after};
    if (route_quiet_until(context, of->event.severity) > 0)
        return (struct route_decision){.state = ROUTE_WAITING, .why = of->why};
    /* What was muted is said once, and only if it is still so, or ends what was told before. */
    if (was_muted && (!of->is_last || (of->severity_now == SEVERITY_NONE && !of->told)))
        return (struct route_decision){.state = of->state, .why = of->why};
    const struct silence *silence = takes_back ? NULL : silence_of(context, &of->event, &until);
    if (silence != NULL)
        return (struct route_decision){.state = ROUTE_SILENCED,
                                       .why = "silenced",
                                       .muted_by = silence->id,
                                       .again = until_again(until - context->now)};
    if (!takes_back && is_inhibited(of) && !(is_end && of->told))
        return (struct route_decision){.state = ROUTE_INHIBITED,
                                       .why = "its unit has not reported",
                                       .muted_by = of->missing,
                                       .again = again_most};
    return (struct route_decision){
        .state = ROUTE_SENT, .why = of->why, .fold = was_muted || strcmp(of->why, ROUTE_WHY_QUIET) == 0};
}

/* Escalation. */

static bool escalates(const struct route_context *context, const struct route_event *of)
{
    if (context->escalate_to == 0)
        return false;
    if (of->state == ROUTE_HELD || is_event(of->event.event, EVENT_OVERDUE, EVENT_OVERDUE))
        return true;
    return is_event(of->event.event, EVENT_REMINDED, EVENT_REMINDED) && context->escalate_reminders > 0 &&
           of->reminders >= context->escalate_reminders;
}

void route_escalate(const struct route_context *context, struct route_event *of)
{
    static const struct message_person nobody = {0};
    struct message_event *event = &of->event;

    event->escalated = escalates(context, of);
    event->heads_known = false;
    for (int i = 0; i < MESSAGE_HEADS; i++) {
        if (!event->escalated || (context->escalate_to & 1u << i) == 0)
            event->heads[i] = nobody;
        event->heads_known = event->heads_known || message_person_known(&event->heads[i]);
    }
}

_Static_assert((int)ESCALATE_COUNT == (int)MESSAGE_HEADS,
               "the heads of an event are those that it escalates to");

/* Gathering. */

static bool same_group(const struct route_event *a, const struct route_event *b, uint32_t by)
{
    const struct message_event *x = &a->event, *y = &b->event;

    return ((by & 1u << PACE_BY_RULE) == 0 || strcmp(x->rule, y->rule) == 0) &&
           ((by & 1u << PACE_BY_UNIT) == 0 || strcmp(x->unit_code, y->unit_code) == 0) &&
           ((by & 1u << PACE_BY_SEVERITY) == 0 || strcmp(x->severity, y->severity) == 0) &&
           ((by & 1u << PACE_BY_SUBJECT) == 0 || (strcmp(x->subject_kind, y->subject_kind) == 0 &&
                                                  strcmp(x->subject_code, y->subject_code) == 0)) &&
           ((by & 1u << PACE_BY_EVENT) == 0 || strcmp(x->event, y->event) == 0);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *id = a;
    const struct route_event *of = b;

    return (*id > of->event.id) - (*id < of->event.id);
}

/* The place of the event that this one corrects, if it is here; else ROUTE_NONE. */
static size_t corrected_here(const struct route_event *events, size_t count, const struct route_event *of)
{
    if (of->event.corrects_event == 0)
        return ROUTE_NONE;
    const struct route_event *found =
        bsearch(&of->event.corrects_event, events, count, sizeof *events, by_id);
    return found != NULL ? (size_t)(found - events) : ROUTE_NONE;
}

/* What corrects an event that keeps waiting waits as well. That one comes first, so one pass does it. */
static void keep_behind(const struct route_event *events, struct route_decision *decisions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (decisions[i].state != ROUTE_SENT || events[i].event.corrects_event == 0)
            continue;
        size_t old = corrected_here(events, count, &events[i]);
        bool waits =
            old != ROUTE_NONE ? decisions[old].state == ROUTE_WAITING : events[i].corrected == ROUTE_WAITING;
        if (waits)
            decisions[i] = (struct route_decision){.state = ROUTE_WAITING, .why = events[i].why};
    }
}

/* The first of the messages that are there already, from the end on, that this event belongs to. Only
 * messages of the same kind are tried: folded with folded. */
static size_t group_of(const struct route_event *events, const struct route_decision *decisions, size_t at,
                       uint32_t by, const size_t *first, size_t groups)
{
    for (size_t g = groups; g-- > 0;)
        if (!decisions[first[g]].fold && same_group(&events[first[g]], &events[at], by))
            return g;
    return ROUTE_NONE;
}

size_t route_gather(const struct route_event *events, struct route_decision *decisions, size_t count,
                    const struct pace *pace, const struct pace_next *next, size_t *ret_message)
{
    size_t *first = mem_alloc(count * sizeof *first + 1); /* event of each message */
    size_t messages = 0, folded = ROUTE_NONE;
    size_t room = next->fold ? 1 : (size_t)next->room;

    keep_behind(events, decisions, count);
    for (size_t i = 0; i < count; i++) {
        size_t in = ROUTE_NONE, old = corrected_here(events, count, &events[i]);

        ret_message[i] = ROUTE_NONE;
        if (decisions[i].state != ROUTE_SENT)
            continue;
        /* Two messages that each correct what is in the other would wait for each other for ever. Where
         * each event is a message, that cannot be. */
        if (old != ROUTE_NONE && ret_message[old] != ROUTE_NONE &&
            (pace->group_by != 0 || decisions[i].fold || decisions[old].fold))
            in = ret_message[old];
        else if (decisions[i].fold)
            in = folded;
        else if (pace->group_by != 0)
            in = group_of(events, decisions, i, pace->group_by, first, messages);
        if (in == ROUTE_NONE && messages == room)
            in = messages - 1; /* what the quota has no room for goes with the last */
        if (in == ROUTE_NONE) {
            first[messages] = i;
            in = messages++;
            if (decisions[i].fold)
                folded = in;
        }
        ret_message[i] = in;
    }
    free(first);
    return messages;
}
