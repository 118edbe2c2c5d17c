/* A notice as a workbook: the head-line and what to do, the rows, the money by source, deviations, deadlines,
 * indicators, money against goals, the projection, and charts made by the spreadsheet. Amounts are exact
 * numbers, in yuan or 万元 as the paper says; totals, rates and gaps are formulas with their values beside
 * them, for programs that do not calculate. Lights are words, and coloured. */
#ifndef REPORT_NOTICE_XLSX_H
#define REPORT_NOTICE_XLSX_H

#include "core/catalogue_notice.h"

/* An existing file is replaced. ERR_IO with the path where it cannot be written. */
MUST_CHECK bool notice_xlsx(const char *path, const struct notice *notice, const struct notice_paper *paper,
                            struct err *err);

#endif
