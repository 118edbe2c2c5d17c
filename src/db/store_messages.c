#include "db/store_messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "embedded/statements.h"

enum { NUMBER_TEXT = 24 };

static const char *number(int64_t value, char text[static NUMBER_TEXT])
{
    snprintf(text, NUMBER_TEXT, "%" PRId64, value);
    return text;
}

static bool start(struct db_op *op, struct db_conn *conn, const char *sql, const char *const *params,
                  int param_count, db_op_done done)
{
    return db_op_start(op, conn, &(struct db_call){.sql = sql, .param_count = param_count, .params = params},
                       done);
}

/* Claiming. */

static void add_rooms(struct db_array *channels, struct db_array *places, struct db_array *rates,
                      const struct store_room *rooms, size_t room_count)
{
    for (size_t i = 0; i < room_count; i++) {
        db_array_text(channels, rooms[i].channel);
        db_array_int(places, rooms[i].room);
        db_array_int(rates, rooms[i].rates);
    }
}

bool store_claim(struct db_op *op, struct db_conn *conn, const char *holder, msec lease,
                 const struct store_room *rooms, size_t room_count, int stray_max, db_op_done done)
{
    struct db_array channels = {0}, places = {0}, rates = {0};
    char lease_text[NUMBER_TEXT], stray_text[NUMBER_TEXT];

    add_rooms(&channels, &places, &rates, rooms, room_count);
    const char *params[] = {holder,
                            number(lease, lease_text),
                            db_array_end(&channels),
                            db_array_end(&places),
                            db_array_end(&rates),
                            number(stray_max, stray_text)};
    bool started = start(op, conn, sql_messages_claim, params, sizeof params / sizeof params[0], done);
    db_array_free(&channels);
    db_array_free(&places);
    db_array_free(&rates);
    return started;
}

struct store_message store_claimed_row(const struct pg_result *result, int row)
{
    return (struct store_message){
        .id = db_text(result, row, 0),
        .channel = db_text(result, row, 1),
        .type = db_text(result, row, 2),
        .body = db_text(result, row, 3),
        .attempt = (int)db_int(result, row, 4),
        .before = (int)db_int(result, row, 5),
    };
}

bool store_due(struct db_op *op, struct db_conn *conn, const struct store_room *rooms, size_t room_count,
               db_op_done done)
{
    struct db_array channels = {0}, places = {0}, rates = {0};

    add_rooms(&channels, &places, &rates, rooms, room_count);
    const char *params[] = {db_array_end(&channels), db_array_end(&places), db_array_end(&rates)};
    bool started = start(op, conn, sql_messages_due, params, sizeof params / sizeof params[0], done);
    db_array_free(&channels);
    db_array_free(&places);
    db_array_free(&rates);
    return started;
}

msec store_due_wait(const struct pg_result *result)
{
    if (db_rows(result) == 0 || db_null(result, 0, 0))
        return STORE_DUE_NEVER;
    return db_int(result, 0, 0) > 0 ? db_int(result, 0, 0) : 0;
}

/* Settling. */

static const char *state_after(const struct store_outcome *outcome)
{
    if (outcome->result == DELIVERY_DELIVERED)
        return "delivered";
    return outcome->dead ? "dead" : "pending";
}

void store_settling_add(struct store_settling *settling, const struct store_outcome *outcome)
{
    db_array_text(&settling->ids, outcome->id);
    db_array_int(&settling->attempts, outcome->attempt);
    db_array_int(&settling->started, outcome->started);
    db_array_int(&settling->finished, outcome->finished);
    db_array_text(&settling->results, delivery_result_name(outcome->result));
    db_array_int(&settling->statuses, outcome->status);
    db_array_text(&settling->answers, outcome->answer);
    db_array_text(&settling->states, state_after(outcome));
    db_array_int(&settling->waits, outcome->wait);
}

void store_settling_report(struct store_settling *settling, const char *dead_id, const char *id,
                           const char *channel, const char *type, const char *body)
{
    db_array_text(&settling->dead_ids, dead_id);
    db_array_text(&settling->report_ids, id);
    db_array_text(&settling->report_channels, channel);
    db_array_text(&settling->report_types, type);
    db_array_text(&settling->report_bodies, body);
}

size_t store_settling_count(const struct store_settling *settling)
{
    return settling->ids.count;
}

bool store_settle(struct db_op *op, struct db_conn *conn, const char *holder, struct store_settling *settling,
                  db_op_done done)
{
    const char *params[] = {
        holder,
        db_array_end(&settling->ids),
        db_array_end(&settling->attempts),
        db_array_end(&settling->started),
        db_array_end(&settling->finished),
        db_array_end(&settling->results),
        db_array_end(&settling->statuses),
        db_array_end(&settling->answers),
        db_array_end(&settling->states),
        db_array_end(&settling->waits),
        db_array_end(&settling->dead_ids),
        db_array_end(&settling->report_ids),
        db_array_end(&settling->report_channels),
        db_array_end(&settling->report_types),
        db_array_end(&settling->report_bodies),
    };

    return start(op, conn, sql_messages_settle, params, sizeof params / sizeof params[0], done);
}

int64_t store_settled(const struct pg_result *result)
{
    return db_int(result, 0, 0);
}

static void each_array(struct store_settling *settling, void (*act)(struct db_array *array))
{
    struct db_array *const arrays[] = {
        &settling->ids,          &settling->attempts,      &settling->started,    &settling->finished,
        &settling->results,      &settling->statuses,      &settling->answers,    &settling->states,
        &settling->waits,        &settling->dead_ids,      &settling->report_ids, &settling->report_channels,
        &settling->report_types, &settling->report_bodies,
    };

    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        act(arrays[i]);
}

void store_settling_clear(struct store_settling *settling)
{
    each_array(settling, db_array_clear);
}

void store_settling_free(struct store_settling *settling)
{
    each_array(settling, db_array_free);
}

/* Forgetting. */

bool store_forget(struct db_op *op, struct db_conn *conn, enum store_retention what, int days, int limit,
                  db_op_done done)
{
    static const char *const statements[RETENTION_COUNT] = {
        [RETENTION_ATTEMPTS] = sql_retention_attempts,
        [RETENTION_MESSAGES] = sql_retention_messages,
        [RETENTION_EVENTS] = sql_retention_events,
        [RETENTION_AUDIT] = sql_retention_audit,
    };
    char days_text[NUMBER_TEXT], limit_text[NUMBER_TEXT];
    const char *params[] = {number(days, days_text), number(limit, limit_text)};

    return start(op, conn, statements[what], params, 2, done);
}

int64_t store_forgotten(const struct pg_result *result)
{
    return db_int(result, 0, 0);
}
