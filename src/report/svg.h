/* What pictures have in common. Lengths come from integers, in hundredths of a pixel; all texts are escaped.
 * Coordinates are in pixels of the picture, which is scaled as a whole. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include <stdint.h>

#include "base/buf.h"

enum { SVG_HUNDREDTHS = 100 };

/* The beginning of a picture as wide as a phone's screen, which a page shows in at most 600 pixels. Title and
 * description are for those who hear it. Ends with svg_close(). */
void svg_open(struct buf *out, int width, int height, const char *title, const char *description);
void svg_close(struct buf *out);

/* Fills that differ in black and white as well: url(#<prefix>lost) hatched, url(#<prefix>coming) dotted. */
void svg_patterns(struct buf *out, const char *prefix);

/* `attributes` are written as they are: " fill=\"#595959\"", or "". */
void svg_text(struct buf *out, int64_t x, int64_t y, const char *attributes, const char *text);
void svg_line(struct buf *out, int64_t x1, int64_t y1, int64_t x2, int64_t y2, const char *attributes);
void svg_rect(struct buf *out, int64_t x, int64_t y, int64_t width, int64_t height, const char *attributes);

/* Hundredths as a number of pixels: "12.05". */
void svg_number(struct buf *out, int64_t hundredths);

/* value / longest x length, within 0..length. */
int64_t svg_scaled(int64_t value, int64_t longest, int64_t length);

/* The least of 1, 2, 5, 10, 20, 50, ... of which `steps` reach `value`; at least 1. */
int64_t svg_step(int64_t value, int steps);

#endif
