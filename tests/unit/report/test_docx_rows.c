#include "report/docx_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zip.h>

#include "base/buf.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

static void make_docx(const char *name, const char *xml)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);

    assert_non_null(archive);
    assert_true(zip_file_add(archive, name, zip_source_buffer(archive, xml, strlen(xml), 0), 0) >= 0);
    assert_true(zip_file_add(archive, "other", zip_source_buffer(archive, "<w:tr>", 6, 0), 0) >= 0);
    assert_int_equal(zip_close(archive), 0);
}

static void expect_part(const char *name, const char *expected)
{
    struct buf text = {0};

    archive_read(path, name, &text);
    assert_string_equal(buf_text(&text), expected);
    buf_free(&text);
}

static void every_row_is_kept_whole_and_all_else_stays(void **state)
{
    struct err err = {0};
    (void)state;

    make_docx("word/document.xml", "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc/></w:tr>"
                                   "<w:tr><w:tc>a &lt;w:tr&gt;</w:tc></w:tr></w:tbl>");
    if (!docx_keep_rows(path, &err))
        fail_msg("%s", err.text);
    expect_part("word/document.xml",
                "<w:tbl><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc/></w:tr>"
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>a &lt;w:tr&gt;</w:tc></w:tr></w:tbl>");
    expect_part("other", "<w:tr>");
}

static void a_document_without_tables_stays_as_it_is(void **state)
{
    struct err err = {0};
    (void)state;

    make_docx("word/document.xml", "<w:p/>");
    assert_true(docx_keep_rows(path, &err));
    expect_part("word/document.xml", "<w:p/>");
}

static void what_is_no_docx_is_an_error(void **state)
{
    struct err err = {0}, other = {0};
    (void)state;

    make_docx("xl/workbook.xml", "<x/>");
    assert_false(docx_keep_rows(path, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(docx_keep_rows("/nonexistent/a.docx", &other));
    assert_int_equal(other.code, ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_kept_whole_and_all_else_stays),
        cmocka_unit_test(a_document_without_tables_stays_as_it_is),
        cmocka_unit_test(what_is_no_docx_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
