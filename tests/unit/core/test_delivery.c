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
        {{.kind = ANSWER_STATUS, .status = 200, .retry_after_s = 0}, DELIVERY_DELIVERED},
        {{.kind = ANSWER_STATUS, .status = 204, .retry_after_s = 0}, DELIVERY_DELIVERED},
        {{.kind = ANSWER_STATUS, .status = 299, .retry_after_s = 60}, DELIVERY_DELIVERED},
        {{.kind = ANSWER_STATUS, .status = 199, .retry_after_s = 0}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 301, .retry_after_s = 0}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 304, .retry_after_s = 0}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 400, .retry_after_s = 0}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 401, .retry_after_s = 30}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 404, .retry_after_s = 0}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_STATUS, .status = 410, .retry_after_s = 0}, DELIVERY_GONE},
        {{.kind = ANSWER_STATUS, .status = 408, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_STATUS, .status = 429, .retry_after_s = 0}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_STATUS, .status = 429, .retry_after_s = 5}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_STATUS, .status = 500, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_STATUS, .status = 500, .retry_after_s = 5}, DELIVERY_RETRY},
        {{.kind = ANSWER_STATUS, .status = 502, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_STATUS, .status = 502, .retry_after_s = 5}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_STATUS, .status = 503, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_STATUS, .status = 503, .retry_after_s = 5}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_STATUS, .status = 504, .retry_after_s = 5}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_UNREACHABLE, .status = 0, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_TIMEOUT, .status = 0, .retry_after_s = 0}, DELIVERY_RETRY},
        {{.kind = ANSWER_IMPOSSIBLE}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_SMTP, .status = 250}, DELIVERY_DELIVERED},
        {{.kind = ANSWER_SMTP, .status = 251}, DELIVERY_DELIVERED},
        {{.kind = ANSWER_SMTP, .status = 421}, DELIVERY_THROTTLED},
        {{.kind = ANSWER_SMTP, .status = 450}, DELIVERY_RETRY},
        {{.kind = ANSWER_SMTP, .status = 451}, DELIVERY_RETRY},
        {{.kind = ANSWER_SMTP, .status = 452}, DELIVERY_RETRY},
        {{.kind = ANSWER_SMTP, .status = 454}, DELIVERY_RETRY},
        {{.kind = ANSWER_SMTP, .status = 535}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_SMTP, .status = 550}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_SMTP, .status = 554}, DELIVERY_PERMANENT},
        {{.kind = ANSWER_SMTP, .status = 354}, DELIVERY_RETRY},
        {{.kind = ANSWER_SMTP, .status = 0}, DELIVERY_RETRY},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (delivery_judge(&cases[i].answer) != cases[i].expected)
            fail_msg("case %zu: status %d is judged as %s", i, cases[i].answer.status,
                     delivery_result_name(delivery_judge(&cases[i].answer)));
}

static void a_robot_is_judged_by_its_code(void **state)
{
    static const struct {
        enum channel_type from;
        int64_t code;
        enum delivery_result expected;
    } cases[] = {
        {CHANNEL_WECOM, 0, DELIVERY_DELIVERED},
        {CHANNEL_WECOM, -1, DELIVERY_RETRY},
        {CHANNEL_WECOM, 45009, DELIVERY_THROTTLED},
        {CHANNEL_WECOM, 40058, DELIVERY_PERMANENT},
        {CHANNEL_WECOM, 93000, DELIVERY_GONE},
        {CHANNEL_WECOM, 40033, DELIVERY_PERMANENT},
        {CHANNEL_WECOM, 130101, DELIVERY_RETRY},
        {CHANNEL_WECOM, 1, DELIVERY_RETRY},
        {CHANNEL_DINGTALK, 0, DELIVERY_DELIVERED},
        {CHANNEL_DINGTALK, -1, DELIVERY_RETRY},
        {CHANNEL_DINGTALK, 130101, DELIVERY_THROTTLED},
        {CHANNEL_DINGTALK, 410100, DELIVERY_THROTTLED},
        {CHANNEL_DINGTALK, 310000, DELIVERY_PERMANENT},
        {CHANNEL_DINGTALK, 300001, DELIVERY_GONE},
        {CHANNEL_DINGTALK, 300005, DELIVERY_GONE},
        {CHANNEL_DINGTALK, 400101, DELIVERY_GONE},
        {CHANNEL_DINGTALK, 400102, DELIVERY_GONE},
        {CHANNEL_DINGTALK, 400013, DELIVERY_GONE},
        {CHANNEL_DINGTALK, 40035, DELIVERY_PERMANENT},
        {CHANNEL_DINGTALK, 43002, DELIVERY_PERMANENT},
        {CHANNEL_DINGTALK, 43004, DELIVERY_PERMANENT},
        {CHANNEL_FEISHU, 0, DELIVERY_DELIVERED},
        {CHANNEL_FEISHU, 11232, DELIVERY_THROTTLED},
        {CHANNEL_FEISHU, 19021, DELIVERY_PERMANENT},
        {CHANNEL_FEISHU, 19022, DELIVERY_PERMANENT},
        {CHANNEL_FEISHU, 19024, DELIVERY_PERMANENT},
        {CHANNEL_FEISHU, 9499, DELIVERY_PERMANENT},
        {CHANNEL_FEISHU, 45009, DELIVERY_RETRY},
        {CHANNEL_SLACK, 0, DELIVERY_DELIVERED},
        {CHANNEL_FEISHU, 19001, DELIVERY_GONE},
        {CHANNEL_SLACK, ANSWER_SLACK_GONE, DELIVERY_GONE},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct answer answer = {.kind = ANSWER_STATUS,
                                .status = 200,
                                .from = cases[i].from,
                                .has_code = true,
                                .code = cases[i].code};
        if (delivery_judge(&answer) != cases[i].expected)
            fail_msg("%s code %lld is judged as %s", channel_type_name(cases[i].from),
                     (long long)cases[i].code, delivery_result_name(delivery_judge(&answer)));
    }
}

static void a_robot_that_says_nothing_readable_is_let_rest_and_its_status_counts_where_it_failed(void **state)
{
    static const enum channel_type robots[] = {CHANNEL_WECOM, CHANNEL_DINGTALK, CHANNEL_FEISHU,
                                               CHANNEL_SLACK};
    (void)state;

    for (size_t i = 0; i < sizeof robots / sizeof robots[0]; i++) {
        struct answer answer = {.kind = ANSWER_STATUS, .status = 200, .from = robots[i]};
        assert_int_equal(delivery_judge(&answer), DELIVERY_THROTTLED);
        answer.status = 404;
        assert_int_equal(delivery_judge(&answer), DELIVERY_PERMANENT);
        answer.status = 410;
        assert_int_equal(delivery_judge(&answer), DELIVERY_GONE);
        answer.status = 500;
        assert_int_equal(delivery_judge(&answer), DELIVERY_RETRY);
        answer.status = 400;
        answer.has_code = true; /* a success that is none */
        assert_int_equal(delivery_judge(&answer), DELIVERY_PERMANENT);
    }
    struct answer slowed = {
        .kind = ANSWER_STATUS, .status = 400, .from = CHANNEL_FEISHU, .has_code = true, .code = 11232};
    assert_int_equal(delivery_judge(&slowed), DELIVERY_THROTTLED);
    struct answer gone = {.kind = ANSWER_STATUS,
                          .status = 404,
                          .from = CHANNEL_SLACK,
                          .has_code = true,
                          .code = ANSWER_SLACK_GONE};
    assert_int_equal(delivery_judge(&gone), DELIVERY_GONE);
}

static void each_robot_rests_at_least_as_long_as_it_shuts_senders_out(void **state)
{
    struct delivery_schedule robot = schedule;
    struct answer answer = {.kind = ANSWER_STATUS, .retry_after_s = 5};
    (void)state;

    assert_int_equal(delivery_pause_least(CHANNEL_WEBHOOK), 0);
    assert_int_equal(delivery_pause_least(CHANNEL_WECOM), 60 * second);
    assert_int_equal(delivery_pause_least(CHANNEL_FEISHU), 60 * second);
    assert_int_equal(delivery_pause_least(CHANNEL_SLACK), 60 * second);
    assert_int_equal(delivery_pause_least(CHANNEL_DINGTALK), 600 * second);
    robot.pause_least = 600 * second;
    struct delivery_next next = delivery_after(DELIVERY_THROTTLED, &answer, 1, &robot, 0);
    assert_int_equal(next.pause, 600 * second);
    assert_int_equal(next.wait, 600 * second);
    answer.retry_after_s = 900;
    assert_int_equal(delivery_after(DELIVERY_THROTTLED, &answer, 1, &robot, 0).pause, 900 * second);
    answer.retry_after_s = 0;
    robot.pause_least = 0;
    assert_int_equal(delivery_after(DELIVERY_THROTTLED, &answer, 1, &robot, 0).pause, 60 * second);
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

static void that_nobody_is_there_is_not_the_messages_fault(void **state)
{
    (void)state;
    struct delivery_next next = after(DELIVERY_GONE, 60, 99, 500);

    assert_false(next.dead);
    assert_int_equal(next.wait, 0);
    assert_int_equal(next.pause, 0);
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
        cmocka_unit_test(a_robot_is_judged_by_its_code),
        cmocka_unit_test(
            a_robot_that_says_nothing_readable_is_let_rest_and_its_status_counts_where_it_failed),
        cmocka_unit_test(each_robot_rests_at_least_as_long_as_it_shuts_senders_out),
        cmocka_unit_test(a_failure_waits_as_the_schedule_says_then_the_message_is_dead),
        cmocka_unit_test(jitter_lengthens_a_wait_by_less_than_a_tenth),
        cmocka_unit_test(a_refusal_is_final_and_stops_no_other_message),
        cmocka_unit_test(a_failure_does_not_pause_the_channel),
        cmocka_unit_test(a_throttled_channel_pauses_as_long_as_it_asked),
        cmocka_unit_test(a_throttled_channel_that_names_no_time_pauses_by_default),
        cmocka_unit_test(a_throttled_message_out_of_attempts_dies_and_its_channel_still_pauses),
        cmocka_unit_test(nobody_can_ask_for_more_than_a_day),
        cmocka_unit_test(that_nobody_is_there_is_not_the_messages_fault),
        cmocka_unit_test(what_was_handed_back_is_due_at_once_whatever_the_attempt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
