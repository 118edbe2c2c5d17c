/* A page of the manual while it is written: as roff for man(1), or as plain text of 78 columns.
 *
 *   manual_begin()  ->  manual_section() -> text, code, items ... -> manual_section() ...
 *
 * What is passed in is plain text: what roff would take for markup is escaped here and nowhere else. Blanks
 * and line ends in it are where lines may be broken, but in manual_code(), where they stay. */
#ifndef CLI_MANUAL_PAGE_H
#define CLI_MANUAL_PAGE_H

#include <stdbool.h>

#include "base/buf.h"

enum manual_format { MANUAL_ROFF, MANUAL_TEXT };

struct manual {
    struct buf *out;
    enum manual_format format;
    bool fresh; /* a heading is the last that was written */
};

/* The head of the page, and its NAME. */
void manual_begin(struct manual *manual, const char *name, int section, const char *about);

void manual_section(struct manual *manual, const char *title); /* "OPTIONS" */
void manual_group(struct manual *manual, const char *title);   /* a heading below that */
void manual_text(struct manual *manual, const char *text);     /* a paragraph */
void manual_code(struct manual *manual, const char *text);     /* lines that stay as they are */

/* A term with what it means. `facts` (NULL or "": none) is a line of its own below that. */
void manual_item(struct manual *manual, const char *term, const char *text, const char *facts);

/* The paragraph of other pages, each "name(5)", ending with NULL. */
void manual_see_also(struct manual *manual, const char *const *pages);

#endif
