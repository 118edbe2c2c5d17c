/* Text from outside for people: what it holds that nobody sees, but that acts on what stands around it.
 *
 * Controls (C0, DEL, C1, and the line ends of Unicode) move a terminal's cursor, begin its commands or end a
 * line; marks of direction turn the rest of the line around, so that it reads as something else. In
 * everything that people read controls become blanks and marks of direction are left out; bytes that are no
 * UTF-8 become "?". What programs read (JSON, the database) keeps them.
 *
 * Where a character has a meaning (HTML, Markdown, chats) whoever writes that language escapes it:
 * base/html.h, base/markup.h, report/document_md.h, which leave out what is left out here. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum visible {
    VISIBLE_PLAIN,
    VISIBLE_CONTROL,
    VISIBLE_DIRECTION, /* U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069 */
    VISIBLE_BROKEN,    /* no UTF-8 */
};

enum visible visible_kind(uint32_t point);

/* The character at `text`, of which `length` bytes (at least one) are there: how many it has, one where it is
 * broken. Strict: no overlong forms, no surrogates, nothing above U+10FFFF. */
size_t visible_next(const char *text, size_t length, enum visible *ret_kind, uint32_t *ret_point);

/* Adds the text on one line; with `lines` its LF stay. `text` may hold NUL, which is a control. */
void visible_add(struct buf *out, const char *text, size_t length, bool lines);
/* The same in its place, where it becomes no longer. */
void visible_clean(char *text, bool lines);

/* Adds the text with \u202e for what acts and cannot be seen, and \ufffd for bytes that are no UTF-8: for
 * logs, and for JSON, to which it is the same. Nothing else is escaped. */
void visible_add_escaped(struct buf *out, const char *text, size_t length);

/* snprintf() may have cut inside a character: the length of `text` without the beginning of one at its end.
 */
size_t visible_whole(const char *text, size_t length);

#endif
