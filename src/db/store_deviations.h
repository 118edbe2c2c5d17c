/* Deviations as people see them: reading for `budgetwatch alerts`, and acknowledging. */
#ifndef DB_STORE_DEVIATIONS_H
#define DB_STORE_DEVIATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/mem.h"
#include "core/catalogue_page.h"
#include "core/rule.h"
#include "db/session.h"

/* Texts are as the database has them; "" where there is none. */
struct deviation_row {
    int64_t id;
    enum severity severity; /* NONE: it stands no longer */
    const char *rule;       /* as text: a newer daemon may know more rules than we do */
    const char *subject_kind, *subject_code, *subject_name;
    int year;
    const char *unit_code, *unit_name;
    const char *since;
    int month; /* 0: none */
    const char *observed, *expected, *gap, *explanation;
    const char *manager;
    const char *answers_name, *answers_role, *answers_unit; /* who answers, of people */
    const char *acknowledged_at;                            /* RFC 3339; "": not acknowledged */
    const char *acknowledged_on;                            /* the same as the office's date */
    const char *acknowledged_by, *cause, *decision, *action, *action_due, *action_done_on;
    const char *action_owner, *action_verified_on;
    /* The last action that was said to be done and has been checked, also of an acknowledgement that has
     * lapsed; one of `verified_on` and `refuted_on` is there. */
    const char *checked_action, *checked_owner, *checked_done_on, *verified_on, *refuted_on;
};

struct deviation_rows {
    struct deviation_row *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* Which ones. NULL, 0: any. */
struct deviation_filter {
    int year;
    bool all;                                     /* also those that stand no longer */
    const char *severity, *rule, *unit, *subject; /* `unit`: and those below it; `subject`: its code */
    const char *acknowledged;                     /* "true", "false" */
    const char *ids;                              /* an array as text: "{17}" */
    const char
        *after; /* where the list before ended: store_deviation_place(); one that is none is ERR_INPUT */
    int limit;
};
MUST_CHECK bool store_deviations_find(struct db_session *session, const struct deviation_filter *filter,
                                      int utc_offset, struct deviation_rows *ret_rows, struct err *err);

/* The place of a row in the list: "1_2023-09-14_17". */
enum { DEVIATION_PLACE_TEXT = 48 };
const char *store_deviation_place(const struct deviation_row *row, char text[static DEVIATION_PLACE_TEXT]);

/* Standing ones, red first and the oldest first; with `all` also those that stand no longer. `year` 0:
 * every year. `utc_offset`: minutes east of UTC of the office. Ends with store_deviations_done(). */
MUST_CHECK bool store_deviations_list(struct db_session *session, int year, bool all, int utc_offset,
                                      struct deviation_rows *ret_rows, struct err *err);
/* Those of these ids that there are, in the same order: standing ones first, red before the others. */
MUST_CHECK bool store_deviations_of(struct db_session *session, const int64_t *ids, size_t count,
                                    int utc_offset, struct deviation_rows *ret_rows, struct err *err);
void store_deviations_done(struct deviation_rows *rows);

/* What an officer says of a deviation. NULL where nothing is said: an earlier acknowledgement that has
 * not lapsed keeps what it says there. */
struct acknowledgement {
    const char *by;
    const char *cause;    /* funding, institution, personnel, hardware, other */
    const char *decision; /* continue, transfer, cancel */
    const char *action;   /* a new action (整改措施) replaces the earlier one with its owner and dates */
    const char *owner;    /* of people, in the unit or above; NULL: the person who answers */
    date action_due;      /* DATE_NONE: none */
    date action_done_on;  /* DATE_NONE: not done */
    const char *note;
};

/* Acknowledge all of `ids` or none, in one transaction, and wake the daemon. An id that does not stand
 * is ERR_INPUT with a sentence that names each such id. The same id twice counts once. The
 * same where an owner is no person of the unit or above, or an action is done or owned that nobody has said.
 * `ret_fault` (may be NULL) says which of the three an ERR_INPUT is. */
MUST_CHECK bool store_deviations_acknowledge(struct db_session *session, const int64_t *ids, size_t id_count,
                                             const struct acknowledgement *what, enum ack_fault *ret_fault,
                                             struct err *err);

#endif
