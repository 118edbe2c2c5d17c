/* The office's day: by the true clock, or in a rehearsal the day on which its clock stands. One for the whole
 * daemon: who moves it (app/rehearsal.h) wakes the parts that read it. Of the loop's thread; what runs in
 * another is given the day with its order. */
#ifndef SERVICE_OFFICE_CLOCK_H
#define SERVICE_OFFICE_CLOCK_H

#include "base/clock.h"
#include "config/config.h"

struct office_clock {
    date as_of; /* DATE_NONE: the true clock's */
};

bool office_rehearses(const struct office_clock *clock);
date office_today(const struct office_clock *clock, const struct config *config);

#endif
