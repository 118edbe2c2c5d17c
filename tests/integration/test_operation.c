/* What keeps a daemon in operation: the dead-man's switch over daemons that come and go, the level of the
 * log. */
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
#include "../support/receiver.c"

static struct cluster cluster;

static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process first, second;
    char config[256];
} world;

static int start_cluster(void **state)
{
    (void)state;
    if (!cluster_start(&cluster))
        return -1;
    process_file(&cluster, "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    return 0;
}

static int stop_cluster(void **state)
{
    (void)state;
    cluster_stop(&cluster);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    process_forget(&world.first);
    process_forget(&world.second);
    receiver_stop(&world.receiver);
    return 0;
}

static void begin(const char *name, const char *interval)
{
    world = (struct world){0};
    receiver_start(&world.receiver, false);
    department_create(&cluster, name, 10, &world.database);
    snprintf(world.config, sizeof world.config, "%s",
             process_file(&cluster, "operation.json",
                          "{\"poll_interval\": \"100ms\", \"leader_lease\": \"1s\", \"language\": \"en\","
                          " \"connect_timeout\": \"1s\", \"database\": \"%s\", \"log_level\": \"notice\","
                          " \"delivery\": {\"lease\": \"2s\", \"retry_schedule\": [\"100ms\"]},"
                          " \"heartbeat\": {\"channel\": \"pulse\", \"interval\": \"%s\"},"
                          " \"channels\": [{\"name\": \"pulse\", \"type\": \"webhook\", \"allow_http\": true,"
                          " \"secret_file\": \"secret\", \"timeout\": \"1500ms\", \"alerts\": false,"
                          " \"quiet\": [\"00:00-24:00\"], \"url\": \"http://127.0.0.1:%d/pulse\"},"
                          " {\"name\": \"journal\", \"type\": \"journal\"}]}",
                          world.database.conninfo, interval, world.receiver.port));
}

static void start(struct process *daemon)
{
    process_start(daemon, (const char *[]){"run", "--as-of", DEPARTMENT_DAY, "--config", world.config, NULL});
}

static bool have_come(void *ctx)
{
    return receiver_count(&world.receiver, "/pulse") >= *(size_t *)ctx;
}

static void until_count(struct process *daemon, size_t count, const char *sentence)
{
    wait_until_true(daemon, have_come, &count, 30, sentence);
}

/* Each under an id of its own, in quiet hours as well; of two daemons one sends them. */
static void heartbeats_go_on_over_a_takeover_one_at_a_time(void **state)
{
    (void)state;
    begin("pulse", "300ms");
    start(&world.first);
    until_count(&world.first, 2, "heartbeats come");
    const struct received *beat = receiver_get(&world.receiver, "/pulse", 0);
    assert_non_null(strstr(beat->body, "\"type\":\"daemon.heartbeat\""));
    assert_non_null(strstr(beat->body, "\"standing\":{\"red\":0,\"yellow\":0,\"blue\":0}"));
    assert_string_not_equal(beat->id, receiver_get(&world.receiver, "/pulse", 1)->id);

    start(&world.second);
    process_kill(&world.first);
    size_t count = receiver_count(&world.receiver, "/pulse");
    until_count(&world.second, count + 3, "they come from the one that took over");
    /* Written no closer than the interval: they would be, were there two rhythms. */
    assert_string_equal(
        department_sql(&world.database, "%s",
                       "SELECT count(*) FROM (SELECT created_at - lag(created_at) OVER (ORDER BY "
                       "created_at) AS gap FROM messages WHERE type = 'daemon.heartbeat') g "
                       "WHERE gap < interval '300 ms'"),
        "0");
    assert_string_equal(department_sql(&world.database, "%s",
                                       "SELECT count(DISTINCT body::jsonb -> 'data' ->> 'holder') "
                                       "FROM messages WHERE type = 'daemon.heartbeat'"),
                        "2");
}

static bool is_in_trouble(void *ctx)
{
    char *log = process_log(ctx);
    bool is = strstr(log, "level=warning") != NULL || strstr(log, "level=error") != NULL;

    free(log);
    return is;
}

/* A daemon that cannot evaluate is silent, though its messages could be sent. */
static void there_is_none_while_evaluation_fails(void **state)
{
    (void)state;
    begin("fails", "200ms");
    start(&world.first);
    until_count(&world.first, 1, "heartbeats come");
    department_sql(&world.database, "%s", "ALTER TABLE deviations RENAME TO elsewhere; SELECT 1");
    department_turn_red(&world.database, 1, 1);
    wait_until_true(&world.first, is_in_trouble, &world.first, 30, "the failure is said");
    const char *written = "SELECT count(*) FROM messages WHERE type = 'daemon.heartbeat'";
    char *before = strdup(department_sql(&world.database, "%s", written));
    wait_until(
        &world.first, &world.database,
        "SELECT max(created_at) < now() - interval '1 s' FROM messages WHERE type = 'daemon.heartbeat'", 30,
        "none is written for many intervals");
    assert_string_equal(department_sql(&world.database, "%s", written), before);
    free(before);
    department_sql(&world.database, "%s", "ALTER TABLE elsewhere RENAME TO deviations; SELECT 1");
    size_t count = receiver_count(&world.receiver, "/pulse");
    until_count(&world.first, count + 1, "they come again when evaluation works again");
}

static struct receiver_answer refuse(void *ctx, const struct received *request)
{
    (void)request;
    return (struct receiver_answer){.status = *(const int *)ctx};
}

/* Whatever becomes of them, there is one at a time, and no other channel is told of it. */
static void those_that_do_not_arrive_are_dropped_and_not_piled_up(void **state)
{
    static int status = 400;
    (void)state;
    begin("dropped", "200ms");
    world.receiver.enforce = refuse;
    world.receiver.enforce_ctx = &status;
    start(&world.first);
    until_count(&world.first, 4, "each is tried");
    wait_until(&world.first, &world.database,
               "SELECT count(*) BETWEEN 1 AND 2 FROM messages WHERE type = 'daemon.heartbeat'", 30,
               "those that were refused are gone");
    assert_string_equal(department_sql(&world.database, "%s",
                                       "SELECT count(*) FROM messages WHERE type <> 'daemon.heartbeat'"),
                        "0");
}

static bool says_so(void *ctx)
{
    char *log = process_log(&world.first);
    bool says = strstr(log, ctx) != NULL;

    free(log);
    return says;
}

static void until_said(const char *text)
{
    wait_until_true(&world.first, says_so, (void *)(uintptr_t)text, 30, text);
}

static void the_level_of_the_log_follows_signals_until_a_reload(void **state)
{
    (void)state;
    begin("levels", "0s");
    start(&world.first);
    wait_for_rest(&world.first, &world.database, DEPARTMENT_DAY);
    process_signal(&world.first, SIGUSR1);
    until_said("log_level=info before=notice");
    process_signal(&world.first, SIGUSR1);
    until_said("log_level=debug before=info");
    process_signal(&world.first, SIGUSR1);
    until_said("cannot go further; it stays\" log_level=debug");
    process_signal(&world.first, SIGUSR2);
    until_said("log_level=info before=debug");
    process_signal(&world.first, SIGUSR2);
    until_said("log_level=notice before=info");
    process_signal(&world.first, SIGUSR2);
    until_said("log_level=warning before=notice");
    process_signal(&world.first, SIGUSR2);
    until_said("log_level=error before=warning");
    process_signal(&world.first, SIGUSR2);
    until_said("cannot go further; it stays\" log_level=error");
    process_signal(&world.first, SIGHUP);
    until_said("have been read again");
    process_signal(&world.first, SIGUSR2);
    until_said("log_level=warning before=notice");
    assert_int_equal(receiver_count(&world.receiver, NULL), 0);
    assert_int_equal(process_stop(&world.first), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(heartbeats_go_on_over_a_takeover_one_at_a_time, leave),
        cmocka_unit_test_teardown(there_is_none_while_evaluation_fails, leave),
        cmocka_unit_test_teardown(those_that_do_not_arrive_are_dropped_and_not_piled_up, leave),
        cmocka_unit_test_teardown(the_level_of_the_log_follows_signals_until_a_reload, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
