#include "core/catalogue_history.h"

#include <string.h>

#include "core/catalogue_parts.h"

static const char *const tables[LEDGER_COUNT][2] = {
    [LEDGER_UNITS] = {"单位", "unit"},
    [LEDGER_PEOPLE] = {"人员", "person"},
    [LEDGER_PROJECTS] = {"项目", "project"},
    [LEDGER_BUDGETS] = {"年初预算", "budget"},
    [LEDGER_BUDGET_ADJUSTMENTS] = {"预算调整", "budget adjustment"},
    [LEDGER_PLANS] = {"用款计划", "plan"},
    [LEDGER_EXECUTION] = {"预算执行", "execution"},
    [LEDGER_RECEIPTS] = {"收入", "receipt"},
    [LEDGER_INDICATORS] = {"绩效指标", "indicator"},
    [LEDGER_INDICATOR_TARGETS] = {"指标值调整", "indicator target"},
    [LEDGER_INDICATOR_VALUES] = {"指标完成值", "indicator value"},
    [LEDGER_OUTLOOKS] = {"全年预计", "outlook"},
    [LEDGER_MILESTONES] = {"工作节点", "milestone"},
    [LEDGER_CONTRACTS] = {"合同", "contract"},
    [LEDGER_CEILINGS] = {"经费限额", "ceiling"},
    [LEDGER_CEILING_SPENDING] = {"限额经费支出", "ceiling spending"},
    [LEDGER_NOTIFIED_RATES] = {"通报支出率", "notified rate"},
    [LEDGER_ASSESSMENTS] = {"评分", "assessment"},
    [LEDGER_RECTIFICATIONS] = {"整改", "rectification"},
    [LEDGER_CALENDAR] = {"日历", "calendar"},
};

static const char *const operations[][2] = {
    [HISTORY_CHANGED] = {"", ""},
    [HISTORY_DELETED] = {"：已删除", ": deleted"},
    [HISTORY_ENTERED] = {"：录入", ": entered"},
    [HISTORY_REKEYED_FROM] = {"：主键已更改，更改前为", ": its key was changed; before"},
    [HISTORY_REKEYED_TO] = {"：主键已更改，更改后为", ": its key was changed; after"},
    [HISTORY_EMPTIED] = {"：整表已清空，原有内容不详",
                         ": the whole table was emptied; what was in it is not known"},
};

static void add_key(struct buf *out, enum language language, const struct history_change *change);
static void add_cell(struct buf *out, enum language language, const struct ledger_column *column,
                     const struct history_cell *cell, enum history_operation operation);
static void add_name(struct buf *out, enum language language, const struct ledger_column *column);
static void add_value(struct buf *out, enum language language, const struct ledger_column *column,
                      const char *value);

void catalogue_history_head(struct buf *out, enum language language, const struct history_change *change)
{
    buf_printf(out, "%s  %s", change->at, change->user);
    if (change->application[0] != '\0')
        buf_printf(out, language == LANGUAGE_ZH ? "（%s）" : " (%s)", change->application);
    buf_putc(out, '\n');
}

void catalogue_history_change(struct buf *out, enum language language, const struct history_change *change)
{
    const struct ledger_kind *kind = change->kind;
    size_t count = ledger_column_count(kind);

    buf_printf(out, "    %s", tables[kind->id][language]);
    add_key(out, language, change);
    buf_printf(out, "%s\n", operations[change->operation][language]);
    for (size_t i = 0; i < count; i++) {
        if (change->cells[i].there && !ledger_is_key(&kind->columns[i]))
            add_cell(out, language, &kind->columns[i], &change->cells[i], change->operation);
    }
}

void catalogue_history_none(struct buf *out, enum language language, const char *code)
{
    buf_printf(out,
               language == LANGUAGE_ZH ? "%s：留痕中没有修改或删除。\n"
                                       : "%s: the audit trail holds no change and no deletion.\n",
               code);
}

/* Parts that are empty (no fund, no approval number) are left out. */
static void add_key(struct buf *out, enum language language, const struct history_change *change)
{
    size_t count = ledger_column_count(change->kind);
    const char *separator = " ";

    for (size_t i = 0; i < count; i++) {
        const struct ledger_column *column = &change->kind->columns[i];
        const char *value = change->cells[i].before;
        if (!change->cells[i].there || !ledger_is_key(column) || value == NULL || value[0] == '\0')
            continue;
        buf_puts(out, separator);
        add_name(out, language, column);
        buf_putc(out, ' ');
        add_value(out, language, column, value);
        separator = language == LANGUAGE_ZH ? "，" : ", ";
    }
}

static void add_cell(struct buf *out, enum language language, const struct ledger_column *column,
                     const struct history_cell *cell, enum history_operation operation)
{
    buf_puts(out, "        ");
    add_name(out, language, column);
    buf_puts(out, language == LANGUAGE_ZH ? "：" : ": ");
    switch (operation) {
    case HISTORY_CHANGED:
        add_value(out, language, column, cell->before);
        buf_puts(out, " → ");
        add_value(out, language, column, cell->after);
        break;
    case HISTORY_DELETED:
    case HISTORY_REKEYED_FROM: add_value(out, language, column, cell->before); break;
    case HISTORY_ENTERED:
    case HISTORY_REKEYED_TO: add_value(out, language, column, cell->after); break;
    case HISTORY_EMPTIED: break; /* has no columns */
    }
    buf_putc(out, '\n');
}

static void add_name(struct buf *out, enum language language, const struct ledger_column *column)
{
    if (language == LANGUAGE_ZH)
        add_first(out, column->chinese);
    else
        buf_puts(out, column->name);
}

/* On one line, whatever a free text holds. */
static void add_value(struct buf *out, enum language language, const struct ledger_column *column,
                      const char *value)
{
    if (value == NULL || value[0] == '\0') {
        buf_puts(out, language == LANGUAGE_ZH ? "（空）" : "(empty)");
        return;
    }
    const struct ledger_word *word = language == LANGUAGE_ZH ? column->words : NULL;
    while (word != NULL && word->word != NULL && strcmp(word->word, value) != 0)
        word++;
    if (word != NULL && word->word != NULL) {
        add_first(out, word->names);
        return;
    }
    for (; *value != '\0'; value++)
        buf_putc(out, *value == '\n' || *value == '\r' || *value == '\t' ? ' ' : *value);
}
