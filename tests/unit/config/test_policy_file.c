#include "config/policy_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "config/policy_table.h"
#include "embedded/policies.h"

static bool read_case(const char *text, size_t length, const char *name, struct faults *faults)
{
    struct policy *policy;

    if (!policy_parse(text, length, name, &policy, faults))
        return false;
    policy_free(policy);
    return true;
}

static struct policy *loaded(const char *name_or_path)
{
    struct policy *policy = NULL;
    struct faults faults = {0};
    struct buf told = {0};

    if (!policy_load(name_or_path, &policy, &faults)) {
        faults_format(&faults, &told);
        fail_msg("%s", buf_text(&told));
    }
    return policy;
}

static struct policy *parsed(const char *text)
{
    struct policy *policy = NULL;
    struct faults faults = {0};
    struct buf told = {0};

    if (!policy_parse(text, strlen(text), "t.json", &policy, &faults)) {
        faults_format(&faults, &told);
        fail_msg("%s", buf_text(&told));
    }
    return policy;
}

static void good_files_are_read(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/policy/good", true);
}

static void bad_files_give_every_fault_with_its_line(void **state)
{
    (void)state;
    cases_run(read_case, SOURCE_DIR "/tests/cases/policy/bad", false);
}

static void the_shipped_default_says_what_the_program_assumes(void **state)
{
    (void)state;
    struct policy *policy = loaded("default");
    struct policy_rules rules;

    policy_rules_default(&rules);
    for (size_t i = 0; i < setting_count; i++)
        for (size_t j = 0; j < setting_value_count(&settings[i]); j++)
            if (setting_value(&settings[i], &policy->rules, j) != setting_value(&settings[i], &rules, j))
                fail_msg("setting %zu (%s %s)", i, settings[i].path[0], settings[i].path[1]);
    assert_memory_equal(&policy->rules, &rules, sizeof rules);
    policy_free(policy);
}

/* So that the file is a pattern to copy: the reference table alone is left out, for linear has none. */
static void the_shipped_default_says_every_setting(void **state)
{
    (void)state;
    json_t *root = json_loads(policy_text_default, 0, NULL);

    for (size_t i = 0; i < setting_count; i++) {
        json_t *value = root;
        for (size_t j = 0; j < SETTING_DEPTH && settings[i].path[j] != NULL; j++)
            value = json_object_get(value, settings[i].path[j]);
        if (value == NULL && settings[i].type != SETTING_PERCENT_TABLE)
            fail_msg("%s %s", settings[i].path[1], settings[i].path[2]);
    }
    json_decref(root);
}

static void basic_expenditure_is_held_to_more(void **state)
{
    (void)state;
    static const char *const shipped[] = {"default", "guangzhou"};

    for (size_t i = 0; i < 2; i++) {
        struct policy *policy = loaded(shipped[i]);
        struct policy_rules basic, project;
        policy_rules_for(policy, &(struct policy_subject){.category = CATEGORY_BASIC}, &basic);
        policy_rules_for(policy, &(struct policy_subject){.category = CATEGORY_PROJECT}, &project);
        assert_int_equal(basic.pace_red, 800000);
        assert_int_equal(basic.pace_yellow, 900000);
        assert_int_equal(project.pace_red, 600000);
        assert_int_equal(project.pace_yellow, 800000);
        policy_free(policy);
    }
}

static void guangzhou_differs_in_filing_alone(void **state)
{
    (void)state;
    struct policy *policy = loaded("guangzhou");
    struct policy_rules rules;

    policy_rules_default(&rules);
    rules.contract_filing_workdays = 2;
    assert_string_equal(policy->name, "guangzhou");
    assert_memory_equal(&policy->rules, &rules, sizeof rules);
    policy_free(policy);
}

static void every_shipped_policy_is_good_and_has_its_own_name(void **state)
{
    (void)state;
    size_t count = 0;

    for (const struct policy_text_file *file = policy_text_files; file->name != NULL; file++, count++) {
        struct policy *policy = loaded(file->name);
        assert_string_equal(policy->name, file->name);
        policy_free(policy);
    }
    assert_in_range(count, 2, 100);
}

static void settings_arrive_where_they_belong(void **state)
{
    (void)state;
    struct policy *policy = loaded(SOURCE_DIR "/tests/cases/policy/good/checkpoints.json");
    const struct policy_rules *rules = &policy->rules;

    assert_int_equal(rules->curve, CURVE_CHECKPOINTS);
    assert_int_equal(rules->curve_table[3], 200000);
    assert_int_equal(rules->curve_table[4], NO_CHECKPOINT);
    assert_int_equal(rules->curve_table[9], 749700);
    assert_int_equal(rules->curve_table[12], 1000000);
    assert_int_equal(rules->pace_late_month, 13);
    assert_int_equal(rules->pace_late_red, 800000); /* not said: the default */
    assert_true(rules->enabled[RULE_EXECUTION_CHECKPOINT]);
    assert_int_equal(rules->checkpoint[4], NO_CHECKPOINT); /* a table replaces the whole table */
    assert_int_equal(rules->checkpoint[6], 500000);
    assert_true(rules->missing_by_project);
    assert_int_equal(rules->remind_red_days, 0);
    assert_int_equal(rules->remind_dated_days, 7);
    policy_free(policy);
}

static void overrides_are_laid_over_each_other(void **state)
{
    (void)state;
    struct policy *policy = loaded(SOURCE_DIR "/tests/cases/policy/good/checkpoints.json");
    struct policy_rules rules;

    assert_int_equal(policy->override_count, 3);
    policy_rules_for(
        policy, &(struct policy_subject){.category = CATEGORY_PROJECT, .unit_code = "U1", .only_fund = ""},
        &rules);
    assert_int_equal(rules.curve, CURVE_PLAN);
    assert_int_equal(rules.curve_table[9], 749700);
    assert_int_equal(rules.remind_dated_days, 3);
    assert_int_equal(rules.pace_yellow, 950000);
    assert_int_equal(rules.pace_red, 700000);
    assert_false(rules.enabled[RULE_GOAL_GAP]);

    policy_rules_for(policy, &(struct policy_subject){.category = CATEGORY_BASIC, .unit_code = "U1"}, &rules);
    assert_int_equal(rules.curve, CURVE_CHECKPOINTS);
    assert_int_equal(rules.pace_yellow, 800000);
    assert_int_equal(rules.pace_red, 700000);
    policy_free(policy);
}

static uint64_t fingerprint_of(const char *text)
{
    struct policy *policy = parsed(text);
    uint64_t fingerprint = policy->fingerprint;

    policy_free(policy);
    return fingerprint;
}

static void the_fingerprint_changes_with_what_a_policy_means(void **state)
{
    (void)state;
    static const char *const different[] = {
        "{\"name\": \"x\"}",
        "{\"name\": \"x\", \"rules\": {\"execution.pace\": {\"red\": \"0.61\"}}}",
        "{\"name\": \"x\", \"rules\": {\"goal.gap\": {\"enabled\": false}}}",
        "{\"name\": \"x\", \"reference\": {\"table\": {\"9\": \"74.97\"}}}",
        "{\"name\": \"x\", \"reminders\": {\"red_days\": 29}}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"fund\": \"a\"}, \"reminders\": {\"red_days\": "
        "29}}]}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"unit\": \"a\"}, \"reminders\": {\"red_days\": "
        "29}}]}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"fund\": \"\"}, \"reminders\": {\"red_days\": 29}}]}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"category\": \"basic\"}, \"reminders\": "
        "{\"red_days\": 29}}]}",
        /* As the common one, but said: it can undo an earlier override. */
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"fund\": \"a\"}, \"reminders\": {\"red_days\": "
        "30}}]}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"fund\": \"a\"}}]}",
        "{\"name\": \"x\", \"overrides\": [{\"when\": {\"fund\": \"a\"}, \"reminders\": {\"dated_days\": "
        "29}}]}",
    };
    enum { COUNT = sizeof different / sizeof different[0] };
    uint64_t found[COUNT];

    for (size_t i = 0; i < COUNT; i++) {
        found[i] = fingerprint_of(different[i]);
        for (size_t j = 0; j < i; j++)
            if (found[i] == found[j])
                fail_msg("%s\n%s", different[i], different[j]);
    }
}

static void the_fingerprint_does_not_change_with_how_it_is_written(void **state)
{
    (void)state;
    static const char *const same[] = {
        "{\"name\": \"x\", \"rules\": {\"execution.pace\": {\"red\": \"0.5\"}}}",
        "{\"rules\": {\"execution.pace\": {\"red\": \"0.500\"}}, \"name\": \"y\"}",
        "{\"about\": \"z\", \"name\": \"x\", \"rules\": {\"execution.pace\": {\"red\": \".5\"}}}",
        "{\"name\": \"x\", \"rules\": {\"execution.pace\": {\"red\": \"0.5\", \"yellow\": \"0.8\"}}}",
    };

    for (size_t i = 1; i < sizeof same / sizeof same[0]; i++)
        assert_true(fingerprint_of(same[i]) == fingerprint_of(same[0]));
}

static void a_name_that_is_not_shipped_is_told_with_those_that_are(void **state)
{
    (void)state;
    struct policy *policy = NULL;
    struct faults faults = {0};

    assert_false(policy_load("shanghai", &policy, &faults));
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.list[0].reason, "(default, guangzhou)"));
    assert_null(policy);
    faults_done(&faults);

    assert_false(policy_load("/nonexistent/shanghai.json", &policy, &faults));
    assert_string_equal(faults.list[0].reason, "No such file or directory");
    faults_done(&faults);
}

static void every_number_holds_its_bounds(void **state)
{
    (void)state;
    size_t seen = 0;

    for (size_t i = 0; i < setting_count; i++) {
        const struct setting *setting = &settings[i];
        struct faults faults = {0};
        struct json_file file = {.name = "t.json", .faults = &faults};
        struct json_place place = {.key = "x"};
        struct policy_rules rules;
        if (setting->type != SETTING_INTEGER)
            continue;
        seen++;
        const int64_t numbers[] = {setting->min, setting->max, setting->min - 1, setting->max + 1};
        for (size_t j = 0; j < 4; j++) {
            json_t *value = json_integer(numbers[j]);
            policy_rules_default(&rules);
            setting_read(setting, &file, &place, value, &rules, NULL);
            assert_int_equal(faults.count, j < 2 ? 0 : j - 1);
            assert_int_equal(setting_value(setting, &rules, 0) == numbers[j], j < 2);
            json_decref(value);
        }
        faults_done(&faults);
    }
    assert_in_range(seen, 15, 100);
}

/* Each setting has bytes of its own, and all of them together are all that a rule can look at. */
static void every_setting_has_its_own_place(void **state)
{
    (void)state;
    unsigned char used[sizeof(struct policy_rules)] = {0};

    for (size_t i = 0; i < setting_count; i++) {
        assert_true(strlen(settings[i].help) > 10);
        for (size_t j = 0; j < setting_size(&settings[i]); j++)
            assert_int_equal(used[settings[i].at + j]++, 0);
    }
    for (size_t i = 0; i < RULE_COUNT; i++)
        assert_int_equal(used[offsetof(struct policy_rules, enabled) + i * sizeof(bool)], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_are_read),
        cmocka_unit_test(bad_files_give_every_fault_with_its_line),
        cmocka_unit_test(the_shipped_default_says_what_the_program_assumes),
        cmocka_unit_test(the_shipped_default_says_every_setting),
        cmocka_unit_test(basic_expenditure_is_held_to_more),
        cmocka_unit_test(guangzhou_differs_in_filing_alone),
        cmocka_unit_test(every_shipped_policy_is_good_and_has_its_own_name),
        cmocka_unit_test(settings_arrive_where_they_belong),
        cmocka_unit_test(overrides_are_laid_over_each_other),
        cmocka_unit_test(the_fingerprint_changes_with_what_a_policy_means),
        cmocka_unit_test(the_fingerprint_does_not_change_with_how_it_is_written),
        cmocka_unit_test(a_name_that_is_not_shipped_is_told_with_those_that_are),
        cmocka_unit_test(every_number_holds_its_bounds),
        cmocka_unit_test(every_setting_has_its_own_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
