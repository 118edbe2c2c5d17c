#include "core/notice_due.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { AT = 9 * 60 + 10 };

static struct calendar calendar;
static const struct notice_rhythm fifth = {.workday = 5, .at = AT, .calendar = &calendar};

static int make_calendar(void **state)
{
    (void)state;
    calendar_init_official(&calendar);
    return 0;
}

static int free_calendar(void **state)
{
    (void)state;
    calendar_done(&calendar);
    return 0;
}

static struct notice_moment at(int month, int day, int minute)
{
    return (struct notice_moment){date_of(2023, month, day), minute};
}

static void it_is_due_on_the_working_day_after_the_months_end(void **state)
{
    (void)state;
    assert_int_equal(notice_due_on(&fifth, (struct notice_month){2023, 7}), date_of(2023, 8, 7));
    /* After the National Day holidays, with a Saturday and a Sunday that are worked. */
    assert_int_equal(notice_due_on(&fifth, (struct notice_month){2023, 9}), date_of(2023, 10, 11));
    /* The turn of the year. */
    assert_int_equal(notice_due_on(&fifth, (struct notice_month){2022, 12}), date_of(2023, 1, 9));
}

static void on_its_day_it_is_due_from_the_set_time_on(void **state)
{
    const struct notice_month july = {2023, 7};
    (void)state;

    assert_false(notice_is_due(&fifth, july, at(8, 6, 23 * 60)));
    assert_false(notice_is_due(&fifth, july, at(8, 7, AT - 1)));
    assert_true(notice_is_due(&fifth, july, at(8, 7, AT)));
    assert_true(notice_is_due(&fifth, july, at(8, 8, 0)));
}

static void it_is_late_after_its_day_only(void **state)
{
    const struct notice_month july = {2023, 7};
    (void)state;

    assert_false(notice_is_late(&fifth, july, date_of(2023, 8, 7)));
    assert_true(notice_is_late(&fifth, july, date_of(2023, 8, 8)));
}

static void who_never_had_one_is_owed_the_latest_alone(void **state)
{
    struct notice_month next;
    (void)state;

    assert_true(notice_next_due(&fifth, (struct notice_month){0}, at(8, 7, AT), &next));
    assert_int_equal(next.month, 7);
    assert_true(notice_next_due(&fifth, (struct notice_month){0}, at(8, 7, AT - 1), &next));
    assert_int_equal(next.month, 6);
}

static void months_that_were_missed_come_in_order(void **state)
{
    struct notice_month last = {2022, 11}, next;
    int months[3] = {0}, count = 0;
    (void)state;

    while (notice_next_due(&fifth, last, at(3, 7, AT), &next) && count < 3) {
        months[count++] = next.year * 100 + next.month;
        last = next;
    }
    assert_int_equal(months[0], 202212);
    assert_int_equal(months[1], 202301);
    assert_int_equal(months[2], 202302);
    assert_false(notice_next_due(&fifth, last, at(3, 7, AT), &next));
}

/* Who sent one ahead of its day is owed nothing for it. */
static void one_that_was_sent_ahead_is_not_due_again(void **state)
{
    struct notice_month next;
    (void)state;

    assert_false(notice_next_due(&fifth, (struct notice_month){2023, 8}, at(8, 7, AT), &next));
}

static void the_next_look_is_at_the_set_time(void **state)
{
    struct notice_moment next = notice_next_look(&fifth, at(8, 7, AT - 1));
    (void)state;

    assert_int_equal(next.day, date_of(2023, 8, 7));
    assert_int_equal(next.minute, AT);
    next = notice_next_look(&fifth, at(8, 7, AT));
    assert_int_equal(next.day, date_of(2023, 8, 8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_due_on_the_working_day_after_the_months_end),
        cmocka_unit_test(on_its_day_it_is_due_from_the_set_time_on),
        cmocka_unit_test(it_is_late_after_its_day_only),
        cmocka_unit_test(who_never_had_one_is_owed_the_latest_alone),
        cmocka_unit_test(months_that_were_missed_come_in_order),
        cmocka_unit_test(one_that_was_sent_ahead_is_not_due_again),
        cmocka_unit_test(the_next_look_is_at_the_set_time),
    };
    return cmocka_run_group_tests(tests, make_calendar, free_calendar);
}
