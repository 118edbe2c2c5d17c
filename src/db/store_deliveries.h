/* Messages as people see them: reading for `budgetwatch deliveries`, and sending dead ones again. */
#ifndef DB_STORE_DELIVERIES_H
#define DB_STORE_DELIVERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "db/session.h"

/* Texts are as the database has them, times in RFC 3339; "" where there is none. */
struct delivery_row {
    const char *id, *channel, *type;
    const char *state; /* pending, sending, delivered, dead */
    int attempts;
    const char *created_at, *next_attempt_at, *settled_at;
    int last_status; /* 0: no answer */
    const char *last_answer;
    const char *body;
    const char *history; /* the attempts that ended, as JSON: see sql/statements/messages_list.sql */
};

struct delivery_rows {
    struct delivery_row *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* The newest `limit`; with an `id` (NULL: none) that one message, or nothing. Ends with
 * store_deliveries_done(). */
MUST_CHECK bool store_deliveries_list(struct db_session *session, const char *id, bool only_dead, int limit,
                                      struct delivery_rows *ret_rows, struct err *err);
void store_deliveries_done(struct delivery_rows *rows);

/* Send all of `ids` again or none, in one transaction, and wake the daemon. An id that is not dead is
 * ERR_INPUT with a sentence that names each such id. */
MUST_CHECK bool store_deliveries_retry(struct db_session *session, char *const *ids, size_t id_count,
                                       struct err *err);

#endif
