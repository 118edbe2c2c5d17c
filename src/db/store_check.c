#include "db/store_check.h"

#include <stdlib.h>

#include "base/mem.h"
#include "db/array.h"
#include "db/result.h"
#include "embedded/statements.h"

bool store_check_login(struct db_session *session, struct store_login *ret_login, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_check_login}, &rows, err))
        return err_prefix(err, "asking who is logged in");
    *ret_login = (struct store_login){.name = mem_text(db_text(rows, 0, 0)),
                                      .superuser = db_bool(rows, 0, 1),
                                      .owner = db_bool(rows, 0, 2),
                                      .powers = db_bool(rows, 0, 3),
                                      .daemon = db_bool(rows, 0, 4)};
    db_result_free(rows);
    return true;
}

void store_login_done(struct store_login *login)
{
    free(login->name);
    *login = (struct store_login){0};
}

bool store_check_units(struct db_session *session, const char *const *codes, size_t count,
                       struct buf *ret_unknown, struct err *err)
{
    struct db_array array = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < count; i++)
        db_array_text(&array, codes[i]);
    const char *params[] = {db_array_end(&array)};
    bool ok = db_session_run(
        session, &(struct db_call){.sql = sql_check_units, .param_count = 1, .params = params}, &rows, err);
    db_array_free(&array);
    if (!ok)
        return err_prefix(err, "looking for units");
    buf_puts(ret_unknown, db_text(rows, 0, 0));
    db_result_free(rows);
    return true;
}
