/* The last part of a batch: what is written. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "db/batch_steps.h"
#include "embedded/statements.h"

static bool ask_deviations(void *ctx, struct db_call *call, struct err *err);
static bool ask_checked(void *ctx, struct db_call *call, struct err *err);
static bool ask_lapsed(void *ctx, struct db_call *call, struct err *err);
static bool ask_events(void *ctx, struct db_call *call, struct err *err);
static bool ask_schedule(void *ctx, struct db_call *call, struct err *err);
static bool ask_unschedule(void *ctx, struct db_call *call, struct err *err);
static bool ask_write_progress(void *ctx, struct db_call *call, struct err *err);
static bool ask_enqueue(void *ctx, struct db_call *call, struct err *err);
static bool ask_consume(void *ctx, struct db_call *call, struct err *err);
static bool ask_lock_log(void *ctx, struct db_call *call, struct err *err);
static bool ask_asked_again(void *ctx, struct db_call *call, struct err *err);
static bool got_asked_again(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_truncate_log(void *ctx, struct db_call *call, struct err *err);
static bool ask_finish(void *ctx, struct db_call *call, struct err *err);

const struct db_step batch_write[] = {
    {"writing deviations", ask_deviations, NULL},
    {"writing what became of actions", ask_checked, NULL},
    {"taking off lapsed acknowledgements", ask_lapsed, NULL},
    {"writing events", ask_events, NULL},
    {"writing the schedule", ask_schedule, NULL},
    {"clearing the schedule", ask_unschedule, NULL},
    {"writing what units reported", ask_write_progress, NULL},
    {"queueing the projects of units that reported", ask_enqueue, NULL},
    {"consuming the change log", ask_consume, NULL},
    {NULL, NULL, NULL},
};
const struct db_step batch_clear[] = {
    {"locking the change log", ask_lock_log, NULL},
    {"looking who asks for another pass", ask_asked_again, got_asked_again},
    DB_WAIT,
    {"emptying the change log", ask_truncate_log, NULL},
    {NULL, NULL, NULL},
};
const struct db_step batch_finish[] = {{"finishing the full pass", ask_finish, NULL}, {NULL, NULL, NULL}};

/* The arrays, empty. */
static struct db_array *begin_arrays(struct batch *batch)
{
    batch_arrays_clear(batch);
    memset(batch->params, 0, sizeof batch->params);
    return batch->arrays;
}

/* Where none is made there is nothing to commit. */
static void write_call(struct batch *batch, struct db_call *call, const char *sql, int count)
{
    batch->writes = true;
    batch_call(batch, call, sql, count);
}

/* Where the arrays hold something. `day`: the last parameter is today. */
static bool write_rows(struct batch *batch, struct db_call *call, const char *sql, int count, bool day)
{
    if (batch->arrays[0].count == 0)
        return true;
    if (day)
        batch->params[count - 1] = date_format(batch->today, batch->day);
    write_call(batch, call, sql, count);
    return true;
}

/* What a deviation is known by, in four arrays. */
static void add_key(struct db_array *a, const struct deviation *d)
{
    db_array_text(&a[0], rule_name(d->rule));
    db_array_text(&a[1], subject_kind_name(d->kind));
    db_array_text(&a[2], d->code);
    db_array_int(&a[3], d->year);
}

/* The next four. */
static void add_figures(struct db_array *a, const struct deviation *d)
{
    db_array_int(&a[0], d->month);
    db_array_text(&a[1], d->observed);
    db_array_text(&a[2], d->expected);
    db_array_text(&a[3], d->gap);
}

/* And three. */
static void add_whose(struct db_array *a, const struct deviation *d)
{
    db_array_text(&a[0], d->name);
    db_array_text(&a[1], d->unit_code);
    db_array_text(&a[2], d->manager);
}

static bool ask_deviations(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    for (size_t i = 0; i < batch->changes.count; i++) {
        const struct deviation *d = &batch->changes.list[i].now;
        add_key(a, d);
        db_array_text(&a[4], severity_name(d->state.severity));
        db_array_date(&a[5], d->state.since);
        add_figures(&a[6], d);
        db_array_text(&a[10], d->explanation);
        add_whose(&a[11], d);
        db_array_date(&a[14], d->state.remind_on);
        db_array_bool(&a[15], d->state.overdue_said);
        db_array_int(&a[16], d->state.reminders);
    }
    return write_rows(batch, call, sql_batch_write_deviations, 17, /* day */ false);
}

static bool ask_checked(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    for (size_t i = 0; i < batch->changes.count; i++) {
        const struct change *change = &batch->changes.list[i];
        if (change->check == ACTION_UNCHECKED)
            continue;
        add_key(a, &change->now);
        db_array_bool(&a[4], change->check == ACTION_VERIFIED);
    }
    return write_rows(batch, call, sql_batch_check_actions, 6, /* day */ true);
}

static bool ask_lapsed(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    for (size_t i = 0; i < batch->changes.count; i++) {
        const struct change *change = &batch->changes.list[i];
        if (!change->is_event || change->now.state.acknowledged)
            continue;
        add_key(a, &change->now);
    }
    return write_rows(batch, call, sql_batch_lapse_acknowledgements, 4, /* day */ false);
}

static bool ask_events(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    for (size_t i = 0; i < batch->changes.count; i++) {
        const struct change *change = &batch->changes.list[i];
        const struct deviation *d = &change->now;
        if (!change->is_event)
            continue;
        add_key(a, d);
        db_array_text(&a[4], event_name(change->event));
        db_array_text(&a[5], severity_name(change->event_severity));
        db_array_text(&a[6], severity_name(change->previous));
        add_figures(&a[7], d);
        db_array_text(&a[11], change->event_explanation);
        add_whose(&a[12], d);
        db_array_int(&a[15], change->corrects);
    }
    return write_rows(batch, call, sql_batch_write_events, 17, /* day */ true);
}

static bool ask_schedule(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    for (size_t i = 0; i < batch->changes.wake_count; i++) {
        const struct wake *wake = &batch->changes.wakes[i];
        if (wake->next == DATE_NEVER || batch_is_scheduled(batch, wake))
            continue;
        db_array_text(&a[0], subject_kind_name(wake->kind));
        db_array_text(&a[1], wake->code);
        db_array_date(&a[2], wake->next);
    }
    return write_rows(batch, call, sql_batch_write_schedule, 3, /* day */ false);
}

static bool wakes_again(const struct changes *changes, enum subject_kind kind, const char *code)
{
    size_t low = 0, high = changes->wake_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct wake *wake = &changes->wakes[middle];
        int order = wake->kind != kind ? (wake->kind < kind ? -1 : 1) : strcmp(wake->code, code);
        if (order == 0)
            return wake->next != DATE_NEVER;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void unschedule(struct batch *batch, enum subject_kind kind, const char *code)
{
    if (wakes_again(&batch->changes, kind, code))
        return;
    db_array_text(&batch->arrays[0], subject_kind_name(kind));
    db_array_text(&batch->arrays[1], code);
}

/* Subjects that nothing wakes again, those that are gone among them. One that could not be evaluated
 * in any year is cleared as well: it comes back with the next change of its facts, and with every full
 * pass. */
static bool ask_unschedule(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    begin_arrays(batch);
    for (size_t i = 0; i < batch->scheduled_count; i++)
        unschedule(batch, batch->scheduled[i].kind, batch->scheduled[i].code);
    for (int kind = 0; kind < SUBJECT_COUNT; kind++)
        for (size_t i = 0; i < batch->work.lists[kind].count; i++)
            unschedule(batch, (enum subject_kind)kind, batch->work.lists[kind].codes[i]);
    return write_rows(batch, call, sql_batch_clear_schedule, 2, /* day */ false);
}

/* A unit that reported a month moves all its projects to it. In a full pass a unit is met for the first
 * time with its projects still to come; otherwise, and whenever it differs from what was written down
 * before, its other projects are queued. A unit that has reported nothing is written down as well: the
 * first report may come while a full pass is between two of its projects. */
static bool ask_write_progress(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;
    struct db_array *a = begin_arrays(batch);

    (void)err;
    db_array_clear(&batch->units_turned);
    for (size_t i = 0; i < batch->load.set.unit_count; i++) {
        const struct unit_facts *unit = &batch->load.set.units[i];
        const struct unit_months *stood = unit_table_find(&batch->stood, unit->code, unit->year);
        if (stood != NULL && stood->months == unit->months)
            continue;
        db_array_text(&a[0], unit->code);
        db_array_int(&a[1], unit->year);
        db_array_int(&a[2], unit->months);
        if (stood != NULL || (batch->kind != BATCH_PAGE && unit->months != 0))
            db_array_text(&batch->units_turned, unit->code);
    }
    return write_rows(batch, call, sql_batch_write_progress, 3, /* day */ false);
}

static bool ask_enqueue(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    begin_arrays(batch);
    for (size_t i = 0; i < batch->units_turned.count; i++)
        db_array_text(&batch->arrays[1], "");
    if (batch->unit_left != NULL) {
        db_array_text(&batch->units_turned, batch->unit_left);
        db_array_text(&batch->arrays[1], batch->project_left);
    }
    if (batch->units_turned.count == 0)
        return true;
    batch->params[0] = db_array_end(&batch->units_turned);
    write_call(batch, call, sql_batch_enqueue_units, 2);
    return true;
}

static bool ask_consume(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    begin_arrays(batch);
    if (batch->log_ids.count == 0)
        return true;
    batch->params[0] = db_array_end(&batch->log_ids);
    write_call(batch, call, sql_batch_consume, 1);
    return true;
}

static bool ask_finish(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    begin_arrays(batch);
    batch->params[0] = batch->fingerprint;
    batch->params[1] = date_format(batch->pass_began, batch->day);
    batch->params[2] = batch->everything != NULL ? batch->everything : "{}";
    *call = batch_statement(batch, sql_batch_finish_pass, 3);
    return true;
}

static bool ask_lock_log(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx, (void)err;
    call->sql = sql_pass_lock_log;
    return true;
}

/* A day of the calendar that came after this pass had read it: the log stays, so that another pass follows.
 */
static bool ask_asked_again(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = batch->everything != NULL ? batch->everything : "{}";
    *call = batch_statement(batch, sql_pass_asked_again, 1);
    return true;
}

static bool got_asked_again(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->log_stays = db_bool(result, 0, 0);
    return true;
}

static bool ask_truncate_log(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (!batch->log_stays)
        call->sql = sql_pass_truncate_log;
    return true;
}
