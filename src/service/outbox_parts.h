/* What the parts of the outbox share; private to it.
 *
 *   outbox.c       messages from being given to being in the air; beginning and end
 *   outbox_room.c  how many of them each channel takes
 *   outbox_land.c  what comes of them */
#ifndef SERVICE_OUTBOX_PARTS_H
#define SERVICE_OUTBOX_PARTS_H

#include "service/outbox.h"

/* outbox_room.c */

/* How many of a channel may be in the air at once. */
int outbox_most_of(const struct outbox *outbox, const struct channel *channel);
/* How long a message may be ours before it is sent: the rest of its lease is for the answer. */
msec outbox_spare_of(const struct outbox *outbox, const struct channel *channel);

/* outbox_land.c */

/* What its answer, or that there is none, means for the flight and its channel. `channel` is NULL where a
 * reload has removed it meanwhile. */
void outbox_judge(struct outbox *outbox, struct flight *flight, struct channel *channel);
/* The flight's outcome is known: it is the outbox's until it is collected. */
void outbox_land(struct outbox *outbox, struct flight *flight);

#endif
