/* What a correction (更正通报) says has changed since the notice before it. Found in the figures as they were
 * sent (report/notice_changes.h); here is what one change is, and how it is said. */
#ifndef CORE_NOTICE_CHANGES_H
#define CORE_NOTICE_CHANGES_H

#include "core/catalogue_notice.h"

enum notice_figure {
    /* Money. */
    NOTICE_FIGURE_BUDGET,
    NOTICE_FIGURE_SPENT,
    NOTICE_FIGURE_RECEIVED,
    NOTICE_FIGURE_LAST_MONTH, /* spent by the end of the month before */
    NOTICE_FIGURE_LAST_YEAR,  /* spent by the end of the same month a year before */
    /* Percent. */
    NOTICE_FIGURE_REFERENCE,
    /* Numbers of rows or units. */
    NOTICE_FIGURE_ABOVE,
    NOTICE_FIGURE_BELOW,
    NOTICE_FIGURE_ZERO,
    NOTICE_FIGURE_MISSING,
    NOTICE_FIGURE_COUNT
};

const char *notice_figure_name(enum notice_figure figure); /* "spent" */

enum notice_scope { NOTICE_SCOPE_WHOLE, NOTICE_SCOPE_ROW, NOTICE_SCOPE_FUND, NOTICE_SCOPE_CATEGORY };

const char *notice_scope_name(enum notice_scope scope); /* "row" */

/* Values are as in the JSON of a notice: "1234.50", "58.33", "3"; NULL: there was none. */
struct notice_change {
    enum notice_scope scope;
    const char *code; /* "" of a fund or a category */
    const char *name;
    enum notice_figure figure;
    const char *before, *now;
};

/* "道路养护支出数：原120.00万元，更正为150.00万元。" */
void catalogue_notice_change(struct buf *out, const struct notice_paper *paper,
                             const struct notice_change *change);

#endif
