/* What does not agree in a finished sheet: with the rubric's own words, with what people wrote, with what a
 * printed sheet claims. Found without being asked; nothing here changes a point. */
#include <stdlib.h>
#include <string.h>

#include "core/sheet_parts.h"

#define FULL_SCORE (INT64_C(100) * 1000000)

static void check_whole(struct making *making);
static void check_stated(struct making *making);
static void check_printed(struct making *making);
static void check_apart(struct making *making);
static void check_assessments(struct making *making);
static void check_findings(struct making *making);
static void check_item(struct making *making, const struct sheet_item *item);
static int in_order(const void *a, const void *b);

void sheet_check(struct making *making)
{
    struct sheet *sheet = making->sheet;

    check_whole(making);
    check_stated(making);
    check_printed(making);
    check_apart(making);
    check_assessments(making);
    check_findings(making);
    for (size_t i = 0; i < sheet->item_count; i++) {
        size_t before = sheet->discrepancy_count;
        check_item(making, &sheet->items[i]);
        for (; before < sheet->discrepancy_count; before++)
            sheet->discrepancies[before].order = (uint64_t)(i + 1) << 32 | before;
    }
    if (sheet->discrepancy_count > 0)
        qsort(sheet->discrepancies, sheet->discrepancy_count, sizeof *sheet->discrepancies, in_order);
}

static int in_order(const void *a, const void *b)
{
    const struct discrepancy *x = a, *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

static void check_whole(struct making *making)
{
    if (making->facts->open)
        discrepancy_add(making, DISCREPANCY_OPEN_YEAR, "")->figures[0] = making->facts->clock;
    if (making->sheet->max != FULL_SCORE)
        discrepancy_add(making, DISCREPANCY_MAX, "")->figures[0] = making->sheet->max;
}

static bool same_words(struct words a, struct words b)
{
    return strcmp(words_in(a, LANGUAGE_ZH), words_in(b, LANGUAGE_ZH)) == 0;
}

/* How many different groups there are: of level 1, or of level 2 within level 1. */
static int64_t count_groups(const struct sheet *sheet, bool second)
{
    int64_t count = 0;

    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = same_words(sheet->items[j].level1, item->level1) &&
                   (!second || same_words(sheet->items[j].level2, item->level2));
        count += !seen;
    }
    return count;
}

static void compare_stated(struct making *making, int what, int64_t stated, int64_t found)
{
    if (stated == 0 || stated == found)
        return;
    struct discrepancy *discrepancy = discrepancy_add(making, DISCREPANCY_STATED, "");
    discrepancy->figures[0] = what;
    discrepancy->figures[1] = stated;
    discrepancy->figures[2] = found;
}

static void check_stated(struct making *making)
{
    const struct rubric *rubric = making->rubric;
    const struct sheet *sheet = making->sheet;

    if (rubric->stated_level1 != 0)
        compare_stated(making, STATED_LEVEL1, rubric->stated_level1, count_groups(sheet, false));
    if (rubric->stated_level2 != 0)
        compare_stated(making, STATED_LEVEL2, rubric->stated_level2, count_groups(sheet, true));
    compare_stated(making, STATED_ITEMS, rubric->stated_items, (int64_t)sheet->item_count);
    if (rubric->stated_max != FULL_SCORE) /* that it is not 100 has been said */
        compare_stated(making, STATED_MAX, rubric->stated_max, sheet->max);
}

/* A printed total belongs to the points that people wrote. Where some items have none, those that the rules
 * give stand in for them. */
static void check_printed(struct making *making)
{
    const struct sheet *sheet = making->sheet;
    micro parts = 0;
    int64_t computed = 0;

    if (!sheet->has_printed_total)
        return;
    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        if (!dec_add(parts, item->has_assessed ? item->assessed : item->points, &parts))
            return; /* the total of the points did fit; what people wrote is said item by item */
        computed += !item->has_assessed;
    }
    if (parts == sheet->printed_total)
        return;
    struct discrepancy *discrepancy = discrepancy_add(making, DISCREPANCY_PRINTED, "total");
    discrepancy->figures[0] = sheet->printed_total;
    discrepancy->figures[1] = parts;
    discrepancy->figures[2] = computed;
}

/* A project that reached its goals on little money, or spent it without reaching them. */
static void check_apart(struct making *making)
{
    const struct sheet *sheet = making->sheet;
    struct ratio goal = {0, 1}, weights = {0, 1}, reached, apart;
    const struct sheet_item *execution = NULL;
    bool fits = true;

    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        if (item->state != ITEM_COMPUTED)
            continue;
        if (item->indicator != NULL)
            fits = fits && ratio_add(goal, item->exact, &goal) && ratio_add(weights, item->weight, &weights);
        else if (item->rubric->measure.kind == MEASURE_EXECUTION)
            execution = item;
    }
    if (!fits || execution == NULL || execution->weight.num <= 0 || weights.num <= 0 ||
        !ratio_div(goal, weights, &reached) || !ratio_sub(reached, execution->share, &apart))
        return; /* shares too uneven to be added cannot be told apart */
    if (apart.num < 0)
        apart.num = -apart.num;
    if (ratio_compare(apart, ratio_micro(making->rubric->far_apart)) <= 0)
        return;
    struct discrepancy *discrepancy = discrepancy_add(making, DISCREPANCY_FAR_APART, "");
    discrepancy->figures[0] = ratio_shown(reached, SCALE_MICRO);
    discrepancy->figures[1] = ratio_shown(execution->share, SCALE_MICRO);
}

static bool is_on_sheet(const struct making *making, const char *code)
{
    for (size_t i = 0; i < making->sheet->item_count; i++)
        if (strcmp(making->sheet->items[i].code, code) == 0)
            return true;
    return strcmp(code, "total") == 0;
}

/* A unit's indicators have no items of their own, but people may have assessed them one by one. */
static bool is_indicator(const struct making *making, const char *code)
{
    const struct facts_set *set = &making->facts->set;

    for (size_t i = 0; i < set->indicator_count; i++)
        if (strcmp(set->indicators[i].code, code) == 0)
            return true;
    return false;
}

static void check_assessments(struct making *making)
{
    for (size_t i = 0; i < making->facts->assessment_count; i++) {
        const char *code = making->facts->assessments[i].item_code;
        if (!is_on_sheet(making, code) && !is_indicator(making, code))
            discrepancy_add(making, DISCREPANCY_UNKNOWN_ITEM, "")->subject = code;
    }
}

/* Those of the items and of their children. */
static unsigned counted_sources(const struct rubric_item *items, size_t count)
{
    unsigned sources = 0;

    for (size_t i = 0; i < count; i++)
        sources |= (items[i].measure.kind == MEASURE_FINDINGS ? items[i].measure.sources : 0) |
                   counted_sources(items[i].children, items[i].child_count);
    return sources;
}

/* A finding that would be counted, were it known where. */
static void check_findings(struct making *making)
{
    const struct facts_set *set = &making->facts->set;
    unsigned sources = counted_sources(making->rubric->items, making->rubric->item_count);

    for (size_t i = 0; i < set->rectification_count; i++) {
        const struct rectification_facts *finding = &set->rectifications[i];
        if ((finding->source & sources) != 0 &&
            (finding->item_code == NULL || !is_on_sheet(making, finding->item_code)))
            discrepancy_add(making, DISCREPANCY_FINDING, "")->subject = finding->code;
    }
}

static void say_points(struct making *making, const struct sheet_item *item, enum discrepancy_kind kind)
{
    struct discrepancy *discrepancy = discrepancy_add(making, kind, item->code);

    discrepancy->subject = words_in(item->name, LANGUAGE_ZH);
    discrepancy->figures[0] = item->assessed;
    discrepancy->figures[1] = item->points;
    discrepancy->figures[2] = item->max;
}

/* The band of a qualitative value, as points: at least `low`, and below `high` or at it for the best. */
static bool within_band(const struct rubric *rubric, const struct sheet_item *item)
{
    struct ratio share;

    if (item->weight.num == 0)
        return item->assessed == 0;
    if (!ratio_div(ratio_micro(item->assessed), item->weight, &share))
        return false;
    bool good = ratio_compare(share, ratio_micro(rubric->band_achieved_from)) >= 0;
    bool fair = ratio_compare(share, ratio_micro(rubric->band_partial_from)) >= 0;
    switch (item->measured.word) {
    case VALUE_ACHIEVED: return good && ratio_compare(share, ratio_int(1)) <= 0;
    case VALUE_PARTIAL: return fair && !good;
    case VALUE_MISSED: return share.num >= 0 && !fair;
    case VALUE_NONE:
    case VALUE_NUMBER:
    case VALUE_NOT_APPLICABLE: break;
    }
    return true;
}

static void check_assessed(struct making *making, const struct sheet_item *item)
{
    if (!item->has_assessed)
        return;
    if (item->state == ITEM_ASSESSED) {
        if (item->assessed < 0 || item->assessed > item->max)
            say_points(making, item, DISCREPANCY_RANGE);
        return;
    }
    if (item->state == ITEM_COMPUTED && item->measured.kind == MEASURED_WORD) {
        if (!within_band(making->rubric, item))
            say_points(making, item, DISCREPANCY_BAND);
        return;
    }
    if (item->assessed != item->points)
        say_points(making, item, DISCREPANCY_ASSESSED);
}

/* Whether a number, shown with so many decimals, is what was written: rounded or cut off, as people do. */
static bool reads_as(struct ratio exact, const struct written_number *written)
{
    int decimals = written->decimals > SCALE_MICRO ? SCALE_MICRO : written->decimals;
    struct ratio value = exact, wrote = written->value;
    micro rounded, cut, said;

    if (written->percent &&
        (!ratio_mul(value, ratio_int(100), &value) || !ratio_mul(wrote, ratio_int(100), &wrote)))
        return true;
    if (!round_score(value, (struct rounding){ROUND_HALF_UP, decimals}, &rounded) ||
        !round_score(value, (struct rounding){ROUND_TRUNCATE, decimals}, &cut) ||
        !round_score(wrote, (struct rounding){ROUND_HALF_UP, SCALE_MICRO}, &said))
        return true; /* too large to be shown: nothing to compare */
    return said == rounded || said == cut;
}

/* Whether what people wrote is what was measured. Rates that were written without their sign, "99.99", are
 * percent as well; a word says nothing of a number. */
static bool agrees(const struct measured *measured, const char *text)
{
    struct written_number written;

    if (written_not_applicable(text)) /* where no row was found, that none applied is the same */
        return measured->kind == MEASURED_NUMBER && measured->value.num == 0;
    if (!written_number(text, &written))
        return true;
    if (measured->kind == MEASURED_SHARE && !written.percent) {
        if (!ratio_div(written.value, ratio_int(100), &written.value))
            return true;
        written.percent = true;
    } else if (measured->kind == MEASURED_NUMBER && written.percent) {
        if (!ratio_mul(written.value, ratio_int(100), &written.value))
            return true;
        written.percent = false;
    }
    return reads_as(measured->value, &written);
}

/* "78" where all is "100%": it is taken as 78 times all, and earns full points. */
static bool wants_percent(const struct sheet_item *item)
{
    const struct scoring *scoring = &item->rubric->scoring;

    return item->measured.kind == MEASURED_NUMBER && scoring->method == SCORE_PROPORTION &&
           scoring->full <= 1000000 && ratio_compare(item->measured.value, ratio_int(1)) > 0;
}

static void check_measured(struct making *making, const struct sheet_item *item)
{
    const struct measured *measured = &item->measured;
    bool by_people = item->rubric != NULL && item->rubric->measure.kind == MEASURE_NUMBER;

    if (item->assessment == NULL || (measured->kind != MEASURED_SHARE && measured->kind != MEASURED_NUMBER) ||
        (by_people ? !wants_percent(item) : agrees(measured, item->assessment->measured)))
        return;
    discrepancy_add(making, by_people ? DISCREPANCY_PERCENT : DISCREPANCY_MEASURED, item->code)->subject =
        item->assessment->measured;
}

static void check_item(struct making *making, const struct sheet_item *item)
{
    check_assessed(making, item);
    check_measured(making, item);
    if (item->indicator != NULL && item->state != ITEM_NOT_APPLICABLE && item->state != ITEM_COMPUTED) {
        bool valued = item->measured.kind != MEASURED_NOTHING;
        discrepancy_add(making, valued ? DISCREPANCY_NO_TARGET : DISCREPANCY_NO_VALUE, item->code)->subject =
            item->indicator->name;
    } else if (item->state == ITEM_NO_DATA) {
        if (!discrepancy_found(making, DISCREPANCY_NO_BUDGET, item->code)) /* which is why */
            say_points(making, item, DISCREPANCY_NO_DATA);
    }
}

const char *discrepancy_name(enum discrepancy_kind kind)
{
    static const char *const names[] = {
        [DISCREPANCY_MAX] = "max",
        [DISCREPANCY_STATED] = "stated",
        [DISCREPANCY_ASSESSED] = "assessed",
        [DISCREPANCY_BAND] = "band",
        [DISCREPANCY_RANGE] = "range",
        [DISCREPANCY_MEASURED] = "measured",
        [DISCREPANCY_PRINTED] = "printed",
        [DISCREPANCY_NO_DATA] = "no_data",
        [DISCREPANCY_NO_VALUE] = "no_value",
        [DISCREPANCY_NO_TARGET] = "no_target",
        [DISCREPANCY_NO_BUDGET] = "no_budget",
        [DISCREPANCY_TARGET_LOW] = "target_low",
        [DISCREPANCY_TARGET_NEGATIVE] = "target_negative",
        [DISCREPANCY_FAR_APART] = "far_apart",
        [DISCREPANCY_WEIGHTS] = "weights",
        [DISCREPANCY_CODE] = "code",
        [DISCREPANCY_PERCENT] = "percent",
        [DISCREPANCY_UNKNOWN_ITEM] = "unknown_item",
        [DISCREPANCY_FINDING] = "finding",
        [DISCREPANCY_OPEN_YEAR] = "open_year",
        [DISCREPANCY_CALENDAR] = "calendar",
    };
    return names[kind];
}
