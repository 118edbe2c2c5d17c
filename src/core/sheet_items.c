/* The items that a rubric names: what was measured, and what it earns. */
#include "core/sheet_parts.h"

/* A child's share, and its weight: as given, or equal ones where none is. */
static bool add_child(struct making *making, const struct rubric_item *child, size_t at, bool equal)
{
    struct measured measured;
    struct ratio share = {0, 1};

    if (!measure_item(making, child, &measured))
        return false;
    bool known = measured.kind == MEASURED_SHARE || measured.kind == MEASURED_NUMBER;
    if (known && !score_share(child, measured.value, &share))
        return false;
    if (measured.kind == MEASURED_NOT_APPLICABLE)
        share = ratio_int(1);
    (void)at;
    struct sheet_part *part = part_add(making);
    part->name = child->name.zh;
    part->measured = measured;
    part->weight = equal ? ratio_int(1) : ratio_micro(child->max);
    part->share = share;
    part->state = known                                      ? ITEM_COMPUTED
                  : measured.kind == MEASURED_NOT_APPLICABLE ? ITEM_NOT_APPLICABLE
                                                             : ITEM_NO_DATA;
    return true;
}

/* Children that measure indicators bring parts of their own, which are not told apart from the children:
 * only the children's stay. */
static bool measure_children(struct making *making, const struct rubric_item *rubric, struct measured *ret)
{
    struct ratio weights = {0, 1}, sum = {0, 1}, product;
    size_t known = 0;
    bool equal = true;

    *ret = (struct measured){.kind = MEASURED_NOTHING, .value = {0, 1}, .best = {0, 1}};
    for (size_t i = 0; i < rubric->child_count; i++)
        equal = equal && rubric->children[i].max == 0;
    for (size_t i = 0; i < rubric->child_count; i++) {
        if (!add_child(making, &rubric->children[i], i, equal))
            return false;
        making->parts.list[i] = making->parts.list[making->parts.count - 1];
        making->parts.count = i + 1;
        known += making->parts.list[i].state != ITEM_NO_DATA;
    }
    for (size_t i = 0; i < making->parts.count; i++) {
        struct sheet_part *part = &making->parts.list[i];
        if (!ratio_add(weights, part->weight, &weights) || !ratio_mul(part->weight, part->share, &product) ||
            !ratio_add(sum, product, &sum))
            return err_set(making->err, ERR_OVERFLOW, "item %s: its parts cannot be added exactly",
                           rubric->code);
    }
    if (known == 0 || weights.num == 0)
        return true;
    for (size_t i = 0; i < making->parts.count; i++)
        if (!ratio_div(making->parts.list[i].weight, weights, &making->parts.list[i].weight))
            return false;
    ret->kind = MEASURED_SHARE;
    if (!ratio_div(sum, weights, &ret->value))
        return false;
    ret->best = making->facts->open ? ratio_int(1) : ret->value;
    return true;
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
