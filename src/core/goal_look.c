#include "core/goal_look.h"

#include "core/evaluate_parts.h"

bool goal_look_at(const struct evaluation *with, const struct indicator_facts *indicator,
                  struct goal_look *ret_look, struct err *err)
{
    struct indicator_reading reading;
    struct verdicts verdicts;
    struct ratio phase = {0, 1};

    if (!indicator_read(with, indicator, &reading, err) ||
        !evaluate_indicator(with, indicator, &verdicts, err))
        return false;
    bool numeric = indicator->direction != DIRECTION_QUALITATIVE && reading.has_target;
    struct goal_look look = {.month = reading.month,
                             .state = reading.state,
                             .value = ratio_shown(reading.value, SCALE_MICRO),
                             .has_target = numeric,
                             .target = reading.target,
                             .has_phase = numeric && reading.month > 0};
    if (look.has_phase && !indicator_phase(indicator, &reading, &phase))
        return err_set(err, ERR_OVERFLOW, "indicator %s, %d: its target does not fit", indicator->code,
                       indicator->year);
    look.phase = ratio_shown(phase, SCALE_MICRO);
    for (size_t i = 0; i < verdicts.count; i++)
        if (verdicts.list[i].rule == RULE_INDICATOR_PACE)
            look.severity = verdicts.list[i].severity;
    *ret_look = look;
    return true;
}
