#include "core/changes.h"

#include "rules.h"

#include <string.h>

enum { TODAY = 19600 };

/* What stood before, and what the batch is asked about. */
struct table {
    struct changes changes;
    struct work work;
    size_t known_capacity;
};

static void table_open(struct table *table)
{
    *table = (struct table){0};
    table->changes.language = LANGUAGE_EN;
    table->changes.today = TODAY;
    table->changes.first_year = YEAR;
    table->changes.last_year = YEAR;
    table->changes.policy = default_policy;
}

static void table_close(struct table *table)
{
    changes_free(&table->changes);
    work_clear(&table->work);
}

static struct deviation_state standing(enum severity severity)
{
    return (struct deviation_state){.severity = severity,
                                    .since = TODAY - 5,
                                    .remind_on = DATE_NONE,
                                    .action_due = DATE_NONE,
                                    .action_done_on = DATE_NONE};
}

static struct deviation *know(struct table *table, enum subject_kind kind, const char *code, int year,
                              enum rule rule, enum severity severity)
{
    struct changes *c = &table->changes;

    c->known = mem_room(c->known, c->known_count, &table->known_capacity, sizeof *c->known);
    c->known[c->known_count] = (struct known_deviation){.deviation = {.rule = rule,
                                                                      .kind = kind,
                                                                      .code = code,
                                                                      .year = year,
                                                                      .state = standing(severity),
                                                                      .month = 5,
                                                                      .observed = "1.00",
                                                                      .expected = "0.50",
                                                                      .gap = "0.50",
                                                                      .explanation = "old words",
                                                                      .name = "project",
                                                                      .unit_code = "U1",
                                                                      .manager = "Li"}};
    return &c->known[c->known_count++].deviation;
}

static struct basis basis;               /* of every rule in what is found next */
static const char *const nobody = "";    /* as a manager */
static const char *manager_found = "Li"; /* of what is found next */

/* The finding on project P1 of the year, with these verdicts. */
static void find(struct table *table, const struct verdict *list, size_t count, date next)
{
    struct verdicts verdicts = {.count = count, .next = next};
    struct finding finding = {.kind = SUBJECT_PROJECT,
                              .code = "P1",
                              .name = "project",
                              .unit_code = "U1",
                              .manager = manager_found,
                              .year = YEAR,
                              .rules = default_policy->rules,
                              .verdicts = &verdicts};

    for (size_t i = 0; i < count; i++)
        verdicts.list[i] = list[i];
    for (int rule = 0; rule < RULE_COUNT; rule++)
        verdicts.basis[rule] = basis;
    changes_sort_known(&table->changes);
    changes_take(&table->changes, &finding);
}

/* A running total that fell to `spent`. */
static struct verdict fell(fen spent)
{
    return (struct verdict){.rule = RULE_EXECUTION_REVERSAL,
                            .severity = SEVERITY_YELLOW,
                            .month = 6,
                            .observed = {QUANTITY_MONEY, spent},
                            .expected = {QUANTITY_MONEY, 100},
                            .gap = {QUANTITY_MONEY, spent - 100},
                            .figures = {spent, 100, 100 - spent, 5}};
}

static struct verdict over(fen spent)
{
    return (struct verdict){.rule = RULE_EXECUTION_OVERSPENT,
                            .severity = SEVERITY_RED,
                            .month = 6,
                            .observed = {QUANTITY_MONEY, spent},
                            .figures = {spent, 100, spent - 100}};
}

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
        cmocka_unit_test(an_event_corrects_the_last_one_only_where_a_month_was_corrected),
        cmocka_unit_test(a_correction_says_what_was_said_before),
        cmocka_unit_test(a_reminder_is_an_event_of_a_standing_deviation),
        cmocka_unit_test(newer_data_refute_an_action_and_it_is_said_at_once),
        cmocka_unit_test(newer_data_verify_an_action_and_the_end_says_so),
        cmocka_unit_test(data_of_before_or_of_an_open_month_say_nothing_of_an_action),
        cmocka_unit_test(a_rule_of_days_ends_an_action_today_and_refutes_it_from_tomorrow_on),
        cmocka_unit_test(an_overdue_action_is_named_with_who_is_to_do_it),
        cmocka_unit_test(what_is_gone_verifies_nothing),
        cmocka_unit_test(of_a_closed_year_nothing_changes),
        cmocka_unit_test(what_is_gone_stays_as_it_was_in_a_closed_year),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
