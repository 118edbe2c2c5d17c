#include "db/parent_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, const char *table, const char *said)
{
    struct buf out = {0};

    parent_name_add(&out, text, table);
    assert_string_equal(buf_text(&out), said);
    buf_free(&out);
}

static void a_partition_and_its_index_are_called_after_the_table(void **state)
{
    (void)state;

    expect("duplicate key value violates unique constraint \"execution_2023_pkey\"", "execution_2023",
           "duplicate key value violates unique constraint \"execution_pkey\"");
    expect("\"plans_2100\" and plans_2100", "plans_2100", "\"plans\" and plans");
}

static void what_is_no_partition_keeps_its_name(void **state)
{
    (void)state;
    static const char *const tables[] = {"execution", "execution_1999", "x_202", "x2023", "_2023", "", NULL};

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        expect("in x_2023 of execution_1999", tables[i], "in x_2023 of execution_1999");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_partition_and_its_index_are_called_after_the_table),
        cmocka_unit_test(what_is_no_partition_keeps_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
