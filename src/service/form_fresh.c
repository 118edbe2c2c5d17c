/* What has just happened: which channels each event goes to, and what can be told of it at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "service/form_parts.h"

static bool wants(const struct channel *channel, const struct pg_result *rows, int row,
                  const struct message_event *event);

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
static bool gather_fresh(struct form_gathering *gathering, const struct form_fresh *fresh,
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

static void tell(struct form_gathering *gathering, struct form_fresh *fresh, const size_t *route)
{
    for (size_t i = 0; i < gathering->count; i++) {
        const char *message = form_gathering_message(gathering, i);
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
    struct form_gathering gathering = {.channel = channel, .moment = moment};
    size_t *route = mem_alloc(fresh->count * sizeof *route + 1);

    form_gathering_open(&gathering, fresh->count);
    bool possible = gather_fresh(&gathering, fresh, rows, route);
    if (possible) {
        form_gathering_make(&gathering, &routing->made, next);
        tell(&gathering, fresh, route);
    }
    form_gathering_close(&gathering);
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
