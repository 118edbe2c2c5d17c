/* The subjects of the ledger, page by page, and the calendar that they are judged by. */
#ifndef DB_SUBJECTS_H
#define DB_SUBJECTS_H

#include "base/calendar.h"
#include "db/load_facts.h"

/* The pages of one kind: ranges of codes that follow each other without a gap, so that what the ledger does
 * not have any more lies on one, too. They are listed some at a time. A zeroed struct with `kind` and `size`
 * is ready. */
struct subject_pages {
    enum subject_kind kind;
    int size;        /* subjects, of the ledger's, on a page */
    bool all_listed; /* the last of the pages that are listed is the last of all */

    /* Private. */
    char *after;
    struct page_range *list; /* their texts are owned */
    size_t next, count, capacity;
    char numbers[2][24];
    const char *params[3];
};

/* A section of a script: lists some more. `ctx` is a struct subject_pages. */
extern const struct db_step subject_pages_steps[];

/* Take the next page that is listed; its texts are then the caller's, to free with page_range_free(). False:
 * none. */
bool subject_pages_take(struct subject_pages *pages, struct page_range *ret_range);
/* Put one back that was not done. The texts are the list's again. */
void subject_pages_return(struct subject_pages *pages, struct page_range range);
size_t subject_pages_left(const struct subject_pages *pages); /* of those that are listed */
void subject_pages_done(struct subject_pages *pages);
void page_range_free(struct page_range *range);

/* How many projects and indicators the ledger has for a year: the indicators of the year, and all projects
 * but those that have rows in other years only. */
MUST_CHECK bool subjects_count(struct db_session *session, int year, int64_t *ret_projects,
                               int64_t *ret_indicators, struct err *err);

/* The official calendar with the ledger's own days laid over it. `ctx` is the calendar, initialised
 * here. */
extern const struct db_step calendar_steps[];

#endif
