#include "db/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/batch_steps.h"
#include "embedded/statements.h"

/* The loop reaches the server four times for a batch: the frame, the guard and the log; what depends on that;
 * all that is known of it by name; and all that is written with the commit (db/script.h). Where other
 * projects of a unit may have reported what the batch's have not, once more before the last. */

/* Up to so many subjects are few. For 30, 150 and 400 projects the server works 7, 6 and 3 times less on
 * prepared statements than on streams; beyond, it is libpq's memory for whole answers that counts. So many
 * projects of units that reported are taken at a time, which keeps such a batch short, and so many units
 * looked at. */
enum { FEW = 1000, UNIT_SHARE = 100, UNITS_AT_ONCE = 10 };

/* Taking subjects, and the frame around a batch. Reading what is known and deciding are in
 * batch_known.c, writing in batch_write.c. */

static bool ask_guard(void *ctx, struct db_call *call, struct err *err);
static bool got_guard(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_changes(void *ctx, struct db_call *call, struct err *err);
static bool got_changes(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_units(void *ctx, struct db_call *call, struct err *err);
static bool got_units(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_dependants(void *ctx, struct db_call *call, struct err *err);
static bool got_subjects(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_due(void *ctx, struct db_call *call, struct err *err);
static bool ask_page_changes(void *ctx, struct db_call *call, struct err *err);
static bool got_page_changes(void *ctx, const struct pg_result *result, struct err *err);
static bool ask_end(void *ctx, struct db_call *call, struct err *err);
static void on_page_read(struct db_script *script);
static void on_turn(uv_idle_t *idle);
static void on_decided(uv_handle_t *handle);
static void on_script_done(struct db_script *script);

/* How many entries are decided in one turn of the loop: that is well below a millisecond, since the other
 * lane's statements wait for it. */
enum { SLICE = 100 };

const struct db_step batch_take_changes[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"reading the change log", ask_changes, got_changes},
    {"reading the units that reported", ask_units, got_units},
    DB_WAIT,
    {"finding what depends on the changes", ask_dependants, got_subjects},
    DB_WAIT,
    {NULL, NULL, NULL},
};
const struct db_step batch_take_due[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"reading the schedule", ask_due, got_subjects},
    DB_WAIT,
    {NULL, NULL, NULL},
};
const struct db_step batch_take_page[] = {
    {"checking the leadership", ask_guard, got_guard},
    {"taking the changes of these subjects", ask_page_changes, got_page_changes},
    DB_WAIT,
    {NULL, NULL, NULL},
};
const struct db_step batch_take_finish[] = {
    {"checking the leadership", ask_guard, got_guard},
    DB_WAIT,
    {NULL, NULL, NULL},
};

static const struct db_step batch_end[] = {{"commit", ask_end, NULL}, {NULL, NULL, NULL}};

void batch_years(date today, int *ret_first, int *ret_last)
{
    int year = date_year(today);

    *ret_first = year_is_watched(year - 1, today) ? year - 1 : year;
    *ret_last = year;
}

/* Whether the reference curve of any subject is this one. */
static bool follows(const struct policy *policy, enum curve curve)
{
    bool any = policy->rules.curve == curve;

    for (size_t i = 0; i < policy->override_count; i++)
        any = any || policy->overrides[i].rules.curve == curve;
    return any;
}

static bool start_script(struct batch *batch)
{
    const struct db_section evaluating[] = {
        {db_begin_repeatable_read, batch},
        {batch->kind == BATCH_DUE ? batch_take_due : batch_take_changes, batch},
        {batch_read_known, batch},
        {load_few_steps, &batch->few},
        {load_facts_steps, &batch->load},
        {batch_conclude, batch},
        {batch_write, batch},
        {batch_end, batch},
    };
    const struct db_section reading[] = {
        {db_begin_repeatable_read, batch}, {batch_take_page, batch}, {load_facts_steps, &batch->load},
        {batch_read_known, batch},         {batch_conclude, batch},
    };
    const struct db_section finishing[] = {{db_begin, batch},
                                           {batch_take_finish, batch},
                                           {batch->kind == BATCH_CLEAR ? batch_clear : batch_finish, batch},
                                           {db_commit, batch}};

    if (batch->kind == BATCH_CLEAR || batch->kind == BATCH_FINISH)
        return db_script_start(&batch->script, batch->conn, finishing, sizeof finishing / sizeof *finishing,
                               on_script_done);
    if (batch->kind == BATCH_PAGE)
        return db_script_start(&batch->script, batch->conn, reading, sizeof reading / sizeof *reading,
                               on_page_read);
    return db_script_start(&batch->script, batch->conn, evaluating, sizeof evaluating / sizeof *evaluating,
                           on_script_done);
}

bool batch_start(struct batch *batch, struct db_conn *conn, void (*done)(struct batch *batch))
{
    batch->done = done;
    batch->conn = conn;
    batch->load = (struct load_facts){.work = batch->kind == BATCH_PAGE ? NULL : &batch->work,
                                      .page = batch->kind == BATCH_PAGE ? batch->page : NULL,
                                      .reported = batch->reported,
                                      .clock = batch->today,
                                      .policy = batch->policy};
    batch->few = (struct load_few){.load = &batch->load,
                                   .stood = &batch->stood,
                                   .most = FEW,
                                   .last_year = follows(batch->policy, CURVE_LAST_YEAR),
                                   .peers = follows(batch->policy, CURVE_PEERS)};
    batch_years(batch->today, &batch->load.first_year, &batch->load.last_year);
    batch->script.owner = batch;
    batch->script.together = true;
    if (start_script(batch))
        return true;
    batch->err = batch->script.err;
    return false;
}

/* The transaction stays open while the page is decided, some subjects in each turn of the loop. */
static void on_page_read(struct db_script *script)
{
    struct batch *batch = script->owner;

    if (script->err.code != ERR_NONE) {
        on_script_done(script);
        return;
    }
    uv_idle_init(batch->conn->loop, &batch->deciding);
    batch->deciding.data = batch;
    uv_idle_start(&batch->deciding, on_turn);
}

static void on_turn(uv_idle_t *idle)
{
    struct batch *batch = idle->data;

    if (batch->canceled || batch_decide(batch, SLICE))
        uv_close((uv_handle_t *)idle, on_decided);
}

/* Canceled meanwhile: whoever did that closes the connection, which rolls back. */
static void on_decided(uv_handle_t *handle)
{
    struct batch *batch = handle->data;
    const struct db_section writing[] = {{batch_write, batch}, {batch_end, batch}};

    batch->script.resumes = true;
    batch->script.together = false; /* what a page writes may be much, and libpq would hold all of it */
    if (!batch->canceled && db_script_start(&batch->script, batch->conn, writing,
                                            sizeof writing / sizeof *writing, on_script_done))
        return;
    if (batch->canceled)
        err_set(&batch->script.err, ERR_CANCELED, "canceled");
    on_script_done(&batch->script);
}

void batch_cancel(struct batch *batch)
{
    batch->canceled = true;
    db_op_cancel(&batch->script.op);
}

static void on_script_done(struct db_script *script)
{
    struct batch *batch = script->owner;

    batch->err = script->err;
    batch->conflicted = db_script_conflicted(script);
    batch->done(batch);
}

void batch_free(struct batch *batch)
{
    load_few_done(&batch->few);
    load_facts_done(&batch->load);
    work_clear(&batch->work);
    work_clear(&batch->touched);
    changes_free(&batch->changes);
    for (int i = 0; i < BATCH_ARRAYS; i++)
        db_array_free(&batch->arrays[i]);
    db_array_free(&batch->log_ids);
    db_array_free(&batch->units_turned);
    free(batch->scheduled);
    free(batch->unit_left);
    free(batch->project_left);
    unit_table_free(&batch->stood);
    *batch = (struct batch){0};
}

void batch_arrays_clear(struct batch *batch)
{
    for (int i = 0; i < BATCH_ARRAYS; i++)
        db_array_clear(&batch->arrays[i]);
}

void batch_list_codes(struct batch *batch, int slot, enum subject_kind kind)
{
    const struct code_list *list = &batch->work.lists[kind];

    db_array_clear(&batch->arrays[slot]);
    for (size_t i = 0; i < list->count; i++)
        db_array_text(&batch->arrays[slot], list->codes[i]);
    batch->params[slot] = db_array_end(&batch->arrays[slot]);
}

void batch_call(struct batch *batch, struct db_call *call, const char *sql, int count)
{
    for (int i = 0; i < count; i++)
        if (batch->params[i] == NULL)
            batch->params[i] = db_array_end(&batch->arrays[i]);
    *call = batch_statement(batch, sql, count);
}

/* Of a page nothing is prepared: it is large, and its statements are planned for it. */
struct db_call batch_statement(const struct batch *batch, const char *sql, int count)
{
    return (struct db_call){
        .sql = sql, .param_count = count, .params = batch->params, .prepared = batch->kind != BATCH_PAGE};
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
    batch->params[2] = batch_number(batch, 1, batch->load.last_year);
    *call = batch_statement(batch, sql_leader_guard, 3);
    return true;
}

/* A year before the running one that is closed need not be read. */
static bool got_guard(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;

    if (db_rows(result) != 1)
        return err_set(err, ERR_CONFLICT, "another daemon has taken over the evaluation");
    batch->few.last_is_empty = !db_bool(result, 0, 2);
    for (const char *at = db_text(result, 0, 1); at != NULL && *at != '\0';) {
        closed_years_add(&batch->closed, (int)strtol(at, NULL, 10));
        at = strchr(at, ',');
        if (at != NULL)
            at++;
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
    batch->params[1] = batch_number(batch, 1, batch->after);
    *call = batch_statement(batch, sql_batch_changes, 2);
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
    for (int row = 0; row < db_rows(result); row++)
        batch->pass_wanted = batch->pass_wanted || strcmp(db_text(result, row, 1), "all") == 0;
    for (int row = 0; row < db_rows(result) && !batch->pass_wanted; row++) {
        batch->last_log_id = db_int(result, row, 0);
        db_array_int(&batch->log_ids, batch->last_log_id);
        add_subject(batch, db_text(result, row, 1), db_text(result, row, 2));
    }
    batch->more = db_rows(result) >= batch->limit;
    work_settle(&batch->work);
    return true;
}

/* So many projects of units that reported, which keeps the batch one of few subjects. */
static int share_of_units(const struct batch *batch)
{
    return batch->limit < UNIT_SHARE ? batch->limit : UNIT_SHARE;
}

static bool ask_units(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = batch_number(batch, 0, UNITS_AT_ONCE);
    batch->params[1] = batch_number(batch, 1, share_of_units(batch));
    *call = batch_statement(batch, sql_batch_units, 2);
    return true;
}

/* The rows of one unit follow each other. The last unit goes on in the next batch if the share is used up,
 * behind whatever has changed meanwhile. */
static bool got_units(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;
    int rows = batch->pass_wanted ? 0 : db_rows(result), units = 0;
    int64_t id = 0;

    (void)err;
    for (int row = 0; row < rows; row++) {
        if (db_int(result, row, 0) != id) {
            id = db_int(result, row, 0);
            db_array_int(&batch->log_ids, id);
            units++;
        }
        if (!db_null(result, row, 2))
            work_add(&batch->work, SUBJECT_PROJECT, db_text(result, row, 2));
    }
    if (rows >= share_of_units(batch) && !db_null(result, rows - 1, 2)) {
        batch->unit_left = mem_text(db_text(result, rows - 1, 1));
        batch->project_left = mem_text(db_text(result, rows - 1, 2));
    }
    batch->more = batch->more || units == UNITS_AT_ONCE || batch->unit_left != NULL;
    work_settle(&batch->work);
    return true;
}

static bool ask_dependants(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    if (batch->work.lists[SUBJECT_INDICATOR].count + batch->work.lists[SUBJECT_PROJECT].count +
            batch->work.lists[SUBJECT_UNIT].count ==
        0)
        return true;
    batch_list_codes(batch, 0, SUBJECT_INDICATOR);
    batch_list_codes(batch, 1, SUBJECT_PROJECT);
    batch->params[2] = follows(batch->policy, CURVE_PEERS) ? "t" : "f";
    batch_list_codes(batch, 3, SUBJECT_UNIT);
    *call = batch_statement(batch, sql_batch_dependants, 4);
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
    *call = batch_statement(batch, sql_batch_due, 2);
    return true;
}

static bool ask_page_changes(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    batch->params[0] = subject_kind_name(batch->page->kind);
    batch->params[1] = batch->page->from;
    batch->params[2] = batch->page->to;
    batch->params[3] = follows(batch->policy, CURVE_PEERS) ? "t" : "f";
    batch->params[4] = batch->frontier != NULL ? batch->frontier : "";
    *call = batch_statement(batch, sql_batch_page_changes, 5);
    return true;
}

static bool got_page_changes(void *ctx, const struct pg_result *result, struct err *err)
{
    struct batch *batch = ctx;
    enum subject_kind kind;

    (void)err;
    for (int row = 0; row < db_rows(result); row++)
        if (subject_kind_by_name(db_text(result, row, 0), &kind))
            work_add(&batch->touched, kind, db_text(result, row, 1));
    work_settle(&batch->touched);
    batch->consumed = (size_t)db_rows(result);
    return true;
}

static bool has_written(const struct batch *batch)
{
    switch (batch->kind) {
    case BATCH_CHANGES: return batch->log_ids.count > 0;
    case BATCH_PAGE: return batch->writes || batch->consumed > 0;
    case BATCH_DUE:
    case BATCH_CLEAR:
    case BATCH_FINISH: break;
    }
    return true;
}

/* Where nothing was found to do there is nothing to make durable: the guard's lock alone would cost a wait
 * for the disk. */
static bool ask_end(void *ctx, struct db_call *call, struct err *err)
{
    struct batch *batch = ctx;

    (void)err;
    call->sql = has_written(batch) ? "COMMIT" : "ROLLBACK";
    return true;
}
