/* Between events and messages (see core/route.h). For the dispatcher.
 *
 *   event --route--> a row for each channel that wants it --survey, read--> --form--> messages
 *
 * Nothing is locked between reading and writing: what somebody else has got to meanwhile is not written, and
 * read again.
 *
 * Each adds its statement to a trip: see db/trip.h. */
#ifndef DB_STORE_STAGE_H
#define DB_STORE_STAGE_H

#include "core/route.h"
#include "db/array.h"
#include "db/store_messages.h"
#include "db/trip.h"

/* 1. What the configuration says of channels, once a connection: the slots of their quotas are made, and what
 * was switched off for another address is on again. */

struct store_channels { /* a zeroed struct is empty */
    struct db_array names, addresses, rate_channels, rates, messages, windows;
};

/* `address`: a digest of where it sends to. */
void store_channels_add(struct store_channels *channels, const char *name, const char *address,
                        const struct pace *pace);
void store_channels(struct db_trip *trip, struct store_channels *channels);
void store_channels_free(struct store_channels *channels);

/* 2. Routing. */

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
bool store_routed_left(const struct pg_result *result);      /* whether there are others */
/* A message that is on its way, of each row of the result, which holds the texts; false: of this row none. */
bool store_routed_message(const struct pg_result *result, int row, struct store_message *ret_message);
void store_routing_clear(struct store_routing *routing);
void store_routing_free(struct store_routing *routing);

/* 3. What waits. */

struct store_survey { /* a zeroed struct is empty */
    struct db_array channels, addresses, most, severities, rates;
};

/* `severities`: a bit for each that may go now. */
void store_survey_add(struct store_survey *survey, const char *channel, const char *address,
                      const struct pace *pace, uint32_t severities);
void store_survey(struct db_trip *trip, struct store_survey *survey);
void store_survey_free(struct store_survey *survey);
const char *store_survey_channel(const struct pg_result *result, int row);
struct pace_seen store_survey_row(const struct pg_result *result, int row);

void store_silences(struct db_trip *trip);
/* The result holds the texts. One that cannot be read (a newer version's) fits nothing. */
struct silence store_silence_row(const struct pg_result *result, int row);

void store_calendar(struct db_trip *trip);
void store_calendar_take(const struct pg_result *result, struct calendar *calendar);

struct store_words {
    const char *const *list;
    size_t count;
};

/* Events that are about to be routed to a channel where they wait; a zeroed struct is empty. */
struct store_fresh {
    struct db_array events, whys;
};

void store_fresh_add(struct store_fresh *fresh, int64_t event_id, const char *why);
void store_fresh_free(struct store_fresh *fresh);

/* `head_roles`: the roles by which the heads of units are known; none where nobody wants heads. */
void store_waiting(struct db_trip *trip, const char *channel, int limit, uint32_t severities,
                   const struct store_words *head_roles, struct store_fresh *fresh);
/* The result holds the texts. `event.title` is "", and its heads are all that there are: see
 * route_escalate(). */
struct route_event store_waiting_row(const struct pg_result *result, int row);

/* The first events of which nobody has decided yet, as for a channel that wants them, and what else there is
 * to know of one without quota, groups and escalation. */
void store_ahead(struct db_trip *trip, const char *channel, const char *address, const struct pace *pace,
                 int limit);
/* Of the first row: the channel as it is without these events. Returns false where others wait for it. */
bool store_ahead_seen(const struct pg_result *result, struct pace_seen *ret_seen);
/* As store_waiting_row(), without owner and heads; false: there is no event. */
bool store_ahead_row(const struct pg_result *result, int row, struct route_event *ret_event);

/* 4. Forming. */

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
