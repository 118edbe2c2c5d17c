#include "core/delivery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const msec second = 1000;
static const msec day = 24 * 60 * 60 * 1000;
static const msec waits[] = {5000, 300000};
static const struct delivery_schedule schedule = {.waits = waits, .count = 2, .throttle_pause = 60000};

static struct delivery_next after(enum delivery_result result, int64_t retry_after_s, int attempt,
                                  uint32_t jitter)
{
    struct answer answer = {.kind = ANSWER_STATUS, .retry_after_s = retry_after_s};

    return delivery_after(result, &answer, attempt, &schedule, jitter);
}

static void answers_fall_into_their_classes(void **state)
{
    static const struct {
        struct answer answer;
        enum delivery_result expected;
    } cases[] = {
        {{ANSWER_STATUS, 200, 0}, DELIVERY_DELIVERED},  {{ANSWER_STATUS, 204, 0}, DELIVERY_DELIVERED},
        {{ANSWER_STATUS, 299, 60}, DELIVERY_DELIVERED}, {{ANSWER_STATUS, 199, 0}, DELIVERY_PERMANENT},
        {{ANSWER_STATUS, 301, 0}, DELIVERY_PERMANENT},  {{ANSWER_STATUS, 304, 0}, DELIVERY_PERMANENT},
        {{ANSWER_STATUS, 400, 0}, DELIVERY_PERMANENT},  {{ANSWER_STATUS, 401, 30}, DELIVERY_PERMANENT},
        {{ANSWER_STATUS, 404, 0}, DELIVERY_PERMANENT},  {{ANSWER_STATUS, 410, 0}, DELIVERY_PERMANENT},
        {{ANSWER_STATUS, 408, 0}, DELIVERY_RETRY},      {{ANSWER_STATUS, 429, 0}, DELIVERY_THROTTLED},
        {{ANSWER_STATUS, 429, 5}, DELIVERY_THROTTLED},  {{ANSWER_STATUS, 500, 0}, DELIVERY_RETRY},
        {{ANSWER_STATUS, 500, 5}, DELIVERY_RETRY},      {{ANSWER_STATUS, 502, 0}, DELIVERY_RETRY},
        {{ANSWER_STATUS, 502, 5}, DELIVERY_THROTTLED},  {{ANSWER_STATUS, 503, 0}, DELIVERY_RETRY},
        {{ANSWER_STATUS, 503, 5}, DELIVERY_THROTTLED},  {{ANSWER_STATUS, 504, 5}, DELIVERY_THROTTLED},
        {{ANSWER_UNREACHABLE, 0, 0}, DELIVERY_RETRY},   {{ANSWER_TIMEOUT, 0, 0}, DELIVERY_RETRY},
        {{ANSWER_SMTP, 250, 0}, DELIVERY_DELIVERED},    {{ANSWER_SMTP, 251, 0}, DELIVERY_DELIVERED},
        {{ANSWER_SMTP, 421, 0}, DELIVERY_THROTTLED},    {{ANSWER_SMTP, 450, 0}, DELIVERY_RETRY},
        {{ANSWER_SMTP, 451, 0}, DELIVERY_RETRY},        {{ANSWER_SMTP, 452, 0}, DELIVERY_RETRY},
        {{ANSWER_SMTP, 454, 0}, DELIVERY_RETRY},        {{ANSWER_SMTP, 535, 0}, DELIVERY_PERMANENT},
        {{ANSWER_SMTP, 550, 0}, DELIVERY_PERMANENT},    {{ANSWER_SMTP, 554, 0}, DELIVERY_PERMANENT},
        {{ANSWER_SMTP, 354, 0}, DELIVERY_RETRY},        {{ANSWER_SMTP, 0, 0}, DELIVERY_RETRY},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (delivery_judge(&cases[i].answer) != cases[i].expected)
            fail_msg("case %zu: status %d is judged as %s", i, cases[i].answer.status,
                     delivery_result_name(delivery_judge(&cases[i].answer)));
}

static void a_failure_waits_as_the_schedule_says_then_the_message_is_dead(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_RETRY, 0, 1, 0).wait, 5 * second);
    assert_int_equal(after(DELIVERY_RETRY, 0, 2, 0).wait, 300 * second);
    assert_false(after(DELIVERY_RETRY, 0, 2, 0).dead);
    assert_true(after(DELIVERY_RETRY, 0, 3, 0).dead);
    assert_true(after(DELIVERY_RETRY, 0, 99, 0).dead);
}

static void jitter_lengthens_a_wait_by_less_than_a_tenth(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_RETRY, 0, 1, 500).wait, 5250);
    assert_int_equal(after(DELIVERY_RETRY, 0, 1, DELIVERY_JITTER - 1).wait, 5499);
}

static void a_refusal_is_final_and_stops_no_other_message(void **state)
{
    (void)state;
    struct delivery_next next = after(DELIVERY_PERMANENT, 0, 1, 0);

    assert_true(next.dead);
    assert_int_equal(next.pause, 0);
}

static void a_failure_does_not_pause_the_channel(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_RETRY, 20, 1, 0).pause, 0);
}

static void a_throttled_channel_pauses_as_long_as_it_asked(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_THROTTLED, 20, 1, 0).pause, 20 * second);
    assert_int_equal(after(DELIVERY_THROTTLED, 20, 1, 0).wait, 20 * second);
    assert_int_equal(after(DELIVERY_THROTTLED, 20, 2, 0).wait, 300 * second);
}

static void a_throttled_channel_that_names_no_time_pauses_by_default(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_THROTTLED, 0, 1, 0).pause, 60 * second);
    assert_int_equal(after(DELIVERY_THROTTLED, 0, 1, 0).wait, 60 * second);
}

static void a_throttled_message_out_of_attempts_dies_and_its_channel_still_pauses(void **state)
{
    (void)state;
    struct delivery_next next = after(DELIVERY_THROTTLED, 20, 3, 0);

    assert_true(next.dead);
    assert_int_equal(next.pause, 20 * second);
}

static void nobody_can_ask_for_more_than_a_day(void **state)
{
    (void)state;

    assert_int_equal(after(DELIVERY_THROTTLED, INT64_MAX, 1, 0).pause, day);
    assert_int_equal(after(DELIVERY_RETRY, 90000, 1, 0).wait, day);
    assert_int_equal(after(DELIVERY_RETRY, 86399, 1, 0).wait, day - second);
}

static void what_was_handed_back_is_due_at_once_whatever_the_attempt(void **state)
{
    (void)state;
    struct delivery_next next = after(DELIVERY_HANDED_BACK, 0, 99, 999);

    assert_false(next.dead);
    assert_int_equal(next.wait, 0);
    assert_int_equal(next.pause, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_fall_into_their_classes),
        cmocka_unit_test(a_failure_waits_as_the_schedule_says_then_the_message_is_dead),
        cmocka_unit_test(jitter_lengthens_a_wait_by_less_than_a_tenth),
        cmocka_unit_test(a_refusal_is_final_and_stops_no_other_message),
        cmocka_unit_test(a_failure_does_not_pause_the_channel),
        cmocka_unit_test(a_throttled_channel_pauses_as_long_as_it_asked),
        cmocka_unit_test(a_throttled_channel_that_names_no_time_pauses_by_default),
        cmocka_unit_test(a_throttled_message_out_of_attempts_dies_and_its_channel_still_pauses),
        cmocka_unit_test(nobody_can_ask_for_more_than_a_day),
        cmocka_unit_test(what_was_handed_back_is_due_at_once_whatever_the_attempt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
