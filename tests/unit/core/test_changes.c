#include "change_table.h"

static void what_is_new_opens(void **state)
{
    (void)state;
    const struct verdict found = fell(90);
    struct table table;

    table_open(&table);
    find(&table, &found, 1, TODAY + 100);
    assert_int_equal(table.changes.count, 1);
    assert_int_equal(table.changes.event_count, 1);
    const struct change *change = &table.changes.list[0];
    assert_true(change->is_event);
    assert_int_equal(change->event, EVENT_OPENED);
    assert_int_equal(change->event_severity, SEVERITY_YELLOW);
    assert_int_equal(change->previous, SEVERITY_NONE);
    assert_int_equal(change->now.kind, SUBJECT_PROJECT);
    assert_string_equal(change->now.code, "P1");
    assert_int_equal(change->now.year, YEAR);
    assert_int_equal(change->now.month, 6);
    assert_int_equal(change->now.state.since, TODAY);
    assert_string_equal(change->now.observed, "0.90");
    assert_string_equal(change->now.expected, "1.00");
    assert_string_equal(change->now.gap, "-0.10");
    assert_string_equal(change->now.manager, "Li");
    assert_non_null(strstr(change->now.explanation, "below the 1.00 of month 5"));
    assert_string_equal(change->event_explanation, change->now.explanation);
    table_close(&table);
}

static void what_is_found_again_unchanged_is_no_change(void **state)
{
    (void)state;
    const struct verdict found = fell(90);
    struct table first, second;

    table_open(&first);
    find(&first, &found, 1, DATE_NEVER);
    table_open(&second);
    *know(&second, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_YELLOW) =
        first.changes.list[0].now;
    find(&second, &found, 1, DATE_NEVER);
    changes_finish(&second.changes);
    assert_int_equal(second.changes.count, 0);
    table_close(&second);
    table_close(&first);
}

/* Each alone makes a change that is no event. That nobody answers any more is one of them, too. */
static void figures_that_moved_are_a_change_without_an_event(void **state)
{
    (void)state;
    struct table first;

    table_open(&first);
    const struct verdict before = fell(90);
    find(&first, &before, 1, DATE_NEVER);
    for (int moved = 0; moved < 4; moved++) {
        struct verdict found = fell(moved == 0 ? 89 : 90);
        struct table second;
        table_open(&second);
        struct deviation *known =
            know(&second, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_YELLOW);
        *known = first.changes.list[0].now;
        if (moved == 1)
            manager_found = nobody;
        if (moved == 2)
            known->name = "older name";
        if (moved == 3)
            known->unit_code = "U0";
        find(&second, &found, 1, DATE_NEVER);
        manager_found = "Li";
        assert_int_equal(second.changes.count, 1);
        assert_int_equal(second.changes.event_count, 0);
        assert_false(second.changes.list[0].is_event);
        assert_string_equal(second.changes.list[0].now.manager, moved == 1 ? "" : "Li");
        assert_string_equal(second.changes.list[0].now.observed, moved == 0 ? "0.89" : "0.90");
        assert_int_equal(second.changes.list[0].now.state.since, TODAY);
        table_close(&second);
    }
    table_close(&first);
}

/* The successor hears of what is open, acknowledged or not, also where nobody answered before; nobody hears
 * of what is not. */
static void a_new_manager_is_told_of_what_stands(void **state)
{
    (void)state;
    const struct verdict found = fell(90);

    for (int i = 0; i < 4; i++) {
        const char *predecessor = i < 2 ? "Zhang" : nobody;
        struct table table;
        table_open(&table);
        struct deviation *known =
            know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_YELLOW);
        known->manager = predecessor;
        known->state.acknowledged = i % 2 == 1;
        known = know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_GOAL_GAP, SEVERITY_NONE);
        known->manager = predecessor;
        find(&table, &found, 1, DATE_NEVER);
        assert_int_equal(table.changes.event_count, 1);
        assert_int_equal(table.changes.list[0].event, EVENT_REMINDED);
        assert_int_equal(table.changes.list[0].event_severity, SEVERITY_YELLOW);
        assert_string_equal(table.changes.list[0].now.manager, "Li");
        table_close(&table);
    }
}

static void what_is_no_longer_found_resolves_with_the_severity_it_had(void **state)
{
    (void)state;
    struct table table;

    table_open(&table);
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_PACE, SEVERITY_RED);
    find(&table, NULL, 0, DATE_NEVER);
    assert_int_equal(table.changes.count, 1);
    const struct change *change = &table.changes.list[0];
    assert_int_equal(change->event, EVENT_RESOLVED);
    assert_int_equal(change->event_severity, SEVERITY_RED);
    assert_int_equal(change->previous, SEVERITY_RED);
    assert_int_equal(change->now.state.severity, SEVERITY_NONE);
    assert_string_equal(change->event_explanation, "Back to normal; before: old words");
    assert_string_equal(change->now.explanation, "old words");
    assert_string_equal(change->now.observed, "1.00");
    assert_int_equal(change->now.month, 5);
    table_close(&table);
}

static void what_was_resolved_stays_silent_and_opens_again(void **state)
{
    (void)state;
    const struct verdict found = fell(90);

    for (int again = 0; again < 2; again++) {
        struct table table;
        table_open(&table);
        know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_NONE);
        find(&table, &found, (size_t)again, DATE_NEVER);
        changes_finish(&table.changes);
        assert_int_equal(table.changes.event_count, again);
        assert_int_equal(table.changes.count, again);
        table_close(&table);
    }
}

static void each_rule_and_each_subject_is_matched_with_its_own(void **state)
{
    (void)state;
    const struct verdict found[] = {fell(90), over(120)};
    struct table table;

    table_open(&table);
    know(&table, SUBJECT_PROJECT, "P2", YEAR, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    know(&table, SUBJECT_PROJECT, "P1", YEAR + 1, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_GOAL_GAP, SEVERITY_YELLOW);
    know(&table, SUBJECT_INDICATOR, "P1", YEAR, RULE_INDICATOR_PACE, SEVERITY_RED);
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_RED);
    know(&table, SUBJECT_PROJECT, "P0", YEAR, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    find(&table, found, 2, DATE_NEVER);
    assert_int_equal(table.changes.count, 3);
    assert_int_equal(table.changes.list[0].event, EVENT_OPENED); /* in the order of rules */
    assert_int_equal(table.changes.list[0].now.rule, RULE_EXECUTION_OVERSPENT);
    assert_int_equal(table.changes.list[1].event, EVENT_EASED);
    assert_int_equal(table.changes.list[1].event_severity, SEVERITY_YELLOW);
    assert_int_equal(table.changes.list[1].previous, SEVERITY_RED);
    assert_int_equal(table.changes.list[2].event, EVENT_RESOLVED);
    assert_int_equal(table.changes.list[2].now.rule, RULE_GOAL_GAP);
    table_close(&table);
}

/* Whoever deletes a project that is in the red has brought nothing back to normal. */
static void what_is_gone_is_not_told_to_be_back_to_normal(void **state)
{
    (void)state;
    struct table table;

    table_open(&table);
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_PACE, SEVERITY_RED);
    work_add(&table.work, SUBJECT_PROJECT, "P1");
    table.changes.work = &table.work;
    changes_sort_known(&table.changes);
    changes_finish(&table.changes);
    assert_int_equal(table.changes.list[0].event, EVENT_RESOLVED);
    assert_string_equal(table.changes.list[0].event_explanation,
                        "No longer watched, as its data were deleted or moved away; before: old words");
    table_close(&table);
}

/* The batch asked about P1, and no facts of it came: it is gone. */
static void subjects_that_are_gone_resolve(void **state)
{
    (void)state;
    static const struct {
        enum subject_kind kind;
        const char *code;
        int year;
        enum severity severity;
        bool resolves;
    } cases[] = {
        {SUBJECT_PROJECT, "P1", YEAR, SEVERITY_RED, true},
        {SUBJECT_PROJECT, "P1", YEAR, SEVERITY_NONE, false},
        {SUBJECT_PROJECT, "P2", YEAR, SEVERITY_RED, false},     /* not asked about */
        {SUBJECT_PROJECT, "P1", YEAR - 1, SEVERITY_RED, false}, /* over: stays as it was */
        {SUBJECT_PROJECT, "P1", YEAR + 1, SEVERITY_RED, false},
        {SUBJECT_INDICATOR, "P1", YEAR - 1, SEVERITY_RED, false},
        {SUBJECT_UNIT, "P1", YEAR, SEVERITY_RED, true},
        {SUBJECT_CEILING, "P1", YEAR - 1, SEVERITY_RED, false},
        {SUBJECT_MILESTONE, "P1", YEAR - 1, SEVERITY_RED, false},
        {SUBJECT_MILESTONE, "P1", YEAR + 1, SEVERITY_RED, true}, /* looked at before its year, too */
        {SUBJECT_CONTRACT, "P1", YEAR + 1, SEVERITY_YELLOW, true},
        {SUBJECT_RECTIFICATION, "P1", YEAR - 3, SEVERITY_RED, true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table table;
        table_open(&table);
        work_add(&table.work, cases[i].kind, "P1");
        work_settle(&table.work);
        table.changes.work = table.changes.changed = &table.work;
        know(&table, cases[i].kind, cases[i].code, cases[i].year, RULE_EXECUTION_PACE, cases[i].severity);
        table.changes.known[0].said_event = 41;
        changes_sort_known(&table.changes);
        changes_finish(&table.changes);
        if (table.changes.event_count != (cases[i].resolves ? 1 : 0))
            fail_msg("case %zu", i);
        if (cases[i].resolves) {
            assert_int_equal(table.changes.list[0].event, EVENT_RESOLVED);
            assert_int_equal(table.changes.list[0].event_severity, cases[i].severity);
            assert_int_equal(table.changes.list[0].corrects, 0); /* no month was corrected */
        }
        table_close(&table);
    }
}

static void a_subject_that_could_not_be_evaluated_stays_as_it_was(void **state)
{
    (void)state;
    const struct err fault = {ERR_OVERFLOW, "too large"};
    const struct finding finding = {.kind = SUBJECT_PROJECT, .code = "P1", .year = YEAR, .fault = &fault};
    struct table table;

    table_open(&table);
    work_add(&table.work, SUBJECT_PROJECT, "P1");
    work_settle(&table.work);
    table.changes.work = &table.work;
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_PACE, SEVERITY_RED);
    changes_sort_known(&table.changes);
    changes_take(&table.changes, &finding);
    changes_finish(&table.changes);
    assert_int_equal(table.changes.count, 0);
    assert_int_equal(table.changes.fault_count, 1);
    assert_string_equal(table.changes.faults[0].code, "P1");
    assert_string_equal(table.changes.faults[0].err.text, "too large");
    table_close(&table);
}

static void the_wake_is_the_earlier_of_the_rules_and_the_reminders(void **state)
{
    (void)state;
    const struct verdict found = over(120);
    static const struct {
        date next, wake;
    } cases[] = {{TODAY + 100, TODAY + 30}, {TODAY + 3, TODAY + 3}, {DATE_NEVER, TODAY + 30}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table table;
        table_open(&table);
        find(&table, &found, 1, cases[i].next);
        assert_int_equal(table.changes.wake_count, 1);
        assert_string_equal(table.changes.wakes[0].code, "P1");
        assert_int_equal(table.changes.wakes[0].next, cases[i].wake);
        table_close(&table);
    }
    struct table table;
    table_open(&table);
    find(&table, NULL, 0, DATE_NEVER);
    assert_int_equal(table.changes.wakes[0].next, DATE_NEVER);
    table_close(&table);
}

static void a_reminder_is_an_event_of_a_standing_deviation(void **state)
{
    (void)state;
    const struct verdict found = over(120);
    struct table table;

    table_open(&table);
    struct deviation *known =
        know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    known->state.remind_on = TODAY;
    find(&table, &found, 1, DATE_NEVER);
    assert_int_equal(table.changes.event_count, 1);
    assert_int_equal(table.changes.list[0].event, EVENT_REMINDED);
    assert_int_equal(table.changes.list[0].event_severity, SEVERITY_RED);
    assert_int_equal(table.changes.list[0].now.state.remind_on, TODAY + 30);
    table_close(&table);
}

/* Whatever is found now: another figure, nothing any more, another manager, a reminder that is due. */
static void of_a_closed_year_nothing_changes(void **state)
{
    (void)state;
    const struct verdict found[] = {fell(80), over(200)};
    struct table table;

    for (size_t count = 0; count <= 2; count++) {
        table_open(&table);
        know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_REVERSAL, SEVERITY_YELLOW)->state.remind_on =
            TODAY - 1;
        closed_years_add(&table.changes.closed, YEAR);
        work_add(&table.work, SUBJECT_PROJECT, "P1");
        work_settle(&table.work);
        table.changes.work = &table.work;
        manager_found = "Wang";
        find(&table, found, count, TODAY + 3);
        manager_found = "Li";
        changes_finish(&table.changes);
        assert_int_equal(table.changes.count, 0);
        assert_int_equal(table.changes.wake_count, 0);
        table_close(&table);
    }
}

/* Its subject is gone; another year's deviation of the same one resolves. */
static void what_is_gone_stays_as_it_was_in_a_closed_year(void **state)
{
    (void)state;
    struct table table;

    table_open(&table);
    table.changes.first_year = YEAR - 1;
    know(&table, SUBJECT_PROJECT, "P1", YEAR - 1, RULE_EXECUTION_PACE, SEVERITY_RED);
    know(&table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_PACE, SEVERITY_RED);
    know(&table, SUBJECT_RECTIFICATION, "R1", YEAR - 1, RULE_RECTIFICATION_DUE, SEVERITY_RED);
    closed_years_add(&table.changes.closed, YEAR - 1);
    work_add(&table.work, SUBJECT_PROJECT, "P1");
    work_add(&table.work, SUBJECT_RECTIFICATION, "R1");
    work_settle(&table.work);
    table.changes.work = &table.work;
    changes_sort_known(&table.changes);
    changes_finish(&table.changes);
    assert_int_equal(table.changes.count, 1);
    assert_int_equal(table.changes.list[0].now.year, YEAR);
    table_close(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_new_opens),
        cmocka_unit_test(what_is_found_again_unchanged_is_no_change),
        cmocka_unit_test(figures_that_moved_are_a_change_without_an_event),
        cmocka_unit_test(a_new_manager_is_told_of_what_stands),
        cmocka_unit_test(what_is_no_longer_found_resolves_with_the_severity_it_had),
        cmocka_unit_test(what_was_resolved_stays_silent_and_opens_again),
        cmocka_unit_test(each_rule_and_each_subject_is_matched_with_its_own),
        cmocka_unit_test(what_is_gone_is_not_told_to_be_back_to_normal),
        cmocka_unit_test(subjects_that_are_gone_resolve),
        cmocka_unit_test(a_subject_that_could_not_be_evaluated_stays_as_it_was),
        cmocka_unit_test(the_wake_is_the_earlier_of_the_rules_and_the_reminders),
        cmocka_unit_test(a_reminder_is_an_event_of_a_standing_deviation),
        cmocka_unit_test(of_a_closed_year_nothing_changes),
        cmocka_unit_test(what_is_gone_stays_as_it_was_in_a_closed_year),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
