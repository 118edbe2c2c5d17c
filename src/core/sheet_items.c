/* The items that a rubric names: what was measured, and what it earns. */
#include "core/sheet_parts.h"

static bool cannot_compute(struct making *making, const struct rubric_item *rubric)
{
    return err_set(making->err, ERR_OVERFLOW, "item %s: its points cannot be computed exactly", rubric->code);
}

/* A child's share and its weight as given. Findings, and what does not agree, are known by the item's code:
 * a child has none. */
static bool make_child(struct making *making, const struct rubric_item *parent, size_t number,
                       struct sheet_part *ret)
{
    struct rubric_item child = parent->children[number];
    struct measured measured;
    struct ratio share = {0, 1}, best = {0, 1};

    child.code = parent->code;
    making->parts.count = 0; /* those of the child before: indicators, which are not told apart here */
    if (!measure_item(making, &child, &measured))
        return false;
    bool known = measured.kind == MEASURED_SHARE || measured.kind == MEASURED_NUMBER;
    bool away = measured.kind == MEASURED_NOT_APPLICABLE;
    if (known && (!score_share(&child, measured.value, &share) || !score_share(&child, measured.best, &best)))
        return cannot_compute(making, parent);
    if (away)
        share = best = ratio_int(1);
    *ret = (struct sheet_part){.code = "",
                               .name = child.name,
                               .measured = measured,
                               .weight = ratio_micro(child.max),
                               .share = share,
                               .best = best,
                               .left_out = away && child.not_applicable == NOT_APPLICABLE_SPREAD,
                               .state = known  ? ITEM_COMPUTED
                                        : away ? ITEM_NOT_APPLICABLE
                                               : ITEM_NO_DATA};
    return true;
}

static bool measure_children(struct making *making, const struct rubric_item *rubric, struct measured *ret)
{
    size_t count = rubric->child_count, known = 0, away = 0;
    struct sheet_part *children = arena_alloc(&making->sheet->arena, count * sizeof *children);

    *ret = (struct measured){.kind = MEASURED_NOTHING, .value = {0, 1}, .best = {0, 1}};
    for (size_t i = 0; i < count; i++) {
        if (!make_child(making, rubric, i, &children[i]))
            return false;
        known += children[i].state == ITEM_COMPUTED;
        away += children[i].state == ITEM_NOT_APPLICABLE;
    }
    making->parts.count = 0;
    for (size_t i = 0; i < count; i++)
        *part_add(making) = children[i];
    if (known == 0) {
        ret->kind = away == count ? MEASURED_NOT_APPLICABLE : MEASURED_NOTHING;
        return true;
    }
    ret->kind = MEASURED_SHARE;
    return parts_weigh(making, rubric->code, ret);
}

static bool settle(struct making *making, struct sheet_item *item)
{
    const struct measured *measured = &item->measured;
    bool computed = (measured->kind == MEASURED_SHARE || measured->kind == MEASURED_NUMBER) &&
                    item->rubric->scoring.method != SCORE_ASSESSED;

    if (measured->kind == MEASURED_NOT_APPLICABLE) {
        item->state = ITEM_NOT_APPLICABLE;
        item->share = item->best = ratio_int(1);
        return true;
    }
    if (!computed) {
        sheet_item_by_people(making, item);
        return true;
    }
    item->state = ITEM_COMPUTED;
    return score_share(item->rubric, measured->value, &item->share) &&
           score_share(item->rubric, measured->best, &item->best);
}

bool sheet_item_of_rubric(struct making *making, const struct rubric_item *rubric)
{
    struct sheet_item *item = sheet_item_next(making);

    item->code = rubric->code;
    item->level1 = rubric->level1;
    item->level2 = rubric->level2;
    item->name = rubric->name;
    item->rubric = rubric;
    item->rounding = rubric->rounding;
    item->weight = ratio_micro(rubric->max);
    item->max = rubric->max;
    bool ok = rubric->scoring.method == SCORE_COMPOSITE ? measure_children(making, rubric, &item->measured)
                                                        : measure_item(making, rubric, &item->measured);
    if (!ok)
        return false;
    sheet_item_assessment(making, item);
    if (item->measured.kind == MEASURED_NOTHING && assessed_not_applicable(item))
        item->measured.kind = MEASURED_NOT_APPLICABLE;
    if (!settle(making, item))
        return cannot_compute(making, rubric);
    sheet_item_keep(making, item);
    return true;
}
