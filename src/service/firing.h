/* What stands is said again and again to Alertmanager, which takes an alert that it does not hear of for
 * ended.
 *
 * Each event goes there as a message like any other: kept, tried again, accounted for. The repetitions are
 * no messages. An alert is a state and not a letter; one that is lost is made good by the next, and as
 * rows they would be thousands an hour that say nothing new. So they are made from the deviations at that
 * moment, posted, and forgotten. What was resolved lately goes with them as ended, so that no repetition
 * that was under way meanwhile, and no Alertmanager that was away, leaves something burning.
 *
 * A round is every `resend` of a channel, page by page:
 *
 *   resting --due--> store_firing, firing_take, store_firing, ... last page --> resting
 *
 * Every daemon does this. Alertmanager takes the same alert from several senders for one, as it does from
 * pairs of Prometheus. A round is left out while the one before is still in the air, or the channel rests or
 * is switched off. */
#ifndef SERVICE_FIRING_H
#define SERVICE_FIRING_H

#include "db/store_firing.h"
#include "service/outbox.h"

enum { FIRING_PAGE = 500 };

struct firing {
    bool under_way;
    int64_t after; /* the last id of the page before */
};

/* Whether a page is to be read now: a round is under way, or one begins. */
bool firing_due(struct firing *firing, struct outbox *outbox, msec now);
/* How long until the next round; STORE_DUE_NEVER where no channel wants any. */
msec firing_wait(const struct outbox *outbox, msec now);
/* How long what was resolved goes with the rest. */
msec firing_lately(const struct outbox *outbox);

void firing_take(struct firing *firing, struct outbox *outbox, const struct pg_result *page,
                 enum language language);
void firing_stop(struct firing *firing); /* the round under way is given up */

#endif
