#include "db/store_route.h"

#include <string.h>

#include "db/array.h"
#include "embedded/statements.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

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

    db_arrays_clear(arrays, COUNT(arrays));
}

void store_made_free(struct store_made *made)
{
    struct db_array *const arrays[] = MADE_ARRAYS(made);

    db_arrays_free(arrays, COUNT(arrays));
}

/* Routing. */

void store_events_unformed(struct db_trip *trip, int limit)
{
    char limit_text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(limit, limit_text)};

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
    char lease_text[DB_NUMBER_TEXT];
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
                            db_number(lease, lease_text)};

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

    db_arrays_clear(arrays, COUNT(arrays));
    store_made_clear(&routing->made);
}

void store_routing_free(struct store_routing *routing)
{
    struct db_array *const arrays[] = ROUTING_ARRAYS(routing);

    db_arrays_free(arrays, COUNT(arrays));
    store_made_free(&routing->made);
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

    db_arrays_clear(arrays, COUNT(arrays));
    store_made_clear(&forming->made);
}

void store_forming_free(struct store_forming *forming)
{
    struct db_array *const arrays[] = FORMING_ARRAYS(forming);

    db_arrays_free(arrays, COUNT(arrays));
    store_made_free(&forming->made);
}
