/* The rules on units: reports that do not come, and running-cost ceilings (经费控制). */
#include "core/evaluate.h"

#include "core/evaluate_parts.h"

void evaluate_unit(const struct evaluation *with, const struct unit_facts *unit,
                   struct verdicts *ret_verdicts)
{
    struct policy_rules rules;

    *ret_verdicts = (struct verdicts){.next = DATE_NEVER};
    if (!unit->watched)
        return;
    if (!year_is_watched(unit->year, with->view.today))
        return;
    policy_rules_for(with->policy, &(struct policy_subject){CATEGORY_ANY, unit->code, NULL}, &rules);
    if (!rules.enabled[RULE_EXECUTION_MISSING] || rules.missing_by_project)
        return;
    evaluate_missing(with, RULE_EXECUTION_MISSING, latest_month(unit->months, with->view.newest) + 1,
                     rules.missing_yellow_workdays, rules.missing_red_workdays, ret_verdicts);
}

bool evaluate_ceiling(const struct evaluation *with, const struct ceiling_facts *ceiling,
                      struct verdicts *ret_verdicts, struct err *err)
{
    struct policy_rules rules;
    struct ratio warning;
    int month = with->view.newest;

    *ret_verdicts = (struct verdicts){.next = DATE_NEVER};
    if (!year_is_watched(ceiling->year, with->view.today))
        return true;
    policy_rules_for(with->policy, &(struct policy_subject){CATEGORY_ANY, ceiling->unit_code, NULL}, &rules);
    while (month > 0 && !ceiling->has_spent[month])
        month--;
    ret_verdicts->basis[RULE_CEILING_PACE] =
        (struct basis){.by_month = month <= with->view.closed, .month = month, .data = month};
    if (!rules.enabled[RULE_CEILING_PACE] || month == 0)
        return true;
    fen spent = ceiling->spent[month];
    if (!ratio_mul(ratio_int(ceiling->amount), ratio_micro(rules.ceiling_warning), &warning))
        return err_set(err, ERR_OVERFLOW, "ceiling %s, %d: its amounts are too large", ceiling->code,
                       ceiling->year);
    enum severity severity =
        severity_below(spent > ceiling->amount, month < rules.ceiling_warning_before_month &&
                                                    ratio_compare(ratio_int(spent), warning) > 0);
    if (severity == SEVERITY_NONE)
        return true;
    fen gap;
    if (__builtin_sub_overflow(spent, ceiling->amount, &gap))
        return err_set(err, ERR_OVERFLOW, "ceiling %s, %d: its amounts are too large", ceiling->code,
                       ceiling->year);
    struct verdict *verdict = verdict_add(ret_verdicts, RULE_CEILING_PACE, severity,
                                          severity == SEVERITY_RED ? REASON_PLAIN : REASON_NEARING, month);
    verdict->observed = (struct amount){QUANTITY_MONEY, spent};
    verdict->expected = (struct amount){QUANTITY_MONEY, ceiling->amount};
    verdict->gap = (struct amount){QUANTITY_MONEY, gap};
    verdict->figures[0] = spent;
    verdict->figures[1] = ceiling->amount;
    verdict->figures[2] = rules.ceiling_warning;
    return true;
}
