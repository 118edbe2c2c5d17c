#include "db/load_values.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/array.h"
#include "db/load_rows.h"

/* Indicators and units are asked for by those of the batch; once they are read, what belongs to them is
 * asked for by all that were found, those of the batch's projects included. A unit is there once a year. */
static void add_codes(struct load_facts *load, enum subject_kind kind, struct db_array *array)
{
    const struct facts_set *set = &load->set;

    if (kind == SUBJECT_INDICATOR && set->indicator_count > 0) {
        for (size_t i = 0; i < set->indicator_count; i++)
            if (i == 0 || strcmp(set->indicators[i].code, set->indicators[i - 1].code) != 0)
                db_array_text(array, set->indicators[i].code);
        return;
    }
    if (kind == SUBJECT_UNIT && set->unit_count > 0) {
        for (size_t i = 0; i < set->unit_count; i++)
            if (i == 0 || strcmp(set->units[i].code, set->units[i - 1].code) != 0)
                db_array_text(array, set->units[i].code);
        return;
    }
    if (kind == SUBJECT_UNIT && load->page != NULL) {
        add_unknown_units(load, array);
        return;
    }
    for (size_t i = 0; load->work != NULL && i < load->work->lists[kind].count; i++)
        db_array_text(array, load->work->lists[kind].codes[i]);
}

static enum subject_kind kind_of(enum load_parameter parameter)
{
    switch (parameter) {
    case BY_PROJECTS:
    case BY_PROJECT_LIST: return SUBJECT_PROJECT;
    case BY_UNITS:
    case BY_UNIT_LIST: return SUBJECT_UNIT;
    case BY_INDICATORS:
    case BY_INDICATOR_LIST:
    case BY_INDICATOR_BOUNDS: return SUBJECT_INDICATOR;
    case BY_MILESTONES: return SUBJECT_MILESTONE;
    case BY_CONTRACTS: return SUBJECT_CONTRACT;
    case BY_CEILINGS: return SUBJECT_CEILING;
    case BY_RECTIFICATIONS: return SUBJECT_RECTIFICATION;
    case BY_NOTHING:
    case BY_BOUNDS:
    case BY_FIRST:
    case BY_LAST:
    case BY_CLOCK:
    case BY_DENSE_LIMIT: break;
    }
    return SUBJECT_COUNT;
}

static void add_value(struct load_values *values, const char *text)
{
    struct buf *buf = &values->texts[values->count];

    if (text != NULL)
        buf_puts(buf, text);
    values->list[values->count++] = text != NULL ? buf_text(buf) : NULL;
}

static void add_number(struct load_values *values, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, number);
    add_value(values, text);
}

/* The first and the last of the codes of a kind that the batch has, or has found. */
static void add_bounds(struct load_values *values, const struct load_facts *load, enum subject_kind kind)
{
    const struct facts_set *set = &load->set;
    const struct code_list *list = load->work != NULL ? &load->work->lists[kind] : NULL;

    if (kind == SUBJECT_INDICATOR && set->indicator_count > 0) {
        add_value(values, set->indicators[0].code);
        add_value(values, set->indicators[set->indicator_count - 1].code);
    } else if (kind == SUBJECT_UNIT && (set->unit_count > 0 || load->page != NULL)) {
        add_value(values, set->unit_count > 0 ? set->units[0].code : "");
        add_value(values, set->unit_count > 0 ? set->units[set->unit_count - 1].code : CODE_LAST);
    } else {
        add_value(values, list != NULL && list->count > 0 ? list->codes[0] : "");
        add_value(values, list != NULL && list->count > 0 ? list->codes[list->count - 1] : "");
    }
}

/* Of a page's own kind the range is enough, and of its indicators where they lie close together. */
static bool by_range(const struct load_facts *load, enum subject_kind kind)
{
    return load->page != NULL && (load->page->kind == kind || (kind == SUBJECT_INDICATOR && load->dense));
}

static void add_subjects(struct load_values *values, struct load_facts *load, enum subject_kind kind)
{
    struct db_array array = {0};

    if (kind == SUBJECT_INDICATOR && load->page != NULL && load->set.indicator_count == 0) {
        add_value(values, "{}");
        add_value(values, "");
        add_value(values, "");
        return;
    }
    if (kind != SUBJECT_INDICATOR && by_range(load, kind)) {
        add_value(values, NULL);
        add_value(values, load->page->from);
        add_value(values, load->page->to);
        values->any = true;
        return;
    }
    if (kind == SUBJECT_INDICATOR && load->page != NULL && load->dense) {
        add_value(values, NULL);
        values->any = true;
    } else {
        add_codes(load, kind, &array);
        add_value(values, db_array_end(&array));
        values->any = values->any || array.count > 0;
    }
    add_bounds(values, load, kind);
    db_array_free(&array);
}

static void add_list(struct load_values *values, struct load_facts *load, enum subject_kind kind)
{
    struct db_array array = {0};

    add_codes(load, kind, &array);
    add_value(values, db_array_end(&array));
    values->any = values->any || array.count > 0;
    db_array_free(&array);
}

void load_values_add(struct load_values *values, struct load_facts *load, enum load_parameter parameter,
                     int first_year)
{
    char day[DATE_TEXT];

    switch (parameter) {
    case BY_NOTHING: break;
    case BY_FIRST: add_number(values, first_year); break;
    case BY_LAST: add_number(values, load->last_year); break;
    case BY_CLOCK: add_value(values, load->clock > 0 ? date_format(load->clock, day) : "9999-12-31"); break;
    case BY_DENSE_LIMIT:
        add_number(values, DENSE_FACTOR * (int64_t)load->set.indicator_count + DENSE_FEW);
        break;
    case BY_BOUNDS:
        add_value(values, load->page->from);
        add_value(values, load->page->to);
        values->any = true;
        break;
    case BY_INDICATOR_BOUNDS:
        values->any = load->set.indicator_count > 0;
        add_bounds(values, load, SUBJECT_INDICATOR);
        break;
    case BY_PROJECT_LIST:
    case BY_UNIT_LIST:
    case BY_INDICATOR_LIST: add_list(values, load, kind_of(parameter)); break;
    case BY_PROJECTS:
    case BY_UNITS:
    case BY_INDICATORS:
    case BY_MILESTONES:
    case BY_CONTRACTS:
    case BY_CEILINGS:
    case BY_RECTIFICATIONS: add_subjects(values, load, kind_of(parameter)); break;
    }
}

void load_values_free(struct load_values *values)
{
    for (size_t i = 0; i < LOAD_VALUES; i++)
        buf_free(&values->texts[i]);
    *values = (struct load_values){0};
}
