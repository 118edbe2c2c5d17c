/* The titles, column names and fixed sentences of `budgetwatch evaluate`, in Chinese and English; part of the
 * catalogue. What is said of single items is in catalogue_sheet.h, the department's report in
 * catalogue_report.h. */
#ifndef CORE_CATALOGUE_EVALUATE_H
#define CORE_CATALOGUE_EVALUATE_H

#include "core/catalogue.h"
#include "core/sheet.h"

enum evaluate_text {
    /* Headings and names of sheets. */
    EVALUATE_CONCLUSION,
    EVALUATE_LOST_WHERE,
    EVALUATE_WINNABLE_HEADING,
    EVALUATE_SCORES,
    EVALUATE_RECTIFY,
    EVALUATE_DISCREPANCIES,
    EVALUATE_ROWS,

    /* Key figures, and titles of columns. */
    EVALUATE_TOTAL,
    EVALUATE_GRADE,
    EVALUATE_ASSESSED_TOTAL,
    EVALUATE_PRINTED_TOTAL,
    EVALUATE_CODE,
    EVALUATE_ITEM,
    EVALUATE_MAX,
    EVALUATE_MEASURED,
    EVALUATE_POINTS,
    EVALUATE_LOST,
    EVALUATE_WINNABLE,
    EVALUATE_ASSESSED,
    EVALUATE_STATE,
    EVALUATE_EXPLANATION,
    EVALUATE_RULE,
    EVALUATE_ISSUE,
    EVALUATE_ACTION,
    EVALUATE_OWNER,
    EVALUATE_DUE,
    EVALUATE_TABLE,
    EVALUATE_KEY,
    EVALUATE_TEXT,
    EVALUATE_ROWS_TEXT, /* keys and what they say, in one cell */
    EVALUATE_EVIDENCE,
    EVALUATE_KIND,
    EVALUATE_FOUND,
    EVALUATE_SUM,
    EVALUATE_SHARE,     /* of points, as a bar */
    EVALUATE_POINTS_OF, /* points and maximum */

    /* Sentences. */
    EVALUATE_NOTHING_LOST,
    EVALUATE_NOTHING_WINNABLE,
    EVALUATE_NO_DISCREPANCY,
    EVALUATE_NO_ROWS,
    EVALUATE_DISCREPANCY_NOTE,
    EVALUATE_RECTIFY_NOTE,
    EVALUATE_SUM_NOTE,
    EVALUATE_TEXT_COUNT
};

const char *catalogue_evaluate(enum language language, enum evaluate_text text);

/* "2023年度广州市政务服务和数据管理局部门整体支出绩效自评表". */
void catalogue_evaluate_title(struct buf *out, enum language language, const struct sheet *sheet);
/* "评分标准：…（依据…）", and up to which day a running year was looked at. */
void catalogue_evaluate_basis(struct buf *out, enum language language, const struct sheet *sheet);
/* The result in one or two sentences. */
void catalogue_evaluate_result(struct buf *out, enum language language, const struct sheet *sheet);
/* Where the assessed or the printed total is another than the rules give: which, and that all are kept. */
void catalogue_evaluate_totals(struct buf *out, enum language language, const struct sheet *sheet);
/* "若今日关账得60.5分（中）；还能挽回20分，最多可得80.5分。" */
void catalogue_evaluate_winnable(struct buf *out, enum language language, const struct sheet *sheet);

/* "9.99 / 10，失0.01"; with `winnable` above 0 also "其中可挽回0.01". */
void catalogue_evaluate_bar(struct buf *out, enum language language, micro points, micro max, micro winnable);
/* "满分100分". */
void catalogue_evaluate_of(struct buf *out, enum language language, micro max);

/* "填报总分" and so on: what kind of thing does not agree. */
const char *catalogue_discrepancy_kind(enum language language, enum discrepancy_kind kind);

/* "【待补充：…】": what only a person can write. */
void catalogue_gap(struct buf *out, enum language language, const char *what);

#endif
