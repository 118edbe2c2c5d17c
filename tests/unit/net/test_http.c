#include "net/http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include <microhttpd.h>

#include "http_world.h"
#include "tls_files.h"

enum { FEW = 24 };

static void answers_are_reported_by_their_status(void **state)
{
    static const struct {
        const char *answer;
        int status;
        const char *body;
    } cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok"},
        {"HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\noops", 500, "oops"},
        {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, ""},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Fine\r\nContent-Length: 0\r\n\r\n", 202, ""},
    };
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shot_fire(&shot, &world, cases[i].answer);
        assert_int_equal(shot.request.err.code, ERR_NONE);
        assert_int_equal(shot.request.status, cases[i].status);
        assert_string_equal(shot.request.answer, cases[i].body);
        assert_false(shot.request.cut);
    }
    world_close(&world);
}

static void the_request_carries_headers_and_body_and_does_not_ask_for_leave(void **state)
{
    static const char *const headers[] = {"Content-Type: application/json", "webhook-id: msg_1", NULL};
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    shot_prepare(&shot, &world);
    shot.request.headers = headers;
    shot_start(&shot);
    shot_wait(&shot, 1);
    const char *got = buf_text(&world.peer.last);
    assert_ptr_equal(strstr(got, "POST /hook?key=hunter2 HTTP/1.1\r\n"), got);
    assert_non_null(strstr(got, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(got, "\r\nwebhook-id: msg_1\r\n"));
    assert_non_null(strstr(got, "\r\nUser-Agent: budgetwatch/"));
    assert_non_null(strstr(got, "\r\nContent-Length: 7\r\n"));
    assert_non_null(strstr(got, "\r\n\r\n{\"a\":1}"));
    assert_null(strcasestr(got, "\r\nExpect:"));
    world_close(&world);
}

static void a_redirect_is_an_answer_and_not_followed(void **state)
{
    char answer[256];
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    snprintf(answer, sizeof answer,
             "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:%d/other\r\nContent-Length: 0\r\n\r\n",
             world.peer.port);
    shot_fire(&shot, &world, answer);
    assert_int_equal(shot.request.status, 307);
    assert_int_equal(world.peer.requests, 1);
    world_close(&world);
}

static void an_endless_answer_is_cut_and_still_judged_by_its_status(void **state)
{
    struct buf answer = {0};
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){.answer_max = 10000});
    buf_puts(&answer, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    for (int i = 0; i < 100000; i++)
        buf_puts(&answer, "0123456789");
    shot_fire(&shot, &world, answer.data);
    assert_int_equal(shot.request.err.code, ERR_NONE);
    assert_int_equal(shot.request.status, 200);
    assert_true(shot.request.cut);
    assert_int_equal(shot.request.answer_length, HTTP_ANSWER_KEPT);
    assert_int_equal(strlen(shot.request.answer), HTTP_ANSWER_KEPT);

    /* Its connection is gone: the next request opens another. */
    shot_fire(&shot, &world, "HTTP/1.1 204 No Content\r\n\r\n");
    assert_int_equal(world.peer.connections, 2);
    world_close(&world);
    buf_free(&answer);
}

static void an_answer_that_does_not_come_is_a_timeout(void **state)
{
    static const char *const halves[] = {NULL, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        struct world world;
        struct shot shot;

        world_open(&world, &(struct http_settings){0});
        world.peer.answer = halves[i];
        shot_prepare(&shot, &world);
        shot.request.timeout = 50;
        shot_start(&shot);
        shot_wait(&shot, 1);
        assert_int_equal(shot.request.err.code, ERR_TIMEOUT);
        assert_int_equal(shot.request.status, 0);
        assert_no_secret(&shot);
        world_close(&world);
    }
}

static void a_refused_connection_is_a_network_error_without_the_secret(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct world world;
    struct shot shot;
    (void)state;

    /* Bound and never listening: nobody else can take the port. */
    int taken = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(taken, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &length), 0);
    world_open(&world, &(struct http_settings){0});
    snprintf(world.url, sizeof world.url, "http://user:hunter2@127.0.0.1:%d/hook?key=hunter2",
             ntohs(address.sin_port));
    shot_fire(&shot, &world, NULL);
    assert_int_equal(shot.request.err.code, ERR_NET);
    assert_non_null(strstr(shot.request.err.text, "http://127.0.0.1:"));
    assert_no_secret(&shot);
    world_close(&world);
    close(taken);
}

static void an_answer_that_is_no_http_is_a_network_error(void **state)
{
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    shot_fire(&shot, &world, "hello, is this SMTP?\r\n\r\n");
    assert_int_equal(shot.request.err.code, ERR_NET);
    assert_no_secret(&shot);
    world_close(&world);
}

static void addresses_that_cannot_be_used_say_so_without_the_secret(void **state)
{
    static const char *const urls[] = {"http://127.0.0.1:1/hook?hunter2", "ftp://127.0.0.1/hook?hunter2",
                                       "https://exa mple/hook?hunter2", "hunter2"};
    struct world world;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct shot shot;

        shot_prepare(&shot, &world);
        shot.request.url = urls[i];
        shot.request.allow_http = false;
        shot_start(&shot);
        shot_wait(&shot, 1);
        assert_int_equal(shot.request.err.code, ERR_NET);
        assert_null(strstr(shot.request.err.text, "?"));
    }
    world_close(&world);
}

static void retry_after_is_understood_as_seconds_and_as_a_date(void **state)
{
    static const struct {
        int64_t seconds;
        bool as_date;
        int64_t low, high;
    } cases[] = {{120, false, 120, 120}, {0, false, 0, 0}, {300, true, 295, 300}, {-300, true, 0, 0}};
    struct world world;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        time_t then = time(NULL) + (time_t)cases[i].seconds;
        char value[64], answer[256];
        struct tm parts;
        struct shot shot;

        snprintf(value, sizeof value, "%lld", (long long)cases[i].seconds);
        if (cases[i].as_date)
            strftime(value, sizeof value, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &parts));
        snprintf(answer, sizeof answer,
                 "HTTP/1.1 429 Slow down\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", value);
        shot_fire(&shot, &world, answer);
        assert_int_equal(shot.request.status, 429);
        assert_in_range(shot.request.retry_after_s, cases[i].low, cases[i].high);
    }
    world_close(&world);
}

static void a_connection_is_kept_for_the_next_request(void **state)
{
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    for (int i = 0; i < 5; i++)
        shot_fire(&shot, &world, NULL);
    assert_int_equal(world.peer.requests, 5);
    assert_int_equal(world.peer.connections, 1);
    world_close(&world);
}

static void what_is_pushed_is_sent_before_the_loop_turns(void **state)
{
    (void)state;
    struct world world;
    struct shot shot;
    uv_os_fd_t socket;

    world_open(&world, &(struct http_settings){0});
    http_client_push(&world.client); /* of nothing nothing comes */
    shot_fire(&shot, &world, NULL);
    assert_int_equal(uv_fileno((const uv_handle_t *)&world.peer.open->tcp, &socket), 0);
    struct pollfd there = {.fd = socket, .events = POLLIN};
    shot_prepare(&shot, &world);
    shot_start(&shot);
    assert_int_equal(poll(&there, 1, 0), 0);
    http_client_push(&world.client);
    assert_int_equal(poll(&there, 1, 20000), 1);
    assert_int_equal(shot.done, 0);
    shot_wait(&shot, 1);
    assert_int_equal(shot.request.err.code, ERR_NONE);
    world_close(&world);
}

static void a_receiver_gets_no_more_connections_than_allowed(void **state)
{
    struct shot shots[50];
    struct world world;
    (void)state;

    world_open(&world, &(struct http_settings){.host_connections_max = 3});
    for (size_t i = 0; i < 50; i++) {
        shot_prepare(&shots[i], &world);
        shot_start(&shots[i]);
    }
    for (size_t i = 0; i < 50; i++) {
        shot_wait(&shots[i], 1);
        assert_int_equal(shots[i].request.status, 204);
    }
    assert_in_range(world.peer.connections, 1, 3);
    world_close(&world);
}

static void a_request_may_be_posted_again_from_its_own_end(void **state)
{
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    shot_prepare(&shot, &world);
    shot.again = true;
    shot_start(&shot);
    shot_wait(&shot, 2);
    assert_int_equal(world.peer.requests, 2);
    world_close(&world);
}

static void a_request_can_be_canceled_after_any_number_of_turns(void **state)
{
    (void)state;

    for (int turns = 0; turns < FEW; turns++) {
        struct world world;
        struct shot shot;

        world_open(&world, &(struct http_settings){0});
        shot_prepare(&shot, &world);
        shot_start(&shot);
        for (int turn = 0; turn < turns; turn++)
            uv_run(&world.loop, UV_RUN_NOWAIT);
        bool over = shot.done > 0;
        http_cancel(&shot.request);
        assert_int_equal(shot.done, over ? 1 : 0);
        shot_wait(&shot, 1);
        assert_int_equal(shot.request.err.code, over ? ERR_NONE : ERR_CANCELED);
        world_close(&world);
        assert_int_equal(shot.done, 1);
    }
}

static void closing_the_client_cancels_what_is_in_flight_after_any_number_of_turns(void **state)
{
    (void)state;

    for (int turns = 0; turns < FEW; turns++) {
        struct world world;
        struct shot shots[3];

        world_open(&world, &(struct http_settings){.host_connections_max = 2});
        for (int i = 0; i < 3; i++) {
            shot_prepare(&shots[i], &world);
            shot_start(&shots[i]);
        }
        for (int turn = 0; turn < turns; turn++)
            uv_run(&world.loop, UV_RUN_NOWAIT);
        http_client_close(&world.client, on_closed);
        world_close(&world);
        for (int i = 0; i < 3; i++)
            assert_int_equal(shots[i].done, 1);
    }
}

static void a_closing_client_takes_no_requests(void **state)
{
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, &(struct http_settings){0});
    shot_prepare(&shot, &world);
    http_client_close(&world.client, on_closed);
    assert_false(http_post(&world.client, &shot.request, on_done));
    assert_int_equal(shot.request.err.code, ERR_CANCELED);
    world_close(&world);
    assert_int_equal(shot.done, 0);
}

static enum MHD_Result answer_ok(void *owner, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data, size_t *size,
                                 void **own)
{
    static int seen;
    struct MHD_Response *response;
    (void)owner, (void)url, (void)method, (void)version, (void)data;

    if (*own == NULL || *size > 0) {
        *own = &seen;
        *size = 0;
        return MHD_YES;
    }
    response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

static void a_certificate_that_nobody_vouches_for_is_refused(void **state)
{
    char path[] = "/tmp/budgetwatch-test-XXXXXX";
    struct world world;
    struct shot shot;
    (void)state;

    int file = mkstemp(path);
    assert_int_equal(write(file, tls_certificate, strlen(tls_certificate)), strlen(tls_certificate));
    struct MHD_Daemon *receiver = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS, 0, NULL, NULL, answer_ok, NULL,
        MHD_OPTION_HTTPS_MEM_KEY, tls_key, MHD_OPTION_HTTPS_MEM_CERT, tls_certificate, MHD_OPTION_END);
    assert_non_null(receiver);
    world_open(&world, &(struct http_settings){0});
    snprintf(world.url, sizeof world.url, "https://127.0.0.1:%d/hook?hunter2",
             MHD_get_daemon_info(receiver, MHD_DAEMON_INFO_BIND_PORT)->port);

    shot_fire(&shot, &world, NULL);
    assert_int_equal(shot.request.err.code, ERR_NET);
    assert_non_null(strstr(shot.request.err.text, "certificate"));
    assert_no_secret(&shot);

    shot_prepare(&shot, &world);
    shot.request.ca_file = path;
    shot_start(&shot);
    shot_wait(&shot, 1);
    assert_string_equal(shot.request.err.text, "");
    assert_int_equal(shot.request.status, 200);

    world_close(&world);
    MHD_stop_daemon(receiver);
    close(file);
    unlink(path);
}

static void addresses_are_shown_without_user_path_and_query(void **state)
{
    static const struct {
        const char *url, *shown;
    } cases[] = {
        {"https://u:p@example.org/hook?key=1", "https://example.org:443"},
        {"http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
        {"https://[::1]:99/x", "https://[::1]:99"},
        {"nonsense with blanks", "(an address that cannot be read)"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf shown = {0};
        http_redact(&shown, cases[i].url);
        assert_string_equal(buf_text(&shown), cases[i].shown);
        buf_free(&shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_reported_by_their_status),
        cmocka_unit_test(the_request_carries_headers_and_body_and_does_not_ask_for_leave),
        cmocka_unit_test(a_redirect_is_an_answer_and_not_followed),
        cmocka_unit_test(an_endless_answer_is_cut_and_still_judged_by_its_status),
        cmocka_unit_test(an_answer_that_does_not_come_is_a_timeout),
        cmocka_unit_test(a_refused_connection_is_a_network_error_without_the_secret),
        cmocka_unit_test(an_answer_that_is_no_http_is_a_network_error),
        cmocka_unit_test(addresses_that_cannot_be_used_say_so_without_the_secret),
        cmocka_unit_test(retry_after_is_understood_as_seconds_and_as_a_date),
        cmocka_unit_test(a_connection_is_kept_for_the_next_request),
        cmocka_unit_test(what_is_pushed_is_sent_before_the_loop_turns),
        cmocka_unit_test(a_receiver_gets_no_more_connections_than_allowed),
        cmocka_unit_test(a_request_may_be_posted_again_from_its_own_end),
        cmocka_unit_test(a_request_can_be_canceled_after_any_number_of_turns),
        cmocka_unit_test(closing_the_client_cancels_what_is_in_flight_after_any_number_of_turns),
        cmocka_unit_test(a_closing_client_takes_no_requests),
        cmocka_unit_test(a_certificate_that_nobody_vouches_for_is_refused),
        cmocka_unit_test(addresses_are_shown_without_user_path_and_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
