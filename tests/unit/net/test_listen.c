#include "net/listen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void only_what_is_this_machines_own_is_taken_for_it(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        bool loopback;
    } cases[] = {
        {"127.0.0.1", true},
        {"127.255.0.9", true},
        {"::1", true},
        {"localhost", true},
        {"LOCALHOST", true},
        {"0.0.0.0", false},
        {"::", false},
        {"10.0.0.1", false},
        {"127.0.0.1.example.org", false},
        {"127.1", false},
        {"", false},
        {"localhost.example.org", false},
        {"::ffff:8.8.8.8", false},
        {"?", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (listen_is_loopback_host(cases[i].host) != cases[i].loopback)
            fail_msg("'%s' is%s taken for this machine", cases[i].host, cases[i].loopback ? " not" : "");
    assert_true(listen_is_loopback("127.0.0.1:0"));
    assert_true(listen_is_loopback("[::1]:8460"));
    assert_false(listen_is_loopback("[::]:8460"));
    assert_false(listen_is_loopback("127.0.0.1"));
}

static void an_address_is_taken_apart_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host, *port; /* host NULL: it is none */
    } cases[] = {
        {"127.0.0.1:80", "127.0.0.1", "80"},
        {"[::1]:0", "::1", "0"},
        {"localhost:65535", "localhost", "65535"},
        {"127.0.0.1:65536", NULL, NULL},
        {":80", NULL, NULL},
        {"127.0.0.1:", NULL, NULL},
        {"127.0.0.1:8x", NULL, NULL},
        {"[]:80", NULL, NULL},
        {"[::1:80", NULL, NULL},
        {"127.0.0.1:-1", NULL, NULL},
        {"", NULL, NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char host[LISTEN_ADDRESS_TEXT];
        const char *port;
        bool is = listen_split(cases[i].text, host, &port);
        if (is != (cases[i].host != NULL))
            fail_msg("'%s' is%s taken for an address", cases[i].text, is ? "" : " not");
        if (is) {
            assert_string_equal(host, cases[i].host);
            assert_string_equal(port, cases[i].port);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_this_machines_own_is_taken_for_it),
        cmocka_unit_test(an_address_is_taken_apart_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
