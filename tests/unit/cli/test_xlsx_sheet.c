#include "cli/xlsx_sheet.h"

#include "base/buf.h"
#include "base/mem.h"
#include "import_folder.h"
#include "workbook.h"

/* Rows as lines: "3: a|b|" and a wrong cell as !sentence. */
static void on_row(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct buf *out = ctx;

    buf_printf(out, "%ld:", line);
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++) {
        if (cells[i].wrong != NULL)
            buf_printf(out, "%s!%s", i == 0 ? " " : "|", cells[i].wrong);
        else
            buf_printf(out, "%s%.*s", i == 0 ? " " : "|", (int)cells[i].length, cells[i].data);
    }
    buf_putc(out, '\n');
}

/* What the first sheet says, or the error behind the path. */
static char *read_book(const char *name)
{
    struct xlsx_book book;
    struct xlsx_sheet *sheet = mem_alloc(sizeof *sheet);
    struct buf out = {0}, path = {0};
    struct err err = {0};
    bool more = true;

    buf_puts(&path, in_folder(name));
    bool good = xlsx_book_open(&book, buf_text(&path), &err);
    if (good) {
        good = xlsx_sheet_open(sheet, &book, 0, on_row, &out, &err);
        bool opened = good;
        while (good && more)
            good = xlsx_sheet_more(sheet, &more, &err);
        if (opened)
            xlsx_sheet_close(sheet);
        xlsx_book_close(&book);
    }
    if (!good) {
        assert_int_equal(strncmp(err.text, buf_text(&path), path.length), 0);
        buf_clear(&out);
        buf_puts(&out, err.text + path.length + 2);
    }
    free(sheet);
    buf_free(&path);
    return buf_take(&out);
}

static void expect(const char *name, const char *text)
{
    char *found = read_book(name);

    assert_string_equal(found != NULL ? found : "", text);
    free(found);
}

static void expect_sheet(const char *sheet, const char *text)
{
    write_workbook("book.xlsx", sheet, NULL, 0);
    expect("book.xlsx", text);
}

/* Whoever typed 001001 into such a column sees it so; the file has 1001. */
static void a_code_keeps_the_zeros_that_its_format_shows(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row r=\"1\"><c r=\"A1\" s=\"8\"><v>1001</v></c><c r=\"B1\" s=\"8\"><v>0</v></c>"
                       "<c r=\"C1\" s=\"8\"><v>1234567</v></c><c r=\"D1\" s=\"8\"><v>1.5</v></c>"
                       "<c r=\"E1\" s=\"8\"><v>-5</v></c></row>"),
                 "1: 001001|000000|1234567|1.5|-5\n");
}

static void every_kind_of_cell_is_read(void **state)
{
    (void)state;
    expect_sheet(
        SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
              "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c>"
              "<c r=\"E1\" t=\"inlineStr\"><is><t>in &lt;place&gt; 中文</t></is></c></row>"
              "<row r=\"2\"><c r=\"A2\"><v>0.1</v></c><c r=\"B2\" t=\"n\"><v>9.8400000000000006E1</v></c>"
              "<c r=\"C2\" t=\"b\"><v>1</v></c><c r=\"D2\" t=\"b\"><v>0</v></c>"
              "<c r=\"E2\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab</v></c>"
              "<c r=\"F2\" t=\"d\"><v>2023-07-05T00:00:00</v></c><c r=\"G2\"><f>1+1</f><v>2</v></c></row>"),
        "1: project_code|two runs|a\rb_x0041_||in <place> 中文\n2: 0.1|98.4|TRUE|FALSE|ab|2023-07-05|2\n");
}

static void styles_make_dates_and_percentages_of_numbers(void **state)
{
    (void)state;
    expect_sheet(
        SHEET("<row><c s=\"1\"><v>45112</v></c><c s=\"2\"><v>45112</v></c><c s=\"3\"><v>0.973</v></c>"
              "<c s=\"4\"><v>45112.5</v></c><c s=\"6\"><v>45112</v></c><c s=\"7\"><v>1234.5</v></c>"
              "<c s=\"99\"><v>45112</v></c></row>"),
        "1: 2023-07-05|2023-07|97.3%|2023-07-05|2023|1234.5|45112\n");
}

static void a_workbook_may_count_its_days_from_1904(void **state)
{
    (void)state;
    const struct part others[] = {
        {"xl/workbook.xml",
         XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><workbookPr date1904=\"1\"/><sheets>"
             "<sheet name=\"execution\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"}};

    write_workbook("1904.xlsx", SHEET("<row><c s=\"1\"><v>43650</v></c></row>"), others, 1);
    expect("1904.xlsx", "1: 2023-07-05\n");
}

static void a_cell_that_says_nothing_good_is_wrong_by_itself(void **state)
{
    (void)state;
    expect_sheet(
        SHEET("<row r=\"5\"><c r=\"A5\" t=\"e\"><v>#REF!</v></c><c r=\"B5\"><f>A1</f></c><c "
              "r=\"C5\"><f>A1</f><v/></c>"
              "<c r=\"D5\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"E5\" s=\"1\"><v>60</v></c>"
              "<c r=\"F5\" s=\"5\"><v>0.5</v></c><c r=\"G5\"><v>440100000000001234</v></c><c "
              "r=\"H5\"><v>1</v></c>"
              "</row>"),
        "5: !#REF!, an error that the workbook shows there"
        "|!a formula without a value; open the workbook in a spreadsheet program and save it"
        "|!a formula without a value; open the workbook in a spreadsheet program and save it"
        "||!60 has a date's format and is no day of a calendar"
        "|!0.5 is a time of day without a date"
        "|!a number of more than 15 digits, the last of which a spreadsheet loses; codes must be text|1\n");
}

static void gaps_are_empty_cells_and_empty_rows_are_none(void **state)
{
    (void)state;
    expect_sheet(
        SHEET("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c><c r=\"F2\" s=\"1\"/></row>"
              "<row r=\"3\"><c r=\"A3\" s=\"1\"/></row><row r=\"4\"/>"
              "<row r=\"1048576\"><c r=\"AB1048576\"><v>3</v></c></row>"),
        "2: |1||2\n1048576: |||||||||||||||||||||||||||3\n");
}

static void an_empty_sheet_has_no_rows(void **state)
{
    (void)state;
    expect_sheet(SHEET(""), "");
}

static void prefixes_do_not_matter(void **state)
{
    (void)state;
    expect_sheet(XML
                 "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row>"
                 "<x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>",
                 "1: 1\n");
}

static void a_workbook_needs_neither_strings_nor_styles(void **state)
{
    (void)state;
    const struct part others[] = {{"xl/sharedStrings.xml", NULL},
                                  {"xl/styles.xml", NULL},
                                  {"xl/_rels/workbook.xml.rels",
                                   XML "<Relationships><Relationship Id=\"rId1\" Type=\"" OFFICE
                                       "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"}};

    write_workbook("bare.xlsx", SHEET("<row><c s=\"1\"><v>45112</v></c></row>"), others, 3);
    expect("bare.xlsx", "1: 45112\n");
}

static void cells_beyond_those_that_are_kept_are_counted(void **state)
{
    struct buf row = {0}, sheet = {0};
    (void)state;

    for (int i = 0; i < IMPORT_CELLS_MAX + 10; i++)
        buf_puts(&row, "<c><v>1</v></c>");
    buf_printf(&sheet,
               XML "<worksheet><sheetData><row>%s</row><row><c><v>2</v></c></row></sheetData></worksheet>",
               buf_text(&row));
    write_workbook("wide.xlsx", buf_text(&sheet), NULL, 0);
    char *found = read_book("wide.xlsx");
    assert_int_equal(strlen(found), 3 + 2 * IMPORT_CELLS_MAX - 1 + 1 + 5);
    free(found);
    buf_free(&row);
    buf_free(&sheet);
}

static void sheets_that_break_their_own_rules_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *sheet, *fault;
    } cases[] = {
        {SHEET("<row r=\"2\"/><row r=\"1\"/>"),
         "row 1 after row 2, where a sheet has rows 1 to 1048576 in their order"},
        {SHEET("<row r=\"1048577\"/>"),
         "row 1048577 after row 0, where a sheet has rows 1 to 1048576 in their order"},
        {SHEET("<row r=\"x\"/>"), "row 0 after row 0, where a sheet has rows 1 to 1048576 in their order"},
        {SHEET("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), "a cell A1 after 2 others in row 1"},
        {SHEET("<row r=\"1\"><c r=\"A2\"/></row>"), "a cell A2 after 0 others in row 1"},
        {SHEET("<row r=\"1\"><c r=\"1\"/></row>"), "a cell 1 after 0 others in row 1"},
        {SHEET("<row r=\"1\"><c r=\"XFE1\"/></row>"), "row 1 has more than 16384 columns"},
        {SHEET("<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZZZ1\"/></row>"),
         "a cell ZZZZZZZZZZZZZZZZ after 0 others in row 1"},
        {SHEET("<row r=\"1\"><c t=\"what\"/></row>"), "a cell of type what in row 1"},
        {SHEET("<row r=\"1\"><c t=\"s\"><v>4</v></c></row>"),
         "a cell of row 1 refers to text 4, which is not there"},
        {SHEET("<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>"),
         "a cell of row 1 refers to text -1, which is not there"},
        {XML "<!DOCTYPE worksheet [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>",
         "has a document type declaration (DOCTYPE), which no workbook needs"},
        {XML "<!DOCTYPE worksheet SYSTEM \"/etc/passwd\"><worksheet/>",
         "has a document type declaration (DOCTYPE), which no workbook needs"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "xl/worksheets/sheet1.xml: %s", cases[i].fault);
        expect_sheet(cases[i].sheet, text);
    }
}

static void broken_xml_is_told_with_its_line(void **state)
{
    (void)state;
    expect_sheet(XML "<worksheet><sheetData>\n<row></c></sheetData></worksheet>",
                 "the file is damaged: xl/worksheets/sheet1.xml, line 3: mismatched tag");
    expect_sheet(XML "<worksheet><sheetData><row>",
                 "the file is damaged: xl/worksheets/sheet1.xml, line 2: no element found");
    expect_sheet("", "the file is damaged: xl/worksheets/sheet1.xml, line 1: no element found");
    expect_sheet(XML "<worksheet>&lol;</worksheet>",
                 "the file is damaged: xl/worksheets/sheet1.xml, line 2: undefined entity");
}

/* One piece of XML that never ends, elements within elements, a text and a row without end. */
static void what_would_fill_the_memory_is_refused(void **state)
{
    struct buf sheet = {0};
    unsigned random = 1;
    (void)state;

    buf_puts(&sheet, XML "<worksheet a=\"");
    for (int i = 0; i < 2 * XLSX_MARKUP_MAX; i++) {
        random = random * 1103515245 + 12345;
        buf_putc(&sheet, (char)('A' + (random >> 16) % 26));
    }
    expect_sheet(buf_text(&sheet), "xl/worksheets/sheet1.xml: a piece of XML of more than 1048576 bytes");

    buf_clear(&sheet);
    buf_puts(&sheet, "<a>");
    for (int i = 0; i < XLSX_DEPTH_MAX; i++)
        buf_puts(&sheet, "<a>");
    expect_sheet(buf_text(&sheet), "xl/worksheets/sheet1.xml: elements within elements, more than 100 deep");

    buf_clear(&sheet);
    buf_puts(&sheet, "<worksheet><row><c t=\"inlineStr\"><is><t>");
    for (int i = 0; i <= XLSX_CELL_MAX; i++)
        buf_putc(&sheet, 'a');
    buf_puts(&sheet, "</t></is></c></row></worksheet>");
    expect_sheet(buf_text(&sheet), "xl/worksheets/sheet1.xml: a cell of more than 131072 bytes in row 1");
    buf_free(&sheet);
}

/* Four megabytes of blanks pack 1000:1. */
static void a_zip_bomb_is_not_unpacked(void **state)
{
    struct buf sheet = {0};
    (void)state;

    buf_puts(&sheet, XML "<worksheet><sheetData>");
    for (int i = 0; i < 4 << 20; i++)
        buf_putc(&sheet, ' ');
    buf_puts(&sheet, "</sheetData></worksheet>");
    expect_sheet(buf_text(&sheet),
                 "unpacks to more than 200 times its size, as a zip bomb does; it was not read");
    buf_free(&sheet);
}

static void workbooks_that_are_none_or_not_wanted_are_refused(void **state)
{
    (void)state;
    const struct {
        struct part part;
        const char *fault;
    } cases[] = {
        {{"[Content_Types].xml", NULL}, "an archive, but no workbook"},
        {{"_rels/.rels", NULL}, "not a workbook, or a damaged one: it has no part _rels/.rels"},
        {{"_rels/.rels", "<Relationships/>"}, "an archive, but no workbook"},
        {{"_rels/.rels",
          "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/>"
          "</Relationships>"},
         "a binary workbook (.xlsb); save it as .xlsx"},
        {{"xl/workbook.xml", NULL}, "not a workbook, or a damaged one: it has no part xl/workbook.xml"},
        {{"xl/workbook.xml", "<workbook/>"}, "a document without sheets; is it a workbook?"},
        {{"xl/sharedStrings.xml", NULL},
         "not a workbook, or a damaged one: it has no part xl/sharedStrings.xml"},
        {{"xl/worksheets/sheet1.xml", NULL},
         "not a workbook, or a damaged one: it has no part xl/worksheets/sheet1.xml"},
        {{"xl/vbaProject.bin", "macros"}, "a workbook with macros; save it as .xlsx, which has none"},
        {{"[Content_Types].xml",
          "<Types><Override ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
          "\"/></Types>"},
         "a workbook with macros; save it as .xlsx, which has none"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_workbook("book.xlsx", SHEET(""), &cases[i].part, 1);
        expect("book.xlsx", cases[i].fault);
    }
    write_workbook("book.xlsm", SHEET(""), NULL, 0);
    expect("book.xlsm", "a workbook with macros; save it as .xlsx, which has none");
    write_archive("book.xlsx", &(struct part){"content.xml", "<office/>"}, 1);
    expect("book.xlsx", "an OpenDocument file; save it as .xlsx");
}

static void files_that_are_no_archives_are_refused(void **state)
{
    (void)state;
    write_file("book.xlsx", "");
    expect("book.xlsx", "the file is empty");
    write_file("book.xlsx", "project_code,month\n");
    expect("book.xlsx", "not an .xlsx file, whatever its name says");
    write_file("book.xlsx", "P");
    expect("book.xlsx", "not an .xlsx file, whatever its name says");
    write_bytes("book.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...", 11);
    expect("book.xlsx", "an old .xls file, or one with a password; save it as .xlsx, without a password");
    expect("", "a workbook must be a regular file");
    expect("absent.xlsx", "No such file or directory");
}

/* Cut off anywhere, or with any byte changed, a workbook is told, or reads like before where the byte says
 * nothing; it never crashes. */
static void a_workbook_that_is_cut_off_or_damaged_never_passes_for_another(void **state)
{
    static char good[65536], bad[65536];
    const char *rows = "1: project_code\n";
    (void)state;

    expect_sheet(SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"), rows);
    FILE *file = fopen(in_folder("book.xlsx"), "re");
    size_t length = fread(good, 1, sizeof good, file);
    fclose(file);
    for (size_t cut = 1; cut < length; cut += 7) {
        write_bytes("cut.xlsx", good, cut);
        char *found = read_book("cut.xlsx");
        assert_non_null(strstr(
            cut < 4 ? "not an .xlsx file, whatever its name says" : "the file is cut off or damaged", found));
        free(found);
    }
    for (size_t at = 0; at < length; at++) {
        memcpy(bad, good, length);
        bad[at] = (char)(bad[at] ^ 0x55);
        write_bytes("bad.xlsx", bad, length);
        char *found = read_book("bad.xlsx");
        if (found != NULL && strstr(found, "1:") == found)
            assert_string_equal(found, rows);
        free(found);
    }
}

static void cells_have_names(void **state)
{
    char name[XLSX_CELL_NAME];
    (void)state;

    assert_string_equal(xlsx_cell_name(0, 1, name), "A1");
    assert_string_equal(xlsx_cell_name(25, 12, name), "Z12");
    assert_string_equal(xlsx_cell_name(26, 12, name), "AA12");
    assert_string_equal(xlsx_cell_name(701, 3, name), "ZZ3");
    assert_string_equal(xlsx_cell_name(702, 3, name), "AAA3");
    assert_string_equal(xlsx_cell_name(16383, 1048576, name), "XFD1048576");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_keeps_the_zeros_that_its_format_shows),
        cmocka_unit_test(every_kind_of_cell_is_read),
        cmocka_unit_test(styles_make_dates_and_percentages_of_numbers),
        cmocka_unit_test(a_workbook_may_count_its_days_from_1904),
        cmocka_unit_test(a_cell_that_says_nothing_good_is_wrong_by_itself),
        cmocka_unit_test(gaps_are_empty_cells_and_empty_rows_are_none),
        cmocka_unit_test(an_empty_sheet_has_no_rows),
        cmocka_unit_test(prefixes_do_not_matter),
        cmocka_unit_test(a_workbook_needs_neither_strings_nor_styles),
        cmocka_unit_test(cells_beyond_those_that_are_kept_are_counted),
        cmocka_unit_test(sheets_that_break_their_own_rules_are_refused),
        cmocka_unit_test(broken_xml_is_told_with_its_line),
        cmocka_unit_test(what_would_fill_the_memory_is_refused),
        cmocka_unit_test(a_zip_bomb_is_not_unpacked),
        cmocka_unit_test(workbooks_that_are_none_or_not_wanted_are_refused),
        cmocka_unit_test(files_that_are_no_archives_are_refused),
        cmocka_unit_test(a_workbook_that_is_cut_off_or_damaged_never_passes_for_another),
        cmocka_unit_test(cells_have_names),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
