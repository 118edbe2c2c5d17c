#include "net/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/markup.h"
#include "core/catalogue_delivery.h"
#include "core/catalogue_heartbeat.h"
#include "net/cloudevents.h"
#include "net/format_parts.h"
#include "net/mail_message.h"
#include "net/webhook.h"

enum { DOCUMENT_TEXT_MAX = 20000 };

void format_write(struct buf *out, json_t *body)
{
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;

    if (text == NULL)
        abort(); /* out of memory: everything in it is valid */
    buf_puts(out, text);
    free(text);
    json_decref(body);
}

json_t *format_text(const char *text)
{
    json_t *json = json_string(text);

    return json != NULL ? json : json_string("");
}

json_t *format_cut_text(const char *text, size_t max)
{
    struct buf cut = {0};

    markup_add(&cut, MARKUP_PLAIN, text, max);
    json_t *json = format_text(buf_text(&cut));
    buf_free(&cut);
    return json;
}

/* NULL: it is none. */
static const struct format_robot *robot_of(enum channel_type type)
{
    switch (type) {
    case CHANNEL_WECOM: return &format_wecom;
    case CHANNEL_DINGTALK: return &format_dingtalk;
    case CHANNEL_FEISHU: return &format_feishu;
    case CHANNEL_SLACK: return &format_slack;
    case CHANNEL_WEBHOOK:
    case CHANNEL_ALERTMANAGER:
    case CHANNEL_EMAIL:
    case CHANNEL_JOURNAL:
    case CHANNEL_TYPE_COUNT: break;
    }
    return NULL;
}

/* A Standard Webhook's body becomes what the format says of it. */
static void wrap(struct buf *out, const struct format *format, struct buf *standard)
{
    if (format->type == CHANNEL_WEBHOOK && format->cloudevents)
        cloudevents_body(out, buf_text(standard), format->message_id, format->source);
    else
        buf_add(out, standard->data, standard->length);
    buf_free(standard);
}

void format_event(struct buf *out, const struct format *format, const struct message_event *event)
{
    const struct format_robot *robot = robot_of(format->type);
    struct buf standard = {0};

    if (robot != NULL)
        robot->event(out, format->language, event);
    else if (format->type == CHANNEL_ALERTMANAGER)
        format_alertmanager_event(out, format, event);
    else if (format->type == CHANNEL_EMAIL)
        mail_event(out, format->language, event);
    else {
        webhook_event_body(&standard, event);
        wrap(out, format, &standard);
    }
}

void format_digest(struct buf *out, const struct format *format, const struct message_digest *digest)
{
    const struct format_robot *robot = robot_of(format->type);
    struct buf standard = {0};

    if (robot != NULL)
        robot->digest(out, format->language, digest);
    else if (format->type == CHANNEL_ALERTMANAGER)
        format_alertmanager_digest(out, format, digest);
    else if (format->type == CHANNEL_EMAIL)
        mail_digest(out, format->language, digest);
    else {
        webhook_digest_body(&standard, format->language, digest);
        wrap(out, format, &standard);
    }
}

void format_failure(struct buf *out, const struct format *format, const struct message_failure *failure,
                    msec now)
{
    const struct format_robot *robot = robot_of(format->type);
    struct buf title = {0}, text = {0}, standard = {0};

    catalogue_failure_title(&title, format->language, failure);
    catalogue_failure_text(&text, format->language, failure);
    if (robot != NULL)
        robot->note(out, buf_text(&title), buf_text(&text));
    else if (format->type == CHANNEL_ALERTMANAGER)
        format_alertmanager_note(out, format, failure->off ? "BudgetChannelOff" : "BudgetMessageUndelivered",
                                 failure->channel, buf_text(&title), buf_text(&text), now);
    else if (format->type == CHANNEL_EMAIL)
        mail_failure(out, format->language, failure, now);
    else {
        webhook_failure_body(&standard, format->language, failure, now);
        wrap(out, format, &standard);
    }
    buf_free(&title);
    buf_free(&text);
}

void format_test(struct buf *out, const struct format *format, const char *channel, msec now)
{
    const struct format_robot *robot = robot_of(format->type);
    const char *title = catalogue_test_title(format->language);
    struct buf text = {0}, standard = {0};

    catalogue_test_text(&text, format->language, channel);
    if (robot != NULL)
        robot->note(out, title, buf_text(&text));
    else if (format->type == CHANNEL_ALERTMANAGER)
        format_alertmanager_note(out, format, "BudgetTest", channel, title, buf_text(&text), now);
    else if (format->type == CHANNEL_EMAIL)
        mail_test(out, format->language, channel, now);
    else {
        webhook_test_body(&standard, format->language, channel, now);
        wrap(out, format, &standard);
    }
    buf_free(&text);
}

/* An Alertmanager is not told: it would take an alert that stands for something to act on. */
void format_heartbeat(struct buf *out, const struct format *format, const struct message_heartbeat *beat)
{
    const struct format_robot *robot = robot_of(format->type);
    struct buf text = {0}, standard = {0};

    catalogue_heartbeat_text(&text, format->language, beat);
    if (robot != NULL)
        robot->note(out, catalogue_heartbeat_title(format->language), buf_text(&text));
    else if (format->type == CHANNEL_EMAIL)
        mail_heartbeat(out, format->language, beat);
    else {
        webhook_heartbeat_body(&standard, format->language, beat);
        wrap(out, format, &standard);
    }
    buf_free(&text);
}

struct format_room format_room(enum channel_type type)
{
    const struct format_robot *robot = robot_of(type);

    return robot != NULL ? robot->room : (struct format_room){MARKUP_PLAIN, DOCUMENT_TEXT_MAX};
}

void format_document(struct buf *out, const struct format *format, const struct format_document *document)
{
    const struct format_robot *robot = robot_of(format->type);
    struct buf standard = {0};

    if (robot != NULL)
        robot->document(out, format->language, document);
    else if (format->type == CHANNEL_EMAIL)
        mail_of_document(out, document);
    else {
        webhook_document_body(&standard, document->type, document->title, document->headline, document->data,
                              document->made);
        wrap(out, format, &standard);
    }
}

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* The first line of a chat's markup, without what stands around the title in it. */
static void add_first_line(struct buf *out, const char *text)
{
    for (const char *c = text; *c != '\0' && *c != '\n'; c++)
        if (*c == '<' && strchr(c, '>') != NULL)
            c = strchr(c, '>');
        else if (*c != '*')
            buf_putc(out, *c);
}

void format_title(struct buf *out, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    const json_t *markdown = json_object_get(json, "markdown");
    const json_t *header = json_object_get(json_object_get(json, "card"), "header");
    const char *title = member(json_object_get(json, "data"), "title");
    const char *lines = member(json, "text");

    if (title == NULL)
        title = member(markdown, "title");
    if (title == NULL)
        title = member(json_object_get(header, "title"), "content");
    if (title == NULL)
        title = member(json_object_get(json_array_get(json, 0), "annotations"), "summary");
    if (lines == NULL)
        lines = member(markdown, "content");
    if (title != NULL)
        buf_puts(out, title);
    else if (lines != NULL)
        add_first_line(out, lines);
    json_decref(json);
}

bool format_is_shown(const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    bool shown = json_is_array(json) ||
                 (json_object_get(json, "data") != NULL && json_object_get(json, "mail") == NULL);

    json_decref(json);
    return shown;
}
