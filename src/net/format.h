/* Bodies: what each kind of receiver is sent. A body is made once, when its message is formed, and frozen;
 * what belongs to one attempt (timestamps, signatures) is added when it is sent: see net/robot_sign.h and
 * net/webhook.h.
 *
 * All of them are raw UTF-8, within what their receivers take, and cut at a whole character with "…". Robots
 * get the title with its light, the arithmetic, the unit and who answers, who is mentioned where the ledger
 * knows how: WeCom and Feishu by im_id, DingTalk by mobile. Such a body holds what reaches a person,
 * as does a letter's, and so nothing shows it: format_title() gives what may be shown.
 *
 * A journal's body is a Standard Webhook's; a letter's holds all of the letter, see net/mail_body.h. */
#ifndef NET_FORMAT_H
#define NET_FORMAT_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/markup.h"
#include "core/catalogue.h"
#include "core/channel_type.h"
#include "core/message.h"
#include "net/mail.h"

/* What a body is made for. Texts are borrowed. */
struct format {
    enum channel_type type;
    enum language language;
    bool cloudevents;       /* of a webhook */
    const char *source;     /* of CloudEvents */
    const char *message_id; /* CloudEvents have it inside */
    msec resend;            /* of Alertmanager: an alert that is not sent again by three times this ends */
};

void format_event(struct buf *out, const struct format *format, const struct message_event *event);
void format_digest(struct buf *out, const struct format *format, const struct message_digest *digest);
void format_failure(struct buf *out, const struct format *format, const struct message_failure *failure,
                    msec now);
void format_test(struct buf *out, const struct format *format, const char *channel, msec now);
void format_heartbeat(struct buf *out, const struct format *format, const struct message_heartbeat *beat);

/* A notice, of which each kind of receiver takes its part. Texts are borrowed. */
struct format_document {
    const char *type; /* the message's */
    msec made;        /* wall clock */
    const char *title, *headline;
    const char *data;           /* a JSON object, for those who read figures */
    const char *text;           /* its essence, as format_room() says; the first line is the title */
    struct message_person head; /* whom it calls or is written to; nobody: no name */

    /* Of e-mail. */
    const char *html;
    const char *topic;
    const struct mail_attachment *attachments; /* no more than MAIL_ATTACHMENTS_MAX together */
    size_t attachment_count;
};

/* In which markup the essence is to be, and in how many bytes. */
struct format_room {
    enum markup markup;
    size_t max;
};
struct format_room format_room(enum channel_type type);
/* Of every type but Alertmanager's. */
void format_document(struct buf *out, const struct format *format, const struct format_document *document);

/* The title of any body that was made here; adds nothing where there is none to be read. */
void format_title(struct buf *out, const char *body);
/* Whether the body holds no mobile number, account or address of a person, whoever made it. */
bool format_is_shown(const char *body);

#endif
