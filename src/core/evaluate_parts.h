/* Pieces that the rules share; private to core. */
#ifndef CORE_EVALUATE_PARTS_H
#define CORE_EVALUATE_PARTS_H

#include "core/evaluate.h"

/* Add a verdict, to be filled in by the caller. */
struct verdict *verdict_add(struct verdicts *verdicts, enum rule rule, enum severity severity,
                            enum reason reason, int month);

/* `day` is a day on which something can change: keep it if it is the first one after today. */
void verdicts_wake(struct verdicts *verdicts, date today, date day);
/* The highest month <= `limit` whose bit is set; 0: none. */
int latest_month(unsigned months, int limit);

/* A closed month that should have been reported has not been. `month` is that month; adds a verdict
 * of `rule` when it ended more working days ago than allowed. The days on which that changes concern
 * everything (core/turn.h). */
void evaluate_missing(const struct evaluation *with, enum rule rule, int month, int yellow_workdays,
                      int red_workdays, struct verdicts *verdicts);

/* Numerator over 10^6. */
struct ratio ratio_micro(micro value);
/* Half-up to millionths; a value that does not fit is held at the largest one, as it is only shown. */
micro ratio_shown(struct ratio value, int scale);

enum severity severity_below(bool below_red, bool below_yellow);

/* The figures of an indicator at its latest reported closed month. */
struct indicator_reading {
    int month;              /* the latest with a value, 0: none */
    struct ratio value;     /* by accumulation, of numeric ones */
    enum value_state state; /* at that month */
    bool has_target;
    micro target; /* in force at the end of the last closed month, or today if that is earlier */
    bool due_once;
    bool too_early; /* due once, and not yet reported in or after that month */
};

MUST_CHECK bool indicator_read(const struct evaluation *with, const struct indicator_facts *indicator,
                               struct indicator_reading *ret_reading, struct err *err);

/* Whether the value at its month is held against a part of the year's target, and what it is held against.
 * The reading has a month and a target. False where it does not fit. */
bool indicator_is_part(const struct indicator_facts *indicator, const struct indicator_reading *reading);
MUST_CHECK bool indicator_phase(const struct indicator_facts *indicator,
                                const struct indicator_reading *reading, struct ratio *ret_phase);

/* What a qualitative value is worth, and how a value over a limit loses: 1 - (value - t) / t, or, where
 * `inverse` is set, t / value (Hubei). */
struct completion_rules {
    micro achieved, partial, missed;
    bool inverse;
};

/* Completion against the full year's target, 0..1 in millionths, rounded half up. The reading has a
 * value and, where it is numeric, a target. */
MUST_CHECK bool indicator_completion(const struct indicator_facts *indicator,
                                     const struct indicator_reading *reading,
                                     const struct completion_rules *rules, micro *ret_completion,
                                     struct err *err);

/* What a project's numeric indicators have reached together: the mean of their completions, weighted. */
struct goal_completion {
    struct ratio mean;
    int count; /* how many count; 0: none does, and there is no mean */
    int month; /* the latest with a value */
};

MUST_CHECK bool project_completion(const struct evaluation *with, const struct project_facts *project,
                                   const struct policy_rules *by, struct goal_completion *ret,
                                   struct err *err);

/* The latest entry of a table of shares that is due by the month; 0 where none is. */
micro table_share(const micro table[MONTHS + 1], int month);

/* Held at 0 below it and at 1 above. */
struct ratio within_0_and_1(struct ratio value);

#endif
