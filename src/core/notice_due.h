/* When a month's notice is due, and which are: pure, on the office's calendar and clock. */
#ifndef CORE_NOTICE_DUE_H
#define CORE_NOTICE_DUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"

struct notice_month {
    int year, month; /* year 0: none */
};

/* The office's day and minute. */
struct notice_moment {
    date day;
    int minute; /* after midnight */
};

struct notice_rhythm {
    int workday; /* the working day after the month's end, from 1 */
    int at;      /* minutes after midnight */
    const struct calendar *calendar;
};

date notice_due_on(const struct notice_rhythm *rhythm, struct notice_month month);
/* Whether it is due at that moment; on the day itself from `at` on. */
bool notice_is_due(const struct notice_rhythm *rhythm, struct notice_month month, struct notice_moment now);
/* After its day it is late (迟发). */
bool notice_is_late(const struct notice_rhythm *rhythm, struct notice_month month, date today);

struct notice_month notice_month_after(struct notice_month month);
/* The latest whose notice is due. */
struct notice_month notice_latest_due(const struct notice_rhythm *rhythm, struct notice_moment now);

/* The first month of which a unit is owed a notice: the one after `last`, of which it had one, if that is
 * due; of a unit that never had one (`last.year` is 0) the latest that is due, never the whole past. False:
 * none. */
bool notice_next_due(const struct notice_rhythm *rhythm, struct notice_month last, struct notice_moment now,
                     struct notice_month *ret_month);

/* The next moment at which something may come to be due, a notice or the daily look for corrections: today at
 * `at`, or tomorrow. */
struct notice_moment notice_next_look(const struct notice_rhythm *rhythm, struct notice_moment now);

#endif
