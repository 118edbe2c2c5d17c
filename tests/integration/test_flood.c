/* An import that opens 5,000 deviations gives each channel a handful of messages, and each event is in one of
 * them; whoever delivers, and whenever it is killed. What is silenced, quiet or muted is accounted for, too.
 */
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
#include "../support/robots.c"
#include "../support/group.h"

enum { FLOOD = 5000, HANDFUL = 20, KILLS = 6 };

static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemons[2];
    char config[256];
    char *policy; /* NULL: the default one */
} world;

#define HOOK                                                                                                 \
    "\"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\", \"timeout\": \"1500ms\","     \
    " \"url\": \"http://127.0.0.1:%d/%s\""

/* `pace`: what the configuration says of the channel "hook". */
static void configure(const char *pace)
{
    snprintf(world.config, sizeof world.config, "%s",
             process_file(&cluster, "flood.json",
                          "{\"poll_interval\": \"100ms\", \"leader_lease\": \"2s\", \"batch_size\": 100,"
                          " \"language\": \"en\", \"policy\": \"%s\", \"database\": \"%s\","
                          " \"delivery\": {\"lease\": \"2s\", \"retry_schedule\": [\"200ms\", \"200ms\","
                          " \"200ms\", \"200ms\", \"200ms\", \"200ms\", \"200ms\"]},"
                          " \"channels\": [{\"name\": \"hook\", " HOOK "%s},"
                          " {\"name\": \"robot\", " HOOK
                          ", \"quota\": [\"20/1m\", \"5/1s\"], \"digest_over\": 5,"
                          " \"group_by\": [\"unit\"], \"group_wait\": \"1s\"},"
                          " {\"name\": \"journal\", \"type\": \"log\"}]}",
                          world.policy != NULL ? world.policy : "default", world.database.conninfo,
                          world.receiver.port, "hook", pace, world.receiver.port, "robot"));
}

static void start(int number)
{
    process_start(&world.daemons[number],
                  (const char *[]){"run", "--as-of", DEPARTMENT_DAY, "--config", world.config, NULL});
}

static void begin(const char *name, int projects, const char *pace)
{
    world = (struct world){0};
    receiver_start(&world.receiver, false);
    department_create(&cluster, name, projects, &world.database);
    configure(pace);
    start(0);
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
}

static int leave(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        process_forget(&world.daemons[i]);
    receiver_stop(&world.receiver);
    return 0;
}

static void expect(const char *sql, const char *value)
{
    assert_string_equal(department_sql(&world.database, "%s", sql), value);
}

static void until(const char *sql, const char *sentence)
{
    wait_until(&world.daemons[0], &world.database, sql, 60, sentence);
}

static void until_delivered(void)
{
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
    until("SELECT count(*) > 0 AND bool_and(state = 'delivered') FROM messages",
          "every message is delivered");
}

/* Each event in exactly one message of each channel; and each message says how many it stands for. */
static void expect_all_accounted_for(int events)
{
    char sql[1024];

    snprintf(sql, sizeof sql,
             "SELECT count(*) = 3 AND bool_and(events = %d AND sent = %d AND said = %d AND messages <= %d)"
             " FROM (SELECT channel, count(*) AS events, count(message_id) AS sent,"
             "  count(DISTINCT message_id) AS messages FROM message_events GROUP BY channel) c"
             " JOIN (SELECT channel, sum(coalesce((body::jsonb -> 'data' ->> 'count')::int, 1)) AS said"
             "  FROM messages GROUP BY channel) m USING (channel)",
             events, events, events, HANDFUL);
    print_message("%s\n",
                  department_sql(&world.database,
                                 "SELECT string_agg(channel || ' ' || n || ' messages', ', ' ORDER BY"
                                 " channel) FROM (SELECT channel, count(*) AS n FROM messages GROUP BY"
                                 " channel) c"));
    expect(sql, "t");
    expect("SELECT count(*) FROM messages m WHERE (SELECT count(*) FROM message_events c WHERE c.message_id "
           "= m.id)"
           " <> coalesce((body::jsonb -> 'data' ->> 'count')::int, 1)",
           "0");
    expect("SELECT bool_and(octet_length(body) <= 20000) FROM messages", "t");
}

/* By two daemons. */
static void an_import_of_5000_deviations_is_a_handful_of_messages(void **state)
{
    (void)state;
    begin("flood", FLOOD, "");
    start(1);
    department_turn_red(&world.database, 1, FLOOD);
    until("SELECT count(*) = 5000 FROM events", "the import is evaluated");
    until_delivered();

    expect_all_accounted_for(FLOOD);
    expect("SELECT count(*) FROM attempts", department_sql(&world.database, "SELECT count(*) FROM messages"));
    /* A digest shows the gravest and says how many it does not. */
    expect("SELECT bool_and(jsonb_array_length(d -> 'events') + (d ->> 'omitted')::int = (d ->> 'count')::int"
           " AND (d -> 'by_severity' ->> 'red')::int = (d ->> 'count')::int"
           " AND (d -> 'by_event' ->> 'opened')::int = (d ->> 'count')::int AND d ->> 'title' LIKE '% "
           "alerts: % red')"
           " FROM (SELECT body::jsonb -> 'data' AS d FROM messages WHERE type = 'deviation.digest') b",
           "t");
    for (int i = 0; i < 2; i++)
        assert_int_equal(process_stop(&world.daemons[i]), 0);
}

/* What came more than once came as it was. */
static void every_message_arrived_as_it_was_formed(void)
{
    PGconn *pg = PQconnectdb(world.database.conninfo);

    for (size_t i = 0; i < receiver_count(&world.receiver, NULL); i++) {
        const struct received *request = receiver_get(&world.receiver, NULL, i);
        const char *params[] = {request->id};
        PGresult *row =
            PQexecParams(pg, "SELECT body FROM messages WHERE id = $1", 1, NULL, params, NULL, NULL, 0);
        assert_int_equal(PQntuples(row), 1);
        assert_string_equal(request->body, PQgetvalue(row, 0, 0));
        PQclear(row);
    }
    PQfinish(pg);
}

/* In the middle of routing, gathering and sending. */
static void killed_again_and_again_it_is_still_a_handful(void **state)
{
    unsigned seed = (unsigned)time(NULL);
    (void)state;
    print_message("seed %u\n", seed);
    begin("killed", FLOOD, "");
    department_turn_red(&world.database, 1, FLOOD);
    for (int life = 0; life < KILLS; life++) {
        long left = 200 + rand_r(&seed) % 1500;
        nanosleep(&(struct timespec){.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000}, NULL);
        process_kill(&world.daemons[0]);
        process_forget(&world.daemons[0]);
        department_sql(&world.database, "UPDATE leader SET until = now()");
        start(0);
    }
    until("SELECT count(*) = 5000 FROM events", "the import is evaluated");
    until_delivered();

    expect_all_accounted_for(FLOOD);
    every_message_arrived_as_it_was_formed();
    assert_int_equal(process_stop(&world.daemons[0]), 0);
}

/* Every state changes at once, in a full pass, while one receiver asks to be left alone. */
static void a_changed_policy_is_a_handful_of_messages(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/hook", .status = 429, .header = "Retry-After", .value = "2"}};
    (void)state;
    begin("policy", FLOOD, "");
    department_sql(&world.database, "UPDATE execution SET spent_cumulative = 350000");
    until("SELECT count(*) = 5000 FROM events", "all are yellow");
    until_delivered();
    assert_int_equal(process_stop(&world.daemons[0]), 0);
    process_forget(&world.daemons[0]);
    receiver_script(&world.receiver, script, 1);

    world.policy = strdup(process_file(&cluster, "strict.json", "%s",
                                       "{\"name\": \"strict\", \"rules\": {\"execution.pace\":"
                                       " {\"red\": \"0.75\", \"yellow\": \"0.80\"}}}"));
    configure("");
    start(0);
    until("SELECT count(*) = 5000 FROM events WHERE event = 'escalated'", "all are red");
    until_delivered();
    free(world.policy);
    expect_all_accounted_for(2 * FLOOD);
    assert_int_equal(process_stop(&world.daemons[0]), 0);
}

/* Channels as a configuration has them that says no more than it must. */
static void configure_robots(void)
{
    static const char *const channels[ROBOT_KINDS][2] = {
        [ROBOT_WECOM] = {"wecom", "/cgi-bin/webhook/send?key=K"},
        [ROBOT_DINGTALK] = {"dingtalk", "/robot/send?access_token=K"},
        [ROBOT_FEISHU] = {"feishu", "/open-apis/bot/v2/hook/K"},
        [ROBOT_SLACK] = {"slack", "/services/T/B/K"},
    };
    struct buf list = {0};

    for (int kind = 0; kind < ROBOT_KINDS; kind++) {
        char file[32];
        snprintf(file, sizeof file, "%s.url", channels[kind][0]);
        process_file(&cluster, file, "http://127.0.0.1:%d%s\n", world.receiver.port, channels[kind][1]);
        buf_printf(
            &list, "%s{\"name\": \"%s\", \"type\": \"%s\", \"url_file\": \"%s\", \"allow_http\": true%s}",
            kind > 0 ? ", " : "", channels[kind][0], channels[kind][0], file,
            kind == ROBOT_DINGTALK || kind == ROBOT_FEISHU ? ", \"secret_file\": \"robot.secret\"" : "");
    }
    snprintf(world.config, sizeof world.config, "%s",
             process_file(&cluster, "robots.json",
                          "{\"poll_interval\": \"100ms\", \"language\": \"zh\", \"database\": \"%s\","
                          " \"channels\": [%s]}",
                          world.database.conninfo, buf_text(&list)));
    buf_free(&list);
}

static void begin_robots(struct robot robots[static ROBOT_KINDS])
{
    world = (struct world){0};
    for (int kind = 0; kind < ROBOT_KINDS; kind++) {
        robots[kind] = robot_of((enum robot_kind)kind);
        if (kind == ROBOT_DINGTALK || kind == ROBOT_FEISHU)
            robots[kind].secret = "SEC5e0c7fd1a2b34d5697";
    }
    process_file(&cluster, "robot.secret", "SEC5e0c7fd1a2b34d5697\n");
    receiver_start(&world.receiver, false);
    world.receiver.enforce = robots_answer;
    world.receiver.enforce_ctx = robots;
    world.receiver.lateness = 300;
    department_create(&cluster, "flood_of_robots", FLOOD, &world.database);
    configure_robots();
}

/* A whole department at once, and then single ones of it twice a second: the limits are the makers', and
 * nobody has ever to be told of them. The patience is for Feishu, whose full and half hours are kept clear
 * of. */
static void robots_never_have_to_refuse_however_much_there_is_to_say(void **state)
{
    struct robot robots[ROBOT_KINDS];
    (void)state;
    begin_robots(robots);
    start(0);
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
    department_turn_red(&world.database, 1, FLOOD);
    until("SELECT count(*) = 5000 FROM events", "the import is evaluated");
    for (int i = 1; i <= 20; i++) {
        department_sql(&world.database,
                       "UPDATE execution SET spent_cumulative = 500000 WHERE project_code = 'P%d'", i);
        nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
    }
    until("SELECT count(*) = 5020 FROM events WHERE formed", "what follows is evaluated");
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
    wait_until(&world.daemons[0], &world.database,
               "SELECT count(DISTINCT channel) = 4 AND bool_and(state = 'delivered') FROM messages", 240,
               "every robot has been told");

    expect("SELECT count(*) || ' ' || count(message_id) FROM message_events", "20080 20080");
    expect("SELECT count(*) FROM attempts WHERE result <> 'delivered'", "0");
    for (int kind = 0; kind < ROBOT_KINDS; kind++) {
        print_message("robot %d: %zu messages, %zu refused (%lld)\n", kind, robots[kind].taken,
                      robots[kind].refused, robots[kind].last_refusal);
        assert_in_range(robots[kind].taken, 2, HANDFUL);
        assert_int_equal(robots[kind].refused, 0);
    }
    assert_int_equal(process_stop(&world.daemons[0]), 0);
}

/* As the receiver counts: from when a message has arrived, which may be long after it was sent. */
static void no_window_has_more_than_the_quota(void **state)
{
    (void)state;
    begin("quota", 200, ", \"digest_over\": 1000, \"quota\": [\"3/1s\"]");
    world.receiver.lateness = 300;
    start(1);
    for (int i = 0; i < 12; i++) {
        department_turn_red(&world.database, i + 1, i + 1);
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    until("SELECT count(*) = 12 FROM events", "all is evaluated");
    until_delivered();

    size_t count = receiver_count(&world.receiver, "/hook");
    assert_in_range(count, 5, 12);
    for (size_t i = 0; i + 3 < count; i++)
        assert_in_range(receiver_get(&world.receiver, "/hook", i + 3)->at -
                            receiver_get(&world.receiver, "/hook", i)->at,
                        1000, 60000);
    expect_all_accounted_for(12);
}

static void a_correction_travels_with_or_after_what_it_corrects(void **state)
{
    (void)state;
    begin("correction", 20, ", \"group_by\": [\"unit\"], \"group_wait\": \"3s\"");
    department_turn_red(&world.database, 1, 2);
    until("SELECT count(*) = 2 FROM events WHERE formed", "two are red");
    department_sql(&world.database,
                   "UPDATE execution SET spent_cumulative = 500000 WHERE project_code = 'P1'");
    until("SELECT count(*) = 3 FROM events WHERE formed", "one was wrong");
    until_delivered();
    expect("SELECT corrects_event_id IS NOT NULL FROM events ORDER BY id DESC LIMIT 1", "t");
    expect("SELECT count(DISTINCT message_id) || ' ' || count(*) FROM message_events WHERE channel = 'hook'",
           "1 3");
    expect("SELECT body::jsonb -> 'data' -> 'by_event' FROM messages WHERE channel = 'hook'",
           "{\"opened\": 2, \"resolved\": 1}");

    /* It went out in a digest, and so that is what a later correction names. */
    department_sql(&world.database,
                   "UPDATE execution SET spent_cumulative = 500000 WHERE project_code = 'P2'");
    until("SELECT count(*) = 4 FROM events WHERE formed", "the other was wrong, too");
    until_delivered();
    expect("SELECT m.body::jsonb -> 'data' -> 'corrects' ->> 'message_id' = (SELECT message_id FROM "
           "message_events"
           " WHERE channel = 'hook' ORDER BY event_id LIMIT 1)"
           " FROM messages m WHERE m.channel = 'hook' ORDER BY m.seq DESC LIMIT 1",
           "t");
    expect_all_accounted_for(4);
}

static char *silence(const char *unit)
{
    struct run run =
        process_run((const char *[]){"alerts", "silence", "--unit", unit, "--for", "1h", "--reason", "盘点",
                                     "--by", "王芳", "--config", world.config, NULL});

    assert_int_equal(run.status, 0);
    char *id = strdup(run.out);
    id[strcspn(id, "\n")] = '\0';
    run_free(&run);
    return id;
}

static void what_is_silenced_is_kept_and_said_once_when_that_ends(void **state)
{
    (void)state;
    begin("silenced", 40, "");
    char *id = silence("U0");
    department_turn_red(&world.database, 1, 3);
    department_turn_red(&world.database, 21, 21); /* of another unit */
    until("SELECT count(*) = 4 FROM events", "all is evaluated");
    until_delivered();
    expect("SELECT string_agg(DISTINCT state, ' ') FROM message_events JOIN events ON id = event_id"
           " WHERE unit_code = 'U0'",
           "silenced");
    expect("SELECT count(*) FROM message_events WHERE state = 'silenced' AND muted_by = 1 AND held_until > "
           "now()",
           "9");
    expect("SELECT string_agg(DISTINCT state, ' ') FROM message_events JOIN events ON id = event_id"
           " WHERE unit_code = 'U1'",
           "sent");
    /* One stands no longer when it ends. */
    department_sql(&world.database,
                   "UPDATE execution SET spent_cumulative = 500000 WHERE project_code = 'P3'");
    until("SELECT count(*) = 5 FROM events WHERE formed", "one is resolved");
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
    process_expect(
        0, (const char *[]){"alerts", "unsilence", id, "--by", "王芳", "--config", world.config, NULL});
    until("SELECT count(*) = 6 FROM message_events JOIN events ON id = event_id WHERE unit_code = 'U0'"
          " AND state = 'sent'",
          "what still stands is said");
    until_delivered();
    expect("SELECT string_agg(body::jsonb -> 'data' ->> 'count', ' ') FROM messages"
           " WHERE type = 'deviation.digest'",
           "2 2 2");
    expect("SELECT bool_and(body LIKE '%Still standing: %') FROM messages WHERE type = 'deviation.digest'",
           "t");
    expect("SELECT string_agg(state || ' ' || coalesce(held_until::text, '-'), ', ') FROM message_events"
           " JOIN events ON id = event_id WHERE subject_code = 'P3' AND channel = 'hook'",
           "silenced -, silenced -");
    process_expect(
        1, (const char *[]){"alerts", "unsilence", id, "--by", "王芳", "--config", world.config, NULL});
    free(id);
}

static void quiet_hours_end_in_one_digest_and_red_passes(void **state)
{
    (void)state;
    begin("quiet", 20, ", \"quiet\": [\"00:00-24:00\"], \"quiet_except\": [\"red\"]");
    department_turn_red(&world.database, 1, 1);
    /* Yellow: behind by less. */
    department_sql(&world.database,
                   "UPDATE execution SET spent_cumulative = 350000 WHERE project_code IN ('P2', 'P3')");
    until("SELECT count(*) = 3 FROM events WHERE formed", "all is evaluated");
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'hook' AND state = 'delivered'", "red is told");
    until("SELECT count(*) >= 3 FROM message_events WHERE channel = 'journal' AND state = 'sent'",
          "others hear all");
    expect("SELECT string_agg(state || ' ' || why, ', ') FROM message_events JOIN events ON id = event_id"
           " WHERE channel = 'hook' AND severity = 'yellow'",
           "waiting quiet, waiting quiet");

    configure("");
    process_signal(&world.daemons[0], SIGHUP);
    until("SELECT count(*) = 2 FROM messages WHERE channel = 'hook' AND state = 'delivered'",
          "the rest is told");
    until_delivered();
    expect("SELECT body::jsonb -> 'data' ->> 'title' FROM messages WHERE channel = 'hook' ORDER BY seq DESC "
           "LIMIT 1",
           "2 alerts: 2 yellow");
    expect_all_accounted_for(3);
}

static void what_nobody_acknowledges_is_told_elsewhere(void **state)
{
    (void)state;
    begin("escalated", 20, ", \"unacknowledged_after\": \"3s\"");
    department_turn_red(&world.database, 1, 2);
    until("SELECT count(*) = 2 FROM message_events WHERE channel = 'hook' AND state = 'held'",
          "they are held");
    char *id = strdup(department_sql(&world.database, "SELECT id FROM deviations WHERE subject_code = 'P1'"));
    process_expect(0, (const char *[]){"alerts", "ack", id, "--by", "王芳", "--config", world.config, NULL});
    free(id);
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'hook' AND state = 'delivered'", "one is told");
    expect("SELECT body::jsonb -> 'data' ->> 'title' FROM messages WHERE channel = 'hook'",
           "Not acknowledged: [red, opened] spending pace: Project 2");
    until("SELECT count(*) = 1 FROM message_events WHERE channel = 'hook' AND state = 'dropped'"
          " AND why = 'acknowledged'",
          "the other needs no telling");
}

static void a_unit_that_has_not_reported_mutes_its_projects(void **state)
{
    (void)state;
    begin("muted", 20, "");
    /* Nothing since May, which is past due in mid-July. */
    department_sql(&world.database, "UPDATE execution SET month = 5, spent_cumulative = 416667");
    until("SELECT count(*) = 1 FROM deviations WHERE rule = 'execution.missing' AND severity = 'red'",
          "the unit has not reported");
    until_delivered();
    department_sql(&world.database, "UPDATE execution SET spent_cumulative = 1000 WHERE project_code = 'P1'");
    until("SELECT count(*) = 2 FROM events WHERE formed", "a project is behind");
    wait_for_rest(&world.daemons[0], &world.database, DEPARTMENT_DAY);
    expect("SELECT string_agg(rule || ' ' || state, ', ' ORDER BY rule) FROM message_events JOIN events"
           " ON id = event_id WHERE channel = 'hook'",
           "execution.missing sent, execution.pace inhibited");

    department_sql(&world.database, "INSERT INTO execution SELECT code, 2025, '', 6,"
                                    " CASE WHEN code = 'P1' THEN 2000 ELSE 500000 END FROM projects");
    until("SELECT count(*) = 3 FROM message_events JOIN events ON id = event_id"
          " WHERE state = 'sent' AND subject_code = 'P1'",
          "the unit reports, and the project is still behind");
    until_delivered();
    expect("SELECT body::jsonb -> 'data' ->> 'title' FROM messages JOIN message_events ON message_id = id"
           " JOIN events e ON e.id = event_id WHERE subject_code = 'P1' AND messages.channel = 'hook'",
           "Still standing: [red, opened] spending pace: Project 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(an_import_of_5000_deviations_is_a_handful_of_messages, leave),
        cmocka_unit_test_teardown(killed_again_and_again_it_is_still_a_handful, leave),
        cmocka_unit_test_teardown(robots_never_have_to_refuse_however_much_there_is_to_say, leave),
        cmocka_unit_test_teardown(a_changed_policy_is_a_handful_of_messages, leave),
        cmocka_unit_test_teardown(no_window_has_more_than_the_quota, leave),
        cmocka_unit_test_teardown(a_correction_travels_with_or_after_what_it_corrects, leave),
        cmocka_unit_test_teardown(what_is_silenced_is_kept_and_said_once_when_that_ends, leave),
        cmocka_unit_test_teardown(quiet_hours_end_in_one_digest_and_red_passes, leave),
        cmocka_unit_test_teardown(what_nobody_acknowledges_is_told_elsewhere, leave),
        cmocka_unit_test_teardown(a_unit_that_has_not_reported_mutes_its_projects, leave),
    };
    return cmocka_run_group_tests(tests, start_cluster_with_secret, stop_cluster);
}
