/* What an item, its measure and its score must hold to. Values that could not be read are passed over, as
 * in rubric_check.c; what is not known of a tagged object is its COUNT. */
#include "config/rubric_table.h"

#define BIT(method) (1u << SCORE_##method)

/* Which methods make sense of a measure: of rates that shall be high, and of those that shall be low. */
#define OF_HIGH (BIT(PROPORTION) | BIT(STEPS) | BIT(DEDUCT) | BIT(YES_NO))
#define OF_LOW  (BIT(REVERSE) | BIT(STEPS) | BIT(DEDUCT) | BIT(YES_NO))

static const unsigned methods_of[] = {
    [MEASURE_ASSESSED] = BIT(ASSESSED),
    [MEASURE_NUMBER] = OF_HIGH | OF_LOW,
    [MEASURE_INDICATORS] = OF_HIGH,
    [MEASURE_EXECUTION] = OF_HIGH,
    [MEASURE_NOTIFIED_RATES] = OF_HIGH,
    [MEASURE_CARRYOVER] = OF_LOW,
    [MEASURE_CONTRACT_INTENT] = OF_HIGH,
    [MEASURE_CONTRACT_SIGNING] = OF_HIGH,
    [MEASURE_CONTRACT_PUBLICATION] = OF_HIGH,
    [MEASURE_CONTRACT_FILING] = OF_HIGH,
    [MEASURE_CONTRACT_SME] = OF_HIGH,
    [MEASURE_MILESTONES] = OF_HIGH,
    [MEASURE_CEILING] = OF_LOW,
    [MEASURE_FINDINGS] = OF_LOW,
};
_Static_assert(sizeof methods_of / sizeof methods_of[0] == MEASURE_COUNT, "each measure has its methods");

static void check_method(const struct rubric_reader *reader, const struct rubric_spot *spot,
                         const struct rubric_item *item);
static void check_points(const struct rubric_reader *reader, const struct rubric_spot *spot,
                         const struct rubric_item *item);
static void check_per(const struct rubric_reader *reader, const struct rubric_spot *spot,
                      const struct rubric_item *item);

static bool is_there(const struct rubric_spot *spot, const char *key)
{
    return json_object_get(spot->json, key) != NULL;
}

static void fault_at(const struct rubric_reader *reader, const struct rubric_spot *spot, const char *key,
                     const char *reason)
{
    struct json_place place = {.up = spot->place, .key = key};

    json_file_fault(reader->file, &place, "%s", reason);
}

void rubric_begin_item(struct rubric_reader *reader, const struct rubric_spot *spot, void *base)
{
    struct rubric_item *item = base;
    static const struct words none = {"", ""};

    item->level1 = item->level2 = item->name = item->about = item->assumption = none;
    item->max = RUBRIC_UNREAD;
    item->measure.kind = is_there(spot, "measure") ? MEASURE_COUNT : MEASURE_ASSESSED;
    item->scoring.method = is_there(spot, "score") ? SCORE_METHOD_COUNT : SCORE_ASSESSED;
    item->not_applicable = reader->rubric->not_applicable;
    item->rounding = reader->rubric->rounding;
    reader->bound = BOUND_ANY;
}

void rubric_check_measure(struct rubric_reader *reader, const struct rubric_spot *spot, void *base,
                          bool whole)
{
    const struct measure *measure = base;

    (void)spot;
    (void)whole;
    if (measure->kind == MEASURE_FINDINGS)
        reader->bound = BOUND_COUNT;
    else if (measure->kind != MEASURE_COUNT && measure_is_share(measure->kind))
        reader->bound = BOUND_RATE;
}

/* A composite has children and no measure of its own; nothing else has children. */
void rubric_check_item(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    struct rubric_item *item = base;
    bool has_children = is_there(spot, "children");

    (void)whole;
    if (!is_there(spot, "score") && has_children)
        item->scoring.method = SCORE_COMPOSITE;
    bool is_composite = item->scoring.method == SCORE_COMPOSITE;
    if (is_composite && !has_children)
        json_file_fault(reader->file, spot->place, "\"children\" is missing: method \"composite\" needs it");
    if (is_composite && is_there(spot, "measure"))
        fault_at(reader, spot, "measure", "a composite is measured by its children");
    if (!is_composite && has_children && item->scoring.method != SCORE_METHOD_COUNT)
        fault_at(reader, spot, "children", "only the method \"composite\" has children");
    if (!is_composite)
        check_method(reader, spot, item);
    for (size_t i = 0; i < item->child_count; i++) {
        item->children[i].not_applicable = item->not_applicable;
        item->children[i].rounding = item->rounding;
    }
}

/* Assessments are of items: a child has no code that one could be found by. */
void rubric_check_child(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    struct rubric_item *child = base;

    (void)whole;
    if (child->max == 0)
        fault_at(reader, spot, "weight", "must be above 0");
    if (is_there(spot, "measure") &&
        (child->measure.kind == MEASURE_ASSESSED || child->measure.kind == MEASURE_NUMBER))
        fault_at(reader, spot, "measure", "people enter what they find for an item, not for its children");
    else if (child->scoring.method == SCORE_COMPOSITE)
        fault_at(reader, spot, "score", "the children of a composite are no composites themselves");
    else if (is_there(spot, "score") && is_there(spot, "measure"))
        check_method(reader, spot, child);
}

static void tell_methods(const struct rubric_reader *reader, const struct rubric_spot *spot,
                         const struct rubric_item *item)
{
    struct json_place score = {.up = spot->place, .key = "score"};
    struct json_place method = {.up = &score, .key = "method"};
    struct buf known = {0};

    for (int i = 0; i < SCORE_METHOD_COUNT; i++)
        if ((methods_of[item->measure.kind] & 1u << i) != 0)
            buf_printf(&known, "%s%s", known.length > 0 ? ", " : "", score_method_name((enum score_method)i));
    if (is_there(spot, "score"))
        json_file_fault(
            reader->file, &method, "\"%s\" makes no sense of the measure \"%s\"; expected one of %s",
            score_method_name(item->scoring.method), measure_name(item->measure.kind), buf_text(&known));
    else
        json_file_fault(reader->file, spot->place,
                        "\"score\" is missing: what is measured is scored by one of %s", buf_text(&known));
    buf_free(&known);
}

static void check_method(const struct rubric_reader *reader, const struct rubric_spot *spot,
                         const struct rubric_item *item)
{
    if (item->measure.kind != MEASURE_COUNT && item->scoring.method != SCORE_METHOD_COUNT &&
        (methods_of[item->measure.kind] & 1u << item->scoring.method) == 0)
        tell_methods(reader, spot, item);
    check_points(reader, spot, item);
    check_per(reader, spot, item);
}

/* A rate's parts have no default: one finding is one, but 1 of a rate is 100 %. */
static void check_per(const struct rubric_reader *reader, const struct rubric_spot *spot,
                      const struct rubric_item *item)
{
    const json_t *score = json_object_get(spot->json, "score");

    if (item->scoring.method == SCORE_DEDUCT && item->measure.kind != MEASURE_COUNT &&
        measure_is_share(item->measure.kind) && json_object_get(score, "per") == NULL)
        fault_at(reader, spot, "score",
                 "\"per\" is missing: a rate is deducted by percentage points, such as \"1%\"");
}

/* Tell of the steps that give more than there is. */
static void check_points(const struct rubric_reader *reader, const struct rubric_spot *spot,
                         const struct rubric_item *item)
{
    struct json_place score = {.up = spot->place, .key = "score"};
    struct json_place steps = {.up = &score, .key = "steps"};
    char points[DEC_TEXT], max[DEC_TEXT];

    if (item->scoring.method != SCORE_STEPS || item->max == RUBRIC_UNREAD)
        return;
    for (size_t i = 0; i < item->scoring.step_count; i++) {
        struct json_place step = {.up = &steps, .index = i};
        struct json_place place = {.up = &step, .key = "points"};
        if (item->scoring.steps[i].points > item->max)
            json_file_fault(reader->file, &place, "%s is not 0..%s",
                            dec_format_short(item->scoring.steps[i].points, SCALE_MICRO, points),
                            dec_format_short(item->max, SCALE_MICRO, max));
    }
}
