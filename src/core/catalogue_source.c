#include "core/catalogue_source.h"

#include <inttypes.h>

void catalogue_source(struct buf *out, enum language language, enum rule rule, const char *reason,
                      const char *last_well)
{
    bool zh = language == LANGUAGE_ZH, failed = rule == RULE_SOURCE_FAILED;

    if (zh)
        buf_printf(out, "%s：%s；", failed ? "未能读取" : "已读取，但数据不能采用", reason);
    else
        buf_printf(out, "%s: %s; ",
                   failed ? "It could not be read" : "It was read, but its rows cannot be used", reason);
    if (last_well != NULL && last_well[0] != '\0')
        buf_printf(out,
                   zh ? "台账保持 %s 最近一次成功读取时的数据"
                      : "the ledger stays as of the last success at %s",
                   last_well);
    else
        buf_puts(out, zh ? "尚未成功读取过，台账未作改动"
                         : "it has never been read successfully, and the ledger is unchanged");
}

void catalogue_source_gone(struct buf *out, enum language language, const char *explanation)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "该数据源已停用或从配置中移除；此前：%s"
                                       : "The source is switched off or no longer configured; before: %s",
               explanation);
}

void catalogue_status_source(struct buf *out, enum language language, const struct source_words *words)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "数据源 %s（%s）：" : "source %s (%s): ", words->name, words->kind);
    if (words->succeeded_at[0] == '\0')
        buf_puts(out, zh ? "尚未成功读取" : "never read successfully");
    else
        buf_printf(out, zh ? "最近成功 %s，%" PRId64 " 行" : "last success %s, %" PRId64 " rows",
                   words->succeeded_at, words->rows);
    if (words->failing_since[0] != '\0')
        buf_printf(out, zh ? "；自 %s 起失败：%s" : "; failing since %s: %s", words->failing_since,
                   words->failure);
}
