#include "core/pace.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const msec second = 1000, minute = 60000;

static struct pace_next look(const char *type, struct pace_seen seen)
{
    return pace_look(pace_default(type), &seen);
}

static void what_waits_goes_at_once(void **state)
{
    (void)state;
    struct pace_next next = look("webhook", (struct pace_seen){.waiting = 3, .free = INT_MAX});

    assert_true(next.go);
    assert_false(next.fold);
    assert_int_equal(next.room, INT_MAX);
}

static void nothing_waits_for_nothing(void **state)
{
    (void)state;
    struct pace_next next = look("webhook", (struct pace_seen){.due_in = PACE_NEVER});

    assert_false(next.go);
    assert_true(next.wait == PACE_NEVER);
}

static void a_group_waits_for_its_first_event(void **state)
{
    (void)state;
    struct pace_next next = look("wecom", (struct pace_seen){.waiting = 2, .due_in = 7 * second, .free = 20});

    assert_false(next.go);
    assert_int_equal(next.wait, 7 * second);
}

static void more_than_enough_in_a_minute_is_collected_and_folded(void **state)
{
    (void)state;
    struct pace_seen seen = {.waiting = 60, .recent = 41, .free = INT_MAX, .waited = 2 * second};

    struct pace_next next = look("webhook", seen);
    assert_false(next.go);
    assert_int_equal(next.wait, second);
    seen.waited = 10 * second;
    next = look("webhook", seen);
    assert_true(next.go && next.fold);
    seen.recent = 40; /* 100 in all */
    seen.waited = 0;
    assert_true(look("webhook", seen).go);
    assert_false(look("webhook", seen).fold);
}

static void after_a_flood_a_single_event_is_a_message_of_its_own(void **state)
{
    (void)state;
    struct pace_next next = look("webhook", (struct pace_seen){.waiting = 1, .recent = 101, .free = INT_MAX});

    assert_true(next.go);
    assert_false(next.fold);
}

/* Nobody knows what comes of an import that is still being evaluated; but it is not waited for for ever. */
static void what_is_being_evaluated_is_waited_for(void **state)
{
    (void)state;
    struct pace_seen seen = {.waiting = 1, .upstream = 101, .free = INT_MAX};

    assert_false(look("webhook", seen).go);
    seen.waited = 10 * second;
    assert_true(look("webhook", seen).go);
    assert_false(look("webhook", seen).fold);
}

static void a_used_up_quota_is_waited_for(void **state)
{
    (void)state;
    struct pace_seen seen = {.waiting = 4, .free = 5, .unsent = 3};

    assert_int_equal(look("wecom", seen).room, 2);
    seen.unsent = 5;
    assert_false(look("wecom", seen).go);
    assert_int_equal(look("wecom", seen).wait, second);
    seen = (struct pace_seen){.waiting = 1, .free = 0, .free_in = 300};
    assert_int_equal(look("slack", seen).wait, 300);
    assert_true(look("webhook", seen).go); /* which has none */
}

static void what_gathers_while_a_channel_rests_goes_out_in_one(void **state)
{
    (void)state;
    struct pace_seen seen = {.waiting = 3, .free = INT_MAX, .rest = 5 * second};

    assert_false(look("webhook", seen).go);
    assert_int_equal(look("webhook", seen).wait, 5 * second);
    seen.rest = 0;
    seen.piled = true;
    assert_true(look("webhook", seen).go && look("webhook", seen).fold);
    seen.waiting = 1;
    assert_true(look("webhook", seen).go);
    assert_false(look("webhook", seen).fold);
}

static void a_channel_that_is_off_waits_until_somebody_says_otherwise(void **state)
{
    (void)state;
    struct pace_next next = look("webhook", (struct pace_seen){.waiting = 3, .free = INT_MAX, .off = true});

    assert_false(next.go);
    assert_true(next.wait == PACE_NEVER);
}

static void rates_have_one_form(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "20",    "/1m",    "20/",     "20/m",       "20/1d", "0/1m",
                                      "1/0s", "20/1M", "20 /1m", "1001/1s", "2000000/1m", "1/25h", "1/1m "};
    struct pace_rate rate;
    struct err err = {0};

    assert_true(pace_rate_parse("20/1m", &rate, &err));
    assert_int_equal(rate.messages, 20);
    assert_int_equal(rate.window, minute);
    assert_true(pace_rate_parse("5/1s", &rate, &err) && pace_rate_parse("1000/24h", &rate, &err));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err_clear(&err);
        assert_false(pace_rate_parse(bad[i], &rate, &err));
        assert_true(strlen(err.text) > 0);
    }
}

static void types_have_the_limits_that_their_makers_say(void **state)
{
    (void)state;

    assert_int_equal(pace_default("webhook")->quota_count, 0);
    assert_int_equal(pace_default("log")->quota_count, 0);
    assert_int_equal(pace_default("dingtalk")->quota[0].messages, 20);
    assert_int_equal(pace_default("feishu")->quota_count, 2);
    assert_ptr_equal(pace_default("no such type"), pace_default("webhook"));
}

/* 2025-06-02 02:00 UTC, 10:00 in Beijing. */
static void half_hours_are_avoided_where_it_is_asked_for(void **state)
{
    (void)state;
    const msec ten = INT64_C(1748829600000);
    const struct pace *feishu = pace_default("feishu");

    assert_int_equal(pace_busy_wait(pace_default("webhook"), ten, 7), 0);
    assert_int_equal(pace_busy_wait(feishu, ten, 0), minute);
    assert_int_equal(pace_busy_wait(feishu, ten + 10 * minute, 0), 0);
    for (msec at = ten; at < ten + 60 * minute; at += 500) {
        msec sent = at + pace_busy_wait(feishu, at, (uint32_t)at);
        assert_true(sent % (30 * minute) >= minute && sent % (30 * minute) < 30 * minute - 30 * second);
        assert_in_range(sent - at, 0, 210 * second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_goes_at_once),
        cmocka_unit_test(nothing_waits_for_nothing),
        cmocka_unit_test(a_group_waits_for_its_first_event),
        cmocka_unit_test(more_than_enough_in_a_minute_is_collected_and_folded),
        cmocka_unit_test(after_a_flood_a_single_event_is_a_message_of_its_own),
        cmocka_unit_test(what_is_being_evaluated_is_waited_for),
        cmocka_unit_test(a_used_up_quota_is_waited_for),
        cmocka_unit_test(what_gathers_while_a_channel_rests_goes_out_in_one),
        cmocka_unit_test(a_channel_that_is_off_waits_until_somebody_says_otherwise),
        cmocka_unit_test(rates_have_one_form),
        cmocka_unit_test(types_have_the_limits_that_their_makers_say),
        cmocka_unit_test(half_hours_are_avoided_where_it_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
