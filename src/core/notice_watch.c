/* What the rules find at the notice's month, joined with what is known of it; who has not reported;
 * indicators behind their targets. */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"
#include "core/sheet_risk.h"

struct watching {
    struct noticing *at;
    const struct notice_standing **standing; /* in the order of kind, code: each subject's stand together */
    struct sheet_risk risk;                  /* where there is a sheet */
};

static void on_finding(void *ctx, const struct finding *finding);
static void list_missing(struct noticing *at);
static int gravest_first(const void *a, const void *b);
static int worst_indicator_first(const void *a, const void *b);

static int by_subject(const void *a, const void *b)
{
    const struct notice_standing *x = *(const struct notice_standing *const *)a,
                                 *y = *(const struct notice_standing *const *)b;
    int order = strcmp(x->kind, y->kind);

    if (order == 0)
        order = strcmp(x->code, y->code);
    return order != 0 ? order : strcmp(x->rule, y->rule);
}

static const struct notice_standing **index_standing(const struct notice_facts *facts)
{
    const struct notice_standing **list = mem_alloc((facts->standing_count + 1) * sizeof *list);

    for (size_t i = 0; i < facts->standing_count; i++)
        list[i] = &facts->standing[i];
    qsort(list, facts->standing_count, sizeof *list, by_subject);
    return list;
}

void notice_watch(struct noticing *at)
{
    struct watching watching = {.at = at, .standing = index_standing(at->facts)};
    const struct assessment how = {.policy = at->policy,
                                   .calendar = at->calendar,
                                   .today = at->notice->clock,
                                   .replay_month = at->notice->month};
    struct notice *notice = at->notice;

    if (at->sheet != NULL)
        sheet_risk_begin(at->sheet, &watching.risk);
    assess(&at->facts->sheet.set, NULL, &how, on_finding, &watching);
    free(watching.standing);
    if (notice->deviation_count > 0)
        qsort(notice->deviations, notice->deviation_count, sizeof *notice->deviations, gravest_first);
    if (notice->indicator_count > 0)
        qsort(notice->indicators, notice->indicator_count, sizeof *notice->indicators, worst_indicator_first);
    list_missing(at);
}

/* The first of the subject's that stand in the list; `*ret_count` follow one another. */
static const struct notice_standing **standing_of(const struct watching *watching,
                                                  const struct finding *finding, size_t *ret_count)
{
    const struct notice_standing key = {
        .kind = subject_kind_name(finding->kind), .code = finding->code, .rule = ""};
    const struct notice_standing *wanted = &key;
    size_t low = 0, high = watching->at->facts->standing_count, end = high;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_subject(&watching->standing[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t count = 0;
    while (low + count < end && strcmp(watching->standing[low + count]->kind, key.kind) == 0 &&
           strcmp(watching->standing[low + count]->code, key.code) == 0)
        count++;
    *ret_count = count;
    return watching->standing + low;
}

static int by_milestone(const void *key, const void *entry)
{
    return strcmp(key, ((const struct milestone_facts *)entry)->code);
}

static int by_contract(const void *key, const void *entry)
{
    return strcmp(key, ((const struct contract_facts *)entry)->code);
}

static const char *milestone_project(const struct facts_set *set, const char *code)
{
    const struct milestone_facts *milestone = NULL;

    if (set->milestone_count > 0)
        milestone =
            bsearch(code, set->milestones, set->milestone_count, sizeof *set->milestones, by_milestone);
    return milestone != NULL && !milestone->of_unit ? milestone->owner_code : "";
}

static const char *contract_project(const struct facts_set *set, const char *code)
{
    const struct contract_facts *contract = NULL;

    if (set->contract_count > 0)
        contract = bsearch(code, set->contracts, set->contract_count, sizeof *set->contracts, by_contract);
    return contract != NULL ? contract->project_code : "";
}

/* The project that the subject is or hangs on; NULL: none, or it is not in the set. */
static struct notice_project *project_of(struct noticing *at, enum subject_kind kind, const char *code)
{
    const struct facts_set *set = &at->facts->sheet.set;
    const struct indicator_facts *indicator;
    const char *owner = "";

    switch (kind) {
    case SUBJECT_PROJECT: owner = code; break;
    case SUBJECT_INDICATOR:
        indicator = facts_indicator(set, code, at->notice->year);
        owner = indicator != NULL && !indicator->of_unit ? indicator->owner_code : "";
        break;
    case SUBJECT_MILESTONE: owner = milestone_project(set, code); break;
    case SUBJECT_CONTRACT: owner = contract_project(set, code); break;
    case SUBJECT_UNIT:
    case SUBJECT_CEILING:
    case SUBJECT_RECTIFICATION:
    case SUBJECT_COUNT: return NULL;
    }
    const struct project_facts *project = facts_project(set, owner, at->notice->year);
    return project != NULL ? &at->projects[project - set->projects] : NULL;
}

static void count_light(struct notice_lights *lights, enum severity severity)
{
    lights->red += severity == SEVERITY_RED;
    lights->yellow += severity == SEVERITY_YELLOW;
    lights->blue += severity == SEVERITY_BLUE;
}

static bool is_about_money(enum rule rule)
{
    return rule == RULE_EXECUTION_PACE || rule == RULE_EXECUTION_OVERSPENT ||
           rule == RULE_EXECUTION_UNBUDGETED || rule == RULE_EXECUTION_REVERSAL ||
           rule == RULE_EXECUTION_CHECKPOINT;
}

static void note_project(struct noticing *at, const struct finding *finding, const struct verdict *verdict)
{
    struct notice_project *look = project_of(at, finding->kind, finding->code);

    if (look == NULL)
        return;
    count_light(&look->deviations, verdict->severity);
    if (finding->kind != SUBJECT_PROJECT)
        return;
    if (is_about_money(verdict->rule) && verdict->severity > look->gravest)
        look->gravest = verdict->severity;
    look->goal_gap = look->goal_gap || verdict->rule == RULE_GOAL_GAP;
    look->slow = look->slow || (verdict->rule == RULE_EXECUTION_PACE && verdict->severity >= SEVERITY_YELLOW);
}

static void add_deviation(struct watching *watching, const struct finding *finding,
                          const struct verdict *verdict, const struct notice_standing *standing)
{
    struct noticing *at = watching->at;
    struct notice *notice = at->notice;

    notice->deviations = mem_room(notice->deviations, notice->deviation_count, &at->deviation_capacity,
                                  sizeof *notice->deviations);
    struct notice_deviation *deviation = &notice->deviations[notice->deviation_count++];
    *deviation = (struct notice_deviation){
        .kind = finding->kind,
        .code = finding->code,
        .name = finding->name,
        .unit_code = finding->unit_code,
        .unit_name = notice_unit_name(at, finding->unit_code),
        .answers = notice_answers(at, finding->manager, finding->unit_code),
        .verdict = *verdict,
        .standing = standing,
    };
    if (deviation->answers == NULL && standing != NULL)
        deviation->answers = standing->answers;
    deviation->has_points =
        at->sheet != NULL && sheet_risk(&watching->risk, verdict, finding->code, &deviation->points);
    count_light(&notice->deviation_lights, verdict->severity);
}

static const char *owner_name(const struct noticing *at, const struct indicator_facts *indicator)
{
    return indicator->of_unit ? notice_unit_name(at, indicator->owner_code)
                              : notice_project_name(at, indicator->owner_code, indicator->year);
}

static void add_indicator(struct noticing *at, const struct finding *finding, const struct verdict *verdict)
{
    struct notice *notice = at->notice;
    const struct indicator_facts *facts =
        facts_indicator(&at->facts->sheet.set, finding->code, finding->year);

    notice->indicators = mem_room(notice->indicators, notice->indicator_count, &at->indicator_capacity,
                                  sizeof *notice->indicators);
    notice->indicators[notice->indicator_count++] =
        (struct notice_indicator){.facts = facts,
                                  .owner_name = owner_name(at, facts),
                                  .unit_name = notice_unit_name(at, finding->unit_code),
                                  .severity = verdict->severity,
                                  .verdict = *verdict,
                                  .month = verdict->month,
                                  .outlook = notice_outlook(at, true, finding->code)};
}

static void count_indicator(struct noticing *at, const struct finding *finding)
{
    const struct indicator_facts *facts =
        facts_indicator(&at->facts->sheet.set, finding->code, finding->year);
    struct indicator_reading reading;
    struct err ignored = {0};

    if (facts != NULL && indicator_read(&at->with, facts, &reading, &ignored) && reading.month > 0)
        at->notice->indicators_watched += reading.has_target || facts->direction == DIRECTION_QUALITATIVE;
}

/* A corrective action that an officer wrote down falls due, whatever the rules say by now. */
static void add_action(struct noticing *at, const struct finding *finding,
                       const struct notice_standing *standing)
{
    if (standing->action == NULL || standing->action_due == DATE_NONE ||
        (standing->action_done != DATE_NONE && standing->action_done <= at->notice->clock))
        return;
    notice_deadline(at, (struct notice_deadline){
                            .kind = NOTICE_DUE_ACTION,
                            .due = standing->action_due,
                            .code = finding->code,
                            .name = finding->name,
                            .project_name = "",
                            .unit_code = finding->unit_code,
                            .answers = standing->answers != NULL
                                           ? standing->answers
                                           : notice_answers(at, finding->manager, finding->unit_code)});
}

static void on_finding(void *ctx, const struct finding *finding)
{
    struct watching *watching = ctx;
    struct noticing *at = watching->at;
    const struct notice_standing **standing;
    size_t count;

    if (finding->verdicts == NULL) {
        at->faults++;
        return;
    }
    if (finding->kind == SUBJECT_INDICATOR)
        count_indicator(at, finding);
    standing = standing_of(watching, finding, &count);
    for (size_t i = 0; i < count; i++)
        add_action(at, finding, standing[i]);
    for (size_t v = 0; v < finding->verdicts->count; v++) {
        const struct verdict *verdict = &finding->verdicts->list[v];
        const struct notice_standing *known = NULL;
        for (size_t i = 0; i < count; i++)
            if (strcmp(standing[i]->rule, rule_name(verdict->rule)) == 0)
                known = standing[i];
        note_project(at, finding, verdict);
        add_deviation(watching, finding, verdict, known);
        if (verdict->rule == RULE_INDICATOR_PACE)
            add_indicator(at, finding, verdict);
    }
}

static int gravest_first(const void *a, const void *b)
{
    const struct notice_deviation *x = a, *y = b;

    if (x->verdict.severity != y->verdict.severity)
        return (int)y->verdict.severity - (int)x->verdict.severity;
    if (x->verdict.rule != y->verdict.rule)
        return (int)x->verdict.rule - (int)y->verdict.rule;
    return strcmp(x->code, y->code);
}

static int worst_indicator_first(const void *a, const void *b)
{
    const struct notice_indicator *x = a, *y = b;

    if (x->severity != y->severity)
        return (int)y->severity - (int)x->severity;
    return strcmp(x->facts->code, y->facts->code);
}

static void list_missing(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;
    int64_t watched = 0;

    notice->missing = arena_alloc(&notice->arena, (set->unit_count + 1) * sizeof *notice->missing);
    for (size_t i = 0; i < set->unit_count; i++) {
        const struct unit_facts *unit = &set->units[i];
        int latest = latest_month(unit->months, notice->month);
        if (!unit->watched)
            continue;
        watched++;
        if (latest < notice->month)
            notice->missing[notice->missing_count++] = (struct notice_missing){
                .code = unit->code, .name = unit->name, .head = notice_head(at, unit->code), .month = latest};
    }
    if (notice->missing_count == 0)
        return;
    struct notice_doubt_said *said = notice_doubt(at, NOTICE_DOUBT_UNREPORTED);
    said->figures[0] = (int64_t)notice->missing_count;
    said->figures[1] = watched;
}
