#include "db/store_channels.h"

#include <stdio.h>

#include "db/array.h"
#include "embedded/statements.h"

static struct channel_fare fare_of(struct arena *arena, const struct pg_result *rows, int row)
{
    return (struct channel_fare){.channel = db_keep(arena, rows, row, 0),
                                 .configured = db_bool(rows, row, 1),
                                 .waiting = db_int(rows, row, 2),
                                 .held = db_int(rows, row, 3),
                                 .silenced = db_int(rows, row, 4),
                                 .inhibited = db_int(rows, row, 5),
                                 .pending = db_int(rows, row, 6),
                                 .sending = db_int(rows, row, 7),
                                 .dead = db_int(rows, row, 8),
                                 .paused_until = db_keep(arena, rows, row, 9),
                                 .off_since = db_keep(arena, rows, row, 10),
                                 .off_reason = db_keep(arena, rows, row, 11),
                                 .off_by = db_keep(arena, rows, row, 12)};
}

bool store_channels_status(struct db_session *session, const struct channel_known *known, size_t count,
                           struct arena *arena, struct channel_fares *ret_fares, struct err *err)
{
    struct db_array names = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < count; i++)
        db_array_text(&names, known[i].name);
    const char *params[] = {db_array_end(&names)};
    bool ok = db_session_run(
        session, &(struct db_call){.sql = sql_channels_status, .param_count = 1, .params = params}, &rows,
        err);
    db_array_free(&names);
    if (!ok)
        return err_prefix(err, "reading how channels fare");
    struct channel_fares fares = {.count = (size_t)db_rows(rows)};
    fares.list = arena_alloc(arena, fares.count * sizeof *fares.list);
    for (size_t i = 0; i < fares.count; i++)
        fares.list[i] = fare_of(arena, rows, (int)i);
    db_result_free(rows);
    *ret_fares = fares;
    return true;
}

bool store_channels_on(struct db_session *session, const char *channel, bool *ret_was_off, struct err *err)
{
    const char *params[] = {channel};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_channels_on, .param_count = 1, .params = params}, &rows,
                        err))
        return false;
    *ret_was_off = db_int(rows, 0, 0) > 0;
    db_result_free(rows);
    return db_session_exec(session, "NOTIFY budgetwatch", err);
}

bool store_channels_off(struct db_session *session, const char *channel, const char *reason, const char *by,
                        struct err *err)
{
    const char *params[] = {channel, reason, by};

    return db_session_run(
               session, &(struct db_call){.sql = sql_channels_switch_off, .param_count = 3, .params = params},
               NULL, err) &&
           db_session_exec(session, "NOTIFY budgetwatch", err);
}

static struct channel_wait wait_of(struct arena *arena, const struct pg_result *rows, int row)
{
    return (struct channel_wait){.is_message = db_bool(rows, row, 0),
                                 .id = db_keep(arena, rows, row, 1),
                                 .channel = db_keep(arena, rows, row, 2),
                                 .what = db_keep(arena, rows, row, 3),
                                 .severity = db_keep(arena, rows, row, 4),
                                 .subject = db_keep(arena, rows, row, 5),
                                 .since = db_int(rows, row, 6),
                                 .why = db_keep(arena, rows, row, 7),
                                 .until = db_null(rows, row, 8) ? 0 : db_int(rows, row, 8),
                                 .detail = db_keep(arena, rows, row, 9)};
}

bool store_channels_waits(struct db_session *session, const struct channel_known *known, size_t count,
                          int limit, struct arena *arena, struct channel_waits *ret_waits, struct err *err)
{
    struct db_array names = {0}, rates = {0};
    struct pg_result *rows = NULL;
    char limit_text[24];

    snprintf(limit_text, sizeof limit_text, "%d", limit);
    for (size_t i = 0; i < count; i++) {
        db_array_text(&names, known[i].name);
        db_array_int(&rates, known[i].rates);
    }
    const char *params[] = {limit_text, db_array_end(&names), db_array_end(&rates)};
    bool ok = db_session_run(
        session, &(struct db_call){.sql = sql_waits_list, .param_count = 3, .params = params}, &rows, err);
    db_array_free(&names);
    db_array_free(&rates);
    if (!ok)
        return err_prefix(err, "reading what waits");
    struct channel_waits waits = {.count = (size_t)db_rows(rows)};
    waits.list = arena_alloc(arena, waits.count * sizeof *waits.list);
    for (size_t i = 0; i < waits.count; i++)
        waits.list[i] = wait_of(arena, rows, (int)i);
    db_result_free(rows);
    *ret_waits = waits;
    return true;
}
