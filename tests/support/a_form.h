/* What a monitoring form is made of, by hand: a bureau in July 2023 with two projects, basic expenditure and
 * a goal of its own. P1 is slow and says why, P2 is slow and silent. Everything is in the struct. */
#ifndef TESTS_SUPPORT_A_FORM_H
#define TESTS_SUPPORT_A_FORM_H

#include <string.h>

#include "core/notice.h"

enum { A_FORM_MONTH = 7, A_FORM_PROJECTS = 3, A_FORM_INDICATORS = 4 };

#define A_FORM_HOSTILE "=HYPERLINK(\"http://a\")|<b>"

struct a_form {
    struct notice_facts facts;
    struct notice notice;
    struct notice_unit units[1];
    struct project_facts projects[A_FORM_PROJECTS];
    struct indicator_facts indicators[A_FORM_INDICATORS];
    struct notice_outlook outlooks[8];
    struct notice_deviation deviations[2];
    struct notice_indicator behind[1];
    fen initial[A_FORM_PROJECTS];
    struct execution_row execution[A_FORM_PROJECTS];
    const char *funds[1];
    struct adjustment adjustments[2];
    struct target_revision revisions[2];
};

static inline void a_form_projects(struct a_form *f)
{
    static const char *const codes[] = {"P1", "P2", "P3"};
    static const char *const names[] = {"智慧大厅", A_FORM_HOSTILE, "基本支出"};
    static const fen budgets[] = {10000000, 6000000, 2000000}, spent[] = {3000000, 1000000, 1200000};

    f->funds[0] = "";
    f->adjustments[0] = (struct adjustment){.on = date_of(2023, 5, 10), .amount = 2000000};
    f->adjustments[1] = (struct adjustment){.on = date_of(2023, 8, 10), .amount = 5000000};
    for (int i = 0; i < A_FORM_PROJECTS; i++) {
        f->initial[i] = budgets[i];
        f->execution[i] = (struct execution_row){.month = A_FORM_MONTH, .spent = spent[i]};
        f->projects[i] = (struct project_facts){.code = codes[i],
                                                .name = names[i],
                                                .unit_code = "U1",
                                                .manager = i == 0 ? "李四" : NULL,
                                                .category = i == 2 ? CATEGORY_BASIC : CATEGORY_PROJECT,
                                                .year = 2023,
                                                .watched = true,
                                                .funds = f->funds,
                                                .fund_count = 1,
                                                .initial = &f->initial[i],
                                                .initial_count = 1,
                                                .execution = &f->execution[i],
                                                .execution_count = 1};
    }
    f->projects[0].adjustments = f->adjustments;
    f->projects[0].adjustment_count = 2;
}

static inline void a_form_indicators(struct a_form *f)
{
    static const char *const codes[] = {"I1", "I2", "I3", "U-I1"};
    static const char *const names[] = {"整合效果", "接入系统数", "应用数", "服务满意度"};

    f->revisions[0] = (struct target_revision){date_of(2023, 6, 1), 80000000};
    f->revisions[1] = (struct target_revision){date_of(2023, 9, 1), 90000000};
    for (int i = 0; i < A_FORM_INDICATORS; i++)
        f->indicators[i] =
            (struct indicator_facts){.code = codes[i],
                                     .name = names[i],
                                     .owner_code = i == 3 ? "U1" : "P1",
                                     .unit_code = "U1",
                                     .of_unit = i == 3,
                                     .year = 2023,
                                     .level1 = i == 0 || i == 3 ? 4 : 2, /* benefit, output */
                                     .level2 = i == 0 || i == 3 ? "social" : "quantity",
                                     .direction = i == 0 ? DIRECTION_QUALITATIVE : DIRECTION_GE,
                                     .accumulation = ACCUMULATE_SUM,
                                     .schedule = SCHEDULE_MONTHLY,
                                     .has_target = i == 1 || i == 3,
                                     .target = 100000000,
                                     .measure_unit = "套"};
    f->indicators[0].values[A_FORM_MONTH].state = VALUE_PARTIAL;
    f->indicators[1].values[3] = (struct indicator_value){VALUE_NUMBER, 10000000};
    f->indicators[1].values[6] = (struct indicator_value){VALUE_NUMBER, 20000000};
    f->indicators[1].revisions = f->revisions;
    f->indicators[1].revision_count = 2;
    f->indicators[2].values[A_FORM_MONTH] = (struct indicator_value){VALUE_NUMBER, 5000000};
    f->projects[0].indicators = f->indicators;
    f->projects[0].indicator_count = 3;
    f->behind[0] = (struct notice_indicator){.facts = &f->indicators[1], .severity = SEVERITY_RED};
}

static inline void a_form_make(struct a_form *f)
{
    memset(f, 0, sizeof *f);
    f->units[0] = (struct notice_unit){.code = "U1", .name = "甲局", .head = "张三"};
    a_form_projects(f);
    a_form_indicators(f);
    f->outlooks[0] = (struct notice_outlook){.code = "P1",
                                             .month = 6,
                                             .has_expected = true,
                                             .expected = INT64_C(110000500000),
                                             .cause = "funding",
                                             .likelihood = "possible",
                                             .note = "上级资金未到"};
    for (int i = 0; i < 2; i++)
        f->deviations[i] = (struct notice_deviation){
            .kind = SUBJECT_PROJECT, .code = f->projects[i].code, .verdict = {.rule = RULE_EXECUTION_PACE}};
    f->facts = (struct notice_facts){.month = A_FORM_MONTH,
                                     .clock = date_of(2023, 8, 14),
                                     .units = f->units,
                                     .unit_count = 1,
                                     .outlooks = f->outlooks,
                                     .outlook_count = 1};
    f->facts.sheet.set.projects = f->projects;
    f->facts.sheet.set.project_count = A_FORM_PROJECTS;
    f->facts.sheet.set.indicators = f->indicators;
    f->facts.sheet.set.indicator_count = A_FORM_INDICATORS;
    f->notice = (struct notice){.facts = &f->facts,
                                .year = 2023,
                                .month = A_FORM_MONTH,
                                .clock = f->facts.clock,
                                .unit_code = "U1",
                                .unit_name = "甲局",
                                .head = "张三",
                                .now = {.budget = 20000000, .spent = 5200000},
                                .deviations = f->deviations,
                                .deviation_count = 2,
                                .indicators = f->behind,
                                .indicator_count = 1};
    f->notice.now.rate.known = ratio_of(5200000, 20000000, &f->notice.now.rate.value);
}

#endif
