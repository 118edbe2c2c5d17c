/* The group roles of the cluster, and what each may do in this database.
 *
 *   budgetwatch_daemon    runs, delivers; reads facts and writes none
 *   budgetwatch_source    a program that writes facts
 *   budgetwatch_reporter  a person who writes facts, and sees what they led to
 *   budgetwatch_officer   reads, and acknowledges deviations
 *   budgetwatch_reader    reads
 *
 * They cannot log in; login roles are made members of them. The owner is whoever ran migrate. What each
 * may do is in sql/statements/roles_grant.sql. */
#ifndef DB_ROLES_H
#define DB_ROLES_H

#include <stdbool.h>

#include "base/err.h"
#include "db/session.h"

/* Make the roles that are missing and set every role's rights, exactly; again and again changes nothing.
 * To be called when the schema is this program's, by its owner. Where a role is missing and this user may
 * not make it, `*ret_complete` is false and no right was changed: an administrator runs roles_sql(). */
MUST_CHECK bool roles_set(struct db_session *session, bool *ret_complete, struct err *err);

/* What makes the missing roles; harmless where there are none. */
const char *roles_sql(void);

#endif
