#include "cli/import_sheet.h"

#include "base/mem.h"
#include "cli/import_reader.h"
#include "import_folder.h"
#include "workbook.h"

#define TEXT(text)   "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(text) "<c><v>" text "</v></c>"
#define HEADER       TEXT("project_code") TEXT("fiscal_year") TEXT("month") TEXT("spent_cumulative")

/* What an import of the folder or file says and hands on: the files by label, then COPY lines, then faults.
 */
static char *import_all(const char *name, enum import_money money)
{
    struct import_files files;
    struct import_faults faults = {0};
    struct buf out = {0};
    struct err err = {0};
    char *notes = NULL, *path = mem_text(in_folder(name)), *paths[] = {path};
    size_t notes_size = 0;
    FILE *memory = open_memstream(&notes, &notes_size);

    bool good = import_files_collect(&files, NULL, paths, 1, memory, &err);
    fclose(memory);
    buf_puts(&out, notes);
    if (!good)
        buf_printf(&out, "error: %s\n",
                   err.text + (strncmp(err.text, path, strlen(path)) == 0 ? strlen(path) : 0));
    for (size_t i = 0; good && i < files.count; i++) {
        struct import_reader *reader = mem_alloc(sizeof *reader);
        struct import_table *table = &reader->table;
        const char *data = NULL;
        size_t length = 1;
        buf_printf(&out, "[%s = %s]\n", files.items[i].label, files.items[i].kind->name);
        assert_true(import_reader_open(reader, &files.items[i], (int)i, IMPORT_DETECT, money, &faults, &err));
        while (length > 0) {
            assert_true(import_table_more(table, &data, &length, &err));
            buf_add(&out, data, length);
        }
        import_reader_close(reader);
        free(reader);
    }
    for (size_t i = 0; i < faults.kept; i++)
        buf_printf(&out, "%s\n", faults.first[i].text);
    import_faults_done(&faults);
    if (good)
        import_files_done(&files);
    free(notes);
    free(path);
    return buf_take(&out);
}

static void expect_import(const char *name, const char *text)
{
    char *found = import_all(name, IMPORT_YUAN);

    assert_string_equal(found, text);
    free(found);
}

static void expect_sheet(const char *sheet, const char *text)
{
    write_workbook("budget.xlsx", sheet, NULL, 0);
    expect_import("budget.xlsx", text);
}

/* Two sheets of these names; the second may be hidden. */
static void write_two(const char *file, const char *first, const char *first_sheet, const char *second,
                      const char *second_sheet, bool hidden)
{
    struct buf list = {0};

    buf_printf(&list,
               XML "<workbook " MAIN " xmlns:r=\"" OFFICE
                   "\"><sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"rId1\"/>"
                   "<sheet name=\"%s\" sheetId=\"2\" %s r:id=\"rId2\"/>"
                   "<sheet name=\"Chart\" sheetId=\"3\" r:id=\"rId5\"/></sheets></workbook>",
               first, second, hidden ? "state=\"veryHidden\"" : "");
    const struct part others[] = {{"xl/workbook.xml", buf_text(&list)},
                                  {"xl/worksheets/sheet2.xml", second_sheet}};
    write_workbook(file, first_sheet, others, 2);
    buf_free(&list);
}

static void rows_of_a_sheet_are_those_of_its_csv_file(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row>" HEADER "</row><row>" TEXT("P1") NUMBER("2023") NUMBER("7")
                           NUMBER("1234.5599999999999") "</row><row/><row>" TEXT("P2") TEXT("２０２３")
                               TEXT("7月") TEXT("1,000.5") "</row>"),
                 "[budget.xlsx!execution = execution]\n"
                 "0\t2\tP1\t2023\t\t7\t1234.56\t\\N\n0\t4\tP2\t2023\t\t7\t1000.50\t\\N\n");
}

static void a_fault_names_the_cell(void **state)
{
    (void)state;
    expect_sheet(
        SHEET("<row r=\"3\">" HEADER "</row><row r=\"12\">" TEXT("P1") NUMBER("2023") NUMBER("13")
                  NUMBER("1") "</row><row>" TEXT("P1") NUMBER("2023") "<c t=\"e\"><v>#N/A</v></c>" NUMBER(
                      "1.234") "</row><row><c r=\"B14\"><v>2023</v></c><c r=\"H14\"><v>1</v></c></row>"),
        "[budget.xlsx!execution = execution]\n"
        "budget.xlsx!execution:C12: month: 13 is not 1..12\n"
        "budget.xlsx!execution:C13: month: #N/A, an error that the workbook shows there\n"
        "budget.xlsx!execution:D13: spent_cumulative: 1.234 has more than 2 decimals\n"
        "budget.xlsx!execution:H14: 8 cells where the header has 4\n");
}

static void so_does_one_of_the_header(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row>" HEADER TEXT("month") TEXT("what") "</row>"),
                 "[budget.xlsx!execution = execution]\n"
                 "budget.xlsx!execution:E1: month: the column is there twice\n"
                 "budget.xlsx!execution:F1: what: no column of execution.csv has this name\n");
    expect_sheet(SHEET("<row>" TEXT("project_code") TEXT("month") "</row>"),
                 "[budget.xlsx!execution = execution]\n"
                 "budget.xlsx!execution:1: fiscal_year: the column is missing\n"
                 "budget.xlsx!execution:1: spent_cumulative: the column is missing\n");
}

static void a_sheet_that_is_damaged_or_empty_is_a_fault(void **state)
{
    (void)state;
    expect_sheet(SHEET(""),
                 "[budget.xlsx!execution = execution]\n"
                 "budget.xlsx!execution:1: the sheet is empty; its first row must name the columns\n");
}

/* The first ten rows are looked at when the sheet is chosen; what comes later is found when it is read. */
static void damage_far_down_is_a_fault_of_its_row(void **state)
{
    struct buf sheet = {0};
    (void)state;

    buf_puts(&sheet, XML "<worksheet><sheetData><row>" HEADER "</row>");
    for (int i = 0; i < 2000; i++)
        buf_puts(&sheet, "<row>" TEXT("P1") NUMBER("2023") NUMBER("7") NUMBER("1") "</row>");
    buf_puts(&sheet, "<row></sheetData></worksheet>");
    write_workbook("budget.xlsx", buf_text(&sheet), NULL, 0);
    char *found = import_all("budget.xlsx", IMPORT_YUAN);
    assert_non_null(
        strstr(found, "\nbudget.xlsx!execution:2002: the file is damaged: xl/worksheets/sheet1.xml, line 2: "
                      "mismatched tag\n"));
    free(found);
    buf_free(&sheet);
}

static void sheets_are_known_by_name_or_header(void **state)
{
    (void)state;
    write_two("budget.xlsx", "项目",
              SHEET("<row>" TEXT("code") TEXT("单位编码") TEXT("项目名称") TEXT("类别") "</row>"), "Sheet2",
              SHEET("<row>" HEADER "</row>"), /* hidden */ false);
    expect_import("budget.xlsx", "skipped, not a sheet of cells: budget.xlsx!Chart\n"
                                 "[budget.xlsx!项目 = projects]\n[budget.xlsx!Sheet2 = execution]\n");
}

static void others_are_skipped_and_named(void **state)
{
    (void)state;
    write_two("budget.xlsx", "说明", SHEET("<row>" TEXT("read me") "</row>"), "execution",
              SHEET("<row>" HEADER "</row>"), /* hidden */ true);
    expect_import("budget.xlsx",
                  "skipped, neither its name nor its header is a ledger file's: budget.xlsx!说明\n"
                  "skipped, hidden: budget.xlsx!execution\n"
                  "skipped, not a sheet of cells: budget.xlsx!Chart\n"
                  "error: : no sheet of it is a ledger file; a sheet's name says the kind, as in "
                  "execution\n");
}

static void a_header_of_two_kinds_needs_a_name(void **state)
{
    const char *sheet =
        SHEET("<row>" TEXT("unit_code") TEXT("fiscal_year") TEXT("kind") TEXT("amount") "</row>");
    (void)state;

    write_two("budget.xlsx", "Sheet1", sheet, "ceilings", sheet, /* hidden */ false);
    expect_import(
        "budget.xlsx",
        "skipped, its header fits more than one kind; give the sheet the kind's name: budget.xlsx!Sheet1\n"
        "skipped, not a sheet of cells: budget.xlsx!Chart\n[budget.xlsx!ceilings = ceilings]\n");
}

static void titles_may_stand_above_the_header(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row>" TEXT("2023年预算执行情况表") "</row><row>" TEXT("编制单位：") TEXT(
                     "财务处") "</row>"
                               "<row>" TEXT("项目编码（必填）") TEXT("*年度") TEXT("月份 (required)")
                                   TEXT("累计支出*") "</row>"
                                                     "<row>" TEXT("P1") NUMBER("2023") NUMBER("7")
                                                         NUMBER("1") "</row>"),
                 "[budget.xlsx!execution = execution]\n0\t4\tP1\t2023\t\t7\t1.00\t\\N\n");
}

static void a_title_that_says_wan_wants_it_said(void **state)
{
    const char *sheet = SHEET("<row>" TEXT("单位：万元") "</row><row>" HEADER "</row><row>" TEXT("P1")
                                  NUMBER("2023") NUMBER("7") NUMBER("1.5") "</row>");
    (void)state;

    expect_sheet(sheet, "[budget.xlsx!execution = execution]\n0\t3\tP1\t2023\t\t7\t1.50\t\\N\n"
                        "budget.xlsx!execution:2: a row above says that amounts are in 万元; import with "
                        "--money-unit wan\n");
    char *found = import_all("budget.xlsx", IMPORT_WAN);
    assert_string_equal(found, "[budget.xlsx!execution = execution]\n0\t3\tP1\t2023\t\t7\t15000.00\t\\N\n");
    free(found);
}

static void merged_cells_of_the_table_are_refused(void **state)
{
    (void)state;
    expect_sheet(
        XML
        "<worksheet " MAIN
        "><sheetData><row>" TEXT("2023年预算执行情况表") "</row><row>" HEADER "</row><row>" TEXT("P1") NUMBER(
            "2023") NUMBER("7") NUMBER("1") "</row><row><c r=\"B4\"><v>2023</v></c>" NUMBER("8")
            NUMBER("2") "</row></sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:A4\"/>"
                        "<mergeCell ref=\"F3:G4\"/><mergeCell ref=\"A5:D9\"/><mergeCell ref=\"A3\"/>"
                        "<mergeCell/></mergeCells></worksheet>",
        "[budget.xlsx!execution = execution]\n0\t3\tP1\t2023\t\t7\t1.00\t\\N\n"
        "budget.xlsx!execution:A3: merged with the cells up to A4, of which only the first says anything; "
        "fill in each\n"
        "budget.xlsx!execution:A4: project_code: is empty; expected a text\n");
}

/* The same number is 2023-07-05 in one system and 2019-07-04 in the other; only a format says that it is a
 * day. */
static void a_bare_number_is_no_date_where_days_count_from_1904(void **state)
{
    const struct part others[] = {
        {"xl/workbook.xml",
         XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><workbookPr date1904=\"1\"/><sheets>"
             "<sheet name=\"calendar\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"}};
    (void)state;

    write_workbook("1904.xlsx",
                   SHEET("<row>" TEXT("date") TEXT("kind") "</row><row>" NUMBER("43650")
                             TEXT("holiday") "</row>"
                                             "<row><c s=\"1\"><v>43650</v></c>" TEXT("holiday") "</row>"),
                   others, 1);
    expect_import("1904.xlsx",
                  "[1904.xlsx!calendar = calendar]\n0\t3\t2023-07-05\tholiday\t\\N\n"
                  "1904.xlsx!calendar:A2: date: a number without a date's format, in a workbook that "
                  "counts days from 1904; give it one\n");
}

static void workbooks_and_csv_files_come_in_one_order(void **state)
{
    char csv[400];
    (void)state;

    assert_int_equal(mkdir(in_folder("all"), 0700), 0);
    write_two("all/b.xlsx", "execution", SHEET("<row>" HEADER "</row>"), "units",
              SHEET("<row>" TEXT("code") TEXT("name") "</row>"), false);
    write_file("all/units.csv", "code,name\n");
    write_file("all/~$b.xlsx", "Excel has b.xlsx open");
    write_file("all/old.xls", "\xD0\xCF\x11\xE0");
    char *found = import_all("all", IMPORT_YUAN);
    snprintf(csv, sizeof csv, "!units = units]\n[%s = units]\n[b.xlsx!execution = execution]\n",
             in_folder("all/units.csv"));
    assert_non_null(strstr(found, csv));
    assert_non_null(strstr(found, "all/~$b.xlsx\n"));
    assert_non_null(strstr(found, "all/old.xls\n"));
    free(found);
}

static void a_broken_workbook_in_a_folder_stops_the_import(void **state)
{
    (void)state;
    assert_int_equal(mkdir(in_folder("broken"), 0700), 0);
    write_file("broken/units.csv", "code,name\n");
    write_file("broken/b.xlsx", "PK\3\4 and no more");
    char *found = import_all("broken", IMPORT_YUAN);
    assert_non_null(strstr(found, "/b.xlsx: the file is cut off or damaged\n"));
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_sheet_are_those_of_its_csv_file),
        cmocka_unit_test(a_fault_names_the_cell),
        cmocka_unit_test(so_does_one_of_the_header),
        cmocka_unit_test(a_sheet_that_is_damaged_or_empty_is_a_fault),
        cmocka_unit_test(damage_far_down_is_a_fault_of_its_row),
        cmocka_unit_test(sheets_are_known_by_name_or_header),
        cmocka_unit_test(others_are_skipped_and_named),
        cmocka_unit_test(a_header_of_two_kinds_needs_a_name),
        cmocka_unit_test(titles_may_stand_above_the_header),
        cmocka_unit_test(a_title_that_says_wan_wants_it_said),
        cmocka_unit_test(merged_cells_of_the_table_are_refused),
        cmocka_unit_test(a_bare_number_is_no_date_where_days_count_from_1904),
        cmocka_unit_test(workbooks_and_csv_files_come_in_one_order),
        cmocka_unit_test(a_broken_workbook_in_a_folder_stops_the_import),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
