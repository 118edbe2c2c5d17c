#include "cli/manual_pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/message_ids.h"
#include "cli/describe.h"
#include "config/option.h"
#include "config/policy_table.h"
#include "core/ledger.h"

static void expect(const char *page, const char *text)
{
    if (strstr(page, text) == NULL)
        fail_msg("the page has no '%s'", text);
}

static void expect_line(const char *page, const char *words)
{
    struct buf line = {0};

    buf_printf(&line, "\n       %s\n", words);
    expect(page, buf_text(&line));
    buf_free(&line);
}

static struct buf page_of(void (*write)(struct manual *manual), enum manual_format format)
{
    struct buf out = {0};
    struct manual manual = {.out = &out, .format = format};

    write(&manual);
    return out;
}

/* Where lines are broken does not matter to some. */
static void squeeze(struct buf *page)
{
    char *to = page->data;

    for (const char *from = page->data; *from != '\0'; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
        else if (to > page->data && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
}

static void roff_takes_nothing_for_markup(void **state)
{
    (void)state;
    struct buf out = {0};
    struct manual manual = {.out = &out, .format = MANUAL_ROFF, .fresh = true};

    manual_text(&manual, "  .not a macro,\n a \\ and 'quotes' \"two\" -x ~ ^ `");
    assert_string_equal(buf_text(&out),
                        "\\&.not a macro, a \\e and \\(aqquotes\\(aq \\(dqtwo\\(dq \\-x \\(ti "
                        "\\(ha \\(ga\n");
    buf_clear(&out);
    manual_code(&manual, ".one\n\n  two\n");
    assert_string_equal(buf_text(&out), ".PP\n.nf\n\\&.one\n\n  two\n.fi\n");
    buf_clear(&out);
    manual_item(&manual, "累计", "x", "y");
    assert_string_equal(buf_text(&out), ".TP\n\\fB累\\:计\\:\\fR\nx\n.br\ny\n");
    buf_free(&out);
}

static void text_is_wrapped_by_what_it_takes_on_a_terminal(void **state)
{
    (void)state;
    struct buf out = {0};
    struct manual manual = {.out = &out, .format = MANUAL_TEXT};

    for (int i = 0; i < 8; i++)
        buf_puts(&out, "预算执行进度 ");
    char *words = buf_take(&out);
    manual.fresh = true;
    manual_text(&manual, words);
    assert_string_equal(buf_text(&out),
                        "       预算执行进度 预算执行进度 预算执行进度 预算执行进度 预算执行进度\n"
                        "       预算执行进度 预算执行进度 预算执行进度\n");
    free(words);
    buf_free(&out);
}

static void the_program_s_page_has_every_command_and_option(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct described *all = describe_all(&arena);
    struct buf page = page_of(manual_program, MANUAL_TEXT);

    for (size_t i = 0; i < cli_command_count; i++) {
        struct buf words = {0};
        assert_true(all[i].option_count >= 1);
        buf_printf(&words, "\n   %s\n       budgetwatch %.*s", all[i].command->name,
                   (int)strcspn(all[i].usage, "\n"), all[i].usage);
        expect(buf_text(&page), buf_text(&words));
        for (size_t j = 0; j < all[i].option_count; j++) {
            const struct described_option *option = &all[i].options[j];
            buf_clear(&words);
            buf_printf(&words, "%s%s%s", option->name, option->value != NULL ? " " : "",
                       option->value != NULL ? option->value : "");
            expect_line(buf_text(&page), buf_text(&words));
        }
        buf_free(&words);
    }
    for (size_t i = 0; i < message_id_count; i++)
        expect_line(buf_text(&page), message_ids[i].id);
    buf_free(&page);
    arena_free(&arena);
}

static void second_words_are_found_in_the_usage(void **state)
{
    (void)state;
    static const struct {
        const char *command, *verbs;
        bool files;
    } cases[] = {
        {"alerts", "ack silence silences unsilence", false},
        {"channel", "test list off on", false},
        {"city", "list orphans adopt release forget publish", false},
        {"year", "close reopen", false},
        {"evidence", "add list verify", true},
        {"import", "", true},
        {"outlook", "", true},
        {"run", "", false},
        {"deliveries", "retry", false},
    };
    struct arena arena = {0};
    const struct described *all = describe_all(&arena);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t at = 0;
        while (at < cli_command_count && strcmp(all[at].command->name, cases[i].command) != 0)
            at++;
        assert_true(at < cli_command_count);
        struct buf verbs = {0};
        for (size_t j = 0; j < all[at].verb_count; j++)
            buf_printf(&verbs, "%s%s", j > 0 ? " " : "", all[at].verbs[j]);
        assert_string_equal(buf_text(&verbs), cases[i].verbs);
        assert_int_equal(all[at].takes_files, cases[i].files);
        buf_free(&verbs);
    }
    arena_free(&arena);
}

static void the_other_pages_have_what_is_in_their_tables(void **state)
{
    (void)state;
    struct buf config = page_of(manual_config, MANUAL_TEXT), ledger = page_of(manual_ledger, MANUAL_TEXT);
    struct buf policy = page_of(manual_policy, MANUAL_TEXT), rubric = page_of(manual_rubric, MANUAL_TEXT);

    for (size_t i = 0; i < option_count; i++) {
        const char *list = strstr(options[i].path, "[].");
        expect_line(buf_text(&config), list != NULL ? list + strlen("[].") : options[i].path);
        if (options[i].standard != NULL && strlen(options[i].standard) < 10) {
            struct buf standard = {0};
            buf_printf(&standard, "%s.", options[i].standard);
            expect(buf_text(&config), buf_text(&standard));
            buf_free(&standard);
        }
    }
    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        expect(buf_text(&ledger), kind->name);
        for (size_t i = 0; i < ledger_column_count(kind); i++)
            expect(buf_text(&ledger), kind->columns[i].name);
    }
    squeeze(&policy);
    for (size_t i = 0; i < setting_count; i++)
        expect(buf_text(&policy), settings[i].help);
    expect(buf_text(&policy), "rules.execution.pace.late.from_month From the close of this month on the late "
                              "thresholds count; 13: never. Whole number, 1 to 13. Default: 11.");
    expect(buf_text(&rubric), "\n   measure\n");
    expect(buf_text(&rubric), "Only of kind milestones.");
    buf_free(&config);
    buf_free(&ledger);
    buf_free(&policy);
    buf_free(&rubric);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roff_takes_nothing_for_markup),
        cmocka_unit_test(text_is_wrapped_by_what_it_takes_on_a_terminal),
        cmocka_unit_test(the_program_s_page_has_every_command_and_option),
        cmocka_unit_test(second_words_are_found_in_the_usage),
        cmocka_unit_test(the_other_pages_have_what_is_in_their_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
