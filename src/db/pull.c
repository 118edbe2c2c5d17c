#include "db/pull.h"

#include <string.h>

static bool on_row(void *ctx, const char *data, size_t length, struct err *err);
static void on_done(struct db_op *op);

bool db_pull_start(struct db_pull *pull, struct db_session *session, const struct db_call *call,
                   struct err *err)
{
    struct db_call mine = *call;

    mine.on_row = on_row;
    mine.ctx = pull;
    pull->session = session;
    pull->op.owner = pull;
    pull->over = false;
    if (!db_session_start(session, &pull->op, &mine, on_done, err))
        return false;
    db_session_look_start(session, &pull->op, &pull->look);
    return true;
}

static bool on_row(void *ctx, const char *data, size_t length, struct err *err)
{
    struct db_pull *pull = ctx;

    (void)err;
    buf_add(&pull->rows, (const char *)&length, sizeof length);
    buf_add(&pull->rows, data, length);
    return true;
}

static void on_done(struct db_op *op)
{
    struct db_pull *pull = op->owner;

    pull->over = true;
}

bool db_pull_next(struct db_pull *pull, char **ret_data, size_t *ret_length, struct err *err)
{
    size_t length;

    *ret_length = 0;
    if (pull->at == pull->rows.length) {
        buf_clear(&pull->rows);
        pull->at = 0;
    }
    while (pull->rows.length == 0 && !pull->over)
        uv_run(&pull->session->loop, UV_RUN_ONCE);
    if (pull->rows.length == 0)
        return pull->op.err.code == ERR_NONE || err_set(err, pull->op.err.code, "%s", pull->op.err.text);
    memcpy(&length, pull->rows.data + pull->at, sizeof length);
    *ret_data = pull->rows.data + pull->at + sizeof length;
    *ret_length = length;
    pull->at += sizeof length + length;
    return true;
}

bool db_pull_has_row(const struct db_pull *pull)
{
    return pull->at < pull->rows.length;
}

void db_pull_end(struct db_pull *pull)
{
    if (!pull->over)
        db_op_cancel(&pull->op);
    while (!pull->over)
        uv_run(&pull->session->loop, UV_RUN_ONCE);
    db_session_look_end(pull->session, &pull->look);
    db_result_free(pull->op.result);
    buf_free(&pull->rows);
}
