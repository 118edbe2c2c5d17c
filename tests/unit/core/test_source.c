#include "core/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "core/catalogue_source.h"

static struct policy_rules rules;
static struct arena arena;

static int start(void **state)
{
    (void)state;
    policy_rules_default(&rules);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static date day(int year, int month, int number)
{
    char text[32];
    date found;

    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, number);
    assert_true(date_parse(text, strlen(text), &found));
    return found;
}

static struct source_reading reading(enum source_fault fault, int failures)
{
    return (struct source_reading){.language = LANGUAGE_EN,
                                   .today = day(2026, 3, 2),
                                   .rules = &rules,
                                   .fault = fault,
                                   .failures = failures,
                                   .fail_after = 1,
                                   .reason = "refused",
                                   .last_well = "2026-03-01 08:00"};
}

static void rows_may_be_missing_up_to_the_share(void **state)
{
    (void)state;

    assert_false(source_shrank(100, 90, 10));
    assert_true(source_shrank(100, 89, 10));
    assert_false(source_shrank(100, 200, 0));
    assert_false(source_shrank(100, 100, 0));
    assert_true(source_shrank(100, 99, 0));
    assert_false(source_shrank(100, 0, 100));
    assert_true(source_shrank(1, 0, 99));
    assert_false(source_shrank(0, 0, 0));
    assert_true(source_shrank(INT64_MAX, 0, 99)); /* nothing wraps */
    assert_false(source_shrank(INT64_MAX, INT64_MAX - 1, 1));
}

static void a_failure_opens_and_a_success_resolves(void **state)
{
    (void)state;
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_reading at = reading(SOURCE_FAILED, 1);

    assert_int_equal(source_decide(&at, &arena, changes), 1);
    assert_int_equal(changes[0].now.rule, RULE_SOURCE_FAILED);
    assert_int_equal(changes[0].now.state.severity, SEVERITY_RED);
    assert_int_equal(changes[0].event, EVENT_OPENED);
    assert_int_equal(changes[0].now.year, 2026);
    assert_string_equal(
        changes[0].event_explanation,
        "It could not be read: refused; the ledger stays as of the last success at 2026-03-01 08:00");

    const struct source_deviation known = changes[0].now;
    at.known = &known;
    at.known_count = 1;
    assert_int_equal(source_decide(&at, &arena, changes), 0); /* the same again: nothing to write */
    at.reason = "timed out";
    assert_int_equal(source_decide(&at, &arena, changes), 1); /* what people read is current */
    assert_false(changes[0].is_event);

    at = reading(SOURCE_WELL, 0);
    at.today = day(2027, 1, 4); /* the year has turned meanwhile */
    at.known = &known;
    at.known_count = 1;
    assert_int_equal(source_decide(&at, &arena, changes), 1);
    assert_int_equal(changes[0].event, EVENT_RESOLVED);
    assert_int_equal(changes[0].event_severity, SEVERITY_RED);
    assert_int_equal(changes[0].now.year, 2026);
    assert_non_null(strstr(changes[0].event_explanation, "Back to normal; before: It could not be read"));
}

static void it_takes_as_many_failures_as_are_asked_for(void **state)
{
    (void)state;
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_reading at = reading(SOURCE_FAILED, 2);

    at.fail_after = 3;
    assert_int_equal(source_decide(&at, &arena, changes), 0);
    at.failures = 3;
    assert_int_equal(source_decide(&at, &arena, changes), 1);
}

static void a_source_that_cannot_be_read_says_nothing_of_its_rows(void **state)
{
    (void)state;
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_reading at = reading(SOURCE_ROWS_UNFIT, 1);

    assert_int_equal(source_decide(&at, &arena, changes), 1);
    assert_int_equal(changes[0].now.rule, RULE_SOURCE_ROWS);
    assert_int_equal(changes[0].now.state.severity, SEVERITY_YELLOW);
    const struct source_deviation rows = changes[0].now;

    at = reading(SOURCE_FAILED, 2);
    at.known = &rows;
    at.known_count = 1;
    assert_int_equal(source_decide(&at, &arena, changes), 1); /* beside the other, which stands on */
    assert_int_equal(changes[0].now.rule, RULE_SOURCE_FAILED);

    const struct source_deviation both[] = {rows, changes[0].now};
    at = reading(SOURCE_ROWS_UNFIT, 3);
    at.known = both;
    at.known_count = 2;
    assert_int_equal(source_decide(&at, &arena, changes), 1); /* it can be read again */
    assert_int_equal(changes[0].now.rule, RULE_SOURCE_FAILED);
    assert_int_equal(changes[0].event, EVENT_RESOLVED);
}

static void what_is_switched_off_or_gone_ends(void **state)
{
    (void)state;
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_reading at = reading(SOURCE_FAILED, 1);

    rules.enabled[RULE_SOURCE_FAILED] = false;
    assert_int_equal(source_decide(&at, &arena, changes), 0);
    rules.enabled[RULE_SOURCE_FAILED] = true;
    assert_int_equal(source_decide(&at, &arena, changes), 1);
    const struct source_deviation known = changes[0].now;

    at = reading(SOURCE_WELL, 0);
    at.gone = true;
    at.known = &known;
    at.known_count = 1;
    assert_int_equal(source_decide(&at, &arena, changes), 1);
    assert_int_equal(changes[0].event, EVENT_RESOLVED);
    assert_non_null(strstr(changes[0].event_explanation, "switched off or no longer configured"));
}

static void people_are_reminded_while_it_stands(void **state)
{
    (void)state;
    struct source_change changes[SOURCE_CHANGES_MAX];
    struct source_reading at = reading(SOURCE_FAILED, 1);

    assert_int_equal(source_decide(&at, &arena, changes), 1);
    const struct source_deviation known = changes[0].now;
    at.known = &known;
    at.known_count = 1;
    at.today += 29;
    assert_int_equal(source_decide(&at, &arena, changes), 0);
    at.today += 1;
    assert_int_equal(source_decide(&at, &arena, changes), 1);
    assert_int_equal(changes[0].event, EVENT_REMINDED);
}

static void reasons_can_be_stored_and_told(void **state)
{
    (void)state;
    char out[SOURCE_REASON_MAX], text[3000] = "";

    assert_string_equal(source_reason("a\nb\tc\x1b[1m", out), "a b c [1m");
    assert_string_equal(source_reason("\xb2\xbb a", out), "?? a");
    assert_string_equal(source_reason("", out), "");
    for (int i = 0; i < 900; i++)
        strcat(text, "支");
    assert_true(strlen(source_reason(text, out)) < SOURCE_REASON_MAX);
    assert_string_equal(out + strlen(out) - 6, "支…");
}

static void sentences_in_both_languages(void **state)
{
    (void)state;
    struct buf text = {0};
    struct source_words words = {.name = "pay",
                                 .kind = "execution",
                                 .succeeded_at = "",
                                 .rows = -1,
                                 .failing_since = "2026-03-01T00:00:00Z",
                                 .failure = "refused"};

    catalogue_source(&text, LANGUAGE_ZH, RULE_SOURCE_ROWS, "source pay, row 2: month: 13 is not 1..12", "");
    assert_string_equal(buf_text(&text), "已读取，但数据不能采用：source pay, row 2: month: 13 is not 1..12；"
                                         "尚未成功读取过，台账未作改动");
    buf_clear(&text);
    catalogue_status_source(&text, LANGUAGE_EN, &words);
    assert_string_equal(
        buf_text(&text),
        "source pay (execution): never read successfully; failing since 2026-03-01T00:00:00Z: refused");
    buf_clear(&text);
    words = (struct source_words){.name = "pay",
                                  .kind = "execution",
                                  .succeeded_at = "2026-03-01T00:00:00Z",
                                  .rows = 12,
                                  .failing_since = "",
                                  .failure = ""};
    catalogue_status_source(&text, LANGUAGE_ZH, &words);
    assert_string_equal(buf_text(&text), "数据源 pay（execution）：最近成功 2026-03-01T00:00:00Z，12 行");
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_may_be_missing_up_to_the_share),
        cmocka_unit_test(a_failure_opens_and_a_success_resolves),
        cmocka_unit_test(it_takes_as_many_failures_as_are_asked_for),
        cmocka_unit_test(a_source_that_cannot_be_read_says_nothing_of_its_rows),
        cmocka_unit_test(what_is_switched_off_or_gone_ends),
        cmocka_unit_test(people_are_reminded_while_it_stands),
        cmocka_unit_test(reasons_can_be_stored_and_told),
        cmocka_unit_test(sentences_in_both_languages),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
