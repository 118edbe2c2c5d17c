/* A notice made by hand, for tests of what is written of it: a bureau with sub-units, of July 2023, seen on
 * 14 August. Names are hostile where it matters. Everything is in the struct, so nothing has to be freed. */
#ifndef TESTS_SUPPORT_A_NOTICE_H
#define TESTS_SUPPORT_A_NOTICE_H

#include <stdio.h>
#include <string.h>

#include "core/notice.h"

enum {
    A_NOTICE_ROWS = 120,
    A_NOTICE_NAME = 64,
    A_NOTICE_MONTH = 7,
    A_NOTICE_GOALS = 12,
    A_NOTICE_DEADLINES = 3
};

#define A_NOTICE_HOSTILE "<b>|甲*[x](http://a) & 科"

struct a_notice {
    struct notice notice;
    struct notice_row rows[A_NOTICE_ROWS];
    char codes[A_NOTICE_ROWS][A_NOTICE_NAME], names[A_NOTICE_ROWS][A_NOTICE_NAME];
    const struct notice_row *zero[A_NOTICE_ROWS];
    struct notice_line funds[3], unreceived[1];
    struct notice_deviation deviations[3];
    struct notice_standing standing;
    struct notice_deadline deadlines[A_NOTICE_DEADLINES];
    struct notice_goal goals[A_NOTICE_GOALS];
    struct indicator_facts facts;
    struct notice_indicator indicators[1];
    struct notice_outlook outlook;
    struct notice_missing missing[1];
    struct notice_transfer leaving[1], short_[1];
    struct notice_doubt_said doubts[NOTICE_DOUBT_COUNT];
};

static inline struct notice_rate a_rate(int64_t num, int64_t den)
{
    struct notice_rate rate = {0};

    rate.known = den > 0 && ratio_of(num, den, &rate.value);
    return rate;
}

static inline struct notice_money a_money(fen budget, fen spent)
{
    return (struct notice_money){.budget = budget, .spent = spent, .rate = a_rate(spent, budget)};
}

static inline struct notice_rate a_gap(struct notice_rate rate)
{
    struct notice_rate gap = {.known = rate.known};

    gap.known = gap.known && ratio_sub(rate.value, (struct ratio){A_NOTICE_MONTH, MONTHS}, &gap.value);
    return gap;
}

/* Budgets and sums that do not end at 100 yuan, so that 万元 have something to round. */
static inline void a_notice_row(struct a_notice *a, size_t at, size_t count)
{
    fen budget = 123456789 + (fen)at * 1003333, spent = budget / 100 * (fen)(90 - at * 90 / count);
    struct notice_row *row = &a->rows[at];

    snprintf(a->codes[at], A_NOTICE_NAME, "U%03zu", at + 1);
    snprintf(a->names[at], A_NOTICE_NAME, at == 1 ? A_NOTICE_HOSTILE : "第%zu数据资源管理中心", at + 1);
    if (at + 1 == count)
        spent = 0;
    *row = (struct notice_row){.kind = at == 0 ? NOTICE_ROW_OWN : NOTICE_ROW_UNIT,
                               .code = a->codes[at],
                               .name = a->names[at],
                               .answers = at % 2 == 0 ? "王五" : NULL,
                               .now = a_money(budget, spent),
                               .last_month = a_money(budget, spent / 7 * 6),
                               .last_year = a_money(budget, spent / 10 * 9),
                               .has_last_year = true,
                               .rank = (int)at + 1,
                               .last_month_rank = (int)(at % 3 == 0 ? at + 2 : at),
                               .month = A_NOTICE_MONTH,
                               .projected_known = true,
                               .projected = spent / 7 * 12,
                               .deviations = {1, 2, 0}};
    row->gap = a_gap(row->now.rate);
    row->light = spent * 12 < budget * 4   ? NOTICE_RED
                 : spent * 12 < budget * 6 ? NOTICE_YELLOW
                 : spent * 12 > budget * 9 ? NOTICE_BLUE
                                           : NOTICE_GREEN;
    a->notice.lights.red += row->light == NOTICE_RED;
    a->notice.lights.yellow += row->light == NOTICE_YELLOW;
    a->notice.lights.blue += row->light == NOTICE_BLUE;
    a->notice.lights.green += row->light == NOTICE_GREEN;
    a->notice.now.budget += budget;
    a->notice.now.spent += spent;
    a->notice.last_month.budget += budget;
    a->notice.last_month.spent += spent / 7 * 6;
    a->notice.above += row->gap.value.num > 0;
    a->notice.below += row->gap.value.num < 0;
    if (spent == 0)
        a->zero[a->notice.zero_count++] = row;
}

static inline void a_notice_lists(struct a_notice *a)
{
    static const char *const names[] = {"一般公共预算", "政府性基金", ""};
    date clock = a->notice.clock;

    for (int i = 0; i < 3; i++)
        a->funds[i] = (struct notice_line){.name = names[i],
                                           .now = a_money(100000000, 30000000 * (i + 1)),
                                           .gap = a_gap(a_rate(3 * (i + 1), 10))};
    for (int i = 0; i < 2; i++)
        a->notice.categories[i] = a->funds[i];
    a->unreceived[0] = (struct notice_line){
        .name = "上级补助项目",
        .now = {.budget = 50000000, .spent = 9000000, .has_received = true, .received = 10000000}};
    a->standing = (struct notice_standing){.since = clock - 40,
                                           .acknowledged_by = "赵六",
                                           .cause = "funding",
                                           .decision = "continue",
                                           .action = "加快验收",
                                           .action_due = clock + 20,
                                           .action_done = DATE_NONE};
    for (int i = 0; i < 3; i++)
        a->deviations[i] =
            (struct notice_deviation){.kind = SUBJECT_PROJECT,
                                      .code = "P1",
                                      .name = i == 0 ? "智慧大厅项目" : "数据治理" A_NOTICE_HOSTILE,
                                      .unit_name = "信息中心",
                                      .answers = "李四",
                                      .has_points = true,
                                      .points = 1230000,
                                      .standing = i == 1 ? &a->standing : NULL,
                                      .verdict = {.rule = RULE_EXECUTION_OVERSPENT,
                                                  .severity = i == 0 ? SEVERITY_RED : SEVERITY_YELLOW,
                                                  .month = A_NOTICE_MONTH,
                                                  .figures = {12000000, 10000000, 2000000}}};
    for (int i = 0; i < A_NOTICE_DEADLINES; i++)
        a->deadlines[i] = (struct notice_deadline){.kind = i == 0 ? NOTICE_DUE_SIGNING : NOTICE_DUE_MILESTONE,
                                                   .due = clock + (i - 1) * 12,
                                                   .days = (i - 1) * 12,
                                                   .name = i == 0 ? "机房设备采购合同" : "二期上线",
                                                   .project_name = i == 0 ? "" : "智慧大厅" A_NOTICE_HOSTILE,
                                                   .unit_name = "信息中心",
                                                   .answers = "李四",
                                                   .unsure = i == 2};
    for (int i = 0; i < A_NOTICE_GOALS; i++)
        a->goals[i] = (struct notice_goal){.code = "P",
                                           .name = i == 0 ? "智慧大厅" A_NOTICE_HOSTILE : "数据治理项目",
                                           .unit_name = "信息中心",
                                           .rate = {95 - i * 7, 100},
                                           .completion = (micro)(100000 + i * 80000),
                                           .quarter = i < 5    ? NOTICE_GOALS_BEHIND
                                                      : i < 6  ? NOTICE_BOTH_BEHIND
                                                      : i < 10 ? NOTICE_MONEY_BEHIND
                                                               : NOTICE_BOTH_GOOD,
                                           .gap = i < 3};
}

static inline void a_notice_rest(struct a_notice *a)
{
    a->facts = (struct indicator_facts){.code = "I1", .name = "窗口服务满意度", .manager = "孙七"};
    a->outlook = (struct notice_outlook){.of_indicator = true, .likelihood = "possible"};
    a->indicators[0] =
        (struct notice_indicator){.facts = &a->facts,
                                  .unit_name = "信息中心",
                                  .severity = SEVERITY_RED,
                                  .verdict = {.rule = RULE_INDICATOR_PACE,
                                              .severity = SEVERITY_RED,
                                              .reason = REASON_BEHIND,
                                              .month = A_NOTICE_MONTH,
                                              .figures = {20000000, 58330000, 100000000, 342900, 0, 600000}},
                                  .month = A_NOTICE_MONTH,
                                  .outlook = &a->outlook};
    a->missing[0] = (struct notice_missing){.code = "U9", .name = "测绘院", .head = "周八", .month = 5};
    a->leaving[0] = (struct notice_transfer){.name = "培训费",
                                             .unit_name = "信息中心",
                                             .answers = "李四",
                                             .budget = 30000000,
                                             .projected = 12000000,
                                             .amount = 18000000,
                                             .by_outlook = true};
    a->short_[0] = (struct notice_transfer){.name = "云平台租用",
                                            .unit_name = "信息中心",
                                            .budget = 30000000,
                                            .projected = 35000000,
                                            .amount = 5000000};
    for (int kind = 0; kind < NOTICE_DOUBT_COUNT; kind++)
        a->doubts[kind] = (struct notice_doubt_said){.kind = (enum notice_doubt)kind, .figures = {1, 9}};
}

static inline void a_notice_curve(struct notice *notice)
{
    for (int month = 1; month <= MONTHS; month++) {
        notice->year_curve.has_spent[month] = month <= A_NOTICE_MONTH;
        notice->year_curve.spent[month] = notice->now.spent / A_NOTICE_MONTH * month;
        notice->year_curve.has_plan[month] = true;
        notice->year_curve.plan[month] = notice->now.budget / (MONTHS * MONTHS) * month * month;
        notice->year_curve.budget[month] = notice->now.budget;
        notice->year_curve.reference[month] = a_rate(month, MONTHS);
    }
    notice->projection = (struct notice_projection){
        .known = true, .spent = notice->now.spent / A_NOTICE_MONTH * MONTHS, .by_outlook = 3, .by_pace = 20};
    notice->projection.rate = a_rate(notice->projection.spent, notice->now.budget);
}

/* With so many rows, at most A_NOTICE_ROWS and at least 2. */
static inline struct notice *a_notice_make(struct a_notice *a, size_t rows)
{
    struct notice *notice = &a->notice;

    memset(a, 0, sizeof *a);
    *notice = (struct notice){
        .year = 2023,
        .month = A_NOTICE_MONTH,
        .clock = date_of(2023, 8, 14),
        .unit_code = "GZ",
        .unit_name = "市政务和数据局",
        .head = "张三",
        .curve = CURVE_LINEAR,
        .reference = a_rate(A_NOTICE_MONTH, MONTHS),
        .rows = a->rows,
        .row_count = rows,
        .zero = a->zero,
        .funds = a->funds,
        .fund_count = 3,
        .unreceived = a->unreceived,
        .unreceived_count = 1,
        .deviations = a->deviations,
        .deviation_count = 3,
        .deviation_lights = {1, 2, 0},
        .deadlines = a->deadlines,
        .deadline_count = A_NOTICE_DEADLINES,
        .indicators = a->indicators,
        .indicator_count = 1,
        .indicators_watched = 31,
        .goals = a->goals,
        .goal_count = A_NOTICE_GOALS,
        .missing = a->missing,
        .missing_count = 1,
        .leaving = a->leaving,
        .leaving_count = 1,
        .short_ = a->short_,
        .short_count = 1,
        .doubts = a->doubts,
        .doubt_count = NOTICE_DOUBT_COUNT,
        .score = {.known = true, .total = 60500000, .max = 100000000, .winnable = 20000000, .grade = "中"}};
    for (size_t i = 0; i < rows; i++)
        a_notice_row(a, i, rows);
    notice->now.rate = a_rate(notice->now.spent, notice->now.budget);
    notice->last_month.rate = a_rate(notice->last_month.spent, notice->last_month.budget);
    notice->last_year = a_money(notice->now.budget, notice->now.spent / 10 * 9);
    notice->has_last_year = true;
    notice->gap = a_gap(notice->now.rate);
    a_notice_lists(a);
    a_notice_rest(a);
    a_notice_curve(notice);
    return notice;
}

#endif
