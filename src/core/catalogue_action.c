/* The part of the catalogue that speaks of corrective actions (整改措施). */
#include "core/catalogue.h"

static void day(struct buf *out, enum language language, date d)
{
    char text[DATE_TEXT];
    int year, month, of_month;

    if (language == LANGUAGE_EN) {
        buf_puts(out, date_format(d, text));
        return;
    }
    date_parts(d, &year, &month, &of_month);
    buf_printf(out, "%d月%d日", month, of_month);
}

static void name_action(struct buf *out, enum language language, const struct action_words *words)
{
    bool zh = language == LANGUAGE_ZH;

    buf_printf(out, zh ? "整改措施「%s」" : "Corrective action '%s'", words->action);
    if (words->owner[0] != '\0')
        buf_printf(out, zh ? "（责任人：%s）" : " (owner: %s)", words->owner);
}

static void until(struct buf *out, enum language language, const struct action_words *words)
{
    if (words->month == 0)
        day(out, language, words->today);
    else
        buf_printf(out, language == LANGUAGE_ZH ? "%d月数据" : "the data of month %d", words->month);
}

void catalogue_action_overdue(struct buf *out, enum language language, const struct action_words *words,
                              const char *explanation)
{
    bool zh = language == LANGUAGE_ZH;

    name_action(out, language, words);
    buf_puts(out, zh ? "应于" : " was due on ");
    day(out, language, words->due);
    buf_printf(out, zh ? "前完成，现已逾期，尚未报告完成；%s" : " and is not reported done; %s", explanation);
}

void catalogue_action_verified(struct buf *out, enum language language, const struct action_words *words,
                               const char *explanation)
{
    bool zh = language == LANGUAGE_ZH;

    buf_puts(out, explanation);
    buf_puts(out, zh ? "；" : "; ");
    name_action(out, language, words);
    buf_puts(out, zh ? "已于" : ", done on ");
    day(out, language, words->done_on);
    buf_puts(out, zh ? "完成，经" : ", is borne out by ");
    until(out, language, words);
    if (zh)
        buf_puts(out, "核实");
    else if (words->month == 0)
        buf_puts(out, "'s data");
}

void catalogue_action_refuted(struct buf *out, enum language language, const struct action_words *words,
                              const char *explanation)
{
    bool zh = language == LANGUAGE_ZH;

    name_action(out, language, words);
    buf_puts(out, zh ? "称已于" : " was reported done on ");
    day(out, language, words->done_on);
    buf_puts(out, zh ? "完成，但截至" : ", but by ");
    until(out, language, words);
    buf_printf(out, zh ? "偏差仍在：%s" : " the deviation still stands: %s", explanation);
}
