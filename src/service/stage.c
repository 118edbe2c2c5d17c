#include "service/stage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    EVENTS_MAX = 500,   /* routed at a time */
    GATHER_MAX = 200,   /* events that may each be a message: bounds the statement to a few MB */
    DIGEST_MAX = 1000,  /* events that are few messages */
    LOOK_LATER = 10000, /* at a channel of which nothing may go though something is due */
};

void stage_init(struct stage *stage, const struct config *config, struct channels *channels)
{
    *stage = (struct stage){0};
    calendar_init_official(&stage->calendar);
    stage_renew(stage, config, channels);
}

static void forget_due(struct stage *stage)
{
    while (stage->due_count > 0)
        free(stage->due[--stage->due_count].name);
    free(stage->due);
    stage->due = NULL;
    stage->gathered = 0;
}

static void forget_silences(struct stage *stage)
{
    free(stage->silences);
    arena_free(&stage->arena);
    stage->silences = NULL;
    stage->silence_count = 0;
}

static void forget_routes(struct stage *stage)
{
    store_routing_clear(&stage->routing);
    form_fresh_clear(&stage->fresh);
}

void stage_free(struct stage *stage)
{
    forget_due(stage);
    forget_silences(stage);
    calendar_done(&stage->calendar);
    store_routing_free(&stage->routing);
    form_fresh_free(&stage->fresh);
    store_forming_free(&stage->forming);
    *stage = (struct stage){0};
}

void stage_renew(struct stage *stage, const struct config *config, struct channels *channels)
{
    stage->config = config;
    stage->channels = channels;
    stage_forget(stage);
}

void stage_look(struct stage *stage)
{
    stage->look = true;
}

void stage_forget(struct stage *stage)
{
    forget_due(stage);
    forget_routes(stage);
    store_forming_clear(&stage->forming);
    stage->step = STAGE_NONE;
    stage->prepare = stage->look = true;
}

static bool has_to_write(const struct stage *stage)
{
    return stage->routing.events.count > 0 || stage->forming.events.count > 0;
}

bool stage_has_work(const struct stage *stage)
{
    return stage->prepare || stage->look || stage->due_count > 0 || has_to_write(stage);
}

static struct form_moment moment_of(const struct stage *stage)
{
    return (struct form_moment){.now = clock_wall(),
                                .utc_offset = stage->config->utc_offset,
                                .calendar = &stage->calendar,
                                .silences = stage->silences,
                                .silence_count = stage->silence_count,
                                .language = stage->config->language};
}

/* The severities that a channel may be told of now: all, or in its quiet hours those excepted. */
static uint32_t severities_now(const struct stage *stage, const struct channel *channel,
                               msec *ret_quiet_until)
{
    struct form_moment moment = moment_of(stage);
    struct route_context context = form_context(&moment, channel);

    *ret_quiet_until = route_quiet_until(&context, "");
    return *ret_quiet_until > 0 ? channel->config->quiet_except : UINT32_MAX;
}

uint32_t stage_severities(const struct stage *stage, const struct channel *channel)
{
    msec quiet;

    return severities_now(stage, channel, &quiet);
}

/* Statements. */

static void add_channels(const struct stage *stage, struct db_trip *trip)
{
    struct store_channels channels = {0};

    for (size_t i = 0; i < stage->channels->count; i++)
        store_channels_add(&channels, stage->channels->list[i].config->name, stage->channels->list[i].address,
                           &stage->channels->list[i].config->pace);
    store_channels(trip, &channels);
    store_channels_free(&channels);
}

/* A channel that is quiet for everybody is not looked at before that ends. */
static void add_survey(struct stage *stage, struct db_trip *trip)
{
    struct store_survey survey = {0};
    msec now = clock_wall(), monotonic = clock_monotonic();

    stage->look_at = PACE_NEVER;
    for (size_t i = 0; i < stage->channels->count; i++) {
        const struct channel *channel = &stage->channels->list[i];
        msec quiet;
        if (!channel->config->enabled)
            continue;
        uint32_t severities = severities_now(stage, channel, &quiet);
        if (quiet > 0 && quiet - now + monotonic < stage->look_at)
            stage->look_at = quiet - now + monotonic;
        if (severities != 0)
            store_survey_add(&survey, channel->config->name, channel->address, &channel->config->pace,
                             severities);
    }
    store_survey(trip, &survey);
    store_survey_free(&survey);
}

/* Where each event may be a message of its own, fewer are taken at a time. */
static void add_waiting(const struct stage *stage, struct db_trip *trip, const struct stage_channel *due)
{
    const struct channel *channel = channels_find(stage->channels, due->name);
    struct store_fresh fresh = {0};

    assert(channel != NULL); /* a reload forgets what is due */
    const struct pace *pace = &channel->config->pace;
    bool few =
        due->next.fold || pace->quota_count > 0 || pace->group_by != 0 || channel->config->quiet_count > 0;
    struct store_words heads = {stage->config->head_roles, stage->config->head_role_count};
    if (channel->config->escalate_to == 0)
        heads.count = 0;

    for (size_t i = 0; i < stage->fresh.count; i++) {
        const struct form_route *route = &stage->fresh.list[i];
        if (route->hold.state == ROUTE_WAITING && strcmp(route->channel, due->name) == 0)
            store_fresh_add(&fresh, route->event, route->hold.why);
    }
    store_waiting(trip, due->name, few ? DIGEST_MAX : GATHER_MAX, stage_severities(stage, channel), &heads,
                  &fresh);
    store_fresh_free(&fresh);
}

static void add_gathering(struct stage *stage, struct db_trip *trip)
{
    stage->gathered = stage->due_count < STAGE_GATHERED ? stage->due_count : STAGE_GATHERED;
    for (size_t i = 0; i < stage->gathered; i++)
        add_waiting(stage, trip, &stage->due[stage->due_count - 1 - i]);
}

/* Messages are formed after their events are routed, which may be in the same transaction. */
static void add_writing(struct stage *stage, struct db_trip *trip)
{
    stage->route_at = stage->form_at = DB_TRIP_MAX;
    if (stage->routing.events.count > 0) {
        stage->route_at = trip->count;
        store_route(trip, &stage->routing);
    }
    if (stage->forming.events.count > 0) {
        stage->form_at = trip->count;
        store_form(trip, &stage->forming);
    }
}

/* A survey's channels have their turn before the next: with events coming in all the time, those at the end
 * would else never have it. */
static enum stage_step next_step(const struct stage *stage)
{
    if (stage->prepare)
        return STAGE_PREPARING;
    if (stage->due_count > 0 && stage->forming.events.count == 0)
        return STAGE_GATHERING;
    return has_to_write(stage) ? STAGE_WRITING : STAGE_READING;
}

bool stage_add(struct stage *stage, struct db_trip *trip)
{
    stage->step = next_step(stage);
    stage->at = trip->count;
    switch (stage->step) {
    case STAGE_PREPARING:
        stage->prepare = false;
        add_channels(stage, trip);
        store_calendar(trip);
        break;
    case STAGE_READING:
        stage->look = false;
        store_events_unformed(trip, EVENTS_MAX);
        store_silences(trip);
        add_survey(stage, trip);
        break;
    case STAGE_GATHERING: add_gathering(stage, trip); break;
    case STAGE_WRITING: add_writing(stage, trip); return stage->form_at < DB_TRIP_MAX;
    case STAGE_NONE: break;
    }
    return false;
}

/* Results. */

static void take_silences(struct stage *stage, const struct pg_result *rows)
{
    forget_silences(stage);
    stage->silences = mem_alloc((size_t)db_rows(rows) * sizeof *stage->silences + 1);
    for (int row = 0; row < db_rows(rows); row++) {
        struct silence silence = store_silence_row(rows, row);
        silence.rule = arena_text(&stage->arena, silence.rule);
        silence.units = arena_text(&stage->arena, silence.units);
        silence.subject = arena_text(&stage->arena, silence.subject);
        silence.severity = arena_text(&stage->arena, silence.severity);
        stage->silences[stage->silence_count++] = silence;
    }
}

/* What is about to be routed to the channel counts as what waits for it there. */
static void see_fresh(const struct stage *stage, const struct channel *channel, struct pace_seen *seen)
{
    uint32_t severities = stage_severities(stage, channel);

    for (size_t i = 0; i < stage->fresh.count; i++) {
        const struct form_route *route = &stage->fresh.list[i];
        if (strcmp(route->channel, channel->config->name) != 0)
            continue;
        bool is_quiet = strcmp(route->hold.why, ROUTE_WHY_QUIET) == 0;
        msec due_in = is_quiet ? 0 : route->hold.hold;
        if (route->hold.state == ROUTE_WAITING && (route->severity & severities) == 0)
            continue;
        if (route->hold.state == ROUTE_WAITING)
            seen->waiting++;
        if (due_in < seen->due_in)
            seen->due_in = due_in;
    }
}

static void take_survey(struct stage *stage, const struct pg_result *rows)
{
    msec now = clock_monotonic();

    forget_due(stage);
    stage->due = mem_alloc((size_t)db_rows(rows) * sizeof *stage->due + 1);
    for (int row = 0; row < db_rows(rows); row++) {
        struct channel *channel = channels_find(stage->channels, store_survey_channel(rows, row));
        if (channel == NULL)
            continue;
        struct pace_seen seen = store_survey_row(rows, row);
        channel->off = seen.off;
        see_fresh(stage, channel, &seen);
        struct pace_next next = pace_look(&channel->config->pace, &seen);
        if (next.go)
            stage->due[stage->due_count++] =
                (struct stage_channel){.name = mem_text(channel->config->name), .next = next};
        else if (next.wait < PACE_NEVER - now && now + next.wait < stage->look_at)
            stage->look_at = now + next.wait;
    }
}

static void take_reading(struct stage *stage, const struct db_trip *trip)
{
    struct form_moment moment = moment_of(stage);

    take_silences(stage, trip->results[stage->at + 1]);
    forget_routes(stage);
    form_routes(&stage->routing, &stage->fresh, trip->results[stage->at], stage->channels, &moment);
    take_survey(stage, trip->results[stage->at + 2]);
}

/* Of a channel with much to tell there may be more than was read: it is surveyed again after writing. */
static void take_waiting(struct stage *stage, const struct pg_result *rows, const struct stage_channel *due)
{
    struct form_moment moment = moment_of(stage);
    const struct channel *channel = channels_find(stage->channels, due->name);
    size_t before = stage->forming.events.count;

    form_messages(&stage->forming, rows, channel, &moment, &due->next);
    msec later = clock_monotonic() + LOOK_LATER;
    if (stage->forming.events.count == before && later < stage->look_at)
        stage->look_at = later;
}

static void take_gathering(struct stage *stage, const struct db_trip *trip)
{
    for (size_t i = 0; i < stage->gathered; i++) {
        struct stage_channel *due = &stage->due[--stage->due_count];
        take_waiting(stage, trip->results[stage->at + i], due);
        free(due->name);
    }
    stage->gathered = 0;
}

/* There may be more, and corrections that waited for these. Where another daemon has taken all of it, it
 * takes the next as well. */
static void take_writing(struct stage *stage, const struct db_trip *trip)
{
    if (stage->route_at < DB_TRIP_MAX && store_routed_events(trip->results[stage->route_at]) > 0)
        stage->look = true;
    if (stage->form_at < DB_TRIP_MAX && stage->due_count == 0)
        stage->look = true;
    forget_routes(stage);
    store_forming_clear(&stage->forming);
}

void stage_take(struct stage *stage, const struct db_trip *trip)
{
    enum stage_step step = stage->step;

    stage->step = STAGE_NONE;
    switch (step) {
    case STAGE_PREPARING: store_calendar_take(trip->results[stage->at + 1], &stage->calendar); break;
    case STAGE_READING: take_reading(stage, trip); break;
    case STAGE_GATHERING: take_gathering(stage, trip); break;
    case STAGE_WRITING: take_writing(stage, trip); break;
    case STAGE_NONE: break; /* a reload has begun anew */
    }
}

msec stage_wait(const struct stage *stage, msec now)
{
    if (stage->look_at == PACE_NEVER)
        return PACE_NEVER;
    return stage->look_at > now ? stage->look_at - now : 0;
}
