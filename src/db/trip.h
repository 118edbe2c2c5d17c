/* Several statements in one round trip and one transaction, whose results are looked at when all are there
 * (db/pipe.h): all of them are done, or none.
 *
 *   begin --> add, add, ... --> run --(all results, or the first error)--> done(), once, later
 *
 * Each statement is prepared the first time that its connection runs it, and known by the address of its
 * text, which must be one of embedded/statements.h. Results come as text, in the order of adding. The
 * transaction is the pipeline's own: it begins with the first statement and is committed, with one flush to
 * disk, when the last has been done. Between pipelines nothing is open. */
#ifndef DB_TRIP_H
#define DB_TRIP_H

#include "db/op.h"

struct db_trip;

/* Called once, from the loop. The trip may be begun again from here. */
typedef void (*db_trip_done)(struct db_trip *trip);

enum { DB_TRIP_MAX = 16 };

struct db_trip { /* a zeroed one is ready */
    void *owner; /* the caller's own */
    struct err err;
    size_t count;                           /* of statements */
    struct pg_result *results[DB_TRIP_MAX]; /* NULL after an error; the trip's: see db_trip_clear() */

    /* Private. */
    struct db_conn *conn;
    struct db_op op;
    bool open;
    db_trip_done done;
};

/* Forgets what was there. A failure is told by db_trip_run(). */
void db_trip_begin(struct db_trip *trip, struct db_conn *conn);
/* NULL params are SQL NULL; all are copied. Returns the statement's place. */
size_t db_trip_add(struct db_trip *trip, const char *sql, size_t param_count, const char *const *params);
/* On true `done` will be called; on false it will not, and `trip->err` says why. Errors are those of
 * db_op_start(). */
MUST_CHECK bool db_trip_run(struct db_trip *trip, db_trip_done done);
void db_trip_clear(struct db_trip *trip); /* frees the results */

#endif
