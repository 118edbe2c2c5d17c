/* The vocabulary of deviations: rules, severities, subjects, events, and their names as they stand in
 * the database, in JSON and on the command line. */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

enum rule {
    RULE_EXECUTION_PACE,       /* 支出进度 against the reference (序时进度) */
    RULE_EXECUTION_OVERSPENT,  /* 超预算支出 */
    RULE_EXECUTION_UNBUDGETED, /* 无预算支出 */
    RULE_EXECUTION_REVERSAL,   /* 累计支出回落 */
    RULE_EXECUTION_CHECKPOINT, /* 节点进度 */
    RULE_EXECUTION_MISSING,    /* 支出数据未报送 */
    RULE_INDICATOR_PACE,       /* 绩效指标进度 */
    RULE_INDICATOR_MISSING,    /* 绩效指标未报送 */
    RULE_GOAL_GAP,             /* 双监控: money ahead of goals */
    RULE_MILESTONE_DUE,        /* 节点任务 */
    RULE_CONTRACT_INTENT,      /* 采购意向公开 */
    RULE_CONTRACT_SIGNING,     /* 合同签订 */
    RULE_CONTRACT_PUBLICATION, /* 合同公告 */
    RULE_CONTRACT_FILING,      /* 合同备案 */
    RULE_CEILING_PACE,         /* 经费控制: 公用经费, 三公 */
    RULE_RECTIFICATION_DUE,    /* 整改到期 */
    RULE_SOURCE_FAILED,        /* 数据源: an office's table that cannot be read */
    RULE_SOURCE_ROWS,          /* ... or whose rows cannot be used */
    RULE_COUNT
};

enum severity { SEVERITY_NONE, SEVERITY_BLUE, SEVERITY_YELLOW, SEVERITY_RED };

enum subject_kind {
    SUBJECT_UNIT,
    SUBJECT_PROJECT,
    SUBJECT_INDICATOR,
    SUBJECT_MILESTONE, /* code: owner_code/name */
    SUBJECT_CONTRACT,
    SUBJECT_CEILING, /* code: unit_code/kind */
    SUBJECT_RECTIFICATION,
    SUBJECT_COUNT,
    /* No subject of the ledger, and so none of evaluation, which goes through those below SUBJECT_COUNT: a
     * source of the ledger (core/source.h). code: its name in the configuration */
    SUBJECT_SOURCE = SUBJECT_COUNT,
};
enum { SUBJECT_KINDS = SUBJECT_SOURCE + 1 };

enum event_kind {
    EVENT_OPENED,
    EVENT_ESCALATED, /* blue < yellow < red */
    EVENT_EASED,
    EVENT_RESOLVED, /* carries the severity it had */
    EVENT_REMINDED,
    EVENT_OVERDUE, /* the corrective action is late */
    EVENT_COUNT
};

const char *rule_name(enum rule rule);             /* "execution.pace" */
const char *severity_name(enum severity severity); /* "none", "blue", "yellow", "red" */
const char *subject_kind_name(enum subject_kind kind);
const char *event_name(enum event_kind event); /* "opened" */
bool rule_by_name(const char *name, enum rule *ret_rule);
bool severity_by_name(const char *name, enum severity *ret_severity);
bool subject_kind_by_name(const char *name, enum subject_kind *ret_kind); /* of the ledger only */
bool event_by_name(const char *name, enum event_kind *ret_event);

/* Rules whose verdict follows from a date alone; they are reminded of more often. */
bool rule_is_dated(enum rule rule);

/* What a number is, so that it can be printed. */
enum quantity {
    QUANTITY_NONE,
    QUANTITY_RATE /* millionths */,
    QUANTITY_MONEY /* fen */,
    QUANTITY_VALUE /* millionths */,
    QUANTITY_DAYS
};

struct amount {
    enum quantity quantity;
    int64_t value;
};

enum { AMOUNT_TEXT = 48 };
/* "0.250000", "1234.50", "98.400000", "12"; "" for none. Returns `text`. */
const char *amount_format(struct amount amount, char text[static AMOUNT_TEXT]);

/* Why a rule speaks, where it has more than one reason. The catalogue has a sentence for each. */
enum reason {
    REASON_PLAIN,
    REASON_BEHIND,         /* spent, budget, expected, pace: below the reference */
    REASON_NOT_RECEIVED,   /* 资金未到位: held back by money not received */
    REASON_AHEAD,          /* above the reference */
    REASON_TARGET_LOW,     /* 目标偏低 */
    REASON_LIMIT_EXCEEDED, /* an indicator that must stay at or under its target does not */
    REASON_TARGET_ZERO,    /* a target of 0 is met or not */
    REASON_QUALITATIVE,
    REASON_OVERDUE,
    REASON_DUE_SOON,
    REASON_NO_INTENT, /* procurement without a published intent */
    REASON_INTENT_LATE,
    REASON_INTENT_AFTER, /* published only when procurement had started */
    REASON_NEARING,
};

enum { FIGURE_COUNT = 6 };

/* What a rule says of a subject. Only verdicts with a severity above NONE are made. The meaning of
 * `figures` is fixed by rule and reason; see catalogue.c. */
struct verdict {
    enum rule rule;
    enum severity severity;
    enum reason reason;
    int month; /* the month it speaks of; 0: none */
    struct amount observed;
    struct amount expected;
    struct amount gap;
    int64_t figures[FIGURE_COUNT];
};

#endif
