/* The bodies and headers of webhooks (Standard Webhooks 1.0.0), and how to read a body again.
 *
 * A body is made once, when its message is formed, and never changes: {"type","timestamp","data"}, raw
 * UTF-8, under 20 kB whatever the ledger holds (long texts are cut at a character and end with "…").
 * `data` always has "title" and "explanation", so that a receiver that knows nothing else can show
 * them. Of an event it has "answers", {"name","role","unit"} of the person who answers or null, beside
 * "manager", the name in the ledger's project; and "corrects", {"event_id","message_id"} of what it corrects
 * or null, where "message_id" is of the same channel, and null where the event never went there.
 *
 * Several events in one body ("deviation.digest") are "count", "by_severity" and "by_event" with how many of
 * each, "events", the gravest first and in short, as many as fit, and "omitted", how many did not. */
#ifndef NET_WEBHOOK_H
#define NET_WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/catalogue.h"
#include "core/message.h"
#include "net/signature.h"

enum { WEBHOOK_BODY_MAX = 20000 };

void webhook_event_body(struct buf *out, const struct message_event *event);
/* "data" has "count", "by_severity", "by_event", "omitted" and "events", in short, as many as fit. */
void webhook_digest_body(struct buf *out, enum language language, const struct message_digest *digest);
/* Of dead letters "data" has "channel", "count", the first in "message_id", "message_type", "attempts" and
 * "reason", and the first few in "messages" with the same four each; of a channel that is switched off
 * "channel" and "reason". */
void webhook_failure_body(struct buf *out, enum language language, const struct message_failure *failure,
                          msec now);
/* "data" is `data`, a JSON object, with "title" and "explanation" added: as long as that is, for it is a
 * document.
 */
void webhook_document_body(struct buf *out, const char *type, const char *title, const char *explanation,
                           const char *data, msec made);
void webhook_test_body(struct buf *out, enum language language, const char *channel, msec now);
/* {"holder", "version", "standing": {"red", ...}, "waiting", "dead", "next_at"}. */
void webhook_heartbeat_body(struct buf *out, enum language language, const struct message_heartbeat *beat);

/* "msg_" and 128 random bits in hex. Returns `id`. */
enum { WEBHOOK_ID_TEXT = 4 + 32 + 1 };
const char *webhook_id_make(char id[static WEBHOOK_ID_TEXT]);

/* The headers of one attempt. A zeroed struct is empty; made again, it forgets the attempt before. */
struct webhook_headers {
    const char *list[5]; /* for http_post(): "name: value", ends with NULL */
    struct buf texts[3];
};

/* When what a body tells of happened, by its "timestamp". False: it has none. */
bool webhook_created(const char *body, msec *ret_created);

/* `input->timestamp` is the attempt's own. Without keys nothing is signed. */
void webhook_headers_make(struct webhook_headers *headers, const struct signature_input *input,
                          const struct signature_key *keys, size_t key_count);
void webhook_headers_free(struct webhook_headers *headers);

/* What a body says. Texts are "" where the body has none, and live until webhook_text_done(). */
struct webhook_text {
    const char *type, *timestamp, *title, *explanation;
    const char *event, *rule, *severity;
    const char *subject, *unit;                /* codes */
    const char *manager;                       /* a name */
    const char *answers, *answers_role;        /* who answers, as the ledger knows that person */
    const char *corrects;                      /* id of the message on this channel that it corrects */
    const char *channel, *message_id, *reason; /* of delivery.dead and delivery.off */
    void *json;                                /* private */
};

MUST_CHECK bool webhook_text_read(const char *body, size_t length, struct webhook_text *ret_text,
                                  struct err *err);
void webhook_text_done(struct webhook_text *text);

#endif
