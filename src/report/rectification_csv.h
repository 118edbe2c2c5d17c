/* The proposals as rectifications.csv, which `budgetwatch import` takes: reviewed and imported, they are
 * watched in the next year. The header has the ledger's English names; texts are quoted by RFC 4180. */
#ifndef REPORT_RECTIFICATION_CSV_H
#define REPORT_RECTIFICATION_CSV_H

#include "core/sheet.h"

void rectification_csv(struct buf *out, const struct sheet *sheet, enum language language, date due);

#endif
