/* Monthly notices that go out: by the daemon when they are due, also after it was away, was killed or is one
 * of two, and by command. Each is kept as it was sent, each recipient gets it once by its id, and what
 * changed later is a correction that says what. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <jansson.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/smtp_server.c"
#include "../support/group.h"
#include "notice_office.h"

static void what_was_missed_is_caught_up_in_order_once_and_late(void **state)
{
    static const struct receiver_answer busy[] = {{.path = "/hook", .status = 503}};
    (void)state;

    begin("missed");
    start("2025-05-20"); /* the fifth working day of May was over */
    until_sent(1);
    stop();
    receiver_script(&world.receiver, busy, 1);
    start("2025-07-15");
    until_sent(3);
    stop();
    /* June's has waited until May's, which was turned away at first, had come. */
    assert_int_equal(receiver_count(&world.receiver, NULL), 4);
    assert_string_equal(receiver_get(&world.receiver, NULL, 1)->id,
                        receiver_get(&world.receiver, NULL, 2)->id);
    start("2025-07-15");
    until_nothing_is_due(&world.daemon);
    stop();
    expect("SELECT string_agg(month || ' ' || version || ' ' || late, ', ' ORDER BY id) FROM notices",
           "4 1 true, 5 1 true, 6 1 true");
    expect_arrival(0, "notice.progress", "2025-04", true);
    expect_arrival(1, "notice.progress", "2025-05", true);
    expect_arrival(2, "notice.progress", "2025-06", true);
    assert_null(arrived(3));
    expect("SELECT bool_and(by_daemon) FROM notices", "t");
    end();
}

static void a_notice_is_due_on_its_working_day_and_not_before(void **state)
{
    (void)state;

    begin("due");
    start("2025-07-04"); /* the fourth working day: only May's is due */
    until_sent(1);
    stop();
    start("2025-07-07");
    until_sent(2);
    stop();
    expect("SELECT string_agg(month || ' ' || late || ' ' || due_on, ', ' ORDER BY id) FROM notices",
           "5 true 2025-06-09, 6 false 2025-07-07");
    end();
}

static void a_correction_says_what_changed(void **state)
{
    (void)state;

    begin("corrected");
    start("2025-07-14");
    until_sent(1);
    stop();
    department_sql(&world.database, "UPDATE execution SET spent_cumulative = 450000"
                                    " WHERE project_code = 'P1' AND month = 6");
    start("2025-07-14");
    until_nothing_is_due(&world.daemon);
    stop();
    expect("SELECT count(*) FROM notices", "1"); /* one a day */
    start("2025-07-15");
    until_sent(2);
    stop();
    start("2025-07-16");
    until_nothing_is_due(&world.daemon);
    stop();
    expect("SELECT count(*) FROM notices", "2"); /* nothing has changed since */
    json_t *body = arrived(1);
    const json_t *changes = json_object_get(json_object_get(body, "data"), "changes");
    assert_string_equal(json_string_value(json_object_get(body, "type")), "notice.correction");
    bool said = false;
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *change = json_array_get(changes, i);
        said = said || (strcmp(json_string_value(json_object_get(change, "code")), "P1") == 0 &&
                        strcmp(json_string_value(json_object_get(change, "figure")), "spent") == 0 &&
                        strcmp(json_string_value(json_object_get(change, "old")), "500000.00") == 0 &&
                        strcmp(json_string_value(json_object_get(change, "new")), "450000.00") == 0);
    }
    assert_true(said);
    json_decref(body);
    expect("SELECT html LIKE '%更正通报%' AND html LIKE '%原50.00万元，更正为45.00万元%' FROM notices"
           " WHERE version = 2",
           "t");
    end();
}

#ifdef BUDGETWATCH_FAULTS
/* What a power failure would do, at each moment of sending. */
static void killed_while_sending_each_recipient_gets_it_once_by_id(void **state)
{
    static const char *const faults[] = {"kill:before:notices_send",      "kill:during:notices_send",
                                         "kill:after:notices_send",       "kill:before:sending a message",
                                         "kill:during:sending a message", "kill:during:messages_settle"};
    (void)state;

    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char name[32];
        snprintf(name, sizeof name, "killed%zu", i);
        begin(name);
        setenv("BUDGETWATCH_FAULT", faults[i], 1);
        start("2025-07-15");
        unsetenv("BUDGETWATCH_FAULT");
        for (int tenths = 0; process_is_running(&world.daemon); tenths++) {
            if (tenths > 600)
                fail_msg("%s: the daemon does not come there", faults[i]);
            usleep(100 * 1000);
        }
        process_forget(&world.daemon);
        start("2025-07-15");
        department_wait_said(&world.daemon, "this daemon leads", 1, 60, "the next daemon leads");
        until_sent(1);
        stop();
        expect("SELECT count(*) FROM messages WHERE type = 'notice.progress'", "1");
        expect_arrival(0, "notice.progress", "2025-06", true);
        assert_null(arrived(1));
        size_t requests = receiver_count(&world.receiver, NULL);
        for (size_t k = 1; k < requests; k++)
            assert_string_equal(receiver_get(&world.receiver, NULL, k)->body,
                                receiver_get(&world.receiver, NULL, 0)->body);
        end();
    }
}
#endif

static void of_two_daemons_one_sends(void **state)
{
    struct process other = {0};
    (void)state;

    begin("two");
    start("2025-07-15");
    start_one(&other, "2025-07-15");
    until_sent(1);
    bool first = department_said(&world.daemon, "a notice has been sent") > 0;
    struct process *leader = first ? &world.daemon : &other, *follower = first ? &other : &world.daemon;
    process_kill(leader);
    process_forget(leader);
    until_nothing_is_due(follower); /* it leads now */
    assert_int_equal(process_stop(follower), 0);
    process_forget(follower);
    expect("SELECT count(*) FROM notices", "1");
    assert_null(arrived(1));
    end();
}

/* What fails is said once, and keeps only its own unit back. */
static void a_unit_that_cannot_be_told_of_does_not_hold_up_the_others(void **state)
{
    (void)state;

    begin("unknown");
    world.units = "[\"NOBODY\", \"U0\"]";
    start("2025-07-15");
    until_sent(1);
    department_wait_said(&world.daemon, "a notice could not be sent", 1, 60, "the failure is said");
    department_sql(&world.database, "INSERT INTO units VALUES ('NOBODY', 'Nobody')");
    until_sent(2); /* it was tried again */
    department_wait_said(&world.daemon, "notices can be sent again", 1, 60, "the end of it is said");
    assert_int_equal(department_said(&world.daemon, "a notice could not be sent"), 1);
    stop();
    end();
}

static void a_reload_switches_notices_on(void **state)
{
    (void)state;

    begin("reload");
    world.disabled = true;
    start("2025-07-15");
    department_wait_said(&world.daemon, "this daemon leads", 1, 60, "the daemon leads");
    wait_for_rest(&world.daemon, &world.database, "2025-07-15");
    expect("SELECT count(*) FROM notices", "0");
    world.disabled = false;
    config();
    process_signal(&world.daemon, SIGHUP);
    until_sent(1);
    process_signal(&world.daemon, SIGHUP);
    department_wait_said(&world.daemon, "have been read again", 2, 60, "it was read twice");
    stop();
    end();
}

/* Every unit's, and of each only its own channel's. */
static void each_unit_gets_its_own(void **state)
{
    char hooks[1024];
    (void)state;

    begin("units");
    department_sql(&world.database,
                   "INSERT INTO units VALUES ('TOP', 'The city', NULL), ('EMPTY', 'Without projects', 'TOP');"
                   "UPDATE units SET parent_code = 'TOP' WHERE code = 'U0'");
    world.units = "[\"all\"]";
    snprintf(hooks, sizeof hooks,
             "{\"name\": \"all\", \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
             " \"timeout\": \"1500ms\", \"url\": \"http://127.0.0.1:%d/all\"},"
             "{\"name\": \"one\", \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
             " \"timeout\": \"1500ms\", \"units\": [\"U0\"], \"url\": \"http://127.0.0.1:%d/one\"},"
             "{\"name\": \"none\", \"type\": \"journal\", \"notices\": false}",
             world.receiver.port, world.receiver.port);
    world.channels = hooks;
    start("2025-07-15");
    until_sent(2);
    stop();
    expect("SELECT string_agg(unit_code || ' ' || channel, ', ' ORDER BY unit_code, channel)"
           " FROM notices n JOIN message_notices m ON m.notice_id = n.id",
           "TOP all, U0 all, U0 one");
    end();
}

static char *command(int status, const char *const args[])
{
    const char *all[24] = {"notice", "--config", config(), "--database", world.database.conninfo};
    size_t count = 5;

    for (size_t i = 0; args[i] != NULL; i++)
        all[count++] = args[i];
    struct run run = process_run(all);
    if (run.status != status)
        fail_msg("ended with %d: %s%s", run.status, run.out, run.err);
    char *out = strdup(status == 0 ? run.out : run.err);
    run_free(&run);
    return out;
}

static void expect_said(int status, const char *const args[], const char *text)
{
    char *out = command(status, args);

    if (strstr(out, text) == NULL)
        fail_msg("'%s' is not in: %s", text, out);
    free(out);
}

static void a_command_sends_once_and_then_only_what_changed(void **state)
{
    (void)state;

    begin("command");
    world.channels = ""; /* nobody is told: it is stored all the same */
    const char *const send[] = {"--period", "2025-06", "--send", NULL};
    expect_said(0, (const char *[]){"--list", NULL}, "还没有发出的通报");
    expect_said(0, send, "no channel wants notices");
    expect_said(0, send, "nothing is sent");
    expect("SELECT count(*) FROM notices", "1");
    department_sql(&world.database, "UPDATE budgets SET initial_amount = 2000000 WHERE project_code = 'P2'");
    expect_said(0, send, "更正通报");
    expect_said(0, send, "notice 2 was sent already");
    expect_said(0, (const char *[]){"--list", NULL}, "2025-06");
    expect_said(0, (const char *[]){"--list", "--json", "--period", "2025-06", NULL}, "\"version\":2");
    expect_said(0, (const char *[]){"--show", "1", NULL}, "\"period\":\"2025-06\"");
    expect_said(0, (const char *[]){"--show", "2", "--format", "html", NULL}, "更正通报");
    expect_said(1, (const char *[]){"--show", "7", NULL}, "there is no notice 7");
    expect_said(2, (const char *[]){"--send", NULL}, "needs --period");
    expect_said(2, (const char *[]){"--send", "--list", NULL}, "one at a time");
    end();
}

static void chats_get_the_essence_and_the_head_is_called(void **state)
{
    char robots[768];
    (void)state;

    begin("robots");
    chmod(process_file(&cluster, "wecom.url", "http://127.0.0.1:%d/wecom?key=K", world.receiver.port), 0600);
    chmod(process_file(&cluster, "feishu.url", "http://127.0.0.1:%d/feishu/x", world.receiver.port), 0600);
    snprintf(
        robots, sizeof robots,
        "{\"name\": \"wecom\", \"type\": \"wecom\", \"allow_http\": true, \"url_file\": \"wecom.url\","
        " \"timeout\": \"1500ms\"},"
        "{\"name\": \"feishu\", \"type\": \"feishu\", \"allow_http\": true, \"url_file\": \"feishu.url\","
        " \"timeout\": \"1500ms\", \"units\": [\"U7\"]}");
    world.channels = robots;
    free(command(0, (const char *[]){"--period", "2025-06", "--send", NULL}));
    expect("SELECT string_agg(channel, ' ') FROM messages", "wecom"); /* of U7 there is none */
    expect("SELECT octet_length(body::jsonb -> 'markdown' ->> 'content') <= 4096 AND"
           " body LIKE '%关于2025年1-6月预算执行进度的通报%' AND body LIKE '%<@zhangsan>%' AND"
           " body LIKE '%https://office/U0/2025-06%' FROM messages",
           "t");
    end();
}

/* Everything that the mail server says of the letter. */
static void a_letter_goes_to_the_head_with_its_files(void **state)
{
    static const char *const wanted[] = {"rcpt \"zhang@example.org\"",
                                         "rcpt \"office@example.org\"",
                                         "header Subject \"关于2025年1-6月预算执行进度的通报（Unit 0）\"",
                                         "part text/html \"预算执行进度通报-U0-2025-06.html\"",
                                         PART_XLSX "\"预算执行进度通报-U0-2025-06.xlsx\"",
                                         PART_XLSX "\"回复表-U0-2025-06.xlsx\""};
    struct smtp_server server;
    char letters[512];
    (void)state;

    begin("letters");
    smtp_server_start(&server, (const char *[]){"--tls", "starttls", NULL});
    snprintf(
        letters, sizeof letters,
        "{\"name\": \"letters\", \"type\": \"email\", \"server\": \"127.0.0.1:%d\", \"ca_file\": \"ca.pem\","
        " \"timeout\": \"1500ms\", \"from\": \"budget@city.gov.cn\","
        " \"alerts\": false, \"to\": [\"head\", \"office@example.org\"]}",
        server.port);
    world.channels = letters;
    department_turn_red(&world.database, 1, 2); /* something to reply to */
    start("2025-07-15");
    until_sent(1);
    stop();
    expect("SELECT state FROM messages WHERE type = 'notice.progress'", "delivered");
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (smtp_server_count(&server, wanted[i]) != 1) {
            char *said = smtp_server_said(&server);
            fail_msg("'%s' is not in: %s", wanted[i], said);
        }
    expect("SELECT count(*) FROM messages", "1"); /* nothing of the deviations */
    assert_int_equal(smtp_server_count(&server, "mail"), 1);
    assert_int_equal(smtp_server_count(&server, "defect"), 0);
    smtp_server_stop(&server);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_missed_is_caught_up_in_order_once_and_late),
        cmocka_unit_test(a_notice_is_due_on_its_working_day_and_not_before),
        cmocka_unit_test(a_correction_says_what_changed),
#ifdef BUDGETWATCH_FAULTS
        cmocka_unit_test(killed_while_sending_each_recipient_gets_it_once_by_id),
#endif
        cmocka_unit_test(of_two_daemons_one_sends),
        cmocka_unit_test(a_unit_that_cannot_be_told_of_does_not_hold_up_the_others),
        cmocka_unit_test(a_reload_switches_notices_on),
        cmocka_unit_test(each_unit_gets_its_own),
        cmocka_unit_test(a_command_sends_once_and_then_only_what_changed),
        cmocka_unit_test(chats_get_the_essence_and_the_head_is_called),
        cmocka_unit_test(a_letter_goes_to_the_head_with_its_files),
    };
    return cmocka_run_group_tests(tests, start_office, stop_cluster);
}
