#include "service/form.h"

#include <stdio.h>

#include "net/webhook.h"

static void form_one(struct store_forming *forming, struct message_event *event,
                     const struct channels *channels, enum language language);
static void make_title(struct buf *title, const struct message_event *event, enum language language);

void form_messages(struct store_forming *forming, const struct pg_result *rows,
                   const struct channels *channels, enum language language)
{
    for (int row = 0; row < db_rows(rows); row++) {
        struct message_event event = store_event_row(rows, row);

        store_forming_event(forming, event.id);
        form_one(forming, &event, channels, language);
    }
}

static void form_one(struct store_forming *forming, struct message_event *event,
                     const struct channels *channels, enum language language)
{
    struct buf title = {0}, body = {0};
    char id[WEBHOOK_ID_TEXT], type[64];

    snprintf(type, sizeof type, "deviation.%s", event->event);
    for (size_t i = 0; i < channels->count; i++) {
        if (!channel_wants(&channels->list[i], event))
            continue;
        if (body.length == 0) {
            make_title(&title, event, language);
            event->title = buf_text(&title);
            webhook_event_body(&body, event);
        }
        store_forming_message(forming, event->id, webhook_id_make(id), channels->list[i].config->name, type,
                              buf_text(&body));
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

    if (event_by_name(event->event, &kind) && severity_by_name(event->severity, &severity) &&
        rule_by_name(event->rule, &rule))
        catalogue_title(title, language, kind, severity, rule, event->subject_name);
    else
        buf_printf(title, "%s %s: %s, %s", event->severity, event->event, event->rule, event->subject_name);
}
