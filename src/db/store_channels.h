/* How channels fare and what waits for them, for the command line: reading it, and switching channels on and
 * off. What the daemon does with it is in db/store_messages.h and db/store_stage.h. */
#ifndef DB_STORE_CHANNELS_H
#define DB_STORE_CHANNELS_H

#include "base/clock.h"
#include "base/mem.h"
#include "db/session.h"

/* Of the configuration at hand. */
struct channel_known {
    const char *name;
    int rates; /* of its quota */
};

/* Texts are "" where there is none, times RFC 3339. */
struct channel_fare {
    const char *channel;
    bool configured;                            /* known to the configuration at hand */
    int64_t waiting, held, silenced, inhibited; /* events */
    int64_t pending, sending, dead;             /* messages */
    const char *paused_until;
    const char *off_since, *off_reason;
    const char *off_by; /* "": its receiver is gone */
};

struct channel_fares {
    struct channel_fare *list; /* by name */
    size_t count;
};

/* Those that are known, and others that something waits for or is dead. Lives in `arena`. */
MUST_CHECK bool store_channels_status(struct db_session *session, const struct channel_known *known,
                                      size_t count, struct arena *arena, struct channel_fares *ret_fares,
                                      struct err *err);

/* Both wake the daemons. Switching on what is on is no error: `*ret_was_off` says so. `by` may be NULL: who
 * is logged in. */
MUST_CHECK bool store_channels_on(struct db_session *session, const char *channel, bool *ret_was_off,
                                  struct err *err);
MUST_CHECK bool store_channels_off(struct db_session *session, const char *channel, const char *reason,
                                   const char *by, struct err *err);

/* One event or message that waits. */
struct channel_wait {
    bool is_message;
    const char *id, *channel;
    const char *what; /* "opened", or a message's type */
    const char *severity, *subject;
    msec since;         /* wall clock */
    const char *why;    /* a word: see sql/statements/waits_list.sql */
    msec until;         /* wall clock; 0: nobody knows */
    const char *detail; /* what belongs to the word */
};

struct channel_waits {
    struct channel_wait *list; /* the oldest first */
    size_t count;
};

MUST_CHECK bool store_channels_waits(struct db_session *session, const struct channel_known *known,
                                     size_t count, int limit, struct arena *arena,
                                     struct channel_waits *ret_waits, struct err *err);

#endif
