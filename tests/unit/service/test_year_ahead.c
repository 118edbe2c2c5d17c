#include "service/year_ahead.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool has_work(const struct year_ahead *ahead, int month, int day)
{
    return year_ahead_has_work(ahead, date_of(2026, month, day), 1000);
}

static void it_looks_once_a_day(void **state)
{
    (void)state;
    struct year_ahead ahead = {.looked_on = date_of(2026, 10, 1)};
    const struct year_made made = {.leads = true, .made = 7, .trouble = ""};

    assert_true(has_work(&(struct year_ahead){0}, 10, 1));
    year_ahead_take(&ahead, &made, 1000);
    assert_false(has_work(&ahead, 10, 1));
    assert_true(has_work(&ahead, 10, 2));
}

static void one_that_did_not_lead_looks_again_later_that_day(void **state)
{
    (void)state;
    struct year_ahead ahead = {.looked_on = date_of(2026, 10, 1)};

    year_ahead_take(&ahead, &(struct year_made){.trouble = ""}, 1000);
    assert_false(has_work(&ahead, 10, 1));
    assert_true(year_ahead_has_work(&ahead, date_of(2026, 10, 1), 1000 + 3600000));
}

static void trouble_does_not_make_it_try_again_at_once(void **state)
{
    (void)state;
    struct year_ahead ahead = {.looked_on = date_of(2026, 10, 1)};
    const struct year_made made = {.leads = true, .trouble = "a lock is not free"};

    year_ahead_take(&ahead, &made, 1000);
    assert_false(has_work(&ahead, 10, 1));
    assert_true(has_work(&ahead, 10, 2));
    assert_true(ahead.troubled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_looks_once_a_day),
        cmocka_unit_test(one_that_did_not_lead_looks_again_later_that_day),
        cmocka_unit_test(trouble_does_not_make_it_try_again_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
