/* The sentences of a score sheet, in Chinese and English; part of the catalogue: what was measured, how the
 * points follow from it, what does not agree, and what to do about lost points. */
#ifndef CORE_CATALOGUE_SHEET_H
#define CORE_CATALOGUE_SHEET_H

#include "core/catalogue.h"
#include "core/sheet.h"

/* What was measured, for machines: rates in percent with two decimals and no sign ("99.99"), numbers without
 * zeros at the end ("98.4"), words as the ledger has them ("achieved"), "n/a"; "" for nothing. */
void measured_plain(struct buf *out, const struct measured *measured);

/* The same for people: "99.99%", "98.4", "达成年度指标", "不适用", "—". `measure_unit` may be NULL. */
void catalogue_measured(struct buf *out, enum language language, const struct measured *measured,
                        const char *measure_unit);

/* The arithmetic of an item in one or two sentences: what was compared, how the points follow. */
void catalogue_item(struct buf *out, enum language language, const struct sheet *sheet,
                    const struct sheet_item *item);

/* The rule of an item as people read it: "达到90%得满分，不足的按比例". */
void catalogue_scoring(struct buf *out, enum language language, const struct rubric_item *item);

/* One sentence on a discrepancy. */
void catalogue_discrepancy(struct buf *out, enum language language, const struct sheet *sheet,
                           const struct discrepancy *discrepancy);

/* A deduction as work (整改): what is wrong, and what could be done. Never empty. */
void catalogue_issue(struct buf *out, enum language language, const struct sheet *sheet,
                     const struct sheet_item *item);
void catalogue_proposal(struct buf *out, enum language language, const struct sheet_item *item);

const char *catalogue_sign(enum direction direction);                            /* "≥"; "" for words */
const char *catalogue_level1(enum language language, unsigned level_bit);        /* 产出指标 / Output */
const char *catalogue_level2(enum language language, const char *level2);        /* 数量指标 / Quantity */
const char *catalogue_item_state(enum language language, enum item_state state); /* 规则计算 / computed */

#endif
