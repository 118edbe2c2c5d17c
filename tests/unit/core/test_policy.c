#include "core/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/mem.h"

/* A policy with room for `count` overrides that match everything and change nothing. */
static struct policy *new_policy(size_t count)
{
    struct policy *policy = mem_alloc(sizeof *policy);

    policy_rules_default(&policy->rules);
    policy->overrides = mem_alloc(count * sizeof *policy->overrides);
    policy->override_count = count;
    for (size_t i = 0; i < count; i++) {
        policy->overrides[i].category = CATEGORY_ANY;
        policy->overrides[i].rules = policy->rules;
        policy->overrides[i].changed = mem_alloc(sizeof policy->rules);
    }
    return policy;
}

/* Let an override say an int. */
static void say(struct policy_override *override, size_t at, int value)
{
    memcpy((char *)&override->rules + at, &value, sizeof value);
    memset(override->changed + at, 1, sizeof value);
}

#define SAY(override, field, value) say(override, offsetof(struct policy_rules, field), value)

static const struct policy_subject anything = {.category = CATEGORY_ANY};

static void defaults_are_the_table_of_the_design(void **state)
{
    (void)state;
    struct policy_rules rules;

    policy_rules_default(&rules);
    for (int rule = 0; rule < RULE_COUNT; rule++)
        assert_int_equal(rules.enabled[rule], rule != RULE_EXECUTION_CHECKPOINT);
    assert_int_equal(rules.curve, CURVE_LINEAR);
    assert_int_equal(rules.pace_red, 600000);
    assert_int_equal(rules.pace_yellow, 800000);
    assert_int_equal(rules.pace_late_month, 11);
    assert_int_equal(rules.pace_late_red, 800000);
    assert_int_equal(rules.pace_late_yellow, 900000);
    assert_int_equal(rules.pace_ahead, 300000);
    assert_int_equal(rules.pace_min_budget, 5000000); /* 50,000.00 */
    assert_int_equal(rules.pace_from_month, 3);
    assert_int_equal(rules.checkpoint[4], 250000);
    assert_int_equal(rules.checkpoint[5], NO_CHECKPOINT);
    assert_int_equal(rules.checkpoint[10], 800000);
    assert_int_equal(rules.missing_red_workdays, 10);
    assert_int_equal(rules.missing_yellow_workdays, 5);
    assert_false(rules.missing_by_project);
    assert_int_equal(rules.indicator_part_red, 600000);
    assert_int_equal(rules.indicator_whole_yellow, 1000000);
    assert_int_equal(rules.indicator_low_target, 1300000);
    assert_int_equal(rules.goal_gap, 200000);
    assert_int_equal(rules.completion_partial, 700000);
    assert_int_equal(rules.milestone_days, 15);
    assert_int_equal(rules.contract_intent_days, 30);
    assert_int_equal(rules.contract_signing_days, 30);
    assert_int_equal(rules.contract_signing_warning_days, 7);
    assert_int_equal(rules.contract_publication_workdays, 2);
    assert_int_equal(rules.contract_filing_workdays, 7);
    assert_int_equal(rules.ceiling_warning, 900000);
    assert_int_equal(rules.ceiling_warning_before_month, 12);
    assert_int_equal(rules.rectification_days, 15);
    assert_int_equal(rules.remind_red_days, 30);
    assert_int_equal(rules.remind_dated_days, 7);
}

static void defaults_are_the_same_bytes_each_time(void **state)
{
    (void)state;
    struct policy_rules first, second;

    memset(&first, 0xaa, sizeof first);
    memset(&second, 0x55, sizeof second);
    policy_rules_default(&first);
    policy_rules_default(&second);
    assert_memory_equal(&first, &second, sizeof first);
}

static void without_overrides_the_common_rules_hold(void **state)
{
    (void)state;
    struct policy *policy = new_policy(0);
    struct policy_rules rules;

    policy->rules.milestone_days = 99;
    policy_rules_for(policy, &anything, &rules);
    assert_memory_equal(&rules, &policy->rules, sizeof rules);
    policy_free(policy);
}

static void an_override_matches_by_all_that_it_names(void **state)
{
    (void)state;
    static const struct {
        enum category category;
        char *fund, *unit;
        struct policy_subject subject;
        bool matches;
    } cases[] = {
        {CATEGORY_ANY, NULL, NULL, {.category = CATEGORY_ANY}, true},
        {CATEGORY_BASIC, NULL, NULL, {.category = CATEGORY_BASIC}, true},
        {CATEGORY_BASIC, NULL, NULL, {.category = CATEGORY_PROJECT}, false},
        {CATEGORY_PROJECT, NULL, NULL, {.category = CATEGORY_ANY}, false}, /* a contract has no category */
        {CATEGORY_ANY, "f", NULL, {.category = CATEGORY_BASIC, .only_fund = "f"}, true},
        {CATEGORY_ANY, "f", NULL, {.category = CATEGORY_BASIC, .only_fund = "g"}, false},
        {CATEGORY_ANY, "f", NULL, {.category = CATEGORY_BASIC, .only_fund = NULL}, false},
        {CATEGORY_ANY, "", NULL, {.category = CATEGORY_BASIC, .only_fund = ""}, true},
        {CATEGORY_ANY, "", NULL, {.category = CATEGORY_BASIC, .only_fund = NULL}, false},
        {CATEGORY_ANY, NULL, "U", {.category = CATEGORY_BASIC, .unit_code = "U"}, true},
        {CATEGORY_ANY, NULL, "U", {.category = CATEGORY_BASIC, .unit_code = "U1"}, false},
        {CATEGORY_ANY, NULL, "U", {.category = CATEGORY_BASIC, .unit_code = NULL}, false},
        {CATEGORY_BASIC, "f", "U", {.category = CATEGORY_BASIC, .unit_code = "U", .only_fund = "f"}, true},
        {CATEGORY_BASIC, "f", "U", {.category = CATEGORY_PROJECT, .unit_code = "U", .only_fund = "f"}, false},
        {CATEGORY_BASIC, "f", "U", {.category = CATEGORY_BASIC, .unit_code = "V", .only_fund = "f"}, false},
        {CATEGORY_BASIC, "f", "U", {.category = CATEGORY_BASIC, .unit_code = "U", .only_fund = "g"}, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct policy *policy = new_policy(1);
        struct policy_rules rules;
        policy->overrides[0].category = cases[i].category;
        policy->overrides[0].fund = mem_text(cases[i].fund);
        policy->overrides[0].unit_code = mem_text(cases[i].unit);
        SAY(&policy->overrides[0], milestone_days, 1);
        policy_rules_for(policy, &cases[i].subject, &rules);
        if (rules.milestone_days != (cases[i].matches ? 1 : 15))
            fail_msg("case %zu", i);
        policy_free(policy);
    }
}

static void later_overrides_win_and_leave_the_rest_alone(void **state)
{
    (void)state;
    struct policy *policy = new_policy(3);
    struct policy_rules rules;

    SAY(&policy->overrides[0], milestone_days, 1);
    SAY(&policy->overrides[0], rectification_days, 1);
    SAY(&policy->overrides[1], milestone_days, 2);
    policy->overrides[2].category = CATEGORY_BASIC;
    SAY(&policy->overrides[2], milestone_days, 3);

    policy_rules_for(policy, &anything, &rules);

    assert_int_equal(rules.milestone_days, 2);
    assert_int_equal(rules.rectification_days, 1);
    assert_int_equal(rules.contract_signing_days, 30);
    policy_free(policy);
}

/* An override that repeats the common value means it: it undoes an earlier one. */
static void saying_the_common_value_counts(void **state)
{
    (void)state;
    struct policy *policy = new_policy(2);
    struct policy_rules rules;

    SAY(&policy->overrides[0], milestone_days, 1);
    SAY(&policy->overrides[1], milestone_days, 15);
    policy_rules_for(policy, &anything, &rules);
    assert_int_equal(rules.milestone_days, 15);
    policy_free(policy);
}

static void no_policy_is_freed_without_harm(void **state)
{
    (void)state;
    policy_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_the_table_of_the_design),
        cmocka_unit_test(defaults_are_the_same_bytes_each_time),
        cmocka_unit_test(without_overrides_the_common_rules_hold),
        cmocka_unit_test(an_override_matches_by_all_that_it_names),
        cmocka_unit_test(later_overrides_win_and_leave_the_rest_alone),
        cmocka_unit_test(saying_the_common_value_counts),
        cmocka_unit_test(no_policy_is_freed_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
