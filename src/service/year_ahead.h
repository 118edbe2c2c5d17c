/* The partitions of the next fiscal year, made before the year turns: from 1 October on, by the daemon that
 * leads. They are there already where budgetwatch migrate was run this year.
 *
 *   at rest --a new day--> store_years_next --> at rest until the next day
 *
 * The dispatcher's: as with the reports, it asks for the statement and hands over the result. That October
 * has come is seen there, and what the server refuses comes back as a sentence: neither is a failure. */
#ifndef SERVICE_YEAR_AHEAD_H
#define SERVICE_YEAR_AHEAD_H

#include "base/clock.h"
#include "base/date.h"
#include "db/store_years.h"

struct year_ahead {
    /* Private. A zeroed struct is at rest. */
    date looked_on; /* 0: never */
    msec again_at;  /* monotonic: this daemon did not lead, and may by then */
    bool troubled;  /* which has been said */
};

/* `now` is monotonic. */
bool year_ahead_has_work(const struct year_ahead *ahead, date today, msec now);
void year_ahead_add(struct year_ahead *ahead, date today, struct db_trip *trip, const char *holder);
/* Says what was made, and once what went wrong. */
void year_ahead_take(struct year_ahead *ahead, const struct year_made *made, msec now);

#endif
