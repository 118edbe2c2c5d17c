/* The rules on a project's money (预算执行), and money against goals (双监控). */
#include "core/evaluate.h"

#include "core/evaluate_parts.h"
#include "core/standing.h"

struct project_look {
    const struct evaluation *with;
    const struct project_facts *project;
    struct policy_rules rules;
    struct verdicts *verdicts;
    struct err *err;
};

static void overspent(const struct project_look *look, const struct standing *newest);
static bool pace(const struct project_look *look, const struct standing *at);
static bool reversal(const struct project_look *look, const struct standing *at);
static bool checkpoint(const struct project_look *look, const struct standing *at);
static bool goal_gap(const struct project_look *look, const struct standing *at);
static void missing(const struct project_look *look);
static void note_basis(const struct project_look *look, int newest, int closed);

static bool too_large(const struct project_look *look)
{
    return err_set(look->err, ERR_OVERFLOW, "project %s, %d: its amounts do not fit 64 bits of fen",
                   look->project->code, look->project->year);
}

static const char *only_fund(const struct project_facts *project)
{
    return project->fund_count == 1 ? project->funds[0] : NULL;
}

static void wake_at_adjustments(struct project_look *look)
{
    const struct project_facts *project = look->project;

    for (size_t i = 0; i < project->adjustment_count; i++)
        if (date_year(project->adjustments[i].on) == project->year)
            verdicts_wake(look->verdicts, look->with->view.today, project->adjustments[i].on);
}

bool evaluate_project(const struct evaluation *with, const struct project_facts *project,
                      struct verdicts *ret_verdicts, struct err *err)
{
    struct project_look look = {.with = with, .project = project, .verdicts = ret_verdicts, .err = err};
    const struct view *view = &with->view;
    struct standing newest, at;

    *ret_verdicts = (struct verdicts){.next = DATE_NEVER};
    if (!project->watched)
        return true;
    if (!year_is_watched(project->year, view->today))
        return true;
    policy_rules_for(with->policy,
                     &(struct policy_subject){project->category, project->unit_code, only_fund(project)},
                     &look.rules);
    wake_at_adjustments(&look);

    int newest_month = latest_month(project->unit_months, view->newest);
    date newest_end = date_month_end(project->year, newest_month);
    date until = newest_end < view->today ? newest_end : view->today;
    if (!standing_at(project, newest_month, until, &newest))
        return too_large(&look);
    if (newest_month > 0)
        overspent(&look, &newest);
    missing(&look);

    int closed = latest_month(project->unit_months, view->closed);
    note_basis(&look, newest_month, closed);
    if (closed == 0)
        return true;
    if (!standing_at(project, closed, date_month_end(project->year, closed), &at))
        return too_large(&look);
    if (at.budget <= 0) {
        if (at.spent > 0 && look.rules.enabled[RULE_EXECUTION_UNBUDGETED]) {
            struct verdict *verdict =
                verdict_add(ret_verdicts, RULE_EXECUTION_UNBUDGETED, SEVERITY_RED, REASON_PLAIN, closed);
            verdict->observed = (struct amount){QUANTITY_MONEY, at.spent};
            verdict->expected = (struct amount){QUANTITY_MONEY, at.budget};
            verdict->gap = (struct amount){QUANTITY_MONEY, at.spent};
            verdict->figures[0] = at.spent;
            verdict->figures[1] = at.budget;
        }
        return true;
    }
    if (!pace(&look, &at) || !reversal(&look, &at) || !checkpoint(&look, &at) || !goal_gap(&look, &at))
        return too_large(&look);
    return true;
}

static void overspent(const struct project_look *look, const struct standing *newest)
{
    if (!look->rules.enabled[RULE_EXECUTION_OVERSPENT] || newest->budget <= 0 ||
        newest->spent <= newest->budget)
        return;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_EXECUTION_OVERSPENT, SEVERITY_RED, REASON_PLAIN, newest->month);
    verdict->observed = (struct amount){QUANTITY_MONEY, newest->spent};
    verdict->expected = (struct amount){QUANTITY_MONEY, newest->budget};
    verdict->gap = (struct amount){QUANTITY_MONEY, newest->spent - newest->budget};
    verdict->figures[0] = newest->spent;
    verdict->figures[1] = newest->budget;
    verdict->figures[2] = newest->spent - newest->budget;
}

static void missing(const struct project_look *look)
{
    if (!look->rules.missing_by_project || !look->rules.enabled[RULE_EXECUTION_MISSING])
        return;
    evaluate_missing(look->with, RULE_EXECUTION_MISSING,
                     latest_month(project_months(look->project), look->with->view.newest) + 1,
                     look->rules.missing_yellow_workdays, look->rules.missing_red_workdays, look->verdicts);
}

static void note_basis(const struct project_look *look, int newest, int closed)
{
    static const enum rule rules[] = {RULE_EXECUTION_PACE, RULE_EXECUTION_UNBUDGETED,
                                      RULE_EXECUTION_CHECKPOINT, RULE_GOAL_GAP};
    struct basis *basis = look->verdicts->basis;
    unsigned own = project_months(look->project);
    int data = latest_month(own, closed);

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        basis[rules[i]] = (struct basis){.by_month = true, .month = closed, .data = data};
    basis[RULE_EXECUTION_REVERSAL] = (struct basis){.by_month = true, .month = data, .data = data};
    if (newest <= look->with->view.closed)
        basis[RULE_EXECUTION_OVERSPENT] =
            (struct basis){.by_month = true, .month = newest, .data = latest_month(own, newest)};
}

/* The month in which the money first came (f of the design): 0 where it was there on 1 January, 12
 * where it did not come in the year. */
static bool funded_month(const struct project_facts *project, int *ret_month)
{
    fen sum;

    if (!initial_budget(project, &sum))
        return false;
    if (sum > 0) {
        *ret_month = 0;
        return true;
    }
    for (size_t i = 0; i < project->adjustment_count; i++) {
        const struct adjustment *change = &project->adjustments[i];
        if (!dec_add(sum, change->amount, &sum))
            return false;
        bool day_ends = i + 1 == project->adjustment_count || change[1].on != change->on;
        if (!day_ends || sum <= 0)
            continue;
        if (change->on <= date_of(project->year, 1, 1))
            *ret_month = 0;
        else
            *ret_month = date_year(change->on) == project->year ? date_month(change->on) : MONTHS;
        return true;
    }
    *ret_month = MONTHS;
    return true;
}

static bool linear(const struct project_facts *project, const struct standing *at, struct ratio *ret_expected)
{
    int from;

    if (!funded_month(project, &from))
        return false;
    if (from == MONTHS || at->month <= from) {
        *ret_expected = ratio_int(0);
        return true;
    }
    return ratio_of((int128)at->budget * (at->month - from), MONTHS - from, ret_expected);
}

static bool share_of(fen budget, struct ratio share, struct ratio *ret_expected)
{
    return ratio_mul(ratio_int(budget), share, ret_expected);
}

micro table_share(const micro table[MONTHS + 1], int month)
{
    for (; month > 0; month--)
        if (table[month] != NO_CHECKPOINT)
            return table[month];
    return 0;
}

/* What should have been spent by now, and which curve says so (序时进度, 用款计划, ...). */
struct reference {
    struct ratio expected;
    enum curve curve;
    bool known; /* CURVE_PLAN says nothing of a project without a plan for the month */
};

static bool reference_linear(const struct project_facts *project, const struct standing *at,
                             struct reference *ret)
{
    ret->curve = project->has_plan[at->month] ? CURVE_PLAN : CURVE_LINEAR;
    if (project->has_plan[at->month]) {
        ret->expected = ratio_int(project->plan[at->month]);
        return true;
    }
    return linear(project, at, &ret->expected);
}

/* The curve that the policy names. Last year's and the peers' fall back on the linear one where there is
 * nothing to follow. */
static bool reference(const struct project_look *look, const struct standing *at, struct reference *ret)
{
    const struct project_facts *project = look->project;
    const fen *last = project->last_year, *spent = project->peers_spent, *budget = project->peers_budget;
    struct ratio share;

    *ret = (struct reference){.expected = {0, 1}, .curve = look->rules.curve, .known = true};
    switch (look->rules.curve) {
    case CURVE_LINEAR: break;
    case CURVE_PLAN: ret->known = project->has_plan[at->month]; break;
    case CURVE_CHECKPOINTS:
        return share_of(at->budget, ratio_micro(table_share(look->rules.curve_table, at->month)),
                        &ret->expected);
    case CURVE_LAST_YEAR:
        if (!project->has_last_year || last[MONTHS] <= 0)
            break;
        return ratio_of(last[at->month], last[MONTHS], &share) && share_of(at->budget, share, &ret->expected);
    case CURVE_PEERS:
        if (budget[at->month] <= 0)
            break;
        return ratio_of(spent[at->month], budget[at->month], &share) &&
               share_of(at->budget, share, &ret->expected);
    }
    if (look->rules.curve == CURVE_LINEAR || look->rules.curve == CURVE_PLAN)
        return !ret->known || reference_linear(project, at, ret);
    ret->curve = CURVE_LINEAR;
    return linear(project, at, &ret->expected);
}

static bool fill_pace(struct verdict *verdict, const struct standing *at, struct ratio expected)
{
    struct ratio observed_rate, expected_rate, gap;

    if (!ratio_of(at->spent, at->budget, &observed_rate) ||
        !ratio_div(expected, ratio_int(at->budget), &expected_rate) ||
        !ratio_sub(observed_rate, expected_rate, &gap))
        return false;
    verdict->observed = (struct amount){QUANTITY_RATE, ratio_shown(observed_rate, SCALE_MICRO)};
    verdict->expected = (struct amount){QUANTITY_RATE, ratio_shown(expected_rate, SCALE_MICRO)};
    verdict->gap = (struct amount){QUANTITY_RATE, ratio_shown(gap, SCALE_MICRO)};
    verdict->figures[0] = at->spent;
    verdict->figures[1] = at->budget;
    verdict->figures[2] = ratio_shown(expected, 0);
    return true;
}

static bool behind(const struct project_look *look, const struct standing *at,
                   const struct reference *reference, bool capped, bool *ret_said)
{
    bool late = at->month >= look->rules.pace_late_month;
    micro red = late ? look->rules.pace_late_red : look->rules.pace_red;
    micro yellow = late ? look->rules.pace_late_yellow : look->rules.pace_yellow;
    struct ratio expected = capped ? ratio_int(at->received) : reference->expected, progress;

    *ret_said = false;
    if (expected.num <= 0)
        return true;
    if (!ratio_div(ratio_int(at->spent), expected, &progress))
        return false;
    enum severity severity = severity_below(ratio_compare(progress, ratio_micro(red)) < 0,
                                            ratio_compare(progress, ratio_micro(yellow)) < 0);
    if (severity == SEVERITY_NONE)
        return true;
    *ret_said = true;
    struct verdict *verdict = verdict_add(look->verdicts, RULE_EXECUTION_PACE, severity,
                                          capped ? REASON_NOT_RECEIVED : REASON_BEHIND, at->month);
    verdict->figures[3] = ratio_shown(progress, SCALE_MICRO);
    verdict->figures[4] = severity == SEVERITY_RED ? red : yellow;
    verdict->figures[5] = capped ? at->received : (int64_t)reference->curve;
    return fill_pace(verdict, at, expected);
}

static bool ahead(const struct project_look *look, const struct standing *at,
                  const struct reference *reference)
{
    struct ratio lead, share;

    if (!ratio_sub(ratio_int(at->spent), reference->expected, &lead) ||
        !ratio_div(lead, ratio_int(at->budget), &share))
        return false;
    if (ratio_compare(share, ratio_micro(look->rules.pace_ahead)) <= 0)
        return true;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_EXECUTION_PACE, SEVERITY_BLUE, REASON_AHEAD, at->month);
    verdict->figures[3] = ratio_shown(share, SCALE_MICRO);
    verdict->figures[4] = look->rules.pace_ahead;
    verdict->figures[5] = reference->curve;
    return fill_pace(verdict, at, reference->expected);
}

static bool pace(const struct project_look *look, const struct standing *at)
{
    struct reference due;
    bool said;

    if (!look->rules.enabled[RULE_EXECUTION_PACE] || at->budget < look->rules.pace_min_budget ||
        at->month < look->rules.pace_from_month)
        return true;
    if (!reference(look, at, &due))
        return false;
    if (!due.known)
        return true;
    bool capped = at->received_known && ratio_compare(ratio_int(at->received), due.expected) < 0;
    return behind(look, at, &due, capped, &said) && (said || ahead(look, at, &due));
}

static bool reversal(const struct project_look *look, const struct standing *at)
{
    struct standing before = {0};
    unsigned own = project_months(look->project);

    if (!look->rules.enabled[RULE_EXECUTION_REVERSAL])
        return true;
    int last = latest_month(own, at->month);
    int last_but_one = latest_month(own, last - 1);
    if (last_but_one < 1)
        return true;
    if (!standing_at(look->project, last_but_one, DATE_NONE, &before))
        return false;
    if (at->spent >= before.spent)
        return true;
    fen fall;
    if (__builtin_sub_overflow(before.spent, at->spent, &fall))
        return false;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_EXECUTION_REVERSAL, SEVERITY_YELLOW, REASON_PLAIN, last);
    verdict->observed = (struct amount){QUANTITY_MONEY, at->spent};
    verdict->expected = (struct amount){QUANTITY_MONEY, before.spent};
    verdict->gap = (struct amount){QUANTITY_MONEY, -fall};
    verdict->figures[0] = at->spent;
    verdict->figures[1] = before.spent;
    verdict->figures[2] = fall;
    verdict->figures[3] = last_but_one;
    return true;
}

/* Compared with the last checkpoint passed, so that catching up later resolves it. */
static bool checkpoint(const struct project_look *look, const struct standing *at)
{
    micro due = table_share(look->rules.checkpoint, at->month);
    struct ratio rate;

    if (!look->rules.enabled[RULE_EXECUTION_CHECKPOINT] || due == 0)
        return true;
    if (!ratio_of(at->spent, at->budget, &rate))
        return false;
    if (ratio_compare(rate, ratio_micro(due)) >= 0)
        return true;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_EXECUTION_CHECKPOINT, SEVERITY_RED, REASON_PLAIN, at->month);
    int64_t shown = ratio_shown(rate, SCALE_MICRO);
    struct ratio gap = {(int128)shown - due, 1};
    verdict->observed = (struct amount){QUANTITY_RATE, shown};
    verdict->expected = (struct amount){QUANTITY_RATE, due};
    verdict->gap = (struct amount){QUANTITY_RATE, ratio_shown(gap, 0)};
    verdict->figures[0] = at->spent;
    verdict->figures[1] = at->budget;
    return true;
}

bool project_completion(const struct evaluation *with, const struct project_facts *project,
                        const struct policy_rules *by, struct goal_completion *ret, struct err *err)
{
    const struct completion_rules rules = {by->completion_achieved, by->completion_partial,
                                           by->completion_missed, false};
    int128 weighted = 0, weights = 0, plain = 0;
    struct goal_completion found = {.mean = {0, 1}};

    for (size_t i = 0; i < project->indicator_count; i++) {
        const struct indicator_facts *indicator = &project->indicators[i];
        struct indicator_reading reading;
        micro completion;
        if (!indicator_read(with, indicator, &reading, err))
            return false;
        if (indicator->direction == DIRECTION_QUALITATIVE || reading.month == 0 || !reading.has_target ||
            reading.too_early)
            continue;
        if (!indicator_completion(indicator, &reading, &rules, &completion, err))
            return false;
        found.month = reading.month > found.month ? reading.month : found.month;
        micro weight = indicator->has_weight ? indicator->weight : 0;
        weighted += (int128)weight * completion;
        weights += weight;
        plain += completion;
        found.count++;
    }
    if (found.count > 0 && !(weights > 0 ? ratio_of(weighted, weights * 1000000, &found.mean)
                                         : ratio_of(plain, (int128)found.count * 1000000, &found.mean)))
        return err_set(err, ERR_OVERFLOW, "project %s, %d: its goals have no mean", project->code,
                       project->year);
    *ret = found;
    return true;
}

static bool goal_gap(const struct project_look *look, const struct standing *at)
{
    struct basis *basis = &look->verdicts->basis[RULE_GOAL_GAP];
    struct goal_completion goal;
    struct ratio rate, gap;

    if (!look->rules.enabled[RULE_GOAL_GAP] || at->month < look->rules.goal_gap_from_month)
        return true;
    if (!project_completion(look->with, look->project, &look->rules, &goal, look->err))
        return false;
    basis->data = goal.month > basis->data ? goal.month : basis->data;
    if (goal.count == 0)
        return true;
    if (!ratio_of(at->spent, at->budget, &rate) || !ratio_sub(rate, goal.mean, &gap))
        return false;
    if (ratio_compare(gap, ratio_micro(look->rules.goal_gap)) <= 0)
        return true;
    struct verdict *verdict =
        verdict_add(look->verdicts, RULE_GOAL_GAP, SEVERITY_YELLOW, REASON_PLAIN, at->month);
    verdict->observed = (struct amount){QUANTITY_RATE, ratio_shown(rate, SCALE_MICRO)};
    verdict->expected = (struct amount){QUANTITY_RATE, ratio_shown(goal.mean, SCALE_MICRO)};
    verdict->gap = (struct amount){QUANTITY_RATE, ratio_shown(gap, SCALE_MICRO)};
    verdict->figures[0] = at->spent;
    verdict->figures[1] = at->budget;
    verdict->figures[2] = look->rules.goal_gap;
    return true;
}
