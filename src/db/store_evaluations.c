#include "db/store_evaluations.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/store_years.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

enum {
    ID,
    AT_UTC,
    AT_OFFICE,
    USER,
    SUBJECT,
    CODE,
    YEAR,
    CLOCK,
    RUBRIC,
    RUBRIC_DIGEST,
    AUDIT_ID,
    RESULT_DIGEST,
    TOTAL,
    GRADE,
    LIST_COLUMNS,
    RUBRIC_TEXT = LIST_COLUMNS,
    RESULT
};

static bool find_standing(struct db_session *session, const struct evaluation_made *made, const char *year,
                          int64_t *ret_id, struct err *err);
static bool read_rows(struct db_session *session, const struct db_call *call, bool whole,
                      struct evaluation_rows *ret_rows, struct err *err);
static struct evaluation_row row_of(struct arena *arena, const struct pg_result *rows, int row, bool whole);

static const char *word_of(bool of_unit)
{
    return of_unit ? "unit" : "project";
}

bool store_evaluation_may(struct db_session *session, bool *ret_may, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_evaluations_may}, &rows, err))
        return err_prefix(err, "asking whether evaluations may be stored");
    *ret_may = db_bool(rows, 0, 0);
    db_result_free(rows);
    return true;
}

bool store_evaluation_save(struct db_session *session, const struct evaluation_made *made, int64_t *ret_id,
                           bool *ret_new, struct err *err)
{
    char year[NUMBER_TEXT], clock[DATE_TEXT], audit_id[NUMBER_TEXT], total[DEC_TEXT];
    snprintf(year, sizeof year, "%d", made->year);
    snprintf(audit_id, sizeof audit_id, "%" PRId64, made->audit_id);
    const char *params[] = {word_of(made->of_unit),
                            made->code,
                            year,
                            date_format(made->clock, clock),
                            made->rubric,
                            made->rubric_text,
                            audit_id,
                            made->result,
                            dec_format(made->total, SCALE_MICRO, total),
                            made->grade};
    const struct db_call call = {.sql = sql_evaluations_save, .param_count = 10, .params = params};
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &call, &rows, err))
        return store_years_refused(session) ? false : err_prefix(err, "storing the evaluation");
    bool stored = db_rows(rows) == 1;
    int64_t id = db_int(rows, 0, 0);
    db_result_free(rows);
    /* In a statement of its own, whose snapshot sees what another evaluation has stored just now. */
    if (!stored && !find_standing(session, made, year, &id, err))
        return false;
    *ret_id = id;
    *ret_new = stored;
    return true;
}

static bool find_standing(struct db_session *session, const struct evaluation_made *made, const char *year,
                          int64_t *ret_id, struct err *err)
{
    const char *params[] = {word_of(made->of_unit), made->code, year, made->rubric_text, made->result};
    const struct db_call call = {.sql = sql_evaluations_standing, .param_count = 5, .params = params};
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &call, &rows, err))
        return err_prefix(err, "looking for the stored evaluation");
    bool found = db_rows(rows) == 1;
    if (found)
        *ret_id = db_int(rows, 0, 0);
    db_result_free(rows);
    return found ||
           err_set(err, ERR_CONFLICT, "the evaluation that stood was deleted meanwhile: evaluate again");
}

bool store_evaluations_list(struct db_session *session, int year, bool of_unit, const char *code,
                            int utc_offset, struct evaluation_rows *ret_rows, struct err *err)
{
    char year_text[NUMBER_TEXT], offset[NUMBER_TEXT];
    snprintf(year_text, sizeof year_text, "%d", year);
    snprintf(offset, sizeof offset, "%d", utc_offset);
    const char *params[] = {year == 0 ? NULL : year_text, code == NULL ? NULL : word_of(of_unit), code,
                            offset};
    const struct db_call call = {.sql = sql_evaluations_list, .param_count = 4, .params = params};

    return read_rows(session, &call, /* whole */ false, ret_rows, err);
}

bool store_evaluation_read(struct db_session *session, int64_t id, int utc_offset,
                           struct evaluation_rows *ret_rows, struct err *err)
{
    char id_text[NUMBER_TEXT], offset[NUMBER_TEXT];
    snprintf(id_text, sizeof id_text, "%" PRId64, id);
    snprintf(offset, sizeof offset, "%d", utc_offset);
    const char *params[] = {id_text, offset};
    const struct db_call call = {.sql = sql_evaluations_read, .param_count = 2, .params = params};
    struct evaluation_rows read;

    if (!read_rows(session, &call, /* whole */ true, &read, err))
        return false;
    if (read.count == 1) {
        *ret_rows = read;
        return true;
    }
    store_evaluations_done(&read);
    return err_set(err, ERR_INPUT, "no evaluation has the number %" PRId64, id);
}

static bool read_rows(struct db_session *session, const struct db_call *call, bool whole,
                      struct evaluation_rows *ret_rows, struct err *err)
{
    struct evaluation_rows read = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(session, call, &rows, err))
        return err_prefix(err, "reading the evaluations");
    read.count = (size_t)db_rows(rows);
    read.list = arena_alloc(&read.arena, read.count * sizeof *read.list);
    for (size_t i = 0; i < read.count; i++)
        read.list[i] = row_of(&read.arena, rows, (int)i, whole);
    db_result_free(rows);
    *ret_rows = read;
    return true;
}

static struct evaluation_row row_of(struct arena *arena, const struct pg_result *rows, int row, bool whole)
{
    struct evaluation_row read = {
        .id = db_int(rows, row, ID),
        .at = db_keep(arena, rows, row, AT_UTC),
        .at_office = db_keep(arena, rows, row, AT_OFFICE),
        .user = db_keep(arena, rows, row, USER),
        .of_unit = strcmp(db_text(rows, row, SUBJECT), "unit") == 0,
        .code = db_keep(arena, rows, row, CODE),
        .year = (int)db_int(rows, row, YEAR),
        .rubric = db_keep(arena, rows, row, RUBRIC),
        .rubric_digest = db_keep(arena, rows, row, RUBRIC_DIGEST),
        .audit_id = db_int(rows, row, AUDIT_ID),
        .result_digest = db_keep(arena, rows, row, RESULT_DIGEST),
        .total = db_int(rows, row, TOTAL),
        .grade = db_keep(arena, rows, row, GRADE),
        .rubric_text = whole ? db_keep(arena, rows, row, RUBRIC_TEXT) : NULL,
        .result = whole ? db_keep(arena, rows, row, RESULT) : NULL,
    };
    const char *clock = db_text(rows, row, CLOCK);

    /* The program wrote it as one of its own dates. */
    if (!date_parse(clock, strlen(clock), &read.clock))
        read.clock = DATE_NONE;
    return read;
}

void store_evaluations_done(struct evaluation_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct evaluation_rows){0};
}

bool store_evaluation_changes(struct db_session *session, int64_t audit_a, int64_t audit_b,
                              struct evaluation_changes *ret_changes, struct err *err)
{
    char a[NUMBER_TEXT], b[NUMBER_TEXT];
    snprintf(a, sizeof a, "%" PRId64, audit_a);
    snprintf(b, sizeof b, "%" PRId64, audit_b);
    const char *params[] = {a, b};
    const struct db_call call = {.sql = sql_evaluations_changes, .param_count = 2, .params = params};
    struct evaluation_changes read = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &call, &rows, err))
        return err_prefix(err, "counting what was changed between the evaluations");
    read.list = arena_alloc(&read.arena, (size_t)db_rows(rows) * sizeof *read.list);
    read.whole = db_bool(rows, 0, 2);
    for (int row = 0; row < db_rows(rows) && !db_null(rows, row, 0); row++) {
        read.list[read.count] =
            (struct evaluation_change){db_keep(&read.arena, rows, row, 0), db_int(rows, row, 1)};
        read.total += read.list[read.count++].count;
    }
    db_result_free(rows);
    *ret_changes = read;
    return true;
}

void store_evaluation_changes_done(struct evaluation_changes *changes)
{
    arena_free(&changes->arena);
    *changes = (struct evaluation_changes){0};
}
