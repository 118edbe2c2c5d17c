/* How fast a channel may be spoken to, and when what waits for it goes out.
 *
 *   waiting --nothing due--> wait          (group_wait: what comes soon after goes along)
 *           --a flood------> wait, fold    (more than digest_over in a minute: one message for all)
 *           --no room------> wait          (the quota is used up)
 *           --at rest------> wait, fold    (its receiver asked for it, or it is switched off)
 *           --else---------> go
 *
 * Pure: what is known of the channel in, what to do out. */
#ifndef CORE_PACE_H
#define CORE_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"

/* So many messages in any window of this length. */
struct pace_rate {
    int messages;
    msec window;
};

enum { PACE_RATES_MAX = 4, PACE_MESSAGES_MAX = 1000 };

/* What events must have in common to be one message. */
enum pace_key {
    PACE_BY_RULE,
    PACE_BY_UNIT,
    PACE_BY_SEVERITY,
    PACE_BY_SUBJECT,
    PACE_BY_EVENT,
    PACE_KEY_COUNT
};

const char *pace_key_name(enum pace_key key); /* "rule" */

struct pace {
    const struct pace_rate *quota; /* borrowed; all of them hold */
    size_t quota_count;            /* 0: no quota */
    int digest_over;               /* events a minute; more are a flood */
    msec digest_wait;              /* how long a flood is collected */
    uint32_t group_by;             /* a bit for each pace_key; 0: each event is a message */
    msec group_wait;               /* from the first event on */
    msec busy_jitter;              /* how far to keep from the full and half hours, by chance */
};

/* What a type of channel asks for, as its makers say. One that is not known here has no quota. */
const struct pace *pace_default(const char *type);

/* "20/1m": 20 messages in any minute. On false `err` says what is wrong with it. */
MUST_CHECK bool pace_rate_parse(const char *text, struct pace_rate *ret_rate, struct err *err);

/* A channel, as it is at one moment. Counts may stop above digest_over. */
struct pace_seen {
    int waiting;  /* events that wait to be told */
    msec waited;  /* by the first of them */
    msec due_in;  /* until the first is due; below 0: one is */
    int recent;   /* events told in the last minute */
    int upstream; /* changes that may yet become events */
    int free;     /* messages that the quota has room for; of none it does not matter */
    msec free_in; /* until it has room for another */
    int unsent;   /* messages that are made and wait for that room */
    bool off;     /* it is switched off; what waits is gathered when it is on again */
    msec rest;    /* that its receiver has asked for, how long from now; 0: none */
    bool piled;   /* some of what waits has gathered during a rest that is over */
};

struct pace_next {
    bool go;   /* make messages now */
    bool fold; /* of all that waits one */
    int room;  /* so many at most, at least 1 */
    msec wait; /* unless it goes: look again then; PACE_NEVER: when something comes */
};

#define PACE_NEVER INT64_MAX

struct pace_next pace_look(const struct pace *pace, const struct pace_seen *seen);

/* How long a message made at `now` (wall clock) is kept back so that it is not sent at a full or half hour,
 * when everybody sends. Half hours are the same in every zone whose offset is a multiple of 30 minutes.
 * `chance` is a random number. */
msec pace_busy_wait(const struct pace *pace, msec now, uint32_t chance);

#endif
