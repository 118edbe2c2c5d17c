/* What the dispatcher has to do with the database, and the next round trip of it.
 *
 *   errands_add: [settle] [stage] [claim], else one of: report, beat, fire, forget, prepare, ask -->
 * errands_take
 *
 * Outcomes come first, because their leases run; then the stage, which makes messages, some of them on their
 * way at once; then claims, in the same transaction: a message is on its way as soon as it is committed, and
 * what has landed and what goes next cost one flush to disk between them. The rest comes when there is time.
 *
 * A commit is waited for each time, also where only claims are written. A claim that is lost would be taken
 * again, so it could be done without; but it shares its transaction with outcomes, whose loss would repeat
 * messages, or with the messages themselves, and while one is committed others are in the air. */
#ifndef SERVICE_ERRANDS_H
#define SERVICE_ERRANDS_H

#include "db/trip.h"
#include "db/store_messages.h"
#include "service/firing.h"
#include "service/heartbeat.h"
#include "service/outbox.h"
#include "service/reports.h"
#include "service/stage.h"
#include "service/year_ahead.h"

struct errands {
    struct outbox outbox;
    msec forget_at; /* monotonic */

    /* Private. */
    const struct config *config;
    const char *holder;
    bool look_for_messages;         /* beside the stage's work */
    bool settle_now;                /* outcomes have waited long enough */
    struct stage stage;             /* from events to messages */
    int staged;                     /* its round trips in a row */
    int claims;                     /* in a row */
    msec claimed;                   /* monotonic: when the claims under way were begun */
    struct store_settling settling; /* outcomes to be written */
    struct reports reports;
    struct firing firing;
    enum store_retention forgetting;
    struct year_ahead year_ahead;
    struct heartbeat heartbeat;
    msec due; /* how long from now until a message is, when last asked */

    /* What the round trip under way has; a place in the trip, DB_TRIP_MAX: nothing of the kind. */
    size_t settle_at, told_at, claim_at, other_at;
    bool staging;
    enum errands_other { OTHER_REPORT, OTHER_BEAT, OTHER_FIRE, OTHER_FORGET, OTHER_PREPARE, OTHER_ASK } other;
};

/* `config`, `loop` and `holder` must outlive it. On false there is nothing to free. */
MUST_CHECK bool errands_open(struct errands *errands, uv_loop_t *loop, const struct config *config,
                             const char *holder, outbox_landed on_landed, struct err *err);
void errands_free(struct errands *errands); /* after the outbox has been closed */

MUST_CHECK bool errands_reload(struct errands *errands, const struct config *config, struct err *err);

void errands_look(struct errands *errands);   /* there may be something new of any kind */
void errands_expect(struct errands *errands); /* there are events, if nothing else */
void errands_begin(struct errands *errands);  /* a new connection */
void errands_fail(struct errands *errands);   /* what was under way may or may not have been done */

/* Something is to be done before asking when a message is due. */
bool errands_have_work(const struct errands *errands);

/* Add the next statements; none: nothing is worth it now. `stopping`: outcomes only. `alone`: one thing at a
 * time, so that one that fails does not keep the others from being done. */
void errands_add(struct errands *errands, struct db_trip *trip, bool stopping, bool alone);
/* Their results. Returns whether there is nothing left to do: errands_wait() says how long. */
bool errands_take(struct errands *errands, const struct db_trip *trip, bool stopping);

msec errands_wait(const struct errands *errands);

#endif
