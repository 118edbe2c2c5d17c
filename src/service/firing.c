#include "service/firing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/catalogue_delivery.h"

static const msec quarter_of_an_hour = 15 * 60 * 1000;

static bool repeats(const struct channel *channel)
{
    return channel->config->enabled && channel->config->type == CHANNEL_ALERTMANAGER;
}

bool firing_due(struct firing *firing, struct outbox *outbox, msec now)
{
    if (firing->under_way)
        return true;
    for (size_t i = 0; i < outbox->channels.count; i++) {
        struct channel *channel = &outbox->channels.list[i];
        channel->fires = false;
        if (!repeats(channel) || channel->fire_at > now)
            continue;
        channel->fires = channel->fired == 0 && channel->paused_until <= now && !channel->off;
        channel->fire_at = now + channel->config->resend;
        firing->under_way = firing->under_way || channel->fires;
    }
    firing->after = 0;
    return firing->under_way;
}

msec firing_wait(const struct outbox *outbox, msec now)
{
    msec shortest = STORE_DUE_NEVER;

    for (size_t i = 0; i < outbox->channels.count; i++) {
        const struct channel *channel = &outbox->channels.list[i];
        if (repeats(channel) && channel->fire_at - now < shortest)
            shortest = channel->fire_at - now;
    }
    return shortest;
}

msec firing_lately(const struct outbox *outbox)
{
    msec longest = quarter_of_an_hour;

    for (size_t i = 0; i < outbox->channels.count; i++)
        if (repeats(&outbox->channels.list[i]) && 5 * outbox->channels.list[i].config->resend > longest)
            longest = 5 * outbox->channels.list[i].config->resend;
    return longest;
}

/* Names that this version does not know have no title; the explanation says it all. */
static char *title_of(const struct message_event *event, enum language language)
{
    struct buf title = {0}, subject = {0};
    enum severity severity;
    enum event_kind kind;
    enum rule rule;

    catalogue_event_subject(&subject, language, event);
    if (event_by_name(event->event, &kind) && severity_by_name(event->severity, &severity) &&
        rule_by_name(event->rule, &rule))
        catalogue_title(&title, language, kind, severity, rule, buf_text(&subject));
    buf_free(&subject);
    buf_puts(&title, ""); /* never NULL */
    return buf_take(&title);
}

/* The events of a page that the channel wants, by rule, severity and unit: what stands is no event. */
static void fire(struct outbox *outbox, struct channel *channel, const struct message_event *events,
                 size_t count, enum language language)
{
    struct message_event *wanted = mem_alloc((count + 1) * sizeof *wanted);
    struct message_digest digest = {.events = wanted, .title = ""};

    for (size_t i = 0; i < count; i++) {
        struct message_event state = events[i];
        state.event = "";
        if (channel_wants(channel, &state))
            wanted[digest.count++] = events[i];
    }
    if (digest.count > 0) {
        struct format format = channel_format(channel->config, language, "");
        struct buf body = {0};
        format_digest(&body, &format, &digest);
        outbox_repeat(outbox, channel, buf_text(&body));
        buf_free(&body);
    }
    free(wanted);
}

void firing_take(struct firing *firing, struct outbox *outbox, const struct pg_result *page,
                 enum language language)
{
    const int rows = db_rows(page);
    struct message_event *events = mem_alloc(((size_t)rows + 1) * sizeof *events);
    char **titles = mem_alloc(((size_t)rows + 1) * sizeof *titles);
    const msec now = clock_wall();
    size_t count = 0;

    for (int row = 0; row < rows; row++) {
        struct message_event event = store_firing_row(page, row, now);
        firing->after = event.deviation_id;
        if (event.created == 0)
            continue;
        event.title = titles[count] = title_of(&event, language);
        events[count++] = event;
    }
    for (size_t i = 0; i < outbox->channels.count; i++)
        if (outbox->channels.list[i].fires)
            fire(outbox, &outbox->channels.list[i], events, count, language);
    firing->under_way = rows >= FIRING_PAGE;
    for (size_t i = 0; i < count; i++)
        free(titles[i]);
    free(titles);
    free(events);
}

void firing_stop(struct firing *firing)
{
    firing->under_way = false;
}
