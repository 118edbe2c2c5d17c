/* Messages being sent. The dispatcher puts in what it has claimed and takes out the outcomes:
 *
 *   claimed --outbox_send--> ready --> in the air --landed--> outbox_collect --> store_settling
 *
 * Each enabled channel has an equal share of `delivery.in_flight`, so that a receiver that hangs does not
 * hold up the others. Messages of a channel that the configuration does not know land at once, dead.
 *
 * A channel without a quota whose receiver is quick has more claimed than are in the air: what it will be
 * sent in the next second, so that nothing waits for the database meanwhile. Such a message is
 * under lease like any other. One that is not on its way while its lease leaves time for an answer is handed
 * back, as are all of a channel whose receiver asks for a rest. */
#ifndef SERVICE_OUTBOX_H
#define SERVICE_OUTBOX_H

#include <uv.h>

#include "config/config.h"
#include "db/store_messages.h"
#include "service/channel.h"
#include "service/flight.h"
#include "service/meters.h"

struct outbox;

typedef void (*outbox_landed)(struct outbox *outbox); /* there is something to collect */
typedef void (*outbox_closed)(struct outbox *outbox);

struct outbox {
    void *owner;           /* the caller's own */
    struct meters *meters; /* of the daemon, set after outbox_open(); NULL: nobody counts */

    /* Private. */
    const struct config *config;
    struct channels channels;
    struct http_client http;
    struct flight *air, *landed;
    int in_air, ready, landed_count;
    int low;                  /* with so few ready, more are to be claimed */
    bool http_closed;         /* while closing */
    struct store_room *rooms; /* one for each channel */
    outbox_landed on_landed;
    outbox_closed on_closed;
};

/* `config` must outlive the outbox or be replaced. On false there is nothing to close. `on_landed` may be
 * called from inside outbox_send() and outbox_hand_back(), never from inside the others. */
MUST_CHECK bool outbox_open(struct outbox *outbox, uv_loop_t *loop, const struct config *config,
                            outbox_landed on_landed, struct err *err);
/* On false nothing has changed. What is in the air ends as it began, what is ready is handed back. */
MUST_CHECK bool outbox_reload(struct outbox *outbox, const struct config *config, struct err *err);

/* The room of each channel at `now` (monotonic), of which there are `outbox->channels.count`. The outbox
 * knows no quiet hours: all severities may go, unless the caller takes some away. */
struct store_room *outbox_rooms(struct outbox *outbox, msec now);
/* Before claiming: decide how many may be claimed ahead. */
void outbox_plan(struct outbox *outbox, msec now);
/* Enough is ready to be sent, and little has landed: neither claiming nor settling is worth a transaction. */
bool outbox_is_busy(const struct outbox *outbox);
/* How long until a paused channel may be used again; STORE_DUE_NEVER where none is paused. */
msec outbox_pause(const struct outbox *outbox, msec now);

/* `claimed`: since when it may be ours (monotonic), not later than its lease began. */
void outbox_send(struct outbox *outbox, const struct store_message *message, msec claimed);
/* All of a claim have been given: what is left of them below which more are to be claimed. */
void outbox_sent(struct outbox *outbox);
/* The message was claimed too late to be sent: it lands at once, handed back. */
void outbox_hand_back(struct outbox *outbox, const struct store_message *message);

/* Post a body that is no message: tried once, recorded nowhere. */
void outbox_repeat(struct outbox *outbox, struct channel *channel, const char *body);

bool outbox_has_landed(const struct outbox *outbox);
/* Move the outcomes of all that has landed. */
void outbox_collect(struct outbox *outbox, struct store_settling *settling);

void outbox_ground(struct outbox *outbox); /* all that is ready lands at once, handed back */
void outbox_cancel(struct outbox *outbox); /* all in the air land later, handed back */

/* What is in the air is canceled, and what was not collected is forgotten: its leases pass. */
void outbox_close(struct outbox *outbox, outbox_closed on_closed);

#endif
