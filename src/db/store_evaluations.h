/* Evaluations that were made: kept as they were printed, never altered. */
#ifndef DB_STORE_EVALUATIONS_H
#define DB_STORE_EVALUATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/mem.h"
#include "db/session.h"

/* One to be stored; nothing is kept of the pointers. */
struct evaluation_made {
    bool of_unit; /* else of a project */
    const char *code;
    int year;
    date clock;
    const char *rubric, *rubric_text;
    int64_t audit_id;   /* sheet_facts.audit_id */
    const char *result; /* the JSON as printed; must not tell when or as of which audit id it was made */
    micro total;
    const char *grade;
};

/* Whether this login may store one at all: who may only read still gets to evaluate. */
MUST_CHECK bool store_evaluation_may(struct db_session *session, bool *ret_may, struct err *err);

/* The same result by the same rubric, of the same subject and year, is stored once: `*ret_new` is false
 * where it stood already, and `*ret_id` is then that one's. The session must not be in a transaction. */
MUST_CHECK bool store_evaluation_save(struct db_session *session, const struct evaluation_made *made,
                                      int64_t *ret_id, bool *ret_new, struct err *err);

struct evaluation_row {
    int64_t id;
    const char *at;        /* RFC 3339, UTC */
    const char *at_office; /* "2024-01-15 09:30:00" */
    const char *user;      /* who was logged in */
    bool of_unit;
    const char *code;
    int year;
    date clock;
    const char *rubric, *rubric_digest; /* SHA-256 of its text, hexadecimal */
    int64_t audit_id;
    const char *result_digest;
    micro total;
    const char *grade;
    const char *rubric_text, *result; /* NULL in a list */
};

struct evaluation_rows {
    struct evaluation_row *list;
    size_t count;
    struct arena arena; /* private: holds all of it */
};

/* In the order of storing. `year` 0: every year. `code` NULL: of all subjects; then `of_unit` says nothing.
 * `utc_offset`: minutes east of UTC of the office. Ends with store_evaluations_done(). */
MUST_CHECK bool store_evaluations_list(struct db_session *session, int year, bool of_unit, const char *code,
                                       int utc_offset, struct evaluation_rows *ret_rows, struct err *err);
/* One, whole: `ret_rows` has one row. An unknown number is ERR_INPUT. */
MUST_CHECK bool store_evaluation_read(struct db_session *session, int64_t id, int utc_offset,
                                      struct evaluation_rows *ret_rows, struct err *err);
void store_evaluations_done(struct evaluation_rows *rows);

struct evaluation_change {
    const char *table;
    int64_t count; /* rows of the audit trail */
};

/* What the audit trail says of the time between two evaluations, most changes first. It tells of rows that
 * were changed or deleted, of whatever subject; rows that came new are not in it: those show as rows behind
 * an item that one result names and the other does not. */
struct evaluation_changes {
    struct evaluation_change *list;
    size_t count;
    int64_t total;
    bool whole;         /* false: the trail has been forgotten in part, there may have been more */
    struct arena arena; /* private */
};

/* Of the audit ids of two evaluations, in any order. Ends with store_evaluation_changes_done(). */
MUST_CHECK bool store_evaluation_changes(struct db_session *session, int64_t audit_a, int64_t audit_b,
                                         struct evaluation_changes *ret_changes, struct err *err);
void store_evaluation_changes_done(struct evaluation_changes *changes);

#endif
