/* Money against goals (双监控): each project whose goals can be measured, in one of four quarters. */
#include <stdlib.h>
#include <string.h>

#include "core/notice_parts.h"

static enum notice_quarter quarter_of(const struct notice_goal *goal, struct ratio reference)
{
    bool money = ratio_compare(goal->rate, reference) >= 0;
    bool goals = ratio_compare(ratio_micro(goal->completion), reference) >= 0;

    if (money)
        return goals ? NOTICE_BOTH_GOOD : NOTICE_GOALS_BEHIND;
    return goals ? NOTICE_MONEY_BEHIND : NOTICE_BOTH_BEHIND;
}

/* By what money is ahead of goals; what does not fit is far enough apart. */
static micro lead(const struct notice_goal *goal)
{
    struct ratio difference;

    if (!ratio_sub(goal->rate, ratio_micro(goal->completion), &difference))
        return goal->rate.num > 0 ? DEC_MAX : -DEC_MAX;
    return ratio_shown(difference, SCALE_MICRO);
}

static int worst_first(const void *a, const void *b)
{
    const struct notice_goal *x = a, *y = b;
    micro left = lead(x), right = lead(y);

    if (left != right)
        return left > right ? -1 : 1;
    return strcmp(x->code, y->code);
}

static void add_goal(struct noticing *at, const struct project_facts *project,
                     const struct notice_project *look)
{
    struct notice *notice = at->notice;
    struct notice_rate rate = notice_rate_of(look->now.spent, look->now.budget);
    struct goal_completion reached;
    struct policy_rules rules;
    struct err fault = {0};

    policy_rules_for(at->policy,
                     &(struct policy_subject){project->category, project->unit_code,
                                              project->fund_count == 1 ? project->funds[0] : NULL},
                     &rules);
    /* What cannot be computed was counted as a fault by the rules. */
    if (!rate.known || !project_completion(&at->with, project, &rules, &reached, &fault) ||
        reached.count == 0)
        return;
    struct notice_goal *goal = &notice->goals[notice->goal_count++];
    *goal = (struct notice_goal){.code = project->code,
                                 .name = project->name,
                                 .unit_name = notice_unit_name(at, project->unit_code),
                                 .rate = rate.value,
                                 .completion = ratio_shown(reached.mean, SCALE_MICRO),
                                 .gap = look->goal_gap};
    goal->quarter = quarter_of(goal, notice->reference.value);
}

bool notice_goals(struct noticing *at)
{
    const struct facts_set *set = &at->facts->sheet.set;
    struct notice *notice = at->notice;

    notice->goals = arena_alloc(&notice->arena, (set->project_count + 1) * sizeof *notice->goals);
    for (size_t i = 0; i < set->project_count; i++)
        if (set->projects[i].watched && set->projects[i].indicator_count > 0)
            add_goal(at, &set->projects[i], &at->projects[i]);
    if (notice->goal_count > 0)
        qsort(notice->goals, notice->goal_count, sizeof *notice->goals, worst_first);
    return true;
}
