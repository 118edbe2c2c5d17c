/* The sentences of a score sheet, as a finance officer reads them. */
#include "core/catalogue_sheet.h"

#include "sheets.h"

#define PERCENT(n) ((micro)((n)*INT64_C(10000)))

static void expect_text(struct buf *text, const char *expected)
{
    assert_string_equal(buf_text(text), expected);
    buf_clear(text);
}

/* What is said of the item in both languages. */
static void expect_item(const char *code, const char *zh, const char *en)
{
    struct buf text = {0};

    catalogue_item(&text, LANGUAGE_ZH, &sheet, item_named(code));
    expect_text(&text, zh);
    catalogue_item(&text, LANGUAGE_EN, &sheet, item_named(code));
    expect_text(&text, en);
    buf_free(&text);
}

static void expect_discrepancy(enum discrepancy_kind kind, const char *item, const char *zh, const char *en)
{
    const struct discrepancy *found = discrepancy_of(kind, item);
    struct buf text = {0};

    assert_non_null(found);
    catalogue_discrepancy(&text, LANGUAGE_ZH, &sheet, found);
    expect_text(&text, zh);
    catalogue_discrepancy(&text, LANGUAGE_EN, &sheet, found);
    expect_text(&text, en);
    buf_free(&text);
}

static void expect_rule(const struct rubric_item *item, const char *zh, const char *en)
{
    struct buf text = {0};

    catalogue_scoring(&text, LANGUAGE_ZH, item);
    expect_text(&text, zh);
    catalogue_scoring(&text, LANGUAGE_EN, item);
    expect_text(&text, en);
    buf_free(&text);
}

static void an_indicator_shows_its_value_its_target_and_the_way_to_its_points(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    struct indicator_facts *people = sheet_indicator("A", DIRECTION_GE, MICRO(8676));
    indicator_target(people, MICRO(8755));
    indicator_weight(people, MICRO(15));
    indicator_weight(sheet_indicator("B", DIRECTION_LE, MICRO(120)), MICRO(15));
    sheet_compute();
    expect_item("A",
                "实际值8676个，目标值≥8755个，完成率99.0977%；15 × 99.0977% = "
                "14.864655，四舍五入保留2位小数，得14.86分",
                "value 8676个, target ≥8755个, completion 99.0977 %; 15 × 99.0977% = 14.864655, rounded to 2 "
                "decimals, 14.86 points");
    expect_item("B", "实际值120个，目标值≤100个，完成率80%；15 × 80% = 12，得12分",
                "value 120个, target ≤100个, completion 80 %; 15 × 80% = 12, 12 points");
    sheet_end();
}

/* 16.67 x 50 % would be 8.34. */
static void a_shared_weight_is_shown_as_it_was_divided(void **state)
{
    (void)state;
    static const char *const codes[] = {"A", "B", "C"};

    sheet_begin(RUBRIC_PROJECT);
    rubric_level(LEVEL_ALL, MICRO(50));
    for (int i = 0; i < 3; i++)
        sheet_indicator(codes[i], DIRECTION_GE, MICRO(50));
    sheet_compute();
    expect_item("A",
                "实际值50个，目标值≥100个，完成率50%；50 ÷ 3 × 50% ≈ 8.333333，四舍五入保留2位小数，得8.33分",
                "value 50个, target ≥100个, completion 50 %; 50 ÷ 3 × 50% ≈ 8.333333, rounded to 2 decimals, "
                "8.33 points");
    sheet_end();
}

static void what_multiplies_only_roughly_is_not_called_equal(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_item("execution", MICRO(10), MEASURE_EXECUTION, SCORE_PROPORTION);
    sheet_project("S", 6566, 6507);
    sheet_compute();
    expect_item("execution",
                "支出65.07元，预算65.66元，执行率99.10%；10 × 99.1014% ≈ "
                "9.910143，四舍五入保留2位小数，得9.91分",
                "spent 65.07 of a budget of 65.66, 99.10 %; 10 × 99.1014% ≈ 9.910143, rounded to 2 decimals, "
                "9.91 points");
    sheet_end();
}

static void without_a_budget_the_sentence_says_just_that(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric_item("execution", MICRO(10), MEASURE_EXECUTION, SCORE_PROPORTION);
    sheet_project("S", -123456, 100);
    sheet_assessed("execution", NULL, MICRO(10));
    sheet_compute();
    expect_item("execution", "全年预算为-1,234.56元，无法计算执行率，得0分",
                "the year's budget is -1,234.56, so there is no rate: 0 points");
    sheet_end();
}

static void words_and_missing_figures_are_said_as_such(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    struct indicator_facts *word = sheet_indicator("A", DIRECTION_QUALITATIVE, 0);
    word->values[12].state = VALUE_PARTIAL;
    indicator_weight(word, MICRO(20));
    struct indicator_facts *away = sheet_indicator("B", DIRECTION_GE, 0);
    away->values[12].state = VALUE_NOT_APPLICABLE;
    indicator_weight(away, MICRO(20));
    struct indicator_facts *blank = sheet_indicator("C", DIRECTION_GE, 0);
    blank->values[12].state = VALUE_NONE;
    indicator_weight(blank, MICRO(20));
    struct indicator_facts *aimless = sheet_indicator("D", DIRECTION_GE, MICRO(5));
    aimless->has_target = false;
    indicator_weight(aimless, MICRO(40));
    sheet_compute();
    expect_item("A", "完成情况：部分达成年度指标并具有一定效果，完成率70%；20 × 70% = 14，得14分",
                "achieved in part, completion 70 %; 20 × 70% = 14, 14 points");
    expect_item("B", "不适用，按满分20分计", "not applicable, full points: 20");
    expect_item("C", "没有可用的数据，也没有人工评定，得0分", "neither data nor assessed points: 0 points");
    expect_item("D", "实际值5个；没有目标值，也没有人工评定，得0分",
                "value 5个; neither a target nor assessed points: 0 points");
    sheet_end();
}

static void what_is_spread_says_where_its_points_went(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    rubric.not_applicable = NOT_APPLICABLE_SPREAD;
    struct indicator_facts *away = sheet_indicator("A", DIRECTION_GE, 0);
    away->values[12].state = VALUE_NOT_APPLICABLE;
    indicator_weight(away, MICRO(40));
    indicator_weight(sheet_indicator("B", DIRECTION_GE, MICRO(100)), MICRO(60));
    sheet_compute();
    expect_item("A", "不适用，分值由其他项目分摊", "not applicable, its weight is spread over the others");
    sheet_end();
}

static void a_composite_shows_each_part_with_its_weight(void **state)
{
    (void)state;
    static struct rubric_item children[3];
    static const enum measure_kind kinds[] = {MEASURE_EXECUTION, MEASURE_NOTIFIED_RATES, MEASURE_CEILING};
    static const char *const zh[] = {"执行", "通报", "控制"}, *const en[] = {"money", "notices", "ceiling"};

    sheet_begin(RUBRIC_UNIT);
    for (int i = 0; i < 3; i++)
        children[i] = (struct rubric_item){.name = {zh[i], en[i]},
                                           .max = MICRO(i == 0 ? 2 : 1),
                                           .measure = {.kind = kinds[i], .ceiling = "running_cost"},
                                           .scoring = {.method = SCORE_PROPORTION, .full = MICRO(1)}};
    struct rubric_item *item = rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_COMPOSITE);
    item->children = children;
    item->child_count = 3;
    sheet_project("P", 10000, 5000);
    sheet_rate(12, MICRO(80));
    sheet_compute();
    expect_item("1",
                "执行 50% × 50% + 通报 80% × 25% + 控制（无数据） 0% × 25% = 45%；100 × 45% = 45，得45分",
                "money 50% × 50% + notices 80% × 25% + ceiling (no data) 0% × 25% = 45%; 100 × 45% = 45, 45 "
                "points");
    sheet_end();
}

static void indicators_that_fell_short_are_named(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(20), MEASURE_INDICATORS, SCORE_PROPORTION);
    item->measure.levels = LEVEL_ALL;
    sheet_indicator("A", DIRECTION_GE, MICRO(100));
    sheet_indicator("B", DIRECTION_GE, MICRO(80));
    sheet_indicator("C", DIRECTION_GE, MICRO(5))->has_target = false;
    sheet_indicator("D", DIRECTION_GE, 0)->values[12].state = VALUE_NONE;
    sheet_compute();
    expect_item(
        "1",
        "4项指标中1项全部完成，平均完成率45%；未完成：B 80%、C（无目标值）、D（无实际值）；20 × 45% "
        "= 9，得9分",
        "of 4 indicators 1 were reached in full, mean completion 45 %; short: B 80%, C (no target), D "
        "(no value); 20 × 45% = 9, 9 points");
    sheet_end();
}

static void steps_and_deductions_show_their_rule_unless_an_assumption_does(void **state)
{
    (void)state;
    static struct score_step steps[] = {{false, PERCENT(95), MICRO(100)}, {false, PERCENT(80), MICRO(40)}};

    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", MICRO(100), MEASURE_NOTIFIED_RATES, SCORE_STEPS);
    item->scoring.steps = steps;
    item->scoring.step_count = 2;
    sheet_rate(12, MICRO(90));
    sheet_compute();
    expect_item(
        "1",
        "通报1次，累计90%，平均90%；按分档标准得40分（满分100分）（评分标准：≥95%得100分，≥80%得40分，"
        "其余不得分）",
        "notices: 1, together 90 %, on average 90 %; the step gives 40 of 100 points (rule: ≥95%: 100, "
        "≥80%: 40, else none)");
    sheet_free(&sheet);
    item->assumption = (struct words){"假定。", "Assumed."};
    sheet_compute();
    expect_item("1", "通报1次，累计90%，平均90%；按分档标准得40分（满分100分）（评分标准为假设：假定。）",
                "notices: 1, together 90 %, on average 90 %; the step gives 40 of 100 points (assumed rule: "
                "Assumed.)");
    sheet_end();
}

static void yes_or_no_goes_by_the_rule_and_not_by_the_points(void **state)
{
    (void)state;
    static struct score_step step = {false, PERCENT(90), 0};

    sheet_begin(RUBRIC_UNIT);
    struct rubric_item *item = rubric_item("1", 0, MEASURE_NOTIFIED_RATES, SCORE_YES_NO);
    item->scoring.steps = &step;
    item->scoring.step_count = 1;
    sheet_rate(12, MICRO(90));
    sheet_compute();
    expect_item(
        "1", "通报1次，累计90%，平均90%；符合要求，得0分（评分标准：≥90%得0分，其余不得分）",
        "notices: 1, together 90 %, on average 90 %; as required: 0 points (rule: ≥90%: 0, else none)");
    sheet_end();
}

static void rules_read_as_people_say_them(void **state)
{
    (void)state;
    struct rubric_item item = {.max = MICRO(2),
                               .measure = {.kind = MEASURE_EXECUTION},
                               .scoring = {.method = SCORE_PROPORTION, .full = PERCENT(90)}};

    item.scoring.floor = PERCENT(60);
    expect_rule(&item, "达到90%得满分，不足的按比例，低于其60%不得分",
                "full points at 90%, below it in proportion, none below 60% of it");
    item.measure.kind = MEASURE_NUMBER;
    item.scoring = (struct scoring){.method = SCORE_PROPORTION, .full = MICRO(20)};
    expect_rule(&item, "达到20得满分，不足的按比例", "full points at 20, below it in proportion");
    item.scoring = (struct scoring){.method = SCORE_REVERSE, .full = MICRO(4)};
    expect_rule(&item, "不超过4得满分，超过的按超出比例扣减，达到2倍不得分",
                "full points up to 4, above it less in proportion to the excess, none from twice the bound");
    item.scoring.reverse = REVERSE_HUBEI;
    expect_rule(&item, "不超过4得满分，超过的按标准值÷实际值计",
                "full points up to 4, above it the bound ÷ the value");
    item.measure.kind = MEASURE_EXECUTION;
    item.scoring = (struct scoring){.method = SCORE_DEDUCT,
                                    .deduct = PERCENT(10),
                                    .per = PERCENT(1),
                                    .beyond = PERCENT(95),
                                    .below = true,
                                    .started = true};
    expect_rule(&item, "低于95%的部分，每1%扣0.1分（不足1%的按1%计），扣完为止",
                "below 95%, for each 1%: 0.1 off (each 1% begun counts as 1%), down to 0");
    item.measure.kind = MEASURE_FINDINGS;
    item.scoring = (struct scoring){.method = SCORE_DEDUCT, .deduct = MICRO(1), .per = MICRO(1)};
    expect_rule(&item, "每1个扣1分，扣完为止", "for each 1: 1 off, down to 0");
}

static void points_outside_a_band_are_told_the_band(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    for (int i = 0; i < 2; i++) {
        struct indicator_facts *word = sheet_indicator(i == 0 ? "A" : "B", DIRECTION_QUALITATIVE, 0);
        word->values[12].state = i == 0 ? VALUE_ACHIEVED : VALUE_PARTIAL;
        indicator_weight(word, MICRO(50));
        sheet_assessed(word->code, NULL, MICRO(20));
    }
    sheet_compute();
    expect_discrepancy(DISCREPANCY_BAND, "A",
                       "A（A）：评定20分，完成情况为“达成年度指标”，应在满分50分的80%至100%之间",
                       "A (A): assessed 20, but it is \"achieved\", for which 50 points give 80 to 100 %");
    expect_discrepancy(
        DISCREPANCY_BAND, "B",
        "B（B）：评定20分，完成情况为“部分达成年度指标并具有一定效果”，应在满分50分的60%（含）至80%"
        "（不含）之间",
        "B (B): assessed 20, but it is \"achieved in part\", for which 50 points give 60 to under 80 %");
    sheet_end();
}

static void a_printed_total_says_what_its_parts_are(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(60), MEASURE_ASSESSED, SCORE_ASSESSED);
    rubric_item("2", MICRO(40), MEASURE_NOTIFIED_RATES, SCORE_PROPORTION);
    sheet_assessed("1", NULL, MICRO(50));
    sheet_assessed("total", NULL, MICRO(95));
    sheet_rate(12, MICRO(100));
    sheet_compute();
    expect_discrepancy(DISCREPANCY_PRINTED, "total",
                       "填报总分95分，各项合计90分（1项没有评定分，按计算得分计）",
                       "the printed total is 95, its parts sum to 90 (1 without assessed points: those "
                       "computed)");
    sheet_free(&sheet);
    sheet_assessed("2", NULL, MICRO(40));
    sheet_compute();
    expect_discrepancy(DISCREPANCY_PRINTED, "total", "填报总分95分，各项评定分合计90分",
                       "the printed total is 95, its parts sum to 90");
    sheet_end();
}

static void odd_targets_say_how_odd(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_PROJECT);
    indicator_weight(sheet_indicator("A", DIRECTION_GE, MICRO(235)), MICRO(50));
    struct indicator_facts *negative = sheet_indicator("B", DIRECTION_LE, MICRO(-3));
    indicator_target(negative, MICRO(-5));
    indicator_weight(negative, MICRO(50));
    sheet_compute();
    expect_discrepancy(
        DISCREPANCY_TARGET_LOW, "A", "A（A）：实际值235，为目标值100的235%，目标可能偏低，需说明原因",
        "A (A): the value 235 of a target of 100 is 235 %; the target may be too low: explain");
    expect_discrepancy(DISCREPANCY_TARGET_NEGATIVE, "B",
                       "B（B）：目标值-5小于0，实际值-3，此时完成率的算法不能反映好坏，请人工核对",
                       "B (B): the target -5 is below 0 and the value -3: the formula of completion does not "
                       "tell good from bad then; check it by hand");
    sheet_end();
}

static void every_kind_of_disagreement_has_a_sentence_in_both_languages(void **state)
{
    (void)state;
    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(100), MEASURE_ASSESSED, SCORE_ASSESSED);
    sheet_compute();
    for (int kind = 0; kind < DISCREPANCY_KIND_COUNT; kind++)
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            const struct discrepancy made = {
                .kind = (enum discrepancy_kind)kind, .item = "1", .subject = "X", .figures = {1, 2, 3}};
            struct buf text = {0};
            catalogue_discrepancy(&text, (enum language)language, &sheet, &made);
            if (text.length == 0)
                fail_msg("nothing is said of %s", discrepancy_name(made.kind));
            buf_free(&text);
        }
    sheet_end();
}

static void every_item_below_its_maximum_has_a_proposal(void **state)
{
    (void)state;
    for (int kind = 0; kind < MEASURE_COUNT; kind++) {
        const struct rubric_item rule = {.measure = {.kind = (enum measure_kind)kind}};
        const struct sheet_item item = {.rubric = &rule};
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            struct buf text = {0};
            catalogue_proposal(&text, (enum language)language, &item);
            assert_true(text.length > 0);
            buf_free(&text);
        }
    }
}

static void an_issue_says_what_was_lost_and_why(void **state)
{
    (void)state;
    struct buf text = {0};

    sheet_begin(RUBRIC_UNIT);
    rubric_item("1", MICRO(10), MEASURE_NOTIFIED_RATES, SCORE_PROPORTION)->name =
        (struct words){"支出率", "Spending rate"};
    sheet_rate(12, MICRO(90));
    sheet_compute();
    catalogue_issue(&text, LANGUAGE_ZH, &sheet, item_named("1"));
    expect_text(&text, "支出率：满分10分，得9分，失1分。通报1次，累计90%，平均90%；10 × 90% = 9，得9分");
    catalogue_issue(&text, LANGUAGE_EN, &sheet, item_named("1"));
    expect_text(&text,
                "Spending rate: 10 points at most, 9 earned, 1 lost. notices: 1, together 90 %, on average "
                "90 %; 10 × 90% = 9, 9 points");
    buf_free(&text);
    sheet_end();
}

static void machines_read_what_was_measured_without_signs(void **state)
{
    (void)state;
    static const struct {
        struct measured measured;
        const char *plain, *zh;
    } cases[] = {{{.kind = MEASURED_NOTHING}, "", "—"},
                 {{.kind = MEASURED_SHARE, .value = {99993, 100000}}, "99.99", "99.99%"},
                 {{.kind = MEASURED_SHARE, .value = {-8, 100}}, "-8.00", "-8.00%"},
                 {{.kind = MEASURED_NUMBER, .value = {492, 5}}, "98.4", "98.4个"},
                 {{.kind = MEASURED_WORD, .word = VALUE_MISSED}, "missed", "未达成年度指标且效果较差"},
                 {{.kind = MEASURED_NOT_APPLICABLE}, "n/a", "不适用"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = {0};
        measured_plain(&text, &cases[i].measured);
        expect_text(&text, cases[i].plain);
        catalogue_measured(&text, LANGUAGE_ZH, &cases[i].measured, "个");
        expect_text(&text, cases[i].zh);
        buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_shows_its_value_its_target_and_the_way_to_its_points),
        cmocka_unit_test(a_shared_weight_is_shown_as_it_was_divided),
        cmocka_unit_test(what_multiplies_only_roughly_is_not_called_equal),
        cmocka_unit_test(without_a_budget_the_sentence_says_just_that),
        cmocka_unit_test(words_and_missing_figures_are_said_as_such),
        cmocka_unit_test(what_is_spread_says_where_its_points_went),
        cmocka_unit_test(a_composite_shows_each_part_with_its_weight),
        cmocka_unit_test(indicators_that_fell_short_are_named),
        cmocka_unit_test(steps_and_deductions_show_their_rule_unless_an_assumption_does),
        cmocka_unit_test(yes_or_no_goes_by_the_rule_and_not_by_the_points),
        cmocka_unit_test(rules_read_as_people_say_them),
        cmocka_unit_test(points_outside_a_band_are_told_the_band),
        cmocka_unit_test(a_printed_total_says_what_its_parts_are),
        cmocka_unit_test(odd_targets_say_how_odd),
        cmocka_unit_test(every_kind_of_disagreement_has_a_sentence_in_both_languages),
        cmocka_unit_test(every_item_below_its_maximum_has_a_proposal),
        cmocka_unit_test(an_issue_says_what_was_lost_and_why),
        cmocka_unit_test(machines_read_what_was_measured_without_signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
