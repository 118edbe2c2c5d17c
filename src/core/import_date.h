/* Dates, months and years as people and spreadsheets write them.
 *
 *   date   2023-07-05, 2023-7-5, 2023/7/5, 2023.7.5, 2023年7月5日, 20230705, Excel's serial (45112)
 *   month  7, 07, 7月, 7月份; with its year 2023-07, 2023/7, 2023年7月, 202307
 *   year   2023, 2023年, 2023年度
 *
 * A date may be followed by midnight (0:00, 00:00:00), as systems write it that have no days without a time.
 * Full-width digits and signs count as the others. Only what can be read in one way is read: a year
 * of two digits, 7/5 and 5/7/2023 are refused, and so is 2023.10 as a month, which a spreadsheet may
 * have shortened to 2023.1. */
#ifndef CORE_IMPORT_DATE_H
#define CORE_IMPORT_DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/* Whole numbers that are taken as Excel's serials (1900 system): 1954-10-03 to 2119-01-11. */
enum { IMPORT_SERIAL_LOW = 20000, IMPORT_SERIAL_HIGH = 80000 };

/* False: the text is none, or no day of the calendar. */
bool import_date_read(const char *text, size_t length, date *ret_date);

/* `*ret_year` is 0 where the text names none. The month is 1..12. */
bool import_month_read(const char *text, size_t length, int *ret_year, int *ret_month);

/* Any four digits. */
bool import_year_read(const char *text, size_t length, int *ret_year);

#endif
