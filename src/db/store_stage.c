#include "db/store_stage.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "db/severities.h"
#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

static const char *number(int64_t value, char text[static NUMBER_TEXT])
{
    snprintf(text, NUMBER_TEXT, "%" PRId64, value);
    return text;
}

static void free_all(struct db_array *const *arrays, size_t count)
{
    for (size_t i = 0; i < count; i++)
        db_array_free(arrays[i]);
}

static void clear_all(struct db_array *const *arrays, size_t count)
{
    for (size_t i = 0; i < count; i++)
        db_array_clear(arrays[i]);
}

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

    free_all(arrays, COUNT(arrays));
}

/* Messages. */

#define MADE_ARRAYS(m)                                                                                       \
    {                                                                                                        \
        &(m)->ids, &(m)->channels, &(m)->types, &(m)->bodies, &(m)->waits, &(m)->severities                  \
    }
/* As parameters, in the order of both statements that write them. */
#define MADE_PARAMS(m)                                                                                       \
    db_array_end(&(m)->ids), db_array_end(&(m)->channels), db_array_end(&(m)->types),                        \
        db_array_end(&(m)->bodies), db_array_end(&(m)->waits), db_array_end(&(m)->severities)

void store_made_add(struct store_made *made, const struct store_made_message *message)
{
    db_array_text(&made->ids, message->id);
    db_array_text(&made->channels, message->channel);
    db_array_text(&made->types, message->type);
    db_array_text(&made->bodies, message->body);
    db_array_int(&made->waits, message->wait);
    db_array_text(&made->severities, message->severity);
}

void store_made_clear(struct store_made *made)
{
    struct db_array *const arrays[] = MADE_ARRAYS(made);

    clear_all(arrays, COUNT(arrays));
}

void store_made_free(struct store_made *made)
{
    struct db_array *const arrays[] = MADE_ARRAYS(made);

    free_all(arrays, COUNT(arrays));
}

/* Routing. */

void store_events_unformed(struct db_trip *trip, int limit)
{
    char limit_text[NUMBER_TEXT];
    const char *params[] = {number(limit, limit_text)};

    db_trip_add(trip, sql_events_unformed, 1, params);
}

struct message_event store_unformed_row(const struct pg_result *result, int row)
{
    return (struct message_event){
        .id = db_int(result, row, 0),
        .event = db_text(result, row, 1),
        .rule = db_text(result, row, 2),
        .severity = db_text(result, row, 3),
        .unit_code = db_text(result, row, 4),
        .corrects_event = db_null(result, row, 5) ? 0 : db_int(result, row, 5),
    };
}

int store_unformed_next(const struct pg_result *result, int row)
{
    int64_t id = db_int(result, row, 0);

    while (row < db_rows(result) && db_int(result, row, 0) == id)
        row++;
    return row;
}

bool store_unformed_corrects(const struct pg_result *result, int row, const char *channel)
{
    for (int end = store_unformed_next(result, row); row < end; row++)
        if (strcmp(db_text(result, row, 6), channel) == 0)
            return true;
    return false;
}

void store_routing_event(struct store_routing *routing, int64_t event_id)
{
    db_array_int(&routing->events, event_id);
}

static void add_positive(struct db_array *array, int64_t value)
{
    if (value > 0)
        db_array_int(array, value);
    else
        db_array_null(array);
}

void store_routing_channel(struct store_routing *routing, int64_t event_id, const char *channel,
                           const struct route_hold *hold)
{
    db_array_int(&routing->of_events, event_id);
    db_array_text(&routing->channels, channel);
    db_array_text(&routing->states, route_state_name(hold->state));
    db_array_text(&routing->whys, hold->why);
    db_array_int(&routing->holds, hold->hold);
    db_array_null(&routing->mutes);
    db_array_null(&routing->messages);
}

void store_routing_fate(struct store_routing *routing, int64_t event_id, const char *channel,
                        const struct route_decision *decision, const char *message)
{
    db_array_int(&routing->of_events, event_id);
    db_array_text(&routing->channels, channel);
    db_array_text(&routing->states, route_state_name(decision->state));
    db_array_text(&routing->whys, decision->why);
    add_positive(&routing->holds, decision->again);
    add_positive(&routing->mutes, decision->muted_by);
    db_array_text(&routing->messages, message);
}

void store_routing_room(struct store_routing *routing, bool room)
{
    db_array_bool(&routing->rooms, room);
}

void store_route(struct db_trip *trip, struct store_routing *routing, const char *holder, msec lease)
{
    char lease_text[NUMBER_TEXT];
    const char *params[] = {db_array_end(&routing->events),
                            db_array_end(&routing->of_events),
                            db_array_end(&routing->channels),
                            db_array_end(&routing->states),
                            db_array_end(&routing->whys),
                            db_array_end(&routing->holds),
                            db_array_end(&routing->mutes),
                            db_array_end(&routing->messages),
                            MADE_PARAMS(&routing->made),
                            db_array_end(&routing->rooms),
                            holder,
                            number(lease, lease_text)};

    db_trip_add(trip, sql_events_route, COUNT(params), params);
}

int64_t store_routed_events(const struct pg_result *result)
{
    return db_int(result, 0, 0);
}

bool store_routed_left(const struct pg_result *result)
{
    return db_bool(result, 0, 1);
}

bool store_routed_message(const struct pg_result *result, int row, struct store_message *ret_message)
{
    if (db_null(result, row, 2))
        return false;
    *ret_message = (struct store_message){.id = db_text(result, row, 2),
                                          .channel = db_text(result, row, 3),
                                          .type = db_text(result, row, 4),
                                          .body = db_text(result, row, 5),
                                          .attempt = 1};
    return true;
}

#define ROUTING_ARRAYS(r)                                                                                    \
    {                                                                                                        \
        &(r)->events, &(r)->of_events, &(r)->channels, &(r)->states, &(r)->whys, &(r)->holds, &(r)->mutes,   \
            &(r)->messages, &(r)->rooms                                                                      \
    }

void store_routing_clear(struct store_routing *routing)
{
    struct db_array *const arrays[] = ROUTING_ARRAYS(routing);

    clear_all(arrays, COUNT(arrays));
    store_made_clear(&routing->made);
}

void store_routing_free(struct store_routing *routing)
{
    struct db_array *const arrays[] = ROUTING_ARRAYS(routing);

    free_all(arrays, COUNT(arrays));
    store_made_free(&routing->made);
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

    free_all(arrays, COUNT(arrays));
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
    char limit_text[NUMBER_TEXT], text[DB_SEVERITIES_TEXT];
    struct db_array roles = {0};

    for (size_t i = 0; i < head_roles->count; i++)
        db_array_text(&roles, head_roles->list[i]);
    const char *params[] = {channel,
                            number(limit, limit_text),
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
    char most_text[NUMBER_TEXT], limit_text[NUMBER_TEXT];
    const char *params[] = {channel, address, number(pace->digest_over, most_text),
                            number(limit, limit_text)};

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

/* Forming. */

void store_forming_event(struct store_forming *forming, const char *channel, const struct route_event *of,
                         const struct route_decision *decision, const char *message)
{
    db_array_int(&forming->events, of->event.id);
    db_array_text(&forming->event_channels, channel);
    db_array_text(&forming->befores, route_state_name(of->state));
    db_array_text(&forming->states, route_state_name(decision->state));
    db_array_text(&forming->messages, message);
    db_array_text(&forming->whys, decision->why);
    add_positive(&forming->mutes, decision->muted_by);
    add_positive(&forming->holds, decision->again);
}

void store_form(struct db_trip *trip, struct store_forming *forming)
{
    const char *params[] = {
        MADE_PARAMS(&forming->made),
        db_array_end(&forming->events),
        db_array_end(&forming->event_channels),
        db_array_end(&forming->befores),
        db_array_end(&forming->states),
        db_array_end(&forming->messages),
        db_array_end(&forming->whys),
        db_array_end(&forming->mutes),
        db_array_end(&forming->holds),
    };

    db_trip_add(trip, sql_messages_form, COUNT(params), params);
}

#define FORMING_ARRAYS(f)                                                                                    \
    {                                                                                                        \
        &(f)->events, &(f)->event_channels, &(f)->befores, &(f)->states, &(f)->messages, &(f)->whys,         \
            &(f)->mutes, &(f)->holds                                                                         \
    }

void store_forming_clear(struct store_forming *forming)
{
    struct db_array *const arrays[] = FORMING_ARRAYS(forming);

    clear_all(arrays, COUNT(arrays));
    store_made_clear(&forming->made);
}

void store_forming_free(struct store_forming *forming)
{
    struct db_array *const arrays[] = FORMING_ARRAYS(forming);

    free_all(arrays, COUNT(arrays));
    store_made_free(&forming->made);
}
