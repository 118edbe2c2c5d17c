#include "db/store_api.h"

#include <inttypes.h>
#include <stdio.h>

#include "embedded/statements.h"

static bool read_rows(struct db_session *session, const char *sql, int count, const char *const *params,
                      struct arena *arena, struct api_rows *ret_rows, struct err *err)
{
    struct pg_result *rows = NULL;
    struct api_rows read = {0};

    if (!db_session_run(session, &(struct db_call){.sql = sql, .param_count = count, .params = params}, &rows,
                        err))
        return false;
    read.count = (size_t)db_rows(rows);
    read.list = arena_alloc(arena, read.count * sizeof *read.list + 1);
    for (size_t i = 0; i < read.count; i++) {
        read.list[i].place = arena_text(arena, db_text(rows, (int)i, 0));
        read.list[i].json = arena_text(arena, db_text(rows, (int)i, 1));
    }
    db_result_free(rows);
    *ret_rows = read;
    return true;
}

/* `ret_more`: the second column; NULL: there is none. */
static bool read_one(struct db_session *session, const char *sql, int count, const char *const *params,
                     struct arena *arena, const char **ret_json, const char **ret_more, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql, .param_count = count, .params = params}, &rows,
                        err))
        return false;
    *ret_json = db_rows(rows) > 0 ? db_keep(arena, rows, 0, 0) : NULL;
    if (ret_more != NULL)
        *ret_more = db_rows(rows) > 0 ? db_keep(arena, rows, 0, 1) : NULL;
    db_result_free(rows);
    return true;
}

bool store_api_projects(struct db_session *session, const struct api_projects *what, struct arena *arena,
                        struct api_rows *ret_rows, struct err *err)
{
    char year[24], closed[24], limit[24];
    snprintf(year, sizeof year, "%d", what->year);
    snprintf(closed, sizeof closed, "%d", what->closed);
    snprintf(limit, sizeof limit, "%d", what->limit);
    const char *params[] = {year,       closed,      what->unit, what->category,
                            what->text, what->after, limit,      what->code};

    return read_rows(session, sql_api_projects, 8, params, arena, ret_rows, err) ||
           err_prefix(err, "reading the projects");
}

bool store_api_project(struct db_session *session, const char *code, int year, struct arena *arena,
                       const char **ret_json, const char **ret_ids, struct err *err)
{
    char text[24];
    snprintf(text, sizeof text, "%d", year);
    const char *params[] = {code, text};

    return read_one(session, sql_api_project, 2, params, arena, ret_json, ret_ids, err) ||
           err_prefix(err, "reading a project");
}

bool store_api_deviation(struct db_session *session, int64_t id, struct arena *arena, const char **ret_json,
                         struct err *err)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, id);
    const char *params[] = {text};

    return read_one(session, sql_api_deviation, 1, params, arena, ret_json, NULL, err) ||
           err_prefix(err, "reading a deviation");
}

bool store_api_messages(struct db_session *session, const char *state, const char *channel, int64_t before,
                        int limit, struct arena *arena, struct api_rows *ret_rows, struct err *err)
{
    char before_text[24], limit_text[24];
    snprintf(before_text, sizeof before_text, "%" PRId64, before);
    snprintf(limit_text, sizeof limit_text, "%d", limit);
    const char *params[] = {state, channel, before > 0 ? before_text : NULL, limit_text};

    return read_rows(session, sql_api_messages, 4, params, arena, ret_rows, err) ||
           err_prefix(err, "reading the messages");
}
