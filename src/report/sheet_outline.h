/* The items of a score sheet by level: all of one first level together, in it all of one second level, both
 * in the order in which they come first; with sums. A unit's sheet is in that order already, a project's is
 * in the order of codes. */
#ifndef REPORT_SHEET_OUTLINE_H
#define REPORT_SHEET_OUTLINE_H

#include "core/sheet.h"

/* Sums for showing: what does not fit is held at DEC_MAX. */
struct sheet_sum {
    micro max, points, assessed, winnable;
    bool has_assessed;
};

struct sheet_group {
    const char *level1, *level2; /* in the outline's language; "" where the rubric has none */
    bool opens_level1;           /* the first of its level 1 */
    struct sheet_sum level1_sum; /* set where it opens one */
    struct sheet_sum sum;
    size_t first, count; /* in `order` */
};

struct sheet_outline {
    struct arena arena;
    size_t *order; /* indexes of the sheet's items */
    struct sheet_group *groups;
    size_t group_count;
};

/* The texts are the sheet's, which must outlive it. */
void sheet_outline_make(const struct sheet *sheet, enum language language, struct sheet_outline *ret_outline);
void sheet_outline_done(struct sheet_outline *outline);

#endif
