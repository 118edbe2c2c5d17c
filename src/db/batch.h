/* One batch of subjects, evaluated in one transaction.
 *
 *   begin (repeatable read) -> guard (leader row, FOR SHARE, epoch) -> take subjects
 *     -> read facts and what is known of them -> decide (core) -> write -> commit
 *
 * The snapshot is one: the years that are closed, the log rows it can see and the facts of their subjects.
 * What is written goes in together: states, events, the days on which subjects must be looked at again, and
 * the deletion of exactly the log rows that were read. A crash between any two statements leaves all of it or
 * nothing. A page is decided a few subjects at a time, so that the loop is never held up by it.
 *
 * Where the subjects come from:
 *   BATCH_CHANGES  the oldest rows of the change log, and what depends on them
 *   BATCH_DUE      the schedule: a date can have changed the verdict
 *   BATCH_PAGE     a page of a full pass: all subjects of a kind between two codes, those that are gone but
 * for which a deviation stands among them, and what the change log says of them. Several may be under way at
 *                  once, on connections of their own: what they read and write does not meet
 *   BATCH_CLEAR    nobody: no full pass was ever finished, and the first is about to look at everything; the
 * change log of the import that came before is emptied at once, unless somebody is writing to it. No event
 *                  has spoken of anything yet that the log could show to be corrected
 *   BATCH_FINISH   nobody: every page of a full pass is done, which is written down */
#ifndef DB_BATCH_H
#define DB_BATCH_H

#include "core/changes.h"
#include "db/array.h"
#include "db/load_few.h"
#include "db/subjects.h"

enum batch_kind { BATCH_CHANGES, BATCH_DUE, BATCH_PAGE, BATCH_CLEAR, BATCH_FINISH };

enum { BATCH_ARRAYS = 17 };

struct batch {
    void *owner;

    /* Given. Borrowed until `done`. */
    enum batch_kind kind;
    const char *holder;
    int64_t epoch;
    date today;
    enum language language;
    const struct policy *policy;
    const struct calendar *calendar;
    int limit;
    int64_t after;                 /* BATCH_CHANGES: log rows with this id or a smaller one are passed over */
    const struct page_range *page; /* BATCH_PAGE */
    const struct unit_table *reported; /* BATCH_PAGE of projects: of the units on the pages before */
    const char
        *frontier; /* BATCH_PAGE of projects: the last code that any page has gone to; NULL: none has */
    const char *fingerprint; /* BATCH_FINISH: written down */
    date pass_began;         /* BATCH_FINISH: the same; the first page did not see a later day */
    const char *everything;  /* BATCH_CLEAR, BATCH_FINISH: ids of the log rows that asked for the pass, as an
                                array; NULL: none */
    bool proof;              /* BATCH_PAGE: a state that changes is an error, unless a fact just did */

    /* Made. */
    struct err err;  /* ERR_NONE: committed. ERR_CONFLICT: somebody else leads */
    bool conflicted; /* another transaction was in the way: try again at once */
    size_t subjects; /* evaluated */
    size_t events;
    size_t consumed;        /* rows of the change log */
    size_t slices;          /* BATCH_PAGE: in how many turns of the loop it was decided */
    int64_t last_log_id;    /* BATCH_CHANGES: of those the last that spoke of a subject */
    bool more;              /* BATCH_CHANGES: the log has not been read to its end */
    bool pass_wanted;       /* BATCH_CHANGES: the log asks for a full pass, so nothing was evaluated */
    size_t repaired;        /* states that the proof had to change */
    struct changes changes; /* what was decided, for the log; freed by batch_done() */

    /* Private. */
    struct db_script script;
    struct work work;
    struct work touched; /* BATCH_PAGE: those of which the change log spoke */
    struct load_facts load;
    struct load_few few;
    struct db_array arrays[BATCH_ARRAYS];
    struct db_array log_ids, units_turned;
    char *unit_left,
        *project_left; /* a unit whose projects do not all fit, and the last that does; or NULL */
    const char *params[BATCH_ARRAYS];
    char numbers[4][24];
    char day[DATE_TEXT];
    struct closed_years closed;
    struct unit_table stood; /* what units had reported when their projects were last evaluated */
    struct wake *scheduled;  /* BATCH_PAGE: as it stands, in the order of kind and code */
    size_t scheduled_count, scheduled_capacity;
    bool log_is_empty;
    bool writes;          /* something has been written but the log rows that were taken */
    bool log_stays;       /* BATCH_CLEAR: it asks for another pass */
    struct db_conn *conn; /* BATCH_PAGE: between reading and writing the transaction stays open */
    uv_idle_t deciding;
    size_t decided; /* of the set's entries */
    bool canceled;
    void (*done)(struct batch *batch);
};

/* On true `done` will be called once, later; on false it will not, and `batch->err` says why. */
MUST_CHECK bool batch_start(struct batch *batch, struct db_conn *conn, void (*done)(struct batch *batch));
/* End it now: what it did is rolled back. `done` is still called. */
void batch_cancel(struct batch *batch);
void batch_free(struct batch *batch);

/* The years whose money and goals are watched on that day. */
void batch_years(date today, int *ret_first, int *ret_last);

#endif
