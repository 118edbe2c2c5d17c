#include "db/store_outlook.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "db/array.h"
#include "db/store_years.h"
#include "embedded/statements.h"

enum { PERIOD_MONTH = 5 /* where the month begins in 2023-07 */ };

static bool read_list(struct db_session *session, const char *unit, int year, const char *ids,
                      struct outlook_deviations *ret_list, struct err *err);
static db_take_row row_of;
static bool write_acknowledgement(struct db_session *session, const struct outlook_answer *answer,
                                  struct outlook_counts *counts, struct err *err);
static bool says_nothing_new(const struct outlook_answer *answer);
static bool is_so(const char *said, const char *known);
static bool write_outlook(struct db_session *session, const struct outlook_answer *answer, const char *period,
                          struct outlook_counts *counts, struct err *err);
static bool write_rectification(struct db_session *session, const struct outlook_answer *answer,
                                const char *period, struct outlook_counts *counts, struct err *err);
static bool write_row(struct db_session *session, const char *sql, const char *const *params, int count,
                      int64_t *written, struct err *err);

bool store_outlook_unit(struct db_session *session, struct arena *arena, const char *code,
                        const char **ret_name, struct err *err)
{
    const char *params[] = {code};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_outlook_unit, .param_count = 1, .params = params}, &rows,
                        err))
        return err_prefix(err, "reading the unit");
    bool found = db_rows(rows) == 1;
    if (found)
        *ret_name = db_keep(arena, rows, 0, 0);
    db_result_free(rows);
    return found || err_set(err, ERR_INPUT, "no unit has the code '%s'", code);
}

bool store_outlook_list(struct db_session *session, const char *unit, int year,
                        struct outlook_deviations *ret_list, struct err *err)
{
    return read_list(session, unit, year, NULL, ret_list, err);
}

bool store_outlook_lock(struct db_session *session, const char *unit, int year, const int64_t *ids,
                        size_t id_count, struct outlook_deviations *ret_list, struct err *err)
{
    struct db_array array = {0};

    for (size_t i = 0; i < id_count; i++)
        db_array_int(&array, ids[i]);
    const char *params[] = {db_array_end(&array)};
    bool ok = db_session_run(
                  session,
                  &(struct db_call){.sql = sql_deviations_lock_standing, .param_count = 1, .params = params},
                  NULL, err) &&
              read_list(session, unit, year, params[0], ret_list, err);
    db_array_free(&array);
    return ok;
}

static bool read_list(struct db_session *session, const char *unit, int year, const char *ids,
                      struct outlook_deviations *ret_list, struct err *err)
{
    char year_text[24];
    snprintf(year_text, sizeof year_text, "%d", year);
    const char *params[] = {unit, year_text, ids};
    struct outlook_deviations read = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_outlook_deviations, .param_count = 3, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the deviations");
    read.list = db_result_list(rows, &read.arena, sizeof *read.list, row_of, &read.count);
    *ret_list = read;
    return true;
}

static void row_of(struct arena *arena, const struct pg_result *rows, int row, void *ret_item)
{
    struct outlook_deviation read = {
        .id = db_int(rows, row, 0),
        .year = (int)db_int(rows, row, 6),
        .belongs = db_bool(rows, row, 14),
        .acknowledged = db_bool(rows, row, 15),
    };
    const struct {
        const char **text;
        int column;
    } texts[] = {
        {&read.rule, 2},         {&read.kind, 3},     {&read.code, 4},        {&read.name, 5},
        {&read.unit_code, 7},    {&read.observed, 8}, {&read.expected, 9},    {&read.gap, 10},
        {&read.explanation, 11}, {&read.manager, 12}, {&read.answers, 13},    {&read.cause, 16},
        {&read.decision, 17},    {&read.action, 18},  {&read.action_due, 19}, {&read.note, 20},
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i].text = db_keep(arena, rows, row, texts[i].column);
    /* The column's constraint lets nothing in that has no name here. */
    if (!severity_by_name(db_text(rows, row, 1), &read.severity))
        read.severity = SEVERITY_NONE;
    *(struct outlook_deviation *)ret_item = read;
}

void store_outlook_done(struct outlook_deviations *list)
{
    arena_free(&list->arena);
    *list = (struct outlook_deviations){0};
}

bool store_outlook_write(struct db_session *session, const struct outlook_answer *answer, const char *period,
                         struct outlook_counts *ret_counts, struct err *err)
{
    return write_acknowledgement(session, answer, ret_counts, err) &&
           write_outlook(session, answer, period, ret_counts, err) &&
           write_rectification(session, answer, period, ret_counts, err);
}

static bool write_acknowledgement(struct db_session *session, const struct outlook_answer *answer,
                                  struct outlook_counts *counts, struct err *err)
{
    char id[32], due[DATE_TEXT];
    snprintf(id, sizeof id, "{%" PRId64 "}", answer->about->id);
    const char *params[] = {
        id,
        answer->by,
        answer->cause,
        answer->decision,
        answer->action,
        answer->due == DATE_NONE ? NULL : date_format(answer->due, due),
        NULL, /* the sheet does not say that an action is done */
        answer->note,
        NULL, /* nor who is to do it */
    };

    if (says_nothing_new(answer))
        return true;
    if (!db_session_run(
            session, &(struct db_call){.sql = sql_deviations_acknowledge, .param_count = 9, .params = params},
            NULL, err))
        return err_prefix(err, "writing the acknowledgement");
    counts->acknowledgements++;
    return true;
}

/* An acknowledgement written again would wake the daemon, add to the history, and open an action anew that
 * is done. */
static bool says_nothing_new(const struct outlook_answer *answer)
{
    const struct outlook_deviation *about = answer->about;
    char due[DATE_TEXT];

    return about->acknowledged && is_so(answer->cause, about->cause) &&
           is_so(answer->decision, about->decision) && is_so(answer->action, about->action) &&
           (answer->due == DATE_NONE || is_so(date_format(answer->due, due), about->action_due)) &&
           is_so(answer->note, about->note);
}

static bool is_so(const char *said, const char *known)
{
    return said == NULL || strcmp(said, known) == 0;
}

static bool write_outlook(struct db_session *session, const struct outlook_answer *answer, const char *period,
                          struct outlook_counts *counts, struct err *err)
{
    char year[24], month[24];
    snprintf(year, sizeof year, "%d", answer->about->year);
    snprintf(month, sizeof month, "%ld", strtol(period + PERIOD_MONTH, NULL, 10));
    const char *params[] = {answer->about->kind,
                            answer->about->code,
                            year,
                            month,
                            answer->expected,
                            answer->likelihood,
                            answer->outlook_shared ? NULL : answer->cause,
                            answer->outlook_shared ? NULL : answer->note};

    if (!answer->says_outlook)
        return true;
    if (!store_years_prepare(session, answer->about->year, err) ||
        !write_row(session, sql_outlook_write, params, 8, &counts->outlooks, err))
        return err_prefix(err, "writing what is expected of %s", answer->about->code);
    return true;
}

/* What is neither a unit, a project nor an indicator is its unit's to put right. A corrective action that is
 * itself late gets no other beside it. */
static bool write_rectification(struct db_session *session, const struct outlook_answer *answer,
                                const char *period, struct outlook_counts *counts, struct err *err)
{
    const struct outlook_deviation *about = answer->about;
    bool own = strcmp(about->kind, subject_kind_name(SUBJECT_UNIT)) == 0 ||
               strcmp(about->kind, subject_kind_name(SUBJECT_PROJECT)) == 0 ||
               strcmp(about->kind, subject_kind_name(SUBJECT_INDICATOR)) == 0;
    char code[64], year[24], due[DATE_TEXT];
    struct buf issue = {0};

    if (answer->action == NULL || strcmp(about->kind, subject_kind_name(SUBJECT_RECTIFICATION)) == 0)
        return true;
    snprintf(code, sizeof code, "OUT-%s-%" PRId64, period, about->id);
    snprintf(year, sizeof year, "%d", about->year);
    buf_printf(&issue, "%s%s%s: %s", about->rule, own ? "" : " ", own ? "" : about->name, about->explanation);
    const char *params[] = {code,
                            own ? about->kind : subject_kind_name(SUBJECT_UNIT),
                            own ? about->code : about->unit_code,
                            year,
                            buf_text(&issue),
                            about->manager[0] != '\0' ? about->manager : answer->by,
                            answer->action,
                            date_format(answer->due, due)};
    bool ok = write_row(session, sql_outlook_rectify, params, 8, &counts->rectifications, err);
    buf_free(&issue);
    return ok || err_prefix(err, "writing the rectification %s", code);
}

static bool write_row(struct db_session *session, const char *sql, const char *const *params, int count,
                      int64_t *written, struct err *err)
{
    struct pg_result *result = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql, .param_count = count, .params = params},
                        &result, err))
        return false;
    *written += db_affected(result);
    db_result_free(result);
    return true;
}
