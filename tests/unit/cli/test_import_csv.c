#include "cli/import_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Rows written as "line:cell|cell;". */
static void write_down(void *ctx, long line, const struct import_cell_text *cells, size_t count)
{
    struct buf *rows = ctx;

    buf_printf(rows, "%ld:", line);
    for (size_t i = 0; i < count && i < IMPORT_CELLS_MAX; i++)
        buf_printf(rows, "%s%.*s", i > 0 ? "|" : "", (int)cells[i].length, cells[i].data);
    buf_puts(rows, ";");
}

struct parsed {
    struct buf rows;
    struct err err;
    long fault_line;
};

/* In pieces of `step` bytes. */
static struct parsed parse(const char *text, size_t length, size_t step)
{
    struct parsed parsed = {0};
    struct import_csv csv;
    bool good = true;

    import_csv_init(&csv, write_down, &parsed.rows);
    for (size_t at = 0; good && at < length; at += step)
        good = import_csv_feed(&csv, text + at, step < length - at ? step : length - at, &parsed.err);
    if (good)
        good = import_csv_end(&csv, &parsed.err);
    parsed.fault_line = good ? 0 : csv.fault_line;
    import_csv_done(&csv);
    return parsed;
}

static void rows_come_with_the_line_they_start_on(void **state)
{
    (void)state;
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"a,b\n1,2\n", "1:a|b;2:1|2;"},
        {"a,b\r\n1,2", "1:a|b;2:1|2;"},
        {"a\rb\rc", "1:a;2:b;3:c;"},
        {"a\n\n\nb\n", "1:a;4:b;"},
        {"a\r\n\r\nb\r\n", "1:a;3:b;"},
        {"a\n  \t\nb\n", "1:a;3:b;"},
        {"a,\"x\ny\",c\nd\n", "1:a|x\ny|c;3:d;"},
        {"a,\"x\r\ny\r\n\",c\r\nd\r\n", "1:a|x\r\ny\r\n|c;4:d;"},
        {"\"\n\n\"\nb", "1:\n\n;4:b;"},
        {"\"say \"\"yes\"\"\",\"1,2\"\n", "1:say \"yes\"|1,2;"},
        {",,\n", "1:||;"},
        {"a,\n", "1:a|;"},
        {"a,", "1:a|;"},
        {"", ""},
        {"\n\n", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t step = 1; step < 8; step++) {
            struct parsed p = parse(cases[i].text, strlen(cases[i].text), step);
            assert_string_equal(p.err.text, "");
            assert_string_equal(buf_text(&p.rows), cases[i].rows);
            buf_free(&p.rows);
        }
    }
}

static void a_quote_at_the_wrong_place_is_a_fault_of_its_row(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long line;
    } cases[] = {
        {"a\nb\"c\n", 2},
        {"a\n\"b\"c\n", 2},
        {"a\n\"b\nc", 2},
        {"a\n\nx,\"b\nc\"d", 3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct parsed p = parse(cases[i].text, strlen(cases[i].text), 3);
        assert_int_equal(p.err.code, ERR_INPUT);
        assert_int_equal(p.fault_line, cases[i].line);
        assert_string_equal(buf_text(&p.rows), "1:a;");
        buf_free(&p.rows);
    }
}

static void a_row_without_end_is_stopped_before_it_fills_the_memory(void **state)
{
    (void)state;
    struct buf text = {0};

    buf_puts(&text, "a\n\"");
    while (text.length < 3 * (size_t)IMPORT_ROW_MAX)
        buf_puts(&text, "P1,2023,1,100\n");
    struct parsed p = parse(text.data, text.length, 65536);
    assert_non_null(strstr(p.err.text, "is a quote not closed?"));
    assert_int_equal(p.fault_line, 2);
    buf_free(&p.rows);
    buf_free(&text);
}

static void cells_beyond_the_limit_are_counted_only(void **state)
{
    (void)state;
    struct buf text = {0};

    for (int i = 0; i < IMPORT_CELLS_MAX + 10; i++)
        buf_puts(&text, "x,");
    struct parsed p = parse(text.data, text.length, text.length);
    assert_int_equal(p.err.code, ERR_NONE);
    assert_int_equal(p.rows.length, strlen("1:;") + 2 * IMPORT_CELLS_MAX - 1);
    buf_free(&p.rows);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_with_the_line_they_start_on),
        cmocka_unit_test(a_quote_at_the_wrong_place_is_a_fault_of_its_row),
        cmocka_unit_test(a_row_without_end_is_stopped_before_it_fills_the_memory),
        cmocka_unit_test(cells_beyond_the_limit_are_counted_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
