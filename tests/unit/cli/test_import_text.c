#include "cli/import_text.h"

#include "base/buf.h"
#include "base/mem.h"
#include "import_folder.h"

/* "预算,1\n" in GB18030. */
#define GB_BUDGET "\xD4\xA4\xCB\xE3,1\n"

static struct import_text *text;

/* The whole file as it comes out; `*ret_encoding` is what it was taken for. */
static struct buf read_all(const char *name, enum import_encoding encoding,
                           enum import_encoding *ret_encoding)
{
    struct err err = {0};
    struct buf out = {0};
    const char *data = NULL;
    size_t length = 1;

    assert_true(import_text_open(text, in_folder(name), encoding, &err));
    while (length > 0) {
        assert_true(import_text_read(text, &data, &length, &err));
        buf_add(&out, data, length);
    }
    *ret_encoding = text->encoding;
    import_text_close(text);
    return out;
}

static void expect(const char *bytes, enum import_encoding asked, enum import_encoding taken,
                   const char *utf8)
{
    enum import_encoding encoding;

    write_file("units.csv", bytes);
    struct buf out = read_all("units.csv", asked, &encoding);
    assert_string_equal(buf_text(&out), utf8);
    assert_int_equal(encoding, taken);
    buf_free(&out);
}

static void the_encoding_is_detected(void **state)
{
    (void)state;
    expect("a,b\n", IMPORT_DETECT, IMPORT_UTF8, "a,b\n");
    expect("预算,1\n", IMPORT_DETECT, IMPORT_UTF8, "预算,1\n");
    expect("\xEF\xBB\xBF预算,1\n", IMPORT_DETECT, IMPORT_UTF8, "预算,1\n");
    expect(GB_BUDGET, IMPORT_DETECT, IMPORT_GB18030, "预算,1\n");
    expect("", IMPORT_DETECT, IMPORT_UTF8, "");
}

/* Somebody pasted a line of GB18030 into a file of UTF-8. Read as GB18030 it would all be characters. */
static void a_few_strays_do_not_make_utf8_into_something_else(void **state)
{
    (void)state;
    expect("信息系统运行维护费项目\n" GB_BUDGET, IMPORT_DETECT, IMPORT_UTF8,
           "信息系统运行维护费项目\n" GB_BUDGET);
    expect("信息系统\xE9", IMPORT_DETECT, IMPORT_UTF8, "信息系统\xE9");
    expect("ab\xE9", IMPORT_DETECT, IMPORT_GB18030, "ab" IMPORT_NO_TEXT);
}

static void utf16_is_refused(void **state)
{
    static const char *const files[] = {"\xFF\xFE"
                                        "c",
                                        "\xFE\xFF"};
    struct err err = {0};
    (void)state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        write_file("units.csv", files[i]);
        assert_false(import_text_open(text, in_folder("units.csv"), IMPORT_DETECT, &err));
        assert_non_null(strstr(err.text, "units.csv: the file is UTF-16; save it as CSV in UTF-8"));
        err_clear(&err);
    }
}

static void the_encoding_may_be_named(void **state)
{
    (void)state;
    expect(GB_BUDGET, IMPORT_GB18030, IMPORT_GB18030, "预算,1\n");
    expect("\xEF\xBB\xBF"
           "a\n",
           IMPORT_UTF8, IMPORT_UTF8, "a\n");
    enum import_encoding encoding = IMPORT_DETECT;
    assert_true(import_encoding_by_name("GB18030", &encoding));
    assert_int_equal(encoding, IMPORT_GB18030);
    assert_true(import_encoding_by_name("UTF-8", &encoding));
    assert_int_equal(encoding, IMPORT_UTF8);
    assert_false(import_encoding_by_name("latin1", &encoding));
}

/* A mark says UTF-8 even if something in the file is not; that is found in its cell later. */
static void what_is_no_text_comes_out_as_a_byte_that_no_text_has(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF"
           "a\xFF"
           "b\n",
           IMPORT_DETECT, IMPORT_UTF8,
           "a\xFF"
           "b\n");
    expect("a\xFF,b\n", IMPORT_GB18030, IMPORT_GB18030, "a" IMPORT_NO_TEXT ",b\n");
    expect("ab\xD4", IMPORT_GB18030, IMPORT_GB18030, "ab" IMPORT_NO_TEXT);
}

/* Characters of three bytes and of two, so that every piece but the first begins inside of one. */
static void characters_may_lie_across_pieces(void **state)
{
    (void)state;
    struct buf utf8 = {0}, gb = {0};
    enum import_encoding encoding;

    buf_putc(&utf8, 'x');
    buf_putc(&gb, 'x');
    while (gb.length < 3 * (size_t)IMPORT_TEXT_CHUNK) {
        buf_puts(&utf8, "预算");
        buf_puts(&gb, "\xD4\xA4\xCB\xE3");
    }
    write_bytes("utf8.csv", utf8.data, utf8.length);
    write_bytes("gb.csv", gb.data, gb.length);

    struct buf out = read_all("utf8.csv", IMPORT_DETECT, &encoding);
    assert_int_equal(encoding, IMPORT_UTF8);
    assert_true(out.length == utf8.length && memcmp(out.data, utf8.data, out.length) == 0);
    buf_free(&out);
    out = read_all("gb.csv", IMPORT_DETECT, &encoding);
    assert_int_equal(encoding, IMPORT_GB18030);
    assert_true(out.length == utf8.length && memcmp(out.data, utf8.data, out.length) == 0);
    buf_free(&out);
    buf_free(&utf8);
    buf_free(&gb);
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    struct err err = {0};

    assert_false(import_text_open(text, in_folder("absent.csv"), IMPORT_DETECT, &err));
    assert_int_equal(err.code, ERR_IO);
    err_clear(&err);
    assert_false(import_text_open(text, folder, IMPORT_DETECT, &err));
    assert_int_equal(err.code, ERR_IO);
}

static int make_text(void **state)
{
    text = mem_alloc(sizeof *text);
    return make_folder(state);
}

static int free_text(void **state)
{
    free(text);
    return remove_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_encoding_is_detected),
        cmocka_unit_test(a_few_strays_do_not_make_utf8_into_something_else),
        cmocka_unit_test(utf16_is_refused),
        cmocka_unit_test(the_encoding_may_be_named),
        cmocka_unit_test(what_is_no_text_comes_out_as_a_byte_that_no_text_has),
        cmocka_unit_test(characters_may_lie_across_pieces),
        cmocka_unit_test(a_file_that_cannot_be_read_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_text, free_text);
}
