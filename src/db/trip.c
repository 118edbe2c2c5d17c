#include "db/trip.h"

#include "db/pipe.h"

/* The happy path: with the first statement the connection is the trip's; each goes to the pipe as it is
 * added, and keeps its result when that comes; on_done() when the pipe is over.
 *
 * What can go wrong: a statement is refused. Then those after it are skipped, and nothing is done. */

static bool on_result(void *ctx, size_t number, const struct pg_result *result, struct err *err);
static void on_done(struct db_op *op);

void db_trip_begin(struct db_trip *trip, struct db_conn *conn)
{
    db_trip_clear(trip);
    *trip = (struct db_trip){.owner = trip->owner, .conn = conn, .op.owner = trip};
}

size_t db_trip_add(struct db_trip *trip, const char *sql, size_t param_count, const char *const *params)
{
    const struct db_call call = {
        .sql = sql, .param_count = (int)param_count, .params = params, .prepared = true};

    if (trip->count == 0)
        trip->open = db_pipe_open(&trip->op, trip->conn, on_result, trip);
    if (trip->open)
        db_pipe_add(&trip->op, &call);
    return trip->count++;
}

bool db_trip_run(struct db_trip *trip, db_trip_done done)
{
    trip->done = done;
    if (trip->open && db_pipe_send(&trip->op, on_done))
        return true;
    trip->err = trip->op.err;
    return false;
}

static bool on_result(void *ctx, size_t number, const struct pg_result *result, struct err *err)
{
    struct db_trip *trip = ctx;

    (void)result, (void)err;
    trip->results[number] = db_pipe_keep(&trip->op);
    return true;
}

static void on_done(struct db_op *op)
{
    struct db_trip *trip = op->owner;

    trip->err = op->err;
    if (trip->err.code != ERR_NONE)
        db_trip_clear(trip);
    trip->done(trip);
}

void db_trip_clear(struct db_trip *trip)
{
    for (size_t i = 0; i < DB_TRIP_MAX; i++) {
        db_result_free(trip->results[i]);
        trip->results[i] = NULL;
    }
}
