/* The channels of a configuration, ready for use: with their secrets read, and what is known of how they
 * fare. What each wants is decided here. */
#ifndef SERVICE_CHANNEL_H
#define SERVICE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "config/config.h"
#include "config/secret.h"
#include "core/message.h"
#include "net/digest.h"
#include "net/format.h"
#include "net/signature.h"

struct flight;

struct channel {
    const struct channel_config *config; /* borrowed from the configuration */
    struct signature_key keys[2];        /* of a webhook: the secret, and the previous one */
    size_t key_count;
    struct secret url;    /* of url_file; empty where the address stands in the configuration */
    struct secret secret; /* of a robot that wants signatures; of e-mail the password */
    int utc_offset;       /* of the office, for the dates of letters */
    char
        address[DIGEST_TEXT]; /* digest of where it sends to; "" of the journal and of one that is not open */
    msec paused_until;        /* on the monotonic clock; it asked to be left alone */
    bool failing;             /* its last attempt failed, which has been said */
    bool off;                 /* switched off, when the stage last looked */
    int flights;              /* messages being sent */

    /* Messages that are claimed and not yet being sent: see service/outbox.h. */
    struct flight *ready_first, *ready_last;
    int ready;
    int ahead;       /* how many may be claimed beside those being sent */
    int delivered;   /* since that was decided ... */
    msec planned_at; /* ... on the monotonic clock */

    /* Of those that hear again and again what stands: see service/firing.h. */
    msec fire_at; /* monotonic; the next round */
    bool fires;   /* takes part in the round under way */
    int fired;    /* posts of rounds that are in the air */
};

struct channels {
    struct channel *list;
    size_t count;
};

/* Reads the secrets. Every channel that has a bad one is named in the error. The configuration must outlive
 * the channels. Ends with channels_close(). */
MUST_CHECK bool channels_open(const struct config *config, struct channels *ret_channels, struct err *err);
void channels_close(struct channels *channels); /* a zeroed struct is fine */

/* Where it posts to. */
const char *channel_url(const struct channel *channel);

/* Read one channel's secrets, for a look at them; ends with channel_close(). On false there is nothing to
 * close, and the error names a file and never what is in it. */
MUST_CHECK bool channel_open(const struct config *config, const struct channel_config *said,
                             struct channel *ret_channel, struct err *err);
void channel_close(struct channel *channel);

/* What a body for it is made for. `message_id` is borrowed. */
struct format channel_format(const struct channel_config *said, enum language language,
                             const char *message_id);

struct channel *channels_find(const struct channels *channels, const char *name); /* NULL: none */

/* Take over what `old` knows of the channels of the same names; a rest only where it was the same address's.
 */
void channels_inherit(struct channels *channels, const struct channels *old);

/* Whether the channel is enabled and the event passes its filters. A rule, severity or event that this
 * version has no name for passes: better one message too many. */
bool channel_wants(const struct channel *channel, const struct message_event *event);

/* Whether it is sent notices, and those of this unit ("": of all together). */
bool channel_wants_notice(const struct channel_config *config, const char *unit_code);

#endif
