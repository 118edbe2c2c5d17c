#include "service/meters.h"

#include <stdio.h>
#include <string.h>

const msec meter_bounds[METER_BUCKETS] = {1,   2,    5,    10,    25,    50,     100,     250,
                                          500, 1000, 2500, 10000, 60000, 600000, 3600000, 43200000};

void meter_time(struct meter_times *times, msec time)
{
    size_t i = 0;

    while (i < METER_BUCKETS && time > meter_bounds[i])
        i++;
    times->counts[i]++;
    times->count++;
    times->sum += time > 0 ? time : 0;
}

static struct meter_channel *find(struct meters *meters, const char *channel, const char *type)
{
    for (size_t i = 0; i < meters->channel_count; i++)
        if (strcmp(meters->channels[i].name, channel) == 0)
            return &meters->channels[i];
    if (meters->channel_count == METER_CHANNELS - 1) {
        channel = "others";
        type = "";
    }
    if (meters->channel_count == METER_CHANNELS)
        return &meters->channels[METER_CHANNELS - 1];
    struct meter_channel *made = &meters->channels[meters->channel_count++];
    snprintf(made->name, sizeof made->name, "%s", channel);
    made->type = type;
    return made;
}

void meters_attempt(struct meters *meters, const char *channel, const char *type, enum delivery_result result,
                    msec took)
{
    struct meter_channel *place = find(meters, channel, type);

    place->results[result]++;
    if (result == DELIVERY_DELIVERED && took >= 0)
        meter_time(&place->latency, took);
}
