/* What each step of the stage asks: statements for the trip. */
#include <assert.h>
#include <string.h>

#include "service/stage_parts.h"

enum {
    EVENTS_MAX = 500,  /* routed at a time */
    GATHER_MAX = 200,  /* events that may each be a message: bounds the statement to a few MB */
    DIGEST_MAX = 1000, /* events that are few messages */
    AHEAD_MAX = 20,    /* events of which all is read with the first look */
};

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
        uint32_t severities = stage_severities_now(stage, channel, &quiet);
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
           stage_severities_now(stage, channel, &quiet) == UINT32_MAX;
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
    if (stage_has_to_write(stage))
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
