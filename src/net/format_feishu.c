/* Feishu (飞书, Lark): a card in a body of at most 20 KB. The title stands in the coloured header, as plain
 * text; a person is mentioned by open_id. The signature is put in when it is sent: see net/robot_sign.h. */
#include <string.h>

#include "net/format_parts.h"
#include "net/robot_text.h"

/* In JSON a quote or a line end doubles: twice the text and the title, and the signature, stay below 20,000.
 */
enum { TEXT_MAX = 9000, TITLE_MAX = 300 };

static const char *colour(const char *severity, const char *event)
{
    if (strcmp(event, "resolved") == 0)
        return "green";
    if (strcmp(severity, "red") == 0 || strcmp(severity, "yellow") == 0)
        return severity;
    return "blue";
}

static const char *handle(const struct message_person *person)
{
    return robot_text_is_account(person->im_id) ? person->im_id : NULL;
}

static void mention(struct buf *out, const char *open_id)
{
    buf_printf(out, "<at id=%s></at>", open_id);
}

static const struct robot_style style = {.markup = MARKUP_LARK,
                                         .max = TEXT_MAX,
                                         .title_max = 0,
                                         .line_start = "",
                                         .line_end = "\n",
                                         .handle = handle,
                                         .mention = mention};

static void write(struct buf *out, const char *title, const char *template, struct buf *text)
{
    json_t *header = json_pack("{s:{s:s, s:o}, s:s}", "title", "tag", "plain_text", "content",
                               format_cut_text(title, TITLE_MAX), "template", template);
    json_t *element = json_pack("{s:s, s:{s:s, s:o}}", "tag", "div", "text", "tag", "lark_md", "content",
                                format_text(buf_text(text)));

    format_write(out, json_pack("{s:s, s:{s:o, s:[o]}}", "msg_type", "interactive", "card", "header", header,
                                "elements", element));
    buf_free(text);
}

static void write_event(struct buf *out, enum language language, const struct message_event *event)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_event(&text, &style, language, event, &mentions);
    write(out, event->title, colour(event->severity, event->event), &text);
}

static void write_digest(struct buf *out, enum language language, const struct message_digest *digest)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_digest(&text, &style, language, digest, &mentions);
    write(out, digest->title, colour(digest->events[0].severity, digest->events[0].event), &text);
}

static void write_note(struct buf *out, const char *title, const char *sentence)
{
    struct buf text = {0};

    robot_text_note(&text, &style, title, sentence);
    write(out, title, "grey", &text);
}

static void write_document(struct buf *out, enum language language, const struct format_document *document)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_document(&text, &style, language, document->text, &document->head, &mentions);
    write(out, document->title, "blue", &text);
}

const struct format_robot format_feishu = {
    write_event, write_digest, write_note, write_document, {MARKUP_LARK, TEXT_MAX - ROBOT_HEAD_MAX}};
