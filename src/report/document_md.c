#include "report/document_md.h"

#include <stdint.h>
#include <string.h>

#include "base/visible.h"

enum { DASHES = 120, DASHES_LEAST = 3 };

static void write_block(struct buf *out, const struct document_block *block, bool in_list);
static void write_heading(struct buf *out, int level, const char *text);
static void write_keys(struct buf *out, const struct document_block *block);
static void write_gap(struct buf *out, const char *text);
static void write_table(struct buf *out, const struct document_table *table);
static void write_titles(struct buf *out, const struct document_table *table);
static void write_row(struct buf *out, const struct document_table *table, const struct document_row *row);
static void write_cell(struct buf *out, const char *text, bool strong);
static void add_escaped(struct buf *out, const char *text, bool begins);
static bool is_marked(char c, char next);
static size_t marked_beginning(const char *text);
static bool is_blank(char c);

void document_md(const struct document *document, struct buf *out)
{
    write_heading(out, 0, document->title);
    if (document->subtitle != NULL) {
        buf_puts(out, "> ");
        md_text(out, document->subtitle, true);
        buf_puts(out, "\n\n");
    }
    for (size_t i = 0; i < document->block_count; i++) {
        bool in_list = i > 0 && document->blocks[i - 1].kind == BLOCK_ITEM;
        write_block(out, &document->blocks[i], in_list);
    }
}

static void write_block(struct buf *out, const struct document_block *block, bool in_list)
{
    /* Without the comment a paragraph below a list would be taken as part of its last item. */
    if (in_list && block->kind == BLOCK_PARAGRAPH)
        buf_puts(out, "<!-- -->\n\n");
    switch (block->kind) {
    case BLOCK_HEADING: write_heading(out, block->level, block->text); return;
    case BLOCK_PARAGRAPH: md_text(out, block->text, true); break;
    case BLOCK_KEYS: write_keys(out, block); return;
    case BLOCK_ITEM:
        buf_puts(out, "- ");
        md_text(out, block->text, true);
        break;
    case BLOCK_TABLE: write_table(out, block->table); break;
    case BLOCK_NOTE:
        buf_puts(out, "> ");
        md_text(out, block->text, true);
        break;
    case BLOCK_GAP: write_gap(out, block->text); break;
    case BLOCK_FIGURE: return;
    case BLOCK_PAGE_BREAK: return;
    }
    buf_puts(out, "\n\n");
}

/* The title has level 0 and one #. */
static void write_heading(struct buf *out, int level, const char *text)
{
    for (int i = 0; i <= level; i++)
        buf_putc(out, '#');
    buf_putc(out, ' ');
    md_text(out, text, true);
    buf_puts(out, "\n\n");
}

static void write_keys(struct buf *out, const struct document_block *block)
{
    for (size_t i = 0; i < block->key_count; i++) {
        const struct document_key *key = &block->keys[i];
        buf_puts(out, i == 0 ? "| " : " | ");
        md_text(out, key->label, false);
    }
    buf_puts(out, " |\n|");
    for (size_t i = 0; i < block->key_count; i++) {
        buf_putc(out, ':');
        for (size_t at = 0; at < DASHES / block->key_count; at++)
            buf_putc(out, '-');
        buf_puts(out, ":|");
    }
    buf_puts(out, "\n| ");
    for (size_t i = 0; i < block->key_count; i++) {
        const struct document_key *key = &block->keys[i];
        write_cell(out, key->value, true);
        if (key->note[0] != '\0') {
            buf_puts(out, " (");
            md_text(out, key->note, false);
            buf_putc(out, ')');
        }
        buf_puts(out, i + 1 < block->key_count ? " | " : " |\n\n");
    }
}

/* Code ends at a run of backticks as long as the one it began with, so that one is longer than any inside. */
static void write_gap(struct buf *out, const char *text)
{
    size_t longest = 0;

    for (const char *at = text; *at != '\0';) {
        size_t run = strspn(at, "`");
        longest = run > longest ? run : longest;
        at += run > 0 ? run : 1;
    }
    for (size_t i = 0; i <= longest; i++)
        buf_putc(out, '`');
    if (longest > 0)
        buf_putc(out, ' ');
    visible_add(out, text, strlen(text), /* lines */ false);
    if (longest > 0)
        buf_putc(out, ' ');
    for (size_t i = 0; i <= longest; i++)
        buf_putc(out, '`');
}

static void write_table(struct buf *out, const struct document_table *table)
{
    write_titles(out, table);
    for (size_t i = 0; i < table->row_count; i++)
        write_row(out, table, &table->rows[i]);
}

static void write_titles(struct buf *out, const struct document_table *table)
{
    int all = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        buf_puts(out, "| ");
        write_cell(out, table->columns[i].title, false);
        buf_putc(out, ' ');
        all += table->columns[i].width;
    }
    buf_puts(out, "|\n");
    for (size_t i = 0; i < table->column_count; i++) {
        const struct document_column *column = &table->columns[i];
        int dashes = all > 0 ? DASHES * column->width / all : 0;
        buf_puts(out, column->align == ALIGN_CENTER ? "|:" : "|");
        for (int at = 0; at < dashes || at < DASHES_LEAST; at++)
            buf_putc(out, '-');
        if (column->align != ALIGN_LEFT)
            buf_putc(out, ':');
    }
    buf_puts(out, "|\n");
}

static void write_row(struct buf *out, const struct document_table *table, const struct document_row *row)
{
    for (size_t i = 0; i < table->column_count; i++) {
        buf_puts(out, "| ");
        if (i < row->count)
            write_cell(out, table->cells[row->first + i].text, row->kind != ROW_PLAIN);
        buf_putc(out, ' ');
    }
    buf_puts(out, "|\n");
}

static void write_cell(struct buf *out, const char *text, bool strong)
{
    bool marked = strong && text[0] != '\0';

    buf_puts(out, marked ? "**" : "");
    md_text(out, text, false);
    buf_puts(out, marked ? "**" : "");
}

void md_text(struct buf *out, const char *text, bool begins)
{
    struct buf clean = {0};

    visible_add(&clean, text, strlen(text), /* lines */ false);
    add_escaped(out, buf_text(&clean), begins);
    buf_free(&clean);
}

static void add_escaped(struct buf *out, const char *text, bool begins)
{
    while (is_blank(*text))
        text++;
    size_t beginning = begins ? marked_beginning(text) : SIZE_MAX;
    bool blank = false;
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (is_blank(text[i])) {
            blank = true;
            continue;
        }
        if (blank)
            buf_putc(out, ' ');
        blank = false;
        bool www = text[i] == '.' && i >= 3 && strncmp(&text[i - 3], "www", 3) == 0;
        if (i == beginning || www || is_marked(text[i], text[i + 1]))
            buf_putc(out, '\\');
        buf_putc(out, text[i]);
    }
}

/* What means something in the middle of a line, to GitHub or to pandoc. A colon is an emoji's or an address's
 * where no blank follows. */
static bool is_marked(char c, char next)
{
    if (c == ':')
        return next != '\0' && !is_blank(next);
    return strchr("\\`*_[]<>|~^$&@#{}", c) != NULL;
}

/* The character to escape so that the line does not begin a list, a heading, a rule, a title block or a
 * definition: the first, or the dot behind "1" or "iv"; SIZE_MAX for none. */
static size_t marked_beginning(const char *text)
{
    size_t word = strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    if (text[0] != '\0' && strchr("+-=%(:!", text[0]) != NULL)
        return 0;
    if (word > 0 && (text[word] == '.' || text[word] == ')'))
        return word;
    return SIZE_MAX;
}

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' && c != '\0';
}
