#include "core/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define EACH_KIND(kind)                                                                                      \
    for (size_t kind##_at = 0; kind##_at < LEDGER_COUNT; kind##_at++)                                        \
        for (const struct ledger_kind *kind = ledger_kind((enum ledger_id)kind##_at); kind != NULL;          \
             kind = NULL)

static int column(const struct ledger_kind *kind, const char *header)
{
    return ledger_column_by_header(kind, header, strlen(header));
}

static void a_file_name_says_the_kind(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        char name[64];
        snprintf(name, sizeof name, "%s.csv", kind->name);
        assert_ptr_equal(ledger_by_file(name), kind);
    }
    static const char *const others[] = {
        "execution", "execution.txt", "Execution.csv", "execution.csv.bak", "indicator.csv", ".csv",
        "",          "notes.csv"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_null(ledger_by_file(others[i]));
}

/* Sheets of a workbook are called like that, of 31 characters at most. */
static void a_kind_is_known_by_its_names_in_both_languages(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        assert_ptr_equal(ledger_by_name(kind->name, strlen(kind->name)), kind);
        for (const char *names = kind->chinese; *names != '\0';) {
            size_t length = strcspn(names, "|");
            assert_in_range(length, 1, 31);
            assert_ptr_equal(ledger_by_name(names, length), kind);
            names += length + (names[length] == '|' ? 1 : 0);
        }
    }
    assert_null(ledger_by_name("", 0));
    assert_null(ledger_by_name("Sheet1", 6));
    assert_null(ledger_by_name("预算|年初预算", strlen("预算|年初预算")));
}

static void english_and_chinese_headers_name_the_same_column(void **state)
{
    (void)state;
    static const struct {
        enum ledger_id kind;
        const char *english, *chinese;
    } cases[] = {
        {LEDGER_UNITS, "code", "单位编码"},
        {LEDGER_PROJECTS, "category", "支出类别"},
        {LEDGER_BUDGETS, "initial_amount", "年初预算"},
        {LEDGER_EXECUTION, "month", "月份"},
        {LEDGER_EXECUTION, "spent_cumulative", "累计支出"},
        {LEDGER_INDICATORS, "level1", "一级指标"},
        {LEDGER_INDICATORS, "name", "三级指标"},
        {LEDGER_CONTRACTS, "filed_on", "备案日期"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct ledger_kind *kind = ledger_kind(cases[i].kind);
        assert_int_equal(column(kind, cases[i].english), ledger_column_by_name(kind, cases[i].english));
        assert_int_equal(column(kind, cases[i].chinese), ledger_column_by_name(kind, cases[i].english));
    }
    assert_int_equal(column(ledger_kind(LEDGER_UNITS), "Code"), -1);
    assert_int_equal(column(ledger_kind(LEDGER_UNITS), "项目编码"), -1);
    assert_int_equal(column(ledger_kind(LEDGER_UNITS), ""), -1);
    assert_int_equal(column(ledger_kind(LEDGER_UNITS), "单位编码|单位代码"), -1);
}

/* Every name that a header may have leads back to its own column. */
static void no_header_name_means_two_columns(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        for (size_t i = 0; i < ledger_column_count(kind); i++) {
            const char *names = kind->columns[i].chinese;
            assert_int_equal(column(kind, kind->columns[i].name), i);
            for (size_t length = strcspn(names, "|"); length > 0; length = strcspn(names, "|")) {
                if (ledger_column_by_header(kind, names, length) != (int)i)
                    fail_msg("%s: %.*s", kind->name, (int)length, names);
                names += length + (names[length] == '|' ? 1 : 0);
            }
        }
    }
}

static void every_word_is_known_by_itself_and_by_its_names(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        for (size_t i = 0; i < ledger_column_count(kind); i++) {
            const struct ledger_word *words = kind->columns[i].words;
            for (const struct ledger_word *w = words; w != NULL && w->word != NULL; w++) {
                assert_string_equal(ledger_word_for(words, w->word, strlen(w->word)), w->word);
                const char *found = ledger_word_for(words, w->names, strcspn(w->names, "|"));
                if (found == NULL || strcmp(found, w->word) != 0)
                    fail_msg("%s: %s", kind->name, w->names);
            }
        }
    }
    const struct ledger_kind *indicators = ledger_kind(LEDGER_INDICATORS);
    const struct ledger_word *directions =
        indicators->columns[ledger_column_by_name(indicators, "direction")].words;
    assert_string_equal(ledger_word_for(directions, "≥", strlen("≥")), "ge");
    assert_null(ledger_word_for(directions, "g", 1));
    assert_null(ledger_word_for(directions, "", 0));
}

static void every_type_of_words_has_them_and_every_kind_a_key(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        size_t keys = 0;
        for (size_t i = 0; i < ledger_column_count(kind); i++) {
            const struct ledger_column *c = &kind->columns[i];
            bool worded = c->type == LEDGER_WORD || c->type == LEDGER_SCHEDULE || c->type == LEDGER_VALUE;
            assert_int_equal(c->words != NULL, worded);
            assert_int_equal(c->otherwise != NULL, c->need == LEDGER_KEY_OR || c->need == LEDGER_OR);
            keys += ledger_is_key(c) ? 1 : 0;
        }
        assert_true(keys > 0);
    }
}

/* A file may refer to itself (units), which the merge does in one statement. */
static void what_is_referred_to_is_read_before(void **state)
{
    (void)state;
    EACH_KIND(kind)
    {
        for (const struct ledger_reference *r = kind->references; r->from[0] != NULL; r++) {
            assert_true(r->kind <= kind->id);
            for (size_t i = 0; r->from[i] != NULL; i++) {
                ledger_column_by_name(kind, r->from[i]);
                assert_non_null(r->to[i]);
                int to = ledger_column_by_name(ledger_kind(r->kind), r->to[i]);
                assert_true(ledger_is_key(&ledger_kind(r->kind)->columns[to]));
            }
            if (r->selector == NULL)
                continue;
            int selector = ledger_column_by_name(kind, r->selector);
            assert_non_null(ledger_word_for(kind->columns[selector].words, r->selected, strlen(r->selected)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_name_says_the_kind),
        cmocka_unit_test(a_kind_is_known_by_its_names_in_both_languages),
        cmocka_unit_test(english_and_chinese_headers_name_the_same_column),
        cmocka_unit_test(no_header_name_means_two_columns),
        cmocka_unit_test(every_word_is_known_by_itself_and_by_its_names),
        cmocka_unit_test(every_type_of_words_has_them_and_every_kind_a_key),
        cmocka_unit_test(what_is_referred_to_is_read_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
