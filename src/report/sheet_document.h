/* A score sheet as a document: what came out, where points were lost, the sheet itself, what does not agree,
 * what to do about it, and the rows behind every point. While the year runs, what can still be won back comes
 * before all that. */
#ifndef REPORT_SHEET_DOCUMENT_H
#define REPORT_SHEET_DOCUMENT_H

#include "core/sheet.h"
#include "report/document.h"

/* `due` is the day by which the proposed rectifications are to be done (proposal_due()). */
void sheet_document(const struct sheet *sheet, enum language language, date due,
                    struct document *ret_document);

#endif
