/* The dead-man's switch: a message at each interval that says that all is well, so that who hears none knows
 * that something is not. It is sent by the daemon that leads, and only while that evaluates.
 *
 *   at rest --its time--> look --due, and ours--> write --> at rest
 *
 * The dispatcher's: as with the reports, it asks for the next statement and hands over its result. The rhythm
 * is kept in the database (db/store_heartbeat.h): after a takeover it goes on, and two daemons send one. */
#ifndef SERVICE_HEARTBEAT_H
#define SERVICE_HEARTBEAT_H

#include "config/config.h"
#include "db/store_heartbeat.h"
#include "service/channel.h"

struct heartbeat {
    /* Whether this daemon leads and its last look at the ledger went well; NULL: no heartbeats. */
    bool (*works)(void *owner);
    void *owner;

    /* Private. A zeroed struct is at rest. */
    msec look_at;                /* monotonic */
    bool writing;                /* what the statement was that was asked for last */
    struct store_heartbeat seen; /* due, to be written */
};

/* What was under way is looked at again. A result that comes after it is still to be handed over. */
void heartbeat_forget(struct heartbeat *beat);

/* `now` is monotonic. */
bool heartbeat_has_work(const struct heartbeat *beat, const struct config *config, msec now);
void heartbeat_add(struct heartbeat *beat, const struct config *config, const char *holder,
                   struct db_trip *trip);
/* Returns whether a message has been made. */
bool heartbeat_take(struct heartbeat *beat, const struct config *config, const struct pg_result *result);
/* How long until there is work again; INT64_MAX: there never is. */
msec heartbeat_wait(const struct heartbeat *beat, const struct config *config, msec now);

#endif
