/* What `budgetwatch check` asks of the database beside what others ask. */
#ifndef DB_STORE_CHECK_H
#define DB_STORE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "db/session.h"

/* Who is logged in, and what that login may do. */
struct store_login {
    char *name;
    bool superuser;
    bool owner;  /* of the ledger's tables, or a member of their owner */
    bool powers; /* may create roles or databases, replicate, or pass over row security */
    bool daemon; /* a member of budgetwatch_daemon */
};

/* Ends with store_login_done(). */
MUST_CHECK bool store_check_login(struct db_session *session, struct store_login *ret_login, struct err *err);
void store_login_done(struct store_login *login);

/* Adds the codes that are no unit's, with commas between them; nothing where all are. */
MUST_CHECK bool store_check_units(struct db_session *session, const char *const *codes, size_t count,
                                  struct buf *ret_unknown, struct err *err);

#endif
