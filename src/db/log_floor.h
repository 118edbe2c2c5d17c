/* Where reading the change log may begin.
 *
 * The log is a queue: consumed rows leave dead entries at the left end of its index until vacuum comes by,
 * and who looks for the first row walks over all of them. So a session remembers two ids:
 *
 *   ... dead ...  floor  ... dead, or of a transaction that is still running ...  seen  ... new ...
 *
 * No row at or below the floor can appear any more. Ids are drawn in order, but committed in any: a row may
 * come late, with an id below others that are long consumed. What was drawn at one time is visible, or will
 * never be, once every transaction that was running then has ended. So:
 *
 *   position := the last id drawn     at a look
 *   next     := the transaction id that is given out next
 *                                     at a later look: whoever drew has one by then, below it
 *   floor    := position              at a look whose xmin has reached it, if it finds no row below
 *
 * The xmax of a snapshot would not do for `next`: it is one above the last transaction that has ended, so a
 * single one that runs long while no other ends is not below it.
 *
 * Where the floor hangs far behind, since somebody's transaction lasts, most looks begin at what was consumed
 * last, and one a second at the floor, for what came late.
 *
 * It rests on the sequence being drawn from one by one (CACHE 1) by transactions that write to the log. Each
 * session begins at 0, and the nightly proof does. */
#ifndef DB_LOG_FLOOR_H
#define DB_LOG_FLOOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* A zeroed one is ready. */
struct log_floor {
    int64_t floor, seen;
    msec looked; /* from the floor, the last time */
    enum { LOG_FLOOR_UNMARKED, LOG_FLOOR_DRAWN, LOG_FLOOR_RUNNING } mark;
    int64_t position, next;
};

/* What a look found; ids and transaction ids are from one snapshot. */
struct log_look {
    int64_t from;  /* where it began */
    int64_t first; /* the first row behind that; 0: none */
    int64_t position, xmin, next;
};

/* Where to look from, now: rows with a larger id. */
int64_t log_floor_from(struct log_floor *log, msec now);

void log_floor_looked(struct log_floor *log, const struct log_look *look);
void log_floor_consumed(struct log_floor *log, int64_t last_id);

/* Until the next look from the floor is due; -1: every look is one. */
msec log_floor_wait(const struct log_floor *log, msec now);

#endif
