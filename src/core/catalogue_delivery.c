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
