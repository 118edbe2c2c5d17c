/* What to do, each in one sentence that begins with a verb. */
#include "core/catalogue_notice.h"

/* What one sentence is made of. */
struct saying {
    struct buf *out;
    const struct notice_paper *paper;
    const struct notice *notice;
    const struct notice_todo *todo;
    bool zh;
};

static void say_deadline(const struct saying *say);
static void say_by(const struct saying *say);
static void say_who(const struct saying *say, const char *noun_zh, const char *noun_en);

static const char *in(const struct saying *say, const char *zh, const char *en)
{
    return say->zh ? zh : en;
}

/* The rows are units or projects. */
static void say_rows(const struct saying *say)
{
    if (notice_of_units(say->notice))
        say_who(say, "个单位", "units");
    else
        say_who(say, "个项目", "projects");
}

static void say_amount(const struct saying *say, const char *zh, const char *en, const char *end)
{
    if (say->todo->amount <= 0)
        return;
    buf_puts(say->out, in(say, zh, en));
    catalogue_notice_sum(say->out, say->paper, say->todo->amount);
    buf_puts(say->out, end);
}

/* "请于8月31日前……：甲局（张三）、乙局等12个单位。" The verb stands where the reader's eye is. */
static void say_verb(const struct saying *say, const char *zh, const char *en)
{
    buf_puts(say->out, in(say, "请于", ""));
    if (say->zh)
        say_by(say);
    buf_puts(say->out, in(say, zh, en));
    if (!say->zh)
        say_by(say);
    buf_puts(say->out, in(say, "：", ": "));
}

static void say_speed(const struct saying *say)
{
    if (say->notice->month == MONTHS)
        say_verb(say, "前说明全年支出进度偏低的原因", "Explain why the year's spending stayed low");
    else
        say_verb(say, "前加快支出、追赶进度", "Speed up spending and catch up");
    say_rows(say);
    say_amount(say, "，合计还差", ", together short of the reference by ", "");
}

static void say_transfer(const struct saying *say)
{
    say_verb(say, "前提出结余资金的调剂方案", "Propose where money that will be left can go");
    say_who(say, "个项目", "projects");
    say_amount(say, "，预计结余合计", ", together ", "");
}

void catalogue_notice_todo(struct buf *out, const struct notice_paper *paper, const struct notice *notice,
                           const struct notice_todo *todo)
{
    const struct saying say = {out, paper, notice, todo, paper->language == LANGUAGE_ZH};

    switch (todo->kind) {
    case TODO_OVERDUE:
    case TODO_DUE: say_deadline(&say); break;
    case TODO_OVERSPENT:
        say_verb(&say, "前核对并纠正超预算、无预算或超限额支出",
                 "Check and put right spending over or without budget, or over a ceiling");
        say_who(&say, "项", "cases");
        break;
    case TODO_MISSING:
        buf_printf(out, in(&say, "请立即报送%d月支出数据：", "Report the spending of month %d at once: "),
                   notice->month);
        say_who(&say, "个单位", "units");
        break;
    case TODO_ZERO:
        say_verb(&say, "前启动支出，不能启动的说明原因（至今支出为零）",
                 "Begin to spend, or say why not (nothing is spent yet)");
        say_rows(&say);
        break;
    case TODO_SPEED: say_speed(&say); break;
    case TODO_ANSWER:
        say_verb(&say, "前反馈红灯偏离的原因和整改措施",
                 "Answer for red deviations with cause and corrective action");
        say_who(&say, "项", "deviations");
        break;
    case TODO_GOALS:
        say_verb(&say, "前说明支出快于绩效目标的原因", "Explain why money runs ahead of goals");
        say_who(&say, "个项目", "projects");
        break;
    case TODO_INDICATORS:
        say_verb(&say, "前说明并补上落后的绩效指标",
                 "Explain indicators that fell behind, and bring them up");
        say_who(&say, "个指标", "indicators");
        break;
    case TODO_TRANSFER: say_transfer(&say); break;
    case TODO_KIND_COUNT: break;
    }
    buf_puts(out, in(&say, "。", "."));
}

/* One deadline is named; of the others it says how many there are. */
static void say_deadline(const struct saying *say)
{
    const struct notice_deadline *deadline = say->todo->deadline;
    bool overdue = say->todo->kind == TODO_OVERDUE;
    const char *kind = catalogue_notice_deadline(say->paper->language, deadline->kind);

    if (say->zh) {
        buf_puts(say->out, overdue ? "请立即完成" : "请于");
        if (!overdue)
            say_by(say);
        if (!overdue)
            buf_puts(say->out, "前完成");
        if (deadline->project_name[0] != '\0')
            buf_printf(say->out, "“%s”的", deadline->project_name);
        buf_printf(say->out, "%s“%s”（", kind, deadline->name);
        if (overdue) {
            say_by(say);
            buf_puts(say->out, "到期，");
        }
        catalogue_notice_days(say->out, say->paper->language, deadline->days, false);
        buf_printf(say->out, "）：%s", deadline->unit_name);
        if (deadline->answers != NULL)
            buf_printf(say->out, "（%s）", deadline->answers);
        if (say->todo->count > 1)
            buf_printf(say->out, overdue ? "；另有%zu项逾期" : "；另有%zu项在30天内到期",
                       say->todo->count - 1);
        return;
    }
    buf_printf(say->out, "Complete the %s “%s” ", kind, deadline->name);
    if (deadline->project_name[0] != '\0')
        buf_printf(say->out, "of “%s” ", deadline->project_name);
    buf_puts(say->out, overdue ? "at once (due " : "(due ");
    catalogue_notice_day(say->out, LANGUAGE_EN, say->notice, deadline->due);
    buf_puts(say->out, ", ");
    catalogue_notice_days(say->out, LANGUAGE_EN, deadline->days, false);
    buf_printf(say->out, "): %s", deadline->unit_name);
    if (deadline->answers != NULL)
        buf_printf(say->out, " (%s)", deadline->answers);
    if (say->todo->count > 1)
        buf_printf(say->out, overdue ? "; %zu more overdue" : "; %zu more due within 30 days",
                   say->todo->count - 1);
}

static void say_by(const struct saying *say)
{
    if (!say->zh)
        buf_puts(say->out, " by ");
    catalogue_notice_day(say->out, say->paper->language, say->notice, say->todo->by);
}

/* "甲局（张三）、乙局等12个单位"; where all are named, without the number. */
static void say_who(const struct saying *say, const char *noun_zh, const char *noun_en)
{
    const struct notice_todo *todo = say->todo;

    for (size_t i = 0; i < todo->who_count; i++) {
        const struct notice_todo_who *who = &todo->who[i];
        buf_printf(say->out, "%s%s", i == 0 ? "" : in(say, "、", ", "), who->name);
        if (who->own)
            buf_puts(say->out, catalogue_notice(say->paper->language, NOTICE_OWN));
        if (who->answers != NULL)
            buf_printf(say->out, in(say, "（%s）", " (%s)"), who->answers);
    }
    if (todo->count > todo->who_count)
        buf_printf(say->out, in(say, "等%zu%s", " and others, %zu %s in all"), todo->count,
                   in(say, noun_zh, noun_en));
}
