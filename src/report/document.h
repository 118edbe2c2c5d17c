/* A document as people read it: headings, paragraphs, figures, tables. Made once, then written as Markdown
 * (document_md.h; pandoc makes DOCX of it) or HTML (document_html.h), which know nothing of what it says.
 *
 * Blocks stand in the order in which they were added. All texts are plain and copied; whatever they hold,
 * the writers escape. An item added after an item continues its list, and a row or cell goes into the table
 * begun last, so both need no end:
 *
 *     document_table(&document, columns, 3, 0);
 *     document_row(&document, ROW_PLAIN);
 *     document_cell(&document, "2.5.4", TONE_NONE);
 *     ...
 *
 * A tone gives a cell or key figure a colour. The colour says nothing alone: the text beside it does. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "base/buf.h"
#include "base/mem.h"
#include "core/catalogue.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_KEYS,
    BLOCK_ITEM, /* of a bullet list */
    BLOCK_TABLE,
    BLOCK_NOTE,
    BLOCK_GAP,    /* what only a person can write */
    BLOCK_FIGURE, /* a picture */
    BLOCK_PAGE_BREAK,
};

enum tone { TONE_NONE, TONE_GOOD, TONE_NOTICE, TONE_BAD, TONE_INFO, TONE_COUNT };
enum column_align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
/* A group or total row with one cell spans the table, where the format can. */
enum row_kind { ROW_PLAIN, ROW_GROUP /* a heading inside, with sums */, ROW_TOTAL };

enum { HEADING_LEVELS = 4 };

/* Bits of a table. */
enum {
    TABLE_INSTEAD = 1, /* stands for the figure before it, where a format cannot show pictures */
    TABLE_CARDS = 2,   /* on a narrow screen each row is a card; else the table scrolls */
    TABLE_SMALL = 4    /* smaller type: long texts */
};

struct document_column {
    const char *title;
    enum column_align align;
    int width; /* relative to the other columns' */
};

struct document_key {
    const char *label, *value;
    const char *note; /* small, below; "" for none */
    enum tone tone;
};

struct document_cell {
    const char *text;
    enum tone tone;
};

struct document_row {
    enum row_kind kind;
    size_t first; /* its cells, in `cells` of the table; missing ones are empty */
    size_t count;
};

struct document_table {
    struct document_column *columns;
    size_t column_count;
    unsigned bits;
    struct document_row *rows;
    size_t row_count, row_capacity;
    struct document_cell *cells;
    size_t cell_count, cell_capacity;
};

struct document_block {
    enum block_kind kind;
    int level;        /* HEADING: 1..HEADING_LEVELS */
    const char *text; /* FIGURE: what the picture shows, in words */
    const char *svg;  /* FIGURE: made by the program; not escaped */
    struct document_key *keys;
    size_t key_count;
    struct document_table *table;
};

/* A zeroed struct with `language` set is an empty document. */
struct document {
    struct arena arena;
    enum language language;
    const char *title;
    const char *subtitle; /* NULL: none */
    struct document_block *blocks;
    size_t block_count, block_capacity;
};

void document_init(struct document *document, enum language language, const char *title);
void document_done(struct document *document);

void document_subtitle(struct document *document, const char *text);
void document_heading(struct document *document, int level, const char *text);
void document_paragraph(struct document *document, const char *text);
void document_item(struct document *document, const char *text);
void document_note(struct document *document, const char *text);
void document_gap(struct document *document, const char *text);
void document_keys(struct document *document, const struct document_key *keys, size_t count);
void document_figure(struct document *document, const char *svg, const char *in_words);
void document_page_break(struct document *document);

void document_table(struct document *document, const struct document_column *columns, size_t count,
                    unsigned bits);
void document_row(struct document *document, enum row_kind kind);
void document_cell(struct document *document, const char *text, enum tone tone);

#endif
