#include "core/sheet_risk.h"

#include <string.h>

#include "core/sheet_parts.h"
#include "core/standing.h"

struct asking {
    const struct sheet_risk *of;
    const struct verdict *verdict;
    const char *code;
    bool found;
    struct ratio points; /* found so far */
};

static void ask_item(struct asking *asking, const struct sheet_item *item);
static bool ask_measure(struct asking *asking, const struct rubric_item *by, const struct measured *measured,
                        struct ratio *ret_share);

void sheet_risk_begin(const struct sheet *sheet, struct sheet_risk *ret)
{
    const struct facts_set *set = &sheet->facts->set;
    int month = date_month(sheet->facts->clock);
    struct standing at;

    *ret = (struct sheet_risk){.sheet = sheet};
    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched && standing_at(&set->projects[i], month, sheet->facts->clock, &at))
            ret->budget += at.budget;
}

bool sheet_risk(const struct sheet_risk *of, const struct verdict *verdict, const char *code,
                micro *ret_points)
{
    const struct sheet *sheet = of->sheet;
    struct asking asking = {.of = of, .verdict = verdict, .code = code, .points = {0, 1}};

    if (verdict->severity < SEVERITY_YELLOW)
        return false;
    for (size_t i = 0; i < sheet->item_count; i++)
        ask_item(&asking, &sheet->items[i]);
    if (!asking.found)
        return false;
    *ret_points = ratio_shown(asking.points, SCALE_MICRO);
    return true;
}

/* `share` of `weight` of the item is at risk. A sum that has grown too uneven to be exact is left as it is:
 * the points are shown with two decimals. */
static void add(struct asking *asking, const struct sheet_item *item, struct ratio weight, struct ratio share)
{
    struct ratio points, sum;

    asking->found = true;
    if (ratio_mul(weight, within_0_and_1(share), &points) && ratio_mul(points, item->weight, &points) &&
        ratio_add(asking->points, points, &sum))
        asking->points = sum;
}

static bool is_of_indicator(enum rule rule)
{
    return rule == RULE_INDICATOR_PACE || rule == RULE_INDICATOR_MISSING;
}

static struct ratio rest_of(struct ratio share)
{
    struct ratio rest;

    return ratio_sub(ratio_int(1), share, &rest) ? rest : ratio_int(0);
}

/* What people give points for, or what does not apply, has no formula to lose by. */
static void ask_item(struct asking *asking, const struct sheet_item *item)
{
    struct ratio share;

    if (is_of_indicator(asking->verdict->rule)) {
        if (item->indicator != NULL && strcmp(item->code, asking->code) == 0)
            add(asking, item, ratio_int(1), rest_of(item->share));
        for (size_t i = 0; i < item->part_count; i++)
            if (item->parts[i].code[0] != '\0' && strcmp(item->parts[i].code, asking->code) == 0 &&
                !item->parts[i].left_out)
                add(asking, item, item->parts[i].weight, rest_of(item->parts[i].share));
        return;
    }
    if (item->rubric == NULL || item->state == ITEM_NOT_APPLICABLE)
        return;
    if (item->rubric->scoring.method != SCORE_COMPOSITE) {
        if (ask_measure(asking, item->rubric, &item->measured, &share))
            add(asking, item, ratio_int(1), share);
        return;
    }
    for (size_t i = 0; i < item->rubric->child_count && i < item->part_count; i++)
        if (ask_measure(asking, &item->rubric->children[i], &item->parts[i].measured, &share))
            add(asking, item, item->parts[i].weight, share);
}

/* Of the whole budget, what this project has not spent. */
static bool unspent_share(const struct asking *asking, struct ratio *ret)
{
    const struct sheet_facts *facts = asking->of->sheet->facts;
    const struct project_facts *project = facts_project(&facts->set, asking->code, facts->year);
    struct standing at;

    return project != NULL && asking->of->budget > 0 &&
           standing_at(project, date_month(facts->clock), facts->clock, &at) &&
           ratio_of((int128)at.budget - at.spent, asking->of->budget, ret);
}

/* figures: in time, counted, still open; see sheet_parts.h. */
static bool if_in_time(const struct rubric_item *by, const struct measured *measured, struct ratio *ret)
{
    int64_t in_time = measured->figures[0];
    int64_t all = measured->figures[1] > in_time ? measured->figures[1] : in_time + 1;
    struct ratio now, then, share_now, share_then;

    return ratio_of(in_time, all, &now) && ratio_of(in_time + 1, all, &then) &&
           score_share(by, now, &share_now) && score_share(by, then, &share_then) &&
           ratio_sub(share_then, share_now, ret);
}

static bool has_milestone(const struct asking *asking, const struct measure *measure)
{
    const struct facts_set *set = &asking->of->sheet->facts->set;

    for (size_t i = 0; i < set->milestone_count; i++) {
        const struct milestone_facts *milestone = &set->milestones[i];
        if (strcmp(milestone->code, asking->code) == 0)
            return milestone->kind != NULL && measure->milestones != NULL &&
                   strcmp(milestone->kind, measure->milestones) == 0 &&
                   (measure->name_part == NULL || strstr(milestone->name, measure->name_part) != NULL);
    }
    return false;
}

static bool has_ceiling(const struct asking *asking, const struct measure *measure)
{
    const struct ceiling_facts *ceiling =
        facts_ceiling(&asking->of->sheet->facts->set, asking->code, asking->of->sheet->facts->year);

    return ceiling != NULL && measure->ceiling != NULL && strcmp(ceiling->kind, measure->ceiling) == 0;
}

/* Whether the measure is one of the verdict's subject, and which share of it is at risk. */
static bool ask_measure(struct asking *asking, const struct rubric_item *by, const struct measured *measured,
                        struct ratio *ret_share)
{
    enum measure_kind kind = by->measure.kind;

    switch (asking->verdict->rule) {
    case RULE_EXECUTION_PACE:
    case RULE_EXECUTION_CHECKPOINT:
        return (kind == MEASURE_EXECUTION || kind == MEASURE_NOTIFIED_RATES || kind == MEASURE_CARRYOVER) &&
               unspent_share(asking, ret_share);
    case RULE_CONTRACT_INTENT: return kind == MEASURE_CONTRACT_INTENT && if_in_time(by, measured, ret_share);
    case RULE_CONTRACT_SIGNING:
        return kind == MEASURE_CONTRACT_SIGNING && if_in_time(by, measured, ret_share);
    case RULE_CONTRACT_PUBLICATION:
        return kind == MEASURE_CONTRACT_PUBLICATION && if_in_time(by, measured, ret_share);
    case RULE_CONTRACT_FILING: return kind == MEASURE_CONTRACT_FILING && if_in_time(by, measured, ret_share);
    case RULE_MILESTONE_DUE:
        return kind == MEASURE_MILESTONES && has_milestone(asking, &by->measure) &&
               if_in_time(by, measured, ret_share);
    case RULE_CEILING_PACE:
        *ret_share = ratio_int(1);
        return kind == MEASURE_CEILING && has_ceiling(asking, &by->measure);
    case RULE_EXECUTION_OVERSPENT:
    case RULE_EXECUTION_UNBUDGETED:
    case RULE_EXECUTION_REVERSAL:
    case RULE_EXECUTION_MISSING:
    case RULE_INDICATOR_PACE:
    case RULE_INDICATOR_MISSING:
    case RULE_GOAL_GAP:
    case RULE_RECTIFICATION_DUE:
    case RULE_SOURCE_FAILED:
    case RULE_SOURCE_ROWS:
    case RULE_COUNT: break;
    }
    return false;
}
