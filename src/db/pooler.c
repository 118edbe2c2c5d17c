#include "db/pooler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>
#include <sys/random.h>

#include "db/internal.h"

/* How it is found out:
 *
 * - The server's process number, asked for by a statement, is the one that libpq was told at the start:
 * nobody is in between, and this is all that a direct connection pays.
 * - Else a pooler is there, which made up that number. The session is marked with a setting that means
 * nothing to anybody. A second connection opens a transaction, so that it holds a server: where it sees the
 * mark, or where we see it no more, sessions are shared. Two sessions that are their owners' alone cannot do
 * that, so there is no false alarm.
 * - A pooler that takes its servers in turn may give each of us another one by chance: so it is tried a few
 *   times, with every server released in between.
 *
 * What can go wrong: the second connection is not to be had (the pool is full, say). Then nothing is known,
 * and the work goes on. */

enum { TRIES = 4, NUMBER_TEXT = 24 };

#define READ_MARK "SELECT coalesce(current_setting('budgetwatch.session', true), '')"

static bool is_direct(PGconn *pg, msec until, bool *ret_direct, struct err *err);
static bool is_shared(PGconn *pg, PGconn *other, msec until, bool *ret_shared, struct err *err);

static bool refuse(struct err *err)
{
    return err_set(err, ERR_CONFIG,
                   "a connection pooler gives every transaction another session (PgBouncer: pool_mode = "
                   "transaction or statement). LISTEN hears nothing there, and the session's settings "
                   "(statement_timeout, lock_timeout, idle_in_transaction_session_timeout, search_path, "
                   "TimeZone, DateStyle) are lost and change those of other clients. Set pool_mode = session "
                   "for this database or user in pgbouncer.ini, with a pool of two for each daemon and one "
                   "for each command, or connect to PostgreSQL itself");
}

bool db_pooler_check(struct pg_conn *pg, const struct db_settings *settings,
                     struct pg_conn *(*open_another)(const struct db_settings *settings), struct err *err)
{
    msec until = clock_monotonic() + settings->connect_timeout;
    struct err ignored = {0};
    bool direct, shared = false;

    if (!is_direct(pg, until, &direct, err))
        return false;
    if (direct)
        return true;
    PGconn *other = open_another(settings);
    bool known = PQstatus(other) == CONNECTION_OK &&
                 is_shared(pg, other, clock_monotonic() + settings->connect_timeout, &shared, &ignored);
    PQfinish(other);
    if (known && shared)
        return refuse(err);
    if (PQtransactionStatus(pg) == PQTRANS_IDLE)
        return true;
    return err_set(err, ERR_DB_LOST, "%s", ignored.text); /* it was ours that did not answer */
}

/* The first value of the answer, to be freed. */
static char *ask(PGconn *pg, const char *sql, const char *parameter, msec until, struct err *err)
{
    const char *const values[] = {parameter};
    char *value = NULL;

    if (!PQsendQueryParams(pg, sql, parameter != NULL ? 1 : 0, NULL, values, NULL, NULL, /* as text */ 0)) {
        db_fail(err, ERR_DB_LOST, PQerrorMessage(pg));
        return NULL;
    }
    while (db_wait_for_answer(pg, until, err)) {
        PGresult *result = PQgetResult(pg);
        if (result == NULL)
            break;
        ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
            db_fail(err, ERR_DB_LOST, PQresultErrorMessage(result));
        else if (value == NULL)
            value = strdup(PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
        PQclear(result);
    }
    if (err->code == ERR_NONE)
        return value;
    free(value);
    return NULL;
}

static bool answers(PGconn *pg, const char *sql, const char *expected, msec until, bool *ret_so,
                    struct err *err)
{
    char *value = ask(pg, sql, NULL, until, err);

    if (value == NULL)
        return false;
    *ret_so = strcmp(value, expected) == 0;
    free(value);
    return true;
}

static bool is_direct(PGconn *pg, msec until, bool *ret_direct, struct err *err)
{
    char number[NUMBER_TEXT];

    snprintf(number, sizeof number, "%d", PQbackendPID(pg));
    return answers(pg, "SELECT pg_backend_pid()", number, until, ret_direct, err);
}

static bool is_shared(PGconn *pg, PGconn *other, msec until, bool *ret_shared, struct err *err)
{
    uint64_t random = 0;
    char mark[NUMBER_TEXT];

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uint64_t)clock_monotonic() ^ (uint64_t)(uintptr_t)pg;
    snprintf(mark, sizeof mark, "%016" PRIx64, random);
    char *marked = ask(pg, "SELECT set_config('budgetwatch.session', $1, false)", mark, until, err);
    free(marked);
    if (marked == NULL)
        return false;
    *ret_shared = false;
    for (int i = 0; i < TRIES && !*ret_shared; i++) {
        bool seen = false, kept;
        for (int k = 0; k <= i && !seen; k++)
            if (!answers(other, READ_MARK, mark, until, &seen, err))
                return false;
        if (!answers(pg, READ_MARK, mark, until, &kept, err))
            return false;
        *ret_shared = seen || !kept;
    }
    return true;
}
