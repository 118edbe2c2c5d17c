/* Which rows of a filled reply sheet are taken, and what is said of the others. */
#include "cli/outlook_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static struct outlook_deviation deviations[] = {
    {.id = 1,
     .severity = SEVERITY_YELLOW,
     .kind = "project",
     .code = "P1",
     .unit_code = "U1",
     .year = 2023,
     .belongs = true},
    {.id = 2,
     .severity = SEVERITY_RED,
     .kind = "indicator",
     .code = "I1",
     .unit_code = "U1",
     .year = 2023,
     .belongs = true},
    {.id = 3,
     .severity = SEVERITY_RED,
     .kind = "unit",
     .code = "U1",
     .unit_code = "U1",
     .year = 2023,
     .belongs = true},
    {.id = 4,
     .severity = SEVERITY_NONE,
     .kind = "project",
     .code = "P2",
     .unit_code = "U1",
     .year = 2023,
     .belongs = true},
    {.id = 5, .severity = SEVERITY_RED, .kind = "project", .code = "P3", .unit_code = "U9", .year = 2023},
    {.id = 6,
     .severity = SEVERITY_RED,
     .kind = "project",
     .code = "P1",
     .unit_code = "U1",
     .year = 2022,
     .belongs = true},
    {.id = 7,
     .severity = SEVERITY_RED,
     .kind = "project",
     .code = "P1",
     .unit_code = "U1",
     .year = 2023,
     .belongs = true},
};
static const struct outlook_deviations known = {.list = deviations,
                                                .count = sizeof deviations / sizeof *deviations};

static struct buf said;

static void remember(void *ctx, const char *text)
{
    (void)ctx;
    buf_printf(&said, "%s\n", text);
}

static struct outlook_row row_of(long line, const char *id, const char *light, const char *const answers[8])
{
    struct outlook_row row = {.line = line};

    for (int i = 0; i < OUTLOOK_COLUMNS; i++)
        row.cells[i] =
            i >= OUTLOOK_CAUSE && answers[i - OUTLOOK_CAUSE] != NULL ? answers[i - OUTLOOK_CAUSE] : "";
    row.cells[OUTLOOK_ID] = id;
    row.cells[OUTLOOK_LIGHT] = light;
    return row;
}

static bool look(struct outlook_row *rows, size_t count, struct arena *arena, struct outlook_answer *answer)
{
    struct outlook_file file = {
        .language = LANGUAGE_ZH, .sheet = "S", .unit = "U1", .made = "then", .rows = rows, .count = count};
    struct outlook_check check = {
        .path = "F", .file = &file, .known = &known, .year = 2023, .by = "office", .fault = remember};

    buf_clear(&said);
    return outlook_check_row(&check, count - 1, arena, answer);
}

static void each_fault_is_said_with_its_cell(void **state)
{
    (void)state;
    static const struct {
        const char *id, *light;
        const char *answers[8];
        const char *text; /* NULL: the row is good */
    } cases[] = {
        {"1",
         "黄灯",
         {"经费保障", "资金未到", "继续实施", "催拨", "2023-09-30", "1,200.50", "有可能", "张三"},
         NULL},
        {"2", "红灯", {[5] = "97.3%"}, NULL},
        {"1", "黄灯", {[5] = "2,500万元"}, NULL},
        {"2", "红灯", {[5] = "2,500万元"}, "F!S:P5: 全年预计: 2,500万元: a number"},
        {"1", "黄灯", {"其他", "a\a"}, "F!S:L5: 原因说明: a\a: a? has a control character"},
        {"1",
         "黄灯",
         {"其他", [7] = "张三\n李四"},
         "F!S:R5: 填报人: 张三\n李四: 张三?李四 has more than one"},
        {"3", "红灯", {"funding", [3] = "act", [4] = "2023年9月30日"}, NULL},
        {"x", "", {"其他"}, "F!S:A5: 编号: x: the number of a deviation"},
        {"99", "", {"其他"}, "F!S:A5: 编号: 99: there is no deviation"},
        {"4", "红灯", {"其他"}, "F!S:A5: 编号: 4: resolved since the sheet was made (then)"},
        {"5", "红灯", {"其他"}, "F!S:A5: 编号: 5: belongs to unit U9"},
        {"6", "红灯", {"其他"}, "F!S:A5: 编号: 6: is of the year 2022"},
        {"7", "黄灯", {"其他"}, "F!S:E5: 预警: 黄灯: escalated to red"},
        {"1", "黄灯", {"天气"}, "F!S:K5: 偏差原因: 天气: one of 经费保障, "},
        {"1", "黄灯", {[2] = "再说"}, "F!S:M5: 决定: 再说: one of 继续实施, 调剂, 取消"},
        {"1", "黄灯", {[6] = "也许"}, "F!S:Q5: 完成可能性: 也许: one of 确定能, "},
        {"1", "黄灯", {[3] = "催拨", [4] = "2023-09-30"}, "F!S:K5: 偏差原因: a cause was expected"},
        {"1", "黄灯", {"其他", [3] = "催拨"}, "F!S:O5: 整改期限: a date was expected beside"},
        {"1", "黄灯", {"其他", [4] = "2023-09-30"}, "F!S:N5: 整改措施: a corrective action was expected"},
        {"1",
         "黄灯",
         {"其他", [3] = "催拨", [4] = "9月底"},
         "F!S:O5: 整改期限: 9月底: a date was expected, such"},
        {"1", "黄灯", {"其他", [3] = "催拨", [4] = "2023-02-30"}, "F!S:O5: 整改期限: 2023-02-30: a date"},
        {"1", "黄灯", {[5] = "很多"}, "F!S:P5: 全年预计: 很多: a number with at most 2"},
        {"1", "黄灯", {[5] = "97%"}, "F!S:P5: 全年预计: 97%: a number"},
        {"3", "红灯", {[5] = "12"}, "F!S:P5: 全年预计: 12: only projects and indicators"},
        {"3", "红灯", {[6] = "有可能"}, "F!S:Q5: 完成可能性: 有可能: only projects and indicators"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outlook_row row = row_of(5, cases[i].id, cases[i].light, cases[i].answers);
        struct outlook_answer answer;
        struct arena arena = {0};
        bool good = look(&row, 1, &arena, &answer);
        if (good != (cases[i].text == NULL) || (!good && strstr(buf_text(&said), cases[i].text) == NULL))
            fail_msg("case %zu: %s", i, buf_text(&said));
        arena_free(&arena);
    }
    buf_free(&said);
}

static void a_good_row_becomes_codes_and_plain_numbers(void **state)
{
    (void)state;
    static const char *const answers[8] = {"经费保障",  "资金未到", "调剂",  "催拨",
                                           "2023/9/30", "1,200.50", "确定能"};
    struct outlook_row row = row_of(5, "1", "黄灯", answers);
    struct outlook_answer answer;
    struct arena arena = {0};

    assert_true(look(&row, 1, &arena, &answer));
    assert_int_equal(answer.about->id, 1);
    assert_string_equal(answer.by, "office");
    assert_string_equal(answer.cause, "funding");
    assert_string_equal(answer.decision, "transfer");
    assert_string_equal(answer.likelihood, "certain");
    assert_string_equal(answer.expected, "1200.50");
    assert_int_equal(answer.due, date_of(2023, 9, 30));
    assert_true(answer.says_outlook);
    arena_free(&arena);
}

static void rows_of_one_subject_must_agree_on_its_year_end(void **state)
{
    (void)state;
    struct outlook_row rows[] = {
        row_of(5, "1", "黄灯", (const char *const[8]){"其他", [5] = "100"}),
        row_of(6, "7", "红灯", (const char *const[8]){"经费保障", [5] = "200"}),
    };
    struct outlook_answer answer;
    struct arena arena = {0};

    assert_false(look(rows, 2, &arena, &answer));
    assert_string_equal(buf_text(&said), "F!S:P6: 全年预计: 200: row 5 says 100 of the same\n");
    rows[1].cells[OUTLOOK_EXPECTED] = "100";
    assert_true(look(rows, 2, &arena, &answer));
    assert_true(answer.outlook_shared);
    rows[1].cells[OUTLOOK_ID] = "1";
    assert_false(look(rows, 2, &arena, &answer));
    assert_non_null(strstr(buf_text(&said), "stands in row 5 already"));
    arena_free(&arena);
    buf_free(&said);
}

static void a_name_is_a_text_on_one_line(void **state)
{
    struct err err = {0};
    (void)state;

    assert_true(outlook_check_name("张三", &err));
    assert_false(outlook_check_name(" ", &err));
    err_clear(&err);
    assert_false(outlook_check_name("张三\n李四", &err));
    assert_string_equal(err.text, "张三?李四 has more than one line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_said_with_its_cell),
        cmocka_unit_test(a_name_is_a_text_on_one_line),
        cmocka_unit_test(a_good_row_becomes_codes_and_plain_numbers),
        cmocka_unit_test(rows_of_one_subject_must_agree_on_its_year_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
