/* The reply sheet as a workbook: what is behind, locked, and beside it empty columns to fill in.
 *
 *   row 1   title
 *   row 2   unit, period and when it was made: what a reader of the filled sheet knows it by
 *   row 3   how to fill it in
 *   row 4   column titles, those to fill in with notes
 *   row 5.. one deviation each
 *
 * Everything is written as text: nothing here is calculated with, and a code keeps its zeros. The
 * protection has no password; it is against slips, and the reader checks everything again. */
#ifndef REPORT_OUTLOOK_SHEET_H
#define REPORT_OUTLOOK_SHEET_H

#include <stddef.h>

#include "core/catalogue_outlook.h"

/* Rows and columns from 0. */
enum {
    OUTLOOK_IDENTITY_ROW = 1,
    OUTLOOK_UNIT_COLUMN = 1,   /* the unit's code */
    OUTLOOK_PERIOD_COLUMN = 3, /* 2023-07 */
    OUTLOOK_MADE_COLUMN = 7,   /* 2023-08-14T01:02:03Z */
    OUTLOOK_GUIDE_ROW = 2,
    OUTLOOK_HEADER_ROW = 3,
    OUTLOOK_FIRST_ROW = 4
};

struct outlook_heading {
    const char *unit_code, *unit_name;
    const char *period, *made;
};

/* The program's columns, OUTLOOK_ID to OUTLOOK_ANSWERS. */
struct outlook_line {
    const char *cells[OUTLOOK_CAUSE];
    enum severity severity;
};

/* A file of that name is replaced. ERR_IO with the path where it cannot be written. */
MUST_CHECK bool outlook_sheet_write(const char *path, enum language language,
                                    const struct outlook_heading *heading, const struct outlook_line *lines,
                                    size_t count, struct err *err);

#endif
