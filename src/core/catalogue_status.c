#include "core/catalogue_status.h"

#include <inttypes.h>
#include <string.h>

#include "base/dec.h"
#include "core/catalogue_delivery.h"
#include "core/policy.h"

static const char *const status_texts[STATUS_TEXT_COUNT][2] = {
    [STATUS_UNIT] = {"单位", "unit"},
    [STATUS_MONTH] = {"截至月", "month"},
    [STATUS_BUDGET] = {"预算数", "budget"},
    [STATUS_SPENT] = {"支出数", "spent"},
    [STATUS_RATE] = {"执行率%", "rate %"},
    [STATUS_REFERENCE] = {"序时进度%", "reference %"},
    [STATUS_GAP] = {"差距(百分点)", "gap (points)"},
    [STATUS_PROGRESS] = {"进度", "progress"},
    [STATUS_RED] = {"红灯", "red"},
    [STATUS_YELLOW] = {"黄灯", "yellow"},
    [STATUS_BLUE] = {"蓝灯", "blue"},
    [STATUS_TOTAL] = {"合计", "total"},
    [STATUS_BASIC] = {"其中：基本支出", "of it: basic expenditure"},
    [STATUS_PROJECT] = {"其中：项目支出", "of it: project expenditure"},
};

struct word {
    const char *code;
    const char *names[2];
};

static const struct word causes[] = {
    {"funding", {"经费保障", "funding"}},
    {"institution", {"制度保障", "institution"}},
    {"personnel", {"人员保障", "personnel"}},
    {"hardware", {"硬件条件保障", "hardware"}},
    {"other", {"其他", "other"}},
};

static const struct word decisions[] = {{"continue", {"继续实施", "continue"}},
                                        {"transfer", {"调剂", "transfer"}},
                                        {"cancel", {"取消", "cancel"}}};

enum {
    CAUSE_COUNT = sizeof causes / sizeof causes[0],
    DECISION_COUNT = sizeof decisions / sizeof decisions[0]
};

static void add_age(struct buf *out, enum language language, int64_t seconds);
static void add_alert_head(struct buf *out, enum language language, const struct alert_words *alert);
static void add_alert_people(struct buf *out, enum language language, const struct alert_words *alert);
static void add_acknowledgement(struct buf *out, enum language language, const struct alert_words *alert);
static void add_action(struct buf *out, bool zh, const struct alert_words *alert);
static void add_refuted(struct buf *out, bool zh, const struct alert_words *alert);

const char *catalogue_status(enum language language, enum status_text text)
{
    return status_texts[text][language];
}

void catalogue_status_heading(struct buf *out, enum language language, const struct status_heading *heading)
{
    bool zh = language == LANGUAGE_ZH;
    struct ratio percent;
    int64_t rounded = 0;
    char reference[DEC_TEXT];

    if (heading->month == 0) {
        buf_printf(out,
                   zh ? "%d年预算执行情况：%" PRId64 "个单位有预算，尚无已结账月份的支出数据"
                      : "Budget execution %d: %" PRId64
                        " units with a budget, no closed month is reported yet",
                   heading->year, heading->units);
        return;
    }
    /* Cannot fail: the numbers are small and the denominator is not 0. */
    if (ratio_of((int128)heading->month * 100, MONTHS, &percent))
        (void)!ratio_round(percent, 2, &rounded);
    dec_format(rounded, 2, reference);
    buf_printf(out,
               zh ? "%d年预算执行情况：数据截至%d月，序时进度%s%%；%" PRId64 "个单位有预算，%" PRId64
                    "个尚未报送"
                  : "Budget execution %d: data up to month %d, linear reference %s %%; %" PRId64
                    " units with a budget, %" PRId64 " not reported yet",
               heading->year, heading->month, reference, heading->units, heading->units_missing);
}

void catalogue_status_closed(struct buf *out, enum language language, int year, const char *on,
                             const char *by)
{
    buf_printf(out,
               language == LANGUAGE_ZH
                   ? "%d年度已于%s由%s关账：数据不能再改，不再评估"
                   : "Fiscal year %d is closed since %s by %s: its data cannot be changed, and "
                     "it is no longer evaluated",
               year, on, by);
}

void catalogue_status_leader(struct buf *out, enum language language, const struct status_daemon *d)
{
    bool zh = language == LANGUAGE_ZH;

    if (d->until[0] == '\0') {
        buf_puts(out, zh ? "监控进程：尚未运行过" : "daemon: has never run");
        return;
    }
    if (d->leading)
        buf_printf(out,
                   zh ? "监控进程：运行中，%s，第%" PRId64 "任，有效至%s"
                      : "daemon: running, %s, epoch %" PRId64 ", holds until %s",
                   d->holder, d->epoch, d->until);
    else
        buf_printf(out,
                   zh ? "监控进程：未运行（最后为%s，第%" PRId64 "任，%s到期）"
                      : "daemon: not running (last %s, epoch %" PRId64 ", ran out %s)",
                   d->holder, d->epoch, d->until);
}

void catalogue_status_watch(struct buf *out, enum language language, const struct status_daemon *d)
{
    bool zh = language == LANGUAGE_ZH;
    int host = (int)strcspn(d->holder, ":");

    if (d->until[0] == '\0')
        buf_puts(out, zh ? "监控：尚未运行过" : "watching: has never run");
    else if (d->leading)
        buf_printf(out, zh ? "监控：正在运行（主机%.*s）" : "watching: running (on %.*s)", host, d->holder);
    else
        buf_printf(
            out,
            zh ? "监控：没有运行，最近一次在主机%.*s上运行到%s；此后的数据变化还没有评估，请告知管理员"
               : "watching: not running, the last ran on %.*s until %s; what has changed since then is not "
                 "evaluated yet: tell the operator",
            host, d->holder, d->until);
}

void catalogue_status_changes(struct buf *out, enum language language, const struct status_daemon *d)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "待评估变更：%" PRId64 "条" : "changes not yet evaluated: %" PRId64, d->change_rows);
    if (d->change_age < 0)
        return;
    buf_puts(out, zh ? "，最早的已等待" : ", the oldest waits for ");
    add_age(out, language, d->change_age);
}

void catalogue_status_full_pass(struct buf *out, enum language language, const struct status_daemon *d)
{
    bool zh = language == LANGUAGE_ZH;

    if (d->finished_on[0] == '\0')
        buf_puts(out, zh ? "全面评估：尚未完成过" : "full pass: never finished");
    else
        buf_printf(out, zh ? "全面评估：%s完成" : "full pass: finished on %s", d->finished_on);
    if (d->proved_on[0] != '\0')
        buf_printf(out, zh ? "，%s复核" : ", proved on %s", d->proved_on);
}

void catalogue_status_messages(struct buf *out, enum language language, const struct status_daemon *d)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "消息：待发%" PRId64 "条" : "messages: %" PRId64 " waiting", d->waiting);
    if (d->waiting_age >= 0) {
        buf_puts(out, zh ? "（最早的已等待" : " (the oldest for ");
        add_age(out, language, d->waiting_age);
        buf_puts(out, zh ? "）" : ")");
    }
    buf_printf(out, zh ? "，无法送达%" PRId64 "条" : ", %" PRId64 " dead", d->dead);
}

/* The largest unit that is full at least once: "3小时", "2 days". */
static void add_age(struct buf *out, enum language language, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        const char *names[2];
    } units[] = {{86400, {"天", " d"}}, {3600, {"小时", " h"}}, {60, {"分钟", " min"}}, {1, {"秒", " s"}}};
    size_t at = 0;

    while (at < sizeof units / sizeof units[0] - 1 && seconds < units[at].seconds)
        at++;
    buf_printf(out, "%" PRId64 "%s", seconds / units[at].seconds, units[at].names[language]);
}

void catalogue_status_channel(struct buf *out, enum language language, const struct status_channel_words *c)
{
    const struct {
        int64_t count;
        const char *zh, *measure; /* before and after the number */
        const char *en;           /* after it */
    } parts[] = {
        {c->waiting, "待归并", "项", " events waiting"},
        {c->held, "待确认超时", "项", " held"},
        {c->silenced, "静默", "项", " silenced"},
        {c->inhibited, "抑制", "项", " inhibited"},
        {c->pending, "待发", "条", " messages pending"},
        {c->sending, "发送中", "条", " being sent"},
        {c->dead, "无法送达", "条", " dead"},
    };
    bool zh = language == LANGUAGE_ZH, begun = false;

    buf_printf(out, zh ? "通道 %s：" : "channel %s: ", c->channel);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].count == 0)
            continue;
        if (begun)
            buf_puts(out, zh ? "，" : ", ");
        buf_printf(out, "%s%" PRId64 "%s", zh ? parts[i].zh : "", parts[i].count,
                   zh ? parts[i].measure : parts[i].en);
        begun = true;
    }
    if (!begun)
        buf_puts(out, zh ? "无积压" : "nothing waits");
    if (c->off_since[0] != '\0')
        buf_printf(out, zh ? "；自%s停用：%s" : "; switched off since %s: %s", c->off_since, c->off_reason);
    else if (c->paused_until[0] != '\0')
        buf_printf(out, zh ? "；暂停至%s" : "; rests until %s", c->paused_until);
}

void catalogue_alert(struct buf *out, enum language language, const struct alert_words *alert)
{
    add_alert_head(out, language, alert);
    if (alert->explanation[0] != '\0')
        buf_printf(out, "    %s\n", alert->explanation);
    add_alert_people(out, language, alert);
    if (alert->acknowledged_on[0] != '\0')
        add_acknowledgement(out, language, alert);
    if (alert->refuted_on[0] != '\0')
        add_refuted(out, language == LANGUAGE_ZH, alert);
}

void catalogue_alerts_none(struct buf *out, enum language language)
{
    buf_puts(out, language == LANGUAGE_ZH ? "没有未解除的预警。\n" : "No deviation stands.\n");
}

static void add_alert_head(struct buf *out, enum language language, const struct alert_words *alert)
{
    enum rule rule;
    const char *rule_text = rule_by_name(alert->rule, &rule) ? catalogue_rule(language, rule) : alert->rule;
    const char *severity = catalogue_severity(language, alert->severity);
    const char *name = alert->subject_name[0] != '\0' ? alert->subject_name : alert->subject_code;

    if (language == LANGUAGE_ZH)
        buf_printf(out, "%" PRId64 " [%s] %s：%s（%s）\n", alert->id, severity, rule_text, name,
                   alert->subject_code);
    else
        buf_printf(out, "%" PRId64 " [%s] %s: %s (%s)\n", alert->id, severity, rule_text, name,
                   alert->subject_code);
}

static void add_alert_people(struct buf *out, enum language language, const struct alert_words *alert)
{
    bool zh = language == LANGUAGE_ZH;
    const char *separator = zh ? "，" : ", ";

    buf_printf(out, zh ? "    %d年" : "    %d", alert->year);
    if (alert->month > 0)
        buf_printf(out, zh ? "%d月" : ", month %d", alert->month);
    if (alert->since[0] != '\0')
        buf_printf(out, zh ? "，自%s起" : ", since %s", alert->since);
    if (alert->unit_name[0] != '\0')
        buf_printf(out, "%s%s", separator, alert->unit_name);
    if (alert->answers[0] != '\0') {
        buf_puts(out, separator);
        catalogue_answers(out, language, alert->answers, alert->role);
    }
    buf_putc(out, '\n');
}

static void add_acknowledgement(struct buf *out, enum language language, const struct alert_words *alert)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "    %s于%s确认" : "    %s acknowledged it on %s", alert->acknowledged_by,
               alert->acknowledged_on);
    if (alert->cause[0] != '\0')
        buf_printf(out, zh ? "，原因：%s" : ", cause: %s", catalogue_cause(language, alert->cause));
    if (alert->decision[0] != '\0')
        buf_printf(out, zh ? "，处理：%s" : ", decision: %s", catalogue_decision(language, alert->decision));
    if (alert->action[0] != '\0')
        add_action(out, zh, alert);
    buf_putc(out, '\n');
}

static void add_action(struct buf *out, bool zh, const struct alert_words *alert)
{
    const char *owner = alert->action_owner;

    buf_printf(out, zh ? "，整改措施：%s" : ", action: %s", alert->action);
    if (owner[0] == '\0' && alert->action_done_on[0] == '\0' && alert->action_due[0] == '\0')
        return;
    buf_printf(out, zh ? "（%s%s" : " (%s%s", owner, owner[0] != '\0' ? (zh ? "，" : ", ") : "");
    if (alert->action_done_on[0] == '\0' && alert->action_due[0] == '\0')
        buf_puts(out, zh ? "未定期限）" : "no day is set)");
    else if (alert->action_done_on[0] == '\0')
        buf_printf(out, zh ? "%s前完成）" : "due on %s)", alert->action_due);
    else if (alert->action_verified_on[0] == '\0')
        buf_printf(out,
                   zh ? "称%s完成，待数据核实）" : "said to be done on %s, to be checked against the data)",
                   alert->action_done_on);
    else
        buf_printf(out, zh ? "%s完成，%s经数据核实）" : "done on %s, borne out by the data on %s)",
                   alert->action_done_on, alert->action_verified_on);
}

static void add_refuted(struct buf *out, bool zh, const struct alert_words *alert)
{
    buf_printf(out,
               zh ? "    整改措施「%s」称%s完成，%s经数据核对偏差仍在\n"
                  : "    action '%s', said to be done on %s: on %s the data showed that it still stands\n",
               alert->refuted_action, alert->refuted_done_on, alert->refuted_on);
}

static bool code_by_name(const struct word *words, size_t count, const char *name, const char **ret_code)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].code, name) == 0 || strcmp(words[i].names[LANGUAGE_ZH], name) == 0) {
            *ret_code = words[i].code;
            return true;
        }
    }
    return false;
}

static const char *name_of_code(const struct word *words, size_t count, enum language language,
                                const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].code, code) == 0)
            return words[i].names[language];
    return code;
}

bool cause_by_name(const char *name, const char **ret_code)
{
    return code_by_name(causes, CAUSE_COUNT, name, ret_code);
}

bool decision_by_name(const char *name, const char **ret_code)
{
    return code_by_name(decisions, DECISION_COUNT, name, ret_code);
}

const char *catalogue_cause(enum language language, const char *code)
{
    return name_of_code(causes, CAUSE_COUNT, language, code);
}

const char *catalogue_decision(enum language language, const char *code)
{
    return name_of_code(decisions, DECISION_COUNT, language, code);
}
