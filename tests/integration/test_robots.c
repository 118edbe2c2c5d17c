/* The daemon against group robots, an alert manager and a CloudEvents receiver that enforce what the real
 * ones enforce, and answer as they do: most errors with a 200. After each case: no key of a robot and no
 * number of a person in anything that the daemon said or that can be listed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <jansson.h>

#include "net/signature.h"

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/hidden.c"
#include "../support/process.c"
#include "../support/receiver.c"
#include "../support/robots.c"
#include "../support/group.h"
#include "robot_office.h"

static void wecom_takes_twenty_a_minute_and_the_rest_waits(void **state)
{
    (void)state;
    begin("wecom");
    enforce(ROBOT_WECOM, 0);
    add_robot("group", "wecom", "/cgi-bin/webhook/send?key=" KEY, "");
    watch();

    department_turn_red(&world.database, 1, 22);
    until_attempts(22);
    expect("SELECT count(*) FROM messages WHERE state = 'delivered'", "20");
    expect("SELECT count(*) FROM attempts WHERE result = 'throttled' AND status = 200 AND answer LIKE "
           "'%45009%'",
           "2");
    expect_rest("50 s", "70 s");
    assert_non_null(strstr(receiver_get(&world.receiver, NULL, 0)->body, "<@lilei_U"));
    end();
}

static void a_wecom_key_that_is_not_valid_switches_off_and_is_not_repeated_anywhere(void **state)
{
    (void)state;
    begin("wecom_key");
    enforce(ROBOT_WECOM, 0);
    add_robot("group", "wecom", "/cgi-bin/webhook/send?key=" KEY "x", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_attempts(1);
    expect(RESULTS, "group gone pending");
    expect("SELECT answer FROM attempts",
           "HTTP 200: {\"errcode\":93000,\"errmsg\":\"invalid webhook url, key=***\"}");
    end();
}

static void dingtalk_is_signed_and_shut_out_for_ten_minutes(void **state)
{
    (void)state;
    begin("dingtalk");
    enforce(ROBOT_DINGTALK, 2);
    add_robot("group", "dingtalk", "/robot/send?access_token=" KEY, ", \"secret_file\": \"dingtalk.secret\"");
    watch();

    department_turn_red(&world.database, 1, 2);
    until_attempts(2);
    expect(RESULTS, "group delivered delivered, group delivered delivered");
    department_turn_red(&world.database, 3, 3);
    until_attempts(3);
    expect(RESULTS, "group delivered delivered, group delivered delivered, group throttled pending");
    expect_rest("9 min", "11 min");
    end();
}

/* The layer before the robots answers so when it takes the sender for an abuser. */
static void an_answer_without_a_code_lets_dingtalk_rest(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/robot/send",
         .status = 200,
         .body = "{\"status\":1111,\"wait\":5,\"source\":\"x5\",\"punish\":\"deny\",\"uuid\":\"0\"}"}};
    (void)state;
    begin("dingtalk_x5");
    receiver_script(&world.receiver, script, 1);
    enforce(ROBOT_DINGTALK, 0);
    add_robot("group", "dingtalk", "/robot/send?access_token=" KEY, ", \"secret_file\": \"dingtalk.secret\"");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_attempts(1);
    expect(RESULTS, "group throttled pending");
    expect_rest("9 min", "11 min");
    end();
}

static void feishu_is_signed_in_its_body_and_slows_down(void **state)
{
    (void)state;
    begin("feishu");
    enforce(ROBOT_FEISHU, 2);
    add_robot("group", "feishu", "/open-apis/bot/v2/hook/" KEY, ", \"secret_file\": \"feishu.secret\"");
    watch();

    department_turn_red(&world.database, 1, 2);
    until_attempts(2);
    department_turn_red(&world.database, 3, 3);
    until_attempts(3);
    expect(RESULTS, "group delivered delivered, group delivered delivered, group throttled pending");
    expect_rest("50 s", "70 s");
    assert_non_null(strstr(receiver_get(&world.receiver, NULL, 0)->body, "<at id=lilei_U"));
    end();
}

/* It is final, and who should have heard hears of it through another robot. */
static void a_feishu_secret_that_is_wrong_is_told_elsewhere(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/services/T/B/" KEY, .status = 200, .body = "ok"},
        {.path = "/services/T/B/" KEY, .status = 200, .body = "ok"}};
    (void)state;
    begin("feishu_secret");
    receiver_script(&world.receiver, script, 2);
    enforce(ROBOT_FEISHU, 0);
    add_robot("group", "feishu", "/open-apis/bot/v2/hook/" KEY, ", \"secret_file\": \"wrong.secret\"");
    add_robot("slack", "slack", "/services/T/B/" KEY, "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(3);
    expect("SELECT string_agg(channel || ' ' || type || ' ' || state, ', ' ORDER BY channel, type) FROM "
           "messages",
           "group deviation.opened dead, slack delivery.dead delivered, slack deviation.opened delivered");
    expect("SELECT count(*) FROM messages WHERE type = 'delivery.dead' AND body LIKE '%19021%'", "1");
    end();
}

static void slack_says_ok_or_it_has_not_taken_it(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/a/" KEY, .status = 200, .body = "<html>Sign in to this network</html>"},
        {.path = "/b/" KEY, .status = 400, .body = "no_text"},
        {.path = "/c/" KEY, .status = 410, .body = "channel_is_archived"},
        {.path = "/d/" KEY, .status = 429, .header = "Retry-After", .value = "120"},
        {.path = "/e/" KEY, .status = 200, .body = "ok"}};
    (void)state;
    begin("slack");
    receiver_script(&world.receiver, script, 5);
    enforce(ROBOT_SLACK, 0);
    for (char name[] = "a"; name[0] <= 'e'; name[0]++) {
        char path[64];
        snprintf(path, sizeof path, "/%s/" KEY, name);
        add_robot(name, "slack", path, name[0] < 'e' ? ", \"events\": [\"opened\"]" : "");
    }
    watch();

    department_turn_red(&world.database, 1, 1);
    until("SELECT count(DISTINCT message_id) >= 5 FROM attempts JOIN messages m ON m.id = message_id WHERE "
          "m.type "
          "= 'deviation.opened'",
          "each has answered");
    expect("SELECT string_agg(channel || ' ' || result || ' ' || state, ', ' ORDER BY channel) FROM attempts "
           "JOIN messages m ON m.id = message_id WHERE m.type = 'deviation.opened'",
           "a throttled pending, b permanent dead, c gone pending, d throttled pending, e delivered "
           "delivered");
    expect("SELECT next_attempt_at > now() + interval '110 s' FROM messages WHERE channel = 'd' AND type = "
           "'deviation.opened'",
           "t");
    end();
}

/* Reading stops at delivery.answer_limit: what a robot did not say by then it has not said. A webhook has
 * said it all with its status. */
static void garbage_and_bodies_without_end_do_not_pass_for_success(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/endless", .status = 200, .body = "{\"errcode\":0}", .endless = true},
        {.path = "/garbage", .status = 200, .body = "\xff\xfe{{{"},
        {.path = "/fraction", .status = 200, .body = "{\"errcode\":0.0}"},
        {.path = "/empty", .status = 200},
        {.path = "/hook", .status = 200, .body = "more ", .endless = true}};
    (void)state;
    begin("garbage");
    receiver_script(&world.receiver, script, 5);
    add_robot("endless", "wecom", "/endless?key=" KEY, "");
    add_robot("garbage", "dingtalk", "/garbage?access_token=" KEY, "");
    add_robot("fraction", "wecom", "/fraction?key=" KEY, "");
    add_robot("empty", "feishu", "/empty?" KEY, "");
    add_robot("hook", "webhook", "/hook?" KEY, ", \"secret_file\": \"hook.secret\"");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_attempts(5);
    expect(RESULTS, "empty throttled pending, endless throttled pending, fraction throttled pending, garbage "
                    "throttled pending, hook delivered delivered");
    expect("SELECT max(finished_at - started_at) < interval '5 s' FROM attempts", "t");
    end();
}

/* The last post that holds both; NULL: none. */
static const struct received *posted(const char *text, const char *other)
{
    for (size_t n = receiver_count(&world.receiver, NULL); n-- > 0;) {
        const struct received *request = receiver_get(&world.receiver, NULL, n);
        if (strstr(request->body, text) != NULL && strstr(request->body, other) != NULL)
            return request;
    }
    return NULL;
}

/* Three posts of single events, then some of all three. */
static bool all_are_repeated(void *ctx)
{
    (void)ctx;
    return receiver_count(&world.receiver, NULL) >= 6 && posted("\"P1\"", "\"P3\"") != NULL;
}

static bool all_are_repeated_as_ended(void *ctx)
{
    const struct received *last = posted("\"P1\"", "\"P3\"");
    const long *since = ctx;

    return last->at > *since;
}

static void alertmanager_hears_again_and_again_what_stands_and_then_that_it_ended(void **state)
{
    (void)state;
    begin("alerts");
    add_robot("alerts", "alertmanager", "/api/v2/alerts", ", \"resend\": \"1s\"");
    watch();

    department_turn_red(&world.database, 1, 3);
    wait_until_true(&world.daemon, all_are_repeated, NULL, 20, "what stands is repeated");
    expect("SELECT count(*) FROM messages", "3");
    expect("SELECT count(*) FROM attempts", "3");

    department_sql(&world.database, "UPDATE execution SET spent_cumulative = 500000 WHERE month = 6");
    until("SELECT count(*) = 6 FROM messages WHERE state = 'delivered'", "it is told that it is over");
    long since = receiver_get(&world.receiver, NULL, receiver_count(&world.receiver, NULL) - 1)->at;
    since += 1; /* what was read before is in the air no more */
    wait_until_true(&world.daemon, all_are_repeated_as_ended, &since, 20, "it is repeated that it is over");
    json_t *alerts = json_loads(posted("\"P1\"", "\"P3\"")->body, 0, NULL);
    assert_int_equal(json_array_size(alerts), 3);
    char *resolved = strdup(department_sql(
        &world.database, "SELECT to_char(to_timestamp((extract(epoch FROM min(created_at)) * 1000)::bigint / "
                         "1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') "
                         "FROM events WHERE event = 'resolved'"));
    for (size_t i = 0; i < 3; i++) {
        const json_t *alert = json_array_get(alerts, i);
        const json_t *labels = json_object_get(alert, "labels");
        assert_string_equal(json_string_value(json_object_get(labels, "alertname")), "BudgetDeviation");
        assert_string_equal(json_string_value(json_object_get(labels, "severity")), "red");
        assert_string_equal(json_string_value(json_object_get(alert, "endsAt")), resolved);
        assert_true(strcmp(json_string_value(json_object_get(alert, "startsAt")), resolved) < 0);
    }
    free(resolved);
    json_decref(alerts);
    expect("SELECT count(*) FROM messages", "6");
    end();
}

static void cloudevents_are_signed_like_any_webhook(void **state)
{
    struct signature_key key;
    struct err err = {0};
    (void)state;
    begin("cloudevents");
    add_robot(
        "hook", "webhook", "/hook?" KEY,
        ", \"secret_file\": \"hook.secret\", \"format\": \"cloudevents\", \"source\": \"urn:test:office\"");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_attempts(1);
    const struct received *request = receiver_get(&world.receiver, "/hook", 0);
    struct signature_input input = {.id = request->id,
                                    .timestamp = strtoll(request->timestamp, NULL, 10),
                                    .body = request->body,
                                    .body_length = request->length};
    assert_string_equal(request->content_type, "application/cloudevents+json; charset=UTF-8");
    assert_true(signature_key_parse(HOOK_SECRET, &key, &err));
    assert_true(
        signature_verify(request->signature, &key, 1, &input, time(NULL), SIGNATURE_TOLERANCE_S, &err));
    json_t *event = json_loads(request->body, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(event, "id")), request->id);
    assert_string_equal(json_string_value(json_object_get(event, "source")), "urn:test:office");
    json_decref(event);
    end();
}

/* The commands. */

static void tested(const char *name, int status, const char *says)
{
    struct run run = process_run((const char *[]){"channel", "test", name, "--config", config(), NULL});

    if (run.status != status || strstr(status == 0 ? run.out : run.err, says) == NULL)
        fail_msg("channel test %s: %d: %s%s", name, run.status, run.out, run.err);
    for (size_t i = 0; secrets[i] != NULL; i++)
        assert_null(strstr(run.err, secrets[i]));
    run_free(&run);
}

static void channel_test_sends_to_each_type_and_explains_the_answer(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/wecom", .status = 200, .body = "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}"},
        {.path = "/wecom", .status = 200, .body = "{\"errcode\":0,\"errmsg\":\"ok\"}"},
        {.path = "/dingtalk", .status = 200, .body = "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"},
        {.path = "/feishu", .status = 200, .body = "{\"code\":19024,\"msg\":\"Key Words Not Found\"}"},
        {.path = "/slack", .status = 404, .body = "no_team"},
        {.path = "/slack", .status = 200, .body = "ok"}};
    (void)state;
    begin("channel_test");
    receiver_script(&world.receiver, script, 6);
    add_robot("wecom", "wecom", "/wecom?key=" KEY, "");
    add_robot("dingtalk", "dingtalk", "/dingtalk?access_token=" KEY,
              ", \"secret_file\": \"dingtalk.secret\"");
    add_robot("feishu", "feishu", "/feishu?" KEY, "");
    add_robot("slack", "slack", "/slack?" KEY, "");
    add_robot("alerts", "alertmanager", "/alerts", "");

    tested("wecom", 1, "The robot's key is not valid");
    tested("wecom", 0, "took the test message");
    tested("dingtalk", 1, "Its security settings refuse it");
    tested("feishu", 1, "The keyword that it asks for is missing.");
    tested("slack", 1, "The webhook has been revoked");
    tested("slack", 0, "took the test message");
    tested("alerts", 0, "took the test message");
    assert_non_null(strstr(receiver_get(&world.receiver, "/alerts", 0)->body, "\"BudgetTest\""));
}

static void a_robots_address_over_plain_http_is_for_this_host_only(void **state)
{
    (void)state;
    begin("plain");
    add_robot("group", "wecom", "/send?key=" KEY, "");
    process_file(&cluster, "group.url", "http://192.0.2.1/send?key=" KEY "\n");
    tested("group", 78, "it is for this host only");
    process_file(&cluster, "group.url", "ftp://example.org/" KEY "\n");
    tested("group", 78, "expected an address that begins with https://");
    struct run run = process_run(
        (const char *[]){"check", "--config", config(), "--database", world.database.conninfo, NULL});
    assert_int_equal(run.status, 78);
    assert_non_null(strstr(run.out, "channel group: group.url: expected an address"));
    assert_null(strstr(run.out, KEY));
    run_free(&run);
}

static void deliveries_shows_each_attempt_of_a_message(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/wecom", .status = 500, .body = "oops"},
        {.path = "/wecom", .status = 200, .body = "{\"errcode\":0}"}};
    (void)state;
    begin("attempts");
    receiver_script(&world.receiver, script, 2);
    add_robot("group", "wecom", "/wecom?key=" KEY, "");
    watch();
    department_turn_red(&world.database, 1, 1);
    until_attempts(2);

    char *id = strdup(department_sql(&world.database, "SELECT id FROM messages"));
    struct run run =
        process_run((const char *[]){"deliveries", id, "--database", world.database.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "HTTP 500: oops"));
    assert_non_null(strstr(run.out, "HTTP 200: {\"errcode\":0}"));
    assert_non_null(strstr(run.out, "红灯"));
    run_free(&run);
    run = process_run(
        (const char *[]){"deliveries", id, "--json", "--database", world.database.conninfo, NULL});
    json_t *message = json_loads(run.out, 0, NULL);
    const json_t *history = json_object_get(message, "history");
    assert_int_equal(json_array_size(history), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(history, 0), "result")), "retry");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(history, 1), "status")), 200);
    assert_true(json_is_null(json_object_get(message, "body")));
    json_decref(message);
    run_free(&run);
    process_expect(1,
                   (const char *[]){"deliveries", "msg_none", "--database", world.database.conninfo, NULL});
    free(id);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(wecom_takes_twenty_a_minute_and_the_rest_waits, leave),
        cmocka_unit_test_teardown(a_wecom_key_that_is_not_valid_switches_off_and_is_not_repeated_anywhere,
                                  leave),
        cmocka_unit_test_teardown(dingtalk_is_signed_and_shut_out_for_ten_minutes, leave),
        cmocka_unit_test_teardown(an_answer_without_a_code_lets_dingtalk_rest, leave),
        cmocka_unit_test_teardown(feishu_is_signed_in_its_body_and_slows_down, leave),
        cmocka_unit_test_teardown(a_feishu_secret_that_is_wrong_is_told_elsewhere, leave),
        cmocka_unit_test_teardown(slack_says_ok_or_it_has_not_taken_it, leave),
        cmocka_unit_test_teardown(garbage_and_bodies_without_end_do_not_pass_for_success, leave),
        cmocka_unit_test_teardown(alertmanager_hears_again_and_again_what_stands_and_then_that_it_ended,
                                  leave),
        cmocka_unit_test_teardown(cloudevents_are_signed_like_any_webhook, leave),
        cmocka_unit_test_teardown(channel_test_sends_to_each_type_and_explains_the_answer, leave),
        cmocka_unit_test_teardown(a_robots_address_over_plain_http_is_for_this_host_only, leave),
        cmocka_unit_test_teardown(deliveries_shows_each_attempt_of_a_message, leave),
    };
    return cmocka_run_group_tests(tests, start, stop_cluster);
}
