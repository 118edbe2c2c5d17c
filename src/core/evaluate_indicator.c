/* The rules on performance indicators (绩效指标). */
#include "core/evaluate.h"

#include "core/evaluate_parts.h"

struct indicator_look {
    const struct evaluation *with;
    const struct indicator_facts *indicator;
    const struct policy_rules *rules;
    struct verdicts *verdicts;
};

static bool accumulate(const struct indicator_facts *indicator, int until, struct ratio *ret_value);
static bool pace(const struct indicator_look *look, const struct indicator_reading *reading);
static void qualitative(const struct indicator_look *look, const struct indicator_reading *reading);
static bool numeric(const struct indicator_look *look, const struct indicator_reading *reading);
static void missing(const struct indicator_look *look);

static bool too_large(const struct indicator_facts *indicator, struct err *err)
{
    return err_set(err, ERR_OVERFLOW, "indicator %s, %d: its values do not fit 64 bits of millionths",
                   indicator->code, indicator->year);
}

bool evaluate_indicator(const struct evaluation *with, const struct indicator_facts *indicator,
                        struct verdicts *ret_verdicts, struct err *err)
{
    struct indicator_reading reading;
    struct policy_rules rules;

    *ret_verdicts = (struct verdicts){.next = DATE_NEVER};
    if (!year_is_watched(indicator->year, with->view.today))
        return true;
    policy_rules_for(with->policy, &(struct policy_subject){CATEGORY_ANY, indicator->unit_code, NULL},
                     &rules);
    struct indicator_look look = {with, indicator, &rules, ret_verdicts};
    if (!indicator_read(with, indicator, &reading, err))
        return false;
    ret_verdicts->basis[RULE_INDICATOR_PACE] =
        (struct basis){.by_month = true, .month = reading.month, .data = reading.month};
    if (rules.enabled[RULE_INDICATOR_PACE] && !pace(&look, &reading))
        return too_large(indicator, err);
    if (rules.enabled[RULE_INDICATOR_MISSING])
        missing(&look);
    return true;
}

static bool has_value(const struct indicator_facts *indicator, int month)
{
    enum value_state state = indicator->values[month].state;

    return state != VALUE_NONE && state != VALUE_NOT_APPLICABLE;
}

bool indicator_read(const struct evaluation *with, const struct indicator_facts *indicator,
                    struct indicator_reading *ret_reading, struct err *err)
{
    const struct view *view = &with->view;
    struct indicator_reading reading = {
        .has_target = indicator->has_target, .target = indicator->target, .value = {0, 1}};
    date month_end = date_month_end(view->year, view->closed);
    date in_force = month_end < view->today ? month_end : view->today;

    for (int month = view->closed; month > 0 && reading.month == 0; month--)
        if (has_value(indicator, month))
            reading.month = month;
    for (size_t i = 0; i < indicator->revision_count && indicator->revisions[i].on <= in_force; i++) {
        reading.has_target = true;
        reading.target = indicator->revisions[i].target;
    }
    reading.due_once = indicator->schedule <= SCHEDULE_ONCE_MAX;
    reading.too_early = reading.due_once && reading.month < indicator->schedule;
    if (reading.month > 0) {
        reading.state = indicator->values[reading.month].state;
        if (reading.state == VALUE_NUMBER && !accumulate(indicator, reading.month, &reading.value))
            return too_large(indicator, err);
    }
    *ret_reading = reading;
    return true;
}

static bool accumulate(const struct indicator_facts *indicator, int until, struct ratio *ret_value)
{
    int128 sum = 0;
    micro largest = INT64_MIN;
    int count = 0;

    for (int month = 1; month <= until; month++) {
        if (indicator->values[month].state != VALUE_NUMBER)
            continue;
        micro number = indicator->values[month].number;
        sum += number;
        largest = number > largest ? number : largest;
        count++;
    }
    switch (indicator->accumulation) {
    case ACCUMULATE_SUM: return ratio_of(sum, 1000000, ret_value);
    case ACCUMULATE_LATEST: return ratio_of(indicator->values[until].number, 1000000, ret_value);
    case ACCUMULATE_MAX: return ratio_of(largest, 1000000, ret_value);
    case ACCUMULATE_MEAN: return ratio_of(sum, (int128)count * 1000000, ret_value);
    }
    return false;
}

static bool met(enum direction direction, struct ratio value, struct ratio target)
{
    int order = ratio_compare(value, target);

    switch (direction) {
    case DIRECTION_GE:
    case DIRECTION_GT: return order >= 0;
    case DIRECTION_LE:
    case DIRECTION_LT: return order <= 0;
    case DIRECTION_EQ:
    case DIRECTION_QUALITATIVE: return order == 0;
    }
    return false;
}

static bool is_limit(enum direction direction)
{
    return direction == DIRECTION_LE || direction == DIRECTION_LT;
}

static bool pace(const struct indicator_look *look, const struct indicator_reading *reading)
{
    if (reading->month == 0 || reading->too_early)
        return true;
    if (!reading->due_once && reading->month < look->rules->indicator_from_month)
        return true;
    if (look->indicator->direction == DIRECTION_QUALITATIVE) {
        qualitative(look, reading);
        return true;
    }
    if (!reading->has_target || reading->state != VALUE_NUMBER)
        return true;
    return numeric(look, reading);
}

static void qualitative(const struct indicator_look *look, const struct indicator_reading *reading)
{
    enum severity severity = severity_below(reading->state == VALUE_MISSED, reading->state == VALUE_PARTIAL);

    if (severity == SEVERITY_NONE)
        return;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_INDICATOR_PACE, severity, REASON_QUALITATIVE, reading->month);
    verdict->figures[0] = reading->state;
}

static void say(const struct indicator_look *look, const struct indicator_reading *reading,
                enum severity severity, enum reason reason, struct ratio expected, micro progress)
{
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_INDICATOR_PACE, severity, reason, reading->month);
    micro value = ratio_shown(reading->value, SCALE_MICRO);
    micro phase = ratio_shown(expected, SCALE_MICRO);
    struct ratio gap = {(int128)value - phase, 1}; /* of sums near the largest, more than 64 bits */

    verdict->observed = (struct amount){QUANTITY_VALUE, value};
    verdict->expected = (struct amount){QUANTITY_VALUE, phase};
    verdict->gap = (struct amount){QUANTITY_VALUE, ratio_shown(gap, 0)};
    verdict->figures[0] = value;
    verdict->figures[1] = phase;
    verdict->figures[2] = reading->target;
    verdict->figures[3] = progress;
    verdict->figures[4] = look->indicator->accumulation;
}

bool indicator_is_part(const struct indicator_facts *indicator, const struct indicator_reading *reading)
{
    bool grows = indicator->accumulation == ACCUMULATE_SUM || indicator->accumulation == ACCUMULATE_MAX;

    return grows && !reading->due_once;
}

bool indicator_phase(const struct indicator_facts *indicator, const struct indicator_reading *reading,
                     struct ratio *ret_phase)
{
    if (indicator_is_part(indicator, reading) && reading->target != 0 && !is_limit(indicator->direction))
        return ratio_of((int128)reading->target * reading->month, (int128)MONTHS * 1000000, ret_phase);
    *ret_phase = ratio_micro(reading->target);
    return true;
}

static bool numeric(const struct indicator_look *look, const struct indicator_reading *reading)
{
    enum direction direction = look->indicator->direction;
    struct ratio target = ratio_micro(reading->target);
    struct ratio phase = target, progress, lead;

    if (reading->target == 0 || is_limit(direction)) {
        if (!met(direction, reading->value, target))
            say(look, reading, SEVERITY_RED,
                reading->target == 0 ? REASON_TARGET_ZERO : REASON_LIMIT_EXCEEDED, target, 0);
        return true;
    }
    bool part = indicator_is_part(look->indicator, reading);
    if (!indicator_phase(look->indicator, reading, &phase))
        return false;
    if (!ratio_div(reading->value, phase, &progress))
        return false;
    micro red = part ? look->rules->indicator_part_red : look->rules->indicator_whole_red;
    micro yellow = part ? look->rules->indicator_part_yellow : look->rules->indicator_whole_yellow;
    enum severity severity = severity_below(ratio_compare(progress, ratio_micro(red)) < 0,
                                            ratio_compare(progress, ratio_micro(yellow)) < 0);
    if (severity != SEVERITY_NONE) {
        say(look, reading, severity, REASON_BEHIND, phase, ratio_shown(progress, SCALE_MICRO));
        look->verdicts->list[look->verdicts->count - 1].figures[5] = severity == SEVERITY_RED ? red : yellow;
        return true;
    }
    if (direction == DIRECTION_EQ)
        return true;
    if (!ratio_mul(target, ratio_micro(look->rules->indicator_low_target), &lead))
        return false;
    if (ratio_compare(reading->value, lead) >= 0) {
        if (!ratio_div(reading->value, target, &progress))
            return false;
        say(look, reading, SEVERITY_BLUE, REASON_TARGET_LOW, target, ratio_shown(progress, SCALE_MICRO));
        look->verdicts->list[look->verdicts->count - 1].figures[5] = look->rules->indicator_low_target;
    }
    return true;
}

/* The first month after `month` in which a value is due; 13: none any more. */
static int due_after(int schedule, int month)
{
    int step = schedule == SCHEDULE_MONTHLY ? 1 : schedule == SCHEDULE_QUARTERLY ? 3 : 6;

    if (schedule <= SCHEDULE_ONCE_MAX)
        return schedule > month ? schedule : MONTHS + 1;
    return (month / step + 1) * step;
}

static void missing(const struct indicator_look *look)
{
    int latest = look->with->view.newest;

    while (latest > 0 && look->indicator->values[latest].state == VALUE_NONE)
        latest--;
    evaluate_missing(look->with, RULE_INDICATOR_MISSING, due_after(look->indicator->schedule, latest),
                     look->rules->indicator_missing_yellow_workdays,
                     look->rules->indicator_missing_red_workdays, look->verdicts);
}

static bool qualitative_completion(enum value_state state, const struct completion_rules *rules, micro *ret)
{
    switch (state) {
    case VALUE_ACHIEVED: *ret = rules->achieved; return true;
    case VALUE_PARTIAL: *ret = rules->partial; return true;
    case VALUE_MISSED: *ret = rules->missed; return true;
    case VALUE_NONE:
    case VALUE_NUMBER:
    case VALUE_NOT_APPLICABLE: break;
    }
    return false;
}

static bool numeric_completion(const struct indicator_facts *indicator, struct ratio value,
                               struct ratio target, bool inverse, struct ratio *ret)
{
    struct ratio excess, share;

    if (target.num == 0 || (is_limit(indicator->direction) && met(indicator->direction, value, target))) {
        *ret = ratio_int(met(indicator->direction, value, target) ? 1 : 0);
        return true;
    }
    if (!is_limit(indicator->direction))
        return ratio_div(value, target, ret);
    if (inverse && value.num != 0)
        return ratio_div(target, value, ret);
    return ratio_sub(value, target, &excess) && ratio_div(excess, target, &share) &&
           ratio_sub(ratio_int(1), share, ret);
}

bool indicator_completion(const struct indicator_facts *indicator, const struct indicator_reading *reading,
                          const struct completion_rules *rules, micro *ret_completion, struct err *err)
{
    struct ratio share;

    if (indicator->direction == DIRECTION_QUALITATIVE) {
        if (!qualitative_completion(reading->state, rules, ret_completion))
            return err_set(err, ERR_INPUT, "indicator %s, %d: has no qualitative value", indicator->code,
                           indicator->year);
        return true;
    }
    if (!numeric_completion(indicator, reading->value, ratio_micro(reading->target), rules->inverse,
                            &share) ||
        !ratio_round(within_0_and_1(share), SCALE_MICRO, ret_completion))
        return too_large(indicator, err);
    return true;
}
