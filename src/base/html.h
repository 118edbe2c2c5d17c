/* Text for HTML and SVG. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/* One text, escaped for an element or a quoted attribute; on one line and in its direction, as base/visible.h
 * says. */
void html_text(struct buf *out, const char *text);
/* The same for sentences between tags, with <span class="day"> around days ("2023-07-05"), which browsers
 * would break behind a hyphen. */
void html_sentence(struct buf *out, const char *text);

/* For letters: styles stand at each element, because mail programs throw style sheets away. */
#define HTML_MAIL_FONT                                                                                       \
    "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Arial,sans-serif;font-size:14px;"        \
    "line-height:1.6;color:#222"
#define HTML_MAIL_CELL "border:1px solid #ccc;padding:4px 8px;text-align:left;vertical-align:top"
#define HTML_MAIL_HEAD HTML_MAIL_CELL ";background:#f3f3f3;white-space:nowrap;font-weight:normal;color:#555"

#endif
