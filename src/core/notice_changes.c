#include "core/notice_changes.h"

#include <string.h>

static const char *const figure_names[] = {[NOTICE_FIGURE_BUDGET] = "budget",
                                           [NOTICE_FIGURE_SPENT] = "spent",
                                           [NOTICE_FIGURE_RECEIVED] = "received",
                                           [NOTICE_FIGURE_LAST_MONTH] = "last_month_spent",
                                           [NOTICE_FIGURE_LAST_YEAR] = "last_year_spent",
                                           [NOTICE_FIGURE_REFERENCE] = "reference_rate",
                                           [NOTICE_FIGURE_ABOVE] = "above",
                                           [NOTICE_FIGURE_BELOW] = "below",
                                           [NOTICE_FIGURE_ZERO] = "zero",
                                           [NOTICE_FIGURE_MISSING] = "missing"};

static const char *const scope_names[] = {[NOTICE_SCOPE_WHOLE] = "whole",
                                          [NOTICE_SCOPE_ROW] = "row",
                                          [NOTICE_SCOPE_FUND] = "fund",
                                          [NOTICE_SCOPE_CATEGORY] = "category"};

static const char *const said[NOTICE_FIGURE_COUNT][2] = {
    [NOTICE_FIGURE_BUDGET] = {"预算数", "budget"},
    [NOTICE_FIGURE_SPENT] = {"支出数", "spent"},
    [NOTICE_FIGURE_RECEIVED] = {"到位资金", "received"},
    [NOTICE_FIGURE_LAST_MONTH] = {"上月末支出数", "spent by the month before"},
    [NOTICE_FIGURE_LAST_YEAR] = {"上年同期支出数", "spent by the same month last year"},
    [NOTICE_FIGURE_REFERENCE] = {"序时进度", "reference rate"},
    [NOTICE_FIGURE_ABOVE] = {"快于序时进度的个数", "above the reference"},
    [NOTICE_FIGURE_BELOW] = {"慢于序时进度的个数", "below the reference"},
    [NOTICE_FIGURE_ZERO] = {"支出为零的个数", "without any spending"},
    [NOTICE_FIGURE_MISSING] = {"未报送的单位数", "units that have not reported"}};

const char *notice_figure_name(enum notice_figure figure)
{
    return figure_names[figure];
}

const char *notice_scope_name(enum notice_scope scope)
{
    return scope_names[scope];
}

static void add_value(struct buf *out, const struct notice_paper *paper, enum notice_figure figure,
                      const char *value)
{
    int64_t amount;

    if (figure <= NOTICE_FIGURE_LAST_YEAR && dec_parse(value, strlen(value), SCALE_FEN, &amount))
        catalogue_notice_sum(out, paper, amount);
    else
        buf_printf(out, figure == NOTICE_FIGURE_REFERENCE ? "%s%%" : "%s", value);
}

/* Funds may have no name, and categories have the notice's own words. */
static void add_subject(struct buf *out, const struct notice_paper *paper, const struct notice_change *change)
{
    enum language language = paper->language;
    const char *name = change->name;

    if (change->scope == NOTICE_SCOPE_CATEGORY)
        name = catalogue_notice(language, strcmp(name, "basic") == 0 ? NOTICE_BASIC : NOTICE_PROJECTS);
    else if (change->scope == NOTICE_SCOPE_FUND && name[0] == '\0')
        name = catalogue_notice(language, NOTICE_NO_FUND);
    if (change->scope == NOTICE_SCOPE_FUND)
        buf_printf(out, language == LANGUAGE_ZH ? "%s：%s" : "%s %s", catalogue_notice(language, NOTICE_FUND),
                   name);
    else
        buf_puts(out, name);
}

void catalogue_notice_change(struct buf *out, const struct notice_paper *paper,
                             const struct notice_change *change)
{
    bool zh = paper->language == LANGUAGE_ZH;

    add_subject(out, paper, change);
    buf_printf(out, zh ? "，%s：" : ", %s: ", said[change->figure][zh ? 0 : 1]);
    if (change->before == NULL) {
        buf_puts(out, zh ? "原未列，现为" : "was not there, now ");
        add_value(out, paper, change->figure, change->now);
    } else {
        buf_puts(out, zh ? "原" : "was ");
        add_value(out, paper, change->figure, change->before);
        buf_puts(out,
                 change->now != NULL ? (zh ? "，更正为" : ", now ") : (zh ? "，现不再列" : ", now no more"));
        if (change->now != NULL)
            add_value(out, paper, change->figure, change->now);
    }
    buf_puts(out, zh ? "。" : ".");
}
