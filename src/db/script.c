#include "db/script.h"

#include <string.h>

static void proceed(struct db_script *script);
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
                                 .conn = conn,
                                 .section_count = count,
                                 .done = done};
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

/* Run the next step that asks for something. */
static void proceed(struct db_script *script)
{
    for (; script->section < script->section_count; script->section++, script->step = 0) {
        for (; current(script)->name != NULL; script->step++) {
            struct db_call call = {0};
            if (!current(script)->ask(script->sections[script->section].ctx, &call, &script->err)) {
                fail(script);
                return;
            }
            if (call.sql == NULL)
                continue;
            call.name = current(script)->name;
            script->op = (struct db_op){.owner = script};
            if (strncmp(call.sql, "BEGIN", 5) == 0)
                script->in_transaction = true;
            if (!db_op_start(&script->op, script->conn, &call, on_done)) {
                script->err = script->op.err;
                script->in_transaction = false;
                finish(script);
            }
            return;
        }
    }
    finish(script);
}

static void on_done(struct db_op *op)
{
    struct db_script *script = op->owner;
    const struct db_step *step = current(script);

    if (script->rolling_back) {
        /* The error that led here stands; that the rollback failed as well is worth knowing only if
         * the connection is gone. */
        if (op->err.code != ERR_NONE && op->err.code != ERR_DB_QUERY)
            script->err.code = op->err.code;
        db_result_free(op->result);
        finish(script);
        return;
    }
    bool ok = op->err.code == ERR_NONE;
    if (!ok) {
        script->err = op->err;
        memcpy(script->sqlstate, op->sqlstate, sizeof script->sqlstate);
        err_prefix(&script->err, "%s", step->name);
    } else if (step->got != NULL) {
        ok = step->got(script->sections[script->section].ctx, op->result, &script->err);
    }
    db_result_free(op->result);
    op->result = NULL;
    if (!ok) {
        fail(script);
        return;
    }
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
