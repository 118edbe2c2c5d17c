/* Fixed texts and numbers; the sentences are in catalogue_notice_say.c and catalogue_notice_todo.c. */
#include "core/catalogue_notice.h"

#include <stdlib.h>
#include <string.h>

enum { PERCENT_SCALE = 4, HUNDREDTHS = 2, FEN_IN_WAN = 1000000 };

static const char *const texts[NOTICE_TEXT_COUNT][2] = {
    [NOTICE_TODO] = {"请办事项", "What to do"},
    [NOTICE_OVERALL] = {"总体情况", "The whole"},
    [NOTICE_ROWS_UNITS] = {"各单位支出进度", "Units"},
    [NOTICE_ROWS_PROJECTS] = {"各项目支出进度", "Projects"},
    [NOTICE_YEAR] = {"全年走势和预计", "The year, and how it may end"},
    [NOTICE_DEVIATIONS] = {"偏离事项", "Deviations"},
    [NOTICE_DEADLINES] = {"逾期和30天内到期事项", "Overdue, or due within 30 days"},
    [NOTICE_GOALS] = {"绩效目标（双监控）", "Goals beside money"},
    [NOTICE_MISSING] = {"未报送单位", "Not reported"},
    [NOTICE_TRANSFERS] = {"可调剂资金", "Money that could be moved"},
    [NOTICE_SCORE] = {"自评预估得分", "The score so far"},
    [NOTICE_FIGURES] = {"数据说明", "About the figures"},
    [NOTICE_CORRECTED] = {"更正内容", "What was corrected"},

    [NOTICE_BUDGET] = {"预算数", "Budget"},
    [NOTICE_SPENT] = {"支出数", "Spent"},
    [NOTICE_RATE] = {"支出进度", "Rate"},
    [NOTICE_REFERENCE] = {"序时进度", "Reference"},
    [NOTICE_GAP] = {"差距（百分点）", "Gap (points)"},
    [NOTICE_RANK] = {"名次（较上月）", "Rank (on last month)"},
    [NOTICE_UNIT] = {"单位", "Unit"},
    [NOTICE_PROJECT] = {"项目", "Project"},
    [NOTICE_LIGHT] = {"亮灯", "Light"},
    [NOTICE_LAST_MONTH] = {"较上月（百分点）", "On last month (points)"},
    [NOTICE_LAST_YEAR] = {"较上年同期（百分点）", "On last year (points)"},
    [NOTICE_PROJECTED] = {"预计全年支出", "Year's end"},
    [NOTICE_PROJECTED_RATE] = {"预计全年进度", "Year's end"},
    [NOTICE_ANSWERS] = {"责任人", "Who answers"},
    [NOTICE_FUND] = {"资金来源", "Fund"},
    [NOTICE_CATEGORY] = {"支出类别", "Category"},
    [NOTICE_BASIC] = {"基本支出", "Basic expenditure"},
    [NOTICE_PROJECTS] = {"项目支出", "Project expenditure"},
    [NOTICE_NO_FUND] = {"未注明来源", "No named fund"},
    [NOTICE_SUM] = {"合计", "Total"},
    [NOTICE_OWN] = {"（本级）", " (its own)"},
    [NOTICE_RECEIVED] = {"到位资金", "Received"},
    [NOTICE_UNRECEIVED] = {"资金未到位的项目", "Money not received"},
    [NOTICE_MONTH] = {"月份", "Month"},
    [NOTICE_PLAN] = {"用款计划", "Plan"},
    [NOTICE_PROJECTION] = {"年底预计", "Projection"},
    [NOTICE_WHAT] = {"偏离", "Deviation"},
    [NOTICE_WHERE] = {"对象和单位", "Subject and unit"},
    [NOTICE_ARITHMETIC] = {"情况", "Arithmetic"},
    [NOTICE_STATE] = {"处理情况", "What is done"},
    [NOTICE_AT_RISK] = {"可能失分", "Points at risk"},
    [NOTICE_DUE] = {"期限", "Due"},
    [NOTICE_DAYS_LEFT] = {"剩余时间", "Left"},
    [NOTICE_MATTER] = {"事项", "Matter"},
    [NOTICE_INDICATOR] = {"绩效指标", "Indicator"},
    [NOTICE_COMPLETION] = {"目标完成率", "Goals reached"},
    [NOTICE_QUARTER] = {"钱与事", "Money and goals"},
    [NOTICE_LIKELIHOOD] = {"完成可能性", "Likelihood"},
    [NOTICE_LEAVING] = {"预计结余", "Will be left"},
    [NOTICE_SHORT] = {"预计不足", "Will be short"},
    [NOTICE_BASIS] = {"依据", "By"},
    [NOTICE_ALERTS] = {"偏离（红/黄/蓝灯）", "Deviations (red/yellow/blue)"},
    [NOTICE_BEHIND] = {"落后", "behind"},
    [NOTICE_AHEAD] = {"超前", "ahead"},

    [NOTICE_NOTHING_TODO] = {"没有需要立即办理的事项，请按计划推进。",
                             "Nothing asks for action now; go on as planned."},
    [NOTICE_NO_FIGURES] =
        {"没有该年度的预算和支出数据，请核对年度和单位，或先报送数据。",
         "The year has neither a budget nor spending here; check the year and the unit, or report "
         "first."},
    [NOTICE_NO_DEVIATION] = {"没有偏离事项。", "There are no deviations."},
    [NOTICE_NO_DEADLINE] = {"没有逾期或30天内到期的事项。",
                            "Nothing is overdue or falls due within 30 days."},
    [NOTICE_ALL_REPORTED] = {"各单位均已报送。", "All units have reported."},
    [NOTICE_LATE] = {"本通报晚于规定日期印发，数据以编制日为准。",
                     "This notice comes late; its figures are those of the day on which it was made."},
    [NOTICE_LOWEST] = {"进度最低", "Lowest rates"},
    [NOTICE_WHOLE] = {"通报全文", "The whole notice"},
};

const char *catalogue_notice(enum language language, enum notice_text text)
{
    return texts[text][language];
}

const char *catalogue_notice_light(enum language language, enum notice_light light)
{
    static const char *const names[][2] = {[NOTICE_UNLIT] = {"未评", "not judged"},
                                           [NOTICE_GREEN] = {"绿灯", "green"},
                                           [NOTICE_BLUE] = {"蓝灯", "blue"},
                                           [NOTICE_YELLOW] = {"黄灯", "yellow"},
                                           [NOTICE_RED] = {"红灯", "red"}};

    return names[light][language];
}

const char *catalogue_notice_quarter(enum language language, enum notice_quarter quarter)
{
    static const char *const names[][2] = {[NOTICE_BOTH_GOOD] = {"钱事同步", "both on course"},
                                           [NOTICE_MONEY_BEHIND] = {"事快钱慢", "money behind"},
                                           [NOTICE_GOALS_BEHIND] = {"钱快事慢", "goals behind"},
                                           [NOTICE_BOTH_BEHIND] = {"钱事双慢", "both behind"}};

    return names[quarter][language];
}

const char *catalogue_notice_deadline(enum language language, enum notice_deadline_kind kind)
{
    static const char *const names[][2] = {[NOTICE_DUE_MILESTONE] = {"节点任务", "milestone"},
                                           [NOTICE_DUE_SIGNING] = {"合同签订", "contract signing"},
                                           [NOTICE_DUE_PUBLICATION] = {"合同公告", "contract publication"},
                                           [NOTICE_DUE_FILING] = {"合同备案", "contract filing"},
                                           [NOTICE_DUE_RECTIFICATION] = {"整改", "rectification"},
                                           [NOTICE_DUE_ACTION] = {"整改措施", "corrective action"}};

    return names[kind][language];
}

const char *catalogue_notice_curve(enum language language, enum curve curve)
{
    static const char *const names[][2] = {[CURVE_LINEAR] = {"序时进度", "the linear reference"},
                                           [CURVE_PLAN] = {"用款计划进度", "the plan"},
                                           [CURVE_CHECKPOINTS] = {"节点进度要求", "the checkpoint"},
                                           [CURVE_LAST_YEAR] = {"上年同期进度", "last year's rate"},
                                           [CURVE_PEERS] = {"同级单位平均进度", "the average of its peers"}};

    return names[curve][language];
}

const char *catalogue_notice_likelihood(enum language language, const char *likelihood)
{
    static const struct {
        const char *code, *names[2];
    } words[] = {{"certain", {"确定能", "certain"}},
                 {"possible", {"有可能", "possible"}},
                 {"impossible", {"完全不可能", "impossible"}}};

    if (likelihood == NULL)
        return "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].code, likelihood) == 0)
            return words[i].names[language];
    return likelihood;
}

bool money_unit_by_name(const char *name, enum money_unit *ret_unit)
{
    if (strcmp(name, "yuan") != 0 && strcmp(name, "wan") != 0)
        return false;
    *ret_unit = name[0] == 'y' ? MONEY_YUAN : MONEY_WAN;
    return true;
}

int64_t notice_money_shown(enum money_unit unit, fen amount)
{
    int64_t shown = amount;

    if (unit == MONEY_WAN)
        (void)!ratio_round((struct ratio){amount, FEN_IN_WAN}, HUNDREDTHS, &shown); /* cannot fail: smaller */
    return shown;
}

const char *catalogue_notice_nothing(enum language language, const struct notice *notice)
{
    bool silent = notice->now.budget == 0 && notice->now.spent == 0 && notice->fund_count == 0;

    return catalogue_notice(language, silent ? NOTICE_NO_FIGURES : NOTICE_NOTHING_TODO);
}

void catalogue_notice_row(struct buf *out, enum language language, const struct notice_row *row)
{
    buf_puts(out, row->name);
    if (row->kind == NOTICE_ROW_OWN)
        buf_puts(out, catalogue_notice(language, NOTICE_OWN));
}

void catalogue_notice_money(struct buf *out, enum money_unit unit, fen amount)
{
    char text[DEC_TEXT];

    buf_puts(out, dec_format_grouped(notice_money_shown(unit, amount), HUNDREDTHS, text));
}

const char *catalogue_notice_unit(enum language language, enum money_unit unit)
{
    if (language == LANGUAGE_ZH)
        return unit == MONEY_WAN ? "万元" : "元";
    return unit == MONEY_WAN ? "wan yuan" : "yuan";
}

void catalogue_notice_sum(struct buf *out, const struct notice_paper *paper, fen amount)
{
    catalogue_notice_money(out, paper->money_unit, amount);
    buf_printf(out, paper->language == LANGUAGE_ZH ? "%s" : " %s",
               catalogue_notice_unit(paper->language, paper->money_unit));
}

int64_t notice_rate_shown(struct notice_rate rate)
{
    int64_t shown = 0;

    if (rate.known && !ratio_round(rate.value, PERCENT_SCALE, &shown))
        shown = rate.value.num < 0 ? -DEC_MAX : DEC_MAX;
    return shown;
}

void catalogue_notice_rate(struct buf *out, struct notice_rate rate)
{
    char text[DEC_TEXT];

    if (rate.known)
        buf_printf(out, "%s%%", dec_format_grouped(notice_rate_shown(rate), HUNDREDTHS, text));
    else
        buf_puts(out, "—");
}

void catalogue_notice_points(struct buf *out, struct notice_rate gap)
{
    char text[DEC_TEXT];
    int64_t shown = notice_rate_shown(gap);

    if (gap.known)
        buf_printf(out, "%s%s", shown > 0 ? "+" : "", dec_format_grouped(shown, HUNDREDTHS, text));
    else
        buf_puts(out, "—");
}

struct notice_rate notice_rate_less(struct notice_rate rate, struct notice_rate other)
{
    struct notice_rate difference = {.known = rate.known && other.known};

    if (difference.known)
        difference.known = ratio_sub(rate.value, other.value, &difference.value);
    return difference;
}

void catalogue_notice_day(struct buf *out, enum language language, const struct notice *notice, date day)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year, month, of_month;

    date_parts(day, &year, &month, &of_month);
    if (language == LANGUAGE_ZH) {
        if (year != notice->year)
            buf_printf(out, "%d年", year);
        buf_printf(out, "%d月%d日", month, of_month);
        return;
    }
    buf_printf(out, "%d %s", of_month, months[month - 1]);
    if (year != notice->year)
        buf_printf(out, " %d", year);
}

void catalogue_notice_movement(struct buf *out, int rank, int before)
{
    if (rank == 0 || before == 0)
        return;
    if (rank == before)
        buf_puts(out, "→");
    else
        buf_printf(out, "%s%d", rank < before ? "↑" : "↓", abs(rank - before));
}

const char *catalogue_notice_list(enum language language, enum notice_list_text text)
{
    static const char *const words[NOTICE_LIST_TEXT_COUNT][2] = {
        [NOTICE_LIST_PERIOD] = {"期间", "period"},
        [NOTICE_LIST_CODE] = {"编码", "code"},
        [NOTICE_LIST_UNIT] = {"单位", "unit"},
        [NOTICE_LIST_VERSION] = {"版本", "version"},
        [NOTICE_LIST_AT] = {"发出时间", "sent at"},
        [NOTICE_LIST_BY] = {"发出人", "by"},
        [NOTICE_LIST_DUE] = {"应发日", "due on"},
        [NOTICE_LIST_LATE] = {"迟发", "late"},
        [NOTICE_LIST_MESSAGES] = {"消息", "messages"},
        [NOTICE_LIST_DAEMON] = {"自动", "daemon"},
        [NOTICE_LIST_NONE] = {"还没有发出的通报", "no notice has been sent yet"},
    };

    return words[text][language];
}

const char *catalogue_notice_state(enum language language, const char *state)
{
    static const char *const states[][2] = {{"delivered", "已送达"},
                                            {"sending", "发送中"},
                                            {"pending", "待发送"},
                                            {"dead", "未能送达"},
                                            {"forgotten", "记录已清理"}};

    for (size_t i = 0; language == LANGUAGE_ZH && i < sizeof states / sizeof states[0]; i++)
        if (strcmp(states[i][0], state) == 0)
            return states[i][1];
    return state;
}
