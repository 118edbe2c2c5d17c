/* What stands, page by page, for receivers that want to hear it again and again. */
#ifndef DB_STORE_FIRING_H
#define DB_STORE_FIRING_H

#include "base/clock.h"
#include "core/message.h"
#include "db/trip.h"

/* Deviations with an id above `after`: those that stand, and those that were resolved within `lately`.
 * Added to the trip. */
void store_firing(struct db_trip *trip, int64_t after, int limit, msec lately);

/* A row of the result, which holds its texts, as an event: "reminded" at `now`, or "resolved" when it was.
 * Its id is 0, and so is `created` where nobody knows what it was: such a row is to be passed over. Its
 * title is "". */
struct message_event store_firing_row(const struct pg_result *result, int row, msec now);

#endif
