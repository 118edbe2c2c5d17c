/* What the daemon counts of itself, for /metrics: since its start, in memory, never less. Counted in the
 * loop's thread, each with one call where it happens; copied whole for who shows them. */
#ifndef SERVICE_METERS_H
#define SERVICE_METERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "core/delivery.h"

enum { METER_BUCKETS = 16, METER_CHANNELS = 64, METER_NAME = 65, METER_RESULTS = DELIVERY_HANDED_BACK + 1 };

/* Upper ends, in ms, the same for all: from a batch of a few subjects to a message that waited for the night.
 */
extern const msec meter_bounds[METER_BUCKETS];

struct meter_times {
    int64_t counts[METER_BUCKETS + 1]; /* each by itself; the last has no upper end */
    int64_t count;
    msec sum;
};

struct meter_channel {
    char name[METER_NAME];
    const char *type;
    int64_t results[METER_RESULTS];
    struct meter_times latency; /* from the event's commit until it was delivered */
};

struct meters {
    struct meter_times batches; /* of the change log and of what is due, from their start until committed */
    int64_t subjects, events, batch_failures;
    int64_t passes, repairs; /* full passes finished; states that a nightly proof had to set right */
    struct meter_channel channels[METER_CHANNELS]; /* the last is for all that have no place of their own */
    size_t channel_count;
    msec lag, lag_before; /* the longest that the loop was late, in this half minute and the one before */
};

void meter_time(struct meter_times *times, msec time);
/* An attempt to deliver ended. `took`: since the event; below 0: not known, or it was not delivered. */
void meters_attempt(struct meters *meters, const char *channel, const char *type, enum delivery_result result,
                    msec took);

#endif
