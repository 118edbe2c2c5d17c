#include "core/catalogue_page.h"

#include <inttypes.h>

#include "core/catalogue_parts.h"

/* By language: Chinese, English. */
static const char *const words[PAGE_WORD_COUNT][2] = {
    [PAGE_SITE] = {"预算执行与绩效监控", "Budget watch"},
    [PAGE_SKIP] = {"跳到正文", "Skip to the content"},
    [PAGE_NAV] = {"主导航", "Main"},
    [PAGE_WAY] = {"所在位置", "You are here"},
    [PAGE_OVERVIEW] = {"总览", "Overview"},
    [PAGE_PROJECTS] = {"项目", "Projects"},
    [PAGE_DEVIATIONS] = {"预警", "Deviations"},
    [PAGE_MESSAGES] = {"消息", "Messages"},
    [PAGE_YEARS] = {"年度", "Fiscal years"},
    [PAGE_NEXT] = {"下一页", "Next page"},
    [PAGE_SHOW] = {"查看", "Show"},
    [PAGE_FILTER] = {"筛选", "Filter"},
    [PAGE_ANY] = {"全部", "all"},
    [PAGE_MONEY] = {"资金", "Money"},
    [PAGE_BUDGET] = {"预算数", "Budget"},
    [PAGE_SPENT] = {"支出数", "Spent"},
    [PAGE_RATE] = {"执行率", "Rate"},
    [PAGE_REFERENCE] = {"序时进度", "Reference"},
    [PAGE_GAP] = {"差距（百分点）", "Gap (points)"},
    [PAGE_GAP_PLAIN] = {"差距", "Gap"},
    [PAGE_BAR] = {"进度", "Progress"},
    [PAGE_ALL] = {"合计", "Total"},
    [PAGE_BASIC] = {"基本支出", "Basic expenditure"},
    [PAGE_PROJECT_MONEY] = {"项目支出", "Project expenditure"},
    [PAGE_MONTH] = {"截至月", "Month"},
    [PAGE_NO_REPORT] = {"未报送", "not reported"},
    [PAGE_OWN] = {"本级", "own projects"},
    [PAGE_RED] = {"红灯", "Red"},
    [PAGE_YELLOW] = {"黄灯", "Yellow"},
    [PAGE_BLUE] = {"蓝灯", "Blue"},
    [PAGE_LIGHT] = {"灯号", "Light"},
    [PAGE_LIGHTS] = {"当前预警", "What is behind now"},
    [PAGE_LIGHTS_BY_RULE] = {"按规则统计的预警", "Deviations by rule"},
    [PAGE_NOTHING_STANDS] = {"当前没有预警。", "No deviation stands."},
    [PAGE_UNITS] = {"各单位执行情况", "Units"},
    [PAGE_UNIT] = {"单位", "Unit"},
    [PAGE_STATE] = {"系统状态", "How the system is"},
    [PAGE_SINCE] = {"起始", "Since"},
    [PAGE_NOTICE] = {"最近一次通报", "The last notice"},
    [PAGE_NO_NOTICE] = {"本年度尚未发出通报。", "No notice was sent this year."},
    [PAGE_SENT_AT] = {"发出时间", "Sent at"},
    [PAGE_ARRIVED] = {"送达", "Arrived"},
    [PAGE_DUE_NEXT] = {"近期到期事项", "What falls due next"},
    [PAGE_NOTHING_DUE] = {"未来30天内没有到期事项。", "Nothing falls due within 30 days."},
    [PAGE_ALL_DUE] = {"查看全部到期事项", "All that falls due"},
    [PAGE_DUE_CUT] = {"事项过多，每类只列出最早的2,000项。",
                      "There is more than is listed: of each kind the first 2,000."},
    [PAGE_DUE_ON] = {"到期日", "Due on"},
    [PAGE_DAYS] = {"剩余天数", "Days left"},
    [PAGE_MATTER] = {"事项", "Matter"},
    [PAGE_KIND] = {"类别", "Kind"},
    [PAGE_PEOPLE] = {"人员", "People"},
    [PAGE_ROLE] = {"职务", "Role"},
    [PAGE_CODE] = {"编码", "Code"},
    [PAGE_CATEGORY] = {"支出类别", "Category"},
    [PAGE_PROJECT] = {"项目", "Project"},
    [PAGE_MANAGER] = {"项目负责人", "Manager"},
    [PAGE_SEARCH] = {"编码或名称", "Code or name"},
    [PAGE_SORT] = {"排序", "Order"},
    [PAGE_BY_CODE] = {"按编码", "by code"},
    [PAGE_BY_RATE] = {"执行率由低到高", "lowest rate first"},
    [PAGE_NO_PROJECT] = {"没有符合条件的项目。", "No project fits."},
    [PAGE_ALL_PROJECTS] = {"查看全部项目", "All projects"},
    [PAGE_FACTS] = {"基本情况", "Facts"},
    [PAGE_CURVE] = {"全年走势", "The year"},
    [PAGE_PLAN] = {"累计计划", "Plan"},
    [PAGE_PROJECTION] = {"年底预计", "Projection"},
    [PAGE_FUNDS] = {"资金来源", "Funds"},
    [PAGE_FUND] = {"资金来源", "Fund"},
    [PAGE_NO_FUND] = {"未注明", "not named"},
    [PAGE_INDICATORS] = {"绩效指标", "Indicators"},
    [PAGE_INDICATOR] = {"指标", "Indicator"},
    [PAGE_TARGET] = {"年度目标", "Target of the year"},
    [PAGE_PHASE] = {"阶段目标", "Phase target"},
    [PAGE_VALUE] = {"完成值", "Value"},
    [PAGE_REPORTED] = {"已报月份", "Reported month"},
    [PAGE_DEADLINES] = {"期限", "Deadlines"},
    [PAGE_CONTRACT] = {"合同", "Contract"},
    [PAGE_MILESTONES] = {"时间节点", "Milestones"},
    [PAGE_RECTIFICATIONS] = {"整改事项", "Corrective work"},
    [PAGE_DONE] = {"完成日期", "Done on"},
    [PAGE_STEP] = {"法定步骤", "Statutory step"},
    [PAGE_LAST_DAY] = {"最晚日期", "Last day"},
    [PAGE_AMOUNT] = {"金额", "Amount"},
    [PAGE_AUDIT] = {"数据修改记录", "Changes of its data"},
    [PAGE_NO_RIGHT] = {"本登录账号无权查看数据修改记录。有权限的人员可使用 budgetwatch history 查看。",
                       "This login may not read the audit trail. Who may can use budgetwatch history."},
    [PAGE_NO_CHANGE] = {"数据报送以来没有修改。", "Nothing was changed since it came."},
    [PAGE_AUDIT_MORE] = {"只列出最近的修改，全部修改见 budgetwatch history。",
                         "Only the latest changes are listed; budgetwatch history shows all."},
    [PAGE_WHEN] = {"时间", "When"},
    [PAGE_WHO] = {"操作人", "Who"},
    [PAGE_PERSON] = {"姓名", "Name"},
    [PAGE_UNIT_CODE] = {"单位编码", "Unit code"},
    [PAGE_WHAT] = {"内容", "What"},
    [PAGE_NOT_YET] = {"尚未完成", "not yet"},
    [PAGE_UNSURE] = {"节假日安排未公布，按周一至周五计算", "holidays not known: counted Monday to Friday"},
    [PAGE_LATE] = {"（逾期）", " (late)"},
    [PAGE_RULE] = {"监控规则", "Rule"},
    [PAGE_SUBJECT] = {"对象", "Subject"},
    [PAGE_STATE_OF] = {"状态", "State"},
    [PAGE_STANDING] = {"未解除", "standing"},
    [PAGE_PAST] = {"已解除", "past"},
    [PAGE_BOTH] = {"全部", "all"},
    [PAGE_ANSWERS] = {"责任人", "Who answers"},
    [PAGE_ANSWERED] = {"处理情况", "Acknowledged"},
    [PAGE_UNANSWERED] = {"尚未处理", "not acknowledged"},
    [PAGE_SENTENCE] = {"说明", "Explanation"},
    [PAGE_OBSERVED] = {"实际值", "Observed"},
    [PAGE_EXPECTED] = {"应达值", "Expected"},
    [PAGE_POINTS] = {"年终自评可能失分", "Points at risk in the self-evaluation"},
    [PAGE_NUMBER] = {"编号", "Number"},
    [PAGE_YEAR] = {"年度", "Fiscal year"},
    [PAGE_HISTORY] = {"经过", "History"},
    [PAGE_EVENT] = {"事件", "Event"},
    [PAGE_CORRECTS] = {"更正", "correction"},
    [PAGE_ACKS] = {"处理记录", "Acknowledgements"},
    [PAGE_NO_ACK] = {"还没有处理记录。", "Nobody has acknowledged it yet."},
    [PAGE_NO_DEVIATION] = {"没有符合条件的预警。", "No deviation fits."},
    [PAGE_TOLD] = {"发出的消息", "Messages sent"},
    [PAGE_NOT_TOLD] = {"尚未发出消息。", "No message was sent."},
    [PAGE_ACK_FORM] = {"登记处理意见", "Acknowledge"},
    [PAGE_ACK_DO] = {"登记", "Acknowledge"},
    [PAGE_ACK_LOGIN] = {"登记处理意见需要有处理权限的令牌：请先登录，或使用 budgetwatch alerts ack。",
                        "To acknowledge, a token that allows acting is needed: log in first, or use "
                        "budgetwatch alerts ack."},
    [PAGE_LOGIN] = {"登录", "Log in"},
    [PAGE_ACK_CLOSED] =
        {"网页没有开放登记处理意见，需要由管理员设置处理令牌（web.act_token_file）；也可以使用 budgetwatch "
         "alerts ack。",
         "Nobody may acknowledge here until the operator sets a token for it (web.act_token_file); "
         "budgetwatch alerts ack does it, too."},
    [PAGE_LOGOUT] = {"退出登录", "Log out"},
    [PAGE_ACK_SEE_FIELD] = {"没有登记：请更正下面标出的内容。",
                            "Nothing was acknowledged: see the field below that is marked."},
    [PAGE_ACK_MEANWHILE] =
        {"没有登记：在您填写期间，已有人登记了处理意见，见下面的处理记录。如仍要登记，请核对后再提交"
         "一次。",
         "Nothing was acknowledged: somebody else has done so while you wrote, see below. Send it "
         "again if it is still to be added."},
    [PAGE_ACK_NOT_STORED] =
        {"没有保存：数据库没有接受，所填内容仍在下面的表格里。请稍后再试；若仍不成功，请把下面"
         "这句话告诉管理员。",
         "Not stored: the database did not take it. What you wrote is still in the form below. "
         "Try again in a moment; if that fails, too, tell the operator what it says here:"},
    [PAGE_ACK_BY] = {"登记人", "Your name"},
    [PAGE_ACK_CAUSE] = {"偏差原因", "Cause"},
    [PAGE_ACK_DECISION] = {"处理决定", "Decision"},
    [PAGE_ACK_ACTION] = {"整改措施", "Corrective action"},
    [PAGE_ACK_DUE] = {"整改期限", "To be done by"},
    [PAGE_ACK_OWNER] = {"整改责任人", "Who is to do it"},
    [PAGE_ACK_DONE] = {"整改完成日期", "Done on"},
    [PAGE_ACK_NOTE] = {"备注", "Note"},
    [PAGE_ACK_OWNER_HINT] = {"人员表中的姓名；不填则为责任人",
                             "A name of the people's list; empty: who answers"},
    [PAGE_ACK_ACTION_HINT] = {"与整改期限一起填写", "Goes with the day by which it is to be done"},
    [PAGE_VERIFIED] = {"数据已证实", "borne out by data"},
    [PAGE_REFUTED] = {"数据未证实", "not borne out by data"},
    [PAGE_MESSAGE] = {"消息", "Message"},
    [PAGE_CHANNEL] = {"通道", "Channel"},
    [PAGE_TYPE] = {"类型", "Type"},
    [PAGE_TRIES] = {"尝试次数", "Tries"},
    [PAGE_MADE] = {"生成时间", "Made"},
    [PAGE_SETTLED] = {"完成时间", "Settled"},
    [PAGE_ANSWER] = {"最后应答", "Last answer"},
    [PAGE_TITLE] = {"标题", "Title"},
    [PAGE_TELLS] = {"消息内容涉及的预警", "What it tells"},
    [PAGE_BODY] = {"消息正文", "Body"},
    [PAGE_NO_BODY] = {"正文含有个人联系方式，不予显示。",
                      "The body says how to reach a person, and is not shown."},
    [PAGE_ATTEMPTS] = {"发送记录", "Attempts"},
    [PAGE_NO_ATTEMPT] = {"还没有完成的发送尝试。", "No attempt has ended yet."},
    [PAGE_STARTED] = {"开始", "Started"},
    [PAGE_ENDED] = {"结束", "Ended"},
    [PAGE_RESULT] = {"结果", "Result"},
    [PAGE_NO_MESSAGE] = {"没有符合条件的消息。", "No message fits."},
    [PAGE_AT_FIRST] = {"年初预算", "granted at first"},
    [PAGE_SUM] = {"合计", "Total"},
    [PAGE_AS_CSV] = {"下载为CSV", "Download as CSV"},
    [PAGE_NO_ROW] = {"没有符合条件的数据行。", "No row fits."},
    [PAGE_TARGETS] = {"目标值调整", "Revised targets"},
    [PAGE_VALUES] = {"各月完成值", "Values by month"},
    [PAGE_EVIDENCE] = {"佐证材料", "Evidence"},
    [PAGE_NO_EVIDENCE] = {"没有佐证材料。", "No evidence is attached."},
};

const char *catalogue_page(enum language language, enum page_word word)
{
    return words[word][language];
}

void catalogue_page_fault(struct buf *out, enum language language, const char *parameter, const char *value)
{
    buf_printf(out, in(language, "参数“%s”的值“%.100s”不能识别", "the parameter %s cannot be '%.100s'"),
               parameter, value);
}

void catalogue_page_count(struct buf *out, enum language language, int64_t count)
{
    char text[DEC_TEXT];

    buf_printf(out, in(language, "共%s行", "%s rows in all"), dec_format_grouped(count, 0, text));
}

void catalogue_page_unit(struct buf *out, enum language language, const char *unit)
{
    buf_printf(out, in(language, "金额单位：%s", "Amounts in %s"), unit);
}

void catalogue_page_made(struct buf *out, enum language language, const char *when)
{
    buf_printf(out, in(language, "本页生成于%s", "Made at %s"), when);
}

void catalogue_page_month(struct buf *out, enum language language, int month)
{
    if (month == 0)
        buf_puts(out, catalogue_page(language, PAGE_NO_REPORT));
    else
        buf_printf(out, in(language, "%d月", "%d"), month);
}

void catalogue_page_year(struct buf *out, enum language language, int year)
{
    buf_printf(out, in(language, "%d年", "%d"), year);
}

void catalogue_page_of_year(struct buf *out, enum language language, enum page_word word, int year)
{
    if (language == LANGUAGE_ZH)
        buf_printf(out, "%d年%s", year, catalogue_page(language, word));
    else
        buf_printf(out, "%s %d", catalogue_page(language, word), year);
}

const char *catalogue_page_rule(enum language language, const char *name)
{
    enum rule rule;

    return rule_by_name(name, &rule) ? catalogue_rule(language, rule) : name;
}

const char *catalogue_page_severity(enum language language, const char *name)
{
    enum severity severity;

    if (strcmp(name, "none") == 0)
        return catalogue_page(language, PAGE_PAST);
    return severity_by_name(name, &severity) ? catalogue_severity(language, severity) : name;
}

const char *catalogue_page_event(enum language language, const char *name)
{
    enum event_kind event;

    return event_by_name(name, &event) ? catalogue_event(language, event) : name;
}

struct named {
    const char *name, *texts[2];
};

static const char *named(const struct named *list, size_t count, enum language language, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].texts[language];
    return name;
}

static const char *city_state(enum language language, const char *state)
{
    static const struct named states[] = {{"works", {"正常", "works"}},
                                          {"copies", {"首次复制中", "copies"}},
                                          {"disabled", {"已停用", "disabled"}},
                                          {"fails", {"出错", "fails"}},
                                          {"away", {"连接中断", "away"}}};

    return named(states, sizeof states / sizeof states[0], language, state);
}

void catalogue_page_city_line(struct buf *out, enum language language, const char *name, const char *state,
                              const char *since, int64_t behind)
{
    buf_printf(out, in(language, "地市 %s：%s，自%s", "city %s: %s, since %s"), name,
               city_state(language, state), since);
    if (behind >= 0)
        buf_printf(out, in(language, "，滞后%" PRId64 "秒", ", %" PRId64 " s behind"), behind);
}

const char *catalogue_page_result(enum language language, const char *result)
{
    static const struct named results[] = {
        {"delivered", {"已送达", "delivered"}},
        {"retry", {"失败，将重试", "failed, to be tried again"}},
        {"throttled", {"对方限流，将重试", "throttled, to be tried again"}},
        {"permanent", {"被拒绝", "refused for good"}},
        {"gone", {"对方已停用该通道", "the receiver has switched the channel off"}},
        {"handed_back", {"未发送，已退回", "not sent, handed back"}}};

    return named(results, sizeof results / sizeof results[0], language, result);
}

const char *catalogue_page_answer(enum language language, const char *answer)
{
    static const struct named own[] = {{"logged", {"已写入日志", "logged"}}};

    return named(own, sizeof own / sizeof own[0], language, answer);
}

const char *catalogue_page_type(enum language language, const char *type)
{
    static const struct named types[] = {{"deviation.opened", {"预警新增", "deviation opened"}},
                                         {"deviation.escalated", {"预警升级", "deviation escalated"}},
                                         {"deviation.eased", {"预警缓解", "deviation eased"}},
                                         {"deviation.resolved", {"预警解除", "deviation resolved"}},
                                         {"deviation.reminded", {"预警提醒", "deviation reminded"}},
                                         {"deviation.overdue", {"整改逾期", "action overdue"}},
                                         {"notice.progress", {"通报", "notice"}}};

    return named(types, sizeof types / sizeof types[0], language, type);
}

void catalogue_page_beside(struct buf *out, enum language language, const char *text, const char *beside)
{
    buf_printf(out, in(language, "%s（%s）", "%s (%s)"), text, beside);
}

void catalogue_page_deviation(struct buf *out, enum language language, const char *severity, const char *rule,
                              const char *subject)
{
    buf_printf(out, in(language, "[%s] %s：%s", "[%s] %s: %s"), catalogue_page_severity(language, severity),
               catalogue_page_rule(language, rule), subject);
}

void catalogue_page_events(struct buf *out, enum language language, const char *event, const char *severity,
                           const char *rule, const char *subject, int64_t count)
{
    buf_printf(out, in(language, "[%s·%s] %s：%s", "[%s, %s] %s: %s"),
               catalogue_page_severity(language, severity), catalogue_page_event(language, event),
               catalogue_page_rule(language, rule), subject);
    if (count > 1)
        buf_printf(out, in(language, "等%" PRId64 "项", " and %" PRId64 " more"),
                   language == LANGUAGE_ZH ? count : count - 1);
}

const char *catalogue_ack_fault(enum language language, enum ack_fault fault)
{
    switch (fault) {
    case ACK_NO_NAME: return in(language, "请填写姓名：由谁登记？", "a name is needed: who acknowledges?");
    case ACK_NO_CAUSE:
        return in(language, "偏差原因是经费保障、制度保障、人员保障、硬件条件保障或其他",
                  "one of funding (经费保障), institution (制度保障), personnel (人员保障), hardware "
                  "(硬件条件保障), other (其他)");
    case ACK_NO_DECISION:
        return in(language, "处理决定是继续实施、调剂或取消",
                  "one of continue (继续实施), transfer (调剂), cancel (取消)");
    case ACK_ACTION_OR_DUE:
        return in(language, "整改措施和整改期限要一起填写",
                  "an action and the day by which it is to be done (YYYY-MM-DD) go together");
    case ACK_ACTION_EMPTY: return in(language, "请填写整改措施", "a text is asked for");
    case ACK_DUE_NO_DATE:
        return in(language, "整改期限是日期，如2023-07-05", "a date is asked for, YYYY-MM-DD");
    case ACK_OWNER_EMPTY: return in(language, "请填写整改责任人的姓名", "the name of a person is asked for");
    case ACK_DONE_NO_DATE:
        return in(language, "完成日期是日期，如2023-07-05", "a date is asked for, YYYY-MM-DD");
    case ACK_DONE_AHEAD: return in(language, "完成日期还没有到", "that day has not come yet");
    case ACK_NAME_UNFIT:
        return in(language, "姓名只能写一行，最多200个字",
                  "a name on one line is expected, of 200 characters at most");
    case ACK_NOT_STANDING:
        return in(language, "没有登记：这条预警已经解除", "nothing was acknowledged: it stands no longer");
    case ACK_NO_ACTION:
        return in(language, "没有登记：这条预警还没有整改措施，请先填写整改措施和整改期限",
                  "nothing was acknowledged: no corrective action is known; say it first");
    case ACK_STRANGER:
        return in(language, "没有登记：人员表中，本单位和上级单位都没有这个人",
                  "nothing was acknowledged: people has nobody of that name in the unit or above it");
    case ACK_FINE:
    case ACK_FAULTS: break;
    }
    return "";
}
