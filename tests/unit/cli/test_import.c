/* The whole command against a real server. */
#include "import_run.h"

static void all_files_of_a_call_go_in_and_are_summed_up(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    assert_non_null(strstr(
        shown, "units.csv                             2          2          0          0          0\n"));
    assert_non_null(strstr(
        shown, "execution.csv                         3          3          0          0          1\n"));
    assert_non_null(strstr(
        shown, "all                                  11         11          0          0          1\n"));
    expect("SELECT string_agg(spent_cumulative::text, ' ' ORDER BY project_code, month) FROM execution",
           "10.00 -5.00 1000.50");
    expect("SELECT string_agg(value, ' ' ORDER BY indicator_code) FROM indicator_values", "≥5 achieved");
}

static void the_same_rows_again_change_nothing(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    schema_exec(&schema, "TRUNCATE change_log");
    expect_good(".");
    assert_non_null(strstr(
        shown, "all                                  11          0          0         11          1\n"));
    expect("SELECT count(*) FROM change_log", "0");
}

static void a_changed_row_is_updated_and_only_that(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    write_file("execution.csv", "project_code,fiscal_year,month,spent_cumulative\n"
                                "P1,2023,1,10.00\nP1,2023,2,6\nP1,2023,3,7\n");
    expect_good("execution.csv");
    assert_non_null(strstr(
        shown, "execution.csv                         3          1          1          1          0\n"));
}

static void an_empty_cell_empties_and_an_absent_column_leaves(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    write_file("projects.csv", "code,unit_code,name,category\nP1,U1,改名,project\n");
    expect_good("projects.csv");
    expect("SELECT name || ' ' || manager FROM projects WHERE code = 'P1'", "改名 张三");
    write_file("projects.csv", "code,unit_code,name,category,manager\nP1,U1,改名,project,\n");
    expect_good("projects.csv");
    expect("SELECT manager IS NULL FROM projects WHERE code = 'P1'", "t");
    write_file("indicators.csv",
               "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,"
               "accumulation,schedule\nI1,project,P1,2023,output,quantity,数,ge,个,sum,每月\n");
    expect_good("indicators.csv");
    write_file("indicators.csv",
               "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,"
               "accumulation\nI1,project,P1,2023,output,quantity,新数,ge,个,sum\n");
    expect_good("indicators.csv");
    expect("SELECT schedule || ' ' || name FROM indicators WHERE code = 'I1'", "monthly 新数");
}

/* The table wants a unit of measure, and an empty cell is none. */
static void a_new_row_has_what_an_empty_cell_of_an_absent_column_stands_for(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    write_file("indicators.csv",
               "code,owner,owner_code,fiscal_year,level1,level2,name,direction,accumulation\n"
               "I1,project,P1,2023,output,quantity,新数,ge,sum\n"
               "I3,project,P1,2023,output,quantity,数,ge,sum\n");
    expect_good("indicators.csv");
    expect("SELECT measure_unit || ' ' || name FROM indicators WHERE code = 'I1'", "个 新数");
    expect("SELECT measure_unit || schedule FROM indicators WHERE code = 'I3'", "halfyear");
}

static void a_key_twice_is_named_without_its_empty_parts(void **state)
{
    (void)state;
    write_ledger();
    write_file("execution.csv",
               "project_code,fiscal_year,month,spent_cumulative\nP1,2023,1,10\nP1,2023,01,11\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_string_equal(said, "execution.csv:3: project_code, fiscal_year, fund, month: P1, 2023, 1 appears "
                              "also in line 2\n"
                              "budgetwatch: 1 fault; nothing was changed\n");
}

static void the_sums_stand_in_columns_beside_chinese_names(void **state)
{
    (void)state;
    write_ledger();
    write_file("m.json", "{\"files\": {\"支出.csv\": \"plans\"}}\n");
    write_file("支出.csv", "project_code,fiscal_year,month,planned_cumulative\nP1,2023,1,10\n");
    expect_good(". --map m.json");
    assert_non_null(strstr(
        shown, "\n支出.csv                              1          1          0          0          0\n"));
    assert_non_null(strstr(
        shown, "\nall                                  12         12          0          0          1\n"));
}

static void one_bad_row_keeps_everything_out(void **state)
{
    (void)state;
    write_ledger();
    write_file("execution.csv",
               "project_code,fiscal_year,month,spent_cumulative\nP1,2023,1,10\nP1,2023,13,5\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_string_equal(said, "execution.csv:3: month: 13 is not 1..12\n"
                              "budgetwatch: 1 fault; nothing was changed\n");
    assert_string_equal(shown, "");
    expect("SELECT count(*) FROM units", "0");
}

static void what_only_the_whole_shows_is_found_with_its_line(void **state)
{
    (void)state;
    write_ledger();
    expect_good(".");
    write_file("units.csv", "code,name,parent_code\nU1,局,U3\nU3,科,U2\nU4,室,U9\n");
    write_file("projects.csv",
               "code,unit_code,name,category\nP3,U3,三,basic\nP4,U8,四,basic\nP3,U3,三,basic\n"
               "P5,U3,五,weird\n");
    write_file("execution.csv",
               "project_code,fiscal_year,month,spent_cumulative\nP5,2023,1,1\nP6,2023,1,1\n");
    write_file(
        "indicators.csv",
        "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,target,accumulation\n"
        "I1,project,P9,2023,output,quantity,数,qualitative,个,好,sum\n"
        "I3,unit,P1,2023,output,quantity,数,ge,个,很多,sum\n");
    write_file("indicator_values.csv",
               "indicator_code,fiscal_year,month,value\n"
               "I1,2023,2,5\nI2,2023,2,5\nI3,2023,1,达成\nI2,2023,3,不适用\nI2,2024,1,达成\n");
    write_file("indicator_targets.csv", "indicator_code,fiscal_year,target\nI3,2023,许多\nI2,2023,许多\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_string_equal(
        said,
        "units.csv:2: parent_code: U1 would stand above itself\n"
        "units.csv:3: parent_code: U3 would stand above itself\n"
        "units.csv:4: parent_code: U9 is not in units\n"
        "projects.csv:3: unit_code: U8 is not in units\n"
        "projects.csv:4: code: P3 appears also in line 2\n"
        "projects.csv:5: category: weird is not one of basic, project\n"
        "execution.csv:3: project_code: P6 is not in projects\n"
        "indicators.csv:2: owner_code: P9 is not in projects\n"
        "indicators.csv:2: direction: qualitative does not go with the value of month 1 that is stored: ≥5\n"
        "indicators.csv:3: owner_code: P1 is not in units\n"
        "indicators.csv:3: target: 很多 is not a number, and the direction is ge\n"
        "indicator_targets.csv:2: target: 许多 is not a number, and the direction of I3 is ge\n"
        "indicator_values.csv:2: value: 5 is not achieved, partial, missed or n/a: the direction of I1 is "
        "qualitative\n"
        "indicator_values.csv:3: value: 5 is not achieved, partial, missed or n/a: the direction of I2 is "
        "qualitative\n"
        "indicator_values.csv:4: value: achieved is not a number or n/a: the direction of I3 is ge\n"
        "indicator_values.csv:6: indicator_code: I2 of 2024 is not in indicators\n"
        "budgetwatch: 16 faults; nothing was changed\n");
}

static void an_indicator_does_not_turn_numeric_over_a_target_in_words(void **state)
{
    (void)state;
    static const char header[] =
        "code,owner,owner_code,fiscal_year,level1,level2,name,direction,measure_unit,accumulation\n";
    char numeric[512];

    write_ledger();
    write_file("indicator_values.csv", "indicator_code,fiscal_year,month,value\nI2,2023,1,不适用\n");
    write_file("indicator_targets.csv",
               "indicator_code,fiscal_year,effective_on,target\nI2,2023,,许多\nI2,2023,2023-05-01,5\n");
    expect_good(".");
    snprintf(numeric, sizeof numeric, "%sI2,unit,U1,2023,benefit,social,质,ge,次,latest\n", header);
    write_file("indicators.csv", numeric);
    assert_int_equal(import("indicators.csv"), CLI_FAILED);
    assert_string_equal(said,
                        "indicators.csv:2: direction: ge does not go with the target of 2023-01-01 that "
                        "is stored: 许多\n"
                        "budgetwatch: 1 fault; nothing was changed\n");

    write_file("indicator_targets.csv", "indicator_code,fiscal_year,effective_on,target\nI2,2023,,4\n");
    expect_good("indicators.csv indicator_targets.csv");
}

static void a_key_twice_is_a_fault_across_files_too(void **state)
{
    (void)state;
    char expected[512];

    write_ledger();
    assert_int_equal(mkdir(in_folder("b"), 0700), 0);
    write_file("b/units.csv", "name,code\n别的,U2\n");
    assert_int_equal(import("units.csv b/units.csv"), CLI_FAILED);
    snprintf(expected, sizeof expected,
             "%s/b/units.csv:2: code: U2 appears also in %s/units.csv:3\n"
             "budgetwatch: 1 fault; nothing was changed\n",
             folder, folder);
    assert_string_equal(said, expected);
}

/* A parent whose row cannot be read would make all its children wrong. */
static void children_of_an_unreadable_parent_are_not_blamed(void **state)
{
    (void)state;
    write_ledger();
    write_file("projects.csv", "code,unit_code,name,category\nP1,U1,一,basic\n\"P\n2\",U2,二,basic\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_string_equal(said, "projects.csv:3: code: P?2 has more than one line\n"
                              "budgetwatch: 1 fault; nothing was changed\n");
}

static void only_the_first_fifty_faults_are_listed(void **state)
{
    (void)state;
    struct buf text = {0};

    write_ledger();
    buf_puts(&text, "project_code,fiscal_year,month,spent_cumulative\n");
    for (int i = 0; i < 60; i++)
        buf_printf(&text, "Q%d,2023,1,1\nP1,2023,13,1\n", i);
    write_file("execution.csv", buf_text(&text));
    buf_free(&text);
    assert_int_equal(import("."), CLI_FAILED);
    assert_ptr_equal(strstr(said, "execution.csv:2: project_code: Q0 is not in projects\n"
                                  "execution.csv:3: month: 13 is not 1..12\n"),
                     said);
    assert_non_null(strstr(said, "execution.csv:51: month: 13 is not 1..12\nand 70 more\n"
                                 "budgetwatch: 120 faults; nothing was changed\n"));
}

static void a_dry_run_says_all_and_keeps_nothing(void **state)
{
    (void)state;
    write_ledger();
    expect_good(". --dry-run");
    assert_non_null(strstr(shown, "all                                  11         11"));
    assert_non_null(strstr(shown, "dry run: nothing was changed\n"));
    expect("SELECT count(*) FROM units", "0");
}

static void transfers_that_do_not_balance_are_a_warning(void **state)
{
    (void)state;
    write_ledger();
    write_file("budget_adjustments.csv", "project_code,fiscal_year,kind,amount,approval_no\n"
                                         "P1,2023,调剂,-5,号1\nP2,2023,调剂,5,号1\n"
                                         "P1,2023,调剂,-5,号2\nP2,2023,调剂,4,号2\nP2,2023,追加,4,号3\n");
    expect_good(".");
    assert_ptr_equal(strstr(said, "warning: budget_adjustments.csv:4: amount: the transfers of 2023 under 号2"
                                  " sum to -1.00, not to zero\n"),
                     said);
    assert_null(strstr(said, "号1"));
}

static void gb18030_and_wan(void **state)
{
    (void)state;
    write_ledger();
    /* The header is 项目编码,年度,年初预算. */
    write_file("budgets.csv",
               "\xCF\xEE\xC4\xBF\xB1\xE0\xC2\xEB,\xC4\xEA\xB6\xC8,\xC4\xEA\xB3\xF5\xD4\xA4\xCB\xE3\n"
               "P1,2023,\"1,234.567891\"\n");
    expect_good(". --money-unit wan");
    assert_non_null(strstr(shown, "GB18030"));
    expect("SELECT initial_amount FROM budgets", "12345678.91");
    assert_int_equal(import("budgets.csv --encoding utf-8"), CLI_FAILED);
}

static void what_the_tables_refuse_by_themselves_names_the_file(void **state)
{
    (void)state;
    write_ledger();
    write_file("milestones.csv", "owner,owner_code,fiscal_year,name,planned_on\n"
                                 "unit,U1,2023,a,2023-05-01\nproject,U1,2023,a,2023-05-01\n");
    write_file("projects.csv",
               "code,unit_code,name,category\nP1,U1,一,basic\nP2,U1,二,basic\nU1,U1,三,basic\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_ptr_equal(strstr(said, "budgetwatch: milestones.csv: "), said);
    assert_non_null(strstr(said, "; nothing was changed\n"));
    expect("SELECT count(*) FROM units", "0");
}

static void wrong_usage_is_told_apart_from_bad_data(void **state)
{
    (void)state;
    write_ledger();
    assert_int_equal(import(""), CLI_USAGE);
    assert_int_equal(import(". --money-unit yen"), CLI_USAGE);
    assert_int_equal(import(". --encoding latin1"), CLI_USAGE);
    assert_int_equal(import("absent.csv"), CLI_FAILED);
}

static void on_notified(struct db_conn *conn, const char *channel)
{
    (void)conn;
    snprintf(shown, sizeof shown, "%s", channel);
}

static void the_daemon_is_woken_by_what_is_kept(void **state)
{
    (void)state;
    write_ledger();
    schema_exec(&schema, "LISTEN budgetwatch");
    expect_good(".");
    shown[0] = '\0';
    db_conn_listen(&schema.session.conn, on_notified);
    schema_exec(&schema, "SELECT 1"); /* what was sent before its answer has come with it */
    for (int turn = 0; turn < 10 && shown[0] == '\0'; turn++)
        uv_run(&schema.session.loop, UV_RUN_NOWAIT);
    db_conn_listen(&schema.session.conn, NULL);
    assert_string_equal(shown, "budgetwatch");
}

/* "name:nullable" of every column that a file can fill, keys with a star. */
static void the_catalogue_and_the_tables_agree(void **state)
{
    (void)state;
    for (int id = 0; id < LEDGER_COUNT; id++) {
        const struct ledger_kind *kind = ledger_kind((enum ledger_id)id);
        struct buf ours = {0};
        char sql[1024];
        for (size_t i = 0; i < ledger_column_count(kind); i++) {
            const struct ledger_column *c = &kind->columns[i];
            buf_printf(&ours, "%s%s%s", i > 0 ? " " : "", c->name,
                       ledger_is_key(c)             ? "*"
                       : c->need == LEDGER_OPTIONAL ? "?"
                                                    : "");
        }
        snprintf(sql, sizeof sql,
                 "SELECT string_agg(a.attname || CASE WHEN a.attnum = ANY (k.conkey) THEN '*'"
                 " WHEN a.attnotnull THEN '' ELSE '?' END, ' ' ORDER BY a.attnum)"
                 " FROM pg_attribute a JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'"
                 " WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped"
                 " AND a.attgenerated = ''",
                 kind->name);
        expect(sql, buf_text(&ours));
        buf_free(&ours);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_files_of_a_call_go_in_and_are_summed_up),
        TEST(the_same_rows_again_change_nothing),
        TEST(a_changed_row_is_updated_and_only_that),
        TEST(an_empty_cell_empties_and_an_absent_column_leaves),
        TEST(a_new_row_has_what_an_empty_cell_of_an_absent_column_stands_for),
        TEST(a_key_twice_is_named_without_its_empty_parts),
        TEST(the_sums_stand_in_columns_beside_chinese_names),
        TEST(one_bad_row_keeps_everything_out),
        TEST(what_only_the_whole_shows_is_found_with_its_line),
        TEST(an_indicator_does_not_turn_numeric_over_a_target_in_words),
        TEST(a_key_twice_is_a_fault_across_files_too),
        TEST(children_of_an_unreadable_parent_are_not_blamed),
        TEST(only_the_first_fifty_faults_are_listed),
        TEST(a_dry_run_says_all_and_keeps_nothing),
        TEST(transfers_that_do_not_balance_are_a_warning),
        TEST(gb18030_and_wan),
        TEST(what_the_tables_refuse_by_themselves_names_the_file),
        TEST(wrong_usage_is_told_apart_from_bad_data),
        TEST(the_daemon_is_woken_by_what_is_kept),
        TEST(the_catalogue_and_the_tables_agree),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
