/* Messages on their way out: claiming, settling, forgetting; db/store_stage.h makes them. For the
 * dispatcher; each function adds one statement to a trip, whose statements are done together or not at all.
 *
 *   formed --> pending --claim--> sending --settle--> delivered, dead, or pending again
 *                      ^                  |
 *                      +---lease passes---+
 *
 * A claim is a lease on the database's clock. Nothing is locked and no transaction is open while a message
 * is being sent. Settling counts only for the holder's own last attempt, so it may be repeated when nobody
 * knows whether it was written.
 *
 * Each adds its statement to a trip: see db/trip.h. */
#ifndef DB_STORE_MESSAGES_H
#define DB_STORE_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "core/delivery.h"
#include "core/message.h"
#include "db/array.h"
#include "db/trip.h"

/* 1. Claiming. */

/* Every channel of the configuration, with the number of messages it can take now. Messages for a channel
 * that is not listed are claimed, too, to be given up on. */
struct store_room {
    const char *channel;
    int room;            /* 0: paused, disabled or full */
    int rates;           /* of its quota, whose slots are claimed with the messages; 0: it has none */
    uint32_t severities; /* a bit for each that may go now: not all while it is quiet */
    const char *address; /* digest of where it sends to: one that is gone is switched off */
};

struct store_message {
    const char *id, *channel, *type, *body;
    int attempt; /* the number of the one that is due now */
    int before;  /* attempts before this schedule began */
};

void store_claim(struct db_trip *trip, const char *holder, msec lease, const struct store_room *rooms,
                 size_t room_count, int stray_max);
struct store_message store_claimed_row(const struct pg_result *result, int row); /* texts: the result's */

/* How long until the next is due for channels with room; DUE_NEVER where none waits. */
#define STORE_DUE_NEVER INT64_MAX
void store_due(struct db_trip *trip, const struct store_room *rooms, size_t room_count);
msec store_due_wait(const struct pg_result *result); /* at least 0 */

/* 2. Settling. */

struct store_outcome {
    const char *id;
    int attempt;
    msec started, finished; /* wall clock */
    enum delivery_result result;
    int status;         /* 0: no answer */
    const char *answer; /* what is told of it; valid UTF-8 */
    bool dead;
    msec wait;           /* unless delivered or dead: until the next attempt */
    msec pause;          /* above 0: what the receiver asked for, for the whole channel */
    const char *address; /* digest of where it went */
};

/* The outcomes of a batch of attempts. A zeroed struct is empty. */
struct store_settling {
    struct db_array ids, attempts, started, finished, results, statuses, answers, states, waits, pauses,
        addresses;
    bool fails;
};

void store_settling_add(struct store_settling *settling, const struct store_outcome *outcome);
size_t store_settling_count(const struct store_settling *settling);
/* Whether some of it is for other channels to know: a dead letter, or a receiver that is gone. */
bool store_settling_fails(const struct store_settling *settling);
void store_settle(struct db_trip *trip, const char *holder, struct store_settling *settling);
/* A channel that the outcomes have switched off, of each row of the result; false: of this row none. */
struct store_off {
    const char *channel, *reason; /* the result's */
};
bool store_settled_off(const struct pg_result *result, int row, struct store_off *ret_off);
void store_settling_clear(struct store_settling *settling);
void store_settling_free(struct store_settling *settling);

/* 3. Forgetting. At most `limit` rows a call; fewer gone means that no more are old enough. */

enum store_retention {
    RETENTION_ATTEMPTS,
    RETENTION_MESSAGES,
    RETENTION_EVENTS,
    RETENTION_AUDIT,
    RETENTION_COUNT
};

void store_forget(struct db_trip *trip, enum store_retention what, int days, int limit);
int64_t store_forgotten(const struct pg_result *result);

#endif
