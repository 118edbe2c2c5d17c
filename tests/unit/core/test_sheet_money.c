#include "core/sheet_money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *funds[] = {"", "上年结转"};
static fen initial[] = {10000, 500};
static struct adjustment adjustments[] = {{.amount = 2000}, {.amount = -700}};
static struct execution_row rows[] = {{.fund = 0, .month = 5, .spent = 4000},
                                      {.fund = 0, .month = 12, .spent = 9000},
                                      {.fund = 1, .month = 3, .spent = 500}};
static struct receipt receipts[] = {{"事业收入", 300}, {"财政拨款收入", 12000}};

static struct project_facts project_of(enum category category)
{
    adjustments[0].on = date_of(2023, 6, 1);
    adjustments[1].on = date_of(2023, 9, 1);
    return (struct project_facts){.watched = true,
                                  .category = category,
                                  .year = 2023,
                                  .funds = funds,
                                  .fund_count = 2,
                                  .initial = initial,
                                  .initial_count = 2,
                                  .adjustments = adjustments,
                                  .adjustment_count = 2,
                                  .execution = rows,
                                  .execution_count = 3};
}

static struct sheet_money money_at(date clock)
{
    struct project_facts projects[] = {project_of(CATEGORY_BASIC), project_of(CATEGORY_PROJECT)};
    struct sheet_facts facts = {.code = "U",
                                .year = 2023,
                                .clock = clock,
                                .set = {.projects = projects, .project_count = 2},
                                .receipts = receipts,
                                .receipt_count = 2};
    struct sheet_money money;
    struct err err = {0};

    if (!sheet_money(&facts, &money, &err))
        fail_msg("%s", err.text);
    return money;
}

static void each_funds_latest_row_counts_and_categories_are_apart(void **state)
{
    struct sheet_money money = money_at(date_of(2023, 12, 31));
    (void)state;

    assert_int_equal(money.income, 12300);
    assert_int_equal(money.budget, 2 * 11800);
    assert_int_equal(money.spent_by[CATEGORY_BASIC], 9500);
    assert_int_equal(money.spent_by[CATEGORY_PROJECT], 9500);
    assert_int_equal(money.spent, 19000);
}

static void what_comes_after_the_clock_does_not_count(void **state)
{
    struct sheet_money money = money_at(date_of(2023, 6, 30));
    (void)state;

    assert_int_equal(money.budget, 2 * 12500);
    assert_int_equal(money.spent, 2 * 4500);
}

static void sums_that_do_not_fit_are_an_error(void **state)
{
    struct receipt large[] = {{"甲", INT64_MAX}, {"乙", 1}};
    struct sheet_facts facts = {
        .code = "U", .year = 2023, .clock = date_of(2023, 12, 31), .receipts = large, .receipt_count = 2};
    struct sheet_money money;
    struct err err = {0};
    (void)state;

    assert_false(sheet_money(&facts, &money, &err));
    assert_int_equal(err.code, ERR_OVERFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_funds_latest_row_counts_and_categories_are_apart),
        cmocka_unit_test(what_comes_after_the_clock_does_not_count),
        cmocka_unit_test(sums_that_do_not_fit_are_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
