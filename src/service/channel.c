#include "service/channel.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/option.h"

static bool read_key(const char *file, const char *folder, struct channel *channel, struct err *err);
static bool read_url(const struct config *config, struct channel *channel, struct err *err);
static bool read_secrets(const struct config *config, struct channel *channel, struct err *err);
static void set_address(struct channel *channel);

bool channels_open(const struct config *config, struct channels *ret_channels, struct err *err)
{
    struct channels channels = {.list = mem_alloc(config->channel_count * sizeof(struct channel) + 1),
                                .count = config->channel_count};
    struct buf faults = {0};

    for (size_t i = 0; i < channels.count; i++) {
        const struct channel_config *said = &config->channels[i];
        struct err fault = {0};

        channels.list[i].config = said;
        /* One that is disabled needs no secrets. */
        if (said->enabled && !channel_open(config, said, &channels.list[i], &fault))
            buf_printf(&faults, "%schannel %s: %s", faults.length > 0 ? "; " : "", said->name, fault.text);
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

bool channel_open(const struct config *config, const struct channel_config *said, struct channel *ret_channel,
                  struct err *err)
{
    struct channel channel = {.config = said, .utc_offset = config->utc_offset};

    if (!read_url(config, &channel, err) || !read_secrets(config, &channel, err)) {
        channel_close(&channel);
        return false;
    }
    set_address(&channel);
    *ret_channel = channel;
    return true;
}

/* Of mail it is the server and who is written to: either may be what was wrong. */
static void set_address(struct channel *channel)
{
    const struct channel_config *said = channel->config;
    struct buf text = {0};

    if (said->type == CHANNEL_JOURNAL)
        return;
    if (said->type == CHANNEL_EMAIL) {
        buf_puts(&text, said->server);
        for (size_t i = 0; i < said->to_count; i++)
            buf_printf(&text, " %s", said->to[i]);
    } else {
        buf_puts(&text, channel_url(channel));
    }
    digest_short(buf_text(&text), channel->address);
    buf_free(&text);
}

static bool is_loopback(const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};

    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        size_t length = strlen(hosts[i]);
        if (strncmp(url, hosts[i], length) == 0 && strchr(":/?", url[length]) != NULL)
            return true; /* an end counts, too: strchr() finds it */
    }
    return false;
}

/* What the configuration says of an address is checked there; what stands in a file, here. */
static const char *url_fault(const struct channel_config *said, const char *url)
{
    const char *fault = option_url_fault(url);

    if (fault != NULL || strncmp(url, "https://", 8) == 0)
        return fault;
    if (!said->allow_http)
        return "plain http:// is refused unless the channel says \"allow_http\": true";
    if (channel_type_is_robot(said->type) && !is_loopback(url))
        return "plain http:// would show the robot's key to everybody on the way: it is for this host only";
    return NULL;
}

static bool read_url(const struct config *config, struct channel *channel, struct err *err)
{
    const struct channel_config *said = channel->config;

    if (said->url_file == NULL)
        return true;
    if (!secret_read(said->url_file, config->folder, &channel->url, err))
        return false;
    const char *fault = url_fault(said, channel->url.bytes);
    return fault == NULL || err_set(err, ERR_CONFIG, "%s: %s", said->url_file, fault);
}

/* A webhook without a secret sends unsigned messages, as does a robot. */
static bool read_secrets(const struct config *config, struct channel *channel, struct err *err)
{
    const struct channel_config *said = channel->config;

    if (said->type == CHANNEL_EMAIL)
        return said->password_file == NULL ||
               secret_read(said->password_file, config->folder, &channel->secret, err);
    if (said->secret_file == NULL)
        return true;
    if (said->type != CHANNEL_WEBHOOK)
        return secret_read(said->secret_file, config->folder, &channel->secret, err);
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

void channel_close(struct channel *channel)
{
    for (size_t k = 0; k < 2; k++)
        signature_key_wipe(&channel->keys[k]);
    secret_wipe(&channel->url);
    secret_wipe(&channel->secret);
}

void channels_close(struct channels *channels)
{
    for (size_t i = 0; i < channels->count; i++)
        channel_close(&channels->list[i]);
    free(channels->list);
    *channels = (struct channels){0};
}

const char *channel_url(const struct channel *channel)
{
    return channel->url.bytes != NULL ? channel->url.bytes : channel->config->url;
}

struct format channel_format(const struct channel_config *said, enum language language,
                             const char *message_id)
{
    return (struct format){.type = said->type,
                           .language = language,
                           .cloudevents = said->format == WEBHOOK_CLOUDEVENTS,
                           .source = said->source,
                           .message_id = message_id,
                           .resend = said->resend};
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
        if (strcmp(channel->address, before->address) == 0) {
            channel->paused_until = before->paused_until;
            channel->off = before->off;
        }
        channel->failing = before->failing;
        channel->flights = before->flights;
        channel->ahead = before->ahead;
        channel->delivered = before->delivered;
        channel->planned_at = before->planned_at;
        channel->fire_at = before->fire_at;
        channel->fired = before->fired;
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

    if (!config->enabled || !config->alerts || !wants_unit(config, event->unit_code))
        return false;
    if (rule_by_name(event->rule, &rule) && (config->rules & 1u << rule) == 0)
        return false;
    if (severity_by_name(event->severity, &severity) && (config->severities & 1u << severity) == 0)
        return false;
    return !event_by_name(event->event, &kind) || (config->events & 1u << kind) != 0;
}

bool channel_wants_notice(const struct channel_config *config, const char *unit_code)
{
    return config->enabled && config->notices && config->type != CHANNEL_ALERTMANAGER &&
           wants_unit(config, unit_code);
}
