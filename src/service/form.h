/* Makes rows of events, one for each channel that wants the event or was told what it corrects; and messages
 * of what waits for a channel, in the office's language. Core decides (core/route.h), the stage stores. */
#ifndef SERVICE_FORM_H
#define SERVICE_FORM_H

#include "db/store_route.h"
#include "db/store_stage.h"
#include "net/webhook.h"
#include "service/channel.h"

/* What holds for a channel now. `silences` may be NULL where they do not matter yet. */
struct form_moment {
    msec now; /* wall clock */
    int utc_offset;
    const struct calendar *calendar;
    const struct silence *silences;
    size_t silence_count;
    enum language language;
};

struct route_context form_context(const struct form_moment *moment, const struct channel *channel);

/* Which events are about to be routed where. A zeroed struct is empty. */
struct form_fresh {
    struct form_route {
        int64_t event;
        const char *channel; /* the configuration's */
        uint32_t severity;   /* its bit */
        bool corrects;       /* another event */
        struct route_hold hold;
        struct route_decision fate; /* WAITING: it is yet to be decided on */
        char message[WEBHOOK_ID_TEXT];
    } * list;
    size_t count, room;
    struct form_told {
        const char *channel;
        msec wait;
    } * told; /* the messages of those that are told at once */
    size_t told_count, told_room;
};

void form_fresh_clear(struct form_fresh *fresh);
void form_fresh_free(struct form_fresh *fresh);

/* `rows` is what store_events_unformed() gave. Only the events are put down in `routing`: what becomes of
 * them is for form_fates(). */
void form_routes(struct store_routing *routing, struct form_fresh *fresh, const struct pg_result *rows,
                 const struct channels *channels, const struct form_moment *moment);
/* `rows` is what store_ahead() gave of this channel, where nothing else waits: events in `fresh` that go
 * there are decided on, and their messages made. Returns false, and nothing has changed, where that must wait
 * for more to be known: an event is held, corrects another, is an overdue action, or is not among the rows.
 */
bool form_at_once(struct store_routing *routing, struct form_fresh *fresh, const struct pg_result *rows,
                  const struct channel *channel, const struct form_moment *moment,
                  const struct pace_next *next);
/* After the last of these; `fresh` is as it was. */
void form_fates(struct store_routing *routing, const struct form_fresh *fresh);

/* `rows` is what store_waiting() gave of this channel. What keeps waiting is not written. */
void form_messages(struct store_forming *forming, const struct pg_result *rows, const struct channel *channel,
                   const struct form_moment *moment, const struct pace_next *next);

#endif
