/* budgetwatch-ledger(5): every file and column, from the catalogue that import reads by. */
#include <string.h>

#include "cli/manual_pages.h"
#include "core/catalogue_ledger.h"
#include "core/ledger.h"

static void add_kind(struct manual *manual, const struct ledger_kind *kind);
static void add_column(struct manual *manual, const struct ledger_kind *kind,
                       const struct ledger_column *column);

void manual_ledger(struct manual *manual)
{
    static const char *const others[] = {"budgetwatch(1)", "budgetwatch.json(5)", NULL};

    manual_begin(manual, "budgetwatch-ledger", 5, "the files of the ledger and their columns");
    manual_section(manual, "DESCRIPTION");
    manual_text(
        manual,
        "budgetwatch import reads CSV files in UTF-8 or GB18030, and XLSX workbooks, of which a sheet "
        "counts whose name or header fits a kind. The first row names the columns, in English or "
        "Chinese and in any order; the tables of the database have the English names. Absent columns "
        "leave what is stored. The sources of the configuration yield the same columns.");
    manual_text(
        manual,
        "Dates may be written 2023-07-05, 2023/7/5 or 2023年7月5日, months 7 or 7月, amounts with "
        "thousands separators or in 万元. The same rows again change nothing; rows that are not there "
        "any more stay in the ledger.");
    manual_text(manual,
                "budgetwatch import --columns prints the same as a table, budgetwatch import --template KIND "
                "writes a workbook to fill in.");
    manual_section(manual, "FILES");
    manual_text(manual,
                "In the order in which they are read, which is that in which they refer to each other.");
    for (int id = 0; id < LEDGER_COUNT; id++)
        add_kind(manual, ledger_kind((enum ledger_id)id));
    manual_section(manual, "EXAMPLES");
    manual_code(manual, "project_code,fiscal_year,month,spent_cumulative\n"
                        "P001,2023,6,1180000.00\nP001,2023,7,1250000.00\n");
    manual_see_also(manual, others);
}

/* "预算执行, 执行" of "预算执行|执行". */
static void add_names(struct buf *out, const char *names)
{
    for (; *names != '\0'; names++)
        if (*names == '|')
            buf_puts(out, ", ");
        else
            buf_putc(out, *names);
}

static void add_kind(struct manual *manual, const struct ledger_kind *kind)
{
    struct buf title = {0}, key = {0};
    size_t count = ledger_column_count(kind);

    buf_printf(&title, "%s.csv (", kind->name);
    add_names(&title, kind->chinese);
    buf_putc(&title, ')');
    manual_group(manual, buf_text(&title));
    for (size_t i = 0; i < count; i++)
        if (ledger_is_key(&kind->columns[i]))
            buf_printf(&key, "%s%s", key.length > 0 ? ", " : "Key: ", kind->columns[i].name);
    buf_putc(&key, '.');
    manual_text(manual, buf_text(&key));
    for (size_t i = 0; i < count; i++)
        add_column(manual, kind, &kind->columns[i]);
    buf_free(&title);
    buf_free(&key);
}

static void add_words(struct buf *facts, const struct ledger_column *column)
{
    if (column->words == NULL)
        return;
    buf_puts(facts, " Words:");
    for (const struct ledger_word *word = column->words; word->word != NULL; word++) {
        buf_printf(facts, "%s %s (", word == column->words ? "" : ",", word->word);
        add_names(facts, word->names);
        buf_putc(facts, ')');
    }
    buf_putc(facts, '.');
}

static void add_column(struct manual *manual, const struct ledger_kind *kind,
                       const struct ledger_column *column)
{
    struct buf term = {0}, note = {0}, text = {0}, facts = {0};

    buf_printf(&term, "%s (", column->name);
    add_names(&term, column->chinese);
    buf_putc(&term, ')');
    catalogue_column_note(&note, LANGUAGE_EN, kind, column);
    /* Its first line is the Chinese name, which the term has; each of the others is a sentence. */
    const char *line = strchr(buf_text(&note), '\n');
    while (line != NULL && line[1] != '\0') {
        line++;
        size_t length = strcspn(line, "\n");
        /* What is in a list stands below, with all names that a file may use. */
        if (strncmp(line, "One of the list", strlen("One of the list")) == 0)
            length = strlen("One of the list");
        buf_printf(&text, "%s%.*s.", text.length > 0 ? " " : "", (int)length, line);
        line = strchr(line, '\n');
    }
    add_words(&facts, column);
    manual_item(manual, buf_text(&term), buf_text(&text), buf_text(&facts));
    buf_free(&term);
    buf_free(&note);
    buf_free(&text);
    buf_free(&facts);
}
