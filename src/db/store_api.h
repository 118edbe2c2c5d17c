/* What the API alone asks for, which the database makes into JSON. Texts live in `arena`. */
#ifndef DB_STORE_API_H
#define DB_STORE_API_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "db/session.h"

/* Rows, each a JSON object with its place in the list. */
struct api_rows {
    struct {
        const char *place, *json;
    } * list;
    size_t count;
};

/* NULL: it does not matter. `closed`: months of the year that are closed. */
struct api_projects {
    int year, closed;
    const char *unit; /* and those below it */
    const char *category, *text;
    const char *after, *code; /* codes; `code`: only that one */
    int limit;
};
MUST_CHECK bool store_api_projects(struct db_session *session, const struct api_projects *what,
                                   struct arena *arena, struct api_rows *ret_rows, struct err *err);

/* NULL: there is no such project. `*ret_ids`: of the deviations that stand against it and what it has, an
 * array as text. */
MUST_CHECK bool store_api_project(struct db_session *session, const char *code, int year, struct arena *arena,
                                  const char **ret_json, const char **ret_ids, struct err *err);

MUST_CHECK bool store_api_deviation(struct db_session *session, int64_t id, struct arena *arena,
                                    const char **ret_json, struct err *err);

/* `before` 0: from the newest. */
MUST_CHECK bool store_api_messages(struct db_session *session, const char *state, const char *channel,
                                   int64_t before, int limit, struct arena *arena, struct api_rows *ret_rows,
                                   struct err *err);

#endif
