#include "core/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/dec.h"

static void rules_have_the_names_of_the_design(void **state)
{
    (void)state;
    static const char *const names[] = {
        "execution.pace",       "execution.overspent",  "execution.unbudgeted",
        "execution.reversal",   "execution.checkpoint", "execution.missing",
        "indicator.pace",       "indicator.missing",    "goal.gap",
        "milestone.due",        "contract.intent",      "contract.signing",
        "contract.publication", "contract.filing",      "ceiling.pace",
        "rectification.due",    "source.failed",        "source.rows"};

    assert_int_equal(RULE_COUNT, sizeof names / sizeof *names);
    for (int i = 0; i < RULE_COUNT; i++) {
        enum rule rule = RULE_COUNT;
        assert_string_equal(rule_name((enum rule)i), names[i]);
        assert_true(rule_by_name(names[i], &rule));
        assert_int_equal(rule, i);
    }
}

static void severities_grow_from_none_to_red(void **state)
{
    (void)state;
    static const char *const names[] = {"none", "blue", "yellow", "red"};

    assert_true(SEVERITY_NONE < SEVERITY_BLUE && SEVERITY_BLUE < SEVERITY_YELLOW &&
                SEVERITY_YELLOW < SEVERITY_RED);
    for (int i = 0; i < 4; i++) {
        enum severity severity = SEVERITY_NONE;
        assert_string_equal(severity_name((enum severity)i), names[i]);
        assert_true(severity_by_name(names[i], &severity));
        assert_int_equal(severity, i);
    }
}

static void subjects_and_events_are_found_by_their_names(void **state)
{
    (void)state;

    for (int i = 0; i < SUBJECT_COUNT; i++) {
        enum subject_kind kind = SUBJECT_COUNT;
        assert_true(subject_kind_by_name(subject_kind_name((enum subject_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < EVENT_COUNT; i++) {
        enum event_kind event = EVENT_COUNT;
        assert_true(event_by_name(event_name((enum event_kind)i), &event));
        assert_int_equal(event, i);
    }
    enum subject_kind kind = SUBJECT_COUNT;
    assert_string_equal(subject_kind_name(SUBJECT_SOURCE), "source");
    assert_false(subject_kind_by_name("source", &kind)); /* nothing that evaluation could be asked for */
    assert_string_equal(event_name(EVENT_ESCALATED), "escalated");
    assert_string_equal(subject_kind_name(SUBJECT_RECTIFICATION), "rectification");
}

static void unknown_names_are_refused_and_change_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"", "execution", "execution.peace", "Red", "red ", "units"};
    enum rule rule = RULE_GOAL_GAP;
    enum severity severity = SEVERITY_BLUE;
    enum subject_kind kind = SUBJECT_UNIT;
    enum event_kind event = EVENT_EASED;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_false(rule_by_name(names[i], &rule));
        assert_false(severity_by_name(names[i], &severity));
        assert_false(subject_kind_by_name(names[i], &kind));
        assert_false(event_by_name(names[i], &event));
    }
    assert_int_equal(rule, RULE_GOAL_GAP);
    assert_int_equal(severity, SEVERITY_BLUE);
    assert_int_equal(kind, SUBJECT_UNIT);
    assert_int_equal(event, EVENT_EASED);
}

static void six_rules_follow_from_a_date_alone(void **state)
{
    (void)state;
    static const char *const dated = " milestone.due contract.intent contract.signing contract.publication "
                                     "contract.filing rectification.due ";

    for (int i = 0; i < RULE_COUNT; i++)
        assert_int_equal(rule_is_dated((enum rule)i), strstr(dated, rule_name((enum rule)i)) != NULL);
}

static void amounts_are_printed_by_what_they_are(void **state)
{
    (void)state;
    static const struct {
        struct amount amount;
        const char *text;
    } cases[] = {
        {{QUANTITY_NONE, 5}, ""},
        {{QUANTITY_RATE, 250000}, "0.250000"},
        {{QUANTITY_RATE, -1}, "-0.000001"},
        {{QUANTITY_MONEY, 123450}, "1234.50"},
        {{QUANTITY_MONEY, -DEC_MAX}, "-9999999999999999.99"},
        {{QUANTITY_VALUE, 98400000}, "98.400000"},
        {{QUANTITY_DAYS, -12}, "-12"},
    };
    char text[AMOUNT_TEXT];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(amount_format(cases[i].amount, text), cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_have_the_names_of_the_design),
        cmocka_unit_test(severities_grow_from_none_to_red),
        cmocka_unit_test(subjects_and_events_are_found_by_their_names),
        cmocka_unit_test(unknown_names_are_refused_and_change_nothing),
        cmocka_unit_test(six_rules_follow_from_a_date_alone),
        cmocka_unit_test(amounts_are_printed_by_what_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
