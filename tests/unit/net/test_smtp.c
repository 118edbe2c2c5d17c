#include "net/smtp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "smtp_world.h"

static void shot_secure(struct shot *shot, const struct world *world, enum smtp_security security)
{
    shot->settings.security = security;
    shot->settings.ca_file = world->server.certificate;
}

static void every_attempt_has_the_same_message_id(void **state)
{
    static const char *const options[] = {"--answer", "data", "451 later", "--once", "2", NULL};
    struct world world;
    (void)state;

    world_open(&world, options);
    for (int i = 0; i < 4; i++) {
        struct shot shot;
        shot_prepare(&shot, &world);
        shot_fire(&shot, &world);
        shot_expect(&shot, i < 2 ? 451 : 250, i < 2 ? DELIVERY_RETRY : DELIVERY_DELIVERED,
                    i < 2 ? "SMTP 451: later" : "SMTP 250");
    }
    assert_int_equal(smtp_server_count(&world.server, "header Message-ID \"<msg_1@example.org>\""), 2);
    world_close(&world);
}

static void with_tls_of_either_kind_it_logs_in(void **state)
{
    static const char *const options[][9] = {
        {"--tls", "starttls", "--login", "budget:hunter2 secret", "--mechanism", "PLAIN", NULL},
        {"--tls", "starttls", "--login", "budget:hunter2 secret", "--mechanism", "LOGIN", NULL},
        {"--tls", "implicit", "--login", "budget:hunter2 secret", NULL},
    };
    static const enum smtp_security kinds[] = {SMTP_STARTTLS, SMTP_STARTTLS, SMTP_TLS};
    (void)state;

    for (size_t i = 0; i < 3; i++) {
        struct world world;
        struct shot shot;

        shot_open(&shot, &world, options[i]);
        shot_secure(&shot, &world, kinds[i]);
        shot_login(&shot, "hunter2 secret");
        shot_fire(&shot, &world);
        shot_expect(&shot, 250, DELIVERY_DELIVERED, "taken");
        assert_int_equal(smtp_server_count(&world.server, "login"), 1);
        world_close(&world);
    }
}

static void assert_no_secret(const struct shot *shot)
{
    static const char *const secrets[] = {"hunter2", "aHVudGVyMg", "AGJ1ZGdldABodW"};
    struct buf text = {0};

    smtp_describe(&text, &shot->sending);
    for (size_t i = 0; i < 3; i++)
        if (strstr(buf_text(&text), secrets[i]) != NULL || strstr(shot->sending.reply, secrets[i]) != NULL ||
            strstr(shot->sending.err.text, secrets[i]) != NULL)
            fail_msg("the answer tells too much: %s", buf_text(&text));
    buf_free(&text);
}

static void a_refused_login_is_final_and_tells_no_password(void **state)
{
    static const char *const options[][6] = {{"--tls", "starttls", "--login", "budget:another", NULL},
                                             {"--tls", "starttls", "--echo", NULL}};
    static const char *const words[] = {"SMTP 535: ", "SMTP 535"};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        struct world world;
        struct shot shot;

        shot_open(&shot, &world, options[i]);
        shot_secure(&shot, &world, SMTP_STARTTLS);
        shot_login(&shot, "hunter2");
        shot_fire(&shot, &world);
        shot_expect(&shot, 535, DELIVERY_PERMANENT, words[i]);
        assert_no_secret(&shot);
        assert_int_equal(smtp_server_count(&world.server, "mail"), 0);
        world_close(&world);
    }
}

static void a_server_without_starttls_gets_nothing(void **state)
{
    static const char *const options[] = {"--tls", "none", NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_secure(&shot, &world, SMTP_STARTTLS);
    shot_login(&shot, "hunter2");
    shot_fire(&shot, &world);
    shot_expect(&shot, 0, DELIVERY_RETRY, "does not offer STARTTLS");
    assert_int_equal(smtp_server_count(&world.server, ""), 1); /* its port, and not a word more */
    world_close(&world);
}

static void a_certificate_that_nobody_vouches_for_gets_nothing(void **state)
{
    static const char *const options[][3] = {{"--tls", "starttls", NULL}, {"--tls", "implicit", NULL}};
    (void)state;

    for (size_t i = 0; i < 2; i++)
        for (int wrong_name = 0; wrong_name < 2; wrong_name++) {
            struct world world;
            struct shot shot;

            shot_open(&shot, &world, options[i]);
            shot_secure(&shot, &world, i == 0 ? SMTP_STARTTLS : SMTP_TLS);
            if (wrong_name)
                snprintf(world.address, sizeof world.address, "localhost:%d", world.server.port);
            else
                shot.settings.ca_file = NULL;
            shot_fire(&shot, &world);
            shot_expect(&shot, 0, DELIVERY_RETRY, wrong_name ? "localhost" : "self-signed certificate");
            assert_int_equal(smtp_server_count(&world.server, "mail"), 0);
            world_close(&world);
        }
}

static void a_password_is_not_sent_without_tls(void **state)
{
    static const char *const options[] = {"--tls", "none", "--login", "budget:hunter2", NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_login(&shot, "hunter2");
    assert_false(smtp_send(&shot.sending, &world.loop, on_done));
    assert_int_equal(shot.sending.err.code, ERR_CONFIG);
    assert_no_secret(&shot);
    world_close(&world);
    assert_int_equal(shot.done, 0);
}

static void refusals_are_answers_wherever_they_come(void **state)
{
    static const struct {
        const char *stage, *reply;
        int status;
        enum delivery_result result;
    } cases[] = {
        {"greeting", "421 closing", 421, DELIVERY_THROTTLED},
        {"greeting", "554 go away", 554, DELIVERY_PERMANENT},
        {"mail", "421 too many", 421, DELIVERY_THROTTLED},
        {"mail", "550 not you", 550, DELIVERY_PERMANENT},
        {"mail", "451 not now", 451, DELIVERY_RETRY},
        {"rcpt", "450 greylisted", 450, DELIVERY_RETRY},
        {"rcpt", "550 no such user", 550, DELIVERY_PERMANENT},
        {"rcpt", "421 too many", 421, DELIVERY_THROTTLED},
        {"data", "452 disk full", 452, DELIVERY_RETRY},
        {"data", "554 looks like spam", 554, DELIVERY_PERMANENT},
        {"data", "421 closing", 421, DELIVERY_THROTTLED},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int patient = 0; patient < 2; patient++) {
            const char *const options[] = {"--answer", cases[i].stage, cases[i].reply, NULL};
            struct world world;
            struct shot shot;

            shot_open(&shot, &world, options);
            shot.sending.patient = patient == 1;
            shot_fire(&shot, &world);
            shot_expect(&shot, cases[i].status, cases[i].result, cases[i].reply + 4);
            assert_int_equal(smtp_server_count(&world.server, "mail"), 0);
            smtp_sending_done(&shot.sending);
            world_close(&world);
        }
}

static void a_recipient_refused_for_good_does_not_keep_the_mail_from_the_others(void **state)
{
    static const char *const to[] = {"refuse550@example.org", "b@example.org"};
    static const char *const options[] = {NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_to(&shot, to, 2);
    shot.sending.patient = true;
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED,
                "SMTP 250: taken; not taken for refuse550@example.org (SMTP 550: no mail for this one)");
    assert_int_equal(smtp_server_count(&world.server, "rcpt"), 1);
    said(&world, "rcpt \"b@example.org\"");
    smtp_sending_done(&shot.sending);
    world_close(&world);
}

static void a_recipient_refused_for_now_is_waited_for_while_patience_lasts(void **state)
{
    static const char *const to[] = {"b@example.org", "refuse450@example.org", "c@example.org"};
    static const char *const options[] = {NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_to(&shot, to, 3);
    shot.sending.patient = true;
    shot_fire(&shot, &world);
    shot_expect(&shot, 450, DELIVERY_RETRY, "SMTP 450: not taken for refuse450@example.org");
    assert_int_equal(smtp_server_count(&world.server, "mail"), 0);
    smtp_sending_done(&shot.sending);
    shot_prepare(&shot, &world);
    shot_to(&shot, to, 3);
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "not taken for refuse450@example.org (SMTP 450");
    assert_int_equal(smtp_server_count(&world.server, "rcpt"), 2);
    smtp_sending_done(&shot.sending);
    world_close(&world);
}

static void what_is_temporary_for_one_is_temporary_for_all_if_nobody_is_left(void **state)
{
    static const char *const to[] = {"refuse450@example.org", "refuse550@example.org"};
    static const char *const options[] = {NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    shot_to(&shot, to, 2);
    shot_fire(&shot, &world);
    shot_expect(&shot, 450, DELIVERY_RETRY, "refuse450@example.org (SMTP 450");
    smtp_sending_done(&shot.sending);
    world_close(&world);
}

static void a_server_that_says_nothing_is_a_timeout(void **state)
{
    static const char *const stages[] = {"greeting", "mail", "rcpt", "data"};
    (void)state;

    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        const char *const options[] = {"--hang", stages[i], NULL};
        struct world world;
        struct shot shot;

        shot_open(&shot, &world, options);
        shot.settings.timeout = 200;
        shot_fire(&shot, &world);
        shot_expect(&shot, 0, DELIVERY_RETRY, "no answer within 200 ms");
        assert_int_equal(shot.sending.err.code, ERR_TIMEOUT);
        world_close(&world);
    }
}

static void a_connection_that_breaks_is_tried_again(void **state)
{
    static const char *const stages[] = {"greeting", "mail", "rcpt", "data", "taken"};
    (void)state;

    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        const char *const options[] = {"--close", stages[i], NULL};
        struct world world;
        struct shot shot;

        shot_open(&shot, &world, options);
        shot_fire(&shot, &world);
        shot_expect(&shot, 0, DELIVERY_RETRY, "smtp://127.0.0.1:");
        assert_int_equal(shot.sending.err.code, ERR_NET);
        world_close(&world);
    }
}

/* The mail is taken; a server that then does not say goodbye costs a second. */
static void a_server_that_does_not_answer_to_quit_has_taken_the_mail(void **state)
{
    static const char *const options[] = {"--hang", "quit", NULL};
    struct world world;
    struct shot shot;
    (void)state;

    shot_open(&shot, &world, options);
    msec before = clock_monotonic();
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "taken");
    assert_true(clock_monotonic() - before < 10000);
    world_close(&world);
}

static void on_tick(uv_timer_t *timer)
{
    int *ticks = timer->data;

    (*ticks)++;
}

/* What libcurl would do on the loop: wait there for the answer to the end of the mail. */
static void the_loop_turns_while_a_server_thinks(void **state)
{
    static const char *const options[] = {"--slow", "data", NULL};
    struct world world;
    struct shot shot;
    uv_timer_t timer;
    int ticks = 0;
    (void)state;

    shot_open(&shot, &world, options);
    uv_timer_init(&world.loop, &timer);
    timer.data = &ticks;
    uv_timer_start(&timer, on_tick, 1, 1);
    shot_fire(&shot, &world);
    shot_expect(&shot, 250, DELIVERY_DELIVERED, "taken");
    assert_true(ticks > 20);
    uv_close((uv_handle_t *)&timer, NULL);
    world_close(&world);
}

static void a_refused_connection_is_tried_again(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    static const char *const options[] = {NULL};
    socklen_t length = sizeof address;
    struct world world;
    struct shot shot;
    (void)state;

    /* Bound and never listening: nobody else can take the port. */
    int taken = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(taken, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &length), 0);
    world_open(&world, options);
    snprintf(world.address, sizeof world.address, "127.0.0.1:%d", ntohs(address.sin_port));
    shot_prepare(&shot, &world);
    shot_fire(&shot, &world);
    shot_expect(&shot, 0, DELIVERY_RETRY, "smtp://127.0.0.1:");
    world_close(&world);
    close(taken);
}

static void a_mail_can_be_canceled_whatever_the_server_is_at(void **state)
{
    static const char *const stages[] = {"greeting", "mail", "rcpt", "data", "nowhere"};
    (void)state;

    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        for (int turns = 0; turns < 2; turns++) {
            const char *const options[] = {"--hang", stages[i], NULL};
            const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
            struct world world;
            struct shot shot;

            shot_open(&shot, &world, options);
            shot_start(&shot, &world);
            if (turns > 0)
                nanosleep(&moment, NULL); /* the thread goes on by itself meanwhile */
            smtp_cancel(&shot.sending);
            assert_int_equal(shot.done, 0);
            shot_wait(&shot, &world);
            if (i < 4)
                assert_int_equal(shot.sending.err.code, ERR_CANCELED);
            smtp_cancel(&shot.sending); /* too late, and harmless */
            world_close(&world);
            assert_int_equal(shot.done, 1);
        }
}

static void many_mails_can_be_on_their_way(void **state)
{
    static const char *const options[] = {NULL};
    struct shot shots[12];
    struct world world;
    (void)state;

    world_open(&world, options);
    for (size_t i = 0; i < 12; i++) {
        shot_prepare(&shots[i], &world);
        shot_start(&shots[i], &world);
    }
    for (size_t i = 0; i < 12; i++) {
        shot_wait(&shots[i], &world);
        shot_expect(&shots[i], 250, DELIVERY_DELIVERED, "taken");
    }
    assert_int_equal(smtp_server_count(&world.server, "mail"), 12);
    world_close(&world);
}

static void settings_that_cannot_be_used_say_so(void **state)
{
    static const char *const servers[] = {"",       "a b",    "http://a",     "a/b",
                                          "user@a", "a?b",    "a:99999",      "a:b",
                                          "a#b",    "a\r\nb", "a:25\r\nEHLO", "user:pass@host"};
    static const char *const options[] = {NULL};
    static const char *const bad[] = {"b@example.org\r\nBcc: c@example.org"};
    struct world world;
    struct shot shot;
    (void)state;

    world_open(&world, options);
    for (size_t i = 0; i < sizeof servers / sizeof servers[0]; i++) {
        shot_prepare(&shot, &world);
        shot.settings.server = servers[i];
        if (smtp_send(&shot.sending, &world.loop, on_done))
            fail_msg("taken: %s", servers[i]);
        assert_int_equal(shot.sending.err.code, ERR_CONFIG);
    }
    shot_prepare(&shot, &world);
    shot.mail.to = bad;
    assert_false(smtp_send(&shot.sending, &world.loop, on_done));
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attempt_has_the_same_message_id),
        cmocka_unit_test(with_tls_of_either_kind_it_logs_in),
        cmocka_unit_test(a_refused_login_is_final_and_tells_no_password),
        cmocka_unit_test(a_server_without_starttls_gets_nothing),
        cmocka_unit_test(a_certificate_that_nobody_vouches_for_gets_nothing),
        cmocka_unit_test(a_password_is_not_sent_without_tls),
        cmocka_unit_test(refusals_are_answers_wherever_they_come),
        cmocka_unit_test(a_recipient_refused_for_good_does_not_keep_the_mail_from_the_others),
        cmocka_unit_test(a_recipient_refused_for_now_is_waited_for_while_patience_lasts),
        cmocka_unit_test(what_is_temporary_for_one_is_temporary_for_all_if_nobody_is_left),
        cmocka_unit_test(a_server_that_says_nothing_is_a_timeout),
        cmocka_unit_test(a_connection_that_breaks_is_tried_again),
        cmocka_unit_test(a_server_that_does_not_answer_to_quit_has_taken_the_mail),
        cmocka_unit_test(the_loop_turns_while_a_server_thinks),
        cmocka_unit_test(a_refused_connection_is_tried_again),
        cmocka_unit_test(a_mail_can_be_canceled_whatever_the_server_is_at),
        cmocka_unit_test(many_mails_can_be_on_their_way),
        cmocka_unit_test(settings_that_cannot_be_used_say_so),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
