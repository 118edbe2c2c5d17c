/* A notice as JSON (design section 6). Keys stand in a fixed order and nothing depends on when it is made, so
 * the same notice gives the same bytes.
 *
 * Money is a string ("1234.50"), rates and gaps are strings of percent and percentage points with two
 * decimals
 * ("41.67"), rounded once from the exact value; where there is no rate: null. `zero` holds names, as
 * published notices do; `zero_codes` the codes in the same order. The row of the unit's own projects is
 * called 本级 and has the unit's code. */
#ifndef REPORT_NOTICE_JSON_H
#define REPORT_NOTICE_JSON_H

#include <jansson.h>

#include "core/catalogue.h"
#include "core/notice.h"

/* The caller lets go of it. `language` is that of the sentences. */
json_t *notice_json(const struct notice *notice, enum language language);

#endif
