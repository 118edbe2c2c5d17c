#include "db/store_stage.h"

#include <limits.h>
#include <string.h>

#include "db/array.h"
#include "db/severities.h"
#include "embedded/statements.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Channels. */

void store_channels_add(struct store_channels *channels, const char *name, const char *address,
                        const struct pace *pace)
{
    db_array_text(&channels->names, name);
    db_array_text(&channels->addresses, address);
    for (size_t i = 0; i < pace->quota_count; i++) {
        db_array_text(&channels->rate_channels, name);
        db_array_int(&channels->rates, (int64_t)i + 1);
        db_array_int(&channels->messages, pace->quota[i].messages);
        db_array_int(&channels->windows, pace->quota[i].window);
    }
}

void store_channels(struct db_trip *trip, struct store_channels *channels)
{
    const char *params[] = {db_array_end(&channels->names),   db_array_end(&channels->rate_channels),
                            db_array_end(&channels->rates),   db_array_end(&channels->messages),
                            db_array_end(&channels->windows), db_array_end(&channels->addresses)};

    db_trip_add(trip, sql_stage_slots, COUNT(params), params);
}

void store_channels_free(struct store_channels *channels)
{
    struct db_array *const arrays[] = {&channels->names,    &channels->rate_channels, &channels->rates,
                                       &channels->messages, &channels->windows,       &channels->addresses};

    db_arrays_free(arrays, COUNT(arrays));
}

/* What waits. */

void store_survey_add(struct store_survey *survey, const char *channel, const char *address,
                      const struct pace *pace, uint32_t severities)
{
    char text[DB_SEVERITIES_TEXT];

    db_array_text(&survey->channels, channel);
    db_array_int(&survey->most, pace->digest_over);
    db_array_text(&survey->severities, db_severities(severities, text));
    db_array_int(&survey->rates, (int64_t)pace->quota_count);
    db_array_text(&survey->addresses, address);
}

void store_survey(struct db_trip *trip, struct store_survey *survey)
{
    const char *params[] = {db_array_end(&survey->channels), db_array_end(&survey->most),
                            db_array_end(&survey->severities), db_array_end(&survey->rates),
                            db_array_end(&survey->addresses)};

    db_trip_add(trip, sql_stage_survey, COUNT(params), params);
}

void store_survey_free(struct store_survey *survey)
{
    struct db_array *const arrays[] = {&survey->channels, &survey->most, &survey->severities, &survey->rates,
                                       &survey->addresses};

    db_arrays_free(arrays, COUNT(arrays));
}

const char *store_survey_channel(const struct pg_result *result, int row)
{
    return db_text(result, row, 0);
}

struct pace_seen store_survey_row(const struct pg_result *result, int row)
{
    return (struct pace_seen){
        .waiting = (int)db_int(result, row, 1),
        .waited = db_int(result, row, 2),
        .due_in = db_null(result, row, 3) ? PACE_NEVER : db_int(result, row, 3),
        .recent = (int)db_int(result, row, 4),
        .upstream = (int)db_int(result, row, 5),
        .free = db_null(result, row, 6) ? INT_MAX : (int)db_int(result, row, 6),
        .free_in = db_int(result, row, 7),
        .unsent = (int)db_int(result, row, 8),
        .off = db_bool(result, row, 9),
        .rest = db_int(result, row, 10),
        .piled = db_bool(result, row, 11),
    };
}

void store_silences(struct db_trip *trip)
{
    db_trip_add(trip, sql_silences_standing, 0, NULL);
}

struct silence store_silence_row(const struct pg_result *result, int row)
{
    const char *recurring = db_text(result, row, 7);
    struct err err = {0};
    struct silence silence = {
        .id = db_int(result, row, 0),
        .rule = db_text(result, row, 1),
        .units = db_text(result, row, 2),
        .subject = db_text(result, row, 3),
        .severity = db_text(result, row, 4),
        .starts = db_int(result, row, 5),
        .ends = db_int(result, row, 6),
        .is_recurring = recurring[0] != '\0',
    };

    if (silence.is_recurring && !quiet_parse(recurring, &silence.recurring, &err))
        silence.ends = 0;
    return silence;
}

void store_calendar(struct db_trip *trip)
{
    db_trip_add(trip, sql_calendar_days, 0, NULL);
}

void store_calendar_take(const struct pg_result *result, struct calendar *calendar)
{
    calendar_done(calendar);
    calendar_init_official(calendar);
    for (int row = 0; row < db_rows(result); row++) {
        const char *text = db_text(result, row, 0);
        date day;
        if (date_parse(text, strlen(text), &day))
            calendar_set(calendar, day, db_bool(result, row, 1));
    }
}

void store_fresh_add(struct store_fresh *fresh, int64_t event_id, const char *why)
{
    db_array_int(&fresh->events, event_id);
    db_array_text(&fresh->whys, why);
}

void store_fresh_free(struct store_fresh *fresh)
{
    db_array_free(&fresh->events);
    db_array_free(&fresh->whys);
}

void store_waiting(struct db_trip *trip, const char *channel, int limit, uint32_t severities,
                   const struct store_words *head_roles, struct store_fresh *fresh)
{
    char limit_text[DB_NUMBER_TEXT], text[DB_SEVERITIES_TEXT];
    struct db_array roles = {0};

    for (size_t i = 0; i < head_roles->count; i++)
        db_array_text(&roles, head_roles->list[i]);
    const char *params[] = {channel,
                            db_number(limit, limit_text),
                            db_severities(severities, text),
                            db_array_end(&roles),
                            db_array_end(&fresh->events),
                            db_array_end(&fresh->whys)};
    db_trip_add(trip, sql_stage_waiting, COUNT(params), params);
    db_array_free(&roles);
}

static struct message_person person_at(const struct pg_result *result, int row, int column)
{
    return (struct message_person){.name = db_text(result, row, column),
                                   .role = db_text(result, row, column + 1),
                                   .unit = db_text(result, row, column + 2),
                                   .mobile = db_text(result, row, column + 3),
                                   .im_id = db_text(result, row, column + 4),
                                   .email = db_text(result, row, column + 5)};
}

static struct message_event event_row(const struct pg_result *result, int row)
{
    return (struct message_event){
        .id = db_int(result, row, 0),
        .deviation_id = db_int(result, row, 1),
        .created = db_int(result, row, 2),
        .event = db_text(result, row, 3),
        .rule = db_text(result, row, 4),
        .severity = db_text(result, row, 5),
        .previous_severity = db_text(result, row, 6),
        .fiscal_year = (int)db_int(result, row, 7),
        .month = (int)db_int(result, row, 8),
        .subject_kind = db_text(result, row, 9),
        .subject_code = db_text(result, row, 10),
        .subject_name = db_text(result, row, 11),
        .unit_code = db_text(result, row, 12),
        .unit_name = db_text(result, row, 13),
        .manager = db_text(result, row, 14),
        .observed = db_text(result, row, 15),
        .expected = db_text(result, row, 16),
        .gap = db_text(result, row, 17),
        .explanation = db_text(result, row, 18),
        .occurred_on = db_text(result, row, 19),
        .answers_name = db_text(result, row, 20),
        .answers_role = db_text(result, row, 21),
        .answers_unit = db_text(result, row, 22),
        .corrects_event = db_null(result, row, 23) ? 0 : db_int(result, row, 23),
        .corrects_message = db_text(result, row, 25),
        .title = "",
    };
}

/* Names are the checks' of the tables; one that is not known is taken for the mildest. */
static struct route_event detailed_row(const struct pg_result *result, int row)
{
    struct route_event of = {
        .event = event_row(result, row),
        .state = ROUTE_WAITING,
        .why = db_text(result, row, 27),
        .severity_now = SEVERITY_NONE,
        .acknowledged = db_bool(result, row, 29),
        .is_last = db_bool(result, row, 30),
        .is_last_rise = db_bool(result, row, 31),
        .told = db_bool(result, row, 32),
        .missing = db_null(result, row, 33) ? 0 : db_int(result, row, 33),
        .corrected = ROUTE_DROPPED,
    };

    of.event.answers_mobile = db_text(result, row, 34);
    of.event.answers_im_id = db_text(result, row, 35);
    of.event.answers_email = db_text(result, row, 36);
    of.event.since = db_null(result, row, 37) ? 0 : db_int(result, row, 37);
    of.reminders = (int)db_int(result, row, 38);
    if (!db_null(result, row, 24))
        (void)route_state_by_name(db_text(result, row, 24), &of.corrected);
    (void)route_state_by_name(db_text(result, row, 26), &of.state);
    (void)severity_by_name(db_text(result, row, 28), &of.severity_now);
    return of;
}

struct route_event store_waiting_row(const struct pg_result *result, int row)
{
    struct route_event of = detailed_row(result, row);

    of.event.owner = person_at(result, row, 39);
    for (int i = 0; i < MESSAGE_HEADS; i++)
        of.event.heads[i] = person_at(result, row, 45 + 6 * i);
    return of;
}

void store_ahead(struct db_trip *trip, const char *channel, const char *address, const struct pace *pace,
                 int limit)
{
    char most_text[DB_NUMBER_TEXT], limit_text[DB_NUMBER_TEXT];
    const char *params[] = {channel, address, db_number(pace->digest_over, most_text),
                            db_number(limit, limit_text)};

    db_trip_add(trip, sql_stage_ahead, COUNT(params), params);
}

bool store_ahead_seen(const struct pg_result *result, struct pace_seen *ret_seen)
{
    *ret_seen = (struct pace_seen){.due_in = PACE_NEVER,
                                   .free = INT_MAX,
                                   .off = db_bool(result, 0, 40),
                                   .rest = db_int(result, 0, 41),
                                   .recent = (int)db_int(result, 0, 42),
                                   .upstream = (int)db_int(result, 0, 43)};
    return !db_bool(result, 0, 39);
}

bool store_ahead_row(const struct pg_result *result, int row, struct route_event *ret_event)
{
    if (db_null(result, row, 0))
        return false;
    *ret_event = detailed_row(result, row);
    return true;
}
