#include "core/catalogue_delivery.h"

#include <string.h>

void catalogue_dead_title(struct buf *out, enum language language, const struct message_dead *dead)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "通道 %s：有消息无法送达"
                                       : "Channel %s: a message could not be delivered",
               dead->channel);
}

void catalogue_dead_text(struct buf *out, enum language language, const struct message_dead *dead)
{
    if (language == LANGUAGE_ZH)
        buf_printf(out, "消息 %s（%s）尝试 %d 次后放弃：%s。", dead->message_id, dead->type, dead->attempts,
                   dead->reason);
    else
        buf_printf(out, "Message %s (%s) is given up after %d attempt%s: %s.", dead->message_id, dead->type,
                   dead->attempts, dead->attempts == 1 ? "" : "s", dead->reason);
}

void catalogue_answers(struct buf *out, enum language language, const char *name, const char *role)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "负责人：%s" : "answers for it: %s", name);
    if (role[0] != '\0' && strcmp(role, "负责人") != 0)
        buf_printf(out, zh ? "（%s）" : " (%s)", role);
}

void catalogue_where(struct buf *out, enum language language, const char *unit, int fiscal_year, int month)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "单位：%s，%d 年度" : "unit: %s, %d", unit, fiscal_year);
    if (month > 0)
        buf_printf(out, zh ? "截至 %d 月" : ", by month %d", month);
}

void catalogue_digest_text(struct buf *out, enum language language, size_t count, size_t listed)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "共 %zu 项" : "%zu events", count);
    if (listed < count)
        buf_printf(out,
                   zh ? "，列出最重的 %zu 项，另有 %zu 项未列出"
                      : ", the gravest %zu are listed, %zu more are not",
                   listed, count - listed);
    buf_puts(out, zh ? "。" : ".");
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
