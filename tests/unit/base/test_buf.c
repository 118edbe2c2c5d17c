#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_zeroed_buffer_is_an_empty_text(void **state)
{
    (void)state;
    struct buf buf = {0};

    assert_string_equal(buf_text(&buf), "");
    buf_clear(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_free(&buf);
}

static void what_is_added_stands_in_order(void **state)
{
    (void)state;
    struct buf buf = {0};

    buf_puts(&buf, "month ");
    buf_printf(&buf, "%02d/%s", 7, "2023");
    buf_putc(&buf, '.');
    buf_add(&buf, "xyz", 2);
    buf_add(&buf, NULL, 0);
    buf_printf(&buf, "%s", "");
    assert_string_equal(buf_text(&buf), "month 07/2023.xy");
    assert_int_equal(buf.length, strlen("month 07/2023.xy"));
    buf_free(&buf);
    assert_int_equal(buf.length, 0);
    assert_null(buf.data);
}

static void a_long_text_keeps_every_byte(void **state)
{
    (void)state;
    struct buf buf = {0};

    for (int i = 0; i < 10000; i++)
        buf_printf(&buf, "%05d,", i);
    assert_int_equal(buf.length, 60000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(atoi(buf.data + i * 6), i);
    assert_int_equal(buf.data[buf.length], '\0');
    buf_free(&buf);
}

static void a_nul_byte_is_kept_and_counted(void **state)
{
    (void)state;
    struct buf buf = {0};

    buf_add(&buf, "a\0b", 3);
    assert_int_equal(buf.length, 3);
    assert_memory_equal(buf.data, "a\0b", 4);
    buf_free(&buf);
}

static void taking_leaves_an_empty_buffer(void **state)
{
    (void)state;
    struct buf buf = {0};

    buf_puts(&buf, "text");
    char *text = buf_take(&buf);
    assert_string_equal(text, "text");
    assert_string_equal(buf_text(&buf), "");
    free(text);
    text = buf_take(&buf);
    assert_string_equal(text, "");
    free(text);
    buf_free(&buf);
}

static void clearing_keeps_the_memory(void **state)
{
    (void)state;
    struct buf buf = {0};

    buf_puts(&buf, "something");
    const char *before = buf.data;
    buf_clear(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_puts(&buf, "other");
    assert_ptr_equal(buf.data, before);
    assert_string_equal(buf_text(&buf), "other");
    buf_free(&buf);
}

/* Leaves a file of `size` bytes and puts its name, a template for mkstemp(), to use. */
static void write_file(char *path, size_t size)
{
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(write(fd, i % 2 == 0 ? "x" : "", 1), 1);
    close(fd);
}

static void a_file_is_read_up_to_the_limit_and_not_beyond(void **state)
{
    (void)state;
    static const struct {
        size_t size, max;
        bool read;
    } cases[] = {{0, 0, true},      {1, 1, true},         {1, 0, false},        {100, 100, true},
                 {101, 100, false}, {20000, 20000, true}, {20001, 20000, false}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[] = "/tmp/budgetwatch-buf-XXXXXX";
        struct buf buf = {0};
        struct err err = {0};
        write_file(path, cases[i].size);
        bool read = buf_read_file(&buf, path, cases[i].max, &err);
        unlink(path);
        assert_int_equal(read, cases[i].read);
        assert_int_equal(err.code, read ? ERR_NONE : ERR_IO);
        if (read)
            assert_int_equal(buf.length, cases[i].size);
        else
            assert_non_null(strstr(err.text, "larger than"));
        buf_free(&buf);
    }
}

static void a_file_that_cannot_be_read_is_named_with_the_reason(void **state)
{
    (void)state;
    struct buf buf = {0};
    struct err err = {0};

    assert_false(buf_read_file(&buf, "/nonexistent/budgets.csv", 10, &err));
    assert_string_equal(err.text, "/nonexistent/budgets.csv: No such file or directory");
    err_clear(&err);
    assert_false(buf_read_file(&buf, "/tmp", 10, &err)); /* a folder opens, but does not read */
    assert_int_equal(err.code, ERR_IO);
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_buffer_is_an_empty_text),
        cmocka_unit_test(what_is_added_stands_in_order),
        cmocka_unit_test(a_long_text_keeps_every_byte),
        cmocka_unit_test(a_nul_byte_is_kept_and_counted),
        cmocka_unit_test(taking_leaves_an_empty_buffer),
        cmocka_unit_test(clearing_keeps_the_memory),
        cmocka_unit_test(a_file_is_read_up_to_the_limit_and_not_beyond),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
