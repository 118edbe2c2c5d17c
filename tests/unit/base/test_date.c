#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

/* Each day is found by counting on from the one before it, as a calendar on the wall does. */
static void every_day_from_1899_to_3000_follows_the_one_before(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1899, month = 1, day = 1;
    int weekday = 6; /* 1899-01-01 was a Sunday */
    int y, m, d;

    for (date at = date_of(1899, 1, 1); year < 3001; at++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        date_parts(at, &y, &m, &d);
        if (y != year || m != month || d != day || date_of(year, month, day) != at ||
            date_weekday(at) != weekday || date_year(at) != year || date_month(at) != month)
            fail_msg("%04d-%02d-%02d is day %d, read back as %04d-%02d-%02d", year, month, day, at, y, m, d);
        int last = lengths[month - 1] + (month == 2 && leap ? 1 : 0);
        assert_int_equal(date_month_end(year, month), at + last - day);
        weekday = (weekday + 1) % 7;
        day = day < last ? day + 1 : 1;
        month += day == 1 ? 1 : 0;
        year += month == 13 ? 1 : 0;
        month = month == 13 ? 1 : month;
    }
}

static void days_are_counted_from_1970(void **state)
{
    (void)state;

    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(date_of(1969, 12, 31), -1);
    assert_int_equal(date_of(2023, 7, 5), 19543);
    assert_int_equal(date_weekday(0), 3);
    assert_int_equal(date_weekday(-4), 6);
}

static void month_0_ends_with_december_of_the_year_before(void **state)
{
    (void)state;

    assert_int_equal(date_month_end(2023, 0), date_of(2022, 12, 31));
    assert_int_equal(date_month_end(2023, 12), date_of(2023, 12, 31));
    assert_int_equal(date_month_end(2024, 2), date_of(2024, 2, 29));
    assert_int_equal(date_month_end(2100, 2), date_of(2100, 2, 28));
}

static void iso_dates_are_read_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year, month, day; /* year 0: refused */
    } cases[] = {
        {"2023-07-05", 2023, 7, 5},  {"1900-01-01", 1900, 1, 1},  {"2999-12-31", 2999, 12, 31},
        {"2024-02-29", 2024, 2, 29}, {"2000-02-29", 2000, 2, 29}, {"2023-02-29", 0, 0, 0},
        {"1900-02-29", 0, 0, 0},     {"2023-04-31", 0, 0, 0},     {"2023-00-10", 0, 0, 0},
        {"2023-13-01", 0, 0, 0},     {"2023-01-00", 0, 0, 0},     {"1899-12-31", 0, 0, 0},
        {"3000-01-01", 0, 0, 0},     {"2023-7-5", 0, 0, 0},       {"2023/07/05", 0, 0, 0},
        {"20230705", 0, 0, 0},       {"2023-07-05 ", 0, 0, 0},    {" 2023-07-05", 0, 0, 0},
        {"2023-07-0x", 0, 0, 0},     {"+023-07-05", 0, 0, 0},     {"", 0, 0, 0},
        {"2023-07-051", 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date day = 77;
        bool read = date_parse(cases[i].text, strlen(cases[i].text), &day);
        date expected = cases[i].year > 0 ? date_of(cases[i].year, cases[i].month, cases[i].day) : (date)77;
        if (read != (cases[i].year > 0) || day != expected)
            fail_msg("\"%s\" is read as %d", cases[i].text, day);
    }
}

static void dates_are_printed_as_they_are_read(void **state)
{
    (void)state;
    char text[DATE_TEXT];

    assert_string_equal(date_format(date_of(2023, 7, 5), text), "2023-07-05");
    assert_string_equal(date_format(date_of(1900, 1, 1), text), "1900-01-01");
    assert_string_equal(date_format(DATE_NONE, text), "-");
    assert_string_equal(date_format(DATE_NEVER, text), "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1899_to_3000_follows_the_one_before),
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(month_0_ends_with_december_of_the_year_before),
        cmocka_unit_test(iso_dates_are_read_and_nothing_else),
        cmocka_unit_test(dates_are_printed_as_they_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
