/* Three daemons on a primary with a synchronous standby. One is killed, one stands still past its leases and
 * goes on, and the standby takes over in the middle. Nothing is lost, and what is told more than once is told
 * under its first id.
 *
 * 2,000 events; BUDGETWATCH_CRASH=full: 20,000. */
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
#include "../support/receiver.c"
#include "../support/arrivals.c"

enum { SHORT = 2000, LONG = 20000, DAEMONS = 3, TRANSACTIONS = 20, PATIENCE_S = 600 };

static struct cluster primary, standby, database,
    there; /* the last two: as the daemons, and as the standby */
static struct receiver receiver;
static struct process daemons[DAEMONS];
static int events;

static int start_all(void **state)
{
    const char *size = getenv("BUDGETWATCH_CRASH");

    (void)state;
    events = size != NULL && strcmp(size, "full") == 0 ? LONG : SHORT;
    if (!cluster_start(&primary))
        return -1;
    receiver_start(&receiver, /* tls: */ false);
    process_secret(&primary);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    for (int i = 0; i < DAEMONS; i++)
        process_forget(&daemons[i]);
    receiver_stop(&receiver);
    cluster_stop(&standby);
    if (cluster_resume(&primary))
        cluster_stop(&primary);
    return 0;
}

static const char *config(void)
{
    return process_file(&primary, "three.json",
                        "{\"poll_interval\": \"100ms\", \"leader_lease\": \"2s\", \"batch_size\": 100,"
                        " \"connect_timeout\": \"2s\", \"delivery\": {\"lease\": \"3s\", \"in_flight\": 32},"
                        " \"channels\": [{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true, "
                        "\"digest_over\": 1000000,"
                        " \"secret_file\": \"secret\", \"timeout\": \"2s\","
                        " \"url\": \"http://127.0.0.1:%d/hook\"}]}",
                        receiver.port);
}

/* Its commits are not told before the standby has them on disk. */
static void add_synchronous_standby(void)
{
    assert_true(cluster_start_standby(&standby, &primary));
    department_sql(&database, "ALTER SYSTEM SET synchronous_standby_names = '*'");
    department_sql(&database, "SELECT pg_reload_conf()");
    wait_until(NULL, &database, "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'", 30,
               "the standby is synchronous");
    there = database;
    snprintf(there.conninfo, sizeof there.conninfo, "host=%s port=5432 user=postgres dbname=three",
             standby.dir);
    int length =
        snprintf(database.conninfo, sizeof database.conninfo,
                 "host=%s,%s port=5432,5432 user=postgres dbname=three target_session_attrs=read-write",
                 primary.dir, standby.dir);
    assert_in_range(length, 1, sizeof database.conninfo - 1);
}

static void turn(int transaction)
{
    int share = events / TRANSACTIONS;

    department_turn_red(&database, transaction * share + 1, (transaction + 1) * share);
}

/* Until this share of the work has been received, so that each blow falls into the middle of it. */
static bool has_come(void *ctx)
{
    return receiver_count(&receiver, NULL) >= (size_t) * (const int *)ctx;
}

static void wait_received(int count)
{
    wait_until_true(NULL, has_come, &count, PATIENCE_S, "deliveries go on");
}

static void fail_over(void)
{
    cluster_halt(&primary, SIGQUIT);
    department_sql(&there, "SELECT pg_promote()");
    department_sql(&there, "ALTER SYSTEM SET synchronous_standby_names = ''");
    department_sql(&there, "SELECT pg_reload_conf()");
}

static void nothing_is_lost_and_duplicates_carry_their_first_id(void **state)
{
    (void)state;
    struct arrivals arrivals;
    struct process none = {0};
    time_t begin = time(NULL);

    department_create(&primary, "three", events, &database);
    add_synchronous_standby();
    department_watch(&daemons[0], &database, config());
    wait_for_rest(&daemons[0], &database, DEPARTMENT_DAY);
    department_watch(&daemons[1], &database, config());
    department_watch(&daemons[2], &database, config());

    for (int i = 0; i < TRANSACTIONS / 4; i++)
        turn(i);
    wait_received(events / 10);
    process_kill(&daemons[0]); /* which leads */
    for (int i = TRANSACTIONS / 4; i < TRANSACTIONS / 2; i++)
        turn(i);
    wait_received(events / 4);
    process_signal(&daemons[1], SIGSTOP); /* which leads or not, as it has come */
    wait_received(events / 10 * 4);
    fail_over();
    for (int i = TRANSACTIONS / 2; i < TRANSACTIONS; i++)
        turn(i);
    wait_received(events / 10 * 7);
    process_signal(&daemons[1], SIGCONT);

    wait_until(
        &daemons[2], &database,
        "SELECT NOT EXISTS (SELECT FROM change_log) AND NOT EXISTS (SELECT FROM events WHERE NOT formed) AND "
        "NOT EXISTS (SELECT FROM messages WHERE state IN ('pending', 'sending'))",
        PATIENCE_S, "everything is evaluated and told");
    for (int i = 1; i < DAEMONS; i++)
        assert_int_equal(process_stop(&daemons[i]), 0);
    arrivals_events(&database, events);
    arrivals_check(&database, &receiver, "hook", NULL, &arrivals);
    print_message("total: three daemons, one killed, one stopped and a failover, in %ld s: %d events, %zu "
                  "messages, %zu "
                  "requests, %zu duplicates, each under its first id; %s attempts in the books\n",
                  (long)(time(NULL) - begin), events, arrivals.count, arrivals.requests, arrivals.duplicates,
                  department_sql(&database, "SELECT count(*) FROM attempts"));
    arrivals_free(&arrivals);
    assert_string_equal(department_sql(&database, "SELECT count(*) FROM messages WHERE state <> 'delivered'"),
                        "0");
    department_prove(&primary, &database, &none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_and_duplicates_carry_their_first_id),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
