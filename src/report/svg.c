#include "report/svg.h"

#include <inttypes.h>

#include "base/dec.h"
#include "base/html.h"

void svg_open(struct buf *out, int width, int height, const char *title, const char *description)
{
    buf_printf(out,
               "<svg class=\"chart\" viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\" "
               "font-size=\"15\" fill=\"#1c1c1c\">\n<title>",
               width, height);
    html_text(out, title);
    buf_puts(out, "</title><desc>");
    html_text(out, description);
    buf_puts(out, "</desc>\n");
}

void svg_close(struct buf *out)
{
    buf_puts(out, "</svg>\n");
}

void svg_patterns(struct buf *out, const char *prefix)
{
    buf_printf(out,
               "<defs><pattern id=\"%slost\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
               "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fbe3e1\"/>"
               "<rect width=\"2\" height=\"6\" fill=\"#b3261e\"/></pattern>"
               "<pattern id=\"%scoming\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
               "<rect width=\"6\" height=\"6\" fill=\"#fff0cc\"/><circle cx=\"3\" cy=\"3\" r=\"1.5\" "
               "fill=\"#8a5a00\"/></pattern></defs>\n",
               prefix, prefix);
}

static void add_attribute(struct buf *out, const char *name, int64_t hundredths)
{
    buf_printf(out, " %s=\"", name);
    svg_number(out, hundredths);
    buf_putc(out, '"');
}

void svg_text(struct buf *out, int64_t x, int64_t y, const char *attributes, const char *text)
{
    buf_puts(out, "<text");
    add_attribute(out, "x", x);
    add_attribute(out, "y", y);
    buf_printf(out, "%s>", attributes);
    html_text(out, text);
    buf_puts(out, "</text>\n");
}

void svg_line(struct buf *out, int64_t x1, int64_t y1, int64_t x2, int64_t y2, const char *attributes)
{
    buf_puts(out, "<line");
    add_attribute(out, "x1", x1);
    add_attribute(out, "y1", y1);
    add_attribute(out, "x2", x2);
    add_attribute(out, "y2", y2);
    buf_printf(out, "%s/>\n", attributes);
}

void svg_rect(struct buf *out, int64_t x, int64_t y, int64_t width, int64_t height, const char *attributes)
{
    buf_puts(out, "<rect");
    add_attribute(out, "x", x);
    add_attribute(out, "y", y);
    add_attribute(out, "width", width);
    add_attribute(out, "height", height);
    buf_printf(out, "%s/>\n", attributes);
}

void svg_number(struct buf *out, int64_t hundredths)
{
    int64_t whole = hundredths < 0 ? -hundredths : hundredths;

    buf_printf(out, "%s%" PRId64 ".%02d", hundredths < 0 ? "-" : "", whole / SVG_HUNDREDTHS,
               (int)(whole % SVG_HUNDREDTHS));
}

int64_t svg_scaled(int64_t value, int64_t longest, int64_t length)
{
    if (value <= 0 || longest <= 0)
        return 0;
    return value >= longest ? length : (int64_t)((int128)value * length / longest);
}

int64_t svg_step(int64_t value, int steps)
{
    static const int64_t firsts[] = {1, 2, 5};

    for (int64_t power = 1; power <= DEC_MAX; power *= 10)
        for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
            if ((int128)firsts[i] * power * steps >= value)
                return firsts[i] * power;
    return DEC_MAX;
}
