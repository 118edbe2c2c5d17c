#include "core/deviation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { NOTHING = EVENT_COUNT };

static const struct deviation_state fresh = {.severity = SEVERITY_NONE,
                                             .since = DATE_NONE,
                                             .remind_on = DATE_NONE,
                                             .action_due = DATE_NONE,
                                             .action_done_on = DATE_NONE};
static const date start = 19500;

static struct policy_rules defaults(void)
{
    struct policy_rules rules;

    policy_rules_default(&rules);
    return rules;
}

static date data_until = DATE_NONE; /* of the next looks */
static enum action_check check;     /* of the last one */

/* One look on the day `offset` after the start. */
static int look(struct deviation_state *deviation, enum rule rule, enum severity found, int offset)
{
    struct policy_rules rules = defaults();
    const struct deviation_sight sight = {rule, found, &rules, start + offset, data_until};
    struct deviation_news news = {.event = EVENT_COUNT};
    bool said = deviation_look(deviation, &sight, &news);

    assert_int_equal(said, news.event != EVENT_COUNT);
    check = news.check;
    return (int)news.event;
}

static bool look_with(struct deviation_state *deviation, enum rule rule, enum severity found,
                      const struct policy_rules *rules, date today, enum event_kind *ret_event)
{
    const struct deviation_sight sight = {rule, found, rules, today, DATE_NONE};
    struct deviation_news news;
    bool said = deviation_look(deviation, &sight, &news);

    if (said)
        *ret_event = news.event;
    return said;
}

static void each_change_of_state_is_its_event(void **state)
{
    (void)state;
    static const int expected[4][4] = {
        /* to none, blue, yellow, red */
        [SEVERITY_NONE] = {NOTHING, EVENT_OPENED, EVENT_OPENED, EVENT_OPENED},
        [SEVERITY_BLUE] = {EVENT_RESOLVED, NOTHING, EVENT_ESCALATED, EVENT_ESCALATED},
        [SEVERITY_YELLOW] = {EVENT_RESOLVED, EVENT_EASED, NOTHING, EVENT_ESCALATED},
        [SEVERITY_RED] = {EVENT_RESOLVED, EVENT_EASED, EVENT_EASED, NOTHING},
    };

    for (int from = 0; from < 4; from++) {
        for (int to = 0; to < 4; to++) {
            struct deviation_state deviation = fresh;
            look(&deviation, RULE_EXECUTION_PACE, (enum severity)from, 0);
            assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, (enum severity)to, 1), expected[from][to]);
            assert_int_equal(deviation.severity, to);
            date since = to == SEVERITY_NONE ? DATE_NONE : from == SEVERITY_NONE ? start + 1 : start;
            assert_int_equal(deviation.since, since);
        }
    }
}

static void red_is_reminded_of_every_30_days(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 0), EVENT_OPENED);
    for (int day = 1; day <= 100; day++) {
        assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + (day + 29) / 30 * 30);
        assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, day),
                         day % 30 == 0 ? EVENT_REMINDED : NOTHING);
    }
}

static void a_policy_may_end_reminders_or_double_the_time_between_them(void **state)
{
    (void)state;
    struct policy_rules rules = defaults();
    struct deviation_state deviation = fresh;
    enum event_kind event;
    int days[8] = {0}, count = 0;

    rules.remind_doubling = true;
    rules.remind_max = 3;
    for (int day = 0; day <= 200; day++)
        if (look_with(&deviation, RULE_MILESTONE_DUE, SEVERITY_RED, &rules, start + day, &event) &&
            event == EVENT_REMINDED && count < 8)
            days[count++] = day;
    assert_int_equal(count, 3);
    assert_int_equal(days[0], 7);
    assert_int_equal(days[1], 7 + 14);
    assert_int_equal(days[2], 7 + 14 + 28);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    /* What changes begins anew. */
    assert_true(look_with(&deviation, RULE_MILESTONE_DUE, SEVERITY_YELLOW, &rules, start + 201, &event));
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 208);
}

static void dated_rules_are_reminded_of_every_7_days_whatever_their_severity(void **state)
{
    (void)state;

    for (int severity = SEVERITY_YELLOW; severity <= SEVERITY_RED; severity++) {
        struct deviation_state deviation = fresh;
        look(&deviation, RULE_MILESTONE_DUE, (enum severity)severity, 0);
        for (int day = 1; day <= 30; day++)
            assert_int_equal(look(&deviation, RULE_MILESTONE_DUE, (enum severity)severity, day),
                             day % 7 == 0 ? EVENT_REMINDED : NOTHING);
    }
}

static void milder_money_rules_are_not_reminded_of(void **state)
{
    (void)state;

    for (int severity = SEVERITY_BLUE; severity <= SEVERITY_YELLOW; severity++) {
        struct deviation_state deviation = fresh;
        look(&deviation, RULE_EXECUTION_PACE, (enum severity)severity, 0);
        assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
        for (int day = 1; day <= 70; day++)
            assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, (enum severity)severity, day), NOTHING);
    }
}

static void the_days_of_reminders_are_settings_and_0_is_none(void **state)
{
    (void)state;
    struct policy_rules rules = defaults();
    struct deviation_state deviation = fresh;
    enum event_kind event;

    rules.remind_red_days = 0;
    rules.remind_dated_days = 3;
    assert_true(look_with(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, &rules, start, &event));
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    assert_false(look_with(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, &rules, start + 99, &event));
    deviation = fresh;
    assert_true(look_with(&deviation, RULE_CONTRACT_FILING, SEVERITY_RED, &rules, start, &event));
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 3);
}

static void a_late_reminder_is_said_once_and_the_next_counts_from_it(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 0);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 95), EVENT_REMINDED);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 95), NOTHING);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 125);
}

/* The setting was made shorter, or the clock set back: the reminder is not further away than the setting. */
static void a_reminder_planned_too_far_away_is_brought_nearer(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 0);
    deviation.remind_on = start + 500;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 10), NOTHING);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 40);
}

static void what_is_acknowledged_is_not_reminded_of(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_MILESTONE_DUE, SEVERITY_RED, 0);
    deviation.acknowledged = true;
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    for (int day = 1; day <= 70; day++)
        assert_int_equal(look(&deviation, RULE_MILESTONE_DUE, SEVERITY_RED, day), NOTHING);
    assert_int_equal(deviation.remind_on, DATE_NONE);
}

static void an_acknowledgement_lapses_when_it_escalates_and_not_when_it_eases(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 0);
    deviation.acknowledged = true;
    deviation.action_due = start + 50;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_BLUE, 1), EVENT_EASED);
    assert_true(deviation.acknowledged);
    assert_int_equal(deviation.action_due, start + 50);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 2), EVENT_ESCALATED);
    assert_false(deviation.acknowledged);
    assert_int_equal(deviation.action_due, DATE_NONE);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE),
                     start + 32); /* so it is reminded of again */
    for (int day = 3; day <= 32; day++)
        assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, day),
                         day == 32 ? EVENT_REMINDED : NOTHING);
}

static void a_corrective_action_is_overdue_once_from_the_day_after(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 0);
    deviation.acknowledged = true;
    deviation.action_due = start + 10;
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 11);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 10), NOTHING);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 11), EVENT_OVERDUE);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 12), NOTHING);
}

static void an_action_that_is_done_is_not_overdue(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 0);
    deviation.acknowledged = true;
    deviation.action_done_on = start;
    deviation.action_due = start + 10;
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 20), NOTHING);
}

static void a_change_of_state_comes_before_an_overdue_action(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 0);
    deviation.acknowledged = true;
    deviation.action_due = start + 10;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 20), EVENT_EASED);
    assert_true(deviation_next(&deviation, RULE_EXECUTION_PACE) <= start + 20); /* at once */
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 20), EVENT_OVERDUE);
}

static void a_deviation_that_opens_again_begins_anew(void **state)
{
    (void)state;
    struct deviation_state deviation = fresh;

    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 0);
    deviation.acknowledged = true;
    deviation.action_due = start + 3;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 4), EVENT_OVERDUE);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_NONE, 5), EVENT_RESOLVED);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    assert_int_equal(deviation.since, DATE_NONE);
    assert_int_equal(deviation.remind_on, DATE_NONE);
    assert_int_equal(deviation.action_due, DATE_NONE);
    assert_false(deviation.acknowledged);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 9), EVENT_OPENED);
    assert_int_equal(deviation.since, start + 9);
    assert_false(deviation.acknowledged);
    assert_false(deviation.overdue_said);
}

/* Red from the start, acknowledged, its action said to be done on day 20. */
static struct deviation_state said_done(enum rule rule)
{
    struct deviation_state deviation = fresh;

    data_until = DATE_NONE;
    look(&deviation, rule, SEVERITY_RED, 0);
    deviation.acknowledged = true;
    deviation.action_due = start + 30;
    deviation.action_done_on = start + 20;
    return deviation;
}

static void data_of_before_decide_nothing_of_an_action(void **state)
{
    (void)state;
    struct deviation_state deviation = said_done(RULE_EXECUTION_PACE);

    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 21), NOTHING);
    data_until = start + 19;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 90), NOTHING);
    assert_true(deviation.acknowledged);
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), DATE_NEVER);
    /* Not even what they ease or end. */
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 91), EVENT_EASED);
    assert_int_equal(check, ACTION_UNCHECKED);
    assert_false(deviation.action_verified);
    struct deviation_state ended = deviation;
    assert_int_equal(look(&ended, RULE_EXECUTION_PACE, SEVERITY_NONE, 92), EVENT_RESOLVED);
    assert_int_equal(check, ACTION_UNCHECKED);
    /* What stands then is to be better still. */
    data_until = start + 20;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 93), EVENT_REMINDED);
    assert_int_equal(check, ACTION_REFUTED);
}

static void newer_data_in_which_it_is_over_or_milder_verify_an_action(void **state)
{
    (void)state;
    struct deviation_state deviation = said_done(RULE_EXECUTION_PACE);

    data_until = start + 20;
    struct deviation_state ended = deviation;
    assert_int_equal(look(&ended, RULE_EXECUTION_PACE, SEVERITY_NONE, 25), EVENT_RESOLVED);
    assert_int_equal(check, ACTION_VERIFIED);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 25), EVENT_EASED);
    assert_int_equal(check, ACTION_VERIFIED);
    assert_true(deviation.acknowledged && deviation.action_verified);
    /* Once and for all. */
    data_until = start + 50;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 60), NOTHING);
    assert_true(deviation.acknowledged);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 61), EVENT_ESCALATED);
    assert_int_equal(check, ACTION_UNCHECKED);
    assert_false(deviation.action_verified);
}

static void newer_data_in_which_it_stands_as_before_refute_an_action(void **state)
{
    (void)state;
    struct deviation_state deviation = said_done(RULE_EXECUTION_PACE);

    deviation.reminders = 3;
    data_until = start + 20;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 25), EVENT_REMINDED);
    assert_int_equal(check, ACTION_REFUTED);
    assert_false(deviation.acknowledged);
    assert_int_equal(deviation.action_due, DATE_NONE);
    assert_int_equal(deviation.action_done_on, DATE_NONE);
    /* Reminders run again, and it is said once. */
    assert_int_equal(deviation_next(&deviation, RULE_EXECUTION_PACE), start + 55);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 25), NOTHING);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 55), EVENT_REMINDED);
    assert_int_equal(check, ACTION_UNCHECKED);
}

static void an_officer_may_acknowledge_anew_after_an_action_was_refuted(void **state)
{
    (void)state;
    struct deviation_state deviation = said_done(RULE_EXECUTION_PACE);

    data_until = start + 20;
    look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 25);
    deviation.acknowledged = true;
    deviation.action_due = start + 40;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 26), NOTHING);
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 41), EVENT_OVERDUE);
    deviation.action_done_on = start + 45;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 46), NOTHING);
    data_until = start + 60;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_NONE, 70), EVENT_RESOLVED);
    assert_int_equal(check, ACTION_VERIFIED);
}

static void what_escalates_refutes_its_action_if_the_data_are_newer(void **state)
{
    (void)state;

    for (int newer = 0; newer <= 1; newer++) {
        struct deviation_state deviation = fresh;
        data_until = DATE_NONE;
        look(&deviation, RULE_EXECUTION_PACE, SEVERITY_YELLOW, 0);
        deviation.acknowledged = true;
        deviation.action_done_on = start + 20;
        data_until = start + 19 + newer;
        assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 25), EVENT_ESCALATED);
        assert_int_equal(check, newer ? ACTION_REFUTED : ACTION_UNCHECKED);
        assert_false(deviation.acknowledged);
        /* Nothing is left of it: the next data say nothing of it. */
        data_until = start + 40;
        assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 45), NOTHING);
    }
}

static void nothing_more_is_overdue_once_an_action_is_done(void **state)
{
    (void)state;
    struct deviation_state deviation = said_done(RULE_EXECUTION_PACE);

    deviation.action_done_on = DATE_NONE;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 31), EVENT_OVERDUE);
    deviation.action_done_on = start + 33;
    for (int day = 33; day < 100; day++)
        assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, day), NOTHING);
    data_until = start + 35;
    assert_int_equal(look(&deviation, RULE_EXECUTION_PACE, SEVERITY_RED, 100), EVENT_REMINDED);
    assert_int_equal(check, ACTION_REFUTED);
}

static void a_rule_of_days_asks_to_be_looked_at_on_the_day_after(void **state)
{
    (void)state;
    static const enum rule by_days[] = {RULE_MILESTONE_DUE, RULE_EXECUTION_MISSING, RULE_INDICATOR_MISSING};

    for (size_t i = 0; i < sizeof by_days / sizeof *by_days; i++) {
        struct deviation_state deviation = said_done(by_days[i]);
        assert_int_equal(deviation_next(&deviation, by_days[i]), start + 21);
        data_until = start + 20;
        assert_int_equal(look(&deviation, by_days[i], SEVERITY_RED, 21), EVENT_REMINDED);
        assert_int_equal(check, ACTION_REFUTED);
    }
}

/* Whatever happens, looking only on the days that deviation_next() names loses no event. */
static void every_event_falls_on_a_day_that_was_named(void **state)
{
    (void)state;

    for (int variant = 0; variant < 48; variant++) {
        enum rule rule = variant % 2 == 0 ? RULE_EXECUTION_PACE : RULE_MILESTONE_DUE;
        enum severity severity = (enum severity)(1 + variant / 2 % 3);
        struct deviation_state deviation = fresh;
        look(&deviation, rule, severity, 0);
        deviation.acknowledged = variant / 6 % 2 == 1;
        deviation.action_due = variant / 12 % 2 == 1 ? start + 20 : DATE_NONE;
        deviation.action_done_on = variant / 24 == 1 ? start + 15 : DATE_NONE;
        for (int day = 1; day < 200; day++) {
            bool named = deviation_next(&deviation, rule) <= start + day;
            data_until = rule == RULE_MILESTONE_DUE ? start + day - 1 : DATE_NONE;
            assert_int_equal(look(&deviation, rule, severity, day) != NOTHING, named);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_of_state_is_its_event),
        cmocka_unit_test(red_is_reminded_of_every_30_days),
        cmocka_unit_test(a_policy_may_end_reminders_or_double_the_time_between_them),
        cmocka_unit_test(dated_rules_are_reminded_of_every_7_days_whatever_their_severity),
        cmocka_unit_test(milder_money_rules_are_not_reminded_of),
        cmocka_unit_test(the_days_of_reminders_are_settings_and_0_is_none),
        cmocka_unit_test(a_late_reminder_is_said_once_and_the_next_counts_from_it),
        cmocka_unit_test(a_reminder_planned_too_far_away_is_brought_nearer),
        cmocka_unit_test(what_is_acknowledged_is_not_reminded_of),
        cmocka_unit_test(an_acknowledgement_lapses_when_it_escalates_and_not_when_it_eases),
        cmocka_unit_test(a_corrective_action_is_overdue_once_from_the_day_after),
        cmocka_unit_test(an_action_that_is_done_is_not_overdue),
        cmocka_unit_test(a_change_of_state_comes_before_an_overdue_action),
        cmocka_unit_test(a_deviation_that_opens_again_begins_anew),
        cmocka_unit_test(data_of_before_decide_nothing_of_an_action),
        cmocka_unit_test(newer_data_in_which_it_is_over_or_milder_verify_an_action),
        cmocka_unit_test(newer_data_in_which_it_stands_as_before_refute_an_action),
        cmocka_unit_test(an_officer_may_acknowledge_anew_after_an_action_was_refuted),
        cmocka_unit_test(what_escalates_refutes_its_action_if_the_data_are_newer),
        cmocka_unit_test(nothing_more_is_overdue_once_an_action_is_done),
        cmocka_unit_test(a_rule_of_days_asks_to_be_looked_at_on_the_day_after),
        cmocka_unit_test(every_event_falls_on_a_day_that_was_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
