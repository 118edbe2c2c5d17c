#include "service/form.h"

#include <stdio.h>

#include "net/format.h"
#include "net/webhook.h"

/* An event on its way into messages. */
struct forming_event {
    const struct pg_result *rows;
    int row; /* its first */
    struct message_event event;
};

static void form_one(struct store_forming *forming, struct forming_event *of, const struct channels *channels,
                     enum language language);
static void make_title(struct buf *title, const struct message_event *event, enum language language);

void form_messages(struct store_forming *forming, const struct pg_result *rows,
                   const struct channels *channels, enum language language)
{
    for (int row = 0; row < db_rows(rows); row = store_event_next(rows, row)) {
        struct forming_event of = {rows, row, store_event_row(rows, row)};

        store_forming_event(forming, of.event.id);
        form_one(forming, &of, channels, language);
    }
}

/* Each kind of receiver has its own form of a body, and a correction names a message of the same channel, so
 * each channel's body is its own. Where that message
 * went, the correction goes, whatever the channel's filters say of it: otherwise what is known to be wrong
 * would stand there. */
static void form_one(struct store_forming *forming, struct forming_event *of, const struct channels *channels,
                     enum language language)
{
    struct message_event *event = &of->event;
    struct buf title = {0}, body = {0};
    char id[WEBHOOK_ID_TEXT], type[64];

    snprintf(type, sizeof type, "deviation.%s", event->event);
    make_title(&title, event, language);
    event->title = buf_text(&title);
    for (size_t i = 0; i < channels->count; i++) {
        const char *channel = channels->list[i].config->name;
        bool taken_back = false;
        if (event->corrects_event != 0) {
            event->corrects_message = store_event_corrected(of->rows, of->row, channel);
            taken_back = channels->list[i].config->enabled && event->corrects_message[0] != '\0';
        }
        if (!taken_back && !channel_wants(&channels->list[i], event))
            continue;
        struct format format = channel_format(channels->list[i].config, language, webhook_id_make(id));
        buf_clear(&body);
        format_event(&body, &format, event);
        store_forming_message(forming, event->id, id, channel, type, buf_text(&body));
    }
    buf_free(&title);
    buf_free(&body);
}

/* Names that this version does not know are shown as they are. */
static void make_title(struct buf *title, const struct message_event *event, enum language language)
{
    enum event_kind kind;
    enum severity severity;
    enum rule rule;

    bool known = event_by_name(event->event, &kind);
    if (known && event->corrects_event != 0)
        buf_puts(title, catalogue_correction(language, kind));
    if (known && severity_by_name(event->severity, &severity) && rule_by_name(event->rule, &rule))
        catalogue_title(title, language, kind, severity, rule, event->subject_name);
    else
        buf_printf(title, "%s %s: %s, %s", event->severity, event->event, event->rule, event->subject_name);
}
