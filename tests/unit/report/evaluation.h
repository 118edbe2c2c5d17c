/* A department's year and its rubric, made by hand: nine items, one of each kind of measure, two of which
 * lose points by the rules and one by what people wrote. For tests of the report side. */
#ifndef TESTS_REPORT_EVALUATION_H
#define TESTS_REPORT_EVALUATION_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "core/sheet.h"

enum { OUTPUTS = 2, BENEFITS = 2, CONTRACTS = 50, SIGNED_IN_TIME = 39, NOTICES = 10, ITEMS = 9 };

#define HOSTILE_NAME "热线|<b>*坐席*</b>_[x](http://e.example)`\n# 1"
#define POINTS(n)    ((micro)((n)*1000000))
#define WAN(n)       ((fen)((n)*1000000))

struct evaluation_fixture {
    struct rubric rubric;
    struct rubric_item items[ITEMS];
    struct score_step steps[ITEMS];
    struct rubric_grade grades[2];
    struct sheet_facts facts;
    struct project_facts projects[2];
    struct indicator_facts indicators[OUTPUTS + BENEFITS];
    struct contract_facts contracts[CONTRACTS];
    struct ceiling_facts ceiling;
    struct rectification_facts finding;
    struct assessment_row assessments[4];
    struct notified_rate rates[NOTICES];
    struct receipt receipts[2];
    char codes[CONTRACTS][16];
    fen initial[2];
    struct execution_row execution[2];
    struct calendar calendar;
    struct sheet sheet;
};

static const char *fixture_funds[] = {""};

static inline struct words fixture_words(const char *zh, const char *en)
{
    return (struct words){zh, en};
}

static inline void fixture_item(struct evaluation_fixture *f, int at, const char *code, struct words level2,
                                struct words name, int max, enum measure_kind measure)
{
    f->items[at] = (struct rubric_item){
        .code = code,
        .level1 = code[0] == '1' ? fixture_words("履职效能", "Performance")
                                 : fixture_words("管理效率", "Management"),
        .level2 = level2,
        .name = name,
        .about = fixture_words("情况", "what it is"),
        .assumption = fixture_words("", ""),
        .max = POINTS(max),
        .measure = {.kind = measure, .levels = LEVEL_ALL, .days = 30, .sources = SOURCE_AUDIT},
        .scoring = {.method = measure == MEASURE_ASSESSED ? SCORE_ASSESSED : SCORE_PROPORTION,
                    .full = POINTS(1),
                    .deduct = POINTS(1),
                    .per = POINTS(1),
                    .steps = &f->steps[at],
                    .step_count = 1},
        .rounding = {ROUND_TRUNCATE, 2}};
}

static inline void fixture_items(struct evaluation_fixture *f)
{
    struct words goals = fixture_words("整体效能", "Effect"), money = fixture_words("预算执行", "Budget"),
                 buying = fixture_words("采购管理", "Procurement"), cost = fixture_words("运行成本", "Costs");

    fixture_item(f, 0, "1.1.1", goals, fixture_words("产出指标完成情况", "Outputs"), 20, MEASURE_INDICATORS);
    f->items[0].measure.levels = LEVEL_OUTPUT;
    fixture_item(f, 1, "1.1.2", goals, fixture_words("效益指标完成情况", "Benefits"), 20, MEASURE_INDICATORS);
    f->items[1].measure.levels = LEVEL_BENEFIT;
    fixture_item(f, 2, "1.1.3", goals, fixture_words("部门预算资金支出率", "Notified rates"), 20,
                 MEASURE_NOTIFIED_RATES);
    fixture_item(f, 3, "2.2.1", money, fixture_words("预算执行率", "Execution"), 10, MEASURE_EXECUTION);
    fixture_item(f, 4, "2.2.2", money, fixture_words("财务管理合规性", "Compliance"), 5, MEASURE_FINDINGS);
    f->items[4].scoring.method = SCORE_DEDUCT;
    fixture_item(f, 5, "2.5.3", buying, fixture_words(HOSTILE_NAME, HOSTILE_NAME), 5, MEASURE_ASSESSED);
    fixture_item(f, 6, "2.5.4", buying, fixture_words("采购合同签订时效性", "Signing in time"), 10,
                 MEASURE_CONTRACT_SIGNING);
    f->items[6].scoring.method = SCORE_STEPS;
    f->steps[6] = (struct score_step){.bound = POINTS(1), .points = POINTS(10)};
    fixture_item(f, 7, "2.5.6", buying, fixture_words("采购政策效能", "Policy"), 5, MEASURE_ASSESSED);
    fixture_item(f, 8, "2.7.1", cost, fixture_words("公用经费控制率", "Running costs"), 5, MEASURE_CEILING);
    f->items[8].measure.ceiling = "running_cost";
    f->items[8].scoring.method = SCORE_YES_NO;
    f->steps[8] = (struct score_step){.at_most = true};
}

static inline void fixture_rubric(struct evaluation_fixture *f)
{
    rubric_defaults(&f->rubric);
    f->rubric.name = "a-department";
    f->rubric.title = fixture_words("部门整体支出绩效评价指标体系", "Department sheet");
    f->rubric.basis = fixture_words("2024年工作方案", "the plan of 2024");
    f->rubric.subject = RUBRIC_UNIT;
    f->rubric.rounding = (struct rounding){ROUND_TRUNCATE, 2};
    f->rubric.items = f->items;
    f->rubric.item_count = ITEMS;
    f->grades[0] = (struct rubric_grade){"优", POINTS(90)};
    f->grades[1] = (struct rubric_grade){"良", 0};
    f->rubric.grades = f->grades;
    f->rubric.grade_count = 2;
    fixture_items(f);
}

static inline void fixture_indicator(struct evaluation_fixture *f, int at, const char *code, const char *name,
                                     unsigned level1, const char *level2, micro value)
{
    f->indicators[at] = (struct indicator_facts){.code = code,
                                                 .name = name,
                                                 .owner_code = "GZ",
                                                 .unit_code = "GZ",
                                                 .of_unit = true,
                                                 .year = 2023,
                                                 .level1 = level1,
                                                 .level2 = level2,
                                                 .direction = DIRECTION_GE,
                                                 .accumulation = ACCUMULATE_LATEST,
                                                 .schedule = SCHEDULE_HALFYEAR,
                                                 .has_target = true,
                                                 .target = POINTS(100),
                                                 .measure_unit = "%"};
    f->indicators[at].values[12] = (struct indicator_value){VALUE_NUMBER, value};
}

static inline void fixture_contracts(struct evaluation_fixture *f)
{
    for (int i = 0; i < CONTRACTS; i++) {
        snprintf(f->codes[i], sizeof f->codes[i], "HT-%02d", i + 1);
        f->contracts[i] = (struct contract_facts){.code = f->codes[i],
                                                  .title = "合同",
                                                  .project_code = "GZ-P01",
                                                  .unit_code = "GZ",
                                                  .year = 2023,
                                                  .amount = WAN(1),
                                                  .intent = DATE_NONE,
                                                  .procurement = DATE_NONE,
                                                  .awarded = date_of(2023, 3, 1),
                                                  .signed_ = date_of(2023, i < SIGNED_IN_TIME ? 3 : 5, 20),
                                                  .published = DATE_NONE,
                                                  .filed = DATE_NONE};
    }
}

static inline void fixture_money(struct evaluation_fixture *f)
{
    static const char *const names[] = {"局机关基本支出", "12345热线"};

    f->initial[0] = INT64_C(10770000000);
    f->initial[1] = INT64_C(56701140000);
    f->execution[0] = (struct execution_row){.month = 12, .spent = INT64_C(10768000000)};
    f->execution[1] = (struct execution_row){.month = 12, .spent = INT64_C(56652750000)};
    for (int i = 0; i < 2; i++)
        f->projects[i] = (struct project_facts){.code = i == 0 ? "GZ-B01" : "GZ-P01",
                                                .name = names[i],
                                                .unit_code = "GZ",
                                                .category = i == 0 ? CATEGORY_BASIC : CATEGORY_PROJECT,
                                                .year = 2023,
                                                .watched = true,
                                                .funds = fixture_funds,
                                                .fund_count = 1,
                                                .initial = &f->initial[i],
                                                .initial_count = 1,
                                                .execution = &f->execution[i],
                                                .execution_count = 1,
                                                .unit_months = 1U << 12};
    f->ceiling = (struct ceiling_facts){.code = "GZ/running_cost",
                                        .kind = "running_cost",
                                        .unit_code = "GZ",
                                        .year = 2023,
                                        .amount = INT64_C(967316267)};
    f->ceiling.has_spent[12] = true;
    f->ceiling.spent[12] = INT64_C(889893192);
    f->receipts[0] = (struct receipt){"事业收入", 0};
    f->receipts[1] = (struct receipt){"财政拨款收入", INT64_C(67471140000)};
}

static inline void fixture_facts(struct evaluation_fixture *f)
{
    fixture_money(f);
    fixture_contracts(f);
    fixture_indicator(f, 0, "GZ-O01", "终端安全服务覆盖率", LEVEL_OUTPUT, "quality", POINTS(100));
    fixture_indicator(f, 1, "GZ-O02", "受理诉求量", LEVEL_OUTPUT, "quantity", POINTS(120));
    fixture_indicator(f, 2, "GZ-E01", "用户满意度", LEVEL_BENEFIT, "social", POINTS(100));
    fixture_indicator(f, 3, "GZ-E02", "高危漏洞整改完成率", LEVEL_BENEFIT, "social", 98400000);
    for (int i = 0; i < NOTICES; i++)
        f->rates[i] = (struct notified_rate){i + 1, i == 0 ? 99930000 : POINTS(100)};
    f->finding = (struct rectification_facts){.code = "SJ-01",
                                              .issue = "会计科目不准确",
                                              .unit_code = "GZ",
                                              .year = 2023,
                                              .source = SOURCE_AUDIT,
                                              .item_code = "2.2.2",
                                              .due = date_of(2023, 9, 22),
                                              .completed = date_of(2023, 9, 20)};
    f->assessments[0] = (struct assessment_row){"2.5.3", NULL, true, POINTS(5), "投诉0起"};
    f->assessments[1] = (struct assessment_row){"2.5.4", "78%", true, POINTS(7), NULL};
    f->assessments[2] = (struct assessment_row){"2.5.6", NULL, true, 4500000, "部分采购未预留"};
    f->assessments[3] = (struct assessment_row){"total", NULL, true, POINTS(96), NULL};
    f->facts = (struct sheet_facts){.of_unit = true,
                                    .code = "GZ",
                                    .name = "广州市政务服务和数据管理局",
                                    .unit_code = "GZ",
                                    .unit_name = "广州市政务服务和数据管理局",
                                    .year = 2023,
                                    .clock = date_of(2023, 12, 31),
                                    .set = {.projects = f->projects,
                                            .project_count = 2,
                                            .indicators = f->indicators,
                                            .indicator_count = OUTPUTS + BENEFITS,
                                            .contracts = f->contracts,
                                            .contract_count = CONTRACTS,
                                            .ceilings = &f->ceiling,
                                            .ceiling_count = 1,
                                            .rectifications = &f->finding,
                                            .rectification_count = 1},
                                    .rates = f->rates,
                                    .rate_count = NOTICES,
                                    .receipts = f->receipts,
                                    .receipt_count = 2,
                                    .assessments = f->assessments,
                                    .assessment_count = 4};
}

/* Fails the test where the sheet cannot be made. `open`: the clock stands at the end of June, and a contract
 * was awarded that can still be signed in time. */
static inline struct evaluation_fixture *fixture_make(bool open)
{
    struct evaluation_fixture *f = mem_alloc(sizeof *f);
    struct err err = {0};

    fixture_rubric(f);
    fixture_facts(f);
    f->facts.open = open;
    if (open)
        f->facts.clock = date_of(2023, 6, 30);
    calendar_init_official(&f->calendar);
    if (!sheet_make(&f->rubric, &f->facts, &f->calendar, &f->sheet, &err)) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    return f;
}

static inline void fixture_free(struct evaluation_fixture *f)
{
    sheet_free(&f->sheet);
    calendar_done(&f->calendar);
    free(f);
}

#endif
