#include "service/notice_send.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_link(const char *link, const char *unit, const char *made)
{
    struct buf out = {0};

    notice_link(&out, link, unit, "2023-07");
    assert_string_equal(buf_text(&out), made);
    buf_free(&out);
}

/* A code may hold anything; in an address it is one part of it. */
static void a_link_names_unit_and_month(void **state)
{
    (void)state;
    expect_link("https://office/{unit}/{period}", "330100", "https://office/330100/2023-07");
    expect_link("https://office/?u={unit}&p={period}", "A/市&b",
                "https://office/?u=A%2F%E5%B8%82%26b&p=2023-07");
    expect_link("https://office/{other}", "330100", "https://office/{other}");
    expect_link("https://office/{unit}", "", "https://office/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_names_unit_and_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
