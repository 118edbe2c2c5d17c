/* Tables of pages: whoever hears them is told the headers of each cell, whoever has a narrow screen sees
 * them. */
#include <string.h>

#include "base/html.h"
#include "report/site_parts.h"

static const char *const align_classes[] = {
    [ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center", [ALIGN_RIGHT] = "right"};

void site_table(struct site *site, const char *caption, const struct document_column *columns, size_t count)
{
    site->column_count = count < SITE_COLUMNS ? count : SITE_COLUMNS;
    site->in_row = site->in_body = false;
    /* What the heading above says already need not be seen again, but is to be heard. */
    bool same = site->heading != NULL && strncmp(site->heading, caption, strlen(caption)) == 0;
    buf_printf(site->out, "<table role=\"table\">\n<caption%s>", same ? " class=\"heard\"" : "");
    site_text(site, caption);
    buf_puts(site->out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < site->column_count; i++) {
        site->columns[i] = columns[i];
        buf_printf(site->out, "<th scope=\"col\" role=\"columnheader\" class=\"%s\">",
                   align_classes[columns[i].align]);
        site_text(site, columns[i].title);
        buf_puts(site->out, "</th>");
    }
    buf_puts(site->out, "</tr></thead>\n");
}

static void end_row(struct site *site)
{
    if (site->in_row)
        buf_puts(site->out, "</tr>\n");
    site->in_row = false;
}

void site_row(struct site *site, enum row_kind kind)
{
    end_row(site);
    if (!site->in_body)
        buf_puts(site->out, "<tbody role=\"rowgroup\">\n");
    buf_puts(site->out, kind == ROW_PLAIN   ? "<tr role=\"row\">"
                        : kind == ROW_GROUP ? "<tr role=\"row\" class=\"group\">"
                                            : "<tr role=\"row\" class=\"total\">");
    site->row = kind;
    site->in_row = site->in_body = true;
    site->column = 0;
}

/* On a narrow screen, where the header is hidden, the style shows data-title before the cell. Styles that lay
 * a table out in another way take its meaning from it, which the roles give back. */
static void begin_cell(struct site *site, const char *class_name)
{
    const struct document_column *column = &site->columns[site->column];
    bool head = site->column == 0;

    buf_printf(site->out,
               head ? "<th scope=\"row\" role=\"rowheader\" class=\"%s%s\""
                    : "<td role=\"cell\" class=\"%s%s\"",
               align_classes[column->align], class_name);
    site_attribute(site, "data-title", column->title);
    buf_putc(site->out, '>');
}

/* Days and short words are not broken over lines, where that leaves room for the others. */
static const char *class_of(const struct site *site, const char *text, const char *below)
{
    enum { BRIEF_MOST = 16, BRIEF_COLUMNS = 8, DAY = 10 };
    size_t length = strlen(text);

    if (length == 0)
        return below[0] == '\0' ? " empty" : "";
    if (length == DAY && text[4] == '-' && text[7] == '-')
        return " brief";
    return length <= BRIEF_MOST && site->column_count <= BRIEF_COLUMNS ? " brief" : "";
}

static void end_cell(struct site *site)
{
    buf_puts(site->out, site->column == 0 ? "</th>" : "</td>");
    site->column++;
}

static bool is_full(const struct site *site)
{
    return site->column >= site->column_count;
}

void site_cell(struct site *site, const char *text)
{
    site_cell_link(site, text, NULL);
}

void site_cell_link(struct site *site, const char *text, const char *href)
{
    site_cell_two(site, text, href, "");
}

void site_cell_tone(struct site *site, const char *text, enum tone tone)
{
    if (is_full(site))
        return;
    begin_cell(site, class_of(site, text, ""));
    if (text[0] != '\0') {
        buf_printf(site->out, "<span class=\"light %s\">", site_tone(tone));
        site_text(site, text);
        buf_puts(site->out, "</span>");
    }
    end_cell(site);
}

void site_cell_two(struct site *site, const char *text, const char *href, const char *below)
{
    if (is_full(site))
        return;
    begin_cell(site, class_of(site, text, below));
    if (text[0] != '\0')
        site_anchor(site, text, href);
    if (below[0] != '\0') {
        buf_puts(site->out, "<small>");
        site_text(site, below);
        buf_puts(site->out, "</small>");
    }
    end_cell(site);
}

static int within(int share)
{
    return share < 0 ? 0 : share > 10000 ? 10000 : share;
}

void site_cell_bar(struct site *site, int share, int mark)
{
    if (is_full(site))
        return;
    begin_cell(site, "");
    buf_printf(
        site->out,
        "<svg class=\"bar\" viewBox=\"0 0 10000 1000\" preserveAspectRatio=\"none\" aria-hidden=\"true\" "
        "focusable=\"false\"><rect class=\"whole\" width=\"10000\" height=\"1000\"/>"
        "<rect class=\"part\" width=\"%d\" height=\"1000\"/>",
        within(share));
    if (mark >= 0)
        buf_printf(site->out, "<rect class=\"mark\" x=\"%d\" width=\"120\" height=\"1000\"/>",
                   within(mark) > 9880 ? 9880 : within(mark));
    buf_puts(site->out, "</svg>");
    end_cell(site);
}

void site_table_end(struct site *site)
{
    end_row(site);
    buf_puts(site->out, site->in_body ? "</tbody>\n</table>\n" : "</table>\n");
}
