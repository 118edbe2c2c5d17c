#include "service/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/catalogue_delivery.h"
#include "net/format.h"
#include "net/webhook.h"

/* The events that one channel is told of now, on their way into messages. */
struct gathering {
    const struct channel *channel;
    const struct form_moment *moment;
    struct route_event *events;
    struct route_decision *decisions;
    size_t *message; /* of each event; ROUTE_NONE: none */
    size_t count;
    char (*ids)[WEBHOOK_ID_TEXT]; /* of each message */
    msec *waits;
    size_t messages;
    struct arena arena; /* titles */
};

static bool wants(const struct channel *channel, const struct pg_result *rows, int row,
                  const struct message_event *event);
static void decide(struct gathering *gathering, const struct pace_next *next);
static void finish_events(struct gathering *gathering);
static void add_message(struct gathering *gathering, struct store_made *made, size_t number);
static void make_title(struct buf *title, const struct route_event *of, enum language language);
static void make_body(struct buf *body, const struct channel *channel, const char *id,
                      const struct message_digest *digest, enum language language);

struct route_context form_context(const struct form_moment *moment, const struct channel *channel)
{
    const struct channel_config *config = channel->config;

    return (struct route_context){.now = moment->now,
                                  .utc_offset = moment->utc_offset,
                                  .calendar = moment->calendar,
                                  .silences = moment->silences,
                                  .silence_count = moment->silence_count,
                                  .quiet = config->quiet,
                                  .quiet_count = config->quiet_count,
                                  .quiet_except = config->quiet_except,
                                  .unacknowledged_after = config->unacknowledged_after,
                                  .group_wait = config->pace.group_wait,
                                  .escalate_to = config->escalate_to,
                                  .escalate_reminders = config->escalate_reminders};
}

void form_fresh_clear(struct form_fresh *fresh)
{
    fresh->count = fresh->told_count = 0;
}

void form_fresh_free(struct form_fresh *fresh)
{
    free(fresh->list);
    free(fresh->told);
    *fresh = (struct form_fresh){0};
}

static void add_route(struct form_fresh *fresh, const struct form_route *route)
{
    fresh->list = mem_room(fresh->list, fresh->count, &fresh->room, sizeof *fresh->list);
    fresh->list[fresh->count++] = *route;
}

/* A severity that this version has no name for goes whenever any may. */
static uint32_t severity_bit(const char *name)
{
    enum severity severity;

    return severity_by_name(name, &severity) ? 1u << severity : UINT32_MAX;
}

void form_routes(struct store_routing *routing, struct form_fresh *fresh, const struct pg_result *rows,
                 const struct channels *channels, const struct form_moment *moment)
{
    for (int row = 0; row < db_rows(rows); row = store_unformed_next(rows, row)) {
        struct message_event event = store_unformed_row(rows, row);

        store_routing_event(routing, event.id);
        for (size_t i = 0; i < channels->count; i++) {
            const struct channel *channel = &channels->list[i];
            if (!wants(channel, rows, row, &event))
                continue;
            struct route_context context = form_context(moment, channel);
            struct route_hold hold = route_hold(&context, event.event, event.severity);
            add_route(fresh, &(struct form_route){.event = event.id,
                                                  .channel = channel->config->name,
                                                  .severity = severity_bit(event.severity),
                                                  .corrects = event.corrects_event != 0,
                                                  .hold = hold,
                                                  .fate = {.state = ROUTE_WAITING}});
        }
    }
}

/* Where the event went that this one corrects, the correction goes, whatever the channel's filters say of it:
 * otherwise what is known to be wrong would stand there. */
static bool wants(const struct channel *channel, const struct pg_result *rows, int row,
                  const struct message_event *event)
{
    if (event->corrects_event != 0 && channel->config->enabled &&
        store_unformed_corrects(rows, row, channel->config->name))
        return true;
    return channel_wants(channel, event);
}

static void gathering_open(struct gathering *gathering, size_t count)
{
    gathering->events = mem_alloc(count * sizeof(struct route_event) + 1);
    gathering->decisions = mem_alloc(count * sizeof(struct route_decision) + 1);
    gathering->message = mem_alloc(count * sizeof(size_t) + 1);
}

static void gathering_close(struct gathering *gathering)
{
    arena_free(&gathering->arena);
    free(gathering->waits);
    free(gathering->ids);
    free(gathering->message);
    free(gathering->decisions);
    free(gathering->events);
}

static const char *message_of(const struct gathering *gathering, size_t event)
{
    return gathering->message[event] != ROUTE_NONE ? gathering->ids[gathering->message[event]] : NULL;
}

static void make_messages(struct gathering *gathering, struct store_made *made, const struct pace_next *next)
{
    decide(gathering, next);
    finish_events(gathering);
    for (size_t number = 0; number < gathering->messages; number++)
        add_message(gathering, made, number);
}

void form_messages(struct store_forming *forming, const struct pg_result *rows, const struct channel *channel,
                   const struct form_moment *moment, const struct pace_next *next)
{
    struct gathering gathering = {.channel = channel, .moment = moment, .count = (size_t)db_rows(rows)};

    gathering_open(&gathering, gathering.count);
    for (size_t i = 0; i < gathering.count; i++)
        gathering.events[i] = store_waiting_row(rows, (int)i);
    make_messages(&gathering, &forming->made, next);
    for (size_t i = 0; i < gathering.count; i++)
        if (gathering.decisions[i].state != ROUTE_WAITING)
            store_forming_event(forming, channel->config->name, &gathering.events[i], &gathering.decisions[i],
                                message_of(&gathering, i));
    gathering_close(&gathering);
}

/* Both in the order of ids. */
static bool find_event(const struct pg_result *rows, int *row, int64_t id, struct route_event *ret_event)
{
    for (; *row < db_rows(rows); ++*row)
        if (store_ahead_row(rows, *row, ret_event) && ret_event->event.id == id)
            return true;
    return false;
}

/* Who acts on an overdue action is not among what is read ahead. */
static bool may_be_told(const struct form_route *route, const struct route_event *of)
{
    enum event_kind kind;

    return !route->corrects && route->hold.state == ROUTE_WAITING && route->hold.hold == 0 &&
           event_by_name(of->event.event, &kind) && kind != EVENT_OVERDUE;
}

/* The events of the channel and which of `fresh` each is; false: see form_at_once(). */
static bool gather_fresh(struct gathering *gathering, const struct form_fresh *fresh,
                         const struct pg_result *rows, size_t *route)
{
    struct route_event of;
    int row = 0;

    for (size_t i = 0; i < fresh->count; i++) {
        const struct form_route *at = &fresh->list[i];
        if (strcmp(at->channel, gathering->channel->config->name) != 0)
            continue;
        if (!find_event(rows, &row, at->event, &of) || !may_be_told(at, &of))
            return false;
        of.why = at->hold.why;
        route[gathering->count] = i;
        gathering->events[gathering->count++] = of;
    }
    return true;
}

static void tell(struct gathering *gathering, struct form_fresh *fresh, const size_t *route)
{
    for (size_t i = 0; i < gathering->count; i++) {
        const char *message = message_of(gathering, i);
        fresh->list[route[i]].fate = gathering->decisions[i];
        snprintf(fresh->list[route[i]].message, WEBHOOK_ID_TEXT, "%s", message != NULL ? message : "");
    }
    for (size_t number = 0; number < gathering->messages; number++) {
        fresh->told = mem_room(fresh->told, fresh->told_count, &fresh->told_room, sizeof *fresh->told);
        fresh->told[fresh->told_count++] =
            (struct form_told){gathering->channel->config->name, gathering->waits[number]};
    }
}

bool form_at_once(struct store_routing *routing, struct form_fresh *fresh, const struct pg_result *rows,
                  const struct channel *channel, const struct form_moment *moment,
                  const struct pace_next *next)
{
    struct gathering gathering = {.channel = channel, .moment = moment};
    size_t *route = mem_alloc(fresh->count * sizeof *route + 1);

    gathering_open(&gathering, fresh->count);
    bool possible = gather_fresh(&gathering, fresh, rows, route);
    if (possible) {
        make_messages(&gathering, &routing->made, next);
        tell(&gathering, fresh, route);
    }
    gathering_close(&gathering);
    free(route);
    return possible;
}

void form_fates(struct store_routing *routing, const struct form_fresh *fresh)
{
    for (size_t i = 0; i < fresh->count; i++) {
        const struct form_route *route = &fresh->list[i];
        if (route->fate.state == ROUTE_WAITING)
            store_routing_channel(routing, route->event, route->channel, &route->hold);
        else
            store_routing_fate(routing, route->event, route->channel, &route->fate,
                               route->message[0] != '\0' ? route->message : NULL);
    }
}

static msec wait_of(const struct gathering *gathering)
{
    return pace_busy_wait(&gathering->channel->config->pace, gathering->moment->now,
                          clock_jitter(UINT32_MAX));
}

static void decide(struct gathering *gathering, const struct pace_next *next)
{
    struct route_context context = form_context(gathering->moment, gathering->channel);

    for (size_t i = 0; i < gathering->count; i++) {
        gathering->decisions[i] = route_decide(&context, &gathering->events[i]);
        route_escalate(&context, &gathering->events[i]);
    }
    gathering->messages = route_gather(gathering->events, gathering->decisions, gathering->count,
                                       &gathering->channel->config->pace, next, gathering->message);
    gathering->ids = mem_alloc(gathering->messages * sizeof *gathering->ids + 1);
    gathering->waits = mem_alloc(gathering->messages * sizeof *gathering->waits + 1);
    for (size_t i = 0; i < gathering->messages; i++) {
        webhook_id_make(gathering->ids[i]);
        gathering->waits[i] = wait_of(gathering);
    }
}

static int by_id(const void *a, const void *b)
{
    const int64_t *id = a;
    const struct route_event *of = b;

    return (*id > of->event.id) - (*id < of->event.id);
}

/* Titles, and of a correction the message that it corrects, which may be one of these. */
static void finish_events(struct gathering *gathering)
{
    struct buf title = {0};

    for (size_t i = 0; i < gathering->count; i++) {
        struct route_event *of = &gathering->events[i];
        if (gathering->message[i] == ROUTE_NONE)
            continue;
        buf_clear(&title);
        make_title(&title, of, gathering->moment->language);
        of->event.title = arena_text(&gathering->arena, buf_text(&title));
        const struct route_event *old =
            of->event.corrects_event == 0
                ? NULL
                : bsearch(&of->event.corrects_event, gathering->events, gathering->count, sizeof *old, by_id);
        if (old != NULL && gathering->message[old - gathering->events] != ROUTE_NONE)
            of->event.corrects_message = gathering->ids[gathering->message[old - gathering->events]];
    }
    buf_free(&title);
}

static int rank(const struct message_event *event)
{
    enum severity severity;

    return severity_by_name(event->severity, &severity) ? (int)severity : -1;
}

static int by_gravity(const void *a, const void *b)
{
    const struct message_event *x = a, *y = b;

    if (rank(x) != rank(y))
        return rank(y) - rank(x);
    return (x->id > y->id) - (x->id < y->id);
}

static void add_message(struct gathering *gathering, struct store_made *made, size_t number)
{
    struct message_event *events = mem_alloc(gathering->count * sizeof *events);
    struct message_digest digest = {.events = events};
    struct buf title = {0}, body = {0};
    char type[64] = MESSAGE_TYPE_DIGEST;

    for (size_t i = 0; i < gathering->count; i++)
        if (gathering->message[i] == number)
            events[digest.count++] = gathering->events[i].event;
    qsort(events, digest.count, sizeof *events, by_gravity);
    if (digest.count == 1)
        snprintf(type, sizeof type, "deviation.%s", events[0].event);
    else
        catalogue_digest_title(&title, gathering->moment->language, events, digest.count);
    digest.title = digest.count == 1 ? events[0].title : buf_text(&title);
    make_body(&body, gathering->channel, gathering->ids[number], &digest, gathering->moment->language);
    store_made_add(made, &(struct store_made_message){.id = gathering->ids[number],
                                                      .channel = gathering->channel->config->name,
                                                      .type = type,
                                                      .body = buf_text(&body),
                                                      .severity = events[0].severity,
                                                      .wait = gathering->waits[number]});
    buf_free(&title);
    buf_free(&body);
    free(events);
}

/* The one place where bodies are made, of one event or of several: each kind of receiver has its own form. */
static void make_body(struct buf *body, const struct channel *channel, const char *id,
                      const struct message_digest *digest, enum language language)
{
    struct format format = channel_format(channel->config, language, id);

    if (digest->count == 1)
        format_event(body, &format, &digest->events[0]);
    else
        format_digest(body, &format, digest);
}

/* Names that this version does not know are shown as they are. */
static void make_title(struct buf *title, const struct route_event *of, enum language language)
{
    const struct message_event *event = &of->event;
    enum event_kind kind;
    enum severity severity;
    enum rule rule;

    bool known = event_by_name(event->event, &kind);
    if (of->state == ROUTE_HELD)
        buf_puts(title, catalogue_unacknowledged(language));
    else if ((of->state == ROUTE_SILENCED || of->state == ROUTE_INHIBITED) &&
             of->severity_now != SEVERITY_NONE)
        buf_puts(title, catalogue_still(language));
    if (known && event->corrects_event != 0)
        buf_puts(title, catalogue_correction(language, kind));
    if (known && severity_by_name(event->severity, &severity) && rule_by_name(event->rule, &rule))
        catalogue_title(title, language, kind, severity, rule, event->subject_name);
    else
        buf_printf(title, "%s %s: %s, %s", event->severity, event->event, event->rule, event->subject_name);
}
