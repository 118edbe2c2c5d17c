#include "net/robot_sign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void dingtalk_signs_the_address(void **state)
{
    static const struct {
        const char *url, *expected;
    } cases[] = {
        {"https://oapi.example.org/robot/send?access_token=T",
         "https://oapi.example.org/robot/send?access_token=T&timestamp=1700000000000&sign="
         "1zJ%2Fw34EOSVAYr7cu7Vo8LnebmK2%2FGrCgegtr8mQrqM%3D"},
        {"https://oapi.example.org/robot/send",
         "https://oapi.example.org/robot/send?timestamp=1700000000000&sign="
         "1zJ%2Fw34EOSVAYr7cu7Vo8LnebmK2%2FGrCgegtr8mQrqM%3D"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf url = {0};
        robot_sign_dingtalk(&url, cases[i].url, "SEC000000000000000000000", 1700000000000);
        assert_string_equal(buf_text(&url), cases[i].expected);
        buf_free(&url);
    }
}

static void feishu_signs_in_the_body_and_leaves_the_rest_of_it_alone(void **state)
{
    static const struct {
        const char *body, *expected;
    } cases[] = {
        {"{\"msg_type\":\"text\",\"content\":{\"text\":\"预\"}}",
         "{\"timestamp\":\"1599360473\",\"sign\":\"l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=\","
         "\"msg_type\":\"text\",\"content\":{\"text\":\"预\"}}"},
        {"{}", "{\"timestamp\":\"1599360473\",\"sign\":\"l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=\"}"},
        {"[]", "[]"}, /* frozen for a channel of another type */
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf body = {0};
        robot_sign_feishu(&body, cases[i].body, "demo", 1599360473);
        assert_string_equal(buf_text(&body), cases[i].expected);
        buf_free(&body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dingtalk_signs_the_address),
        cmocka_unit_test(feishu_signs_in_the_body_and_leaves_the_rest_of_it_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
