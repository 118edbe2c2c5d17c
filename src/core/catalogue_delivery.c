#include "core/catalogue_delivery.h"

#include <string.h>

#include "core/catalogue_subject.h"

void catalogue_failure_title(struct buf *out, enum language language, const struct message_failure *failure)
{
    bool zh = language == LANGUAGE_ZH;

    if (failure->off)
        buf_printf(out, zh ? "通道 %s：已停用" : "Channel %s is switched off", failure->channel);
    else if (failure->count == 1)
        buf_printf(out, zh ? "通道 %s：有消息无法送达" : "Channel %s: a message could not be delivered",
                   failure->channel);
    else
        buf_printf(out,
                   zh ? "通道 %s：有 %zu 条消息无法送达" : "Channel %s: %zu messages could not be delivered",
                   failure->channel, failure->count);
}

static void add_dead(struct buf *out, bool zh, const struct message_dead *dead)
{
    if (zh)
        buf_printf(out, "消息 %s（%s）尝试 %d 次后放弃：%s。", dead->message_id, dead->type, dead->attempts,
                   dead->reason);
    else
        buf_printf(out, "Message %s (%s) is given up after %d attempt%s: %s.", dead->message_id, dead->type,
                   dead->attempts, dead->attempts == 1 ? "" : "s", dead->reason);
}

void catalogue_failure_text(struct buf *out, enum language language, const struct message_failure *failure)
{
    bool zh = language == LANGUAGE_ZH;

    if (failure->off) {
        buf_printf(
            out,
            zh ? "接收方已不存在：%s。其消息保留等待，直到配置新地址，或执行 budgetwatch channel on %s。"
               : "Its receiver is gone: %s. Its messages wait until it has another address, or until "
                 "`budgetwatch channel on %s`.",
            failure->first[0].reason, failure->channel);
        return;
    }
    for (size_t i = 0; i < failure->shown; i++) {
        if (i > 0 && !zh)
            buf_putc(out, ' ');
        add_dead(out, zh, &failure->first[i]);
    }
    if (failure->shown < failure->count)
        buf_printf(out,
                   zh ? "另有 %zu 条，见 budgetwatch deliveries --dead。"
                      : " And %zu more; see `budgetwatch deliveries --dead`.",
                   failure->count - failure->shown);
}

/* "红灯3、黄灯9" of what `name_of` gives for each i in first..last, the last first. */
static void add_counts(struct buf *out, enum language language, const int *counts, int first, int last,
                       const char *(*name_of)(enum language language, int i))
{
    bool begun = false;

    for (int i = last; i >= first; i--) {
        if (counts[i] == 0)
            continue;
        if (language == LANGUAGE_ZH)
            buf_printf(out, "%s%s%d", begun ? "、" : "", name_of(language, i), counts[i]);
        else
            buf_printf(out, "%s%d %s", begun ? ", " : "", counts[i], name_of(language, i));
        begun = true;
    }
}

static const char *severity_of(enum language language, int i)
{
    return catalogue_severity(language, (enum severity)i);
}

static const char *event_of(enum language language, int i)
{
    return catalogue_event(language, (enum event_kind)i);
}

void catalogue_event_subject(struct buf *out, enum language language, const struct message_event *event)
{
    catalogue_subject_called(out, language,
                             &(struct subject_words){.kind = event->subject_kind,
                                                     .code = event->subject_code,
                                                     .name = event->subject_name,
                                                     .unit_code = event->unit_code,
                                                     .unit_name = event->unit_name});
}

void catalogue_digest_title(struct buf *out, enum language language, const struct message_event *events,
                            size_t count)
{
    int counts[SEVERITY_RED + 1] = {0};
    enum severity severity;

    for (size_t i = 0; i < count; i++)
        if (severity_by_name(events[i].severity, &severity))
            counts[severity]++;
    buf_printf(out, language == LANGUAGE_ZH ? "%zu 项预警：" : "%zu alerts: ", count);
    add_counts(out, language, counts, SEVERITY_BLUE, SEVERITY_RED, severity_of);
}

enum { DIGEST_LINES = 10 };

void catalogue_digest_text(struct buf *out, enum language language, const struct message_digest *digest)
{
    bool zh = language == LANGUAGE_ZH;
    int counts[EVENT_COUNT] = {0};
    enum event_kind kind;
    size_t shown = digest->count < DIGEST_LINES ? digest->count : DIGEST_LINES;

    for (size_t i = 0; i < digest->count; i++)
        if (event_by_name(digest->events[i].event, &kind))
            counts[kind]++;
    add_counts(out, language, counts, 0, EVENT_COUNT - 1, event_of);
    for (size_t i = 0; i < shown; i++)
        buf_printf(out, "\n%s", digest->events[i].title);
    if (shown < digest->count)
        buf_printf(out,
                   zh ? "\n另有 %zu 项，见 budgetwatch alerts。" : "\nand %zu more; see budgetwatch alerts.",
                   digest->count - shown);
}

const char *catalogue_unacknowledged(enum language language)
{
    return language == LANGUAGE_ZH ? "尚未处理：" : "Not acknowledged: ";
}

const char *catalogue_still(enum language language)
{
    return language == LANGUAGE_ZH ? "仍未解除：" : "Still standing: ";
}

void catalogue_answers(struct buf *out, enum language language, const char *name, const char *role)
{
    bool zh = language == LANGUAGE_ZH;

    buf_puts(out, zh ? "负责人：" : "answers for it: ");
    catalogue_person(out, language, name, role);
}

void catalogue_other(struct buf *out, enum language language, const struct message_person *person,
                     bool is_owner)
{
    bool zh = language == LANGUAGE_ZH;

    if (is_owner)
        buf_puts(out, zh ? "整改责任人：" : "to do the action: ");
    else
        buf_puts(out, zh ? "报请关注：" : "escalated to: ");
    catalogue_person(out, language, person->name, person->role != NULL ? person->role : "");
}

const char *catalogue_no_head(enum language language)
{
    return language == LANGUAGE_ZH ? "人员名册中未登记单位负责人"
                                   : "nobody, as people has no head of the unit";
}

void catalogue_person(struct buf *out, enum language language, const char *name, const char *role)
{
    buf_puts(out, name);
    if (role[0] != '\0' && strcmp(role, "负责人") != 0)
        buf_printf(out, language == LANGUAGE_ZH ? "（%s）" : " (%s)", role);
}

void catalogue_where(struct buf *out, enum language language, const char *unit, int fiscal_year, int month,
                     int64_t number)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "单位：%s，%d 年度" : "unit: %s, %d", unit, fiscal_year);
    if (month > 0)
        buf_printf(out, zh ? "截至 %d 月" : ", by month %d", month);
    buf_printf(out, zh ? "，编号 %lld" : ", no. %lld", (long long)number);
}

void catalogue_digest_more(struct buf *out, enum language language, size_t more)
{
    buf_printf(out, language == LANGUAGE_ZH ? "… 另有 %zu 项未列出" : "… and %zu more that are not listed",
               more);
}

const char *catalogue_test_title(enum language language)
{
    return language == LANGUAGE_ZH ? "budgetwatch 测试消息" : "Test message of budgetwatch";
}

void catalogue_test_text(struct buf *out, enum language language, const char *channel)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "这是通道 %s 的测试消息，无需处理。"
                                       : "This is a test of channel %s. Nothing needs to be done.",
               channel);
}
