#include "core/catalogue_report.h"

#include "core/catalogue_parts.h"
#include "core/catalogue_sheet.h"

static const char *const texts[REPORT_TEXT_COUNT][2] = {
    [REPORT_BASICS] = {"部门基本情况", "The department"},
    [REPORT_DUTIES] = {"部门职能", "Duties"},
    [REPORT_WORK] = {"年度总体工作和重点工作任务", "Work of the year"},
    [REPORT_GOALS] = {"部门整体支出绩效目标", "Performance goals"},
    [REPORT_MONEY] = {"部门整体收支情况", "Receipts and spending"},
    [REPORT_MANAGEMENT] = {"部门整体绩效管理情况", "Performance management"},
    [REPORT_GOAL_OF_YEAR] = {"年度整体目标", "Goal of the year"},
    [REPORT_GOAL_INDICATORS] = {"绩效指标", "Indicators"},
    [REPORT_GOAL_DONE] = {"目标完成情况", "What was achieved"},
    [REPORT_RULES] = {"规章制度方面", "Rules"},
    [REPORT_INDICATOR_DESIGN] = {"指标设计方面", "Indicators"},
    [REPORT_MONITORING] = {"绩效管理监控方面", "Monitoring"},
    [REPORT_EVALUATING] = {"绩效自评和评价方面", "Evaluation"},
    [REPORT_EVALUATION] = {"绩效自评情况", "Self-evaluation"},
    [REPORT_CONCLUSION] = {"自评结论", "Result"},
    [REPORT_PROBLEMS] = {"存在的主要问题", "Main problems"},
    [REPORT_PROBLEM_DATA] = {"数据和表述存在不一致，需核对后说明", "Data that do not agree"},
    [REPORT_PROBLEM_OTHERS] = {"其他问题", "Other problems"},
    [REPORT_MEASURES] = {"下一步改进措施", "Next steps"},
    [REPORT_MEASURE_OTHERS] = {"其他措施", "Other measures"},
    [REPORT_SHEET] = {"附表：评分表", "Annex: score sheet"},

    [REPORT_LEVEL1] = {"一级指标", "Level 1"},
    [REPORT_LEVEL2] = {"二级指标", "Level 2"},
    [REPORT_INDICATOR] = {"三级指标", "Indicator"},
    [REPORT_TARGET] = {"年度指标值", "Target"},
    [REPORT_ACTUAL] = {"实际完成值", "Value"},
    [REPORT_COMPLETION] = {"完成率", "Completion"},

    [REPORT_GAP_BASIS] = {"自评所依据的文件名称和文号", "the document that asks for this evaluation"},
    [REPORT_GAP_DUTIES] = {"主要职责，依据机构编制文件", "the department's duties, from its charter"},
    [REPORT_GAP_WORK] = {"年度总体工作和重点工作任务的完成情况", "what was done in the year"},
    [REPORT_GAP_GOAL] = {"年初批复的年度整体目标", "the goal as it was approved with the budget"},
    [REPORT_GAP_GOAL_DONE] = {"年度整体目标的完成情况和主要成效", "how far the goal was reached"},
    [REPORT_GAP_RECEIPTS] = {"本年收入及构成（台账中没有收入数据）",
                             "receipts of the year (there are none in the ledger)"},
    [REPORT_GAP_RULES] = {"预算绩效管理制度的名称和主要内容", "the rules on performance management"},
    [REPORT_GAP_MONITORING] = {"年中、年末绩效监控的开展情况和纠正措施",
                               "monitoring in the year, and what was corrected"},
    [REPORT_GAP_EVALUATING] = {"自评组织、复核和重点项目评价的开展情况",
                               "how the evaluation was organised and checked"},
    [REPORT_GAP_ITEM] = {"本项工作的开展情况和佐证材料", "what was done, and the evidence"},
    [REPORT_GAP_CAUSE] = {"原因分析", "the causes"},
    [REPORT_GAP_PROBLEMS] = {"管理、人员、制度等方面的其他问题；没有的删去本条",
                             "other problems; delete this section if there are none"},
    [REPORT_GAP_MEASURES] = {"针对其他问题的措施；没有的删去本条",
                             "measures on other problems; delete this section if there are none"},

    [REPORT_DRAFT] =
        {"本稿由程序根据台账生成：数字和计分过程已填入；标明“待补充”之处只能由人填写，"
         "定稿前请逐处补充并删去本段。",
         "This draft was made from the ledger: figures and arithmetic are filled in. What is marked "
         "\"to be completed\" only a person can write; complete it and delete this paragraph."},
    [REPORT_NO_INDICATORS] = {"台账中没有本年度的绩效指标。", "The ledger has no indicators of this year."},
    [REPORT_NO_PROBLEMS] = {"各项指标均得满分，未发现失分事项。", "Every item has full points."},
    [REPORT_DATA_INTRODUCTION] = {"自评过程中发现以下不一致：", "These do not agree:"},
};

/* Of a project, where it is another text than a department's. */
static const char *const project_texts[REPORT_TEXT_COUNT][2] = {
    [REPORT_BASICS] = {"项目基本情况", "The project"},
    [REPORT_DUTIES] = {"项目概况", "What it is"},
    [REPORT_WORK] = {"项目组织实施情况", "How it was carried out"},
    [REPORT_GOALS] = {"项目绩效目标", "Performance goals"},
    [REPORT_MONEY] = {"项目资金安排和使用情况", "Money"},
    [REPORT_GAP_DUTIES] = {"立项依据、实施内容和受益对象",
                           "why the project exists, what it does and for whom"},
    [REPORT_GAP_WORK] = {"项目的组织管理和实施过程", "how the project was managed and carried out"},
    [REPORT_GAP_GOAL] = {"年初批复的项目年度目标", "the goal as it was approved with the budget"},
    [REPORT_GAP_GOAL_DONE] = {"项目年度目标的完成情况和主要成效", "how far the goal was reached"},
};

/* 万元 with two decimals, half up, as reports print them; nothing is "0". */
static const char *wan(fen amount, char text[static DEC_TEXT])
{
    struct ratio in_wan;
    int64_t rounded;

    if (amount == 0)
        return "0";
    if (!ratio_of(amount, INT64_C(1000000), &in_wan) || !ratio_round(in_wan, 2, &rounded))
        return "?";
    return dec_format_grouped(rounded, 2, text);
}

const char *catalogue_report(enum language language, bool of_unit, enum report_text text)
{
    if (!of_unit && project_texts[text][language] != NULL)
        return project_texts[text][language];
    return texts[text][language];
}

void catalogue_report_title(struct buf *out, enum language language, const struct sheet *sheet)
{
    const struct sheet_facts *facts = sheet->facts;

    if (language == LANGUAGE_EN)
        buf_printf(out, "Self-evaluation report of %s, %d", facts->name, facts->year);
    else
        buf_printf(out, "%d年度%s%s绩效自评报告", facts->year, facts->name,
                   facts->of_unit ? "部门整体支出" : "项目支出");
}

void catalogue_report_opening(struct buf *out, enum language language, const struct sheet *sheet)
{
    const struct sheet_facts *facts = sheet->facts;
    const char *basis = words_in(sheet->rubric->basis, language);

    if (basis[0] == '\0')
        return;
    if (language == LANGUAGE_EN)
        buf_printf(out, "As %s asks, the spending of %s in %d was evaluated.", basis, facts->name,
                   facts->year);
    else
        buf_printf(out, "根据《%s》的要求，对%s%d年度%s开展绩效自评，现将有关情况报告如下。", basis,
                   facts->name, facts->year, facts->of_unit ? "部门整体支出" : "项目支出");
}

void catalogue_report_receipts(struct buf *out, enum language language, const struct sheet_facts *facts,
                               const struct sheet_money *money)
{
    char amount[DEC_TEXT];
    size_t said = 0;

    buf_printf(out, in(language, "%d年度，本年收入%s万元", "In %d the receipts were %s (ten thousand yuan)"),
               facts->year, wan(money->income, amount));
    for (int empty = 0; empty <= 1; empty++)
        for (size_t i = 0; i < facts->receipt_count; i++)
            if ((facts->receipts[i].amount == 0) == (empty == 1))
                buf_printf(out,
                           said++ == 0 ? in(language, "，其中：%s%s万元", ", of these: %s %s")
                                       : in(language, "；%s%s万元", "; %s %s"),
                           facts->receipts[i].kind, wan(facts->receipts[i].amount, amount));
    buf_puts(out, in(language, "。", "."));
}

void catalogue_report_spending(struct buf *out, enum language language, const struct sheet_facts *facts,
                               const struct sheet_money *money)
{
    char rooms[3][DEC_TEXT];
    const char *all = wan(money->spent, rooms[0]);
    const char *basic = wan(money->spent_by[CATEGORY_BASIC], rooms[1]);
    const char *project = wan(money->spent_by[CATEGORY_PROJECT], rooms[2]);

    if (!facts->of_unit) {
        buf_printf(out,
                   in(language, "%d年度，项目支出%s万元（因金额转化为万元时四舍五入，可能存在尾差）。",
                      "In %d %s (ten thousand yuan) were spent; amounts are rounded."),
                   facts->year, all);
        return;
    }
    buf_printf(
        out,
        in(language,
           "%d年度，本年支出合计%s万元（因金额转化为万元时四舍五入，可能存在尾差），"
           "其中：基本支出%s万元；项目支出%s万元。",
           "In %d %s (ten thousand yuan) were spent, of this basic expenditure %s and projects %s; amounts "
           "are rounded, so that sums may differ by the last digit."),
        facts->year, all, basic, project);
}

void catalogue_report_rate(struct buf *out, enum language language, const struct sheet_facts *facts,
                           const struct sheet_money *money)
{
    struct ratio rate;
    int64_t percent;
    char budget[DEC_TEXT], text[DEC_TEXT];

    buf_printf(out,
               in(language, "预算完成率方面：%d年度预算%s万元（含年中调整）",
                  "The budget of %d was %s with "
                  "adjustments"),
               facts->year, wan(money->budget, budget));
    if (money->budget <= 0 || !ratio_of((int128)money->spent * 100, money->budget, &rate) ||
        !ratio_round(rate, 2, &percent))
        buf_puts(out, in(language, "，无法计算预算完成率。", ", so there is no rate."));
    else
        buf_printf(out, in(language, "，预算完成率为%s%%。", ", of which %s %% were spent."),
                   dec_format(percent, 2, text));
}

void catalogue_report_counts(struct buf *out, enum language language, const struct sheet *sheet,
                             const struct report_counts *counts)
{
    const struct sheet_facts *facts = sheet->facts;

    if (language == LANGUAGE_EN) {
        buf_printf(out, "The sheet of %d has %zu first levels (%s), %zu second levels (%s) and %zu items.",
                   facts->year, counts->level1, counts->level1_names, counts->level2, counts->level2_names,
                   counts->items);
        return;
    }
    buf_printf(out, "%d年度%s绩效自评共设立%zu个一级指标，分别为%s", facts->year,
               facts->of_unit ? "部门整体支出" : "项目支出", counts->level1, counts->level1_names);
    if (counts->level2 > 0)
        buf_printf(out, "；共设立%zu个二级指标，分别为%s", counts->level2, counts->level2_names);
    buf_printf(out, "；其下共设置%zu个三级指标。", counts->items);
}

void catalogue_report_conclusion(struct buf *out, enum language language, const struct sheet *sheet)
{
    const struct sheet_facts *facts = sheet->facts;
    char total[DEC_TEXT];

    buf_printf(out,
               in(language, "根据既定的指标体系和评分标准，%d年度%s绩效自评为%s分",
                  "By the rubric the result of %d of %s is %s points"),
               facts->year, facts->name, score(sheet->total, total));
    if (sheet->grade[0] != '\0')
        buf_printf(out, in(language, "，等级：%s", ", grade %s"), sheet->grade);
    buf_puts(out, in(language, "。", "."));
}

void catalogue_report_indicators(struct buf *out, enum language language, size_t count, size_t met)
{
    buf_printf(out,
               in(language, "共设置绩效指标%zu项，其中%zu项达到年度指标值，列示如下：",
                  "There are %zu indicators, of which %zu reached their targets:"),
               count, met);
}

void catalogue_report_followed(struct buf *out, enum language language, const struct sheet_facts *facts)
{
    size_t done = 0, count = facts->set.rectification_count;

    for (size_t i = 0; i < count; i++) {
        date completed = facts->set.rectifications[i].completed;
        done += completed != DATE_NONE && completed <= facts->clock ? 1 : 0;
    }
    buf_printf(out,
               in(language, "%d年度被通报支出进度%zu次；台账登记整改事项%zu项，已完成%zu项。",
                  "In %d the spending rate was notified %zu times; %zu rectifications are in the ledger, of "
                  "which %zu are done."),
               facts->year, facts->rate_count, count, done);
}

void catalogue_report_level(struct buf *out, enum language language, const char *level1)
{
    buf_printf(out, in(language, "%s分析", "%s"), level1);
}

void catalogue_report_points(struct buf *out, enum language language, const struct sheet_item *item)
{
    char max[DEC_TEXT], points[DEC_TEXT];

    buf_printf(
        out,
        in(language, "指标分值%s分，根据既定的评分标准，", "The maximum is %s; by the rule the item has "),
        score(item->max, max));
    if (item->points == 0 && item->max > 0)
        buf_puts(out, in(language, "该指标未能得分。", "no points."));
    else
        buf_printf(out, in(language, "该指标得%s分。", "%s points."), score(item->points, points));
}

void catalogue_report_problem(struct buf *out, enum language language, const char *name)
{
    buf_printf(out, in(language, "%s未得满分", "%s: below its maximum"), name);
}

void catalogue_report_duty(struct buf *out, enum language language, const char *owner, date due)
{
    int year, month, day;

    date_parts(due, &year, &month, &day);
    if (language == LANGUAGE_EN)
        buf_printf(out, "Who answers: %s; due %d-%02d-%02d.", owner, year, month, day);
    else
        buf_printf(out, "责任单位（人）：%s；完成时限：%d年%d月%d日。", owner, year, month, day);
}

void catalogue_target(struct buf *out, enum language language, const struct indicator_facts *indicator,
                      date day)
{
    bool there = indicator->has_target;
    micro target = indicator->target;
    char text[DEC_TEXT];

    if (indicator->direction == DIRECTION_QUALITATIVE) {
        buf_puts(out, in(language, "定性", "qualitative"));
        return;
    }
    for (size_t i = 0; i < indicator->revision_count && indicator->revisions[i].on <= day; i++) {
        there = true;
        target = indicator->revisions[i].target;
    }
    if (!there)
        buf_puts(out, "—");
    else
        buf_printf(out, "%s%s%s", catalogue_sign(indicator->direction), score(target, text),
                   indicator->measure_unit != NULL ? indicator->measure_unit : "");
}
