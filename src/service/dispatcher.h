/* Sends what has happened: makes messages of events, delivers them, settles what became of them.
 *
 *                      wake, timer, NOTIFY, an attempt that ended
 *                                     |
 *                                  WAITING <--> WORKING
 *
 * One round trip at a time on a connection of its own, each a transaction of what there is to do: see
 * service/errands.h. While messages are in the air no lock is held and no transaction open. Delivery is at
 * least once: a message whose outcome could not be written is sent again, with the same id, when its lease
 * has passed.
 *
 * It goes on in spite of everything: a lost database is said once, and once that it is back; a receiver
 * that fails is said once, and once that it works again. A channel that asks to be left alone is paused by
 * itself, and a receiver that hangs holds up only its own channel, as each has its own share of the
 * messages in the air. */
#ifndef SERVICE_DISPATCHER_H
#define SERVICE_DISPATCHER_H

#include <uv.h>

#include "config/config.h"
#include "service/errands.h"

struct dispatcher;

typedef void (*dispatcher_stopped)(struct dispatcher *dispatcher);

struct dispatcher {
    void *owner; /* the caller's own */
    /* As in struct monitor; to be set after dispatcher_start() and before the loop turns. */
    void (*on_unusable)(struct dispatcher *dispatcher, const struct err *err);
    /* For the dead-man's switch: whether this daemon evaluates, and that goes well; to be set at the same
     * time. */
    bool (*works)(struct dispatcher *dispatcher);

    /* Private. */
    enum dispatcher_state {
        DISPATCHER_LOST, /* no connection; the timer runs until the next try */
        DISPATCHER_CONNECTING,
        DISPATCHER_REFUSED,   /* a statement failed; the timer runs until the next try */
        DISPATCHER_LISTENING, /* the first statement of a connection */
        DISPATCHER_WAITING,   /* nothing to do until the timer or a wake */
        DISPATCHER_WORKING,   /* a round trip is under way */
        DISPATCHER_CLOSING,
    } state;
    uv_loop_t *loop;
    const struct config *config;
    char *conninfo, *holder;
    struct errands errands;
    struct db_conn conn;
    struct db_op op; /* LISTEN */
    struct db_trip trip;
    uv_timer_t timer; /* of LOST, REFUSED and WAITING */
    uv_timer_t limit; /* of stopping */
    bool busy;        /* WAITING until there is enough to settle, or the timer */
    msec notified_at; /* monotonic: when to look because of a NOTIFY; STORE_DUE_NEVER: there was none */
    msec heard_at;    /* ... and when that was done last */

    unsigned failures; /* in a row */
    bool connected;    /* once at least */
    bool in_trouble;   /* which has been said */
    bool stopping, limit_passed;
    int closing; /* handles and parts still open */
    dispatcher_stopped on_stopped;
};

/* Starts to connect; a database that cannot be reached is no error. `config` must outlive the dispatcher or
 * be replaced by dispatcher_reload(); `conninfo` and `holder` (unique among all daemons) are copied. On
 * false (a bad secret, no HTTP client) there is nothing to stop. */
MUST_CHECK bool dispatcher_start(struct dispatcher *dispatcher, uv_loop_t *loop, const struct config *config,
                                 const char *conninfo, const char *holder, struct err *err);

/* Count attempts there; after dispatcher_start(). */
void dispatcher_count(struct dispatcher *dispatcher, struct meters *meters);

/* Messages may be due, or anything: look at once. */
void dispatcher_wake(struct dispatcher *dispatcher);
/* Events have been committed: the same, and sooner, for these alone. */
void dispatcher_expect(struct dispatcher *dispatcher);

/* Go on with another configuration, and with secrets read again. On false (a bad secret) nothing has
 * changed and the old configuration is still in use. What is in the air ends as it began. */
MUST_CHECK bool dispatcher_reload(struct dispatcher *dispatcher, const struct config *config,
                                  struct err *err);

/* Take no more messages, give those in the air `delivery.shutdown_timeout` to end, hand back the rest, and
 * write the outcomes. `on_stopped` (may be NULL) is called once, later: the struct may be freed there. */
void dispatcher_stop(struct dispatcher *dispatcher, dispatcher_stopped on_stopped);

/* Whether its connection works; for the status page. */
bool dispatcher_is_connected(const struct dispatcher *dispatcher);
/* How its channels fare, as far as this daemon has met them; for the same. */
const struct channels *dispatcher_channels(const struct dispatcher *dispatcher);

#endif
