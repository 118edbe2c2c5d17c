#include "core/catalogue_evaluate.h"

#include "core/catalogue_parts.h"

static const char *const texts[EVALUATE_TEXT_COUNT][2] = {
    [EVALUATE_CONCLUSION] = {"评价结论", "Result"},
    [EVALUATE_LOST_WHERE] = {"失分在哪里", "Where points were lost"},
    [EVALUATE_WINNABLE_HEADING] = {"若今日关账，还能挽回的分数",
                                   "If the year closed today: what can be won back"},
    [EVALUATE_SCORES] = {"评分表", "Score sheet"},
    [EVALUATE_RECTIFY] = {"整改建议", "Proposed rectifications"},
    [EVALUATE_DISCREPANCIES] = {"需要说明的不一致", "What does not agree"},
    [EVALUATE_ROWS] = {"得分依据", "Rows behind the points"},

    [EVALUATE_TOTAL] = {"总分", "Total"},
    [EVALUATE_GRADE] = {"等级", "Grade"},
    [EVALUATE_ASSESSED_TOTAL] = {"人工评定合计", "Assessed total"},
    [EVALUATE_PRINTED_TOTAL] = {"填报总分", "Printed total"},
    [EVALUATE_CODE] = {"编号", "Code"},
    [EVALUATE_ITEM] = {"指标", "Item"},
    [EVALUATE_MAX] = {"分值", "Max"},
    [EVALUATE_MEASURED] = {"实际值", "Measured"},
    [EVALUATE_POINTS] = {"得分", "Points"},
    [EVALUATE_LOST] = {"失分", "Lost"},
    [EVALUATE_WINNABLE] = {"可挽回", "Can be won back"},
    [EVALUATE_ASSESSED] = {"人工评定", "Assessed"},
    [EVALUATE_STATE] = {"计分方式", "How"},
    [EVALUATE_EXPLANATION] = {"计分过程", "Arithmetic"},
    [EVALUATE_RULE] = {"评分标准", "Rule"},
    [EVALUATE_ISSUE] = {"存在问题", "Issue"},
    [EVALUATE_ACTION] = {"整改措施（建议）", "Proposed action"},
    [EVALUATE_OWNER] = {"责任单位（人）", "Owner"},
    [EVALUATE_DUE] = {"整改期限", "Due"},
    [EVALUATE_TABLE] = {"台账", "Ledger"},
    [EVALUATE_KEY] = {"行（主键）", "Row (key)"},
    [EVALUATE_ROWS_TEXT] = {"行（主键）和内容", "Rows and what they say"},
    [EVALUATE_TEXT] = {"内容", "What it says"},
    [EVALUATE_EVIDENCE] = {"佐证材料", "Evidence"},
    [EVALUATE_KIND] = {"类别", "Kind"},
    [EVALUATE_FOUND] = {"情况", "What was found"},
    [EVALUATE_SUM] = {"合计", "Total"},
    [EVALUATE_SHARE] = {"得分率", "Share"},
    [EVALUATE_POINTS_OF] = {"得分 / 分值", "Points of maximum"},

    [EVALUATE_NOTHING_LOST] = {"各项指标均得满分，没有失分。", "Every item has full points."},
    [EVALUATE_NOTHING_WINNABLE] = {"没有还能挽回的分数。", "Nothing can be won back any more."},
    [EVALUATE_NO_DISCREPANCY] = {"没有发现不一致。", "Nothing was found that does not agree."},
    [EVALUATE_NO_ROWS] = {"（台账中没有相关数据）", " (nothing in the ledger)"},
    [EVALUATE_DISCREPANCY_NOTE] =
        {"以下各项不影响上面的得分，请在提交前逐项核对或说明。",
         "These do not change the points above. Please check or explain each before "
         "the sheet is handed in."},
    [EVALUATE_RECTIFY_NOTE] =
        {"每个失分项对应一条整改建议，责任人和措施可以修改；导入整改台账后，到期前会自动提醒。",
         "One proposal for each item below its maximum; owner and action may be "
         "changed. Once imported, each is watched until it is done."},
    [EVALUATE_SUM_NOTE] = {"合计行和小计行为公式，可自行核对。",
                           "Sums are formulas, so that they can be checked."},
};

const char *catalogue_evaluate(enum language language, enum evaluate_text text)
{
    return texts[text][language];
}

void catalogue_evaluate_title(struct buf *out, enum language language, const struct sheet *sheet)
{
    const struct sheet_facts *facts = sheet->facts;

    if (language == LANGUAGE_EN)
        buf_printf(out, "Self-evaluation of %s, %d", facts->name, facts->year);
    else
        buf_printf(out, "%d年度%s%s绩效自评表", facts->year, facts->name,
                   facts->of_unit ? "部门整体支出" : "项目支出");
}

void catalogue_evaluate_basis(struct buf *out, enum language language, const struct sheet *sheet)
{
    const char *title = words_in(sheet->rubric->title, language);
    const char *basis = words_in(sheet->rubric->basis, language);
    char day[DATE_TEXT];

    buf_puts(out, in(language, "评分标准：", "Rubric: "));
    buf_puts(out, title[0] != '\0' ? title : sheet->rubric->name);
    if (basis[0] != '\0')
        buf_printf(out, in(language, "（%s）", " (%s)"), basis);
    if (sheet->facts->open)
        buf_printf(out, in(language, "；年度尚未结束，数据截至%s", "; the year is still open, as of %s"),
                   date_format(sheet->facts->clock, day));
}

void catalogue_evaluate_result(struct buf *out, enum language language, const struct sheet *sheet)
{
    char max[DEC_TEXT], total[DEC_TEXT], lost[DEC_TEXT];
    size_t below = 0;

    for (size_t i = 0; i < sheet->item_count; i++)
        below += sheet_item_lost(&sheet->items[i]);
    buf_printf(out, in(language, "共%zu项指标，满分%s分，得%s分", "%zu items, maximum %s, %s points"),
               sheet->item_count, score(sheet->max, max), score(sheet->total, total));
    if (sheet->grade[0] != '\0')
        buf_printf(out, in(language, "，等级为“%s”", ", grade %s"), sheet->grade);
    if (below > 0)
        buf_printf(out, in(language, "；%zu项未得满分，共失%s分", "; %zu items below their maximum, %s lost"),
                   below, score(sheet->max - sheet->total, lost));
    buf_puts(out, in(language, "。", "."));
}

void catalogue_evaluate_totals(struct buf *out, enum language language, const struct sheet *sheet)
{
    char total[DEC_TEXT], other[DEC_TEXT];
    size_t assessed = 0;

    for (size_t i = 0; i < sheet->item_count; i++)
        assessed += sheet->items[i].has_assessed ? 1 : 0;
    buf_printf(out, in(language, "按规则计算得%s分", "By the rules: %s"), score(sheet->total, total));
    if (sheet->has_assessed_total)
        buf_printf(out, in(language, "，人工评定%zu项，合计%s分", "; assessed by people: %zu items, %s"),
                   assessed, score(sheet->assessed_total, other));
    if (sheet->has_printed_total)
        buf_printf(out, in(language, "，填报总分%s分", "; printed total: %s"),
                   score(sheet->printed_total, other));
    buf_puts(out, in(language, "。三者分别列示，差异见“需要说明的不一致”。",
                     ". They are kept apart; see what does not agree."));
}

void catalogue_evaluate_winnable(struct buf *out, enum language language, const struct sheet *sheet)
{
    char total[DEC_TEXT], winnable[DEC_TEXT], best[DEC_TEXT];
    micro most;

    if (!dec_add(sheet->total, sheet->winnable, &most))
        most = DEC_MAX;
    buf_printf(out, in(language, "若今日关账，得%s分", "If the year closed today: %s points"),
               score(sheet->total, total));
    if (sheet->grade[0] != '\0')
        buf_printf(out, in(language, "（%s）", " (%s)"), sheet->grade);
    buf_printf(out, in(language, "；还能挽回%s分，最多可得%s分。", "; %s can still be won back, %s at most."),
               score(sheet->winnable, winnable), score(most, best));
}

void catalogue_evaluate_bar(struct buf *out, enum language language, micro points, micro max, micro winnable)
{
    char earned[DEC_TEXT], whole[DEC_TEXT], lost[DEC_TEXT], back[DEC_TEXT];

    buf_printf(out, "%s / %s", score(points, earned), score(max, whole));
    if (points >= max) {
        buf_puts(out, in(language, "，满分", ", full"));
        return;
    }
    buf_printf(out, in(language, "，失%s", ", %s lost"), score(max - points, lost));
    if (winnable > 0)
        buf_printf(out, in(language, "，可挽回%s", ", %s can be won back"), score(winnable, back));
}

void catalogue_evaluate_of(struct buf *out, enum language language, micro max)
{
    char text[DEC_TEXT];

    buf_printf(out, in(language, "满分%s分", "of %s"), score(max, text));
}

const char *catalogue_discrepancy_kind(enum language language, enum discrepancy_kind kind)
{
    static const char *const names[DISCREPANCY_KIND_COUNT][2] = {
        [DISCREPANCY_MAX] = {"满分合计", "sum of maxima"},
        [DISCREPANCY_STATED] = {"自称数量", "stated counts"},
        [DISCREPANCY_ASSESSED] = {"评定与规则不符", "assessed against the rule"},
        [DISCREPANCY_BAND] = {"评定超出区间", "outside the band"},
        [DISCREPANCY_RANGE] = {"评定超出分值", "outside the range"},
        [DISCREPANCY_MEASURED] = {"填报值与台账不符", "reported against the ledger"},
        [DISCREPANCY_PRINTED] = {"填报总分不符", "printed total"},
        [DISCREPANCY_NO_DATA] = {"没有数据", "no data"},
        [DISCREPANCY_NO_VALUE] = {"没有实际值", "no value"},
        [DISCREPANCY_NO_TARGET] = {"没有目标值", "no target"},
        [DISCREPANCY_NO_BUDGET] = {"没有预算", "no budget"},
        [DISCREPANCY_TARGET_LOW] = {"目标偏低", "target too low"},
        [DISCREPANCY_TARGET_NEGATIVE] = {"目标为负", "target below 0"},
        [DISCREPANCY_FAR_APART] = {"目标与支出脱节", "goals and money apart"},
        [DISCREPANCY_WEIGHTS] = {"权重", "weights"},
        [DISCREPANCY_CODE] = {"编号重复", "code used twice"},
        [DISCREPANCY_PERCENT] = {"可能缺少百分号", "percent sign"},
        [DISCREPANCY_UNKNOWN_ITEM] = {"未知项目", "unknown item"},
        [DISCREPANCY_FINDING] = {"问题未对应项目", "finding without an item"},
        [DISCREPANCY_OPEN_YEAR] = {"年度未结束", "open year"},
        [DISCREPANCY_CALENDAR] = {"节假日未录入", "holidays unknown"},
    };

    return names[kind][language];
}

void catalogue_gap(struct buf *out, enum language language, const char *what)
{
    buf_printf(out, in(language, "【待补充：%s】", "[to be completed: %s]"), what);
}
