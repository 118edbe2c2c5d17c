/* What a deviation may cost in the year-end self-evaluation: what its subject's part of the score sheet loses
 * if nothing more is done. */
#ifndef CORE_SHEET_RISK_H
#define CORE_SHEET_RISK_H

#include "core/sheet.h"

/* A sheet, and the budget of all its projects. */
struct sheet_risk {
    const struct sheet *sheet;
    int128 budget;
};

void sheet_risk_begin(const struct sheet *sheet, struct sheet_risk *ret);

/* Points in millionths, of all items that measure the verdict's subject; `code` is the subject's. False where
 * no item of the sheet does, or where the verdict speaks of no loss (ahead of plan, 目标偏低).
 *
 *   an indicator     its share of the item, less what it earns
 *   spending         the item's points by the share of the budget that this project has not spent
 *   a contract or a milestone   what the item would earn more, were this one in time
 *   a ceiling        the whole of its item */
MUST_CHECK bool sheet_risk(const struct sheet_risk *of, const struct verdict *verdict, const char *code,
                           micro *ret_points);

#endif
