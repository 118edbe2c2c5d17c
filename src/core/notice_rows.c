/* The table of a notice: the direct sub-units with all below them, or the projects of a unit that has none;
 * their ranks, gaps, lights and movement. */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

/* What is added up for a row. */
struct gathered {
    struct tally now, last_month, last_year;
    int128 projected;
    int month;
};

static void make_unit_rows(struct noticing *at);
static void make_project_rows(struct noticing *at);
static bool fill(struct noticing *at);
static void light_rows(struct noticing *at);
static void rank(struct noticing *at);
static void count(struct noticing *at);

static struct notice_row *row_add(struct noticing *at, enum notice_row_kind kind, const char *code,
                                  const char *name, const char *answers)
{
    struct notice *notice = at->notice;
    struct notice_row *row = &notice->rows[notice->row_count++];

    *row = (struct notice_row){.kind = kind, .code = code, .name = name, .answers = answers};
    return row;
}

/* Whether the unit's rows are units: those without a parent where it is the whole. */
static bool is_direct(const struct noticing *at, const struct notice_unit *unit)
{
    const char *code = at->notice->unit_code;

    if (unit->parent_code == NULL)
        return code[0] == '\0';
    return strcmp(unit->parent_code, code) == 0;
}

bool notice_rows(struct noticing *at)
{
    struct notice *notice = at->notice;
    size_t room = at->facts->unit_count + at->facts->sheet.set.project_count + 1;

    notice->rows = arena_alloc(&notice->arena, room * sizeof *notice->rows);
    make_unit_rows(at);
    if (notice->row_count == 0)
        make_project_rows(at);
    if (!fill(at))
        return false;
    light_rows(at);
    rank(at);
    count(at);
    return true;
}

/* The row of the unit, which is that of the one above it where it has none yet. A tree cannot be deeper than
 * it has units. */
static struct notice_row *row_of(const struct noticing *at, const struct notice_branch *branch)
{
    for (size_t steps = 0; branch != NULL && steps < at->branch_count; steps++) {
        if (branch->row != NULL || branch->unit->parent_code == NULL)
            return branch->row;
        branch = notice_branch(at, branch->unit->parent_code);
    }
    return branch != NULL ? branch->row : NULL;
}

static bool owns_projects(const struct noticing *at, const struct facts_set *set)
{
    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched && strcmp(set->projects[i].unit_code, at->notice->unit_code) == 0)
            return true;
    return false;
}

static void make_unit_rows(struct noticing *at)
{
    const struct notice *notice = at->notice;

    for (size_t i = 0; i < at->branch_count; i++) {
        const struct notice_unit *unit = at->branches[i].unit;
        if (is_direct(at, unit))
            at->branches[i].row = row_add(at, NOTICE_ROW_UNIT, unit->code, unit->name, unit->head);
    }
    if (notice->row_count == 0)
        return;
    for (size_t i = 0; i < at->branch_count; i++)
        if (strcmp(at->branches[i].unit->code, notice->unit_code) == 0 &&
            owns_projects(at, &at->facts->sheet.set))
            at->branches[i].row =
                row_add(at, NOTICE_ROW_OWN, notice->unit_code, notice->unit_name, notice->head);
    for (size_t i = 0; i < at->branch_count; i++)
        at->branches[i].row = row_of(at, &at->branches[i]);
}

static void make_project_rows(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        if (project->watched)
            at->projects[i].row = row_add(at, NOTICE_ROW_PROJECT, project->code, project->name,
                                          notice_answers(at, project->manager, project->unit_code));
    }
}

static struct notice_row *row_of_unit(const struct noticing *at, const char *unit_code)
{
    const struct notice_branch *branch = notice_branch(at, unit_code);

    return branch != NULL ? branch->row : NULL;
}

static void add_lights(struct notice_lights *sum, const struct notice_lights *more)
{
    sum->red += more->red;
    sum->yellow += more->yellow;
    sum->blue += more->blue;
}

static void gather_projects(struct noticing *at, struct gathered *rows)
{
    const struct facts_set *set = &at->facts->sheet.set;

    for (size_t i = 0; i < set->project_count; i++) {
        struct notice_project *look = &at->projects[i];
        if (!set->projects[i].watched)
            continue;
        if (look->row == NULL)
            look->row = row_of_unit(at, set->projects[i].unit_code);
        if (look->row == NULL)
            continue;
        struct gathered *to = &rows[look->row - at->notice->rows];
        tally_add(&to->now, &look->now);
        tally_add(&to->last_month, &look->last_month);
        to->projected += look->has_projection ? look->projected : 0;
        look->row->projected_known = look->row->projected_known || look->has_projection;
        to->month = look->month > to->month ? look->month : to->month;
    }
}

/* Where rows are projects, a project of last year is in its own; else in its unit's. */
static bool gather_last_year(struct noticing *at, struct gathered *rows)
{
    const struct facts_set *set = &at->facts->sheet.set, *before = &at->facts->last_year;
    int month = at->notice->month;

    for (size_t i = 0; i < before->project_count; i++) {
        const struct project_facts *project = &before->projects[i];
        const struct project_facts *same = facts_project(set, project->code, at->notice->year);
        struct notice_row *row = row_of_unit(at, project->unit_code);
        struct standing standing;
        if (row == NULL && same != NULL)
            row = at->projects[same - set->projects].row;
        if (row == NULL || !project->watched)
            continue;
        if (!standing_at(project, month, date_month_end(project->year, month), &standing))
            return notice_too_large(at);
        tally_add(&rows[row - at->notice->rows].last_year, &standing);
    }
    return true;
}

/* What stands, by the row it stands in: of projects and of what hangs on them, and of units. */
static void gather_deviations(struct noticing *at)
{
    for (size_t i = 0; i < at->notice->deviation_count; i++) {
        const struct notice_deviation *deviation = &at->notice->deviations[i];
        struct notice_row *row = row_of_unit(at, deviation->unit_code);
        enum severity severity = deviation->verdict.severity;
        if (row != NULL)
            add_lights(&row->deviations,
                       &(struct notice_lights){severity == SEVERITY_RED, severity == SEVERITY_YELLOW,
                                               severity == SEVERITY_BLUE});
    }
    for (size_t i = 0; i < at->facts->sheet.set.project_count; i++) {
        struct notice_row *row = at->projects[i].row;
        if (row != NULL && row->kind == NOTICE_ROW_PROJECT)
            row->deviations = at->projects[i].deviations;
    }
}

static bool fill_row(struct noticing *at, struct notice_row *row, const struct gathered *from)
{
    if (!tally_money(at, &from->now, &row->now) || !tally_money(at, &from->last_month, &row->last_month) ||
        !tally_money(at, &from->last_year, &row->last_year) || !notice_gap(at, row->now.rate, &row->gap))
        return false;
    if (from->projected > INT64_MAX || from->projected < INT64_MIN)
        return notice_too_large(at);
    row->has_last_year = from->last_year.any;
    row->projected = (fen)from->projected;
    row->month = from->month;
    return true;
}

static bool fill(struct noticing *at)
{
    struct notice *notice = at->notice;
    struct gathered *rows = mem_alloc((notice->row_count + 1) * sizeof *rows);
    bool ok;

    gather_projects(at, rows);
    ok = gather_last_year(at, rows);
    for (size_t i = 0; i < notice->row_count && ok; i++)
        ok = fill_row(at, &notice->rows[i], &rows[i]);
    free(rows);
    if (ok)
        gather_deviations(at);
    return ok;
}

/* A unit's light is that of its pace; the smallest budget that the rule asks about is a project's. */
static enum notice_light light_of_unit(const struct noticing *at, const struct notice_row *row)
{
    const struct notice *notice = at->notice;
    struct policy_rules rules;
    struct ratio pace;

    policy_rules_for(at->policy, &(struct policy_subject){CATEGORY_ANY, row->code, NULL}, &rules);
    if (!row->now.rate.known || notice->month < rules.pace_from_month)
        return NOTICE_UNLIT;
    if (row->now.spent > row->now.budget)
        return NOTICE_RED;
    bool late = notice->month >= rules.pace_late_month;
    if (notice->reference.value.num > 0 && ratio_div(row->now.rate.value, notice->reference.value, &pace)) {
        if (ratio_compare(pace, ratio_micro(late ? rules.pace_late_red : rules.pace_red)) < 0)
            return NOTICE_RED;
        if (ratio_compare(pace, ratio_micro(late ? rules.pace_late_yellow : rules.pace_yellow)) < 0)
            return NOTICE_YELLOW;
    }
    return ratio_compare(row->gap.value, ratio_micro(rules.pace_ahead)) > 0 ? NOTICE_BLUE : NOTICE_GREEN;
}

/* A project's is the gravest thing that the rules on its money say. */
static enum notice_light light_of_project(const struct noticing *at, const struct notice_project *look,
                                          const struct project_facts *project)
{
    struct policy_rules rules;

    switch (look->gravest) {
    case SEVERITY_RED: return NOTICE_RED;
    case SEVERITY_YELLOW: return NOTICE_YELLOW;
    case SEVERITY_BLUE: return NOTICE_BLUE;
    case SEVERITY_NONE: break;
    }
    policy_rules_for(at->policy,
                     &(struct policy_subject){project->category, project->unit_code,
                                              project->fund_count == 1 ? project->funds[0] : NULL},
                     &rules);
    return look->now.budget > 0 && at->notice->month >= rules.pace_from_month ? NOTICE_GREEN : NOTICE_UNLIT;
}

static void light_rows(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;

    for (size_t i = 0; i < set->project_count; i++)
        if (at->projects[i].row != NULL && at->projects[i].row->kind == NOTICE_ROW_PROJECT)
            at->projects[i].row->light = light_of_project(at, &at->projects[i], &set->projects[i]);
    for (size_t i = 0; i < notice->row_count; i++) {
        struct notice_row *row = &notice->rows[i];
        if (row->kind != NOTICE_ROW_PROJECT)
            row->light = light_of_unit(at, row);
        switch (row->light) {
        case NOTICE_RED: notice->lights.red++; break;
        case NOTICE_YELLOW: notice->lights.yellow++; break;
        case NOTICE_BLUE: notice->lights.blue++; break;
        case NOTICE_GREEN: notice->lights.green++; break;
        case NOTICE_UNLIT: notice->lights.unlit++; break;
        }
    }
}

/* Highest first, the unknown last; 0 where they are equal. */
static int by_rate(const struct notice_rate *a, const struct notice_rate *b)
{
    if (!a->known || !b->known)
        return (int)b->known - (int)a->known;
    return ratio_compare(b->value, a->value);
}

/* Only the own row may have the code of another: it comes last then. */
static int by_place(const struct notice_row *x, const struct notice_row *y)
{
    int order = strcmp(x->code, y->code);

    return order != 0 ? order : (int)x->kind - (int)y->kind;
}

static int by_rate_now(const void *a, const void *b)
{
    const struct notice_row *x = a, *y = b;
    int order = by_rate(&x->now.rate, &y->now.rate);

    return order != 0 ? order : by_place(x, y);
}

static int by_rate_last_month(const void *a, const void *b)
{
    const struct notice_row *x = *(struct notice_row *const *)a, *y = *(struct notice_row *const *)b;
    int order = by_rate(&x->last_month.rate, &y->last_month.rate);

    return order != 0 ? order : by_place(x, y);
}

static void rank_last_month(struct noticing *at, struct notice_row **order)
{
    struct notice *notice = at->notice;

    for (size_t i = 0; i < notice->row_count; i++)
        order[i] = &notice->rows[i];
    qsort(order, notice->row_count, sizeof(struct notice_row *), by_rate_last_month);
    for (size_t i = 0; i < notice->row_count && order[i]->last_month.rate.known; i++) {
        bool same = i > 0 && by_rate(&order[i - 1]->last_month.rate, &order[i]->last_month.rate) == 0;
        order[i]->last_month_rank = same ? order[i - 1]->last_month_rank : (int)i + 1;
    }
}

/* Last of all: nothing may point at a row before they have their places. */
static void rank(struct noticing *at)
{
    struct notice *notice = at->notice;
    struct notice_row *rows = notice->rows;

    if (notice->row_count == 0)
        return;
    qsort(rows, notice->row_count, sizeof *rows, by_rate_now);
    for (size_t i = 0; i < notice->row_count && rows[i].now.rate.known; i++) {
        bool same = i > 0 && by_rate(&rows[i - 1].now.rate, &rows[i].now.rate) == 0;
        rows[i].rank = same ? rows[i - 1].rank : (int)i + 1;
    }
    if (notice->month == 1)
        return;
    struct notice_row **order = mem_alloc(notice->row_count * sizeof(struct notice_row *));
    rank_last_month(at, order);
    free(order);
}

static int by_code(const void *a, const void *b)
{
    return by_place(*(const struct notice_row *const *)a, *(const struct notice_row *const *)b);
}

static void count(struct noticing *at)
{
    struct notice *notice = at->notice;

    notice->zero = arena_alloc(&notice->arena, (notice->row_count + 1) * sizeof *notice->zero);
    for (size_t i = 0; i < notice->row_count; i++) {
        const struct notice_row *row = &notice->rows[i];
        if (!row->now.rate.known)
            continue;
        int against = ratio_compare(row->now.rate.value, notice->reference.value);
        notice->above += against > 0;
        notice->below += against < 0;
        if (row->now.spent == 0)
            notice->zero[notice->zero_count++] = row;
        if (!notice->now.rate.known)
            continue;
        against = ratio_compare(row->now.rate.value, notice->now.rate.value);
        notice->above_overall += against > 0;
        notice->below_overall += against < 0;
    }
    if (notice->zero_count > 0)
        qsort(notice->zero, notice->zero_count, sizeof *notice->zero, by_code);
}
