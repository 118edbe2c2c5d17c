/* Civil dates of the Gregorian calendar. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Days since 1970-01-01. Comparing and subtracting dates is arithmetic on days. */
typedef int32_t date;

#define DATE_NONE  INT32_MIN /* no date: an empty cell, a NULL */
#define DATE_NEVER INT32_MAX /* later than any date */

enum { DATE_TEXT = 11 }; /* room for "2023-07-05" and its NUL */

date date_of(int year, int month, int day); /* the parts must be a real date */
void date_parts(date d, int *ret_year, int *ret_month, int *ret_day);
int date_year(date d);
int date_month(date d);
date date_month_end(int year, int month); /* last day; month 0 is December of the year before */
int date_weekday(date d);                 /* 0 Monday .. 6 Sunday */

/* ISO 8601, exactly YYYY-MM-DD, years 1900..2999. */
MUST_CHECK bool date_parse(const char *text, size_t length, date *ret_date);
const char *date_format(date d, char text[static DATE_TEXT]); /* returns `text`; "-" for DATE_NONE */

#endif
