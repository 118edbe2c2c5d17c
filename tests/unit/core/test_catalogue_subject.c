/* How subjects are called in titles and lists. */
#include "core/catalogue_subject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void is_called(const char *zh, const char *en, struct subject_words subject)
{
    struct buf text = {0};

    catalogue_subject_called(&text, LANGUAGE_ZH, &subject);
    assert_string_equal(buf_text(&text), zh);
    buf_clear(&text);
    catalogue_subject_called(&text, LANGUAGE_EN, &subject);
    assert_string_equal(buf_text(&text), en);
    buf_free(&text);
}

static void most_are_called_by_their_name(void **state)
{
    (void)state;
    is_called("政务云", "政务云", (struct subject_words){"project", "P/1", "政务云", "U", "城管局"});
    is_called("P/1", "P/1", (struct subject_words){"contract", "P/1", "", "U", "城管局"});
    is_called("1", "1", (struct subject_words){"contract", "P/1", "1", "U", "城管局"});
}

static void a_milestone_says_whose_it_is(void **state)
{
    (void)state;
    is_called("验收（P/1）", "验收 (P/1)",
              (struct subject_words){"milestone", "P/1/验收", "验收", "U", "城管局"});
    is_called("一/二（P1）", "一/二 (P1)",
              (struct subject_words){"milestone", "P1/一/二", "一/二", "U", "城管局"});
    is_called("公开（城管局）", "公开 (城管局)",
              (struct subject_words){"milestone", "U/公开", "公开", "U", "城管局"});
    is_called("公开（U）", "公开 (U)", (struct subject_words){"milestone", "U/公开", "公开", "U", ""});
    /* Written by something else: nothing is made up. */
    is_called("验收", "验收", (struct subject_words){"milestone", "M1", "验收", "U", "城管局"});
    is_called("验收", "验收", (struct subject_words){"milestone", "/验收", "验收", "U", "城管局"});
    is_called("验收", "验收", (struct subject_words){"milestone", "验收", "验收", "U", "城管局"});
}

static void a_ceiling_is_in_the_reader_s_language(void **state)
{
    (void)state;
    is_called("三公经费（城管局）", "three_public (城管局)",
              (struct subject_words){"ceiling", "U/three_public", "three_public", "U", "城管局"});
    is_called("lunch（U2）", "lunch (U2)",
              (struct subject_words){"ceiling", "U2/lunch", "lunch", "U", "城管局"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_are_called_by_their_name),
        cmocka_unit_test(a_milestone_says_whose_it_is),
        cmocka_unit_test(a_ceiling_is_in_the_reader_s_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
