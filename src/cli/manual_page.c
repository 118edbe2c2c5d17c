#include "cli/manual_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/table.h"

enum { WIDTH = 78, INDENT = 7, ITEM_INDENT = 14 };

static void add_roff(struct buf *out, const char *text, size_t length);
static void add_filled(struct buf *out, const char *text);
static void wrap(struct buf *out, const char *text, size_t indent);
static void heading(struct manual *manual, const char *macro, const char *title, size_t indent);

void manual_begin(struct manual *manual, const char *name, int section, const char *about)
{
    if (manual->format == MANUAL_ROFF) {
        buf_puts(manual->out, "'\\\" t -*- coding: UTF-8 -*-\n.\\\" Made by budgetwatch manual.\n");
        buf_printf(manual->out, ".TH %s %d %s \"budgetwatch %s\" budgetwatch\n", name, section,
                   BUDGETWATCH_DATE, BUDGETWATCH_VERSION);
    }
    manual_section(manual, "NAME");
    if (manual->format == MANUAL_ROFF) {
        add_roff(manual->out, name, strlen(name));
        buf_puts(manual->out, " \\- ");
        add_filled(manual->out, about);
        buf_putc(manual->out, '\n');
    } else {
        struct buf line = {0};
        buf_printf(&line, "%s - %s", name, about);
        manual_text(manual, buf_text(&line));
        buf_free(&line);
    }
    manual->fresh = false;
}

void manual_section(struct manual *manual, const char *title)
{
    heading(manual, ".SH", title, 0);
}

void manual_group(struct manual *manual, const char *title)
{
    heading(manual, ".SS", title, 3);
}

static void heading(struct manual *manual, const char *macro, const char *title, size_t indent)
{
    if (manual->format == MANUAL_ROFF) {
        buf_printf(manual->out, "%s ", macro);
        add_roff(manual->out, title, strlen(title));
        buf_putc(manual->out, '\n');
    } else {
        if (manual->out->length > 0)
            buf_putc(manual->out, '\n');
        buf_printf(manual->out, "%*s%s\n", (int)indent, "", title);
    }
    manual->fresh = true;
}

/* No paragraph begins right below a heading, where it would say nothing. */
static void begin_paragraph(struct manual *manual)
{
    if (!manual->fresh)
        buf_puts(manual->out, manual->format == MANUAL_ROFF ? ".PP\n" : "\n");
    manual->fresh = false;
}

void manual_text(struct manual *manual, const char *text)
{
    begin_paragraph(manual);
    if (manual->format == MANUAL_TEXT) {
        wrap(manual->out, text, INDENT);
        return;
    }
    add_filled(manual->out, text);
    buf_putc(manual->out, '\n');
}

void manual_code(struct manual *manual, const char *text)
{
    begin_paragraph(manual);
    if (manual->format == MANUAL_ROFF)
        buf_puts(manual->out, ".nf\n");
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (manual->format == MANUAL_ROFF)
            add_roff(manual->out, line, length);
        else if (length > 0)
            buf_printf(manual->out, "%*s%.*s", INDENT, "", (int)length, line);
        buf_putc(manual->out, '\n');
        line += length + (line[length] == '\n');
    }
    if (manual->format == MANUAL_ROFF)
        buf_puts(manual->out, ".fi\n");
}

void manual_item(struct manual *manual, const char *term, const char *text, const char *facts)
{
    bool more = facts != NULL && facts[0] != '\0';

    if (manual->format == MANUAL_TEXT) {
        if (!manual->fresh)
            buf_putc(manual->out, '\n');
        wrap(manual->out, term, INDENT);
        wrap(manual->out, text, ITEM_INDENT);
        if (more)
            wrap(manual->out, facts, ITEM_INDENT);
    } else {
        buf_puts(manual->out, ".TP\n\\fB");
        add_filled(manual->out, term);
        buf_puts(manual->out, "\\fR\n");
        add_filled(manual->out, text);
        if (more) {
            buf_puts(manual->out, "\n.br\n");
            add_filled(manual->out, facts);
        }
        buf_putc(manual->out, '\n');
    }
    manual->fresh = false;
}

void manual_see_also(struct manual *manual, const char *const *pages)
{
    struct buf line = {0};

    manual_section(manual, "SEE ALSO");
    for (; *pages != NULL; pages++)
        buf_printf(&line, "%s%s", line.length > 0 ? ", " : "", *pages);
    manual_text(manual, buf_text(&line));
    buf_free(&line);
}

/* Where a text has no blanks, as Chinese has none, a line may be broken behind each of its characters: those
 * from U+2E80 on, whose first byte is above 0xe2 or who are U+2E80..U+2FFF. */
static bool breaks_behind(const unsigned char *at)
{
    return at[0] > 0xe2 || (at[0] == 0xe2 && at[1] >= 0xba);
}

static size_t character_length(const unsigned char *at)
{
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : at[0] >= 0xc0 ? 2 : 1;
    size_t there = 1;

    while (there < length && (at[there] & 0xc0) == 0x80)
        there++;
    return there;
}

/* Every character that roff, or a font for quotation marks, would take for something else. */
static void add_roff(struct buf *out, const char *text, size_t length)
{
    static const struct {
        char plain;
        const char *escaped;
    } escapes[] = {{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
                   {'^', "\\(ha"}, {'~', "\\(ti"}, {'"', "\\(dq"}};
    const unsigned char *at = (const unsigned char *)text, *end = at + length;

    if (length > 0 && text[0] == '.')
        buf_puts(out, "\\&");
    while (at < end) {
        size_t bytes = character_length(at), i = 0;
        while (i < sizeof escapes / sizeof escapes[0] && escapes[i].plain != (char)*at)
            i++;
        if (i < sizeof escapes / sizeof escapes[0])
            buf_puts(out, escapes[i].escaped);
        else
            buf_add(out, at, bytes);
        if (breaks_behind(at))
            buf_puts(out, "\\:");
        at += bytes;
    }
}

/* One line of roff, with one blank wherever there is any. */
static void add_filled(struct buf *out, const char *text)
{
    bool first = true;

    while (*text != '\0') {
        size_t blanks = strspn(text, " \n");
        size_t length = strcspn(text + blanks, " \n");
        if (length > 0 && !first)
            buf_putc(out, ' ');
        if (length > 0)
            first = false;
        add_roff(out, text + blanks, length);
        text += blanks + length;
    }
}

static void wrap(struct buf *out, const char *text, size_t indent)
{
    size_t column = 0;

    while (*text != '\0') {
        size_t blanks = strspn(text, " \n");
        size_t length = strcspn(text + blanks, " \n");
        char *word = mem_text_n(text + blanks, length);
        size_t width = text_width(word);
        if (length > 0 && column > 0 && column + 1 + width > WIDTH) {
            buf_putc(out, '\n');
            column = 0;
        }
        if (length > 0) {
            buf_printf(out, "%*s%s", column == 0 ? (int)indent : 1, "", word);
            column += (column == 0 ? indent : 1) + width;
        }
        free(word);
        text += blanks + length;
    }
    if (column > 0)
        buf_putc(out, '\n');
}
