/* Between events and messages: what is known of channels, and of what waits for them. For the dispatcher;
 * db/store_route.h writes.
 *
 * Each adds its statement to a trip: see db/trip.h. */
#ifndef DB_STORE_STAGE_H
#define DB_STORE_STAGE_H

#include "core/route.h"
#include "db/array.h"
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

/* 2. What waits. */

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

#endif
