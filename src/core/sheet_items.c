/* The items that a rubric names: what was measured, and what it earns. */
#include "core/sheet_parts.h"

/* A child's share, and its weight: as given, or equal ones where none is. */
static bool make_child(struct making *making, const struct rubric_item *child, struct sheet_part *ret)
{
    struct measured measured;
    struct ratio share = {0, 1}, best = {0, 1};

    making->parts.count = 0; /* those of the child before: indicators, which are not told apart here */
    if (!measure_item(making, child, &measured))
        return false;
    bool known = measured.kind == MEASURED_SHARE || measured.kind == MEASURED_NUMBER;
    if (known && (!score_share(child, measured.value, &share) || !score_share(child, measured.best, &best)))
        return false;
    if (measured.kind == MEASURED_NOT_APPLICABLE)
        share = best = ratio_int(1);
    *ret = (struct sheet_part){.code = "",
                               .name = child->name.zh,
                               .measured = measured,
                               .weight = ratio_micro(child->max),
                               .share = share,
                               .best = best,
                               .state = known                                      ? ITEM_COMPUTED
                                        : measured.kind == MEASURED_NOT_APPLICABLE ? ITEM_NOT_APPLICABLE
                                                                                   : ITEM_NO_DATA};
    return true;
}

static bool measure_children(struct making *making, const struct rubric_item *rubric, struct measured *ret)
{
    size_t count = rubric->child_count, known = 0;
    struct sheet_part *children = arena_alloc(&making->sheet->arena, count * sizeof *children);

    *ret = (struct measured){.kind = MEASURED_NOTHING, .value = {0, 1}, .best = {0, 1}};
    for (size_t i = 0; i < count; i++) {
        if (!make_child(making, &rubric->children[i], &children[i]))
            return false;
        known += children[i].state != ITEM_NO_DATA;
    }
    making->parts.count = 0;
    for (size_t i = 0; i < count; i++)
        *part_add(making) = children[i];
    if (known == 0)
        return true;
    ret->kind = MEASURED_SHARE;
    return parts_weigh(making, ret);
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
    if (item->assessment != NULL && written_not_applicable(item->assessment->measured))
        item->measured.kind = MEASURED_NOT_APPLICABLE;
    if (!settle(making, item))
        return err_set(making->err, ERR_OVERFLOW, "item %s: its points cannot be computed exactly",
                       item->code);
    sheet_item_keep(making, item);
    return true;
}
