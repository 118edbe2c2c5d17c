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
}

static void forget_silences(struct stage *stage)
{
    free(stage->silences);
    arena_free(&stage->arena);
    stage->silences = NULL;
    stage->silence_count = 0;
    stage->silences_known = false;
}

void stage_free(struct stage *stage)
{
    forget_due(stage);
    forget_silences(stage);
    calendar_done(&stage->calendar);
    store_routing_free(&stage->routing);
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
    stage->read = stage->survey = true;
}

void stage_forget(struct stage *stage)
{
    forget_due(stage);
    store_routing_clear(&stage->routing);
    store_forming_clear(&stage->forming);
    stage->prepare = stage->read_calendar = true;
    stage_look(stage);
}

bool stage_has_work(const struct stage *stage)
{
    return stage->prepare || stage->read_calendar || stage->read || stage->survey || stage->due_count > 0 ||
           stage->routing.events.count > 0 || stage->forming.events.count > 0;
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

static bool start_slots(struct stage *stage, struct db_op *op, struct db_conn *conn, db_op_done done)
{
    struct store_channels channels = {0};

    for (size_t i = 0; i < stage->channels->count; i++)
        store_channels_add(&channels, stage->channels->list[i].config->name, stage->channels->list[i].address,
                           &stage->channels->list[i].config->pace);
    bool started = store_channels(op, conn, &channels, done);
    store_channels_free(&channels);
    return started;
}

/* A channel that is quiet for everybody is not looked at before that ends. */
static bool start_survey(struct stage *stage, struct db_op *op, struct db_conn *conn, db_op_done done)
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
    bool started = store_survey(op, conn, &survey, done);
    store_survey_free(&survey);
    return started;
}

/* Where each event may be a message of its own, fewer are taken at a time. */
static bool start_gathering(struct stage *stage, struct db_op *op, struct db_conn *conn, db_op_done done)
{
    const struct stage_channel *due = &stage->due[stage->due_count - 1];
    const struct channel *channel = channels_find(stage->channels, due->name);
    msec quiet;
    assert(channel != NULL); /* a reload forgets what is due */
    uint32_t severities = severities_now(stage, channel, &quiet);
    const struct pace *pace = &channel->config->pace;
    bool few =
        due->next.fold || pace->quota_count > 0 || pace->group_by != 0 || channel->config->quiet_count > 0;

    struct store_words heads = {stage->config->head_roles, stage->config->head_role_count};
    if (channel->config->escalate_to == 0)
        heads.count = 0;

    return store_waiting(op, conn, due->name, few ? DIGEST_MAX : GATHER_MAX, severities, &heads, done);
}

static enum stage_step next_step(const struct stage *stage)
{
    if (stage->prepare)
        return STAGE_SLOTS;
    if (stage->read_calendar)
        return STAGE_CALENDAR;
    if (stage->routing.events.count > 0)
        return STAGE_ROUTING;
    if (stage->read)
        return STAGE_READING;
    if (stage->forming.events.count > 0)
        return STAGE_FORMING;
    /* A survey's channels have their turn before the next: with events coming in all the time, those at the
     * beginning would else never have it. */
    if (stage->due_count > 0)
        return stage->silences_known ? STAGE_GATHERING : STAGE_SILENCES;
    return STAGE_SURVEYING;
}

bool stage_start(struct stage *stage, struct db_op *op, struct db_conn *conn, db_op_done done)
{
    stage->step = next_step(stage);
    switch (stage->step) {
    case STAGE_SLOTS: stage->prepare = false; return start_slots(stage, op, conn, done);
    case STAGE_CALENDAR: stage->read_calendar = false; return store_calendar(op, conn, done);
    case STAGE_READING: stage->read = false; return store_events_unformed(op, conn, EVENTS_MAX, done);
    case STAGE_ROUTING: return store_route(op, conn, &stage->routing, done);
    case STAGE_SURVEYING: stage->survey = false; return start_survey(stage, op, conn, done);
    case STAGE_SILENCES: return store_silences(op, conn, done);
    case STAGE_GATHERING: return start_gathering(stage, op, conn, done);
    case STAGE_FORMING: return store_form(op, conn, &stage->forming, done);
    case STAGE_NONE: break;
    }
    return false;
}

/* Results. */

static void take_survey(struct stage *stage, const struct pg_result *rows)
{
    msec now = clock_monotonic();

    forget_due(stage);
    forget_silences(stage);
    stage->due = mem_alloc((size_t)db_rows(rows) * sizeof *stage->due + 1);
    for (int row = 0; row < db_rows(rows); row++) {
        struct channel *channel = channels_find(stage->channels, store_survey_channel(rows, row));
        if (channel == NULL)
            continue;
        struct pace_seen seen = store_survey_row(rows, row);
        channel->off = seen.off;
        struct pace_next next = pace_look(&channel->config->pace, &seen);
        if (next.go)
            stage->due[stage->due_count++] =
                (struct stage_channel){.name = mem_text(channel->config->name), .next = next};
        else if (next.wait < PACE_NEVER - now && now + next.wait < stage->look_at)
            stage->look_at = now + next.wait;
    }
}

static void take_silences(struct stage *stage, const struct pg_result *rows)
{
    stage->silences = mem_alloc((size_t)db_rows(rows) * sizeof *stage->silences + 1);
    for (int row = 0; row < db_rows(rows); row++) {
        struct silence silence = store_silence_row(rows, row);
        silence.rule = arena_text(&stage->arena, silence.rule);
        silence.units = arena_text(&stage->arena, silence.units);
        silence.subject = arena_text(&stage->arena, silence.subject);
        silence.severity = arena_text(&stage->arena, silence.severity);
        stage->silences[stage->silence_count++] = silence;
    }
    stage->silences_known = true;
}

/* Of a channel with much to tell there may be more than was read: it is surveyed again after writing. */
static void take_waiting(struct stage *stage, const struct pg_result *rows)
{
    struct form_moment moment = moment_of(stage);

    if (stage->due_count == 0)
        return; /* a reload has forgotten it */
    struct stage_channel due = stage->due[--stage->due_count];
    const struct channel *channel = channels_find(stage->channels, due.name);
    if (channel != NULL)
        form_messages(&stage->forming, rows, channel, &moment, &due.next);
    msec later = clock_monotonic() + LOOK_LATER;
    if (stage->forming.events.count == 0 && later < stage->look_at)
        stage->look_at = later;
    free(due.name);
}

bool stage_take(struct stage *stage, const struct pg_result *result)
{
    enum stage_step step = stage->step;
    struct form_moment moment = moment_of(stage);

    stage->step = STAGE_NONE;
    switch (step) {
    case STAGE_SLOTS: break;
    case STAGE_CALENDAR: store_calendar_take(result, &stage->calendar); break;
    case STAGE_READING: form_routes(&stage->routing, result, stage->channels, &moment); break;
    case STAGE_ROUTING:
        store_routing_clear(&stage->routing);
        /* There may be more, and corrections that waited for these. Where another daemon has taken the whole
         * batch, it takes the next as well. */
        if (store_routed_events(result) > 0)
            stage->read = true;
        stage->survey = true;
        break;
    case STAGE_SURVEYING: take_survey(stage, result); break;
    case STAGE_SILENCES: take_silences(stage, result); break;
    case STAGE_GATHERING: take_waiting(stage, result); break;
    case STAGE_FORMING:
        store_forming_clear(&stage->forming);
        stage->survey = stage->survey || stage->due_count == 0;
        return true;
    case STAGE_NONE: break;
    }
    return false;
}

msec stage_wait(const struct stage *stage, msec now)
{
    if (stage->look_at == PACE_NEVER)
        return PACE_NEVER;
    return stage->look_at > now ? stage->look_at - now : 0;
}
