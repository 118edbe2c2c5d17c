/* The statements between events and messages, and those that claim and settle, each by itself. */
#include "stage.h"

static void an_event_is_routed_once(void **state)
{
    const struct route_hold group = {ROUTE_WAITING, ROUTE_WHY_GROUP, 60000};
    struct schema schema;
    struct db_trip trip;
    (void)state;

    begin(&schema);
    add_events(&schema, 2, "red");
    RUN(&schema, store_events_unformed(&trip, 1));
    assert_int_equal(db_rows(trip.results[0]), 1);
    assert_int_equal(store_unformed_row(trip.results[0], 0).id, 1);
    assert_string_equal(store_unformed_row(trip.results[0], 0).severity, "red");
    forget(&trip);
    assert_int_equal(route(&schema, 1, &group), 1);
    assert_int_equal(route(&schema, 1, &group), 0);
    schema_expect(&schema,
                  "SELECT string_agg(event_id || ' ' || channel || ' ' || state || ' ' || why || ' ' ||"
                  " (held_until > now() + interval '50 s'), ', ') FROM message_events",
                  "1 hall waiting group true");
    schema_end(&schema);
}

static void a_correction_is_routed_after_what_it_corrects(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    struct db_trip trip;
    (void)state;

    begin(&schema);
    add_events(&schema, 2, "red");
    schema_exec(&schema, "UPDATE events SET corrects_event_id = 1 WHERE id = 2");
    RUN(&schema, store_events_unformed(&trip, 10));
    assert_int_equal(db_rows(trip.results[0]), 1);
    forget(&trip);
    assert_int_equal(route(&schema, 1, &at_once), 1);
    RUN(&schema, store_events_unformed(&trip, 10));
    assert_int_equal(store_unformed_row(trip.results[0], 0).corrects_event, 1);
    assert_true(store_unformed_corrects(trip.results[0], 0, "hall"));
    assert_false(store_unformed_corrects(trip.results[0], 0, "elsewhere"));
    forget(&trip);
    schema_end(&schema);
}

static void a_survey_counts_what_waits_and_how_much_room_there_is(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0},
                            quiet = {ROUTE_WAITING, ROUTE_WHY_QUIET, 600000};
    struct schema schema;
    (void)state;

    begin(&schema);
    know(&schema, "hall", "here", &limited);
    struct pace_seen seen = survey(&schema, "here", &limited, UINT32_MAX);
    assert_int_equal(seen.waiting, 0);
    assert_true(seen.due_in == PACE_NEVER);
    assert_int_equal(seen.free, 2);
    assert_false(seen.off || seen.piled);

    add_events(&schema, 1, "red");
    add_events(&schema, 1, "yellow");
    route(&schema, 1, &at_once);
    route(&schema, 2, &quiet); /* a configuration without quiet hours lets it go all the same */
    seen = survey(&schema, "here", &limited, UINT32_MAX);
    assert_int_equal(seen.waiting, 2);
    assert_true(seen.due_in <= 0);
    assert_int_equal(survey(&schema, "here", &limited, 1u << SEVERITY_RED).waiting, 1);
    schema_exec(&schema, "INSERT INTO messages (id, channel, type, body) VALUES ('m', 'hall', 't', '{}');"
                         "UPDATE channel_slots SET free_at = now() + interval '20 s' WHERE slot = 1;"
                         "INSERT INTO change_log (subject_kind, subject_code) VALUES ('project', 'P1')");
    seen = survey(&schema, "here", &limited, UINT32_MAX);
    assert_int_equal(seen.free, 1);
    assert_in_range(seen.free_in, 10000, 20000);
    assert_int_equal(seen.unsent, 1);
    assert_int_equal(seen.upstream, 1);
    schema_end(&schema);
}

static void a_survey_sees_rests_and_switches(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    (void)state;

    begin(&schema);
    know(&schema, "hall", "here", &plain);
    add_events(&schema, 1, "red");
    route(&schema, 1, &at_once);
    schema_exec(&schema, "UPDATE channel_states SET paused_until = now() + interval '20 s'");
    struct pace_seen seen = survey(&schema, "here", &plain, UINT32_MAX);
    assert_in_range(seen.rest, 10000, 20000);
    schema_exec(&schema, "UPDATE channel_states SET paused_until = now()");
    seen = survey(&schema, "here", &plain, UINT32_MAX);
    assert_int_equal(seen.rest, 0);
    assert_true(seen.piled);
    schema_exec(&schema,
                "INSERT INTO channels_off (channel, address, reason) VALUES ('hall', 'here', 'HTTP 410')");
    assert_true(survey(&schema, "here", &plain, UINT32_MAX).off);
    assert_false(survey(&schema, "there", &plain, UINT32_MAX).off);
    /* The same configuration changes nothing; another address does, though not what somebody said by hand. */
    schema_exec(
        &schema,
        "INSERT INTO channels_off (channel, address, reason, by_whom) VALUES ('other', '', 'r', 'me')");
    know(&schema, "hall", "here", &plain);
    assert_true(survey(&schema, "here", &plain, UINT32_MAX).off);
    know(&schema, "hall", "there", &plain);
    know(&schema, "other", "there", &plain);
    schema_expect(&schema, "SELECT string_agg(channel, ' ') FROM channels_off", "other");
    schema_end(&schema);
}

static const struct store_words no_heads = {NULL, 0};

/* Route events 1 and 2 to "hall" in one message. Returns whether that is on its way. */
static bool tell(struct schema *schema, bool room, bool *ret_left)
{
    const struct route_decision sent = {.state = ROUTE_SENT, .why = ""};
    struct store_routing routing = {0};
    struct store_message message;
    struct db_trip trip;

    for (int64_t event = 1; event <= 2; event++) {
        store_routing_event(&routing, event);
        store_routing_fate(&routing, event, "hall", &sent, "msg_1");
    }
    store_made_add(&routing.made,
                   &(struct store_made_message){
                       .id = "msg_1", .channel = "hall", .type = "t", .body = "{}", .severity = "red"});
    store_routing_room(&routing, room);
    RUN(schema, store_route(&trip, &routing, "me", 60000));
    *ret_left = store_routed_left(trip.results[0]);
    bool goes = store_routed_message(trip.results[0], 0, &message);
    if (goes) {
        assert_string_equal(message.id, "msg_1");
        assert_string_equal(message.body, "{}");
        assert_int_equal(message.attempt, 1);
    }
    forget(&trip);
    store_routing_free(&routing);
    return goes;
}

static void expect_told(struct schema *schema, const char *message, const char *events)
{
    schema_expect(schema,
                  "SELECT state || ' ' || attempts || ' ' || coalesce(lease_holder, 'nobody') ||"
                  " coalesce(' ' || (lease_until > now() + interval '50 s'), '') FROM messages"
                  " WHERE id = 'msg_1'",
                  message);
    schema_expect(schema, "SELECT string_agg(state, ' ' ORDER BY event_id) FROM message_events", events);
}

static void what_is_told_at_once_is_on_its_way_with_its_route(void **state)
{
    struct schema schema;
    bool left;
    (void)state;

    begin(&schema);
    add_events(&schema, 3, "red");
    assert_true(tell(&schema, true, &left));
    assert_true(left);
    expect_told(&schema, "sending 1 me true", "sent sent");
    schema_exec(&schema, "UPDATE events SET formed = true");
    assert_false(tell(&schema, true, &left)); /* it has been told, and nothing is written twice */
    assert_false(left);
    schema_expect(&schema, "SELECT count(*) FROM messages", "1");
    schema_end(&schema);
}

static void what_finds_no_room_or_something_older_waits_its_turn(void **state)
{
    struct schema schema;
    bool left;
    (void)state;

    for (int room = 0; room < 2; room++) {
        begin(&schema);
        add_events(&schema, 2, "red");
        if (room == 1)
            schema_exec(&schema,
                        "INSERT INTO messages (id, channel, type, body) VALUES ('m', 'hall', 't', '{}')");
        assert_false(tell(&schema, room == 1, &left));
        expect_told(&schema, "pending 0 nobody", "sent sent");
        schema_end(&schema);
    }
}

static void of_a_message_whose_event_is_taken_the_others_wait(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    bool left;
    (void)state;

    begin(&schema);
    add_events(&schema, 2, "red");
    route(&schema, 1, &at_once);
    assert_false(tell(&schema, true, &left));
    schema_expect(&schema, "SELECT count(*) FROM messages", "0");
    schema_expect(&schema, "SELECT string_agg(state, ' ' ORDER BY event_id) FROM message_events",
                  "waiting waiting");
    schema_end(&schema);
}

static void where_it_rests_or_is_switched_off_by_now_the_claim_decides(void **state)
{
    static const char *const meanwhile[] = {
        "UPDATE channel_states SET paused_until = now() + interval '20 s'",
        "INSERT INTO channels_off (channel, address, reason) VALUES ('hall', 'here', 'HTTP 410')"};
    struct schema schema;
    bool left;
    (void)state;

    for (size_t i = 0; i < sizeof meanwhile / sizeof *meanwhile; i++) {
        begin(&schema);
        know(&schema, "hall", "here", &plain);
        add_events(&schema, 2, "red");
        schema_exec(&schema, meanwhile[i]);
        assert_false(tell(&schema, true, &left));
        expect_told(&schema, "pending 0 nobody", "sent sent");
        schema_end(&schema);
    }
}

static void what_was_muted_until_a_report_came_is_looked_at_again(void **state)
{
    struct schema schema;
    bool left;
    (void)state;

    begin(&schema);
    add_events(&schema, 3, "red");
    schema_exec(&schema, "INSERT INTO message_events (event_id, channel, state, why, muted_by, held_until)"
                         " VALUES (3, 'hall', 'inhibited', '', 1, now() + interval '1 hour');"
                         "UPDATE events SET formed = true WHERE id = 3;"
                         "UPDATE events SET event = 'resolved', rule = 'execution.missing' WHERE id = 2");
    assert_true(tell(&schema, true, &left));
    assert_true(left);
    schema_expect(&schema, "SELECT (held_until <= now())::text FROM message_events WHERE event_id = 3",
                  "true");
    schema_end(&schema);
}

static void who_refers_to_an_event_is_not_in_the_way_of_its_route(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    (void)state;

    begin(&schema);
    add_events(&schema, 1, "red");
    PGconn *other = PQconnectdb(schema.database.conninfo);
    PQclear(PQexec(other, "BEGIN"));
    PGresult *locked = PQexec(other, "SELECT FROM events WHERE id = 1 FOR KEY SHARE");
    assert_int_equal(PQntuples(locked), 1);
    PQclear(locked);
    assert_int_equal(route(&schema, 1, &at_once), 1);
    PQfinish(other);
    schema_end(&schema);
}

static void what_is_read_ahead_is_what_would_be_read_later(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    struct route_event ahead, later;
    struct pace_seen seen;
    struct db_trip trip;
    (void)state;

    begin(&schema);
    know(&schema, "hall", "here", &plain);
    RUN(&schema, store_ahead(&trip, "hall", "here", &plain, 10));
    assert_int_equal(db_rows(trip.results[0]), 1);
    assert_true(store_ahead_seen(trip.results[0], &seen));
    assert_false(store_ahead_row(trip.results[0], 0, &ahead));
    assert_true(seen.due_in == PACE_NEVER && !seen.off && seen.rest == 0 && seen.upstream == 0);
    forget(&trip);

    add_events(&schema, 2, "red");
    schema_exec(&schema,
                "INSERT INTO change_log (subject_kind, subject_code) VALUES ('project', 'P1');"
                "UPDATE channel_states SET paused_until = now() + interval '20 s';"
                "INSERT INTO channels_off (channel, address, reason) VALUES ('hall', 'here', 'gone')");
    RUN(&schema, store_ahead(&trip, "hall", "here", &plain, 1));
    struct pg_result *rows = trip.results[0];
    trip.results[0] = NULL;
    assert_int_equal(db_rows(rows), 1);
    assert_true(store_ahead_seen(rows, &seen));
    assert_true(seen.off);
    assert_in_range(seen.rest, 10000, 20000);
    assert_int_equal(seen.upstream, 1);
    assert_true(store_ahead_row(rows, 0, &ahead));
    route(&schema, 1, &at_once);
    struct store_fresh none = {0};
    RUN(&schema, store_waiting(&trip, "hall", 10, UINT32_MAX, &no_heads, &none));
    store_fresh_free(&none);
    later = store_waiting_row(trip.results[0], 0);
    assert_int_equal(ahead.event.id, later.event.id);
    assert_int_equal(ahead.event.since, later.event.since);
    assert_string_equal(ahead.event.explanation, later.event.explanation);
    assert_string_equal(ahead.event.unit_name, later.event.unit_name);
    assert_string_equal(ahead.event.answers_name, later.event.answers_name);
    assert_int_equal(ahead.severity_now, later.severity_now);
    assert_int_equal(ahead.is_last, later.is_last);
    assert_int_equal(ahead.told, later.told);
    assert_int_equal(ahead.state, later.state);
    forget(&trip);
    db_result_free(rows);
    RUN(&schema, store_ahead(&trip, "hall", "here", &plain, 1));
    assert_false(store_ahead_seen(trip.results[0], &seen)); /* another event waits */
    forget(&trip);
    schema_end(&schema);
}

static void what_somebody_else_has_taken_is_not_written(void **state)
{
    const struct route_hold at_once = {ROUTE_WAITING, "", 0};
    struct schema schema;
    struct db_trip trip;
    (void)state;

    begin(&schema);
    add_events(&schema, 2, "red");
    route(&schema, 1, &at_once);
    route(&schema, 2, &at_once);
    struct store_fresh none = {0};
    RUN(&schema, store_waiting(&trip, "hall", 10, UINT32_MAX, &no_heads, &none));
    store_fresh_free(&none);
    assert_int_equal(db_rows(trip.results[0]), 2);
    struct pg_result *rows = trip.results[0];
    trip.results[0] = NULL;
    for (int turn = 0; turn < 2; turn++) {
        struct store_forming forming = {0};
        const struct route_decision sent = {.state = ROUTE_SENT, .why = ""};
        const char *id = turn == 0 ? "msg_1" : "msg_2";
        struct route_event first = store_waiting_row(rows, 0), second = store_waiting_row(rows, 1);
        store_made_add(
            &forming.made,
            &(struct store_made_message){
                .id = id, .channel = "hall", .type = "deviation.digest", .body = "{}", .severity = "red"});
        store_forming_event(&forming, "hall", &first, &sent, id);
        if (turn == 1)
            store_forming_event(&forming, "hall", &second, &sent, id);
        RUN(&schema, store_form(&trip, &forming));
        assert_int_equal(db_int(trip.results[0], 0, 0), turn == 0 ? 1 : 0);
        forget(&trip);
        store_forming_free(&forming);
    }
    db_result_free(rows);
    schema_expect(&schema, "SELECT string_agg(id || ' ' || severity, ', ') FROM messages", "msg_1 red");
    schema_expect(&schema, "SELECT string_agg(state, ' ' ORDER BY event_id) FROM message_events",
                  "sent waiting");
    schema_end(&schema);
}

static void a_claim_keeps_to_room_quota_quiet_rest_and_switch(void **state)
{
    struct schema schema;
    struct store_room room = room_of(5);
    (void)state;

    begin(&schema);
    know(&schema, "hall", "here", &limited);
    schema_exec(&schema,
                "INSERT INTO messages (id, channel, type, body, severity) SELECT 'm' || n, 'hall', 't', '{}',"
                " CASE WHEN n < 3 THEN 'red' ELSE 'yellow' END FROM generate_series(1, 6) n");
    room.severities = 0;
    assert_int_equal(claim(&schema, &room), 0);
    assert_true(due(&schema, &room) == STORE_DUE_NEVER);
    schema_exec(&schema, "UPDATE channel_states SET paused_until = now() + interval '20 s'");
    room = room_of(5);
    assert_int_equal(claim(&schema, &room), 0);
    assert_in_range(due(&schema, &room), 10000, 20000);
    schema_exec(&schema,
                "UPDATE channel_states SET paused_until = now();"
                "INSERT INTO channels_off (channel, address, reason) VALUES ('hall', 'here', 'gone')");
    assert_int_equal(claim(&schema, &room), 0);
    assert_true(due(&schema, &room) == STORE_DUE_NEVER);
    room.address = "there";
    room.severities = 1u << SEVERITY_RED;
    assert_int_equal(claim(&schema, &room), 2);
    room.severities = UINT32_MAX;
    room.rates = 1;
    assert_int_equal(claim(&schema, &room), 2); /* its two slots */
    assert_int_equal(claim(&schema, &room), 0);
    assert_in_range(due(&schema, &room), 50000, 60000);
    room.rates = 0;
    room.room = 1;
    assert_int_equal(claim(&schema, &room), 1);
    schema_end(&schema);
}

static void outcomes_say_how_the_channel_fares(void **state)
{
    struct schema schema;
    struct store_room room = room_of(9);
    char off[64];
    (void)state;

    begin(&schema);
    know(&schema, "hall", "here", &plain);
    schema_exec(&schema,
                "INSERT INTO messages (id, channel, type, body) SELECT 'm' || n, 'hall', 't', '{}'"
                " FROM generate_series(1, 3) n;"
                "INSERT INTO messages (id, channel, type, body) VALUES ('r', 'hall', 'delivery.dead', '{}')");
    assert_int_equal(claim(&schema, &room), 4);
    struct store_outcome outcome = {.id = "m1",
                                    .attempt = 1,
                                    .answer = "HTTP 429",
                                    .address = "here",
                                    .result = DELIVERY_THROTTLED,
                                    .wait = 20000,
                                    .pause = 20000};
    settle(&schema, &outcome, off);
    assert_string_equal(off, "");
    schema_expect(&schema, "SELECT paused_until > now() + interval '10 s' FROM channel_states", "t");
    outcome = (struct store_outcome){
        .id = "m2", .attempt = 1, .answer = "HTTP 410", .address = "here", .result = DELIVERY_GONE};
    settle(&schema, &outcome, off);
    assert_string_equal(off, "hall: HTTP 410");
    outcome.id = "m3";
    settle(&schema, &outcome, off);
    assert_string_equal(off, ""); /* it was off, which has been said */
    outcome = (struct store_outcome){.id = "r",
                                     .attempt = 1,
                                     .answer = "HTTP 404",
                                     .address = "here",
                                     .result = DELIVERY_PERMANENT,
                                     .dead = true};
    settle(&schema, &outcome, off);
    schema_expect(&schema,
                  "SELECT string_agg(id || ' ' || state || ' ' || attempts - first_attempt, ', ' ORDER BY "
                  "id) FROM messages",
                  "m1 pending 1, m2 pending 0, m3 pending 0, r dead 1");
    schema_expect(&schema, "SELECT reported_at IS NOT NULL FROM messages WHERE id = 'r'", "t");
    schema_end(&schema);
}

static void a_dead_letter_is_in_one_report(void **state)
{
    struct schema schema;
    struct db_trip trip;
    (void)state;

    begin(&schema);
    schema_exec(
        &schema,
        "INSERT INTO messages (id, channel, type, body, state, attempts, last_answer) SELECT 'm' || n,"
        " 'hall', 't', '{}', 'dead', 2, 'HTTP ' || 400 + n FROM generate_series(1, 5) n");
    RUN(&schema, store_reports_due(&trip));
    assert_int_equal(db_rows(trip.results[0]), 1);
    struct pg_result *rows = trip.results[0];
    trip.results[0] = NULL;
    for (int turn = 0; turn < 2; turn++) {
        struct store_reporting reporting = {0};
        struct store_report report;
        store_report_row(rows, 0, &report);
        assert_int_equal(report.wait, 0);
        assert_int_equal(report.failure.count, 5);
        assert_int_equal(report.failure.shown, 3);
        assert_string_equal(report.first[2].message_id, "m3");
        assert_string_equal(report.first[2].reason, "HTTP 403");
        store_reporting_begin(&reporting, &report);
        store_reporting_add(&reporting, turn == 0 ? "r1" : "r2", "other", "delivery.dead", "{}");
        RUN(&schema, store_reports_write(&trip, &reporting));
        assert_int_equal(db_int(trip.results[0], 0, 0), turn == 0 ? 1 : 0);
        forget(&trip);
        store_report_done(&report);
        store_reporting_free(&reporting);
    }
    db_result_free(rows);
    schema_expect(&schema, "SELECT string_agg(id, ' ') FROM messages WHERE channel = 'other'", "r1");
    schema_expect(&schema, "SELECT count(DISTINCT reported_at) FROM messages WHERE state = 'dead'", "1");
    /* The next has a minute to wait. */
    schema_exec(
        &schema,
        "INSERT INTO messages (id, channel, type, body, state) VALUES ('m9', 'hall', 't', '{}', 'dead')");
    RUN(&schema, store_reports_due(&trip));
    struct store_report later;
    store_report_row(trip.results[0], 0, &later);
    assert_int_equal(later.failure.count, 1);
    assert_in_range(later.wait, 50000, 60000);
    store_report_done(&later);
    forget(&trip);
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_routed_once),
        cmocka_unit_test(a_correction_is_routed_after_what_it_corrects),
        cmocka_unit_test(a_survey_counts_what_waits_and_how_much_room_there_is),
        cmocka_unit_test(a_survey_sees_rests_and_switches),
        cmocka_unit_test(what_is_told_at_once_is_on_its_way_with_its_route),
        cmocka_unit_test(what_finds_no_room_or_something_older_waits_its_turn),
        cmocka_unit_test(of_a_message_whose_event_is_taken_the_others_wait),
        cmocka_unit_test(where_it_rests_or_is_switched_off_by_now_the_claim_decides),
        cmocka_unit_test(what_was_muted_until_a_report_came_is_looked_at_again),
        cmocka_unit_test(who_refers_to_an_event_is_not_in_the_way_of_its_route),
        cmocka_unit_test(what_is_read_ahead_is_what_would_be_read_later),
        cmocka_unit_test(what_somebody_else_has_taken_is_not_written),
        cmocka_unit_test(a_claim_keeps_to_room_quota_quiet_rest_and_switch),
        cmocka_unit_test(outcomes_say_how_the_channel_fares),
        cmocka_unit_test(a_dead_letter_is_in_one_report),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
