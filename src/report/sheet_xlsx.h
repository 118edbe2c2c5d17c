/* A score sheet as a workbook of three sheets: the score, with formulas for every sum, the rows behind each
 * item, and what does not agree. */
#ifndef REPORT_SHEET_XLSX_H
#define REPORT_SHEET_XLSX_H

#include "core/sheet.h"

/* An existing file is replaced. ERR_IO with the path where it cannot be written. */
MUST_CHECK bool sheet_xlsx(const char *path, const struct sheet *sheet, enum language language,
                           struct err *err);

#endif
