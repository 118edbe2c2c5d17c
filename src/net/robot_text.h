/* The text of a robot's message, for all of them: title, arithmetic, unit, who answers; a digest of many.
 * What differs between them is a struct robot_style. */
#ifndef NET_ROBOT_TEXT_H
#define NET_ROBOT_TEXT_H

#include <stddef.h>

#include "base/markup.h"
#include "core/catalogue.h"
#include "core/message.h"

struct robot_style {
    enum markup markup;
    size_t max;             /* bytes of the whole text */
    size_t title_max;       /* bytes of a title in it; 0: it stands elsewhere */
    const char *line_start; /* of every line but the title's */
    const char *line_end;
    /* What stands around a title, by the light; NULL: nothing. */
    void (*title_start)(struct buf *out, const char *severity, const char *event);
    void (*title_end)(struct buf *out, const char *severity, const char *event);
    /* The handle by which a person is mentioned, NULL where it is not known; and how it is written. */
    const char *(*handle)(const struct message_person *person);
    void (*mention)(struct buf *out, const char *handle);
};

/* The handles of those whom a text mentions, each once. Borrowed from the events. */
enum { ROBOT_MENTIONS_MAX = 10 };
struct robot_mentions {
    const char *list[ROBOT_MENTIONS_MAX];
    size_t count;
};

void robot_text_event(struct buf *out, const struct robot_style *style, enum language language,
                      const struct message_event *event, struct robot_mentions *ret_mentions);
void robot_text_digest(struct buf *out, const struct robot_style *style, enum language language,
                       const struct message_digest *digest, struct robot_mentions *ret_mentions);
/* A title and a sentence; nobody is mentioned. */
void robot_text_note(struct buf *out, const struct robot_style *style, const char *title, const char *text);

/* A text whose lines are in the style's markup already, the first of them the title; and the head is called.
 */
enum { ROBOT_HEAD_MAX = 400 }; /* bytes that this adds, beside what lines end with */
void robot_text_document(struct buf *out, const struct robot_style *style, enum language language,
                         const char *text, const struct message_person *head,
                         struct robot_mentions *ret_mentions);

/* Whether an account of a chat may be mentioned: a word of letters, digits and . _ - @, of at most 64, and
 * nothing that calls everybody. NULL and "" may not. */
bool robot_text_is_account(const char *account);
/* The same of a mobile number: 5 to 20 digits, perhaps after a plus. */
bool robot_text_is_mobile(const char *mobile);

#endif
