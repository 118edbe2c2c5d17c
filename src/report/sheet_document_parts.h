/* Sections that the score sheet and the department's report share; private to report. */
#ifndef REPORT_SHEET_DOCUMENT_PARTS_H
#define REPORT_SHEET_DOCUMENT_PARTS_H

#include "report/document.h"
#include "report/sheet_outline.h"

/* Total, grade, points lost; assessed and printed totals where they are known and other than the total. */
void sheet_keys(struct document *document, const struct sheet *sheet);

/* A bar for each group and, below it, each of its items that lost points. */
void sheet_picture(struct document *document, const struct sheet *sheet, const struct sheet_outline *outline);

void sheet_score_table(struct document *document, const struct sheet *sheet,
                       const struct sheet_outline *outline);
void sheet_winnable_table(struct document *document, const struct sheet *sheet);
void sheet_proposal_table(struct document *document, const struct sheet *sheet, date due);
void sheet_discrepancy_table(struct document *document, const struct sheet *sheet);
void sheet_row_table(struct document *document, const struct sheet *sheet,
                     const struct sheet_outline *outline);

/* Cells of the table begun last. */
void score_cell(struct document *document, micro points, enum tone tone);
void buf_cell(struct document *document, struct buf *text, enum tone tone); /* empties the buffer */

/* "2.5.4 采购合同签订时效性". */
void item_title(struct buf *out, enum language language, const struct sheet_item *item);
/* What a row says; amounts with thousands separators. */
void row_text(struct buf *out, const struct sheet_row *row);
bool row_is_money(const struct sheet_row *row);
/* What was measured, with its unit. */
void item_measured(struct buf *out, enum language language, const struct sheet_item *item);

#endif
