#include "net/mail_message.h"

#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "core/catalogue_delivery.h"
#include "core/catalogue_heartbeat.h"
#include "core/catalogue_mail.h"
#include "base/markup.h"
#include "net/format.h"
#include "net/mail_body.h"

/* A mail being written: the same content goes into both forms. */
struct writer {
    struct buf text, html;
    struct arena arena;
    enum language language;
};

/* Bytes of what the ledger holds, which may be of any length. */
enum { TITLE_MAX = 900, EXPLANATION_MAX = 3000, VALUE_MAX = 600 };

static void write_event_table(struct writer *writer, const struct message_event *event);
static void write_digest_row(struct writer *writer, const struct message_event *event, size_t number);

/* Dark enough to be read on white. The words say the same. */
static const char *colour_of(const char *severity)
{
    if (strcmp(severity, "red") == 0)
        return "#b42318";
    if (strcmp(severity, "yellow") == 0)
        return "#8a5a00";
    if (strcmp(severity, "blue") == 0)
        return "#1d5fa8";
    return "#222";
}

static void element(struct writer *writer, const char *open, const char *text, const char *close)
{
    buf_puts(&writer->html, open);
    html_text(&writer->html, text);
    buf_puts(&writer->html, close);
}

/* On one line, so that a name cannot look like another part of the mail. */
static const char *cut(struct writer *writer, const char *text, size_t max)
{
    struct buf out = {0};

    markup_add(&out, MARKUP_PLAIN, text, max);
    const char *kept = arena_text(&writer->arena, buf_text(&out));
    buf_free(&out);
    return kept;
}

static void begin(struct writer *writer, enum language language, const char *title, const char *severity)
{
    *writer = (struct writer){.language = language};
    title = cut(writer, title, TITLE_MAX);
    buf_printf(&writer->html,
               "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"></head>\n"
               "<body style=\"" HTML_MAIL_FONT "\">\n<p style=\"font-size:16px;font-weight:bold;color:%s\">",
               language == LANGUAGE_ZH ? "zh-CN" : "en", colour_of(severity));
    element(writer, "", title, "</p>\n");
    buf_printf(&writer->text, "%s\n\n", title);
}

static void paragraph(struct writer *writer, const char *text)
{
    text = cut(writer, text, EXPLANATION_MAX);
    element(writer, "<p>", text, "</p>\n");
    buf_printf(&writer->text, "%s\n\n", text);
}

static void end(struct writer *writer)
{
    element(writer, "<p style=\"font-size:12px;color:#777\">", catalogue_mail_footer(writer->language),
            "</p>\n</body></html>\n");
    buf_printf(&writer->text, "-- \n%s\n", catalogue_mail_footer(writer->language));
}

static void finish(struct writer *writer, struct buf *out, const struct mail_frame *frame, struct mail *mail)
{
    end(writer);
    mail->text = buf_text(&writer->text);
    mail->html = buf_text(&writer->html);
    mail_body_write(out, frame, mail);
    buf_free(&writer->text);
    buf_free(&writer->html);
    arena_free(&writer->arena);
}

void mail_event(struct buf *out, enum language language, const struct message_event *event)
{
    struct writer writer;
    char type[64], topic[64];
    struct mail mail = {.subject = event->title,
                        .date = event->created,
                        .topic = topic,
                        .urgent =
                            strcmp(event->severity, "red") == 0 &&
                            (strcmp(event->event, "opened") == 0 || strcmp(event->event, "escalated") == 0)};

    if (event->corrects_event != 0 && event->corrects_message[0] != '\0')
        mail.after = event->corrects_message;
    snprintf(type, sizeof type, "deviation.%s", event->event);
    snprintf(topic, sizeof topic, "deviation-%lld", (long long)event->deviation_id);
    begin(&writer, language, event->title, strcmp(event->event, "resolved") == 0 ? "none" : event->severity);
    paragraph(&writer, event->explanation);
    write_event_table(&writer, event);
    finish(&writer, out,
           &(struct mail_frame){
               .type = type, .corrects = event->corrects_event, .events = event, .event_count = 1},
           &mail);
}

static void row(struct writer *writer, enum mail_label label, const char *value)
{
    const char *said = catalogue_mail_label(writer->language, label);

    value = cut(writer, value, VALUE_MAX);
    if (value[0] == '\0')
        return;
    element(writer, "<tr><th style=\"" HTML_MAIL_HEAD "\">", said, "</th><td style=\"" HTML_MAIL_CELL "\">");
    element(writer, "", value, "</td></tr>\n");
    buf_printf(&writer->text, writer->language == LANGUAGE_ZH ? "%s：%s\n" : "%s: %s\n", said, value);
}

/* "道路养护（P001）" */
static void name_and_code(struct buf *out, enum language language, const char *name, const char *code)
{
    buf_clear(out);
    buf_puts(out, name[0] != '\0' ? name : code);
    if (name[0] != '\0' && code[0] != '\0')
        buf_printf(out, language == LANGUAGE_ZH ? "（%s）" : " (%s)", code);
}

static void answers_of(struct buf *out, enum language language, const struct message_event *event)
{
    bool known = event->answers_name != NULL && event->answers_name[0] != '\0';

    buf_clear(out);
    if (known)
        catalogue_person(out, language, event->answers_name,
                         event->answers_role != NULL ? event->answers_role : "");
    else if (event->manager != NULL)
        buf_puts(out, event->manager);
}

static void others_of(struct buf *out, enum language language, const struct message_event *event)
{
    bool zh = language == LANGUAGE_ZH;

    buf_clear(out);
    for (int i = 0; i < MESSAGE_HEADS; i++) {
        const struct message_person *head = &event->heads[i];
        if (!message_person_known(head) || (i > 0 && message_person_same(head, &event->heads[0])))
            continue;
        buf_puts(out, out->length == 0 ? "" : zh ? "、" : ", ");
        catalogue_person(out, language, head->name, head->role != NULL ? head->role : "");
    }
    if (out->length == 0)
        buf_puts(out, catalogue_no_head(language));
}

static void write_event_table(struct writer *writer, const struct message_event *event)
{
    enum language language = writer->language;
    struct buf value = {0};
    enum rule rule;

    buf_puts(&writer->html, "<table style=\"border-collapse:collapse\">\n");
    name_and_code(&value, language, event->subject_name, event->subject_code);
    row(writer, MAIL_LABEL_SUBJECT, buf_text(&value));
    name_and_code(&value, language, event->unit_name, event->unit_code);
    row(writer, MAIL_LABEL_UNIT, buf_text(&value));
    row(writer, MAIL_LABEL_RULE,
        rule_by_name(event->rule, &rule) ? catalogue_rule(language, rule) : event->rule);
    buf_clear(&value);
    catalogue_mail_severity(&value, language, event->severity, event->previous_severity);
    row(writer, MAIL_LABEL_SEVERITY, buf_text(&value));
    buf_clear(&value);
    catalogue_mail_period(&value, language, event->fiscal_year, event->month);
    row(writer, MAIL_LABEL_PERIOD, buf_text(&value));
    answers_of(&value, language, event);
    row(writer, MAIL_LABEL_ANSWERS, buf_text(&value));
    if (message_person_known(&event->owner)) {
        buf_clear(&value);
        catalogue_person(&value, language, event->owner.name,
                         event->owner.role != NULL ? event->owner.role : "");
        row(writer, MAIL_LABEL_OWNER, buf_text(&value));
    }
    if (event->escalated) {
        others_of(&value, language, event);
        row(writer, MAIL_LABEL_ESCALATED, buf_text(&value));
    }
    buf_clear(&value);
    catalogue_mail_number(&value, language, event->deviation_id, strcmp(event->event, "resolved") != 0);
    row(writer, MAIL_LABEL_NUMBER, buf_text(&value));
    buf_puts(&writer->html, "</table>\n");
    buf_putc(&writer->text, '\n');
    buf_free(&value);
}

void mail_digest(struct buf *out, enum language language, const struct message_digest *digest)
{
    static const enum mail_label heads[] = {MAIL_LABEL_NOTICE, MAIL_LABEL_UNIT, MAIL_LABEL_ANSWERS};
    size_t shown = digest->count < MAIL_EVENTS_MAX ? digest->count : MAIL_EVENTS_MAX;
    struct mail mail = {.subject = digest->title};
    struct writer writer;

    begin(&writer, language, digest->title, digest->events[0].severity);
    buf_puts(&writer.html, "<table style=\"border-collapse:collapse\">\n<tr>");
    for (size_t i = 0; i < 3; i++)
        element(&writer, "<th style=\"" HTML_MAIL_HEAD "\">", catalogue_mail_label(language, heads[i]),
                "</th>");
    buf_puts(&writer.html, "</tr>\n");
    for (size_t i = 0; i < digest->count; i++) {
        const struct message_event *event = &digest->events[i];
        if (event->created > mail.date)
            mail.date = event->created;
        if (i < shown)
            write_digest_row(&writer, event, i + 1);
    }
    buf_puts(&writer.html, "</table>\n");
    if (shown < digest->count) {
        struct buf more = {0};
        catalogue_digest_more(&more, language, digest->count - shown);
        paragraph(&writer, buf_text(&more));
        buf_free(&more);
    }
    finish(&writer, out,
           &(struct mail_frame){
               .type = MESSAGE_TYPE_DIGEST, .events = digest->events, .event_count = digest->count},
           &mail);
}

/* Of a digest's event: who answers, and the heads that it escalates to. */
static void whom_of(struct buf *out, enum language language, const struct message_event *event)
{
    struct buf heads = {0};

    answers_of(out, language, event);
    if (event->escalated) {
        others_of(&heads, language, event);
        buf_printf(out, language == LANGUAGE_ZH ? "%s%s：%s" : "%s%s: %s",
                   out->length == 0          ? ""
                   : language == LANGUAGE_ZH ? "；"
                                             : "; ",
                   catalogue_mail_label(language, MAIL_LABEL_ESCALATED), buf_text(&heads));
    }
    buf_free(&heads);
}

static void write_digest_row(struct writer *writer, const struct message_event *event, size_t number)
{
    const char *title = cut(writer, event->title, TITLE_MAX);
    const char *explanation = cut(writer, event->explanation, EXPLANATION_MAX);
    struct buf value = {0};

    buf_printf(&writer->html, "<tr><td style=\"" HTML_MAIL_CELL "\"><b style=\"color:%s\">",
               colour_of(event->severity));
    element(writer, "", title, "</b><br>");
    element(writer, "", explanation, "</td>");
    buf_printf(&writer->text, "%zu. %s\n   %s\n", number, title, explanation);
    name_and_code(&value, writer->language, event->unit_name, event->unit_code);
    const char *unit = cut(writer, buf_text(&value), VALUE_MAX);
    element(writer, "<td style=\"" HTML_MAIL_CELL "\">", unit, "</td>");
    buf_printf(&writer->text, "   %s", unit);
    whom_of(&value, writer->language, event);
    const char *who = cut(writer, buf_text(&value), VALUE_MAX);
    element(writer, "<td style=\"" HTML_MAIL_CELL "\">", who, "</td></tr>\n");
    buf_printf(&writer->text, "%s%s\n\n", who[0] != '\0' ? " · " : "", who);
    buf_free(&value);
}

void mail_failure(struct buf *out, enum language language, const struct message_failure *failure, msec now)
{
    struct buf title = {0}, explanation = {0};
    struct writer writer;

    catalogue_failure_title(&title, language, failure);
    catalogue_failure_text(&explanation, language, failure);
    begin(&writer, language, buf_text(&title), "red");
    paragraph(&writer, buf_text(&explanation));
    struct mail mail = {.subject = buf_text(&title), .date = now, .urgent = true};
    finish(&writer, out, &(struct mail_frame){.type = failure->off ? MESSAGE_TYPE_OFF : MESSAGE_TYPE_DEAD},
           &mail);
    buf_free(&title);
    buf_free(&explanation);
}

void mail_of_document(struct buf *out, const struct format_document *document)
{
    const struct mail mail = {.subject = document->title,
                              .date = document->made,
                              .topic = document->topic,
                              .text = document->text,
                              .html = document->html,
                              .attachments = document->attachments,
                              .attachment_count = document->attachment_count};

    mail_body_write(out, &(struct mail_frame){.type = document->type, .head = document->head.email}, &mail);
}

void mail_test(struct buf *out, enum language language, const char *channel, msec now)
{
    struct buf explanation = {0};
    struct writer writer;

    catalogue_test_text(&explanation, language, channel);
    begin(&writer, language, catalogue_test_title(language), "none");
    paragraph(&writer, buf_text(&explanation));
    struct mail mail = {.subject = catalogue_test_title(language), .date = now};
    finish(&writer, out, &(struct mail_frame){.type = MESSAGE_TYPE_TEST}, &mail);
    buf_free(&explanation);
}

void mail_heartbeat(struct buf *out, enum language language, const struct message_heartbeat *beat)
{
    struct buf text = {0};
    struct writer writer;

    catalogue_heartbeat_text(&text, language, beat);
    begin(&writer, language, catalogue_heartbeat_title(language), "none");
    paragraph(&writer, buf_text(&text));
    struct mail mail = {.subject = catalogue_heartbeat_title(language), .date = beat->at};
    finish(&writer, out, &(struct mail_frame){.type = MESSAGE_TYPE_BEAT}, &mail);
    buf_free(&text);
}
