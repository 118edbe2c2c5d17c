/* Lines are made one after another, each with its rank: where not all fit, those of the highest rank go
 * first, from the last on. What is left out is counted in a line of its own, for which there is always room.
 */
#include "report/notice_short.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LOWEST = 5, REST = 64 /* bytes of the line that counts what was left out */ };

enum rank { RANK_ALWAYS, RANK_HEADLINE, RANK_TODO, RANK_CHANGES, RANK_LOWEST };

struct line {
    enum rank rank;
    char *text; /* as it is sent, with its end */
    bool gone;
};

struct lines {
    const struct notice *notice;
    const struct notice_paper *paper;
    enum markup markup;
    struct line *list;
    size_t count, capacity;
    struct buf text; /* one at a time, before escaping */
};

static void add_beginning(struct lines *lines);
static void add_todo(struct lines *lines);
static void add_lowest(struct lines *lines);
static void add_link(struct lines *lines);
static void keep_what_fits(struct lines *lines, size_t max);
static void write_lines(struct buf *out, const struct lines *lines, size_t max);

void notice_short(struct buf *out, const struct notice *notice, const struct notice_paper *paper,
                  enum markup markup, size_t max)
{
    struct lines lines = {.notice = notice, .paper = paper, .markup = markup};

    add_beginning(&lines);
    add_todo(&lines);
    add_lowest(&lines);
    add_link(&lines);
    keep_what_fits(&lines, max);
    write_lines(out, &lines, max);
    for (size_t i = 0; i < lines.count; i++)
        free(lines.list[i].text);
    free(lines.list);
    buf_free(&lines.text);
}

static void add_raw(struct lines *lines, enum rank rank, struct buf *text)
{
    lines->list = mem_room(lines->list, lines->count, &lines->capacity, sizeof *lines->list);
    lines->list[lines->count++] = (struct line){.rank = rank, .text = buf_take(text)};
}

/* `lines->text` as a line; it is empty again then. */
static void add(struct lines *lines, enum rank rank, const char *start)
{
    struct buf line = {0};

    buf_puts(&line, start);
    markup_add(&line, lines->markup, buf_text(&lines->text), SIZE_MAX);
    buf_putc(&line, '\n');
    add_raw(lines, rank, &line);
    buf_clear(&lines->text);
}

static void add_strong(struct lines *lines, enum rank rank)
{
    const char *mark = lines->markup == MARKUP_PLAIN ? "" : lines->markup == MARKUP_SLACK ? "*" : "**";
    struct buf line = {0};

    buf_puts(&line, mark);
    markup_add(&line, lines->markup, buf_text(&lines->text), SIZE_MAX);
    buf_printf(&line, "%s\n", mark);
    add_raw(lines, rank, &line);
    buf_clear(&lines->text);
}

static void add_beginning(struct lines *lines)
{
    const struct notice_paper *paper = lines->paper;

    catalogue_notice_title(&lines->text, paper, lines->notice);
    add_strong(lines, RANK_ALWAYS);
    catalogue_notice_headline(&lines->text, paper, lines->notice);
    add(lines, RANK_HEADLINE, "");
    if (paper->late) {
        buf_puts(&lines->text, catalogue_notice(paper->language, NOTICE_LATE));
        add(lines, RANK_CHANGES, "");
    }
    if (!paper->correction || paper->change_count == 0)
        return;
    buf_puts(&lines->text, catalogue_notice(paper->language, NOTICE_CORRECTED));
    add_strong(lines, RANK_CHANGES);
    for (size_t i = 0; i < paper->change_count; i++) {
        buf_puts(&lines->text, paper->changes[i]);
        add(lines, RANK_CHANGES, "- ");
    }
}

static void add_todo(struct lines *lines)
{
    struct notice_todo todos[NOTICE_TODO_MAX];
    size_t count = notice_todo_list(lines->notice, todos);
    struct buf start = {0};

    buf_puts(&lines->text, catalogue_notice(lines->paper->language, NOTICE_TODO));
    add_strong(lines, RANK_TODO);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&start);
        buf_printf(&start, "%zu. ", i + 1);
        catalogue_notice_todo(&lines->text, lines->paper, lines->notice, &todos[i]);
        add(lines, RANK_TODO, buf_text(&start));
    }
    if (count == 0) {
        buf_puts(&lines->text, catalogue_notice_nothing(lines->paper->language, lines->notice));
        add(lines, RANK_TODO, "");
    }
    buf_free(&start);
}

/* Rows stand from the highest, those without a rate last. */
static void add_lowest(struct lines *lines)
{
    const struct notice *notice = lines->notice;
    size_t shown = 0;

    for (size_t i = notice->row_count; i-- > 0 && shown < LOWEST;) {
        const struct notice_row *row = &notice->rows[i];
        if (!row->now.rate.known || !row->gap.known || row->gap.value.num >= 0)
            continue;
        if (shown++ == 0) {
            buf_puts(&lines->text, catalogue_notice(lines->paper->language, NOTICE_LOWEST));
            add_strong(lines, RANK_LOWEST);
        }
        catalogue_notice_row(&lines->text, lines->paper->language, row);
        buf_putc(&lines->text, ' ');
        catalogue_notice_rate(&lines->text, row->now.rate);
        buf_printf(&lines->text, " %s", catalogue_notice_light(lines->paper->language, row->light));
        add(lines, RANK_LOWEST, "- ");
    }
}

/* The address comes from the configuration; what could end it in the markup is written as percent codes. */
static void add_address(struct buf *out, const char *link)
{
    for (const char *c = link; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || strchr("()<>|\"\\`*", *c) != NULL)
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
        else
            buf_putc(out, *c);
}

static void add_link(struct lines *lines)
{
    const char *words = catalogue_notice(lines->paper->language, NOTICE_WHOLE);
    struct buf line = {0};

    if (lines->paper->link == NULL)
        return;
    buf_puts(&line, lines->markup == MARKUP_PLAIN ? words : lines->markup == MARKUP_SLACK ? "<" : "[");
    if (lines->markup == MARKUP_PLAIN)
        buf_puts(&line, lines->paper->language == LANGUAGE_ZH ? "：" : ": ");
    else if (lines->markup != MARKUP_SLACK)
        buf_printf(&line, "%s](", words);
    add_address(&line, lines->paper->link);
    if (lines->markup == MARKUP_SLACK)
        buf_printf(&line, "|%s>", words);
    else if (lines->markup != MARKUP_PLAIN)
        buf_putc(&line, ')');
    buf_putc(&line, '\n');
    add_raw(lines, RANK_ALWAYS, &line);
}

/* The last line of the highest rank goes, as long as it is too much. */
static void keep_what_fits(struct lines *lines, size_t max)
{
    size_t length = 0;
    bool cut = false;

    for (size_t i = 0; i < lines->count; i++)
        length += strlen(lines->list[i].text);
    for (int rank = RANK_LOWEST; rank > RANK_ALWAYS; rank--)
        for (size_t i = lines->count; i-- > 0 && length + (cut ? REST : 0) > max;) {
            if ((int)lines->list[i].rank != rank)
                continue;
            lines->list[i].gone = cut = true;
            length -= strlen(lines->list[i].text);
        }
}

static void add_whole(struct buf *out, const char *text, size_t left)
{
    if (strlen(text) <= left)
        buf_puts(out, text);
}

/* The line that counts comes before the link. Where not even the title and the link fit, the link goes and
 * the title is cut. */
static void write_lines(struct buf *out, const struct lines *lines, size_t max)
{
    size_t gone = 0, start = out->length;
    struct buf rest = {0};

    for (size_t i = 0; i < lines->count; i++)
        gone += lines->list[i].gone;
    if (gone > 0) {
        catalogue_notice_cut(&rest, lines->paper->language, gone);
        buf_putc(&rest, '\n');
    }
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        bool last = i > 0 && line->rank == RANK_ALWAYS;
        if (last)
            add_whole(out, buf_text(&rest), max - (out->length - start));
        if (i == 0 && strlen(line->text) > max)
            markup_add(out, MARKUP_PLAIN, line->text, max);
        else if (!line->gone)
            add_whole(out, line->text, max - (out->length - start));
    }
    if (lines->paper->link == NULL)
        add_whole(out, buf_text(&rest), max - (out->length - start));
    buf_free(&rest);
}
