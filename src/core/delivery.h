/* What becomes of a message after an attempt to deliver it.
 *
 *   WAITING --claimed--> SENDING --taken--> DELIVERED
 *      ^                    |
 *      |                    +--refused for good, or out of attempts--> DEAD
 *      +---failed, slowed---+
 *      +---its receiver is gone: waits until the channel is on again
 *
 * An answer falls into one of five classes. DELIVERED: 2xx, and from a robot its own code of success, since
 * robots say most errors with a 200. RETRY: what may change by itself (no connection, no answer in time, 408,
 * 5xx, a robot that is busy or has a code that nobody knows). THROTTLED: the receiver asks to be left alone
 * for a while (429; 502, 503, 504 with Retry-After; a robot's code for too many; a 200 that is not a robot's
 * answer at all, which is how the layer in front of DingTalk turns senders away), so its whole channel
 * pauses. PERMANENT: what will be the same next time (3xx, other 4xx, a robot's code for a bad message, key
 * or signature). GONE: nobody receives at this address any more (410; a robot whose key or token is not
 * valid, that has been stopped, or whose group is dissolved). That is no message's fault: the channel is
 * switched off, and its messages wait.
 *
 * Of mail servers (RFC 5321): 2xx is DELIVERED, 4xx RETRY (greylisting, a full disk, too busy), 5xx
 * PERMANENT; 421 is THROTTLED, because with it the server turns away whoever comes, not this mail.
 *
 * Pure: the caller does the sending and reading, and brings the time and the chance. */
#ifndef CORE_DELIVERY_H
#define CORE_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "core/channel_type.h"

/* How an attempt ended, before it is judged. */
enum answer_kind {
    ANSWER_STATUS,      /* an HTTP status came */
    ANSWER_UNREACHABLE, /* no connection, or it broke off */
    ANSWER_TIMEOUT,
    ANSWER_SMTP,       /* a mail server's reply code came */
    ANSWER_IMPOSSIBLE, /* it was never sent, and never can be as it is */
};

enum { ANSWER_SLACK_GONE = 1 };

struct answer {
    enum answer_kind kind;
    int status;             /* of ANSWER_STATUS and ANSWER_SMTP */
    int64_t retry_after_s;  /* 0: not said */
    enum channel_type from; /* a robot's code counts, and not its status alone */
    bool has_code;          /* whether there was one in the body, as an integer */
    int64_t code; /* 0: taken. Slack has no numbers: 0 is its "ok", ANSWER_SLACK_GONE a word for that */
};

enum delivery_result {
    DELIVERY_DELIVERED,
    DELIVERY_RETRY,
    DELIVERY_THROTTLED,
    DELIVERY_PERMANENT,
    DELIVERY_GONE,
    DELIVERY_HANDED_BACK, /* never judged so: we stopped before an answer came */
};

const char *delivery_result_name(enum delivery_result result); /* "delivered", "handed_back" */

enum delivery_result delivery_judge(const struct answer *answer);

/* What a robot's code means, as a sentence; NULL: nobody knows, or it is no robot's. */
const char *delivery_code_text(const struct answer *answer);

/* When failed attempts are repeated. The waits are borrowed. */
struct delivery_schedule {
    const msec *waits;   /* after the 1st, 2nd, ... failed attempt */
    size_t count;        /* attempts are at most one more */
    msec throttle_pause; /* of a channel that asked for a pause without saying how long */
    msec pause_least;    /* of a channel that asked for a pause, whatever it says; 0: as it says */
};

/* The shortest pause after being throttled, by type: DingTalk shuts a robot out for ten minutes, the other
 * robots count by the minute, and everybody else says how long. */
msec delivery_pause_least(enum channel_type type);

struct delivery_next {
    bool dead;
    msec wait;  /* unless dead: until the next attempt */
    msec pause; /* above 0: of the whole channel */
};

enum { DELIVERY_JITTER = 1000 };

/* What follows attempt number `attempt` (1 is the first of this schedule) that was judged as `result`,
 * which is not DELIVERED. Being handed back, or finding nobody there, costs nothing and waits
 * for nothing. `jitter` is a random number below DELIVERY_JITTER: it lengthens the wait by up
 * to a tenth, so that what failed together does not come back together. A Retry-After counts where it is
 * longer than the schedule's wait, up to a day. Being throttled is not the message's fault, and yet it uses
 * up an attempt: a receiver that does nothing but throttle must end somewhere. */
struct delivery_next delivery_after(enum delivery_result result, const struct answer *answer, int attempt,
                                    const struct delivery_schedule *schedule, uint32_t jitter);

#endif
