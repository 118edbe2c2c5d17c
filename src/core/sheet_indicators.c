/* The items of a project's sheet that its indicators are, each under its own code. */
#include <string.h>

#include "core/catalogue_sheet.h"
#include "core/sheet_parts.h"

/* The level that holds an indicator, or NULL. */
static const struct rubric_level *level_of(const struct rubric *rubric,
                                           const struct indicator_facts *indicator)
{
    for (size_t i = 0; i < rubric->level_count; i++)
        if ((rubric->levels[i].holds & indicator->level1) != 0)
            return &rubric->levels[i];
    return NULL;
}

/* What the indicators of a level without a weight share: its maximum less the weights entered. */
static bool blank_weight(struct making *making, const struct rubric_level *level, struct ratio *ret)
{
    const struct facts_set *set = &making->facts->set;
    int128 left = level != NULL ? level->max : 0;
    int64_t blanks = 0;

    for (size_t i = 0; level != NULL && i < set->indicator_count; i++) {
        if (level_of(making->rubric, &set->indicators[i]) != level)
            continue;
        if (set->indicators[i].has_weight)
            left -= set->indicators[i].weight;
        else
            blanks++;
    }
    if (left <= 0 || blanks == 0) {
        *ret = ratio_int(0);
        return true;
    }
    return ratio_of(left, (int128)blanks * 1000000, ret);
}

static struct words both_languages(const char *(*name)(enum language, const char *), const char *word)
{
    return (struct words){name(LANGUAGE_ZH, word), name(LANGUAGE_EN, word)};
}

static bool weigh_indicator(struct making *making, struct sheet_item *item, const struct rubric_level *level)
{
    const struct indicator_facts *indicator = item->indicator;

    if (indicator->has_weight) {
        item->weight = ratio_micro(indicator->weight);
        item->max = indicator->weight;
        return true;
    }
    if (!blank_weight(making, level, &item->weight) ||
        !round_score(item->weight, making->rubric->rounding, &item->max))
        return false;
    if (item->max == 0)
        discrepancy_add(making, DISCREPANCY_WEIGHTS, item->code)->subject = indicator->name;
    return true;
}

static void settle_indicator(struct making *making, struct sheet_item *item,
                             const struct indicator_result *result)
{
    item->measured = indicator_measured(result);
    item->has_target = result->reading.has_target;
    item->target = result->reading.target;
    if (item->measured.kind == MEASURED_NOTHING && assessed_not_applicable(item))
        item->measured.kind = MEASURED_NOT_APPLICABLE;
    if (item->measured.kind == MEASURED_NOT_APPLICABLE) {
        item->state = ITEM_NOT_APPLICABLE;
        item->share = item->best = ratio_int(1);
    } else if (result->has_completion) {
        item->state = ITEM_COMPUTED;
        item->share = ratio_micro(result->completion);
        item->best = indicator_best(making, item->indicator, item->share);
    } else {
        sheet_item_by_people(making, item);
    }
}

/* Whether an assessment under this code is of something else: an item of the rubric, or the total. */
static bool is_taken(const struct rubric *rubric, const char *code)
{
    for (size_t i = 0; i < rubric->item_count; i++)
        if (strcmp(rubric->items[i].code, code) == 0)
            return true;
    return strcmp(code, "total") == 0;
}

bool sheet_item_of_indicator(struct making *making, const struct indicator_facts *indicator)
{
    const struct rubric_level *level = level_of(making->rubric, indicator);
    struct sheet_item *item = sheet_item_next(making);
    struct indicator_result result;

    item->code = indicator->code;
    item->name = (struct words){indicator->name, indicator->name};
    item->level1 = level != NULL ? level->name
                                 : (struct words){catalogue_level1(LANGUAGE_ZH, indicator->level1),
                                                  catalogue_level1(LANGUAGE_EN, indicator->level1)};
    item->level2 = both_languages(catalogue_level2, indicator->level2);
    item->indicator = indicator;
    if (!indicator_result(making, indicator, &result))
        return false;
    if (!weigh_indicator(making, item, level))
        return err_set(making->err, ERR_OVERFLOW, "indicator %s: its weight cannot be computed exactly",
                       indicator->code);
    indicator_rows(making, indicator);
    if (!is_taken(making->rubric, item->code))
        sheet_item_assessment(making, item);
    else
        discrepancy_add(making, DISCREPANCY_CODE, item->code)->subject = indicator->name;
    settle_indicator(making, item, &result);
    indicator_check_target(making, indicator, &result);
    sheet_item_keep(making, item);
    return true;
}
