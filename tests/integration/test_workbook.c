/* Ledgers that come as workbooks: the same ledger as from CSV files, the same replay; templates that go out,
 * are filled in and come back; and what is said of workbooks that are wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <xlsxwriter.h>

#include "../support/archive.h"
#include "../support/cluster.c"
#include "../support/lines.c"
#include "../support/process.c"
#include "../support/group.h"

#include "base/buf.h"
#include "base/date.h"
#include "cli/import_csv.h"
#include "core/ledger.h"

/* A CSV file on its way into a sheet. */
struct copying {
    const struct ledger_kind *kind;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *day;
    int column_of[IMPORT_CELLS_MAX];
    lxw_row_t row;
};

/* As people's programs write cells: numbers as numbers, days as days, the rest as text. */
static void write_cell(const struct copying *c, lxw_col_t at, const char *text)
{
    const struct ledger_column *column = &c->kind->columns[c->column_of[at]];
    date day;
    char *end = NULL;

    switch (column->type) {
    case LEDGER_YEAR:
    case LEDGER_MONTH:
    case LEDGER_MONEY:
    case LEDGER_NUMBER:
    case LEDGER_WEIGHT:
    case LEDGER_PERCENT:
    case LEDGER_VALUE: {
        double number = strtod(text, &end);
        if (*text != '\0' && *end == '\0')
            worksheet_write_number(c->sheet, c->row, at, number, NULL);
        else
            worksheet_write_string(c->sheet, c->row, at, text, NULL);
        break;
    }
    case LEDGER_DATE: {
        lxw_datetime moment = {0};
        if (date_parse(text, strlen(text), &day)) {
            date_parts(day, &moment.year, &moment.month, &moment.day);
            worksheet_write_datetime(c->sheet, c->row, at, &moment, c->day);
        }
        break;
    }
    case LEDGER_CODE:
    case LEDGER_LINE:
    case LEDGER_TEXT:
    case LEDGER_WORD:
    case LEDGER_SCHEDULE:
    case LEDGER_TARGET: worksheet_write_string(c->sheet, c->row, at, text, NULL); break;
    }
}

static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct copying *c = ctx;
    (void)line;

    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        char *text = strndup(cells[i].data, cells[i].length);
        if (c->row == 0) {
            c->column_of[i] = ledger_column_by_name(c->kind, text);
            worksheet_write_string(c->sheet, 0, (lxw_col_t)i, text, NULL);
        } else {
            write_cell(c, (lxw_col_t)i, text);
        }
        free(text);
    }
    c->row++;
}

static void copy_csv(struct copying *c, const char *path)
{
    struct import_csv csv;
    struct buf text = {0};
    struct err err = {0};

    assert_true(buf_read_file(&text, path, 64 << 20, &err));
    c->row = 0;
    import_csv_init(&csv, on_row, c);
    assert_true(import_csv_feed(&csv, buf_text(&text), text.length, &err));
    assert_true(import_csv_end(&csv, &err));
    import_csv_done(&csv);
    buf_free(&text);
}

/* All of a ledger's files as sheets of one workbook. Odd ones are called by their Chinese names, and every
 * third by none, so that its header has to say what it is. */
static void write_ledger(const char *folder, const char *path)
{
    struct copying c = {.book = workbook_new(path)};

    c.day = workbook_add_format(c.book);
    format_set_num_format(c.day, "yyyy/m/d;@");
    for (int id = 0; id < LEDGER_COUNT; id++) {
        char csv[600], name[32];
        c.kind = ledger_kind((enum ledger_id)id);
        snprintf(csv, sizeof csv, "%s/%s.csv", folder, c.kind->name);
        if (access(csv, R_OK) != 0)
            continue;
        if (id % 3 == 0)
            snprintf(name, sizeof name, "Sheet%d", id + 1);
        else if (id % 3 == 1)
            snprintf(name, sizeof name, "%.*s", (int)strcspn(c.kind->chinese, "|"), c.kind->chinese);
        else
            snprintf(name, sizeof name, "%s", c.kind->name);
        c.sheet = workbook_add_worksheet(c.book, name);
        assert_non_null(c.sheet);
        copy_csv(&c, csv);
    }
    assert_int_equal(workbook_close(c.book), LXW_NO_ERROR);
}

static const char *new_database(const char *name, struct cluster *database)
{
    process_ledger(&cluster, name, database);
    return database->conninfo;
}

/* Every row of every table of the ledger, as text. */
static void read_ledger(struct lines *lines, const struct cluster *database)
{
    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        struct buf sql = {0};
        buf_printf(&sql, "SELECT '%s'", kind->name);
        for (size_t i = 0; i < ledger_column_count(kind); i++)
            buf_printf(&sql, ", coalesce(%s::text, 'NULL')", kind->columns[i].name);
        buf_printf(&sql, " FROM %s", kind->name);
        lines_query(lines, database, buf_text(&sql));
        buf_free(&sql);
    }
}

static void expect_same_ledger(const struct cluster *expected, const struct cluster *found)
{
    struct lines of_expected = {0}, of_found = {0};

    read_ledger(&of_expected, expected);
    read_ledger(&of_found, found);
    assert_true(of_expected.count > 0);
    lines_expect(&of_expected, &of_found, "the rows of the ledger");
    lines_free(&of_expected);
    lines_free(&of_found);
}

static void expect_same_from_workbook(const char *ledger, const char *csv_name, const char *xlsx_name)
{
    struct cluster from_csv, from_xlsx;
    char folder[512], name[128], workbook[300];

    snprintf(name, sizeof name, "ledgers/%s", ledger);
    snprintf(folder, sizeof folder, "%s", shared_path(name));
    snprintf(workbook, sizeof workbook, "%s", process_file(&cluster, "ledger.xlsx", "%s", ""));
    write_ledger(folder, workbook);
    new_database(csv_name, &from_csv);
    new_database(xlsx_name, &from_xlsx);
    process_import(&from_csv, folder);
    process_import(&from_xlsx, workbook);
    expect_same_ledger(&from_csv, &from_xlsx);

    struct run csv = process_run(
        (const char *[]){"replay", "--year", "2023", "--json", "--database", from_csv.conninfo, NULL});
    struct run xlsx = process_run(
        (const char *[]){"replay", "--year", "2023", "--json", "--database", from_xlsx.conninfo, NULL});
    assert_int_equal(csv.status, 0);
    assert_int_equal(xlsx.status, 0);
    assert_string_equal(csv.out, xlsx.out);
    run_free(&csv);
    run_free(&xlsx);
}

static void a_real_year_as_a_workbook_is_the_same_ledger_and_replay(void **state)
{
    (void)state;
    expect_same_from_workbook("minas-gerais-2023", "year_csv", "year_xlsx");
}

static void so_is_a_ledger_of_every_turn_of_the_rules(void **state)
{
    (void)state;
    expect_same_from_workbook("features", "features_csv", "features_xlsx");
}

/* Puts rows below the header of a template, in place, as XML. */
static void fill_in(const char *path, const char *rows)
{
    static const char part[] = "xl/worksheets/sheet1.xml";
    struct buf sheet = {0}, filled = {0};

    archive_read(path, part, &sheet);
    const char *end = strstr(buf_text(&sheet), "</sheetData>");
    assert_non_null(end);
    buf_printf(&filled, "%.*s%s%s", (int)(end - buf_text(&sheet)), buf_text(&sheet), rows, end);
    archive_replace(path, part, &filled);
    buf_free(&sheet);
    buf_free(&filled);
}

#define TEXT(text)   "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(text) "<c><v>" text "</v></c>"

static const char *template_path(const char *kind)
{
    static char path[300];

    snprintf(path, sizeof path, "%s/%s.xlsx", cluster.dir, kind);
    process_expect(0, (const char *[]){"import", "--template", kind, "-o", path, NULL});
    return path;
}

/* What is chosen from the lists is what the catalogue calls it. */
static void a_template_is_filled_in_and_read_back(void **state)
{
    struct cluster filled, from_csv;
    char units[300], projects[300], adjustments[300], again[300], csv[300], csv2[300], csv3[300];
    (void)state;

    snprintf(units, sizeof units, "%s", template_path("单位"));
    fill_in(units, "<row>" TEXT("001") TEXT("财政局") "</row>");
    snprintf(projects, sizeof projects, "%s", template_path("projects"));
    fill_in(projects, "<row>" TEXT("0007") TEXT("001") TEXT("道路") TEXT("项目支出") "</row>");
    snprintf(adjustments, sizeof adjustments, "%s", template_path("预算调整"));
    fill_in(adjustments, "<row>" TEXT("0007") NUMBER("2023") TEXT("") TEXT("2023/7/5") TEXT("追加")
                             NUMBER("1234.5599999999999") "</row>");
    new_database("templates", &filled);
    process_expect(
        0, (const char *[]){"import", units, projects, adjustments, "--database", filled.conninfo, NULL});

    snprintf(csv, sizeof csv, "%s", process_file(&cluster, "units.csv", "code,name\n001,财政局\n"));
    snprintf(csv2, sizeof csv2, "%s",
             process_file(&cluster, "projects.csv", "code,unit_code,name,category\n0007,001,道路,project\n"));
    snprintf(
        csv3, sizeof csv3, "%s",
        process_file(&cluster, "budget_adjustments.csv",
                     "project_code,fiscal_year,effective_on,kind,amount\n0007,2023,2023-07-05,supplement,"
                     "1234.56\n"));
    new_database("templates_csv", &from_csv);
    process_expect(0, (const char *[]){"import", csv, csv2, csv3, "--database", from_csv.conninfo, NULL});
    expect_same_ledger(&from_csv, &filled);

    /* Somebody may have filled it in. */
    snprintf(again, sizeof again, "%s", units);
    process_expect(1, (const char *[]){"import", "--template", "units", "-o", again, NULL});
    process_expect(2, (const char *[]){"import", "--template", "nothing", NULL});
}

/* LibreOffice 7.4 opened and saved three templates that had been filled in, one with a formula. */
static void workbooks_that_libreoffice_saved_are_read(void **state)
{
    struct cluster database;
    (void)state;

    new_database("libreoffice", &database);
    process_import(&database, SOURCE_DIR "/tests/cases/xlsx");
    assert_string_equal(cluster_sql(&database,
                                    "SELECT string_agg(concat_ws(' ', code, unit_code, name, category), "
                                    "';' ORDER BY code) FROM projects"),
                        "0007 001 道路 project");
    assert_string_equal(cluster_sql(&database,
                                    "SELECT concat_ws(' ', project_code, fiscal_year, effective_on, kind, "
                                    "amount) FROM budget_adjustments"),
                        "0007 2023 2023-07-05 supplement 1234.56");
}

/* What the statements over the staged rows find is said with the cell, too. */
static void what_breaks_the_set_is_said_with_its_cell(void **state)
{
    struct cluster database;
    char path[300];
    (void)state;

    snprintf(path, sizeof path, "%s", template_path("execution"));
    fill_in(path,
            "<row>" TEXT("P9") NUMBER("2023") TEXT("") NUMBER("1")
                NUMBER("5") "</row>"
                            "<row>" TEXT("P9") NUMBER("2023") TEXT("") NUMBER("1") NUMBER("6") "</row>");
    new_database("cells", &database);
    struct run run = process_run((const char *[]){"import", path, "--database", database.conninfo, NULL});
    assert_int_equal(run.status, 1);
    assert_non_null(strstr(run.err, "execution.xlsx!预算执行:A2: project_code: P9 is not in projects\n"));
    assert_non_null(strstr(run.err, "execution.xlsx!预算执行:A3: "));
    assert_non_null(strstr(run.err, " row 2\n"));
    assert_non_null(strstr(run.err, "nothing was changed"));
    run_free(&run);
    assert_string_equal(cluster_sql(&database, "SELECT count(*) FROM execution"), "0");
}

static void a_workbook_that_cannot_be_read_is_one_sentence(void **state)
{
    struct cluster database;
    (void)state;
    const struct {
        const char *name, *text, *said;
    } cases[] = {
        {"cut.xlsx", "PK\3\4 and no more", "cut.xlsx: the file is cut off or damaged\n"},
        {"text.xlsx", "project_code,month\n", "text.xlsx: not an .xlsx file, whatever its name says\n"},
        {"old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
         "old.xls: an old .xls file, or one with a password; save it as "
         ".xlsx, without a password\n"},
        {"empty.xlsx", "", "empty.xlsx: the file is empty\n"},
    };

    new_database("unreadable", &database);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s", process_file(&cluster, cases[i].name, "%s", cases[i].text));
        struct run run = process_run((const char *[]){"import", path, "--database", database.conninfo, NULL});
        assert_int_equal(run.status, 1);
        if (strstr(run.err, cases[i].said) == NULL)
            fail_msg("%s: %s", cases[i].name, run.err);
        run_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_real_year_as_a_workbook_is_the_same_ledger_and_replay),
        cmocka_unit_test(so_is_a_ledger_of_every_turn_of_the_rules),
        cmocka_unit_test(a_template_is_filled_in_and_read_back),
        cmocka_unit_test(workbooks_that_libreoffice_saved_are_read),
        cmocka_unit_test(what_breaks_the_set_is_said_with_its_cell),
        cmocka_unit_test(a_workbook_that_cannot_be_read_is_one_sentence),
    };

    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
