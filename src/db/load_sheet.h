/* Reads what an evaluation needs of the ledger (core/sheet_facts.h): in one snapshot of its own. */
#ifndef DB_LOAD_SHEET_H
#define DB_LOAD_SHEET_H

#include "core/policy.h"
#include "core/sheet_facts.h"
#include "db/session.h"

/* Which sheet. `clock` and `open` are only handed on: what they mean for the facts is core's to decide. */
struct sheet_subject {
    bool of_unit;     /* else of a project */
    const char *code; /* of a unit "": of all units together */
    int year;
    date clock;
    bool open;
    bool all_indicators; /* of a unit: those that sub-units own, too, which its sheet does not measure */
};

/* Begins and ends a transaction (REPEATABLE READ, READ ONLY): the session must not be in one. The policy
 * says, as for the daemon, whether last year's or the peers' figures are read, too. An unknown code is
 * ERR_INPUT with a sentence. Ends with sheet_facts_free(). */
MUST_CHECK bool load_sheet(struct db_session *session, const struct sheet_subject *subject,
                           const struct policy *policy, struct sheet_facts *ret_facts, struct err *err);
/* The same inside a transaction of the caller's. */
MUST_CHECK bool load_sheet_within(struct db_session *session, const struct sheet_subject *subject,
                                  const struct policy *policy, struct sheet_facts *ret_facts,
                                  struct err *err);

#endif
