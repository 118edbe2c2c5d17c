#include "service/form.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "core/catalogue_delivery.h"
#include "net/format.h"
#include "service/form_parts.h"

static void decide(struct form_gathering *gathering, const struct pace_next *next);
static void finish_events(struct form_gathering *gathering);
static void add_message(struct form_gathering *gathering, struct store_made *made, size_t number);
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

void form_gathering_open(struct form_gathering *gathering, size_t count)
{
    gathering->events = mem_alloc(count * sizeof(struct route_event) + 1);
    gathering->decisions = mem_alloc(count * sizeof(struct route_decision) + 1);
    gathering->message = mem_alloc(count * sizeof(size_t) + 1);
}

void form_gathering_close(struct form_gathering *gathering)
{
    arena_free(&gathering->arena);
    free(gathering->waits);
    free(gathering->ids);
    free(gathering->message);
    free(gathering->decisions);
    free(gathering->events);
}

const char *form_gathering_message(const struct form_gathering *gathering, size_t event)
{
    return gathering->message[event] != ROUTE_NONE ? gathering->ids[gathering->message[event]] : NULL;
}

void form_gathering_make(struct form_gathering *gathering, struct store_made *made,
                         const struct pace_next *next)
{
    decide(gathering, next);
    finish_events(gathering);
    for (size_t number = 0; number < gathering->messages; number++)
        add_message(gathering, made, number);
}

void form_messages(struct store_forming *forming, const struct pg_result *rows, const struct channel *channel,
                   const struct form_moment *moment, const struct pace_next *next)
{
    struct form_gathering gathering = {.channel = channel, .moment = moment, .count = (size_t)db_rows(rows)};

    form_gathering_open(&gathering, gathering.count);
    for (size_t i = 0; i < gathering.count; i++)
        gathering.events[i] = store_waiting_row(rows, (int)i);
    form_gathering_make(&gathering, &forming->made, next);
    for (size_t i = 0; i < gathering.count; i++)
        if (gathering.decisions[i].state != ROUTE_WAITING)
            store_forming_event(forming, channel->config->name, &gathering.events[i], &gathering.decisions[i],
                                form_gathering_message(&gathering, i));
    form_gathering_close(&gathering);
}

static msec wait_of(const struct form_gathering *gathering)
{
    return pace_busy_wait(&gathering->channel->config->pace, gathering->moment->now,
                          clock_jitter(UINT32_MAX));
}

static void decide(struct form_gathering *gathering, const struct pace_next *next)
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
static void finish_events(struct form_gathering *gathering)
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

static void add_message(struct form_gathering *gathering, struct store_made *made, size_t number)
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

    struct buf subject = {0};

    catalogue_event_subject(&subject, language, event);
    bool known = event_by_name(event->event, &kind);
    if (of->state == ROUTE_HELD)
        buf_puts(title, catalogue_unacknowledged(language));
    else if ((of->state == ROUTE_SILENCED || of->state == ROUTE_INHIBITED) &&
             of->severity_now != SEVERITY_NONE)
        buf_puts(title, catalogue_still(language));
    if (known && event->corrects_event != 0)
        buf_puts(title, catalogue_correction(language, kind));
    if (known && severity_by_name(event->severity, &severity) && rule_by_name(event->rule, &rule))
        catalogue_title(title, language, kind, severity, rule, buf_text(&subject));
    else
        buf_printf(title, "%s %s: %s, %s", event->severity, event->event, event->rule, buf_text(&subject));
    buf_free(&subject);
}
