#include "config/rubric_table.h"

#include "core/ledger.h"

#define ONE INT64_C(1000000)

enum { NAME_CHARACTERS = 200, TEXT_CHARACTERS = 2000, COUNT_MAX = 10000, DAYS_MAX = 366 };

#define WORDS_OF(function, ...)                                                                              \
    static const char *function(int i)                                                                       \
    {                                                                                                        \
        static const char *const words[] = {__VA_ARGS__};                                                    \
        return words[i];                                                                                     \
    }

WORDS_OF(subject_word, [RUBRIC_UNIT] = "unit", [RUBRIC_PROJECT] = "project")
WORDS_OF(mode_word, [ROUND_TRUNCATE] = "truncate", [ROUND_HALF_UP] = "half_up")
WORDS_OF(not_applicable_word, [NOT_APPLICABLE_FULL] = "full", [NOT_APPLICABLE_SPREAD] = "spread")
WORDS_OF(reverse_word, [REVERSE_NATIONAL] = "national", [REVERSE_HUBEI] = "hubei")
WORDS_OF(weights_word, "equal", "given")
/* The bits of LEVEL_... and SOURCE_..., as the ledger calls them. */
WORDS_OF(level_word, "cost", "output", "benefit", "satisfaction")
WORDS_OF(source_word, "self_evaluation", "audit", "finance_bureau", "monitoring")
/* The kinds of ceilings.csv. */
WORDS_OF(ceiling_word, "running_cost", "three_public", "overseas", "vehicle", "reception")

static const char *measure_word(int i)
{
    return measure_name((enum measure_kind)i);
}

static const char *method_word(int i)
{
    return score_method_name((enum score_method)i);
}

#define KEYS(table)       .keys = (table), .key_count = sizeof(table) / sizeof(table)[0]
#define WORD(function, n) .word = (function), .max = (n)-1

/* clang-format off */

#define AT(field) .at = offsetof(struct score_step, field)
static const struct rubric_key step_keys[] = {
    {"at_least", KEY_AT_LEAST,
     .help = "The step holds where at least this is measured."},
    {"at_most", KEY_AT_MOST,
     .help = "The step holds where at most this is measured."},
    {"points", KEY_POINTS, AT(points), .max = RUBRIC_POINTS_MAX, .required = true,
     .help = "What it gives, of the item's maximum; in a child, of its weight."},
};
static const struct rubric_object step = {
    "step", "A step of a table: one of at_least and at_most, and what it gives.", KEYS(step_keys),
    .size = sizeof(struct score_step), .begin = rubric_begin_step, .check = rubric_check_step};
#undef AT

#define AT(field)    .at = offsetof(struct scoring, field)
#define ONLY(method) .only = 1u << SCORE_##method
static const struct rubric_key score_keys[] = {
    {"method", KEY_WORD, AT(method), WORD(method_word, SCORE_METHOD_COUNT), .required = true,
     .help = "How points follow from what is measured."},
    {"full", KEY_BOUND, AT(full), ONLY(PROPORTION), .standard = "\"1\"",
     .help = "Full points from here on; under it in proportion to it."},
    {"floor", KEY_SHARE, AT(floor), .max = ONE, ONLY(PROPORTION), .standard = "\"0\"",
     .help = "No points where measured / full is below this."},
    {"full", KEY_BOUND, AT(full), ONLY(REVERSE), .required = true,
     .help = "Full points up to here; fewer above it."},
    {"reverse", KEY_WORD, AT(reverse), WORD(reverse_word, 2), ONLY(REVERSE),
     .help = "Above full: national max x (1 - (measured - full) / full), hubei max x full / measured. "
             "Default: as in completion."},
    {"steps", KEY_LIST, AT(steps), .count = offsetof(struct scoring, step_count),
     .max = RUBRIC_STEPS_MAX, .of = &step, ONLY(STEPS), .required = true,
     .help = "The first step that holds gives its points; where none does there are none."},
    {"deduct", KEY_POINTS, AT(deduct), .max = RUBRIC_POINTS_MAX, ONLY(DEDUCT), .required = true,
     .help = "What is deducted for each part; never more than the maximum in all."},
    {"per", KEY_BOUND, AT(per), ONLY(DEDUCT), .standard = "\"1\"",
     .help = "How large a part is: \"1%\" for each percentage point (a rate has no default), \"1\" for "
             "each finding."},
    {"beyond", KEY_BOUND, AT(beyond), ONLY(DEDUCT), .standard = "\"0\"",
     .help = "Only what is measured beyond this counts."},
    {"below", KEY_BOOL, AT(below), ONLY(DEDUCT), .standard = "false",
     .help = "What falls short of beyond counts, not what goes beyond it: points off for each percentage point "
             "that is missing."},
    {"started", KEY_BOOL, AT(started), ONLY(DEDUCT), .standard = "false",
     .help = "Each part that has begun counts whole; else parts of parts count in proportion."},
    {"at_least", KEY_AT_LEAST, AT(steps), .pointed = true, ONLY(YES_NO),
     .help = "Full points where at least this is measured, else none."},
    {"at_most", KEY_AT_MOST, AT(steps), .pointed = true, ONLY(YES_NO),
     .help = "Full points where at most this is measured, else none."},
};
static const struct rubric_object score = {
    "score", "How points follow from what is measured.", KEYS(score_keys), .tagged = true,
    .begin = rubric_begin_score, .check = rubric_check_score};
#undef AT
#undef ONLY

#define AT(field)  .at = offsetof(struct measure, field)
#define ONLY(kind) .only = 1u << MEASURE_##kind
static const struct rubric_key measure_keys[] = {
    {"kind", KEY_WORD, AT(kind), WORD(measure_word, MEASURE_COUNT), .required = true,
     .help = "What of the ledger is measured; assessed: nothing, people give the points."},
    {"levels", KEY_BITS, AT(levels), WORD(level_word, 4), ONLY(INDICATORS),
     .standard = "[\"cost\", \"output\", \"benefit\", \"satisfaction\"]",
     .help = "The level1 of the indicators that count."},
    {"weights", KEY_EITHER, AT(weighted), WORD(weights_word, 2), ONLY(INDICATORS), .standard = "\"equal\"",
     .help = "Whether all of them count equally, or by the weights that the ledger gives them."},
    {"days", KEY_INTEGER, AT(days), .max = DAYS_MAX, ONLY(CONTRACT_INTENT), .standard = "30",
     .help = "The intent is published at least so many days before the procurement starts."},
    {"days", KEY_INTEGER, AT(days), .max = DAYS_MAX, ONLY(CONTRACT_SIGNING), .standard = "30",
     .help = "Signed within so many days after the award."},
    {"days", KEY_INTEGER, AT(days), .max = DAYS_MAX, ONLY(CONTRACT_PUBLICATION), .standard = "2",
     .help = "Published within so many working days after signing."},
    {"days", KEY_INTEGER, AT(days), .max = DAYS_MAX, ONLY(CONTRACT_FILING), .standard = "7",
     .help = "Filed within so many working days after signing."},
    {"share", KEY_SHARE, AT(share), .max = ONE, ONLY(CONTRACT_SME), .standard = "\"30%\"",
     .help = "At least so much of a contract's amount is reserved for small and medium enterprises."},
    {"milestone_kind", KEY_TEXT, AT(milestones), .max = NAME_CHARACTERS, ONLY(MILESTONES), .required = true,
     .help = "The kind of the milestones that count, as in milestones.csv: disclosure, report, ..."},
    {"name_contains", KEY_TEXT, AT(name_part), .max = NAME_CHARACTERS, ONLY(MILESTONES),
     .help = "Of these only the ones whose name contains this."},
    {"ceiling", KEY_CHOICE, AT(ceiling), WORD(ceiling_word, 5), ONLY(CEILING), .required = true,
     .help = "The kind of the ceiling, as in ceilings.csv."},
    {"sources", KEY_BITS, AT(sources), WORD(source_word, 4), ONLY(FINDINGS),
     .standard = "[\"audit\", \"finance_bureau\"]",
     .help = "The sources of the findings (rectifications.csv) that count."},
};
static const struct rubric_object measure = {
    "measure", "What is measured.", KEYS(measure_keys), .tagged = true, .check = rubric_check_measure};
#undef AT
#undef ONLY

#define AT(field) .at = offsetof(struct rounding, field)
static const struct rubric_key rounding_keys[] = {
    {"mode", KEY_WORD, AT(mode), WORD(mode_word, 2), .required = true,
     .help = "What becomes of further digits."},
    {"digits", KEY_INTEGER, AT(digits), .max = 6, .required = true,
     .help = "Decimals of points."},
};
static const struct rubric_object rounding = {
    "rounding", "How points are rounded.", KEYS(rounding_keys)};
#undef AT

#define AT(field) .at = offsetof(struct rubric_item, field)
static const struct rubric_key child_keys[] = {
    {"name", KEY_WORDS, AT(name), .max = NAME_CHARACTERS, .required = true,
     .help = "What the child is called."},
    {"weight", KEY_POINTS, AT(max), .max = RUBRIC_POINTS_MAX, .standard = "\"1\"",
     .help = "Its weight among the children; points of its score are of this."},
    {"measure", KEY_OBJECT, AT(measure), .of = &measure, .required = true,
     .help = "What is measured; not what people enter, which they do for the item as a whole."},
    {"score", KEY_OBJECT, AT(scoring), .of = &score, .required = true,
     .help = "How points follow from it."},
};
static const struct rubric_object child = {
    "child", "A part of a composite item.", KEYS(child_keys), .size = sizeof(struct rubric_item),
    .begin = rubric_begin_item, .check = rubric_check_child};

static const struct rubric_key item_keys[] = {
    {"code", KEY_TEXT, AT(code), .max = LEDGER_CODE_MAX, .required = true,
     .help = "Unique in the rubric; the item_code of assessments.csv and rectifications.csv."},
    {"level1", KEY_WORDS, AT(level1), .max = NAME_CHARACTERS, .required = true,
     .help = "The group that it stands in."},
    {"level2", KEY_WORDS, AT(level2), .max = NAME_CHARACTERS,
     .help = "The group within that."},
    {"name", KEY_WORDS, AT(name), .max = NAME_CHARACTERS, .required = true,
     .help = "What the item is called."},
    {"max", KEY_POINTS, AT(max), .max = RUBRIC_POINTS_MAX, .required = true,
     .help = "Its maximum."},
    {"about", KEY_WORDS, AT(about), .max = TEXT_CHARACTERS,
     .help = "What it examines."},
    {"measure", KEY_OBJECT, AT(measure), .of = &measure,
     .help = "What is measured. Default: assessed."},
    {"score", KEY_OBJECT, AT(scoring), .of = &score,
     .help = "How points follow from it. Default: assessed where nothing is measured, composite where "
             "there are children."},
    {"assumption", KEY_WORDS, AT(assumption), .max = TEXT_CHARACTERS,
     .help = "What had to be assumed where the published sheet does not say how points are given."},
    {"not_applicable", KEY_WORD, AT(not_applicable), WORD(not_applicable_word, 2),
     .help = "What becomes of its points where it does not apply. Default: as in the rubric."},
    {"rounding", KEY_OBJECT, AT(rounding), .of = &rounding,
     .help = "How its points are rounded. Default: as in the rubric."},
    {"children", KEY_LIST, AT(children), .count = offsetof(struct rubric_item, child_count),
     .max = RUBRIC_CHILDREN_MAX, .of = &child,
     .help = "The parts of a composite."},
};
static const struct rubric_object item = {
    "item", "A line of the sheet.", KEYS(item_keys), .size = sizeof(struct rubric_item),
    .begin = rubric_begin_item, .check = rubric_check_item};
#undef AT

#define AT(field) .at = offsetof(struct rubric_level, field)
static const struct rubric_key level_keys[] = {
    {"name", KEY_WORDS, AT(name), .max = NAME_CHARACTERS, .required = true,
     .help = "What the group is called."},
    {"holds", KEY_BITS, AT(holds), WORD(level_word, 4), .required = true,
     .help = "The level1 of the indicators in it."},
    {"max", KEY_POINTS, AT(max), .max = RUBRIC_POINTS_MAX, .required = true,
     .help = "What its indicators without a weight share."},
};
static const struct rubric_object level = {
    "level", "A group of a project's indicators, each of which becomes a line of the sheet.",
    KEYS(level_keys), .size = sizeof(struct rubric_level)};
#undef AT

#define AT(field) .at = offsetof(struct rubric_grade, field)
static const struct rubric_key grade_keys[] = {
    {"name", KEY_TEXT, AT(name), .max = NAME_CHARACTERS, .required = true,
     .help = "What the grade is called."},
    {"from", KEY_POINTS, AT(from), .max = RUBRIC_POINTS_MAX, .required = true,
     .help = "The least total that earns it."},
};
static const struct rubric_object grade = {
    "grade", "A grade; they stand in falling order, the last from 0.", KEYS(grade_keys),
    .size = sizeof(struct rubric_grade), .begin = rubric_begin_grade};
#undef AT

/* What these hold is the rubric's own: their keys are offsets in it, and they begin where it begins. */
#define AT(field) .at = offsetof(struct rubric, field)
static const struct rubric_key states_keys[] = {
    {"level1", KEY_INTEGER, AT(stated_level1), .max = COUNT_MAX,
     .help = "How many groups the sheet says it has."},
    {"level2", KEY_INTEGER, AT(stated_level2), .max = COUNT_MAX,
     .help = "How many groups within groups."},
    {"items", KEY_INTEGER, AT(stated_items), .max = COUNT_MAX,
     .help = "How many items."},
    {"max", KEY_POINTS, AT(stated_max), .max = RUBRIC_POINTS_MAX,
     .help = "The maximum in all."},
};
static const struct rubric_object states = {
    "states", "What the published sheet says of itself; where it differs from the items, that is told.",
    KEYS(states_keys)};

static const struct rubric_key completion_keys[] = {
    {"achieved", KEY_SHARE, AT(completion_achieved), .max = ONE, .standard = "\"1\"",
     .help = "Completion of a qualitative indicator that is achieved."},
    {"partial", KEY_SHARE, AT(completion_partial), .max = ONE, .standard = "\"0.7\"",
     .help = "Of one that is partly achieved."},
    {"missed", KEY_SHARE, AT(completion_missed), .max = ONE, .standard = "\"0\"",
     .help = "Of one that is missed."},
    {"reverse", KEY_WORD, AT(reverse), WORD(reverse_word, 2), .standard = "\"national\"",
     .help = "Over a target that is an upper limit: national 1 - (value - target) / target, hubei "
             "target / value."},
};
static const struct rubric_object completion = {
    "completion", "How far indicators are completed.", KEYS(completion_keys),
    .check = rubric_check_completion};

static const struct rubric_key bands_keys[] = {
    {"achieved_from", KEY_SHARE, AT(band_achieved_from), .max = ONE, .standard = "\"80%\"",
     .help = "Assessed points of an achieved qualitative indicator are from this share of its weight to "
             "all of it."},
    {"partial_from", KEY_SHARE, AT(band_partial_from), .max = ONE, .standard = "\"60%\"",
     .help = "Of a partly achieved one from this to below that; of a missed one below this."},
};
static const struct rubric_object bands = {
    "bands", "Between what bounds people assess qualitative indicators.", KEYS(bands_keys),
    .check = rubric_check_bands};

static const struct rubric_key root_keys[] = {
    {"$schema", KEY_SCHEMA,
     .help = "Where the JSON Schema of this file is, for editors."},
    {"name", KEY_TEXT, AT(name), .max = NAME_CHARACTERS, .required = true,
     .help = "What an evaluation calls the rubric; of a shipped one the file's name."},
    {"about", KEY_REMARK, .max = TEXT_CHARACTERS,
     .help = "For who reads the file."},
    {"title", KEY_WORDS, AT(title), .max = NAME_CHARACTERS, .required = true,
     .help = "The sheet's title."},
    {"basis", KEY_WORDS, AT(basis), .max = TEXT_CHARACTERS,
     .help = "The document that the sheet follows."},
    {"for", KEY_WORD, AT(subject), WORD(subject_word, 2), .required = true,
     .help = "What is evaluated by it."},
    {"states", KEY_OBJECT, .of = &states,
     .help = "What the published sheet says of itself; where it differs from the items, that is told."},
    {"rounding", KEY_OBJECT, AT(rounding), .of = &rounding, .required = true,
     .help = "How points are rounded, where an item does not say."},
    {"not_applicable", KEY_WORD, AT(not_applicable), WORD(not_applicable_word, 2), .required = true,
     .help = "What becomes of the points of what does not apply: full, or spread over the others."},
    {"completion", KEY_OBJECT, .of = &completion,
     .help = "How far indicators are completed."},
    {"bands", KEY_OBJECT, .of = &bands,
     .help = "Between what bounds people assess qualitative indicators."},
    {"low_target", KEY_SHARE, AT(low_target), .min = ONE, .max = 1000 * ONE, .standard = "\"1.30\"",
     .help = "A value at or above this share of its target asks for an explanation: the target was low."},
    {"far_apart", KEY_SHARE, AT(far_apart), .max = ONE, .standard = "\"20%\"",
     .help = "Goals and execution that differ by more than this ask for an explanation."},
    {"grades", KEY_LIST, AT(grades), .count = offsetof(struct rubric, grade_count),
     .max = RUBRIC_GRADES_MAX, .of = &grade, .required = true,
     .help = "Grades of the total, in falling order, the last from 0."},
    {"items", KEY_LIST, AT(items), .count = offsetof(struct rubric, item_count), .max = RUBRIC_ITEMS_MAX,
     .of = &item,
     .help = "The items, in the order of the sheet."},
    {"levels", KEY_LIST, AT(levels), .count = offsetof(struct rubric, level_count), .max = 4, .of = &level,
     .help = "A project's groups of indicators, each of which is an item of its own."},
};
const struct rubric_object rubric_root = {
    "rubric", "A score sheet of budgetwatch.", KEYS(root_keys), .check = rubric_check_root};
#undef AT

/* clang-format on */

_Static_assert(sizeof(enum measure_kind) == sizeof(int), "words are stored as numbers");
_Static_assert(LEVEL_COST == 1 && LEVEL_OUTPUT == 2 && LEVEL_BENEFIT == 4 && LEVEL_SATISFACTION == 8,
               "the bits are in the order of the words");
_Static_assert(SOURCE_SELF_EVALUATION == 1 && SOURCE_AUDIT == 2 && SOURCE_FINANCE_BUREAU == 4 &&
                   SOURCE_MONITORING == 8,
               "the bits are in the order of the words");
