#include "service/heartbeat.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "net/webhook.h"

/* Not what kind of statement is under way: its result may still come, as after a reload. */
void heartbeat_forget(struct heartbeat *beat)
{
    beat->seen = (struct store_heartbeat){0};
    beat->look_at = 0;
}

/* NULL: none is to be sent. */
static const struct channel_config *channel_of(const struct heartbeat *beat, const struct config *config)
{
    if (beat->works == NULL || config->heartbeat.channel == NULL || config->heartbeat.interval == 0)
        return NULL;
    for (size_t i = 0; i < config->channel_count; i++)
        if (strcmp(config->channels[i].name, config->heartbeat.channel) == 0)
            return config->channels[i].enabled ? &config->channels[i] : NULL;
    return NULL;
}

/* Who does not lead, or cannot evaluate, asks again when the database is asked for changes anyway. */
static msec pause_of(const struct config *config)
{
    msec interval = config->heartbeat.interval;

    return interval < config->poll_interval ? interval : config->poll_interval;
}

bool heartbeat_has_work(const struct heartbeat *beat, const struct config *config, msec now)
{
    return channel_of(beat, config) != NULL && (beat->seen.leads || now >= beat->look_at);
}

msec heartbeat_wait(const struct heartbeat *beat, const struct config *config, msec now)
{
    if (channel_of(beat, config) == NULL)
        return INT64_MAX;
    return beat->look_at > now ? beat->look_at - now : 0;
}

static void add_message(struct heartbeat *beat, const struct config *config, const char *holder,
                        struct db_trip *trip)
{
    const struct channel_config *channel = channel_of(beat, config);
    struct message_heartbeat said = beat->seen.counted;
    char id[WEBHOOK_ID_TEXT];
    struct buf body = {0};

    said.holder = holder;
    said.version = BUDGETWATCH_VERSION;
    said.at = clock_wall();
    said.next = said.at + config->heartbeat.interval;
    said.utc_offset = config->utc_offset;
    struct format format = channel_format(channel, config->language, webhook_id_make(id));
    format_heartbeat(&body, &format, &said);
    store_heartbeat_write(trip, id, channel->name, buf_text(&body), config->heartbeat.interval, holder);
    buf_free(&body);
}

void heartbeat_add(struct heartbeat *beat, const struct config *config, const char *holder,
                   struct db_trip *trip)
{
    beat->writing = beat->seen.leads;
    if (beat->writing)
        add_message(beat, config, holder, trip);
    else
        store_heartbeat_look(trip, config->heartbeat.channel, config->heartbeat.interval, holder);
}

bool heartbeat_take(struct heartbeat *beat, const struct config *config, const struct pg_result *result)
{
    msec now = clock_monotonic();
    bool written = false;

    if (beat->writing) {
        int64_t dropped = store_heartbeat_written(result, &written);
        if (dropped > 0)
            log_info("a heartbeat that could not be delivered is dropped for the next", "channel",
                     config->heartbeat.channel);
        heartbeat_forget(beat);
        beat->look_at = now + (written ? config->heartbeat.interval : pause_of(config));
        return written;
    }
    beat->seen = store_heartbeat_row(result);
    bool ours = beat->seen.leads && beat->works(beat->owner);
    if (!ours || beat->seen.due > 0) {
        msec due = ours && beat->seen.due > 0 ? beat->seen.due : pause_of(config);
        beat->seen = (struct store_heartbeat){0};
        beat->look_at = now + due;
    }
    return false;
}
