#include "core/quiet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/official_calendar.h"

enum { BEIJING = 8 * 60 };
static const msec minute = 60000, hour = 3600000;

/* The office's time. */
static msec at(int month, int day, int hours, int minutes)
{
    return (msec)date_of(2025, month, day) * 24 * hour + hours * hour + (minutes - BEIJING) * minute;
}

static struct quiet_span span_of(const char *text)
{
    struct quiet_span span;
    struct err err = {0};

    if (!quiet_parse(text, &span, &err))
        fail_msg("%s: %s", text, err.text);
    return span;
}

static msec until(const char *text, msec now)
{
    struct quiet_span span = span_of(text);

    return quiet_until(&span, 1, &calendar, now, BEIJING);
}

static void a_night_reaches_into_the_next_day(void **state)
{
    (void)state;

    assert_int_equal(until("22:00-07:00", at(6, 3, 21, 59)), 0);
    assert_int_equal(until("22:00-07:00", at(6, 3, 22, 0)), at(6, 4, 7, 0));
    assert_int_equal(until("22:00-07:00", at(6, 4, 6, 59)), at(6, 4, 7, 0));
    assert_int_equal(until("22:00-07:00", at(6, 4, 7, 0)), 0);
}

/* 2025-06-02 is a Monday and a holiday (端午节). */
static void days_are_those_on_which_the_hours_begin(void **state)
{
    (void)state;

    assert_int_equal(until("fri 22:00-07:00", at(6, 7, 1, 0)), at(6, 7, 7, 0));
    assert_int_equal(until("fri 22:00-07:00", at(6, 6, 1, 0)), 0);
    assert_int_equal(until("holidays 00:00-24:00", at(6, 2, 12, 0)), at(6, 3, 0, 0));
    assert_int_equal(until("workdays 12:00-14:00", at(6, 2, 12, 0)), 0);
    assert_int_equal(until("workdays 12:00-14:00", at(6, 3, 12, 0)), at(6, 3, 14, 0));
}

/* Saturday and Sunday, and a Monday off. */
static void hours_that_follow_each_other_are_one(void **state)
{
    (void)state;
    struct quiet_span spans[] = {span_of("holidays 00:00-24:00"), span_of("22:00-07:00")};

    assert_int_equal(quiet_until(spans, 2, &calendar, at(5, 30, 23, 0), BEIJING), at(6, 3, 7, 0));
}

static void a_week_is_quiet_exactly_where_it_says(void **state)
{
    (void)state;
    struct quiet_span spans[] = {span_of("mon,tue,wed,thu,fri 20:00-08:00"), span_of("sat,sun 00:00-24:00")};
    int quiet = 0;

    for (int m = 0; m < 7 * 24 * 60; m++) {
        msec now = at(6, 9, 0, 0) + m * minute; /* a Monday */
        msec end = quiet_until(spans, 2, &calendar, now, BEIJING);
        assert_true(end == 0 || end > now);
        quiet += end != 0;
    }
    /* Of Monday only the evening, and its small hours belong to a Sunday that ends at midnight. */
    assert_int_equal(quiet, (4 * 12 + 4 + 48) * 60);
}

static void what_is_always_quiet_ends_somewhere(void **state)
{
    (void)state;
    msec now = at(6, 9, 12, 0);

    assert_in_range(until("00:00-24:00", now) - now, QUIET_LONGEST, QUIET_LONGEST + 24 * hour);
}

static void hours_have_one_form(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "22:00",
                                      "22:00-7:00",
                                      "24:00-07:00",
                                      "22:60-07:00",
                                      "x 22:00-07:00",
                                      "mon,22:00-07:00",
                                      " 22:00-07:00",
                                      "mon  22:00-07:00",
                                      "22:00-24:01",
                                      "22:00-07:00 "};
    struct quiet_span span;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = {0};
        if (quiet_parse(bad[i], &span, &err))
            fail_msg("%s", bad[i]);
        assert_true(strlen(err.text) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_reaches_into_the_next_day),
        cmocka_unit_test(days_are_those_on_which_the_hours_begin),
        cmocka_unit_test(hours_that_follow_each_other_are_one),
        cmocka_unit_test(a_week_is_quiet_exactly_where_it_says),
        cmocka_unit_test(what_is_always_quiet_ends_somewhere),
        cmocka_unit_test(hours_have_one_form),
    };
    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
