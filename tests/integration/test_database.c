/* The database goes away, moves, hangs or is shared: the daemon goes on by itself, says so once, misses
 * nothing, and its loop is never blocked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/group.h"

enum { PROJECTS = 400 };

#define MONITOR_FAILS    "the database does not work for the evaluation"
#define MONITOR_WORKS    "the database works again"
#define DISPATCHER_FAILS "the dispatcher cannot work with the database"
#define DISPATCHER_WORKS "the dispatcher works with the database again"
#define LEADS            "this daemon leads and evaluates"
#define STANDS_BY        "another daemon leads"

static unsigned seed;

static int start(void **state)
{
    seed = group_seed();
    return start_cluster(state);
}

/* `more`: further options, each followed by a comma. */
static const char *config(const char *more)
{
    return process_file(
        &cluster, "database.json",
        "{%s \"poll_interval\": \"50ms\", \"batch_size\": 5, \"connect_timeout\": \"1s\","
        " \"channels\": [{\"name\": \"journal\", \"type\": \"log\", \"digest_over\": 1000000}]}",
        more);
}

static void begin(const char *name, const char *more, struct cluster *database, struct process *daemon)
{
    department_create(&cluster, name, PROJECTS, database);
    department_watch(daemon, database, config(more));
    wait_for_rest(daemon, database, DEPARTMENT_DAY);
}

/* So many projects are red, each was one event, each event one message, and a fresh look finds the same. */
static void end(const struct cluster *database, struct process *daemon, int red)
{
    char sql[256];

    wait_for_rest(daemon, database, DEPARTMENT_DAY);
    wait_until(daemon, database, "SELECT bool_and(state = 'delivered') FROM messages", 30,
               "every message is delivered");
    snprintf(sql, sizeof sql,
             "SELECT (SELECT count(*) = %d FROM events) AND (SELECT count(*) = %d AND count(DISTINCT "
             "message_id) = %d FROM message_events) AND (SELECT count(*) = %d FROM messages)",
             red, red, red, red);
    assert_string_equal(department_sql(database, "%s", sql), "t");
    department_prove(&cluster, database, daemon);
}

static long now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* Outages. */

static void expect_outages(struct process *daemon, int outages)
{
    department_wait_said(daemon, MONITOR_WORKS, outages, 60, "the evaluation goes on");
    department_wait_said(daemon, DISPATCHER_WORKS, outages, 60, "the dispatcher goes on");
    assert_int_equal(department_said(daemon, MONITOR_FAILS), outages);
    assert_int_equal(department_said(daemon, DISPATCHER_FAILS), outages);
}

/* Long enough for several tries, in the middle of work. */
static void a_restarted_server_is_said_once_and_nothing_is_missed(void **state)
{
    static const int ways[] = {SIGINT, SIGQUIT};
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("restart", "", &database, &daemon);

    for (int i = 0; i < 2; i++) {
        department_turn_red(&database, 200 * i + 1, 200 * i + 150);
        cluster_halt(&cluster, ways[i]);
        department_wait_said(&daemon, MONITOR_FAILS, i + 1, 30, "the evaluation says that it cannot work");
        department_wait_said(&daemon, DISPATCHER_FAILS, i + 1, 30, "the dispatcher says that it cannot work");
        pause_ms(1200);
        assert_true(cluster_resume(&cluster));
        department_turn_red(&database, 200 * i + 151, 200 * i + 200);
        expect_outages(&daemon, i + 1);
        wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    }
    end(&database, &daemon, 400);
}

/* Nothing but the daemon's memory says what of a pass is done. Here the server fails while a project's page
 * is held up, just after those of the units, which must be on disk. */
static void a_pass_whose_server_fails_leaves_nothing_out(void **state)
{
    static const char *const slowly[] = {"ALTER SYSTEM SET wal_writer_delay = '10s'",
                                         "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
                                         "SELECT pg_reload_conf()"};
    (void)state;
    struct cluster database;
    struct process daemon;

    department_create(&cluster, "lost", PROJECTS, &database);
    department_turn_red(&database, PROJECTS, PROJECTS);
    for (size_t i = 0; i < sizeof slowly / sizeof *slowly; i++)
        assert_non_null(cluster_sql(&cluster, slowly[i]));
    PGconn *other = PQconnectdb(database.conninfo);
    PQclear(PQexec(other, "BEGIN; LOCK TABLE deviations IN SHARE ROW EXCLUSIVE MODE"));
    department_watch(&daemon, &database, config(""));
    wait_until(&daemon, &database, "SELECT count(DISTINCT unit_code) = 20 FROM unit_progress", 30,
               "the units are evaluated");
    cluster_halt(&cluster, SIGQUIT);
    PQfinish(other);
    department_wait_said(&daemon, MONITOR_FAILS, 1, 30, "the evaluation says that it cannot work");
    assert_true(cluster_resume(&cluster));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&database, "SELECT count(DISTINCT unit_code) FROM unit_progress"),
                        "20");
    end(&database, &daemon, 1);
    assert_non_null(cluster_sql(&cluster, "ALTER SYSTEM RESET ALL"));
    assert_non_null(cluster_sql(&cluster, "SELECT pg_reload_conf()"));
}

static void cut_off(const struct cluster *database)
{
    department_sql(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                             " WHERE application_name LIKE 'budgetwatch%%' AND datname = current_database()");
}

static void terminated_connections_are_made_again_and_nothing_is_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    unsigned random = seed;
    begin("cut", "", &database, &daemon);

    /* One outage after the other, each in the middle of a batch or not, as it happens. */
    for (int i = 0; i < 5; i++) {
        department_turn_red(&database, 25 * i + 1, 25 * i + 25);
        pause_ms(rand_r(&random) % 60);
        cut_off(&database);
        expect_outages(&daemon, i + 1);
    }
    /* Without mercy. */
    for (int i = 5; i < 16; i++) {
        department_turn_red(&database, 25 * i + 1, 25 * i + 25);
        for (int k = 0; k < 5; k++) {
            cut_off(&database);
            pause_ms(rand_r(&random) % 30);
        }
    }
    end(&database, &daemon, 400);
}

/* Hosts. */

static void use_hosts(struct cluster *database, const char *first, const char *second, const char *name)
{
    int length = snprintf(database->conninfo, sizeof database->conninfo,
                          "host=%s,%s port=5432,5432 user=postgres dbname=%s target_session_attrs=read-write",
                          first, second, name);
    assert_in_range(length, 1, sizeof database->conninfo - 1);
}

static void a_dead_host_is_passed_over(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    department_create(&cluster, "dead", PROJECTS, &database);
    use_hosts(&database, "/nonexistent", cluster.dir, "dead");

    department_watch(&daemon, &database, config(""));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    department_turn_red(&database, 1, 10);
    end(&database, &daemon, 10);
}

/* The first host is a standby that can only be read. Later it is the only one, and takes over: log and
 * states have come along, so that the daemon just goes on. */
static void a_standby_is_passed_over_until_it_is_promoted(void **state)
{
    (void)state;
    struct cluster primary, standby, database, there;
    struct process daemon;
    assert_true(cluster_start(&primary));
    department_create(&primary, "moved", PROJECTS, &database);
    assert_true(cluster_start_standby(&standby, &primary));
    there = database;
    snprintf(there.conninfo, sizeof there.conninfo, "host=%s port=5432 user=postgres dbname=moved",
             standby.dir);
    use_hosts(&database, standby.dir, primary.dir, "moved");

    department_watch(&daemon, &database, config(""));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    department_turn_red(&database, 1, 50);
    wait_until(&daemon, &there, "SELECT count(*) = 50 FROM messages WHERE state = 'delivered'", 30,
               "the standby has followed");
    cluster_halt(&primary, SIGQUIT);
    department_sql(&there, "SELECT pg_promote()");
    department_turn_red(&there, 51, 100);
    end(&there, &daemon, 100);

    cluster_stop(&standby);
    assert_true(cluster_resume(&primary));
    cluster_stop(&primary);
}

/* Two daemons. */

/* The second one as another role, so that the database can tell who writes. */
static struct cluster as_second(const struct cluster *database, const char *name)
{
    struct cluster second = *database;

    snprintf(second.conninfo, sizeof second.conninfo, "host=%s port=5432 user=second dbname=%s",
             database->dir, name);
    department_sql(database, "DO $$ BEGIN CREATE ROLE second SUPERUSER LOGIN;"
                             " EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                             "CREATE TABLE writers (name text);"
                             "CREATE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS"
                             " 'BEGIN INSERT INTO writers VALUES (session_user); RETURN NEW; END';"
                             "CREATE TRIGGER note_writer BEFORE INSERT ON events FOR EACH ROW"
                             " EXECUTE FUNCTION note_writer()");
    return second;
}

static void begin_two(const char *name, const char *more, struct cluster *database, struct process *first,
                      struct process *second)
{
    begin(name, more, database, first);
    struct cluster other = as_second(database, name);
    assert_int_equal(department_said(first, LEADS), 1);
    department_watch(second, &other, config(more));
    wait_until(second, database,
               "SELECT count(*) = 2 FROM pg_stat_activity WHERE usename = 'second' AND state = 'idle' AND "
               "datname = current_database()",
               30, "the second daemon is there");
}

static void expect_writers(const struct cluster *database, const char *writers)
{
    assert_string_equal(department_sql(database, "SELECT string_agg(name || ' ' || n, ', ' ORDER BY name)"
                                                 " FROM (SELECT name, count(*) AS n FROM writers"
                                                 " GROUP BY name) w"),
                        writers);
}

static void when_the_leader_is_killed_the_other_one_takes_over_after_the_lease(void **state)
{
    (void)state;
    struct cluster database;
    struct process first, second;
    begin_two("killed", "\"leader_lease\": \"3s\", \"delivery\": {\"lease\": \"5s\"},", &database, &first,
              &second);

    department_turn_red(&database, 1, 20);
    wait_for_rest(&first, &database, DEPARTMENT_DAY);
    expect_writers(&database, "postgres 20");
    assert_int_equal(department_said(&second, LEADS), 0);

    process_kill(&first);
    long killed = now_ms();
    long left = atol(department_sql(
        &database, "SELECT floor(extract(epoch FROM until - clock_timestamp()) * 1000)::bigint FROM leader"));
    department_turn_red(&database, 21, 40);
    department_wait_said(&second, LEADS, 1, 30, "the other daemon leads");
    long waited = now_ms() - killed;
    print_message("the evaluation moved after %ld ms, the lease had %ld left\n", waited, left);
    assert_true(waited >= left);
    wait_for_rest(&second, &database, DEPARTMENT_DAY);
    expect_writers(&database, "postgres 20, second 20");
    process_forget(&first);
    end(&database, &second, 40);
}

static void when_the_leader_stops_the_other_one_takes_over_at_once(void **state)
{
    (void)state;
    struct cluster database;
    struct process first, second;
    begin_two("stopped", "\"leader_lease\": \"10m\",", &database, &first, &second);

    assert_int_equal(process_stop(&first), 0);
    department_turn_red(&database, 1, 20);
    department_wait_said(&second, LEADS, 1, 10, "the other daemon leads");
    wait_for_rest(&second, &database, DEPARTMENT_DAY);
    expect_writers(&database, "second 20");
    process_forget(&first);
    end(&database, &second, 20);
}

static PGconn *lock(const struct cluster *database, const char *table)
{
    char sql[128];
    PGconn *pg = PQconnectdb(database->conninfo);

    snprintf(sql, sizeof sql, "BEGIN; LOCK TABLE %s IN ACCESS EXCLUSIVE MODE", table);
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s", PQerrorMessage(pg));
    PQclear(result);
    return pg;
}

/* The first daemon knows that it leads and has asked what there is to do; the answer, which is yes, comes
 * after its lease has ended and the second one leads. Its transaction must fail at the epoch. */
static void a_leader_that_comes_too_late_writes_nothing(void **state)
{
    (void)state;
    struct cluster database;
    struct process first, second;
    begin_two("too_late", "\"leader_lease\": \"2s\",", &database, &first, &second);

    PGconn *holding = lock(&database, "full_pass");
    department_turn_red(&database, 1, 20);
    wait_until(&first, &database,
               "SELECT count(*) = 1 FROM pg_stat_activity WHERE usename = 'postgres' AND wait_event_type = "
               "'Lock' AND application_name = 'budgetwatch monitor'",
               10, "the first daemon waits for an answer");
    char epoch[32];
    snprintf(epoch, sizeof epoch, "%s", department_sql(&database, "SELECT epoch FROM leader"));
    char moved[64];
    snprintf(moved, sizeof moved, "SELECT epoch = %s + 1 FROM leader", epoch);
    wait_until(&second, &database, moved, 10, "the second daemon has taken over");
    PQfinish(holding);

    department_wait_said(&first, STANDS_BY, 1, 10, "the first daemon knows that it leads no more");
    wait_for_rest(&second, &database, DEPARTMENT_DAY);
    expect_writers(&database, "second 20");
    assert_int_equal(process_stop(&first), 0);
    process_forget(&first);
    end(&database, &second, 20);
}

/* A database that does not answer. */

/* Stops the server processes that the daemon talks to, and the one that would start new ones. */
static void freeze(const struct cluster *database, char pids[static 64])
{
    snprintf(pids, 64, "%s",
             department_sql(database, "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity"
                                      " WHERE application_name LIKE 'budgetwatch%%'"
                                      " AND datname = current_database()"));
    assert_int_equal(kill(cluster.pid, SIGSTOP), 0);
    for (char *rest = pids; *rest != '\0';)
        assert_int_equal(kill((pid_t)strtol(rest, &rest, 10), SIGSTOP), 0);
}

static void thaw(char *pids)
{
    for (char *rest = pids; *rest != '\0';)
        kill((pid_t)strtol(rest, &rest, 10), SIGCONT);
    assert_int_equal(kill(cluster.pid, SIGCONT), 0);
}

#define QUICK_END                                                                                            \
    "\"statement_timeout\": \"1s\", \"leader_lease\": \"1s\", \"delivery\": {\"shutdown_timeout\": \"1s\"},"

/* The time that it may take: shutdown_timeout, the three seconds after it for the last outcomes, and some
 * for a slow machine. */
static void expect_answers(struct process *daemon)
{
    enum { ANSWER_S = 8, END_MS = 8000 };

    process_signal(daemon, SIGHUP);
    department_wait_said(daemon, "have been read again", 1, ANSWER_S, "SIGHUP is answered");
    long asked = now_ms();
    assert_int_equal(process_stop(daemon), 0);
    long took = now_ms() - asked;
    print_message("it ended after %ld ms\n", took);
    assert_in_range(took, 0, END_MS);
    process_forget(daemon);
}

static void a_server_that_hangs_blocks_nothing(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    char pids[64];
    begin("hangs", QUICK_END, &database, &daemon);

    freeze(&database, pids);
    expect_answers(&daemon);
    thaw(pids);
}

static void a_server_that_hangs_while_it_is_connected_to_blocks_nothing(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    char pids[64];
    begin("connect", QUICK_END, &database, &daemon);

    freeze(&database, pids);
    department_wait_said(&daemon, MONITOR_FAILS, 1, 15, "the evaluation gives up the connection");
    department_wait_said(&daemon, DISPATCHER_FAILS, 1, 15, "the dispatcher gives up the connection");
    expect_answers(&daemon);
    thaw(pids);
}

static void a_lock_that_somebody_holds_blocks_nothing(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("locked", QUICK_END, &database, &daemon);

    PGconn *holding = lock(&database, "deviations");
    department_turn_red(&database, 1, 5);
    wait_until(&daemon, &database,
               "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
               "application_name = 'budgetwatch monitor'",
               10, "a batch waits for the lock");
    expect_answers(&daemon);
    PQfinish(holding);

    department_watch(&daemon, &database, config(""));
    wait_until(&daemon, &database, "SELECT count(*) = 5 FROM events", 30, "what was left is done");
    end(&database, &daemon, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restarted_server_is_said_once_and_nothing_is_missed),
        cmocka_unit_test(a_pass_whose_server_fails_leaves_nothing_out),
        cmocka_unit_test(terminated_connections_are_made_again_and_nothing_is_missed),
        cmocka_unit_test(a_dead_host_is_passed_over),
        cmocka_unit_test(a_standby_is_passed_over_until_it_is_promoted),
        cmocka_unit_test(when_the_leader_is_killed_the_other_one_takes_over_after_the_lease),
        cmocka_unit_test(when_the_leader_stops_the_other_one_takes_over_at_once),
        cmocka_unit_test(a_leader_that_comes_too_late_writes_nothing),
        cmocka_unit_test(a_server_that_hangs_blocks_nothing),
        cmocka_unit_test(a_server_that_hangs_while_it_is_connected_to_blocks_nothing),
        cmocka_unit_test(a_lock_that_somebody_holds_blocks_nothing),
    };
    return cmocka_run_group_tests(tests, start, stop_cluster);
}
