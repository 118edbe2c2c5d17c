/* What the tests of the stage stand on: a channel "hall", events, and each statement as a call. */
#ifndef TESTS_DB_STAGE_H
#define TESTS_DB_STAGE_H

#include "db/store_stage.h"

#include "db/store_messages.h"
#include "db/store_route.h"
#include "db/store_reports.h"
#include "schema.h"

static const struct pace_rate two_a_minute[] = {{2, 60000}};
static const struct pace plain = {.digest_over = 100, .digest_wait = 10000};
static const struct pace limited = {two_a_minute, 1, 100, 10000, 0, 0, 0};

static inline void on_done(struct db_trip *trip)
{
    *(bool *)trip->owner = true;
}

static inline void begin(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema,
                "UPDATE full_pass SET finished_on = current_date;"
                "INSERT INTO units (code, name) VALUES ('U1', 'U');"
                "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity) VALUES"
                " ('execution.pace', 'project', 'P1', 2023, 'red');"
                "TRUNCATE change_log");
}

static inline void add_events(struct schema *schema, int count, const char *severity)
{
    char sql[1024];

    snprintf(sql, sizeof sql,
             "INSERT INTO events (deviation_id, event, rule, severity, previous_severity, subject_kind, "
             "subject_code,"
             " subject_name, fiscal_year, month, observed, expected, gap, explanation, unit_code, manager, "
             "occurred_on)"
             " SELECT 1, 'opened', 'execution.pace', '%s', 'none', 'project', 'P1', 'P', 2023, 3, '', '', "
             "'', '', 'U1',"
             " '', '2023-04-14' FROM generate_series(1, %d)",
             severity, count);
    schema_exec(schema, sql);
}

/* What `add` adds to the trip, to its end. */
#define RUN(schema, add)                                                                                     \
    do {                                                                                                     \
        bool is_done = false;                                                                                \
        trip = (struct db_trip){.owner = &is_done};                                                          \
        db_trip_begin(&trip, &(schema)->session.conn);                                                       \
        add;                                                                                                 \
        assert_true(db_trip_run(&trip, on_done));                                                            \
        while (!is_done)                                                                                     \
            uv_run(&(schema)->session.loop, UV_RUN_ONCE);                                                    \
        if (trip.err.code != ERR_NONE)                                                                       \
            fail_msg("%s", trip.err.text);                                                                   \
    } while (0)

static inline void forget(struct db_trip *trip)
{
    db_trip_clear(trip);
}

static inline void know(struct schema *schema, const char *name, const char *address, const struct pace *pace)
{
    struct store_channels channels = {0};
    struct db_trip trip;

    store_channels_add(&channels, name, address, pace);
    RUN(schema, store_channels(&trip, &channels));
    forget(&trip);
    store_channels_free(&channels);
}

/* The first event goes to "hall", to be held as said. */
static inline int64_t route(struct schema *schema, int64_t event, const struct route_hold *hold)
{
    struct store_routing routing = {0};
    struct db_trip trip;

    store_routing_event(&routing, event);
    store_routing_channel(&routing, event, "hall", hold);
    RUN(schema, store_route(&trip, &routing, "me", 60000));
    int64_t taken = store_routed_events(trip.results[0]);
    forget(&trip);
    store_routing_free(&routing);
    return taken;
}

static inline struct pace_seen survey(struct schema *schema, const char *address, const struct pace *pace,
                                      uint32_t severities)
{
    struct store_survey asked = {0};
    struct db_trip trip;

    store_survey_add(&asked, "hall", address, pace, severities);
    RUN(schema, store_survey(&trip, &asked));
    assert_int_equal(db_rows(trip.results[0]), 1);
    assert_string_equal(store_survey_channel(trip.results[0], 0), "hall");
    struct pace_seen seen = store_survey_row(trip.results[0], 0);
    forget(&trip);
    store_survey_free(&asked);
    return seen;
}

static inline int claim(struct schema *schema, const struct store_room *room)
{
    struct db_trip trip;

    RUN(schema, store_claim(&trip, "me", 60000, room, 1, 10));
    int claimed = db_rows(trip.results[0]);
    forget(&trip);
    return claimed;
}

static inline msec due(struct schema *schema, const struct store_room *room)
{
    struct db_trip trip;

    RUN(schema, store_due(&trip, room, 1));
    msec wait = store_due_wait(trip.results[0]);
    forget(&trip);
    return wait;
}

static inline void settle(struct schema *schema, const struct store_outcome *outcome, char off[static 64])
{
    struct store_settling settling = {0};
    struct store_off row;
    struct db_trip trip;

    store_settling_add(&settling, outcome);
    RUN(schema, store_settle(&trip, "me", &settling));
    off[0] = '\0';
    if (store_settled_off(trip.results[0], 0, &row))
        snprintf(off, 64, "%s: %s", row.channel, row.reason);
    forget(&trip);
    store_settling_free(&settling);
}

static inline struct store_room room_of(int room)
{
    return (struct store_room){.channel = "hall", .room = room, .severities = UINT32_MAX, .address = "here"};
}

#endif
