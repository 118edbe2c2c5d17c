/* The rules, as pure functions of facts, policy, calendar and view (design section 4).
 *
 * Each writes the verdicts above NONE to `ret_verdicts` (room for VERDICT_MAX) and their number, and
 * to `ret_next` the first day after `view->today` on which the verdicts can change without any fact
 * changing (DATE_NEVER: none; that a year is no longer watched is not such a change, its deviations
 * stay as they were; nor are the days on which everything is looked at again, see core/turn.h). It fails only
 * on overflow. A subject that is not watched has no verdicts. */
#ifndef CORE_EVALUATE_H
#define CORE_EVALUATE_H

#include "base/calendar.h"
#include "core/facts.h"

enum { VERDICT_MAX = 8 };

struct evaluation {
    const struct policy *policy;
    const struct calendar *calendar;
    struct view view;
};

/* What a rule went by, whether or not it spoke: from this follows whether data have moved on to a later month
 * or those of an old one were corrected (core/changes.h). */
struct basis {
    bool by_month; /* closed months decided; false: dates, a month still open, or the rule was not reached */
    int month;     /* the month that its verdict speaks of; 0: none is reported */
    int data;      /* the latest month of which the subject itself has figures; lines may be left out */
};

struct verdicts {
    struct verdict list[VERDICT_MAX];
    size_t count;
    date next;
    struct basis basis[RULE_COUNT];
};

MUST_CHECK bool evaluate_project(const struct evaluation *with, const struct project_facts *project,
                                 struct verdicts *ret_verdicts, struct err *err);
MUST_CHECK bool evaluate_indicator(const struct evaluation *with, const struct indicator_facts *indicator,
                                   struct verdicts *ret_verdicts, struct err *err);
MUST_CHECK bool evaluate_ceiling(const struct evaluation *with, const struct ceiling_facts *ceiling,
                                 struct verdicts *ret_verdicts, struct err *err);
void evaluate_unit(const struct evaluation *with, const struct unit_facts *unit,
                   struct verdicts *ret_verdicts);
void evaluate_milestone(const struct evaluation *with, const struct milestone_facts *milestone,
                        struct verdicts *ret_verdicts);
void evaluate_contract(const struct evaluation *with, const struct contract_facts *contract,
                       struct verdicts *ret_verdicts);
void evaluate_rectification(const struct evaluation *with, const struct rectification_facts *rectification,
                            struct verdicts *ret_verdicts);

#endif
