/* Bars that show how much of a whole was reached: as SVG for pages, as characters for text. Lengths come from
 * integers; each bar has its words beside it, so that nothing depends on colour. */
#ifndef REPORT_BARS_H
#define REPORT_BARS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct bar {
    const char *label;
    const char *words;    /* behind the bar: "0 / 3, 3 lost" */
    bool inner;           /* a part of the bar above it: indented, thinner */
    int64_t whole;        /* its length against the others' */
    int64_t part, coming; /* of the whole: reached, and what can still be; the rest is lost */
};

struct bar_legend {
    const char *reached, *coming, *lost; /* `coming` NULL: no bar has any */
};

/* An <svg> element, everything in it escaped. */
void bars_svg(struct buf *out, const struct bar *bars, size_t count, const struct bar_legend *legend);

/* One bar of `columns` block characters, filled up to what was reached. */
void bar_text(struct buf *out, const struct bar *bar, int columns);

#endif
