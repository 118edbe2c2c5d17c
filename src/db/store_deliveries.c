#include "db/store_deliveries.h"

#include <stdio.h>
#include <string.h>

#include "db/array.h"
#include "embedded/statements.h"

static db_take_row row_of;
static bool retry_within(struct db_session *session, char *const *ids, size_t id_count, struct err *err);
static bool all_retried(const struct pg_result *rows, char *const *ids, size_t id_count, struct err *err);

bool store_deliveries_list(struct db_session *session, const char *id, bool only_dead, int limit,
                           struct delivery_rows *ret_rows, struct err *err)
{
    char limit_text[24];
    snprintf(limit_text, sizeof limit_text, "%d", limit);
    const char *params[] = {only_dead ? "true" : "false", limit_text, id};
    struct pg_result *rows = NULL;
    struct delivery_rows read = {0};

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_messages_list, .param_count = 3, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the messages");
    read.list = db_result_list(rows, &read.arena, sizeof *read.list, row_of, &read.count);
    *ret_rows = read;
    return true;
}

static void row_of(struct arena *arena, const struct pg_result *rows, int row, void *ret_item)
{
    *(struct delivery_row *)ret_item = (struct delivery_row){
        .id = db_keep(arena, rows, row, 0),
        .channel = db_keep(arena, rows, row, 1),
        .type = db_keep(arena, rows, row, 2),
        .state = db_keep(arena, rows, row, 3),
        .attempts = (int)db_int(rows, row, 4),
        .created_at = db_keep(arena, rows, row, 5),
        .next_attempt_at = db_keep(arena, rows, row, 6),
        .settled_at = db_keep(arena, rows, row, 7),
        .last_status = (int)db_int(rows, row, 8),
        .last_answer = db_keep(arena, rows, row, 9),
        .body = db_keep(arena, rows, row, 10),
        .history = db_keep(arena, rows, row, 11),
    };
}

void store_deliveries_done(struct delivery_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct delivery_rows){0};
}

bool store_deliveries_retry(struct db_session *session, char *const *ids, size_t id_count, struct err *err)
{
    if (!db_session_exec(session, "BEGIN", err))
        return false;
    if (retry_within(session, ids, id_count, err) && db_session_exec(session, "NOTIFY budgetwatch", err) &&
        db_session_exec(session, "COMMIT", err))
        return true;
    /* What is told is the cause; a lost connection rolls back by itself. */
    db_session_rollback(session);
    return false;
}

static bool retry_within(struct db_session *session, char *const *ids, size_t id_count, struct err *err)
{
    struct pg_result *rows = NULL;
    struct db_array array = {0};

    for (size_t i = 0; i < id_count; i++)
        db_array_text(&array, ids[i]);
    const char *params[] = {db_array_end(&array)};
    bool ok = db_session_run(session,
                             &(struct db_call){.sql = sql_messages_retry, .param_count = 1, .params = params},
                             &rows, err);
    db_array_free(&array);
    if (ok) {
        ok = all_retried(rows, ids, id_count, err);
        db_result_free(rows);
    }
    return ok;
}

static bool is_among(const struct pg_result *rows, const char *id)
{
    for (int row = 0; row < db_rows(rows); row++)
        if (strcmp(db_text(rows, row, 0), id) == 0)
            return true;
    return false;
}

static bool all_retried(const struct pg_result *rows, char *const *ids, size_t id_count, struct err *err)
{
    struct buf missing = {0};

    for (size_t i = 0; i < id_count; i++)
        if (!is_among(rows, ids[i]))
            buf_printf(&missing, "%s%s", missing.length > 0 ? ", " : "", ids[i]);
    bool ok = missing.length == 0;
    if (!ok)
        err_set(err, ERR_INPUT, "not among the dead messages: %s; nothing was changed", buf_text(&missing));
    buf_free(&missing);
    return ok;
}
