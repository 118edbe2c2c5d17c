/* Pieces of the writer of pages; private to report. */
#ifndef REPORT_PAGE_PARTS_H
#define REPORT_PAGE_PARTS_H

#include "report/page.h"

const char *page_tone(enum tone tone);               /* a class; "" for none */
void page_text(struct page *page, const char *text); /* escaped, in a direction of its own */
void page_attribute(struct page *page, const char *name, const char *value);
void page_anchor(struct page *page, const char *text, const char *href); /* NULL: the text alone */

#endif
