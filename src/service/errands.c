#include "service/errands.h"

#include "base/fault.h"
#include "base/log.h"

enum {
    STAGED_MAX = 20,   /* round trips of the stage in a row, while messages wait to be claimed */
    CLAIMS_MAX = 20,   /* the same of claims, while something else has waited */
    STRAY_MAX = 100,   /* messages of unknown channels, claimed at a time */
    FORGET_MAX = 2000, /* rows forgotten at a time */
    FORGET_FIRST = 60000,
    FORGET_EVERY = 3600000,
};

bool errands_open(struct errands *errands, uv_loop_t *loop, const struct config *config, const char *holder,
                  outbox_landed on_landed, struct err *err)
{
    *errands = (struct errands){.outbox.owner = errands->outbox.owner, .config = config, .holder = holder};
    if (!outbox_open(&errands->outbox, loop, config, on_landed, err))
        return false;
    stage_init(&errands->stage, config, &errands->outbox.channels);
    errands->forget_at = clock_monotonic() + FAULT_PUT_OFF(FORGET_FIRST);
    return true;
}

void errands_free(struct errands *errands)
{
    stage_free(&errands->stage);
    reports_free(&errands->reports);
    store_settling_free(&errands->settling);
}

bool errands_reload(struct errands *errands, const struct config *config, struct err *err)
{
    if (!outbox_reload(&errands->outbox, config, err))
        return false;
    errands->config = config;
    heartbeat_forget(&errands->heartbeat);
    stage_renew(&errands->stage, config, &errands->outbox.channels);
    return true;
}

void errands_look(struct errands *errands)
{
    stage_look(&errands->stage);
    reports_look(&errands->reports);
    errands->look_for_messages = true;
}

void errands_expect(struct errands *errands)
{
    stage_expect(&errands->stage);
}

void errands_begin(struct errands *errands)
{
    stage_renew(&errands->stage, errands->config, &errands->outbox.channels);
    errands_look(errands);
}

/* Read again rather than write what may have been written: another daemon may be at it by then. Outcomes are
 * written again, which changes nothing if they were. */
void errands_fail(struct errands *errands)
{
    firing_stop(&errands->firing);
    stage_forget(&errands->stage);
    reports_forget(&errands->reports);
    heartbeat_forget(&errands->heartbeat);
    errands->look_for_messages = true;
}

/* What comes after claims, and while messages land all the time would never come. */
static bool others_wait(struct errands *e)
{
    msec now = clock_monotonic();

    return reports_have_work(&e->reports, now) || heartbeat_has_work(&e->heartbeat, e->config, now) ||
           firing_due(&e->firing, &e->outbox, now) || now >= e->forget_at;
}

static bool has_outcomes(const struct errands *e)
{
    return store_settling_count(&e->settling) > 0 || outbox_has_landed(&e->outbox);
}

bool errands_have_work(const struct errands *e)
{
    return stage_has_work(&e->stage) || e->look_for_messages ||
           reports_have_work(&e->reports, clock_monotonic()) || has_outcomes(e);
}

/* Adding. */

static void add_settling(struct errands *e, struct db_trip *trip)
{
    e->settle_at = trip->count;
    if (store_settling_count(&e->settling) == 0)
        outbox_collect(&e->outbox, &e->settling);
    store_settle(trip, e->holder, &e->settling);
}

/* Quiet hours hold for what is tried again, and for reports, as for what is new. */
static const struct store_room *rooms_now(struct errands *e)
{
    struct store_room *rooms = outbox_rooms(&e->outbox, clock_monotonic());

    for (size_t i = 0; i < e->outbox.channels.count; i++)
        rooms[i].severities = stage_severities(&e->stage, &e->outbox.channels.list[i]);
    return rooms;
}

static void add_claim(struct errands *e, struct db_trip *trip)
{
    e->claim_at = trip->count;
    outbox_plan(&e->outbox, e->claimed);
    const struct store_room *rooms = rooms_now(e);

    /* Messages of nobody's are looked for with the first of a row. */
    store_claim(trip, e->holder, e->config->delivery.lease, rooms, e->outbox.channels.count,
                e->claims == 0 ? STRAY_MAX : 0);
    e->look_for_messages = false;
    e->staged = 0;
    e->claims++;
}

static void add_forgetting(struct errands *e, struct db_trip *trip)
{
    const struct retention_config *keep = &e->config->retention;
    const int days[RETENTION_COUNT] = {[RETENTION_ATTEMPTS] = keep->attempts_days,
                                       [RETENTION_MESSAGES] = keep->messages_days,
                                       [RETENTION_EVENTS] = keep->events_days,
                                       [RETENTION_AUDIT] = keep->audit_days};

    store_forget(trip, e->forgetting, days[e->forgetting], FORGET_MAX);
}

static date today_of(const struct errands *e)
{
    return clock_date(clock_wall(), e->config->utc_offset);
}

static void add_other(struct errands *e, struct db_trip *trip, bool busy)
{
    msec now = clock_monotonic();

    e->claims = 0;
    e->other_at = trip->count;
    if (reports_have_work(&e->reports, now)) {
        e->other = OTHER_REPORT;
        reports_add(&e->reports, trip);
    } else if (heartbeat_has_work(&e->heartbeat, e->config, now)) {
        e->other = OTHER_BEAT;
        heartbeat_add(&e->heartbeat, e->config, e->holder, trip);
    } else if (firing_due(&e->firing, &e->outbox, now)) {
        e->other = OTHER_FIRE;
        store_firing(trip, e->firing.after, FIRING_PAGE, firing_lately(&e->outbox));
    } else if (now >= e->forget_at) {
        e->other = OTHER_FORGET;
        add_forgetting(e, trip);
    } else if (year_ahead_has_work(&e->year_ahead, today_of(e), now)) {
        e->other = OTHER_PREPARE;
        year_ahead_add(&e->year_ahead, today_of(e), trip, e->holder);
    } else if (busy) {
        e->other_at = DB_TRIP_MAX;
    } else {
        e->other = OTHER_ASK;
        store_due(trip, rooms_now(e), e->outbox.channels.count);
    }
}

/* Messages that are made are claimed in the same transaction, whatever else is under way. */
static bool has_to_claim(struct errands *e, bool makes_messages, bool busy, bool alone)
{
    bool others_turn = e->claims >= CLAIMS_MAX && others_wait(e);

    if (e->staging && (!makes_messages || alone))
        return false;
    return e->look_for_messages && (makes_messages || !busy) && !others_turn;
}

static bool add_stage(struct errands *e, struct db_trip *trip)
{
    const struct stage_lease lease = {.holder = e->holder,
                                      .lease = e->config->delivery.lease,
                                      .rooms = rooms_now(e),
                                      .room_count = e->outbox.channels.count};
    bool makes_messages = stage_add(&e->stage, trip, &lease);

    e->told_at = stage_told_at(&e->stage);
    return makes_messages;
}

void errands_add(struct errands *e, struct db_trip *trip, bool stopping, bool alone)
{
    bool busy = outbox_is_busy(&e->outbox) && !e->settle_now && !stopping;
    bool makes_messages = false;

    e->settle_at = e->told_at = e->claim_at = e->other_at = DB_TRIP_MAX;
    e->claimed = clock_monotonic();
    e->staging = e->settle_now = false;
    if (has_outcomes(e) && !busy)
        add_settling(e, trip);
    if (stopping || (alone && trip->count > 0))
        return;
    if (stage_has_work(&e->stage) && !(e->look_for_messages && e->staged >= STAGED_MAX)) {
        e->staging = true;
        e->staged++;
        makes_messages = add_stage(e, trip);
        e->look_for_messages = e->look_for_messages || makes_messages;
    }
    if (has_to_claim(e, makes_messages, busy, alone))
        add_claim(e, trip);
    if (trip->count == 0)
        add_other(e, trip, busy);
}

/* Taking. */

static void take_message(struct errands *e, const struct store_message *message, bool stopping)
{
    if (stopping)
        outbox_hand_back(&e->outbox, message);
    else
        outbox_send(&e->outbox, message, e->claimed);
}

/* Messages that are ours now, whatever has become of the stage meanwhile. */
static void take_messages(struct errands *e, const struct db_trip *trip, bool stopping)
{
    const struct pg_result *told = e->told_at < DB_TRIP_MAX ? trip->results[e->told_at] : NULL;
    const struct pg_result *claims = e->claim_at < DB_TRIP_MAX ? trip->results[e->claim_at] : NULL;
    struct store_message message;

    for (int row = 0; told != NULL && row < db_rows(told); row++)
        if (store_routed_message(told, row, &message))
            take_message(e, &message, stopping);
    for (int row = 0; claims != NULL && row < db_rows(claims); row++) {
        message = store_claimed_row(claims, row);
        take_message(e, &message, stopping);
    }
    if (told != NULL || claims != NULL)
        outbox_sent(&e->outbox);
}

/* Only the daemon that wrote it down says that a channel is switched off, once. */
static void take_settled(struct errands *e, const struct pg_result *result)
{
    struct store_off off;

    if (store_settling_fails(&e->settling))
        reports_look(&e->reports);
    store_settling_clear(&e->settling);
    for (int row = 0; row < db_rows(result); row++) {
        if (!store_settled_off(result, row, &off))
            continue;
        stage_look(&e->stage);
        log_warning_of(JOURNAL_CHANNEL_OFF,
                       "a receiver is gone: its channel is switched off, and its messages wait until "
                       "`budgetwatch channel on` or another address",
                       "channel", off.channel, "answer", off.reason);
    }
}

/* One kind of thing a call; the next call takes the next kind, and after the last an hour passes. */
static void take_forgotten(struct errands *e, int64_t gone)
{
    if (gone >= FORGET_MAX)
        return;
    e->forgetting++;
    if (e->forgetting < RETENTION_COUNT)
        return;
    e->forgetting = 0;
    e->forget_at = clock_monotonic() + FORGET_EVERY;
}

/* True: that was the last there was to do. */
static bool take_other(struct errands *e, const struct pg_result *result)
{
    struct year_made made;

    switch (e->other) {
    case OTHER_REPORT:
        if (reports_take(&e->reports, result, &e->outbox.channels, e->config->language))
            e->look_for_messages = true;
        return false;
    case OTHER_BEAT:
        if (heartbeat_take(&e->heartbeat, e->config, result))
            e->look_for_messages = true;
        return false;
    case OTHER_FIRE: firing_take(&e->firing, &e->outbox, result, e->config->language); return false;
    case OTHER_FORGET: take_forgotten(e, store_forgotten(result)); return false;
    case OTHER_PREPARE:
        made = store_years_next_row(result);
        year_ahead_take(&e->year_ahead, &made, clock_monotonic());
        return false;
    case OTHER_ASK: e->due = store_due_wait(result); return true;
    }
    return false;
}

bool errands_take(struct errands *e, const struct db_trip *trip, bool stopping)
{
    if (e->settle_at < DB_TRIP_MAX)
        take_settled(e, trip->results[e->settle_at]);
    /* First of all: the receivers wait. */
    take_messages(e, trip, stopping);
    if (e->staging && stage_take(&e->stage, trip))
        e->look_for_messages = true;
    return e->other_at < DB_TRIP_MAX && take_other(e, trip->results[e->other_at]);
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

msec errands_wait(const struct errands *e)
{
    msec now = clock_monotonic();
    msec wait = sooner(sooner(e->due, outbox_pause(&e->outbox, now)),
                       sooner(e->config->poll_interval, e->forget_at - now));

    wait =
        sooner(wait, sooner(reports_wait(&e->reports, now), heartbeat_wait(&e->heartbeat, e->config, now)));
    return sooner(wait, sooner(firing_wait(&e->outbox, now), stage_wait(&e->stage, now)));
}
