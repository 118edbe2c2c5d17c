#include "core/catalogue_ledger.h"

#include <string.h>

#include "core/catalogue_parts.h"

static void add_need(struct buf *out, bool zh, const struct ledger_column *column);
static void add_otherwise(struct buf *out, bool zh, const struct ledger_column *column);
static void add_words(struct buf *out, enum language language, const struct ledger_column *column);
static void add_references(struct buf *out, enum language language, const struct ledger_kind *kind,
                           const struct ledger_column *column);

void catalogue_kind(struct buf *out, enum language language, const struct ledger_kind *kind)
{
    add_first(out, language == LANGUAGE_ZH ? kind->chinese : kind->name);
}

void catalogue_column(struct buf *out, enum language language, const struct ledger_column *column)
{
    add_first(out, language == LANGUAGE_ZH ? column->chinese : column->name);
}

void catalogue_word(struct buf *out, enum language language, const struct ledger_word *word)
{
    const char *names = word->names;

    if (language == LANGUAGE_EN) {
        buf_puts(out, word->word);
        return;
    }
    while (*names == '=' && strchr(names, '|') != NULL)
        names = strchr(names, '|') + 1;
    add_first(out, names);
}

void catalogue_column_note(struct buf *out, enum language language, const struct ledger_kind *kind,
                           const struct ledger_column *column)
{
    bool zh = language == LANGUAGE_ZH;

    catalogue_column(out, zh ? LANGUAGE_EN : LANGUAGE_ZH, column);
    buf_putc(out, '\n');
    add_need(out, zh, column);
    buf_printf(out, "\n%s", catalogue_type(language, column->type));
    add_words(out, language, column);
    add_references(out, language, kind, column);
}

const char *catalogue_type(enum language language, enum ledger_type type)
{
    static const struct {
        const char *zh, *en;
    } texts[] = {
        [LEDGER_CODE] = {"文本，一行，最多200字", "Text on one line, 200 characters at most"},
        [LEDGER_LINE] = {"文本，一行", "Text on one line"},
        [LEDGER_TEXT] = {"文本，可以多行", "Text, which may have several lines"},
        [LEDGER_YEAR] = {"年份，2000到2100", "A year, 2000 to 2100"},
        [LEDGER_MONTH] = {"月份，1到12", "A month, 1 to 12"},
        [LEDGER_DATE] = {"日期，如2023-07-05", "A date, as 2023-07-05"},
        [LEDGER_MONEY] = {"金额，单位元，最多两位小数，冲减为负数",
                          "An amount in yuan, two decimals at most; corrections are negative"},
        [LEDGER_NUMBER] = {"数值，最多六位小数", "A number, six decimals at most"},
        [LEDGER_WEIGHT] = {"数值，不小于0，最多六位小数", "A number, not below 0, six decimals at most"},
        [LEDGER_PERCENT] = {"百分数，97.3或97.3%都表示百分之九十七点三",
                            "A percentage: 97.3 and 97.3% are the same"},
        [LEDGER_WORD] = {"从下拉列表中选择", "One of the list"},
        [LEDGER_SCHEDULE] = {"从下拉列表中选择，数字为填报月份",
                             "One of the list; a number is the month when it is due"},
        [LEDGER_TARGET] = {"数值；定性指标填写文字", "A number; of a qualitative indicator, a text"},
        [LEDGER_VALUE] = {"数值，可带≥、≤和%；定性指标从下拉列表中选择",
                          "A number, perhaps with ≥, ≤ or %; of a qualitative indicator, one of the list"},
    };

    return language == LANGUAGE_ZH ? texts[type].zh : texts[type].en;
}

/* Of names that | separates. */
static void add_need(struct buf *out, bool zh, const struct ledger_column *column)
{
    switch (column->need) {
    case LEDGER_REQUIRED: buf_puts(out, zh ? "必填" : "Required"); break;
    case LEDGER_KEY:
        buf_puts(out, zh ? "必填，与其他关键列一起不能重复" : "Required, and part of the key: no key twice");
        break;
    case LEDGER_OPTIONAL: buf_puts(out, zh ? "可以不填" : "May be empty"); break;
    case LEDGER_KEY_OR:
        add_otherwise(out, zh, column);
        buf_puts(out, zh ? "，与其他关键列一起不能重复" : "; part of the key: no key twice");
        break;
    case LEDGER_OR: add_otherwise(out, zh, column); break;
    }
}

static void add_otherwise(struct buf *out, bool zh, const struct ledger_column *column)
{
    bool first_day = strcmp(column->otherwise, LEDGER_YEAR_START) == 0;
    const struct ledger_word *word = column->words;

    buf_puts(out, zh ? "可以不填" : "May be empty");
    if (column->otherwise[0] == '\0')
        return;
    buf_puts(out, zh ? "，不填表示" : ", which means ");
    while (word != NULL && word->word != NULL && strcmp(word->word, column->otherwise) != 0)
        word++;
    if (first_day)
        buf_puts(out, zh ? "当年1月1日" : "1 January of the year");
    else if (word != NULL && word->word != NULL)
        catalogue_word(out, zh ? LANGUAGE_ZH : LANGUAGE_EN, word);
    else
        buf_puts(out, column->otherwise);
}

static void add_words(struct buf *out, enum language language, const struct ledger_column *column)
{
    const char *before = language == LANGUAGE_ZH ? "：" : ": ";

    for (const struct ledger_word *w = column->words; w != NULL && w->word != NULL; w++) {
        buf_puts(out, before);
        catalogue_word(out, language, w);
        before = language == LANGUAGE_ZH ? "、" : ", ";
    }
}

static void add_references(struct buf *out, enum language language, const struct ledger_kind *kind,
                           const struct ledger_column *column)
{
    bool zh = language == LANGUAGE_ZH;
    const char *before = zh ? "\n必须已在：" : "\nMust be one of: ";

    for (const struct ledger_reference *r = kind->references; r->from[0] != NULL; r++) {
        if (strcmp(r->from[0], column->name) != 0)
            continue;
        buf_puts(out, before);
        catalogue_kind(out, language, ledger_kind(r->kind));
        before = zh ? "、" : ", ";
    }
}
