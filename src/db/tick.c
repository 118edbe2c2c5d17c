#include "db/tick.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "db/migrate.h"
#include "db/subjects.h"
#include "embedded/statements.h"

static bool ask_schema(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (tick->first)
        call->sql = "SELECT to_regclass('schema_migrations') IS NOT NULL";
    return true;
}

static bool got_schema(void *ctx, const struct pg_result *result, struct err *err)
{
    (void)ctx;
    if (db_bool(result, 0, 0))
        return true;
    return err_set(err, ERR_CONFLICT, "the database has no schema yet: run 'budgetwatch migrate'");
}

static bool ask_version(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (tick->first)
        call->sql = "SELECT coalesce(max(version), 0) FROM schema_migrations";
    return true;
}

static bool got_version(void *ctx, const struct pg_result *result, struct err *err)
{
    struct tick *tick = ctx;

    tick->schema_version = (int)db_int(result, 0, 0);
    if (tick->schema_version == migrate_version())
        return true;
    return err_set(err, ERR_CONFLICT, "the database has schema version %d and this program works with %d: %s",
                   tick->schema_version, migrate_version(),
                   tick->schema_version < migrate_version() ? "run 'budgetwatch migrate'"
                                                            : "install the newer program");
}

static bool ask_listen(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (tick->first)
        call->sql = "LISTEN budgetwatch";
    return true;
}

/* After the probe: whatever row asked for a full pass, its change of the calendar is seen here. */
static bool ask_calendar(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    if (tick->first || tick->read_calendar)
        return calendar_steps[0].ask(tick->calendar, call, err);
    return true;
}

static bool got_calendar(void *ctx, const struct pg_result *result, struct err *err)
{
    struct tick *tick = ctx;

    return calendar_steps[0].got(tick->calendar, result, err);
}

static void ask_statement(struct tick *tick, struct db_call *call, const char *sql, int count)
{
    *call = (struct db_call){.sql = sql, .param_count = count, .params = tick->params, .prepared = true};
}

static bool ask_free(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (!tick->renew)
        return true;
    snprintf(tick->text, sizeof tick->text, "%" PRId64, tick->lease);
    tick->params[0] = tick->text;
    ask_statement(tick, call, sql_leader_free, 1);
    return true;
}

static bool got_free(void *ctx, const struct pg_result *result, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    tick->freed = db_rows(result);
    return true;
}

static bool ask_renew(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (!tick->renew)
        return true;
    snprintf(tick->text, sizeof tick->text, "%" PRId64, tick->lease);
    tick->params[0] = tick->holder;
    tick->params[1] = tick->text;
    ask_statement(tick, call, sql_leader_renew, 2);
    return true;
}

static bool got_renew(void *ctx, const struct pg_result *result, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    tick->leads = db_rows(result) == 1;
    tick->epoch = tick->leads ? db_int(result, 0, 0) : 0;
    return true;
}

static bool ask_probe(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    if (!tick->leads)
        return true;
    tick->params[0] = date_format(tick->today, tick->day);
    snprintf(tick->text, sizeof tick->text, "%" PRId64, tick->from);
    tick->params[1] = tick->text;
    ask_statement(tick, call, sql_monitor_probe, 2);
    return true;
}

/* Of both kinds of log rows; the array of those that ask for a full pass begins with the first of them. */
static int64_t first_id(const struct pg_result *result)
{
    int64_t change = db_int(result, 0, 0), everything = 0;

    if (!db_null(result, 0, 1))
        everything = strtoll(db_text(result, 0, 1) + 1, NULL, 10);
    return change == 0 || (everything != 0 && everything < change) ? everything : change;
}

static bool got_probe(void *ctx, const struct pg_result *result, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    tick->changes = !db_null(result, 0, 0);
    tick->everything = db_null(result, 0, 1) ? NULL : mem_text(db_text(result, 0, 1));
    tick->due = db_bool(result, 0, 2);
    snprintf(tick->fingerprint, sizeof tick->fingerprint, "%s", db_text(result, 0, 3));
    tick->finished_on = db_date(result, 0, 4);
    tick->proved_on = db_date(result, 0, 5);
    tick->look = (struct log_look){.from = tick->from,
                                   .first = first_id(result),
                                   .position = db_int(result, 0, 6),
                                   .xmin = db_int(result, 0, 7),
                                   .next = db_int(result, 0, 8)};
    return true;
}

const struct db_step tick_steps[] = {
    {"looking for the schema", ask_schema, got_schema},
    DB_WAIT,
    {"checking the schema version", ask_version, got_version},
    DB_WAIT,
    {"listening for changes", ask_listen, NULL},
    DB_WAIT,
    {"freeing what stands still", ask_free, got_free},
    DB_WAIT,
    {"renewing the leadership", ask_renew, got_renew},
    DB_WAIT,
    {"looking for work", ask_probe, got_probe},
    DB_WAIT,
    {"reading the calendar", ask_calendar, got_calendar},
    {NULL, NULL, NULL},
};

static bool ask_release(void *ctx, struct db_call *call, struct err *err)
{
    struct tick *tick = ctx;

    (void)err;
    tick->params[0] = tick->holder;
    ask_statement(tick, call, sql_leader_release, 1);
    return true;
}

const struct db_step tick_release_steps[] = {{"releasing the leadership", ask_release, NULL},
                                             {NULL, NULL, NULL}};
