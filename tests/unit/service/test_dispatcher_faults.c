/* The dispatcher where something hangs, is lost, is stopped, shared, read anew or grown old. */
#include "dispatcher_world.h"

enum { FEW = 40 };

static const char second_secret[] = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

static void a_receiver_that_hangs_does_not_hold_up_the_others(void **state)
{
    (void)state;
    configure_two("\"in_flight\":2,\"shutdown_timeout\":\"10ms\"", "", "");
    world.hall.answer = NULL;
    for (int i = 0; i < 5; i++)
        add_event("red");
    start();
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "5");
    assert_int_equal(world.hall.requests, 1);
}

/* A mail server that takes connections and says nothing holds some threads, and nobody else. */
static void mail_that_hangs_does_not_hold_up_the_others(void **state)
{
    struct buf channels = {0};
    (void)state;

    for (int i = 0; i < 2; i++)
        buf_printf(&channels,
                   "{\"name\":\"mail%d\",\"type\":\"email\",\"server\":\"127.0.0.1:%d\",\"tls\":\"none\","
                   "\"allow_plain\":true,\"from\":\"a@example.org\",\"to\":[\"b@example.org\"],\"quota\":["
                   "\"100/1m\"],"
                   "\"digest_over\":50,\"group_wait\":\"0s\"},",
                   i, world.hall.port);
    buf_printf(&channels,
               "{\"name\":\"bureau\",\"type\":\"webhook\",\"url\":\"http://127.0.0.1:%d/"
               "\",\"allow_http\":true,\"secret_file\":\"%s\"}",
               world.bureau.port, world.secret_file);
    configure(&world.config, "\"in_flight\":60,\"shutdown_timeout\":\"10ms\"", channels.data);
    buf_free(&channels);
    world.hall.answer = NULL;
    for (int i = 0; i < 12; i++)
        add_event("red");
    start();
    until("SELECT count(*) FROM messages WHERE channel LIKE 'mail%' AND state = 'sending'", "8");
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "12");
    schema_expect(&world.schema,
                  "SELECT count(*) FROM messages WHERE channel LIKE 'mail%' AND state = 'pending'", "16");
    /* ... and neither does a new one. */
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until("SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "13");
}

static void a_lost_connection_is_replaced(void **state)
{
    (void)state;
    configure_two("", "", "");
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall delivered");
    lose_the_connection();
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
}

static void an_outcome_survives_a_connection_lost_while_sending(void **state)
{
    (void)state;
    configure_two("", "", "");
    world.hall.answer = NULL;
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall sending");
    while (world.hall.requests == 0)
        turns(1);
    lose_the_connection();
    world.hall.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    peer_answer(world.hall.open);
    until(STATES, "bureau delivered, hall delivered");
    schema_expect(&world.schema, "SELECT sum(attempts) FROM messages", "2");
}

static void a_refused_statement_is_tried_again(void **state)
{
    (void)state;
    configure_two("", "", "");
    schema_exec(&world.schema, "ALTER TABLE message_events RENAME TO hidden");
    add_event("red");
    start();
    while (world.dispatcher.state != DISPATCHER_REFUSED)
        turns(1);
    schema_exec(&world.schema, "ALTER TABLE hidden RENAME TO message_events");
    until(STATES, "bureau delivered, hall delivered");
}

static void stopping_hands_back_what_is_in_the_air(void **state)
{
    (void)state;
    configure_two("\"shutdown_timeout\":\"10ms\"", "", "");
    world.hall.answer = NULL;
    add_event("red");
    start();
    until(STATES, "bureau delivered, hall sending");
    stop();
    schema_expect(&world.schema, STATES, "bureau delivered, hall pending");
    schema_expect(
        &world.schema,
        "SELECT attempts || ' ' || first_attempt || ' ' || (lease_holder IS NULL) || ' ' || (next_attempt_at "
        "<= now()) FROM messages WHERE channel = 'hall'",
        "1 1 true true");
    schema_expect(&world.schema,
                  "SELECT result FROM attempts JOIN messages ON message_id = id WHERE channel = 'hall'",
                  "handed_back");
}

static void stopping_after_any_number_of_turns_leaves_nothing_claimed(void **state)
{
    (void)state;
    configure_two("\"shutdown_timeout\":\"0s\"", "", ",{\"name\":\"log\",\"type\":\"log\"}");
    for (int count = 0; count < FEW; count++) {
        add_event("red");
        start();
        turns(count);
        stop();
        world.stopped = false;
        schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE state = 'sending'", "0");
    }
    start();
    until("SELECT count(*) FROM messages WHERE state = 'delivered'", "120");
}

static void stopping_with_the_database_away_ends(void **state)
{
    (void)state;
    configure_two("", "", "");
    snprintf(world.schema.database.conninfo, sizeof world.schema.database.conninfo, "host=/nowhere");
    start();
    while (world.dispatcher.state != DISPATCHER_LOST)
        turns(1);
}

static void two_dispatchers_deliver_each_message_once(void **state)
{
    struct dispatcher other = {.owner = &world};
    struct err err = {0};
    (void)state;

    configure_two("", "", "");
    for (int i = 0; i < 50; i++)
        add_event("red");
    start();
    assert_true(
        dispatcher_start(&other, &world.loop, &world.config, world.schema.database.conninfo, "other", &err));
    until("SELECT count(*) FROM messages WHERE state = 'delivered'", "100");
    assert_int_equal(world.hall.requests, 50);
    assert_int_equal(world.bureau.requests, 50);
    schema_expect(&world.schema, "SELECT count(*) FROM attempts", "100");
    dispatcher_stop(&other, on_stopped);
    while (!world.stopped)
        turns(1);
    world.stopped = false;
}

static void a_message_whose_lease_has_passed_is_sent_by_another(void **state)
{
    (void)state;
    configure_two("", "", "");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body, state, attempts, lease_holder, "
                "lease_until, next_attempt_at) VALUES ('msg_x', 'hall', 't', '{}', 'sending', 1, 'dead "
                "daemon', now(), now())");
    start();
    until(STATES, "hall delivered");
    schema_expect(&world.schema, "SELECT attempts FROM messages", "2");
}

static void messages_are_signed_and_a_reload_reads_the_secret_again(void **state)
{
    struct config reloaded, bad;
    struct err err = {0};
    (void)state;

    configure_two("", "", "");
    reloaded = world.config;
    configure_two("", "", "");
    bad = world.config;
    configure_two("", "", "");
    start();
    add_event("red");
    dispatcher_wake(&world.dispatcher);
    until(STATES, "bureau delivered, hall delivered");
    char *signed_first = mem_text(strstr(buf_text(&world.hall.last), "webhook-signature: v1,"));
    assert_non_null(signed_first);

    write_secret(world.secret_file, "hunter2");
    assert_false(dispatcher_reload(&world.dispatcher, &bad, &err));
    assert_non_null(strstr(err.text, "channel hall"));
    assert_null(strstr(err.text, "hunter2"));
    write_secret(world.secret_file, second_secret);
    assert_true(dispatcher_reload(&world.dispatcher, &reloaded, &err));
    config_done(&world.config);
    world.config = reloaded;
    config_done(&bad);

    schema_exec(&world.schema,
                "UPDATE messages SET state = 'pending', next_attempt_at = now() WHERE channel = 'hall'");
    dispatcher_wake(&world.dispatcher);
    until("SELECT attempts || state FROM messages WHERE channel = 'hall'", "2delivered");
    const char *signed_again = strstr(buf_text(&world.hall.last), "webhook-signature: v1,");
    assert_non_null(signed_again);
    assert_int_not_equal(strncmp(signed_first, signed_again, 40), 0);
    free(signed_first);
}

static void old_rows_are_forgotten_and_waiting_ones_kept(void **state)
{
    (void)state;
    configure_two("", "", "");
    schema_exec(&world.schema, "INSERT INTO messages (id, channel, type, body, state, settled_at) VALUES "
                               "('old', 'hall', 't', '{}', 'delivered', now() - interval '401 days'), "
                               "('new', 'hall', 't', '{}', 'delivered', now() - interval '399 days'), "
                               "('waits', 'hall', 't', '{}', 'pending', NULL)");
    schema_exec(&world.schema,
                "UPDATE messages SET next_attempt_at = now() + interval '1 day' WHERE id = 'waits'");
    add_event("red");
    add_event("red");
    schema_exec(&world.schema, "UPDATE events SET formed = true, created_at = now() - interval '1101 days'");
    schema_exec(&world.schema, "INSERT INTO message_events SELECT min(id), 'hall', 'waits' FROM events");
    start();
    world.dispatcher.errands.forget_at = 0;
    until("SELECT count(*) FROM events", "1");
    schema_expect(&world.schema, "SELECT string_agg(id, ' ' ORDER BY id) FROM messages", "new waits");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(mail_that_hangs_does_not_hold_up_the_others),
        IN_WORLD(a_receiver_that_hangs_does_not_hold_up_the_others),
        IN_WORLD(a_lost_connection_is_replaced),
        IN_WORLD(an_outcome_survives_a_connection_lost_while_sending),
        IN_WORLD(a_refused_statement_is_tried_again),
        IN_WORLD(stopping_hands_back_what_is_in_the_air),
        IN_WORLD(stopping_after_any_number_of_turns_leaves_nothing_claimed),
        IN_WORLD(stopping_with_the_database_away_ends),
        IN_WORLD(two_dispatchers_deliver_each_message_once),
        IN_WORLD(a_message_whose_lease_has_passed_is_sent_by_another),
        IN_WORLD(messages_are_signed_and_a_reload_reads_the_secret_again),
        IN_WORLD(old_rows_are_forgotten_and_waiting_ones_kept),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
