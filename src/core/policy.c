#include "core/policy.h"

#include <stdlib.h>
#include <string.h>

#define SHARE(percent) ((percent)*INT64_C(10000)) /* of 1, in millionths */

static void set_execution(struct policy_rules *rules);
static void set_indicators(struct policy_rules *rules);
static void set_dates(struct policy_rules *rules);

static bool override_matches(const struct policy_override *override, const struct policy_subject *subject)
{
    if (override->category != CATEGORY_ANY && override->category != subject->category)
        return false;
    if (override->fund != NULL &&
        (subject->only_fund == NULL || strcmp(override->fund, subject->only_fund) != 0))
        return false;
    return override->unit_code == NULL ||
           (subject->unit_code != NULL && strcmp(override->unit_code, subject->unit_code) == 0);
}

/* Byte by byte, so that an override that says one thing leaves what an earlier one said of others. A
 * setting is changed in all of its bytes or in none. */
static void apply(struct policy_rules *rules, const struct policy_override *override)
{
    unsigned char *to = (unsigned char *)rules;
    const unsigned char *from = (const unsigned char *)&override->rules;

    for (size_t i = 0; i < sizeof *rules; i++)
        if (override->changed[i] != 0)
            to[i] = from[i];
}

void policy_rules_for(const struct policy *policy, const struct policy_subject *subject,
                      struct policy_rules *ret_rules)
{
    *ret_rules = policy->rules;
    for (size_t i = 0; i < policy->override_count; i++)
        if (override_matches(&policy->overrides[i], subject))
            apply(ret_rules, &policy->overrides[i]);
}

void policy_rules_default(struct policy_rules *ret_rules)
{
    /* Cleared as a whole, padding included: overrides are compared and copied by bytes. */
    memset(ret_rules, 0, sizeof *ret_rules);
    for (int rule = 0; rule < RULE_COUNT; rule++)
        ret_rules->enabled[rule] = rule != RULE_EXECUTION_CHECKPOINT;
    set_execution(ret_rules);
    set_indicators(ret_rules);
    set_dates(ret_rules);
    ret_rules->remind_red_days = 30;
    ret_rules->remind_dated_days = 7;
}

static void set_execution(struct policy_rules *rules)
{
    rules->curve = CURVE_LINEAR;
    for (int month = 0; month <= MONTHS; month++) {
        rules->curve_table[month] = NO_CHECKPOINT;
        rules->checkpoint[month] = NO_CHECKPOINT;
    }
    rules->pace_red = SHARE(60);
    rules->pace_yellow = SHARE(80);
    rules->pace_late_month = 11;
    rules->pace_late_red = SHARE(80);
    rules->pace_late_yellow = SHARE(90);
    rules->pace_ahead = SHARE(30);
    rules->pace_min_budget = 50000 * INT64_C(100);
    rules->pace_from_month = 3;
    rules->checkpoint[4] = SHARE(25);
    rules->checkpoint[6] = SHARE(40);
    rules->checkpoint[8] = SHARE(60);
    rules->checkpoint[10] = SHARE(80);
    rules->missing_red_workdays = 10;
    rules->missing_yellow_workdays = 5;
    rules->ceiling_warning = SHARE(90);
    rules->ceiling_warning_before_month = 12;
}

static void set_indicators(struct policy_rules *rules)
{
    rules->indicator_part_red = SHARE(60);
    rules->indicator_part_yellow = SHARE(80);
    rules->indicator_whole_red = SHARE(90);
    rules->indicator_whole_yellow = SHARE(100);
    rules->indicator_low_target = SHARE(130);
    rules->indicator_from_month = 3;
    rules->indicator_missing_red_workdays = 10;
    rules->indicator_missing_yellow_workdays = 5;
    rules->goal_gap = SHARE(20);
    rules->goal_gap_from_month = 3;
    rules->completion_achieved = SHARE(100);
    rules->completion_partial = SHARE(70);
    rules->completion_missed = 0;
}

static void set_dates(struct policy_rules *rules)
{
    rules->milestone_days = 15;
    rules->contract_intent_days = 30;
    rules->contract_signing_days = 30;
    rules->contract_signing_warning_days = 7;
    rules->contract_publication_workdays = 2;
    rules->contract_filing_workdays = 7;
    rules->rectification_days = 15;
}

void policy_free(struct policy *policy)
{
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->override_count; i++) {
        free(policy->overrides[i].fund);
        free(policy->overrides[i].unit_code);
        free(policy->overrides[i].changed);
    }
    free(policy->overrides);
    free(policy->name);
    free(policy);
}
