#include "core/catalogue_heartbeat.h"

#include <inttypes.h>

const char *catalogue_heartbeat_title(enum language language)
{
    return language == LANGUAGE_ZH ? "budgetwatch 运行正常（心跳）" : "budgetwatch works (heartbeat)";
}

/* "2023-07-05 09:30", in the office's time. */
static void add_moment(struct buf *out, msec at, int utc_offset)
{
    const msec minute = 60 * 1000, day = 24 * 60 * minute;
    msec local = at + utc_offset * minute;
    char text[DATE_TEXT];

    buf_printf(out, "%s %02d:%02d", date_format(clock_date(at, utc_offset), text),
               (int)(local % day / (60 * minute)), (int)(local / minute % 60));
}

void catalogue_heartbeat_text(struct buf *out, enum language language, const struct message_heartbeat *beat)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out,
               zh ? "守护进程 %s（版本 %s）正在评估。现有红灯%" PRId64 "、黄灯%" PRId64 "、蓝灯%" PRId64
                    "；待发消息 %" PRId64 " 条，死信 %" PRId64 " 条。下一次心跳应在 "
                  : "The daemon %s (version %s) evaluates. Standing: %" PRId64 " red, %" PRId64
                    " yellow, %" PRId64 " blue; %" PRId64 " messages wait, %" PRId64
                    " are dead. The next heartbeat is expected by ",
               beat->holder, beat->version, beat->red, beat->yellow, beat->blue, beat->waiting, beat->dead);
    add_moment(out, beat->next, beat->utc_offset);
    buf_puts(out, zh ? " 前到达，迟迟不到即为异常。" : "; if none comes, something is wrong.");
}
