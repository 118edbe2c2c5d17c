/* The monitoring form as a workbook, as it is printed and handed in: a cover with the projects and their
 * sums, the form of the unit's own goals, the forms of its projects, one a page, and what is still missing.
 * Heads are merged and cells bordered as in the official form; amounts are numbers, rates and sums formulas.
 */
#ifndef REPORT_MONITOR_XLSX_H
#define REPORT_MONITOR_XLSX_H

#include "core/catalogue_monitor.h"

/* An existing file is replaced. ERR_IO with the path where it cannot be written. */
MUST_CHECK bool monitor_xlsx(const char *path, const struct monitor_form *form,
                             const struct notice_paper *paper, struct err *err);

#endif
