/* What an asynchronous standby loses when the primary dies with commits that it has not got, and what becomes
 * of it: as the README says, and no more. One event of each kind:
 *
 *   settled    formed before the cut, delivered after it: sent again under its own id
 *   formed     its event written before, its message after: told again under another id
 *   evaluated  its fact written before, its event after: told again under another id
 *   lost       its fact written after: told once, and not again; nothing stands for it
 *   later      its fact written on the new primary: told as any other
 *
 * The cut is a standby that no longer receives. */
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

enum { SETTLED = 1, FORMED, EVALUATED, LATER, LOST_FIRST, LOST_LAST = 60, PROJECTS = 60 };

static struct cluster primary, standby, database, there;
static struct receiver receiver;
static struct process watcher;

static int start_all(void **state)
{
    (void)state;
    if (!cluster_start(&primary))
        return -1;
    process_secret(&primary);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    process_forget(&watcher);
    receiver_stop(&receiver);
    cluster_stop(&standby);
    if (cluster_resume(&primary))
        cluster_stop(&primary);
    return 0;
}

static const char *config(const char *more)
{
    return process_file(
        &primary, "standby.json",
        "{\"poll_interval\": \"100ms\", \"leader_lease\": \"2s\", \"connect_timeout\": \"2s\","
        " \"delivery\": {\"lease\": \"3s\", \"retry_schedule\": [\"1s\", \"1s\", \"1s\"]},"
        " \"channels\": [{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true, "
        "\"digest_over\": 1000000, \"secret_file\": \"secret\", \"timeout\": \"2s\","
        " \"url\": \"http://127.0.0.1:%d/hook\"%s}]}",
        receiver.port, more);
}

static void add_standby(void)
{
    assert_true(cluster_start_standby(&standby, &primary));
    there = database;
    snprintf(there.conninfo, sizeof there.conninfo, "host=%s port=5432 user=postgres dbname=standby",
             standby.dir);
    int length = snprintf(database.conninfo, sizeof database.conninfo,
                          "host=%s,%s port=5432,5432 user=postgres dbname=standby "
                          "target_session_attrs=read-write",
                          primary.dir, standby.dir);
    assert_in_range(length, 1, sizeof database.conninfo - 1);
}

/* All that is committed is there. */
static void wait_replicated(void)
{
    wait_until(NULL, &database,
               "SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) FROM pg_stat_replication", 30,
               "the standby has all of it");
}

static void cut(void)
{
    department_sql(&there, "ALTER SYSTEM SET primary_conninfo = ''");
    department_sql(&there, "SELECT pg_reload_conf()");
    wait_until(NULL, &database, "SELECT count(*) = 0 FROM pg_stat_replication", 30,
               "the standby no longer receives");
}

static void fail_over(void)
{
    cluster_halt(&primary, SIGQUIT);
    department_sql(&there, "SELECT pg_promote()");
}

/* Requests about a project, and under how many ids. `ret_first`: the first one's body, which lives as long as
 * the receiver. */
static int told(int project, int *ret_ids, const char **ret_first)
{
    char subject[64];
    const char *ids[8] = {NULL};
    int requests = 0;

    *ret_ids = 0;
    *ret_first = NULL;
    snprintf(subject, sizeof subject, "\"P%d\"", project);
    for (size_t i = 0; i < receiver_count(&receiver, NULL); i++) {
        const struct received *request = receiver_get(&receiver, NULL, i);
        int n = 0;
        if (strstr(request->body, subject) == NULL)
            continue;
        *ret_first = *ret_first != NULL ? *ret_first : request->body;
        requests++;
        while (n < *ret_ids && strcmp(ids[n], request->id) != 0)
            n++;
        if (n == *ret_ids && n < 8)
            ids[(*ret_ids)++] = request->id;
    }
    return requests;
}

static void expect_told(const char *kind, int project, int requests, int ids)
{
    const char *first;
    int is_ids, is = told(project, &is_ids, &first);

    print_message("%-10s P%-4d %8d %4d\n", kind, project, is, is_ids);
    if (is != requests || is_ids != ids)
        fail_msg("P%d, %s: %d requests under %d ids instead of %d under %d", project, kind, is, is_ids,
                 requests, ids);
}

struct expected {
    int project, requests;
};

static bool has_been_told(void *ctx)
{
    const struct expected *expected = ctx;
    const char *first;
    int ids;

    return told(expected->project, &ids, &first) >= expected->requests;
}

static void wait_told(int project, int requests)
{
    struct expected expected = {project, requests};

    wait_until_true(&watcher, has_been_told, &expected, 60, "the receiver has been told");
}

/* "event_id": 7 of a body. */
static int event_number(const char *body)
{
    const char *at = body != NULL ? strstr(body, "\"event_id\":") : NULL;

    return at != NULL ? atoi(at + strlen("\"event_id\":")) : 0;
}

/* What the standby gets: P1's message, which is not taken yet; P2's event, which waits; P3's fact. */
static void before_the_cut(void)
{
    static const struct receiver_answer busy[] = {{"/hook", 503, NULL, NULL, NULL, false}};

    receiver_start(&receiver, /* tls: */ false);
    department_create(&primary, "standby", PROJECTS, &database);
    add_standby();
    department_watch(&watcher, &database, config(""));
    wait_for_rest(&watcher, &database, DEPARTMENT_DAY);
    receiver_script(&receiver, busy, 1);
    department_turn_red(&database, SETTLED, SETTLED);
    wait_until(&watcher, &database, "SELECT count(*) = 1 FROM attempts", 30, "the first attempt is over");
    process_stop(&watcher);
    process_forget(&watcher);
    department_sql(&database, "UPDATE messages SET next_attempt_at = now() + interval '1 hour'");

    department_watch(&watcher, &database, config(", \"group_by\": [\"subject\"], \"group_wait\": \"1h\""));
    wait_for_rest(&watcher, &database, DEPARTMENT_DAY);
    department_turn_red(&database, FORMED, FORMED);
    wait_until(&watcher, &database, "SELECT count(*) = 2 FROM events", 30, "the event is written");
    process_stop(&watcher);
    process_forget(&watcher);

    department_turn_red(&database, EVALUATED, EVALUATED);
    wait_replicated();
}

/* All of it is done and told, and so are many facts that the standby never hears of. */
static void after_the_cut(void)
{
    department_turn_red(&database, LOST_FIRST, LOST_LAST);
    department_sql(&database, "UPDATE messages SET next_attempt_at = now()");
    department_watch(&watcher, &database, config(""));
    wait_until(&watcher, &database, "SELECT count(*) = 59 AND bool_and(state = 'delivered') FROM messages",
               60, "everything is told");
}

static void an_asynchronous_standby_loses_what_the_readme_says(void **state)
{
    (void)state;
    const char *first, *later;
    int ids, lost_number = 0;

    before_the_cut();
    cut();
    after_the_cut();
    fail_over();
    /* It had been put off so that the cut falls between. */
    wait_until(&watcher, &database, "SELECT NOT pg_is_in_recovery()", 30, "the standby is a primary");
    department_sql(&database, "UPDATE messages SET next_attempt_at = now()");
    wait_told(SETTLED, 3);
    wait_told(FORMED, 2);
    wait_told(EVALUATED, 2);
    department_turn_red(&database, LATER, LATER);
    wait_told(LATER, 1);
    wait_until(&watcher, &database, "SELECT bool_and(state = 'delivered') AND count(*) = 4 FROM messages", 60,
               "the new primary has nothing left to tell");

    print_message("%-10s %-5s %8s %4s\n", "kind", "of", "requests", "ids");
    expect_told("settled", SETTLED, 3, 1); /* the first was refused */
    expect_told("formed", FORMED, 2, 2);
    expect_told("evaluated", EVALUATED, 2, 2);
    expect_told("lost", LOST_FIRST, 1, 1);
    expect_told("lost", LOST_LAST, 1, 1);
    expect_told("later", LATER, 1, 1);
    told(LATER, &ids, &later);
    for (int i = LOST_FIRST; i <= LOST_LAST; i++) {
        told(i, &ids, &first);
        if (event_number(first) == event_number(later))
            lost_number = i;
    }
    print_message("the event of P%d has number %d, which the lost one of P%d had (0: none)\n", LATER,
                  event_number(later), lost_number);
    assert_string_equal(
        department_sql(&database,
                       "SELECT string_agg(subject_code, ' ' ORDER BY subject_code) FROM deviations "
                       "WHERE severity <> 'none'"),
        "P1 P2 P3 P4");

    /* Whoever writes again what was lost is answered as if for the first time. */
    department_turn_red(&database, LOST_FIRST, LOST_FIRST);
    wait_told(LOST_FIRST, 2);
    expect_told("rewritten", LOST_FIRST, 2, 2);
    wait_for_rest(&watcher, &database, DEPARTMENT_DAY);
    department_prove(&standby, &database, &watcher);
    print_message("total: an asynchronous standby lost what the README says and no more; holds\n");
}

/* A synchronous one that is away: commits wait, and nothing is told that it does not have. */
static void nothing_is_told_that_a_synchronous_standby_does_not_have(void **state)
{
    (void)state;

    receiver_start(&receiver, /* tls: */ false);
    department_create(&primary, "standby", PROJECTS, &database);
    add_standby();
    department_watch(&watcher, &database, config(""));
    wait_for_rest(&watcher, &database, DEPARTMENT_DAY);
    assert_int_equal(process_stop(&watcher), 0);
    process_forget(&watcher);
    department_turn_red(&database, EVALUATED, EVALUATED);
    wait_replicated();
    department_sql(&database, "ALTER SYSTEM SET synchronous_standby_names = '*'");
    department_sql(&database, "SELECT pg_reload_conf()");
    wait_replicated();
    cut();
    department_watch(&watcher, &database, config(""));
    wait_until(&watcher, &database, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
               30, "a commit of the daemon's waits for the standby");
    assert_int_equal(receiver_count(&receiver, NULL), 0);
    department_sql(&there, "ALTER SYSTEM SET synchronous_standby_names = ''");
    fail_over();
    wait_told(EVALUATED, 1);
    wait_until(&watcher, &database, "SELECT bool_and(state = 'delivered') AND count(*) = 1 FROM messages", 60,
               "it is told");
    print_message("%-10s %-5s %8s %4s\n", "kind", "of", "requests", "ids");
    expect_told("waited", EVALUATED, 1, 1);
    department_prove(&standby, &database, &watcher);
    print_message("total: a synchronous standby that was away lost nothing; holds\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_asynchronous_standby_loses_what_the_readme_says, start_all,
                                        stop_all),
        cmocka_unit_test_setup_teardown(nothing_is_told_that_a_synchronous_standby_does_not_have, start_all,
                                        stop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
