/* What the daemon does with receivers that answer in every way, and with channels that come, go and are
 * configured badly. After each case: no secret in anything that it said, wrote or shows. */
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
#include "../support/group.h"

#define SECRET     "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OLD_SECRET "whsec_dGhlIHNlY3JldCBiZWZvcmUgdGhpcyBvbmU="
#define KEY        "hunter2" /* in the query of every address */

#define NOT_TAKEN "the new configuration is not taken; the old one stays in use"
#define TAKEN     "have been read again"

/* The case at hand: its database, receiver, daemon, and the channels of its configuration. */
static struct world {
    struct cluster database;
    struct receiver receiver;
    struct process daemon;
    const char *schedule; /* the waits after failed attempts */
    char channels[4096];
} world;

#include "../support/world.h"

static int start(void **state)
{
    if (start_cluster(state) != 0)
        return -1;
    process_file(&cluster, "secret", "%s\n", SECRET);
    process_file(&cluster, "secret.old", "%s\n", OLD_SECRET);
    process_file(&cluster, "ca.pem", "%s", tls_certificate);
    return 0;
}

static void begin(const char *name, bool tls)
{
    world = (struct world){.schedule = "\"100ms\", \"100ms\", \"100ms\", \"100ms\""};
    receiver_start(&world.receiver, tls);
    department_create(&cluster, name, 20, &world.database);
}

static void add_channel(const char *format, ...)
{
    size_t length = strlen(world.channels);
    va_list args;

    if (length > 0)
        length += (size_t)snprintf(world.channels + length, sizeof world.channels - length, ",\n");
    va_start(args, format);
    vsnprintf(world.channels + length, sizeof world.channels - length, format, args);
    va_end(args);
}

/* `more`: further options, each with a comma before it. */
static void add_hook(const char *name, const char *more)
{
    add_channel("{\"name\": \"%s\", \"type\": \"webhook\", \"allow_http\": true, \"timeout\": \"400ms\","
                " \"secret_file\": \"secret\", \"previous_secret_file\": \"secret.old\","
                " \"url\": \"http://127.0.0.1:%d/%s?key=" KEY "\"%s}",
                name, world.receiver.port, name, more);
}

static const char *config(void)
{
    return process_file(&cluster, "delivery.json",
                        "{\"poll_interval\": \"50ms\", \"language\": \"en\",\n"
                        "\"delivery\": {\"lease\": \"2s\", \"throttle_pause\": \"1s\","
                        " \"shutdown_timeout\": \"1s\", \"retry_schedule\": [%s]},\n"
                        "\"channels\": [%s]}",
                        world.schedule, world.channels);
}

static void watch(void)
{
    watch_with(config());
}

static void reload(const char *says)
{
    int before = department_said(&world.daemon, says);

    config();
    process_signal(&world.daemon, SIGHUP);
    department_wait_said(&world.daemon, says, before + 1, 10, says);
}

/* The secrets as they are written and without their prefix, and the key of the addresses. */
static const char *const secrets[] = {KEY, "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                                      "dGhlIHNlY3JldCBiZWZvcmUgdGhpcyBvbmU", NULL};

static void end(void)
{
    hidden_expect(&world.daemon, &world.database, secrets);
    assert_int_equal(process_stop(&world.daemon), 0);
}

static int leave(void **state)
{
    (void)state;
    process_forget(&world.daemon);
    receiver_stop(&world.receiver);
    return 0;
}

/* Answers. */

static void expect_signed_with(const struct received *request, const char *secret)
{
    struct signature_key key;
    struct err err = {0};
    struct signature_input input = {.id = request->id,
                                    .timestamp = strtoll(request->timestamp, NULL, 10),
                                    .body = request->body,
                                    .body_length = request->length};

    assert_true(signature_key_parse(secret, &key, &err));
    if (!signature_verify(request->signature, &key, 1, &input, time(NULL), SIGNATURE_TOLERANCE_S, &err))
        fail_msg("%s: %s", request->id, err.text);
}

/* More than a second apart, so that the timestamps differ. */
static void a_failed_attempt_is_made_again_with_the_same_id_and_body_signed_anew(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = 500, .body = "oops"},
                                                    {.path = "/hook", .status = 503}};
    (void)state;
    begin("again", false);
    receiver_script(&world.receiver, script, 2);
    world.schedule = "\"1100ms\", \"1100ms\", \"1100ms\"";
    add_hook("hook", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);

    assert_int_equal(receiver_count(&world.receiver, NULL), 3);
    const struct received *first = receiver_get(&world.receiver, "/hook", 0);
    for (size_t i = 0; i < 3; i++) {
        const struct received *request = receiver_get(&world.receiver, "/hook", i);
        assert_string_equal(request->id, first->id);
        assert_string_equal(request->body, first->body);
        expect_signed_with(request, SECRET);
        expect_signed_with(request, OLD_SECRET);
        if (i > 0)
            assert_true(atoll(request->timestamp) >
                        atoll(receiver_get(&world.receiver, "/hook", i - 1)->timestamp));
    }
    expect("SELECT string_agg(result || ' ' || status || ' ' || answer, ', ' ORDER BY attempt) FROM "
           "attempts",
           "retry 500 HTTP 500: oops, retry 503 HTTP 503, delivered 204 HTTP 204");
    assert_int_equal(department_said(&world.daemon, "a receiver does not take its messages"), 1);
    assert_int_equal(department_said(&world.daemon, "the receiver takes its messages again"), 1);
    end();
}

/* The whole channel rests, not the one message only; and what has gathered meanwhile is one message. */
static void a_receiver_that_asks_for_a_pause_gets_it(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/hook", .status = 429, .header = "Retry-After", .value = "2"}};
    (void)state;
    begin("pause", false);
    receiver_script(&world.receiver, script, 1);
    add_hook("hook", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM attempts WHERE result = 'throttled'", "it is told to wait");
    department_turn_red(&world.database, 2, 3);
    until("SELECT count(*) = 2 AND bool_and(state = 'delivered') FROM messages", "both are delivered");

    assert_int_equal(receiver_count(&world.receiver, NULL), 3);
    long asked = receiver_get(&world.receiver, "/hook", 0)->at;
    for (size_t i = 1; i < 3; i++)
        assert_in_range(receiver_get(&world.receiver, "/hook", i)->at - asked, 2000, 10000);
    expect(
        "SELECT string_agg(n::text, ' ' ORDER BY n) FROM (SELECT count(*) AS n FROM message_events GROUP BY"
        " message_id) c",
        "1 2");
    end();
}

/* The id of the one dead message, as `deliveries --dead --json` shows it. */
static char *dead_id(int status)
{
    struct run run = process_run(
        (const char *[]){"deliveries", "--dead", "--json", "--database", world.database.conninfo, NULL});
    json_error_t error;

    assert_int_equal(run.status, 0);
    json_t *row = json_loads(run.out, JSON_DISABLE_EOF_CHECK, &error);
    assert_non_null(row);
    assert_int_equal(error.position, strlen(run.out) - 1); /* there is one line */
    assert_string_equal(json_string_value(json_object_get(row, "state")), "dead");
    assert_string_equal(json_string_value(json_object_get(row, "channel")), "hook");
    assert_string_equal(json_string_value(json_object_get(row, "type")), "deviation.opened");
    assert_int_equal(json_integer_value(json_object_get(row, "attempts")), 1);
    assert_int_equal(json_integer_value(json_object_get(row, "status")), status);
    char *id = strdup(json_string_value(json_object_get(row, "id")));
    json_decref(row);
    run_free(&run);
    return id;
}

/* The other channel has the event itself and, once, the report of the death. */
static void expect_reported(const char *id)
{
    int reports = 0;

    assert_int_equal(receiver_count(&world.receiver, "/other"), 2);
    for (size_t i = 0; i < 2; i++) {
        const struct received *request = receiver_get(&world.receiver, "/other", i);
        if (strstr(request->body, "\"type\":\"delivery.dead\"") == NULL)
            continue;
        reports++;
        assert_non_null(strstr(request->body, id));
        assert_non_null(strstr(request->body, "HTTP 404: no such hook"));
        expect_signed_with(request, SECRET);
    }
    assert_int_equal(reports, 1);
}

static void a_refusal_is_final_is_reported_elsewhere_and_can_be_sent_again_by_hand(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = 404, .body = "no such hook"}};
    (void)state;
    begin("refused", false);
    receiver_script(&world.receiver, script, 1);
    add_hook("hook", "");
    add_hook("other", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(3);
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 1);
    char *id = dead_id(404);
    expect_reported(id);

    process_expect(1, (const char *[]){"deliveries", "retry", "msg_unknown", "--database",
                                       world.database.conninfo, NULL});
    process_expect(0,
                   (const char *[]){"deliveries", "retry", id, "--database", world.database.conninfo, NULL});
    until("SELECT bool_and(state = 'delivered') FROM messages", "it is sent again");
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 2);
    const struct received *again = receiver_get(&world.receiver, "/hook", 1);
    assert_string_equal(again->id, id);
    assert_string_equal(again->body, receiver_get(&world.receiver, "/hook", 0)->body);
    process_expect(1,
                   (const char *[]){"deliveries", "retry", id, "--database", world.database.conninfo, NULL});
    free(id);
    end();
}

static void a_redirect_is_a_refusal_and_is_not_followed(void **state)
{
    static const struct receiver_answer script[] = {
        {.path = "/hook", .status = 302, .header = "Location", .value = "/elsewhere"}};
    (void)state;
    begin("redirect", false);
    receiver_script(&world.receiver, script, 1);
    add_hook("hook", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);
    assert_int_equal(receiver_count(&world.receiver, NULL), 1);
    assert_int_equal(receiver_count(&world.receiver, "/elsewhere"), 0);
    free(dead_id(302));
    end();
}

/* Another channel is served meanwhile. */
static void a_receiver_that_hangs_is_given_up_after_the_timeout(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = RECEIVER_HANGS},
                                                    {.path = "/hook", .status = RECEIVER_HANGS}};
    (void)state;
    begin("hangs", false);
    receiver_script(&world.receiver, script, 2);
    add_hook("hook", "");
    add_hook("other", "");
    watch();

    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM messages WHERE channel = 'other' AND state = 'delivered'",
          "the other channel is served");
    until_all_have_ended(2);
    expect("SELECT string_agg(result, ' ' ORDER BY attempt) FROM attempts JOIN messages ON id = message_id "
           "WHERE channel = 'hook'",
           "retry retry delivered");
    expect("SELECT bool_and(answer LIKE '%no answer within 400 ms' AND finished_at - started_at BETWEEN "
           "interval '390 ms' AND interval '2 s') FROM attempts WHERE result = 'retry'",
           "t");
    end();
}

static void a_certificate_that_does_not_verify_is_told_and_tried_again(void **state)
{
    (void)state;
    begin("tls", true);
    world.schedule = "\"100ms\", \"100ms\", \"100ms\", \"100ms\", \"100ms\", \"100ms\", \"100ms\", \"100ms\","
                     " \"1s\", \"1s\", \"1s\", \"1s\", \"1s\", \"1s\", \"1s\", \"1s\"";
    add_channel("{\"name\": \"hook\", \"type\": \"webhook\", \"secret_file\": \"secret\","
                " \"timeout\": \"1900ms\", \"url\": \"https://127.0.0.1:%d/hook?key=" KEY "\"}",
                world.receiver.port);
    watch();

    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) > 1 AND bool_and(result = 'retry' AND status = 0 AND answer ~ 'certificate') "
          "FROM attempts",
          "a certificate that nobody vouches for is a failure");
    assert_int_equal(receiver_count(&world.receiver, NULL), 0);

    world.channels[strlen(world.channels) - 1] = '\0';
    strcat(world.channels, ", \"ca_file\": \"ca.pem\"}");
    reload(TAKEN);
    until_all_have_ended(1);
    expect("SELECT state FROM messages", "delivered");
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 1);
    end();
}

/* Channels. */

static void a_reload_adds_a_channel_for_what_happens_from_then_on(void **state)
{
    (void)state;
    begin("added", false);
    add_hook("hook", "");
    watch();
    department_turn_red(&world.database, 1, 2);
    until_all_have_ended(2);

    add_hook("new", ", \"units\": [\"U0\"]");
    reload(TAKEN);
    department_turn_red(&world.database, 3, 5);
    until_all_have_ended(8);
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 5);
    assert_int_equal(receiver_count(&world.receiver, "/new"), 3);
    end();
}

static void a_bad_reload_changes_nothing_and_is_told(void **state)
{
    static const char *const bad[] = {
        ", \"no_such_option\": 1",
        ", \"secret_file\": \"no_such_file\"",
        " this is no JSON",
    };
    (void)state;
    int told = 0;
    begin("bad", false);
    add_hook("hook", "");
    watch();
    char *good = strdup(world.channels);

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        world.channels[0] = '\0';
        add_channel("{\"name\": \"bad\", \"type\": \"webhook\", \"allow_http\": true, \"timeout\": \"1s\",%s"
                    " \"url\": \"http://127.0.0.1:%d/bad?key=" KEY "\"%s}",
                    strstr(bad[i], "secret_file") != NULL ? "" : " \"secret_file\": \"secret\",",
                    world.receiver.port, bad[i]);
        reload(NOT_TAKEN);
        told++;
        department_turn_red(&world.database, told, told);
        until_all_have_ended(told);
    }
    assert_int_equal(receiver_count(&world.receiver, "/hook"), told);
    assert_int_equal(receiver_count(&world.receiver, "/bad"), 0);
    assert_int_equal(department_said(&world.daemon, NOT_TAKEN), told);
    assert_true(department_said(&world.daemon, "no_such_option") > 0);
    assert_true(department_said(&world.daemon, "no_such_file") > 0);

    snprintf(world.channels, sizeof world.channels, "%s", good);
    reload(TAKEN);
    free(good);
    end();
}

static void messages_of_a_channel_that_is_removed_end_with_a_reason(void **state)
{
    static const struct receiver_answer script[] = {{.path = "/hook", .status = 500}};
    (void)state;
    begin("removed", false);
    receiver_script(&world.receiver, script, 1);
    world.schedule = "\"2s\", \"2s\"";
    add_hook("hook", "");
    watch();
    department_turn_red(&world.database, 1, 1);
    until("SELECT count(*) = 1 FROM attempts WHERE status = 500", "the first attempt has failed");

    world.channels[0] = '\0';
    add_hook("other", "");
    reload(TAKEN);
    until_all_have_ended(2);
    expect("SELECT channel || ' ' || state || ': ' || last_answer FROM messages WHERE channel = 'hook'",
           "hook dead: the channel is not in the configuration");
    expect("SELECT type || ' ' || state FROM messages WHERE channel = 'other'", "delivery.dead delivered");
    assert_int_equal(receiver_count(&world.receiver, "/hook"), 1);
    end();
}

/* Nobody listens there. */
static void a_receiver_that_is_not_there_is_tried_again_until_the_schedule_ends(void **state)
{
    (void)state;
    begin("nobody", false);
    world.schedule = "\"50ms\", \"50ms\"";
    add_channel("{\"name\": \"hook\", \"type\": \"webhook\", \"allow_http\": true,"
                " \"timeout\": \"1s\", \"secret_file\": \"secret\", \"url\": \"http://127.0.0.1:1/" KEY
                "?key=" KEY "\"}");
    watch();

    department_turn_red(&world.database, 1, 1);
    until_all_have_ended(1);
    expect("SELECT state || ' ' || attempts FROM messages", "dead 3");
    expect("SELECT string_agg(result, ' ' ORDER BY attempt) FROM attempts", "retry retry retry");
    expect("SELECT last_answer ~ '127.0.0.1:1' FROM messages", "t");
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_failed_attempt_is_made_again_with_the_same_id_and_body_signed_anew,
                                  leave),
        cmocka_unit_test_teardown(a_receiver_that_asks_for_a_pause_gets_it, leave),
        cmocka_unit_test_teardown(a_refusal_is_final_is_reported_elsewhere_and_can_be_sent_again_by_hand,
                                  leave),
        cmocka_unit_test_teardown(a_redirect_is_a_refusal_and_is_not_followed, leave),
        cmocka_unit_test_teardown(a_receiver_that_hangs_is_given_up_after_the_timeout, leave),
        cmocka_unit_test_teardown(a_certificate_that_does_not_verify_is_told_and_tried_again, leave),
        cmocka_unit_test_teardown(a_reload_adds_a_channel_for_what_happens_from_then_on, leave),
        cmocka_unit_test_teardown(a_bad_reload_changes_nothing_and_is_told, leave),
        cmocka_unit_test_teardown(messages_of_a_channel_that_is_removed_end_with_a_reason, leave),
        cmocka_unit_test_teardown(a_receiver_that_is_not_there_is_tried_again_until_the_schedule_ends, leave),
    };
    return cmocka_run_group_tests(tests, start, stop_cluster);
}
