/* What is measured in the ledger at the clock: money, dates, notices, findings. */
#include "sheets.h"

#define PERCENT(n) ((micro)((n)*INT64_C(10000)))

/* What the only item measured, in millionths. */
static micro measured_of(const struct sheet_item *item)
{
    micro shown = -1;

    assert_true(ratio_round(item->measured.value, SCALE_MICRO, &shown));
    return shown;
}

static const struct sheet_item *only_item(void)
{
    sheet_compute();
    return &sheet.items[0];
}

static struct rubric_item *begin(enum measure_kind measure, int days)
{
    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(100), measure, SCORE_PROPORTION);
    item->measure.days = days;
    return item;
}

static void expect_counts(const struct sheet_item *item, int64_t in_time, int64_t counted, int64_t open)
{
    assert_int_equal(item->measured.figures[0], in_time);
    assert_int_equal(item->measured.figures[1], counted);
    assert_int_equal(item->measured.figures[2], open);
}

static void the_last_day_for_signing_is_in_time(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_SIGNING, 30);
    for (int late = 0; late < 2; late++) {
        struct contract_facts *contract = sheet_contract(late ? "B" : "A");
        contract->awarded = date_of(YEAR, 3, 1);
        contract->signed_ = date_of(YEAR, 3, 31) + late;
    }
    expect_counts(only_item(), 1, 2, 0);
    assert_int_equal(measured_of(&sheet.items[0]), 500000);
    sheet_end();
}

static void an_unsigned_contract_is_late_only_once_its_last_day_has_passed(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_SIGNING, 30);
    sheet_contract("A")->awarded = date_of(YEAR, 12, 1);    /* 31 December is its last day */
    sheet_contract("B")->awarded = date_of(YEAR, 11, 30);   /* the day before was */
    sheet_contract("C")->awarded = date_of(YEAR + 1, 1, 2); /* has not happened */
    sheet_contract("D")->signed_ = date_of(YEAR, 5, 5);     /* nobody knows when it was awarded */
    expect_counts(only_item(), 0, 1, 1);
    sheet_end();
}

static void what_is_dated_after_the_clock_has_not_happened(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_SIGNING, 30);
    struct contract_facts *contract = sheet_contract("A");
    contract->awarded = date_of(YEAR, 12, 20);
    contract->signed_ = date_of(YEAR + 1, 1, 4);
    expect_counts(only_item(), 0, 0, 1);
    assert_int_equal(sheet.items[0].measured.kind, MEASURED_NOTHING);
    sheet_end();
}

static void filing_is_counted_in_working_days_of_the_official_calendar(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_FILING, 2);
    struct contract_facts *contract = sheet_contract("A");
    contract->signed_ = date_of(2023, 9, 28); /* 29 September to 6 October were holidays, 7 and 8 worked */
    contract->filed = date_of(2023, 10, 8);
    contract = sheet_contract("B");
    contract->signed_ = date_of(2023, 9, 28);
    contract->filed = date_of(2023, 10, 9);
    sheet_facts.clock = date_of(2023, 12, 31);
    expect_counts(only_item(), 1, 2, 0);
    assert_null(discrepancy_of(DISCREPANCY_CALENDAR, ""));
    sheet_end();
}

static void a_year_without_holidays_is_said_once(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_PUBLICATION, 2);
    sheet_facts.year = 2027;
    sheet_facts.clock = date_of(2027, 12, 31);
    sheet_contract("A")->signed_ = date_of(2027, 5, 3);
    sheet_contract("B")->signed_ = date_of(2027, 5, 4);
    expect_counts(only_item(), 0, 2, 0);
    assert_int_equal(discrepancies_of(DISCREPANCY_CALENDAR), 1);
    assert_int_equal(discrepancy_of(DISCREPANCY_CALENDAR, "")->figures[0], 2027);
    sheet_end();
}

static void procurement_without_a_published_intent_is_late(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_INTENT, 30);
    for (int i = 0; i < 3; i++) {
        static const char *const codes[] = {"A", "B", "C"};
        struct contract_facts *contract = sheet_contract(codes[i]);
        contract->procurement = date_of(YEAR, 5, 31);
        contract->intent = i == 0 ? date_of(YEAR, 5, 1) : i == 1 ? date_of(YEAR, 5, 2) : DATE_NONE;
    }
    sheet_contract("D")->intent = date_of(YEAR, 5, 1); /* nothing was begun */
    expect_counts(only_item(), 1, 3, 0);
    sheet_end();
}

static void a_contract_that_says_nothing_of_small_enterprises_is_not_counted(void **state)
{
    (void)state;
    begin(MEASURE_CONTRACT_SME, 0)->measure.share = PERCENT(30);
    for (int i = 0; i < 3; i++) {
        static const char *const codes[] = {"A", "B", "C"};
        struct contract_facts *contract = sheet_contract(codes[i]);
        contract->has_sme = i < 2;
        contract->sme_amount = i == 0 ? 3000 : 2999;
    }
    expect_counts(only_item(), 1, 2, 0);
    sheet_end();
}

static void milestones_of_the_kind_and_name_count(void **state)
{
    (void)state;
    begin(MEASURE_MILESTONES, 0)->measure.milestones = "disclosure";
    date day = date_of(YEAR, 6, 30);
    sheet_milestone("预算公开", "disclosure", day, day);
    sheet_milestone("绩效公开", "disclosure", day, day + 1);
    sheet_milestone("决算公开", "disclosure", date_of(YEAR, 12, 31), DATE_NONE);
    sheet_milestone("报送", "report", day, DATE_NONE);
    sheet_milestone("无类别", NULL, day, DATE_NONE);
    expect_counts(only_item(), 1, 2, 1);
    sheet_free(&sheet);

    rubric_items[0].measure.name_part = "绩效";
    expect_counts(only_item(), 0, 1, 0);
    assert_non_null(row_of(&sheet.items[0], LEDGER_MILESTONES, "unit/S/2023/绩效公开"));
    sheet_end();
}

static void a_units_own_ceiling_is_meant_for_all_below_it(void **state)
{
    (void)state;
    begin(MEASURE_CEILING, 0)->measure.ceiling = "running_cost";
    sheet_ceiling("A", 30000, 36000);
    sheet_ceiling("B", 10000, 10000);
    assert_int_equal(measured_of(only_item()), 150000); /* (460 - 400) / 400 */
    sheet_free(&sheet);

    sheet_ceiling("S", 50000, 46000);
    assert_int_equal(measured_of(only_item()), -80000);
    assert_int_equal(sheet.items[0].measured.figures[1], 50000);
    sheet_end();
}

static void a_ceiling_of_nothing_holds_where_nothing_was_spent(void **state)
{
    (void)state;
    begin(MEASURE_CEILING, 0)->measure.ceiling = "running_cost";
    struct ceiling_facts *ceiling = sheet_ceiling("S", 0, 0);
    assert_int_equal(measured_of(only_item()), 0);
    assert_int_equal(sheet.items[0].measured.kind, MEASURED_SHARE);
    assert_int_equal(sheet.discrepancy_count, 0);
    sheet_free(&sheet);

    ceiling->spent[12] = 1;
    assert_int_equal(only_item()->measured.kind, MEASURED_NOTHING);
    assert_non_null(discrepancy_of(DISCREPANCY_NO_BUDGET, "1"));
    assert_null(discrepancy_of(DISCREPANCY_NO_DATA, "1"));
    sheet_end();
}

static void a_ceiling_without_reports_has_no_rate(void **state)
{
    (void)state;
    begin(MEASURE_CEILING, 0)->measure.ceiling = "running_cost";
    sheet_ceiling("S", 10000, -1);
    assert_int_equal(only_item()->measured.kind, MEASURED_NOTHING);
    assert_non_null(discrepancy_of(DISCREPANCY_NO_DATA, "1"));
    sheet_end();
}

static void notices_after_the_clock_do_not_count(void **state)
{
    (void)state;
    begin(MEASURE_NOTIFIED_RATES, 0);
    sheet_facts.clock = date_of(YEAR, 2, 28);
    sheet_rate(1, MICRO(120));
    sheet_rate(2, MICRO(90));
    sheet_rate(3, MICRO(1));
    assert_int_equal(measured_of(only_item()), 1050000);
    assert_int_equal(sheet.items[0].points, MICRO(100));
    sheet_end();
}

static void rates_too_large_for_their_sum_are_an_error(void **state)
{
    (void)state;
    struct err err = {0};

    begin(MEASURE_NOTIFIED_RATES, 0);
    for (int i = 0; i < SHEET_ROOM; i++)
        sheet_rate(1 + i, INT64_MAX / 4);
    assert_false(sheet_make(&rubric, &sheet_facts, &sheet_calendar, &sheet, &err));
    assert_int_equal(err.code, ERR_OVERFLOW);
    calendar_done(&sheet_calendar);
}

static void only_findings_of_the_item_and_its_sources_count(void **state)
{
    (void)state;
    begin(MEASURE_FINDINGS, 0)->measure.sources = SOURCE_AUDIT;
    rubric_items[0].scoring = (struct scoring){.method = SCORE_DEDUCT, .deduct = MICRO(10), .per = MICRO(1)};
    sheet_finding("R1", SOURCE_AUDIT, "1");
    sheet_finding("R2", SOURCE_MONITORING, "1");
    sheet_finding("R3", SOURCE_AUDIT, NULL);
    assert_int_equal(only_item()->points, MICRO(90));
    assert_int_equal(discrepancies_of(DISCREPANCY_FINDING), 1);
    sheet_end();
}

static void what_was_overspent_is_not_carried_over(void **state)
{
    (void)state;
    begin(MEASURE_CARRYOVER, 0);
    struct project_facts *project = sheet_project("P", 10000, 12500);
    assert_int_equal(measured_of(only_item()), 0);
    sheet_free(&sheet);
    project->execution[0].spent = 7500;
    assert_int_equal(measured_of(only_item()), 250000);
    sheet_end();
}

static void adjustments_count_from_their_day(void **state)
{
    (void)state;
    static struct adjustment adjustments[] = {{0, 6000, ""}, {0, 4000, ""}, {0, 80000, ""}};

    begin(MEASURE_EXECUTION, 0);
    adjustments[0].on = adjustments[1].on = date_of(YEAR, 12, 31);
    adjustments[2].on = date_of(YEAR + 1, 1, 1);
    struct project_facts *project = sheet_project("P", 10000, 15000);
    project->adjustments = adjustments;
    project->adjustment_count = 3;
    assert_int_equal(measured_of(only_item()), 750000);
    sheet_end();
}

/* An evaluation is compared with another row by row: two rows of one key would be taken for one. */
static void each_row_of_the_budget_has_a_key_of_its_own(void **state)
{
    (void)state;
    static const char *funds[] = {"当年", "结转"};
    static fen initial[] = {10000, 500};
    static struct adjustment adjustments[] = {{0, 6000, ""}, {0, 4000, ""}};

    begin(MEASURE_EXECUTION, 0);
    adjustments[0].on = adjustments[1].on = date_of(YEAR, 6, 1);
    struct project_facts *project = sheet_project("P", 10000, 15000);
    project->funds = funds;
    project->initial = initial;
    project->fund_count = project->initial_count = 2;
    project->adjustments = adjustments;
    project->adjustment_count = 2;
    const struct sheet_item *item = only_item();
    assert_int_equal(item->row_count, 4);
    assert_string_equal(row_of(item, LEDGER_BUDGETS, "P/2023/当年")->text, "100.00");
    assert_string_equal(row_of(item, LEDGER_BUDGETS, "P/2023/结转")->text, "5.00");
    assert_string_equal(row_of(item, LEDGER_BUDGET_ADJUSTMENTS, "P/2023/2023-06-01")->text, "100.00");
    assert_string_equal(row_of(item, LEDGER_EXECUTION, "P/2023/当年/12")->text, "150.00");
    sheet_end();
}

static void a_project_that_did_not_report_has_spent_nothing_where_its_unit_reported(void **state)
{
    (void)state;
    begin(MEASURE_EXECUTION, 0);
    struct project_facts *project = sheet_project("P", 10000, 0);
    project->execution_count = 0;
    assert_int_equal(only_item()->measured.kind, MEASURED_SHARE);
    sheet_free(&sheet);
    project->unit_months = 0;
    assert_int_equal(only_item()->measured.kind, MEASURED_NOTHING);
    sheet_end();
}

static void sums_of_money_beyond_64_bits_are_an_error(void **state)
{
    (void)state;
    struct err err = {0};

    begin(MEASURE_EXECUTION, 0);
    sheet_project("P", INT64_MAX, 1);
    sheet_project("Q", 1, 1);
    assert_false(sheet_make(&rubric, &sheet_facts, &sheet_calendar, &sheet, &err));
    assert_int_equal(err.code, ERR_OVERFLOW);
    assert_non_null(strstr(err.text, "S in 2023"));
    calendar_done(&sheet_calendar);
}

/* The target it was measured against is one of the reasons for its points. */
static void an_indicators_rows_are_its_target_in_force_and_its_values(void **state)
{
    (void)state;
    static struct target_revision revisions[2];

    sheet_begin(RUBRIC_PROJECT);
    struct indicator_facts *indicator = sheet_indicator("A", DIRECTION_LE, MICRO(80));
    indicator_weight(indicator, MICRO(100));
    revisions[0] = (struct target_revision){date_of(YEAR, 6, 30), MICRO(90)};
    revisions[1] = (struct target_revision){date_of(YEAR + 1, 1, 1), MICRO(70)};
    indicator->revisions = revisions;
    indicator->revision_count = 2;
    const struct sheet_item *item = only_item();
    assert_int_equal(item->target, MICRO(90));
    assert_int_equal(item->row_count, 3);
    assert_string_equal(row_of(item, LEDGER_INDICATORS, "A/2023")->text, "≤100个");
    assert_string_equal(row_of(item, LEDGER_INDICATOR_TARGETS, "A/2023/2023-06-30")->text, "≤90个");
    assert_string_equal(row_of(item, LEDGER_INDICATOR_VALUES, "A/2023/12")->text, "80");
    sheet_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_day_for_signing_is_in_time),
        cmocka_unit_test(an_unsigned_contract_is_late_only_once_its_last_day_has_passed),
        cmocka_unit_test(what_is_dated_after_the_clock_has_not_happened),
        cmocka_unit_test(filing_is_counted_in_working_days_of_the_official_calendar),
        cmocka_unit_test(a_year_without_holidays_is_said_once),
        cmocka_unit_test(procurement_without_a_published_intent_is_late),
        cmocka_unit_test(a_contract_that_says_nothing_of_small_enterprises_is_not_counted),
        cmocka_unit_test(milestones_of_the_kind_and_name_count),
        cmocka_unit_test(a_units_own_ceiling_is_meant_for_all_below_it),
        cmocka_unit_test(a_ceiling_of_nothing_holds_where_nothing_was_spent),
        cmocka_unit_test(a_ceiling_without_reports_has_no_rate),
        cmocka_unit_test(notices_after_the_clock_do_not_count),
        cmocka_unit_test(rates_too_large_for_their_sum_are_an_error),
        cmocka_unit_test(only_findings_of_the_item_and_its_sources_count),
        cmocka_unit_test(what_was_overspent_is_not_carried_over),
        cmocka_unit_test(adjustments_count_from_their_day),
        cmocka_unit_test(each_row_of_the_budget_has_a_key_of_its_own),
        cmocka_unit_test(a_project_that_did_not_report_has_spent_nothing_where_its_unit_reported),
        cmocka_unit_test(sums_of_money_beyond_64_bits_are_an_error),
        cmocka_unit_test(an_indicators_rows_are_its_target_in_force_and_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
