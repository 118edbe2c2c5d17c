#include "db/store_years.h"

#include <stdio.h>

#include "embedded/statements.h"

bool store_years_prepare(struct db_session *session, int year, struct err *err)
{
    char text[12];
    snprintf(text, sizeof text, "%d", year);
    const char *params[] = {text};
    const struct db_call call = {.sql = sql_years_prepare, .param_count = 1, .params = params};

    return db_session_run(session, &call, /* ret_result */ NULL, err) ||
           err_prefix(err, "making the partitions of the fiscal year %d", year);
}
