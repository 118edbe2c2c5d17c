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
    AHEAD_MAX = 20,     /* events of which all is read with the first look */
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

void stage_expect(struct stage *stage)
{
    stage->expects = true;
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
    return stage->prepare || stage->look || stage->expects || stage->due_count > 0 || has_to_write(stage);
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

/* The words by which heads are known, where the channel is to hear of them. */
static struct store_words heads_of(const struct stage *stage, const struct channel *channel)
{
    struct store_words heads = {stage->config->head_roles, stage->config->head_role_count};

    if (channel->config->escalate_to == 0)
        heads.count = 0;
    return heads;
}

/* Whether little needs to be known of it: see AHEAD. */
static bool is_plain(const struct stage *stage, const struct channel *channel)
{
    const struct channel_config *config = channel->config;
    msec quiet;

    return config->pace.quota_count == 0 && config->pace.group_by == 0 && config->escalate_to == 0 &&
           severities_now(stage, channel, &quiet) == UINT32_MAX;
}

/* The first plain channels, if there are any. */
static bool choose_ahead(struct stage *stage)
{
    stage->ahead_count = 0;
    for (size_t i = 0; i < stage->channels->count && stage->ahead_count < STAGE_GATHERED; i++) {
        const struct channel *channel = &stage->channels->list[i];
        if (channel->config->enabled && is_plain(stage, channel))
            stage->ahead[stage->ahead_count++] = channel;
    }
    return stage->ahead_count > 0;
}

static void add_ahead(const struct stage *stage, struct db_trip *trip)
{
    for (size_t i = 0; i < stage->ahead_count; i++) {
        const struct channel *channel = stage->ahead[i];
        store_ahead(trip, channel->config->name, channel->address, &channel->config->pace, AHEAD_MAX);
    }
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
    struct store_words heads = heads_of(stage, channel);

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

static const struct store_room *room_for(const struct stage_lease *lease, const char *channel)
{
    for (size_t i = 0; i < lease->room_count; i++)
        if (strcmp(lease->rooms[i].channel, channel) == 0)
            return &lease->rooms[i];
    return NULL;
}

/* How many of the first `before` messages that are told at once go to this channel. */
static int told_before(const struct form_fresh *fresh, size_t before, const char *channel)
{
    int count = 0;

    for (size_t i = 0; i < before; i++)
        count += strcmp(fresh->told[i].channel, channel) == 0;
    return count;
}

/* Slots of a quota are taken by claims only. Returns whether there is room for all. */
static bool add_rooms(struct stage *stage, const struct stage_lease *lease)
{
    bool all = true;

    for (size_t i = 0; i < stage->fresh.told_count; i++) {
        const struct form_told *told = &stage->fresh.told[i];
        const struct store_room *room = room_for(lease, told->channel);
        bool goes = room != NULL && room->rates == 0 && room->severities == UINT32_MAX && told->wait == 0 &&
                    told_before(&stage->fresh, i, told->channel) < room->room;
        store_routing_room(&stage->routing, goes);
        all = all && goes;
    }
    return all;
}

/* Messages are formed after their events are routed, which may be in the same transaction. */
static bool add_writing(struct stage *stage, struct db_trip *trip, const struct stage_lease *lease)
{
    bool all = add_rooms(stage, lease);

    stage->route_at = stage->form_at = DB_TRIP_MAX;
    if (stage->routing.events.count > 0) {
        form_fates(&stage->routing, &stage->fresh);
        stage->route_at = trip->count;
        store_route(trip, &stage->routing, lease->holder, lease->lease);
    }
    if (stage->forming.events.count > 0) {
        stage->form_at = trip->count;
        store_form(trip, &stage->forming);
    }
    return !all || stage->form_at < DB_TRIP_MAX;
}

/* A survey's channels have their turn before the next: with events coming in all the time, those at the end
 * would else never have it. */
static enum stage_step next_step(struct stage *stage)
{
    if (stage->prepare)
        return STAGE_PREPARING;
    if (stage->due_count > 0 && stage->forming.events.count == 0)
        return STAGE_GATHERING;
    if (has_to_write(stage))
        return STAGE_WRITING;
    return !stage->look && choose_ahead(stage) ? STAGE_AHEAD : STAGE_READING;
}

bool stage_add(struct stage *stage, struct db_trip *trip, const struct stage_lease *lease)
{
    stage->step = next_step(stage);
    stage->at = trip->count;
    switch (stage->step) {
    case STAGE_PREPARING:
        stage->prepare = false;
        add_channels(stage, trip);
        store_calendar(trip);
        break;
    case STAGE_AHEAD:
        stage->expects = false;
        store_events_unformed(trip, EVENTS_MAX);
        store_silences(trip);
        add_ahead(stage, trip);
        break;
    case STAGE_READING:
        stage->look = stage->expects = false;
        store_events_unformed(trip, EVENTS_MAX);
        store_silences(trip);
        add_survey(stage, trip);
        break;
    case STAGE_GATHERING: add_gathering(stage, trip); break;
    case STAGE_WRITING: return add_writing(stage, trip, lease);
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

static void take_events(struct stage *stage, const struct db_trip *trip)
{
    take_silences(stage, trip->results[stage->at + 1]);
    forget_routes(stage);
    struct form_moment moment = moment_of(stage);
    form_routes(&stage->routing, &stage->fresh, trip->results[stage->at], stage->channels, &moment);
}

/* What cannot be told at once is routed all the same, and looked at after that. */
static void take_ahead(struct stage *stage, const struct db_trip *trip)
{
    take_events(stage, trip);
    struct form_moment moment = moment_of(stage);
    for (size_t i = 0; i < stage->ahead_count; i++) {
        const struct pg_result *rows = trip->results[stage->at + 2 + i];
        struct channel *channel = channels_find(stage->channels, stage->ahead[i]->config->name);
        struct pace_seen seen;
        bool alone = store_ahead_seen(rows, &seen);
        channel->off = seen.off;
        see_fresh(stage, channel, &seen);
        struct pace_next next = pace_look(&channel->config->pace, &seen);
        if (alone && next.go)
            (void)form_at_once(&stage->routing, &stage->fresh, rows, channel, &moment, &next);
    }
}

static void take_reading(struct stage *stage, const struct db_trip *trip)
{
    take_events(stage, trip);
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

/* Whether nothing of these is to be looked at again. */
static bool all_decided(const struct form_fresh *fresh)
{
    for (size_t i = 0; i < fresh->count; i++)
        if (fresh->list[i].fate.state != ROUTE_SENT && fresh->list[i].fate.state != ROUTE_DROPPED)
            return false;
    return true;
}

static size_t count_told(const struct pg_result *rows)
{
    struct store_message message;
    size_t count = 0;

    for (int row = 0; row < db_rows(rows); row++)
        count += store_routed_message(rows, row, &message);
    return count;
}

/* There may be more, and corrections that waited for these. Where another daemon has taken all of it, it
 * takes the next as well. What was told at once and alone needs no other look. */
static bool take_writing(struct stage *stage, const struct db_trip *trip)
{
    const struct pg_result *routed = stage->route_at < DB_TRIP_MAX ? trip->results[stage->route_at] : NULL;
    bool all_told = routed == NULL || count_told(routed) == stage->fresh.told_count;

    if (routed != NULL && store_routed_events(routed) > 0 &&
        (store_routed_left(routed) || !all_told || !all_decided(&stage->fresh)))
        stage->look = true;
    if (stage->form_at < DB_TRIP_MAX && stage->due_count == 0)
        stage->look = true;
    forget_routes(stage);
    store_forming_clear(&stage->forming);
    return !all_told;
}

size_t stage_told_at(const struct stage *stage)
{
    return stage->step == STAGE_WRITING && stage->fresh.told_count > 0 ? stage->route_at : DB_TRIP_MAX;
}

bool stage_take(struct stage *stage, const struct db_trip *trip)
{
    enum stage_step step = stage->step;

    stage->step = STAGE_NONE;
    switch (step) {
    case STAGE_PREPARING: store_calendar_take(trip->results[stage->at + 1], &stage->calendar); break;
    case STAGE_AHEAD: take_ahead(stage, trip); break;
    case STAGE_READING: take_reading(stage, trip); break;
    case STAGE_GATHERING: take_gathering(stage, trip); break;
    case STAGE_WRITING: return take_writing(stage, trip);
    case STAGE_NONE: break; /* a reload has begun anew */
    }
    return false;
}

msec stage_wait(const struct stage *stage, msec now)
{
    if (stage->look_at == PACE_NEVER)
        return PACE_NEVER;
    return stage->look_at > now ? stage->look_at - now : 0;
}
