/* The money of a notice: of each project, of the whole, of funds and categories. */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

bool notice_look(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    int month = at->notice->month;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        struct notice_project *look = &at->projects[i];
        look->month = latest_month(project_months(project), month);
        if (project->watched &&
            (!standing_at(project, month, date_month_end(project->year, month), &look->now) ||
             !standing_at(project, month - 1, date_month_end(project->year, month - 1), &look->last_month)))
            return notice_too_large(at);
    }
    return true;
}

void tally_add(struct tally *tally, const struct standing *at)
{
    tally->budget += at->budget;
    tally->spent += at->spent;
    tally->received += at->received;
    tally->any = true;
    tally->unknown = tally->unknown || !at->received_known;
}

struct notice_rate notice_rate_of(fen spent, fen budget)
{
    struct notice_rate rate = {.value = {0, 1}};

    rate.known = budget > 0 && ratio_of(spent, budget, &rate.value);
    return rate;
}

static bool fits(int128 value)
{
    return value >= INT64_MIN && value <= INT64_MAX;
}

bool tally_money(struct noticing *at, const struct tally *tally, struct notice_money *ret)
{
    if (!fits(tally->budget) || !fits(tally->spent) || !fits(tally->received))
        return notice_too_large(at);
    *ret = (struct notice_money){.budget = (fen)tally->budget,
                                 .spent = (fen)tally->spent,
                                 .rate = notice_rate_of((fen)tally->spent, (fen)tally->budget),
                                 .has_received = tally->any && !tally->unknown,
                                 .received = (fen)tally->received};
    return true;
}

bool notice_gap(struct noticing *at, struct notice_rate rate, struct notice_rate *ret_gap)
{
    const struct notice_rate *reference = &at->notice->reference;

    *ret_gap = (struct notice_rate){.known = rate.known && reference->known, .value = {0, 1}};
    if (ret_gap->known && !ratio_sub(rate.value, reference->value, &ret_gap->value))
        return notice_too_large(at);
    return true;
}

static bool add_last_year(struct noticing *at, struct tally *ret)
{
    const struct facts_set *set = &at->facts->last_year;
    int month = at->notice->month;
    struct standing standing;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        if (!project->watched)
            continue;
        if (!standing_at(project, month, date_month_end(project->year, month), &standing))
            return notice_too_large(at);
        tally_add(ret, &standing);
    }
    return true;
}

bool notice_whole(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct tally now = {0}, before = {0}, last_year = {0};
    struct notice *notice = at->notice;

    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched) {
            tally_add(&now, &at->projects[i].now);
            tally_add(&before, &at->projects[i].last_month);
        }
    if (!add_last_year(at, &last_year))
        return false;
    notice->has_last_year = last_year.any;
    return tally_money(at, &now, &notice->now) && tally_money(at, &before, &notice->last_month) &&
           tally_money(at, &last_year, &notice->last_year);
}

/* One project's money of one fund. */
struct fund_money {
    const char *name;
    struct standing at;
};

struct fund_list {
    struct fund_money *list;
    size_t count, capacity;
};

/* The project's entry of that fund, from `first` on; made where there is none. */
static struct standing *fund_of(struct fund_list *funds, size_t first, const char *name)
{
    if (name == NULL)
        name = "";
    for (size_t i = first; i < funds->count; i++)
        if (strcmp(funds->list[i].name, name) == 0)
            return &funds->list[i].at;
    funds->list = mem_room(funds->list, funds->count, &funds->capacity, sizeof *funds->list);
    funds->list[funds->count] = (struct fund_money){.name = name};
    return &funds->list[funds->count++].at;
}

static bool split_project(struct noticing *at, const struct project_facts *project, struct fund_list *funds)
{
    size_t first = funds->count;
    int month = at->notice->month;
    date end = date_month_end(project->year, month);
    bool ok = true;

    for (size_t i = 0; i < project->initial_count;
         i++) { /* budgets are read first: funds are in their order */
        struct standing *fund = fund_of(funds, first, i < project->fund_count ? project->funds[i] : "");
        ok = ok && dec_add(fund->budget, project->initial[i], &fund->budget);
    }
    for (size_t i = 0; i < project->adjustment_count && project->adjustments[i].on <= end; i++) {
        struct standing *fund = fund_of(funds, first, project->adjustments[i].fund);
        ok = ok && dec_add(fund->budget, project->adjustments[i].amount, &fund->budget);
    }
    for (size_t i = 0; i < project->execution_count; i++) {
        const struct execution_row *row = &project->execution[i];
        if (!execution_is_latest(project, i, month))
            continue;
        struct standing *fund = fund_of(funds, first, project->funds[row->fund]);
        fund->spent = row->spent;
        fund->received_known = row->has_received;
        fund->received = row->received;
    }
    return ok || notice_too_large(at);
}

/* Money of no named fund comes last. */
static int by_fund(const void *a, const void *b)
{
    const struct fund_money *x = a, *y = b;

    if ((x->name[0] == '\0') != (y->name[0] == '\0'))
        return x->name[0] == '\0' ? 1 : -1;
    return strcmp(x->name, y->name);
}

static bool line_of(struct noticing *at, const char *name, const struct tally *tally, struct notice_line *ret)
{
    *ret = (struct notice_line){.name = name};
    return tally_money(at, tally, &ret->now) && notice_gap(at, ret->now.rate, &ret->gap);
}

static bool add_funds(struct noticing *at, struct fund_list *funds)
{
    struct notice *notice = at->notice;

    if (funds->count > 0)
        qsort(funds->list, funds->count, sizeof *funds->list, by_fund);
    notice->funds = arena_alloc(&notice->arena, (funds->count + 1) * sizeof *notice->funds);
    for (size_t i = 0; i < funds->count;) {
        struct tally tally = {0};
        const char *name = funds->list[i].name;
        for (; i < funds->count && strcmp(funds->list[i].name, name) == 0; i++)
            tally_add(&tally, &funds->list[i].at);
        if (!line_of(at, name, &tally, &notice->funds[notice->fund_count++]))
            return false;
    }
    return true;
}

static bool fund_lines(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct fund_list funds = {0};
    bool ok = true;

    for (size_t i = 0; i < set->project_count && ok; i++)
        if (set->projects[i].watched)
            ok = split_project(at, &set->projects[i], &funds);
    ok = ok && add_funds(at, &funds);
    free(funds.list);
    return ok;
}

static bool category_lines(struct noticing *at)
{
    static const char *const names[CATEGORY_ANY] = {
        [CATEGORY_BASIC] = "basic", [CATEGORY_PROJECT] = "project"};
    const struct facts_set *set = &at->facts->sheet.set;
    struct tally tallies[CATEGORY_ANY] = {{0}};

    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched)
            tally_add(&tallies[set->projects[i].category], &at->projects[i].now);
    for (int category = 0; category < CATEGORY_ANY; category++)
        if (!line_of(at, names[category], &tallies[category], &at->notice->categories[category]))
            return false;
    return true;
}

/* Held back by money that has not come, not by itself: it has received less than the reference asks for, has
 * spent less than that, too, and the rule on its pace, which asks for no more than was received, is silent.
 */
static bool waits_for_money(const struct noticing *at, const struct notice_project *look)
{
    const struct notice_rate *reference = &at->notice->reference;
    const struct standing *now = &look->now;
    struct ratio due;

    return !look->slow && now->received_known && now->budget > 0 && reference->known &&
           ratio_mul(ratio_int(now->budget), reference->value, &due) &&
           ratio_compare(ratio_int(now->received), due) < 0 && ratio_compare(ratio_int(now->spent), due) < 0;
}

static bool unreceived_lines(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;

    notice->unreceived = arena_alloc(&notice->arena, (set->project_count + 1) * sizeof *notice->unreceived);
    for (size_t i = 0; i < set->project_count; i++) {
        struct tally tally = {0};
        if (!set->projects[i].watched || !waits_for_money(at, &at->projects[i]))
            continue;
        tally_add(&tally, &at->projects[i].now);
        if (!line_of(at, set->projects[i].name, &tally, &notice->unreceived[notice->unreceived_count++]))
            return false;
    }
    return true;
}

bool notice_lines(struct noticing *at)
{
    return fund_lines(at) && category_lines(at) && unreceived_lines(at);
}
