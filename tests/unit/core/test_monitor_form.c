#include "core/monitor_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/a_form.h"

static struct a_form f;
static struct monitor_form form;

static void make(void)
{
    struct err err = {0};

    if (!monitor_form_make(&f.notice, &form, &err))
        fail_msg("%s", err.text);
}

static int begin(void **state)
{
    (void)state;
    a_form_make(&f);
    return 0;
}

static int end(void **state)
{
    (void)state;
    monitor_form_free(&form);
    return 0;
}

static bool has_gap(enum monitor_gap_kind kind, const char *code)
{
    for (size_t i = 0; i < form.gap_count; i++) {
        const struct monitor_gap *gap = &form.gaps[i];
        const char *of = gap->indicator != NULL ? gap->indicator->facts->code : gap->subject->code;
        if (gap->kind == kind && strcmp(of, code) == 0)
            return true;
    }
    return false;
}

static void a_project_has_its_initial_and_its_adjusted_budget(void **state)
{
    (void)state;
    make();
    assert_int_equal(form.project_count, 3);
    const struct monitor_subject *project = &form.projects[0];
    assert_string_equal(project->code, "P1");
    assert_string_equal(project->unit_name, "甲局");
    assert_int_equal(project->initial, 10000000);
    assert_int_equal(project->adjusted, 12000000); /* an adjustment in May counts, one in August does not */
    assert_int_equal(project->spent, 3000000);
    assert_true(project->rate.known);
    assert_int_equal(ratio_compare(project->rate.value, (struct ratio){1, 4}), 0);
}

static void what_is_expected_is_what_its_unit_said(void **state)
{
    (void)state;
    make();
    assert_true(form.projects[0].has_expected);
    assert_int_equal(form.projects[0].expected, 11000050);
    assert_string_equal(form.projects[0].outlook->cause, "funding");
    assert_false(form.projects[1].has_expected);
    assert_false(form.whole.has_expected); /* not of all */
}

static void the_whole_sums_its_projects(void **state)
{
    (void)state;
    make();
    assert_int_equal(form.whole.initial, 18000000);
    assert_int_equal(form.whole.adjusted, f.notice.now.budget);
    for (size_t i = 1; i < form.project_count; i++) {
        f.outlooks[f.facts.outlook_count++] =
            (struct notice_outlook){.code = form.projects[i].code, .has_expected = true, .expected = 1000000};
    }
    monitor_form_free(&form);
    make();
    assert_true(form.whole.has_expected);
    assert_int_equal(form.whole.expected, 11000050 + 2 * 100);
}

static void indicators_stand_by_level_with_what_they_accumulate_to(void **state)
{
    (void)state;
    make();
    const struct monitor_subject *project = &form.projects[0];
    assert_int_equal(project->indicator_count, 3);
    assert_string_equal(project->indicators[0].facts->code, "I2"); /* output before benefit */
    assert_string_equal(project->indicators[2].facts->code, "I1");
    assert_int_equal(project->indicators[0].month, 6);
    assert_int_equal(project->indicators[0].reached.kind, MEASURED_NUMBER);
    assert_int_equal(ratio_compare(project->indicators[0].reached.value, ratio_int(30)), 0); /* 10 + 20 */
    assert_int_equal(project->indicators[0].target, 80000000); /* the revision in force, not the later one */
    assert_int_equal(project->indicators[2].reached.kind, MEASURED_WORD);
    assert_int_equal(project->indicators[2].reached.word, VALUE_PARTIAL);
}

static void the_unit_has_its_own_goals(void **state)
{
    (void)state;
    make();
    assert_int_equal(form.whole.indicator_count, 1);
    assert_string_equal(form.whole.indicators[0].facts->code, "U-I1");
    assert_int_equal(form.whole.indicators[0].reached.kind, MEASURED_NOTHING);
}

static void what_is_missing_is_named(void **state)
{
    (void)state;
    make();
    assert_true(has_gap(MONITOR_NO_VALUE, "U-I1"));
    assert_true(has_gap(MONITOR_NO_TARGET, "I3"));
    assert_true(has_gap(MONITOR_NO_INDICATOR, "P2"));
    assert_true(has_gap(MONITOR_NO_CAUSE, "I2")); /* behind, and nobody said anything */
    assert_true(has_gap(MONITOR_NO_LIKELIHOOD, "I2"));
    assert_true(has_gap(MONITOR_NO_EXPECTED, "I2"));
    assert_true(has_gap(MONITOR_NO_EXPECTED, "P2"));
    assert_false(has_gap(MONITOR_NO_CAUSE, "P1"));
    assert_int_equal(form.gap_count, 8); /* and no cause of P2 */
}

static void basic_expenditure_needs_no_goals_and_no_form(void **state)
{
    (void)state;
    make();
    assert_string_equal(form.projects[2].code, "P3");
    assert_true(form.projects[2].without_form);
    assert_false(has_gap(MONITOR_NO_INDICATOR, "P3"));
}

static void an_indicator_that_is_due_once_lacks_nothing_before(void **state)
{
    (void)state;
    f.indicators[3].schedule = 12;
    make();
    assert_false(has_gap(MONITOR_NO_VALUE, "U-I1"));
}

static void one_that_does_not_apply_lacks_nothing(void **state)
{
    (void)state;
    f.indicators[3].values[6].state = VALUE_NOT_APPLICABLE;
    make();
    assert_false(has_gap(MONITOR_NO_VALUE, "U-I1"));
}

/* An ahead indicator (目标偏低) is no laggard, and nobody has to explain it here. */
static void what_is_ahead_is_not_behind(void **state)
{
    (void)state;
    f.behind[0].severity = SEVERITY_BLUE;
    make();
    assert_false(form.projects[0].indicators[0].behind);
    assert_false(has_gap(MONITOR_NO_CAUSE, "I2"));
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_project_has_its_initial_and_its_adjusted_budget),
        TEST(what_is_expected_is_what_its_unit_said),
        TEST(the_whole_sums_its_projects),
        TEST(indicators_stand_by_level_with_what_they_accumulate_to),
        TEST(the_unit_has_its_own_goals),
        TEST(what_is_missing_is_named),
        TEST(basic_expenditure_needs_no_goals_and_no_form),
        TEST(an_indicator_that_is_due_once_lacks_nothing_before),
        TEST(one_that_does_not_apply_lacks_nothing),
        TEST(what_is_ahead_is_not_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
