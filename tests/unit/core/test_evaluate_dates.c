/* Milestones, contracts and rectifications, day by day. */
#include "core/evaluate.h"

#include "rules.h"

static const date none = DATE_NONE;

static struct verdicts milestone_on(date planned, date completed, date today)
{
    const struct milestone_facts milestone = {.code = "U1/report",
                                              .name = "report",
                                              .unit_code = "U1",
                                              .year = YEAR,
                                              .planned = planned,
                                              .completed = completed};
    struct evaluation with = on_day(YEAR, today);
    struct verdicts verdicts;

    evaluate_milestone(&with, &milestone, &verdicts);
    return verdicts;
}

static struct verdicts rectification_on(date due, date completed, date today)
{
    const struct rectification_facts rectification = {.code = "R1",
                                                      .issue = "late contracts",
                                                      .unit_code = "U1",
                                                      .year = YEAR,
                                                      .due = due,
                                                      .completed = completed};
    struct evaluation with = on_day(YEAR, today);
    struct verdicts verdicts;

    evaluate_rectification(&with, &rectification, &verdicts);
    return verdicts;
}

static struct verdicts contract_on(const struct contract_facts *contract, date today)
{
    struct evaluation with = on_day(YEAR, today);
    struct verdicts verdicts;

    evaluate_contract(&with, contract, &verdicts);
    return verdicts;
}

static struct contract_facts contract_without_dates(void)
{
    return (struct contract_facts){.code = "C1",
                                   .title = "servers",
                                   .unit_code = "U1",
                                   .year = YEAR,
                                   .intent = none,
                                   .procurement = none,
                                   .awarded = none,
                                   .signed_ = none,
                                   .published = none,
                                   .filed = none};
}

static void a_milestone_is_due_soon_for_15_days_and_then_overdue(void **state)
{
    (void)state;
    const date planned = date_of(YEAR, 6, 30);

    for (int offset = -20; offset <= 40; offset++) {
        enum severity expected = offset > 0 ? SEVERITY_RED : offset >= -15 ? SEVERITY_YELLOW : SEVERITY_NONE;
        struct verdicts verdicts = milestone_on(planned, none, planned + offset);
        assert_int_equal(severity_of(&verdicts, RULE_MILESTONE_DUE), expected);
        if (expected != SEVERITY_NONE) {
            assert_int_equal(reason_of(&verdicts, RULE_MILESTONE_DUE),
                             offset > 0 ? REASON_OVERDUE : REASON_DUE_SOON);
            assert_int_equal(verdict_of(&verdicts, RULE_MILESTONE_DUE)->observed.value, -offset);
        }
        verdicts = rectification_on(planned, none, planned + offset);
        assert_int_equal(severity_of(&verdicts, RULE_RECTIFICATION_DUE), expected);
    }
}

static void completion_ends_it_on_its_day_and_not_before(void **state)
{
    (void)state;
    const date planned = date_of(YEAR, 6, 30), completed = date_of(YEAR, 7, 10);

    for (date today = planned - 5; today <= completed + 5; today++) {
        enum severity expected = today >= completed ? SEVERITY_NONE
                                 : today > planned  ? SEVERITY_RED
                                                    : SEVERITY_YELLOW;
        struct verdicts verdicts = milestone_on(planned, completed, today);
        assert_int_equal(severity_of(&verdicts, RULE_MILESTONE_DUE), expected);
        verdicts = rectification_on(planned, completed, today);
        assert_int_equal(severity_of(&verdicts, RULE_RECTIFICATION_DUE), expected);
    }
}

static void a_milestone_without_a_day_is_never_due(void **state)
{
    (void)state;

    struct verdicts verdicts = milestone_on(none, none, date_of(YEAR, 6, 30));
    assert_int_equal(verdicts.count, 0);
    assert_int_equal(verdicts.next, DATE_NEVER);
}

static void milestones_end_with_their_year_and_rectifications_do_not(void **state)
{
    (void)state;
    const date planned = date_of(YEAR, 12, 31), last = date_of(YEAR + 1, 3, 31);

    struct verdicts verdicts = milestone_on(planned, none, last);
    assert_int_equal(severity_of(&verdicts, RULE_MILESTONE_DUE), SEVERITY_RED);
    verdicts = milestone_on(planned, none, last + 1);
    assert_int_equal(verdicts.count, 0);
    verdicts = rectification_on(planned, none, last + 700);
    assert_int_equal(severity_of(&verdicts, RULE_RECTIFICATION_DUE), SEVERITY_RED);
}

static void procurement_starts_30_days_after_its_intent_was_published(void **state)
{
    (void)state;
    const date start = date_of(YEAR, 6, 30);
    static const struct {
        int before;
        enum severity severity;
        enum reason reason;
    } cases[] = {
        {31, SEVERITY_NONE, REASON_PLAIN},       {30, SEVERITY_NONE, REASON_PLAIN},
        {29, SEVERITY_RED, REASON_INTENT_LATE},  {0, SEVERITY_RED, REASON_INTENT_LATE},
        {-1, SEVERITY_RED, REASON_INTENT_AFTER}, {-2, SEVERITY_RED, REASON_NO_INTENT}, /* has not come yet */
    };
    struct contract_facts contract = contract_without_dates();

    contract.procurement = start;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        contract.intent = start - cases[i].before;
        struct verdicts verdicts = contract_on(&contract, start + 1);
        if (severity_of(&verdicts, RULE_CONTRACT_INTENT) != cases[i].severity ||
            reason_of(&verdicts, RULE_CONTRACT_INTENT) != cases[i].reason)
            fail_msg("case %zu", i);
        verdicts = contract_on(&contract, start - 1); /* not started yet */
        assert_null(verdict_of(&verdicts, RULE_CONTRACT_INTENT));
    }
    contract.intent = none;
    struct verdicts verdicts = contract_on(&contract, start);
    assert_int_equal(reason_of(&verdicts, RULE_CONTRACT_INTENT), REASON_NO_INTENT);
    contract.procurement = none;
    verdicts = contract_on(&contract, start);
    assert_int_equal(verdicts.count, 0);
}

static void a_contract_is_signed_within_30_days_of_the_award(void **state)
{
    (void)state;
    struct contract_facts contract = contract_without_dates();
    const date awarded = date_of(YEAR, 3, 1);

    contract.awarded = awarded;
    for (int days = -2; days <= 40; days++) {
        struct verdicts verdicts = contract_on(&contract, awarded + days);
        enum severity expected = days > 30 ? SEVERITY_RED : days >= 23 ? SEVERITY_YELLOW : SEVERITY_NONE;
        assert_int_equal(severity_of(&verdicts, RULE_CONTRACT_SIGNING), expected);
    }
    contract.signed_ = awarded + 35;
    struct verdicts verdicts = contract_on(&contract, awarded + 34);
    assert_int_equal(severity_of(&verdicts, RULE_CONTRACT_SIGNING), SEVERITY_RED);
    verdicts = contract_on(&contract, awarded + 35);
    assert_null(verdict_of(&verdicts, RULE_CONTRACT_SIGNING));
}

/* What a rule says on each day from signing on: N none, Y yellow, R red. */
static void check_days(const struct contract_facts *contract, enum rule rule, const char *days)
{
    for (int i = 0; days[i] != '\0'; i++) {
        struct verdicts verdicts = contract_on(contract, contract->signed_ + i);
        enum severity severity = severity_of(&verdicts, rule);
        char text[DATE_TEXT];
        if ("NBYR"[severity] != days[i])
            fail_msg("%s: %s is %s", rule_name(rule), date_format(contract->signed_ + i, text),
                     severity_name(severity));
    }
}

static void publication_and_filing_count_working_days(void **state)
{
    (void)state;
    struct contract_facts contract = contract_without_dates();

    contract.signed_ = date_of(2023, 6, 5); /* a Monday */
    check_days(&contract, RULE_CONTRACT_PUBLICATION, "NNYRRRRR");
    check_days(&contract, RULE_CONTRACT_FILING, "NNNNNNNNNYR"); /* Wednesday the 14th is the seventh */

    contract.signed_ = date_of(2023, 6, 8); /* Thursday: the weekend after the last day is not late yet */
    check_days(&contract, RULE_CONTRACT_PUBLICATION, "NNNNYR");

    contract.signed_ = date_of(2023, 6, 7);
    check_days(&contract, RULE_CONTRACT_PUBLICATION, "NNYYYR");

    /* Friday before the Spring festival: Saturday 28 and Sunday 29 January are the next working days. */
    contract.signed_ = date_of(2023, 1, 20);
    check_days(&contract, RULE_CONTRACT_PUBLICATION, "NNNNNNNNNYR");

    contract.published = contract.signed_ + 12;
    contract.filed = contract.signed_ + 40;
    check_days(&contract, RULE_CONTRACT_PUBLICATION, "NNNNNNNNNYRRNNN");
}

static void contracts_end_with_their_year_and_may_begin_before_it(void **state)
{
    (void)state;
    struct contract_facts contract = contract_without_dates();

    contract.awarded = date_of(YEAR - 1, 11, 1);
    struct verdicts verdicts = contract_on(&contract, date_of(YEAR - 1, 12, 15));
    assert_int_equal(severity_of(&verdicts, RULE_CONTRACT_SIGNING), SEVERITY_RED);
    verdicts = contract_on(&contract, date_of(YEAR + 1, 3, 31));
    assert_int_equal(verdicts.count, 1);
    verdicts = contract_on(&contract, date_of(YEAR + 1, 4, 1));
    assert_int_equal(verdicts.count, 0);
}

static void each_rule_on_dates_can_be_switched_off(void **state)
{
    (void)state;
    static const enum rule rules[] = {RULE_CONTRACT_INTENT, RULE_CONTRACT_SIGNING, RULE_CONTRACT_PUBLICATION,
                                      RULE_CONTRACT_FILING, RULE_MILESTONE_DUE,    RULE_RECTIFICATION_DUE};
    const date day = date_of(YEAR, 6, 1);
    struct contract_facts contract = contract_without_dates(), unsigned_contract = contract;
    const struct milestone_facts milestone = {
        .unit_code = "U1", .year = YEAR, .planned = day, .completed = none};
    const struct rectification_facts rectification = {.unit_code = "U1", .due = day, .completed = none};

    contract.procurement = contract.signed_ = unsigned_contract.awarded = day;
    for (size_t off = 0; off < sizeof rules / sizeof *rules; off++) {
        struct policy policy = plain_policy();
        struct evaluation with = on_day(YEAR, day + 60);
        struct verdicts verdicts[4];
        policy.rules.enabled[rules[off]] = false;
        with.policy = &policy;
        evaluate_contract(&with, &contract, &verdicts[0]);
        evaluate_contract(&with, &unsigned_contract, &verdicts[1]);
        evaluate_milestone(&with, &milestone, &verdicts[2]);
        evaluate_rectification(&with, &rectification, &verdicts[3]);
        for (size_t rule = 0; rule < sizeof rules / sizeof *rules; rule++) {
            size_t said = 0;
            for (int i = 0; i < 4; i++)
                said += verdict_of(&verdicts[i], rules[rule]) != NULL ? 1 : 0;
            assert_int_equal(said, rule == off ? 0 : 1);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_milestone_is_due_soon_for_15_days_and_then_overdue),
        cmocka_unit_test(completion_ends_it_on_its_day_and_not_before),
        cmocka_unit_test(a_milestone_without_a_day_is_never_due),
        cmocka_unit_test(milestones_end_with_their_year_and_rectifications_do_not),
        cmocka_unit_test(procurement_starts_30_days_after_its_intent_was_published),
        cmocka_unit_test(a_contract_is_signed_within_30_days_of_the_award),
        cmocka_unit_test(publication_and_filing_count_working_days),
        cmocka_unit_test(contracts_end_with_their_year_and_may_begin_before_it),
        cmocka_unit_test(each_rule_on_dates_can_be_switched_off),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
