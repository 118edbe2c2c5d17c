#include "cli/import_columns.h"

#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "report/table.h"

static const struct ledger_kind *kind_named(const char *name);
static void add_names(struct buf *out, const char *names);
static void add_need(struct buf *out, const struct ledger_column *column);
static void add_holds(struct buf *out, const struct ledger_kind *kind, const struct ledger_column *column);
static const char *what(enum ledger_type type);
static void add_references(struct buf *out, const struct ledger_kind *kind,
                           const struct ledger_column *column);
static void add_words(struct table *table, const struct ledger_word *words, bool begun);

int import_columns_print(char *const *names, int count)
{
    struct buf text = {0};

    for (int i = 0; i < count; i++) {
        if (kind_named(names[i]) == NULL)
            return cli_fail(CLI_USAGE, "--columns: '%s' is no kind of ledger file", names[i]);
    }
    for (int i = 0; i < (count > 0 ? count : (int)LEDGER_COUNT); i++) {
        if (i > 0)
            buf_putc(&text, '\n');
        import_columns_write(count > 0 ? kind_named(names[i]) : ledger_kind((enum ledger_id)i), &text);
    }
    fputs(buf_text(&text), stdout);
    buf_free(&text);
    return CLI_OK;
}

static const struct ledger_kind *kind_named(const char *name)
{
    const struct ledger_kind *kind = ledger_by_name(name, strlen(name));

    return kind != NULL ? kind : ledger_by_file(name);
}

void import_columns_write(const struct ledger_kind *kind, struct buf *out)
{
    static const struct table_column columns[] = {
        {.title = "column"}, {.title = "also called"}, {.title = "need"}, {.title = "holds"}};
    struct table table;
    struct buf text = {0};

    table_init(&table, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < ledger_column_count(kind); i++) {
        const struct ledger_column *column = &kind->columns[i];
        table_cell(&table, column->name);
        buf_clear(&text);
        add_names(&text, column->chinese);
        table_cell(&table, buf_text(&text));
        buf_clear(&text);
        add_need(&text, column);
        table_cell(&table, buf_text(&text));
        buf_clear(&text);
        add_holds(&text, kind, column);
        if (text.length > 0)
            table_cell(&table, buf_text(&text));
        if (column->words != NULL)
            add_words(&table, column->words, text.length > 0);
    }
    buf_printf(out, "file %s.csv, table %s, sheet %s, ", kind->name, kind->name, kind->name);
    add_names(out, kind->chinese);
    buf_puts(out, "\n\n");
    table_write(&table, out);
    table_done(&table);
    buf_free(&text);
}

/* The catalogue separates names by |. */
static void add_names(struct buf *out, const char *names)
{
    for (; *names != '\0'; names++) {
        if (*names == '|')
            buf_puts(out, ", ");
        else
            buf_putc(out, *names);
    }
}

static void add_need(struct buf *out, const struct ledger_column *column)
{
    const char *otherwise = column->otherwise;

    switch (column->need) {
    case LEDGER_REQUIRED: buf_puts(out, "required"); return;
    case LEDGER_OPTIONAL: buf_puts(out, "optional"); return;
    case LEDGER_KEY: buf_puts(out, "key"); return;
    case LEDGER_KEY_OR: buf_puts(out, "key"); break;
    case LEDGER_OR: buf_puts(out, "optional"); break;
    }
    if (strcmp(otherwise, LEDGER_YEAR_START) == 0)
        otherwise = "the year's first day";
    buf_printf(out, "; empty: %s", otherwise[0] != '\0' ? otherwise : "none");
}

static void add_holds(struct buf *out, const struct ledger_kind *kind, const struct ledger_column *column)
{
    size_t before = out->length;

    add_references(out, kind, column);
    if (out->length == before)
        buf_puts(out, what(column->type));
}

/* "" where the words say it all. */
static const char *what(enum ledger_type type)
{
    switch (type) {
    case LEDGER_CODE: return "a text of one line, up to 200 characters";
    case LEDGER_LINE: return "a text of one line";
    case LEDGER_TEXT: return "a text";
    case LEDGER_YEAR: return "a year: 2023, 2023年";
    case LEDGER_MONTH: return "a month: 7, 7月, 2023-07";
    case LEDGER_DATE: return "a date: 2023-07-05, 2023/7/5, 2023年7月5日";
    case LEDGER_MONEY: return "an amount: 1,234.56, 12.5万元";
    case LEDGER_NUMBER: return "a number";
    case LEDGER_WEIGHT: return "a number not below 0";
    case LEDGER_PERCENT: return "a percentage: 97.3, 97.3%";
    case LEDGER_WORD: return "";
    case LEDGER_SCHEDULE: return "a month: 7";
    case LEDGER_TARGET: return "a number, or a text where it is qualitative";
    case LEDGER_VALUE: return "a number: 266, ≥266, 97.3%";
    }
    return "";
}

/* "a code of units or projects", by what the owner is. */
static void add_references(struct buf *out, const struct ledger_kind *kind,
                           const struct ledger_column *column)
{
    const char *separator = "a code of ";

    for (const struct ledger_reference *r = kind->references; r->from[0] != NULL; r++) {
        if (strcmp(r->from[0], column->name) != 0)
            continue;
        buf_printf(out, "%s%s", separator, ledger_kind(r->kind)->name);
        separator = " or ";
    }
}

/* "basic (基本支出, 基本)", each on a line of its own. */
static void add_words(struct table *table, const struct ledger_word *words, bool begun)
{
    struct buf text = {0};

    for (const struct ledger_word *w = words; w->word != NULL; w++) {
        for (int skipped = 0; skipped < 3 && (begun || w != words); skipped++)
            table_cell(table, "");
        buf_clear(&text);
        buf_printf(&text, "%s (", w->word);
        add_names(&text, w->names);
        buf_putc(&text, ')');
        table_cell(table, buf_text(&text));
    }
    buf_free(&text);
}
