/* The middle of a batch: what is known of its subjects, and what is decided. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/batch_steps.h"
#include "embedded/statements.h"

static bool ask_known(void *ctx, struct db_call *call, struct err *err);
static bool got_known(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_scheduled(void *ctx, struct db_call *call, struct err *err);
static bool got_scheduled(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_progress(void *ctx, struct db_call *call, struct err *err);
static bool got_progress(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_log_depth(void *ctx, struct db_call *call, struct err *err);
static bool got_log_depth(void *ctx, const struct pg_result *result, struct err *err);

const struct db_step batch_read_known[] = {
    {"reading what units had reported", ask_progress, got_progress},
    {"reading what stands", ask_known, got_known},
    {"reading the schedule of a page", ask_scheduled, got_scheduled},
    {NULL, NULL, NULL},
};
const struct db_step batch_conclude[] = {
    DB_WAIT,
    {"looking at the change log", ask_log_depth, got_log_depth},
    DB_WAIT,
    {NULL, NULL, NULL},
};

static void add_range(struct batch *batch, enum subject_kind kind, const char *from, const char *to)
{
    db_array_text(&batch->arrays[0], subject_kind_name(kind));
    db_array_text(&batch->arrays[1], from);
    db_array_text(&batch->arrays[2], to);
}

/* A page's own range, and its projects' indicators: by a range of their own where they lie close together. */
static void add_page_ranges(struct batch *batch)
{
    const struct facts_set *set = &batch->load.set;

    add_range(batch, batch->page->kind, batch->page->from, batch->page->to);
    if (batch->page->kind != SUBJECT_PROJECT || set->indicator_count == 0)
        return;
    if (batch->load.dense) {
        add_range(batch, SUBJECT_INDICATOR, set->indicators[0].code,
                  set->indicators[set->indicator_count - 1].code);
        return;
    }
    for (size_t i = 0; i < set->indicator_count; i++)
        if (i == 0 || strcmp(set->indicators[i].code, set->indicators[i - 1].code) != 0)
            add_range(batch, SUBJECT_INDICATOR, set->indicators[i].code, set->indicators[i].code);
}

/* Call a statement about the batch's subjects, as ranges. */
static void call_about_subjects(struct batch *batch, struct db_call *call, const char *sql)
{
    batch_arrays_clear(batch);
    memset(batch->params, 0, sizeof batch->params);
    if (batch->kind == BATCH_PAGE)
        add_page_ranges(batch);
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        for (size_t i = 0; i < batch->work.lists[kind].count; i++) {
            const char *code = batch->work.lists[kind].codes[i];
            add_range(batch, (enum subject_kind)kind, code, code);
        }
    bool of_units = batch->kind == BATCH_PAGE && batch->page->kind == SUBJECT_INDICATOR;
    batch->params[3] = of_units ? "t" : "f";
    if (batch->arrays[0].count > 0)
        batch_call(batch, call, sql, 4);
}

static bool ask_known(void *ctx, struct db_call *call, struct err *err)
{
    (void)err;
    call_about_subjects(ctx, call, sql_batch_known);
    return true;
}

/* Indicators that lie between those of a page's projects are not its business, nor are years of which the
 * page has none: they are gone, or somebody else's. */
static bool is_of_page(const struct batch *batch, enum subject_kind kind, const char *code, int year)
{
    if (batch->kind != BATCH_PAGE || batch->page->kind != SUBJECT_PROJECT || kind != SUBJECT_INDICATOR)
        return true;
    return facts_indicator(&batch->load.set, code, year) != NULL;
}

/* A row of batch_known.sql. False: written by a newer program that knows more rules; left alone. */
static bool read_known(struct batch *batch, const struct pg_result *result, int row, struct deviation *ret)
{
    struct arena *arena = &batch->changes.arena;
    struct deviation d = {.year = (int)db_int(result, row, 3), .month = (int)db_int(result, row, 6)};

    if (!rule_by_name(db_text(result, row, 0), &d.rule) ||
        !subject_kind_by_name(db_text(result, row, 1), &d.kind) ||
        !severity_by_name(db_text(result, row, 4), &d.state.severity))
        return false;
    d.code = db_keep(arena, result, row, 2);
    d.state.since = db_date(result, row, 5);
    d.observed = db_keep(arena, result, row, 7);
    d.expected = db_keep(arena, result, row, 8);
    d.gap = db_keep(arena, result, row, 9);
    d.explanation = db_keep(arena, result, row, 10);
    d.name = db_keep(arena, result, row, 11);
    d.unit_code = db_keep(arena, result, row, 12);
    d.manager = db_keep(arena, result, row, 13);
    d.state.remind_on = db_date(result, row, 14);
    d.state.overdue_said = db_bool(result, row, 15);
    d.state.acknowledged = db_bool(result, row, 16);
    d.state.action_due = db_date(result, row, 17);
    d.state.action_done_on = db_date(result, row, 18);
    d.state.reminders = (int)db_int(result, row, 21);
    d.state.action_verified = db_bool(result, row, 22);
    *ret = d;
    return true;
}

static bool got_known(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;
    struct changes *changes = &batch->changes;
    size_t capacity = 0;

    (void)err;
    for (int row = 0; row < db_rows(result); row++) {
        changes->known = mem_room(changes->known, changes->known_count, &capacity, sizeof *changes->known);
        struct known_deviation *known = &changes->known[changes->known_count];
        known->seen = false;
        known->said_event = db_null(result, row, 19) ? 0 : db_int(result, row, 19);
        known->said_month = db_null(result, row, 20) ? 0 : (int)db_int(result, row, 20);
        known->action = db_keep(&changes->arena, result, row, 23);
        known->owner = db_keep(&changes->arena, result, row, 24);
        if (read_known(batch, result, row, &known->deviation) &&
            is_of_page(batch, known->deviation.kind, known->deviation.code, known->deviation.year))
            changes->known_count++;
    }
    return true;
}

static int by_subject(const void *a, const void *b)
{
    const struct wake *x = a, *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : (x->next > y->next) - (x->next < y->next);
}

static bool ask_scheduled(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (batch->kind == BATCH_PAGE)
        call_about_subjects(batch, call, sql_batch_scheduled);
    return true;
}

static bool has_indicator(const struct batch *batch, const char *code)
{
    for (int year = batch->load.first_year; year <= batch->load.last_year; year++)
        if (facts_indicator(&batch->load.set, code, year) != NULL)
            return true;
    return false;
}

static bool got_scheduled(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;
    struct wake wake;

    (void)err;
    for (int row = 0; row < db_rows(result); row++) {
        if (!subject_kind_by_name(db_text(result, row, 0), &wake.kind))
            continue;
        wake.code = db_text(result, row, 1);
        wake.next = db_date(result, row, 2);
        if (batch->page->kind == SUBJECT_PROJECT && wake.kind == SUBJECT_INDICATOR &&
            !has_indicator(batch, wake.code))
            continue;
        wake.code = arena_text(&batch->changes.arena, wake.code);
        batch->scheduled = mem_room(batch->scheduled, batch->scheduled_count, &batch->scheduled_capacity,
                                    sizeof *batch->scheduled);
        batch->scheduled[batch->scheduled_count++] = wake;
    }
    if (batch->scheduled_count > 0)
        qsort(batch->scheduled, batch->scheduled_count, sizeof *batch->scheduled, by_subject);
    return true;
}

/* Of the units found by a page; otherwise before they are read. */
static bool ask_progress(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch_arrays_clear(batch);
    memset(batch->params, 0, sizeof batch->params);
    if (batch->kind != BATCH_PAGE) {
        batch_list_codes(batch, 0, SUBJECT_UNIT);
        batch_list_codes(batch, 1, SUBJECT_PROJECT);
    }
    for (size_t i = 0; i < batch->load.set.unit_count; i++)
        if (i == 0 || strcmp(batch->load.set.units[i].code, batch->load.set.units[i - 1].code) != 0)
            db_array_text(&batch->arrays[0], batch->load.set.units[i].code);
    if (batch->arrays[0].count > 0 || batch->arrays[1].count > 0)
        batch_call(batch, call, sql_batch_progress, 2);
    return true;
}

static bool got_progress(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++)
        unit_table_add(&batch->stood, db_text(result, row, 0), (int)db_int(result, row, 1),
                       (unsigned)db_int(result, row, 2));
    unit_table_settle(&batch->stood);
    return true;
}

/* In a proof a state that changes is an error of ours only if no fact has changed meanwhile. A page is
 * decided when the script that reads is over. */
static bool ask_log_depth(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (batch->proof)
        *call = (struct db_call){.sql = "SELECT (SELECT id FROM change_log ORDER BY id LIMIT 1) IS NULL"};
    else if (batch->kind != BATCH_PAGE)
        batch_decide(batch, SIZE_MAX);
    return true;
}

static bool got_log_depth(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->log_is_empty = db_bool(result, 0, 0);
    return true;
}

/* Whose facts have changed, that is: what was said of whom may be corrected. */
static const struct work *changed_by(const struct batch *batch)
{
    switch (batch->kind) {
    case BATCH_CHANGES: return &batch->work;
    case BATCH_PAGE: return &batch->touched;
    case BATCH_DUE:
    case BATCH_CLEAR:
    case BATCH_FINISH: break;
    }
    return NULL;
}

/* A subject has a finding for each year; the earliest day counts. */
static void settle_wakes(struct changes *changes)
{
    size_t kept = 0;
    bool in_order = true;

    for (size_t i = 1; in_order && i < changes->wake_count; i++)
        in_order = by_subject(&changes->wakes[i - 1], &changes->wakes[i]) <= 0;
    if (!in_order)
        qsort(changes->wakes, changes->wake_count, sizeof *changes->wakes, by_subject);
    for (size_t i = 0; i < changes->wake_count; i++) {
        const struct wake *last = kept > 0 ? &changes->wakes[kept - 1] : NULL;
        if (last == NULL || last->kind != changes->wakes[i].kind ||
            strcmp(last->code, changes->wakes[i].code) != 0)
            changes->wakes[kept++] = changes->wakes[i];
    }
    changes->wake_count = kept;
}

static void begin_deciding(struct batch *batch)
{
    struct changes *changes = &batch->changes;

    changes->language = batch->language;
    changes->today = batch->today;
    changes->first_year = batch->load.first_year;
    changes->last_year = batch->load.last_year;
    changes->closed = batch->closed;
    changes->work = batch->kind == BATCH_PAGE ? NULL : &batch->work;
    changes->changed = changed_by(batch);
    changes->policy = batch->policy;
    changes_sort_known(changes);
}

static void end_deciding(struct batch *batch)
{
    struct changes *changes = &batch->changes;

    changes_finish(changes);
    settle_wakes(changes);
    if (batch->kind == BATCH_PAGE) {
        batch->subjects = changes->wake_count;
    } else {
        for (int kind = 0; kind < SUBJECT_COUNT; kind++)
            batch->subjects += batch->work.lists[kind].count;
        batch->consumed = batch->log_ids.count;
    }
    batch->events = changes->event_count;
    for (size_t i = 0; batch->log_is_empty && i < changes->count; i++)
        batch->repaired += changes->list[i].is_event ? 1 : 0;
}

bool batch_decide(struct batch *batch, size_t most)
{
    struct changes *changes = &batch->changes;
    const struct assessment how = {
        .policy = batch->policy, .calendar = batch->calendar, .today = batch->today};

    if (batch->decided == 0)
        begin_deciding(batch);
    batch->slices++;
    if (!assess_some(&batch->load.set, changes->work, &how, changes_take, changes, &batch->decided, most))
        return false;
    end_deciding(batch);
    return true;
}

bool batch_is_scheduled(const struct batch *batch, const struct wake *wake)
{
    return batch->scheduled_count > 0 && bsearch(wake, batch->scheduled, batch->scheduled_count,
                                                 sizeof *batch->scheduled, by_subject) != NULL;
}
