/* How the year may end: of each project by its unit's word or by its pace, of the whole the sum; and who will
 * leave money, and who is short (可调剂). */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

enum { MICRO_OF_FEN = 10000 }; /* a fen in millionths of the currency unit */

/* The average of its months so far, for the months to come. */
static bool by_pace(const struct notice_project *look, fen *ret_projected)
{
    struct ratio year = {0, 1};
    fen most = look->now.budget > look->now.spent ? look->now.budget : look->now.spent, projected;

    if (!ratio_of((int128)look->now.spent * MONTHS, look->month, &year))
        return false;
    if (ratio_compare(year, ratio_int(most)) >= 0)
        projected = most;
    else if (!ratio_round(year, 0, &projected))
        return false;
    *ret_projected = projected > look->now.spent ? projected : look->now.spent;
    return true;
}

static bool project(struct noticing *at, const struct project_facts *facts, struct notice_project *look)
{
    const struct notice_outlook *outlook = notice_outlook(at, false, facts->code);
    struct ratio expected = {0, 1};

    look->by_outlook = outlook != NULL && outlook->has_expected;
    look->has_projection = look->by_outlook || look->month > 0;
    if (look->by_outlook)
        return (ratio_of(outlook->expected, MICRO_OF_FEN, &expected) &&
                ratio_round(expected, 0, &look->projected)) ||
               notice_too_large(at);
    return look->month == 0 || by_pace(look, &look->projected) || notice_too_large(at);
}

static int largest_first(const void *a, const void *b)
{
    const struct notice_transfer *x = a, *y = b;

    if (x->amount != y->amount)
        return x->amount > y->amount ? -1 : 1;
    return strcmp(x->code, y->code);
}

static bool transfer(struct noticing *at, const struct project_facts *facts,
                     const struct notice_project *look)
{
    struct notice *notice = at->notice;
    fen budget = look->now.budget, over, least = budget > 0 ? budget / 10 + (budget % 10 > 0) : 1;

    if (__builtin_sub_overflow(look->projected, budget, &over) || over == INT64_MIN)
        return notice_too_large(at);
    if ((over < 0 && budget <= 0) || (over < 0 ? -over : over) < least)
        return true;
    struct notice_transfer *to =
        over > 0 ? &notice->short_[notice->short_count++] : &notice->leaving[notice->leaving_count++];
    *to = (struct notice_transfer){.code = facts->code,
                                   .name = facts->name,
                                   .unit_name = notice_unit_name(at, facts->unit_code),
                                   .answers = notice_answers(at, facts->manager, facts->unit_code),
                                   .budget = budget,
                                   .projected = look->projected,
                                   .amount = over > 0 ? over : -over,
                                   .by_outlook = look->by_outlook};
    return true;
}

static bool sum_up(struct noticing *at, int128 sum)
{
    struct notice *notice = at->notice;
    struct notice_projection *projection = &notice->projection;

    projection->known = projection->by_outlook + projection->by_pace > 0;
    if (sum > INT64_MAX || sum < INT64_MIN)
        return notice_too_large(at);
    projection->spent = (fen)sum;
    if (projection->known)
        projection->rate = notice_rate_of(projection->spent, notice->now.budget);
    return true;
}

bool notice_forecast(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;
    int128 sum = 0;

    notice->leaving = arena_alloc(&notice->arena, (set->project_count + 1) * sizeof *notice->leaving);
    notice->short_ = arena_alloc(&notice->arena, (set->project_count + 1) * sizeof *notice->short_);
    for (size_t i = 0; i < set->project_count; i++) {
        struct notice_project *look = &at->projects[i];
        if (!set->projects[i].watched)
            continue;
        if (!project(at, &set->projects[i], look))
            return false;
        if (!look->has_projection)
            continue;
        notice->projection.by_outlook += look->by_outlook;
        notice->projection.by_pace += !look->by_outlook;
        sum += look->projected;
        if (!transfer(at, &set->projects[i], look))
            return false;
    }
    if (notice->leaving_count > 0)
        qsort(notice->leaving, notice->leaving_count, sizeof *notice->leaving, largest_first);
    if (notice->short_count > 0)
        qsort(notice->short_, notice->short_count, sizeof *notice->short_, largest_first);
    return sum_up(at, sum);
}
