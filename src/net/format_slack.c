/* Slack: mrkdwn, of which a message should have no more than 4,000 characters. A person is mentioned where
 * im_id looks like a member's id of Slack's. */
#include <string.h>

#include "net/format_parts.h"
#include "net/robot_text.h"

enum { TEXT_MAX = 3900, TITLE_MAX = 600 };

static void title_mark(struct buf *out, const char *severity, const char *event)
{
    (void)severity, (void)event;
    buf_putc(out, '*');
}

static const char *handle(const struct message_person *person)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *id = person->im_id;

    if (id == NULL || (id[0] != 'U' && id[0] != 'W') || id[strspn(id, allowed)] != '\0')
        return NULL;
    return strlen(id) >= 8 && strlen(id) <= 24 ? id : NULL;
}

static void mention(struct buf *out, const char *id)
{
    buf_printf(out, "<@%s>", id);
}

static const struct robot_style style = {.markup = MARKUP_SLACK,
                                         .max = TEXT_MAX,
                                         .title_max = TITLE_MAX,
                                         .line_start = "",
                                         .line_end = "\n",
                                         .title_start = title_mark,
                                         .title_end = title_mark,
                                         .handle = handle,
                                         .mention = mention};

static void write(struct buf *out, struct buf *text)
{
    format_write(out, json_pack("{s:o}", "text", format_text(buf_text(text))));
    buf_free(text);
}

static void write_event(struct buf *out, enum language language, const struct message_event *event)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_event(&text, &style, language, event, &mentions);
    write(out, &text);
}

static void write_digest(struct buf *out, enum language language, const struct message_digest *digest)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_digest(&text, &style, language, digest, &mentions);
    write(out, &text);
}

static void write_note(struct buf *out, const char *title, const char *sentence)
{
    struct buf text = {0};

    robot_text_note(&text, &style, title, sentence);
    write(out, &text);
}

static void write_document(struct buf *out, enum language language, const struct format_document *document)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_document(&text, &style, language, document->text, &document->head, &mentions);
    write(out, &text);
}

const struct format_robot format_slack = {
    write_event, write_digest, write_note, write_document, {MARKUP_SLACK, TEXT_MAX - ROBOT_HEAD_MAX}};
