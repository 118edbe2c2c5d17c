#include "db/store_years.h"

#include <stdlib.h>
#include <string.h>

#include "db/array.h"
#include "db/result.h"
#include "embedded/statements.h"

static bool add_rows(struct db_session *session, struct year_list *years, struct err *err);
static struct year_listed *year_in(struct year_list *years, int year);
static bool in_transaction(struct db_session *session, const struct db_call *call, struct err *err);

bool store_years_prepare(struct db_session *session, int year, struct err *err)
{
    char text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(year, text)};
    const struct db_call call = {.sql = sql_years_prepare, .param_count = 1, .params = params};

    return db_session_run(session, &call, /* ret_result */ NULL, err) ||
           err_prefix(err, "making the partitions of the fiscal year %d", year);
}

bool store_years_list(struct db_session *session, int utc_offset, struct year_list *ret_years,
                      struct err *err)
{
    char offset[DB_NUMBER_TEXT];
    const char *params[] = {db_number(utc_offset, offset)};
    struct pg_result *rows = NULL;
    struct year_list years = {0};

    if (!db_session_run(session, &(struct db_call){.sql = sql_years_list, .param_count = 1, .params = params},
                        &rows, err))
        return err_prefix(err, "listing the fiscal years");
    for (int row = 0; row < db_rows(rows); row++) {
        struct year_listed *year = year_in(&years, (int)db_int(rows, row, 0));
        year->closed_at = db_keep(&years.arena, rows, row, 1);
        year->closed_at_office = db_keep(&years.arena, rows, row, 2);
        year->closed_by = db_keep(&years.arena, rows, row, 3);
        year->login = db_keep(&years.arena, rows, row, 4);
        year->reason = db_keep(&years.arena, rows, row, 5);
        year->partitions = db_int(rows, row, 6);
    }
    db_result_free(rows);
    if (!add_rows(session, &years, err)) {
        store_years_done(&years);
        return err_prefix(err, "counting the rows of the fiscal years");
    }
    *ret_years = years;
    return true;
}

/* A year may have rows in tables that are whole, and no partitions. */
static bool add_rows(struct db_session *session, struct year_list *years, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_years_rows}, &rows, err))
        return false;
    for (int row = 0; row < db_rows(rows); row++) {
        struct year_listed *year = year_in(years, (int)db_int(rows, row, 0));
        size_t capacity = year->table_count;
        year->tables = mem_room(year->tables, year->table_count, &capacity, sizeof *year->tables);
        year->tables[year->table_count++] = (struct year_rows){
            .table = db_keep(&years->arena, rows, row, 1),
            .rows = db_int(rows, row, 2),
        };
    }
    db_result_free(rows);
    return true;
}

static struct year_listed *year_in(struct year_list *years, int year)
{
    size_t at = 0;

    while (at < years->count && years->list[at].year < year)
        at++;
    if (at < years->count && years->list[at].year == year)
        return &years->list[at];
    years->list = mem_room(years->list, years->count, &years->capacity, sizeof *years->list);
    memmove(&years->list[at + 1], &years->list[at], (years->count - at) * sizeof *years->list);
    years->count++;
    years->list[at] = (struct year_listed){
        .year = year, .closed_at = "", .closed_at_office = "", .closed_by = "", .login = "", .reason = ""};
    return &years->list[at];
}

void store_years_done(struct year_list *years)
{
    for (size_t i = 0; i < years->count; i++)
        free(years->list[i].tables);
    free(years->list);
    arena_free(&years->arena);
    *years = (struct year_list){0};
}

bool store_years_trail(struct db_session *session, struct arena *arena, int year, int utc_offset,
                       struct year_closing **ret_list, size_t *ret_count, struct err *err)
{
    char year_text[DB_NUMBER_TEXT], offset[DB_NUMBER_TEXT];
    const char *params[] = {db_number(year, year_text), db_number(utc_offset, offset)};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_years_trail, .param_count = 2, .params = params}, &rows,
                        err))
        return err_prefix(err, "reading how the year was closed");
    size_t count = (size_t)db_rows(rows);
    struct year_closing *list = arena_alloc(arena, count * sizeof *list);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        list[i] = (struct year_closing){
            .closes = strcmp(db_text(rows, row, 0), "close") == 0,
            .at = db_keep(arena, rows, row, 1),
            .at_office = db_keep(arena, rows, row, 2),
            .by = db_keep(arena, rows, row, 3),
            .login = db_keep(arena, rows, row, 4),
            .reason = db_keep(arena, rows, row, 5),
        };
    }
    db_result_free(rows);
    *ret_list = list;
    *ret_count = count;
    return true;
}

bool store_years_close(struct db_session *session, int year, const char *by, const char *reason,
                       struct err *err)
{
    char text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(year, text), by, reason};

    return in_transaction(session,
                          &(struct db_call){.sql = sql_years_close, .param_count = 3, .params = params}, err);
}

bool store_years_reopen(struct db_session *session, int year, const char *by, const char *reason,
                        struct err *err)
{
    char text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(year, text), by, reason};

    return in_transaction(
        session, &(struct db_call){.sql = sql_years_reopen, .param_count = 3, .params = params}, err);
}

/* Whatever the server's default is: what others have committed must be seen. */
static bool in_transaction(struct db_session *session, const struct db_call *call, struct err *err)
{
    if (!db_session_exec(session, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", err))
        return false;
    if (db_session_run(session, call, /* ret_result */ NULL, err) &&
        db_session_exec(session, "NOTIFY budgetwatch", err) && db_session_exec(session, "COMMIT", err))
        return true;
    /* The error that stands is the one to tell; a lost connection rolls back by itself. */
    char sqlstate[sizeof session->sqlstate];
    memcpy(sqlstate, session->sqlstate, sizeof sqlstate);
    db_session_rollback(session);
    memcpy(session->sqlstate, sqlstate, sizeof sqlstate);
    return false;
}

bool store_years_may_retry(const struct db_session *session)
{
    /* Of our own: changes wait to be evaluated; a lock that is not free; a deadlock; another transaction. */
    static const char *const states[] = {"BWWAI", "55P03", "40P01", "40001"};

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(session->sqlstate, states[i]) == 0)
            return true;
    return false;
}

bool store_years_refused(const struct db_session *session)
{
    return strcmp(session->sqlstate, "BWCLO") == 0;
}

void store_years_next(struct db_trip *trip, const char *holder, date today)
{
    char day[DATE_TEXT];
    const char *params[] = {holder, date_format(today, day)};

    db_trip_add(trip, sql_years_next, 2, params);
}

struct year_made store_years_next_row(const struct pg_result *result)
{
    if (db_rows(result) == 0)
        return (struct year_made){.trouble = ""};
    return (struct year_made){.leads = true, .made = db_int(result, 0, 0), .trouble = db_text(result, 0, 1)};
}
