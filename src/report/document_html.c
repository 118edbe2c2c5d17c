#include "report/document_html.h"

#include "base/html.h"
#include "embedded/styles.h"

static void write_block(struct buf *out, const struct document_block *block);
static void write_element(struct buf *out, const char *tag, const char *class_name, const char *text);
static void write_keys(struct buf *out, const struct document_block *block);
static void write_figure(struct buf *out, const struct document_block *block);
static void write_table(struct buf *out, const struct document_table *table);
static void write_columns(struct buf *out, const struct document_table *table);
static void write_row(struct buf *out, const struct document_table *table, const struct document_row *row);
static void write_cell(struct buf *out, const struct document_column *column,
                       const struct document_cell *cell, const char *tag);

static const char *const tone_classes[TONE_COUNT] = {[TONE_NONE] = "",
                                                     [TONE_GOOD] = "good",
                                                     [TONE_NOTICE] = "notice",
                                                     [TONE_BAD] = "bad",
                                                     [TONE_INFO] = "info"};
static const char *const align_classes[] = {
    [ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};

void document_html(const struct document *document, struct buf *out)
{
    buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               document->language == LANGUAGE_ZH ? "zh-CN" : "en");
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    write_element(out, "title", "", document->title);
    buf_printf(out, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", html_style_document);
    buf_puts(out, "<h1>");
    html_text(out, document->title);
    buf_puts(out, "</h1>\n");
    if (document->subtitle != NULL)
        write_element(out, "p", "subtitle", document->subtitle);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        bool item = block->kind == BLOCK_ITEM;
        if (item && (i == 0 || block[-1].kind != BLOCK_ITEM))
            buf_puts(out, "<ul>\n");
        write_block(out, block);
        if (item && (i + 1 == document->block_count || block[1].kind != BLOCK_ITEM))
            buf_puts(out, "</ul>\n");
    }
    buf_puts(out, "</main>\n</body>\n</html>\n");
}

static void write_block(struct buf *out, const struct document_block *block)
{
    char heading[] = "h1";

    switch (block->kind) {
    case BLOCK_HEADING:
        heading[1] = (char)('1' + block->level);
        write_element(out, heading, "", block->text);
        break;
    case BLOCK_PARAGRAPH: write_element(out, "p", "", block->text); break;
    case BLOCK_KEYS: write_keys(out, block); break;
    case BLOCK_ITEM: write_element(out, "li", "", block->text); break;
    case BLOCK_TABLE:
        if (!(block->table->bits & TABLE_INSTEAD))
            write_table(out, block->table);
        break;
    case BLOCK_NOTE: write_element(out, "p", "note", block->text); break;
    case BLOCK_GAP: write_element(out, "p", "gap", block->text); break;
    case BLOCK_FIGURE: write_figure(out, block); break;
    case BLOCK_PAGE_BREAK: buf_puts(out, "<div class=\"page\"></div>\n"); break;
    }
}

static void write_element(struct buf *out, const char *tag, const char *class_name, const char *text)
{
    if (class_name[0] != '\0')
        buf_printf(out, "<%s class=\"%s\">", tag, class_name);
    else
        buf_printf(out, "<%s>", tag);
    html_sentence(out, text);
    buf_printf(out, "</%s>\n", tag);
}

static void write_keys(struct buf *out, const struct document_block *block)
{
    buf_puts(out, "<dl class=\"keys\">\n");
    for (size_t i = 0; i < block->key_count; i++) {
        const struct document_key *key = &block->keys[i];
        buf_puts(out, "<div>");
        write_element(out, "dt", "", key->label);
        write_element(out, "dd", tone_classes[key->tone], key->value);
        if (key->note[0] != '\0')
            write_element(out, "dd", "small", key->note);
        buf_puts(out, "</div>\n");
    }
    buf_puts(out, "</dl>\n");
}

/* The words are for those who cannot see the picture. */
static void write_figure(struct buf *out, const struct document_block *block)
{
    buf_puts(out, "<figure role=\"img\" aria-label=\"");
    html_text(out, block->text);
    buf_printf(out, "\">\n%s</figure>\n", block->svg);
}

static void write_table(struct buf *out, const struct document_table *table)
{
    buf_printf(out, "<div class=\"table%s%s\"><table>\n", table->bits & TABLE_CARDS ? " cards" : "",
               table->bits & TABLE_SMALL ? " dense" : "");
    write_columns(out, table);
    buf_puts(out, "<tbody>\n");
    for (size_t i = 0; i < table->row_count; i++)
        write_row(out, table, &table->rows[i]);
    buf_puts(out, "</tbody>\n</table></div>\n");
}

static void write_columns(struct buf *out, const struct document_table *table)
{
    int all = 0;

    for (size_t i = 0; i < table->column_count; i++)
        all += table->columns[i].width;
    buf_puts(out, "<colgroup>");
    for (size_t i = 0; i < table->column_count; i++)
        buf_printf(out, "<col style=\"width:%d%%\">", all > 0 ? 100 * table->columns[i].width / all : 0);
    buf_puts(out, "</colgroup>\n<thead><tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        const struct document_column *column = &table->columns[i];
        buf_printf(out, "<th scope=\"col\" class=\"%s\">", align_classes[column->align]);
        html_text(out, column->title);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr></thead>\n");
}

static void write_row(struct buf *out, const struct document_table *table, const struct document_row *row)
{
    static const struct document_cell empty = {.text = "", .tone = TONE_NONE};
    bool alone = row->kind != ROW_PLAIN && row->count == 1;

    buf_puts(out, row->kind == ROW_PLAIN   ? "<tr>"
                  : row->kind == ROW_GROUP ? "<tr class=\"group\">"
                                           : "<tr class=\"total\">");
    for (size_t i = 0; i < table->column_count && !alone; i++) {
        const struct document_cell *cell = i < row->count ? &table->cells[row->first + i] : &empty;
        /* A header without a text heads nothing. */
        write_cell(out, &table->columns[i], cell,
                   row->kind == ROW_PLAIN || cell->text[0] == '\0' ? "td" : "th");
    }
    if (alone) {
        buf_printf(out, "<th colspan=\"%zu\">", table->column_count);
        html_sentence(out, table->cells[row->first].text);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr>\n");
}

/* On a narrow screen, where the header is hidden, the style shows data-title before the cell. */
static void write_cell(struct buf *out, const struct document_column *column,
                       const struct document_cell *cell, const char *tag)
{
    bool toned = cell->tone != TONE_NONE;

    buf_printf(out, "<%s class=\"%s%s\" data-title=\"", tag, align_classes[column->align],
               cell->text[0] == '\0' ? " empty" : "");
    html_text(out, column->title);
    buf_puts(out, "\">");
    if (toned)
        buf_printf(out, "<span class=\"%s\">", tone_classes[cell->tone]);
    html_sentence(out, cell->text);
    buf_printf(out, "%s</%s>", toned ? "</span>" : "", tag);
}
