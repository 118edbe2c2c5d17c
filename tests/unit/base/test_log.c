#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

static void values_are_quoted_where_logfmt_asks_for_it(void **state)
{
    (void)state;
    static const struct {
        const char *value, *written;
    } cases[] = {
        {"plain", "k=plain"},
        {"支出进度", "k=支出进度"},
        {"", "k=\"\""},
        {"two words", "k=\"two words\""},
        {"a=b", "k=\"a=b\""},
        {"say \"so\"", "k=\"say \\\"so\\\"\""},
        {"back\\slash", "k=\"back\\\\slash\""},
        {"line\nbreak", "k=\"line\\nbreak\""},
        {"tab\tand\x1b", "k=\"tab\\u0009and\\u001b\""},
        {"\u202e001\xc2\x9b", "k=\"\\u202e001\\u009b\""},
        {"预\xe9\xa2", "k=\"预\\ufffd\\ufffd\""},
        {"\x7f", "k=\"\\u007f\""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf line = {0};
        log_add_field(&line, "k", cases[i].value);
        assert_string_equal(buf_text(&line), cases[i].written);
        buf_free(&line);
    }
}

static void fields_are_parted_by_one_space(void **state)
{
    (void)state;
    struct buf line = {0};

    log_add_field(&line, "unit", "101");
    log_add_field(&line, "month", "7");
    assert_string_equal(buf_text(&line), "unit=101 month=7");
    buf_free(&line);
}

/* What standard error gets while `speak` runs. Nothing is asserted before it is itself again. */
static void listen(void (*speak)(void), char *heard, size_t size)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    int kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    dup2(fileno(file), STDERR_FILENO);
    speak();
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(file);
    size_t got = fread(heard, 1, size - 1, file);
    heard[got] = '\0';
    fclose(file);
}

static void speak_at_every_level(void)
{
    log_open(LOG_LEVEL_NOTICE);
    log_error("one", "unit", "101", "gone", NULL, "month", "7 8");
    log_warning("two");
    log_notice("three");
    log_info("four");
    log_debug("five");
    log_write_id(LOG_LEVEL_ERROR, "0123456789abcdef0123456789abcdef", "six", "k", "v", (const char *)NULL);
    log_open(LOG_LEVEL_DEBUG);
    log_debug("seven");
}

static void lines_above_the_level_are_kept_and_fields_without_value_left_out(void **state)
{
    (void)state;
    static const char *const endings[] = {" level=error msg=one unit=101 month=\"7 8\"",
                                          " level=warning msg=two", " level=notice msg=three",
                                          " level=error msg=six k=v", " level=debug msg=seven"};
    char heard[4096];
    size_t count = 0;

    unsetenv("JOURNAL_STREAM");
    listen(speak_at_every_level, heard, sizeof heard);
    for (char *line = strtok(heard, "\n"); line != NULL; line = strtok(NULL, "\n"), count++) {
        assert_true(count < sizeof endings / sizeof *endings);
        assert_memory_equal(line, "time=20", 7);
        assert_string_equal(line + strlen("time=2023-07-05T01:02:03.004Z"), endings[count]);
    }
    assert_int_equal(count, sizeof endings / sizeof *endings);
}

static void speak_with_a_stale_journal(void)
{
    log_open(LOG_LEVEL_INFO);
    log_info("here");
}

static void a_journal_that_standard_error_does_not_lead_to_is_not_used(void **state)
{
    (void)state;
    char heard[256];

    setenv("JOURNAL_STREAM", "1:1", 1);
    listen(speak_with_a_stale_journal, heard, sizeof heard);
    assert_non_null(strstr(heard, "msg=here"));
    setenv("JOURNAL_STREAM", "nonsense", 1);
    listen(speak_with_a_stale_journal, heard, sizeof heard);
    assert_non_null(strstr(heard, "msg=here"));
    unsetenv("JOURNAL_STREAM");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_quoted_where_logfmt_asks_for_it),
        cmocka_unit_test(fields_are_parted_by_one_space),
        cmocka_unit_test(lines_above_the_level_are_kept_and_fields_without_value_left_out),
        cmocka_unit_test(a_journal_that_standard_error_does_not_lead_to_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
