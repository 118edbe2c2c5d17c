/* The rows of COPY TO STDOUT, taken one by one by whoever wants the next: what comes is left with the server
 * until then, so that memory is bounded by what arrives in one turn of the session's loop. For threads. */
#ifndef DB_PULL_H
#define DB_PULL_H

#include "base/buf.h"
#include "db/session.h"

struct db_pull {
    /* Private. */
    struct db_session *session;
    struct db_op op;
    struct db_session_look look;
    bool over;
    struct buf rows; /* each with its length before it */
    size_t at;
};

/* A zeroed struct. After a failure there is nothing to end. */
MUST_CHECK bool db_pull_start(struct db_pull *pull, struct db_session *session, const struct db_call *call,
                              struct err *err);
/* The next row, valid until the next call; length 0: there are no more, and all went well. The bytes may be
 * written over. */
MUST_CHECK bool db_pull_next(struct db_pull *pull, char **ret_data, size_t *ret_length, struct err *err);
/* Whether the next row is there already. */
bool db_pull_has_row(const struct db_pull *pull);
/* Also in the middle; the session is then in doubt and is to be closed. */
void db_pull_end(struct db_pull *pull);

#endif
