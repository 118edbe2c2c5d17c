/* Rules on units: reports that do not come, and ceilings. */
#include "core/evaluate.h"

#include "rules.h"

static struct verdicts unit_verdicts(unsigned months, struct evaluation with)
{
    const struct unit_facts unit = {
        .code = "U1", .name = "unit", .year = with.view.year, .watched = true, .months = months};
    struct verdicts verdicts;

    evaluate_unit(&with, &unit, &verdicts);
    return verdicts;
}

/* The day on which a report for the month, the first that is missing, turns to each severity. */
struct missing_case {
    const char *name;
    int year, month;
    struct {
        int year, month, day;
    } yellow, red;
};

static void a_missing_report_turns_yellow_and_red_by_working_days(void **state)
{
    (void)state;
    static const struct missing_case cases[] = {
        {"plain weeks", 2023, 5, {2023, 6, 8}, {2023, 6, 15}},
        /* 1 and 2 January are off. */
        {"New Year", 2022, 12, {2023, 1, 10}, {2023, 1, 17}},
        /* 10 to 17 February 2024 off, at work on the Sundays before and after. */
        {"Spring festival", 2024, 1, {2024, 2, 7}, {2024, 2, 20}},
        /* 1 to 7 October 2024 off, at work on Saturday the 12th. */
        {"National day", 2024, 9, {2024, 10, 14}, {2024, 10, 21}},
        /* 2027 is not published: Monday to Friday, holidays or not. */
        {"an unknown year", 2027, 9, {2027, 10, 8}, {2027, 10, 15}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct missing_case *c = &cases[i];
        const date yellow = date_of(c->yellow.year, c->yellow.month, c->yellow.day);
        const date red = date_of(c->red.year, c->red.month, c->red.day);
        const unsigned months = (1U << c->month) - 2; /* all before it */
        for (date today = date_month_end(c->year, c->month); today < red + 5; today++) {
            struct verdicts verdicts = unit_verdicts(months, on_day(c->year, today));
            enum severity expected = today >= red      ? SEVERITY_RED
                                     : today >= yellow ? SEVERITY_YELLOW
                                                       : SEVERITY_NONE;
            char text[DATE_TEXT];
            if (severity_of(&verdicts, RULE_EXECUTION_MISSING) != expected)
                fail_msg("%s: %s is %s", c->name, date_format(today, text),
                         severity_name(severity_of(&verdicts, RULE_EXECUTION_MISSING)));
            if (expected != SEVERITY_NONE)
                assert_int_equal(verdict_of(&verdicts, RULE_EXECUTION_MISSING)->month, c->month);
        }
    }
}

/* The same January without a calendar: Monday to Friday. */
static void a_year_that_is_not_known_counts_monday_to_friday(void **state)
{
    (void)state;
    const struct calendar empty = {0};

    for (int day = 1; day <= 20; day++) {
        struct evaluation with = on_day(2024, date_of(2024, 2, day));
        with.calendar = &empty;
        struct verdicts verdicts = unit_verdicts(0, with);
        assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_MISSING), day >= 15  ? SEVERITY_RED
                                                                         : day >= 8 ? SEVERITY_YELLOW
                                                                                    : SEVERITY_NONE);
    }
}

/* As of the end of June 2023: the month that is said to be missing. */
static void the_first_closed_month_after_the_latest_reported_one_is_missing(void **state)
{
    (void)state;
    static const struct {
        unsigned months;
        int missing;
    } cases[] = {
        {0, 1},
        {1U << 1, 2},
        {1U << 4, 5}, /* later totals make the earlier gap good */
        {1U << 5, 0},
        {1U << 6, 0}, /* the running month */
        {1U << 2 | 1U << 6, 0},
        {1U << 3 | 1U << 8, 4}, /* a month that has not begun is not known */
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verdicts verdicts = unit_verdicts(cases[i].months, on_day(YEAR, date_of(YEAR, 6, 30)));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_MISSING);
        if ((verdict != NULL ? verdict->month : 0) != cases[i].missing)
            fail_msg("case %zu: %d", i, verdict != NULL ? verdict->month : 0);
    }
}

static void the_last_month_can_be_missing_until_the_year_is_given_up(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        enum severity severity;
    } cases[] = {{2023, 12, 31, SEVERITY_NONE},
                 {2024, 1, 31, SEVERITY_RED},
                 {2024, 3, 31, SEVERITY_RED},
                 {2024, 4, 1, SEVERITY_NONE}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date today = date_of(cases[i].year, cases[i].month, cases[i].day);
        struct verdicts verdicts = unit_verdicts(1U << 11, on_day(YEAR, today));
        assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_MISSING), cases[i].severity);
        verdicts = unit_verdicts(1U << 12, on_day(YEAR, today));
        assert_int_equal(verdicts.count, 0);
    }
}

static void units_that_are_not_watched_or_not_asked_are_silent(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct unit_facts unit = {.code = "U1", .name = "unit", .year = YEAR, .watched = false};
    struct evaluation with = on_day(YEAR, date_of(YEAR, 6, 30));
    struct verdicts verdicts;

    evaluate_unit(&with, &unit, &verdicts);
    assert_int_equal(verdicts.count, 0);
    assert_int_equal(verdicts.next, DATE_NEVER);
    unit.watched = true;
    policy.rules.missing_by_project = true;
    with.policy = &policy;
    evaluate_unit(&with, &unit, &verdicts);
    assert_int_equal(verdicts.count, 0);
    policy.rules.missing_by_project = false;
    policy.rules.enabled[RULE_EXECUTION_MISSING] = false;
    evaluate_unit(&with, &unit, &verdicts);
    assert_int_equal(verdicts.count, 0);
}

static struct verdicts ceiling_verdicts(const struct ceiling_facts *ceiling, struct evaluation with)
{
    struct verdicts verdicts;
    struct err err = {0};

    if (!evaluate_ceiling(&with, ceiling, &verdicts, &err))
        fail_msg("%s", err.text);
    return verdicts;
}

static void a_ceiling_is_neared_above_90_percent_and_passed_above_all_of_it(void **state)
{
    (void)state;
    static const struct {
        fen amount, spent;
        int month;
        enum severity severity;
    } cases[] = {
        {1000, 900, 6, SEVERITY_NONE},
        {1000, 901, 6, SEVERITY_YELLOW},
        {1000, 1000, 6, SEVERITY_YELLOW},
        {1000, 1001, 6, SEVERITY_RED},
        {1000, 901, 11, SEVERITY_YELLOW},
        {1000, 901, 12, SEVERITY_NONE},
        {1000, 1000, 12, SEVERITY_NONE},
        {1000, 1001, 12, SEVERITY_RED},
        {1000, 1001, 1, SEVERITY_RED},
        {999, 899, 6, SEVERITY_NONE}, /* 899.1 */
        {999, 900, 6, SEVERITY_YELLOW},
        {0, 0, 6, SEVERITY_NONE},
        {0, 1, 6, SEVERITY_RED},
        {1000, -5, 6, SEVERITY_NONE},
        {DEC_MAX, DEC_MAX, 6, SEVERITY_YELLOW},
        {-DEC_MAX, DEC_MAX, 6, SEVERITY_RED},
        {DEC_MAX, -DEC_MAX, 6, SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ceiling_facts ceiling = {
            .code = "U1/reception", .kind = "reception", .unit_code = "U1", .year = YEAR};
        ceiling.amount = cases[i].amount;
        ceiling.has_spent[cases[i].month] = true;
        ceiling.spent[cases[i].month] = cases[i].spent;
        struct verdicts verdicts = ceiling_verdicts(&ceiling, after_month(cases[i].month));
        if (severity_of(&verdicts, RULE_CEILING_PACE) != cases[i].severity)
            fail_msg("case %zu", i);
    }
}

static void the_newest_row_of_a_ceiling_counts_closed_or_not(void **state)
{
    (void)state;
    struct ceiling_facts ceiling = {
        .code = "U1/vehicle", .kind = "vehicle", .unit_code = "U1", .year = YEAR, .amount = 1000};

    ceiling.has_spent[4] = ceiling.has_spent[6] = true;
    ceiling.spent[4] = 950;
    ceiling.spent[6] = 1200;
    struct verdicts verdicts = ceiling_verdicts(&ceiling, on_day(YEAR, date_of(YEAR, 5, 31)));
    assert_int_equal(severity_of(&verdicts, RULE_CEILING_PACE), SEVERITY_YELLOW);
    assert_int_equal(verdict_of(&verdicts, RULE_CEILING_PACE)->month, 4);
    verdicts = ceiling_verdicts(&ceiling, on_day(YEAR, date_of(YEAR, 6, 1)));
    assert_int_equal(severity_of(&verdicts, RULE_CEILING_PACE), SEVERITY_RED);
    assert_int_equal(verdict_of(&verdicts, RULE_CEILING_PACE)->gap.value, 200);
    /* A correction lower down brings it back. */
    ceiling.has_spent[7] = true;
    ceiling.spent[7] = 100;
    verdicts = ceiling_verdicts(&ceiling, on_day(YEAR, date_of(YEAR, 7, 1)));
    assert_int_equal(verdicts.count, 0);
    verdicts = ceiling_verdicts(&ceiling, on_day(YEAR, date_of(YEAR + 1, 4, 1)));
    assert_int_equal(verdicts.count, 0);
}

static void a_ceiling_without_spending_is_silent(void **state)
{
    (void)state;
    const struct ceiling_facts ceiling = {
        .code = "U1/overseas", .kind = "overseas", .unit_code = "U1", .year = YEAR, .amount = -1};

    struct verdicts verdicts = ceiling_verdicts(&ceiling, after_month(6));
    assert_int_equal(verdicts.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_report_turns_yellow_and_red_by_working_days),
        cmocka_unit_test(a_year_that_is_not_known_counts_monday_to_friday),
        cmocka_unit_test(the_first_closed_month_after_the_latest_reported_one_is_missing),
        cmocka_unit_test(the_last_month_can_be_missing_until_the_year_is_given_up),
        cmocka_unit_test(units_that_are_not_watched_or_not_asked_are_silent),
        cmocka_unit_test(a_ceiling_is_neared_above_90_percent_and_passed_above_all_of_it),
        cmocka_unit_test(the_newest_row_of_a_ceiling_counts_closed_or_not),
        cmocka_unit_test(a_ceiling_without_spending_is_silent),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
