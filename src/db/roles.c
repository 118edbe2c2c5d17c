#include "db/roles.h"

#include "db/result.h"
#include "embedded/statements.h"

/* Making roles and granting are apart: a user that owns the schema may grant, and often may not make roles.
 * Each is one statement, which happens or does not. */

static bool any_missing(struct db_session *session, bool *ret_missing, struct err *err);
static bool grant(struct db_session *session, struct err *err);

bool roles_set(struct db_session *session, bool *ret_complete, struct err *err)
{
    struct err refused = {0};
    bool missing = false;

    /* Refused where this user may not make roles. That is no fault as long as they are there. */
    if (!db_session_exec(session, sql_roles_create, &refused) && refused.code != ERR_DB_QUERY)
        return err_set(err, refused.code, "%s", refused.text);
    if (!any_missing(session, &missing, err))
        return false;
    if (!missing && !grant(session, err))
        return err_prefix(err, "setting the rights of the roles");
    *ret_complete = !missing;
    return true;
}

static bool any_missing(struct db_session *session, bool *ret_missing, struct err *err)
{
    struct pg_result *rows = NULL;

    if (!db_session_run(session, &(struct db_call){.sql = sql_roles_missing}, &rows, err))
        return err_prefix(err, "looking for the roles");
    *ret_missing = !db_null(rows, 0, 0);
    db_result_free(rows);
    return true;
}

/* Two at once would stumble over each other's changes of the same tables. */
static bool grant(struct db_session *session, struct err *err)
{
    if (!db_session_exec(session, "BEGIN", err))
        return false;
    if (db_session_exec(session, sql_migrate_lock, err) && db_session_exec(session, sql_roles_grant, err) &&
        db_session_exec(session, "COMMIT", err))
        return true;
    /* The error that stands is the one to tell; a lost connection rolls back by itself. */
    struct err ignored = {0};
    (void)!db_session_exec(session, "ROLLBACK", &ignored);
    return false;
}

const char *roles_sql(void)
{
    return sql_roles_create;
}
