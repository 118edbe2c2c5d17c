/* The making of a score sheet: items in their order, then what spreads, then points, totals and grade,
 * and last what does not agree. */
#include "core/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "core/sheet_parts.h"

static bool spread(struct making *making);
static bool finish_items(struct making *making);
static bool total(struct making *making);

static bool make(struct making *making)
{
    const struct rubric *rubric = making->rubric;
    const struct sheet_facts *facts = making->facts;

    if ((rubric->subject == RUBRIC_UNIT) != facts->of_unit)
        return err_set(making->err, ERR_USAGE, "the rubric %s is for %s, and %s is a %s", rubric->name,
                       facts->of_unit ? "projects" : "units", facts->code,
                       facts->of_unit ? "unit" : "project");
    for (size_t i = 0; i < rubric->item_count; i++)
        if (!sheet_item_of_rubric(making, &rubric->items[i]))
            return false;
    for (size_t i = 0; !facts->of_unit && i < facts->set.indicator_count; i++)
        if (!sheet_item_of_indicator(making, &facts->set.indicators[i]))
            return false;
    if (!spread(making) || !finish_items(making) || !total(making))
        return err_set(making->err, ERR_OVERFLOW, "the points of %s do not fit 64 bits of millionths",
                       facts->code);
    sheet_check(making);
    return true;
}

bool sheet_make(const struct rubric *rubric, const struct sheet_facts *facts, const struct calendar *calendar,
                struct sheet *ret_sheet, struct err *err)
{
    struct making making = {.rubric = rubric,
                            .facts = facts,
                            .calendar = calendar,
                            .sheet = ret_sheet,
                            .err = err,
                            .month = date_month(facts->clock)};

    *ret_sheet = (struct sheet){.rubric = rubric, .facts = facts, .grade = ""};
    bool ok = make(&making);
    free(making.rows.list);
    free(making.parts.list);
    if (!ok)
        sheet_free(ret_sheet);
    return ok;
}

void sheet_free(struct sheet *sheet)
{
    free(sheet->items);
    free(sheet->discrepancies);
    arena_free(&sheet->arena);
    *sheet = (struct sheet){0};
}

static bool spreads(const struct making *making, const struct sheet_item *item)
{
    enum not_applicable how =
        item->rubric != NULL ? item->rubric->not_applicable : making->rubric->not_applicable;

    return item->state == ITEM_NOT_APPLICABLE && how == NOT_APPLICABLE_SPREAD;
}

/* The weight of what does not apply goes to the other items in proportion to theirs. The maxima shown are
 * rounded as a running sum, so that together they are what they were. */
static bool spread(struct making *making)
{
    struct sheet *sheet = making->sheet;
    struct ratio sum = {0, 1}, gone = {0, 1}, rest, factor, running = {0, 1};
    micro shown = 0, upto;

    for (size_t i = 0; i < sheet->item_count; i++) {
        struct sheet_item *item = &sheet->items[i];
        if (!ratio_add(sum, item->weight, &sum) ||
            (spreads(making, item) && !ratio_add(gone, item->weight, &gone)))
            return false;
    }
    if (gone.num == 0 || !ratio_sub(sum, gone, &rest) || rest.num <= 0)
        return true; /* nothing to spread, or nothing to spread it over: full points then */
    if (!ratio_div(sum, rest, &factor))
        return false;
    for (size_t i = 0; i < sheet->item_count; i++) {
        struct sheet_item *item = &sheet->items[i];
        bool away = spreads(making, item);
        if (!ratio_mul(item->weight, away ? ratio_int(0) : factor, &item->weight) ||
            !ratio_add(running, item->weight, &running) ||
            !round_score(running, (struct rounding){ROUND_HALF_UP, item->rounding.digits}, &upto))
            return false;
        item->max = upto - shown;
        shown = upto;
        item->weight = ratio_micro(item->max);
    }
    return true;
}

/* Assessed points are taken as they were written; computed ones are rounded as the sheet says. */
static bool finish_item(const struct making *making, struct sheet_item *item)
{
    micro best;

    if (!ratio_mul(item->weight, item->share, &item->exact))
        return false;
    if (item->state == ITEM_ASSESSED) {
        micro low = item->assessed < 0 ? 0 : item->assessed;
        item->points = low > item->max ? item->max : low;
        item->exact = ratio_micro(item->points);
    } else if (item->state == ITEM_NOT_APPLICABLE) {
        item->points = item->max;
    } else if (!round_score(item->exact, item->rounding, &item->points)) {
        return false;
    }
    if (!making->facts->open || item->state == ITEM_NOT_APPLICABLE)
        return true;
    if (!ratio_mul(item->weight, item->best, &item->exact) ||
        !round_score(item->exact, item->rounding, &best) ||
        !ratio_mul(item->weight, item->share, &item->exact))
        return false;
    item->winnable = best > item->points ? best - item->points : 0;
    return true;
}

static bool finish_items(struct making *making)
{
    for (size_t i = 0; i < making->sheet->item_count; i++)
        if (!finish_item(making, &making->sheet->items[i]))
            return false;
    return true;
}

static bool total(struct making *making)
{
    const struct assessment_row *printed = assessment_of(making->facts, "total");
    struct sheet *sheet = making->sheet;

    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        if (!dec_add(sheet->max, item->max, &sheet->max) ||
            !dec_add(sheet->total, item->points, &sheet->total) ||
            !dec_add(sheet->winnable, item->winnable, &sheet->winnable))
            return false;
        if (!item->has_assessed)
            continue;
        sheet->has_assessed_total = true;
        if (!dec_add(sheet->assessed_total, item->assessed, &sheet->assessed_total))
            return false;
    }
    sheet->has_printed_total = printed != NULL && printed->has_points;
    sheet->printed_total = sheet->has_printed_total ? printed->points : 0;
    for (size_t i = 0; i < making->rubric->grade_count; i++)
        if (sheet->total >= making->rubric->grades[i].from) {
            sheet->grade = making->rubric->grades[i].name;
            break;
        }
    return true;
}

struct lost {
    micro points;
    size_t item;
};

static int most_first(const void *a, const void *b)
{
    const struct lost *x = a, *y = b;

    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

bool sheet_item_lost(const struct sheet_item *item)
{
    bool complete = item->state == ITEM_COMPUTED && ratio_compare(item->share, ratio_int(1)) >= 0;

    return item->points < item->max && !complete;
}

size_t sheet_lost(const struct sheet *sheet, size_t *ret_order)
{
    struct lost *list = mem_alloc((sheet->item_count + 1) * sizeof *list);
    size_t count = 0;

    for (size_t i = 0; i < sheet->item_count; i++) {
        const struct sheet_item *item = &sheet->items[i];
        if (sheet_item_lost(item))
            list[count++] = (struct lost){sheet->facts->open ? item->winnable : item->max - item->points, i};
    }
    qsort(list, count, sizeof *list, most_first);
    for (size_t i = 0; i < count; i++)
        ret_order[i] = list[i].item;
    free(list);
    return count;
}

const char *item_state_name(enum item_state state)
{
    static const char *const names[] = {[ITEM_COMPUTED] = "computed",
                                        [ITEM_ASSESSED] = "assessed",
                                        [ITEM_NOT_APPLICABLE] = "not_applicable",
                                        [ITEM_NO_DATA] = "no_data"};
    return names[state];
}
