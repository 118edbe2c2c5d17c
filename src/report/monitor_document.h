/* The monitoring form as people read it: a cover with the whole's money and what is still missing, the unit's
 * own goals, then one form a project; printed from HTML, each on a page of its own. */
#ifndef REPORT_MONITOR_DOCUMENT_H
#define REPORT_MONITOR_DOCUMENT_H

#include "core/catalogue_monitor.h"
#include "report/document.h"

/* Ends with document_done(). */
void monitor_document(const struct monitor_form *form, const struct notice_paper *paper,
                      struct document *ret_document);

#endif
