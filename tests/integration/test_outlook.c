/* The reply sheet on its way: written, filled in, taken, taken again; half filled; grown stale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xlsxwriter.h>

#include "../support/cluster.c"
#include "../support/department.c"
#include "../support/process.c"
#include "../support/group.h"
#include "cli/outlook_read.h"
#include "report/outlook_sheet.h"

static struct cluster database;
static char sheet_path[256];

/* A unit with one below it, and one beside it; deviations 1 to 4, the last of another unit. */
static void begin(const char *name)
{
    process_ledger(&cluster, name, &database);
    department_sql(
        &database,
        "INSERT INTO units VALUES ('U1', '甲局', NULL), ('U2', '乙所', 'U1'), ('U9', '他局', NULL);"
        "INSERT INTO projects VALUES ('P1', 'U1', '修路', 'project', '李四'),"
        " ('P2', 'U2', '修桥', 'project', NULL), ('P9', 'U9', '别家', 'project', NULL);"
        "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity, since,"
        " month, explanation, subject_name, unit_code, manager)"
        " VALUES ('execution.pace', 'project', 'P1', 2023, 'red', '2023-08-01', 7, 'slow', '修路', 'U1', "
        "'李四'),"
        " ('execution.pace', 'project', 'P2', 2023, 'yellow', '2023-08-01', 7, 'slower', '修桥', 'U2', ''),"
        " ('execution.missing', 'unit', 'U2', 2023, 'yellow', '2023-08-01', 7, 'silent', '乙所', 'U2', ''),"
        " ('execution.pace', 'project', 'P9', 2023, 'red', '2023-08-01', 7, 'slow', '别家', 'U9', '')");
    snprintf(sheet_path, sizeof sheet_path, "%s", process_file(&cluster, "filled.xlsx", "%s", "-"));
}

/* A sheet as the template lays it out, with the answers of each row; NULL: empty. */
struct filled {
    const char *id, *light;
    const char *answers[8];
};

/* Dates and numbers as a spreadsheet keeps them when people type them in. */
static void answer(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *day)
{
    lxw_datetime due = {0};

    if (column == OUTLOOK_DUE && sscanf(text, "%d-%d-%d", &due.year, &due.month, &due.day) == 3)
        worksheet_write_datetime(sheet, row, column, &due, day);
    else if (column == OUTLOOK_EXPECTED)
        worksheet_write_number(sheet, row, column, strtod(text, NULL), NULL);
    else
        worksheet_write_string(sheet, row, column, text, NULL);
}

static void fill(const struct filled *rows, size_t count)
{
    lxw_workbook *book = workbook_new(sheet_path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, catalogue_outlook_text(LANGUAGE_ZH, OUTLOOK_SHEET));
    lxw_format *day = workbook_add_format(book);

    format_set_num_format(day, "yyyy-mm-dd");
    worksheet_write_string(sheet, OUTLOOK_IDENTITY_ROW, OUTLOOK_UNIT_COLUMN, "U1", NULL);
    worksheet_write_string(sheet, OUTLOOK_IDENTITY_ROW, OUTLOOK_PERIOD_COLUMN, "2023-07", NULL);
    worksheet_write_string(sheet, OUTLOOK_IDENTITY_ROW, OUTLOOK_MADE_COLUMN, "2023-08-14T01:02:03Z", NULL);
    for (int i = 0; i < OUTLOOK_COLUMNS; i++)
        worksheet_write_string(sheet, OUTLOOK_HEADER_ROW, (lxw_col_t)i,
                               catalogue_outlook_column(LANGUAGE_ZH, (enum outlook_column)i), NULL);
    for (size_t i = 0; i < count; i++) {
        lxw_row_t row = (lxw_row_t)(OUTLOOK_FIRST_ROW + i);
        worksheet_write_string(sheet, row, OUTLOOK_ID, rows[i].id, NULL);
        worksheet_write_string(sheet, row, OUTLOOK_LIGHT, rows[i].light, NULL);
        for (int k = 0; k < 8; k++)
            if (rows[i].answers[k] != NULL)
                answer(sheet, row, (lxw_col_t)(OUTLOOK_CAUSE + k), rows[i].answers[k], day);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

static const struct filled good[] = {
    {"1", "红灯", {"经费保障", "资金未到", "继续实施", "催拨", "2023-09-30", "900000", "有可能", "张三"}},
    {"2", "黄灯", {0}},
    {"3", "黄灯", {"人员保障", "换人", NULL, "补报", "2023-08-31"}},
};

static void take(int status, const char *option, const char *out, const char *complaint)
{
    struct run run = process_run((const char *[]){"outlook", sheet_path, "--by", "王五", "--database",
                                                  database.conninfo, option, NULL});
    if (run.status != status || strstr(run.out, out) == NULL || strstr(run.err, complaint) == NULL)
        fail_msg("%d\n%s\n%s", run.status, run.out, run.err);
    run_free(&run);
}

static void expect(const char *sql, const char *value)
{
    assert_string_equal(department_sql(&database, "%s", sql), value);
}

#define WRITTEN                                                                                              \
    "SELECT (SELECT count(*) FROM acknowledgements) || ' ' || (SELECT count(*) FROM outlooks) || ' ' ||"     \
    " (SELECT count(*) FROM rectifications)"

static void a_template_lists_what_is_behind_in_the_unit_and_below(void **state)
{
    (void)state;
    struct outlook_file file;
    struct err err = {0};

    begin("template");
    assert_int_equal(remove(sheet_path), 0);
    const char *const asked[] = {"outlook",    "--template",      "--unit", "U1",
                                 "--period",   "2023-07",         "-o",     sheet_path,
                                 "--database", database.conninfo, NULL};
    process_expect(0, asked);
    bool read = outlook_file_read(&file, sheet_path, &err);
    if (!read)
        fail_msg("%s", err.text);
    assert_string_equal(file.unit, "U1");
    assert_string_equal(file.period, "2023-07");
    assert_int_equal(file.empty, 3);
    assert_int_equal(file.count, 0);
    outlook_file_done(&file);
    take(0, NULL, "0 rows, 3 left empty", "");
    expect(WRITTEN, "0 0 0");

    fill(good, 3); /* and somebody asks for the sheet again */
    struct run again = process_run(asked);
    assert_int_equal(again.status, 1);
    assert_non_null(strstr(again.err, "filled.xlsx is there already; name another file with -o"));
    run_free(&again);
    take(0, "--dry-run", "2 rows, 1 left empty", "");
}

static void a_filled_sheet_is_taken_once(void **state)
{
    (void)state;
    begin("filled");
    fill(good, 3);
    take(0, "--dry-run", "2 acknowledgements, 1 outlooks, 2 rectifications (dry run", "");
    expect(WRITTEN, "0 0 0");
    take(0, NULL, "2 rows, 1 left empty: 2 acknowledgements, 1 outlooks, 2 rectifications", "");
    expect("SELECT string_agg(concat_ws('/', id, acknowledged_by, cause, decision, action, action_due), ' '"
           " ORDER BY id) FROM deviations WHERE acknowledged_at IS NOT NULL",
           "1/张三/funding/continue/催拨/2023-09-30 3/王五/personnel/补报/2023-08-31");
    expect(
        "SELECT concat_ws('/', subject, subject_code, fiscal_year, month, expected, likelihood, cause, note)"
        " FROM outlooks",
        "project/P1/2023/7/900000.000000/possible/funding/资金未到");
    expect("SELECT string_agg(concat_ws('/', code, source, subject, subject_code, issue, owner, action,"
           " due_on), ' ' ORDER BY code) FROM rectifications",
           "OUT-2023-07-1/monitoring/project/P1/execution.pace: slow/李四/催拨/2023-09-30 "
           "OUT-2023-07-3/monitoring/unit/U2/execution.missing: silent/王五/补报/2023-08-31");
    take(0, NULL, "0 acknowledgements, 0 outlooks, 0 rectifications", "");
    expect(WRITTEN, "2 1 2");
}

static void of_a_half_filled_sheet_the_good_rows_wait(void **state)
{
    (void)state;
    struct filled rows[3] = {good[0], {"2", "黄灯", {[3] = "催"}}, {"4", "红灯", {"其他"}}};

    begin("half");
    fill(rows, 3);
    take(1, NULL, "", "filled.xlsx!偏差回复:K6: 偏差原因: a cause was expected");
    take(1, NULL, "", "A7: 编号: 4: belongs to unit U9");
    take(1, NULL, "", "nothing was taken; 1 good rows wait for --partial");
    expect(WRITTEN, "0 0 0");
    take(1, "--partial", "1 acknowledgements, 1 outlooks, 1 rectifications",
         "O6: 整改期限: a date was expected");
    expect(WRITTEN, "1 1 1");
}

static void a_stale_sheet_is_recognised(void **state)
{
    (void)state;
    struct filled rows[3] = {good[0], {"2", "黄灯", {"其他"}}, good[2]};

    begin("stale");
    fill(rows, 3);
    department_sql(&database, "UPDATE deviations SET severity = 'none' WHERE id = 1;"
                              "UPDATE deviations SET severity = 'red' WHERE id = 2");
    take(1, NULL, "", "A5: 编号: 1: resolved since the sheet was made (2023-08-14T01:02:03Z)");
    take(1, NULL, "", "E6: 预警: 黄灯: escalated to red since the sheet was made");
    expect(WRITTEN, "0 0 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_lists_what_is_behind_in_the_unit_and_below),
        cmocka_unit_test(a_filled_sheet_is_taken_once),
        cmocka_unit_test(of_a_half_filled_sheet_the_good_rows_wait),
        cmocka_unit_test(a_stale_sheet_is_recognised),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
