/* What the tests of the dispatcher stand on: a database that is evaluated, two receivers that do as they are
 * told, and a loop that the test turns. */
#ifndef TESTS_SERVICE_DISPATCHER_WORLD_H
#define TESTS_SERVICE_DISPATCHER_WORLD_H

#include "../db/schema.h"
#include "../net/peer.h"
#include "net/signature.h"
#include "service/dispatcher.h"

enum { DEADLINE = 20000, TICK = 10 };

static const char first_secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

static struct world {
    struct schema schema;
    uv_loop_t loop;
    uv_timer_t tick; /* so that a turn of the loop ends */
    struct peer hall, bureau;
    struct config config;
    struct dispatcher dispatcher;
    char secret_file[32];
    bool stopped;
} world;

static inline void on_tick(uv_timer_t *timer)
{
    (void)timer;
}

static inline void configure(struct config *ret_config, const char *delivery, const char *channels)
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

static inline void write_secret(const char *path, const char *secret)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fprintf(file, "%s\n", secret);
    fclose(file);
}

/* Channels for a world: "hall" and "bureau" are the two receivers, `more` others. */
static inline void configure_two(const char *delivery, const char *more_of_hall, const char *more)
{
    struct buf channels = {0};

    for (int i = 0; i < 2; i++)
        buf_printf(
            &channels,
            "{\"name\":\"%s\",\"type\":\"webhook\",\"url\":\"http://127.0.0.1:%d/\",\"allow_http\":true,"
            "\"secret_file\":\"%s\"%s}%s",
            i == 0 ? "hall" : "bureau", i == 0 ? world.hall.port : world.bureau.port, world.secret_file,
            i == 0 ? more_of_hall : "", i == 0 ? "," : more);
    configure(&world.config, delivery, channels.data);
    buf_free(&channels);
}

static inline int world_open(void **state)
{
    (void)state;
    world = (struct world){.secret_file = "/tmp/budgetwatch-test-XXXXXX"};
    close(mkstemp(world.secret_file));
    write_secret(world.secret_file, first_secret);
    schema_begin(&world.schema, "TEMPLATE migrated");
    /* The ledger has been evaluated: no flood is to be expected. */
    schema_exec(&world.schema, "UPDATE full_pass SET finished_on = current_date");
    schema_exec(&world.schema, "INSERT INTO units (code, name) VALUES ('U1', '城管局')");
    schema_exec(&world.schema,
                "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity) "
                "VALUES ('execution.pace', 'project', 'P1', 2023, 'red')");
    assert_int_equal(uv_loop_init(&world.loop), 0);
    uv_timer_init(&world.loop, &world.tick);
    uv_timer_start(&world.tick, on_tick, TICK, TICK);
    return peer_start(&world.hall, &world.loop) > 0 && peer_start(&world.bureau, &world.loop) > 0 ? 0 : -1;
}

static inline void start(void)
{
    struct err err = {0};

    world.dispatcher.owner = &world;
    if (!dispatcher_start(&world.dispatcher, &world.loop, &world.config, world.schema.database.conninfo,
                          "test", &err))
        fail_msg("%s", err.text);
}

static inline void on_stopped(struct dispatcher *dispatcher)
{
    (void)dispatcher;
    world.stopped = true;
}

static inline void stop(void)
{
    uint64_t deadline = uv_hrtime() / 1000000 + DEADLINE;

    dispatcher_stop(&world.dispatcher, on_stopped);
    while (!world.stopped && uv_hrtime() / 1000000 < deadline)
        uv_run(&world.loop, UV_RUN_ONCE);
    assert_true(world.stopped);
}

/* Every test ends here, so that every test proves that nothing is left on the loop. */
static inline int world_close(void **state)
{
    (void)state;
    if (!world.stopped)
        stop();
    peer_stop(&world.hall);
    peer_stop(&world.bureau);
    uv_close((uv_handle_t *)&world.tick, NULL);
    for (int turn = 0; turn < 1000 && uv_run(&world.loop, UV_RUN_NOWAIT) != 0; turn++)
        ;
    assert_int_equal(uv_loop_close(&world.loop), 0);
    config_done(&world.config);
    unlink(world.secret_file);
    schema_end(&world.schema);
    return 0;
}

static inline void add_event(const char *severity)
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
    schema_exec(&world.schema, sql);
}

static inline bool answers(const char *sql, const char *wanted)
{
    struct err err = {0};
    struct pg_result *rows = NULL;

    if (!db_session_run(&world.schema.session, &(struct db_call){.sql = sql}, &rows, &err))
        fail_msg("%s: %s", sql, err.text);
    bool same = strcmp(db_text(rows, 0, 0), wanted) == 0;
    db_result_free(rows);
    return same;
}

/* Turn the loop until `sql` gives this value. */
static inline void until(const char *sql, const char *wanted)
{
    uint64_t deadline = uv_hrtime() / 1000000 + DEADLINE;

    while (!answers(sql, wanted)) {
        if (uv_hrtime() / 1000000 >= deadline) {
            schema_says(&world.schema, sql, wanted);
            fail_msg("waited in vain: %s", sql);
        }
        uv_run(&world.loop, UV_RUN_ONCE);
    }
}

static inline void turns(int count)
{
    for (int turn = 0; turn < count; turn++)
        uv_run(&world.loop, UV_RUN_ONCE);
}

/* ... until the dispatcher has nothing to do. */
static inline void until_it_waits(void)
{
    while (world.dispatcher.state != DISPATCHER_WAITING)
        turns(1);
}

/* What it would be after an import that corrects the first event. */
static inline void let_yellow_correct_the_first(void)
{
    schema_exec(&world.schema,
                "UPDATE events SET event = 'eased', corrects_event_id = (SELECT min(id) FROM events)"
                " WHERE severity = 'yellow'");
}

static inline void lose_the_connection(void)
{
    schema_exec(&world.schema,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name "
                "LIKE '%dispatcher' AND datname = current_database()");
}

#define STATES                                                                                               \
    "SELECT coalesce(string_agg(channel || ' ' || state, ', ' ORDER BY channel, seq), '') FROM messages"

/* In a world of its own. */
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_open, world_close)

#endif
