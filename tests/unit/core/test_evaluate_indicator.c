#include "core/evaluate.h"

#include "indicators.h"

struct pace_case {
    enum direction direction;
    enum accumulation accumulation;
    int schedule;
    micro target;
    int month;
    micro value; /* of that month, the only one */
    enum severity severity;
    enum reason reason;
};

static void check_pace(const struct pace_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pace_case *c = &cases[i];
        struct indicator_facts indicator = indicator_of(c->direction, c->accumulation, c->schedule);
        indicator_target(&indicator, c->target);
        indicator_number(&indicator, c->month, c->value);
        struct verdicts verdicts = indicator_verdicts(&indicator, after_month(c->month));
        if (severity_of(&verdicts, RULE_INDICATOR_PACE) != c->severity ||
            reason_of(&verdicts, RULE_INDICATOR_PACE) != c->reason)
            fail_msg("case %zu is %s", i, severity_name(severity_of(&verdicts, RULE_INDICATOR_PACE)));
    }
}

enum { EVERY = SCHEDULE_MONTHLY };
#define NOTHING SEVERITY_NONE, REASON_PLAIN
#define RED     SEVERITY_RED, REASON_BEHIND
#define YELLOW  SEVERITY_YELLOW, REASON_BEHIND
#define BLUE    SEVERITY_BLUE, REASON_TARGET_LOW
#define OVER    SEVERITY_RED, REASON_LIMIT_EXCEEDED
#define UNMET   SEVERITY_RED, REASON_TARGET_ZERO

static void sums_and_largest_values_are_measured_against_the_phase(void **state)
{
    (void)state;
    /* Half of 100 at month 6: red below 30, yellow below 40, blue from 130 of the whole. */
    static const struct pace_case cases[] = {
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(30) - 1, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(30), YELLOW},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(40) - 1, YELLOW},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(40), NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(130) - 1, NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(130), BLUE},
        {DIRECTION_GT, ACCUMULATE_MAX, EVERY, MICRO(100), 6, MICRO(30) - 1, RED},
        {DIRECTION_GT, ACCUMULATE_MAX, EVERY, MICRO(100), 6, MICRO(40) - 1, YELLOW},
        {DIRECTION_GT, ACCUMULATE_MAX, EVERY, MICRO(100), 6, MICRO(40), NOTHING},
        {DIRECTION_GT, ACCUMULATE_MAX, EVERY, MICRO(100), 6, MICRO(130), BLUE},
        {DIRECTION_EQ, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(40) - 1, YELLOW},
        {DIRECTION_EQ, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(500), NOTHING}, /* blue: ge, gt only */
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, 0, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, -1, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 2, 0, NOTHING}, /* before from_month */
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 3, 0, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, MICRO(100), 12, MICRO(80), NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, DEC_MAX, 12, DEC_MAX, NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, DEC_MAX, 11, -DEC_MAX, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, 1, 12, DEC_MAX, BLUE},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void latest_values_and_means_are_measured_against_the_target(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(90) - 1, RED},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(90), YELLOW},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(100) - 1, YELLOW},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(100), NOTHING},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(130) - 1, NOTHING},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(130), BLUE},
        {DIRECTION_GT, ACCUMULATE_MEAN, EVERY, MICRO(100), 6, MICRO(90) - 1, RED},
        {DIRECTION_GT, ACCUMULATE_MEAN, EVERY, MICRO(100), 6, MICRO(100), NOTHING},
        {DIRECTION_GT, ACCUMULATE_MEAN, EVERY, MICRO(100), 6, MICRO(130), BLUE},
        {DIRECTION_EQ, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(90), YELLOW},
        {DIRECTION_EQ, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(131), NOTHING},
        {DIRECTION_GE, ACCUMULATE_LATEST, EVERY, MICRO(100), 2, 0, NOTHING},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void a_limit_holds_for_the_whole_year_from_the_start(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {DIRECTION_LE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(100), NOTHING},
        {DIRECTION_LE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, MICRO(100) + 1, OVER},
        {DIRECTION_LT, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(100), NOTHING}, /* as le */
        {DIRECTION_LT, ACCUMULATE_LATEST, EVERY, MICRO(100), 6, MICRO(100) + 1, OVER},
        {DIRECTION_LE, ACCUMULATE_SUM, EVERY, MICRO(100), 6, -5, NOTHING},
        {DIRECTION_LE, ACCUMULATE_SUM, EVERY, -DEC_MAX, 6, DEC_MAX, OVER},
        {DIRECTION_LE, ACCUMULATE_SUM, EVERY, MICRO(100), 2, MICRO(101), NOTHING}, /* before from_month */
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void a_target_of_0_is_met_or_red(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, 0, 6, -1, UNMET},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, 0, 6, 0, NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, EVERY, 0, 6, DEC_MAX, NOTHING}, /* never blue */
        {DIRECTION_GT, ACCUMULATE_SUM, EVERY, 0, 6, 0, NOTHING},
        {DIRECTION_LE, ACCUMULATE_LATEST, EVERY, 0, 6, 0, NOTHING},
        {DIRECTION_LE, ACCUMULATE_LATEST, EVERY, 0, 6, 1, UNMET},
        {DIRECTION_LT, ACCUMULATE_LATEST, EVERY, 0, 6, 0, NOTHING},
        {DIRECTION_EQ, ACCUMULATE_LATEST, EVERY, 0, 6, 0, NOTHING},
        {DIRECTION_EQ, ACCUMULATE_LATEST, EVERY, 0, 6, 1, UNMET},
        {DIRECTION_EQ, ACCUMULATE_LATEST, EVERY, 0, 6, -1, UNMET},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void an_indicator_due_once_is_silent_before_its_month_and_then_whole(void **state)
{
    (void)state;
    static const struct pace_case cases[] = {
        {DIRECTION_GE, ACCUMULATE_SUM, 9, MICRO(100), 8, 0, NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, 9, MICRO(100), 9, MICRO(90) - 1, RED},
        {DIRECTION_GE, ACCUMULATE_SUM, 9, MICRO(100), 9, MICRO(90), YELLOW},
        {DIRECTION_GE, ACCUMULATE_SUM, 9, MICRO(100), 9, MICRO(100), NOTHING},
        {DIRECTION_GE, ACCUMULATE_SUM, 9, MICRO(100), 10, MICRO(99), YELLOW},
        {DIRECTION_GE, ACCUMULATE_SUM, 1, MICRO(100), 1, 0, RED}, /* from_month does not count */
        {DIRECTION_GE, ACCUMULATE_MAX, 2, MICRO(100), 2, MICRO(130), BLUE},
        {DIRECTION_LE, ACCUMULATE_SUM, 9, MICRO(100), 8, MICRO(200), NOTHING},
        {DIRECTION_LE, ACCUMULATE_SUM, 1, MICRO(100), 1, MICRO(200), OVER},
        {DIRECTION_GE, ACCUMULATE_SUM, 1, 0, 1, -1, UNMET},
    };

    check_pace(cases, sizeof cases / sizeof *cases);
}

static void months_are_put_together_by_accumulation(void **state)
{
    (void)state;
    static const struct {
        enum accumulation accumulation;
        micro value;
    } cases[] = {
        {ACCUMULATE_SUM, 9000001},
        {ACCUMULATE_LATEST, 2000001},
        {ACCUMULATE_MAX, 4000000},
        {ACCUMULATE_MEAN, 3000000}, /* 9000001 / 3 */
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_facts indicator = indicator_of(DIRECTION_LE, cases[i].accumulation, EVERY);
        indicator_target(&indicator, 1);
        indicator_number(&indicator, 1, 3000000);
        indicator_number(&indicator, 3, 4000000);
        indicator.values[4] = (struct indicator_value){VALUE_NOT_APPLICABLE, 777};
        indicator_number(&indicator, 5, 2000001);
        indicator.values[6] = (struct indicator_value){VALUE_NOT_APPLICABLE, 777};
        indicator_number(&indicator, 8, MICRO(999)); /* not closed */
        struct verdicts verdicts = indicator_verdicts(&indicator, after_month(7));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_INDICATOR_PACE);
        assert_non_null(verdict);
        assert_int_equal(verdict->month, 5);
        assert_int_equal(verdict->observed.value, cases[i].value);
    }
}

static void the_exact_mean_is_compared(void **state)
{
    (void)state;
    struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_MEAN, EVERY);

    /* The mean of 1, 1 and 0.999999 prints as 1.000000, and is below 1. */
    indicator_target(&indicator, MICRO(1));
    indicator_number(&indicator, 1, MICRO(1));
    indicator_number(&indicator, 2, MICRO(1));
    indicator_number(&indicator, 3, MICRO(1) - 1);
    struct verdicts verdicts = indicator_verdicts(&indicator, after_month(3));
    assert_int_equal(severity_of(&verdicts, RULE_INDICATOR_PACE), SEVERITY_YELLOW);
    indicator_number(&indicator, 3, MICRO(1) + 1);
    verdicts = indicator_verdicts(&indicator, after_month(3));
    assert_int_equal(severity_of(&verdicts, RULE_INDICATOR_PACE), SEVERITY_NONE);
}

static void the_target_in_force_at_the_end_of_the_last_closed_month_counts(void **state)
{
    (void)state;
    static const struct {
        int closed;
        enum severity severity;
    } cases[] = {
        {3, SEVERITY_NONE}, {5, SEVERITY_NONE}, {6, SEVERITY_RED}, {9, SEVERITY_RED}, {10, SEVERITY_NONE}};
    struct target_revision revisions[] = {{date_of(2022, 12, 1), MICRO(100)},
                                          {date_of(YEAR, 6, 30), MICRO(1000)},
                                          {date_of(YEAR, 10, 1), MICRO(10)}};
    struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_LATEST, EVERY);

    indicator_number(&indicator, 3, MICRO(100));
    indicator.revisions = revisions;
    indicator.revision_count = 3;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verdicts verdicts = indicator_verdicts(&indicator, after_month(cases[i].closed));
        enum severity severity = severity_of(&verdicts, RULE_INDICATOR_PACE);
        /* From October the target of 10 is ten times reached. */
        assert_int_equal(severity, cases[i].closed == 10 ? SEVERITY_BLUE : cases[i].severity);
    }
}

static void without_target_or_value_there_is_no_pace(void **state)
{
    (void)state;
    struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, EVERY);

    indicator_number(&indicator, 6, 0);
    struct verdicts verdicts = indicator_verdicts(&indicator, after_month(6));
    assert_null(verdict_of(&verdicts, RULE_INDICATOR_PACE));
    indicator.values[6] = (struct indicator_value){VALUE_NOT_APPLICABLE, 0};
    indicator_target(&indicator, MICRO(5));
    verdicts = indicator_verdicts(&indicator, after_month(6));
    assert_int_equal(verdicts.count, 0);
}

static void a_qualitative_indicator_needs_no_target(void **state)
{
    (void)state;
    static const struct {
        enum value_state state;
        int schedule, month;
        enum severity severity;
    } cases[] = {
        {VALUE_ACHIEVED, EVERY, 6, SEVERITY_NONE}, {VALUE_PARTIAL, EVERY, 6, SEVERITY_YELLOW},
        {VALUE_MISSED, EVERY, 6, SEVERITY_RED},    {VALUE_NOT_APPLICABLE, EVERY, 6, SEVERITY_NONE},
        {VALUE_MISSED, EVERY, 2, SEVERITY_NONE},   {VALUE_MISSED, 2, 2, SEVERITY_RED},
        {VALUE_MISSED, 7, 6, SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct indicator_facts indicator =
            indicator_of(DIRECTION_QUALITATIVE, ACCUMULATE_LATEST, cases[i].schedule);
        indicator.values[1].state = VALUE_MISSED; /* the later one counts */
        indicator.values[cases[i].month].state = cases[i].state;
        if (cases[i].state == VALUE_NOT_APPLICABLE)
            indicator.values[1].state = VALUE_ACHIEVED;
        struct verdicts verdicts = indicator_verdicts(&indicator, after_month(cases[i].month));
        if (severity_of(&verdicts, RULE_INDICATOR_PACE) != cases[i].severity)
            fail_msg("case %zu", i);
    }
}

/* Twelve of the largest values are more than 64 bits: compared as they are, shown at the largest. */
static void the_largest_values_do_not_wrap(void **state)
{
    (void)state;
    static const enum accumulation all[] = {ACCUMULATE_SUM, ACCUMULATE_LATEST, ACCUMULATE_MAX,
                                            ACCUMULATE_MEAN};
    static const enum direction directions[] = {DIRECTION_GE, DIRECTION_LE, DIRECTION_EQ};

    for (int i = 0; i < 4 * 3 * 4 * 12; i++) {
        struct indicator_facts indicator = indicator_of(directions[i / 4 % 3], all[i % 4], EVERY);
        micro value = i / 12 % 2 == 0 ? DEC_MAX : -DEC_MAX, target = i / 24 % 2 == 0 ? DEC_MAX : -DEC_MAX;
        int months = 1 + i / 48;
        indicator_target(&indicator, target);
        for (int month = 1; month <= months; month++)
            indicator_number(&indicator, month, value);
        struct verdicts verdicts = indicator_verdicts(&indicator, after_month(months));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_INDICATOR_PACE);
        if (verdict != NULL) {
            assert_int_equal(verdict->observed.value > 0, value > 0);
            if (verdict->gap.value != 0 && (value > 0) != (target > 0))
                assert_int_equal(verdict->gap.value > 0, value > 0);
        }
    }
}

static void the_first_due_month_after_the_latest_value_is_missing(void **state)
{
    (void)state;
    static const struct {
        int schedule, latest, closed; /* the clock stands long after it closed */
        int missing;                  /* 0: none */
    } cases[] = {
        {SCHEDULE_MONTHLY, 0, 1, 1},
        {SCHEDULE_MONTHLY, 4, 6, 5},
        {SCHEDULE_MONTHLY, 12, 12, 0},
        {SCHEDULE_QUARTERLY, 0, 2, 0},
        {SCHEDULE_QUARTERLY, 0, 3, 3},
        {SCHEDULE_QUARTERLY, 1, 3, 3},
        {SCHEDULE_QUARTERLY, 3, 5, 0},
        {SCHEDULE_QUARTERLY, 3, 6, 6},
        {SCHEDULE_QUARTERLY, 4, 12, 6},
        {SCHEDULE_QUARTERLY, 10, 12, 12},
        {SCHEDULE_QUARTERLY, 12, 12, 0},
        {SCHEDULE_HALFYEAR, 0, 5, 0},
        {SCHEDULE_HALFYEAR, 5, 6, 6},
        {SCHEDULE_HALFYEAR, 6, 11, 0},
        {SCHEDULE_HALFYEAR, 7, 12, 12},
        {9, 0, 8, 0},
        {9, 0, 9, 9},
        {9, 8, 12, 9},
        {9, 9, 12, 0},
        {9, 10, 12, 0},
        {12, 0, 12, 12},
        {1, 0, 1, 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int applicable = 0; applicable < 2; applicable++) {
            struct indicator_facts indicator = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, cases[i].schedule);
            indicator.values[cases[i].latest].state = applicable ? VALUE_NUMBER : VALUE_NOT_APPLICABLE;
            struct evaluation with = on_day(YEAR, date_month_end(YEAR, cases[i].closed + 1));
            if (cases[i].closed == 12)
                with = on_day(YEAR, date_of(YEAR + 1, 2, 1));
            struct verdicts verdicts = indicator_verdicts(&indicator, with);
            const struct verdict *verdict = verdict_of(&verdicts, RULE_INDICATOR_MISSING);
            if ((verdict != NULL ? verdict->month : 0) != cases[i].missing)
                fail_msg("case %zu: %d", i, verdict != NULL ? verdict->month : 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_largest_values_are_measured_against_the_phase),
        cmocka_unit_test(latest_values_and_means_are_measured_against_the_target),
        cmocka_unit_test(a_limit_holds_for_the_whole_year_from_the_start),
        cmocka_unit_test(a_target_of_0_is_met_or_red),
        cmocka_unit_test(an_indicator_due_once_is_silent_before_its_month_and_then_whole),
        cmocka_unit_test(months_are_put_together_by_accumulation),
        cmocka_unit_test(the_exact_mean_is_compared),
        cmocka_unit_test(the_target_in_force_at_the_end_of_the_last_closed_month_counts),
        cmocka_unit_test(without_target_or_value_there_is_no_pace),
        cmocka_unit_test(a_qualitative_indicator_needs_no_target),
        cmocka_unit_test(the_largest_values_do_not_wrap),
        cmocka_unit_test(the_first_due_month_after_the_latest_value_is_missing),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
