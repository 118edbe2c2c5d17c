#include "net/answer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void described(const struct http_request *request, const char *expected)
{
    struct buf text = {0};

    answer_describe(&text, request);
    assert_string_equal(buf_text(&text), expected);
    buf_free(&text);
}

static struct http_request answered(int status, const char *body)
{
    struct http_request request = {.status = status, .answer_length = strlen(body)};

    memcpy(request.answer, body, strlen(body));
    return request;
}

static void an_answer_is_one_line_of_valid_utf8(void **state)
{
    static const struct {
        const char *body, *expected;
    } cases[] = {
        {"", "HTTP 404"},
        {"no such hook", "HTTP 404: no such hook"},
        {"a\r\nb\tc\x7f", "HTTP 404: a  b c "},
        {"预算 é 😀", "HTTP 404: 预算 é 😀"},
        {"\xff\xfe", "HTTP 404: ??"},
        {"\xc0\xaf", "HTTP 404: ??"},           /* overlong */
        {"\xed\xa0\x80", "HTTP 404: ???"},      /* a surrogate */
        {"\xf4\x90\x80\x80", "HTTP 404: ????"}, /* beyond Unicode */
        {"\xe9", "HTTP 404: ?"},                /* cut short */
        {"\xe9\xa2", "HTTP 404: ??"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_request request = answered(404, cases[i].body);
        described(&request, cases[i].expected);
    }
}

static void a_long_answer_is_cut_between_characters(void **state)
{
    struct http_request request = {.status = 500};
    struct buf text = {0};
    (void)state;

    for (int i = 0; i < 300; i++)
        memcpy(request.answer + 3 * i, "预", 3);
    request.answer_length = 900;
    answer_describe(&text, &request);
    assert_int_equal(text.length, strlen("HTTP 500: ") + ANSWER_QUOTED_MAX / 3 * 3 + strlen("…"));
    assert_string_equal(text.data + text.length - strlen("预…"), "预…");
    buf_free(&text);
}

static void failures_keep_their_kind_and_words(void **state)
{
    struct http_request timeout = {.err = {ERR_TIMEOUT, "no answer"}};
    struct http_request broken = {.err = {ERR_NET, "refused"}};
    struct http_request slow = {.status = 429, .retry_after_s = 7};
    (void)state;

    assert_int_equal(answer_of(&timeout, CHANNEL_WEBHOOK).kind, ANSWER_TIMEOUT);
    assert_int_equal(answer_of(&broken, CHANNEL_WEBHOOK).kind, ANSWER_UNREACHABLE);
    assert_int_equal(answer_of(&slow, CHANNEL_WEBHOOK).kind, ANSWER_STATUS);
    assert_int_equal(answer_of(&slow, CHANNEL_WEBHOOK).status, 429);
    assert_int_equal(answer_of(&slow, CHANNEL_WEBHOOK).retry_after_s, 7);
    described(&timeout, "no answer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_one_line_of_valid_utf8),
        cmocka_unit_test(a_long_answer_is_cut_between_characters),
        cmocka_unit_test(failures_keep_their_kind_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
