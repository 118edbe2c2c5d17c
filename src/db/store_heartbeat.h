/* The rows of heartbeats: messages like others, of which the newest says when the next is due. So the rhythm
 * is one over all daemons, and survives them. For the dispatcher; each function adds its statement to a trip
 * (db/trip.h). */
#ifndef DB_STORE_HEARTBEAT_H
#define DB_STORE_HEARTBEAT_H

#include "base/clock.h"
#include "core/message.h"
#include "db/trip.h"

void store_heartbeat_look(struct db_trip *trip, const char *channel, msec interval, const char *holder);
struct store_heartbeat {
    bool leads;
    msec due;                         /* in so long; 0 or below: now */
    struct message_heartbeat counted; /* the numbers alone */
};
struct store_heartbeat store_heartbeat_row(const struct pg_result *result);

/* Writes nothing where somebody else leads, or one has been written within the interval. */
void store_heartbeat_write(struct db_trip *trip, const char *id, const char *channel, const char *body,
                           msec interval, const char *holder);
/* How many before it were dropped; `*ret_written` whether it is there. */
int64_t store_heartbeat_written(const struct pg_result *result, bool *ret_written);

#endif
