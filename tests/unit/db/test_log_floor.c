#include "db/log_floor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One look from the floor: the first row found, the last id drawn, and the snapshot. */
static void look(struct log_floor *log, int64_t first, int64_t position, int64_t xmin, int64_t next)
{
    const struct log_look found = {
        .from = log->floor, .first = first, .position = position, .xmin = xmin, .next = next};

    log_floor_looked(log, &found);
}

static void the_floor_rises_once_all_that_ran_have_ended(void **state)
{
    (void)state;
    struct log_floor log = {0};

    look(&log, 0, 100, 50, 50); /* 100 are drawn */
    look(&log, 0, 120, 50, 52); /* whoever drew them is below 52 */
    assert_int_equal(log.floor, 0);
    look(&log, 0, 130, 51, 60); /* 51 is still running */
    assert_int_equal(log.floor, 0);
    look(&log, 0, 140, 52, 61);
    assert_int_equal(log.floor, 100);
}

static void a_row_that_is_not_consumed_holds_the_floor(void **state)
{
    (void)state;
    struct log_floor log = {0};

    look(&log, 40, 100, 50, 50);
    look(&log, 40, 100, 50, 50);
    look(&log, 40, 100, 50, 50);
    assert_int_equal(log.floor, 39);
    look(&log, 0, 100, 50, 50);
    look(&log, 0, 100, 50, 50);
    look(&log, 101, 101, 50, 50);
    assert_int_equal(log.floor, 100);
}

static void a_look_that_began_elsewhere_says_nothing_of_what_lies_below(void **state)
{
    (void)state;
    struct log_floor log = {0};
    const struct log_look elsewhere = {.from = 90, .first = 0, .position = 100, .xmin = 60, .next = 60};

    log_floor_looked(&log, &elsewhere);
    log_floor_looked(&log, &elsewhere);
    log_floor_looked(&log, &elsewhere);
    assert_int_equal(log.floor, 0);
    look(&log, 30, 100, 60, 60);
    assert_int_equal(log.floor, 29);
}

static void nothing_was_drawn_yet(void **state)
{
    (void)state;
    struct log_floor log = {0};

    for (int i = 0; i < 6; i++)
        look(&log, 0, 0, 50, 50);
    assert_int_equal(log.floor, 0);
}

static void looks_begin_at_the_floor_while_it_is_near(void **state)
{
    (void)state;
    struct log_floor log = {.floor = 1000};

    log_floor_consumed(&log, 1500);
    log_floor_consumed(&log, 1400);
    assert_int_equal(log.seen, 1500);
    assert_int_equal(log_floor_from(&log, 10), 1000);
    assert_int_equal(log_floor_from(&log, 10), 1000);
    assert_int_equal(log_floor_wait(&log, 10), -1);
}

static void a_floor_that_is_far_is_looked_at_once_a_second(void **state)
{
    (void)state;
    struct log_floor log = {.floor = 1000};

    log_floor_consumed(&log, 1000000);
    assert_int_equal(log_floor_from(&log, 5000), 1000);
    assert_int_equal(log_floor_from(&log, 5001), 1000000);
    assert_int_equal(log_floor_wait(&log, 5400), 600);
    assert_int_equal(log_floor_from(&log, 5999), 1000000);
    assert_int_equal(log_floor_wait(&log, 7000), 0);
    assert_int_equal(log_floor_from(&log, 6000), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_floor_rises_once_all_that_ran_have_ended),
        cmocka_unit_test(a_row_that_is_not_consumed_holds_the_floor),
        cmocka_unit_test(a_look_that_began_elsewhere_says_nothing_of_what_lies_below),
        cmocka_unit_test(nothing_was_drawn_yet),
        cmocka_unit_test(looks_begin_at_the_floor_while_it_is_near),
        cmocka_unit_test(a_floor_that_is_far_is_looked_at_once_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
