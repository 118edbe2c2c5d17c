/* Notices as they were sent: stored with the messages that carry them, never altered. */
#ifndef DB_STORE_NOTICES_H
#define DB_STORE_NOTICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/mem.h"
#include "core/message.h"
#include "db/array.h"
#include "db/session.h"

/* 1. Sending. */

/* Whether this login may send notices at all. */
MUST_CHECK bool store_notice_may(struct db_session *session, bool *ret_may, struct err *err);

/* The last version of a unit's notice of a month. */
struct notice_latest {
    int64_t id;
    int version;   /* 0: none was sent; then nothing else is said */
    char *figures; /* the JSON as sent; free() */
};
MUST_CHECK bool store_notice_latest(struct db_session *session, const char *unit, int year, int month,
                                    struct notice_latest *ret_latest, struct err *err);

/* One to be stored, with its messages. Texts are borrowed. */
struct notice_stored {
    const char *unit; /* "": of all units together */
    int year, month, version;
    bool by_daemon;
    date sent_on, clock, due_on;
    bool late;
    const char *title, *figures, *html, *changes;

    /* Private; a zeroed struct has no messages. */
    struct db_array ids, channels, types, bodies, waits;
};

void store_notice_message(struct notice_stored *notice, const char *id, const char *channel, const char *type,
                          const char *body, msec wait);
/* All or nothing. `*ret_id` is 0 where somebody else has stored this version meanwhile: nothing is written.
 */
MUST_CHECK bool store_notice_send(struct db_session *session, struct notice_stored *notice, int64_t *ret_id,
                                  struct err *err);
void store_notice_free(struct notice_stored *notice); /* the messages */

/* 2. What is to be sent. */

/* The units that have projects, those above first, in `arena`. */
MUST_CHECK bool store_notice_units(struct db_session *session, struct arena *arena, const char ***ret_units,
                                   size_t *ret_count, struct err *err);
/* The one unit above all others, in `arena`; "" where there are several. ERR_INPUT where there is none. */
MUST_CHECK bool store_notice_root(struct db_session *session, struct arena *arena, const char **ret_unit,
                                  struct err *err);

/* The latest month of which a unit has had a notice. */
struct notice_state {
    int year, month; /* 0: it never had one */
    date sent_on;    /* the last version of it */
};
/* `ret_states` has room for one for each unit. */
MUST_CHECK bool store_notice_states(struct db_session *session, const char *const *units, size_t count,
                                    struct notice_state *ret_states, struct err *err);

/* The head of a unit, in `arena`; nobody (name NULL) where none is known. */
MUST_CHECK bool store_notice_head(struct db_session *session, struct arena *arena, const char *unit,
                                  const char *const *roles, size_t role_count,
                                  struct message_person *ret_head, struct err *err);

/* 3. What was sent. */

struct notice_sent_row {
    int64_t id;
    const char *unit;      /* "": of all units together */
    const char *unit_name; /* "": there is no such unit today */
    int year, month, version;
    const char *at;        /* RFC 3339, UTC */
    const char *at_office; /* "2023-08-07 09:10:00" */
    const char *user;      /* who was logged in */
    bool by_daemon;
    const char *clock, *due_on; /* ISO dates */
    bool late;
    const char *title;
    int64_t changes;
    const char *messages; /* JSON: a list of {"id","channel","state"} */
};

struct notice_sent_rows {
    struct notice_sent_row *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* In the order of sending. `year` and `unit`: 0 and NULL are every. Ends with store_notices_done(). */
MUST_CHECK bool store_notices_list(struct db_session *session, int year, int month, const char *unit,
                                   int utc_offset, struct notice_sent_rows *ret_rows, struct err *err);
void store_notices_done(struct notice_sent_rows *rows);

/* Its text as it was sent, to be freed. An unknown number is ERR_INPUT. */
MUST_CHECK bool store_notice_read(struct db_session *session, int64_t id, bool html, char **ret_text,
                                  struct err *err);

#endif
