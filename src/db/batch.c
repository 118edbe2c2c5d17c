#include "db/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/batch_steps.h"
#include "embedded/statements.h"

/* Taking subjects, and the frame around a batch. Reading what is known, deciding and writing are in
 * batch_write.c. */

static bool ask_guard(void *ctx, struct db_call *call, struct err *err);
static bool got_guard(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_changes(void *ctx, struct db_call *call, struct err *err);
static bool got_changes(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_dependants(void *ctx, struct db_call *call, struct err *err);
static bool got_subjects(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_due(void *ctx, struct db_call *call, struct err *err);
static bool ask_page(void *ctx, struct db_call *call, struct err *err);
static bool got_page(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_page_changes(void *ctx, struct db_call *call, struct err *err);
static bool got_page_changes(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_page_dependants(void *ctx, struct db_call *call, struct err *err);
static void on_script_done(struct db_script *script);

const struct db_step batch_take_changes[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"reading the change log", ask_changes, got_changes},
    {"finding what depends on the changes", ask_dependants, got_subjects},
    {NULL, NULL, NULL},
};
const struct db_step batch_take_due[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"reading the schedule", ask_due, got_subjects},
    {NULL, NULL, NULL},
};
const struct db_step batch_take_page[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"listing subjects", ask_page, got_page},
    {"reading the changes of these subjects", ask_page_changes, got_page_changes},
    {"finding what depends on the changes", ask_page_dependants, got_subjects},
    {NULL, NULL, NULL},
};

void batch_years(date today, int *ret_first, int *ret_last)
{
    int year = date_year(today);

    *ret_first = year_is_watched(year - 1, today) ? year - 1 : year;
    *ret_last = year;
}

bool batch_start(struct batch *batch, struct db_conn *conn, void (*done)(struct batch *batch))
{
    static const struct db_step *const takes[] = {
        [BATCH_CHANGES] = batch_take_changes, [BATCH_DUE] = batch_take_due, [BATCH_PAGE] = batch_take_page};
    const struct db_section sections[] = {
        {db_begin_repeatable_read, batch}, {takes[batch->kind], batch}, {load_facts_steps, &batch->load},
        {batch_read_known, batch},         {batch_write, batch},        {db_commit, batch},
    };

    batch->done = done;
    batch->load = (struct load_facts){.work = &batch->work, .policy = batch->policy};
    batch_years(batch->today, &batch->load.first_year, &batch->load.last_year);
    batch->script.owner = batch;
    if (batch->kind == BATCH_PAGE)
        batch->page_before = mem_text(batch->page->after);
    if (db_script_start(&batch->script, conn, sections, sizeof sections / sizeof *sections, on_script_done))
        return true;
    batch->err = batch->script.err;
    return false;
}

static void on_script_done(struct db_script *script)
{
    struct batch *batch = script->owner;

    batch->err = script->err;
    batch->conflicted = db_script_conflicted(script);
    if (batch->err.code != ERR_NONE && batch->kind == BATCH_PAGE) {
        free(batch->page->after);
        batch->page->after = batch->page_before;
        batch->page_before = NULL;
    }
    batch->done(batch);
}

void batch_free(struct batch *batch)
{
    load_facts_done(&batch->load);
    work_clear(&batch->work);
    work_clear(&batch->touched);
    changes_free(&batch->changes);
    for (int i = 0; i < BATCH_ARRAYS; i++)
        db_array_free(&batch->arrays[i]);
    db_array_free(&batch->log_ids);
    db_array_free(&batch->units_turned);
    free(batch->page_before);
    free(batch->stood);
    *batch = (struct batch){0};
}

void batch_arrays_clear(struct batch *batch)
{
    for (int i = 0; i < BATCH_ARRAYS; i++)
        db_array_clear(&batch->arrays[i]);
}

void batch_call(struct batch *batch, struct db_call *call, const char *sql, int count)
{
    for (int i = 0; i < count; i++)
        if (batch->params[i] == NULL)
            batch->params[i] = db_array_end(&batch->arrays[i]);
    *call = (struct db_call){.sql = sql, .param_count = count, .params = batch->params};
}

const char *batch_number(struct batch *batch, int slot, int64_t value)
{
    snprintf(batch->numbers[slot], sizeof batch->numbers[slot], "%" PRId64, value);
    return batch->numbers[slot];
}

static bool ask_guard(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = batch->holder;
    batch->params[1] = batch_number(batch, 0, batch->epoch);
    *call = (struct db_call){.sql = sql_leader_guard, .param_count = 2, .params = batch->params};
    return true;
}

/* A year before the running one that is closed need not be read. */
static bool got_guard(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    if (db_rows(result) != 1)
        return err_set(err, ERR_CONFLICT, "another daemon has taken over the evaluation");
    for (const char *at = db_text(result, 0, 1); at != NULL && *at != '\0';) {
        closed_years_add(&batch->closed, (int)strtol(at, NULL, 10));
        at = strchr(at, ',');
        at += at != NULL ? 1 : 0;
    }
    if (batch->load.first_year < batch->load.last_year &&
        year_is_closed(&batch->closed, batch->load.first_year))
        batch->load.first_year = batch->load.last_year;
    return true;
}

static bool ask_changes(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = batch_number(batch, 0, batch->limit);
    *call = (struct db_call){.sql = sql_batch_changes, .param_count = 1, .params = batch->params};
    return true;
}

static void add_subject(struct batch *batch, const char *kind_name, const char *code)
{
    enum subject_kind kind;

    if (subject_kind_by_name(kind_name, &kind))
        work_add(&batch->work, kind, code);
}

static bool got_changes(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++) {
        db_array_int(&batch->log_ids, db_int(result, row, 0));
        add_subject(batch, db_text(result, row, 1), db_text(result, row, 2));
    }
    work_settle(&batch->work);
    return true;
}

static void list_codes(struct batch *batch, int slot, enum subject_kind kind)
{
    const struct code_list *list = &batch->work.lists[kind];

    db_array_clear(&batch->arrays[slot]);
    for (size_t i = 0; i < list->count; i++)
        db_array_text(&batch->arrays[slot], list->codes[i]);
    batch->params[slot] = db_array_end(&batch->arrays[slot]);
}

static bool peers_count(const struct policy *policy)
{
    bool count = policy->rules.curve == CURVE_PEERS;

    for (size_t i = 0; i < policy->override_count; i++)
        count = count || policy->overrides[i].rules.curve == CURVE_PEERS;
    return count;
}

static bool ask_dependants(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (batch->work.lists[SUBJECT_INDICATOR].count + batch->work.lists[SUBJECT_PROJECT].count +
            batch->work.lists[SUBJECT_UNIT].count ==
        0)
        return true;
    list_codes(batch, 0, SUBJECT_INDICATOR);
    list_codes(batch, 1, SUBJECT_PROJECT);
    batch->params[2] = peers_count(batch->policy) ? "t" : "f";
    list_codes(batch, 3, SUBJECT_UNIT);
    *call = (struct db_call){.sql = sql_batch_dependants, .param_count = 4, .params = batch->params};
    return true;
}

static bool got_subjects(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++)
        add_subject(batch, db_text(result, row, 0), db_text(result, row, 1));
    work_settle(&batch->work);
    return true;
}

static bool ask_due(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = date_format(batch->today, batch->day);
    batch->params[1] = batch_number(batch, 0, batch->limit);
    *call = (struct db_call){.sql = sql_batch_due, .param_count = 2, .params = batch->params};
    return true;
}

static bool ask_page(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    batch->page->limit = batch->limit;
    batch->page->work = &batch->work;
    return subject_page_steps[0].ask(batch->page, call, err);
}

static bool got_page(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    if (!subject_page_steps[0].got(batch->page, result, err))
        return false;
    work_settle(&batch->work);
    return true;
}

static bool ask_page_changes(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (batch->page->found == 0)
        return true;
    batch->params[0] = subject_kind_name(batch->page->kind);
    list_codes(batch, 1, batch->page->kind);
    *call = (struct db_call){.sql = sql_batch_page_changes, .param_count = 2, .params = batch->params};
    return true;
}

static bool got_page_changes(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++) {
        db_array_int(&batch->log_ids, db_int(result, row, 0));
        work_add(&batch->touched, batch->page->kind, db_text(result, row, 1));
    }
    work_settle(&batch->touched);
    return true;
}

/* What depends on a change may lie on a page that is done already: it is looked at here, as it would be
 * if the change came by itself. */
static bool ask_page_dependants(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    return batch->log_ids.count == 0 || ask_dependants(ctx, call, err);
}
