/* What becomes of events on channels (see core/route.h). For the dispatcher.
 *
 *   event --route--> a row for each channel that wants it, or at once a message --form--> messages
 *
 * Nothing is locked between reading (db/store_stage.h) and writing: what somebody else has got to meanwhile
 * is not written, and read again.
 *
 * Each adds its statement to a trip: see db/trip.h. */
#ifndef DB_STORE_ROUTE_H
#define DB_STORE_ROUTE_H

#include "core/route.h"
#include "db/array.h"
#include "db/store_messages.h"
#include "db/trip.h"

/* 1. Routing. */

void store_events_unformed(struct db_trip *trip, int limit);
/* A row of the result, which holds its texts. Of the event id, event, rule, severity, unit_code and
 * corrects_event are set, the others NULL or 0. */
struct message_event store_unformed_row(const struct pg_result *result, int row);
/* The first row of the next event: a correction may have several. */
int store_unformed_next(const struct pg_result *result, int row);
/* Whether the corrected event went or goes to a channel. `row` is the first one. */
bool store_unformed_corrects(const struct pg_result *result, int row, const char *channel);

/* Messages that are about to be written. */
struct store_made { /* a zeroed struct is empty */
    struct db_array ids, channels, types, bodies, severities, waits;
};

struct store_made_message {
    const char *id, *channel, *type, *body;
    const char *severity; /* the gravest of the events that it covers */
    msec wait;            /* until it may be sent */
};

void store_made_add(struct store_made *made, const struct store_made_message *message);
void store_made_clear(struct store_made *made);
void store_made_free(struct store_made *made);

struct store_routing { /* a zeroed struct is empty */
    struct db_array events;
    struct db_array of_events, channels, states, whys, holds, mutes, messages;
    struct store_made made; /* of those that are told at once */
    struct db_array rooms;  /* of each */
};

/* The event has been looked at, whether or not a channel wants it. */
void store_routing_event(struct store_routing *routing, int64_t event_id);
void store_routing_channel(struct store_routing *routing, int64_t event_id, const char *channel,
                           const struct route_hold *hold);
/* Of an event of which all is decided: `message`, one of `made`, is NULL unless it is SENT. */
void store_routing_fate(struct store_routing *routing, int64_t event_id, const char *channel,
                        const struct route_decision *decision, const char *message);
/* Of each of `made`, in their order: whether its channel has room for it, so that it may be on its way as if
 * it were claimed. */
void store_routing_room(struct store_routing *routing, bool room);
void store_route(struct db_trip *trip, struct store_routing *routing, const char *holder, msec lease);
int64_t store_routed_events(const struct pg_result *result); /* how many were taken */
/* Whether there are others, or what was muted is to be looked at again. */
bool store_routed_left(const struct pg_result *result);
/* A message that is on its way, of each row of the result, which holds the texts; false: of this row none. */
bool store_routed_message(const struct pg_result *result, int row, struct store_message *ret_message);
void store_routing_clear(struct store_routing *routing);
void store_routing_free(struct store_routing *routing);

/* 2. Forming: of what waited. */

struct store_forming { /* a zeroed struct is empty */
    struct store_made made;
    struct db_array events, event_channels, befores, states, messages, whys, mutes, holds;
};

/* What becomes of an event; `message` is NULL unless it is SENT. */
void store_forming_event(struct store_forming *forming, const char *channel, const struct route_event *of,
                         const struct route_decision *decision, const char *message);
void store_form(struct db_trip *trip, struct store_forming *forming);
void store_forming_clear(struct store_forming *forming);
void store_forming_free(struct store_forming *forming);

#endif
