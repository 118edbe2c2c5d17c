/* PgBouncer before the database: in session mode the daemon works as if it were not there; where it shares
 * sessions the daemon says so and ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/group.h"

enum { PROJECTS = 40, BAD_CONFIGURATION = 78 };

#define POOLER        "/usr/sbin/pgbouncer"
#define CANNOT_WORK   "a connection pooler gives every transaction another session"
#define MONITOR_FAILS "the database does not work for the evaluation"
#define MONITOR_WORKS "the database works again"

static struct pooler {
    pid_t pid;
    struct cluster database; /* as it is seen through it */
} pooler;

static void pooler_stop(void)
{
    if (pooler.pid <= 0)
        return;
    kill(pooler.pid, SIGKILL);
    waitpid(pooler.pid, NULL, 0);
    pooler.pid = 0;
}

static int leave(void **state)
{
    (void)state;
    pooler_stop();
    return 0;
}

static bool pooler_answers(void *ctx)
{
    (void)ctx;
    return PQping(pooler.database.conninfo) == PQPING_OK;
}

/* A child of the test, told by the kernel when that dies, on a socket in the cluster's folder and nowhere
 * else. `more`: further lines of its configuration. */
static void pooler_start(const char *mode, const char *more)
{
    char path[256], socket[128];

    snprintf(path, sizeof path, "%s", process_file(&cluster, "users.txt", "\"postgres\" \"\"\n"));
    snprintf(
        path, sizeof path, "%s",
        process_file(&cluster, "pgbouncer.ini",
                     "[databases]\n* = host=%s port=5432\n[pgbouncer]\nlisten_addr =\nlisten_port = 6432\n"
                     "unix_socket_dir = %s\nauth_type = trust\nauth_file = %s/users.txt\nlogfile =\n"
                     "pidfile =\npool_mode = %s\n%s\n",
                     cluster.dir, cluster.dir, cluster.dir, mode, more));
    snprintf(socket, sizeof socket, "%s/.s.PGSQL.6432", cluster.dir);
    unlink(socket);
    if (access(POOLER, X_OK) != 0)
        fail_msg(POOLER " is missing: install the package pgbouncer");
    pooler.pid = cluster_spawn(&cluster, (char *[]){(char *)(uintptr_t)POOLER, "-q", path, NULL});
    assert_true(pooler.pid > 0);
    wait_until_true(NULL, pooler_answers, NULL, 10, "the pooler answers");
}

static void see_through_pooler(const struct cluster *database, const char *name)
{
    pooler.database = *database;
    snprintf(pooler.database.conninfo, sizeof pooler.database.conninfo,
             "host=%s port=6432 user=postgres dbname=%s", cluster.dir, name);
}

static void begin(const char *name, const char *mode, const char *more, struct cluster *ret_database)
{
    department_create(&cluster, name, PROJECTS, ret_database);
    see_through_pooler(ret_database, name);
    pooler_start(mode, more);
}

static const char *config(const char *poll_interval)
{
    return process_file(&cluster, "pooler.json",
                        "{\"poll_interval\": \"%s\", \"connect_timeout\": \"2s\","
                        " \"channels\": [{\"name\": \"journal\", \"type\": \"log\"}]}",
                        poll_interval);
}

/* It would look by itself after ten minutes only. */
static void in_session_mode_everything_works_and_it_hears_of_changes(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("session", "session", "", &database);
    process_expect(0,
                   (const char *[]){"migrate", "--rehearsal", "--database", pooler.database.conninfo, NULL});
    process_expect(0, (const char *[]){"check", "--config", config("10m"), "--database",
                                       pooler.database.conninfo, NULL});

    department_watch(&daemon, &pooler.database, config("10m"));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    department_turn_red(&database, 1, 10);
    department_sql(&database, "NOTIFY budgetwatch");
    wait_until(&daemon, &database, "SELECT count(*) = 10 FROM messages WHERE state = 'delivered'", 30,
               "the changes are seen and told");
    assert_int_equal(department_said(&daemon, "level=error"), 0);
    department_prove(&cluster, &database, &daemon);
}

/* Whoever connects must not be mistaken, however often and by however many at once. */
static void in_session_mode_there_is_no_false_alarm(void **state)
{
    enum { AT_ONCE = 4, TIMES = 3 };
    (void)state;
    struct cluster database;
    begin("calm", "session", "server_round_robin = 1", &database);

    for (int i = 0; i < TIMES; i++) {
        struct process checks[AT_ONCE];
        for (int k = 0; k < AT_ONCE; k++)
            process_start(&checks[k], (const char *[]){"check", "--config", config("1s"), "--database",
                                                       pooler.database.conninfo, NULL});
        for (int k = 0; k < AT_ONCE; k++) {
            int status = process_wait(&checks[k]);
            if (status != 0)
                fail_msg("status %d: %s", status, process_text(checks[k].out));
            process_forget(&checks[k]);
        }
    }
}

static void expect_refusal(const char *const args[], int status)
{
    struct run run = process_run(args);

    if (run.status != status)
        fail_msg("status %d: %s%s", run.status, run.out, run.err);
    const char *said = strstr(run.err, CANNOT_WORK) != NULL ? run.err : run.out;
    if (strstr(said, CANNOT_WORK) == NULL || strstr(said, "LISTEN") == NULL ||
        strstr(said, "search_path") == NULL || strstr(said, "Set pool_mode = session") == NULL)
        fail_msg("it should say what cannot work, and what to do: %s%s", run.out, run.err);
    run_free(&run);
}

/* The ledger's real daemon, which would wait for a database that is not there. */
static void expect_all_refuse(const char *name)
{
    struct cluster database;

    process_ledger(&cluster, name, &database);
    see_through_pooler(&database, name);
    const char *path = config("1s");
    expect_refusal((const char *[]){"run", "--config", path, "--database", pooler.database.conninfo, NULL},
                   BAD_CONFIGURATION);
    expect_refusal((const char *[]){"run", "--as-of", DEPARTMENT_DAY, "--config", path, "--database",
                                    pooler.database.conninfo, NULL},
                   BAD_CONFIGURATION);
    expect_refusal((const char *[]){"check", "--config", path, "--database", pooler.database.conninfo, NULL},
                   1);
    expect_refusal(
        (const char *[]){"migrate", "--config", path, "--database", pooler.database.conninfo, NULL}, 1);
}

static void where_sessions_are_shared_it_says_what_cannot_work_and_ends(void **state)
{
    static const char *const pools[] = {"", "default_pool_size = 1", "server_round_robin = 1",
                                        "server_round_robin = 1\nmin_pool_size = 2\ndefault_pool_size = 2",
                                        "server_round_robin = 1\nmin_pool_size = 5"};
    (void)state;
    struct cluster database;
    char name[32];
    department_create(&cluster, "shared", PROJECTS, &database);
    see_through_pooler(&database, "shared");

    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) {
        pooler_start("transaction", pools[i]);
        snprintf(name, sizeof name, "shared_%zu", i);
        expect_all_refuse(name);
        see_through_pooler(&database, "shared");
        pooler_stop();
    }
    pooler_start("statement", "");
    expect_all_refuse("shared_statement");
}

/* What worked once may be put right again: the daemon does not end for it. */
static void a_pooler_that_begins_to_share_sessions_is_said_once_and_waited_for(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("changed", "session", "", &database);
    department_watch(&daemon, &pooler.database, config("100ms"));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);

    pooler_stop();
    pooler_start("transaction", "");
    department_wait_said(&daemon, MONITOR_FAILS, 1, 20, "the evaluation says that it cannot work");
    department_turn_red(&database, 1, 5);
    wait_until(&daemon, &database,
               "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
               "pg_backend_pid()",
               20, "it has tried again");
    assert_string_equal(department_sql(&database, "SELECT count(*) FROM events"), "0");
    pooler_stop();
    pooler_start("session", "");
    department_wait_said(&daemon, MONITOR_WORKS, 1, 60, "the evaluation goes on");
    wait_until(&daemon, &database, "SELECT count(*) = 5 FROM messages WHERE state = 'delivered'", 30,
               "nothing was missed");
    assert_int_equal(department_said(&daemon, MONITOR_FAILS), 1);
    department_prove(&cluster, &database, &daemon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(in_session_mode_everything_works_and_it_hears_of_changes, leave),
        cmocka_unit_test_teardown(in_session_mode_there_is_no_false_alarm, leave),
        cmocka_unit_test_teardown(where_sessions_are_shared_it_says_what_cannot_work_and_ends, leave),
        cmocka_unit_test_teardown(a_pooler_that_begins_to_share_sessions_is_said_once_and_waited_for, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
