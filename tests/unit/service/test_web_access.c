#include "service/web_access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define READ_TOKEN "0123456789abcdef0123456789abcdef"
#define ACT_TOKEN  "fedcba9876543210fedcba9876543210"

static struct secret secret_of(const char *text)
{
    return (struct secret){.bytes = mem_text(text), .length = strlen(text)};
}

static struct web_access *make(const char *read, const char *act)
{
    struct web_access *access = mem_alloc(sizeof *access);
    struct web_tokens tokens = {0};

    if (read != NULL)
        tokens.read = secret_of(read);
    if (act != NULL)
        tokens.act = secret_of(act);
    web_access_set(access, &tokens);
    return access;
}

static void drop(struct web_access *access)
{
    web_access_done(access);
    free(access);
}

static void a_token_is_known_whole_or_not_at_all(void **state)
{
    (void)state;
    struct web_access *access = make(READ_TOKEN, ACT_TOKEN);

    assert_int_equal(web_access_bearer(access, "Bearer " READ_TOKEN), WEB_READS);
    assert_int_equal(web_access_bearer(access, "bearer  " ACT_TOKEN), WEB_ACTS);
    assert_int_equal(web_access_bearer(access, "Bearer " READ_TOKEN "x"), WEB_NOBODY);
    assert_int_equal(web_access_bearer(access, "Bearer 0123456789abcdef0123456789abcde"), WEB_NOBODY);
    assert_int_equal(web_access_bearer(access, "Bearer "), WEB_NOBODY);
    assert_int_equal(web_access_bearer(access, "Basic " READ_TOKEN), WEB_NOBODY);
    assert_int_equal(web_access_bearer(access, ""), WEB_NOBODY);
    assert_false(access->open);
    drop(access);
    access = make(NULL, NULL);
    assert_true(access->open);
    assert_int_equal(web_access_bearer(access, "Bearer "), WEB_NOBODY);
    drop(access);
}

static void a_session_ends_unused_and_at_last_anyway(void **state)
{
    (void)state;
    struct web_access *access = make(READ_TOKEN, ACT_TOKEN);
    struct web_session *session = web_access_begin(access, WEB_ACTS, 1000);
    char id[WEB_SESSION_TEXT];
    msec now = 1000;

    assert_non_null(session);
    strcpy(id, session->id);
    assert_string_not_equal(session->id, session->proof);
    assert_null(web_access_find(access, session->proof, 64, now));
    assert_null(web_access_find(access, "", 0, now));
    while (now - 1000 <= WEB_SESSION_WHOLE) {
        assert_ptr_equal(web_access_find(access, id, 64, now), session);
        now += WEB_SESSION_IDLE;
    }
    assert_null(web_access_find(access, id, 64, now));
    session = web_access_begin(access, WEB_READS, now);
    assert_null(web_access_find(access, session->id, 64, now + WEB_SESSION_IDLE + 1));
    drop(access);
}

static void one_too_many_takes_the_place_of_the_one_used_longest_ago(void **state)
{
    (void)state;
    struct web_access *access = make(NULL, ACT_TOKEN);
    char ids[WEB_SESSIONS][WEB_SESSION_TEXT];

    for (int i = 0; i < WEB_SESSIONS; i++)
        strcpy(ids[i], web_access_begin(access, WEB_ACTS, i)->id);
    assert_non_null(web_access_find(access, ids[0], 64, 100));
    assert_non_null(web_access_begin(access, WEB_ACTS, 101));
    assert_null(web_access_find(access, ids[1], 64, 102));
    for (int i = 0; i < WEB_SESSIONS; i++)
        assert_int_equal(web_access_find(access, ids[i], 64, 102) != NULL, i != 1);
    drop(access);
}

static void other_tokens_end_the_sessions_and_the_same_do_not(void **state)
{
    (void)state;
    struct web_access *access = make(READ_TOKEN, ACT_TOKEN);
    struct web_tokens same = {secret_of(READ_TOKEN), secret_of(ACT_TOKEN)},
                      other = {secret_of(READ_TOKEN), {NULL, 0}};
    char id[WEB_SESSION_TEXT];

    strcpy(id, web_access_begin(access, WEB_ACTS, 1)->id);
    web_access_set(access, &same);
    assert_non_null(web_access_find(access, id, 64, 2));
    web_access_set(access, &other);
    assert_null(web_access_find(access, id, 64, 2));
    assert_int_equal(web_access_bearer(access, "Bearer " ACT_TOKEN), WEB_NOBODY);
    drop(access);
}

static void who_guesses_has_to_wait_and_others_do_not(void **state)
{
    (void)state;
    struct web_access *access = make(READ_TOKEN, NULL);
    char peer[24];

    for (int i = 0; i < WEB_TRIES; i++) {
        assert_true(web_access_may_try(access, "10.0.0.1", 1000));
        web_access_failed(access, "10.0.0.1", 1000);
    }
    assert_false(web_access_may_try(access, "10.0.0.1", 1000));
    assert_true(web_access_may_try(access, "10.0.0.2", 1000));
    assert_true(web_access_may_try(access, "10.0.0.1", 1000 + WEB_TRY_EACH));
    web_access_failed(access, "10.0.0.1", 1000 + WEB_TRY_EACH);
    assert_false(web_access_may_try(access, "10.0.0.1", 1000 + WEB_TRY_EACH));
    /* A crowd does not make room for who has failed most. */
    for (int i = 0; i < 3 * WEB_GUESSERS; i++) {
        snprintf(peer, sizeof peer, "10.1.0.%d", i);
        web_access_failed(access, peer, 2000 + WEB_TRY_EACH);
    }
    assert_false(web_access_may_try(access, "10.0.0.1", 2000 + WEB_TRY_EACH));
    drop(access);
}

/* The sentence of what is wrong with these options, "" for nothing (static memory). */
static const char *fault_of(const char *web)
{
    static struct err err;
    struct faults faults = {0};
    struct config config;
    struct buf text = {0};

    err = (struct err){0};
    buf_printf(&text, "{\"web\": {\"enabled\": true, %s}}", web);
    if (!config_parse(text.data, text.length, "/tmp/x.json", &config, &faults))
        fail_msg("%s is no configuration", buf_text(&text));
    bool ok = web_options_check(&config, &err);
    assert_int_equal(ok, err.code == ERR_NONE);
    config_done(&config);
    buf_free(&text);
    return err.text;
}

static void options_must_fit_together(void **state)
{
    (void)state;
    static const struct {
        const char *web, *fault; /* what the sentence begins with */
    } cases[] = {
        {"\"listen\": \"127.0.0.1:0\"", ""},
        {"\"listen\": \"[::1]:8460\"", ""},
        {"\"listen\": \"localhost:8460\"", ""},
        {"\"listen\": \"8460\"", "web.listen"},
        {"\"listen\": \"0.0.0.0:8460\"", "web.listen"},
        {"\"listen\": \"0.0.0.0:8460\", \"token_file\": \"t\"", "web.listen"},
        {"\"listen\": \"0.0.0.0:8460\", \"allow_http\": true", "web.token_file"},
        {"\"listen\": \"0.0.0.0:8460\", \"allow_http\": true, \"token_file\": \"t\"", ""},
        {"\"hosts\": [\"budget.example.org\"]", "web.token_file"},
        {"\"hosts\": [\"budget.example.org\"], \"token_file\": \"t\"", ""},
        {"\"hosts\": [\"budget.example.org:80\"], \"token_file\": \"t\"", "web.hosts"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *fault = fault_of(cases[i].web);
        if ((fault[0] == '\0') != (cases[i].fault[0] == '\0') ||
            strncmp(fault, cases[i].fault, strlen(cases[i].fault)) != 0)
            fail_msg("%s: %s", cases[i].web, fault);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_known_whole_or_not_at_all),
        cmocka_unit_test(a_session_ends_unused_and_at_last_anyway),
        cmocka_unit_test(one_too_many_takes_the_place_of_the_one_used_longest_ago),
        cmocka_unit_test(other_tokens_end_the_sessions_and_the_same_do_not),
        cmocka_unit_test(who_guesses_has_to_wait_and_others_do_not),
        cmocka_unit_test(options_must_fit_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
