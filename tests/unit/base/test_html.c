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

static void a_day_in_a_sentence_stays_on_its_line(void **state)
{
    struct buf out = {0};
    (void)state;

    html_sentence(&out, "<2023-07-05，12023-07-05 2023-07-051 2023-07-05-1 2023-07-05");
    assert_string_equal(buf_text(&out), "&lt;<span class=\"day\">2023-07-05</span>，12023-07-05 2023-07-051 "
                                        "2023-07-05-1 <span class=\"day\">2023-07-05</span>");
    buf_clear(&out);
    html_sentence(&out, "2023-07-0");
    assert_string_equal(buf_text(&out), "2023-07-0");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_cannot_become_markup),
                                       cmocka_unit_test(a_day_in_a_sentence_stays_on_its_line)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
