/* Sheets of workbooks as ledger files: which of them are some, and their rows.
 *
 * A sheet whose name is a kind's (English, Chinese, or the mapping's) is that kind's; its header is that of
 * the first IMPORT_TITLE_ROWS rows that names the most columns, so that titles may stand above. Another
 * sheet is taken where one of these rows can be the header of exactly one kind. Hidden sheets are passed
 * over: nobody sees what is in them. */
#ifndef CLI_IMPORT_SHEET_H
#define CLI_IMPORT_SHEET_H

#include <stdio.h>

#include "cli/import_files.h"
#include "cli/xlsx_sheet.h"
#include "config/map_file.h"
#include "core/import_row.h"

enum { IMPORT_TITLE_ROWS = 10 };

/* Whether the name is that of a workbook that is read, or of one that is refused with a sentence of its
 * own: .xlsx, and .xlsm, .xls and .xlsb. Not of what Excel keeps beside an open workbook (~$...). */
bool import_is_workbook(const char *file_name);

/* The kind, header and name of each sheet that is a ledger file are handed to `add`. Those passed over are
 * named in `notes`. `*ret_found` counts the sheets that were taken. */
typedef void (*import_sheet_found)(void *ctx, const struct import_file *sheet);
MUST_CHECK bool import_sheets_find(const char *path, const struct map_file *map, import_sheet_found found,
                                   void *ctx, FILE *notes, size_t *ret_found, struct err *err);

struct import_sheet; /* the rows of one sheet */

/* `file` must outlive it. After a failure there is nothing to close. The first row handed on is the header;
 * later ones have as many cells as it has, or more where there is something to the right. After the rows
 * come the merged cells. */
MUST_CHECK bool import_sheet_open(struct import_sheet **ret_sheet, const struct import_file *file,
                                  import_row on_row, xlsx_merged on_merged, void *ctx, struct err *err);
MUST_CHECK bool import_sheet_more(struct import_sheet *sheet, bool *ret_more, struct err *err);
/* Whether its workbook counts days from 1904, so that a number without a date's format is another day than
 * it would be elsewhere. */
bool import_sheet_from_1904(const struct import_sheet *sheet);
void import_sheet_close(struct import_sheet *sheet);

#endif
