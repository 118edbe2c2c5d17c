#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/duration.h"

static void a_duration_prints_in_its_largest_exact_unit(void **state)
{
    (void)state;
    static const struct {
        int64_t length;
        const char *text;
    } cases[] = {{0, "0s"},      {1, "1ms"},      {1500, "1500ms"}, {90000, "90s"},
                 {300000, "5m"}, {7200000, "2h"}, {86400000, "24h"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[DURATION_TEXT];
        assert_string_equal(duration_format(cases[i].length, text), cases[i].text);
    }
}

static void what_prints_reads_back_and_nothing_else_does(void **state)
{
    (void)state;
    static const char *const none[] = {"", "s", "5", "5 s", "-5s", "5d", "1.5s", "9999999999s", "5ss", "5S"};
    char text[DURATION_TEXT];
    int64_t length = -1;

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(duration_parse(none[i], &length));
    assert_int_equal(length, -1);
    for (int64_t wanted = 0; wanted < 8000000; wanted += 777) {
        assert_true(duration_parse(duration_format(wanted, text), &length));
        assert_int_equal(length, wanted);
    }
    assert_true(duration_parse("999999999h", &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_duration_prints_in_its_largest_exact_unit),
        cmocka_unit_test(what_prints_reads_back_and_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
