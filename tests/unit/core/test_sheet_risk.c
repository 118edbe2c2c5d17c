#include "core/sheet_risk.h"

#include "sheets.h"

static bool ask(enum rule rule, enum severity severity, const char *code, micro *ret_points)
{
    const struct verdict verdict = {.rule = rule, .severity = severity};
    struct sheet_risk risk;

    sheet_risk_begin(&sheet, &risk);
    return sheet_risk(&risk, &verdict, code, ret_points);
}

static void an_indicator_risks_what_it_does_not_earn(void **state)
{
    micro points = 0;
    (void)state;

    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(20), MEASURE_INDICATORS, SCORE_PROPORTION)->scoring.full = MICRO(1);
    rubric_items[0].measure.levels = LEVEL_ALL;
    for (int i = 0; i < 2; i++) {
        struct indicator_facts *facts = &sheet_indicators[sheet_facts.set.indicator_count++];
        *facts = indicator_of(DIRECTION_GE, ACCUMULATE_SUM, SCHEDULE_MONTHLY);
        facts->code = i == 0 ? "A" : "B";
        facts->owner_code = "S";
        facts->of_unit = true;
        facts->level1 = LEVEL_OUTPUT;
        indicator_target(facts, MICRO(100));
        indicator_number(facts, 12, i == 0 ? MICRO(60) : MICRO(100));
    }
    sheet_compute();
    assert_true(ask(RULE_INDICATOR_PACE, SEVERITY_RED, "A", &points));
    assert_int_equal(points, MICRO(4)); /* half of 20 points, less 60 % of it */
    assert_true(ask(RULE_INDICATOR_MISSING, SEVERITY_RED, "B", &points));
    assert_int_equal(points, 0);
    assert_false(ask(RULE_INDICATOR_PACE, SEVERITY_RED, "C", &points));
    assert_false(ask(RULE_INDICATOR_PACE, SEVERITY_BLUE, "A", &points)); /* 目标偏低 loses nothing */
    sheet_end();
}

static void a_contract_risks_what_it_would_earn_in_time(void **state)
{
    micro points = 0;
    (void)state;

    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(3), MEASURE_CONTRACT_SIGNING, SCORE_PROPORTION);
    item->scoring.full = MICRO(1);
    item->measure.days = 30;
    for (int i = 0; i < 3; i++) {
        struct contract_facts *facts = &sheet_contracts[sheet_facts.set.contract_count++];
        *facts = (struct contract_facts){.code = i == 0   ? "C1"
                                                 : i == 1 ? "C2"
                                                          : "C3",
                                         .title = "",
                                         .project_code = "P",
                                         .unit_code = "S",
                                         .year = YEAR,
                                         .amount = 1,
                                         .intent = DATE_NONE,
                                         .procurement = DATE_NONE,
                                         .awarded = date_of(YEAR, 3, 1),
                                         .signed_ = i == 0 ? date_of(YEAR, 3, 2) : DATE_NONE,
                                         .published = DATE_NONE,
                                         .filed = DATE_NONE};
    }
    sheet_compute();
    assert_true(ask(RULE_CONTRACT_SIGNING, SEVERITY_RED, "C2", &points));
    assert_int_equal(points, MICRO(1)); /* 2 of 3 in time instead of 1 of 3 */
    assert_false(ask(RULE_CONTRACT_FILING, SEVERITY_RED, "C2", &points));
    sheet_end();
}

static void spending_risks_the_part_that_is_not_spent(void **state)
{
    static fen initial[] = {60000, 40000};
    static const char *funds[] = {""};
    static struct execution_row rows[] = {{.month = 12, .spent = 15000}, {.month = 12, .spent = 40000}};
    micro points = 0;
    (void)state;

    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(10), MEASURE_EXECUTION, SCORE_PROPORTION)->scoring.full = MICRO(1);
    for (int i = 0; i < 2; i++)
        sheet_projects[sheet_facts.set.project_count++] = (struct project_facts){.code = i == 0 ? "P" : "Q",
                                                                                 .name = "",
                                                                                 .unit_code = "S",
                                                                                 .year = YEAR,
                                                                                 .watched = true,
                                                                                 .funds = funds,
                                                                                 .fund_count = 1,
                                                                                 .initial = &initial[i],
                                                                                 .initial_count = 1,
                                                                                 .execution = &rows[i],
                                                                                 .execution_count = 1};
    sheet_compute();
    assert_true(ask(RULE_EXECUTION_PACE, SEVERITY_YELLOW, "P", &points));
    assert_int_equal(points, 4500000); /* 450 of 1,000 */
    assert_true(ask(RULE_EXECUTION_PACE, SEVERITY_YELLOW, "Q", &points));
    assert_int_equal(points, 0);
    assert_false(ask(RULE_GOAL_GAP, SEVERITY_YELLOW, "P", &points));
    sheet_end();
}

static void a_ceiling_risks_its_whole_item(void **state)
{
    micro points = 0;
    (void)state;

    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(2), MEASURE_CEILING, SCORE_REVERSE);
    item->measure.ceiling = "running_cost";
    sheet_ceiling("S", 100, 95);
    sheet_compute();
    assert_true(ask(RULE_CEILING_PACE, SEVERITY_YELLOW, "S", &points));
    assert_int_equal(points, MICRO(2));
    sheet_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_risks_what_it_does_not_earn),
        cmocka_unit_test(a_contract_risks_what_it_would_earn_in_time),
        cmocka_unit_test(spending_risks_the_part_that_is_not_spent),
        cmocka_unit_test(a_ceiling_risks_its_whole_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
