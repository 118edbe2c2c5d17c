/* How messages are made of events, whether they are fresh (form_fresh.c) or have waited (form.c); private to
 * form. */
#ifndef SERVICE_FORM_PARTS_H
#define SERVICE_FORM_PARTS_H

#include "service/form.h"

/* The events that one channel is told of now, on their way into messages. */
struct form_gathering {
    const struct channel *channel;
    const struct form_moment *moment;
    struct route_event *events;
    struct route_decision *decisions;
    size_t *message; /* of each event; ROUTE_NONE: none */
    size_t count;
    char (*ids)[WEBHOOK_ID_TEXT]; /* of each message */
    msec *waits;
    size_t messages;
    struct arena arena; /* titles */
};

/* The caller sets the channel and the moment of a zeroed one, opens it with room for `count` events, and puts
 * these in. */
void form_gathering_open(struct form_gathering *gathering, size_t count);
void form_gathering_close(struct form_gathering *gathering);

/* Decides on each event, and adds the messages of those that are told. */
void form_gathering_make(struct form_gathering *gathering, struct store_made *made,
                         const struct pace_next *next);
/* After it: the message in which the event is told; NULL: in none. The gathering's. */
const char *form_gathering_message(const struct form_gathering *gathering, size_t event);

#endif
