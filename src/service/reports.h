/* Tells the other channels of one that fails: that it has been switched off, at once; its dead letters
 * folded, a report a minute at most, each dead letter in one of them. The reports are messages like any
 * other, so quotas and quiet hours hold for them; only their own death is not reported.
 *
 *   look --store_reports_due--> what may be told now --store_reports_write--> look --> ... --> at rest
 *
 * The dispatcher's: as with the stage, it asks for the next statement and hands over its result. */
#ifndef SERVICE_REPORTS_H
#define SERVICE_REPORTS_H

#include "core/catalogue.h"
#include "db/store_reports.h"
#include "service/channel.h"

struct reports {
    /* Private. */
    bool look, writing;
    struct store_reporting reporting; /* to be written where its channel is set */
    msec look_at;                     /* monotonic; PACE_NEVER: when something comes */
};

void reports_look(struct reports *reports);   /* something may have happened */
void reports_forget(struct reports *reports); /* what was about to be written is read again instead */
void reports_free(struct reports *reports);

bool reports_have_work(const struct reports *reports, msec now);
void reports_add(struct reports *reports, struct db_trip *trip);
/* Returns whether messages may have been made. */
bool reports_take(struct reports *reports, const struct pg_result *result, const struct channels *channels,
                  enum language language);
/* How long until there is work again, at `now` (monotonic); PACE_NEVER: not before reports_look(). */
msec reports_wait(const struct reports *reports, msec now);

#endif
