#include "net/smtp_secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void expect(const struct smtp_secret *secret, const char *text, bool is_in)
{
    if (smtp_secret_is_in(secret, text) != is_in)
        fail_msg("%s: %s", is_in ? "let pass" : "kept back", text);
}

static void a_password_is_found_in_each_form_that_it_has_on_the_wire(void **state)
{
    struct smtp_secret secret = {0};
    (void)state;

    smtp_secret_init(&secret, "budget", "hunter2 secret");
    expect(&secret, "5.7.8 hunter2 secret is wrong", true);
    expect(&secret, "unknown command: aHVudGVyMiBzZWNyZXQ=", true);                /* AUTH LOGIN */
    expect(&secret, "unknown: AUTH PLAIN AGJ1ZGdldABodW50ZXIyIHNlY3JldA==", true); /* AUTH PLAIN */
    expect(&secret, "unknown: AGJ1ZGdldABODW50ZXIYIHNLY3JLDA==", true);            /* in capitals */
    expect(&secret, "", false);
    expect(&secret, "5.7.8 authentication failed for budget", false);
    smtp_secret_wipe(&secret);
}

static void a_part_counts_from_eight_bytes_on(void **state)
{
    struct smtp_secret secret = {0};
    (void)state;

    smtp_secret_init(&secret, "budget", "hunter2 secret");
    expect(&secret, "command \"GVyMiBzZ\" not known", true);
    expect(&secret, "command <GVyMiBz> not known", false);
    expect(&secret, "command (aHVudGVyMiB) not known", true);
    smtp_secret_wipe(&secret);
}

static void no_password_is_in_nothing(void **state)
{
    struct smtp_secret secret = {0};
    (void)state;

    expect(&secret, "anything at all, and longer", false);
    smtp_secret_init(&secret, "budget", "");
    expect(&secret, "anything at all, and longer", false);
    smtp_secret_wipe(&secret);
    expect(&secret, "anything at all, and longer", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_found_in_each_form_that_it_has_on_the_wire),
        cmocka_unit_test(a_part_counts_from_eight_bytes_on),
        cmocka_unit_test(no_password_is_in_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
