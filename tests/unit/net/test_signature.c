#include "net/signature.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"

/* The published vector of Standard Webhooks. */
static const char secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char body[] = "{\"test\": 2432232314}";
static const char expected[] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
static const struct signature_input input = {.id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                             .timestamp = 1614265330,
                                             .body = body,
                                             .body_length = sizeof body - 1};

static struct signature_key key_of(const char *text)
{
    struct signature_key key = {0};
    struct err err = {0};

    if (!signature_key_parse(text, &key, &err))
        fail_msg("%s: %s", text, err.text);
    return key;
}

static struct signature_key other_key(void)
{
    return key_of("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

static bool verifies(const char *header, const struct signature_input *what, int64_t now, struct err *err)
{
    struct signature_key keys[] = {other_key(), key_of(secret)};

    return signature_verify(header, keys, 2, what, now, SIGNATURE_TOLERANCE_S, err);
}

static void the_published_vector_is_made(void **state)
{
    (void)state;
    struct signature_key key = key_of(secret);
    struct buf made = {0};

    signature_make(&made, &key, 1, &input);

    assert_string_equal(buf_text(&made), expected);
    buf_free(&made);
}

static void two_secrets_make_two_signatures_of_which_either_verifies(void **state)
{
    (void)state;
    struct signature_key keys[] = {key_of(secret), other_key()};
    struct buf made = {0};
    struct err err = {0};

    signature_make(&made, keys, 2, &input);

    assert_int_equal(strncmp(made.data, expected, sizeof expected - 1), 0);
    assert_int_equal(made.data[sizeof expected - 1], ' ');
    assert_int_equal(made.length, 2 * (sizeof expected - 1) + 1);
    assert_true(signature_verify(made.data, &keys[0], 1, &input, input.timestamp, 0, &err));
    assert_true(signature_verify(made.data, &keys[1], 1, &input, input.timestamp, 0, &err));
    buf_free(&made);
}

static void headers_are_accepted_by_any_of_their_signatures(void **state)
{
    static const struct {
        const char *header;
        bool good;
    } cases[] = {
        {"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", true},
        {"v1a,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", true},
        {"  v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=  v2,x", true},
        {"v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false},
        {"v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false},
        {"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false},
        {"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", false},
        {"v1,", false},
        {"", false},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        if (verifies(cases[i].header, &input, input.timestamp, &err) != cases[i].good)
            fail_msg("'%s' should%s verify", cases[i].header, cases[i].good ? "" : " not");
    }
}

static void a_changed_body_id_or_time_does_not_verify(void **state)
{
    struct signature_input changed[] = {input, input, input, input};
    (void)state;

    changed[0].body = "{\"test\": 2432232315}";
    changed[1].body_length--;
    changed[2].id = "msg_p5jXN8AQM9LWM0D4loKWxJel";
    changed[3].timestamp++;
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        struct err err = {0};
        assert_false(verifies(expected, &changed[i], input.timestamp, &err));
        assert_non_null(strstr(err.text, "signature"));
    }
}

static void a_timestamp_outside_the_tolerance_does_not_verify(void **state)
{
    struct err early = {0}, late = {0}, none = {0};
    (void)state;

    assert_true(verifies(expected, &input, input.timestamp + SIGNATURE_TOLERANCE_S, &none));
    assert_true(verifies(expected, &input, input.timestamp - SIGNATURE_TOLERANCE_S, &none));
    assert_false(verifies(expected, &input, input.timestamp + SIGNATURE_TOLERANCE_S + 1, &late));
    assert_false(verifies(expected, &input, input.timestamp - SIGNATURE_TOLERANCE_S - 1, &early));
    assert_non_null(strstr(late.text, "clock"));
    assert_non_null(strstr(early.text, "clock"));
}

static void secrets_of_24_to_64_bytes_are_accepted(void **state)
{
    static const struct {
        size_t bytes; /* 0: refused */
        const char *text;
    } cases[] = {
        {24, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
        {25, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="},
        {32, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {64,
         "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="},
        {0, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {0, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {0, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
        {0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"},
        {0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La aSw"},
        {0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa=w"},
        {0, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA==="},
        {0, "whsec_"},
        {0, ""},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct signature_key key = {0};
        struct err err = {0};
        bool ok = signature_key_parse(cases[i].text, &key, &err);
        if (ok != (cases[i].bytes > 0) || key.length != cases[i].bytes)
            fail_msg("'%s' gave %zu bytes", cases[i].text, key.length);
    }
}

static void the_error_does_not_quote_the_secret(void **state)
{
    struct signature_key key;
    struct err err = {0};
    (void)state;

    assert_false(signature_key_parse("whsec_hunter2", &key, &err));
    assert_null(strstr(err.text, "hunter2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vector_is_made),
        cmocka_unit_test(two_secrets_make_two_signatures_of_which_either_verifies),
        cmocka_unit_test(headers_are_accepted_by_any_of_their_signatures),
        cmocka_unit_test(a_changed_body_id_or_time_does_not_verify),
        cmocka_unit_test(a_timestamp_outside_the_tolerance_does_not_verify),
        cmocka_unit_test(secrets_of_24_to_64_bytes_are_accepted),
        cmocka_unit_test(the_error_does_not_quote_the_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
