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

static void a_robots_code_is_an_integer_in_its_own_place(void **state)
{
    static const struct {
        enum channel_type from;
        const char *body;
        bool has_code;
        int64_t code;
    } cases[] = {
        {CHANNEL_WECOM, "{\"errcode\":0,\"errmsg\":\"ok\"}", true, 0},
        {CHANNEL_WECOM, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", true, 45009},
        {CHANNEL_WECOM, "{\"errcode\":\"0\",\"errmsg\":\"ok\"}", false, 0},
        {CHANNEL_WECOM, "{\"errcode\":0.0}", false, 0},
        {CHANNEL_WECOM, "{\"errcode\":null}", false, 0},
        {CHANNEL_WECOM, "{\"code\":0}", false, 0},
        {CHANNEL_WECOM, "{\"errcode\":99999999999999999999}", false, 0},
        {CHANNEL_WECOM, "[0]", false, 0},
        {CHANNEL_WECOM, "", false, 0},
        {CHANNEL_DINGTALK, "{\"errcode\":-1}", true, -1},
        {CHANNEL_DINGTALK, "{\"status\":1111,\"wait\":5,\"source\":\"x5\",\"punish\":\"deny\",\"uuid\":\"\"}",
         false, 0},
        {CHANNEL_FEISHU, "{\"code\":0,\"msg\":\"success\",\"data\":{}}", true, 0},
        {CHANNEL_FEISHU, "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":19021}", true, 19021},
        {CHANNEL_FEISHU, "{\"StatusCode\":0}", false, 0},
        {CHANNEL_SLACK, "ok", true, 0},
        {CHANNEL_SLACK, "ok\n", true, 0},
        {CHANNEL_SLACK, "okay", false, 0},
        {CHANNEL_SLACK, "<html>ok</html>", false, 0},
        {CHANNEL_SLACK, "", false, 0},
        {CHANNEL_WEBHOOK, "{\"errcode\":45009}", false, 0},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_request request = answered(200, cases[i].body);
        struct answer answer = answer_of(&request, cases[i].from);
        if (answer.has_code != cases[i].has_code || answer.code != cases[i].code)
            fail_msg("%s %s: %d %lld", channel_type_name(cases[i].from), cases[i].body, answer.has_code,
                     (long long)answer.code);
    }
}

static void a_key_that_the_receiver_repeats_is_blotted_out(void **state)
{
    struct http_request request =
        answered(404, "Cannot POST /robot/send?access_token=abcdef0123456789&x=1 (abcdef0123456789)");
    (void)state;

    request.url = "https://oapi.example.org/robot/send?access_token=abcdef0123456789";
    described(&request, "HTTP 404: Cannot POST /robot/send?***=***&x=1 (***)");
    request.url = "https://oapi.example.org";
    described(&request,
              "HTTP 404: Cannot POST /robot/send?access_token=abcdef0123456789&x=1 (abcdef0123456789)");
}

static void every_answer_is_explained_in_a_sentence(void **state)
{
    static const struct {
        struct answer answer;
        const char *says;
    } cases[] = {
        {{.kind = ANSWER_UNREACHABLE}, "cannot be reached"},
        {{.kind = ANSWER_TIMEOUT}, "too slow"},
        {{.status = 302}, "redirects are not followed"},
        {{.status = 401}, "compare the secrets"},
        {{.status = 404}, "Nobody receives"},
        {{.status = 410}, "Nobody receives"},
        {{.status = 429}, "left alone"},
        {{.status = 500}, "try again later"},
        {{.status = 400}, "would not try again"},
        {{.status = 200, .from = CHANNEL_WECOM}, "no robot's answer"},
        {{.status = 200, .from = CHANNEL_WECOM, .has_code = true, .code = 93000}, "key is not valid"},
        {{.status = 200, .from = CHANNEL_DINGTALK, .has_code = true, .code = 310000}, "security settings"},
        {{.status = 200, .from = CHANNEL_FEISHU, .has_code = true, .code = 19021}, "clocks"},
        {{.status = 200, .from = CHANNEL_FEISHU, .has_code = true, .code = 12345}, "try again later"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (strstr(answer_advice(&cases[i].answer), cases[i].says) == NULL)
            fail_msg("case %zu: %s", i, answer_advice(&cases[i].answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_one_line_of_valid_utf8),
        cmocka_unit_test(a_long_answer_is_cut_between_characters),
        cmocka_unit_test(failures_keep_their_kind_and_words),
        cmocka_unit_test(a_robots_code_is_an_integer_in_its_own_place),
        cmocka_unit_test(a_key_that_the_receiver_repeats_is_blotted_out),
        cmocka_unit_test(every_answer_is_explained_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
