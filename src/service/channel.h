/* The channels of a configuration, ready for use: with their secrets read, and what is known of how they
 * fare. What each wants is decided here. */
#ifndef SERVICE_CHANNEL_H
#define SERVICE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "config/config.h"
#include "core/message.h"
#include "net/signature.h"

struct channel {
    const struct channel_config *config; /* borrowed from the configuration */
    struct signature_key keys[2];        /* the secret, and the previous one */
    size_t key_count;
    msec paused_until; /* on the monotonic clock; it asked to be left alone */
    bool failing;      /* its last attempt failed, which has been said */
    int flights;       /* messages being sent */
};

struct channels {
    struct channel *list;
    size_t count;
};

/* Reads the secrets. Every channel that has a bad one is named in the error. The configuration must outlive
 * the channels. Ends with channels_close(). */
MUST_CHECK bool channels_open(const struct config *config, struct channels *ret_channels, struct err *err);
void channels_close(struct channels *channels); /* a zeroed struct is fine */

struct channel *channels_find(const struct channels *channels, const char *name); /* NULL: none */

/* Take over what `old` knows of the channels of the same names. */
void channels_inherit(struct channels *channels, const struct channels *old);

/* Whether the channel is enabled and the event passes its filters. A rule, severity or event that this
 * version has no name for passes: better one message too many. */
bool channel_wants(const struct channel *channel, const struct message_event *event);

#endif
