#include "core/deviation.h"

/* Doubled more often than this, an interval is longer than any year that is watched. */
enum { DOUBLINGS_MAX = 9 };

static date next_reminder(enum rule rule, enum severity severity, const struct policy_rules *rules,
                          int reminders, date today)
{
    int days = 0;

    if (rules->remind_max > 0 && reminders >= rules->remind_max)
        return DATE_NONE;

    if (rule_is_dated(rule))
        days = rules->remind_dated_days;
    else if (severity == SEVERITY_RED)
        days = rules->remind_red_days;
    if (rules->remind_doubling)
        days *= 1 << (reminders < DOUBLINGS_MAX ? reminders : DOUBLINGS_MAX);
    return days > 0 ? today + days : DATE_NONE;
}

static void forget_acknowledgement(struct deviation_state *state)
{
    state->acknowledged = false;
    state->action_due = DATE_NONE;
    state->action_done = false;
    state->overdue_said = false;
}

static bool action_is_late(const struct deviation_state *state, date today)
{
    return state->acknowledged && state->action_due != DATE_NONE && !state->action_done &&
           !state->overdue_said && today > state->action_due;
}

static bool change(struct deviation_state *state, enum rule rule, enum severity found,
                   const struct policy_rules *rules, date today, enum event_kind *ret_event)
{
    enum severity before = state->severity;

    state->severity = found;
    state->reminders = 0;
    if (found == SEVERITY_NONE) {
        *ret_event = EVENT_RESOLVED;
        state->since = DATE_NONE;
        state->remind_on = DATE_NONE;
        forget_acknowledgement(state);
        return true;
    }
    if (before == SEVERITY_NONE) {
        *ret_event = EVENT_OPENED;
        state->since = today;
        forget_acknowledgement(state);
    } else {
        *ret_event = found > before ? EVENT_ESCALATED : EVENT_EASED;
        if (found > before)
            forget_acknowledgement(state);
    }
    state->remind_on = state->acknowledged ? DATE_NONE : next_reminder(rule, found, rules, 0, today);
    return true;
}

bool deviation_look(struct deviation_state *state, enum rule rule, enum severity found,
                    const struct policy_rules *rules, date today, enum event_kind *ret_event)
{
    if (found != state->severity)
        return change(state, rule, found, rules, today, ret_event);
    if (found == SEVERITY_NONE)
        return false;
    if (action_is_late(state, today)) {
        state->overdue_said = true;
        *ret_event = EVENT_OVERDUE;
        return true;
    }
    if (state->acknowledged) {
        state->remind_on = DATE_NONE;
        return false;
    }
    /* The setting was changed or the clock set back: what was planned is too far away. */
    date next = next_reminder(rule, found, rules, state->reminders, today);
    if (state->remind_on == DATE_NONE || next == DATE_NONE || state->remind_on > next) {
        state->remind_on = next;
        return false;
    }
    if (today < state->remind_on)
        return false;
    state->reminders++;
    state->remind_on = next_reminder(rule, found, rules, state->reminders, today);
    *ret_event = EVENT_REMINDED;
    return true;
}

date deviation_next(const struct deviation_state *state)
{
    if (state->severity == SEVERITY_NONE)
        return DATE_NEVER;
    if (state->acknowledged && state->action_due != DATE_NONE && !state->action_done && !state->overdue_said)
        return state->action_due + 1;
    if (!state->acknowledged && state->remind_on != DATE_NONE)
        return state->remind_on;
    return DATE_NEVER;
}
