/* What keeps a daemon in operation: the dead-man's switch over daemons that come and go, the level of the
 * log, and what is collected for who is to help. */
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
#include "../support/group.h"

static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process first, second;
    char config[256];
} world;

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
    /* The database's clock is set back: what was written lies ahead. */
    department_sql(&world.database, "%s",
                   "UPDATE messages SET created_at = created_at + interval '1 hour'"
                   " WHERE type = 'daemon.heartbeat'; SELECT 1");
    size_t count = receiver_count(&world.receiver, "/pulse");
    until_count(&world.first, count + 3, "they go on though there are some of a time to come");

    start(&world.second);
    process_kill(&world.first);
    count = receiver_count(&world.receiver, "/pulse");
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

/* Everything that must not be told is put where it usually lies. */
static const char *const planted[] = {"PLANTEDKEY",
                                      "PLANTEDSECRET",
                                      "PLANTEDPASSWORD",
                                      "PLANTEDANSWER",
                                      "PLANTEDQUERY",
                                      "PLANTEDACCOUNT",
                                      "13812345678",
                                      "wang@",
                                      "li@",
                                      "王秘密",
                                      "保密项目",
                                      "机密单位",
                                      "PLANTEDEXPLANATION",
                                      "PLANTEDCELL",
                                      "PLANTEDREASON",
                                      "PLANTEDBODY",
                                      "PLANTEDLOGIN"};

static void plant(void)
{
    department_sql(
        &world.database, "%s",
        "UPDATE units SET name = '机密单位'; UPDATE projects SET name = '保密项目', manager = '王秘密';"
        "INSERT INTO people (name, unit_code, mobile, email) SELECT '王秘密', code, '13812345678', "
        "'wang@example.org' FROM units LIMIT 1;"
        "INSERT INTO messages (id, channel, type, body, state, last_status, last_answer, settled_at) VALUES "
        "('msg_dead', 'pulse', 'deviation.opened', 'PLANTEDBODY 王秘密', 'dead', 400, 'PLANTEDANSWER', "
        "now());"
        "INSERT INTO sources (name, kind, read_at, failures, failing_since, fault, failure) VALUES "
        "('payments', 'execution', now(), 1, now(), 'rows', 'PLANTEDCELL');"
        "INSERT INTO channels_off (channel, reason, by_whom) VALUES ('pulse', 'PLANTEDREASON', '王秘密');"
        "UPDATE deviations SET explanation = 'PLANTEDEXPLANATION';"
        "CREATE ROLE \"PLANTEDLOGIN\" LOGIN IN ROLE budgetwatch_daemon; SELECT 1");
    process_file(&cluster, "planted.secret", "whsec_UExBTlRFRFNFQ1JFVFBMQU5URURTRUNSRVQ=\n");
    process_file(&cluster, "planted.url", "https://chat.example.org/send?key=PLANTEDKEY\n");
    process_file(&cluster, "planted.password", "PLANTEDPASSWORD\n");
}

static const char *planted_config(void)
{
    return process_file(
        &cluster, "planted.json",
        "{\"database\": \"%s\", \"channels\": ["
        "{\"name\": \"hook\", \"type\": \"webhook\","
        " \"url\": \"https://hooks.example.org/PLANTEDKEY/x?token=PLANTEDKEY\","
        " \"secret_file\": \"planted.secret\", \"units\": [\"nowhere\"]},"
        "{\"name\": \"robot\", \"type\": \"wecom\", \"url_file\": \"planted.url\"},"
        "{\"name\": \"letters\", \"type\": \"email\", \"server\": \"smtp.example.org:587\","
        " \"from\": \"li@example.org\", \"to\": [\"wang@example.org\"], \"username\": \"PLANTEDACCOUNT\","
        " \"password_file\": \"planted.password\"}],"
        " \"sources\": [{\"name\": \"payments\", \"kind\": \"units\","
        " \"query\": \"SELECT 'PLANTEDQUERY' AS nonsense\"}]}",
        world.database.conninfo);
}

static void expect_nothing_planted(const char *report)
{
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++)
        if (strstr(report, planted[i]) != NULL)
            fail_msg("%s is in the report:\n%s", planted[i], report);
}

static void expect_there(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("not there: %s\n%s", piece, text);
}

static void check_says_who_is_logged_in_and_which_units_are_none(const char *config)
{
    struct run run = process_run((const char *[]){"check", "--config", config, NULL});

    expect_there(run.out, "is a superuser: right for migrate, too much for the daemon");
    expect_there(run.out, "channel hook: units names what the ledger has no unit for: nowhere.");
    expect_there(run.out, "warning  database: made for rehearsals;");
    run_free(&run);
}

static void a_database_that_is_away_leaves_the_rest(const char *config)
{
    cluster_halt(&cluster, SIGINT);
    struct run run = process_run((const char *[]){"doctor", "--config", config, NULL});
    assert_int_equal(run.status, 0);
    expect_nothing_planted(run.out);
    expect_there(run.out, "== database ==\nnot to be had: ");
    expect_there(run.out, "== daemons on this machine ==");
    run_free(&run);
    assert_true(cluster_resume(&cluster));
}

static void what_doctor_collects_tells_much_and_nothing_that_is_planted(void **state)
{
    static const char *const told[] = {"== program ==",
                                       "== machine ==",
                                       "ok       policy: default",
                                       "its clock said 20",
                                       "0021_events",
                                       "execution.pace",
                                       "deviation.opened  400",
                                       "== roles ==",
                                       "budgetwatch_daemon",
                                       "process ",
                                       "  VmRSS: ",
                                       "== journal =="};
    (void)state;
    begin("doctor", "0s");
    start(&world.first);
    department_turn_red(&world.database, 1, 3);
    wait_for_rest(&world.first, &world.database, DEPARTMENT_DAY);
    plant();
    char path[300];
    snprintf(path, sizeof path, "%s/report.txt", cluster.dir);
    char *config = strdup(planted_config());
    process_expect(0, (const char *[]){"doctor", "--config", config, "-o", path, NULL});
    process_expect(1, (const char *[]){"doctor", "--config", config, "-o", path, NULL});
    struct run run = process_run((const char *[]){"doctor", "--config", config, NULL});
    assert_int_equal(run.status, 0);
    expect_nothing_planted(run.out);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        expect_there(run.out, told[i]);
    run_free(&run);
    check_says_who_is_logged_in_and_which_units_are_none(config);
    a_database_that_is_away_leaves_the_rest(config);
    free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(heartbeats_go_on_over_a_takeover_one_at_a_time, leave),
        cmocka_unit_test_teardown(there_is_none_while_evaluation_fails, leave),
        cmocka_unit_test_teardown(those_that_do_not_arrive_are_dropped_and_not_piled_up, leave),
        cmocka_unit_test_teardown(the_level_of_the_log_follows_signals_until_a_reload, leave),
        cmocka_unit_test_teardown(what_doctor_collects_tells_much_and_nothing_that_is_planted, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster_with_secret, stop_cluster);
}
