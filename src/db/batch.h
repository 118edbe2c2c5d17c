/* One batch of subjects, evaluated in one transaction.
 *
 *   begin (repeatable read) -> guard (leader row, FOR SHARE, epoch) -> take subjects
 *     -> read facts and what is known of them -> decide (core) -> write -> commit
 *
 * The snapshot is one: the log rows it can see and the facts of their subjects. What is written goes
 * in together: states, events, the days on which subjects must be looked at again, and the deletion of
 * exactly the log rows that were read. A crash between any two statements leaves all of it or nothing.
 *
 * Where the subjects come from:
 *   BATCH_CHANGES  the oldest rows of the change log, and what depends on them
 *   BATCH_DUE      the schedule: a date can have changed the verdict
 *   BATCH_PAGE     the next page of a full pass, and what the change log says of its subjects; the last one
 *                  writes the pass down */
#ifndef DB_BATCH_H
#define DB_BATCH_H

#include "core/changes.h"
#include "db/array.h"
#include "db/load_few.h"
#include "db/subjects.h"

enum batch_kind { BATCH_CHANGES, BATCH_DUE, BATCH_PAGE };

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
    int64_t after;             /* BATCH_CHANGES: log rows with this id or a smaller one are passed over */
    struct subject_page *page; /* BATCH_PAGE; moved on by the batch only when it commits */
    bool last_kind;            /* BATCH_PAGE: no kind comes after this one */
    const char *fingerprint;   /* BATCH_PAGE: written down with the last page */
    date pass_began;           /* BATCH_PAGE: the same; the first page did not see a later day */
    const char
        *everything; /* BATCH_PAGE: ids of the log rows that asked for the pass, as an array; NULL: none */
    bool proof;      /* BATCH_PAGE: a state that changes is an error, unless a fact just did */

    /* Made. */
    struct err err;  /* ERR_NONE: committed. ERR_CONFLICT: somebody else leads */
    bool conflicted; /* another transaction was in the way: try again at once */
    size_t subjects; /* evaluated */
    size_t events;
    size_t consumed;        /* rows of the change log */
    int64_t last_log_id;    /* BATCH_CHANGES: of those the last that spoke of a subject */
    bool more;              /* BATCH_CHANGES: the log has not been read to its end */
    bool pass_wanted;       /* BATCH_CHANGES: the log asks for a full pass, so nothing was evaluated */
    size_t repaired;        /* states that the proof had to change */
    bool pass_finished;     /* the last page of the last kind was done */
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
    char *page_before; /* where the page stood, to go back to if the batch fails */
    struct unit_stood {
        const char *code;
        int year;
        unsigned months;
    } * stood;
    size_t stood_count, stood_capacity;
    bool log_is_empty;
    void (*done)(struct batch *batch);
};

/* On true `done` will be called once, later; on false it will not, and `batch->err` says why. */
MUST_CHECK bool batch_start(struct batch *batch, struct db_conn *conn, void (*done)(struct batch *batch));
void batch_free(struct batch *batch);

/* The years whose money and goals are watched on that day. */
void batch_years(date today, int *ret_first, int *ret_last);

#endif
