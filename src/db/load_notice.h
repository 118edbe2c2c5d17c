/* Reads what a notice needs of the ledger and of what stands (core/notice.h): in one snapshot of its own. */
#ifndef DB_LOAD_NOTICE_H
#define DB_LOAD_NOTICE_H

#include "core/notice.h"
#include "db/session.h"

struct notice_subject {
    const char *unit; /* NULL: the unit above all others; of several such, all units together */
    int year, month;
    date clock;
    const char *const
        *head_roles; /* what the head of a unit is called in people.role, the first before the others */
    size_t head_role_count;
};

/* Begins and ends a transaction (REPEATABLE READ, READ ONLY): the session must not be in one. An unknown
 * unit, or a ledger without any, is ERR_INPUT with a sentence. The facts of the sheet are those of the
 * month's end. Ends with notice_facts_free(). */
MUST_CHECK bool load_notice(struct db_session *session, const struct notice_subject *subject,
                            const struct policy *policy, struct notice_facts *ret_facts, struct err *err);

/* The same of one project: its rows are the project itself, and what belongs to units is left empty; so is
 * what stands, and of the units there is the project's alone. `unit` of the subject is the project's code. */
MUST_CHECK bool load_notice_project(struct db_session *session, const struct notice_subject *subject,
                                    const struct policy *policy, struct notice_facts *ret_facts,
                                    struct err *err);

#endif
