/* Alertmanager, POST /api/v2/alerts: a list of alerts.
 *
 * The labels are an alert's identity, and routes choose by severity, so severity is a label; when a
 * deviation changes its severity, the alert of the one before is ended in the same post that begins the
 * other.
 *
 * Every alert says when it ends: what is resolved, then; what stands, three intervals of sending again after
 * this was said. So a message that comes late raises nothing that is over, and what is no longer sent again
 * ends by itself. */
#include <stdio.h>
#include <string.h>

#include "net/format_parts.h"

enum {
    RESENDS = 3,
    ALERTS_MAX = 1000, /* of a digest; what stands is sent again anyway, and so is what was resolved lately */
    SUMMARY_MAX = 900,
    DESCRIPTION_MAX = 3000,
    NAME_MAX = 600,
    SECOND = 1000,
};

static json_t *stamp(msec when)
{
    char text[CLOCK_TEXT];

    return json_string(clock_format(when, text));
}

static json_t *labels_of(const struct message_event *event, const char *severity)
{
    char year[16];

    snprintf(year, sizeof year, "%d", event->fiscal_year);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:s}", "alertname", "BudgetDeviation", "rule",
                     format_cut_text(event->rule, NAME_MAX), "severity", format_cut_text(severity, NAME_MAX),
                     "unit", format_cut_text(event->unit_code, NAME_MAX), "subject",
                     format_cut_text(event->subject_code, NAME_MAX), "year", year);
}

static json_t *annotations_of(const struct message_event *event)
{
    json_t *annotations = json_pack("{s:o, s:o, s:o}", "summary", format_cut_text(event->title, SUMMARY_MAX),
                                    "description", format_cut_text(event->explanation, DESCRIPTION_MAX),
                                    "subject_name", format_cut_text(event->subject_name, NAME_MAX));

    if (event->answers_name != NULL && event->answers_name[0] != '\0')
        json_object_set_new(annotations, "answers", format_cut_text(event->answers_name, NAME_MAX));
    return annotations;
}

/* It began when the deviation opened, a day of the office, which may lie ahead of UTC's; never after its
 * end. */
static msec begin_of(const struct message_event *event, msec end)
{
    msec begin = event->since > 0 && event->since < event->created ? event->since : event->created;

    return begin < end ? begin : end - SECOND;
}

static json_t *alert(const struct message_event *event, const char *severity, msec end)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "labels", labels_of(event, severity), "annotations",
                     annotations_of(event), "startsAt", stamp(begin_of(event, end)), "endsAt", stamp(end));
}

static void add_alerts(json_t *alerts, const struct format *format, const struct message_event *event)
{
    const char *before = event->previous_severity;

    if (strcmp(event->event, "resolved") == 0) {
        json_array_append_new(alerts, alert(event, event->severity, event->created));
        return;
    }
    if (before[0] != '\0' && strcmp(before, "none") != 0 && strcmp(before, event->severity) != 0)
        json_array_append_new(alerts, alert(event, before, event->created));
    json_array_append_new(alerts, alert(event, event->severity, event->created + RESENDS * format->resend));
}

void format_alertmanager_event(struct buf *out, const struct format *format,
                               const struct message_event *event)
{
    json_t *alerts = json_array();

    add_alerts(alerts, format, event);
    format_write(out, alerts);
}

void format_alertmanager_digest(struct buf *out, const struct format *format,
                                const struct message_digest *digest)
{
    json_t *alerts = json_array();

    for (size_t i = 0; i < digest->count && json_array_size(alerts) < ALERTS_MAX; i++)
        add_alerts(alerts, format, &digest->events[i]);
    format_write(out, alerts);
}

void format_alertmanager_note(struct buf *out, const struct format *format, const char *name,
                              const char *channel, const char *title, const char *text, msec now)
{
    json_t *labels = json_pack("{s:s, s:o, s:s}", "alertname", name, "channel",
                               format_cut_text(channel, NAME_MAX), "severity", "yellow");
    json_t *annotations = json_pack("{s:o, s:o}", "summary", format_cut_text(title, SUMMARY_MAX),
                                    "description", format_cut_text(text, DESCRIPTION_MAX));

    format_write(out, json_pack("[{s:o, s:o, s:o, s:o}]", "labels", labels, "annotations", annotations,
                                "startsAt", stamp(now), "endsAt", stamp(now + RESENDS * format->resend)));
}
