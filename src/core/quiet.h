/* Hours in which nobody is to be disturbed, in the office's own time. By the clock on the wall, also in a
 * rehearsal: its day has no hour, and who would be disturbed lives now.
 *
 *   "22:00-07:00"              every night, from the evening of each day into the next
 *   "sat,sun 00:00-24:00"      on these days of the week
 *   "holidays 00:00-24:00"     on days that are no working days: weekends and holidays, not make-up days
 *   "workdays 12:00-14:00"
 *
 * The days are those on which a span begins. */
#ifndef CORE_QUIET_H
#define CORE_QUIET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/err.h"

struct quiet_span {
    uint8_t weekdays; /* a bit each, Monday first */
    bool workdays, holidays;
    int from, to; /* minutes after midnight; to <= from: of the next day */
};

enum { QUIET_SPANS_MAX = 16 };

/* On false `err` says what is wrong with it. */
MUST_CHECK bool quiet_parse(const char *text, struct quiet_span *ret_span, struct err *err);

/* When the quiet that there is at `now` ends, spans that follow each other taken as one; 0: there is none.
 * Wall clock; at most QUIET_LONGEST ahead, which is looked at again then. */
#define QUIET_LONGEST ((msec)14 * 24 * 60 * 60 * 1000)
msec quiet_until(const struct quiet_span *spans, size_t count, const struct calendar *calendar, msec now,
                 int utc_offset_minutes);

#endif
