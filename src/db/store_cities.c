#include "db/store_cities.h"

#include <string.h>

#include "embedded/statements.h"

static bool read_rows(struct db_session *session, const char *sql, const char *what,
                      struct pg_result **ret_rows, struct err *err)
{
    return db_session_run(session, &(struct db_call){.sql = sql}, ret_rows, err) ||
           err_prefix(err, "reading %s", what);
}

static bool read_cities(struct db_session *session, struct arena *arena, struct cities_known *known,
                        struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_rows(session, sql_cities_list, "the subscriptions", &rows, err))
        return false;
    known->city_count = (size_t)db_rows(rows);
    known->cities = arena_alloc(arena, known->city_count * sizeof *known->cities);
    for (size_t i = 0; i < known->city_count; i++) {
        int row = (int)i;
        known->cities[i] = (struct city){.name = db_keep(arena, rows, row, 0),
                                         .state = db_keep(arena, rows, row, 1),
                                         .since = db_keep(arena, rows, row, 2),
                                         .errors = db_int(rows, row, 3),
                                         .behind = db_null(rows, row, 4) ? -1 : db_int(rows, row, 4)};
    }
    db_result_free(rows);
    return true;
}

static bool read_takers(struct db_session *session, struct arena *arena, struct cities_known *known,
                        struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_rows(session, sql_cities_takers, "the replication slots", &rows, err))
        return false;
    known->taker_count = (size_t)db_rows(rows);
    known->takers = arena_alloc(arena, known->taker_count * sizeof *known->takers);
    for (size_t i = 0; i < known->taker_count; i++) {
        int row = (int)i;
        known->takers[i] = (struct city_taker){.name = db_keep(arena, rows, row, 0),
                                               .connected = db_bool(rows, row, 1),
                                               .kept_bytes = db_int(rows, row, 2),
                                               .wal_state = db_keep(arena, rows, row, 3)};
    }
    db_result_free(rows);
    return true;
}

static bool read_orphans(struct db_session *session, bool search, struct arena *arena,
                         struct cities_known *known, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!read_rows(session, search ? sql_cities_orphans_now : sql_cities_orphans_known,
                   "the rows that refer to nothing", &rows, err))
        return false;
    known->orphan_count = (size_t)db_rows(rows);
    known->orphans = arena_alloc(arena, known->orphan_count * sizeof *known->orphans);
    for (size_t i = 0; i < known->orphan_count; i++) {
        int row = (int)i;
        known->orphans[i] = (struct city_orphans){.table = db_keep(arena, rows, row, 0),
                                                  .lacks = db_keep(arena, rows, row, 1),
                                                  .total = db_int(rows, row, 2),
                                                  .examples = db_keep(arena, rows, row, 3),
                                                  .since = db_keep(arena, rows, row, 4)};
    }
    db_result_free(rows);
    return true;
}

bool store_cities_read(struct db_session *session, bool search, struct arena *arena,
                       struct cities_known *ret_known, struct err *err)
{
    struct cities_known known = {0};

    if (!read_cities(session, arena, &known, err) || !read_takers(session, arena, &known, err) ||
        !read_orphans(session, search, arena, &known, err))
        return false;
    *ret_known = known;
    return true;
}

static bool run(struct db_session *session, const char *sql, const char *first, const char *second, int count,
                struct pg_result **ret_rows, struct err *err)
{
    const char *params[] = {first, second};

    return db_session_run(session, &(struct db_call){.sql = sql, .param_count = count, .params = params},
                          ret_rows, err);
}

bool store_cities_publish(struct db_session *session, const char *taker, bool *ret_logical, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!run(session, sql_cities_publish, taker, NULL, 1, &rows, err))
        return false;
    *ret_logical = strcmp(db_text(rows, 0, 0), "logical") == 0;
    db_result_free(rows);
    return true;
}

bool store_cities_adopt(struct db_session *session, const char *unit, const char *parent, bool *ret_there,
                        struct err *err)
{
    struct pg_result *rows = NULL;

    if (!run(session, sql_cities_adopt, unit, parent, 2, &rows, err))
        return false;
    *ret_there = db_bool(rows, 0, 0);
    db_result_free(rows);
    return true;
}

bool store_cities_forget(struct db_session *session, const char *unit, int64_t *ret_rows, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!run(session, sql_cities_forget, unit, NULL, 1, &rows, err))
        return false;
    *ret_rows = db_int(rows, 0, 0);
    db_result_free(rows);
    return true;
}

static bool ask_cities(void *ctx, struct db_call *call, struct err *err)
{
    (void)ctx;
    (void)err;
    call->sql = sql_cities_look;
    return true;
}

static const char *text_or_null(const struct pg_result *rows, int row, int column)
{
    return db_null(rows, row, column) ? NULL : db_text(rows, row, column);
}

static bool got_cities(void *ctx, const struct pg_result *result, struct err *err)
{
    struct cities_look *look = ctx;

    (void)err;
    look->cities = 0;
    for (int row = 0; row < db_rows(result); row++) {
        const char *state = text_or_null(result, row, 1);
        look->cities += state != NULL;
        look->on_city(look->owner, db_text(result, row, 0), state, text_or_null(result, row, 2),
                      db_text(result, row, 3));
    }
    return true;
}

static bool ask_orphans(void *ctx, struct db_call *call, struct err *err)
{
    const struct cities_look *look = ctx;

    (void)err;
    if (look->search)
        call->sql = sql_cities_orphans;
    return true;
}

static bool got_orphans(void *ctx, const struct pg_result *result, struct err *err)
{
    struct cities_look *look = ctx;

    (void)err;
    for (int row = 0; row < db_rows(result); row++)
        look->on_orphans(look->owner, db_text(result, row, 0), db_text(result, row, 1),
                         db_int(result, row, 2), db_text(result, row, 3), db_bool(result, row, 4));
    return true;
}

const struct db_step cities_look_steps[] = {
    {"looking at the cities", ask_cities, got_cities},
    {"looking for rows that refer to nothing", ask_orphans, got_orphans},
    {NULL, NULL, NULL}};
