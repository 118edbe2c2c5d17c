#include "service/notice_send.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/notice_due.h"
#include "core/pace.h"
#include "db/store_notices.h"
#include "net/mail_body.h"
#include "net/webhook.h"
#include "report/document_html.h"
#include "report/notice_changes.h"
#include "report/notice_document.h"
#include "report/notice_json.h"
#include "report/notice_mail.h"
#include "report/notice_short.h"
#include "service/channel.h"
#include "service/notice_files.h"

/* The happy path:
 *
 * - prepare: the notice of what the ledger says now, and the figures of it that were sent last.
 * - compare: what differs, where something was sent.
 * - write: the figures, the page, the letter with its files, and a body for each channel.
 * - store: notice and messages, by the one statement that counts.
 *
 * What can go wrong: the ledger cannot be read, a file cannot be made, the statement fails: nothing is stored
 * then, and whoever asked may ask again. Who reads an older ledger than another who stores first finds the
 * version taken. */

enum { PERIOD_TEXT = 16 };

struct sending {
    struct db_session *session;
    const struct notice_send_order *order;
    struct notice_sent *sent;
    struct notice_made made;
    struct notice_latest latest;
    struct notice_changes changes;
    json_t *before, *figures;
    char period[PERIOD_TEXT];
    date due_on;
    bool is_late; /* its month was due before today */
    msec now;
    struct message_person head;
    struct notice_paper paper;
    struct buf title, headline, json, html, data, link;
    struct notice_files files;
    struct notice_stored stored;
    struct arena arena;
};

static bool prepare(struct sending *sending, struct err *err);
static bool compare(struct sending *sending, struct err *err);
static bool write_all(struct sending *sending, struct err *err);
static void add_messages(struct sending *sending);
static bool store(struct sending *sending, struct err *err);

static bool run(struct sending *sending, struct err *err)
{
    if (!prepare(sending, err) || !compare(sending, err))
        return false;
    if (sending->latest.version > 0 && sending->changes.count == 0)
        return true;
    return write_all(sending, err) && store(sending, err);
}

bool notice_send(struct db_session *session, const struct notice_send_order *order,
                 struct notice_sent *ret_sent, struct err *err)
{
    struct sending sending = {.session = session, .order = order, .sent = ret_sent, .now = clock_wall()};

    *ret_sent = (struct notice_sent){0};
    bool ok = run(&sending, err);
    store_notice_free(&sending.stored);
    notice_files_done(&sending.files);
    struct buf *const texts[] = {&sending.title, &sending.headline, &sending.json,
                                 &sending.html,  &sending.data,     &sending.link};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        buf_free(texts[i]);
    notice_changes_done(&sending.changes);
    json_decref(sending.before);
    json_decref(sending.figures);
    free(sending.latest.figures);
    arena_free(&sending.arena);
    notice_made_done(&sending.made);
    return ok;
}

void notice_sent_done(struct notice_sent *sent)
{
    free(sent->unit);
    buf_free(&sent->title);
    buf_free(&sent->said);
    *sent = (struct notice_sent){0};
}

static bool prepare(struct sending *sending, struct err *err)
{
    const struct notice_send_order *order = sending->order;
    const struct config *config = order->config;
    const struct notice_order make = {.unit = order->unit,
                                      .year = order->year,
                                      .month = order->month,
                                      .today = order->today,
                                      .policy = order->policy,
                                      .rubric = order->rubric,
                                      .head_roles = config->head_roles,
                                      .head_role_count = config->head_role_count};

    if (!notice_prepare(sending->session, &make, &sending->made, err))
        return false;
    const struct notice *notice = &sending->made.notice;
    const struct notice_rhythm rhythm = {config->notice.workday, config->notice.at, &sending->made.calendar};
    const struct notice_month month = {order->year, order->month};
    sending->due_on = notice_due_on(&rhythm, month);
    sending->is_late = notice_is_late(&rhythm, month, order->today);
    snprintf(sending->period, sizeof sending->period, "%04d-%02d", order->year, order->month);
    sending->sent->unit = mem_text(notice->unit_code);
    sending->sent->no_score = sending->made.no_score;
    sending->figures = notice_json(notice, order->language);
    return store_notice_latest(sending->session, notice->unit_code, order->year, order->month,
                               &sending->latest, err) &&
           store_notice_head(sending->session, &sending->arena, notice->unit_code, config->head_roles,
                             config->head_role_count, &sending->head, err);
}

static void begin_paper(struct sending *sending)
{
    const struct notice_send_order *order = sending->order;
    bool first = sending->latest.version == 0;

    sending->paper = (struct notice_paper){.language = order->language,
                                           .money_unit = order->money_unit,
                                           .late = first && sending->is_late,
                                           .correction = !first};
    if (order->link != NULL) {
        notice_link(&sending->link, order->link, sending->made.notice.unit_code, sending->period);
        sending->paper.link = buf_text(&sending->link);
    }
}

/* The sentences of a correction. */
static void say_changes(struct sending *sending)
{
    const struct notice_changes *changes = &sending->changes;
    const char **said = arena_alloc(&sending->arena, (changes->count + 1) * sizeof *said);
    struct buf text = {0};

    for (size_t i = 0; i < changes->count; i++) {
        buf_clear(&text);
        catalogue_notice_change(&text, &sending->paper, &changes->list[i]);
        said[i] = arena_text(&sending->arena, buf_text(&text));
        buf_printf(&sending->sent->said, "%s\n", said[i]);
    }
    buf_free(&text);
    sending->paper.changes = said;
    sending->paper.change_count = sending->sent->changes = changes->count;
}

static bool compare(struct sending *sending, struct err *err)
{
    struct notice_sent *sent = sending->sent;
    json_error_t fault;

    begin_paper(sending);
    catalogue_notice_title(&sent->title, &sending->paper, &sending->made.notice);
    sent->version = sending->latest.version + 1;
    sent->late = sending->paper.late;
    if (sending->latest.version == 0)
        return true;
    sending->before = json_loads(sending->latest.figures, 0, &fault);
    if (sending->before == NULL)
        return err_set(err, ERR_INPUT, "the notice as it was sent cannot be read: %s", fault.text);
    notice_changes_find(sending->before, sending->figures, &sending->changes);
    say_changes(sending);
    if (sending->changes.count > 0)
        return true;
    sent->result = NOTICE_UNCHANGED;
    sent->id = sending->latest.id;
    sent->version = sending->latest.version;
    return true;
}

static void dump(struct buf *out, const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);

    if (text == NULL)
        abort(); /* out of memory: all of it is valid */
    buf_puts(out, text);
    free(text);
}

/* What webhooks get: the figures, and what this sending of them is. */
static void write_data(struct sending *sending)
{
    json_t *data = json_copy(sending->figures);
    char day[DATE_TEXT];

    json_object_set_new(data, "version", json_integer(sending->sent->version));
    json_object_set_new(data, "late", json_boolean(sending->paper.late));
    json_object_set_new(data, "due_on", json_string(date_format(sending->due_on, day)));
    json_object_set_new(data, "changes", notice_changes_json(&sending->changes));
    dump(&sending->data, data);
    json_decref(data);
}

static void write_page(struct sending *sending)
{
    struct document document;

    notice_document(&sending->made.notice, &sending->paper, &document);
    document_html(&document, &sending->html);
    document_done(&document);
}

static bool has_mail(const struct sending *sending)
{
    const struct config *config = sending->order->config;

    for (size_t i = 0; i < config->channel_count; i++)
        if (config->channels[i].type == CHANNEL_EMAIL &&
            channel_wants_notice(&config->channels[i], sending->made.notice.unit_code))
            return true;
    return false;
}

static bool write_all(struct sending *sending, struct err *err)
{
    const struct notice *notice = &sending->made.notice;
    bool zh = sending->paper.language == LANGUAGE_ZH;

    buf_printf(&sending->title, zh ? "%s（%s）" : "%s (%s)", buf_text(&sending->sent->title),
               notice->unit_name);
    catalogue_notice_headline(&sending->headline, &sending->paper, notice);
    dump(&sending->json, sending->figures);
    write_data(sending);
    write_page(sending);
    if (has_mail(sending) && !notice_files_make(sending->session, notice, &sending->paper, sending->period,
                                                &sending->html, MAIL_ATTACHMENTS_MAX, &sending->files, err))
        return false;
    add_messages(sending);
    return true;
}

static bool writes_to_head(const struct channel_config *channel)
{
    for (size_t i = 0; i < channel->to_count; i++)
        if (strcmp(channel->to[i], CONFIG_MAIL_TO_HEAD) == 0 ||
            strcmp(channel->to[i], CONFIG_MAIL_TO_ANSWERS) == 0)
            return true;
    return false;
}

/* By which mail programs show a notice and its corrections together. */
static void make_topic(const struct sending *sending, struct buf *out)
{
    buf_printf(out, "notice-%s-", sending->period);
    for (const char *c = sending->made.notice.unit_code; *c != '\0'; c++)
        buf_printf(out, "%02x", (unsigned)(unsigned char)*c);
}

static void make_mail(const struct sending *sending, const struct channel_config *channel,
                      struct format_document *document, struct buf *html, struct buf *text, struct buf *topic)
{
    const char *note = buf_text(&sending->files.left_out);

    notice_mail(html, &sending->made.notice, &sending->paper, note);
    make_topic(sending, topic);
    if (note[0] != '\0')
        buf_printf(text, "\n%s\n", note);
    document->html = buf_text(html);
    document->topic = buf_text(topic);
    document->attachments = sending->files.list;
    document->attachment_count = sending->files.count;
    if (!writes_to_head(channel))
        document->head = (struct message_person){0};
}

static void add_message(struct sending *sending, const struct channel_config *channel)
{
    const char *type = sending->paper.correction ? MESSAGE_TYPE_CORRECTION : MESSAGE_TYPE_NOTICE;
    char id[WEBHOOK_ID_TEXT];
    struct format format = channel_format(channel, sending->paper.language, webhook_id_make(id));
    struct format_room room = format_room(channel->type);
    struct buf text = {0}, html = {0}, topic = {0}, body = {0};
    struct format_document document = {.type = type,
                                       .made = sending->now,
                                       .title = buf_text(&sending->title),
                                       .headline = buf_text(&sending->headline),
                                       .data = buf_text(&sending->data),
                                       .head = sending->head};

    notice_short(&text, &sending->made.notice, &sending->paper, room.markup, room.max);
    if (channel->type == CHANNEL_EMAIL)
        make_mail(sending, channel, &document, &html, &text, &topic);
    document.text = buf_text(&text);
    format_document(&body, &format, &document);
    store_notice_message(&sending->stored, id, channel->name, type, buf_text(&body),
                         pace_busy_wait(&channel->pace, sending->now, clock_jitter(UINT32_MAX)));
    sending->sent->messages++;
    buf_free(&text);
    buf_free(&html);
    buf_free(&topic);
    buf_free(&body);
}

static void add_messages(struct sending *sending)
{
    const struct config *config = sending->order->config;

    for (size_t i = 0; i < config->channel_count; i++)
        if (channel_wants_notice(&config->channels[i], sending->made.notice.unit_code))
            add_message(sending, &config->channels[i]);
}

static bool store(struct sending *sending, struct err *err)
{
    const struct notice_send_order *order = sending->order;
    struct notice_stored *stored = &sending->stored;
    struct notice_sent *sent = sending->sent;
    struct buf changes = {0};
    json_t *list = notice_changes_json(&sending->changes);

    dump(&changes, list);
    json_decref(list);
    stored->unit = sending->made.notice.unit_code;
    stored->year = order->year;
    stored->month = order->month;
    stored->version = sent->version;
    stored->by_daemon = order->by_daemon;
    stored->sent_on = order->today;
    stored->clock = sending->made.notice.clock;
    stored->due_on = sending->due_on;
    stored->late = sending->paper.late;
    stored->title = buf_text(&sending->title);
    stored->figures = buf_text(&sending->json);
    stored->html = buf_text(&sending->html);
    stored->changes = buf_text(&changes);
    bool ok = store_notice_send(sending->session, stored, &sent->id, err);
    buf_free(&changes);
    sent->result = sent->id == 0               ? NOTICE_SENT_OTHERS
                   : sending->paper.correction ? NOTICE_SENT_CORRECTION
                                               : NOTICE_SENT_FIRST;
    return ok;
}

static void add_encoded(struct buf *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (const char *c = text; *c != '\0'; c++)
        if (strchr(plain, *c) != NULL)
            buf_putc(out, *c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
}

void notice_link(struct buf *out, const char *link, const char *unit, const char *period)
{
    static const char unit_word[] = "{unit}", period_word[] = "{period}";

    while (*link != '\0')
        if (strncmp(link, unit_word, sizeof unit_word - 1) == 0) {
            add_encoded(out, unit);
            link += sizeof unit_word - 1;
        } else if (strncmp(link, period_word, sizeof period_word - 1) == 0) {
            buf_puts(out, period);
            link += sizeof period_word - 1;
        } else {
            buf_putc(out, *link++);
        }
}
