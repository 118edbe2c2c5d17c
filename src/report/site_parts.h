/* Pieces of the writer of pages; private to report. */
#ifndef REPORT_SITE_PARTS_H
#define REPORT_SITE_PARTS_H

#include "report/site.h"

const char *site_tone(enum tone tone);               /* a class; "" for none */
void site_text(struct site *site, const char *text); /* escaped, in a direction of its own */
void site_attribute(struct site *site, const char *name, const char *value);
void site_anchor(struct site *site, const char *text, const char *href); /* NULL: the text alone */

#endif
