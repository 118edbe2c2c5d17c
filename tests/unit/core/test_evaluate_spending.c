/* The other rules on money: overspent, unbudgeted, reversal, checkpoint, and missing by project. */
#include "core/evaluate.h"

#include "rules.h"

static const fen budget = 120000000;

static void overspending_begins_one_fen_above_the_budget(void **state)
{
    (void)state;
    static const struct {
        fen budget, spent;
        enum severity severity;
    } cases[] = {
        {budget, budget, SEVERITY_NONE}, {budget, budget + 1, SEVERITY_RED},
        {1, 1, SEVERITY_NONE},           {1, 2, SEVERITY_RED}, /* no least budget here */
        {0, 5, SEVERITY_NONE},           {-5, 5, SEVERITY_NONE},
        {1, DEC_MAX, SEVERITY_RED},      {DEC_MAX, DEC_MAX, SEVERITY_NONE},
        {budget, -1, SEVERITY_NONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, cases[i].budget);
        money_spent(&money, 0, 1, cases[i].spent);
        struct verdicts verdicts = project_verdicts(&money, after_month(1));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_OVERSPENT);
        if (severity_of(&verdicts, RULE_EXECUTION_OVERSPENT) != cases[i].severity)
            fail_msg("case %zu", i);
        if (verdict != NULL)
            assert_int_equal(verdict->gap.value, cases[i].spent - cases[i].budget);
    }
}

static void overspending_is_seen_before_the_month_closes(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_adjust(&money, date_of(YEAR, 6, 20), 1);
    money_spent(&money, 0, 5, budget);
    money_spent(&money, 0, 6, budget + 1);
    struct verdicts verdicts = project_verdicts(&money, on_day(YEAR, date_of(YEAR, 5, 31)));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_OVERSPENT), SEVERITY_NONE);
    verdicts = project_verdicts(&money, on_day(YEAR, date_of(YEAR, 6, 1)));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_OVERSPENT), SEVERITY_RED);
    assert_int_equal(verdict_of(&verdicts, RULE_EXECUTION_OVERSPENT)->month, 6);
    /* The supplement is not effective before its day, and named as a day to look again. */
    assert_int_equal(verdicts.next, date_of(YEAR, 6, 20));
    verdicts = project_verdicts(&money, on_day(YEAR, date_of(YEAR, 6, 19)));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_OVERSPENT), SEVERITY_RED);
    verdicts = project_verdicts(&money, on_day(YEAR, date_of(YEAR, 6, 20)));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_OVERSPENT), SEVERITY_NONE);
}

static void spending_without_budget_belongs_to_unbudgeted_alone(void **state)
{
    (void)state;
    static const struct {
        fen budget, spent;
        enum severity severity;
    } cases[] = {
        {0, 0, SEVERITY_NONE}, {0, 1, SEVERITY_RED},  {0, -1, SEVERITY_NONE},
        {-5, 1, SEVERITY_RED}, {1, 1, SEVERITY_NONE}, {-DEC_MAX, DEC_MAX, SEVERITY_RED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, cases[i].budget);
        money_spent(&money, 0, 5, cases[i].spent + 1); /* would be a reversal */
        money_spent(&money, 0, 6, cases[i].spent);
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_UNBUDGETED), cases[i].severity);
        if (cases[i].budget <= 0)
            assert_int_equal(verdicts.count, cases[i].severity == SEVERITY_NONE ? 0 : 1);
    }
}

static void a_row_without_any_budget_is_unbudgeted(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_BASIC);
    money_adjust(&money, date_of(YEAR, 7, 1), budget);
    money_spent(&money, 0, 6, 100);
    struct verdicts verdicts = project_verdicts(&money, after_month(6));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_UNBUDGETED), SEVERITY_RED);
    money_spent(&money, 0, 7, 100);
    verdicts = project_verdicts(&money, after_month(7));
    assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_UNBUDGETED), SEVERITY_NONE);
}

struct reversal_case {
    const char *name;
    struct {
        int fund, month;
        fen spent;
    } rows[5];
    int unit_month; /* another project of the unit has reported it */
    int closed;
    int before; /* the month that stood higher; 0: no reversal */
    fen fall;
};

static void a_running_total_that_falls_is_a_reversal_until_it_has_risen_again(void **state)
{
    (void)state;
    static const struct reversal_case cases[] = {
        {"equal", {{0, 1, 100}, {0, 2, 100}}, 0, 2, 0, 0},
        {"one fen less", {{0, 1, 100}, {0, 2, 99}}, 0, 2, 1, 1},
        {"not closed yet", {{0, 1, 100}, {0, 2, 99}}, 0, 1, 0, 0},
        {"the only month", {{0, 5, -100}}, 0, 5, 0, 0},
        {"over idle months", {{0, 1, 100}, {0, 5, 99}}, 0, 5, 1, 1},
        {"a later month is not lower", {{0, 1, 100}, {0, 2, 90}, {0, 3, 90}}, 0, 3, 0, 0},
        {"falls twice", {{0, 1, 100}, {0, 2, 90}, {0, 3, 80}}, 0, 3, 2, 10},
        {"others report on: it stands", {{0, 1, 100}, {0, 2, 90}}, 6, 6, 1, 10},
        {"below 0", {{0, 1, 0}, {0, 2, -1}}, 0, 2, 1, 1},
        {"funds are summed", {{0, 1, 100}, {0, 2, 90}, {1, 1, 50}, {1, 2, 60}}, 0, 2, 0, 0},
        {"one fund falls by more", {{0, 1, 100}, {0, 2, 89}, {1, 1, 50}, {1, 2, 60}}, 0, 2, 1, 1},
        {"a fund reports alone", {{0, 1, 100}, {1, 3, -10}}, 0, 3, 1, 10},
        {"the largest fall", {{0, 1, DEC_MAX}, {0, 2, -DEC_MAX}}, 0, 2, 1, 2 * DEC_MAX},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct reversal_case *c = &cases[i];
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, budget);
        for (int k = 0; k < 5 && c->rows[k].month > 0; k++)
            money_spent(&money, c->rows[k].fund, c->rows[k].month, c->rows[k].spent);
        if (c->unit_month > 0)
            money.facts.unit_months |= 1U << c->unit_month;
        struct verdicts verdicts = project_verdicts(&money, after_month(c->closed));
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_REVERSAL);
        if ((verdict != NULL) != (c->before > 0))
            fail_msg("%s", c->name);
        if (verdict != NULL) {
            assert_int_equal(verdict->severity, SEVERITY_YELLOW);
            assert_int_equal(verdict->figures[3], c->before);
            assert_int_equal(verdict->gap.value, -c->fall);
        }
    }
}

static void checkpoints_are_off_until_a_policy_sets_them(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct money money;

    policy.rules.enabled[RULE_EXECUTION_CHECKPOINT] = true;
    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 4, 0);
    struct evaluation with = after_month(4);
    struct verdicts verdicts = project_verdicts(&money, with);
    assert_null(verdict_of(&verdicts, RULE_EXECUTION_CHECKPOINT));
    with.policy = &policy;
    verdicts = project_verdicts(&money, with);
    assert_non_null(verdict_of(&verdicts, RULE_EXECUTION_CHECKPOINT));
}

static void a_checkpoint_is_missed_below_its_share(void **state)
{
    (void)state;
    static const struct {
        int month;
        fen spent;
        micro share; /* 0: not missed */
    } cases[] = {
        {3, 0, 0},         {4, 29999999, 250000},  {4, 30000000, 0}, {6, 47999999, 400000},
        {6, 48000000, 0},  {8, 71999999, 600000},  {8, 72000000, 0}, {10, 95999999, 800000},
        {10, 96000000, 0}, {12, 95999999, 800000}, /* the last one passed still asks */
        {5, 30000000, 0},
    };
    struct policy policy = plain_policy();

    policy.rules.enabled[RULE_EXECUTION_CHECKPOINT] = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, budget);
        money_spent(&money, 0, cases[i].month, cases[i].spent);
        struct evaluation with = after_month(cases[i].month);
        with.policy = &policy;
        struct verdicts verdicts = project_verdicts(&money, with);
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_CHECKPOINT);
        if ((verdict != NULL ? verdict->expected.value : 0) != cases[i].share)
            fail_msg("case %zu", i);
        assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_CHECKPOINT),
                         cases[i].share > 0 ? SEVERITY_RED : SEVERITY_NONE);
    }
}

static void each_project_can_be_asked_for_its_own_report(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    const date end = date_month_end(YEAR, 5);
    struct money money;

    policy.rules.missing_by_project = true;
    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 4, budget / 3);
    money.facts.unit_months |= 1U << 5;
    for (int days = 5; days <= 11; days++) {
        struct evaluation with = on_day(YEAR, calendar_workday_after(&official, end, days));
        struct verdicts verdicts = project_verdicts(&money, with);
        assert_null(verdict_of(&verdicts, RULE_EXECUTION_MISSING));
        with.policy = &policy;
        verdicts = project_verdicts(&money, with);
        assert_int_equal(severity_of(&verdicts, RULE_EXECUTION_MISSING), days > 10  ? SEVERITY_RED
                                                                         : days > 5 ? SEVERITY_YELLOW
                                                                                    : SEVERITY_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overspending_begins_one_fen_above_the_budget),
        cmocka_unit_test(overspending_is_seen_before_the_month_closes),
        cmocka_unit_test(spending_without_budget_belongs_to_unbudgeted_alone),
        cmocka_unit_test(a_row_without_any_budget_is_unbudgeted),
        cmocka_unit_test(a_running_total_that_falls_is_a_reversal_until_it_has_risen_again),
        cmocka_unit_test(checkpoints_are_off_until_a_policy_sets_them),
        cmocka_unit_test(a_checkpoint_is_missed_below_its_share),
        cmocka_unit_test(each_project_can_be_asked_for_its_own_report),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
