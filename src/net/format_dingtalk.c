/* DingTalk (钉钉): markdown in a body of at most 20,000 bytes. The title is what the list of chats and the
 * notification show; a person is mentioned by "@mobile" in the text and the same number beside it. */
#include "net/format_parts.h"
#include "net/robot_text.h"

/* In JSON a quote or a line end doubles: twice the text, the title and the numbers stay below 20,000. */
/* Every line end of a document doubles once more. */
enum { TEXT_MAX = 9000, DOCUMENT_MAX = 6000, HEADING_MAX = 600, TITLE_MAX = 200 };

static void title_start(struct buf *out, const char *severity, const char *event)
{
    (void)severity, (void)event;
    buf_puts(out, "#### ");
}

static const char *handle(const struct message_person *person)
{
    return robot_text_is_mobile(person->mobile) ? person->mobile : NULL;
}

static void mention(struct buf *out, const char *mobile)
{
    buf_printf(out, "@%s", mobile);
}

static const struct robot_style style = {.markup = MARKUP_MARKDOWN,
                                         .max = TEXT_MAX,
                                         .title_max = HEADING_MAX,
                                         .line_start = "",
                                         .line_end = "\n\n",
                                         .title_start = title_start,
                                         .handle = handle,
                                         .mention = mention};

static void write(struct buf *out, const char *title, struct buf *text, const struct robot_mentions *mentions)
{
    json_t *mobiles = json_array();

    for (size_t i = 0; i < mentions->count; i++)
        json_array_append_new(mobiles, json_string(mentions->list[i]));
    format_write(out, json_pack("{s:s, s:{s:o, s:o}, s:{s:o, s:b}}", "msgtype", "markdown", "markdown",
                                "title", format_cut_text(title, TITLE_MAX), "text",
                                format_text(buf_text(text)), "at", "atMobiles", mobiles, "isAtAll", 0));
    buf_free(text);
}

static void write_event(struct buf *out, enum language language, const struct message_event *event)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_event(&text, &style, language, event, &mentions);
    write(out, event->title, &text, &mentions);
}

static void write_digest(struct buf *out, enum language language, const struct message_digest *digest)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_digest(&text, &style, language, digest, &mentions);
    write(out, digest->title, &text, &mentions);
}

static void write_note(struct buf *out, const char *title, const char *sentence)
{
    struct robot_mentions nobody = {0};
    struct buf text = {0};

    robot_text_note(&text, &style, title, sentence);
    write(out, title, &text, &nobody);
}

static void write_document(struct buf *out, enum language language, const struct format_document *document)
{
    struct robot_mentions mentions;
    struct buf text = {0};

    robot_text_document(&text, &style, language, document->text, &document->head, &mentions);
    write(out, document->title, &text, &mentions);
}

const struct format_robot format_dingtalk = {
    write_event, write_digest, write_note, write_document, {MARKUP_MARKDOWN, DOCUMENT_MAX}};
