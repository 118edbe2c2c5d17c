#include "net/webhook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <jansson.h>

#include "core/catalogue_delivery.h"
#include "core/catalogue_heartbeat.h"
#include "net/format_parts.h"

/* Bytes of a text in a body. Escaping can double them, as control characters are blanked: twice the sum
 * over all texts of an event (1 explanation, 1 title, 5 names, 13 short ones) stays under WEBHOOK_BODY_MAX.
 */
enum { EXPLANATION_MAX = 3000, TITLE_MAX = 900, NAME_MAX_BYTES = 600, SHORT_MAX = 200 };

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* A JSON text of at most `max` bytes. What came out of the database is valid UTF-8; what did not becomes
 * an empty text rather than no message. */
static json_t *text(const char *value, size_t max)
{
    static const char ellipsis[] = "…";
    struct buf copy = {0};
    size_t length = strlen(value);
    size_t keep = length;

    if (length > max) {
        keep = max - (sizeof ellipsis - 1);
        while (keep > 0 && is_continuation(value[keep]))
            keep--;
    }
    buf_add(&copy, value, keep);
    if (keep < length)
        buf_puts(&copy, ellipsis);
    for (char *c = copy.data; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' && *c != '\n')
            *c = ' ';
    json_t *json = json_string(copy.data);
    buf_free(&copy);
    return json != NULL ? json : json_string("");
}

static void add(json_t *object, const char *key, const char *value, size_t max)
{
    json_object_set_new(object, key, text(value, max));
}

static void write_body(struct buf *out, const char *type, msec when, json_t *data)
{
    char stamp[CLOCK_TEXT];
    json_t *body = json_object();

    json_object_set_new(body, "type", json_string(type));
    json_object_set_new(body, "timestamp", json_string(clock_format(when, stamp)));
    json_object_set_new(body, "data", data);
    format_write(out, body);
}

static json_t *text_or_null(const char *value, size_t max)
{
    return value != NULL && value[0] != '\0' ? text(value, max) : json_null();
}

/* Whom to ask. How to reach that person is nobody's business here: mobile, e-mail and im_id are for robots
 * that mention somebody, and for letters. */
static json_t *answers_of(const struct message_event *event)
{
    if (event->answers_name == NULL || event->answers_name[0] == '\0')
        return json_null();
    json_t *answers = json_object();
    add(answers, "name", event->answers_name, NAME_MAX_BYTES);
    json_object_set_new(answers, "role", text_or_null(event->answers_role, SHORT_MAX));
    json_object_set_new(answers, "unit", text_or_null(event->answers_unit, SHORT_MAX));
    return answers;
}

static json_t *corrects_of(const struct message_event *event)
{
    if (event->corrects_event == 0)
        return json_null();
    json_t *corrects = json_object();
    json_object_set_new(corrects, "event_id", json_integer(event->corrects_event));
    json_object_set_new(corrects, "message_id", text_or_null(event->corrects_message, WEBHOOK_ID_TEXT));
    return corrects;
}

static json_t *event_data(const struct message_event *event)
{
    json_t *data = json_object(), *subject = json_object(), *unit = json_object();

    json_object_set_new(data, "event_id", json_integer(event->id));
    json_object_set_new(data, "deviation_id", json_integer(event->deviation_id));
    add(data, "title", event->title, TITLE_MAX);
    add(data, "explanation", event->explanation, EXPLANATION_MAX);
    add(data, "event", event->event, SHORT_MAX);
    add(data, "rule", event->rule, SHORT_MAX);
    add(data, "severity", event->severity, SHORT_MAX);
    add(data, "previous_severity", event->previous_severity, SHORT_MAX);
    json_object_set_new(data, "fiscal_year", json_integer(event->fiscal_year));
    json_object_set_new(data, "month", event->month > 0 ? json_integer(event->month) : json_null());
    add(subject, "kind", event->subject_kind, SHORT_MAX);
    add(subject, "code", event->subject_code, NAME_MAX_BYTES);
    add(subject, "name", event->subject_name, NAME_MAX_BYTES);
    json_object_set_new(data, "subject", subject);
    add(unit, "code", event->unit_code, SHORT_MAX);
    add(unit, "name", event->unit_name, NAME_MAX_BYTES);
    json_object_set_new(data, "unit", unit);
    json_object_set_new(data, "manager", text_or_null(event->manager, NAME_MAX_BYTES));
    json_object_set_new(data, "answers", answers_of(event));
    add(data, "observed", event->observed, SHORT_MAX);
    add(data, "expected", event->expected, SHORT_MAX);
    add(data, "gap", event->gap, SHORT_MAX);
    add(data, "occurred_on", event->occurred_on, SHORT_MAX);
    json_object_set_new(data, "corrects", corrects_of(event));
    return data;
}

void webhook_event_body(struct buf *out, const struct message_event *event)
{
    char type[64];

    snprintf(type, sizeof type, "deviation.%s", event->event);
    write_body(out, type, event->created, event_data(event));
}

static msec latest(const struct message_digest *digest)
{
    msec when = 0;

    for (size_t i = 0; i < digest->count; i++)
        when = digest->events[i].created > when ? digest->events[i].created : when;
    return when;
}

static void count_one(json_t *counts, const char *name)
{
    json_int_t before = json_integer_value(json_object_get(counts, name));

    json_object_set_new(counts, name, json_integer(before + 1));
}

/* Ids and titles: who wants to know more looks the deviation up. */
static json_t *event_in_short(const struct message_event *event)
{
    json_t *item = json_object();

    json_object_set_new(item, "event_id", json_integer(event->id));
    json_object_set_new(item, "deviation_id", json_integer(event->deviation_id));
    add(item, "event", event->event, SHORT_MAX);
    add(item, "rule", event->rule, SHORT_MAX);
    add(item, "severity", event->severity, SHORT_MAX);
    add(item, "subject", event->subject_code, SHORT_MAX);
    add(item, "unit", event->unit_code, SHORT_MAX);
    add(item, "title", event->title, NAME_MAX_BYTES);
    if (event->corrects_event != 0)
        json_object_set_new(item, "corrects", corrects_of(event));
    return item;
}

static size_t size_of(const json_t *json)
{
    return json_dumpb(json, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
}

/* What is around the events and the counter of those left out. */
enum { ENVELOPE = 200 };

void webhook_digest_body(struct buf *out, enum language language, const struct message_digest *digest)
{
    struct buf explanation = {0};
    json_t *data = json_object(), *severities = json_object(), *kinds = json_object(), *list = json_array();

    catalogue_digest_text(&explanation, language, digest);
    for (size_t i = 0; i < digest->count; i++) {
        count_one(severities, digest->events[i].severity);
        count_one(kinds, digest->events[i].event);
    }
    add(data, "title", digest->title, TITLE_MAX);
    add(data, "explanation", buf_text(&explanation), EXPLANATION_MAX);
    json_object_set_new(data, "count", json_integer((json_int_t)digest->count));
    json_object_set_new(data, "by_severity", severities);
    json_object_set_new(data, "by_event", kinds);
    size_t used = size_of(data) + ENVELOPE;
    for (size_t i = 0; i < digest->count; i++) {
        json_t *item = event_in_short(&digest->events[i]);
        used += size_of(item) + 1;
        if (used > WEBHOOK_BODY_MAX) {
            json_decref(item);
            break;
        }
        json_array_append_new(list, item);
    }
    json_object_set_new(data, "omitted", json_integer((json_int_t)(digest->count - json_array_size(list))));
    json_object_set_new(data, "events", list);
    write_body(out, MESSAGE_TYPE_DIGEST, latest(digest), data);
    buf_free(&explanation);
}

static void add_dead(json_t *object, const struct message_dead *dead)
{
    add(object, "message_id", dead->message_id, SHORT_MAX);
    add(object, "message_type", dead->type, SHORT_MAX);
    json_object_set_new(object, "attempts", json_integer(dead->attempts));
    add(object, "reason", dead->reason, EXPLANATION_MAX);
}

void webhook_failure_body(struct buf *out, enum language language, const struct message_failure *failure,
                          msec now)
{
    struct buf title = {0}, explanation = {0};
    json_t *data = json_object(), *messages = json_array();

    catalogue_failure_title(&title, language, failure);
    catalogue_failure_text(&explanation, language, failure);
    add(data, "title", buf_text(&title), TITLE_MAX);
    add(data, "explanation", buf_text(&explanation), EXPLANATION_MAX);
    add(data, "channel", failure->channel, NAME_MAX_BYTES);
    if (failure->off) {
        add(data, "reason", failure->first[0].reason, EXPLANATION_MAX);
    } else {
        add_dead(data, &failure->first[0]);
        json_object_set_new(data, "count", json_integer((json_int_t)failure->count));
        for (size_t i = 0; i < failure->shown; i++) {
            json_t *message = json_object();
            add_dead(message, &failure->first[i]);
            json_array_append_new(messages, message);
        }
        json_object_set(data, "messages", messages);
    }
    json_decref(messages);
    write_body(out, failure->off ? MESSAGE_TYPE_OFF : MESSAGE_TYPE_DEAD, now, data);
    buf_free(&title);
    buf_free(&explanation);
}

void webhook_document_body(struct buf *out, const char *type, const char *title, const char *explanation,
                           const char *data, msec made)
{
    json_t *all = json_object(), *document = json_loads(data, 0, NULL);

    add(all, "title", title, TITLE_MAX);
    add(all, "explanation", explanation, EXPLANATION_MAX);
    json_object_update(all, document);
    json_decref(document);
    write_body(out, type, made, all);
}

void webhook_test_body(struct buf *out, enum language language, const char *channel, msec now)
{
    struct buf explanation = {0};
    json_t *data = json_object();

    catalogue_test_text(&explanation, language, channel);
    add(data, "title", catalogue_test_title(language), TITLE_MAX);
    add(data, "explanation", buf_text(&explanation), EXPLANATION_MAX);
    add(data, "channel", channel, NAME_MAX_BYTES);
    json_object_set_new(data, "test", json_true());
    write_body(out, MESSAGE_TYPE_TEST, now, data);
    buf_free(&explanation);
}

void webhook_heartbeat_body(struct buf *out, enum language language, const struct message_heartbeat *beat)
{
    struct buf explanation = {0};
    char next[CLOCK_TEXT];
    json_t *data = json_object();

    catalogue_heartbeat_text(&explanation, language, beat);
    add(data, "title", catalogue_heartbeat_title(language), TITLE_MAX);
    add(data, "explanation", buf_text(&explanation), EXPLANATION_MAX);
    add(data, "holder", beat->holder, NAME_MAX_BYTES);
    add(data, "version", beat->version, NAME_MAX_BYTES);
    json_object_set_new(data, "standing",
                        json_pack("{s:I, s:I, s:I}", "red", (json_int_t)beat->red, "yellow",
                                  (json_int_t)beat->yellow, "blue", (json_int_t)beat->blue));
    json_object_set_new(data, "waiting", json_integer(beat->waiting));
    json_object_set_new(data, "dead", json_integer(beat->dead));
    add(data, "next_at", clock_format(beat->next, next), CLOCK_TEXT);
    write_body(out, MESSAGE_TYPE_BEAT, beat->at, data);
    buf_free(&explanation);
}

const char *webhook_id_make(char id[static WEBHOOK_ID_TEXT])
{
    unsigned char random[16];

    /* So few bytes come whole or, on a kernel without a random source, not at all; a message without an
     * id of its own must not exist. */
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        abort();
    memcpy(id, "msg_", 4);
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(id + 4 + 2 * i, 3, "%02x", random[i]);
    return id;
}

void webhook_headers_make(struct webhook_headers *headers, const struct signature_input *input,
                          const struct signature_key *keys, size_t key_count)
{
    size_t count = 0;

    for (size_t i = 0; i < 3; i++)
        buf_clear(&headers->texts[i]);
    buf_printf(&headers->texts[0], "webhook-id: %s", input->id);
    buf_printf(&headers->texts[1], "webhook-timestamp: %lld", (long long)input->timestamp);
    headers->list[count++] = "Content-Type: application/json";
    headers->list[count++] = headers->texts[0].data;
    headers->list[count++] = headers->texts[1].data;
    if (key_count > 0) {
        buf_puts(&headers->texts[2], "webhook-signature: ");
        signature_make(&headers->texts[2], keys, key_count, input);
        headers->list[count++] = headers->texts[2].data;
    }
    headers->list[count] = NULL;
}

void webhook_headers_free(struct webhook_headers *headers)
{
    for (size_t i = 0; i < 3; i++)
        buf_free(&headers->texts[i]);
    *headers = (struct webhook_headers){0};
}

static const char *member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));

    return value != NULL ? value : "";
}

bool webhook_text_read(const char *body, size_t length, struct webhook_text *ret_text, struct err *err)
{
    json_error_t fault;
    json_t *json = json_loadb(body, length, JSON_REJECT_DUPLICATES, &fault);

    if (json == NULL)
        return err_set(err, ERR_INPUT, "the body is not JSON: line %d: %s", fault.line, fault.text);
    if (!json_is_object(json)) {
        json_decref(json);
        return err_set(err, ERR_INPUT, "the body is not a JSON object");
    }
    json_t *data = json_object_get(json, "data");
    *ret_text = (struct webhook_text){
        .type = member(json, "type"),
        .timestamp = member(json, "timestamp"),
        .title = member(data, "title"),
        .explanation = member(data, "explanation"),
        .event = member(data, "event"),
        .rule = member(data, "rule"),
        .severity = member(data, "severity"),
        .subject = member(json_object_get(data, "subject"), "code"),
        .unit = member(json_object_get(data, "unit"), "code"),
        .manager = member(data, "manager"),
        .answers = member(json_object_get(data, "answers"), "name"),
        .answers_role = member(json_object_get(data, "answers"), "role"),
        .corrects = member(json_object_get(data, "corrects"), "message_id"),
        .channel = member(data, "channel"),
        .message_id = member(data, "message_id"),
        .reason = member(data, "reason"),
        .json = json,
    };
    return true;
}

void webhook_text_done(struct webhook_text *text)
{
    json_decref(text->json);
    *text = (struct webhook_text){0};
}

bool webhook_created(const char *body, msec *ret_created)
{
    static const char before[] = "\"timestamp\":\"";
    const char *at = strstr(body, before);
    int hour, minute, second, ms, end = 0;
    date day;

    if (at == NULL)
        return false;
    at += sizeof before - 1;
    if (strnlen(at, 25) < 25 || !date_parse(at, 10, &day) ||
        sscanf(at + 10, "T%2d:%2d:%2d.%3dZ\"%n", &hour, &minute, &second, &ms, &end) != 4 || end == 0)
        return false;
    *ret_created = ((msec)day * 86400 + hour * 3600 + minute * 60 + second) * 1000 + ms;
    return true;
}
