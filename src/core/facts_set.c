#include "core/facts_set.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void work_add(struct work *work, enum subject_kind kind, const char *code)
{
    struct code_list *list = &work->lists[kind];

    list->codes = mem_room(list->codes, list->count, &list->capacity, sizeof *list->codes);
    list->codes[list->count++] = arena_text(&work->arena, code);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void work_settle(struct work *work)
{
    for (int kind = 0; kind < SUBJECT_COUNT; kind++) {
        struct code_list *list = &work->lists[kind];
        size_t kept = 0;
        if (list->count > 0)
            qsort(list->codes, list->count, sizeof *list->codes, by_text);
        for (size_t i = 0; i < list->count; i++)
            if (kept == 0 || strcmp(list->codes[kept - 1], list->codes[i]) != 0)
                list->codes[kept++] = list->codes[i];
        list->count = kept;
    }
}

bool work_has(const struct work *work, enum subject_kind kind, const char *code)
{
    const struct code_list *list = &work->lists[kind];

    return list->count > 0 && bsearch(&code, list->codes, list->count, sizeof *list->codes, by_text) != NULL;
}

bool work_is_empty(const struct work *work)
{
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        if (work->lists[kind].count > 0)
            return false;
    return true;
}

void work_clear(struct work *work)
{
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        free(work->lists[kind].codes);
    arena_free(&work->arena);
    *work = (struct work){0};
}

void facts_set_free(struct facts_set *set)
{
    arena_free(&set->arena);
    free(set->projects);
    free(set->indicators);
    free(set->units);
    free(set->milestones);
    free(set->contracts);
    free(set->ceilings);
    free(set->rectifications);
    *set = (struct facts_set){0};
}

void unit_table_add(struct unit_table *table, const char *code, int year, unsigned months)
{
    table->list = mem_room(table->list, table->count, &table->capacity, sizeof *table->list);
    table->list[table->count++] =
        (struct unit_months){.code = arena_text(&table->arena, code), .year = year, .months = months};
}

static int by_unit_months(const void *a, const void *b)
{
    const struct unit_months *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    if (order == 0)
        order = (x->year > y->year) - (x->year < y->year);
    return order;
}

void unit_table_settle(struct unit_table *table)
{
    if (table->count > 0)
        qsort(table->list, table->count, sizeof *table->list, by_unit_months);
}

const struct unit_months *unit_table_find(const struct unit_table *table, const char *code, int year)
{
    const struct unit_months key = {.code = code, .year = year};

    return table->count > 0 ? bsearch(&key, table->list, table->count, sizeof *table->list, by_unit_months)
                            : NULL;
}

void unit_table_free(struct unit_table *table)
{
    free(table->list);
    arena_free(&table->arena);
    *table = (struct unit_table){0};
}

/* All entries begin their search key differently, so each kind has its own comparison. */
struct key {
    const char *code;
    int year;
};

static int compare(const struct key *key, const char *code, int year)
{
    int order = strcmp(key->code, code);

    return order != 0 ? order : (key->year > year) - (key->year < year);
}

static int by_project(const void *key, const void *entry)
{
    const struct project_facts *facts = entry;
    return compare(key, facts->code, facts->year);
}

static int by_indicator(const void *key, const void *entry)
{
    const struct indicator_facts *facts = entry;
    return compare(key, facts->code, facts->year);
}

static int by_unit(const void *key, const void *entry)
{
    const struct unit_facts *facts = entry;
    return compare(key, facts->code, facts->year);
}

static int by_ceiling(const void *key, const void *entry)
{
    const struct ceiling_facts *facts = entry;
    return compare(key, facts->code, facts->year);
}

static void *find(const char *code, int year, const void *entries, size_t count, size_t size,
                  int (*order)(const void *, const void *))
{
    struct key key = {code, year};

    return count > 0 ? bsearch(&key, entries, count, size, order) : NULL;
}

struct project_facts *facts_project(const struct facts_set *set, const char *code, int year)
{
    return find(code, year, set->projects, set->project_count, sizeof *set->projects, by_project);
}

struct indicator_facts *facts_indicator(const struct facts_set *set, const char *code, int year)
{
    return find(code, year, set->indicators, set->indicator_count, sizeof *set->indicators, by_indicator);
}

struct unit_facts *facts_unit(const struct facts_set *set, const char *code, int year)
{
    return find(code, year, set->units, set->unit_count, sizeof *set->units, by_unit);
}

struct ceiling_facts *facts_ceiling(const struct facts_set *set, const char *code, int year)
{
    return find(code, year, set->ceilings, set->ceiling_count, sizeof *set->ceilings, by_ceiling);
}

struct assessing {
    const struct work *work;
    const struct assessment *how;
    finding_sink sink;
    void *ctx;
    struct evaluation with;
    struct verdicts verdicts;
    struct err err;
};

/* Whether this subject is asked for; sets the clock to its year. */
static bool turn_to(struct assessing *at, enum subject_kind kind, const char *code, int year)
{
    const struct assessment *how = at->how;

    if (at->work != NULL && !work_has(at->work, kind, code))
        return false;
    at->with = (struct evaluation){.policy = how->policy, .calendar = how->calendar};
    at->with.view = how->replay_month > 0 ? view_replay(year, how->replay_month, how->today)
                                          : view_live(year, how->today);
    err_clear(&at->err);
    return true;
}

static void tell(struct assessing *at, bool ok, struct finding finding, enum category category,
                 const char *only_fund)
{
    policy_rules_for(at->how->policy, &(struct policy_subject){category, finding.unit_code, only_fund},
                     &finding.rules);
    finding.verdicts = ok ? &at->verdicts : NULL;
    finding.fault = ok ? NULL : &at->err;
    at->sink(at->ctx, &finding);
}

static void assess_project(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct project_facts *p = &set->projects[i];

    if (!turn_to(at, SUBJECT_PROJECT, p->code, p->year))
        return;
    bool ok = evaluate_project(&at->with, p, &at->verdicts, &at->err);
    tell(
        at, ok,
        (struct finding){SUBJECT_PROJECT, p->code, p->name, p->unit_code, p->manager, p->year, .fault = NULL},
        p->category, p->fund_count == 1 ? p->funds[0] : NULL);
}

static void assess_indicator(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct indicator_facts *f = &set->indicators[i];

    if (!turn_to(at, SUBJECT_INDICATOR, f->code, f->year))
        return;
    bool ok = evaluate_indicator(&at->with, f, &at->verdicts, &at->err);
    tell(at, ok,
         (struct finding){SUBJECT_INDICATOR, f->code, f->name, f->unit_code, f->manager, f->year,
                          .fault = NULL},
         CATEGORY_ANY, NULL);
}

static void assess_unit(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct unit_facts *u = &set->units[i];

    if (!turn_to(at, SUBJECT_UNIT, u->code, u->year))
        return;
    evaluate_unit(&at->with, u, &at->verdicts);
    tell(at, true, (struct finding){SUBJECT_UNIT, u->code, u->name, u->code, NULL, u->year, .fault = NULL},
         CATEGORY_ANY, NULL);
}

static void assess_ceiling(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct ceiling_facts *c = &set->ceilings[i];

    if (!turn_to(at, SUBJECT_CEILING, c->code, c->year))
        return;
    bool ok = evaluate_ceiling(&at->with, c, &at->verdicts, &at->err);
    tell(at, ok,
         (struct finding){SUBJECT_CEILING, c->code, c->kind, c->unit_code, NULL, c->year, .fault = NULL},
         CATEGORY_ANY, NULL);
}

static void assess_milestone(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct milestone_facts *m = &set->milestones[i];

    if (!turn_to(at, SUBJECT_MILESTONE, m->code, m->year))
        return;
    evaluate_milestone(&at->with, m, &at->verdicts);
    tell(at, true,
         (struct finding){SUBJECT_MILESTONE, m->code, m->name, m->unit_code, m->manager, m->year,
                          .fault = NULL},
         CATEGORY_ANY, NULL);
}

static void assess_contract(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct contract_facts *c = &set->contracts[i];

    if (!turn_to(at, SUBJECT_CONTRACT, c->code, c->year))
        return;
    evaluate_contract(&at->with, c, &at->verdicts);
    tell(at, true,
         (struct finding){SUBJECT_CONTRACT, c->code, c->title, c->unit_code, c->manager, c->year,
                          .fault = NULL},
         CATEGORY_ANY, NULL);
}

static void assess_rectification(struct assessing *at, const struct facts_set *set, size_t i)
{
    const struct rectification_facts *r = &set->rectifications[i];

    if (!turn_to(at, SUBJECT_RECTIFICATION, r->code, r->year))
        return;
    evaluate_rectification(&at->with, r, &at->verdicts);
    tell(at, true,
         (struct finding){SUBJECT_RECTIFICATION, r->code, r->issue, r->unit_code, r->owner, r->year,
                          .fault = NULL},
         CATEGORY_ANY, NULL);
}

bool assess_some(const struct facts_set *set, const struct work *work, const struct assessment *how,
                 finding_sink sink, void *ctx, size_t *at, size_t most)
{
    const struct {
        size_t count;
        void (*assess)(struct assessing *at, const struct facts_set *set, size_t i);
    } kinds[] = {
        {set->unit_count, assess_unit},
        {set->ceiling_count, assess_ceiling},
        {set->project_count, assess_project},
        {set->indicator_count, assess_indicator},
        {set->milestone_count, assess_milestone},
        {set->contract_count, assess_contract},
        {set->rectification_count, assess_rectification},
    };
    struct assessing assessing = {.work = work, .how = how, .sink = sink, .ctx = ctx};
    size_t begin = 0, first = *at;

    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; begin += kinds[kind++].count)
        for (; *at - begin < kinds[kind].count; ++*at) {
            if (*at - first == most)
                return false;
            kinds[kind].assess(&assessing, set, *at - begin);
        }
    return true;
}

void assess(const struct facts_set *set, const struct work *work, const struct assessment *how,
            finding_sink sink, void *ctx)
{
    size_t at = 0;

    assess_some(set, work, how, sink, ctx, &at, SIZE_MAX);
}
