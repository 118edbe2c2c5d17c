/* The making of a notice: each project's money, the head-line, the reference; then what the rules say; then
 * what rests on both. The steps are in files of their own, see notice_parts.h. */
#include "core/notice.h"

#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

static bool make(struct noticing *at);
static void name_unit(struct noticing *at);
static void gather_branches(struct noticing *at);
static void doubt_calendar(struct noticing *at);
static void keep_score(struct noticing *at);

bool notice_make(const struct notice_facts *facts, const struct policy *policy,
                 const struct calendar *calendar, const struct sheet *sheet, struct notice *ret_notice,
                 struct err *err)
{
    struct noticing at = {.facts = facts,
                          .policy = policy,
                          .calendar = calendar,
                          .sheet = sheet,
                          .notice = ret_notice,
                          .err = err};
    const struct sheet_facts *of = &facts->sheet;

    *ret_notice = (struct notice){.facts = facts,
                                  .year = of->year,
                                  .month = facts->month,
                                  .clock = facts->clock,
                                  .unit_code = of->code};
    at.with = (struct evaluation){
        .policy = policy, .calendar = calendar, .view = view_replay(of->year, facts->month, facts->clock)};
    at.projects = mem_alloc((of->set.project_count + 1) * sizeof *at.projects);
    at.branches = mem_alloc((facts->unit_count + 1) * sizeof *at.branches);
    bool ok = make(&at);
    free(at.projects);
    free(at.branches);
    if (!ok)
        notice_free(ret_notice);
    return ok;
}

static bool make(struct noticing *at)
{
    name_unit(at);
    gather_branches(at);
    doubt_calendar(at);
    if (!notice_look(at) || !notice_whole(at) || !notice_reference(at) ||
        !notice_gap(at, at->notice->now.rate, &at->notice->gap))
        return false;
    notice_watch(at);
    notice_deadlines(at);
    if (!notice_forecast(at) || !notice_rows(at) || !notice_lines(at) || !notice_goals(at))
        return false;
    if (at->faults > 0)
        notice_doubt(at, NOTICE_DOUBT_FAULT)->figures[0] = at->faults;
    keep_score(at);
    return true;
}

void notice_free(struct notice *notice)
{
    free(notice->deviations);
    free(notice->deadlines);
    free(notice->indicators);
    free(notice->doubts);
    arena_free(&notice->arena);
    *notice = (struct notice){0};
}

void notice_facts_free(struct notice_facts *facts)
{
    sheet_facts_free(&facts->sheet);
    facts_set_free(&facts->last_year);
    arena_free(&facts->arena);
    *facts = (struct notice_facts){0};
}

const char *notice_light_name(enum notice_light light)
{
    static const char *const names[] = {[NOTICE_UNLIT] = "none",
                                        [NOTICE_GREEN] = "green",
                                        [NOTICE_BLUE] = "blue",
                                        [NOTICE_YELLOW] = "yellow",
                                        [NOTICE_RED] = "red"};
    return names[light];
}

const char *notice_deadline_name(enum notice_deadline_kind kind)
{
    static const char *const names[] = {
        [NOTICE_DUE_MILESTONE] = "milestone",         [NOTICE_DUE_SIGNING] = "signing",
        [NOTICE_DUE_PUBLICATION] = "publication",     [NOTICE_DUE_FILING] = "filing",
        [NOTICE_DUE_RECTIFICATION] = "rectification", [NOTICE_DUE_ACTION] = "action"};
    return names[kind];
}

const char *notice_quarter_name(enum notice_quarter quarter)
{
    static const char *const names[] = {[NOTICE_BOTH_GOOD] = "both_good",
                                        [NOTICE_MONEY_BEHIND] = "money_behind",
                                        [NOTICE_GOALS_BEHIND] = "goals_behind",
                                        [NOTICE_BOTH_BEHIND] = "both_behind"};
    return names[quarter];
}

bool notice_too_large(struct noticing *at)
{
    return err_set(at->err, ERR_OVERFLOW, "the amounts of %s in %d do not fit 64 bits of fen",
                   at->notice->unit_code[0] != '\0' ? at->notice->unit_code : "all units", at->notice->year);
}

/* Valid until the next is said. */
struct notice_doubt_said *notice_doubt(struct noticing *at, enum notice_doubt kind)
{
    struct notice *notice = at->notice;

    notice->doubts =
        mem_room(notice->doubts, notice->doubt_count, &at->doubt_capacity, sizeof *notice->doubts);
    struct notice_doubt_said *said = &notice->doubts[notice->doubt_count++];
    *said = (struct notice_doubt_said){.kind = kind};
    return said;
}

/* Of the whole there is no unit, and so no head. */
static void name_unit(struct noticing *at)
{
    const struct notice_facts *facts = at->facts;
    bool known = facts->unit_count > 0 && strcmp(facts->units[0].code, at->notice->unit_code) == 0;

    at->notice->unit_name = facts->sheet.name != NULL ? facts->sheet.name : "";
    at->notice->head = known ? facts->units[0].head : NULL;
}

static int by_code(const void *a, const void *b)
{
    const struct notice_branch *x = a, *y = b;

    return strcmp(x->unit->code, y->unit->code);
}

static void gather_branches(struct noticing *at)
{
    at->branch_count = at->facts->unit_count;
    for (size_t i = 0; i < at->branch_count; i++)
        at->branches[i].unit = &at->facts->units[i];
    qsort(at->branches, at->branch_count, sizeof *at->branches, by_code);
}

const struct notice_branch *notice_branch(const struct noticing *at, const char *unit_code)
{
    const struct notice_unit unit = {.code = unit_code};
    const struct notice_branch key = {.unit = &unit};

    if (at->branch_count == 0)
        return NULL;
    return bsearch(&key, at->branches, at->branch_count, sizeof *at->branches, by_code);
}

const char *notice_project_name(const struct noticing *at, const char *project_code, int year)
{
    const struct project_facts *project = facts_project(&at->facts->sheet.set, project_code, year);

    return project != NULL ? project->name : "";
}

const char *notice_unit_name(const struct noticing *at, const char *unit_code)
{
    const struct notice_branch *branch = notice_branch(at, unit_code);

    return branch != NULL ? branch->unit->name : "";
}

const char *notice_head(const struct noticing *at, const char *unit_code)
{
    const struct notice_branch *branch = notice_branch(at, unit_code);

    return branch != NULL ? branch->unit->head : NULL;
}

const char *notice_answers(const struct noticing *at, const char *manager, const char *unit_code)
{
    return manager != NULL && manager[0] != '\0' ? manager : notice_head(at, unit_code);
}

static int by_subject(const void *a, const void *b)
{
    const struct notice_outlook *x = a, *y = b;

    if (x->of_indicator != y->of_indicator)
        return x->of_indicator ? -1 : 1; /* as their kinds are called: "indicator", "project" */
    return strcmp(x->code, y->code);
}

const struct notice_outlook *notice_outlook(const struct noticing *at, bool of_indicator, const char *code)
{
    const struct notice_outlook key = {.of_indicator = of_indicator, .code = code};

    if (at->facts->outlook_count == 0)
        return NULL;
    return bsearch(&key, at->facts->outlooks, at->facts->outlook_count, sizeof key, by_subject);
}

static void doubt_calendar(struct noticing *at)
{
    int years[] = {at->notice->year, date_year(at->notice->clock)};

    for (size_t i = 0; i < 2; i++)
        if (!calendar_knows(at->calendar, years[i])) {
            notice_doubt(at, NOTICE_DOUBT_CALENDAR)->figures[0] = years[i];
            return;
        }
}

static void keep_score(struct noticing *at)
{
    const struct sheet *sheet = at->sheet;

    if (sheet != NULL)
        at->notice->score = (struct notice_score){.known = true,
                                                  .total = sheet->total,
                                                  .max = sheet->max,
                                                  .winnable = sheet->winnable,
                                                  .grade = sheet->grade,
                                                  .sheet = sheet};
}
