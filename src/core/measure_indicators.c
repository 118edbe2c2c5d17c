/* What performance indicators have reached, one by one and together. */
#include "core/sheet_parts.h"

static struct evaluation evaluation_of(const struct making *making)
{
    return (struct evaluation){.calendar = making->calendar,
                               .view = {.year = making->facts->year,
                                        .today = making->facts->clock,
                                        .closed = making->month,
                                        .newest = making->month}};
}

/* n/a is passed over where there are other values; it says something only where it is all there is. */
static bool only_not_applicable(const struct indicator_facts *indicator, int until)
{
    bool found = false;

    for (int month = 1; month <= until; month++) {
        if (indicator->values[month].state == VALUE_NOT_APPLICABLE)
            found = true;
        else if (indicator->values[month].state != VALUE_NONE)
            return false;
    }
    return found;
}

bool indicator_result(struct making *making, const struct indicator_facts *indicator,
                      struct indicator_result *ret)
{
    const struct rubric *rubric = making->rubric;
    const struct completion_rules rules = {rubric->completion_achieved, rubric->completion_partial,
                                           rubric->completion_missed, rubric->reverse == REVERSE_HUBEI};
    struct evaluation with = evaluation_of(making);

    *ret = (struct indicator_result){.not_applicable = only_not_applicable(indicator, making->month)};
    if (!indicator_read(&with, indicator, &ret->reading, making->err))
        return false;
    bool numeric = indicator->direction != DIRECTION_QUALITATIVE;
    if (ret->reading.month == 0 || (numeric && !ret->reading.has_target))
        return true;
    ret->has_completion = true;
    return indicator_completion(indicator, &ret->reading, &rules, &ret->completion, making->err);
}

struct measured indicator_measured(const struct indicator_result *result)
{
    const struct indicator_reading *reading = &result->reading;
    struct measured measured = {.kind = MEASURED_NOTHING, .value = {0, 1}, .best = {0, 1}};

    if (result->not_applicable) {
        measured.kind = MEASURED_NOT_APPLICABLE;
    } else if (reading->month > 0 && reading->state == VALUE_NUMBER) {
        measured.kind = MEASURED_NUMBER;
        measured.value = measured.best = reading->value;
        measured.figures[0] = ratio_shown(reading->value, SCALE_MICRO);
    } else if (reading->month > 0) {
        measured.kind = MEASURED_WORD;
        measured.word = reading->state;
    }
    measured.figures[1] = reading->target;
    measured.figures[2] = result->completion;
    measured.figures[3] = reading->has_target;
    return measured;
}

static const char *value_text(struct making *making, const struct indicator_value *value)
{
    char text[DEC_TEXT];

    switch (value->state) {
    case VALUE_NUMBER: return sheet_text(making, "%s", dec_format_short(value->number, SCALE_MICRO, text));
    case VALUE_ACHIEVED: return "achieved";
    case VALUE_PARTIAL: return "partial";
    case VALUE_MISSED: return "missed";
    case VALUE_NOT_APPLICABLE: return "n/a";
    case VALUE_NONE: break;
    }
    return "";
}

/* Where only the latest value counts, only that. */
void indicator_rows(struct making *making, const struct indicator_facts *indicator)
{
    bool latest = indicator->accumulation == ACCUMULATE_LATEST;

    for (int month = making->month; month > 0; month--) {
        const struct indicator_value *value = &indicator->values[month];
        if (value->state == VALUE_NONE)
            continue;
        row_add(making, LEDGER_INDICATOR_VALUES,
                sheet_text(making, "%s/%d/%d", indicator->code, indicator->year, month),
                value_text(making, value));
        if (latest && value->state != VALUE_NOT_APPLICABLE)
            break;
    }
}

bool indicator_target_low(const struct making *making, const struct indicator_facts *indicator,
                          const struct indicator_result *result)
{
    struct ratio bound;

    return (indicator->direction == DIRECTION_GE || indicator->direction == DIRECTION_GT) &&
           result->has_completion && result->reading.target != 0 &&
           ratio_mul(ratio_micro(result->reading.target), ratio_micro(making->rubric->low_target), &bound) &&
           ratio_compare(result->reading.value, bound) >= 0;
}

static bool is_measured(const struct making *making, const struct indicator_facts *indicator,
                        const struct measure *measure)
{
    return (indicator->level1 & measure->levels) != 0 && indicator->of_unit == making->facts->of_unit;
}

/* What is wrong with one indicator's data; in a unit's sheet it has no item of its own to say so. */
static void flag(struct making *making, const struct indicator_facts *indicator,
                 const struct indicator_result *result)
{
    if (!result->not_applicable && result->reading.month == 0)
        discrepancy_add(making, DISCREPANCY_NO_VALUE, indicator->code)->subject = indicator->name;
    else if (!result->not_applicable && !result->has_completion)
        discrepancy_add(making, DISCREPANCY_NO_TARGET, indicator->code)->subject = indicator->name;
    if (indicator_target_low(making, indicator, result)) {
        struct discrepancy *low = discrepancy_add(making, DISCREPANCY_TARGET_LOW, indicator->code);
        low->subject = indicator->name;
        low->figures[0] = ratio_shown(result->reading.value, SCALE_MICRO);
        low->figures[1] = result->reading.target;
    }
}

static void add_part(struct making *making, const struct indicator_facts *indicator,
                     const struct indicator_result *result, const struct rubric_item *item)
{
    struct sheet_part *part = part_add(making);
    bool full = result->not_applicable && item->not_applicable == NOT_APPLICABLE_FULL;

    part->code = indicator->code;
    part->name = indicator->name;
    part->measured = indicator_measured(result);
    part->share = full ? ratio_int(1) : ratio_micro(result->completion);
    part->best = making->facts->open ? ratio_int(1) : part->share;
    part->state = result->not_applicable   ? ITEM_NOT_APPLICABLE
                  : result->has_completion ? ITEM_COMPUTED
                                           : ITEM_NO_DATA;
    /* Its weight as entered, for now; equal ones are 1. */
    part->weight =
        item->measure.weighted ? ratio_micro(indicator->has_weight ? indicator->weight : 0) : ratio_int(1);
    part->left_out = result->not_applicable && !full;
}

bool measure_indicators(struct making *making, const struct rubric_item *item, struct measured *ret)
{
    const struct facts_set *set = &making->facts->set;
    bool applies = false;

    for (size_t i = 0; i < set->indicator_count; i++) {
        const struct indicator_facts *indicator = &set->indicators[i];
        struct indicator_result result;
        if (!is_measured(making, indicator, &item->measure))
            continue;
        if (!indicator_result(making, indicator, &result))
            return false;
        flag(making, indicator, &result);
        add_part(making, indicator, &result, item);
        indicator_rows(making, indicator);
        applies = applies || !result.not_applicable;
        ret->figures[0] += result.has_completion && result.completion == 1000000;
        ret->figures[1]++;
    }
    if (making->parts.count == 0)
        return true;
    ret->kind = applies ? MEASURED_SHARE : MEASURED_NOT_APPLICABLE;
    return parts_weigh(making, ret);
}
