/* What the file as a whole must hold to. Values that could not be read have been told already, and are
 * passed over here: a NULL text, no bits, RUBRIC_UNREAD. */
#include "config/rubric_table.h"

#include <string.h>

static void check_codes(const struct rubric_reader *reader, const struct rubric *rubric);
static void check_execution(const struct rubric_reader *reader, const struct rubric *rubric);
static void check_levels(const struct rubric_reader *reader, const struct rubric *rubric);
static void check_grades(const struct rubric_reader *reader, const struct rubric *rubric);

/* "unit", "project", or NULL where it is neither. */
static const char *subject_of(const json_t *root)
{
    const char *subject = json_string_value(json_object_get(root, "for"));
    bool known = subject != NULL && (strcmp(subject, "unit") == 0 || strcmp(subject, "project") == 0);

    return known ? subject : NULL;
}

void rubric_check_root(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    const struct rubric *rubric = base;
    const char *subject = subject_of(spot->json);
    struct json_place levels = {.key = "levels"};

    (void)whole;
    check_codes(reader, rubric);
    check_levels(reader, rubric);
    check_grades(reader, rubric);
    if (subject != NULL && strcmp(subject, "project") == 0)
        check_execution(reader, rubric);
    if (subject != NULL && strcmp(subject, "unit") == 0 && json_object_get(spot->json, "levels") != NULL)
        json_file_fault(reader->file, &levels, "a unit's rubric has none; an item measures \"indicators\"");
    if (json_object_get(spot->json, "items") == NULL && json_object_get(spot->json, "levels") == NULL)
        json_file_fault(reader->file, NULL, "expected items or levels: the sheet would be empty");
}

/* Quadratic, of at most RUBRIC_ITEMS_MAX codes. */
static void check_codes(const struct rubric_reader *reader, const struct rubric *rubric)
{
    struct json_place items = {.key = "items"};

    for (size_t i = 0; i < rubric->item_count; i++) {
        struct json_place item = {.up = &items, .index = i};
        struct json_place place = {.up = &item, .key = "code"};
        const char *code = rubric->items[i].code;
        if (code == NULL)
            continue;
        if (strcmp(code, "total") == 0)
            json_file_fault(reader->file, &place,
                            "\"total\" is reserved: assessments.csv has a printed sheet's total under it");
        for (size_t j = 0; j < i; j++) {
            const char *earlier = rubric->items[j].code;
            if (earlier == NULL || strcmp(earlier, code) != 0)
                continue;
            json_file_fault(reader->file, &place, "\"%s\" is the code of items[%zu] already", code, j);
            break;
        }
    }
}

/* A project's ledger knows its execution item by that code (assessments.csv), in every rubric. */
static void check_execution(const struct rubric_reader *reader, const struct rubric *rubric)
{
    struct json_place items = {.key = "items"};

    for (size_t i = 0; i < rubric->item_count; i++) {
        struct json_place item = {.up = &items, .index = i};
        struct json_place place = {.up = &item, .key = "code"};
        const struct rubric_item *of = &rubric->items[i];
        if (of->code == NULL || of->measure.kind == MEASURE_COUNT)
            continue;
        bool is_named = strcmp(of->code, "execution") == 0;
        if (of->measure.kind == MEASURE_EXECUTION && !is_named)
            json_file_fault(
                reader->file, &place,
                "in a project's rubric the item that measures execution has the code \"execution\"");
        if (of->measure.kind != MEASURE_EXECUTION && is_named)
            json_file_fault(reader->file, &place,
                            "in a project's rubric the code \"execution\" is of the item that measures "
                            "execution");
    }
}

static void check_levels(const struct rubric_reader *reader, const struct rubric *rubric)
{
    static const char *const names[] = {"cost", "output", "benefit", "satisfaction"};
    struct json_place levels = {.key = "levels"};
    unsigned seen = 0;

    for (size_t i = 0; i < rubric->level_count; i++) {
        struct json_place level = {.up = &levels, .index = i};
        struct json_place holds = {.up = &level, .key = "holds"};
        unsigned twice = seen & rubric->levels[i].holds;
        for (size_t bit = 0; bit < 4; bit++)
            if ((twice & 1u << bit) != 0)
                json_file_fault(reader->file, &holds, "an earlier level holds \"%s\" already", names[bit]);
        seen |= rubric->levels[i].holds;
    }
}

void rubric_begin_grade(struct rubric_reader *reader, const struct rubric_spot *spot, void *base)
{
    (void)reader;
    (void)spot;
    ((struct rubric_grade *)base)->from = RUBRIC_UNREAD;
}

static void check_grades(const struct rubric_reader *reader, const struct rubric *rubric)
{
    struct json_place grades = {.key = "grades"};

    for (size_t i = 0; i < rubric->grade_count; i++) {
        struct json_place grade = {.up = &grades, .index = i};
        struct json_place place = {.up = &grade, .key = "from"};
        micro from = rubric->grades[i].from;
        char text[DEC_TEXT];
        if (from == RUBRIC_UNREAD)
            continue;
        if (i > 0 && rubric->grades[i - 1].from != RUBRIC_UNREAD && from >= rubric->grades[i - 1].from)
            json_file_fault(reader->file, &place, "not below the grade before, which is from %s",
                            dec_format_short(rubric->grades[i - 1].from, SCALE_MICRO, text));
        if (i + 1 == rubric->grade_count && from != 0)
            json_file_fault(reader->file, &place,
                            "the last grade is from 0, so that every total has a grade");
    }
}

void rubric_check_completion(struct rubric_reader *reader, const struct rubric_spot *spot, void *base,
                             bool whole)
{
    const struct rubric *rubric = base;
    struct json_place partial = {.up = spot->place, .key = "partial"};

    if (whole && (rubric->completion_partial < rubric->completion_missed ||
                  rubric->completion_partial > rubric->completion_achieved))
        json_file_fault(reader->file, &partial, "not between missed and achieved");
}

void rubric_check_bands(struct rubric_reader *reader, const struct rubric_spot *spot, void *base, bool whole)
{
    const struct rubric *rubric = base;
    struct json_place partial = {.up = spot->place, .key = "partial_from"};

    if (!whole)
        return;
    if (rubric->band_partial_from <= 0)
        json_file_fault(reader->file, &partial, "must be above 0");
    if (rubric->band_partial_from >= rubric->band_achieved_from)
        json_file_fault(reader->file, &partial, "not below achieved_from");
}
