/* Sends what has happened: makes messages of events, delivers them, settles what became of them.
 *
 *                      wake, timer, NOTIFY, an attempt that ended
 *                                     |
 *   WAITING --> SETTLING --> STAGING --> CLAIMING --> REPORTING --> FIRING --> FORGETTING
 *   --> PREPARING --> ASKING --> WAITING
 *
 * One statement at a time on a connection of its own; each step is skipped when there is nothing for it.
 * While messages are in the air no lock is held and no transaction open. Delivery is at least once:
 * a message whose outcome could not be written is sent again, with the same id, when its lease has passed.
 *
 * It goes on in spite of everything: a lost database is said once, and once that it is back; a receiver
 * that fails is said once, and once that it works again. A channel that asks to be left alone is paused by
 * itself, and a receiver that hangs holds up only its own channel, as each has its own share of the
 * messages in the air. */
#ifndef SERVICE_DISPATCHER_H
#define SERVICE_DISPATCHER_H

#include <uv.h>

#include "config/config.h"
#include "db/store_messages.h"
#include "service/firing.h"
#include "service/outbox.h"
#include "service/reports.h"
#include "service/stage.h"
#include "service/year_ahead.h"

struct dispatcher;

typedef void (*dispatcher_stopped)(struct dispatcher *dispatcher);

struct dispatcher {
    void *owner; /* the caller's own */
    /* As in struct monitor; to be set after dispatcher_start() and before the loop turns. */
    void (*on_unusable)(struct dispatcher *dispatcher, const struct err *err);

    /* Private. */
    enum dispatcher_state {
        DISPATCHER_LOST, /* no connection; the timer runs until the next try */
        DISPATCHER_CONNECTING,
        DISPATCHER_REFUSED,   /* a statement failed; the timer runs until the next try */
        DISPATCHER_LISTENING, /* the first statement of a connection */
        DISPATCHER_WAITING,   /* nothing to do until the timer or a wake */
        DISPATCHER_SETTLING,
        DISPATCHER_STAGING, /* a statement of the stage */
        DISPATCHER_CLAIMING,
        DISPATCHER_REPORTING, /* a statement of the reports of channels that fail */
        DISPATCHER_FIRING,    /* a page of what stands, for receivers that hear it again and again */
        DISPATCHER_FORGETTING,
        DISPATCHER_PREPARING, /* the partitions of the next fiscal year */
        DISPATCHER_ASKING,    /* when the next message is due */
        DISPATCHER_CLOSING,
    } state;
    uv_loop_t *loop;
    const struct config *config;
    char *conninfo, *holder;
    struct outbox outbox;
    struct db_conn conn;
    struct db_op op;
    uv_timer_t timer; /* of LOST, REFUSED and WAITING */
    uv_timer_t limit; /* of stopping */

    bool look_for_messages;         /* what advance() has yet to do, beside the stage's work */
    struct stage stage;             /* from events to messages */
    int staged;                     /* its statements in a row */
    int claims;                     /* in a row */
    struct store_settling settling; /* outcomes to be written */
    struct reports reports;
    struct firing firing;
    msec forget_at; /* monotonic */
    enum store_retention forgetting;
    struct year_ahead year_ahead;

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

/* Events have been committed, or messages may be due: look at once. */
void dispatcher_wake(struct dispatcher *dispatcher);

/* Go on with another configuration, and with secrets read again. On false (a bad secret) nothing has
 * changed and the old configuration is still in use. What is in the air ends as it began. */
MUST_CHECK bool dispatcher_reload(struct dispatcher *dispatcher, const struct config *config,
                                  struct err *err);

/* Take no more messages, give those in the air `delivery.shutdown_timeout` to end, hand back the rest, and
 * write the outcomes. `on_stopped` (may be NULL) is called once, later: the struct may be freed there. */
void dispatcher_stop(struct dispatcher *dispatcher, dispatcher_stopped on_stopped);

/* Whether its connection works; for the status page. */
bool dispatcher_is_connected(const struct dispatcher *dispatcher);

#endif
