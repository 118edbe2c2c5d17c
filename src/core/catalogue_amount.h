/* What a deviation observed and expected, as people read it; part of the catalogue. The ledger of deviations
 * keeps plain numbers, whose meaning follows from the rule. */
#ifndef CORE_CATALOGUE_AMOUNT_H
#define CORE_CATALOGUE_AMOUNT_H

#include "core/catalogue.h"

/* "30.21%", "1,234.50元", "98.4", "12天"; a difference of rates is in points: "-24.79个百分点". `text` is
 * amount_format()'s; one that is no number, or of a rule that is not known, is shown as it is. */
void catalogue_amount(struct buf *out, enum language language, const char *rule, const char *text,
                      bool difference);

#endif
