/* What is doubtful in an import and yet no fault: a running total that fell, spending on no budget, an
 * amount a thousand times the stored one, ... Set by set over the staged rows, so that each doubt is told
 * with file and line. Nothing here changes anything; who imports decides.
 *
 * Two moments: amounts are compared with the stored ones before the merge, everything else is looked at
 * in the ledger as it will be, after it. */
#ifndef DB_STORE_DOUBTS_H
#define DB_STORE_DOUBTS_H

#include "db/store_import.h"

/* `found` gets the first STORE_IMPORT_FAULTS of each sort; `*ret_more` counts those that were not
 * reported. */
MUST_CHECK bool store_doubts_before_merge(struct store_import *import, store_import_found found, void *ctx,
                                          int64_t *ret_more, struct err *err);
MUST_CHECK bool store_doubts_after_merge(struct store_import *import, store_import_found found, void *ctx,
                                         int64_t *ret_more, struct err *err);

#endif
