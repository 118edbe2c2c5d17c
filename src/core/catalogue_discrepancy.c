/* What does not agree in a score sheet, and what to do about lost points, in sentences. */
#include <inttypes.h>
#include <string.h>

#include "core/catalogue_parts.h"
#include "core/catalogue_sheet.h"
#include "core/sheet_parts.h"

static void say_stated(struct buf *out, enum language language, const struct discrepancy *d)
{
    static const char *const zh[] = {
        [STATED_LEVEL1] = "评分表自称设%s个一级指标，实际列出%s个",
        [STATED_LEVEL2] = "评分表自称设%s个二级指标，实际列出%s个",
        [STATED_ITEMS] = "评分表自称设%s个三级指标，实际列出%s个",
        [STATED_MAX] = "评分表自称满分%s分，各项满分合计%s分",
    };
    static const char *const en[] = {
        [STATED_LEVEL1] = "the sheet says that it has %s first-level indicators, and lists %s",
        [STATED_LEVEL2] = "the sheet says that it has %s second-level indicators, and lists %s",
        [STATED_ITEMS] = "the sheet says that it has %s third-level indicators, and lists %s",
        [STATED_MAX] = "the sheet says that its maximum is %s, and its items sum to %s",
    };
    char stated[DEC_TEXT], found[DEC_TEXT];
    int scale = d->figures[0] == STATED_MAX ? SCALE_MICRO : 0;

    buf_printf(out, (language == LANGUAGE_ZH ? zh : en)[d->figures[0]],
               dec_format_short(d->figures[1], scale, stated), dec_format_short(d->figures[2], scale, found));
}

static const struct sheet_item *item_of(const struct sheet *sheet, const char *code)
{
    for (size_t i = 0; i < sheet->item_count; i++)
        if (strcmp(sheet->items[i].code, code) == 0)
            return &sheet->items[i];
    return NULL;
}

/* "采购合同签订时效性（2.5.4）", or the code alone. */
static const char *name_of(struct buf *name, enum language language, const struct sheet *sheet,
                           const struct discrepancy *d)
{
    const struct sheet_item *item = item_of(sheet, d->item);
    const char *text = item != NULL ? words_in(item->name, language) : d->subject;

    buf_clear(name);
    if (text[0] != '\0')
        buf_printf(name, in(language, "%s（%s）", "%s (%s)"), text, d->item);
    else
        buf_puts(name, d->item);
    return buf_text(name);
}

static void say_points(struct buf *out, enum language language, const char *name, const struct discrepancy *d)
{
    char assessed[DEC_TEXT], points[DEC_TEXT], max[DEC_TEXT];

    score(d->figures[0], assessed);
    score(d->figures[1], points);
    score(d->figures[2], max);
    if (d->kind == DISCREPANCY_ASSESSED)
        buf_printf(out, in(language, "%s：评定%s分，按规则应为%s分", "%s: assessed %s, the rule gives %s"),
                   name, assessed, points);
    else if (d->kind == DISCREPANCY_RANGE)
        buf_printf(out,
                   in(language, "%s：评定%s分，不在0至%s分之间，按%s分计",
                      "%s: assessed %s, not within 0 to %s; counted as %s"),
                   name, assessed, max, points);
    else
        buf_printf(out,
                   in(language, "%s：没有可用的数据，也没有人工评定，计0分（满分%s分）",
                      "%s: neither data nor assessed points, counted as 0 of %s"),
                   name, max);
}

/* Of a qualitative indicator: the points that go with its word. */
static void say_band(struct buf *out, enum language language, const struct sheet *sheet, const char *name,
                     const struct discrepancy *d)
{
    const struct sheet_item *item = item_of(sheet, d->item);
    const struct rubric *rubric = sheet->rubric;
    enum value_state word = item != NULL ? item->measured.word : VALUE_NONE;
    micro from = word == VALUE_ACHIEVED  ? rubric->band_achieved_from
                 : word == VALUE_PARTIAL ? rubric->band_partial_from
                                         : 0;
    micro to = word == VALUE_ACHIEVED  ? 1000000
               : word == VALUE_PARTIAL ? rubric->band_achieved_from
                                       : rubric->band_partial_from;
    char assessed[DEC_TEXT], max[DEC_TEXT], low[DEC_TEXT], high[DEC_TEXT];

    buf_printf(out, in(language, "%s：评定%s分，完成情况为“", "%s: assessed %s, but it is \""), name,
               score(d->figures[0], assessed));
    if (item != NULL)
        catalogue_measured(out, language, &item->measured, NULL);
    buf_printf(out,
               word == VALUE_ACHIEVED ? in(language, "”，应在满分%s分的%s%%至%s%%之间",
                                           "\", for which %s points give %s to %s %%")
                                      : in(language, "”，应在满分%s分的%s%%（含）至%s%%（不含）之间",
                                           "\", for which %s points give %s to under %s %%"),
               score(d->figures[2], max), dec_format_short(from, SCALE_MICRO - 2, low),
               dec_format_short(to, SCALE_MICRO - 2, high));
}

static void say_printed(struct buf *out, enum language language, const struct discrepancy *d)
{
    char printed[DEC_TEXT], parts[DEC_TEXT];

    score(d->figures[0], printed);
    score(d->figures[1], parts);
    if (d->figures[2] == 0)
        buf_printf(
            out,
            in(language, "填报总分%s分，各项评定分合计%s分", "the printed total is %s, its parts sum to %s"),
            printed, parts);
    else
        buf_printf(out,
                   in(language, "填报总分%s分，各项合计%s分（%" PRId64 "项没有评定分，按计算得分计）",
                      "the printed total is %s, its parts sum to %s (%" PRId64
                      " without assessed points: those computed)"),
                   printed, parts, d->figures[2]);
}

static void say_measured(struct buf *out, enum language language, const struct sheet *sheet, const char *name,
                         const struct discrepancy *d)
{
    const struct sheet_item *item = item_of(sheet, d->item);

    buf_printf(out, in(language, "%s：填报值%s，按台账应为", "%s: reported %s, the ledger gives "), name,
               d->subject);
    if (item != NULL)
        catalogue_measured(out, language, &item->measured,
                           item->indicator != NULL ? item->indicator->measure_unit : NULL);
}

static void say_apart(struct buf *out, enum language language, const struct discrepancy *d)
{
    char goals[DEC_TEXT], money[DEC_TEXT];

    buf_printf(out,
               in(language, "绩效指标得分率%s%%与预算执行得分率%s%%相差较大，需说明原因",
                  "the indicators earn %s %% of their points and execution %s %% of its own: explain why"),
               dec_format(ratio_shown((struct ratio){d->figures[0], 10000}, 2), 2, goals),
               dec_format(ratio_shown((struct ratio){d->figures[1], 10000}, 2), 2, money));
}

/* Of the whole sheet. */
static void say_whole(struct buf *out, enum language language, const struct discrepancy *d)
{
    char a[DEC_TEXT], day[DATE_TEXT];

    switch (d->kind) {
    case DISCREPANCY_MAX:
        buf_printf(out, in(language, "各项满分合计%s分，不是100分", "the maxima sum to %s, not to 100"),
                   score(d->figures[0], a));
        break;
    case DISCREPANCY_PRINTED: say_printed(out, language, d); break;
    case DISCREPANCY_OPEN_YEAR:
        buf_printf(out,
                   in(language, "年度尚未结束，按%s的情况计算", "the year is still open; computed as of %s"),
                   date_format((date)d->figures[0], day));
        break;
    case DISCREPANCY_CALENDAR:
        buf_printf(out,
                   in(language, "%" PRId64 "年节假日安排未录入，其中的工作日按周一至周五计算",
                      "the holidays of %" PRId64 " are not known: Monday to Friday are counted"),
                   d->figures[0]);
        break;
    case DISCREPANCY_UNKNOWN_ITEM:
        buf_printf(out,
                   in(language, "评定表中的“%s”不是本评分表的项目，未计入",
                      "an assessment names \"%s\", which is not on this sheet; it is not counted"),
                   d->subject);
        break;
    case DISCREPANCY_FINDING:
        buf_printf(out,
                   in(language, "整改事项%s没有对应到本评分表的项目，未计入扣分",
                      "the finding %s names no item of this sheet; nothing is deducted for it"),
                   d->subject);
        break;
    case DISCREPANCY_FAR_APART: say_apart(out, language, d); break;
    case DISCREPANCY_STATED: say_stated(out, language, d); break;
    case DISCREPANCY_ASSESSED:
    case DISCREPANCY_BAND:
    case DISCREPANCY_RANGE:
    case DISCREPANCY_MEASURED:
    case DISCREPANCY_NO_DATA:
    case DISCREPANCY_NO_VALUE:
    case DISCREPANCY_NO_TARGET:
    case DISCREPANCY_NO_BUDGET:
    case DISCREPANCY_TARGET_LOW:
    case DISCREPANCY_TARGET_NEGATIVE:
    case DISCREPANCY_CODE:
    case DISCREPANCY_PERCENT:
    case DISCREPANCY_WEIGHTS:
    case DISCREPANCY_KIND_COUNT: break;
    }
}

static void say_target_negative(struct buf *out, enum language language, const char *name,
                                const struct discrepancy *d)
{
    char value[DEC_TEXT], target[DEC_TEXT];

    buf_printf(out,
               in(language, "%s：目标值%s小于0，实际值%s，此时完成率的算法不能反映好坏，请人工核对",
                  "%s: the target %s is below 0 and the value %s: the formula of completion does not tell "
                  "good from bad then; check it by hand"),
               name, score(d->figures[1], target), score(d->figures[0], value));
}

static void say_target_low(struct buf *out, enum language language, const char *name,
                           const struct discrepancy *d)
{
    char value[DEC_TEXT], target[DEC_TEXT], share[DEC_TEXT] = "?";
    struct ratio exceeded;

    if (ratio_of((int128)d->figures[0] * 100, d->figures[1], &exceeded))
        dec_format_short(ratio_shown(exceeded, 2), 2, share);
    buf_printf(out,
               in(language, "%s：实际值%s，为目标值%s的%s%%，目标可能偏低，需说明原因",
                  "%s: the value %s of a target of %s is %s %%; the target may be too low: explain"),
               name, score(d->figures[0], value), score(d->figures[1], target), share);
}

void catalogue_discrepancy(struct buf *out, enum language language, const struct sheet *sheet,
                           const struct discrepancy *d)
{
    struct buf text = {0};
    const char *name = name_of(&text, language, sheet, d);
    char amount[DEC_TEXT];

    switch (d->kind) {
    case DISCREPANCY_ASSESSED:
    case DISCREPANCY_RANGE:
    case DISCREPANCY_NO_DATA: say_points(out, language, name, d); break;
    case DISCREPANCY_BAND: say_band(out, language, sheet, name, d); break;
    case DISCREPANCY_MEASURED: say_measured(out, language, sheet, name, d); break;
    case DISCREPANCY_NO_VALUE:
        buf_printf(out, in(language, "%s：没有填报实际值", "%s: no value was reported"), name);
        break;
    case DISCREPANCY_NO_TARGET:
        buf_printf(out, in(language, "%s：没有目标值，无法计算完成率", "%s: has no target, so no completion"),
                   name);
        break;
    case DISCREPANCY_NO_BUDGET:
        buf_printf(out,
                   in(language, "%s：预算（控制数）为%s元，无法计算比率",
                      "%s: the budget or ceiling is %s, so there is no rate"),
                   name, dec_format_grouped(d->figures[0], SCALE_FEN, amount));
        break;
    case DISCREPANCY_TARGET_LOW: say_target_low(out, language, name, d); break;
    case DISCREPANCY_TARGET_NEGATIVE: say_target_negative(out, language, name, d); break;
    case DISCREPANCY_CODE:
        buf_printf(out,
                   in(language, "%s：与评分表项目或总分的编号相同，评定分无法对应到该指标，请改编号",
                      "%s: has the code of another item or of the total, so that it cannot be assessed; "
                      "give it another"),
                   name);
        break;
    case DISCREPANCY_PERCENT:
        buf_printf(out,
                   in(language, "%s：填报值%s大于100%%，按满分计；如为百分数请加百分号",
                      "%s: reported %s, more than 100 %%, and taken as full; if it is percent, say so"),
                   name, d->subject);
        break;
    case DISCREPANCY_WEIGHTS:
        buf_printf(out,
                   in(language, "%s：没有填写权重，所属一级指标也没有剩余分值可分配",
                      "%s: has no weight, and its level has no points left to share"),
                   name);
        break;
    case DISCREPANCY_MAX:
    case DISCREPANCY_STATED:
    case DISCREPANCY_PRINTED:
    case DISCREPANCY_FAR_APART:
    case DISCREPANCY_UNKNOWN_ITEM:
    case DISCREPANCY_FINDING:
    case DISCREPANCY_OPEN_YEAR:
    case DISCREPANCY_CALENDAR:
    case DISCREPANCY_KIND_COUNT: say_whole(out, language, d); break;
    }
    buf_free(&text);
}

void catalogue_issue(struct buf *out, enum language language, const struct sheet *sheet,
                     const struct sheet_item *item)
{
    char lost[DEC_TEXT], points[DEC_TEXT], max[DEC_TEXT];

    buf_printf(out,
               in(language, "%s：满分%s分，得%s分，失%s分。", "%s: %s points at most, %s earned, %s lost. "),
               words_in(item->name, language), score(item->max, max), score(item->points, points),
               score(item->max - item->points, lost));
    catalogue_item(out, language, sheet, item);
}

/* What is lost by a measure can be mended only by doing that thing; the sentences name it, and leave the how
 * to those who do it. */
void catalogue_proposal(struct buf *out, enum language language, const struct sheet_item *item)
{
    static const char *const zh[] = {
        [MEASURE_ASSESSED] = "对照评分标准查明失分原因，制定整改措施并补齐佐证材料",
        [MEASURE_NUMBER] = "对照评分标准查明失分原因，制定整改措施并补齐佐证材料",
        [MEASURE_INDICATORS] =
            "逐项分析未完成的绩效指标，落实责任和完成时限，每月跟踪偏离情况；目标不合理的按程序申请调整",
        [MEASURE_EXECUTION] = "分析支出滞后原因，加快合同签订、验收和支付，确实用不完的资金及时申请调剂",
        [MEASURE_NOTIFIED_RATES] = "按月对照序时进度安排支出，对滞后项目提前督办",
        [MEASURE_CARRYOVER] = "年中清理预计结转结余资金，及时申请调剂或收回",
        [MEASURE_CONTRACT_INTENT] = "采购启动前至少提前规定天数公开采购意向，未公开的不得启动采购",
        [MEASURE_CONTRACT_SIGNING] =
            "自中标（成交）通知书发出之日起登记签订期限，到期前提醒经办人，明确合同审批时限",
        [MEASURE_CONTRACT_PUBLICATION] = "合同签订当日登记公告期限，由专人在规定工作日内完成公告",
        [MEASURE_CONTRACT_FILING] = "合同签订当日登记备案期限，由专人在规定工作日内完成备案公开",
        [MEASURE_CONTRACT_SME] = "编制采购计划时核对中小企业预留份额，未预留的说明理由",
        [MEASURE_MILESTONES] = "将公开、报送等时限纳入工作台账，到期前提醒责任人",
        [MEASURE_CEILING] = "按月监控公用经费和“三公”经费，接近控制数时停止非必要支出",
        [MEASURE_FINDINGS] = "落实审计和检查发现问题的整改，完善制度，防止再次发生",
    };
    static const char *const en[] = {
        [MEASURE_ASSESSED] = "Find out why points were lost, decide on a remedy and complete the evidence",
        [MEASURE_NUMBER] = "Find out why points were lost, decide on a remedy and complete the evidence",
        [MEASURE_INDICATORS] = "Go through the indicators that fell short, name who answers and by when, "
                               "follow them monthly; have unreasonable targets revised",
        [MEASURE_EXECUTION] = "Find out why spending is late, hasten contracts, acceptance and payment, and "
                              "give up in time what cannot be spent",
        [MEASURE_NOTIFIED_RATES] =
            "Plan spending by month against the reference and follow up late projects early",
        [MEASURE_CARRYOVER] = "Look through expected carry-over at mid-year and give it up in time",
        [MEASURE_CONTRACT_INTENT] =
            "Publish the intent the required days ahead; start no procurement without it",
        [MEASURE_CONTRACT_SIGNING] =
            "Note the last day for signing with the award, remind before it, and limit the time for approval",
        [MEASURE_CONTRACT_PUBLICATION] =
            "Note the last day for publication on signing, and name who publishes",
        [MEASURE_CONTRACT_FILING] = "Note the last day for filing on signing, and name who files",
        [MEASURE_CONTRACT_SME] = "Check the share reserved for small enterprises when procurement is "
                                 "planned; give reasons where there is none",
        [MEASURE_MILESTONES] = "Keep dates of disclosure and reports in one list and remind before they come",
        [MEASURE_CEILING] = "Follow running costs by month and stop what is not needed near the ceiling",
        [MEASURE_FINDINGS] = "Remedy what was found, and mend the rules so that it does not happen again",
    };
    enum measure_kind kind = item->rubric != NULL ? item->rubric->measure.kind : MEASURE_INDICATORS;

    buf_puts(out, (language == LANGUAGE_ZH ? zh : en)[kind]);
}
