#include "db/store_sources.h"

#include <stdio.h>

#include "db/array.h"
#include "embedded/statements.h"

static const char *word(bool value)
{
    return value ? "true" : "false";
}

static const char *day(char text[static DATE_TEXT], date value)
{
    return value == DATE_NONE ? NULL : date_format(value, text);
}

bool store_source_known(struct db_session *session, const char *source, const char *kind, int utc_offset,
                        struct source_known *ret_known, struct err *err)
{
    char offset[DB_NUMBER_TEXT];
    const char *const params[] = {source, kind, db_number(utc_offset, offset)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_source_known, params, 3, "reading how the source fared", &rows, err))
        return false;
    *ret_known = (struct source_known){0};
    if (db_rows(rows) > 0) {
        ret_known->has_rows = !db_null(rows, 0, 0);
        ret_known->rows = db_int(rows, 0, 0);
        ret_known->failures = (int)db_int(rows, 0, 1);
        snprintf(ret_known->last_well, sizeof ret_known->last_well, "%s", db_text(rows, 0, 2));
    }
    db_result_free(rows);
    return true;
}

bool store_source_guard(struct db_session *session, const char *holder, int64_t epoch, struct err *err)
{
    char text[DB_NUMBER_TEXT];
    const char *const params[] = {holder, db_number(epoch, text)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_source_guard, params, 2, "checking the leadership", &rows, err))
        return false;
    bool leads = db_rows(rows) == 1;
    db_result_free(rows);
    return leads || err_set(err, ERR_CONFLICT, "another daemon has taken over");
}

/* A rule that a newer program has written is left out, and so left alone. */
static bool read_deviation(const struct pg_result *rows, int row, struct arena *arena,
                           struct source_deviation *ret)
{
    struct source_deviation d = {.year = (int)db_int(rows, row, 1)};

    if (!rule_by_name(db_text(rows, row, 0), &d.rule) ||
        !severity_by_name(db_text(rows, row, 2), &d.state.severity))
        return false;
    d.state.since = db_date(rows, row, 3);
    d.explanation = db_keep(arena, rows, row, 4);
    d.state.remind_on = db_date(rows, row, 5);
    d.state.overdue_said = db_bool(rows, row, 6);
    d.state.acknowledged = db_bool(rows, row, 7);
    d.state.action_due = db_date(rows, row, 8);
    d.state.action_done_on = db_date(rows, row, 9);
    d.state.reminders = (int)db_int(rows, row, 10);
    d.state.action_verified = db_bool(rows, row, 11);
    *ret = d;
    return true;
}

bool store_source_deviations(struct db_session *session, const char *source, int year, struct arena *arena,
                             struct source_deviation **ret_list, size_t *ret_count, struct err *err)
{
    char text[DB_NUMBER_TEXT];
    const char *const params[] = {source, db_number(year, text)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_source_deviations, params, 2, "reading what stands of the source", &rows,
                        err))
        return false;
    *ret_count = 0;
    *ret_list = arena_alloc(arena, ((size_t)db_rows(rows) + 1) * sizeof **ret_list);
    for (int row = 0; row < db_rows(rows); row++)
        *ret_count += read_deviation(rows, row, arena, &(*ret_list)[*ret_count]);
    db_result_free(rows);
    return true;
}

bool store_source_deviate(struct db_session *session, const char *source, date today,
                          const struct source_change *change, struct err *err)
{
    const struct source_deviation *now = &change->now;
    char year[DB_NUMBER_TEXT], since[DATE_TEXT], remind[DATE_TEXT], reminders[DB_NUMBER_TEXT], on[DATE_TEXT];
    const char *const params[] = {
        source,
        rule_name(now->rule),
        db_number(now->year, year),
        severity_name(now->state.severity),
        day(since, now->state.since),
        now->explanation,
        day(remind, now->state.remind_on),
        word(now->state.overdue_said),
        db_number(now->state.reminders, reminders),
        word(now->state.acknowledged),
        change->is_event ? event_name(change->event) : NULL,
        severity_name(change->event_severity),
        severity_name(change->previous),
        change->event_explanation,
        date_format(today, on),
    };

    return db_session_ask(session, sql_source_deviate, params, (int)(sizeof params / sizeof *params),
                          "writing what stands of the source", NULL, err);
}

bool store_source_well(struct db_session *session, const char *source, const char *kind,
                       const struct source_counts *counts, struct err *err)
{
    char rows[DB_NUMBER_TEXT], added[DB_NUMBER_TEXT], changed[DB_NUMBER_TEXT], removed[DB_NUMBER_TEXT];
    const char *const params[] = {source,
                                  kind,
                                  db_number(counts->rows, rows),
                                  db_number(counts->added, added),
                                  db_number(counts->changed, changed),
                                  db_number(counts->removed, removed)};

    return db_session_ask(session, sql_source_well, params, 6, "writing down how the source fared", NULL,
                          err);
}

bool store_source_unwell(struct db_session *session, const char *source, const char *kind,
                         enum source_fault fault, const char *reason, struct err *err)
{
    const char *const params[] = {source, kind, source_fault_name(fault), reason};

    return db_session_ask(session, sql_source_unwell, params, 4, "writing down how the source fared", NULL,
                          err);
}

bool store_source_forget_rows(struct db_session *session, const char *source, const char *kind,
                              struct err *err)
{
    const char *const params[] = {source, kind};

    return db_session_ask(session, sql_source_forget_rows, params, 2, "forgetting what the source brought",
                          NULL, err);
}

bool store_source_others(struct db_session *session, const char *const *names, size_t count,
                         struct arena *arena, const char ***ret_others, size_t *ret_count, struct err *err)
{
    struct db_array array = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < count; i++)
        db_array_text(&array, names[i]);
    const char *const params[] = {db_array_end(&array)};
    bool ok =
        db_session_ask(session, sql_source_others, params, 1, "looking for sources of before", &rows, err);
    db_array_free(&array);
    if (!ok)
        return false;
    *ret_count = (size_t)db_rows(rows);
    *ret_others = arena_alloc(arena, (*ret_count + 1) * sizeof **ret_others);
    for (size_t i = 0; i < *ret_count; i++)
        (*ret_others)[i] = arena_text(arena, db_text(rows, (int)i, 0));
    db_result_free(rows);
    return true;
}

bool store_source_forget(struct db_session *session, const char *source, struct err *err)
{
    return db_session_ask(session, sql_source_forget, &source, 1, "forgetting the source", NULL, err);
}

bool store_source_list(struct db_session *session, struct arena *arena, struct source_fares *ret_fares,
                       struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_source_list, NULL, 0, "reading how the sources fare", &rows, err))
        return false;
    ret_fares->count = (size_t)db_rows(rows);
    ret_fares->list = arena_alloc(arena, (ret_fares->count + 1) * sizeof *ret_fares->list);
    for (int row = 0; row < db_rows(rows); row++)
        ret_fares->list[row] = (struct source_fare){
            .name = db_keep(arena, rows, row, 0),
            .kind = db_keep(arena, rows, row, 1),
            .read_at = db_keep(arena, rows, row, 2),
            .succeeded_at = db_keep(arena, rows, row, 3),
            .rows = db_null(rows, row, 4) ? -1 : db_int(rows, row, 4),
            .changed_at = db_keep(arena, rows, row, 5),
            .added = db_int(rows, row, 6),
            .changed = db_int(rows, row, 7),
            .removed = db_int(rows, row, 8),
            .failures = db_int(rows, row, 9),
            .failing_since = db_keep(arena, rows, row, 10),
            .fault = db_keep(arena, rows, row, 11),
            .failure = db_keep(arena, rows, row, 12),
        };
    db_result_free(rows);
    return true;
}
