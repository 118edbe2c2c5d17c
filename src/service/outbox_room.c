/* How much of each channel the outbox takes: what may be in the air at once, and what is claimed ahead. */
#include <stdint.h>

#include "service/outbox_parts.h"

enum {
    AHEAD_SPAN = 1000, /* of time, for which messages are claimed ahead */
    AHEAD_MAX = 1024,  /* of all channels: what they say is in memory */
    PLAN_EVERY = 5,
    SETTLE_BATCH = 256, /* outcomes that are worth a transaction of their own */
};

static int enabled_channels(const struct outbox *outbox)
{
    int enabled = 0;

    for (size_t i = 0; i < outbox->channels.count; i++)
        if (outbox->channels.list[i].config->enabled)
            enabled++;
    return enabled;
}

int outbox_most_of(const struct outbox *outbox, const struct channel *channel)
{
    int enabled = enabled_channels(outbox);
    int share = enabled > 0 ? outbox->config->delivery.in_flight / enabled : 0;

    if (channel->config->type == CHANNEL_EMAIL && share > EMAIL_FLIGHTS_MAX)
        share = EMAIL_FLIGHTS_MAX;
    return share > 0 ? share : 1;
}

struct store_room *outbox_rooms(struct outbox *outbox, msec now)
{
    for (size_t i = 0; i < outbox->channels.count; i++) {
        const struct channel *channel = &outbox->channels.list[i];
        int room = outbox_most_of(outbox, channel) + channel->ahead - channel->flights - channel->ready;

        if (!channel->config->enabled || channel->paused_until > now || room < 0)
            room = 0;
        outbox->rooms[i] = (struct store_room){.channel = channel->config->name,
                                               .room = room,
                                               .rates = (int)channel->config->pace.quota_count,
                                               .severities = UINT32_MAX,
                                               .address = channel->address};
    }
    return outbox->rooms;
}

msec outbox_spare_of(const struct outbox *outbox, const struct channel *channel)
{
    msec timeout = channel->config->type == CHANNEL_JOURNAL ? 0 : channel->config->timeout;

    return outbox->config->delivery.lease - timeout;
}

/* What it took in a second of late. Claimed in vain are at most so many, for as long as a lease.
 */
static int ahead_of(const struct outbox *outbox, const struct channel *channel, msec elapsed)
{
    const struct channel_config *config = channel->config;
    msec spare = outbox_spare_of(outbox, channel) / 4;
    msec span = spare < AHEAD_SPAN ? spare : AHEAD_SPAN;
    int most = AHEAD_MAX / enabled_channels(outbox);

    if (channel->failing || config->pace.quota_count > 0 || config->type == CHANNEL_EMAIL || span < 0)
        return 0;
    msec ahead = channel->delivered * span / elapsed;
    return ahead < most ? (int)ahead : most;
}

void outbox_plan(struct outbox *outbox, msec now)
{
    for (size_t i = 0; i < outbox->channels.count; i++) {
        struct channel *channel = &outbox->channels.list[i];
        msec elapsed = now - channel->planned_at;

        if (!channel->config->enabled || elapsed < PLAN_EVERY)
            continue;
        channel->ahead = ahead_of(outbox, channel, elapsed);
        channel->delivered = 0;
        channel->planned_at = now;
    }
}

bool outbox_is_busy(const struct outbox *outbox)
{
    return outbox->ready > outbox->low && outbox->landed_count < SETTLE_BATCH;
}

msec outbox_pause(const struct outbox *outbox, msec now)
{
    msec shortest = STORE_DUE_NEVER;

    for (size_t i = 0; i < outbox->channels.count; i++) {
        msec left = outbox->channels.list[i].paused_until - now;
        if (left > 0 && left < shortest)
            shortest = left;
    }
    return shortest;
}
