#include "core/catalogue_monitor.h"

#include <string.h>

#include "core/catalogue_sheet.h"
#include "core/catalogue_status.h"

/* By language: Chinese, English. */
static const char *const texts[MONITOR_TEXTS][2] = {
    [MONITOR_PROJECT_FORM] = {"项目支出绩效目标执行监控表", "Monitoring form of a project"},
    [MONITOR_UNIT_FORM] = {"部门整体支出绩效目标执行监控表", "Monitoring form of the unit as a whole"},
    [MONITOR_COVER] = {"封面", "Cover"},
    [MONITOR_PROJECTS_SHEET] = {"项目监控表", "Projects"},
    [MONITOR_UNIT_SHEET] = {"部门整体监控表", "Unit"},
    [MONITOR_GAPS] = {"尚需补充的内容", "What is still missing"},
    [MONITOR_NO_GAPS] = {"没有需要补充的内容。", "Nothing is missing."},
    [MONITOR_LIST] = {"项目一览", "The projects"},

    [MONITOR_PROJECT_NAME] = {"项目名称", "Project"},
    [MONITOR_UNIT_NAME] = {"实施单位", "Unit"},
    [MONITOR_ANSWERS] = {"负责人", "Who answers"},
    [MONITOR_MONEY] = {"资金执行情况", "Money"},
    [MONITOR_INITIAL] = {"年初预算数", "Initial budget"},
    [MONITOR_ADJUSTED] = {"调整后预算数", "Adjusted budget"},
    [MONITOR_EXPECTED] = {"全年预计执行数", "Expected at year's end"},
    [MONITOR_LEVEL1] = {"一级指标", "Level 1"},
    [MONITOR_LEVEL2] = {"二级指标", "Level 2"},
    [MONITOR_LEVEL3] = {"三级指标", "Indicator"},
    [MONITOR_TARGET] = {"年度指标值", "Target"},
    [MONITOR_EXPECTED_VALUE] = {"全年预计完成情况", "Expected at year's end"},
    [MONITOR_CAUSES] = {"偏差原因分析", "Cause of the deviation"},
    [MONITOR_NOTE] = {"原因说明", "Explanation"},
    [MONITOR_LIKELIHOOD] = {"完成目标可能性", "Will the target be met"},
    [MONITOR_REMARK] = {"备注", "Remark"},
    [MONITOR_PROJECT_CAUSE] = {"资金执行偏差原因", "Why the money is behind"},
    [MONITOR_CODE] = {"编码", "Code"},
    [MONITOR_INDICATORS] = {"指标数", "Indicators"},
    [MONITOR_TOTAL] = {"合计", "Total"},
    [MONITOR_FILLED_BY] = {"填报人：", "Filled in by:"},
    [MONITOR_CHECKED_BY] = {"审核人：", "Checked by:"},
    [MONITOR_FILLED_ON] = {"填报日期：", "Date:"},
    [MONITOR_MISSING_WHAT] = {"缺少的内容", "What is missing"},
    [MONITOR_MISSING_WHERE] = {"项目或指标", "Project or indicator"},
    [MONITOR_WITHOUT_GOALS] = {"未设绩效指标", "No indicators"},
};

static const char *const causes[MONITOR_CAUSE_KINDS] = {"funding", "institution", "personnel", "hardware",
                                                        "other"};
static const char *const likelihoods[MONITOR_LIKELIHOODS] = {"certain", "possible", "impossible"};

/* A printf format in both languages. */
static const char *in(enum language language, const char *zh, const char *en)
{
    return language == LANGUAGE_ZH ? zh : en;
}

const char *catalogue_monitor(enum language language, enum monitor_text text)
{
    return texts[text][language];
}

static int place_of(const char *const *codes, int count, const char *code)
{
    for (int i = 0; code != NULL && i < count; i++)
        if (strcmp(codes[i], code) == 0)
            return i;
    return -1;
}

const char *catalogue_monitor_cause(enum language language, int cause)
{
    return catalogue_cause(language, causes[cause]);
}

int monitor_cause_of(const char *code)
{
    return place_of(causes, MONITOR_CAUSE_KINDS, code);
}

const char *catalogue_monitor_likelihood(enum language language, int likelihood)
{
    return catalogue_notice_likelihood(language, likelihoods[likelihood]);
}

int monitor_likelihood_of(const char *code)
{
    return place_of(likelihoods, MONITOR_LIKELIHOODS, code);
}

const char *catalogue_monitor_gap(enum language language, enum monitor_gap_kind kind)
{
    static const char *const names[MONITOR_GAP_KINDS][2] = {
        [MONITOR_NO_INDICATOR] = {"未设绩效指标", "no indicators"},
        [MONITOR_NO_TARGET] = {"缺年度指标值", "no target"},
        [MONITOR_NO_VALUE] = {"缺完成值", "no value"},
        [MONITOR_NO_EXPECTED] = {"已落后，缺全年预计", "behind, no expectation for the year"},
        [MONITOR_NO_CAUSE] = {"已落后，缺偏差原因", "behind, no cause"},
        [MONITOR_NO_LIKELIHOOD] = {"已落后，缺完成目标可能性", "behind, no likelihood"}};

    return names[kind][language];
}

static void add_period(struct buf *out, enum language language, const struct notice *notice)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    if (language == LANGUAGE_ZH)
        buf_printf(out, notice->month == 1 ? "%d月" : "1-%d月", notice->month);
    else
        buf_printf(out, notice->month == 1 ? "%s" : "Jan-%s", months[notice->month - 1]);
}

void catalogue_monitor_title(struct buf *out, enum language language, const struct monitor_form *form)
{
    const struct notice *notice = form->notice;

    if (language == LANGUAGE_ZH)
        buf_printf(out, "%d年", notice->year);
    add_period(out, language, notice);
    if (language == LANGUAGE_ZH)
        buf_puts(out, "绩效运行监控表");
    else
        buf_printf(out, " %d: monitoring of budget and goals", notice->year);
}

void catalogue_monitor_subtitle(struct buf *out, const struct notice_paper *paper,
                                const struct monitor_form *form)
{
    catalogue_notice_subtitle(out, paper, form->notice);
}

void catalogue_monitor_spent(struct buf *out, enum language language, const struct notice *notice)
{
    add_period(out, language, notice);
    buf_puts(out, in(language, "执行数", " spent"));
}

void catalogue_monitor_rate(struct buf *out, enum language language, const struct notice *notice)
{
    add_period(out, language, notice);
    buf_puts(out, in(language, "执行率", " rate"));
}

void catalogue_monitor_reached(struct buf *out, enum language language, const struct notice *notice)
{
    add_period(out, language, notice);
    buf_puts(out, in(language, "执行情况", " reached"));
}

void catalogue_monitor_target(struct buf *out, enum language language,
                              const struct monitor_indicator *indicator)
{
    const struct indicator_facts *facts = indicator->facts;
    char text[DEC_TEXT];

    if (facts->direction == DIRECTION_QUALITATIVE)
        buf_puts(out, in(language, "定性：达成", "to be achieved"));
    else if (indicator->has_target)
        buf_printf(out, "%s%s%s", catalogue_sign(facts->direction),
                   dec_format_short(indicator->target, SCALE_MICRO, text),
                   facts->measure_unit != NULL ? facts->measure_unit : "");
}

void catalogue_monitor_value(struct buf *out, enum language language, const struct measured *measured,
                             const struct indicator_facts *facts)
{
    struct measured shown = *measured;
    int64_t hundredths;

    if (measured->kind == MEASURED_NOTHING)
        return;
    if (measured->kind == MEASURED_NUMBER && facts->accumulation == ACCUMULATE_MEAN &&
        ratio_round(measured->value, 2, &hundredths))
        shown.value = (struct ratio){hundredths, 100};
    catalogue_measured(out, language, &shown, facts->measure_unit);
}

void catalogue_monitor_remark(struct buf *out, enum language language, const struct notice *notice,
                              const struct monitor_indicator *indicator)
{
    if (indicator->month > 0 && indicator->month < notice->month)
        buf_printf(out, in(language, "截至%d月", "as of month %d"), indicator->month);
}

void catalogue_monitor_why(struct buf *out, enum language language, const struct notice_outlook *outlook)
{
    if (outlook == NULL)
        return;
    if (outlook->cause != NULL)
        buf_puts(out, catalogue_cause(language, outlook->cause));
    if (outlook->cause != NULL && outlook->note != NULL)
        buf_puts(out, in(language, "：", ": "));
    if (outlook->note != NULL)
        buf_puts(out, outlook->note);
}

void catalogue_monitor_summary(struct buf *out, enum language language, const struct monitor_form *form)
{
    size_t indicators = form->whole.indicator_count, behind = 0, slow = 0;

    for (size_t i = 0; i < form->whole.indicator_count; i++)
        behind += form->whole.indicators[i].behind;
    for (size_t i = 0; i < form->project_count; i++) {
        const struct monitor_subject *project = &form->projects[i];
        indicators += project->indicator_count;
        slow += project->behind;
        for (size_t k = 0; k < project->indicator_count; k++)
            behind += project->indicators[k].behind;
    }
    buf_printf(out,
               in(language,
                  "共%zu个项目，其中资金执行落后%zu个；共%zu项绩效指标，其中落后%zu项；尚需补充%zu处。",
                  "%zu projects, the money of %zu behind; %zu indicators, %zu behind; %zu entries are still "
                  "missing."),
               form->project_count, slow, indicators, behind, form->gap_count);
}

void catalogue_monitor_where(struct buf *out, const struct monitor_gap *gap)
{
    buf_puts(out, gap->subject->name);
    if (gap->indicator != NULL)
        buf_printf(out, " / %s", gap->indicator->facts->name);
}
