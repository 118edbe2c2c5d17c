/* What performance indicators have reached, one by one and together. */
#include <string.h>

#include "core/catalogue_sheet.h"
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
    } else if (reading->month > 0) {
        measured.kind = MEASURED_WORD;
        measured.word = reading->state;
    }
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

static const char *target_text(struct making *making, const struct indicator_facts *indicator, micro target)
{
    char text[DEC_TEXT];

    return sheet_text(making, "%s%s%s", catalogue_sign(indicator->direction),
                      dec_format_short(target, SCALE_MICRO, text), indicator->measure_unit);
}

/* The target it began with, and the revision that is in force at the clock. */
static void target_rows(struct making *making, const struct indicator_facts *indicator)
{
    const struct target_revision *revision = NULL;
    char day[DATE_TEXT];

    if (indicator->direction == DIRECTION_QUALITATIVE)
        return;
    for (size_t i = 0; i < indicator->revision_count && indicator->revisions[i].on <= making->facts->clock;
         i++)
        revision = &indicator->revisions[i];
    if (indicator->has_target)
        row_add(making, LEDGER_INDICATORS, sheet_text(making, "%s/%d", indicator->code, indicator->year),
                target_text(making, indicator, indicator->target));
    if (revision != NULL)
        row_add(
            making, LEDGER_INDICATOR_TARGETS,
            sheet_text(making, "%s/%d/%s", indicator->code, indicator->year, date_format(revision->on, day)),
            target_text(making, indicator, revision->target));
}

/* Where only the latest value counts, only that. */
void indicator_rows(struct making *making, const struct indicator_facts *indicator)
{
    bool latest = indicator->accumulation == ACCUMULATE_LATEST;

    target_rows(making, indicator);
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

static bool has_limit(const struct indicator_facts *indicator)
{
    return indicator->direction == DIRECTION_LE || indicator->direction == DIRECTION_LT;
}

struct ratio indicator_best(const struct making *making, const struct indicator_facts *indicator,
                            struct ratio share)
{
    bool grows = indicator->accumulation == ACCUMULATE_SUM || indicator->accumulation == ACCUMULATE_MAX;

    return making->facts->open && !(has_limit(indicator) && grows) ? ratio_int(1) : share;
}

static bool is_target_low(const struct making *making, const struct indicator_facts *indicator,
                          const struct indicator_result *result)
{
    struct ratio bound;

    return (indicator->direction == DIRECTION_GE || indicator->direction == DIRECTION_GT) &&
           result->reading.target > 0 &&
           ratio_mul(ratio_micro(result->reading.target), ratio_micro(making->rubric->low_target), &bound) &&
           ratio_compare(result->reading.value, bound) >= 0;
}

/* Of a target below 0 the share is right only where the value is on it, or within a limit. */
static bool is_share_odd(const struct indicator_facts *indicator, const struct indicator_reading *reading)
{
    int order = ratio_compare(reading->value, ratio_micro(reading->target));

    return reading->target < 0 && indicator->direction != DIRECTION_EQ &&
           (has_limit(indicator) ? order > 0 : order != 0);
}

void indicator_check_target(struct making *making, const struct indicator_facts *indicator,
                            const struct indicator_result *result)
{
    const struct indicator_reading *reading = &result->reading;

    if (!result->has_completion || indicator->direction == DIRECTION_QUALITATIVE)
        return;
    bool low = is_target_low(making, indicator, result);
    if (!low && !is_share_odd(indicator, reading))
        return;
    struct discrepancy *odd =
        discrepancy_add(making, low ? DISCREPANCY_TARGET_LOW : DISCREPANCY_TARGET_NEGATIVE, indicator->code);
    odd->subject = indicator->name;
    odd->figures[0] = ratio_shown(reading->value, SCALE_MICRO);
    odd->figures[1] = reading->target;
}

/* The subject's own: of a unit neither its projects' nor, where they are read, too, its sub-units'. */
static bool is_measured(const struct making *making, const struct indicator_facts *indicator,
                        const struct measure *measure)
{
    return (indicator->level1 & measure->levels) != 0 && indicator->of_unit == making->facts->of_unit &&
           strcmp(indicator->owner_code, making->facts->code) == 0;
}

static bool is_said(const struct making *making, const char *code)
{
    return discrepancy_found(making, DISCREPANCY_NO_VALUE, code) ||
           discrepancy_found(making, DISCREPANCY_NO_TARGET, code) ||
           discrepancy_found(making, DISCREPANCY_TARGET_LOW, code) ||
           discrepancy_found(making, DISCREPANCY_TARGET_NEGATIVE, code);
}

/* What is wrong with one indicator's data, where it has no item of its own to say so: in a unit's sheet.
 * Several items may measure it; it is said once. */
static void flag(struct making *making, const struct indicator_facts *indicator,
                 const struct indicator_result *result)
{
    enum discrepancy_kind kind = result->reading.month == 0 ? DISCREPANCY_NO_VALUE : DISCREPANCY_NO_TARGET;

    if (!making->facts->of_unit || is_said(making, indicator->code))
        return;
    if (!result->not_applicable && !result->has_completion)
        discrepancy_add(making, kind, indicator->code)->subject = indicator->name;
    indicator_check_target(making, indicator, result);
}

static void add_part(struct making *making, const struct indicator_facts *indicator,
                     const struct indicator_result *result, const struct rubric_item *item)
{
    struct sheet_part *part = part_add(making);
    bool full = result->not_applicable && item->not_applicable == NOT_APPLICABLE_FULL;

    part->code = indicator->code;
    part->name = (struct words){indicator->name, indicator->name};
    part->measured = indicator_measured(result);
    part->share = full ? ratio_int(1) : ratio_micro(result->completion);
    part->best = full ? part->share : indicator_best(making, indicator, part->share);
    part->state = result->not_applicable   ? ITEM_NOT_APPLICABLE
                  : result->has_completion ? ITEM_COMPUTED
                                           : ITEM_NO_DATA;
    /* Its weight as entered, or 1 where all are equal; parts_weigh() makes shares of them. */
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
    return parts_weigh(making, item->code, ret);
}
