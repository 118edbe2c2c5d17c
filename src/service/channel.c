#include "service/channel.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/secret.h"

static bool read_keys(const struct config *config, struct channel *channel, struct err *err);
static bool read_key(const char *file, const char *folder, struct channel *channel, struct err *err);

bool channels_open(const struct config *config, struct channels *ret_channels, struct err *err)
{
    struct channels channels = {.list = mem_alloc(config->channel_count * sizeof(struct channel) + 1),
                                .count = config->channel_count};
    struct buf faults = {0};

    for (size_t i = 0; i < channels.count; i++) {
        struct err fault = {0};

        channels.list[i].config = &config->channels[i];
        if (!read_keys(config, &channels.list[i], &fault))
            buf_printf(&faults, "%schannel %s: %s", faults.length > 0 ? "; " : "", config->channels[i].name,
                       fault.text);
    }
    bool ok = faults.length == 0;
    if (ok) {
        *ret_channels = channels;
    } else {
        err_set(err, ERR_CONFIG, "%s", buf_text(&faults));
        channels_close(&channels);
    }
    buf_free(&faults);
    return ok;
}

/* A channel without a secret sends unsigned messages; one that is disabled needs none. */
static bool read_keys(const struct config *config, struct channel *channel, struct err *err)
{
    const struct channel_config *said = channel->config;

    if (!said->enabled || said->type != CHANNEL_WEBHOOK || said->secret_file == NULL)
        return true;
    return read_key(said->secret_file, config->folder, channel, err) &&
           (said->previous_secret_file == NULL ||
            read_key(said->previous_secret_file, config->folder, channel, err));
}

static bool read_key(const char *file, const char *folder, struct channel *channel, struct err *err)
{
    struct secret secret = {0};

    if (!secret_read(file, folder, &secret, err))
        return false;
    bool ok = signature_key_parse(secret.bytes, &channel->keys[channel->key_count], err);
    if (ok)
        channel->key_count++;
    else
        err_prefix(err, "%s", file);
    secret_wipe(&secret);
    return ok;
}

void channels_close(struct channels *channels)
{
    for (size_t i = 0; i < channels->count; i++)
        for (size_t k = 0; k < 2; k++)
            signature_key_wipe(&channels->list[i].keys[k]);
    free(channels->list);
    *channels = (struct channels){0};
}

struct channel *channels_find(const struct channels *channels, const char *name)
{
    for (size_t i = 0; i < channels->count; i++)
        if (strcmp(channels->list[i].config->name, name) == 0)
            return &channels->list[i];
    return NULL;
}

void channels_inherit(struct channels *channels, const struct channels *old)
{
    for (size_t i = 0; i < channels->count; i++) {
        struct channel *channel = &channels->list[i];
        const struct channel *before = channels_find(old, channel->config->name);

        if (before == NULL)
            continue;
        channel->paused_until = before->paused_until;
        channel->failing = before->failing;
        channel->flights = before->flights;
    }
}

static bool wants_unit(const struct channel_config *config, const char *unit_code)
{
    for (size_t i = 0; i < config->unit_count; i++)
        if (strcmp(config->units[i], unit_code) == 0)
            return true;
    return config->unit_count == 0;
}

bool channel_wants(const struct channel *channel, const struct message_event *event)
{
    const struct channel_config *config = channel->config;
    enum event_kind kind;
    enum rule rule;
    enum severity severity;

    if (!config->enabled || !wants_unit(config, event->unit_code))
        return false;
    if (rule_by_name(event->rule, &rule) && (config->rules & 1u << rule) == 0)
        return false;
    if (severity_by_name(event->severity, &severity) && (config->severities & 1u << severity) == 0)
        return false;
    return !event_by_name(event->event, &kind) || (config->events & 1u << kind) != 0;
}
