/* The scoring methods: what was measured, as a share of the maximum. */
#include "core/sheet_parts.h"

static const struct ratio nothing = {0, 1}, all = {1, 1};

/* What steps and deductions are shares of. An item, or a child, without weight has them of one point. */
static micro points_of(const struct rubric_item *item)
{
    return item->max > 0 ? item->max : 1000000;
}

static bool proportion(const struct scoring *scoring, struct ratio value, struct ratio *ret)
{
    struct ratio share;

    if (!ratio_div(value, ratio_micro(scoring->full), &share))
        return false;
    if (ratio_compare(share, ratio_micro(scoring->floor)) < 0)
        share = nothing;
    *ret = within_0_and_1(share);
    return true;
}

static bool reverse(const struct scoring *scoring, struct ratio value, struct ratio *ret)
{
    struct ratio target = ratio_micro(scoring->full), share;

    if (ratio_compare(value, target) <= 0) {
        *ret = all;
        return true;
    }
    if (scoring->full <= 0) {
        *ret = nothing;
        return true;
    }
    if (scoring->reverse == REVERSE_HUBEI) {
        if (!ratio_div(target, value, &share))
            return false;
    } else if (!ratio_div(value, target, &share) || !ratio_sub(ratio_int(2), share, &share)) {
        return false; /* 1 - (v - t) / t = 2 - v / t */
    }
    *ret = within_0_and_1(share);
    return true;
}

static bool holds(const struct score_step *step, struct ratio value)
{
    int order = ratio_compare(value, ratio_micro(step->bound));

    return step->at_most ? order <= 0 : order >= 0;
}

static bool steps(const struct rubric_item *item, struct ratio value, struct ratio *ret)
{
    const struct scoring *scoring = &item->scoring;

    for (size_t i = 0; i < scoring->step_count; i++) {
        if (!holds(&scoring->steps[i], value))
            continue;
        if (scoring->method == SCORE_YES_NO) {
            *ret = all;
            return true;
        }
        return ratio_of(scoring->steps[i].points, points_of(item), ret);
    }
    *ret = nothing;
    return true;
}

/* The whole number at or above the ratio. */
static bool started(struct ratio value, struct ratio *ret)
{
    int128 whole = value.num / value.den + (value.num > 0 && value.num % value.den != 0);

    return ratio_of(whole, 1, ret);
}

static bool deduct(const struct rubric_item *item, struct ratio value, struct ratio *ret)
{
    const struct scoring *scoring = &item->scoring;
    struct ratio beyond, lost;

    bool fits = scoring->below ? ratio_sub(ratio_micro(scoring->beyond), value, &beyond)
                               : ratio_sub(value, ratio_micro(scoring->beyond), &beyond);
    if (!fits || !ratio_div(beyond, ratio_micro(scoring->per), &beyond))
        return false;
    if (beyond.num <= 0) {
        *ret = all;
        return true;
    }
    if ((scoring->started && !started(beyond, &beyond)) ||
        !ratio_mul(beyond, ratio_micro(scoring->deduct), &lost) ||
        !ratio_div(lost, ratio_micro(points_of(item)), &lost) || !ratio_sub(all, lost, &lost))
        return false;
    *ret = within_0_and_1(lost);
    return true;
}

bool score_share(const struct rubric_item *item, struct ratio value, struct ratio *ret_share)
{
    switch (item->scoring.method) {
    case SCORE_PROPORTION: return proportion(&item->scoring, value, ret_share);
    case SCORE_REVERSE: return reverse(&item->scoring, value, ret_share);
    case SCORE_STEPS:
    case SCORE_YES_NO: return steps(item, value, ret_share);
    case SCORE_DEDUCT: return deduct(item, value, ret_share);
    case SCORE_ASSESSED:
    case SCORE_COMPOSITE:
    case SCORE_METHOD_COUNT: break;
    }
    *ret_share = within_0_and_1(value);
    return true;
}

/* Towards zero; points are never below it. */
static bool truncate(struct ratio exact, int digits, int64_t *ret)
{
    struct ratio scaled;
    int128 unit = 1;

    for (int i = 0; i < digits; i++)
        unit *= 10;
    if (!ratio_mul(exact, (struct ratio){unit, 1}, &scaled))
        return false;
    int128 whole = scaled.num / scaled.den;
    if (whole > INT64_MAX || whole < INT64_MIN)
        return false;
    *ret = (int64_t)whole;
    return true;
}

bool round_score(struct ratio exact, struct rounding rounding, micro *ret_points)
{
    int64_t scaled;

    if (rounding.mode == ROUND_TRUNCATE ? !truncate(exact, rounding.digits, &scaled)
                                        : !ratio_round(exact, rounding.digits, &scaled))
        return false;
    for (int i = rounding.digits; i < SCALE_MICRO; i++)
        if (__builtin_mul_overflow(scaled, (int64_t)10, &scaled))
            return false;
    *ret_points = scaled;
    return true;
}
