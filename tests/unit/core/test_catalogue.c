#include "core/catalogue.h"
#include "core/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/facts.h"

enum { ZH, EN };

/* Figures that cannot be mistaken for one another. */
static struct verdict sample(enum rule rule, enum reason reason)
{
    return (struct verdict){.rule = rule,
                            .severity = SEVERITY_RED,
                            .reason = reason,
                            .month = 7,
                            .observed = {QUANTITY_RATE, 333333},
                            .expected = {QUANTITY_RATE, 583333},
                            .gap = {QUANTITY_RATE, -250000}};
}

static void says(const struct verdict *verdict, const char *zh, const char *en)
{
    struct buf text = {0};

    catalogue_explain(&text, LANGUAGE_ZH, verdict);
    assert_string_equal(buf_text(&text), zh);
    buf_clear(&text);
    catalogue_explain(&text, LANGUAGE_EN, verdict);
    assert_string_equal(buf_text(&text), en);
    buf_free(&text);
}

static void set_figures(struct verdict *verdict, const int64_t figures[FIGURE_COUNT])
{
    memcpy(verdict->figures, figures, sizeof verdict->figures);
}

static void every_rule_and_reason_has_a_whole_sentence_in_both_languages(void **state)
{
    (void)state;
    static const struct {
        enum rule rule;
        enum reason reasons[6];
        int count;
    } said[] = {
        {RULE_EXECUTION_PACE, {REASON_BEHIND, REASON_NOT_RECEIVED, REASON_AHEAD}, 3},
        {RULE_EXECUTION_OVERSPENT, {REASON_PLAIN}, 1},
        {RULE_EXECUTION_UNBUDGETED, {REASON_PLAIN}, 1},
        {RULE_EXECUTION_REVERSAL, {REASON_PLAIN}, 1},
        {RULE_EXECUTION_CHECKPOINT, {REASON_PLAIN}, 1},
        {RULE_EXECUTION_MISSING, {REASON_PLAIN}, 1},
        {RULE_INDICATOR_PACE,
         {REASON_BEHIND, REASON_LIMIT_EXCEEDED, REASON_TARGET_ZERO, REASON_TARGET_LOW, REASON_QUALITATIVE},
         5},
        {RULE_INDICATOR_MISSING, {REASON_PLAIN}, 1},
        {RULE_GOAL_GAP, {REASON_PLAIN}, 1},
        {RULE_MILESTONE_DUE, {REASON_OVERDUE, REASON_DUE_SOON}, 2},
        {RULE_CONTRACT_INTENT, {REASON_NO_INTENT, REASON_INTENT_LATE, REASON_INTENT_AFTER}, 3},
        {RULE_CONTRACT_SIGNING, {REASON_OVERDUE, REASON_DUE_SOON}, 2},
        {RULE_CONTRACT_PUBLICATION, {REASON_OVERDUE, REASON_DUE_SOON}, 2},
        {RULE_CONTRACT_FILING, {REASON_OVERDUE, REASON_DUE_SOON}, 2},
        {RULE_CEILING_PACE, {REASON_PLAIN, REASON_NEARING}, 2},
        {RULE_RECTIFICATION_DUE, {REASON_OVERDUE, REASON_DUE_SOON}, 2},
    };
    static const int64_t figures[FIGURE_COUNT] = {19000, 19010, 19020, 19030, 19040, CURVE_PEERS};

    /* Sentences about sources carry texts, not figures: core/catalogue_source.h. */
    assert_int_equal(sizeof said / sizeof *said, RULE_SOURCE_FAILED);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        for (int k = 0; k < said[i].count; k++)
            for (int language = ZH; language <= EN; language++) {
                struct verdict verdict = sample(said[i].rule, said[i].reasons[k]);
                struct buf text = {0};
                set_figures(&verdict, figures);
                catalogue_explain(&text, (enum language)language, &verdict);
                if (text.length < 20 || strpbrk(buf_text(&text), "{}") != NULL)
                    fail_msg("%s, reason %d: \"%s\"", rule_name(said[i].rule), said[i].reasons[k],
                             buf_text(&text));
                /* Only the Chinese sentences have anything beyond ASCII. */
                bool chinese = false;
                for (const char *c = buf_text(&text); *c != '\0'; c++)
                    chinese = chinese || (unsigned char)*c >= 0x80;
                assert_int_equal(chinese, language == ZH);
                buf_free(&text);
            }
}

static void sentences_on_pace_carry_all_of_their_arithmetic(void **state)
{
    (void)state;
    struct verdict verdict = sample(RULE_EXECUTION_PACE, REASON_BEHIND);

    set_figures(&verdict, (const int64_t[]){40000000, 120000000, 70000000, 571429, 600000, CURVE_LINEAR});
    says(&verdict,
         "截至7月累计支出 400,000.00 元，占预算 1,200,000.00 元的 33.33%；按序时进度应支出 700,000.00 元"
         "（58.33%），完成应支出的 57.14%，低于 60.00% 的界限，落后 25.00 个百分点",
         "By the end of month 7, 400,000.00 was spent, 33.33% of the budget of 1,200,000.00; the linear "
         "reference asks for 700,000.00 (58.33%), so the pace is 57.14%, below 60.00%, 25.00 percentage "
         "points "
         "behind");
    verdict.reason = REASON_NOT_RECEIVED;
    verdict.figures[5] = 20000000;
    says(
        &verdict,
        "截至7月累计支出 400,000.00 元，占预算 1,200,000.00 元的 33.33%；资金未到位，到位资金 200,000.00 "
        "元，以此为应支出数，完成 57.14%，低于 60.00% 的界限",
        "By the end of month 7, 400,000.00 was spent, 33.33% of the budget of 1,200,000.00; money is not all "
        "received: measured against the 200,000.00 received the pace is 57.14%, below 60.00%");
    verdict.reason = REASON_AHEAD;
    set_figures(&verdict, (const int64_t[]){-1, 120000000, 70000000, 301000, 300000, CURVE_PLAN});
    says(&verdict,
         "截至7月累计支出 -0.01 元，占预算 1,200,000.00 元的 33.33%；按用款计划应支出 700,000.00 元"
         "（58.33%），超前 30.10 个百分点，超过 30.00 个百分点的界限",
         "By the end of month 7, -0.01 was spent, 33.33% of the budget of 1,200,000.00; the plan asks for "
         "700,000.00 (58.33%), so spending is 30.10 percentage points ahead, over the 30.00 allowed");
}

static void sentences_on_other_money(void **state)
{
    (void)state;
    struct verdict verdict = sample(RULE_EXECUTION_REVERSAL, REASON_PLAIN);

    set_figures(&verdict, (const int64_t[]){90, 100, 10, 5, 0, 0});
    says(&verdict, "7月累计支出 0.90 元，低于5月的 1.00 元，回落 0.10 元，请核对退款或更正",
         "The running total at month 7 is 0.90, below the 1.00 of month 5 by 0.10: check for refunds or "
         "corrections");
    verdict = sample(RULE_CEILING_PACE, REASON_NEARING);
    set_figures(&verdict, (const int64_t[]){950, 1000, 900000, 0, 0, 0});
    says(&verdict, "截至7月支出 9.50 元，已超过限额 10.00 元的 90.00%",
         "By month 7, 9.50 was spent, more than 90.00% of the ceiling of 10.00");
    verdict = sample(RULE_GOAL_GAP, REASON_PLAIN);
    set_figures(&verdict, (const int64_t[]){40000000, 120000000, 200000, 0, 0, 0});
    says(&verdict,
         "截至7月支出 400,000.00 元，支出率 33.33%，而绩效目标完成 58.33%，钱快于事 25.00 个百分点，超过 "
         "20.00 "
         "个百分点",
         "By the end of month 7 spending stands at 33.33% (400,000.00) but the goals at 58.33%: 25.00 "
         "percentage "
         "points ahead, over the 20.00 allowed");
}

static void values_are_printed_without_needless_zeros(void **state)
{
    (void)state;
    struct verdict verdict = sample(RULE_INDICATOR_PACE, REASON_BEHIND);

    set_figures(&verdict, (const int64_t[]){98400000, 100000000, 200000000, 984000, 0, 1000000});
    says(&verdict, "截至7月实际值 98.4，阶段目标 100（全年目标 200），完成 98.40%，低于 100.00% 的界限",
         "The value by month 7 is 98.4 against 100 for the period (full year 200): 98.40%, below 100.00%");
    verdict.reason = REASON_QUALITATIVE;
    verdict.figures[0] = VALUE_PARTIAL;
    says(&verdict, "7月定性指标评价为“部分达成”",
         "In month 7 the qualitative indicator was judged 'partly achieved'");
}

static void days_are_counted_as_people_say_them(void **state)
{
    (void)state;
    static const struct {
        int left;
        enum reason reason;
        const char *zh, *en;
    } cases[] = {
        {15, REASON_DUE_SOON, "计划于 2023-06-30 完成，还有 15 天", "Planned for 2023-06-30, 15 days left"},
        {1, REASON_DUE_SOON, "计划于 2023-06-30 完成，还有 1 天", "Planned for 2023-06-30, 1 day left"},
        {0, REASON_DUE_SOON, "计划于 2023-06-30 完成，今天到期", "Planned for 2023-06-30, due today"},
        {-1, REASON_OVERDUE, "计划于 2023-06-30 完成，已逾期 1 天",
         "Planned for 2023-06-30, overdue by 1 day"},
        {-40, REASON_OVERDUE, "计划于 2023-06-30 完成，已逾期 40 天",
         "Planned for 2023-06-30, overdue by 40 days"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct verdict verdict = sample(RULE_MILESTONE_DUE, cases[i].reason);
        verdict.figures[0] = date_of(2023, 6, 30);
        verdict.figures[1] = cases[i].left;
        says(&verdict, cases[i].zh, cases[i].en);
    }
}

static void sentences_on_contracts(void **state)
{
    (void)state;
    const date day = date_of(2023, 6, 1);
    struct verdict verdict = sample(RULE_CONTRACT_INTENT, REASON_INTENT_AFTER);

    set_figures(&verdict, (const int64_t[]){day, day + 9, -9, 30, 0, 0});
    says(&verdict, "采购于 2023-06-01 启动，采购意向 2023-06-10 才公开，晚了 9 天（应提前 30 天公开）",
         "Procurement started on 2023-06-01, 9 days before the intent was published on 2023-06-10 (due 30 "
         "days "
         "before)");
    verdict = sample(RULE_CONTRACT_SIGNING, REASON_DUE_SOON);
    set_figures(&verdict, (const int64_t[]){day, 23, 30, day + 30, 0, 0});
    says(&verdict, "2023-06-01 发出中标通知书，合同应于 30 天内签订，最迟 2023-07-01，已过 23 天",
         "Awarded on 2023-06-01; the contract must be signed within 30 days, on 2023-07-01 at the latest; 23 "
         "days passed");
    verdict = sample(RULE_CONTRACT_FILING, REASON_OVERDUE);
    set_figures(&verdict, (const int64_t[]){day, 8, 7, day + 11, 0, 0});
    says(&verdict, "合同于 2023-06-01 签订，已 8 个工作日未备案，超过 7 个工作日的期限（2023-06-12）",
         "Signed on 2023-06-01 and unfiled after 8 working days; the limit is 7 (2023-06-12)");
}

static void titles_and_resolutions(void **state)
{
    (void)state;
    struct buf text = {0};

    catalogue_title(&text, LANGUAGE_ZH, EVENT_OPENED, SEVERITY_RED, RULE_EXECUTION_PACE, "政务云");
    assert_string_equal(buf_text(&text), "[红灯·新增] 支出进度：政务云");
    buf_clear(&text);
    catalogue_title(&text, LANGUAGE_EN, EVENT_RESOLVED, SEVERITY_YELLOW, RULE_CONTRACT_FILING, "servers");
    assert_string_equal(buf_text(&text), "[yellow, resolved] contract filing: servers");
    buf_clear(&text);
    catalogue_resolved(&text, LANGUAGE_ZH, "预算 5% 以内");
    assert_string_equal(buf_text(&text), "已恢复正常；此前：预算 5% 以内");
    buf_clear(&text);
    catalogue_resolved(&text, LANGUAGE_EN, "late");
    assert_string_equal(buf_text(&text), "Back to normal; before: late");
    buf_clear(&text);
    catalogue_gone(&text, LANGUAGE_ZH, "超支");
    assert_string_equal(buf_text(&text), "有关数据已删除或转出，不再监控；此前：超支");
    buf_clear(&text);
    catalogue_gone(&text, LANGUAGE_EN, "late");
    assert_string_equal(buf_text(&text),
                        "No longer watched, as its data were deleted or moved away; before: late");
    buf_free(&text);
}

static void everything_has_a_name_in_both_languages(void **state)
{
    (void)state;
    enum language language = LANGUAGE_EN;

    for (int l = ZH; l <= EN; l++) {
        for (int i = 0; i < RULE_COUNT; i++)
            assert_true(strlen(catalogue_rule((enum language)l, (enum rule)i)) > 0);
        for (int i = 0; i < EVENT_COUNT; i++)
            assert_true(strlen(catalogue_event((enum language)l, (enum event_kind)i)) > 0);
        for (int i = 0; i <= SEVERITY_RED; i++)
            assert_true(strlen(catalogue_severity((enum language)l, (enum severity)i)) > 0);
    }
    assert_true(language_by_name("zh", &language));
    assert_int_equal(language, LANGUAGE_ZH);
    assert_true(language_by_name("en", &language));
    assert_int_equal(language, LANGUAGE_EN);
    assert_false(language_by_name("de", &language));
    assert_false(language_by_name("", &language));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_and_reason_has_a_whole_sentence_in_both_languages),
        cmocka_unit_test(sentences_on_pace_carry_all_of_their_arithmetic),
        cmocka_unit_test(sentences_on_other_money),
        cmocka_unit_test(values_are_printed_without_needless_zeros),
        cmocka_unit_test(days_are_counted_as_people_say_them),
        cmocka_unit_test(sentences_on_contracts),
        cmocka_unit_test(titles_and_resolutions),
        cmocka_unit_test(everything_has_a_name_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
