#include "db/store_messages.h"

#include <string.h>

#include "db/array.h"
#include "db/severities.h"
#include "embedded/statements.h"

/* Claiming. */

/* Rooms as parameters: one array for each member. */
struct room_arrays {
    struct db_array channels, places, rates, severities, addresses;
};

static void add_rooms(struct room_arrays *arrays, const struct store_room *rooms, size_t room_count)
{
    char text[DB_SEVERITIES_TEXT];

    for (size_t i = 0; i < room_count; i++) {
        db_array_text(&arrays->channels, rooms[i].channel);
        db_array_int(&arrays->places, rooms[i].room);
        db_array_int(&arrays->rates, rooms[i].rates);
        db_array_text(&arrays->severities, db_severities(rooms[i].severities, text));
        db_array_text(&arrays->addresses, rooms[i].address);
    }
}

static void free_rooms(struct room_arrays *arrays)
{
    db_array_free(&arrays->channels);
    db_array_free(&arrays->places);
    db_array_free(&arrays->rates);
    db_array_free(&arrays->severities);
    db_array_free(&arrays->addresses);
}

void store_claim(struct db_trip *trip, const char *holder, msec lease, const struct store_room *rooms,
                 size_t room_count, int stray_max)
{
    struct room_arrays arrays = {0};
    char lease_text[DB_NUMBER_TEXT], stray_text[DB_NUMBER_TEXT];

    add_rooms(&arrays, rooms, room_count);
    const char *params[] = {holder,
                            db_number(lease, lease_text),
                            db_array_end(&arrays.channels),
                            db_array_end(&arrays.places),
                            db_array_end(&arrays.rates),
                            db_array_end(&arrays.severities),
                            db_array_end(&arrays.addresses),
                            db_number(stray_max, stray_text)};
    db_trip_add(trip, sql_messages_claim, sizeof params / sizeof params[0], params);
    free_rooms(&arrays);
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

void store_due(struct db_trip *trip, const struct store_room *rooms, size_t room_count)
{
    struct room_arrays arrays = {0};

    add_rooms(&arrays, rooms, room_count);
    const char *params[] = {db_array_end(&arrays.channels), db_array_end(&arrays.places),
                            db_array_end(&arrays.rates), db_array_end(&arrays.severities),
                            db_array_end(&arrays.addresses)};
    db_trip_add(trip, sql_messages_due, sizeof params / sizeof params[0], params);
    free_rooms(&arrays);
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
    db_array_int(&settling->pauses, outcome->pause);
    db_array_text(&settling->addresses, outcome->address);
    settling->fails = settling->fails || outcome->dead || outcome->result == DELIVERY_GONE;
}

size_t store_settling_count(const struct store_settling *settling)
{
    return settling->ids.count;
}

bool store_settling_fails(const struct store_settling *settling)
{
    return settling->fails;
}

void store_settle(struct db_trip *trip, const char *holder, struct store_settling *settling)
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
        db_array_end(&settling->pauses),
        db_array_end(&settling->addresses),
    };

    db_trip_add(trip, sql_messages_settle, sizeof params / sizeof params[0], params);
}

bool store_settled_off(const struct pg_result *result, int row, struct store_off *ret_off)
{
    if (db_null(result, row, 1))
        return false;
    *ret_off = (struct store_off){.channel = db_text(result, row, 1), .reason = db_text(result, row, 2)};
    return true;
}

static void each_array(struct store_settling *settling, void (*act)(struct db_array *array))
{
    struct db_array *const arrays[] = {
        &settling->ids,     &settling->attempts, &settling->started,   &settling->finished,
        &settling->results, &settling->statuses, &settling->answers,   &settling->states,
        &settling->waits,   &settling->pauses,   &settling->addresses,
    };

    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        act(arrays[i]);
}

void store_settling_clear(struct store_settling *settling)
{
    each_array(settling, db_array_clear);
    settling->fails = false;
}

void store_settling_free(struct store_settling *settling)
{
    each_array(settling, db_array_free);
}

/* Forgetting. */

void store_forget(struct db_trip *trip, enum store_retention what, int days, int limit)
{
    static const char *const statements[RETENTION_COUNT] = {
        [RETENTION_ATTEMPTS] = sql_retention_attempts,
        [RETENTION_MESSAGES] = sql_retention_messages,
        [RETENTION_EVENTS] = sql_retention_events,
        [RETENTION_AUDIT] = sql_retention_audit,
    };
    char days_text[DB_NUMBER_TEXT], limit_text[DB_NUMBER_TEXT];
    const char *params[] = {db_number(days, days_text), db_number(limit, limit_text)};

    db_trip_add(trip, statements[what], 2, params);
}

int64_t store_forgotten(const struct pg_result *result)
{
    return db_int(result, 0, 0);
}
