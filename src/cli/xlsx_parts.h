/* The parts of a workbook that its sheets refer to; private to xlsx_book. */
#ifndef CLI_XLSX_PARTS_H
#define CLI_XLSX_PARTS_H

#include "cli/xlsx_book.h"

/* Shared strings: the plain texts and the runs of formatted ones, without the readings that Japanese and
 * some Chinese programs put beside them (rPh). */
MUST_CHECK bool xlsx_strings_read(struct xlsx_book *book, const char *part, struct err *err);
void xlsx_strings_done(struct xlsx_strings *strings);

/* What each cell style makes of a number. */
MUST_CHECK bool xlsx_styles_read(struct xlsx_book *book, const char *part, struct err *err);

#endif
