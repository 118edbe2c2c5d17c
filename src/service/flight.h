/* One attempt to deliver one message by HTTP: it keeps copies of all it needs, so that a reload, a lost
 * database or a message's end under another holder does not touch it.
 *
 *   flight_new --> flight_send --> in the air --(answered, failed, canceled)--> done(), once, later -->
 * flight_free
 */
#ifndef SERVICE_FLIGHT_H
#define SERVICE_FLIGHT_H

#include "core/delivery.h"
#include "net/http.h"
#include "service/channel.h"
#include "service/envelope.h"

struct flight;

typedef void (*flight_done)(struct flight *flight);

struct flight {
    void *owner; /* the caller's own */
    struct flight *next, *previous;
    char *id, *channel, *type, *body;
    int attempt;                 /* its number */
    int before;                  /* attempts before this schedule began */
    msec started;                /* wall clock */
    struct http_request request; /* the answer, when `done` is called */

    /* What is made of the answer; for the owner. */
    enum delivery_result result;
    char *told; /* in words */
    bool dead;
    msec wait;
    msec finished; /* wall clock */

    /* Private. */
    char *ca_file;
    struct envelope envelope;
    enum channel_type type_of_channel;
    flight_done done;
};

struct flight *flight_new(const char *id, const char *channel, const char *type, const char *body);

/* In an envelope made now, with the channel's keys. On false `done` will not be called, and
 * `flight->request.err` says why. */
MUST_CHECK bool flight_send(struct flight *flight, struct http_client *http, const struct channel *channel,
                            flight_done done);

/* What came of it, judged as the channel's type answers. */
struct answer flight_answer(const struct flight *flight);

void flight_cancel(struct flight *flight); /* `done` is still called, later */
void flight_free(struct flight *flight);   /* NULL is fine; not while it is in the air */

#endif
