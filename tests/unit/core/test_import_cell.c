#include "core/import_cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct example {
    const char *cell;
    const char *stored; /* NULL: refused */
    const char *said;   /* when it is refused */
};

static struct import_cell cell;

static const struct ledger_column *column(enum ledger_id kind, const char *name)
{
    return &ledger_kind(kind)->columns[ledger_column_by_name(ledger_kind(kind), name)];
}

static void check_n(const struct ledger_column *about, enum import_money money, const struct example *example,
                    size_t length)
{
    struct err err = {0};
    bool good = import_cell_check(about, money, example->cell, length, &cell, &err);

    if (good != (example->stored != NULL))
        fail_msg("%s: '%s': %s", about->name, example->cell, good ? buf_text(&cell.text) : err.text);
    assert_string_equal(good ? buf_text(&cell.text) : err.text, good ? example->stored : example->said);
}

static void check_all(const struct ledger_column *about, enum import_money money,
                      const struct example *examples)
{
    for (; examples->cell != NULL; examples++)
        check_n(about, money, examples, strlen(examples->cell));
}

static void months_and_years_have_bounds(void **state)
{
    (void)state;
    static const struct example months[] = {
        {"1", "1", NULL},
        {" 12 ", "12", NULL},
        {"07", "7", NULL},
        {"１１", "11", NULL},
        {"13", NULL, "13 is not 1..12"},
        {"0", NULL, "0 is not 1..12"},
        {"-1", NULL, "-1 is not 1..12"},
        {"1.0", NULL, "1.0 is not 1..12"},
        {"99999999999999999999", NULL, "99999999999999999999 is not 1..12"},
        {"", NULL, "is empty; expected 1..12"},
        {"7月", "7", NULL},
        {"2023-07", "7", NULL},
        {"三月", NULL, "三月 is not 1..12"},
        {0}};
    static const struct example years[] = {{"2023", "2023", NULL},
                                           {"２０２３年", "2023", NULL},
                                           {"2101", NULL, "2101 is not 2000..2100"},
                                           {"1999", NULL, "1999 is not 2000..2100"},
                                           {"23", NULL, "23 is not 2000..2100"},
                                           {0}};

    check_all(column(LEDGER_EXECUTION, "month"), IMPORT_YUAN, months);
    check_all(column(LEDGER_EXECUTION, "fiscal_year"), IMPORT_YUAN, years);
}

static void amounts_are_exact_and_may_be_written_as_people_do(void **state)
{
    (void)state;
    static const struct example amounts[] = {
        {"0", "0.00", NULL},
        {"1234.5", "1234.50", NULL},
        {"+7", "7.00", NULL},
        {"1,234,567.89", "1234567.89", NULL},
        {"-1,234", "-1234.00", NULL},
        {"１，２３４．５０", "1234.50", NULL},
        {"－５", "-5.00", NULL},
        {"−5", "-5.00", NULL},
        {"1.500", "1.50", NULL},
        {".5", "0.50", NULL},
        {"5.", "5.00", NULL},
        {"9999999999999999.99", "9999999999999999.99", NULL},
        {"10000000000000000", NULL, "10000000000000000 is too large"},
        {"1.234", NULL, "1.234 has more than 2 decimals"},
        {"1,50", NULL, "1,50 has commas that do not separate thousands"},
        {"1,2345", NULL, "1,2345 has commas that do not separate thousands"},
        {"1234,567", NULL, "1234,567 has commas that do not separate thousands"},
        {",123", NULL, ",123 has commas that do not separate thousands"},
        {"1.234,567", NULL, "1.234,567 has commas that do not separate thousands"},
        {"12元", "12.00", NULL},
        {"12.5万元", "125000.00", NULL},
        {"-１２．５ 万", "-125000.00", NULL},
        {"1,234.567891万元", "12345678.91", NULL},
        {"0.0000001万", NULL, "0.0000001万 has more than 6 decimals"},
        {"1.234元", NULL, "1.234元 has more than 2 decimals"},
        {"12.5万件", NULL, "12.5万件 is not an amount"},
        {"12亿元", NULL, "12亿元 is not an amount"},
        {"5%元", NULL, "5%元 is not an amount"},
        {"万元", NULL, "万元 is not an amount"},
        {"1万2元", NULL, "1万2元 is not an amount"},
        {"１２％", NULL, "１２％ is not an amount"},
        {"1.2.3", NULL, "1.2.3 is not an amount"},
        {"1-2", NULL, "1-2 is not an amount"},
        {"--1", NULL, "--1 is not an amount"},
        {"-", NULL, "- is not an amount"},
        {".", NULL, ". is not an amount"},
        {"5%", NULL, "5% is not an amount"},
        {">5", NULL, ">5 is not an amount"},
        {"1e3", NULL, "1e3 is not an amount"},
        {"　", NULL, "is empty; expected an amount"},
        {0}};

    check_all(column(LEDGER_BUDGETS, "initial_amount"), IMPORT_YUAN, amounts);
}

static void wan_moves_money_by_four_places_and_nothing_else(void **state)
{
    (void)state;
    static const struct example amounts[] = {{"1", "10000.00", NULL},
                                             {"1,234.567891", "12345678.91", NULL},
                                             {"-0.000001", "-0.01", NULL},
                                             {"999999999999.999999", "9999999999999999.99", NULL},
                                             {"1000000000000", NULL, "1000000000000 is too large"},
                                             {"0.0000001", NULL, "0.0000001 has more than 6 decimals"},
                                             {"12.5元", "12.50", NULL},
                                             {"12.5万元", "125000.00", NULL},
                                             {0}};
    static const struct example weights[] = {{"1", "1", NULL}, {0}};

    check_all(column(LEDGER_BUDGETS, "initial_amount"), IMPORT_WAN, amounts);
    check_all(column(LEDGER_INDICATORS, "weight"), IMPORT_WAN, weights);
    check_all(column(LEDGER_INDICATORS, "target"), IMPORT_WAN, weights);
    check_all(column(LEDGER_OUTLOOKS, "expected"), IMPORT_WAN, weights);
}

static void negative_amounts_are_noticed(void **state)
{
    (void)state;
    const struct ledger_column *amount = column(LEDGER_BUDGETS, "initial_amount");

    check_n(amount, IMPORT_YUAN, &(struct example){"-0.01", "-0.01", NULL}, 5);
    assert_true(cell.negative);
    check_n(amount, IMPORT_YUAN, &(struct example){"-0", "0.00", NULL}, 2);
    assert_false(cell.negative);
    check_n(column(LEDGER_INDICATOR_VALUES, "value"), IMPORT_YUAN, &(struct example){"-5", "-5", NULL}, 2);
    assert_false(cell.negative);
}

static void values_keep_operator_and_percent(void **state)
{
    (void)state;
    static const struct example values[] = {
        {"266", "266", NULL},
        {"≥266", "≥266", NULL},
        {">=266", "≥266", NULL},
        {"≥ 266", "≥266", NULL},
        {"＞＝　266 ％", "≥266%", NULL},
        {"2 66", NULL, "2 66 is not a number, achieved, partial, missed, n/a"},
        {"- 266", NULL, "- 266 is not a number, achieved, partial, missed, n/a"},
        {"> = 266", NULL, "> = 266 is not a number, achieved, partial, missed, n/a"},
        {"≥ ", NULL, "≥ is not a number, achieved, partial, missed, n/a"},
        {" %", NULL, "% is not a number, achieved, partial, missed, n/a"},
        {"≤５．５０％", "≤5.5%", NULL},
        {"≥-5", "≥-5", NULL},
        {"＞1,000", ">1000", NULL},
        {"98.40%", "98.4%", NULL},
        {"0.123456", "0.123456", NULL},
        {"0.1234567", NULL, "0.1234567 has more than 6 decimals"},
        {"999999999999.999999", "999999999999.999999", NULL},
        {"1000000000000", NULL, "1000000000000 is too large"},
        {"achieved", "achieved", NULL},
        {"部分达成", "partial", NULL},
        {"未达成", "missed", NULL},
        {"不适用", "n/a", NULL},
        {"N/A", "n/a", NULL},
        {"完成", NULL, "完成 is not a number, achieved, partial, missed, n/a"},
        {"≥", NULL, "≥ is not a number, achieved, partial, missed, n/a"},
        {"5%%", NULL, "5%% is not a number, achieved, partial, missed, n/a"},
        {"", NULL, "is empty; expected a number, achieved, partial, missed, n/a"},
        {0}};
    static const struct example targets[] = {{"1,000", "1000", NULL},
                                             {"≥95%", "≥95%", NULL},
                                             {"显著提升", "显著提升", NULL},
                                             {"achieved", "achieved", NULL},
                                             {"两\n行", NULL, "两?行 has more than one line"},
                                             {0}};

    check_all(column(LEDGER_INDICATOR_VALUES, "value"), IMPORT_YUAN, values);
    check_all(column(LEDGER_INDICATOR_TARGETS, "target"), IMPORT_YUAN, targets);
}

static void numbers_words_and_dates(void **state)
{
    (void)state;
    static const struct example weights[] = {{"20", "20", NULL},
                                             {"-1", NULL, "-1 is not a number from 0 to 1000000000"},
                                             {"20%", NULL, "20% is not a number from 0 to 1000000000"},
                                             {"", "", NULL},
                                             {0}};
    static const struct example rates[] = {{"99.93%", "99.93", NULL}, {"99.93", "99.93", NULL}, {0}};
    static const struct example categories[] = {{"basic", "basic", NULL},
                                                {"项目支出", "project", NULL},
                                                {"x", NULL, "x is not one of basic, project"},
                                                {0}};
    static const struct example schedules[] = {
        {"每月", "monthly", NULL},
        {"09", "9", NULL},
        {"", "", NULL},
        {"9月", "9", NULL},
        {"2023-09", NULL, "2023-09 is not one of monthly, quarterly, halfyear, 1..12"},
        {"13", NULL, "13 is not one of monthly, quarterly, halfyear, 1..12"},
        {0}};
    static const struct example dates[] = {{"2024-02-29", "2024-02-29", NULL},
                                           {"２０２３－０７－０５", "2023-07-05", NULL},
                                           {"2023-02-29", NULL, "2023-02-29 is not a date YYYY-MM-DD"},
                                           {" 2023/7/5 ", "2023-07-05", NULL},
                                           {"45112", "2023-07-05", NULL},
                                           {"5/7/2023", NULL, "5/7/2023 is not a date YYYY-MM-DD"},
                                           {0}};

    check_all(column(LEDGER_INDICATORS, "weight"), IMPORT_YUAN, weights);
    check_all(column(LEDGER_NOTIFIED_RATES, "rate"), IMPORT_YUAN, rates);
    check_all(column(LEDGER_PROJECTS, "category"), IMPORT_YUAN, categories);
    check_all(column(LEDGER_INDICATORS, "schedule"), IMPORT_YUAN, schedules);
    check_all(column(LEDGER_CALENDAR, "date"), IMPORT_YUAN, dates);
}

static void texts_are_trimmed_and_clean(void **state)
{
    (void)state;
    static const struct example codes[] = {
        {" \xE3\x80\x80\xC2\xA0P 1\t", "P 1", NULL},
        {"\u200B\u2003P1\u202C\uFEFF", "P1", NULL},
        {"P\u200B1", NULL, "P?1 has an invisible character"},
        {"P1 \xFF", NULL, "P1 ? has bytes that are no text in the file's encoding"},
        {"a\x01", NULL, "a? has a control character"},
        {"a\xC2\x85z", NULL, "a?z has a control character"},
        {"a\xFFz", NULL, "a?z has bytes that are no text in the file's encoding"},
        {"\xED\xA0\x80", NULL, "??? has bytes that are no text in the file's encoding"},
        {"a\nb", NULL, "a?b has more than one line"},
        {0}};
    static const struct example reasons[] = {{"一\r\n二\n三\t四", "一\n二\n三\t四", NULL},
                                             {"a\rb", NULL, "a?b has more than one line"},
                                             {"", "", NULL},
                                             {0}};

    check_all(column(LEDGER_UNITS, "code"), IMPORT_YUAN, codes);
    check_all(column(LEDGER_BUDGET_ADJUSTMENTS, "reason"), IMPORT_YUAN, reasons);
    check_n(column(LEDGER_UNITS, "name"), IMPORT_YUAN,
            &(struct example){"a\0b", NULL, "a?b has a control character"}, 3);
}

static void a_code_has_200_characters_at_most(void **state)
{
    (void)state;
    struct buf text = {0};
    struct err err = {0};
    const struct ledger_column *code = column(LEDGER_UNITS, "code");

    for (int i = 0; i < LEDGER_CODE_MAX; i++)
        buf_puts(&text, "码");
    assert_true(import_cell_check(code, IMPORT_YUAN, text.data, text.length, &cell, &err));
    buf_puts(&text, "码");
    assert_false(import_cell_check(code, IMPORT_YUAN, text.data, text.length, &cell, &err));
    assert_non_null(strstr(err.text, "… has more than 200 characters"));
    buf_free(&text);
}

static int free_cell(void **state)
{
    (void)state;
    buf_free(&cell.text);
    return 0;
}

/* Written to a CSV file and read again it is the same, whatever it begins with. */
static void a_guarded_text_is_read_as_it_was(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {{"预算", "预算"},
                 {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
                 {"@SUM(1+1)", "'@SUM(1+1)"},
                 {"+1", "'+1"},
                 {"-1+2", "'-1+2"},
                 {"＝1", "'＝1"},
                 {"'=1", "''=1"},
                 {"''-", "'''-"},
                 {"'90年代'", "'90年代'"},
                 {"'", "'"}};
    const struct ledger_column *name = column(LEDGER_PROJECTS, "name");
    struct buf out = {0};
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct example back = {cases[i].written, cases[i].text, NULL};
        buf_clear(&out);
        import_cell_guard(&out, cases[i].text);
        assert_string_equal(buf_text(&out), cases[i].written);
        check_n(name, IMPORT_YUAN, &back, strlen(back.cell));
    }
    buf_free(&out);
}

static void marks_of_direction_are_in_no_code(void **state)
{
    static const struct example codes[] = {{"P\u2066001", NULL, "P?001 has an invisible character"},
                                           {"P\u061c001", NULL, "P?001 has an invisible character"},
                                           {"P\u202e001", NULL, "P?001 has an invisible character"},
                                           {0}};
    (void)state;

    check_all(column(LEDGER_PROJECTS, "code"), IMPORT_YUAN, codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_guarded_text_is_read_as_it_was),
        cmocka_unit_test(marks_of_direction_are_in_no_code),
        cmocka_unit_test(months_and_years_have_bounds),
        cmocka_unit_test(amounts_are_exact_and_may_be_written_as_people_do),
        cmocka_unit_test(wan_moves_money_by_four_places_and_nothing_else),
        cmocka_unit_test(negative_amounts_are_noticed),
        cmocka_unit_test(values_keep_operator_and_percent),
        cmocka_unit_test(numbers_words_and_dates),
        cmocka_unit_test(texts_are_trimmed_and_clean),
        cmocka_unit_test(a_code_has_200_characters_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, free_cell);
}
