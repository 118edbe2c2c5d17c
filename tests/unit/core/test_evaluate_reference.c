/* execution.pace: what should have been spent. Money that comes in mid-year, money not received, and the
 * other reference curves. */
#include "core/evaluate.h"

#include "rules.h"

static const fen budget = 120000000;

/* What was expected of a project that spent nothing, in fen; 0: nothing was said. */
static fen expected_of(const struct money *money, struct evaluation with)
{
    struct verdicts verdicts = project_verdicts(money, with);
    const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);

    if (verdict == NULL)
        return 0;
    assert_int_equal(verdict->severity, SEVERITY_RED);
    return verdict->figures[2];
}

static void time_runs_from_the_month_in_which_the_money_first_came(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        fen initial;
        struct {
            int year, month, day;
            fen amount;
        } adjustments[4];
        int month;
        fen expected;
    } cases[] = {
        {"there from the start", budget, {{0}}, 6, 60000000},
        {"on 1 January", 0, {{2023, 1, 1, budget}}, 6, 60000000},
        {"before the year", 0, {{2022, 12, 20, budget}}, 6, 60000000},
        {"on 2 January", 0, {{2023, 1, 2, budget}}, 7, 65454545},
        {"in the same month", 0, {{2023, 5, 31, budget}}, 5, 0},
        {"in the month before", 0, {{2023, 5, 1, budget}}, 6, 17142857},
        {"all of it in December", 0, {{2023, 5, 1, budget}}, 12, 120000000},
        {"in December", 0, {{2023, 12, 1, budget}}, 12, 0},
        {"in November", 0, {{2023, 11, 30, budget}}, 12, 120000000},
        {"below 0 first", -50000000, {{2023, 3, 1, 50000000}, {2023, 6, 1, budget}}, 9, 60000000},
        {"a day's amounts are summed first",
         0,
         {{2023, 2, 10, budget}, {2023, 2, 10, -budget}, {2023, 7, 1, budget}},
         8,
         24000000},
        {"one fen is money", 0, {{2023, 2, 10, 1}, {2023, 7, 1, budget - 1}}, 7, 60000000},
        {"gone and come again: the first time counts",
         0,
         {{2023, 2, 1, budget}, {2023, 4, 1, -budget}, {2023, 8, 1, budget}},
         7 + 1,
         72000000},
        {"initial, gone, come again", budget, {{2023, 3, 1, -budget}, {2023, 8, 1, budget}}, 9, 90000000},
        {"raised in mid-year: the whole of it runs from January", budget, {{2023, 6, 30, budget}}, 6, budget},
        {"raised after the month", budget, {{2023, 7, 1, budget}}, 6, 60000000},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, cases[i].initial);
        for (int k = 0; k < 4 && cases[i].adjustments[k].year > 0; k++)
            money_adjust(&money,
                         date_of(cases[i].adjustments[k].year, cases[i].adjustments[k].month,
                                 cases[i].adjustments[k].day),
                         cases[i].adjustments[k].amount);
        money_spent(&money, 0, cases[i].month, 0);
        fen expected = expected_of(&money, after_month(cases[i].month));
        if (expected != cases[i].expected)
            fail_msg("%s: %lld", cases[i].name, (long long)expected);
    }
}

static void initial_budgets_of_all_funds_are_one_budget(void **state)
{
    (void)state;
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_budget(&money, -budget);
    money_adjust(&money, date_of(YEAR, 4, 1), budget);
    money_spent(&money, 0, 8, 0);
    assert_int_equal(expected_of(&money, after_month(8)), budget / 2);
}

struct received_case {
    bool known[2];
    fen received[2], spent;
    enum severity severity;
    enum reason reason;
};

/* Half of the budget is expected at month 6, and no more than was received. */
static void money_not_received_cannot_be_spent(void **state)
{
    (void)state;
    static const struct received_case cases[] = {
        {{true, true}, {20000000, 0}, 11999999, SEVERITY_RED, REASON_NOT_RECEIVED},
        {{true, true}, {20000000, 0}, 12000000, SEVERITY_YELLOW, REASON_NOT_RECEIVED},
        {{true, true}, {10000000, 10000000}, 15999999, SEVERITY_YELLOW, REASON_NOT_RECEIVED},
        {{true, true}, {10000000, 10000000}, 16000000, SEVERITY_NONE, REASON_PLAIN},
        {{true, true}, {30000000, 29999999}, 30000000, SEVERITY_RED, REASON_NOT_RECEIVED},
        {{true, true}, {30000000, 30000000}, 30000000, SEVERITY_RED, REASON_BEHIND},
        {{true, true}, {90000000, 90000000}, 30000000, SEVERITY_RED, REASON_BEHIND},
        {{true, true}, {0, 0}, 0, SEVERITY_NONE, REASON_PLAIN},
        {{true, true}, {0, -1}, 0, SEVERITY_NONE, REASON_PLAIN},
        /* Not known of one fund: not known. */
        {{true, false}, {0, 0}, 0, SEVERITY_RED, REASON_BEHIND},
        {{false, true}, {0, 0}, 0, SEVERITY_RED, REASON_BEHIND},
        /* Ahead is measured against what was expected before the cap. */
        {{true, true}, {0, 0}, 96000000, SEVERITY_NONE, REASON_PLAIN},
        {{true, true}, {0, 0}, 96000001, SEVERITY_BLUE, REASON_AHEAD},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, budget);
        for (int fund = 0; fund < 2; fund++) {
            struct execution_row *row = money_spent(&money, fund, 5, 0);
            row->has_received = true; /* an earlier row says nothing of the latest one */
            row = money_spent(&money, fund, 6, fund == 0 ? cases[i].spent : 0);
            row->has_received = cases[i].known[fund];
            row->received = cases[i].received[fund];
        }
        struct verdicts verdicts = project_verdicts(&money, after_month(6));
        if (severity_of(&verdicts, RULE_EXECUTION_PACE) != cases[i].severity ||
            reason_of(&verdicts, RULE_EXECUTION_PACE) != cases[i].reason)
            fail_msg("case %zu", i);
    }
}

static void a_table_of_checkpoints_is_a_reference(void **state)
{
    (void)state;
    static const struct {
        int month;
        fen expected;
    } cases[] = {{3, 0}, {4, 30000000}, {5, 30000000}, {6, 30000000}, {9, 89964000}, {12, 89964000}};
    struct policy policy = plain_policy();

    policy.rules.curve = CURVE_CHECKPOINTS;
    policy.rules.curve_table[4] = 250000;
    policy.rules.curve_table[9] = 749700;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, budget);
        money_spent(&money, 0, cases[i].month, 0);
        struct evaluation with = after_month(cases[i].month);
        with.policy = &policy;
        assert_int_equal(expected_of(&money, with), cases[i].expected);
    }
}

static void last_year_and_peers_are_references(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct evaluation with = after_month(6);
    struct money money;

    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 6, 0);
    with.policy = &policy;

    policy.rules.curve = CURVE_LAST_YEAR;
    assert_int_equal(expected_of(&money, with), budget / 2); /* no last year: the straight line */
    money.facts.has_last_year = true;
    money.facts.last_year[6] = 30;
    money.facts.last_year[12] = 90;
    assert_int_equal(expected_of(&money, with), budget / 3);
    money.facts.last_year[6] = 0;
    assert_int_equal(expected_of(&money, with), 0);
    money.facts.last_year[12] = 0;
    assert_int_equal(expected_of(&money, with), budget / 2);

    policy.rules.curve = CURVE_PEERS;
    assert_int_equal(expected_of(&money, with), budget / 2); /* no peers */
    money.facts.peers_spent[6] = 250;
    money.facts.peers_budget[6] = 1000;
    assert_int_equal(expected_of(&money, with), budget / 4);
}

static void the_plan_alone_can_be_the_reference(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct evaluation with = after_month(6);
    struct money money;

    policy.rules.curve = CURVE_PLAN;
    with.policy = &policy;
    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, budget);
    money_spent(&money, 0, 6, 0);
    assert_int_equal(expected_of(&money, with), 0);
    money.facts.has_plan[6] = true;
    money.facts.plan[6] = 12345678;
    assert_int_equal(expected_of(&money, with), 12345678);
}

/* Whatever the curve, the largest amounts that a ledger holds are evaluated, and shown as they are. */
static void the_largest_legal_amounts_do_not_overflow(void **state)
{
    (void)state;
    static const fen amounts[] = {DEC_MAX, DEC_MAX - 1, DEC_MAX / 7, 5000000, 1, 0, -1, -DEC_MAX};
    enum { AMOUNTS = sizeof amounts / sizeof *amounts };
    struct policy policy = plain_policy();

    for (int i = 0; i < AMOUNTS * AMOUNTS * 5; i++) {
        fen most = amounts[i % AMOUNTS], spent = amounts[i / AMOUNTS % AMOUNTS];
        struct money money;
        money_init(&money, CATEGORY_PROJECT);
        money_budget(&money, DEC_MAX);
        money_spent(&money, 0, 5, most);
        money_spent(&money, 0, 7, spent);
        money.facts.has_last_year = true;
        money.facts.last_year[7] = most - 1;
        money.facts.last_year[12] = DEC_MAX - 2;
        money.facts.peers_spent[7] = most;
        money.facts.peers_budget[7] = DEC_MAX - 6;
        money.facts.has_plan[7] = true;
        money.facts.plan[7] = most;
        policy.rules.curve = (enum curve)(i / AMOUNTS / AMOUNTS);
        struct evaluation with = after_month(7);
        with.policy = &policy;
        struct verdicts verdicts = project_verdicts(&money, with);
        const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);
        if (verdict != NULL && spent >= 0)
            assert_true(verdict->observed.value >= 0 && verdict->observed.value <= 1000000);
    }
}

static void a_pace_of_large_odd_amounts_is_shown_exactly(void **state)
{
    (void)state;
    struct policy policy = plain_policy();
    struct evaluation with = after_month(7);
    struct money money;

    policy.rules.curve = CURVE_LAST_YEAR;
    with.policy = &policy;
    money_init(&money, CATEGORY_PROJECT);
    money_budget(&money, DEC_MAX);
    money_spent(&money, 0, 7, 249999999999999999);
    money.facts.has_last_year = true;
    money.facts.last_year[7] = 499999999999999979; /* about half, and no common divisor */
    money.facts.last_year[12] = 999999999999999967;
    struct verdicts verdicts = project_verdicts(&money, with);
    const struct verdict *verdict = verdict_of(&verdicts, RULE_EXECUTION_PACE);
    assert_non_null(verdict);
    assert_int_equal(verdict->figures[3], 500000);
    assert_int_equal(verdict->expected.value, 500000);
}

static void sums_that_do_not_fit_are_an_error(void **state)
{
    (void)state;
    enum { SPENT, RECEIVED, BUDGETS, ADJUSTMENTS, KINDS };

    for (int kind = 0; kind < KINDS; kind++) {
        for (int count = 9; count <= 10; count++) {
            struct money money;
            struct verdicts verdicts;
            struct err err = {0};
            money_init(&money, CATEGORY_PROJECT);
            for (int fund = 0; fund < count; fund++) {
                struct execution_row *row = money_spent(&money, fund, 6, kind == SPENT ? DEC_MAX : 0);
                row->has_received = true;
                row->received = kind == RECEIVED ? DEC_MAX : 0;
                if (kind == BUDGETS)
                    money_budget(&money, DEC_MAX);
                if (kind == ADJUSTMENTS)
                    money_adjust(&money, date_of(YEAR, 1, 1), DEC_MAX);
            }
            if (kind == SPENT || kind == RECEIVED)
                money_budget(&money, budget);
            struct evaluation with = after_month(6);
            bool fits = evaluate_project(&with, &money.facts, &verdicts, &err);
            assert_int_equal(fits, count == 9); /* 9 x (10^18 - 1) is below 2^63, 10 are not */
            assert_int_equal(err.code, fits ? ERR_NONE : ERR_OVERFLOW);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_runs_from_the_month_in_which_the_money_first_came),
        cmocka_unit_test(initial_budgets_of_all_funds_are_one_budget),
        cmocka_unit_test(money_not_received_cannot_be_spent),
        cmocka_unit_test(a_table_of_checkpoints_is_a_reference),
        cmocka_unit_test(last_year_and_peers_are_references),
        cmocka_unit_test(the_plan_alone_can_be_the_reference),
        cmocka_unit_test(the_largest_legal_amounts_do_not_overflow),
        cmocka_unit_test(a_pace_of_large_odd_amounts_is_shown_exactly),
        cmocka_unit_test(sums_that_do_not_fit_are_an_error),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
