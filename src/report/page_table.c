/* Tables of pages: whoever hears them is told the headers of each cell, whoever has a narrow screen sees
 * them. */
#include <inttypes.h>

#include "base/html.h"
#include "report/page_parts.h"

static const char *const align_classes[] = {
    [ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};

void page_table(struct page *page, const char *caption, const struct document_column *columns, size_t count)
{
    page->column_count = count < PAGE_COLUMNS ? count : PAGE_COLUMNS;
    page->in_row = page->in_body = false;
    buf_puts(page->out, "<table role=\"table\">\n<caption>");
    page_text(page, caption);
    buf_puts(page->out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < page->column_count; i++) {
        page->columns[i] = columns[i];
        buf_printf(page->out, "<th scope=\"col\" role=\"columnheader\" class=\"%s\">",
                   align_classes[columns[i].align]);
        page_text(page, columns[i].title);
        buf_puts(page->out, "</th>");
    }
    buf_puts(page->out, "</tr></thead>\n");
}

static void end_row(struct page *page)
{
    if (page->in_row)
        buf_puts(page->out, "</tr>\n");
    page->in_row = false;
}

void page_row(struct page *page, enum row_kind kind)
{
    end_row(page);
    if (!page->in_body)
        buf_puts(page->out, "<tbody role=\"rowgroup\">\n");
    buf_puts(page->out, kind == ROW_PLAIN   ? "<tr role=\"row\">"
                        : kind == ROW_GROUP ? "<tr role=\"row\" class=\"group\">"
                                            : "<tr role=\"row\" class=\"total\">");
    page->row = kind;
    page->in_row = page->in_body = true;
    page->column = 0;
}

/* On a narrow screen, where the header is hidden, the style shows data-title before the cell. Styles that lay
 * a table out in another way take its meaning from it, which the roles give back. */
static void begin_cell(struct page *page, bool empty)
{
    const struct document_column *column = &page->columns[page->column];
    bool head = page->column == 0;

    buf_printf(page->out,
               head ? "<th scope=\"row\" role=\"rowheader\" class=\"%s%s\""
                    : "<td role=\"cell\" class=\"%s%s\"",
               align_classes[column->align], empty ? " empty" : "");
    page_attribute(page, "data-title", column->title);
    buf_putc(page->out, '>');
}

static void end_cell(struct page *page)
{
    buf_puts(page->out, page->column == 0 ? "</th>" : "</td>");
    page->column++;
}

static bool is_full(const struct page *page)
{
    return page->column >= page->column_count;
}

void page_cell(struct page *page, const char *text)
{
    page_cell_link(page, text, NULL);
}

void page_cell_link(struct page *page, const char *text, const char *href)
{
    page_cell_two(page, text, href, "");
}

void page_cell_tone(struct page *page, const char *text, enum tone tone)
{
    if (is_full(page))
        return;
    begin_cell(page, text[0] == '\0');
    if (text[0] != '\0') {
        buf_printf(page->out, "<span class=\"light %s\">", page_tone(tone));
        page_text(page, text);
        buf_puts(page->out, "</span>");
    }
    end_cell(page);
}

void page_cell_two(struct page *page, const char *text, const char *href, const char *below)
{
    if (is_full(page))
        return;
    begin_cell(page, text[0] == '\0' && below[0] == '\0');
    if (text[0] != '\0')
        page_anchor(page, text, href);
    if (below[0] != '\0') {
        buf_puts(page->out, "<small>");
        page_text(page, below);
        buf_puts(page->out, "</small>");
    }
    end_cell(page);
}

static int within(int share)
{
    return share < 0 ? 0 : share > 10000 ? 10000 : share;
}

void page_cell_bar(struct page *page, int share, int mark)
{
    if (is_full(page))
        return;
    begin_cell(page, false);
    buf_printf(
        page->out,
        "<svg class=\"bar\" viewBox=\"0 0 10000 1000\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
        "focusable=\"false\"><rect class=\"whole\" width=\"10000\" height=\"1000\"/>"
        "<rect class=\"part\" width=\"%d\" height=\"1000\"/>",
        within(share));
    if (mark >= 0)
        buf_printf(page->out, "<rect class=\"mark\" x=\"%d\" width=\"120\" height=\"1000\"/>",
                   within(mark) > 9880 ? 9880 : within(mark));
    buf_puts(page->out, "</svg>");
    end_cell(page);
}

void page_table_end(struct page *page)
{
    end_row(page);
    buf_puts(page->out, page->in_body ? "</tbody>\n</table>\n" : "</table>\n");
}
