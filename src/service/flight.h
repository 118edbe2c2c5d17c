/* One attempt to deliver one message, by HTTP or e-mail: it keeps copies of all it needs, so that a reload, a
 * lost database or a message's end under another holder does not touch it.
 *
 *   flight_new --> flight_send --> in the air --(answered, failed, canceled)--> done(), once, later -->
 * flight_free
 */
#ifndef SERVICE_FLIGHT_H
#define SERVICE_FLIGHT_H

#include "core/delivery.h"
#include "net/http.h"
#include "service/channel.h"
#include "service/email_channel.h"
#include "service/envelope.h"

struct flight;

typedef void (*flight_done)(struct flight *flight);

struct flight {
    void *owner; /* the caller's own */
    struct flight *next, *previous;
    char *id, *channel, *type, *body;
    char address[DIGEST_TEXT]; /* of the channel that it was sent by */
    int attempt;               /* its number */
    int before;                /* attempts before this schedule began */
    msec started;              /* wall clock */
    msec until;                /* monotonic: it must have been sent off by then; its lease ends later */

    /* What is made of the answer; for the owner. */
    enum delivery_result result;
    char *told; /* in words */
    bool dead;
    msec wait, pause;
    msec finished; /* wall clock */

    /* Private. */
    char *ca_file;
    struct envelope envelope;
    enum channel_type type_of_channel;
    struct http_request request; /* of all but e-mail */
    struct smtp_sending sending; /* of e-mail */
    flight_done done;
};

struct flight *flight_new(const char *id, const char *channel, const char *type, const char *body);

/* In an envelope made now, with the channel's keys; on the client's loop. On false `done` will not be called,
 * and the answer says why. */
MUST_CHECK bool flight_send(struct flight *flight, struct http_client *http, const struct channel *channel,
                            flight_done done);

/* What came of it, judged as the channel's type answers; in words; and why there was no answer, ERR_NONE
 * where one came. */
struct answer flight_answer(const struct flight *flight);
void flight_describe(struct buf *out, const struct flight *flight);
const struct err *flight_error(const struct flight *flight);
int flight_status(const struct flight *flight);    /* the answer's number; 0: none */
bool flight_left_out(const struct flight *flight); /* taken, but not for everybody it was for */

void flight_cancel(struct flight *flight); /* `done` is still called, later */
void flight_free(struct flight *flight);   /* NULL is fine; not while it is in the air */

#endif
