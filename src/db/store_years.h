/* Fiscal years: the partitions that hold the facts of each, and closing one (关账). */
#ifndef DB_STORE_YEARS_H
#define DB_STORE_YEARS_H

#include "base/err.h"
#include "base/mem.h"
#include "db/trip.h"
#include "db/session.h"

/* The partitions of a fiscal year, which are made where they are missing; part of the transaction that is
 * open. Where there is nothing to make this is one round trip and takes no lock. */
MUST_CHECK bool store_years_prepare(struct db_session *session, int year, struct err *err);

struct year_rows {
    const char *table;
    int64_t rows;
};

struct year_listed {
    int year;
    int64_t partitions;
    const char *closed_at, *closed_at_office; /* "": it is open, and so are the next three */
    const char *closed_by, *login, *reason;   /* reason "": none was given */
    struct year_rows *tables;                 /* those with rows of the year, in the order of the ledger */
    size_t table_count;
};

/* In the order of years; everything in `arena`. */
struct year_list {
    struct year_listed *list;
    size_t count, capacity;
    struct arena arena;
};

MUST_CHECK bool store_years_list(struct db_session *session, int utc_offset, struct year_list *ret_years,
                                 struct err *err);
void store_years_done(struct year_list *years);

struct year_closing {
    bool closes;                                      /* else opens */
    const char *at, *at_office, *by, *login, *reason; /* reason "": none was given */
};

/* How a year was closed and opened, in order; in `arena`. */
MUST_CHECK bool store_years_trail(struct db_session *session, struct arena *arena, int year, int utc_offset,
                                  struct year_closing **ret_list, size_t *ret_count, struct err *err);

/* By an officer; `by` NULL: who is logged in. One transaction of its own, after which the daemon is woken. */
MUST_CHECK bool store_years_close(struct db_session *session, int year, const char *by, const char *reason,
                                  struct err *err);
MUST_CHECK bool store_years_reopen(struct db_session *session, int year, const char *by, const char *reason,
                                   struct err *err);

/* Of the statement that failed last: others have to be done first, it may be tried again. */
bool store_years_may_retry(const struct db_session *session);
/* The same: it would have changed a closed year; the error's text is a sentence for people. */
bool store_years_refused(const struct db_session *session);

/* The daemon's: the partitions of the next year, by the leader, from October on. */
void store_years_next(struct db_trip *trip, const char *holder, date today);
struct year_made {
    bool leads; /* else nothing was done */
    int64_t made;
    const char *trouble; /* "": none; borrowed from the result */
};
struct year_made store_years_next_row(const struct pg_result *result);

#endif
