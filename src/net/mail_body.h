/* What a mail says, as it is kept until it has been delivered: the body of a message to an e-mail channel.
 * Made once, so that every attempt, of whichever daemon, sends the same:
 *
 *     {"type","timestamp","data":{"title"},
 *      "mail":{"date","text","html","topic","after","urgent","answers":[],
 *      "attachments":[{"name","type","base64"}]}}
 *
 * "type", "timestamp" and "title" (the mail's subject) are where every message has them; "date" is the
 * timestamp once more, in milliseconds. Attachments are in the body itself: the daemon that sends need not be
 * the one that made the file, nor on its machine. "answers" are addresses of the people
 * who answer, which is why no such body is shown (format_is_shown()).
 *
 * A mail has the same in plain text and in HTML. The HTML is small and needs nothing else; styles stand at
 * each element, because mail programs throw style sheets away. Every text is escaped. */
#ifndef NET_MAIL_BODY_H
#define NET_MAIL_BODY_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/catalogue.h"
#include "core/message.h"
#include "net/mail.h"

enum {
    MAIL_ANSWERS_MAX = 50,                   /* people who answer that one mail goes to */
    MAIL_EVENTS_MAX = 500,                   /* of a digest; the others are counted */
    MAIL_ATTACHMENTS_MAX = 10 * 1024 * 1024, /* bytes of all; many servers take no more than 20 MB encoded */
};

void mail_event(struct buf *out, enum language language, const struct message_event *event);
void mail_digest(struct buf *out, enum language language, const struct message_digest *digest);
void mail_failure(struct buf *out, enum language language, const struct message_failure *failure, msec now);
void mail_test(struct buf *out, enum language language, const char *channel, msec now);

/* A document that goes by mail. `type` is the message's. Of `mail` only subject, text, html, urgent, date and
 * the attachments count. Too large attachments are an error. */
MUST_CHECK bool mail_document(struct buf *out, const char *type, const struct mail *mail, struct err *err);

/* A body, read back: `mail` has everything but id, from, to and list. */
struct mail_body {
    struct mail mail;
    const char *const *answers; /* addresses of the people who answer */
    size_t answer_count;
    struct arena arena; /* private */
    void *json;         /* private */
};

MUST_CHECK bool mail_body_read(const char *body, size_t length, struct mail_body *ret_body, struct err *err);
void mail_body_done(struct mail_body *body); /* a zeroed struct is fine */

#endif
