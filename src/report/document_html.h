/* A document as one HTML file that needs nothing else: the style is inside, there is no script, and nothing
 * is fetched. It prints on A4 with the tables' headers on each page, and reads on a telephone. Every text is
 * escaped. */
#ifndef REPORT_DOCUMENT_HTML_H
#define REPORT_DOCUMENT_HTML_H

#include "report/document.h"

void document_html(const struct document *document, struct buf *out);

#endif
