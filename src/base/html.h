/* Text for HTML and SVG. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* One text, escaped for an element or a quoted attribute. Line ends and tabs become spaces, other control
 * characters are left out. */
void html_text(struct buf *out, const char *text);

#endif
