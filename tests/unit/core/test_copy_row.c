#include "core/copy_row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"

/* The cells of a row, each in brackets. */
static void expect(const char *row, const char *cells)
{
    struct import_cell_text list[4];
    struct buf said = {0}, copy = {0};

    buf_puts(&copy, row);
    size_t count = copy_row_split(copy.data, copy.length, list, 4);
    for (size_t i = 0; i < count && i < 4; i++) {
        buf_putc(&said, '[');
        buf_add(&said, list[i].data, list[i].length);
        buf_putc(&said, ']');
        assert_null(list[i].wrong);
    }
    if (count > 4)
        buf_printf(&said, " of %zu", count);
    assert_string_equal(buf_text(&said), cells);
    buf_free(&said);
    buf_free(&copy);
}

static void cells_are_taken_apart(void **state)
{
    (void)state;

    expect("P1\t2026\t3\n", "[P1][2026][3]");
    expect("P1\t2026", "[P1][2026]");
    expect("one\n", "[one]");
    expect("\t\n", "[][]");
    expect("1\t2\t3\t4\t5\t6\n", "[1][2][3][4] of 6");
}

static void null_is_an_empty_cell_and_only_by_itself(void **state)
{
    (void)state;

    expect("\\N\tx\t\\N\n", "[][x][]");
    expect("\\\\N\n", "[\\N]");
    expect("\\Nx\n", "[Nx]"); /* no server writes this */
}

static void escapes_become_what_they_stand_for(void **state)
{
    (void)state;

    expect("a\\tb\\nc\\\\d\\r\t\\b\\f\\v\n", "[a\tb\nc\\d\r][\b\f\v]");
    expect("支出\\\\\n", "[支出\\]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_taken_apart),
        cmocka_unit_test(null_is_an_empty_cell_and_only_by_itself),
        cmocka_unit_test(escapes_become_what_they_stand_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
