/* A workbook to fill in: one sheet with the header of a kind of ledger file, which the import reads back.
 *
 * Each column has a note that says what belongs there, is as wide as it needs to be, and has the number
 * format of its type; codes are text, so that leading zeros stay. Words come from drop-down lists; months,
 * years, dates and amounts that cannot be right are refused while they are typed. A required column is
 * marked by its header's colour, and for those who do not see colours by a word. */
#ifndef REPORT_TEMPLATE_H
#define REPORT_TEMPLATE_H

#include "core/catalogue.h"
#include "core/ledger.h"

/* Writes the file, over one that is there. On failure something of it may be left. */
MUST_CHECK bool template_write(const struct ledger_kind *kind, enum language language, const char *path,
                               struct err *err);

#endif
