#include "net/mail_body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "base/html.h"
#include "base/markup.h"
#include "core/catalogue_delivery.h"
#include "core/catalogue_mail.h"
#include "core/mail_address.h"
#include "net/format_parts.h"

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

#define FONT_STYLE                                                                                           \
    "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Arial,sans-serif;font-size:14px;"        \
    "line-height:1.6;color:#222"
#define CELL_STYLE "border:1px solid #ccc;padding:4px 8px;text-align:left;vertical-align:top"
#define HEAD_STYLE CELL_STYLE ";background:#f3f3f3;white-space:nowrap;font-weight:normal;color:#555"

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
               "<body style=\"" FONT_STYLE "\">\n<p style=\"font-size:16px;font-weight:bold;color:%s\">",
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

static json_t *attachment_json(const struct mail_attachment *attachment)
{
    char *base64 = mem_alloc((attachment->length + 2) / 3 * 4 + 1);
    json_t *json = json_object();

    /* The length is below MAIL_ATTACHMENTS_MAX. */
    EVP_EncodeBlock((unsigned char *)base64, attachment->data, (int)attachment->length);
    json_object_set_new(json, "name", format_text(attachment->name));
    json_object_set_new(json, "type", format_text(attachment->type));
    json_object_set_new(json, "base64", json_string(base64));
    free(base64);
    return json;
}

/* What a mail has beside its texts. */
struct frame {
    const char *type;
    int64_t corrects;                   /* the event that this one corrects; 0: none */
    const struct message_event *events; /* whose answering people may be written to */
    size_t event_count;
};

static bool holds(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), text) == 0)
            return true;
    return false;
}

/* An address that the ledger has wrong must not keep the mail from everybody else. */
static json_t *answers_json(const struct frame *frame)
{
    json_t *list = json_array();

    for (size_t i = 0; i < frame->event_count && json_array_size(list) < MAIL_ANSWERS_MAX; i++) {
        const char *address = frame->events[i].answers_email;
        if (address != NULL && address[0] != '\0' && mail_address_fault(address) == NULL &&
            !holds(list, address))
            json_array_append_new(list, format_text(address));
    }
    return list;
}

static void write_json(struct buf *out, const struct frame *frame, const struct mail *mail)
{
    char stamp[CLOCK_TEXT];
    json_t *data = json_object(), *content = json_object(), *list = json_array(), *body = json_object();

    json_object_set_new(data, "title", format_cut_text(mail->subject, TITLE_MAX));
    if (frame->corrects != 0)
        json_object_set_new(
            data, "corrects",
            json_pack("{s:I, s:s?}", "event_id", (json_int_t)frame->corrects, "message_id", mail->after));
    json_object_set_new(content, "date", json_integer(mail->date));
    json_object_set_new(content, "text", format_text(mail->text));
    json_object_set_new(content, "html", format_text(mail->html));
    if (mail->topic != NULL)
        json_object_set_new(content, "topic", format_text(mail->topic));
    if (mail->after != NULL)
        json_object_set_new(content, "after", format_text(mail->after));
    if (mail->urgent)
        json_object_set_new(content, "urgent", json_true());
    for (size_t i = 0; i < mail->attachment_count; i++)
        json_array_append_new(list, attachment_json(&mail->attachments[i]));
    json_object_set_new(content, "attachments", list);
    json_object_set_new(content, "answers", answers_json(frame));
    json_object_set_new(body, "type", format_text(frame->type));
    json_object_set_new(body, "timestamp", json_string(clock_format(mail->date, stamp)));
    json_object_set_new(body, "data", data);
    json_object_set_new(body, "mail", content);
    format_write(out, body);
}

static void finish(struct writer *writer, struct buf *out, const struct frame *frame, struct mail *mail)
{
    end(writer);
    mail->text = buf_text(&writer->text);
    mail->html = buf_text(&writer->html);
    write_json(out, frame, mail);
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
    finish(
        &writer, out,
        &(struct frame){.type = type, .corrects = event->corrects_event, .events = event, .event_count = 1},
        &mail);
}

static void row(struct writer *writer, enum mail_label label, const char *value)
{
    const char *said = catalogue_mail_label(writer->language, label);

    value = cut(writer, value, VALUE_MAX);
    if (value[0] == '\0')
        return;
    element(writer, "<tr><th style=\"" HEAD_STYLE "\">", said, "</th><td style=\"" CELL_STYLE "\">");
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
        element(&writer, "<th style=\"" HEAD_STYLE "\">", catalogue_mail_label(language, heads[i]), "</th>");
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
    finish(
        &writer, out,
        &(struct frame){.type = MESSAGE_TYPE_DIGEST, .events = digest->events, .event_count = digest->count},
        &mail);
}

static void write_digest_row(struct writer *writer, const struct message_event *event, size_t number)
{
    const char *title = cut(writer, event->title, TITLE_MAX);
    const char *explanation = cut(writer, event->explanation, EXPLANATION_MAX);
    struct buf value = {0};

    buf_printf(&writer->html, "<tr><td style=\"" CELL_STYLE "\"><b style=\"color:%s\">",
               colour_of(event->severity));
    element(writer, "", title, "</b><br>");
    element(writer, "", explanation, "</td>");
    buf_printf(&writer->text, "%zu. %s\n   %s\n", number, title, explanation);
    name_and_code(&value, writer->language, event->unit_name, event->unit_code);
    const char *unit = cut(writer, buf_text(&value), VALUE_MAX);
    element(writer, "<td style=\"" CELL_STYLE "\">", unit, "</td>");
    buf_printf(&writer->text, "   %s", unit);
    answers_of(&value, writer->language, event);
    const char *who = cut(writer, buf_text(&value), VALUE_MAX);
    element(writer, "<td style=\"" CELL_STYLE "\">", who, "</td></tr>\n");
    buf_printf(&writer->text, "%s%s\n\n", who[0] != '\0' ? " · " : "", who);
    buf_free(&value);
}

void mail_dead(struct buf *out, enum language language, const struct message_dead *dead, msec now)
{
    struct buf title = {0}, explanation = {0};
    struct writer writer;

    catalogue_dead_title(&title, language, dead);
    catalogue_dead_text(&explanation, language, dead);
    begin(&writer, language, buf_text(&title), "red");
    paragraph(&writer, buf_text(&explanation));
    struct mail mail = {.subject = buf_text(&title), .date = now, .urgent = true};
    finish(&writer, out, &(struct frame){.type = MESSAGE_TYPE_DEAD}, &mail);
    buf_free(&title);
    buf_free(&explanation);
}

void mail_test(struct buf *out, enum language language, const char *channel, msec now)
{
    struct buf explanation = {0};
    struct writer writer;

    catalogue_test_text(&explanation, language, channel);
    begin(&writer, language, catalogue_test_title(language), "none");
    paragraph(&writer, buf_text(&explanation));
    struct mail mail = {.subject = catalogue_test_title(language), .date = now};
    finish(&writer, out, &(struct frame){.type = MESSAGE_TYPE_TEST}, &mail);
    buf_free(&explanation);
}

bool mail_document(struct buf *out, const char *type, const struct mail *mail, struct err *err)
{
    size_t total = 0;

    for (size_t i = 0; i < mail->attachment_count; i++) {
        size_t length = mail->attachments[i].length;
        total = length > MAIL_ATTACHMENTS_MAX ? length : total + length;
        if (total > MAIL_ATTACHMENTS_MAX)
            return err_set(err, ERR_INPUT, "the attachments of a mail are larger than %d bytes",
                           MAIL_ATTACHMENTS_MAX);
    }
    write_json(out, &(struct frame){.type = type}, mail);
    return true;
}

static const char *member(const json_t *object, const char *key, const char *otherwise)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value != NULL ? value : otherwise;
}

/* Padding counts as zero bytes to EVP_DecodeBlock. */
static bool decode(struct arena *arena, const char *base64, struct mail_attachment *attachment)
{
    size_t length = strlen(base64), padding = 0;

    if (length % 4 != 0 || length > (size_t)MAIL_ATTACHMENTS_MAX / 3 * 4 + 8)
        return false;
    while (padding < 2 && padding < length && base64[length - 1 - padding] == '=')
        padding++;
    if (strcspn(base64, "=") != length - padding)
        return false;
    unsigned char *data = arena_alloc(arena, length / 4 * 3 + 1);
    int decoded = EVP_DecodeBlock(data, (const unsigned char *)base64, (int)length);
    if (decoded < (int)padding)
        return false;
    attachment->data = data;
    attachment->length = (size_t)decoded - padding;
    return true;
}

static bool read_attachments(struct mail_body *body, const json_t *list, struct err *err)
{
    size_t count = json_array_size(list);
    struct mail_attachment *attachments = arena_alloc(&body->arena, count * sizeof *attachments + 1);

    for (size_t i = 0; i < count; i++) {
        const json_t *from = json_array_get(list, i);
        attachments[i].name = member(from, "name", "");
        attachments[i].type = member(from, "type", "application/octet-stream");
        if (!decode(&body->arena, member(from, "base64", ""), &attachments[i]))
            return err_set(err, ERR_INPUT, "attachment %zu of the mail cannot be read", i + 1);
    }
    body->mail.attachments = attachments;
    body->mail.attachment_count = count;
    return true;
}

static void read_answers(struct mail_body *body, const json_t *list)
{
    const char **answers = arena_alloc(&body->arena, json_array_size(list) * sizeof *answers + 1);

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *address = json_string_value(json_array_get(list, i));
        if (address != NULL)
            answers[body->answer_count++] = address;
    }
    body->answers = answers;
}

bool mail_body_read(const char *body, size_t length, struct mail_body *ret_body, struct err *err)
{
    json_error_t fault;
    json_t *json = json_loadb(body, length, JSON_REJECT_DUPLICATES, &fault);
    const json_t *content = json_object_get(json, "mail");
    struct mail_body read = {.json = json};

    if (json == NULL)
        return err_set(err, ERR_INPUT, "the mail is not JSON: line %d: %s", fault.line, fault.text);
    read.mail = (struct mail){.subject = member(json_object_get(json, "data"), "title", ""),
                              .text = member(content, "text", ""),
                              .html = member(content, "html", ""),
                              .topic = member(content, "topic", NULL),
                              .after = member(content, "after", NULL),
                              .urgent = json_is_true(json_object_get(content, "urgent"))};
    bool ok = json_is_integer(json_object_get(content, "date")) ||
              err_set(err, ERR_INPUT, "the message is no mail");
    read.mail.date = json_integer_value(json_object_get(content, "date"));
    ok = ok && read_attachments(&read, json_object_get(content, "attachments"), err);
    read_answers(&read, json_object_get(content, "answers"));
    if (ok)
        *ret_body = read;
    else
        mail_body_done(&read);
    return ok;
}

void mail_body_done(struct mail_body *body)
{
    json_decref(body->json);
    arena_free(&body->arena);
    *body = (struct mail_body){0};
}
