#include "report/bars.h"

#include <stdlib.h>

#include "base/html.h"
#include "report/svg.h"
#include "report/table.h"

/* In pixels of the picture, which is scaled as a whole; lengths of bars are in hundredths. */
enum {
    WIDTH = 580,
    LABEL_RIGHT = 200,
    BAR_LEFT = 208,
    BAR_LENGTH = 190,
    WORDS_GAP = 8,
    TOP = 32,
    OUTER_STEP = 28,
    INNER_STEP = 24,
    OUTER_HEIGHT = 16,
    INNER_HEIGHT = 10,
    LABEL_COLUMNS = 32 /* of 12 pixels' type in front of the bars */
};

static void write_legend(struct buf *out, const struct bar_legend *legend);
static int write_key(struct buf *out, int x, const char *fill, const char *text);
static void write_bar(struct buf *out, const struct bar *bar, int64_t longest, int y);
static void write_piece(struct buf *out, int64_t from, int64_t to, int y, int height, const char *fill);
static int64_t longest_of(const struct bar *bars, size_t count);

void bars_svg(struct buf *out, const struct bar *bars, size_t count, const struct bar_legend *legend)
{
    int64_t longest = longest_of(bars, count);
    int y = TOP;

    for (size_t i = 0; i < count; i++)
        y += bars[i].inner ? INNER_STEP : OUTER_STEP;
    buf_printf(out, "<svg viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\" font-size=\"13\">\n",
               WIDTH, y + WORDS_GAP);
    svg_patterns(out, "");
    write_legend(out, legend);
    y = TOP;
    for (size_t i = 0; i < count; i++) {
        write_bar(out, &bars[i], longest, y);
        y += bars[i].inner ? INNER_STEP : OUTER_STEP;
    }
    buf_puts(out, "</svg>\n");
}

static void write_legend(struct buf *out, const struct bar_legend *legend)
{
    int x = write_key(out, BAR_LEFT, "#1f4e79", legend->reached);

    if (legend->coming != NULL)
        x = write_key(out, x, "url(#coming)", legend->coming);
    (void)write_key(out, x, "url(#lost)", legend->lost);
}

/* Returns where the next one begins. */
static int write_key(struct buf *out, int x, const char *fill, const char *text)
{
    enum { SIZE = 12, COLUMN = 7, GAP = 22 };

    buf_printf(out, "<rect x=\"%d\" y=\"6\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#595959\"/>", x,
               SIZE, SIZE, fill);
    buf_printf(out, "<text x=\"%d\" y=\"17\">", x + SIZE + WORDS_GAP / 2);
    html_text(out, text);
    buf_puts(out, "</text>\n");
    return x + SIZE + GAP + COLUMN * (int)text_width(text);
}

static void write_bar(struct buf *out, const struct bar *bar, int64_t longest, int y)
{
    int height = bar->inner ? INNER_HEIGHT : OUTER_HEIGHT, base = y + height / 2 + 5;
    int64_t whole = svg_scaled(bar->whole, longest, BAR_LENGTH * SVG_HUNDREDTHS);
    int64_t part = svg_scaled(bar->part, longest, BAR_LENGTH * SVG_HUNDREDTHS);
    int64_t coming = part + svg_scaled(bar->coming, longest, BAR_LENGTH * SVG_HUNDREDTHS);
    char *label = text_cut(bar->label, LABEL_COLUMNS);

    buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\"%s>", LABEL_RIGHT, base,
               bar->inner ? " fill=\"#595959\" font-size=\"12\"" : " font-weight=\"600\"");
    html_text(out, label);
    buf_puts(out, "</text>");
    free(label);
    part = part < whole ? part : whole;
    coming = coming < whole ? coming : whole;
    write_piece(out, 0, part, y, height, bar->inner ? "#6f93b5" : "#1f4e79");
    write_piece(out, part, coming, y, height, "url(#coming)");
    write_piece(out, coming, whole, y, height, "url(#lost)");
    buf_puts(out, "<text x=\"");
    svg_number(out, (BAR_LEFT + WORDS_GAP) * SVG_HUNDREDTHS + whole);
    buf_printf(out, "\" y=\"%d\"%s>", base, bar->inner ? " font-size=\"12\"" : "");
    html_text(out, bar->words);
    buf_puts(out, "</text>\n");
}

static void write_piece(struct buf *out, int64_t from, int64_t to, int y, int height, const char *fill)
{
    if (to <= from)
        return;
    buf_puts(out, "<rect x=\"");
    svg_number(out, BAR_LEFT * SVG_HUNDREDTHS + from);
    buf_printf(out, "\" y=\"%d\" width=\"", y);
    svg_number(out, to - from);
    buf_printf(out, "\" height=\"%d\" fill=\"%s\"", height, fill);
    buf_puts(out, fill[0] == '#' ? "/>" : " stroke=\"#8c8c8c\" stroke-width=\"0.5\"/>");
}

void bar_text(struct buf *out, const struct bar *bar, int columns)
{
    int filled = (int)svg_scaled(bar->part, bar->whole, columns);

    for (int i = 0; i < columns; i++)
        buf_puts(out, i < filled ? "█" : "░");
}

static int64_t longest_of(const struct bar *bars, size_t count)
{
    int64_t longest = 0;

    for (size_t i = 0; i < count; i++)
        longest = bars[i].whole > longest ? bars[i].whole : longest;
    return longest;
}
