#include "report/reference_docx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <expat.h>
#include <zip.h>

#include "base/buf.h"
#include "../../support/archive.h"
#include "../../support/scratch.h"

static void write_reference(void)
{
    struct err err = {0};

    if (!reference_docx_write(path, &err))
        fail_msg("%s", err.text);
}

static void every_part_is_well_formed_and_has_a_type(void **state)
{
    struct buf types = {0}, part = {0};
    int code = 0;
    (void)state;

    write_reference();
    zip_t *archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    assert_non_null(archive);
    assert_string_equal(zip_get_name(archive, 0, 0), "[Content_Types].xml");
    archive_add_part(archive, "[Content_Types].xml", &types);
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); i++) {
        const char *name = zip_get_name(archive, (zip_uint64_t)i, 0);
        XML_Parser parser = XML_ParserCreate(NULL);
        buf_clear(&part);
        archive_add_part(archive, name, &part);
        if (XML_Parse(parser, part.data, (int)part.length, 1) != XML_STATUS_OK)
            fail_msg("%s: %s", name, XML_ErrorString(XML_GetErrorCode(parser)));
        XML_ParserFree(parser);
        if (strncmp(name, "word/", 5) == 0 && strstr(name, ".rels") == NULL &&
            strstr(types.data, name) == NULL)
            fail_msg("%s has no content type", name);
    }
    zip_discard(archive);
    buf_free(&types);
    buf_free(&part);
}

static void page_and_styles_are_those_of_official_documents(void **state)
{
    static const char *const styles[] = {"方正小标宋简体", "黑体",           "楷体_GB2312",
                                         "仿宋_GB2312",    "w:line=\"560\"", "w:firstLineChars=\"200\"",
                                         "<w:tblHeader/>", "<w:cantSplit/>"};
    struct buf text = {0};
    int code = 0;
    (void)state;

    write_reference();
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    assert_non_null(archive);
    archive_add_part(archive, "word/styles.xml", &text);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (strstr(buf_text(&text), styles[i]) == NULL)
            fail_msg("styles lack %s", styles[i]);
    buf_clear(&text);
    archive_add_part(archive, "word/document.xml", &text);
    /* 37, 35, 28 and 26 mm in twentieths of a point. */
    assert_non_null(
        strstr(buf_text(&text), "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\""));
    zip_discard(archive);
    buf_free(&text);
}

static void it_is_the_same_each_time(void **state)
{
    struct buf first = {0}, second = {0};
    struct err err = {0};
    (void)state;

    write_reference();
    assert_true(buf_read_file(&first, path, 1 << 20, &err));
    write_reference();
    assert_true(buf_read_file(&second, path, 1 << 20, &err));
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    buf_free(&first);
    buf_free(&second);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct err err = {0};
    (void)state;

    assert_false(reference_docx_write("/nonexistent/a.docx", &err));
    assert_int_equal(err.code, ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_well_formed_and_has_a_type),
        cmocka_unit_test(page_and_styles_are_those_of_official_documents),
        cmocka_unit_test(it_is_the_same_each_time),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, remove_path);
}
