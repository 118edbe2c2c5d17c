#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static struct calendar official;

static int open_calendar(void **state)
{
    (void)state;
    calendar_init_official(&official);
    return 0;
}

static int close_calendar(void **state)
{
    (void)state;
    calendar_done(&official);
    return 0;
}

/* The folder with the published notices. Where it is missing the test is skipped, but not in CI. */
static const char *shared_folder(void)
{
    const char *folder = getenv("BUDGETWATCH_SHARED"), *ci = getenv("CI");
    char path[4096];

    if (folder == NULL)
        folder = SOURCE_DIR "/../shared";
    snprintf(path, sizeof path, "%s/calendar/holiday-cn-2023.json", folder);
    FILE *file = fopen(path, "rbe");
    if (file != NULL) {
        fclose(file);
        return folder;
    }
    if (ci != NULL && strcmp(ci, "true") == 0)
        fail_msg("%s is missing (BUDGETWATCH_SHARED)", path);
    print_message("skipped: %s is missing (BUDGETWATCH_SHARED)\n", path);
    skip();
    return NULL;
}

static json_t *notice_of(const char *folder, int year)
{
    char path[4096];
    json_error_t error;

    snprintf(path, sizeof path, "%s/calendar/holiday-cn-%d.json", folder, year);
    json_t *root = json_load_file(path, 0, &error);
    if (root == NULL)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return json_object_get(root, "days") != NULL ? root : NULL;
}

/* Whether the published notices say something of a day: 1 off, 0 at work, -1 nothing. A day stands in
 * the file of its own year, or, as New Year's eve, in that of the next. */
static int published(json_t *const roots[], int count, const char *text)
{
    for (int i = 0; i < count; i++) {
        size_t at;
        json_t *day;
        json_array_foreach(json_object_get(roots[i], "days"), at,
                           day) if (strcmp(json_string_value(json_object_get(day, "date")), text) ==
                                    0) return json_is_true(json_object_get(day, "isOffDay"))
            ? 1
            : 0;
    }
    return -1;
}

static void every_day_of_the_official_years_is_as_published(void **state)
{
    (void)state;
    enum { FIRST = 2022, LAST = 2026, YEARS = LAST - FIRST + 1 };
    const char *folder = shared_folder();
    json_t *roots[YEARS];
    char text[DATE_TEXT];
    size_t entries = 0;

    for (int i = 0; i < YEARS; i++) {
        roots[i] = notice_of(folder, FIRST + i);
        assert_non_null(roots[i]);
        entries += json_array_size(json_object_get(roots[i], "days"));
    }
    for (date day = date_of(FIRST, 1, 1); day <= date_of(LAST, 12, 31); day++) {
        int says = published(roots, YEARS, date_format(day, text));
        bool works = says < 0 ? date_weekday(day) < 5 : says == 0;
        if (calendar_is_workday(&official, day) != works)
            fail_msg("%s is not as published", text);
    }
    assert_int_equal(calendar_official_count, entries);
    for (int i = 0; i < YEARS; i++)
        json_decref(roots[i]);
}

static void the_years_of_the_notices_are_known_and_no_others(void **state)
{
    (void)state;

    for (int year = 2022; year <= 2026; year++)
        assert_true(calendar_knows(&official, year));
    /* 31 December 2021 stands in the notice of 2022, and makes no year of its own. */
    assert_false(calendar_knows(&official, 2021));
    assert_false(calendar_knows(&official, 2027));
}

static void a_year_becomes_known_with_its_third_entry(void **state)
{
    (void)state;
    struct calendar calendar = {0};

    calendar_set(&calendar, date_of(2030, 1, 1), true);
    calendar_set(&calendar, date_of(2030, 12, 31), true);
    calendar_set(&calendar, date_of(2031, 1, 1), true);
    calendar_set(&calendar, date_of(2029, 12, 31), true);
    assert_false(calendar_knows(&calendar, 2030));
    calendar_set(&calendar, date_of(2030, 12, 31), false); /* the same day again */
    assert_false(calendar_knows(&calendar, 2030));
    calendar_set(&calendar, date_of(2030, 10, 1), true);
    assert_true(calendar_knows(&calendar, 2030));
    calendar_done(&calendar);
}

static void entries_may_come_in_any_order_and_the_last_one_counts(void **state)
{
    (void)state;
    struct calendar calendar = {0};
    const date monday = date_of(2030, 7, 1);

    for (int i = 40; i >= 0; i--)
        calendar_set(&calendar, monday + i * 7, true);
    assert_int_equal(calendar.count, 41);
    for (int i = 0; i <= 40; i++)
        assert_false(calendar_is_workday(&calendar, monday + i * 7));
    assert_true(calendar_is_workday(&calendar, monday + 1));
    calendar_set(&calendar, monday, false);
    assert_int_equal(calendar.count, 41);
    assert_true(calendar_is_workday(&calendar, monday));
    calendar_done(&calendar);
}

/* Spring festival 2023: off from 21 to 27 January, at work on Saturday 28 and Sunday 29. */
static void working_days_go_around_the_spring_festival(void **state)
{
    (void)state;
    const date friday = date_of(2023, 1, 20);
    const struct {
        int days;
        date day;
    } later[] = {
        {1, date_of(2023, 1, 28)}, {2, date_of(2023, 1, 29)}, {3, date_of(2023, 1, 30)},
        {7, date_of(2023, 2, 3)},  {8, date_of(2023, 2, 6)},
    };

    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        assert_int_equal(calendar_workday_after(&official, friday, later[i].days), later[i].day);
        assert_int_equal(calendar_workdays(&official, friday, later[i].day), later[i].days);
        assert_int_equal(calendar_workdays(&official, friday, later[i].day - 1),
                         later[i].days - 1 >= 7 ? 7 : later[i].days - 1);
    }
    assert_int_equal(calendar_workdays(&official, friday, date_of(2023, 1, 27)), 0);
}

static void counting_backwards_or_nowhere_gives_0(void **state)
{
    (void)state;
    const date day = date_of(2023, 7, 5);

    assert_int_equal(calendar_workdays(&official, day, day), 0);
    assert_int_equal(calendar_workdays(&official, day, day - 30), 0);
    assert_int_equal(calendar_workdays(&official, day, DATE_NONE), 0);
}

static void an_unknown_year_counts_monday_to_friday(void **state)
{
    (void)state;
    struct calendar calendar = {0};

    /* The first week of October, which the notices take off. */
    assert_int_equal(calendar_workdays(&calendar, date_of(2027, 9, 30), date_of(2027, 10, 8)), 6);
    assert_int_equal(calendar_workday_after(&calendar, date_of(2027, 10, 8), 1), date_of(2027, 10, 11));
    assert_int_equal(calendar_workdays(&official, date_of(2027, 9, 30), date_of(2027, 10, 8)), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_the_official_years_is_as_published),
        cmocka_unit_test(the_years_of_the_notices_are_known_and_no_others),
        cmocka_unit_test(a_year_becomes_known_with_its_third_entry),
        cmocka_unit_test(entries_may_come_in_any_order_and_the_last_one_counts),
        cmocka_unit_test(working_days_go_around_the_spring_festival),
        cmocka_unit_test(counting_backwards_or_nowhere_gives_0),
        cmocka_unit_test(an_unknown_year_counts_monday_to_friday),
    };
    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
