/* What a reply sheet is made of, and what its answers become. */
#ifndef DB_STORE_OUTLOOK_H
#define DB_STORE_OUTLOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/mem.h"
#include "core/rule.h"
#include "db/session.h"

/* Texts are as the database has them; "" where there is none. */
struct outlook_deviation {
    int64_t id;
    enum severity severity; /* NONE: it stands no longer */
    const char *rule, *kind, *code, *name;
    int year;
    const char *unit_code;
    const char *observed, *expected, *gap, *explanation;
    const char *manager, *answers;
    bool belongs; /* to the unit that was asked for, or to one below it */
    bool acknowledged;
    const char *cause, *decision, *action, *action_due, *note; /* of the acknowledgement */
};

struct outlook_deviations {
    struct outlook_deviation *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* `*ret_name` is in the arena. An unknown unit is ERR_INPUT. */
MUST_CHECK bool store_outlook_unit(struct db_session *session, struct arena *arena, const char *code,
                                   const char **ret_name, struct err *err);

/* Without ids the red and yellow ones that stand in the unit and those below it, red first. With ids
 * these, those that stand locked to the end of the transaction, which the caller has begun. An id that
 * there is not is left out. Ends with store_outlook_done(). */
MUST_CHECK bool store_outlook_list(struct db_session *session, const char *unit, int year,
                                   struct outlook_deviations *ret_list, struct err *err);
MUST_CHECK bool store_outlook_lock(struct db_session *session, const char *unit, int year, const int64_t *ids,
                                   size_t id_count, struct outlook_deviations *ret_list, struct err *err);
void store_outlook_done(struct outlook_deviations *list);

/* One answer, checked. NULL or DATE_NONE: nothing is said. */
struct outlook_answer {
    const struct outlook_deviation *about;
    const char *by;
    const char *cause, *decision, *likelihood; /* codes */
    const char *note, *action;
    date due;             /* where there is an action */
    const char *expected; /* a plain decimal */
    bool says_outlook;    /* of a project or an indicator: goes into `outlooks`, too */
    bool outlook_shared;  /* the outlook's cause and note are said by another answer */
};

struct outlook_counts {
    int64_t acknowledgements, outlooks, rectifications; /* written; what was so already is not counted */
};

/* Writes one answer within the transaction that the caller has begun; `ret_counts` is added to. What is
 * there already stays untouched. `period` is 2023-07. */
MUST_CHECK bool store_outlook_write(struct db_session *session, const struct outlook_answer *answer,
                                    const char *period, struct outlook_counts *ret_counts, struct err *err);

#endif
