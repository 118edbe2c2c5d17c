/* Whether rows come in an order that shows that no key is there twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/import_order.h"

/* Rows of execution: project, month. */
static bool strict(const char *const (*rows)[2], size_t count)
{
    const struct ledger_kind *kind = ledger_kind(LEDGER_EXECUTION);
    struct import_order order = {0};
    struct buf row[LEDGER_COLUMNS_MAX] = {0};

    buf_puts(&row[ledger_column_by_name(kind, "fiscal_year")], "2023");
    for (size_t i = 0; i < count; i++) {
        struct buf *project = &row[ledger_column_by_name(kind, "project_code")];
        struct buf *month = &row[ledger_column_by_name(kind, "month")];
        buf_clear(project);
        buf_clear(month);
        buf_puts(project, rows[i][0]);
        buf_puts(month, rows[i][1]);
        import_order_see(&order, kind, row);
    }
    bool is_strict = import_order_is_strict(&order, kind);
    import_order_done(&order);
    for (size_t i = 0; i < LEDGER_COLUMNS_MAX; i++)
        buf_free(&row[i]);
    return is_strict;
}

#define STRICT(...)                                                                                          \
    strict((const char *const[][2]){__VA_ARGS__},                                                            \
           sizeof((const char *const[][2]){__VA_ARGS__}) / sizeof(char *[2]))

static void project_by_project_and_month_by_month_are_orders(void **state)
{
    (void)state;
    assert_true(STRICT({"A", "1"}));
    assert_true(STRICT({"A", "1"}, {"A", "2"}, {"A", "10"}, {"B", "1"}, {"B1", "1"}, {"Ba", "1"}));
    assert_true(STRICT({"A", "1"}, {"B", "1"}, {"A", "2"}, {"B", "2"}, {"A", "10"}));
}

static void what_is_there_twice_is_never_in_order(void **state)
{
    (void)state;
    assert_false(STRICT({"A", "1"}, {"A", "1"}));
    assert_false(STRICT({"A", "1"}, {"A", "2"}, {"B", "1"}, {"A", "2"}));
    assert_false(STRICT({"A", "1"}, {"B", "1"}, {"A", "2"}, {"B", "1"}));
}

static void no_order_says_nothing(void **state)
{
    (void)state;
    assert_false(STRICT({"B", "2"}, {"A", "1"}));
    assert_false(STRICT({"A", "10"}, {"A", "2"}));
    assert_false(STRICT({"A", "1"}, {"B", "2"}, {"C", "1"}, {"B", "1"}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(project_by_project_and_month_by_month_are_orders),
        cmocka_unit_test(what_is_there_twice_is_never_in_order),
        cmocka_unit_test(no_order_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
