#include "core/mail_address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void a_mailbox_may_have_a_name_before_it(void **state)
{
    static const struct {
        const char *address, *name, *box;
    } cases[] = {
        {"b@example.org", "", "b@example.org"},
        {"<b@example.org>", "", "b@example.org"},
        {"李雷 <b@example.org>", "李雷", "b@example.org"},
        {"  A <B>  <x+y=z@sub-domain.example.org>", "A <B>", "x+y=z@sub-domain.example.org"},
        {"b@localhost", "", "b@localhost"},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *name;
        size_t box_length;
        const char *box = mail_address_box(cases[i].address, &box_length);
        size_t name_length = mail_address_name(cases[i].address, &name);

        assert_null(mail_address_fault(cases[i].address));
        assert_int_equal(box_length, strlen(cases[i].box));
        assert_memory_equal(box, cases[i].box, box_length);
        assert_int_equal(name_length, strlen(cases[i].name));
        assert_memory_equal(name, cases[i].name, name_length);
    }
}

static void what_is_more_or_less_than_one_mailbox_is_refused(void **state)
{
    static const char *const addresses[] = {"",
                                            "b",
                                            "@example.org",
                                            "b@",
                                            "b@@example.org",
                                            "b@c@example.org",
                                            "b@example.org,c@example.org",
                                            "b@example.org c@example.org",
                                            "b@example.org\nBcc: c@example.org",
                                            "A\tB <b@example.org>",
                                            "Name <b@example.org",
                                            "Name b@example.org>",
                                            "b@exa mple.org",
                                            "b@exämple.org",
                                            "b..c@example.org",
                                            ".b@example.org",
                                            "b.@example.org",
                                            "b@.org",
                                            "b@example..org",
                                            "b@example.org.",
                                            "\"b c\"@example.org",
                                            "b@[127.0.0.1]",
                                            "b(x)@example.org",
                                            "Name <>",
                                            "b@example.org\x7f",
                                            "b@example.org>"};
    char long_one[400];
    (void)state;

    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        if (mail_address_fault(addresses[i]) == NULL)
            fail_msg("taken: %s", addresses[i]);
    memset(long_one, 'x', sizeof long_one);
    strcpy(long_one + MAIL_ADDRESS_MAX - 1, "@b.c");
    assert_non_null(mail_address_fault(long_one));
    memset(long_one, 'x', sizeof long_one);
    strcpy(long_one + MAIL_NAME_MAX + 1, " <b@example.org>");
    assert_non_null(mail_address_fault(long_one));
}

static void what_stands_before_the_at_is_atoms(void **state)
{
    (void)state;

    assert_true(mail_address_is_local("msg_0123.a-b"));
    assert_false(mail_address_is_local(""));
    assert_false(mail_address_is_local("a b"));
    assert_false(mail_address_is_local("a@b"));
    assert_false(mail_address_is_local("a."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mailbox_may_have_a_name_before_it),
        cmocka_unit_test(what_is_more_or_less_than_one_mailbox_is_refused),
        cmocka_unit_test(what_stands_before_the_at_is_atoms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
