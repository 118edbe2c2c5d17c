/* The mails that the daemon writes by itself: what one says, in plain text and in HTML.
 *
 * Both forms have the same. The HTML is small and needs nothing else; styles stand at each element, because
 * mail programs throw style sheets away. Every text is escaped. What comes out is a body to be kept until it
 * has been delivered (net/mail_body.h). */
#ifndef NET_MAIL_MESSAGE_H
#define NET_MAIL_MESSAGE_H

#include "base/buf.h"
#include "base/clock.h"
#include "core/catalogue.h"
#include "core/message.h"

enum { MAIL_EVENTS_MAX = 500 }; /* of a digest; the others are counted */

void mail_event(struct buf *out, enum language language, const struct message_event *event);
void mail_digest(struct buf *out, enum language language, const struct message_digest *digest);
void mail_failure(struct buf *out, enum language language, const struct message_failure *failure, msec now);
/* As it was written; see struct format_document. */
struct format_document;
void mail_of_document(struct buf *out, const struct format_document *document);
void mail_test(struct buf *out, enum language language, const char *channel, msec now);
void mail_heartbeat(struct buf *out, enum language language, const struct message_heartbeat *beat);

#endif
