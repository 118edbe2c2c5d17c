#include "db/trip.h"

#include <assert.h>
#include <stdio.h>

#include <libpq-fe.h>

#include "base/fault.h"
#include "db/fault_name.h"
#include "db/internal.h"

/* The happy path:
 *
 * - db_trip_add() puts libpq into pipeline mode and gives it statement after statement, which it keeps or
 * writes as it likes; db_trip_run() ends the pipeline, and a db_op sends what is left and reads.
 * - on_result() gets each statement's result in order; on_done() when the pipeline is over.
 *
 * What can go wrong: a statement is refused. Then those after it are skipped, nothing is done, and nobody
 * knows which of them the session has prepared: the next pipeline begins with forgetting all. */

enum { NAME_TEXT = 16 };

static void on_result(void *ctx, struct pg_result *result);
static void on_done(struct db_op *op);

static void trouble(struct db_trip *trip)
{
    db_fail(&trip->err, ERR_DB_LOST, PQerrorMessage(trip->conn->pg));
}

static void forget_prepared(struct db_trip *trip)
{
    struct db_conn *conn = trip->conn;

    conn->prepared_count = 0;
    conn->forget_prepared = false;
    trip->forgetting = true;
    if (PQsendQueryParams(conn->pg, "DEALLOCATE ALL", 0, NULL, NULL, NULL, NULL, /* as text */ 0) == 0)
        trouble(trip);
}

void db_trip_begin(struct db_trip *trip, struct db_conn *conn)
{
    db_trip_clear(trip);
    *trip = (struct db_trip){.owner = trip->owner, .conn = conn};
}

static void enter(struct db_trip *trip)
{
    struct db_conn *conn = trip->conn;

    if (!db_conn_is_open(conn) || conn->lost)
        err_set(&trip->err, ERR_DB_LOST, "not connected to the database");
    else if (conn->op != NULL)
        err_set(&trip->err, ERR_CONFLICT, "the connection is busy with another statement");
    else if (PQenterPipelineMode(conn->pg) == 0)
        trouble(trip);
    else if (conn->forget_prepared)
        forget_prepared(trip);
}

/* Where it stands among the prepared; DB_CONN_PREPARED: nowhere. */
static size_t place_of(const struct db_conn *conn, const char *sql)
{
    for (size_t i = 0; i < conn->prepared_count; i++)
        if (conn->prepared[i] == sql)
            return i;
    return DB_CONN_PREPARED;
}

size_t db_trip_add(struct db_trip *trip, const char *sql, size_t param_count, const char *const *params)
{
    struct db_conn *conn = trip->conn;
    size_t at = trip->count;
    char name[NAME_TEXT];

    assert(at < DB_TRIP_MAX);
    if (at == 0)
        enter(trip);
    trip->statements[trip->count++].sql = sql;
    FAULT_POINT(FAULT_BEFORE, db_fault_name(&(struct db_call){.sql = sql}));
    if (trip->err.code != ERR_NONE)
        return at;
    size_t place = place_of(conn, sql);
    bool known = place < DB_CONN_PREPARED;
    if (!known) {
        assert(conn->prepared_count < DB_CONN_PREPARED);
        place = conn->prepared_count++;
        conn->prepared[place] = sql;
        trip->statements[at].prepares = true;
    }
    snprintf(name, sizeof name, "s%zu", place);
    if ((!known && PQsendPrepare(conn->pg, name, sql, (int)param_count, NULL) == 0) ||
        PQsendQueryPrepared(conn->pg, name, (int)param_count, params, NULL, NULL, /* as text */ 0) == 0)
        trouble(trip);
    return at;
}

bool db_trip_run(struct db_trip *trip, db_trip_done done)
{
    const struct db_call call = {.sql = "", .ctx = trip, .on_result = on_result};

    trip->done = done;
    trip->op = (struct db_op){.owner = trip};
    if (trip->err.code != ERR_NONE) {
        trip->conn->lost = trip->conn->lost || trip->err.code == ERR_DB_LOST;
        return false;
    }
    if (!db_op_start(&trip->op, trip->conn, &call, on_done)) {
        trip->err = trip->op.err;
        return false;
    }
    for (size_t i = 0; i < trip->count; i++)
        FAULT_POINT(FAULT_DURING, db_fault_name(&(struct db_call){.sql = trip->statements[i].sql}));
    return true;
}

/* Results of preparing are of no interest. */
static void on_result(void *ctx, struct pg_result *result)
{
    struct db_trip *trip = ctx;

    if (trip->forgetting) {
        trip->forgetting = false;
        PQclear(result);
        return;
    }
    assert(trip->taken < trip->count);
    if (trip->statements[trip->taken].prepares) {
        trip->statements[trip->taken].prepares = false;
        PQclear(result);
    } else {
        trip->results[trip->taken++] = result;
    }
}

static void on_done(struct db_op *op)
{
    struct db_trip *trip = op->owner;

    trip->err = op->err;
    if (trip->err.code != ERR_NONE) {
        trip->conn->forget_prepared = true; /* where it is lost, so is all of that */
        db_trip_clear(trip);
    } else {
        for (size_t i = 0; i < trip->count; i++)
            FAULT_POINT(FAULT_AFTER, db_fault_name(&(struct db_call){.sql = trip->statements[i].sql}));
    }
    trip->done(trip);
}

void db_trip_clear(struct db_trip *trip)
{
    for (size_t i = 0; i < DB_TRIP_MAX; i++) {
        PQclear(trip->results[i]);
        trip->results[i] = NULL;
    }
}
