#include "db/store_notices.h"

#include <inttypes.h>
#include <stdlib.h>

#include "db/array.h"
#include "embedded/statements.h"

static const char *word(bool value)
{
    return value ? "true" : "false";
}

bool store_notice_may(struct db_session *session, bool *ret_may, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_may, NULL, 0, "asking whether notices may be sent", &rows, err))
        return false;
    *ret_may = db_rows(rows) > 0 && db_bool(rows, 0, 0);
    db_result_free(rows);
    return true;
}

bool store_notice_latest(struct db_session *session, const char *unit, int year, int month,
                         struct notice_latest *ret_latest, struct err *err)
{
    char year_text[DB_NUMBER_TEXT], month_text[DB_NUMBER_TEXT];
    const char *params[] = {unit, db_number(year, year_text), db_number(month, month_text)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_latest, params, 3, "looking for the notice as it was sent",
                        &rows, err))
        return false;
    *ret_latest = (struct notice_latest){0};
    if (db_rows(rows) > 0)
        *ret_latest = (struct notice_latest){.id = db_int(rows, 0, 0),
                                             .version = (int)db_int(rows, 0, 1),
                                             .figures = mem_text(db_text(rows, 0, 2))};
    db_result_free(rows);
    return true;
}

void store_notice_message(struct notice_stored *notice, const char *id, const char *channel, const char *type,
                          const char *body, msec wait)
{
    db_array_text(&notice->ids, id);
    db_array_text(&notice->channels, channel);
    db_array_text(&notice->types, type);
    db_array_text(&notice->bodies, body);
    db_array_int(&notice->waits, wait);
}

bool store_notice_send(struct db_session *session, struct notice_stored *notice, int64_t *ret_id,
                       struct err *err)
{
    char year[DB_NUMBER_TEXT], month[DB_NUMBER_TEXT], version[DB_NUMBER_TEXT];
    char sent_on[DATE_TEXT], clock[DATE_TEXT], due_on[DATE_TEXT];
    const char *params[] = {notice->unit,
                            db_number(notice->year, year),
                            db_number(notice->month, month),
                            db_number(notice->version, version),
                            word(notice->by_daemon),
                            date_format(notice->sent_on, sent_on),
                            date_format(notice->clock, clock),
                            date_format(notice->due_on, due_on),
                            word(notice->late),
                            notice->title,
                            notice->figures,
                            notice->html,
                            notice->changes,
                            db_array_end(&notice->ids),
                            db_array_end(&notice->channels),
                            db_array_end(&notice->types),
                            db_array_end(&notice->bodies),
                            db_array_end(&notice->waits)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_send, params, sizeof params / sizeof params[0],
                        "storing the notice", &rows, err))
        return false;
    *ret_id = db_int(rows, 0, 0);
    db_result_free(rows);
    return true;
}

void store_notice_free(struct notice_stored *notice)
{
    db_array_free(&notice->ids);
    db_array_free(&notice->channels);
    db_array_free(&notice->types);
    db_array_free(&notice->bodies);
    db_array_free(&notice->waits);
}

bool store_notice_units(struct db_session *session, struct arena *arena, const char ***ret_units,
                        size_t *ret_count, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_units, NULL, 0, "listing the units with projects", &rows, err))
        return false;
    *ret_count = (size_t)db_rows(rows);
    *ret_units = arena_alloc(arena, (*ret_count + 1) * sizeof **ret_units);
    for (int row = 0; row < db_rows(rows); row++)
        (*ret_units)[row] = db_keep(arena, rows, row, 0);
    db_result_free(rows);
    return true;
}

bool store_notice_root(struct db_session *session, struct arena *arena, const char **ret_unit,
                       struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notice_root, NULL, 0, "looking for the unit above all others", &rows,
                        err))
        return false;
    int found = db_rows(rows);
    *ret_unit = found == 1 ? db_keep(arena, rows, 0, 0) : "";
    db_result_free(rows);
    return found > 0 || err_set(err, ERR_INPUT, "the ledger has no units yet");
}

bool store_notice_states(struct db_session *session, const char *const *units, size_t count,
                         struct notice_state *ret_states, struct err *err)
{
    struct db_array codes = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < count; i++)
        db_array_text(&codes, units[i]);
    const char *params[] = {db_array_end(&codes)};
    bool ok = db_session_ask(session, sql_notices_state, params, 1, "looking for what notices have been sent",
                             &rows, err);
    db_array_free(&codes);
    if (!ok)
        return false;
    for (int row = 0; row < db_rows(rows); row++)
        ret_states[row] = (struct notice_state){.year = (int)db_int(rows, row, 1),
                                                .month = (int)db_int(rows, row, 2),
                                                .sent_on = db_date(rows, row, 3)};
    db_result_free(rows);
    return true;
}

bool store_notice_head(struct db_session *session, struct arena *arena, const char *unit,
                       const char *const *roles, size_t role_count, struct message_person *ret_head,
                       struct err *err)
{
    struct db_array words = {0};
    struct pg_result *rows = NULL;

    for (size_t i = 0; i < role_count; i++)
        db_array_text(&words, roles[i]);
    const char *params[] = {unit, db_array_end(&words)};
    bool ok =
        db_session_ask(session, sql_notices_head, params, 2, "looking for the head of the unit", &rows, err);
    db_array_free(&words);
    if (!ok)
        return false;
    *ret_head = (struct message_person){0};
    if (db_rows(rows) > 0)
        *ret_head = (struct message_person){.name = db_keep(arena, rows, 0, 0),
                                            .role = db_keep(arena, rows, 0, 1),
                                            .unit = db_keep(arena, rows, 0, 2),
                                            .mobile = db_keep(arena, rows, 0, 3),
                                            .im_id = db_keep(arena, rows, 0, 4),
                                            .email = db_keep(arena, rows, 0, 5)};
    db_result_free(rows);
    return true;
}

static void row_of(struct arena *arena, const struct pg_result *rows, int row, void *ret_item)
{
    *(struct notice_sent_row *)ret_item = (struct notice_sent_row){.id = db_int(rows, row, 0),
                                                                   .unit = db_keep(arena, rows, row, 1),
                                                                   .unit_name = db_keep(arena, rows, row, 2),
                                                                   .year = (int)db_int(rows, row, 3),
                                                                   .month = (int)db_int(rows, row, 4),
                                                                   .version = (int)db_int(rows, row, 5),
                                                                   .at = db_keep(arena, rows, row, 6),
                                                                   .at_office = db_keep(arena, rows, row, 7),
                                                                   .user = db_keep(arena, rows, row, 8),
                                                                   .by_daemon = db_bool(rows, row, 9),
                                                                   .clock = db_keep(arena, rows, row, 10),
                                                                   .due_on = db_keep(arena, rows, row, 11),
                                                                   .late = db_bool(rows, row, 12),
                                                                   .title = db_keep(arena, rows, row, 13),
                                                                   .changes = db_int(rows, row, 14),
                                                                   .messages = db_keep(arena, rows, row, 15)};
}

bool store_notices_list(struct db_session *session, int year, int month, const char *unit, int utc_offset,
                        struct notice_sent_rows *ret_rows, struct err *err)
{
    char year_text[DB_NUMBER_TEXT], month_text[DB_NUMBER_TEXT], offset[DB_NUMBER_TEXT];
    const char *params[] = {year != 0 ? db_number(year, year_text) : NULL,
                            year != 0 ? db_number(month, month_text) : NULL, unit,
                            db_number(utc_offset, offset)};
    struct notice_sent_rows read = {0};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_list, params, 4, "listing notices", &rows, err))
        return false;
    read.list = db_result_list(rows, &read.arena, sizeof *read.list, row_of, &read.count);
    *ret_rows = read;
    return true;
}

void store_notices_done(struct notice_sent_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct notice_sent_rows){0};
}

bool store_notice_read(struct db_session *session, int64_t id, bool html, char **ret_text, struct err *err)
{
    char id_text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(id, id_text)};
    struct pg_result *rows = NULL;

    if (!db_session_ask(session, sql_notices_read, params, 1, "reading the notice", &rows, err))
        return false;
    bool found = db_rows(rows) == 1;
    if (found)
        *ret_text = mem_text(db_text(rows, 0, html ? 1 : 0));
    db_result_free(rows);
    return found || err_set(err, ERR_INPUT, "there is no notice %" PRId64, id);
}
