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
    state->action_done_on = DATE_NONE;
    state->action_verified = false;
    state->overdue_said = false;
}

static bool action_is_late(const struct deviation_state *state, date today)
{
    return state->acknowledged && state->action_due != DATE_NONE && state->action_done_on == DATE_NONE &&
           !state->overdue_said && today > state->action_due;
}

static bool awaits_check(const struct deviation_state *state)
{
    return state->acknowledged && state->action_done_on != DATE_NONE && !state->action_verified;
}

/* Before the state changes. */
static enum action_check check_action(const struct deviation_state *state,
                                      const struct deviation_sight *sight)
{
    if (!awaits_check(state) || sight->data_until == DATE_NONE || sight->data_until < state->action_done_on)
        return ACTION_UNCHECKED;
    return sight->found < state->severity ? ACTION_VERIFIED : ACTION_REFUTED;
}

static bool change(struct deviation_state *state, const struct deviation_sight *sight,
                   struct deviation_news *ret_news)
{
    enum severity before = state->severity;

    ret_news->check = check_action(state, sight);
    state->severity = sight->found;
    state->reminders = 0;
    if (sight->found == SEVERITY_NONE) {
        ret_news->event = EVENT_RESOLVED;
        state->since = DATE_NONE;
        state->remind_on = DATE_NONE;
        forget_acknowledgement(state);
        return true;
    }
    if (before == SEVERITY_NONE) {
        ret_news->event = EVENT_OPENED;
        state->since = sight->today;
        forget_acknowledgement(state);
    } else {
        ret_news->event = sight->found > before ? EVENT_ESCALATED : EVENT_EASED;
        state->action_verified |= ret_news->check == ACTION_VERIFIED;
        if (sight->found > before)
            forget_acknowledgement(state);
    }
    state->remind_on = state->acknowledged
                           ? DATE_NONE
                           : next_reminder(sight->rule, sight->found, sight->rules, 0, sight->today);
    return true;
}

/* Nobody has acted after all: it is as if it had not been acknowledged. */
static bool refute(struct deviation_state *state, const struct deviation_sight *sight,
                   struct deviation_news *ret_news)
{
    forget_acknowledgement(state);
    state->reminders = 0;
    state->remind_on = next_reminder(sight->rule, sight->found, sight->rules, 0, sight->today);
    *ret_news = (struct deviation_news){EVENT_REMINDED, ACTION_REFUTED};
    return true;
}

static bool remind(struct deviation_state *state, const struct deviation_sight *sight,
                   struct deviation_news *ret_news)
{
    date next = next_reminder(sight->rule, sight->found, sight->rules, state->reminders, sight->today);

    /* The setting was changed or the clock set back: what was planned is too far away. */
    if (state->remind_on == DATE_NONE || next == DATE_NONE || state->remind_on > next) {
        state->remind_on = next;
        return false;
    }
    if (sight->today < state->remind_on)
        return false;
    state->reminders++;
    state->remind_on = next_reminder(sight->rule, sight->found, sight->rules, state->reminders, sight->today);
    *ret_news = (struct deviation_news){EVENT_REMINDED, ACTION_UNCHECKED};
    return true;
}

bool deviation_look(struct deviation_state *state, const struct deviation_sight *sight,
                    struct deviation_news *ret_news)
{
    if (sight->found != state->severity)
        return change(state, sight, ret_news);
    if (sight->found == SEVERITY_NONE)
        return false;
    if (check_action(state, sight) == ACTION_REFUTED)
        return refute(state, sight, ret_news);
    if (action_is_late(state, sight->today)) {
        state->overdue_said = true;
        *ret_news = (struct deviation_news){EVENT_OVERDUE, ACTION_UNCHECKED};
        return true;
    }
    if (state->acknowledged) {
        state->remind_on = DATE_NONE;
        return false;
    }
    return remind(state, sight, ret_news);
}

bool deviation_goes_by_days(enum rule rule)
{
    return rule_is_dated(rule) || rule == RULE_EXECUTION_MISSING || rule == RULE_INDICATOR_MISSING;
}

date deviation_next(const struct deviation_state *state, enum rule rule)
{
    if (state->severity == SEVERITY_NONE)
        return DATE_NEVER;
    /* Months are looked at when they are reported and when they close. */
    if (awaits_check(state))
        return deviation_goes_by_days(rule) ? state->action_done_on + 1 : DATE_NEVER;
    if (state->acknowledged && state->action_due != DATE_NONE && state->action_done_on == DATE_NONE &&
        !state->overdue_said)
        return state->action_due + 1;
    if (!state->acknowledged && state->remind_on != DATE_NONE)
        return state->remind_on;
    return DATE_NEVER;
}
