#include "core/import_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void dates_are_read_in_every_form_that_means_one_day(void **state)
{
    static const struct {
        const char *written, *meant;
    } cases[] = {
        {"2023-07-05", "2023-07-05"},
        {"2023-7-5", "2023-07-05"},
        {"2023/7/5", "2023-07-05"},
        {"2023/07/05", "2023-07-05"},
        {"2023.7.5", "2023-07-05"},
        {"2023.12.31", "2023-12-31"},
        {"2023年7月5日", "2023-07-05"},
        {"2023 年 7 月 5 日", "2023-07-05"},
        {"２０２３年７月５日", "2023-07-05"},
        {"２０２３／７／５", "2023-07-05"},
        {"２０２３．７．５", "2023-07-05"},
        {"２０２３－０７－０５", "2023-07-05"},
        {"20230705", "2023-07-05"},
        {"２０２３０７０５", "2023-07-05"},
        {"45112", "2023-07-05"},
        {"20000", "1954-10-03"},
        {"80000", "2119-01-11"},
        {"36526", "2000-01-01"},
        {"2024年2月29日", "2024-02-29"},
        {"2023/7/5 0:00", "2023-07-05"},
        {"2023-07-05 00:00:00", "2023-07-05"},
        {"2023-07-05T00:00:00.000", "2023-07-05"},
        {"2023-10-30 00:00:00", "2023-10-30"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[DATE_TEXT];
        date day;
        if (!import_date_read(cases[i].written, strlen(cases[i].written), &day))
            fail_msg("%s is refused", cases[i].written);
        assert_string_equal(date_format(day, text), cases[i].meant);
    }
}

static void what_could_mean_two_days_or_none_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "5/7/2023",
        "23-7-5",
        "7/5",
        "2023-7",
        "2023年7月",
        "2023-7/5",
        "2023/7.5",
        "2023-13-01",
        "2023-02-29",
        "20230229",
        "2023年2月30日",
        "2023-7-5-",
        "2023-7-",
        "-2023-7-5",
        "19999",
        "80001",
        "4511",
        "45112.5",
        "1,000",
        "2023 - 7 - 5",
        "2023-007-05",
        "2023年7月5",
        "2023-7-5日",
        "2023年7日5月",
        "二〇二三年七月五日",
        "1899-12-31",
        "3000-01-01",
        "123456789",
        "2023\xFF",
        "2023-07-05 08:00",
        "2023-07-05 00:00:01",
        "2023-07-05 00",
        "2023-07-0500:00",
        "00:00",
        " 00:00",
        "2023-07-05 :00",
        "2023-07-05 00:",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date day;
        if (import_date_read(cases[i], strlen(cases[i]), &day))
            fail_msg("%s is taken for a date", cases[i]);
    }
}

static void months_may_name_their_year(void **state)
{
    static const struct {
        const char *written;
        int year, month; /* month 0: refused */
    } cases[] = {
        {"000007", 0, 0},     {"0000-07", 0, 0},
        {"070707", 0, 0},     {"7", 0, 7},
        {"07", 0, 7},         {"１２", 0, 12},
        {"7月", 0, 7},        {"7 月份", 0, 7},
        {"2023-07", 2023, 7}, {"2023-7", 2023, 7},
        {"2023/7", 2023, 7},  {"2023年7月", 2023, 7},
        {"202307", 2023, 7},  {"2023年12月份", 2023, 12},
        {"0", 0, 0},          {"13", 0, 0},
        {"13月", 0, 0},       {"2023-13", 0, 0},
        {"2023.10", 0, 0},    {"2023", 0, 0},
        {"202313", 0, 0},     {"23-07", 0, 0},
        {"七月", 0, 0},       {"7-8", 0, 0},
        {"1.0", 0, 0},        {"007", 0, 0},
        {"2023-07-05", 0, 0}, {"-7", 0, 0},
        {"", 0, 0},           {"7月月", 0, 0},
        {"份", 0, 0},         {"7份", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = 0, month = 0;
        bool good = import_month_read(cases[i].written, strlen(cases[i].written), &year, &month);
        if (good != (cases[i].month > 0) || year != cases[i].year || month != cases[i].month)
            fail_msg("%s: %d-%d", cases[i].written, year, month);
    }
}

static void years_have_four_digits(void **state)
{
    static const char *const good[] = {"2023", "2023年", "2023 年度", "２０２３"};
    static const char *const bad[] = {"",      "23",     "23年",  "20233", "2023度",
                                      "2023-", "2023月", "-2023", "2023.0"};
    int year = 0;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(import_year_read(good[i], strlen(good[i]), &year));
        assert_int_equal(year, 2023);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (import_year_read(bad[i], strlen(bad[i]), &year))
            fail_msg("%s is taken for a year", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_every_form_that_means_one_day),
        cmocka_unit_test(what_could_mean_two_days_or_none_is_refused),
        cmocka_unit_test(months_may_name_their_year),
        cmocka_unit_test(years_have_four_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
