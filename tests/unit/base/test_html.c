#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void texts_cannot_become_markup(void **state)
{
    struct buf out = {0};
    (void)state;

    html_text(&out, "<a href=\"x\" id='y'>& 预算\t一\n二\x01\x1f\u202e三\u2069\xff\xc2\x9b");
    assert_string_equal(buf_text(&out), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp; 预算 一 二  三? ");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_cannot_become_markup)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
