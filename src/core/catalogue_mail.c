#include "core/catalogue_mail.h"

#include <string.h>

const char *catalogue_mail_label(enum language language, enum mail_label label)
{
    bool zh = language == LANGUAGE_ZH;

    switch (label) {
    case MAIL_LABEL_SUBJECT: return zh ? "对象" : "Subject";
    case MAIL_LABEL_UNIT: return zh ? "单位" : "Unit";
    case MAIL_LABEL_RULE: return zh ? "规则" : "Rule";
    case MAIL_LABEL_SEVERITY: return zh ? "等级" : "Severity";
    case MAIL_LABEL_PERIOD: return zh ? "时间" : "Period";
    case MAIL_LABEL_ANSWERS: return zh ? "负责人" : "Answers for it";
    case MAIL_LABEL_OWNER: return zh ? "整改责任人" : "To do the action";
    case MAIL_LABEL_ESCALATED: return zh ? "报请关注" : "Escalated to";
    case MAIL_LABEL_NUMBER: return zh ? "编号" : "Number";
    case MAIL_LABEL_NOTICE: return zh ? "预警" : "Alert";
    }
    return "?";
}

void catalogue_mail_period(struct buf *out, enum language language, int fiscal_year, int month)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "%d 年度" : "%d", fiscal_year);
    if (month > 0)
        buf_printf(out, zh ? "截至 %d 月" : ", by month %d", month);
}

void catalogue_mail_number(struct buf *out, enum language language, int64_t number, bool stands)
{
    buf_printf(out, "%lld", (long long)number);
    if (stands)
        buf_printf(out,
                   language == LANGUAGE_ZH ? "（知悉后登记：budgetwatch alerts ack %lld）"
                                           : " (acknowledge: budgetwatch alerts ack %lld)",
                   (long long)number);
}

static const char *severity_text(enum language language, const char *name)
{
    enum severity severity;

    return severity_by_name(name, &severity) ? catalogue_severity(language, severity) : name;
}

void catalogue_mail_severity(struct buf *out, enum language language, const char *severity,
                             const char *before)
{
    buf_puts(out, severity_text(language, severity));
    if (before[0] != '\0' && strcmp(before, "none") != 0 && strcmp(before, severity) != 0)
        buf_printf(out, language == LANGUAGE_ZH ? "（此前为%s）" : " (before: %s)",
                   severity_text(language, before));
}

const char *catalogue_mail_footer(enum language language)
{
    return language == LANGUAGE_ZH ? "本邮件由 budgetwatch 自动发送，请勿直接回复。"
                                   : "This mail was sent by budgetwatch. Answers to it are not read.";
}

/* What is a folder's in a file's name becomes a dash. */
static void add_file(struct buf *out, const char *what, const char *unit, const char *period)
{
    buf_printf(out, "%s-", what);
    for (const char *c = unit; *c != '\0'; c++)
        buf_putc(out, *c == '/' || *c == '\\' ? '-' : *c);
    buf_printf(out, "%s%s", unit[0] != '\0' ? "-" : "", period);
}

void catalogue_mail_notice_file(struct buf *out, enum language language, const char *unit, const char *period)
{
    add_file(out, language == LANGUAGE_ZH ? "预算执行进度通报" : "budget-notice", unit, period);
}

void catalogue_mail_reply_file(struct buf *out, enum language language, const char *unit, const char *period)
{
    add_file(out, language == LANGUAGE_ZH ? "回复表" : "reply-sheet", unit, period);
}

void catalogue_mail_left_out(struct buf *out, enum language language, const char *name)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "附件“%s”过大，未能附上。" : "%s was too large to be attached. ",
               name);
}
