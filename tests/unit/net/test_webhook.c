#include "net/webhook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "an_event.h"
#include "base/mem.h"

static const struct message_event opened = {
    AN_EVENT,
    .manager = "",
    .explanation = "支出 0.00 ÷ 预算 \"100\"",
};

static void the_body_of_an_event_is_compact_raw_utf8(void **state)
{
    struct buf body = {0};
    (void)state;

    webhook_event_body(&body, &opened);
    assert_string_equal(
        buf_text(&body),
        "{\"type\":\"deviation.opened\",\"timestamp\":\"2023-04-14T01:02:03.456Z\",\"data\":{\"event_id\":7,"
        "\"deviation_id\":3,\"title\":\"[红灯·新增] 支出进度：垃圾分类\","
        "\"explanation\":\"支出 0.00 ÷ 预算 \\\"100\\\"\",\"event\":\"opened\",\"rule\":\"execution.pace\","
        "\"severity\":\"red\",\"previous_severity\":\"none\",\"fiscal_year\":2023,\"month\":3,"
        "\"subject\":{\"kind\":\"project\",\"code\":\"P01\",\"name\":\"垃圾分类\"},"
        "\"unit\":{\"code\":\"U1\",\"name\":\"城管局\"},\"manager\":null,\"answers\":null,\"observed\":\"0."
        "000000\","
        "\"expected\":\"0.250000\",\"gap\":\"0.250000\",\"occurred_on\":\"2023-04-14\","
        "\"corrects\":null}}");
    buf_free(&body);
}

static void a_digest_counts_all_and_shows_as_many_as_fit(void **state)
{
    enum { MANY = 1000 };
    struct message_event *events = mem_alloc(MANY * sizeof *events);
    struct buf body = {0};
    struct webhook_text text;
    struct err err = {0};
    (void)state;

    for (int i = 0; i < MANY; i++) {
        events[i] = opened;
        events[i].id = i + 1;
        if (i >= 2)
            events[i].severity = "yellow";
    }
    struct message_digest digest = {.events = events, .count = 3, .title = "3 项预警：红灯2、黄灯1"};
    webhook_digest_body(&body, LANGUAGE_ZH, &digest);
    assert_non_null(
        strstr(buf_text(&body), "\"type\":\"deviation.digest\",\"timestamp\":\"2023-04-14T01:02:03.456Z\""));
    assert_non_null(strstr(buf_text(&body),
                           "\"count\":3,\"by_severity\":{\"red\":2,\"yellow\":1},"
                           "\"by_event\":{\"opened\":3},\"omitted\":0,\"events\":[{\"event_id\":1,"));
    assert_true(webhook_text_read(body.data, body.length, &text, &err));
    assert_string_equal(text.title, digest.title);
    assert_string_equal(text.explanation,
                        "新增3\n[红灯·新增] 支出进度：垃圾分类\n[红灯·新增] 支出进度：垃圾分类\n"
                        "[红灯·新增] 支出进度：垃圾分类");
    webhook_text_done(&text);

    buf_clear(&body);
    digest.count = MANY;
    webhook_digest_body(&body, LANGUAGE_EN, &digest);
    assert_in_range(body.length, WEBHOOK_BODY_MAX - 1000, WEBHOOK_BODY_MAX);
    assert_non_null(strstr(buf_text(&body), "\"count\":1000,"));
    assert_null(strstr(buf_text(&body), "\"omitted\":0,"));
    buf_free(&body);
    free(events);
}

static char *repeated(const char *piece, size_t bytes)
{
    struct buf text = {0};

    while (text.length < bytes)
        buf_puts(&text, piece);
    return buf_take(&text);
}

static void no_event_makes_a_body_over_the_limit_or_a_broken_character(void **state)
{
    static const char *const pieces[] = {"预", "\"", "\\", "\001", "😀", "a预"};
    (void)state;

    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char *huge = repeated(pieces[i], 100000);
        struct message_event event = opened;
        struct webhook_text text;
        struct buf body = {0};
        struct err err = {0};

        event.rule = event.severity = event.previous_severity = huge;
        event.subject_kind = event.subject_code = event.subject_name = huge;
        event.unit_code = event.unit_name = event.manager = event.observed = event.expected = event.gap =
            huge;
        event.explanation = event.title = event.occurred_on = huge;
        event.answers_name = event.answers_role = event.answers_unit = huge;
        event.corrects_event = INT64_MAX;
        event.corrects_message = huge;
        webhook_event_body(&body, &event);
        assert_in_range(body.length, 5000, WEBHOOK_BODY_MAX);
        if (!webhook_text_read(body.data, body.length, &text, &err))
            fail_msg("%s", err.text);
        assert_string_equal(text.explanation + strlen(text.explanation) - strlen("…"), "…");
        webhook_text_done(&text);
        buf_free(&body);
        free(huge);
    }
}

static void a_body_can_be_read_again(void **state)
{
    struct webhook_text text;
    struct buf body = {0};
    struct err err = {0};
    (void)state;

    webhook_event_body(&body, &opened);
    assert_true(webhook_text_read(body.data, body.length, &text, &err));
    assert_string_equal(text.type, "deviation.opened");
    assert_string_equal(text.rule, "execution.pace");
    assert_string_equal(text.severity, "red");
    assert_string_equal(text.subject, "P01");
    assert_string_equal(text.unit, "U1");
    assert_string_equal(text.title, opened.title);
    assert_string_equal(text.explanation, opened.explanation);
    assert_string_equal(text.reason, "");
    webhook_text_done(&text);
    buf_free(&body);
}

/* How to reach a person is not in it, whatever the ledger knows. */
static void a_body_names_who_answers_and_what_it_corrects(void **state)
{
    static const struct {
        const char *role, *message, *json;
    } cases[] = {
        {"科长", "msg_1", "\"answers\":{\"name\":\"李雷\",\"role\":\"科长\",\"unit\":\"U1\"},"},
        {"", "msg_1", "\"answers\":{\"name\":\"李雷\",\"role\":null,\"unit\":\"U1\"},"},
        {"", "msg_1", "\"corrects\":{\"event_id\":5,\"message_id\":\"msg_1\"}}"},
        {"", "", "\"corrects\":{\"event_id\":5,\"message_id\":null}}"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct message_event event = opened;
        struct webhook_text text;
        struct buf body = {0};
        struct err err = {0};

        event.manager = event.answers_name = "李雷";
        event.answers_role = cases[i].role;
        event.answers_unit = "U1";
        event.corrects_event = 5;
        event.corrects_message = cases[i].message;
        webhook_event_body(&body, &event);
        assert_non_null(strstr(buf_text(&body), cases[i].json));
        assert_true(webhook_text_read(body.data, body.length, &text, &err));
        assert_string_equal(text.manager, "李雷");
        assert_string_equal(text.answers, "李雷");
        assert_string_equal(text.answers_role, cases[i].role);
        assert_string_equal(text.corrects, cases[i].message);
        webhook_text_done(&text);
        buf_free(&body);
    }
}

static void a_dead_letter_says_which_where_and_why(void **state)
{
    const struct message_dead dead[] = {{"msg_1", "deviation.opened", "HTTP 404", 1},
                                        {"msg_2", "deviation.digest", "HTTP 400", 2}};
    struct message_failure failure = {.channel = "hall", .count = 1, .first = dead, .shown = 1};
    struct webhook_text text;
    struct buf body = {0};
    struct err err = {0};
    (void)state;

    webhook_failure_body(&body, LANGUAGE_EN, &failure, 0);
    assert_true(webhook_text_read(body.data, body.length, &text, &err));
    assert_string_equal(text.type, "delivery.dead");
    assert_string_equal(text.channel, "hall");
    assert_string_equal(text.message_id, "msg_1");
    assert_string_equal(text.reason, "HTTP 404");
    assert_string_equal(text.explanation,
                        "Message msg_1 (deviation.opened) is given up after 1 attempt: HTTP 404.");
    webhook_text_done(&text);

    /* Many are told in one, with the first of them. */
    failure.count = 500;
    failure.shown = 2;
    buf_clear(&body);
    webhook_failure_body(&body, LANGUAGE_EN, &failure, 0);
    assert_true(webhook_text_read(body.data, body.length, &text, &err));
    assert_string_equal(text.title, "Channel hall: 500 messages could not be delivered");
    assert_string_equal(text.explanation,
                        "Message msg_1 (deviation.opened) is given up after 1 attempt: HTTP 404. "
                        "Message msg_2 (deviation.digest) is given up after 2 attempts: HTTP 400. "
                        "And 498 more; see `budgetwatch deliveries --dead`.");
    webhook_text_done(&text);

    failure = (struct message_failure){.channel = "hall", .off = true, .first = dead, .shown = 1};
    buf_clear(&body);
    webhook_failure_body(&body, LANGUAGE_EN, &failure, 0);
    assert_true(webhook_text_read(body.data, body.length, &text, &err));
    assert_string_equal(text.type, "delivery.off");
    assert_string_equal(text.title, "Channel hall is switched off");
    assert_string_equal(text.reason, "HTTP 404");
    assert_string_equal(text.message_id, "");
    webhook_text_done(&text);
    buf_free(&body);
}

static void bodies_that_are_no_message_are_read_as_far_as_they_go(void **state)
{
    static const struct {
        const char *body;
        bool readable;
    } cases[] = {{"{}", true},
                 {"{\"data\":5}", true},
                 {"{\"type\":7,\"data\":{\"title\":[]}}", true},
                 {"[]", false},
                 {"", false},
                 {"{\"type\":\"x\"", false},
                 {"\"text\"", false}};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct webhook_text text;
        struct err err = {0};
        if (webhook_text_read(cases[i].body, strlen(cases[i].body), &text, &err) != cases[i].readable)
            fail_msg("'%s'", cases[i].body);
        if (!cases[i].readable)
            continue;
        assert_string_equal(text.type, "");
        assert_string_equal(text.title, "");
        webhook_text_done(&text);
    }
}

static void ids_differ(void **state)
{
    char first[WEBHOOK_ID_TEXT], second[WEBHOOK_ID_TEXT];
    (void)state;

    assert_int_equal(strlen(webhook_id_make(first)), 36);
    webhook_id_make(second);
    assert_int_equal(strncmp(first, "msg_", 4), 0);
    assert_int_equal(strspn(first + 4, "0123456789abcdef"), 32);
    assert_string_not_equal(first, second);
}

static void headers_are_made_afresh_for_each_attempt_and_verify(void **state)
{
    struct signature_input input = {.id = "msg_1", .timestamp = 1000, .body = "{}", .body_length = 2};
    struct webhook_headers headers = {0};
    struct signature_key key;
    struct err err = {0};
    (void)state;

    assert_true(signature_key_parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &key, &err));
    webhook_headers_make(&headers, &input, &key, 1);
    input.timestamp = 2000;
    webhook_headers_make(&headers, &input, &key, 1);
    assert_string_equal(headers.list[0], "Content-Type: application/json");
    assert_string_equal(headers.list[1], "webhook-id: msg_1");
    assert_string_equal(headers.list[2], "webhook-timestamp: 2000");
    assert_true(
        signature_verify(headers.list[3] + strlen("webhook-signature: "), &key, 1, &input, 2000, 0, &err));
    assert_null(headers.list[4]);

    webhook_headers_make(&headers, &input, NULL, 0);
    assert_null(headers.list[3]);
    webhook_headers_free(&headers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_body_of_an_event_is_compact_raw_utf8),
        cmocka_unit_test(a_digest_counts_all_and_shows_as_many_as_fit),
        cmocka_unit_test(no_event_makes_a_body_over_the_limit_or_a_broken_character),
        cmocka_unit_test(a_body_can_be_read_again),
        cmocka_unit_test(a_body_names_who_answers_and_what_it_corrects),
        cmocka_unit_test(a_dead_letter_says_which_where_and_why),
        cmocka_unit_test(bodies_that_are_no_message_are_read_as_far_as_they_go),
        cmocka_unit_test(ids_differ),
        cmocka_unit_test(headers_are_made_afresh_for_each_attempt_and_verify),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
