/* A document as Markdown that GitHub and pandoc read alike: headings with #, pipe tables, quotes.
 *
 * Every text is on one line and escaped, so that nothing in it is taken for markup: a project's name cannot
 * open a table cell, a link or HTML. A gap is set as code, which both make visible and pandoc's reference
 * document marks. Pictures are left to the tables that stand for them. The dashes below a table's header
 * carry the columns' relative widths, as pandoc takes them. Read it with pandoc as `markdown-smart`, or what
 * was typed as a straight quote becomes a curly one. */
#ifndef REPORT_DOCUMENT_MD_H
#define REPORT_DOCUMENT_MD_H

#include "report/document.h"

void document_md(const struct document *document, struct buf *out);

/* One text, escaped for the middle or (`begins`) the beginning of a line. */
void md_text(struct buf *out, const char *text, bool begins);

#endif
