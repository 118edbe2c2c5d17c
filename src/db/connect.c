#include "db/connect.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <libpq-fe.h>

#include "db/internal.h"
#include "db/pooler.h"

enum { NUMBER_TEXT = 24 };

/* A transaction that waits longer than this for a lock gives up and is tried again by its owner. */
enum { LOCK_TIMEOUT = 10000 };

static bool check_conninfo(const char *conninfo, struct err *err);
static bool check_uri(const char *conninfo, struct err *err);
static PGconn *connect_to_host(const struct db_settings *settings);
static bool set_up_session(PGconn *pg, const struct db_settings *settings, struct err *err);

struct pg_conn *db_connect(const struct db_settings *settings, struct err *err)
{
    if (!check_conninfo(settings->conninfo, err))
        return NULL;

    PGconn *pg = connect_to_host(settings);
    if (PQstatus(pg) != CONNECTION_OK)
        db_fail(err, ERR_DB_LOST, PQerrorMessage(pg));
    else if (db_pooler_check(pg, settings, connect_to_host, err) && set_up_session(pg, settings, err) &&
             PQsetnonblocking(pg, 1) != 0)
        db_fail(err, ERR_DB_LOST, PQerrorMessage(pg));
    if (err->code == ERR_NONE)
        return pg;
    PQfinish(pg);
    return NULL;
}

/* libpq quotes what it cannot read, and that may be the rest of a password with a space in it. */
static bool check_conninfo(const char *conninfo, struct err *err)
{
    if (strstr(conninfo, "://") != NULL && !check_uri(conninfo, err))
        return false;
    if (strchr(conninfo, '=') == NULL && strstr(conninfo, "://") == NULL)
        return true; /* a plain database name, or nothing */

    char *why = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &why);
    if (options != NULL) {
        PQconninfoFree(options);
        return true;
    }
    bool secret = strstr(conninfo, "pass") != NULL || strchr(conninfo, '@') != NULL || why == NULL;
    db_fail(err, ERR_CONFIG,
            secret ? "the database connection string is not one that libpq can read (quote values that "
                     "contain spaces; what is wrong is not shown because of the password in it)"
                   : why);
    PQfreemem(why);
    return false;
}

/* An unescaped @ or / in a password moves the rest of it into the host name or port, and from there into
 * error messages. */
static bool check_uri(const char *conninfo, struct err *err)
{
    const char *authority = strstr(conninfo, "://") + 3;
    size_t user_info = strcspn(authority, "@/?");
    const char *rest = authority[user_info] == '@' ? authority + user_info + 1 : authority;

    if (memchr(rest, '@', strcspn(rest, "?")) == NULL)
        return true;
    return err_set(err, ERR_CONFIG,
                   "the database URI has an @ too many: in a password write @ as %%40, "
                   "/ as %%2F, : as %%3A");
}

/* What stands before `dbname` the connection string may change, what stands after it holds. */
static PGconn *connect_to_host(const struct db_settings *settings)
{
    char seconds[NUMBER_TEXT];

    snprintf(seconds, sizeof seconds, "%" PRId64, (settings->connect_timeout + 999) / 1000);
    const char *const keywords[] = {"connect_timeout",
                                    "keepalives_idle",
                                    "keepalives_interval",
                                    "keepalives_count",
                                    "tcp_user_timeout",
                                    "fallback_application_name",
                                    "dbname",
                                    "client_encoding",
                                    "password",
                                    NULL};
    const char *const values[] = {seconds,
                                  "30",
                                  "10",
                                  "3",
                                  "30000",
                                  settings->application_name,
                                  settings->conninfo,
                                  "UTF8",
                                  settings->password,
                                  NULL};
    return PQconnectdbParams(keywords, values, /* expand_dbname */ 1);
}

/* By set_config and not by the `options` keyword, which belongs to the operator.
 *
 * A session whose statements all go by index is told so. A plan that is made once and kept would else be that
 * of the tables as they were then: of an empty outbox one that reads it from end to end, and it would be kept
 * while that grows. Without the estimates of a single call there is nothing to gain from planning again.
 *
 * One that reads and writes by key, but plans each time, has kept plans all the same: those of the foreign
 * keys' checks. A first full pass fills tables that were empty when the first row was checked.
 *
 * A session whose commits nothing outside the database follows need not wait for the disk: what it says is
 * kept by the flush of whatever comes after it, as the log of the database is one. */
static bool set_up_session(PGconn *pg, const struct db_settings *settings, struct err *err)
{
    static const char sql[] =
        "SELECT set_config('statement_timeout', $1, false),"
        " set_config('idle_in_transaction_session_timeout', $3, false),"
        " set_config('lock_timeout', $2, false),"
        " set_config('standard_conforming_strings', 'on', false),"
        " set_config('jit', 'off', false)," /* no statement is worth compiling */
        " set_config('search_path', 'public, pg_temp', false),"
        " set_config('TimeZone', 'UTC', false),"
        " set_config('DateStyle', 'ISO, YMD', false),"
        " CASE WHEN $5::boolean THEN set_config('enable_seqscan', 'off', false) END,"
        " CASE WHEN $4::boolean THEN set_config('plan_cache_mode', 'force_generic_plan', false)"
        " || set_config('enable_hashjoin', 'off', false)"
        " || set_config('enable_mergejoin', 'off', false) END,"
        " CASE WHEN $6::boolean THEN set_config('synchronous_commit', 'off', false) END";
    msec until = clock_monotonic() + settings->connect_timeout;
    msec lock = settings->statement_timeout < LOCK_TIMEOUT ? settings->statement_timeout : LOCK_TIMEOUT;
    msec idle = settings->idle_timeout > 0 ? settings->idle_timeout : settings->statement_timeout;
    char statement_text[NUMBER_TEXT], lock_text[NUMBER_TEXT], idle_text[NUMBER_TEXT];
    const char *const values[] = {statement_text,
                                  lock_text,
                                  idle_text,
                                  settings->by_index ? "t" : "f",
                                  settings->by_index || settings->by_key ? "t" : "f",
                                  settings->unflushed ? "t" : "f"};

    snprintf(statement_text, sizeof statement_text, "%" PRId64, settings->statement_timeout);
    snprintf(lock_text, sizeof lock_text, "%" PRId64, lock);
    snprintf(idle_text, sizeof idle_text, "%" PRId64, idle);
    if (!PQsendQueryParams(pg, sql, (int)(sizeof values / sizeof *values), NULL, values, NULL, NULL,
                           /* as text */ 0))
        return db_fail(err, ERR_DB_LOST, PQerrorMessage(pg));
    while (db_wait_for_answer(pg, until, err)) {
        PGresult *result = PQgetResult(pg);
        if (result == NULL)
            return err->code == ERR_NONE;
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            db_fail(err, ERR_DB_LOST, PQresultErrorMessage(result));
        PQclear(result);
    }
    return false;
}

/* PQgetResult() would wait for ever for a server that has stopped. */
bool db_wait_for_answer(PGconn *pg, msec until, struct err *err)
{
    while (PQisBusy(pg)) {
        struct pollfd socket = {.fd = PQsocket(pg), .events = POLLIN};
        msec left = until - clock_monotonic();
        if (left <= 0)
            return err_set(err, ERR_TIMEOUT,
                           "the database server accepted the connection but does not answer");
        poll(&socket, 1, (int)left);
        if (!PQconsumeInput(pg))
            return db_fail(err, ERR_DB_LOST, PQerrorMessage(pg));
    }
    return true;
}

bool db_fail(struct err *err, enum err_code code, const char *text)
{
    char line[sizeof err->text];
    size_t length = 0;

    for (; *text != '\0' && length + 2 < sizeof line; text++) {
        if (*text == '\n' && text[1 + strspn(text + 1, "\n\t ")] != '\0') {
            line[length++] = ';';
            line[length++] = ' ';
        } else if (*text != '\n' && *text != '\t') {
            line[length++] = *text;
        }
    }
    line[length] = '\0';
    return err_set(err, code, "%s", length > 0 ? line : "the connection to the database failed");
}
