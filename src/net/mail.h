/* A mail, and the headers that it is sent with (RFC 5322). What transports it is net/smtp.h.
 *
 * Nothing that a ledger, a configuration or a name holds can add a header or an address: what says where a
 * mail goes and who sends it is refused unless it is well-formed, and texts that people read lose their
 * control characters. Everything is ASCII on the wire: texts are encoded words (RFC 2047), names of files
 * are RFC 2231. */
#ifndef NET_MAIL_H
#define NET_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

struct mail_attachment {
    const char *name; /* of the file; may be Chinese */
    const char *type; /* "text/csv" */
    const void *data;
    size_t length;
};

/* Borrowed. */
struct mail {
    const char *id;   /* the message's: the same id gives the same Message-ID */
    const char *from; /* an address, see core/mail_address.h */
    const char *const *to;
    size_t to_count;   /* at least 1 */
    const char *list;  /* the channel's name, for filters of mail programs (List-Id); NULL: none */
    const char *topic; /* mails of one topic are shown together ("deviation-17"); NULL: of none */
    const char *after; /* id of the message that this one answers (In-Reply-To); NULL: none */
    msec date;         /* wall clock */
    int utc_offset;    /* minutes east of UTC, for the date */
    bool urgent;
    const char *subject;
    const char *text, *html; /* UTF-8 */
    const struct mail_attachment *attachments;
    size_t attachment_count;
};

enum { MAIL_FILE_NAME_MAX = 200, MAIL_HEADERS_MAX = 14 };

/* The mailbox of an address: "box@example.gov.cn". */
void mail_mailbox(struct buf *out, const char *address);

/* The header lines, without their ends; a long one is folded. They live in `arena`, `ret_lines` has room for
 * MAIL_HEADERS_MAX and a NULL. MIME headers are not among them. */
MUST_CHECK bool mail_headers(const struct mail *mail, struct arena *arena, const char **ret_lines,
                             struct err *err);

/* A text as encoded words, folded; plain ASCII stays as it is. `used` is how much of its line is taken. */
void mail_encode(struct buf *out, const char *text, size_t used);

/* "attachment; filename*=UTF-8''%E9%A2%84.csv", without a folder, never empty. */
void mail_disposition(struct buf *out, const char *name);

#endif
