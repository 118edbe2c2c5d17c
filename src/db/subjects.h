/* The subjects of the ledger, page by page, and the calendar that they are judged by. */
#ifndef DB_SUBJECTS_H
#define DB_SUBJECTS_H

#include "base/calendar.h"
#include "core/facts_set.h"
#include "db/script.h"

/* One page of one kind: a section of a script. Codes found are added to `work`. */
struct subject_page {
    enum subject_kind kind;
    char
        *after; /* the last place of the page before; NULL: from the beginning. Owned; moved on by the page */
    int limit;
    struct work *work;
    size_t found; /* in this page */

    /* Private. */
    char limit_text[16];
    const char *params[2];
};

extern const struct db_step subject_page_steps[];
void subject_page_done(struct subject_page *page);

/* How many projects and indicators the ledger has for a year: the indicators of the year, and all projects
 * but those that have rows in other years only. */
MUST_CHECK bool subjects_count(struct db_session *session, int year, int64_t *ret_projects,
                               int64_t *ret_indicators, struct err *err);

/* The official calendar with the ledger's own days laid over it. `ctx` is the calendar, initialised
 * here. */
extern const struct db_step calendar_steps[];

#endif
