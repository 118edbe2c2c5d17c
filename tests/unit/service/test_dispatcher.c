/* What the dispatcher makes of events and of answers, with a real database and receivers that do as they are
 * told. */
#include "dispatcher_world.h"

static void an_event_reaches_each_channel_that_wants_it(void **state)
{
    (void)state;
    configure_two("", "", ",{\"name\":\"log\",\"type\":\"log\"}");
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall delivered, log delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM events WHERE formed", "1");
    schema_expect(&world.schema, "SELECT count(*) FROM message_events", "3");
    schema_expect(
        &world.schema,
        "SELECT string_agg(result || ' ' || status || ' ' || answer, ', ' ORDER BY status) FROM attempts",
        "delivered 0 logged, delivered 204 HTTP 204, delivered 204 HTTP 204");
    assert_non_null(strstr(buf_text(&world.hall.last), "\"type\":\"deviation.opened\""));
    assert_non_null(strstr(buf_text(&world.hall.last), "\"unit\":{\"code\":\"U1\",\"name\":\"城管局\"}"));
    assert_non_null(strstr(buf_text(&world.hall.last), "\r\nwebhook-id: msg_"));
}

/* Both wait to be formed; the id of what is corrected is not known before that is written. The hall wants
 * nothing red, and so never heard of the first. */
static void a_correction_names_the_message_of_its_own_channel(void **state)
{
    (void)state;
    configure_two("", ",\"severities\":[\"yellow\"]", ",{\"name\":\"log\",\"type\":\"log\"}");
    add_event("red");
    add_event("yellow");
    let_yellow_correct_the_first();
    start();
    until(STATES, "bureau delivered, bureau delivered, hall delivered, log delivered, log delivered");
    schema_expect(
        &world.schema,
        "SELECT string_agg(m.channel || ' ' || coalesce((c ->> 'message_id' = first.message_id)::text,"
        " 'null'), ', ' ORDER BY m.channel)"
        " FROM messages m CROSS JOIN LATERAL (SELECT m.body::jsonb -> 'data' -> 'corrects') AS d (c)"
        " LEFT JOIN message_events first ON first.channel = m.channel"
        " AND first.event_id = (c ->> 'event_id')::bigint WHERE m.type = 'deviation.eased'"
        " AND (c ->> 'event_id')::bigint = (SELECT min(id) FROM events)",
        "bureau true, hall null, log true");
    schema_expect(&world.schema,
                  "SELECT string_agg(DISTINCT body::jsonb -> 'data' ->> 'title', ', ') FROM messages"
                  " WHERE type = 'deviation.eased'",
                  "Correction: [yellow, eased] spending pace: 垃圾分类");
    schema_expect(&world.schema,
                  "SELECT count(*) FROM messages WHERE type = 'deviation.opened'"
                  " AND body::jsonb -> 'data' -> 'corrects' = 'null'",
                  "2");
}

static void a_title_says_whose_a_ceiling_is(void **state)
{
    (void)state;
    configure_two("", "", "");
    add_event("red");
    schema_exec(&world.schema, "UPDATE events SET rule = 'ceiling.pace', subject_kind = 'ceiling',"
                               " subject_code = 'U1/three_public', subject_name = 'three_public'");
    start();
    until(STATES, "bureau delivered, hall delivered");
    schema_expect(&world.schema,
                  "SELECT string_agg(DISTINCT body::jsonb -> 'data' ->> 'title', ', ') FROM messages",
                  "[red, opened] cost ceiling: three_public (城管局)");
}

/* The hall wants what is red. It was told of it, so it is told that it is only yellow. */
static void a_correction_goes_where_what_it_corrects_went(void **state)
{
    (void)state;
    configure_two("", ",\"severities\":[\"red\"]", "");
    add_event("red");
    add_event("yellow");
    let_yellow_correct_the_first();
    start();
    until(STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
}

/* The first message is to be tried again much later: its correction does not overtake it. */
static void a_correction_waits_until_what_it_corrects_is_settled(void **state)
{
    (void)state;
    configure_two("", ",\"enabled\":false", "");
    add_event("red");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body, next_attempt_at)"
                " VALUES ('msg_first', 'bureau', 'deviation.opened', '{}', now() + interval '1 hour');"
                "INSERT INTO message_events SELECT id, 'bureau', 'msg_first' FROM events;"
                "UPDATE events SET formed = true");
    add_event("yellow");
    let_yellow_correct_the_first();
    start();
    until("SELECT count(*) FROM events WHERE formed", "2");
    until_it_waits();
    schema_expect(&world.schema, STATES, "bureau pending, bureau pending");
    schema_expect(&world.schema, "SELECT string_agg(attempts::text, ' ') FROM messages", "0 0");

    schema_exec(&world.schema, "UPDATE messages SET next_attempt_at = now() WHERE id = 'msg_first'");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, bureau delivered");
    schema_expect(&world.schema,
                  "SELECT bool_and(settled_at >= (SELECT settled_at FROM messages WHERE id = 'msg_first'))"
                  " FROM messages",
                  "t");
}

static void a_wake_and_a_notification_are_heard_while_waiting(void **state)
{
    (void)state;
    configure_two("", "", "");
    start();
    until_it_waits();
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, hall delivered");
    until_it_waits();
    add_event("red");
    schema_exec(&world.schema, "NOTIFY budgetwatch");
    until(STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
}

static void what_a_channel_does_not_want_is_not_sent_to_it(void **state)
{
    (void)state;
    configure_two("", ",\"severities\":[\"red\"]", "");
    add_event("yellow");
    start();
    until(STATES, "bureau delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM events WHERE formed", "1");
    assert_int_equal(world.hall.requests, 0);
}

/* Twelve events are one message of the hall and twelve of the bureau. */
static void what_is_too_much_at_once_is_a_digest(void **state)
{
    (void)state;
    configure_two("", ",\"digest_over\":5,\"digest_wait\":\"50ms\"", "");
    for (int i = 0; i < 12; i++)
        add_event(i % 4 == 0 ? "yellow" : "red");
    start();
    until("SELECT count(*) FROM messages WHERE state = 'delivered'", "13");
    schema_expect(
        &world.schema,
        "SELECT type || ' ' || (body::jsonb -> 'data' ->> 'title') || ' '"
        " || (body::jsonb -> 'data' -> 'events' -> 0 ->> 'severity') FROM messages WHERE channel = 'hall'",
        "deviation.digest 12 alerts: 9 red, 3 yellow red");
    schema_expect(
        &world.schema,
        "SELECT string_agg(DISTINCT channel || ' ' || state || ' ' || (message_id IS NOT NULL), ', ')"
        " FROM message_events",
        "bureau sent true, hall sent true");
}

static void a_quota_is_kept_and_what_it_has_no_room_for_goes_along(void **state)
{
    (void)state;
    configure_two("", ",\"quota\":[\"3/1h\",\"100/1s\"]", "");
    for (int i = 0; i < 12; i++)
        add_event("red");
    start();
    until("SELECT count(*) FROM messages WHERE state = 'delivered'", "15");
    schema_expect(&world.schema,
                  "SELECT string_agg(coalesce(body::jsonb -> 'data' ->> 'count', '1'), ' ' ORDER BY seq)"
                  " FROM messages WHERE channel = 'hall'",
                  "1 1 10");
    schema_expect(&world.schema, "SELECT count(*) FROM channel_slots WHERE rate = 1 AND free_at > now()",
                  "3");

    /* The hour is used up. */
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until("SELECT count(*) FROM messages WHERE state = 'delivered'", "16");
    turns(20);
    schema_expect(&world.schema,
                  "SELECT state FROM message_events WHERE channel = 'hall' ORDER BY event_id DESC",
                  "waiting");
    assert_int_equal(world.hall.requests, 3);
}

static void what_waits_for_a_channel_that_is_no_more_is_dropped_with_a_reason(void **state)
{
    (void)state;
    configure_two("", "", "");
    add_event("red");
    schema_exec(&world.schema, "INSERT INTO message_events (event_id, channel, state, held_until)"
                               " SELECT id, 'gone', 'waiting', now() FROM events");
    start();
    until("SELECT state || ': ' || why FROM message_events WHERE channel = 'gone'",
          "dropped: the channel is not in the configuration");
}

static void a_failed_attempt_is_repeated_with_the_same_id(void **state)
{
    static const char *const script[] = {"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops", NULL};
    char id[64] = "";
    (void)state;

    configure_two("\"retry_schedule\":[\"30ms\"]", "", "");
    world.hall.script = script;
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall delivered");
    schema_expect(
        &world.schema,
        "SELECT string_agg(result || ' ' || answer, ', ' ORDER BY attempt) FROM attempts JOIN messages ON "
        "message_id = id WHERE channel = 'hall'",
        "retry HTTP 500: oops, delivered HTTP 204");
    assert_int_equal(sscanf(strstr(buf_text(&world.hall.last), "webhook-id: "), "webhook-id: %63s", id), 1);
    assert_true(answers("SELECT id FROM messages WHERE channel = 'hall'", id));
}

static void a_message_out_of_attempts_is_dead_and_reported_to_the_others_once(void **state)
{
    (void)state;
    configure_two("\"retry_schedule\":[\"10ms\"]", "", "");
    world.hall.answer = "HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n";
    add_event("red");
    start();
    until(STATES, "bureau delivered, bureau delivered, hall dead");
    assert_int_equal(world.hall.requests, 2);
    assert_non_null(strstr(buf_text(&world.bureau.last), "\"type\":\"delivery.dead\""));
    assert_non_null(strstr(buf_text(&world.bureau.last), "given up after 2 attempts: HTTP 503."));
}

static void channels_that_all_refuse_do_not_report_each_other_for_ever(void **state)
{
    (void)state;
    configure_two("", "", "");
    world.hall.answer = world.bureau.answer = "HTTP/1.1 404 Nobody\r\nContent-Length: 0\r\n\r\n";
    add_event("red");
    start();
    until(STATES, "bureau dead, bureau dead, hall dead, hall dead");
    until_it_waits();
    schema_expect(&world.schema, "SELECT count(*) FROM messages", "4");
}

static void a_message_of_a_channel_that_was_removed_is_dead_and_reported(void **state)
{
    (void)state;
    configure_two("", "", "");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body) VALUES ('msg_x', 'gone', 't', '{}')");
    start();
    until(STATES, "bureau delivered, gone dead, hall delivered");
    schema_expect(&world.schema, "SELECT last_answer FROM messages WHERE id = 'msg_x'",
                  "the channel is not in the configuration");
}

static void a_throttled_channel_pauses_and_the_others_go_on(void **state)
{
    (void)state;
    configure_two("", "", "");
    world.hall.answer = "HTTP/1.1 429 Slow down\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n";
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall pending");
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, bureau delivered, hall pending");
    assert_int_equal(world.hall.requests, 1);
    /* What comes meanwhile waits as an event, so that it can be gathered. */
    schema_expect(
        &world.schema,
        "SELECT string_agg(channel || ' ' || state, ', ') FROM message_events WHERE state <> 'sent'",
        "hall waiting");
    schema_expect(&world.schema,
                  "SELECT paused_until - now() > interval '500 s' FROM channel_states WHERE channel = 'hall'",
                  "t");
    schema_expect(
        &world.schema,
        "SELECT bool_and(next_attempt_at - now() > interval '500 s') FROM messages WHERE attempts = 1 AND "
        "state = 'pending'",
        "t");
}

static void what_gathers_while_a_channel_rests_is_one_message(void **state)
{
    static const char *const script[] = {
        "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", NULL};
    (void)state;

    configure_two("", ",\"enabled\":false", "");
    world.bureau.script = script;
    add_event("red");
    start();
    until("SELECT count(*) FROM attempts WHERE result = 'throttled'", "1");
    for (int i = 0; i < 3; i++)
        add_event("red");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, bureau delivered");
    schema_expect(&world.schema,
                  "SELECT string_agg(n::text, ' ' ORDER BY n) FROM (SELECT count(*) AS n FROM message_events "
                  "GROUP BY message_id) c",
                  "1 3");
}

#define GONE "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"

/* Its messages wait, also those that come later, until it is on again. */
static void a_receiver_that_is_gone_has_its_channel_switched_off(void **state)
{
    (void)state;
    configure_two("\"retry_schedule\":[\"10ms\"]", "", "");
    world.hall.answer = GONE;
    add_event("red");
    start();
    until(STATES, "bureau delivered, bureau delivered, hall pending");
    assert_non_null(strstr(buf_text(&world.bureau.last), "\"type\":\"delivery.off\""));
    add_event("red");
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "4");
    until_it_waits();
    assert_int_equal(world.hall.requests, 1);
    schema_expect(&world.schema,
                  "SELECT channel || ' ' || reason || ' ' || (reported_at IS NOT NULL) FROM channels_off",
                  "hall HTTP 410 true");
    schema_expect(&world.schema,
                  "SELECT result || ' ' || first_attempt FROM attempts JOIN messages ON id = message_id "
                  "WHERE channel = 'hall'",
                  "gone 1");

    world.hall.answer = "HTTP/1.1 204 Fine\r\n\r\n";
    schema_exec(
        &world.schema,
        "DELETE FROM channels_off; UPDATE channel_states SET paused_until = now(); NOTIFY budgetwatch");
    until("SELECT count(*) FROM messages WHERE channel = 'hall' AND state = 'delivered'", "2");
    schema_expect(&world.schema,
                  "SELECT count(*) FROM message_events WHERE channel = 'hall' AND state = 'sent'", "3");
}

static void another_address_switches_a_channel_on_and_the_same_does_not(void **state)
{
    struct err err = {0};
    (void)state;

    configure_two("", "", "");
    world.hall.answer = GONE;
    add_event("red");
    start();
    until(STATES, "bureau delivered, bureau delivered, hall pending");
    assert_true(dispatcher_reload(&world.dispatcher, &world.config, &err));
    until_it_waits();
    assert_int_equal(world.hall.requests, 1);
    schema_expect(&world.schema, "SELECT count(*) FROM channels_off", "1");

    world.hall.answer = "HTTP/1.1 204 Fine\r\n\r\n";
    struct config moved, old = world.config;
    world.config = (struct config){0};
    int port = world.hall.port;
    world.hall.port = world.bureau.port;
    configure_two("", "", "");
    world.hall.port = port;
    moved = world.config;
    world.config = old;
    assert_true(dispatcher_reload(&world.dispatcher, &moved, &err));
    until(STATES, "bureau delivered, bureau delivered, hall delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM channels_off", "0");
    stop();
    config_done(&moved);
}

/* One now, the rest when a minute has passed; each is in one of them. */
static void many_dead_letters_are_few_reports(void **state)
{
    (void)state;
    configure_two("", "", "");
    world.hall.answer = "HTTP/1.1 404 Nobody\r\nContent-Length: 0\r\n\r\n";
    schema_exec(
        &world.schema,
        "INSERT INTO messages (id, channel, type, body) SELECT 'm' || n, 'hall', 'deviation.opened', '{}'"
        " FROM generate_series(1, 500) n");
    start();
    until("SELECT count(*) FROM messages WHERE channel = 'hall' AND state = 'dead'", "500");
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "1");
    until_it_waits();
    schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE type = 'delivery.dead'", "1");
    schema_exec(&world.schema, "UPDATE channel_states SET reported_at = reported_at - interval '1 minute'");
    dispatcher_wake(&world.dispatcher);
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "2");
    schema_expect(
        &world.schema,
        "SELECT sum((body::jsonb -> 'data' ->> 'count')::int) FROM messages WHERE type = 'delivery.dead'",
        "500");
    schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE state = 'dead' AND reported_at IS NULL",
                  "0");
}

/* ... and reports, which are nothing that is excepted. */
static void quiet_hours_hold_back_what_is_tried_again(void **state)
{
    (void)state;
    configure_two("", ",\"quiet\":[\"00:00-24:00\"],\"quiet_except\":[\"red\"]", "");
    schema_exec(&world.schema, "INSERT INTO messages (id, channel, type, body, severity, attempts) VALUES"
                               " ('m1', 'hall', 'deviation.reminded', '{}', 'yellow', 1),"
                               " ('m2', 'hall', 'deviation.reminded', '{}', 'red', 1),"
                               " ('m3', 'hall', 'delivery.dead', '{}', '', 0)");
    start();
    until(STATES, "hall pending, hall delivered, hall pending");
    until_it_waits();
    assert_int_equal(world.hall.requests, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(an_event_reaches_each_channel_that_wants_it),
        IN_WORLD(a_correction_names_the_message_of_its_own_channel),
        IN_WORLD(a_title_says_whose_a_ceiling_is),
        IN_WORLD(a_correction_goes_where_what_it_corrects_went),
        IN_WORLD(a_correction_waits_until_what_it_corrects_is_settled),
        IN_WORLD(a_wake_and_a_notification_are_heard_while_waiting),
        IN_WORLD(what_a_channel_does_not_want_is_not_sent_to_it),
        IN_WORLD(what_is_too_much_at_once_is_a_digest),
        IN_WORLD(a_quota_is_kept_and_what_it_has_no_room_for_goes_along),
        IN_WORLD(what_waits_for_a_channel_that_is_no_more_is_dropped_with_a_reason),
        IN_WORLD(a_failed_attempt_is_repeated_with_the_same_id),
        IN_WORLD(a_message_out_of_attempts_is_dead_and_reported_to_the_others_once),
        IN_WORLD(channels_that_all_refuse_do_not_report_each_other_for_ever),
        IN_WORLD(a_message_of_a_channel_that_was_removed_is_dead_and_reported),
        IN_WORLD(a_throttled_channel_pauses_and_the_others_go_on),
        IN_WORLD(what_gathers_while_a_channel_rests_is_one_message),
        IN_WORLD(a_receiver_that_is_gone_has_its_channel_switched_off),
        IN_WORLD(another_address_switches_a_channel_on_and_the_same_does_not),
        IN_WORLD(many_dead_letters_are_few_reports),
        IN_WORLD(quiet_hours_hold_back_what_is_tried_again),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
