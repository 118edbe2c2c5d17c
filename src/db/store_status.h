/* What `budgetwatch status` shows, read in one snapshot: money by unit, lights, and how the daemon is. */
#ifndef DB_STORE_STATUS_H
#define DB_STORE_STATUS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/dec.h"
#include "base/mem.h"
#include "core/catalogue_status.h"
#include "db/session.h"

struct status_lights {
    int64_t red, yellow, blue; /* deviations that stand */
};

/* A unit's own projects; sub-units are rows of their own. */
struct status_unit {
    const char *code, *name;
    const char *parent_code; /* "" for a root */
    int depth;               /* 0: a root */
    bool has_projects;       /* in this year */
    int month;               /* the latest closed month it reported; 0: none yet */
    fen basic_budget, basic_spent;
    fen project_budget, project_spent;
    struct status_lights lights;
};

struct status {
    int year;
    struct status_unit *units; /* in the order of the tree */
    size_t unit_count;
    struct status_daemon daemon;
    const char *closed_on, *closed_by; /* when the year was closed, by the office's day; "": it is open */
    struct status_lights lights;       /* of the year; the rows' sum, and those whose unit is gone */
    struct arena arena;                /* private: holds the texts and the units */
};

/* The running year, or the latest before it that has a budget. */
MUST_CHECK bool store_status_year(struct db_session *session, int running_year, int *ret_year,
                                  struct err *err);

/* `closed`: months of `year` that are closed, 0..12. `utc_offset`: of the office, in minutes. Ends with
 * store_status_done(). A sum that does not fit into int64 fen is an error of the statement. */
MUST_CHECK bool store_status_read(struct db_session *session, int year, int closed, int utc_offset,
                                  struct status *ret_status, struct err *err);
/* The same, with the rows of one unit and all below it only; none: there is no such unit in the tree. The
 * lights of the year are those of all. */
MUST_CHECK bool store_status_read_unit(struct db_session *session, int year, int closed, int utc_offset,
                                       const char *unit, struct status *ret_status, struct err *err);
void store_status_done(struct status *status);

/* Lays the database's calendar over `calendar`. */
MUST_CHECK bool store_status_calendar(struct db_session *session, struct calendar *calendar, struct err *err);

/* The ledger's triggers that its owner has switched off or dropped, "" where all are on; added to `ret_off`.
 */
MUST_CHECK bool store_status_triggers(struct db_session *session, struct buf *ret_off, struct err *err);

#endif
