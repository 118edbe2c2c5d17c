/* Letters: the real daemon and a real mail server. Each event is one letter; an attempt that is repeated, by
 * whichever daemon, is the same letter again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/hidden.c"
#include "../support/process.c"
#include "../support/smtp_server.c"
#include "../support/group.h"

#define PASSWORD "hunter2 of the office"
#define LOGIN    "budget:" PASSWORD

/* The case at hand. */
static struct world {
    struct cluster database;
    struct smtp_server server;
    struct process daemon;
    const char *to, *more; /* JSON */
} world;

#include "../support/world.h"

static const char *const secrets[] = {"hunter2", "aHVudGVyMiBv", NULL};

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_file(&cluster, "password", "%s\n", PASSWORD);
    process_file(&cluster, "password.wrong", "hunter2 but wrong\n");
    process_file(&cluster, "ca.pem", "%s", tls_certificate);
    return 0;
}

/* Two more options of the server at most; STARTTLS and a login are always wanted. */
static void begin(const char *name, const char *const more[])
{
    const char *options[16] = {"--tls", "starttls", "--login", LOGIN};

    for (size_t i = 0; more[i] != NULL; i++)
        options[4 + i] = more[i];
    world = (struct world){.to = "\"预算处 <office@example.org>\"", .more = ""};
    smtp_server_start(&world.server, options);
    department_create(&cluster, name, 20, &world.database);
}

static const char *config(const char *password)
{
    return process_file(&cluster, "email.json",
                        "{\"poll_interval\": \"50ms\", \"language\": \"zh\",\n"
                        "\"delivery\": {\"lease\": \"4s\", \"throttle_pause\": \"1s\","
                        " \"shutdown_timeout\": \"1s\","
                        " \"retry_schedule\": [\"100ms\", \"100ms\", \"100ms\", \"100ms\"]},\n"
                        "\"channels\": [{\"name\": \"letters\", \"type\": \"email\", "
                        "\"quota\": [\"1000/1s\"], \"digest_over\": 1000, \"group_wait\": 0,"
                        " \"server\": \"127.0.0.1:%d\", \"ca_file\": \"ca.pem\", \"timeout\": \"3s\","
                        " \"from\": \"budget@city.gov.cn\", \"to\": [%s],"
                        " \"username\": \"budget\", \"password_file\": \"%s\"%s}]}",
                        world.server.port, world.to, password, world.more);
}

static void watch(void)
{
    watch_with(config("password"));
}

static int said(const char *line)
{
    return smtp_server_count(&world.server, line);
}

/* How many letters have the id of the n-th message, by age. */
static int letters_of(int n)
{
    char line[256];

    snprintf(line, sizeof line, "header Message-ID \"<%s@city.gov.cn>\"",
             department_sql(&world.database,
                            "SELECT id FROM messages ORDER BY created_at, id OFFSET %d LIMIT 1", n));
    return said(line);
}

static void end(void)
{
    hidden_expect(&world.daemon, &world.database, secrets);
    assert_int_equal(process_stop(&world.daemon), 0);
    process_forget(&world.daemon);
    smtp_server_stop(&world.server);
}

static void each_event_is_one_letter(void **state)
{
    (void)state;

    begin("one", (const char *[]){NULL});
    watch();
    department_turn_red(&world.database, 1, 10);
    until_all_have_ended(10);
    expect("SELECT count(*) FROM messages WHERE state = 'delivered'", "10");
    expect("SELECT count(*) FROM attempts WHERE status = 250 AND answer = 'SMTP 250: taken'", "10");
    assert_int_equal(said("mail"), 10);
    assert_int_equal(said("defect"), 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(letters_of(i), 1);
    assert_int_equal(said("header From \"budget@city.gov.cn\""), 10);
    assert_int_equal(said("header To \"预算处 <office@example.org>\""), 10);
    assert_int_equal(said("header Subject \"[红灯·新增] 支出进度：Project 3\""), 1);
    assert_int_equal(said("header List-Id \"<letters.budgetwatch.city.gov.cn>\""), 10);
    assert_int_equal(said("header Importance \"high\""), 10);
    assert_int_equal(said("part text/plain"), 10);
    assert_int_equal(said("part text/html"), 10);
    end();
}

static void an_attempt_that_is_repeated_is_the_same_letter(void **state)
{
    (void)state;

    /* Taken by a server whose answer is lost, twice. */
    begin("again", (const char *[]){"--close", "taken", "--once", "2", NULL});
    watch();
    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);
    expect("SELECT state || attempts FROM messages", "delivered3");
    assert_int_equal(said("mail"), 3);
    assert_int_equal(letters_of(0), 3);
    end();
}

static void replies_that_pass_are_retried_and_others_are_not(void **state)
{
    static const struct {
        const char *name, *stage, *reply, *outcome;
    } cases[] = {
        {"greylisted", "rcpt", "450 greylisted", "delivered3 450 450 250"},
        {"disk", "data", "452 disk full", "delivered3 452 452 250"},
        {"spam", "data", "554 looks like spam", "dead1 554"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        begin(cases[i].name,
              (const char *[]){"--answer", cases[i].stage, cases[i].reply, "--once", "2", NULL});
        watch();
        department_turn_red(&world.database, 1, 1);
        until_all_have_ended(1);
        expect("SELECT state || attempts || (SELECT string_agg(' ' || status, '' ORDER BY attempt)"
               " FROM attempts) FROM messages",
               cases[i].outcome);
        assert_int_equal(said("mail"), cases[i].outcome[1] == 'e' && cases[i].outcome[2] == 'l' ? 1 : 0);
        end();
    }
}

static bool is_taken(void *unused)
{
    (void)unused;
    return said("end") > 0;
}

static void a_killed_daemon_leaves_its_letter_to_the_next_under_the_same_id(void **state)
{
    (void)state;

    begin("killed", (const char *[]){"--hang", "taken", "--once", "1", NULL});
    watch();
    department_turn_red(&world.database, 1, 1);
    wait_until_true(&world.daemon, is_taken, NULL, 20, "the server has the letter and says nothing");
    process_kill(&world.daemon);
    process_forget(&world.daemon);
    watch();
    until_all_have_ended(1);
    expect("SELECT state FROM messages", "delivered");
    assert_int_equal(said("mail"), 2);
    assert_int_equal(letters_of(0), 2);
    end();
}

static void a_stopped_daemon_hands_its_letter_back(void **state)
{
    (void)state;

    begin("stopped", (const char *[]){"--hang", "taken", "--once", "1", NULL});
    watch();
    department_turn_red(&world.database, 1, 1);
    wait_until_true(&world.daemon, is_taken, NULL, 20, "the server has the letter and says nothing");
    assert_int_equal(process_stop(&world.daemon), 0);
    process_forget(&world.daemon);
    expect("SELECT state || ' ' || result FROM messages m JOIN attempts a ON a.message_id = m.id",
           "pending handed_back");
    watch();
    until_all_have_ended(1);
    assert_int_equal(letters_of(0), 2);
    end();
}

static void who_answers_is_written_to_and_who_cannot_be_is_left_out(void **state)
{
    (void)state;

    begin("people", (const char *[]){NULL});
    world.to = "\"office@example.org\", \"refuse550@example.org\", \"answers\"";
    department_sql(&world.database,
                   "INSERT INTO people (name, unit_code, role, email) VALUES"
                   " ('李雷', 'U0', '科长', 'lilei@example.org'), ('坏', 'U0', '', 'a@b, c@example.org');"
                   "UPDATE projects SET manager = '李雷' WHERE code = 'P1';"
                   "UPDATE projects SET manager = '坏' WHERE code = 'P2'");
    watch();
    department_turn_red(&world.database, 1, 2);
    until_all_have_ended(2);
    expect("SELECT count(*) FROM attempts WHERE result = 'delivered' AND status = 250 AND answer LIKE"
           " 'SMTP 250: taken; not taken for refuse550@example.org (SMTP 550: no mail for this one)'",
           "2");
    assert_int_equal(said("rcpt \"office@example.org\""), 2);
    assert_int_equal(said("rcpt \"lilei@example.org\""), 1);
    assert_int_equal(said("rcpt"), 3);
    assert_int_equal(department_said(&world.daemon, "a mail was not taken for all its recipients"), 2);
    /* The address is the person's own business. */
    struct run run =
        process_run((const char *[]){"deliveries", "--json", "--database", world.database.conninfo, NULL});
    assert_null(strstr(run.out, "lilei@"));
    assert_non_null(strstr(run.out, "支出进度"));
    run_free(&run);
    end();
}

static void heads_are_written_to_when_an_action_is_overdue(void **state)
{
    (void)state;

    begin("heads", (const char *[]){NULL});
    world.more = ", \"escalate_to\": [\"head\", \"above\"]";
    department_sql(
        &world.database,
        "INSERT INTO people (name, unit_code, role, email) VALUES"
        " ('王五', 'U0', '局长', 'wangwu@example.org'), ('副手', 'U0', '副局长', 'fushou@example.org')");
    watch();
    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);
    assert_int_equal(said("rcpt"), 1);
    department_sql(&world.database, "SELECT acknowledge(ARRAY(SELECT id FROM deviations), '李四', NULL, NULL,"
                                    " '加快招标', '2025-01-31', NULL, NULL)");
    until_all_have_ended(2);
    assert_int_equal(said("rcpt \"office@example.org\""), 2);
    assert_int_equal(said("rcpt \"wangwu@example.org\""), 1);
    assert_int_equal(said("rcpt"), 3);
    end();
}

static void a_letter_to_nobody_is_dead_at_once(void **state)
{
    (void)state;

    begin("nobody", (const char *[]){NULL});
    world.to = "\"answers\"";
    watch();
    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);
    expect("SELECT state || ' ' || answer FROM messages m JOIN attempts a ON a.message_id = m.id",
           "dead nobody to write to: no person who answers, and no head, has an e-mail address");
    end();
}

static void channel_test_sends_a_letter_and_explains_a_refusal(void **state)
{
    (void)state;

    begin("tried", (const char *[]){NULL});
    struct run run =
        process_run((const char *[]){"channel", "test", "letters", "--config", config("password"), NULL});
    if (run.status != 0)
        fail_msg("%s", run.err);
    assert_non_null(strstr(run.out, "took the test message msg_"));
    assert_non_null(strstr(run.out, "SMTP 250: taken"));
    run_free(&run);
    assert_int_equal(said("header Subject \"budgetwatch 测试消息\""), 1);

    run = process_run(
        (const char *[]){"channel", "test", "letters", "--config", config("password.wrong"), NULL});
    assert_int_equal(run.status, 1);
    assert_non_null(strstr(run.err, "SMTP 535"));
    assert_non_null(strstr(run.err, "check username and password_file"));
    assert_null(strstr(run.err, "hunter2"));
    run_free(&run);

    run = process_run((const char *[]){"check", "--config", config("password"), "--database",
                                       world.database.conninfo, NULL});
    assert_non_null(strstr(run.out, "channel letters: email by 127.0.0.1:"));
    assert_non_null(strstr(run.out, "STARTTLS, with a login"));
    run_free(&run);
    smtp_server_stop(&world.server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_is_one_letter),
        cmocka_unit_test(an_attempt_that_is_repeated_is_the_same_letter),
        cmocka_unit_test(replies_that_pass_are_retried_and_others_are_not),
        cmocka_unit_test(a_killed_daemon_leaves_its_letter_to_the_next_under_the_same_id),
        cmocka_unit_test(a_stopped_daemon_hands_its_letter_back),
        cmocka_unit_test(who_answers_is_written_to_and_who_cannot_be_is_left_out),
        cmocka_unit_test(heads_are_written_to_when_an_action_is_overdue),
        cmocka_unit_test(a_letter_to_nobody_is_dead_at_once),
        cmocka_unit_test(channel_test_sends_a_letter_and_explains_a_refusal),
    };

    return cmocka_run_group_tests(tests, start, stop_cluster);
}
