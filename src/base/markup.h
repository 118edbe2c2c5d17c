/* Outside text into the little languages of chats: nothing that a name in the ledger holds may become a
 * link, a mention or a heading there.
 *
 * The markdown of WeCom, DingTalk and Feishu knows no escapes that all clients honour, so what has a meaning
 * is written as its full-width twin, which reads the same and means nothing. Slack has escapes for & < >, and
 * bold or italic letters by somebody's asterisks hurt nobody.
 *
 * In all of them a text stays on its line and reads in the direction of what stands around it: controls and
 * line ends become blanks, marks that turn the direction are left out. */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include <stddef.h>

#include "base/buf.h"

enum markup {
    MARKUP_PLAIN,    /* none */
    MARKUP_MARKDOWN, /* WeCom, DingTalk */
    MARKUP_LARK,     /* Feishu's lark_md, where entities and ~~ mean something as well */
    MARKUP_SLACK,    /* mrkdwn */
};

/* Adds `text`, of which at most `max` bytes come out: a longer one is cut at a whole character, which is
 * also a whole escape, and ends with "…". Bytes that are no UTF-8 become "?". */
void markup_add(struct buf *out, enum markup markup, const char *text, size_t max);

/* The length of the UTF-8 character at `text`; 0: there is none. `length` is what there is of it. */
size_t markup_character(const char *text, size_t length);

#endif
