/* Workbooks that a test makes part by part, so that they can be wrong in any way. After import_folder.h. */
#ifndef TESTS_CLI_WORKBOOK_H
#define TESTS_CLI_WORKBOOK_H

#include <zip.h>

#define XML         "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN        "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE      "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET(rows) XML "<worksheet " MAIN "><sheetData>" rows "</sheetData></worksheet>"

enum { PARTS_MAX = 16 };

struct part {
    const char *name;
    const char *text; /* NULL: the part is left out */
};

static const char workbook_types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
        "spreadsheetml.sheet.main+xml\"/></Types>";
static const char workbook_root[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
        "</Relationships>";
static const char workbook_relations[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" OFFICE "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"rId4\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId5\" Type=\"" OFFICE "/chartsheet\" Target=\"chartsheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId6\" Type=\"" OFFICE "/hyperlink\" Target=\"http://example.org/\" "
        "TargetMode=\"External\"/></Relationships>";
static const char workbook_list[] = XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><sheets>"
                                        "<sheet name=\"execution\" sheetId=\"1\" r:id=\"rId1\"/>"
                                        "</sheets></workbook>";
static const char workbook_strings[] =
    XML "<sst " MAIN
        "><si><t>project_code</t></si><si><r><t xml:space=\"preserve\">two </t></r><r><t>runs</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si><si/></sst>";
/* 0 plain, 1 a date, 2 a month, 3 a percentage, 4 a date with its time, 5 a time, 6 a year, 7 money, 8 a code
 * of six digits */
static const char workbook_styles[] =
    XML "<styleSheet " MAIN "><numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m"
        "&quot;月&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"[$-804]yyyy/m/d\\ h:mm;@\"/>"
        "<numFmt numFmtId=\"166\" formatCode=\"yyyy\"/><numFmt numFmtId=\"167\" "
        "formatCode=\"000000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
        "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
        "<xf numFmtId=\"10\"/><xf numFmtId=\"165\"/><xf numFmtId=\"20\"/><xf numFmtId=\"166\"/>"
        "<xf numFmtId=\"4\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>";

static inline void write_archive(const char *name, const struct part *parts, size_t count)
{
    int code = 0;
    zip_t *archive = zip_open(in_folder(name), ZIP_CREATE | ZIP_TRUNCATE, &code);

    assert_non_null(archive);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].text == NULL)
            continue;
        zip_source_t *source = zip_source_buffer(archive, parts[i].text, strlen(parts[i].text), 0);
        assert_non_null(source);
        assert_true(zip_file_add(archive, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(archive), 0);
}

/* A good workbook but for `others`, which replace its parts of the same names or are added. */
static inline void write_workbook(const char *name, const char *sheet, const struct part *others,
                                  size_t count)
{
    struct part parts[PARTS_MAX] = {
        {"[Content_Types].xml", workbook_types},    {"_rels/.rels", workbook_root},
        {"xl/workbook.xml", workbook_list},         {"xl/_rels/workbook.xml.rels", workbook_relations},
        {"xl/sharedStrings.xml", workbook_strings}, {"xl/styles.xml", workbook_styles},
        {"xl/worksheets/sheet1.xml", sheet}};
    size_t used = 7;

    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < used && strcmp(parts[at].name, others[i].name) != 0)
            at++;
        assert_true(at < PARTS_MAX);
        parts[at] = others[i];
        used += at == used ? 1 : 0;
    }
    write_archive(name, parts, used);
}

#endif
