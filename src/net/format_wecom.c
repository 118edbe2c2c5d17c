/* WeCom (企业微信): markdown of at most 4,096 bytes, with colours and <@userid>. */
#include <string.h>

#include "net/format_parts.h"
#include "net/robot_text.h"

enum { CONTENT_MAX = 4096, TITLE_MAX = 600 };

static const char *colour(const char *severity, const char *event)
{
    if (strcmp(event, "resolved") == 0)
        return "info";
    return strcmp(severity, "red") == 0 || strcmp(severity, "yellow") == 0 ? "warning" : "comment";
}

static void title_start(struct buf *out, const char *severity, const char *event)
{
    buf_printf(out, "**<font color=\"%s\">", colour(severity, event));
}

static void title_end(struct buf *out, const char *severity, const char *event)
{
    (void)severity, (void)event;
    buf_puts(out, "</font>**");
}

static const char *handle(const struct message_person *person)
{
    return robot_text_is_account(person->im_id) ? person->im_id : NULL;
}

static void mention(struct buf *out, const char *account)
{
    buf_printf(out, "<@%s>", account);
}

static const struct robot_style style = {.markup = MARKUP_MARKDOWN,
                                         .max = CONTENT_MAX,
                                         .title_max = TITLE_MAX,
                                         .line_start = "> ",
                                         .line_end = "\n",
                                         .title_start = title_start,
                                         .title_end = title_end,
                                         .handle = handle,
                                         .mention = mention};

static void write(struct buf *out, struct buf *content)
{
    format_write(out, json_pack("{s:s, s:{s:o}}", "msgtype", "markdown", "markdown", "content",
                                format_text(buf_text(content))));
    buf_free(content);
}

static void write_event(struct buf *out, enum language language, const struct message_event *event)
{
    struct robot_mentions mentions;
    struct buf content = {0};

    robot_text_event(&content, &style, language, event, &mentions);
    write(out, &content);
}

static void write_digest(struct buf *out, enum language language, const struct message_digest *digest)
{
    struct robot_mentions mentions;
    struct buf content = {0};

    robot_text_digest(&content, &style, language, digest, &mentions);
    write(out, &content);
}

static void write_note(struct buf *out, const char *title, const char *text)
{
    struct buf content = {0};

    robot_text_note(&content, &style, title, text);
    write(out, &content);
}

static void write_document(struct buf *out, enum language language, const struct format_document *document)
{
    struct robot_mentions mentions;
    struct buf content = {0};

    robot_text_document(&content, &style, language, document->text, &document->head, &mentions);
    write(out, &content);
}

const struct format_robot format_wecom = {
    write_event, write_digest, write_note, write_document, {MARKUP_MARKDOWN, CONTENT_MAX - ROBOT_HEAD_MAX}};
