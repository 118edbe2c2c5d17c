#include "db/script.h"

#include <assert.h>
#include <string.h>

/* What a step leads to. */
enum next { NEXT_STEP, NEXT_SEND, NEXT_FAIL };

static void proceed(struct db_script *script);
static enum next ask(struct db_script *script);
static void note_sent(struct db_script *script, const struct db_step *step, void *ctx);
static void send_steps(struct db_script *script);
static bool on_answer(void *ctx, size_t number, const struct pg_result *result, struct err *err);
static void on_done(struct db_op *op);
static void fail(struct db_script *script);
static void finish(struct db_script *script);

static bool ask_begin_snapshot(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx, (void)err;
    call->sql = "BEGIN ISOLATION LEVEL REPEATABLE READ";
    return true;
}

static bool ask_begin(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx, (void)err;
    call->sql = "BEGIN";
    return true;
}

static bool ask_commit(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx, (void)err;
    call->sql = "COMMIT";
    return true;
}

const struct db_step db_begin_repeatable_read[] = {{"begin", ask_begin_snapshot, NULL}, {NULL, NULL, NULL}};
const struct db_step db_begin[] = {{"begin", ask_begin, NULL}, {NULL, NULL, NULL}};
const struct db_step db_commit[] = {{"commit", ask_commit, NULL}, {NULL, NULL, NULL}};

static void on_nothing_closed(uv_handle_t *handle)
{
    struct db_script *script = handle->data;

    script->done(script);
}

/* Nothing was left to run when the script started or a step failed before its statement: end from the
 * loop all the same, so that `done` never comes from inside start. */
static void finish(struct db_script *script)
{
    uv_idle_init(script->conn->loop, &script->skip);
    script->skip.data = script;
    uv_close((uv_handle_t *)&script->skip, on_nothing_closed);
}

bool db_script_start(struct db_script *script, struct db_conn *conn, const struct db_section *sections,
                     size_t count, db_script_done done)
{
    *script = (struct db_script){.owner = script->owner,
                                 .resumes = script->resumes,
                                 .in_transaction = script->resumes,
                                 .together = script->together,
                                 .conn = conn,
                                 .section_count = count,
                                 .done = done};
    script->op.owner = script;
    memcpy(script->sections, sections, count * sizeof *sections);
    if (!db_conn_is_open(conn))
        return err_set(&script->err, ERR_DB_LOST, "not connected to the database");
    proceed(script);
    return true;
}

static const struct db_step *current(const struct db_script *script)
{
    return &script->sections[script->section].steps[script->step];
}

/* Run the next step that asks for something, or send the next that can be sent together. */
static void proceed(struct db_script *script)
{
    for (; script->section < script->section_count; script->section++, script->step = 0) {
        for (; current(script)->name != NULL; script->step++) {
            enum next next = script->held.sql != NULL ? NEXT_SEND : ask(script);
            if (next == NEXT_STEP)
                continue;
            if (next == NEXT_FAIL && script->sent_count == 0)
                fail(script);
            else
                send_steps(script);
            return;
        }
    }
    if (script->sent_count > 0)
        send_steps(script);
    else
        finish(script);
}

static bool is_wait(const struct db_step *step)
{
    return step->name[0] == '\0';
}

/* Ask the current step, and put what it says with what is to be sent. */
static enum next ask(struct db_script *script)
{
    const struct db_step *step = current(script);
    void *ctx = script->sections[script->section].ctx;
    struct db_call call = {0};

    if (is_wait(step))
        return script->sent_count > 0 ? NEXT_SEND : NEXT_STEP;
    if (!step->ask(ctx, &call, &script->err))
        return NEXT_FAIL;
    if (call.sql == NULL)
        return NEXT_STEP;
    call.name = step->name;
    if (strncmp(call.sql, "BEGIN", 5) == 0)
        script->in_transaction = true;
    if (!script->together || call.on_row != NULL || call.more != NULL) {
        script->held = call;
        return NEXT_SEND;
    }
    if (script->sent_count == 0 && !db_pipe_open(&script->op, script->conn, on_answer, script)) {
        script->err = script->op.err;
        script->in_transaction = false;
        return NEXT_FAIL;
    }
    assert(script->sent_count < DB_PIPE_MOST);
    db_pipe_add(&script->op, &call);
    note_sent(script, step, ctx);
    return NEXT_STEP;
}

static void note_sent(struct db_script *script, const struct db_step *step, void *ctx)
{
    script->sent[script->sent_count].step = step;
    script->sent[script->sent_count++].ctx = ctx;
}

/* What was asked together; where there is none, the one step by itself. */
static void send_steps(struct db_script *script)
{
    bool started;

    if (script->sent_count > 0) {
        started = db_pipe_send(&script->op, on_done);
    } else {
        struct db_call call = script->held;
        script->held = (struct db_call){0};
        note_sent(script, current(script), script->sections[script->section].ctx);
        started = db_op_start(&script->op, script->conn, &call, on_done);
    }
    if (!started) {
        script->err = script->op.err;
        script->in_transaction = false;
        finish(script);
    }
}

static bool on_answer(void *ctx, size_t number, const struct pg_result *result, struct err *err)
{
    struct db_script *script = ctx;
    const struct db_step *step = script->sent[number].step;

    script->refused = step->got != NULL && !step->got(script->sent[number].ctx, result, err);
    return !script->refused;
}

static void on_done(struct db_op *op)
{
    struct db_script *script = op->owner;
    bool piped = op->pipe.open;
    size_t number = piped ? db_pipe_failed(op) : 0;

    if (script->rolling_back) {
        /* The error that led here stands; that the rollback failed as well is worth knowing only if
         * the connection is gone. */
        if (op->err.code != ERR_NONE && op->err.code != ERR_DB_QUERY)
            script->err.code = op->err.code;
        db_result_free(op->result);
        finish(script);
        return;
    }
    if (op->err.code == ERR_NONE && !piped)
        on_answer(script, 0, op->result, &op->err);
    db_result_free(op->result);
    op->result = NULL;
    if (op->err.code != ERR_NONE || script->refused) {
        script->err = op->err;
        memcpy(script->sqlstate, op->sqlstate, sizeof script->sqlstate);
        if (!script->refused)
            err_prefix(&script->err, "%s", script->sent[number].step->name);
    }
    script->sent_count = 0;
    if (script->err.code != ERR_NONE || script->refused) {
        fail(script);
        return;
    }
    if (!piped)
        script->step++;
    proceed(script);
}

static void fail(struct db_script *script)
{
    struct db_call call = {.sql = "ROLLBACK"};
    enum err_code code = script->err.code;
    bool usable = code != ERR_DB_LOST && code != ERR_TIMEOUT && code != ERR_CANCELED;

    if (!script->in_transaction || !usable) {
        finish(script);
        return;
    }
    script->rolling_back = true;
    script->op = (struct db_op){.owner = script};
    if (!db_op_start(&script->op, script->conn, &call, on_done)) {
        script->err.code = ERR_DB_LOST;
        finish(script);
    }
}

bool db_script_conflicted(const struct db_script *script)
{
    return strcmp(script->sqlstate, "40001") == 0 || strcmp(script->sqlstate, "40P01") == 0 ||
           strcmp(script->sqlstate, "55P03") == 0;
}

static void on_run_done(struct db_script *script)
{
    *(bool *)script->owner = true;
}

bool db_script_run(struct db_session *session, const struct db_section *sections, size_t count,
                   struct err *err)
{
    bool over = false;
    struct db_script script = {.owner = &over};

    if (db_script_start(&script, &session->conn, sections, count, on_run_done))
        while (!over)
            uv_run(&session->loop, UV_RUN_ONCE);
    if (script.err.code == ERR_NONE)
        return true;
    *err = script.err;
    return false;
}
