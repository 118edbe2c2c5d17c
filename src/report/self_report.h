/* The draft of the self-evaluation report (绩效自评报告) in the chapters that finance bureaus ask for:
 * figures and arithmetic are filled in from the facts and the score sheet, and wherever only a person can
 * write there is a marked gap. A project's report has a shorter first chapter. */
#ifndef REPORT_SELF_REPORT_H
#define REPORT_SELF_REPORT_H

#include "core/sheet.h"
#include "report/document.h"

/* ERR_OVERFLOW where the year's amounts do not sum; then there is no document to free. */
MUST_CHECK bool self_report(const struct sheet *sheet, enum language language, date due,
                            struct document *ret_document, struct err *err);

#endif
