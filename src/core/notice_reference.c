/* The reference of a notice (参照线) and the curve of the year. One reference holds for the whole and for
 * every row; what may stand for it is design section 4:
 *
 *   linear       month / 12
 *   plan         what is planned by then over the budgets; of projects without a plan month / 12 of theirs
 *   checkpoints  the policy's table: the latest entry due by then
 *   last_year    what the same projects had spent by then of all that they spent in the year
 *   peers        the rate of the parent's other units; of a root, whose rows are peers among themselves, the
 *                rate of the whole, as provinces do it in their notices
 *
 * Where there is nothing to follow, the linear one stands in and a doubt says so. */
#include "core/notice_parts.h"

static struct notice_rate reference_at(struct noticing *at, int month);

static struct notice_rate known(struct ratio value)
{
    return (struct notice_rate){.known = true, .value = value};
}

static struct notice_rate linear(int month)
{
    struct ratio value = {0, 1};

    return (struct notice_rate){.known = ratio_of(month, MONTHS, &value), .value = value};
}

/* Budgets of months to come are those of the notice's month: what changes them is not known yet. */
static int budget_month(const struct noticing *at, int month)
{
    return month < at->notice->month ? month : at->notice->month;
}

static bool standing_in(const struct noticing *at, const struct project_facts *project, int month,
                        struct standing *ret)
{
    int until = budget_month(at, month);

    return standing_at(project, until, date_month_end(project->year, until), ret);
}

/* Of every project that has money: a twelfth each month where it has no plan for the month. */
static struct notice_rate planned(const struct noticing *at, int month)
{
    const struct facts_set *set = &at->facts->sheet.set;
    int128 due = 0, budget = 0; /* twelfths; budgets */
    struct notice_rate rate = linear(month);

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        struct standing standing;
        if (!project->watched || !standing_in(at, project, month, &standing))
            continue;
        budget += standing.budget;
        due += project->has_plan[month] ? (int128)project->plan[month] * MONTHS
                                        : (int128)standing.budget * month;
    }
    if (budget > 0)
        rate.known = ratio_of(due, budget * MONTHS, &rate.value);
    return rate;
}

static void doubt_plan(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    int64_t without = 0, all = 0;

    for (size_t i = 0; i < set->project_count; i++) {
        if (!set->projects[i].watched || at->projects[i].now.budget <= 0)
            continue;
        all++;
        without += !set->projects[i].has_plan[at->notice->month];
    }
    if (without == 0)
        return;
    struct notice_doubt_said *said = notice_doubt(at, NOTICE_DOUBT_PLAN);
    said->figures[0] = without;
    said->figures[1] = all;
}

static int128 spent_last_year(const struct noticing *at, int month)
{
    const struct facts_set *set = &at->facts->last_year;
    struct standing standing;
    int128 sum = 0;

    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched && standing_at(&set->projects[i], month, DATE_NONE, &standing))
            sum += standing.spent;
    return sum;
}

static struct notice_rate as_last_year(struct noticing *at, int month)
{
    int128 all = spent_last_year(at, MONTHS);
    struct notice_rate rate = {.value = {0, 1}};

    if (all > 0)
        rate.known = ratio_of(spent_last_year(at, month), all, &rate.value);
    return rate;
}

static bool is_root(const struct noticing *at)
{
    return at->facts->sheet.code[0] == '\0' ||
           (at->facts->unit_count > 0 && at->facts->units[0].parent_code == NULL);
}

/* Known at the notice's month only: what the peers were before is not read. */
static struct notice_rate as_peers(struct noticing *at, int month)
{
    if (month != at->notice->month)
        return (struct notice_rate){.value = {0, 1}};
    return is_root(at) ? at->notice->now.rate
                       : notice_rate_of(at->facts->peers_spent, at->facts->peers_budget);
}

static struct notice_rate reference_at(struct noticing *at, int month)
{
    switch (at->notice->curve) {
    case CURVE_LINEAR: break;
    case CURVE_PLAN: return planned(at, month);
    case CURVE_CHECKPOINTS: return known(ratio_micro(table_share(at->policy->rules.curve_table, month)));
    case CURVE_LAST_YEAR: return as_last_year(at, month);
    case CURVE_PEERS: return as_peers(at, month);
    }
    return linear(month);
}

/* What the policy asks for, or the linear one. */
static void choose(struct noticing *at)
{
    struct notice *notice = at->notice;

    notice->curve = at->policy->rules.curve;
    notice->reference = reference_at(at, notice->month);
    if (notice->curve == CURVE_PLAN)
        doubt_plan(at);
    if (notice->reference.known)
        return;
    notice_doubt(at, notice->curve == CURVE_PEERS ? NOTICE_DOUBT_PEERS : NOTICE_DOUBT_LAST_YEAR);
    notice->curve = CURVE_LINEAR;
    notice->reference = linear(notice->month);
}

/* One month of the year's curve. A plan is drawn only where it is the whole of it. */
static bool draw(struct noticing *at, int month)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice_curve *curve = &at->notice->year_curve;
    struct tally tally = {0};
    struct notice_money money;
    bool all_planned = true;
    int128 plan = 0;

    for (size_t i = 0; i < set->project_count; i++) {
        const struct project_facts *project = &set->projects[i];
        struct standing standing;
        if (!project->watched)
            continue;
        if (!standing_in(at, project, month, &standing))
            return notice_too_large(at);
        tally_add(&tally, &standing);
        all_planned = all_planned && (standing.budget <= 0 || project->has_plan[month]);
        plan += project->has_plan[month] ? project->plan[month] : 0;
    }
    if (!tally_money(at, &tally, &money))
        return false;
    curve->has_spent[month] = tally.any && month <= at->notice->month;
    curve->has_plan[month] = tally.any && all_planned && plan <= INT64_MAX && plan >= INT64_MIN;
    curve->budget[month] = money.budget;
    curve->spent[month] = curve->has_spent[month] ? money.spent : 0;
    curve->plan[month] = curve->has_plan[month] ? (fen)plan : 0;
    curve->reference[month] = reference_at(at, month);
    return true;
}

bool notice_reference(struct noticing *at)
{
    choose(at);
    for (int month = 1; month <= MONTHS; month++)
        if (!draw(at, month))
            return false;
    return true;
}
