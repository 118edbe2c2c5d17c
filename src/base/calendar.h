/* Working days (工作日) under the official holiday notices of the State Council.
 *
 * A calendar is a list of exceptions from Monday-to-Friday and the years for which it is known. The
 * official years 2022-2026 are compiled in (source: the notices collected by holiday-cn, MIT);
 * later ones come from calendar.csv. In a year that is not known Monday to Friday are counted, and
 * calendar_knows() lets the caller flag it. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

struct calendar_day {
    date day;
    bool off; /* true: a holiday (假日); false: a make-up working day (调休上班) */
};

struct calendar {
    struct calendar_day *days; /* sorted, one entry a day */
    size_t count;
    size_t capacity;
};

void calendar_init_official(struct calendar *calendar);
void calendar_set(struct calendar *calendar, date day,
                  bool off); /* adds, or replaces the entry of that day */
void calendar_done(struct calendar *calendar);

/* A year is known when it has an entry of its own inside that year. The next year's notice already
 * says so of 31 December; one such day does not make a year known, so at least three are asked for. */
bool calendar_knows(const struct calendar *calendar, int year);
bool calendar_is_workday(const struct calendar *calendar, date day);

/* Working days d with after < d <= until; 0 where until <= after. */
int calendar_workdays(const struct calendar *calendar, date after, date until);

/* The n-th working day after `day`, n >= 1. */
date calendar_workday_after(const struct calendar *calendar, date day, int n);

/* The compiled-in table. */
extern const struct calendar_day calendar_official_days[];
extern const size_t calendar_official_count;

#endif
