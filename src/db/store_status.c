#include "db/store_status.h"

#include <stdio.h>
#include <string.h>

#include "core/ledger.h"
#include "db/array.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

static bool read_units(struct db_session *session, int year, int closed, const char *unit,
                       struct status *status, struct err *err);
static struct status_unit unit_of_row(struct arena *arena, const struct pg_result *rows, int row);
static bool read_daemon(struct db_session *session, int year, int utc_offset, struct status *status,
                        struct err *err);
static int64_t age(const struct pg_result *rows, int row, int column);

bool store_status_year(struct db_session *session, int running_year, int *ret_year, struct err *err)
{
    char year_text[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", running_year);
    const char *params[] = {year_text};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_status_year, .param_count = 1, .params = params}, &rows,
                        err))
        return err_prefix(err, "looking for a year");
    *ret_year = (int)db_int(rows, 0, 0);
    db_result_free(rows);
    return true;
}

bool store_status_read(struct db_session *session, int year, int closed, int utc_offset,
                       struct status *ret_status, struct err *err)
{
    return store_status_read_unit(session, year, closed, utc_offset, "", ret_status, err);
}

bool store_status_read_unit(struct db_session *session, int year, int closed, int utc_offset,
                            const char *unit, struct status *ret_status, struct err *err)
{
    struct status status = {.year = year};

    /* One snapshot for both statements, or the lights of the rows and their total could differ. */
    if (!db_session_exec(session, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", err))
        return false;
    bool ok = read_units(session, year, closed, unit, &status, err) &&
              read_daemon(session, year, utc_offset, &status, err);
    if (ok)
        ok = db_session_exec(session, "COMMIT", err);
    if (!ok) {
        /* The error that stands is the one to tell; after it nothing more is asked of this session. */
        db_session_rollback(session);
        store_status_done(&status);
        return false;
    }
    *ret_status = status;
    return true;
}

void store_status_done(struct status *status)
{
    arena_free(&status->arena);
    *status = (struct status){0};
}

bool store_status_calendar(struct db_session *session, struct calendar *calendar, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_calendar_days}, &rows, err))
        return err_prefix(err, "reading the calendar");
    for (int row = 0; row < db_rows(rows); row++) {
        const char *text = db_text(rows, row, 0);
        date day;
        /* The column's constraint keeps to the years that the program's dates know. */
        if (date_parse(text, strlen(text), &day))
            calendar_set(calendar, day, db_bool(rows, row, 1));
    }
    db_result_free(rows);
    return true;
}

bool store_status_triggers(struct db_session *session, struct buf *ret_off, struct err *err)
{
    struct db_array tables = {0};
    struct pg_result *rows = NULL;

    for (unsigned i = 0; i < LEDGER_COUNT; i++)
        db_array_text(&tables, ledger_kind((enum ledger_id)i)->name);
    const char *params[] = {db_array_end(&tables)};
    bool ok = db_session_run(
        session, &(struct db_call){.sql = sql_status_triggers, .param_count = 1, .params = params}, &rows,
        err);
    db_array_free(&tables);
    if (!ok)
        return err_prefix(err, "looking at the triggers");
    buf_puts(ret_off, db_text(rows, 0, 0));
    db_result_free(rows);
    return true;
}

static bool read_units(struct db_session *session, int year, int closed, const char *unit,
                       struct status *status, struct err *err)
{
    char year_text[NUMBER_TEXT], closed_text[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(closed_text, sizeof closed_text, "%d", closed);
    const char *params[] = {year_text, closed_text, unit};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_status_units, .param_count = 3, .params = params}, &rows,
                        err))
        return err_prefix(err, "reading the units");
    status->unit_count = (size_t)db_rows(rows);
    status->units = arena_alloc(&status->arena, status->unit_count * sizeof *status->units);
    for (size_t i = 0; i < status->unit_count; i++)
        status->units[i] = unit_of_row(&status->arena, rows, (int)i);
    db_result_free(rows);
    return true;
}

static struct status_unit unit_of_row(struct arena *arena, const struct pg_result *rows, int row)
{
    return (struct status_unit){
        .code = db_keep(arena, rows, row, 0),
        .name = db_keep(arena, rows, row, 1),
        .parent_code = db_keep(arena, rows, row, 2),
        .depth = (int)db_int(rows, row, 3),
        .has_projects = db_bool(rows, row, 4),
        .month = (int)db_int(rows, row, 5),
        .basic_budget = db_int(rows, row, 6),
        .basic_spent = db_int(rows, row, 7),
        .project_budget = db_int(rows, row, 8),
        .project_spent = db_int(rows, row, 9),
        .lights = {.red = db_int(rows, row, 10),
                   .yellow = db_int(rows, row, 11),
                   .blue = db_int(rows, row, 12)},
    };
}

static bool read_daemon(struct db_session *session, int year, int utc_offset, struct status *status,
                        struct err *err)
{
    char year_text[NUMBER_TEXT], offset[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(offset, sizeof offset, "%d", utc_offset);
    const char *params[] = {year_text, offset};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_status_daemon, .param_count = 2, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the daemon's state");
    if (db_rows(rows) != 1) {
        db_result_free(rows);
        return err_set(err, ERR_CONFLICT,
                       "the rows of \"leader\" and \"full_pass\" are gone; the schema is damaged");
    }
    status->daemon = (struct status_daemon){
        .holder = db_keep(&status->arena, rows, 0, 0),
        .epoch = db_int(rows, 0, 1),
        .until = db_keep(&status->arena, rows, 0, 2),
        .leading = db_bool(rows, 0, 3),
        .change_rows = db_int(rows, 0, 4),
        .change_age = age(rows, 0, 5),
        .fingerprint = db_keep(&status->arena, rows, 0, 6),
        .finished_on = db_keep(&status->arena, rows, 0, 7),
        .proved_on = db_keep(&status->arena, rows, 0, 8),
        .waiting = db_int(rows, 0, 9),
        .waiting_age = age(rows, 0, 10),
        .dead = db_int(rows, 0, 11),
    };
    status->lights = (struct status_lights){db_int(rows, 0, 12), db_int(rows, 0, 13), db_int(rows, 0, 14)};
    status->closed_on = db_keep(&status->arena, rows, 0, 15);
    status->closed_by = db_keep(&status->arena, rows, 0, 16);
    db_result_free(rows);
    return true;
}

/* A row may be younger than the snapshot that counts it by a moment: its clock runs on in a transaction. */
static int64_t age(const struct pg_result *rows, int row, int column)
{
    int64_t seconds = db_int(rows, row, column);

    if (db_null(rows, row, column))
        return -1;
    return seconds > 0 ? seconds : 0;
}
