#include "core/rule.h"

#include <stdio.h>
#include <string.h>

#include "base/dec.h"

static const char *const rules[RULE_COUNT] = {
    [RULE_EXECUTION_PACE] = "execution.pace",
    [RULE_EXECUTION_OVERSPENT] = "execution.overspent",
    [RULE_EXECUTION_UNBUDGETED] = "execution.unbudgeted",
    [RULE_EXECUTION_REVERSAL] = "execution.reversal",
    [RULE_EXECUTION_CHECKPOINT] = "execution.checkpoint",
    [RULE_EXECUTION_MISSING] = "execution.missing",
    [RULE_INDICATOR_PACE] = "indicator.pace",
    [RULE_INDICATOR_MISSING] = "indicator.missing",
    [RULE_GOAL_GAP] = "goal.gap",
    [RULE_MILESTONE_DUE] = "milestone.due",
    [RULE_CONTRACT_INTENT] = "contract.intent",
    [RULE_CONTRACT_SIGNING] = "contract.signing",
    [RULE_CONTRACT_PUBLICATION] = "contract.publication",
    [RULE_CONTRACT_FILING] = "contract.filing",
    [RULE_CEILING_PACE] = "ceiling.pace",
    [RULE_RECTIFICATION_DUE] = "rectification.due",
    [RULE_SOURCE_FAILED] = "source.failed",
    [RULE_SOURCE_ROWS] = "source.rows",
};

static const char *const severities[] = {"none", "blue", "yellow", "red"};

static const char *const subjects[SUBJECT_KINDS] = {
    [SUBJECT_UNIT] = "unit",
    [SUBJECT_PROJECT] = "project",
    [SUBJECT_INDICATOR] = "indicator",
    [SUBJECT_MILESTONE] = "milestone",
    [SUBJECT_CONTRACT] = "contract",
    [SUBJECT_CEILING] = "ceiling",
    [SUBJECT_RECTIFICATION] = "rectification",
    [SUBJECT_SOURCE] = "source",
};

static const char *const events[EVENT_COUNT] = {
    [EVENT_OPENED] = "opened",     [EVENT_ESCALATED] = "escalated", [EVENT_EASED] = "eased",
    [EVENT_RESOLVED] = "resolved", [EVENT_REMINDED] = "reminded",   [EVENT_OVERDUE] = "overdue",
};

const char *rule_name(enum rule rule)
{
    return rules[rule];
}

const char *severity_name(enum severity severity)
{
    return severities[severity];
}

const char *subject_kind_name(enum subject_kind kind)
{
    return subjects[kind];
}

const char *event_name(enum event_kind event)
{
    return events[event];
}

static int find(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool rule_by_name(const char *name, enum rule *ret_rule)
{
    int at = find(rules, RULE_COUNT, name);

    if (at >= 0)
        *ret_rule = (enum rule)at;
    return at >= 0;
}

bool severity_by_name(const char *name, enum severity *ret_severity)
{
    int at = find(severities, SEVERITY_RED + 1, name);

    if (at >= 0)
        *ret_severity = (enum severity)at;
    return at >= 0;
}

bool subject_kind_by_name(const char *name, enum subject_kind *ret_kind)
{
    int at = find(subjects, SUBJECT_COUNT, name);

    if (at >= 0)
        *ret_kind = (enum subject_kind)at;
    return at >= 0;
}

bool event_by_name(const char *name, enum event_kind *ret_event)
{
    int at = find(events, EVENT_COUNT, name);

    if (at >= 0)
        *ret_event = (enum event_kind)at;
    return at >= 0;
}

bool rule_is_dated(enum rule rule)
{
    return (rule >= RULE_MILESTONE_DUE && rule <= RULE_CONTRACT_FILING) || rule == RULE_RECTIFICATION_DUE;
}

const char *amount_format(struct amount amount, char text[static AMOUNT_TEXT])
{
    switch (amount.quantity) {
    case QUANTITY_NONE: text[0] = '\0'; break;
    case QUANTITY_RATE:
    case QUANTITY_VALUE: dec_format(amount.value, SCALE_MICRO, text); break;
    case QUANTITY_MONEY: dec_format(amount.value, SCALE_FEN, text); break;
    case QUANTITY_DAYS: dec_format(amount.value, 0, text); break;
    }
    return text;
}
