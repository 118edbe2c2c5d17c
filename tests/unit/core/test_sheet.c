/* Score sheets: what items earn, and how totals come about. */
#include "sheets.h"

static void an_indicator_earns_its_weight_times_its_completion(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(100));
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), MICRO(40));
    struct indicator_facts *people = sheet_indicator("B", DIRECTION_GE, MICRO(8676));
    indicator_target(people, MICRO(8755));
    indicator_weight(people, MICRO(15));
    indicator_weight(sheet_indicator("C", DIRECTION_LE, MICRO(125)), MICRO(45));
    sheet_compute();

    assert_int_equal(item_named("A")->points, MICRO(40));
    assert_int_equal(item_named("B")->points, 14860000); /* 15 x 0.990977 = 14.864655 */
    assert_int_equal(item_named("C")->points, 33750000); /* 45 x (1 - 25/100) */
    assert_int_equal(sheet.total, 88610000);
    assert_int_equal(sheet.max, MICRO(100));
    assert_string_equal(sheet.grade, "良");
    assert_int_equal(sheet.discrepancy_count, 0);
    assert_false(sheet.has_assessed_total);
    sheet_end();
}

static void hubei_divides_the_target_by_a_value_over_it(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric.reverse = REVERSE_HUBEI;
    rubric_level(LEVEL_ALL, MICRO(100));
    indicator_weight(sheet_indicator("A", DIRECTION_LE, MICRO(125)), MICRO(50));
    indicator_weight(sheet_indicator("B", DIRECTION_LE, MICRO(200)), MICRO(50));
    sheet_compute();

    assert_int_equal(item_named("A")->points, MICRO(40));
    assert_int_equal(item_named("B")->points, MICRO(25));
    sheet_end();
}

static void a_reverse_indicator_at_twice_its_target_earns_nothing(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(100));
    indicator_weight(sheet_indicator("A", DIRECTION_LE, MICRO(200)), MICRO(50));
    indicator_weight(sheet_indicator("B", DIRECTION_LT, MICRO(1000)), MICRO(50));
    sheet_compute();

    assert_int_equal(sheet.total, 0);
    assert_string_equal(sheet.grade, "差");
    sheet_end();
}

static void a_target_of_nothing_is_met_or_not(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(100));
    for (int i = 0; i < 4; i++) {
        static const char *const codes[] = {"A", "B", "C", "D"};
        static const enum direction directions[] = {DIRECTION_LE, DIRECTION_LE, DIRECTION_GE, DIRECTION_EQ};
        static const micro values[] = {0, 1, 0, MICRO(3)};
        struct indicator_facts *indicator = sheet_indicator(codes[i], directions[i], values[i]);
        indicator_target(indicator, 0);
        indicator_weight(indicator, MICRO(25));
    }
    sheet_compute();

    assert_int_equal(item_named("A")->points, MICRO(25));
    assert_int_equal(item_named("B")->points, 0);
    assert_int_equal(item_named("C")->points, MICRO(25));
    assert_int_equal(item_named("D")->points, 0);
    sheet_end();
}

static void blank_weights_share_what_their_level_has_left(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_OUTPUT, MICRO(50));
    rubric_level(LEVEL_BENEFIT, MICRO(50));
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), MICRO(20));
    sheet_indicator("B", DIRECTION_GE, MICRO(100));
    sheet_indicator("C", DIRECTION_GE, MICRO(50));
    sheet_indicator("D", DIRECTION_GE, MICRO(100))->level1 = LEVEL_BENEFIT;
    sheet_compute();

    assert_int_equal(item_named("B")->max, MICRO(15));
    assert_int_equal(item_named("C")->max, MICRO(15));
    assert_int_equal(item_named("C")->points, 7500000);
    assert_int_equal(item_named("D")->max, MICRO(50));
    assert_int_equal(sheet.max, MICRO(100));
    sheet_end();
}

static void maxima_are_sums_of_what_is_shown(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(100));
    for (int i = 0; i < 3; i++) {
        static const char *const codes[] = {"A", "B", "C"};
        sheet_indicator(codes[i], DIRECTION_GE, MICRO(100));
    }
    rubric_levels[0].max = MICRO(50);
    sheet_compute();

    assert_int_equal(item_named("A")->max, 16670000);
    assert_int_equal(sheet.max, 50010000);
    assert_int_equal(sheet.total, 50010000);
    assert_non_null(discrepancy_of(DISCREPANCY_MAX, ""));
    sheet_end();
}

static void a_weight_of_nothing_earns_nothing(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(100));
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), 0);
    indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(100)), MICRO(100));
    sheet_compute();

    assert_int_equal(item_named("A")->points, 0);
    assert_int_equal(sheet.total, MICRO(100));
    sheet_end();
}

static void what_does_not_apply_is_full_or_spread(void **state)
{
    (void)state;
    for (int spread = 0; spread < 2; spread++) {
        sheet_begin(RUBRIC_PROJECT);
        rubric.not_applicable = spread ? NOT_APPLICABLE_SPREAD : NOT_APPLICABLE_FULL;
        rubric_level(LEVEL_ALL, MICRO(100));
        struct indicator_facts *away = sheet_indicator("A", DIRECTION_GE, 0);
        away->values[12].state = VALUE_NOT_APPLICABLE;
        indicator_weight(away, MICRO(40));
        indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(50)), MICRO(20));
        indicator_weight(sheet_indicator("C", DIRECTION_GE, MICRO(100)), MICRO(40));
        sheet_compute();

        assert_int_equal(item_named("A")->points, spread ? 0 : MICRO(40));
        assert_int_equal(item_named("A")->max, spread ? 0 : MICRO(40));
        assert_int_equal(item_named("B")->max, spread ? 33330000 : MICRO(20));
        assert_int_equal(item_named("C")->max, spread ? 66670000 : MICRO(40));
        assert_int_equal(item_named("B")->points, spread ? 16670000 : MICRO(10)); /* 16.665, half up */
        assert_int_equal(sheet.max, MICRO(100));
        sheet_end();
    }
}

static void without_a_formula_the_assessed_points_count_within_their_range(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(40), MEASURE_ASSESSED, SCORE_ASSESSED);
    rubric_item("2", MICRO(30), MEASURE_ASSESSED, SCORE_ASSESSED);
    rubric_item("3", MICRO(30), MEASURE_ASSESSED, SCORE_ASSESSED);
    sheet_assessed("1", NULL, MICRO(39));
    sheet_assessed("2", NULL, MICRO(31));
    sheet_compute();

    assert_int_equal(item_named("1")->points, MICRO(39));
    assert_int_equal(item_named("1")->state, ITEM_ASSESSED);
    assert_int_equal(item_named("2")->points, MICRO(30));
    assert_non_null(discrepancy_of(DISCREPANCY_RANGE, "2"));
    assert_int_equal(item_named("3")->points, 0);
    assert_non_null(discrepancy_of(DISCREPANCY_NO_DATA, "3"));
    assert_int_equal(sheet.assessed_total, MICRO(70));
    sheet_end();
}

static void an_assessment_of_not_applicable_is_full_points(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_ASSESSED);
    sheet_assessed("1", "不适用", MICRO(100));
    sheet_compute();

    assert_int_equal(item_named("1")->points, MICRO(100));
    assert_int_equal(item_named("1")->state, ITEM_NOT_APPLICABLE);
    assert_int_equal(sheet.discrepancy_count, 0);
    sheet_end();
}

static void composites_weigh_their_children(void **state)
{
    (void)state;
    static struct rubric_item children[2];
    sheet_begin(RUBRIC_UNIT);
    for (int i = 0; i < 2; i++)
        children[i] = (struct rubric_item){
            .name = both("part"),
            .measure = {.kind = MEASURE_INDICATORS, .levels = i == 0 ? LEVEL_OUTPUT : LEVEL_BENEFIT},
            .scoring = {.method = SCORE_PROPORTION, .full = MICRO(1)}};
    struct rubric_item *item = rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_COMPOSITE);
    item->children = children;
    item->child_count = 2;
    sheet_indicator("A", DIRECTION_GE, MICRO(50));
    sheet_indicator("B", DIRECTION_GE, MICRO(100))->level1 = LEVEL_BENEFIT;
    sheet_compute();
    assert_int_equal(sheet.total, MICRO(75));
    assert_int_equal(item_named("1")->part_count, 2);
    sheet_free(&sheet);

    children[0].max = MICRO(1);
    children[1].max = MICRO(3);
    sheet_compute();
    assert_int_equal(sheet.total, 87500000);
    sheet_end();
}

/* A composite of a measure of its own and of a second, with weights 1 and 3. */
static struct rubric_item *composite(struct measure first, struct measure second)
{
    static struct rubric_item children[2];

    sheet_begin(RUBRIC_UNIT);
    for (int i = 0; i < 2; i++)
        children[i] =
            (struct rubric_item){.name = {i == 0 ? "甲" : "乙", i == 0 ? "first" : "second"},
                                 .max = MICRO(i == 0 ? 1 : 3),
                                 .measure = i == 0 ? first : second,
                                 .scoring = {.method = SCORE_PROPORTION, .full = MICRO(1), .per = MICRO(1)}};
    struct rubric_item *item = rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_COMPOSITE);
    item->children = children;
    item->child_count = 2;
    return item;
}

static void a_child_counts_the_findings_of_its_item(void **state)
{
    (void)state;
    struct rubric_item *item = composite((struct measure){.kind = MEASURE_EXECUTION},
                                         (struct measure){.kind = MEASURE_FINDINGS, .sources = SOURCE_AUDIT});

    item->children[1].scoring.method = SCORE_DEDUCT;
    item->children[1].scoring.deduct = MICRO(1);
    sheet_project("P", 10000, 5000);
    sheet_finding("R1", SOURCE_AUDIT, "1");
    sheet_finding("R2", SOURCE_AUDIT, NULL);
    sheet_compute();
    assert_int_equal(sheet.total, 62500000); /* 50 % x 1/4 + 2/3 x 3/4 */
    assert_non_null(row_of(item_named("1"), LEDGER_RECTIFICATIONS, "R1"));
    assert_int_equal(discrepancies_of(DISCREPANCY_FINDING), 1);
    sheet_end();
}

static void a_child_without_a_budget_earns_nothing_and_its_item_says_so(void **state)
{
    (void)state;
    composite((struct measure){.kind = MEASURE_EXECUTION},
              (struct measure){.kind = MEASURE_INDICATORS, .levels = LEVEL_ALL});
    sheet_project("P", 0, 5000);
    sheet_indicator("A", DIRECTION_GE, MICRO(100));
    sheet_compute();
    assert_int_equal(sheet.total, MICRO(75));
    assert_non_null(discrepancy_of(DISCREPANCY_NO_BUDGET, "1"));
    sheet_end();
}

static void a_child_that_does_not_apply_is_full_or_spread(void **state)
{
    (void)state;
    for (int spread = 0; spread < 2; spread++) {
        struct rubric_item *item =
            composite((struct measure){.kind = MEASURE_EXECUTION},
                      (struct measure){.kind = MEASURE_INDICATORS, .levels = LEVEL_ALL});
        for (int i = 0; i < 2; i++)
            item->children[i].not_applicable = spread ? NOT_APPLICABLE_SPREAD : NOT_APPLICABLE_FULL;
        sheet_project("P", 10000, 5000);
        sheet_indicator("A", DIRECTION_GE, 0)->values[12].state = VALUE_NOT_APPLICABLE;
        sheet_compute();
        assert_int_equal(sheet.total, spread ? MICRO(50) : 87500000);
        sheet_end();
    }
}

static void a_composite_of_what_does_not_apply_does_not_apply(void **state)
{
    (void)state;
    composite((struct measure){.kind = MEASURE_INDICATORS, .levels = LEVEL_OUTPUT},
              (struct measure){.kind = MEASURE_INDICATORS, .levels = LEVEL_OUTPUT});
    sheet_indicator("A", DIRECTION_GE, 0)->values[12].state = VALUE_NOT_APPLICABLE;
    sheet_compute();
    assert_int_equal(item_named("1")->state, ITEM_NOT_APPLICABLE);
    assert_int_equal(sheet.total, MICRO(100));
    sheet_end();
}

static void an_indicator_without_a_value_may_be_said_not_to_apply(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    struct indicator_facts *indicator = sheet_indicator("A", DIRECTION_GE, 0);
    indicator->values[12].state = VALUE_NONE;
    indicator_weight(indicator, MICRO(100));
    sheet_assessed("A", "不适用", MICRO(100));
    sheet_compute();
    assert_int_equal(item_named("A")->state, ITEM_NOT_APPLICABLE);
    assert_int_equal(sheet.total, MICRO(100));
    assert_int_equal(sheet.discrepancy_count, 0);
    sheet_end();
}

/* A third of 100 is 33.33 points: nothing can be done about the rest. */
static void what_is_complete_and_only_rounded_lost_nothing(void **state)
{
    (void)state;
    size_t order[SHEET_ROOM];

    sheet_begin(RUBRIC_PROJECT);
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(100)), 33333333);
    indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(99)), 33333333);
    sheet_compute();
    assert_int_equal(item_named("A")->points, 33330000);
    assert_int_equal(item_named("A")->max, 33333333);
    assert_int_equal(sheet_lost(&sheet, order), 1);
    assert_int_equal(order[0], 1);
    sheet_end();
}

static void what_can_only_grow_over_its_limit_cannot_be_won_back(void **state)
{
    (void)state;
    static const struct {
        enum direction direction;
        enum accumulation accumulation;
        micro winnable;
    } cases[] = {{DIRECTION_LE, ACCUMULATE_SUM, 0},
                 {DIRECTION_LT, ACCUMULATE_MAX, 0},
                 {DIRECTION_LE, ACCUMULATE_LATEST, MICRO(50)},
                 {DIRECTION_LE, ACCUMULATE_MEAN, MICRO(50)},
                 {DIRECTION_EQ, ACCUMULATE_SUM, 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sheet_begin(RUBRIC_PROJECT);
        sheet_facts.open = true;
        struct indicator_facts *indicator = sheet_indicator("A", cases[i].direction, MICRO(150));
        indicator->accumulation = cases[i].accumulation;
        indicator_weight(indicator, MICRO(100));
        sheet_compute();
        assert_int_equal(sheet.winnable, cases[i].winnable);
        sheet_end();
    }
}

static void amounts_of_10_to_the_15_fen_are_exact(void **state)
{
    (void)state;
    static struct execution_row execution;
    static fen initial = INT64_C(1000000000000000);
    static const char *fund = "";
    static struct project_facts project;

    sheet_begin(RUBRIC_PROJECT);
    rubric_item("execution", MICRO(100), MEASURE_EXECUTION, SCORE_PROPORTION);
    execution = (struct execution_row){.month = 12, .spent = INT64_C(999999999999999)};
    project = (struct project_facts){.code = "S",
                                     .year = YEAR,
                                     .watched = true,
                                     .funds = &fund,
                                     .fund_count = 1,
                                     .initial = &initial,
                                     .initial_count = 1,
                                     .execution = &execution,
                                     .execution_count = 1,
                                     .unit_months = 1U << 12};
    sheet_facts.set.projects = &project;
    sheet_facts.set.project_count = 1;
    rubric_items[0].rounding = (struct rounding){ROUND_TRUNCATE, 6};
    sheet_compute();

    assert_int_equal(sheet.total, 99999999);
    sheet_end();
}

static void a_rubric_is_for_units_or_for_projects(void **state)
{
    (void)state;
    struct err err = {0};

    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_ASSESSED);
    sheet_facts.of_unit = false;
    assert_false(sheet_make(&rubric, &sheet_facts, &sheet_calendar, &sheet, &err));
    assert_int_equal(err.code, ERR_USAGE);
    calendar_done(&sheet_calendar);
}

static void in_a_running_year_the_sheet_says_what_can_be_won_back(void **state)
{
    (void)state;
    static struct notified_rate rates[] = {{1, MICRO(80)}, {2, MICRO(80)}};

    sheet_begin(RUBRIC_UNIT);
    sheet_facts.clock = date_of(YEAR, 10, 15);
    sheet_facts.open = true;
    rubric_item("1", MICRO(10), MEASURE_NOTIFIED_RATES, SCORE_PROPORTION);
    rubric_item("2", MICRO(90), MEASURE_INDICATORS, SCORE_PROPORTION)->measure.levels = LEVEL_ALL;
    sheet_facts.rates = rates;
    sheet_facts.rate_count = 2;
    indicator_number(sheet_indicator("A", DIRECTION_GE, MICRO(100)), 10, MICRO(50));
    sheet_compute();

    assert_int_equal(item_named("1")->points, MICRO(8));
    assert_int_equal(item_named("1")->winnable, 1670000); /* (2 x 80 % + 10 x 100 %) / 12 = 96.67 % */
    assert_int_equal(item_named("2")->points, MICRO(45)); /* December's value has not happened */
    assert_int_equal(item_named("2")->winnable, MICRO(45));
    assert_int_equal(sheet.winnable, 46670000);
    assert_non_null(discrepancy_of(DISCREPANCY_OPEN_YEAR, ""));
    size_t order[SHEET_ROOM];
    assert_int_equal(sheet_lost(&sheet, order), 2);
    assert_int_equal(order[0], 1);
    sheet_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_earns_its_weight_times_its_completion),
        cmocka_unit_test(hubei_divides_the_target_by_a_value_over_it),
        cmocka_unit_test(a_reverse_indicator_at_twice_its_target_earns_nothing),
        cmocka_unit_test(a_target_of_nothing_is_met_or_not),
        cmocka_unit_test(blank_weights_share_what_their_level_has_left),
        cmocka_unit_test(maxima_are_sums_of_what_is_shown),
        cmocka_unit_test(a_weight_of_nothing_earns_nothing),
        cmocka_unit_test(what_does_not_apply_is_full_or_spread),
        cmocka_unit_test(without_a_formula_the_assessed_points_count_within_their_range),
        cmocka_unit_test(an_assessment_of_not_applicable_is_full_points),
        cmocka_unit_test(composites_weigh_their_children),
        cmocka_unit_test(a_child_counts_the_findings_of_its_item),
        cmocka_unit_test(a_child_without_a_budget_earns_nothing_and_its_item_says_so),
        cmocka_unit_test(a_child_that_does_not_apply_is_full_or_spread),
        cmocka_unit_test(a_composite_of_what_does_not_apply_does_not_apply),
        cmocka_unit_test(an_indicator_without_a_value_may_be_said_not_to_apply),
        cmocka_unit_test(what_is_complete_and_only_rounded_lost_nothing),
        cmocka_unit_test(what_can_only_grow_over_its_limit_cannot_be_won_back),
        cmocka_unit_test(amounts_of_10_to_the_15_fen_are_exact),
        cmocka_unit_test(a_rubric_is_for_units_or_for_projects),
        cmocka_unit_test(in_a_running_year_the_sheet_says_what_can_be_won_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
