/* What each step of the stage makes of the answers. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "service/stage_parts.h"

enum { LOOK_LATER = 10000 /* at a channel of which nothing may go though something is due */ };

static void take_silences(struct stage *stage, const struct pg_result *rows)
{
    stage_forget_silences(stage);
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

    stage_forget_due(stage);
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
    stage_forget_routes(stage);
    struct form_moment moment = stage_moment(stage);
    form_routes(&stage->routing, &stage->fresh, trip->results[stage->at], stage->channels, &moment);
}

/* What cannot be told at once is routed all the same, and looked at after that. */
static void take_ahead(struct stage *stage, const struct db_trip *trip)
{
    take_events(stage, trip);
    struct form_moment moment = stage_moment(stage);
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
    struct form_moment moment = stage_moment(stage);
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
    stage_forget_routes(stage);
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
