/* What does not agree in a sheet: each kind arises where it should, and only there. */
#include "sheets.h"

/* A sheet of one item of 100 points that people assess, and what they gave it. */
static void assessed_sheet(micro points)
{
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_ASSESSED);
    sheet_assessed("1", NULL, points);
}

/* A project of execution 10 and one indicator of 90. */
static struct indicator_facts *project_sheet(fen spent, enum direction direction, micro value)
{
    sheet_begin(RUBRIC_PROJECT);
    rubric_item("execution", MICRO(10), MEASURE_EXECUTION, SCORE_PROPORTION);
    sheet_project("S", 10000, spent);
    struct indicator_facts *indicator = sheet_indicator("A", direction, value);
    indicator_weight(indicator, MICRO(90));
    return indicator;
}

static struct indicator_facts *qualitative_sheet(enum value_state word)
{
    struct indicator_facts *indicator = project_sheet(10000, DIRECTION_QUALITATIVE, 0);

    indicator->values[12].state = word;
    indicator->has_target = false;
    return indicator;
}

static bool finds(enum discrepancy_kind kind, const char *item)
{
    sheet_compute();
    bool found = discrepancy_of(kind, item) != NULL;
    sheet_end();
    return found;
}

static void expect_nothing(void)
{
    sheet_compute();
    if (sheet.discrepancy_count > 0)
        fail_msg("%s of '%s' was not expected", discrepancy_name(sheet.discrepancies[0].kind),
                 sheet.discrepancies[0].item);
    sheet_end();
}

static void a_sheet_that_agrees_says_nothing(void **state)
{
    (void)state;
    assessed_sheet(MICRO(90));
    sheet_assessed("total", NULL, MICRO(90));
    expect_nothing();

    project_sheet(9900, DIRECTION_GE, MICRO(99));
    sheet_assessed("execution", "99%", 9900000);
    sheet_assessed("A", "99", 89100000);
    sheet_assessed("total", NULL, MICRO(99));
    expect_nothing();
}

static void maxima_must_sum_to_100(void **state)
{
    (void)state;
    assessed_sheet(MICRO(90));
    rubric_items[0].max = MICRO(99);
    assert_true(finds(DISCREPANCY_MAX, ""));
}

static void what_a_sheet_says_of_itself_is_counted(void **state)
{
    (void)state;
    assessed_sheet(MICRO(90));
    rubric.stated_level1 = rubric.stated_level2 = rubric.stated_items = 1;
    rubric.stated_max = MICRO(100);
    expect_nothing();

    assessed_sheet(MICRO(90));
    rubric.stated_level1 = rubric.stated_level2 = rubric.stated_items = 2;
    rubric.stated_max = MICRO(99);
    sheet_compute();
    assert_int_equal(discrepancies_of(DISCREPANCY_STATED), 4);
    sheet_end();
}

static void a_printed_total_is_that_of_its_parts(void **state)
{
    (void)state;
    assessed_sheet(MICRO(90));
    sheet_assessed("total", NULL, MICRO(91));
    sheet_compute();
    const struct discrepancy *printed = discrepancy_of(DISCREPANCY_PRINTED, "total");
    assert_non_null(printed);
    assert_int_equal(printed->figures[0], MICRO(91));
    assert_int_equal(printed->figures[1], MICRO(90));
    assert_int_equal(printed->figures[2], 0);
    sheet_end();
}

static void computed_points_stand_in_where_nobody_assessed_a_part(void **state)
{
    (void)state;
    project_sheet(10000, DIRECTION_GE, MICRO(100));
    sheet_assessed("A", NULL, MICRO(90));
    sheet_assessed("total", NULL, MICRO(99));
    sheet_compute();
    const struct discrepancy *printed = discrepancy_of(DISCREPANCY_PRINTED, "total");
    assert_non_null(printed);
    assert_int_equal(printed->figures[1], MICRO(100));
    assert_int_equal(printed->figures[2], 1);
    sheet_end();
}

static void assessed_points_must_be_those_of_the_formula(void **state)
{
    (void)state;
    project_sheet(9900, DIRECTION_GE, MICRO(100));
    sheet_assessed("execution", NULL, MICRO(9));
    assert_true(finds(DISCREPANCY_ASSESSED, "execution"));
}

/* 0 points by the rule, so that points for it contradict the rule as they would any formula. */
static void points_for_execution_without_a_budget_contradict_the_rule(void **state)
{
    (void)state;
    for (micro points = 0; points <= MICRO(10); points += MICRO(10)) {
        project_sheet(10000, DIRECTION_GE, MICRO(100));
        sheet_projects[0].initial[0] = 0;
        sheet_assessed("execution", NULL, points);
        sheet_compute();
        assert_int_equal(item_named("execution")->points, 0);
        assert_non_null(discrepancy_of(DISCREPANCY_NO_BUDGET, "execution"));
        assert_null(discrepancy_of(DISCREPANCY_NO_DATA, "execution"));
        assert_int_equal(discrepancies_of(DISCREPANCY_ASSESSED), points > 0);
        sheet_end();
    }
}

static void bands_hold_their_lower_bound_and_not_their_upper(void **state)
{
    (void)state;
    static const struct {
        enum value_state word;
        micro points; /* of 90 */
        bool outside;
    } cases[] = {{VALUE_ACHIEVED, MICRO(90), false}, {VALUE_ACHIEVED, MICRO(72), false},
                 {VALUE_ACHIEVED, 71990000, true},   {VALUE_ACHIEVED, 90010000, true},
                 {VALUE_PARTIAL, MICRO(72), true},   {VALUE_PARTIAL, 71990000, false},
                 {VALUE_PARTIAL, MICRO(54), false},  {VALUE_PARTIAL, 53990000, true},
                 {VALUE_MISSED, MICRO(54), true},    {VALUE_MISSED, 53990000, false},
                 {VALUE_MISSED, 0, false},           {VALUE_MISSED, -10000, true}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        qualitative_sheet(cases[i].word);
        sheet_assessed("A", NULL, cases[i].points);
        sheet_compute();
        assert_int_equal(discrepancy_of(DISCREPANCY_BAND, "A") != NULL, cases[i].outside);
        assert_null(discrepancy_of(DISCREPANCY_ASSESSED, "A"));
        sheet_end();
    }
}

static void points_without_a_formula_lie_between_nothing_and_the_maximum(void **state)
{
    (void)state;
    static const struct {
        micro assessed, points;
    } cases[] = {{MICRO(100), MICRO(100)}, {0, 0}, {100000001, MICRO(100)}, {-1, 0}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assessed_sheet(cases[i].assessed);
        sheet_compute();
        assert_int_equal(sheet.total, cases[i].points);
        assert_int_equal(discrepancy_of(DISCREPANCY_RANGE, "1") != NULL, i >= 2);
        sheet_end();
    }
}

static void a_written_rate_may_be_rounded_or_cut_off_and_lack_its_sign(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool differs;
    } cases[] = {{"92.35%", false}, {"92.34%", false}, {"92.345", false}, {"92%", false}, {"完成", false},
                 {"92.36%", true},  {"0.92", true},    {"n/a", true},     {"93", true}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        project_sheet(923450, DIRECTION_GE, MICRO(100));
        sheet_projects[0].initial[0] = 1000000;
        sheet_assessed("execution", cases[i].text, 9230000);
        assert_int_equal(finds(DISCREPANCY_MEASURED, "execution"), cases[i].differs);
    }
}

static void a_written_value_is_that_of_the_ledger(void **state)
{
    (void)state;
    for (int differs = 0; differs < 2; differs++) {
        project_sheet(10000, DIRECTION_GE, 98400000);
        sheet_assessed("A", differs ? "98.5" : "≥98.4%", 88560000);
        assert_int_equal(finds(DISCREPANCY_MEASURED, "A"), differs);
    }
}

/* Else a word would turn half of the budget into all of the points. */
static void what_is_measured_is_not_undone_by_writing_that_it_does_not_apply(void **state)
{
    (void)state;
    project_sheet(5000, DIRECTION_GE, MICRO(50));
    sheet_assessed("execution", "不适用", MICRO(10));
    sheet_assessed("A", "n/a", MICRO(90));
    sheet_compute();
    assert_int_equal(item_named("execution")->points, MICRO(5));
    assert_int_equal(item_named("A")->points, MICRO(45));
    assert_non_null(discrepancy_of(DISCREPANCY_MEASURED, "execution"));
    assert_non_null(discrepancy_of(DISCREPANCY_MEASURED, "A"));
    sheet_end();
}

static void no_findings_and_none_that_apply_are_the_same(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(100), MEASURE_FINDINGS, SCORE_DEDUCT)->measure.sources = SOURCE_AUDIT;
    sheet_assessed("1", "不适用", MICRO(100));
    expect_nothing();
}

static void percent_without_its_sign_is_asked_about(void **state)
{
    (void)state;
    static const char *const texts[] = {"78%", "1", "0.78", "78"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sheet_begin(RUBRIC_UNIT);
        rubric_item("1", MICRO(100), MEASURE_NUMBER, SCORE_PROPORTION);
        sheet_assessed("1", texts[i], MICRO(100));
        assert_int_equal(finds(DISCREPANCY_PERCENT, "1"), i == 3);
    }
}

static void an_indicator_needs_a_value_and_a_target(void **state)
{
    (void)state;
    project_sheet(10000, DIRECTION_GE, 0)->values[12].state = VALUE_NONE;
    sheet_compute();
    assert_non_null(discrepancy_of(DISCREPANCY_NO_VALUE, "A"));
    assert_null(discrepancy_of(DISCREPANCY_NO_DATA, "A"));
    sheet_end();

    project_sheet(10000, DIRECTION_GE, MICRO(5))->has_target = false;
    sheet_compute();
    assert_non_null(discrepancy_of(DISCREPANCY_NO_TARGET, "A"));
    assert_null(discrepancy_of(DISCREPANCY_NO_VALUE, "A"));
    sheet_end();

    qualitative_sheet(VALUE_ACHIEVED);
    expect_nothing();
}

static void a_units_indicator_is_said_once_however_many_items_measure_it(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(50), MEASURE_INDICATORS, SCORE_PROPORTION)->measure.levels = LEVEL_OUTPUT;
    rubric_item("2", MICRO(50), MEASURE_INDICATORS, SCORE_PROPORTION)->measure.levels = LEVEL_ALL;
    sheet_indicator("A", DIRECTION_GE, 0)->values[12].state = VALUE_NONE;
    sheet_indicator("B", DIRECTION_GE, MICRO(130));
    sheet_compute();
    assert_int_equal(discrepancies_of(DISCREPANCY_NO_VALUE), 1);
    assert_int_equal(discrepancies_of(DISCREPANCY_TARGET_LOW), 1);
    assert_int_equal(sheet.discrepancy_count, 2);
    sheet_end();
}

static void a_projects_indicator_speaks_for_itself_where_an_item_measures_it_too(void **state)
{
    (void)state;
    project_sheet(10000, DIRECTION_GE, 0)->values[12].state = VALUE_NONE;
    rubric_item("2", 0, MEASURE_INDICATORS, SCORE_PROPORTION)->measure.levels = LEVEL_ALL;
    sheet_compute();
    assert_int_equal(discrepancies_of(DISCREPANCY_NO_VALUE), 1);
    sheet_end();
}

static void a_target_exceeded_by_30_percent_was_too_low(void **state)
{
    (void)state;
    static const struct {
        enum direction direction;
        micro target, value;
        bool low;
    } cases[] = {{DIRECTION_GE, MICRO(100), MICRO(130), true},  {DIRECTION_GE, MICRO(100), 129999999, false},
                 {DIRECTION_GT, MICRO(100), MICRO(131), true},  {DIRECTION_EQ, MICRO(100), MICRO(200), false},
                 {DIRECTION_LE, MICRO(100), MICRO(130), false}, {DIRECTION_GE, 0, MICRO(5), false},
                 {DIRECTION_GE, MICRO(-5), MICRO(-5), false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        indicator_target(project_sheet(10000, cases[i].direction, cases[i].value), cases[i].target);
        assert_int_equal(finds(DISCREPANCY_TARGET_LOW, "A"), cases[i].low);
    }
}

static void a_share_of_a_target_below_nothing_is_to_be_checked_by_hand(void **state)
{
    (void)state;
    static const struct {
        enum direction direction;
        int value;
        bool odd;
    } cases[] = {{DIRECTION_GE, -3, true},   {DIRECTION_GE, -10, true}, {DIRECTION_GE, -5, false},
                 {DIRECTION_LE, -10, false}, {DIRECTION_LE, -3, true},  {DIRECTION_EQ, -4, false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        indicator_target(project_sheet(10000, cases[i].direction, MICRO(cases[i].value)), MICRO(-5));
        assert_int_equal(finds(DISCREPANCY_TARGET_NEGATIVE, "A"), cases[i].odd);
    }
}

/* By exact shares: 8.00 of 10 points, as they are shown, are 20 apart and no further. */
static void goals_and_execution_are_apart_beyond_20_points_of_a_hundred(void **state)
{
    (void)state;
    static const struct {
        fen spent; /* of 10000 */
        micro value;
        bool apart;
    } cases[] = {{8000, MICRO(100), false}, {7999, MICRO(100), true}, {7996, MICRO(100), true},
                 {10000, MICRO(80), false}, {10000, MICRO(79), true}, {5000, MICRO(50), false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        project_sheet(cases[i].spent, DIRECTION_GE, cases[i].value);
        assert_int_equal(finds(DISCREPANCY_FAR_APART, ""), cases[i].apart);
    }
}

static void a_blank_weight_for_which_nothing_is_left_is_said(void **state)
{
    (void)state;
    for (int left = 0; left < 2; left++) {
        project_sheet(10000, DIRECTION_GE, MICRO(100));
        rubric_level(LEVEL_OUTPUT, MICRO(left ? 100 : 90));
        sheet_indicator("B", DIRECTION_GE, MICRO(100));
        assert_int_equal(finds(DISCREPANCY_WEIGHTS, "B"), !left);
    }
}

static void assessments_of_what_is_not_on_the_sheet_are_said(void **state)
{
    (void)state;
    project_sheet(10000, DIRECTION_GE, MICRO(100));
    sheet_assessed("1.9", NULL, MICRO(3));
    sheet_compute();
    assert_string_equal(discrepancy_of(DISCREPANCY_UNKNOWN_ITEM, "")->subject, "1.9");
    assert_false(sheet.has_assessed_total);
    sheet_end();
}

/* Of two items of one code an assessment is the rubric's, and a total is the sheet's. */
static void an_indicator_does_not_take_the_assessment_of_another(void **state)
{
    (void)state;
    project_sheet(5000, DIRECTION_GE, MICRO(50))->code = "execution";
    sheet_indicator("total", DIRECTION_GE, MICRO(100));
    sheet_assessed("execution", NULL, MICRO(5));
    sheet_assessed("total", NULL, MICRO(5));
    sheet_compute();
    assert_int_equal(sheet.assessed_total, MICRO(5));
    assert_true(sheet.items[0].has_assessed);
    assert_false(sheet.items[1].has_assessed);
    assert_false(sheet.items[2].has_assessed);
    assert_non_null(discrepancy_of(DISCREPANCY_CODE, "execution"));
    assert_non_null(discrepancy_of(DISCREPANCY_CODE, "total"));
    sheet_end();
}

static void findings_that_would_count_must_name_an_item(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(100), MEASURE_FINDINGS, SCORE_DEDUCT);
    item->measure.sources = SOURCE_AUDIT;
    item->scoring.deduct = MICRO(1);
    sheet_finding("R1", SOURCE_AUDIT, "1");
    sheet_finding("R2", SOURCE_AUDIT, "9.9");
    sheet_finding("R3", SOURCE_AUDIT, NULL);
    sheet_finding("R4", SOURCE_MONITORING, NULL);
    sheet_compute();
    assert_int_equal(sheet.total, MICRO(99));
    assert_int_equal(discrepancies_of(DISCREPANCY_FINDING), 2);
    sheet_end();
}

static void the_whole_sheet_comes_first_and_then_the_items_in_their_order(void **state)
{
    (void)state;
    project_sheet(5000, DIRECTION_GE, MICRO(130));
    sheet_assessed("A", NULL, MICRO(1));
    sheet_assessed("execution", NULL, MICRO(1));
    sheet_assessed("total", NULL, MICRO(1));
    sheet_compute();
    static const enum discrepancy_kind kinds[] = {DISCREPANCY_PRINTED, DISCREPANCY_FAR_APART,
                                                  DISCREPANCY_ASSESSED, DISCREPANCY_TARGET_LOW,
                                                  DISCREPANCY_ASSESSED};
    assert_int_equal(sheet.discrepancy_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(sheet.discrepancies[i].kind, kinds[i]);
    assert_string_equal(sheet.discrepancies[2].item, "execution");
    assert_string_equal(sheet.discrepancies[4].item, "A");
    sheet_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_that_agrees_says_nothing),
        cmocka_unit_test(maxima_must_sum_to_100),
        cmocka_unit_test(what_a_sheet_says_of_itself_is_counted),
        cmocka_unit_test(a_printed_total_is_that_of_its_parts),
        cmocka_unit_test(computed_points_stand_in_where_nobody_assessed_a_part),
        cmocka_unit_test(assessed_points_must_be_those_of_the_formula),
        cmocka_unit_test(points_for_execution_without_a_budget_contradict_the_rule),
        cmocka_unit_test(bands_hold_their_lower_bound_and_not_their_upper),
        cmocka_unit_test(points_without_a_formula_lie_between_nothing_and_the_maximum),
        cmocka_unit_test(a_written_rate_may_be_rounded_or_cut_off_and_lack_its_sign),
        cmocka_unit_test(a_written_value_is_that_of_the_ledger),
        cmocka_unit_test(what_is_measured_is_not_undone_by_writing_that_it_does_not_apply),
        cmocka_unit_test(no_findings_and_none_that_apply_are_the_same),
        cmocka_unit_test(percent_without_its_sign_is_asked_about),
        cmocka_unit_test(an_indicator_needs_a_value_and_a_target),
        cmocka_unit_test(a_units_indicator_is_said_once_however_many_items_measure_it),
        cmocka_unit_test(a_projects_indicator_speaks_for_itself_where_an_item_measures_it_too),
        cmocka_unit_test(a_target_exceeded_by_30_percent_was_too_low),
        cmocka_unit_test(a_share_of_a_target_below_nothing_is_to_be_checked_by_hand),
        cmocka_unit_test(goals_and_execution_are_apart_beyond_20_points_of_a_hundred),
        cmocka_unit_test(a_blank_weight_for_which_nothing_is_left_is_said),
        cmocka_unit_test(assessments_of_what_is_not_on_the_sheet_are_said),
        cmocka_unit_test(an_indicator_does_not_take_the_assessment_of_another),
        cmocka_unit_test(findings_that_would_count_must_name_an_item),
        cmocka_unit_test(the_whole_sheet_comes_first_and_then_the_items_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
