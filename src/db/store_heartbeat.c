#include "db/store_heartbeat.h"

#include <inttypes.h>
#include <stdio.h>

#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

void store_heartbeat_look(struct db_trip *trip, const char *channel, msec interval, const char *holder)
{
    char pause[NUMBER_TEXT];
    const char *params[] = {channel, pause, holder};

    snprintf(pause, sizeof pause, "%" PRId64, interval);
    db_trip_add(trip, sql_heartbeat_look, 3, params);
}

struct store_heartbeat store_heartbeat_row(const struct pg_result *result)
{
    return (struct store_heartbeat){.leads = db_bool(result, 0, 0),
                                    .due = db_int(result, 0, 1),
                                    .counted = {.red = db_int(result, 0, 2),
                                                .yellow = db_int(result, 0, 3),
                                                .blue = db_int(result, 0, 4),
                                                .waiting = db_int(result, 0, 5),
                                                .dead = db_int(result, 0, 6)}};
}

void store_heartbeat_write(struct db_trip *trip, const char *id, const char *channel, const char *body,
                           msec interval, const char *holder)
{
    char pause[NUMBER_TEXT];
    const char *params[] = {id, channel, body, pause, holder};

    snprintf(pause, sizeof pause, "%" PRId64, interval);
    db_trip_add(trip, sql_heartbeat_write, 5, params);
}

int64_t store_heartbeat_written(const struct pg_result *result, bool *ret_written)
{
    *ret_written = db_int(result, 0, 0) > 0;
    return db_int(result, 0, 1);
}
