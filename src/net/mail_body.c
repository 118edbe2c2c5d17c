#include "net/mail_body.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/evp.h>

#include "core/mail_address.h"
#include "net/format_parts.h"

enum { TITLE_MAX = 900 };

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

static bool holds(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), text) == 0)
            return true;
    return false;
}

/* An address that the ledger has wrong must not keep the mail from everybody else. */
static void add_address(json_t *list, const char *address, size_t max)
{
    if (json_array_size(list) < max && address != NULL && address[0] != '\0' &&
        mail_address_fault(address) == NULL && !holds(list, address))
        json_array_append_new(list, format_text(address));
}

static json_t *answers_json(const struct mail_frame *frame)
{
    json_t *list = json_array();

    for (size_t i = 0; i < frame->event_count; i++) {
        add_address(list, frame->events[i].answers_email, MAIL_ANSWERS_MAX);
        add_address(list, frame->events[i].owner.email, MAIL_ANSWERS_MAX);
    }
    return list;
}

static json_t *heads_json(const struct mail_frame *frame)
{
    json_t *list = json_array();

    for (size_t i = 0; i < frame->event_count; i++)
        for (int k = 0; k < MESSAGE_HEADS; k++)
            add_address(list, frame->events[i].heads[k].email, MAIL_ANSWERS_MAX);
    add_address(list, frame->head, MAIL_ANSWERS_MAX);
    return list;
}

void mail_body_write(struct buf *out, const struct mail_frame *frame, const struct mail *mail)
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
    json_object_set_new(content, "heads", heads_json(frame));
    json_object_set_new(body, "type", format_text(frame->type));
    json_object_set_new(body, "timestamp", json_string(clock_format(mail->date, stamp)));
    json_object_set_new(body, "data", data);
    json_object_set_new(body, "mail", content);
    format_write(out, body);
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

static const char *const *read_addresses(struct mail_body *body, const json_t *list, size_t *ret_count)
{
    const char **addresses = arena_alloc(&body->arena, json_array_size(list) * sizeof *addresses + 1);
    size_t count = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *address = json_string_value(json_array_get(list, i));
        if (address != NULL)
            addresses[count++] = address;
    }
    *ret_count = count;
    return addresses;
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
    read.answers = read_addresses(&read, json_object_get(content, "answers"), &read.answer_count);
    read.heads = read_addresses(&read, json_object_get(content, "heads"), &read.head_count);
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
