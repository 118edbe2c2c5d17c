/* One function a kind of body and receiver: for net/format.c, which chooses among them. */
#ifndef NET_FORMAT_PARTS_H
#define NET_FORMAT_PARTS_H

#include <jansson.h>

#include "net/format.h"

/* Writes `body` as compact, raw UTF-8 and lets go of it. */
void format_write(struct buf *out, json_t *body);
/* A JSON text; one that is no UTF-8, which the database does not give, becomes "". */
json_t *format_text(const char *text);
/* The same of at most `max` bytes, without control characters. */
json_t *format_cut_text(const char *text, size_t max);

/* A robot: an event, a digest, a note (a dead letter, a test), which mentions nobody, and a document. */
struct format_robot {
    void (*event)(struct buf *out, enum language language, const struct message_event *event);
    void (*digest)(struct buf *out, enum language language, const struct message_digest *digest);
    void (*note)(struct buf *out, const char *title, const char *text);
    void (*document)(struct buf *out, enum language language, const struct format_document *document);
    struct format_room room; /* of a document's text */
};
extern const struct format_robot format_wecom, format_dingtalk, format_feishu, format_slack;

void format_alertmanager_event(struct buf *out, const struct format *format,
                               const struct message_event *event);
void format_alertmanager_digest(struct buf *out, const struct format *format,
                                const struct message_digest *digest);
void format_alertmanager_note(struct buf *out, const struct format *format, const char *name,
                              const char *channel, const char *title, const char *text, msec now);

#endif
