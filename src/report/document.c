#include "report/document.h"

#include <assert.h>
#include <stdlib.h>

static struct document_block *add_block(struct document *document, enum block_kind kind, const char *text);
static struct document_table *last_table(struct document *document);

void document_init(struct document *document, enum language language, const char *title)
{
    *document = (struct document){.language = language};
    document->title = arena_text(&document->arena, title);
}

void document_done(struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        struct document_table *table = document->blocks[i].table;
        if (table != NULL) {
            free(table->rows);
            free(table->cells);
        }
    }
    free(document->blocks);
    arena_free(&document->arena);
    *document = (struct document){0};
}

void document_subtitle(struct document *document, const char *text)
{
    document->subtitle = arena_text(&document->arena, text);
}

void document_heading(struct document *document, int level, const char *text)
{
    assert(level >= 1 && level <= HEADING_LEVELS);
    add_block(document, BLOCK_HEADING, text)->level = level;
}

void document_paragraph(struct document *document, const char *text)
{
    (void)add_block(document, BLOCK_PARAGRAPH, text);
}

void document_item(struct document *document, const char *text)
{
    (void)add_block(document, BLOCK_ITEM, text);
}

void document_note(struct document *document, const char *text)
{
    (void)add_block(document, BLOCK_NOTE, text);
}

void document_gap(struct document *document, const char *text)
{
    (void)add_block(document, BLOCK_GAP, text);
}

void document_keys(struct document *document, const struct document_key *keys, size_t count)
{
    struct document_block *block = add_block(document, BLOCK_KEYS, "");

    block->keys = arena_alloc(&document->arena, count * sizeof *block->keys);
    block->key_count = count;
    for (size_t i = 0; i < count; i++)
        block->keys[i] = (struct document_key){.label = arena_text(&document->arena, keys[i].label),
                                               .value = arena_text(&document->arena, keys[i].value),
                                               .note = arena_text(&document->arena, keys[i].note),
                                               .tone = keys[i].tone};
}

void document_figure(struct document *document, const char *svg, const char *in_words)
{
    add_block(document, BLOCK_FIGURE, in_words)->svg = arena_text(&document->arena, svg);
}

void document_page_break(struct document *document)
{
    (void)add_block(document, BLOCK_PAGE_BREAK, "");
}

void document_table(struct document *document, const struct document_column *columns, size_t count,
                    unsigned bits)
{
    struct document_block *block = add_block(document, BLOCK_TABLE, "");
    struct document_table *table = arena_alloc(&document->arena, sizeof *table);

    table->bits = bits;
    table->column_count = count;
    table->columns = arena_alloc(&document->arena, count * sizeof *table->columns);
    for (size_t i = 0; i < count; i++) {
        table->columns[i] = columns[i];
        table->columns[i].title = arena_text(&document->arena, columns[i].title);
    }
    block->table = table;
}

void document_row(struct document *document, enum row_kind kind)
{
    struct document_table *table = last_table(document);

    table->rows = mem_room(table->rows, table->row_count, &table->row_capacity, sizeof *table->rows);
    table->rows[table->row_count++] = (struct document_row){.kind = kind, .first = table->cell_count};
}

void document_cell(struct document *document, const char *text, enum tone tone)
{
    struct document_table *table = last_table(document);

    assert(table->row_count > 0 && table->rows[table->row_count - 1].count < table->column_count);
    table->cells = mem_room(table->cells, table->cell_count, &table->cell_capacity, sizeof *table->cells);
    table->cells[table->cell_count++] =
        (struct document_cell){.text = arena_text(&document->arena, text), .tone = tone};
    table->rows[table->row_count - 1].count++;
}

static struct document_block *add_block(struct document *document, enum block_kind kind, const char *text)
{
    document->blocks = mem_room(document->blocks, document->block_count, &document->block_capacity,
                                sizeof *document->blocks);
    struct document_block *block = &document->blocks[document->block_count++];
    *block = (struct document_block){.kind = kind, .text = arena_text(&document->arena, text)};
    return block;
}

static struct document_table *last_table(struct document *document)
{
    assert(document->block_count > 0 && document->blocks[document->block_count - 1].kind == BLOCK_TABLE);
    return document->blocks[document->block_count - 1].table;
}
