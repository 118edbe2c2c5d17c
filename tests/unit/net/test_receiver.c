/* The receiver, asked by our own client. */
#include "net/receiver.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "net/http.h"
#include "net/webhook.h"

static const char secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char other_secret[] = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/* What the owner heard; written by the receiver's thread while the test waits for the answer. */
struct heard {
    int count, status;
    enum receiver_verdict verdict;
    char id[64], why[256];
    size_t body_length;
};

static struct signature_key key_of(const char *text)
{
    struct signature_key key = {0};
    struct err err = {0};

    assert_true(signature_key_parse(text, &key, &err));
    return key;
}

static int on_heard(void *ctx, const struct receiver_message *message)
{
    struct heard *heard = ctx;

    heard->count++;
    heard->verdict = message->verdict;
    heard->body_length = message->body_length;
    snprintf(heard->id, sizeof heard->id, "%s", message->id);
    snprintf(heard->why, sizeof heard->why, "%s", message->why);
    return heard->status;
}

static void on_done(struct http_request *request)
{
    http_client_close(request->owner, NULL);
}

/* Post and wait; returns the status. */
static int post(const struct receiver *receiver, const char *const *headers, const char *body, size_t length)
{
    struct http_client client = {0};
    struct err err = {0};
    char url[128];
    uv_loop_t loop;

    snprintf(url, sizeof url, "http://%s/hook", receiver->address);
    struct http_request request = {.owner = &client,
                                   .url = url,
                                   .headers = headers,
                                   .body = body,
                                   .body_length = length,
                                   .allow_http = true,
                                   .timeout = 20000};
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_true(http_client_init(&client, &loop, &(struct http_settings){0}, &err));
    assert_true(http_post(&client, &request, on_done));
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    assert_string_equal(request.err.text, "");
    return request.status;
}

static void begin(struct receiver *receiver, struct heard *heard, const struct signature_key *keys,
                  size_t count)
{
    struct receiver_settings settings = {
        .listen = "127.0.0.1:0", .keys = keys, .key_count = count, .heard = on_heard, .ctx = heard};
    struct err err = {0};

    *heard = (struct heard){.status = 204};
    if (!receiver_start(receiver, &settings, &err))
        fail_msg("%s", err.text);
}

static int post_signed(const struct receiver *receiver, const char *with, int64_t timestamp)
{
    struct signature_input input = {.id = "msg_1", .timestamp = timestamp, .body = "{}", .body_length = 2};
    struct signature_key key = key_of(with);
    struct webhook_headers headers = {0};

    webhook_headers_make(&headers, &input, &key, 1);
    int status = post(receiver, headers.list, "{}", 2);
    webhook_headers_free(&headers);
    return status;
}

static void a_message_signed_with_either_secret_is_verified(void **state)
{
    struct signature_key keys[] = {key_of(other_secret), key_of(secret)};
    struct receiver receiver;
    struct heard heard;
    (void)state;

    begin(&receiver, &heard, keys, 2);
    assert_int_equal(post_signed(&receiver, secret, clock_wall() / 1000), 204);
    assert_int_equal(heard.verdict, RECEIVER_VERIFIED);
    assert_string_equal(heard.id, "msg_1");
    assert_int_equal(post_signed(&receiver, other_secret, clock_wall() / 1000), 204);
    assert_int_equal(heard.verdict, RECEIVER_VERIFIED);
    assert_int_equal(heard.count, 2);
    receiver_stop(&receiver);
}

static void a_wrong_or_old_or_missing_signature_is_answered_with_401(void **state)
{
    static const char *const unsigned_headers[] = {"webhook-id: msg_1", NULL};
    static const char *const no_number[] = {"webhook-id: m", "webhook-timestamp: now",
                                            "webhook-signature: v1,x", NULL};
    struct signature_key key = key_of(secret);
    struct receiver receiver;
    struct heard heard;
    (void)state;

    begin(&receiver, &heard, &key, 1);
    assert_int_equal(post_signed(&receiver, other_secret, clock_wall() / 1000), 401);
    assert_int_equal(heard.verdict, RECEIVER_BAD_SIGNATURE);
    assert_int_equal(post_signed(&receiver, secret, clock_wall() / 1000 - 1000), 401);
    assert_non_null(strstr(heard.why, "clock"));
    assert_int_equal(post(&receiver, unsigned_headers, "{}", 2), 401);
    assert_int_equal(post(&receiver, no_number, "{}", 2), 401);
    assert_int_equal(heard.count, 4);
    receiver_stop(&receiver);
}

static void without_a_secret_nothing_is_verified_and_the_owner_decides(void **state)
{
    struct receiver receiver;
    struct heard heard;
    (void)state;

    begin(&receiver, &heard, NULL, 0);
    heard.status = 503;
    assert_int_equal(post(&receiver, NULL, "hello", 5), 503);
    assert_int_equal(heard.verdict, RECEIVER_UNVERIFIED);
    assert_string_equal(heard.id, "");
    assert_int_equal(heard.body_length, 5);
    receiver_stop(&receiver);
}

static void a_body_over_the_limit_is_refused_and_not_heard(void **state)
{
    char *body = mem_alloc(RECEIVER_BODY_MAX + 1);
    struct receiver receiver;
    struct heard heard;
    (void)state;

    begin(&receiver, &heard, NULL, 0);
    assert_int_equal(post(&receiver, NULL, body, RECEIVER_BODY_MAX), 204);
    assert_int_equal(heard.body_length, RECEIVER_BODY_MAX);
    assert_int_equal(post(&receiver, NULL, body, RECEIVER_BODY_MAX + 1), 413);
    assert_int_equal(heard.count, 1);
    receiver_stop(&receiver);
    free(body);
}

static void addresses_that_cannot_be_listened_on_say_why(void **state)
{
    static const struct {
        const char *address;
        enum err_code code;
    } cases[] = {
        {"nonsense", ERR_USAGE},        {"127.0.0.1", ERR_USAGE},    {"127.0.0.1:", ERR_USAGE},
        {"127.0.0.1:65536", ERR_USAGE}, {":8080", ERR_USAGE},        {"127.0.0.1:http", ERR_USAGE},
        {"[::1:80", ERR_USAGE},         {"300.0.0.1:80", ERR_USAGE},
    };
    struct receiver receiver, second;
    struct heard heard;
    struct err err = {0};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err fault = {0};
        struct receiver_settings settings = {.listen = cases[i].address, .heard = on_heard, .ctx = &heard};
        if (receiver_start(&receiver, &settings, &fault) || fault.code != cases[i].code)
            fail_msg("'%s': %s", cases[i].address, fault.text);
    }
    begin(&receiver, &heard, NULL, 0);
    struct receiver_settings taken = {.listen = receiver.address, .heard = on_heard, .ctx = &heard};
    assert_false(receiver_start(&second, &taken, &err));
    assert_int_equal(err.code, ERR_NET);
    receiver_stop(&receiver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_signed_with_either_secret_is_verified),
        cmocka_unit_test(a_wrong_or_old_or_missing_signature_is_answered_with_401),
        cmocka_unit_test(without_a_secret_nothing_is_verified_and_the_owner_decides),
        cmocka_unit_test(a_body_over_the_limit_is_refused_and_not_heard),
        cmocka_unit_test(addresses_that_cannot_be_listened_on_say_why),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
