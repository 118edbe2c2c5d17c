/* What a mail says, as it is kept until it has been delivered: the body of a message to an e-mail channel.
 * Made once, so that every attempt, of whichever daemon, sends the same:
 *
 *     {"type","timestamp","data":{"title"},
 *      "mail":{"date","text","html","topic","after","urgent","answers":[],"heads":[],
 *      "attachments":[{"name","type","base64"}]}}
 *
 * "type", "timestamp" and "title" (the mail's subject) are where every message has them; "date" is the
 * timestamp once more, in milliseconds. Attachments are in the body itself: the daemon that sends need not be
 * the one that made the file, nor on its machine. "answers" are addresses of the people
 * who answer or are to act, "heads" of those whom it escalates to, which is why no such body is shown
 * (format_is_shown()). */
#ifndef NET_MAIL_BODY_H
#define NET_MAIL_BODY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "core/message.h"
#include "net/mail.h"

enum {
    MAIL_ANSWERS_MAX = 50,                   /* people who answer that one mail goes to */
    MAIL_ATTACHMENTS_MAX = 10 * 1024 * 1024, /* bytes of all; many servers take no more than 20 MB encoded */
};

/* What a mail has beside what it says. */
struct mail_frame {
    const char *type;                   /* the message's */
    int64_t corrects;                   /* the event that this one corrects; 0: none */
    const struct message_event *events; /* whose answering people may be written to */
    size_t event_count;
    const char *head; /* address of a head who is written to, too; NULL or "": nobody's */
};

/* Of `mail` only subject, text, html, topic, after, urgent, date and the attachments count, which must not be
 * larger than MAIL_ATTACHMENTS_MAX. */
void mail_body_write(struct buf *out, const struct mail_frame *frame, const struct mail *mail);

/* A body, read back: `mail` has everything but id, from, to and list. */
struct mail_body {
    struct mail mail;
    const char *const *answers; /* addresses of the people who answer */
    size_t answer_count;
    const char *const *heads; /* addresses of those whom it escalates to, whoever else is written to */
    size_t head_count;
    struct arena arena; /* private */
    void *json;         /* private */
};

MUST_CHECK bool mail_body_read(const char *body, size_t length, struct mail_body *ret_body, struct err *err);
void mail_body_done(struct mail_body *body); /* a zeroed struct is fine */

#endif
