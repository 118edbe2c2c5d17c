#include "core/money_rate.h"

#include "core/policy.h"

enum { PERCENT_SCALE = 2 };

struct money_sum money_sum_of(fen budget, fen spent, int month)
{
    return (struct money_sum){.budget = budget, .spent = spent, .due = (int128)budget * month};
}

bool money_sum_add(struct money_sum *sum, const struct money_sum *more)
{
    sum->due += more->due; /* 64-bit numbers times 12: thousands of millions of them fit */
    return dec_add(sum->budget, more->budget, &sum->budget) && dec_add(sum->spent, more->spent, &sum->spent);
}

bool money_rates_of(const struct money_sum *sum, struct money_rates *ret_rates)
{
    *ret_rates = (struct money_rates){.known = sum->budget > 0};
    if (!ret_rates->known)
        return true;
    return ratio_of(sum->spent, sum->budget, &ret_rates->rate) &&
           ratio_of(sum->due, (int128)sum->budget * MONTHS, &ret_rates->reference) &&
           ratio_sub(ret_rates->rate, ret_rates->reference, &ret_rates->gap);
}

bool money_percent(struct ratio share, char text[static DEC_TEXT])
{
    struct ratio hundredfold;
    int64_t rounded;

    if (!ratio_mul(share, ratio_int(100), &hundredfold) || !ratio_round(hundredfold, PERCENT_SCALE, &rounded))
        return false;
    dec_format(rounded, PERCENT_SCALE, text);
    return true;
}
