#include "core/catalogue.h"

#include <assert.h>
#include <string.h>

#include "base/dec.h"
#include "core/facts.h"

static const char *const rule_texts[RULE_COUNT][2] = {
    [RULE_EXECUTION_PACE] = {"支出进度", "spending pace"},
    [RULE_EXECUTION_OVERSPENT] = {"超预算支出", "spending over budget"},
    [RULE_EXECUTION_UNBUDGETED] = {"无预算支出", "spending without budget"},
    [RULE_EXECUTION_REVERSAL] = {"累计支出回落", "running total fell"},
    [RULE_EXECUTION_CHECKPOINT] = {"节点支出进度", "spending checkpoint"},
    [RULE_EXECUTION_MISSING] = {"支出数据未报送", "spending not reported"},
    [RULE_INDICATOR_PACE] = {"绩效指标进度", "indicator pace"},
    [RULE_INDICATOR_MISSING] = {"绩效指标未报送", "indicator not reported"},
    [RULE_GOAL_GAP] = {"双监控偏差", "money ahead of goals"},
    [RULE_MILESTONE_DUE] = {"节点任务", "milestone"},
    [RULE_CONTRACT_INTENT] = {"采购意向公开", "procurement intent"},
    [RULE_CONTRACT_SIGNING] = {"合同签订", "contract signing"},
    [RULE_CONTRACT_PUBLICATION] = {"合同公告", "contract publication"},
    [RULE_CONTRACT_FILING] = {"合同备案", "contract filing"},
    [RULE_CEILING_PACE] = {"经费控制", "cost ceiling"},
    [RULE_RECTIFICATION_DUE] = {"整改到期", "rectification"},
    [RULE_SOURCE_FAILED] = {"数据源读取失败", "source not read"},
    [RULE_SOURCE_ROWS] = {"数据源数据异常", "source with unfit rows"},
};

static const char *const severity_texts[][2] = {
    {"正常", "normal"}, {"蓝灯", "blue"}, {"黄灯", "yellow"}, {"红灯", "red"}};

static const char *const event_texts[EVENT_COUNT][2] = {
    [EVENT_OPENED] = {"新增", "opened"},     [EVENT_ESCALATED] = {"升级", "escalated"},
    [EVENT_EASED] = {"缓解", "eased"},       [EVENT_RESOLVED] = {"解除", "resolved"},
    [EVENT_REMINDED] = {"提醒", "reminder"}, [EVENT_OVERDUE] = {"整改措施逾期", "corrective action overdue"},
};

static const char *const curve_texts[][2] = {
    [CURVE_LINEAR] = {"序时进度", "the linear reference"},
    [CURVE_PLAN] = {"用款计划", "the plan"},
    [CURVE_CHECKPOINTS] = {"节点进度", "the table of checkpoints"},
    [CURVE_LAST_YEAR] = {"上年同期进度", "last year's pace"},
    [CURVE_PEERS] = {"同单位其他项目进度", "the pace of the unit's other projects"},
};

/* What one sentence is made of. */
struct saying {
    struct buf *out;
    bool zh;
    const struct verdict *verdict;
    const int64_t *figures;
};

bool language_by_name(const char *name, enum language *ret_language)
{
    if (strcmp(name, "zh") != 0 && strcmp(name, "en") != 0)
        return false;
    *ret_language = name[0] == 'z' ? LANGUAGE_ZH : LANGUAGE_EN;
    return true;
}

const char *catalogue_rule(enum language language, enum rule rule)
{
    return rule_texts[rule][language];
}

const char *catalogue_severity(enum language language, enum severity severity)
{
    return severity_texts[severity][language];
}

const char *catalogue_event(enum language language, enum event_kind event)
{
    return event_texts[event][language];
}

void catalogue_resolved(struct buf *out, enum language language, const char *explanation)
{
    buf_printf(out, language == LANGUAGE_ZH ? "已恢复正常；此前：%s" : "Back to normal; before: %s",
               explanation);
}

void catalogue_gone(struct buf *out, enum language language, const char *explanation)
{
    buf_printf(out,
               language == LANGUAGE_ZH
                   ? "有关数据已删除或转出，不再监控；此前：%s"
                   : "No longer watched, as its data were deleted or moved away; before: %s",
               explanation);
}

void catalogue_withdrawn(struct buf *out, enum language language, const char *explanation)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "当月数据已更正，此前的预警撤回；此前：%s"
                                       : "Withdrawn, as the figures of that month were corrected; before: %s",
               explanation);
}

void catalogue_corrected(struct buf *out, enum language language, const char *explanation, const char *before)
{
    buf_printf(out, language == LANGUAGE_ZH ? "当月数据已更正：%s；更正前：%s" : "Corrected: %s; before: %s",
               explanation, before);
}

const char *catalogue_correction(enum language language, enum event_kind event)
{
    if (event == EVENT_RESOLVED)
        return language == LANGUAGE_ZH ? "撤回：" : "Withdrawn: ";
    return language == LANGUAGE_ZH ? "更正：" : "Correction: ";
}

void catalogue_title(struct buf *out, enum language language, enum event_kind event, enum severity severity,
                     enum rule rule, const char *subject_name)
{
    buf_printf(out, language == LANGUAGE_ZH ? "[%s·%s] %s：%s" : "[%s, %s] %s: %s",
               severity_texts[severity][language], event_texts[event][language], rule_texts[rule][language],
               subject_name);
}

/* The sentences are templates with the parts that a verdict carries:
 *   {m0} money in figures[0]    {p3} percent of figures[3] (millionths)   {v1} indicator value
 *   {n1} whole number           {d0} date                                  {s0} qualitative state
 *   {D1} "3 days" (no sign)     {W0} "3 working days"                      {l1} "3 days left", "due today"
 *   {r5} the reference curve    {w1} indicator value, two decimals
 *   {M} the verdict's month     {o} {e} {g} observed, expected and gap rates in percent (points)
 * so that a translator sees whole sentences. */
static void percent(struct buf *out, int64_t millionths)
{
    char text[DEC_TEXT];
    int64_t shown = 0;
    struct ratio share = {millionths, 10000};

    if (!ratio_round(share, SCALE_FEN, &shown))
        shown = millionths < 0 ? -DEC_MAX : DEC_MAX;
    buf_puts(out, dec_format_grouped(shown, SCALE_FEN, text));
}

static const char *state_text(bool zh, int64_t state)
{
    if (state == VALUE_ACHIEVED)
        return zh ? "达成" : "achieved";
    if (state == VALUE_PARTIAL)
        return zh ? "部分达成" : "partly achieved";
    return zh ? "未达成" : "missed";
}

/* "1 day", "2 days". */
static void count(const struct saying *say, int64_t number, const char *english, const char *chinese)
{
    char text[DEC_TEXT];

    dec_format(number, 0, text);
    if (say->zh)
        buf_printf(say->out, "%s %s", text, chinese);
    else
        buf_printf(say->out, "%s %s%s", text, english, number == 1 ? "" : "s");
}

static void left(const struct saying *say, int64_t days)
{
    if (days == 0) {
        buf_puts(say->out, say->zh ? "今天到期" : "due today");
        return;
    }
    buf_puts(say->out, say->zh ? "还有 " : "");
    count(say, days, "day", "天");
    buf_puts(say->out, say->zh ? "" : " left");
}

static const char *curve_text(bool zh, int64_t curve)
{
    assert(curve >= CURVE_LINEAR && curve <= CURVE_PEERS);
    return curve_texts[curve][zh ? LANGUAGE_ZH : LANGUAGE_EN];
}

/* A value that was worked out: two decimals say enough. */
static void rounded(struct buf *out, int64_t millionths)
{
    char text[DEC_TEXT];
    int64_t shown = 0;

    if (!ratio_round((struct ratio){millionths, 1000000}, SCALE_FEN, &shown))
        shown = millionths < 0 ? -DEC_MAX : DEC_MAX;
    buf_puts(out, dec_format_short(shown, SCALE_FEN, text));
}

static void part(const struct saying *say, char kind, int index)
{
    char text[DEC_TEXT];
    int64_t figure = say->figures[index];

    switch (kind) {
    case 'm': buf_puts(say->out, dec_format_grouped(figure, SCALE_FEN, text)); break;
    case 'p': percent(say->out, figure); break;
    case 'v': buf_puts(say->out, dec_format_short(figure, SCALE_MICRO, text)); break;
    case 'n': buf_puts(say->out, dec_format(figure, 0, text)); break;
    case 'D': count(say, figure < 0 ? -figure : figure, "day", "天"); break;
    case 'W': count(say, figure, "working day", "个工作日"); break;
    case 'l': left(say, figure); break;
    case 'd': buf_puts(say->out, date_format((date)figure, text)); break;
    case 'r': buf_puts(say->out, curve_text(say->zh, figure)); break;
    case 'w': rounded(say->out, figure); break;
    case 's': buf_puts(say->out, state_text(say->zh, figure)); break;
    case 'M': buf_printf(say->out, "%d", say->verdict->month); break;
    case 'o': percent(say->out, say->verdict->observed.value); break;
    case 'e': percent(say->out, say->verdict->expected.value); break;
    case 'g':
        percent(say->out, say->verdict->gap.value < 0 ? -say->verdict->gap.value : say->verdict->gap.value);
        break;
    }
}

static void fill(const struct saying *say, const char *template)
{
    for (const char *c = template; *c != '\0'; c++) {
        if (*c != '{') {
            buf_putc(say->out, *c);
            continue;
        }
        char kind = c[1];
        part(say, kind, c[2] == '}' ? 0 : c[2] - '0');
        c = strchr(c, '}');
    }
}

static const struct {
    enum rule rule;
    enum reason reason;
    const char *texts[2];
} sentences[] = {
    {RULE_EXECUTION_PACE,
     REASON_BEHIND,
     {"截至{M}月累计支出 {m0} 元，占预算 {m1} 元的 {o}%；按{r5}应支出 {m2} 元（{e}%），完成应支出的 "
      "{p3}%，低于 {p4}% 的界限，落后 {g} 个百分点",
      "By the end of month {M}, {m0} was spent, {o}% of the budget of {m1}; {r5} asks for {m2} ({e}%), so "
      "the pace is {p3}%, below {p4}%, {g} percentage points behind"}},
    {RULE_EXECUTION_PACE,
     REASON_NOT_RECEIVED,
     {"截至{M}月累计支出 {m0} 元，占预算 {m1} 元的 {o}%；资金未到位，到位资金 {m5} 元，以此为应支出数，完成 "
      "{p3}%，低于 {p4}% 的界限",
      "By the end of month {M}, {m0} was spent, {o}% of the budget of {m1}; money is not all received: "
      "measured against the {m5} received the pace is {p3}%, below {p4}%"}},
    {RULE_EXECUTION_PACE,
     REASON_AHEAD,
     {"截至{M}月累计支出 {m0} 元，占预算 {m1} 元的 {o}%；按{r5}应支出 {m2} 元（{e}%），超前 {p3} "
      "个百分点，超过 {p4} 个百分点的界限",
      "By the end of month {M}, {m0} was spent, {o}% of the budget of {m1}; {r5} asks for {m2} ({e}%), so "
      "spending is {p3} percentage points ahead, over the {p4} allowed"}},
    {RULE_EXECUTION_OVERSPENT,
     REASON_PLAIN,
     {"截至{M}月累计支出 {m0} 元，超出预算 {m1} 元，超支 {m2} 元",
      "By month {M}, {m0} was spent, over the budget of {m1} by {m2}"}},
    {RULE_EXECUTION_UNBUDGETED,
     REASON_PLAIN,
     {"截至{M}月累计支出 {m0} 元，而预算为 {m1} 元，属无预算支出",
      "By the end of month {M}, {m0} was spent although the budget is {m1}"}},
    {RULE_EXECUTION_REVERSAL,
     REASON_PLAIN,
     {"{M}月累计支出 {m0} 元，低于{n3}月的 {m1} 元，回落 {m2} 元，请核对退款或更正",
      "The running total at month {M} is {m0}, below the {m1} of month {n3} by {m2}: check for refunds or "
      "corrections"}},
    {RULE_EXECUTION_CHECKPOINT,
     REASON_PLAIN,
     {"截至{M}月累计支出 {m0} 元，占预算 {m1} 元的 {o}%，未达到节点要求的 {e}%，差 {g} 个百分点",
      "By the end of month {M}, {m0} was spent, {o}% of the budget of {m1}; the checkpoint asks for {e}%, "
      "{g} percentage points more"}},
    {RULE_EXECUTION_MISSING,
     REASON_PLAIN,
     {"{M}月结束已 {W0}，支出数据仍未报送，超过 {W1}的期限",
      "Month {M} ended {W0} ago and its spending is not reported; {n1} are allowed"}},
    {RULE_INDICATOR_PACE,
     REASON_BEHIND,
     {"截至{M}月实际值 {v0}，阶段目标 {w1}（全年目标 {v2}），完成 {p3}%，低于 {p5}% 的界限",
      "The value by month {M} is {v0} against {w1} for the period (full year {v2}): {p3}%, below {p5}%"}},
    {RULE_INDICATOR_PACE,
     REASON_LIMIT_EXCEEDED,
     {"截至{M}月实际值 {v0}，超过全年上限 {v2}",
      "The value by month {M} is {v0}, above the {v2} it must not exceed in the year"}},
    {RULE_INDICATOR_PACE,
     REASON_TARGET_ZERO,
     {"截至{M}月实际值 {v0}，未达到目标 {v2}",
      "The value by month {M} is {v0}; the target of {v2} is not met"}},
    {RULE_INDICATOR_PACE,
     REASON_TARGET_LOW,
     {"截至{M}月实际值 {v0}，已达全年目标 {v2} 的 {p3}%，达到 {p5}% 以上，目标偏低，应说明原因",
      "The value by month {M} is {v0}, {p3}% of the full year's target of {v2}; from {p5}% on the target "
      "counts as set too low and asks for an explanation"}},
    {RULE_INDICATOR_PACE,
     REASON_QUALITATIVE,
     {"{M}月定性指标评价为“{s0}”", "In month {M} the qualitative indicator was judged '{s0}'"}},
    {RULE_INDICATOR_MISSING,
     REASON_PLAIN,
     {"{M}月应报的指标值在月末后 {W0}仍未报送，超过 {W1}的期限",
      "The value due for month {M} is not reported {W0} after its end; {n1} are allowed"}},
    {RULE_GOAL_GAP,
     REASON_PLAIN,
     {"截至{M}月支出 {m0} 元，支出率 {o}%，而绩效目标完成 {e}%，钱快于事 {g} 个百分点，超过 {p2} 个百分点",
      "By the end of month {M} spending stands at {o}% ({m0}) but the goals at {e}%: {g} percentage points "
      "ahead, over the {p2} allowed"}},
    {RULE_MILESTONE_DUE,
     REASON_OVERDUE,
     {"计划于 {d0} 完成，已逾期 {D1}", "Planned for {d0}, overdue by {D1}"}},
    {RULE_MILESTONE_DUE, REASON_DUE_SOON, {"计划于 {d0} 完成，{l1}", "Planned for {d0}, {l1}"}},
    {RULE_CONTRACT_INTENT,
     REASON_NO_INTENT,
     {"采购于 {d0} 启动，未公开采购意向（应提前 {n3} 天公开）",
      "Procurement started on {d0} without a published intent (due {n3} days before)"}},
    {RULE_CONTRACT_INTENT,
     REASON_INTENT_LATE,
     {"采购意向于 {d1} 公开，采购于 {d0} 启动，仅隔 {n2} 天，少于 {n3} 天",
      "The intent was published on {d1} and procurement started on {d0}, {D2} later; {n3} are "
      "required"}},
    {RULE_CONTRACT_INTENT,
     REASON_INTENT_AFTER,
     {"采购于 {d0} 启动，采购意向 {d1} 才公开，晚了 {D2}（应提前 {n3} 天公开）",
      "Procurement started on {d0}, {D2} before the intent was published on {d1} (due {n3} days before)"}},
    {RULE_CONTRACT_SIGNING,
     REASON_OVERDUE,
     {"{d0} 发出中标通知书，已 {n1} 天未签订合同，超过 {n2} 天的期限（{d3}）",
      "Awarded on {d0} and unsigned after {D1}; the limit is {D2} ({d3})"}},
    {RULE_CONTRACT_SIGNING,
     REASON_DUE_SOON,
     {"{d0} 发出中标通知书，合同应于 {n2} 天内签订，最迟 {d3}，已过 {D1}",
      "Awarded on {d0}; the contract must be signed within {n2} days, on {d3} at the latest; {D1} passed"}},
    {RULE_CONTRACT_PUBLICATION,
     REASON_OVERDUE,
     {"合同于 {d0} 签订，已 {n1} 个工作日未公告，超过 {n2} 个工作日的期限（{d3}）",
      "Signed on {d0} and unpublished after {W1}; the limit is {n2} ({d3})"}},
    {RULE_CONTRACT_PUBLICATION,
     REASON_DUE_SOON,
     {"合同于 {d0} 签订，{d3} 为 {n2} 个工作日公告期限的最后一天",
      "Signed on {d0}; {d3} is the last of the {n2} working days for publication"}},
    {RULE_CONTRACT_FILING,
     REASON_OVERDUE,
     {"合同于 {d0} 签订，已 {n1} 个工作日未备案，超过 {n2} 个工作日的期限（{d3}）",
      "Signed on {d0} and unfiled after {W1}; the limit is {n2} ({d3})"}},
    {RULE_CONTRACT_FILING,
     REASON_DUE_SOON,
     {"合同于 {d0} 签订，{d3} 为 {n2} 个工作日备案期限的最后一天",
      "Signed on {d0}; {d3} is the last of the {n2} working days for filing"}},
    {RULE_CEILING_PACE,
     REASON_PLAIN,
     {"截至{M}月支出 {m0} 元，超过限额 {m1} 元", "By month {M}, {m0} was spent, over the ceiling of {m1}"}},
    {RULE_CEILING_PACE,
     REASON_NEARING,
     {"截至{M}月支出 {m0} 元，已超过限额 {m1} 元的 {p2}%",
      "By month {M}, {m0} was spent, more than {p2}% of the ceiling of {m1}"}},
    {RULE_RECTIFICATION_DUE,
     REASON_OVERDUE,
     {"整改应于 {d0} 完成，已逾期 {D1}", "The rectification was due on {d0}, overdue by {D1}"}},
    {RULE_RECTIFICATION_DUE,
     REASON_DUE_SOON,
     {"整改应于 {d0} 完成，{l1}", "The rectification is planned for {d0}, {l1}"}},
};

void catalogue_explain(struct buf *out, enum language language, const struct verdict *verdict)
{
    struct saying say = {out, language == LANGUAGE_ZH, verdict, verdict->figures};

    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].rule == verdict->rule && sentences[i].reason == verdict->reason) {
            fill(&say, sentences[i].texts[language]);
            return;
        }
}
