#include "db/store_silences.h"

#include <inttypes.h>
#include <stdlib.h>

#include "db/array.h"
#include "db/result.h"
#include "embedded/statements.h"

bool store_silences_list(struct db_session *session, bool all, int utc_offset, struct silence_rows *ret_rows,
                         struct err *err)
{
    char offset_text[DB_NUMBER_TEXT];
    const char *params[] = {all ? "true" : "false", db_number(utc_offset, offset_text)};
    struct silence_rows found = {0};

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_silences_list, .param_count = 2, .params = params},
                        &found.rows, err))
        return false;
    found.count = (size_t)db_rows(found.rows);
    found.list = mem_alloc(found.count * sizeof *found.list + 1);
    for (size_t i = 0; i < found.count; i++) {
        const struct pg_result *rows = found.rows;
        int row = (int)i;
        found.list[i] = (struct silence_listed){
            .id = db_int(rows, row, 0),
            .rule = db_text(rows, row, 1),
            .unit = db_text(rows, row, 2),
            .subject = db_text(rows, row, 3),
            .severity = db_text(rows, row, 4),
            .recurring = db_text(rows, row, 5),
            .reason = db_text(rows, row, 6),
            .by = db_text(rows, row, 7),
            .login = db_text(rows, row, 8),
            .starts = db_text(rows, row, 9),
            .ends = db_text(rows, row, 10),
            .stands = db_bool(rows, row, 11),
            .ended_by = db_text(rows, row, 12),
        };
    }
    *ret_rows = found;
    return true;
}

void store_silences_done(struct silence_rows *rows)
{
    free(rows->list);
    db_result_free(rows->rows);
    *rows = (struct silence_rows){0};
}

bool store_silences_add(struct db_session *session, const struct silence_new *what, int64_t *ret_id,
                        struct err *err)
{
    char until_text[DB_NUMBER_TEXT];
    const char *params[] = {what->rule,     what->unit,      what->subject,
                            what->severity, what->recurring, db_number(what->until, until_text),
                            what->reason,   what->by};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_silences_add, .param_count = 8, .params = params}, &rows,
                        err))
        return false;
    *ret_id = db_int(rows, 0, 0);
    db_result_free(rows);
    return true;
}

bool store_silences_end(struct db_session *session, int64_t id, const char *by, struct err *err)
{
    char id_text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(id, id_text), by};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_silences_end, .param_count = 2, .params = params}, &rows,
                        err))
        return false;
    int64_t ended = db_int(rows, 0, 0);
    db_result_free(rows);
    if (ended == 0)
        return err_set(err, ERR_INPUT, "there is no silence %" PRId64 " that stands", id);
    return db_session_exec(session, "NOTIFY budgetwatch", err);
}
