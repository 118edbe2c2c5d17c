/* The dispatcher against a real database and receivers that do as they are told. */
#include "service/dispatcher.h"

#include "../db/schema.h"
#include "../net/peer.h"
#include "net/signature.h"

enum { FEW = 40, DEADLINE = 20000, TICK = 10 };

static const char first_secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char second_secret[] = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

struct world {
    struct schema schema;
    uv_loop_t loop;
    uv_timer_t tick; /* so that a turn of the loop ends */
    struct peer hall, bureau;
    struct config config;
    struct dispatcher dispatcher;
    char secret_file[32];
    bool stopped;
};

static void on_tick(uv_timer_t *timer)
{
    (void)timer;
}

static void configure(struct config *ret_config, const char *delivery, const char *channels)
{
    struct faults faults = {0};
    struct buf text = {0}, told = {0};

    buf_printf(&text, "{\"language\":\"en\",\"poll_interval\":\"10s\",\"delivery\":{%s},\"channels\":[%s]}",
               delivery, channels);
    if (!config_parse(text.data, text.length, "/tmp/test.json", ret_config, &faults)) {
        faults_format(&faults, &told);
        fail_msg("%s", buf_text(&told));
    }
    buf_free(&text);
}

static void write_secret(const char *path, const char *secret)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fprintf(file, "%s\n", secret);
    fclose(file);
}

/* Channels for a world: "hall" and "bureau" are the two receivers, `more` others. */
static void configure_two(struct world *world, const char *delivery, const char *more_of_hall,
                          const char *more)
{
    struct buf channels = {0};

    for (int i = 0; i < 2; i++)
        buf_printf(
            &channels,
            "{\"name\":\"%s\",\"type\":\"webhook\",\"url\":\"http://127.0.0.1:%d/\",\"allow_http\":true,"
            "\"secret_file\":\"%s\"%s}%s",
            i == 0 ? "hall" : "bureau", i == 0 ? world->hall.port : world->bureau.port, world->secret_file,
            i == 0 ? more_of_hall : "", i == 0 ? "," : more);
    configure(&world->config, delivery, channels.data);
    buf_free(&channels);
}

static void world_open(struct world *world)
{
    *world = (struct world){.secret_file = "/tmp/budgetwatch-test-XXXXXX"};
    close(mkstemp(world->secret_file));
    write_secret(world->secret_file, first_secret);
    schema_begin(&world->schema, "TEMPLATE migrated");
    /* The ledger has been evaluated: no flood is to be expected. */
    schema_exec(&world->schema, "UPDATE full_pass SET finished_on = current_date");
    schema_exec(&world->schema, "INSERT INTO units (code, name) VALUES ('U1', '城管局')");
    schema_exec(&world->schema,
                "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity) "
                "VALUES ('execution.pace', 'project', 'P1', 2023, 'red')");
    assert_int_equal(uv_loop_init(&world->loop), 0);
    uv_timer_init(&world->loop, &world->tick);
    uv_timer_start(&world->tick, on_tick, TICK, TICK);
    assert_true(peer_start(&world->hall, &world->loop) > 0 && peer_start(&world->bureau, &world->loop) > 0);
}

static void start(struct world *world)
{
    struct err err = {0};

    world->dispatcher.owner = world;
    if (!dispatcher_start(&world->dispatcher, &world->loop, &world->config, world->schema.database.conninfo,
                          "test", &err))
        fail_msg("%s", err.text);
}

static void on_stopped(struct dispatcher *dispatcher)
{
    struct world *world = dispatcher->owner;

    world->stopped = true;
}

static void stop(struct world *world)
{
    uint64_t deadline = uv_hrtime() / 1000000 + DEADLINE;

    dispatcher_stop(&world->dispatcher, on_stopped);
    while (!world->stopped && uv_hrtime() / 1000000 < deadline)
        uv_run(&world->loop, UV_RUN_ONCE);
    assert_true(world->stopped);
}

/* Every test ends here, so that every test proves that nothing is left on the loop. */
static void world_close(struct world *world)
{
    if (!world->stopped)
        stop(world);
    peer_stop(&world->hall);
    peer_stop(&world->bureau);
    uv_close((uv_handle_t *)&world->tick, NULL);
    for (int turn = 0; turn < 1000 && uv_run(&world->loop, UV_RUN_NOWAIT) != 0; turn++)
        ;
    assert_int_equal(uv_loop_close(&world->loop), 0);
    config_done(&world->config);
    unlink(world->secret_file);
    schema_end(&world->schema);
}

static void add_event(struct world *world, const char *severity)
{
    char sql[1024];

    snprintf(sql, sizeof sql,
             "INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, "
             "subject_code, "
             "subject_name, fiscal_year, month, observed, expected, gap, explanation, unit_code, manager, "
             "occurred_on) "
             "VALUES (1, 'opened', 'execution.pace', '%s', 'none', 'project', 'P1', '垃圾分类', 2023, 3, "
             "'0.1', '0.25', "
             "'0.15', 'because', 'U1', '', '2023-04-14')",
             severity);
    schema_exec(&world->schema, sql);
}

static bool answers(struct world *world, const char *sql, const char *wanted)
{
    struct err err = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(&world->schema.session, &(struct db_call){.sql = sql}, &rows, &err))
        fail_msg("%s: %s", sql, err.text);
    bool same = strcmp(db_text(rows, 0, 0), wanted) == 0;
    db_result_free(rows);
    return same;
}

/* Turn the loop until `sql` gives this value. */
static void until(struct world *world, const char *sql, const char *wanted)
{
    uint64_t deadline = uv_hrtime() / 1000000 + DEADLINE;

    while (!answers(world, sql, wanted)) {
        if (uv_hrtime() / 1000000 >= deadline) {
            schema_says(&world->schema, sql, wanted);
            fail_msg("waited in vain: %s", sql);
        }
        uv_run(&world->loop, UV_RUN_ONCE);
    }
}

static void turns(struct world *world, int count)
{
    for (int turn = 0; turn < count; turn++)
        uv_run(&world->loop, UV_RUN_ONCE);
}

#define STATES                                                                                               \
    "SELECT coalesce(string_agg(channel || ' ' || state, ', ' ORDER BY channel, seq), '') FROM messages"

static void an_event_reaches_each_channel_that_wants_it(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", ",{\"name\":\"log\",\"type\":\"log\"}");
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall delivered, log delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM events WHERE formed", "1");
    schema_expect(&world.schema, "SELECT count(*) FROM message_events", "3");
    schema_expect(
        &world.schema,
        "SELECT string_agg(result || ' ' || status || ' ' || answer, ', ' ORDER BY status) FROM attempts",
        "delivered 0 logged, delivered 204 HTTP 204, delivered 204 HTTP 204");
    assert_non_null(strstr(buf_text(&world.hall.last), "\"type\":\"deviation.opened\""));
    assert_non_null(strstr(buf_text(&world.hall.last), "\"unit\":{\"code\":\"U1\",\"name\":\"城管局\"}"));
    assert_non_null(strstr(buf_text(&world.hall.last), "\r\nwebhook-id: msg_"));
    world_close(&world);
}

/* Both wait to be formed; the id of what is corrected is not known before that is written. The hall wants
 * nothing red, and so never heard of the first. */
static void a_correction_names_the_message_of_its_own_channel(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"severities\":[\"yellow\"]", ",{\"name\":\"log\",\"type\":\"log\"}");
    add_event(&world, "red");
    add_event(&world, "yellow");
    schema_exec(&world.schema,
                "UPDATE events SET event = 'eased', corrects_event_id = (SELECT min(id) FROM events)"
                " WHERE severity = 'yellow'");
    start(&world);
    until(&world, STATES, "bureau delivered, bureau delivered, hall delivered, log delivered, log delivered");
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
    world_close(&world);
}

/* The hall wants what is red. It was told of it, so it is told that it is only yellow. */
static void a_correction_goes_where_what_it_corrects_went(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"severities\":[\"red\"]", "");
    add_event(&world, "red");
    add_event(&world, "yellow");
    schema_exec(&world.schema,
                "UPDATE events SET event = 'eased', corrects_event_id = (SELECT min(id) FROM events)"
                " WHERE severity = 'yellow'");
    start(&world);
    until(&world, STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
    world_close(&world);
}

/* The first message is to be tried again much later: its correction does not overtake it. */
static void a_correction_waits_until_what_it_corrects_is_settled(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"enabled\":false", "");
    add_event(&world, "red");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body, next_attempt_at)"
                " VALUES ('msg_first', 'bureau', 'deviation.opened', '{}', now() + interval '1 hour');"
                "INSERT INTO message_events SELECT id, 'bureau', 'msg_first' FROM events;"
                "UPDATE events SET formed = true");
    add_event(&world, "yellow");
    schema_exec(&world.schema,
                "UPDATE events SET event = 'eased', corrects_event_id = (SELECT min(id) FROM events)"
                " WHERE severity = 'yellow'");
    start(&world);
    until(&world, "SELECT count(*) FROM events WHERE formed", "2");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    schema_expect(&world.schema, STATES, "bureau pending, bureau pending");
    schema_expect(&world.schema, "SELECT string_agg(attempts::text, ' ') FROM messages", "0 0");

    schema_exec(&world.schema, "UPDATE messages SET next_attempt_at = now() WHERE id = 'msg_first'");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, bureau delivered");
    schema_expect(&world.schema,
                  "SELECT bool_and(settled_at >= (SELECT settled_at FROM messages WHERE id = 'msg_first'))"
                  " FROM messages",
                  "t");
    world_close(&world);
}

static void a_wake_and_a_notification_are_heard_while_waiting(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    start(&world);
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, hall delivered");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    add_event(&world, "red");
    schema_exec(&world.schema, "NOTIFY budgetwatch");
    until(&world, STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
    world_close(&world);
}

static void what_a_channel_does_not_want_is_not_sent_to_it(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"severities\":[\"red\"]", "");
    add_event(&world, "yellow");
    start(&world);
    until(&world, STATES, "bureau delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM events WHERE formed", "1");
    assert_int_equal(world.hall.requests, 0);
    world_close(&world);
}

/* Twelve events are one message of the hall and twelve of the bureau. */
static void what_is_too_much_at_once_is_a_digest(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"digest_over\":5,\"digest_wait\":\"50ms\"", "");
    for (int i = 0; i < 12; i++)
        add_event(&world, i % 4 == 0 ? "yellow" : "red");
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE state = 'delivered'", "13");
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
    world_close(&world);
}

static void a_quota_is_kept_and_what_it_has_no_room_for_goes_along(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"quota\":[\"3/1h\",\"100/1s\"]", "");
    for (int i = 0; i < 12; i++)
        add_event(&world, "red");
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE state = 'delivered'", "15");
    schema_expect(&world.schema,
                  "SELECT string_agg(coalesce(body::jsonb -> 'data' ->> 'count', '1'), ' ' ORDER BY seq)"
                  " FROM messages WHERE channel = 'hall'",
                  "1 1 10");
    schema_expect(&world.schema, "SELECT count(*) FROM channel_slots WHERE rate = 1 AND free_at > now()",
                  "3");

    /* The hour is used up. */
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, "SELECT count(*) FROM messages WHERE state = 'delivered'", "16");
    turns(&world, 20);
    schema_expect(&world.schema,
                  "SELECT state FROM message_events WHERE channel = 'hall' ORDER BY event_id DESC",
                  "waiting");
    assert_int_equal(world.hall.requests, 3);
    world_close(&world);
}

static void what_waits_for_a_channel_that_is_no_more_is_dropped_with_a_reason(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    add_event(&world, "red");
    schema_exec(&world.schema, "INSERT INTO message_events (event_id, channel, state, held_until)"
                               " SELECT id, 'gone', 'waiting', now() FROM events");
    start(&world);
    until(&world, "SELECT state || ': ' || why FROM message_events WHERE channel = 'gone'",
          "dropped: the channel is not in the configuration");
    world_close(&world);
}

static void a_failed_attempt_is_repeated_with_the_same_id(void **state)
{
    static const char *const script[] = {"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops", NULL};
    struct world world;
    char id[64] = "";
    (void)state;

    world_open(&world);
    configure_two(&world, "\"retry_schedule\":[\"30ms\"]", "", "");
    world.hall.script = script;
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall delivered");
    schema_expect(
        &world.schema,
        "SELECT string_agg(result || ' ' || answer, ', ' ORDER BY attempt) FROM attempts JOIN messages ON "
        "message_id = id WHERE channel = 'hall'",
        "retry HTTP 500: oops, delivered HTTP 204");
    assert_int_equal(sscanf(strstr(buf_text(&world.hall.last), "webhook-id: "), "webhook-id: %63s", id), 1);
    assert_true(answers(&world, "SELECT id FROM messages WHERE channel = 'hall'", id));
    world_close(&world);
}

static void a_message_out_of_attempts_is_dead_and_reported_to_the_others_once(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "\"retry_schedule\":[\"10ms\"]", "", "");
    world.hall.answer = "HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n";
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, bureau delivered, hall dead");
    assert_int_equal(world.hall.requests, 2);
    assert_non_null(strstr(buf_text(&world.bureau.last), "\"type\":\"delivery.dead\""));
    assert_non_null(strstr(buf_text(&world.bureau.last), "given up after 2 attempts: HTTP 503."));
    world_close(&world);
}

static void channels_that_all_refuse_do_not_report_each_other_for_ever(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    world.hall.answer = world.bureau.answer = "HTTP/1.1 404 Nobody\r\nContent-Length: 0\r\n\r\n";
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau dead, bureau dead, hall dead, hall dead");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    schema_expect(&world.schema, "SELECT count(*) FROM messages", "4");
    world_close(&world);
}

static void a_message_of_a_channel_that_was_removed_is_dead_and_reported(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body) VALUES ('msg_x', 'gone', 't', '{}')");
    start(&world);
    until(&world, STATES, "bureau delivered, gone dead, hall delivered");
    schema_expect(&world.schema, "SELECT last_answer FROM messages WHERE id = 'msg_x'",
                  "the channel is not in the configuration");
    world_close(&world);
}

static void a_throttled_channel_pauses_and_the_others_go_on(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    world.hall.answer = "HTTP/1.1 429 Slow down\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n";
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall pending");
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, bureau delivered, hall pending");
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
    world_close(&world);
}

static void what_gathers_while_a_channel_rests_is_one_message(void **state)
{
    static const char *const script[] = {
        "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", NULL};
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"enabled\":false", "");
    world.bureau.script = script;
    add_event(&world, "red");
    start(&world);
    until(&world, "SELECT count(*) FROM attempts WHERE result = 'throttled'", "1");
    for (int i = 0; i < 3; i++)
        add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, bureau delivered");
    schema_expect(&world.schema,
                  "SELECT string_agg(n::text, ' ' ORDER BY n) FROM (SELECT count(*) AS n FROM message_events "
                  "GROUP BY message_id) c",
                  "1 3");
    world_close(&world);
}

#define GONE "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"

/* Its messages wait, also those that come later, until it is on again. */
static void a_receiver_that_is_gone_has_its_channel_switched_off(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "\"retry_schedule\":[\"10ms\"]", "", "");
    world.hall.answer = GONE;
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, bureau delivered, hall pending");
    assert_non_null(strstr(buf_text(&world.bureau.last), "\"type\":\"delivery.off\""));
    add_event(&world, "red");
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "4");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
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
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'hall' AND state = 'delivered'", "2");
    schema_expect(&world.schema,
                  "SELECT count(*) FROM message_events WHERE channel = 'hall' AND state = 'sent'", "3");
    world_close(&world);
}

static void another_address_switches_a_channel_on_and_the_same_does_not(void **state)
{
    struct world world;
    struct err err = {0};
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    world.hall.answer = GONE;
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, bureau delivered, hall pending");
    assert_true(dispatcher_reload(&world.dispatcher, &world.config, &err));
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    assert_int_equal(world.hall.requests, 1);
    schema_expect(&world.schema, "SELECT count(*) FROM channels_off", "1");

    world.hall.answer = "HTTP/1.1 204 Fine\r\n\r\n";
    struct config moved, old = world.config;
    world.config = (struct config){0};
    int port = world.hall.port;
    world.hall.port = world.bureau.port;
    configure_two(&world, "", "", "");
    world.hall.port = port;
    moved = world.config;
    world.config = old;
    assert_true(dispatcher_reload(&world.dispatcher, &moved, &err));
    until(&world, STATES, "bureau delivered, bureau delivered, hall delivered");
    schema_expect(&world.schema, "SELECT count(*) FROM channels_off", "0");
    world_close(&world);
    config_done(&moved);
}

/* One now, the rest when a minute has passed; each is in one of them. */
static void many_dead_letters_are_few_reports(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    world.hall.answer = "HTTP/1.1 404 Nobody\r\nContent-Length: 0\r\n\r\n";
    schema_exec(
        &world.schema,
        "INSERT INTO messages (id, channel, type, body) SELECT 'm' || n, 'hall', 'deviation.opened', '{}'"
        " FROM generate_series(1, 500) n");
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'hall' AND state = 'dead'", "500");
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "1");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE type = 'delivery.dead'", "1");
    schema_exec(&world.schema, "UPDATE channel_states SET reported_at = reported_at - interval '1 minute'");
    dispatcher_wake(&world.dispatcher);
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "2");
    schema_expect(
        &world.schema,
        "SELECT sum((body::jsonb -> 'data' ->> 'count')::int) FROM messages WHERE type = 'delivery.dead'",
        "500");
    schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE state = 'dead' AND reported_at IS NULL",
                  "0");
    world_close(&world);
}

/* ... and reports, which are nothing that is excepted. */
static void quiet_hours_hold_back_what_is_tried_again(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", ",\"quiet\":[\"00:00-24:00\"],\"quiet_except\":[\"red\"]", "");
    schema_exec(&world.schema, "INSERT INTO messages (id, channel, type, body, severity, attempts) VALUES"
                               " ('m1', 'hall', 'deviation.reminded', '{}', 'yellow', 1),"
                               " ('m2', 'hall', 'deviation.reminded', '{}', 'red', 1),"
                               " ('m3', 'hall', 'delivery.dead', '{}', '', 0)");
    start(&world);
    until(&world, STATES, "hall pending, hall delivered, hall pending");
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(&world, 1);
    assert_int_equal(world.hall.requests, 1);
    world_close(&world);
}

static void a_receiver_that_hangs_does_not_hold_up_the_others(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "\"in_flight\":2,\"shutdown_timeout\":\"10ms\"", "", "");
    world.hall.answer = NULL;
    for (int i = 0; i < 5; i++)
        add_event(&world, "red");
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "5");
    assert_int_equal(world.hall.requests, 1);
    world_close(&world);
}

/* A mail server that takes connections and says nothing holds some threads, and nobody else. */
static void mail_that_hangs_does_not_hold_up_the_others(void **state)
{
    struct world world;
    struct buf channels = {0};
    (void)state;

    world_open(&world);
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
        add_event(&world, "red");
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE channel LIKE 'mail%' AND state = 'sending'", "8");
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "12");
    schema_expect(&world.schema,
                  "SELECT count(*) FROM messages WHERE channel LIKE 'mail%' AND state = 'pending'", "16");
    /* ... and neither does a new one. */
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, "SELECT count(*) FROM messages WHERE channel = 'bureau' AND state = 'delivered'", "13");
    world_close(&world);
}

static void a_lost_connection_is_replaced(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall delivered");
    schema_exec(&world.schema,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name "
                "LIKE '%dispatcher' AND datname = current_database()");
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, bureau delivered, hall delivered, hall delivered");
    world_close(&world);
}

static void an_outcome_survives_a_connection_lost_while_sending(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    world.hall.answer = NULL;
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall sending");
    while (world.hall.requests == 0)
        turns(&world, 1);
    schema_exec(&world.schema,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name "
                "LIKE '%dispatcher' AND datname = current_database()");
    world.hall.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    peer_answer(world.hall.open);
    until(&world, STATES, "bureau delivered, hall delivered");
    schema_expect(&world.schema, "SELECT sum(attempts) FROM messages", "2");
    world_close(&world);
}

static void a_refused_statement_is_tried_again(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    schema_exec(&world.schema, "ALTER TABLE message_events RENAME TO hidden");
    add_event(&world, "red");
    start(&world);
    while (world.dispatcher.state != DISPATCHER_REFUSED)
        turns(&world, 1);
    schema_exec(&world.schema, "ALTER TABLE hidden RENAME TO message_events");
    until(&world, STATES, "bureau delivered, hall delivered");
    world_close(&world);
}

static void stopping_hands_back_what_is_in_the_air(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "\"shutdown_timeout\":\"10ms\"", "", "");
    world.hall.answer = NULL;
    add_event(&world, "red");
    start(&world);
    until(&world, STATES, "bureau delivered, hall sending");
    stop(&world);
    schema_expect(&world.schema, STATES, "bureau delivered, hall pending");
    schema_expect(
        &world.schema,
        "SELECT attempts || ' ' || first_attempt || ' ' || (lease_holder IS NULL) || ' ' || (next_attempt_at "
        "<= now()) FROM messages WHERE channel = 'hall'",
        "1 1 true true");
    schema_expect(&world.schema,
                  "SELECT result FROM attempts JOIN messages ON message_id = id WHERE channel = 'hall'",
                  "handed_back");
    world_close(&world);
}

static void stopping_after_any_number_of_turns_leaves_nothing_claimed(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "\"shutdown_timeout\":\"0s\"", "", ",{\"name\":\"log\",\"type\":\"log\"}");
    for (int count = 0; count < FEW; count++) {
        add_event(&world, "red");
        start(&world);
        turns(&world, count);
        stop(&world);
        world.stopped = false;
        schema_expect(&world.schema, "SELECT count(*) FROM messages WHERE state = 'sending'", "0");
    }
    start(&world);
    until(&world, "SELECT count(*) FROM messages WHERE state = 'delivered'", "120");
    world_close(&world);
}

static void stopping_with_the_database_away_ends(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    snprintf(world.schema.database.conninfo, sizeof world.schema.database.conninfo, "host=/nowhere");
    start(&world);
    while (world.dispatcher.state != DISPATCHER_LOST)
        turns(&world, 1);
    world_close(&world);
}

static void two_dispatchers_deliver_each_message_once(void **state)
{
    struct world world;
    struct dispatcher other = {.owner = &world};
    struct err err = {0};
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    for (int i = 0; i < 50; i++)
        add_event(&world, "red");
    start(&world);
    assert_true(
        dispatcher_start(&other, &world.loop, &world.config, world.schema.database.conninfo, "other", &err));
    until(&world, "SELECT count(*) FROM messages WHERE state = 'delivered'", "100");
    assert_int_equal(world.hall.requests, 50);
    assert_int_equal(world.bureau.requests, 50);
    schema_expect(&world.schema, "SELECT count(*) FROM attempts", "100");
    dispatcher_stop(&other, on_stopped);
    while (!world.stopped)
        turns(&world, 1);
    world.stopped = false;
    world_close(&world);
}

static void a_message_whose_lease_has_passed_is_sent_by_another(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    schema_exec(&world.schema,
                "INSERT INTO messages (id, channel, type, body, state, attempts, lease_holder, "
                "lease_until, next_attempt_at) VALUES ('msg_x', 'hall', 't', '{}', 'sending', 1, 'dead "
                "daemon', now(), now())");
    start(&world);
    until(&world, STATES, "hall delivered");
    schema_expect(&world.schema, "SELECT attempts FROM messages", "2");
    world_close(&world);
}

static void messages_are_signed_and_a_reload_reads_the_secret_again(void **state)
{
    struct config reloaded, bad;
    struct err err = {0};
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    reloaded = world.config;
    configure_two(&world, "", "", "");
    bad = world.config;
    configure_two(&world, "", "", "");
    start(&world);
    add_event(&world, "red");
    dispatcher_wake(&world.dispatcher);
    until(&world, STATES, "bureau delivered, hall delivered");
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
    until(&world, "SELECT attempts || state FROM messages WHERE channel = 'hall'", "2delivered");
    const char *signed_again = strstr(buf_text(&world.hall.last), "webhook-signature: v1,");
    assert_non_null(signed_again);
    assert_int_not_equal(strncmp(signed_first, signed_again, 40), 0);
    free(signed_first);
    world_close(&world);
}

static void old_rows_are_forgotten_and_waiting_ones_kept(void **state)
{
    struct world world;
    (void)state;

    world_open(&world);
    configure_two(&world, "", "", "");
    schema_exec(&world.schema, "INSERT INTO messages (id, channel, type, body, state, settled_at) VALUES "
                               "('old', 'hall', 't', '{}', 'delivered', now() - interval '401 days'), "
                               "('new', 'hall', 't', '{}', 'delivered', now() - interval '399 days'), "
                               "('waits', 'hall', 't', '{}', 'pending', NULL)");
    schema_exec(&world.schema,
                "UPDATE messages SET next_attempt_at = now() + interval '1 day' WHERE id = 'waits'");
    add_event(&world, "red");
    add_event(&world, "red");
    schema_exec(&world.schema, "UPDATE events SET formed = true, created_at = now() - interval '1101 days'");
    schema_exec(&world.schema, "INSERT INTO message_events SELECT min(id), 'hall', 'waits' FROM events");
    start(&world);
    world.dispatcher.errands.forget_at = 0;
    until(&world, "SELECT count(*) FROM events", "1");
    schema_expect(&world.schema, "SELECT string_agg(id, ' ' ORDER BY id) FROM messages", "new waits");
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_reaches_each_channel_that_wants_it),
        cmocka_unit_test(a_correction_names_the_message_of_its_own_channel),
        cmocka_unit_test(a_correction_goes_where_what_it_corrects_went),
        cmocka_unit_test(a_correction_waits_until_what_it_corrects_is_settled),
        cmocka_unit_test(a_wake_and_a_notification_are_heard_while_waiting),
        cmocka_unit_test(what_a_channel_does_not_want_is_not_sent_to_it),
        cmocka_unit_test(what_is_too_much_at_once_is_a_digest),
        cmocka_unit_test(a_quota_is_kept_and_what_it_has_no_room_for_goes_along),
        cmocka_unit_test(what_waits_for_a_channel_that_is_no_more_is_dropped_with_a_reason),
        cmocka_unit_test(a_failed_attempt_is_repeated_with_the_same_id),
        cmocka_unit_test(a_message_out_of_attempts_is_dead_and_reported_to_the_others_once),
        cmocka_unit_test(channels_that_all_refuse_do_not_report_each_other_for_ever),
        cmocka_unit_test(a_message_of_a_channel_that_was_removed_is_dead_and_reported),
        cmocka_unit_test(a_throttled_channel_pauses_and_the_others_go_on),
        cmocka_unit_test(what_gathers_while_a_channel_rests_is_one_message),
        cmocka_unit_test(a_receiver_that_is_gone_has_its_channel_switched_off),
        cmocka_unit_test(another_address_switches_a_channel_on_and_the_same_does_not),
        cmocka_unit_test(many_dead_letters_are_few_reports),
        cmocka_unit_test(quiet_hours_hold_back_what_is_tried_again),
        cmocka_unit_test(mail_that_hangs_does_not_hold_up_the_others),
        cmocka_unit_test(a_receiver_that_hangs_does_not_hold_up_the_others),
        cmocka_unit_test(a_lost_connection_is_replaced),
        cmocka_unit_test(an_outcome_survives_a_connection_lost_while_sending),
        cmocka_unit_test(a_refused_statement_is_tried_again),
        cmocka_unit_test(stopping_hands_back_what_is_in_the_air),
        cmocka_unit_test(stopping_after_any_number_of_turns_leaves_nothing_claimed),
        cmocka_unit_test(stopping_with_the_database_away_ends),
        cmocka_unit_test(two_dispatchers_deliver_each_message_once),
        cmocka_unit_test(a_message_whose_lease_has_passed_is_sent_by_another),
        cmocka_unit_test(messages_are_signed_and_a_reload_reads_the_secret_again),
        cmocka_unit_test(old_rows_are_forgotten_and_waiting_ones_kept),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
