/* Budget and spending of one subject or of many together, and the rate, the reference and the gap that
 * follow: sums over sums, exact, rounded only when they are printed. The reference here is linear (序时进度).
 */
#ifndef CORE_MONEY_RATE_H
#define CORE_MONEY_RATE_H

#include "base/dec.h"

/* What is due by now is linear in the month that each unit has reported, and is summed like the rest: so
 * units that stand at different months add up. */
struct money_sum {
    fen budget, spent;
    int128 due; /* budget × reported month, summed: a twelfth of it should be spent */
};

struct money_sum money_sum_of(fen budget, fen spent, int month);
/* False where it does not fit. */
MUST_CHECK bool money_sum_add(struct money_sum *sum, const struct money_sum *more);

struct money_rates {
    bool known; /* false where the budget is not above 0 */
    struct ratio rate, reference, gap;
};
MUST_CHECK bool money_rates_of(const struct money_sum *sum, struct money_rates *ret_rates);

/* "48.60": a share in percent. False where it does not fit. */
MUST_CHECK bool money_percent(struct ratio share, char text[static DEC_TEXT]);

#endif
