#include "service/replay.h"

#include <stdlib.h>
#include <string.h>

#include "db/load_facts.h"
#include "db/subjects.h"

enum { WORKDAYS_AFTER_MONTH = 10 };

/* What stands for one subject between two months. */
struct standing {
    struct verdict verdicts[RULE_COUNT]; /* severity NONE: the rule is silent */
};

static bool walk_kind(struct replay *replay, struct db_session *session, enum subject_kind kind,
                      struct err *err);
static void walk_months(struct replay *replay, const struct facts_set *set);
static void on_finding(void *ctx, const struct finding *finding);
static void turn(struct replay *replay, const struct finding *finding, struct verdict *stood,
                 const struct verdict *found);
static int in_order(const void *a, const void *b);

static date clock_of(const struct replay *replay, int month)
{
    return calendar_workday_after(&replay->calendar, date_month_end(replay->year, month),
                                  WORKDAYS_AFTER_MONTH);
}

static bool walk(struct replay *replay, struct db_session *session, struct err *err)
{
    struct db_section calendar = {calendar_steps, &replay->calendar};

    if (!db_script_run(session, &calendar, 1, err) ||
        !subjects_count(session, replay->year, &replay->projects, &replay->indicators, err))
        return false;
    while (replay->months < MONTHS && clock_of(replay, replay->months + 1) <= replay->today)
        replay->months++;
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        if (!walk_kind(replay, session, (enum subject_kind)kind, err))
            return false;
    if (replay->event_count > 0)
        qsort(replay->events, replay->event_count, sizeof *replay->events, in_order);
    return true;
}

bool replay_run(struct replay *replay, struct db_session *session, struct err *err)
{
    struct err ignored = {0};

    if (!db_session_exec(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err))
        return false;
    bool ok = walk(replay, session, err);
    /* Nothing was written: should ending the transaction fail, what was read still stands. */
    if (!db_session_exec(session, "ROLLBACK", &ignored))
        return ok;
    return ok;
}

void replay_done(struct replay *replay)
{
    arena_free(&replay->arena);
    calendar_done(&replay->calendar);
    unit_table_free(&replay->reported);
    free(replay->events);
    free(replay->standing);
    *replay = (struct replay){0};
}

/* What units have reported is kept for the pages of their projects. */
static void keep_reported(struct replay *replay, const struct facts_set *set)
{
    for (size_t i = 0; i < set->unit_count; i++)
        unit_table_add(&replay->reported, set->units[i].code, set->units[i].year, set->units[i].months);
}

static bool walk_page(struct replay *replay, struct db_session *session, const struct page_range *page,
                      struct err *err)
{
    struct load_facts load = {.page = page,
                              .reported = &replay->reported,
                              .first_year = replay->year,
                              .last_year = replay->year,
                              .policy = replay->policy};
    struct db_section read = {load_facts_steps, &load};
    bool ok = db_script_run(session, &read, 1, err);

    if (ok) {
        keep_reported(replay, &load.set);
        walk_months(replay, &load.set);
    }
    load_facts_done(&load);
    return ok;
}

static bool walk_kind(struct replay *replay, struct db_session *session, enum subject_kind kind,
                      struct err *err)
{
    struct subject_pages pages = {.kind = kind, .size = replay->batch_size};
    struct db_section list = {subject_pages_steps, &pages};
    struct page_range page;
    bool ok = true;

    while (ok && !pages.all_listed) {
        ok = db_script_run(session, &list, 1, err);
        while (ok && subject_pages_take(&pages, &page)) {
            ok = walk_page(replay, session, &page, err);
            page_range_free(&page);
        }
    }
    unit_table_settle(&replay->reported);
    subject_pages_done(&pages);
    return ok;
}

/* The subjects of a set come in the same order every month, so their number finds what stood. */
static void walk_months(struct replay *replay, const struct facts_set *set)
{
    struct assessment how = {.policy = replay->policy, .calendar = &replay->calendar};

    if (replay->standing_capacity > 0)
        memset(replay->standing, 0, replay->standing_capacity * sizeof *replay->standing);
    for (replay->month = 1; replay->month <= replay->months; replay->month++) {
        how.replay_month = replay->month;
        how.today = clock_of(replay, replay->month);
        replay->position = 0;
        assess(set, NULL, &how, on_finding, replay);
    }
    for (size_t i = 0; i < replay->position; i++)
        for (int rule = 0; rule < RULE_COUNT; rule++)
            replay->open[replay->standing[i].verdicts[rule].severity]++;
}

static struct standing *next_standing(struct replay *replay)
{
    size_t before = replay->standing_capacity;

    replay->standing =
        mem_room(replay->standing, replay->position, &replay->standing_capacity, sizeof *replay->standing);
    if (replay->standing_capacity > before)
        memset(replay->standing + before, 0, (replay->standing_capacity - before) * sizeof *replay->standing);
    return &replay->standing[replay->position++];
}

static void on_finding(void *ctx, const struct finding *finding)
{
    struct replay *replay = ctx;
    const struct verdict *found[RULE_COUNT] = {0};

    if (finding->year != replay->year)
        return;
    struct standing *standing = next_standing(replay);
    if (finding->verdicts == NULL) {
        replay->faults++;
        replay->on_fault(finding->code, finding->fault);
        return;
    }
    for (size_t i = 0; i < finding->verdicts->count; i++)
        found[finding->verdicts->list[i].rule] = &finding->verdicts->list[i];
    for (int rule = 0; rule < RULE_COUNT; rule++)
        turn(replay, finding, &standing->verdicts[rule], found[rule]);
}

static void turn(struct replay *replay, const struct finding *finding, struct verdict *stood,
                 const struct verdict *found)
{
    enum severity before = stood->severity;
    enum severity now = found != NULL ? found->severity : SEVERITY_NONE;

    if (before != now) {
        replay->events =
            mem_room(replay->events, replay->event_count, &replay->event_capacity, sizeof *replay->events);
        struct replay_event *event = &replay->events[replay->event_count];
        *event = (struct replay_event){
            .month = replay->month,
            .event = now == SEVERITY_NONE      ? EVENT_RESOLVED
                     : before == SEVERITY_NONE ? EVENT_OPENED
                     : now > before            ? EVENT_ESCALATED
                                               : EVENT_EASED,
            .verdict = found != NULL ? *found : *stood,
            .kind = finding->kind,
            .code = arena_text(&replay->arena, finding->code),
            .name = arena_text(&replay->arena, finding->name),
            .unit_code = arena_text(&replay->arena, finding->unit_code),
            .order = replay->event_count++,
        };
        replay->by_event[event->event]++;
        replay->by_rule[event->verdict.rule]++;
    }
    *stood = found != NULL ? *found : (struct verdict){.severity = SEVERITY_NONE};
}

static int in_order(const void *a, const void *b)
{
    const struct replay_event *x = a, *y = b;

    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}
