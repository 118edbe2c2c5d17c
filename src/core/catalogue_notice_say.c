/* The sentences of a notice's sections. */
#include "core/catalogue_notice.h"

#include <inttypes.h>

#include "core/catalogue_status.h"

enum { NAMES = 8 };

static const char *const months[] = {"",     "January", "February",  "March",   "April",    "May",     "June",
                                     "July", "August",  "September", "October", "November", "December"};

static const char *in(enum language language, const char *zh, const char *en)
{
    return language == LANGUAGE_ZH ? zh : en;
}

void catalogue_notice_title(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    if (paper->language == LANGUAGE_EN) {
        buf_printf(out, "%s on budget execution, %s%s %d", paper->correction ? "Corrected notice" : "Notice",
                   notice->month > 1 ? "January to " : "", months[notice->month], notice->year);
        return;
    }
    buf_printf(out, "关于%d年1", notice->year);
    if (notice->month > 1)
        buf_printf(out, "-%d", notice->month);
    buf_printf(out, "月预算执行进度的%s", paper->correction ? "更正通报" : "通报");
}

void catalogue_notice_subtitle(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;
    char day[DATE_TEXT];

    buf_puts(out, notice->unit_name);
    if (notice->head != NULL)
        buf_printf(out, in(language, "（负责人：%s）", " (head: %s)"), notice->head);
    buf_printf(out, in(language, "　编制日期：%s", " · made on %s"), date_format(notice->clock, day));
    buf_printf(out, in(language, "　金额单位：%s", " · amounts in %s"),
               catalogue_notice_unit(language, paper->money_unit));
}

/* A number of percentage points without its sign. */
static void add_points(struct buf *out, enum language language, struct notice_rate gap)
{
    char text[DEC_TEXT];
    int64_t shown = notice_rate_shown(gap);

    dec_format_grouped(shown < 0 ? -shown : shown, SCALE_FEN, text);
    buf_printf(out, in(language, "%s个百分点", "%s points"), text);
}

static void add_gap(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;
    const char *curve = catalogue_notice_curve(language, notice->curve);
    int64_t shown = notice_rate_shown(notice->gap);

    if (!notice->gap.known)
        return;
    if (shown == 0)
        buf_printf(out, in(language, "，与%s（", ", level with %s ("), curve);
    else if (language == LANGUAGE_ZH)
        buf_printf(out, "，%s%s（", shown < 0 ? "低于" : "高于", curve);
    else {
        buf_puts(out, ", ");
        add_points(out, language, notice->gap);
        buf_printf(out, " %s %s (", shown < 0 ? "below" : "above", curve);
    }
    catalogue_notice_rate(out, notice->reference);
    buf_puts(out, in(language, "）", ")"));
    if (shown == 0)
        buf_puts(out, in(language, "持平", ""));
    else if (language == LANGUAGE_ZH)
        add_points(out, language, notice->gap);
}

static void add_change(struct buf *out, const struct notice_paper *paper, const struct notice *notice,
                       const char *than, struct notice_rate before, const char *separator)
{
    enum language language = paper->language;
    struct notice_rate change = notice_rate_less(notice->now.rate, before);
    int64_t shown = notice_rate_shown(change);

    if (!change.known)
        return;
    buf_puts(out, separator);
    if (language == LANGUAGE_ZH) {
        buf_printf(out, "%s%s", than, shown == 0 ? "持平" : shown > 0 ? "提高" : "降低");
        if (shown != 0)
            add_points(out, language, change);
        return;
    }
    if (shown == 0) {
        buf_printf(out, "the same as %s", than);
        return;
    }
    add_points(out, language, change);
    buf_printf(out, " %s than %s", shown > 0 ? "higher" : "lower", than);
}

void catalogue_notice_headline(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;

    if (language == LANGUAGE_ZH) {
        buf_printf(out, "截至%d月底，%s预算", notice->month, notice->unit_name);
        catalogue_notice_sum(out, paper, notice->now.budget);
        buf_puts(out, "，支出");
        catalogue_notice_sum(out, paper, notice->now.spent);
    } else {
        buf_printf(out, "By the end of %s, %s spent ", months[notice->month], notice->unit_name);
        catalogue_notice_sum(out, paper, notice->now.spent);
        buf_puts(out, " of ");
        catalogue_notice_sum(out, paper, notice->now.budget);
    }
    if (notice->now.rate.known) {
        buf_puts(out, in(language, "，支出进度", ": "));
        catalogue_notice_rate(out, notice->now.rate);
        add_gap(out, paper, notice);
        if (notice->month > 1)
            add_change(out, paper, notice, in(language, "较上月", "a month before"), notice->last_month.rate,
                       in(language, "；", "; "));
        if (notice->has_last_year)
            add_change(out, paper, notice, in(language, "较上年同期", "a year before"),
                       notice->last_year.rate, in(language, "，", ", "));
    } else {
        buf_puts(out, in(language, "；没有预算，不计支出进度", "; without a budget there is no rate"));
    }
    buf_puts(out, in(language, "。", "."));
}

void catalogue_notice_standing(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    bool units = notice_of_units(notice);
    const struct notice_light_count *lights = &notice->lights;
    const char *curve = catalogue_notice_curve(paper->language, notice->curve);

    if (paper->language == LANGUAGE_ZH) {
        const char *noun = units ? "个单位" : "个项目";
        buf_printf(out, "%zu%s中，高于%s的%d个、低于的%d个；高于总体进度的%d个、低于的%d个。",
                   notice->row_count, noun, curve, notice->above, notice->below, notice->above_overall,
                   notice->below_overall);
        buf_printf(out, "红灯%d个、黄灯%d个、蓝灯%d个、绿灯%d个", lights->red, lights->yellow, lights->blue,
                   lights->green);
        if (lights->unlit > 0)
            buf_printf(out, "、未评%d个", lights->unlit);
        buf_puts(out, "。");
        return;
    }
    buf_printf(out, "Of %zu %s, %d are above %s and %d below; %d are above the whole's rate and %d below. ",
               notice->row_count, units ? "units" : "projects", notice->above, curve, notice->below,
               notice->above_overall, notice->below_overall);
    buf_printf(out, "Lights: %d red, %d yellow, %d blue, %d green", lights->red, lights->yellow, lights->blue,
               lights->green);
    if (lights->unlit > 0)
        buf_printf(out, ", %d not judged", lights->unlit);
    buf_puts(out, ".");
}

static const char *between(enum language language, size_t at)
{
    return at == 0 ? "" : in(language, "、", ", ");
}

void catalogue_notice_zero(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;
    size_t shown = notice->zero_count < NAMES ? notice->zero_count : NAMES;

    buf_printf(out, in(language, "支出为零的%zu个：", "Nothing spent by %zu: "), notice->zero_count);
    for (size_t i = 0; i < shown; i++)
        buf_printf(out, "%s%s", between(language, i), notice->zero[i]->name);
    if (shown < notice->zero_count)
        buf_printf(out, in(language, "等，另有%zu个见工作簿", ", and %zu more, see the workbook"),
                   notice->zero_count - shown);
    buf_puts(out, in(language, "。", "."));
}

void catalogue_notice_missing(struct buf *out, const struct notice_paper *paper, const struct notice *notice,
                              const struct notice_missing *missing)
{
    enum language language = paper->language;

    buf_puts(out, missing->name);
    if (missing->head != NULL)
        buf_printf(out, in(language, "（%s）", " (%s)"), missing->head);
    if (missing->month == 0)
        buf_printf(out, in(language, "：%d年尚未报送", ": nothing reported in %d"), notice->year);
    else
        buf_printf(out, in(language, "：最近报送%d月", ": last reported month %d"), missing->month);
}

void catalogue_notice_unreceived(struct buf *out, const struct notice_paper *paper,
                                 const struct notice *notice)
{
    buf_printf(out,
               in(paper->language, "资金未到位的项目%zu个，其支出以到位资金为限：",
                  "Projects that have not received their money and cannot spend more than they have: %zu."),
               notice->unreceived_count);
}

void catalogue_notice_projection(struct buf *out, const struct notice_paper *paper,
                                 const struct notice *notice)
{
    enum language language = paper->language;
    const struct notice_projection *projection = &notice->projection;

    buf_puts(out, in(language, "按单位预计和当前进度推算，到年底支出",
                     "By outlooks and pace the year may end at "));
    catalogue_notice_sum(out, paper, projection->spent);
    if (projection->rate.known) {
        buf_puts(out, in(language, "，占预算的", ", "));
        catalogue_notice_rate(out, projection->rate);
        buf_puts(out, in(language, "", " of the budget"));
    }
    buf_printf(out,
               in(language, "（%d个项目依单位预计，%d个项目依月均支出推算）。",
                  " (%d projects by their outlook, %d by their monthly average)."),
               projection->by_outlook, projection->by_pace);
}

void catalogue_notice_alerts(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    const struct notice_lights *lights = &notice->deviation_lights;

    buf_printf(out,
               in(paper->language, "共%zu项偏离：红灯%d项、黄灯%d项、蓝灯%d项。",
                  "%zu deviations: %d red, %d yellow, %d blue."),
               notice->deviation_count, lights->red, lights->yellow, lights->blue);
}

void catalogue_notice_answered(struct buf *out, const struct notice_paper *paper,
                               const struct notice_standing *standing)
{
    enum language language = paper->language;
    char day[DATE_TEXT];

    if (standing == NULL) {
        buf_puts(out, in(language, "新发现", "new"));
        return;
    }
    buf_printf(out, in(language, "%s起；", "since %s; "), date_format(standing->since, day));
    if (standing->acknowledged_by == NULL) {
        buf_puts(out, in(language, "尚未反馈", "not answered"));
        return;
    }
    buf_printf(out, in(language, "%s已反馈", "answered by %s"), standing->acknowledged_by);
    if (standing->cause != NULL)
        buf_printf(out, in(language, "，原因：%s", ", cause: %s"),
                   catalogue_cause(language, standing->cause));
    if (standing->decision != NULL)
        buf_printf(out, in(language, "，%s", ", %s"), catalogue_decision(language, standing->decision));
    if (standing->action != NULL)
        buf_printf(out, in(language, "；措施：%s", "; action: %s"), standing->action);
    if (standing->action_done != DATE_NONE)
        buf_printf(out, in(language, "（%s已完成）", " (done on %s)"),
                   date_format(standing->action_done, day));
    else if (standing->action_due != DATE_NONE)
        buf_printf(out, in(language, "（限%s）", " (due %s)"), date_format(standing->action_due, day));
}

void catalogue_notice_days(struct buf *out, enum language language, int days, bool unsure)
{
    bool zh = language == LANGUAGE_ZH;
    int count = days < 0 ? -days : days;

    if (days == 0)
        buf_puts(out, zh ? "今天到期" : "due today");
    else if (zh)
        buf_printf(out, days < 0 ? "逾期%d天" : "还有%d天", count);
    else
        buf_printf(out, "%d day%s %s", count, count == 1 ? "" : "s", days < 0 ? "overdue" : "left");
    if (unsure)
        buf_puts(out, zh ? "（节假日未录入，仅供参考）" : " (holidays unknown)");
}

void catalogue_notice_goals(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;

    buf_printf(out,
               in(language, "监控指标%zu个，其中落后或目标偏低%zu个；%zu个项目的支出与目标对照如下：",
                  "%zu indicators are watched, %zu of them behind or with a target too low. Money against "
                  "goals of %zu projects: "),
               notice->indicators_watched, notice->indicator_count, notice->goal_count);
    for (int quarter = NOTICE_BOTH_BEHIND; quarter >= NOTICE_BOTH_GOOD; quarter--) {
        size_t count = 0;
        for (size_t i = 0; i < notice->goal_count; i++)
            count += (int)notice->goals[i].quarter == quarter;
        buf_puts(out, between(language, quarter == NOTICE_BOTH_BEHIND ? 0 : 1));
        catalogue_notice_quarter_count(out, language, (enum notice_quarter)quarter, count);
    }
    buf_puts(out, in(language, "。", "."));
}

void catalogue_notice_quarter_count(struct buf *out, enum language language, enum notice_quarter quarter,
                                    size_t count)
{
    buf_printf(out, in(language, "%s%zu个", "%s: %zu"), catalogue_notice_quarter(language, quarter), count);
}

void catalogue_notice_transfers(struct buf *out, const struct notice_paper *paper,
                                const struct notice *notice)
{
    buf_printf(
        out,
        in(paper->language,
           "按年底预计，%zu个项目将有结余，%zu个项目将不足（与预算相差一成以上）。调剂须按规定程序办理。",
           "By the projection %zu projects will leave money and %zu will be short, each by a tenth of "
           "its budget or more."),
        notice->leaving_count, notice->short_count);
}

void catalogue_notice_basis(struct buf *out, enum language language, bool by_outlook)
{
    buf_puts(out, by_outlook ? in(language, "（单位预计）", " (its outlook)")
                             : in(language, "（月均推算）", " (its pace)"));
}

void catalogue_notice_score(struct buf *out, const struct notice_paper *paper, const struct notice *notice)
{
    enum language language = paper->language;
    const struct notice_score *score = &notice->score;
    char total[DEC_TEXT], max[DEC_TEXT], winnable[DEC_TEXT];

    dec_format_short(score->total, SCALE_MICRO, total);
    dec_format_short(score->max, SCALE_MICRO, max);
    dec_format_short(score->winnable, SCALE_MICRO, winnable);
    buf_printf(
        out, in(language, "若今日关账，自评得%s分（满分%s分", "If the year closed today: %s of %s points ("),
        total, max);
    if (score->grade != NULL && score->grade[0] != '\0')
        buf_printf(out, in(language, "，%s", "%s"), score->grade);
    buf_printf(out, in(language, "），还能挽回%s分。", "); %s can still be won back."), winnable);
}

void catalogue_notice_doubt(struct buf *out, enum language language, const struct notice *notice,
                            const struct notice_doubt_said *doubt)
{
    int64_t a = doubt->figures[0], b = doubt->figures[1];

    switch (doubt->kind) {
    case NOTICE_DOUBT_CALENDAR:
        buf_printf(out,
                   in(language, "%d年节假日未录入，工作日期限仅供参考。",
                      "The holidays of %d are not known: deadlines in working days are unsure."),
                   notice->year);
        break;
    case NOTICE_DOUBT_LAST_YEAR:
        buf_puts(out, in(language, "没有上年数据，以序时进度代替上年同期进度。",
                         "Nothing is known of last year: the linear reference stands in."));
        break;
    case NOTICE_DOUBT_PEERS:
        buf_puts(out, in(language, "没有同级单位数据，以序时进度代替平均进度。",
                         "There are no peers: the linear reference stands in."));
        break;
    case NOTICE_DOUBT_PLAN:
        buf_printf(out,
                   in(language, "%" PRId64 "个项目（共%" PRId64 "个）没有本月用款计划。",
                      "%" PRId64 " of %" PRId64 " projects have no plan for the month."),
                   a, b);
        break;
    case NOTICE_DOUBT_UNREPORTED:
        buf_printf(out,
                   in(language, "%" PRId64 "个单位（共%" PRId64 "个）未报送本月数据，沿用其最近一月。",
                      "%" PRId64 " of %" PRId64
                      " units have not reported the month: their last figures are used."),
                   a, b);
        break;
    case NOTICE_DOUBT_FAULT:
        buf_printf(out,
                   in(language, "%" PRId64 "个对象数值过大，未能评估。",
                      "%" PRId64 " subjects could not be evaluated: their figures are too large."),
                   a);
        break;
    case NOTICE_DOUBT_COUNT: break;
    }
}

void catalogue_notice_figures(struct buf *out, const struct notice_paper *paper)
{
    enum language language = paper->language;

    if (paper->money_unit == MONEY_WAN)
        buf_puts(out, in(language, "金额以万元为单位，逐项四舍五入到两位小数；",
                         "Amounts are in wan yuan (10,000 yuan), each rounded half up to two decimals. "));
    else
        buf_puts(out, in(language, "金额以元为单位，精确到分；", "Amounts are in yuan and exact. "));
    buf_puts(out,
             in(language,
                "进度和差距按未舍入的数计算，四舍五入到两位小数，差距可能与所列进度之差相差0.01；"
                "预算数为年初预算加月底前生效的调整；单位和总体的进度为支出合计除以预算合计。",
                "Rates and gaps are worked out exactly and then rounded to two decimals, so a gap may "
                "differ by 0.01 from the difference of the rates shown. A budget is the initial one with "
                "the adjustments in effect by the end of the month; the rate of a unit is its sum spent "
                "over its sum of budgets."));
}

static void add_difference(struct buf *out, const struct notice_paper *paper, enum notice_text column,
                           int64_t difference)
{
    enum language language = paper->language;
    char text[DEC_TEXT];

    dec_format(difference > 0 ? difference : -difference, SCALE_FEN, text);
    buf_printf(out, in(language, "%s%s%s%s", "%s %s by %s %s"), catalogue_notice(language, column),
               difference > 0 ? in(language, "多", "more") : in(language, "少", "less"), text,
               catalogue_notice_unit(language, paper->money_unit));
}

void catalogue_notice_rounding(struct buf *out, const struct notice_paper *paper, int64_t budget,
                               int64_t spent)
{
    enum language language = paper->language;

    buf_puts(out, in(language, "注：各行分别四舍五入，相加与合计相差：",
                     "Note: each row is rounded by itself; what they add up to differs from the total: "));
    if (budget != 0)
        add_difference(out, paper, NOTICE_BUDGET, budget);
    if (budget != 0 && spent != 0)
        buf_puts(out, in(language, "，", ", "));
    if (spent != 0)
        add_difference(out, paper, NOTICE_SPENT, spent);
    buf_puts(out, in(language, "。", "."));
}

void catalogue_notice_more(struct buf *out, enum language language, size_t count)
{
    buf_printf(out,
               in(language, "另有%zu项未列出，见通报工作簿（xlsx）。",
                  "%zu more are in the workbook of this notice (xlsx)."),
               count);
}

void catalogue_notice_others(struct buf *out, enum language language, bool units, size_t count)
{
    buf_printf(out, in(language, "其余%zu个%s", "%zu other %s"), count,
               units ? in(language, "单位", "units") : in(language, "项目", "projects"));
}

void catalogue_notice_cut(struct buf *out, enum language language, size_t count)
{
    buf_printf(out, in(language, "（另有%zu行未列出）", "(%zu more lines)"), count);
}

void catalogue_notice_undrawn(struct buf *out, enum language language, size_t count)
{
    buf_printf(out,
               in(language, "另有%zu个支出为零，未画出", "%zu more have spent nothing and are not drawn"),
               count);
}

void catalogue_notice_bars(struct buf *out, enum language language, bool units, size_t highest, size_t lowest,
                           size_t all)
{
    const char *noun = units ? in(language, "单位", "units") : in(language, "项目", "projects");

    if (highest + lowest < all)
        buf_printf(out,
                   in(language, "图中为%zu个%s里进度最高的%zu个和最低的%zu个",
                      "Of %zu %s the %zu highest and the %zu lowest"),
                   all, noun, highest, lowest);
    else
        buf_printf(out, in(language, "全部%zu个%s", "All %zu %s"), all, noun);
}
