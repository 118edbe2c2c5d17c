#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { EAST_8 = 8 * 60 };

static const msec day = 24 * 60 * 60 * 1000;

static void the_civil_date_is_that_of_the_office(void **state)
{
    (void)state;
    const msec evening = (msec)date_of(2023, 7, 4) * day + 16 * 60 * 60 * 1000; /* 16:00 UTC */

    assert_int_equal(clock_date(evening - 1, EAST_8), date_of(2023, 7, 4));
    assert_int_equal(clock_date(evening, EAST_8), date_of(2023, 7, 5));
    assert_int_equal(clock_date(evening, 0), date_of(2023, 7, 4));
    assert_int_equal(clock_date((msec)date_of(2023, 7, 5) * day, -60), date_of(2023, 7, 4));
    assert_int_equal(clock_date(-1, 0), date_of(1969, 12, 31));
    assert_int_equal(clock_date(-day, 0), date_of(1969, 12, 31));
    assert_int_equal(clock_date(-day - 1, 0), date_of(1969, 12, 30));
}

static void moments_are_printed_in_utc_with_milliseconds(void **state)
{
    (void)state;
    char text[CLOCK_TEXT];
    const msec moment = (msec)date_of(2023, 7, 5) * day + ((1 * 60 + 2) * 60 + 3) * 1000 + 4;

    assert_string_equal(clock_format(moment, text), "2023-07-05T01:02:03.004Z");
    assert_string_equal(clock_format(0, text), "1970-01-01T00:00:00.000Z");
    assert_string_equal(clock_format((msec)date_of(2024, 3, 1) * day - 1, text), "2024-02-29T23:59:59.999Z");
}

static void the_monotonic_clock_does_not_go_back(void **state)
{
    (void)state;
    msec before = clock_monotonic();

    for (int i = 0; i < 1000; i++) {
        msec now = clock_monotonic();
        assert_true(now >= before);
        before = now;
    }
    /* The wall clock of any machine that runs this is past the day on which it was written. */
    assert_true(clock_wall() > (msec)date_of(2024, 1, 1) * day);
}

static void jitter_stays_below_its_bound_and_reaches_all_of_it(void **state)
{
    (void)state;
    unsigned seen = 0;

    assert_int_equal(clock_jitter(0), 0);
    assert_int_equal(clock_jitter(1), 0);
    /* That one of four values stays away 1000 times has a chance of about 10^-124. */
    for (int i = 0; i < 1000; i++) {
        uint32_t value = clock_jitter(4);
        assert_true(value < 4);
        seen |= 1U << value;
    }
    assert_int_equal(seen, 15);
}

static void a_moment_that_was_printed_is_read_again(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2023-07-05",
                                        "2023-02-30T01:02:03Z",
                                        "2023-07-05T24:00:00Z",
                                        "2023-07-05 01:02:03Z",
                                        "2023-07-05T01:02:03+",
                                        "2023-07-05T01:02:03.0x4Z"};
    char text[CLOCK_TEXT];
    msec wall;

    assert_true(clock_parse("2023-07-05T01:02:03.004Z", &wall));
    assert_string_equal(clock_format(wall, text), "2023-07-05T01:02:03.004Z");
    assert_true(clock_parse("2023-07-05T01:02:03Z", &wall));
    assert_string_equal(clock_format(wall, text), "2023-07-05T01:02:03.000Z");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(clock_parse(wrong[i], &wall));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_civil_date_is_that_of_the_office),
        cmocka_unit_test(moments_are_printed_in_utc_with_milliseconds),
        cmocka_unit_test(a_moment_that_was_printed_is_read_again),
        cmocka_unit_test(the_monotonic_clock_does_not_go_back),
        cmocka_unit_test(jitter_stays_below_its_bound_and_reaches_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
