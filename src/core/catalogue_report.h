/* The sentences of the self-evaluation report (绩效自评报告), in Chinese and English; part of the catalogue.
 * The chapters are those that finance bureaus ask for; what only a person can write is named as a gap. */
#ifndef CORE_CATALOGUE_REPORT_H
#define CORE_CATALOGUE_REPORT_H

#include "core/catalogue.h"
#include "core/sheet.h"
#include "core/sheet_money.h"

enum report_text {
    /* Headings. The first six differ between a department and a project. */
    REPORT_BASICS,
    REPORT_DUTIES,
    REPORT_WORK,
    REPORT_GOALS,
    REPORT_MONEY,
    REPORT_MANAGEMENT,
    REPORT_GOAL_OF_YEAR,
    REPORT_GOAL_INDICATORS,
    REPORT_GOAL_DONE,
    REPORT_RULES,
    REPORT_INDICATOR_DESIGN,
    REPORT_MONITORING,
    REPORT_EVALUATING,
    REPORT_EVALUATION,
    REPORT_CONCLUSION,
    REPORT_PROBLEMS,
    REPORT_PROBLEM_DATA,
    REPORT_PROBLEM_OTHERS,
    REPORT_MEASURES,
    REPORT_MEASURE_OTHERS,
    REPORT_SHEET,

    /* Titles of columns. */
    REPORT_LEVEL1,
    REPORT_LEVEL2,
    REPORT_INDICATOR,
    REPORT_TARGET,
    REPORT_ACTUAL,
    REPORT_COMPLETION,

    /* Gaps: what is to be written. */
    REPORT_GAP_BASIS,
    REPORT_GAP_DUTIES,
    REPORT_GAP_WORK,
    REPORT_GAP_GOAL,
    REPORT_GAP_GOAL_DONE,
    REPORT_GAP_RECEIPTS,
    REPORT_GAP_RULES,
    REPORT_GAP_MONITORING,
    REPORT_GAP_EVALUATING,
    REPORT_GAP_ITEM,
    REPORT_GAP_CAUSE,
    REPORT_GAP_PROBLEMS,
    REPORT_GAP_MEASURES,

    /* Sentences. */
    REPORT_DRAFT,
    REPORT_NO_INDICATORS,
    REPORT_NO_PROBLEMS,
    REPORT_DATA_INTRODUCTION,
    REPORT_TEXT_COUNT
};

const char *catalogue_report(enum language language, bool of_unit, enum report_text text);

/* "2023年度广州市政务服务和数据管理局部门整体支出绩效自评报告". */
void catalogue_report_title(struct buf *out, enum language language, const struct sheet *sheet);
/* "根据《…》的要求，…"; nothing where the rubric names no basis. */
void catalogue_report_opening(struct buf *out, enum language language, const struct sheet *sheet);

/* "2023年度，本年收入67,471.14万元，其中：财政拨款收入67,471.14万元；…"; kinds without any come last. */
void catalogue_report_receipts(struct buf *out, enum language language, const struct sheet_facts *facts,
                               const struct sheet_money *money);
void catalogue_report_spending(struct buf *out, enum language language, const struct sheet_facts *facts,
                               const struct sheet_money *money);
/* The rate of the budget; that there is none where the budget is not above 0. */
void catalogue_report_rate(struct buf *out, enum language language, const struct sheet_facts *facts,
                           const struct sheet_money *money);

/* How many levels and items there are, with the names of the levels. */
struct report_counts {
    size_t level1, level2, items;
    const char *level1_names, *level2_names; /* joined */
};
void catalogue_report_counts(struct buf *out, enum language language, const struct sheet *sheet,
                             const struct report_counts *counts);
void catalogue_report_conclusion(struct buf *out, enum language language, const struct sheet *sheet);
/* "共设置绩效指标31项". */
void catalogue_report_indicators(struct buf *out, enum language language, size_t count, size_t met);
/* "台账登记整改事项3项，已完成2项". */
void catalogue_report_followed(struct buf *out, enum language language, const struct sheet_facts *facts);

/* "履职效能分析". */
void catalogue_report_level(struct buf *out, enum language language, const char *level1);
/* "指标分值3分，根据既定的评分标准，该指标未能得分。" */
void catalogue_report_points(struct buf *out, enum language language, const struct sheet_item *item);
/* "采购合同签订时效性未得满分". */
void catalogue_report_problem(struct buf *out, enum language language, const char *name);
/* "责任单位（人）：…；完成时限：2024年6月30日。" */
void catalogue_report_duty(struct buf *out, enum language language, const char *owner, date due);

/* The target in force on a day: "≥100%", "定性" for a text, "—" for none. */
void catalogue_target(struct buf *out, enum language language, const struct indicator_facts *indicator,
                      date day);

#endif
