/* The monthly notice as people read it: what to do first, then the figures, the table of all, the pictures,
 * what is off course and what falls due. Long lists are cut, and say how many more the workbook has. */
#ifndef REPORT_NOTICE_DOCUMENT_H
#define REPORT_NOTICE_DOCUMENT_H

#include "core/catalogue_notice.h"
#include "report/document.h"

/* Ends with document_done(). */
void notice_document(const struct notice *notice, const struct notice_paper *paper,
                     struct document *ret_document);

#endif
