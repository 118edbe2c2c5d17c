#include "db/store_deviations.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "db/array.h"
#include "embedded/statements.h"

static db_take_row row_of;
static bool acknowledge_within(struct db_session *session, const int64_t *ids, size_t id_count,
                               const struct acknowledgement *what, enum ack_fault *ret_fault,
                               struct err *err);
static bool all_stand(struct db_session *session, const char *id_array, const int64_t *ids, size_t id_count,
                      enum ack_fault *ret_fault, struct err *err);
static bool is_among(const struct pg_result *rows, int64_t id);
static bool actions_fit(struct db_session *session, const char *id_array, const struct acknowledgement *what,
                        enum ack_fault *ret_fault, struct err *err);
static bool tell_misfits(const struct pg_result *rows, const struct acknowledgement *what,
                         enum ack_fault *ret_fault, struct err *err);
static bool write_acknowledgement(struct db_session *session, const char *id_array,
                                  const struct acknowledgement *what, struct err *err);
static const char *date_or_null(date d, char text[static DATE_TEXT]);

bool store_deviations_list(struct db_session *session, int year, bool all, int utc_offset,
                           struct deviation_rows *ret_rows, struct err *err)
{
    return store_deviations_find(session, &(struct deviation_filter){.year = year, .all = all}, utc_offset,
                                 ret_rows, err);
}

const char *store_deviation_place(const struct deviation_row *row, char text[static DEVIATION_PLACE_TEXT])
{
    snprintf(text, DEVIATION_PLACE_TEXT, "%d_%.10s_%" PRId64, SEVERITY_RED - row->severity + 1, row->since,
             row->id);
    return text;
}

/* The parts of such a place: "1", "2023-09-14" or "", "17". */
struct place {
    char rank[2], since[11], id[20];
};

static bool read_place(const char *text, struct place *ret_place, struct err *err)
{
    struct place place = {0};
    int end = 0;
    date day;

    bool ok = (sscanf(text, "%1[1-4]_%10[0-9-]_%18[0-9]%n", place.rank, place.since, place.id, &end) == 3 &&
               date_parse(place.since, strlen(place.since), &day)) ||
              sscanf(text, "%1[1-4]__%18[0-9]%n", place.rank, place.id, &end) == 2;
    if (!ok || text[end] != '\0')
        return err_set(err, ERR_INPUT, "after: this is no place where a list ended");
    if (strchr(text, '_')[1] == '_')
        place.since[0] = '\0';
    *ret_place = place;
    return true;
}

bool store_deviations_find(struct db_session *session, const struct deviation_filter *filter, int utc_offset,
                           struct deviation_rows *ret_rows, struct err *err)
{
    char year[24], offset[24], limit[24];
    struct place after = {0};
    if (filter->after != NULL && !read_place(filter->after, &after, err))
        return false;
    snprintf(year, sizeof year, "%d", filter->year);
    snprintf(offset, sizeof offset, "%d", utc_offset);
    snprintf(limit, sizeof limit, "%d", filter->limit);
    const char *params[] = {filter->year == 0 ? NULL : year,
                            filter->all ? "true" : "false",
                            offset,
                            filter->severity,
                            filter->rule,
                            filter->unit,
                            filter->subject,
                            filter->acknowledged,
                            filter->ids,
                            filter->after != NULL ? after.rank : NULL,
                            after.since[0] != '\0' ? after.since : NULL,
                            filter->after != NULL ? after.id : NULL,
                            filter->limit == 0 ? NULL : limit};
    struct pg_result *rows = NULL;
    struct deviation_rows read = {0};

    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_deviations_list, .param_count = 13, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the deviations");
    read.list = db_result_list(rows, &read.arena, sizeof *read.list, row_of, &read.count);
    *ret_rows = read;
    return true;
}

bool store_deviations_of(struct db_session *session, const int64_t *ids, size_t count, int utc_offset,
                         struct deviation_rows *ret_rows, struct err *err)
{
    struct db_array array = {0};

    for (size_t i = 0; i < count; i++)
        db_array_int(&array, ids[i]);
    bool ok =
        store_deviations_find(session, &(struct deviation_filter){.all = true, .ids = db_array_end(&array)},
                              utc_offset, ret_rows, err);
    db_array_free(&array);
    return ok;
}

void store_deviations_done(struct deviation_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct deviation_rows){0};
}

static void row_of(struct arena *arena, const struct pg_result *rows, int row, void *ret_item)
{
    struct deviation_row read = {
        .id = db_int(rows, row, 0), .year = (int)db_int(rows, row, 6), .month = (int)db_int(rows, row, 10)};
    const struct {
        const char **text;
        int column;
    } texts[] = {
        {&read.rule, 2},
        {&read.subject_kind, 3},
        {&read.subject_code, 4},
        {&read.subject_name, 5},
        {&read.unit_code, 7},
        {&read.unit_name, 8},
        {&read.since, 9},
        {&read.observed, 11},
        {&read.expected, 12},
        {&read.gap, 13},
        {&read.explanation, 14},
        {&read.manager, 15},
        {&read.acknowledged_at, 16},
        {&read.acknowledged_by, 17},
        {&read.cause, 18},
        {&read.decision, 19},
        {&read.action, 20},
        {&read.action_due, 21},
        {&read.action_done_on, 22},
        {&read.acknowledged_on, 23},
        {&read.answers_name, 24},
        {&read.answers_role, 25},
        {&read.answers_unit, 26},
        {&read.action_owner, 27},
        {&read.action_verified_on, 28},
        {&read.checked_action, 29},
        {&read.checked_owner, 30},
        {&read.checked_done_on, 31},
        {&read.verified_on, 32},
        {&read.refuted_on, 33},
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i].text = db_keep(arena, rows, row, texts[i].column);
    /* The column's constraint lets nothing in that has no name here. */
    if (!severity_by_name(db_text(rows, row, 1), &read.severity))
        read.severity = SEVERITY_NONE;
    *(struct deviation_row *)ret_item = read;
}

bool store_deviations_acknowledge(struct db_session *session, const int64_t *ids, size_t id_count,
                                  const struct acknowledgement *what, enum ack_fault *ret_fault,
                                  struct err *err)
{
    enum ack_fault unheard;

    if (!db_session_exec(session, "BEGIN", err))
        return false;
    if (acknowledge_within(session, ids, id_count, what, ret_fault != NULL ? ret_fault : &unheard, err) &&
        db_session_exec(session, "COMMIT", err))
        return true;
    /* What is told is the cause; a lost connection rolls back by itself. */
    db_session_rollback(session);
    return false;
}

static bool acknowledge_within(struct db_session *session, const int64_t *ids, size_t id_count,
                               const struct acknowledgement *what, enum ack_fault *ret_fault, struct err *err)
{
    struct db_array array = {0};

    for (size_t i = 0; i < id_count; i++)
        db_array_int(&array, ids[i]);
    const char *id_array = db_array_end(&array);
    bool ok = all_stand(session, id_array, ids, id_count, ret_fault, err) &&
              actions_fit(session, id_array, what, ret_fault, err) &&
              write_acknowledgement(session, id_array, what, err) &&
              db_session_exec(session, "NOTIFY budgetwatch", err);
    db_array_free(&array);
    return ok;
}

static bool all_stand(struct db_session *session, const char *id_array, const int64_t *ids, size_t id_count,
                      enum ack_fault *ret_fault, struct err *err)
{
    const char *params[] = {id_array};
    struct pg_result *rows = NULL;
    struct buf missing = {0};

    if (!db_session_run(
            session,
            &(struct db_call){.sql = sql_deviations_lock_standing, .param_count = 1, .params = params}, &rows,
            err))
        return false;
    for (size_t i = 0; i < id_count; i++)
        if (!is_among(rows, ids[i]))
            buf_printf(&missing, "%s%" PRId64, missing.length > 0 ? ", " : "", ids[i]);
    db_result_free(rows);
    bool ok = missing.length == 0;
    if (!ok) {
        *ret_fault = ACK_NOT_STANDING;
        err_set(err, ERR_INPUT, "nothing was acknowledged: no deviation stands under %s", buf_text(&missing));
    }
    buf_free(&missing);
    return ok;
}

static bool is_among(const struct pg_result *rows, int64_t id)
{
    for (int row = 0; row < db_rows(rows); row++)
        if (db_int(rows, row, 0) == id)
            return true;
    return false;
}

/* The function that writes it refuses these as well; here they are sentences. */
static bool actions_fit(struct db_session *session, const char *id_array, const struct acknowledgement *what,
                        enum ack_fault *ret_fault, struct err *err)
{
    const char *params[] = {id_array, what->owner};
    struct pg_result *rows = NULL;

    if (what->owner == NULL && what->action_done_on == DATE_NONE)
        return true;
    if (!db_session_run(session,
                        &(struct db_call){.sql = sql_deviations_actions, .param_count = 2, .params = params},
                        &rows, err))
        return err_prefix(err, "reading the corrective actions");
    bool ok = tell_misfits(rows, what, ret_fault, err);
    db_result_free(rows);
    return ok;
}

static bool tell_misfits(const struct pg_result *rows, const struct acknowledgement *what,
                         enum ack_fault *ret_fault, struct err *err)
{
    struct buf without = {0};
    const char *stranger_to = NULL;

    for (int row = 0; row < db_rows(rows); row++) {
        if (what->action == NULL && !db_bool(rows, row, 1))
            buf_printf(&without, "%s%" PRId64, without.length > 0 ? ", " : "", db_int(rows, row, 0));
        if (!db_bool(rows, row, 2))
            stranger_to = db_text(rows, row, 3);
    }
    bool ok = without.length == 0 && stranger_to == NULL;
    if (!ok)
        *ret_fault = without.length > 0 ? ACK_NO_ACTION : ACK_STRANGER;
    if (without.length > 0)
        err_set(err, ERR_INPUT, "nothing was acknowledged: no corrective action is known of %s; say it first",
                buf_text(&without));
    else if (stranger_to != NULL)
        err_set(err, ERR_INPUT, "nothing was acknowledged: people has no %s in the unit %s or above it",
                what->owner, stranger_to);
    buf_free(&without);
    return ok;
}

static bool write_acknowledgement(struct db_session *session, const char *id_array,
                                  const struct acknowledgement *what, struct err *err)
{
    char due[DATE_TEXT], done[DATE_TEXT];
    const char *params[] = {
        id_array,
        what->by,
        what->cause,
        what->decision,
        what->action,
        date_or_null(what->action_due, due),
        date_or_null(what->action_done_on, done),
        what->note,
        what->owner,
    };

    if (!db_session_run(
            session, &(struct db_call){.sql = sql_deviations_acknowledge, .param_count = 9, .params = params},
            NULL, err))
        return err_prefix(err, "writing the acknowledgement");
    return true;
}

static const char *date_or_null(date d, char text[static DATE_TEXT])
{
    return d == DATE_NONE ? NULL : date_format(d, text);
}
