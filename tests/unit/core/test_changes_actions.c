/* Changes by which something said before is corrected, and those that verify or refute an action. */
#include "change_table.h"

/* What stands was last told as event 41, of month 5, and its figures are of month 5 or later. */
struct corrected {
    const char *title;
    enum severity found; /* NONE: it resolves; it was yellow */
    int stands, month, data;
    bool by_month, others_changed, figures_same, never_said;
    bool corrects;
};

static void look_again(struct table *table, const struct corrected *c)
{
    struct verdict found = c->figures_same ? over(100) : over(120);
    struct deviation *known =
        know(table, SUBJECT_PROJECT, "P1", YEAR, RULE_EXECUTION_OVERSPENT, SEVERITY_YELLOW);

    found.severity = c->found;
    if (c->figures_same)
        known->expected = known->gap = "";
    known->month = c->stands;
    table->changes.known[0].said_event = c->never_said ? 0 : 41;
    table->changes.known[0].said_month = 5;
    work_add(&table->work, SUBJECT_PROJECT, c->others_changed ? "P2" : "P1");
    work_settle(&table->work);
    table->changes.changed = &table->work;
    basis = (struct basis){.by_month = c->by_month, .month = c->month, .data = c->data};
    find(table, &found, c->found == SEVERITY_NONE ? 0 : 1, DATE_NEVER);
    basis = (struct basis){0};
}

static void an_event_corrects_the_last_one_only_where_a_month_was_corrected(void **state)
{
    static const struct corrected cases[] = {
        {"the month it spoke of, resolved", SEVERITY_NONE, 5, 5, 5, .by_month = true, .corrects = true},
        {"the same, escalated", SEVERITY_RED, 5, 5, 5, .by_month = true, .corrects = true},
        {"the same, eased", SEVERITY_BLUE, 5, 5, 5, .by_month = true, .corrects = true},
        {"a month was taken back", SEVERITY_NONE, 5, 4, 4, .by_month = true, .corrects = true},
        {"all months were taken back", SEVERITY_NONE, 5, 0, 0, .by_month = true, .corrects = true},
        {"the next month came", SEVERITY_NONE, 5, 6, 6, .by_month = true},
        {"the next month came for the unit's other projects", SEVERITY_RED, 5, 6, 5, .by_month = true},
        {"it stood silently since, and a later month was corrected", SEVERITY_NONE, 7, 7, 7,
         .by_month = true},
        {"it stood silently since, on the figures it had", SEVERITY_NONE, 7, 7, 5, .by_month = true,
         .corrects = true},
        {"its indicators moved on", SEVERITY_NONE, 5, 5, 6, .by_month = true},
        {"a date", SEVERITY_NONE, 0, 0, 0, .by_month = false},
        {"a month still open", SEVERITY_NONE, 5, 5, 5, .by_month = false},
        {"nothing of it changed but the day or the policy", SEVERITY_NONE, 5, 5, 5, .by_month = true,
         .others_changed = true},
        {"its figures are as they were", SEVERITY_RED, 5, 5, 5, .by_month = true, .figures_same = true},
        {"what was said is forgotten", SEVERITY_NONE, 5, 5, 5, .by_month = true, .never_said = true},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table table;
        table_open(&table);
        look_again(&table, &cases[i]);
        assert_int_equal(table.changes.event_count, 1);
        const struct change *change = &table.changes.list[0];
        if (change->corrects != (cases[i].corrects ? 41 : 0))
            fail_msg("%s: corrects %d", cases[i].title, (int)change->corrects);
        bool says = strstr(change->event_explanation, "orrected") != NULL;
        if (says != cases[i].corrects)
            fail_msg("%s: says %s", cases[i].title, change->event_explanation);
        table_close(&table);
    }
}

static void a_correction_says_what_was_said_before(void **state)
{
    static const struct corrected eased = {"", SEVERITY_BLUE, 5, 5, 5, .by_month = true};
    static const struct corrected resolved = {"", SEVERITY_NONE, 5, 5, 5, .by_month = true};
    (void)state;
    struct table table;

    table_open(&table);
    look_again(&table, &eased);
    assert_string_equal(table.changes.list[0].event_explanation,
                        "Corrected: By month 6, 1.20 was spent, over the budget of 1.00 by 0.20; before: old "
                        "words");
    assert_null(strstr(table.changes.list[0].now.explanation, "old words"));
    table_close(&table);
    table_open(&table);
    look_again(&table, &resolved);
    assert_string_equal(table.changes.list[0].event_explanation,
                        "Withdrawn, as the figures of that month were corrected; before: old words");
    table_close(&table);
}

/* What stands on P1, acknowledged, with an action that is said to be done on 2 June of the year. */
static struct known_deviation *know_done(struct table *table, enum rule rule, enum severity severity)
{
    struct deviation *d = know(table, SUBJECT_PROJECT, "P1", YEAR, rule, severity);
    struct known_deviation *known = &table->changes.known[table->changes.known_count - 1];

    d->state.acknowledged = true;
    d->state.action_due = date_of(YEAR, 6, 30);
    d->state.action_done_on = date_of(YEAR, 6, 2);
    known->action = "加快招标";
    known->owner = "王五";
    return known;
}

static void newer_data_refute_an_action_and_it_is_said_at_once(void **state)
{
    (void)state;
    const struct verdict found = over(130);
    struct table table;

    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
        table_open(&table);
        table.changes.language = (enum language)language;
        basis = (struct basis){.by_month = true, .month = 6, .data = 6};
        know_done(&table, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
        find(&table, &found, 1, TODAY + 100);
        assert_int_equal(table.changes.event_count, 1);
        const struct change *change = &table.changes.list[0];
        assert_int_equal(change->event, EVENT_REMINDED);
        assert_int_equal(change->check, ACTION_REFUTED);
        assert_false(change->now.state.acknowledged);
        const char *begin =
            language == LANGUAGE_ZH
                ? "整改措施「加快招标」（责任人：王五）称已于6月2日完成，但截至6月数据偏差仍在：截至6月累计"
                : "Corrective action '加快招标' (owner: 王五) was reported done on 2023-06-02, but "
                  "by the data of month 6 the deviation still stands: By month 6, ";
        assert_int_equal(strncmp(change->event_explanation, begin, strlen(begin)), 0);
        /* What stands is the arithmetic alone. */
        assert_null(strstr(change->now.explanation, "加快招标"));
        table_close(&table);
    }
    basis = (struct basis){0};
}

static void newer_data_verify_an_action_and_the_end_says_so(void **state)
{
    (void)state;
    struct table table;

    table_open(&table);
    table.changes.language = LANGUAGE_ZH;
    basis = (struct basis){.by_month = true, .month = 6, .data = 6};
    know_done(&table, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    find(&table, NULL, 0, TODAY + 100);
    const struct change *change = &table.changes.list[0];
    assert_int_equal(change->event, EVENT_RESOLVED);
    assert_int_equal(change->check, ACTION_VERIFIED);
    assert_string_equal(
        change->event_explanation,
        "已恢复正常；此前：old words；整改措施「加快招标」（责任人：王五）已于6月2日完成，经6月数据核实");
    table_close(&table);
    basis = (struct basis){0};
}

static void data_of_before_or_of_an_open_month_say_nothing_of_an_action(void **state)
{
    (void)state;
    static const struct basis old[] = {
        {.by_month = true, .month = 5, .data = 5}, {.by_month = true}, {.by_month = false, .month = 6}};
    const struct verdict found = over(130);

    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        struct table table;
        table_open(&table);
        basis = old[i];
        know_done(&table, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
        find(&table, &found, 1, TODAY + 100);
        assert_int_equal(table.changes.event_count, 0);
        assert_true(table.changes.list[0].now.state.acknowledged);
        table_close(&table);
        table_open(&table);
        know_done(&table, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
        find(&table, NULL, 0, TODAY + 100);
        assert_int_equal(table.changes.list[0].event, EVENT_RESOLVED);
        assert_int_equal(table.changes.list[0].check, ACTION_UNCHECKED);
        table_close(&table);
    }
    basis = (struct basis){0};
}

static void a_rule_of_days_ends_an_action_today_and_refutes_it_from_tomorrow_on(void **state)
{
    (void)state;
    const struct verdict found = {.rule = RULE_MILESTONE_DUE,
                                  .severity = SEVERITY_RED,
                                  .reason = REASON_OVERDUE,
                                  .figures = {TODAY - 9, 9}};

    for (int days = 0; days <= 1; days++) {
        struct table table;
        table_open(&table);
        know_done(&table, RULE_MILESTONE_DUE, SEVERITY_RED)->deviation.state.action_done_on = TODAY - days;
        find(&table, &found, 1, TODAY + 100);
        assert_int_equal(table.changes.event_count, days);
        if (days == 0) {
            assert_int_equal(table.changes.wakes[0].next, TODAY + 1);
        } else {
            assert_int_equal(table.changes.list[0].event, EVENT_REMINDED);
            assert_non_null(strstr(table.changes.list[0].event_explanation, "but by 2023-08-"));
        }
        table_close(&table);
        table_open(&table);
        know_done(&table, RULE_MILESTONE_DUE, SEVERITY_RED)->deviation.state.action_done_on = TODAY - days;
        find(&table, NULL, 0, TODAY + 100);
        assert_int_equal(table.changes.list[0].check, ACTION_VERIFIED);
        assert_non_null(strstr(table.changes.list[0].event_explanation, " is borne out by 2023-08-"));
        table_close(&table);
    }
}

static void an_overdue_action_is_named_with_who_is_to_do_it(void **state)
{
    (void)state;
    const struct verdict found = over(130);
    struct table table;

    table_open(&table);
    table.changes.language = LANGUAGE_ZH;
    struct known_deviation *known = know_done(&table, RULE_EXECUTION_OVERSPENT, SEVERITY_RED);
    known->deviation.state.action_done_on = DATE_NONE;
    find(&table, &found, 1, TODAY + 100);
    assert_int_equal(table.changes.list[0].event, EVENT_OVERDUE);
    const char *begin =
        "整改措施「加快招标」（责任人：王五）应于6月30日前完成，现已逾期，尚未报告完成；截至6月累计";
    assert_int_equal(strncmp(table.changes.list[0].event_explanation, begin, strlen(begin)), 0);
    table_close(&table);
}

static void what_is_gone_verifies_nothing(void **state)
{
    (void)state;
    struct table table;

    table_open(&table);
    know_done(&table, RULE_MILESTONE_DUE, SEVERITY_RED);
    work_add(&table.work, SUBJECT_PROJECT, "P1");
    work_settle(&table.work);
    table.changes.work = &table.work;
    changes_finish(&table.changes);
    assert_int_equal(table.changes.list[0].event, EVENT_RESOLVED);
    assert_int_equal(table.changes.list[0].check, ACTION_UNCHECKED);
    table_close(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_corrects_the_last_one_only_where_a_month_was_corrected),
        cmocka_unit_test(a_correction_says_what_was_said_before),
        cmocka_unit_test(newer_data_refute_an_action_and_it_is_said_at_once),
        cmocka_unit_test(newer_data_verify_an_action_and_the_end_says_so),
        cmocka_unit_test(data_of_before_or_of_an_open_month_say_nothing_of_an_action),
        cmocka_unit_test(a_rule_of_days_ends_an_action_today_and_refutes_it_from_tomorrow_on),
        cmocka_unit_test(an_overdue_action_is_named_with_who_is_to_do_it),
        cmocka_unit_test(what_is_gone_verifies_nothing),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
