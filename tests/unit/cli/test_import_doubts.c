/* What an import warns of, and what its trial shows, against a real server. */
#include "import_run.h"

enum { FILES_MAX = 3 };

/* Files on top of a ledger that raises no doubt, and all that is said of them. */
struct example {
    struct {
        const char *name, *text;
    } files[FILES_MAX];
    const char *said;
};

static void write_sound_ledger(void)
{
    write_ledger();
    write_file("budgets.csv", "project_code,fiscal_year,fund,initial_amount\n"
                              "P1,2023,,1000\nP2,2023,财政,2000\nP2,2023,自筹,100\n");
    write_file("execution.csv", "project_code,fiscal_year,fund,month,spent_cumulative,received_cumulative\n"
                                "P1,2023,,1,10,100\nP1,2023,,3,20,100\nP2,2023,财政,1,1000,1000\n");
    write_file("indicator_values.csv",
               "indicator_code,fiscal_year,month,value\nI1,2023,1,≥5000\nI1,2023,2,4999\nI2,2023,1,达成\n");
    write_file("indicator_targets.csv", "indicator_code,fiscal_year,effective_on,target\nI1,2023,,500\n");
    write_file("people.csv", "name,unit_code,mobile\n张三,U1,13800000001\n李四,U1,\n");
    write_file("contracts.csv", "code,project_code,fiscal_year,title,amount,intent_on,procurement_on,"
                                "awarded_on,signed_on,published_on,filed_on,sme_amount\n"
                                "C1,P1,2023,车,100,2023-01-05,2023-02-05,2023-03-01,2023-03-01,"
                                "2023-03-02,2023-03-03,40\nC2,P1,2023,船,100,,,,,,,\n");
    write_file("milestones.csv", "owner,owner_code,fiscal_year,name,planned_on,completed_on\n"
                                 "unit,U1,2023,公开,2023-03-31,2023-03-01\n");
    write_file("ceilings.csv", "unit_code,fiscal_year,kind,amount\nU1,2023,三公经费,100\n");
    write_file("ceiling_spending.csv",
               "unit_code,fiscal_year,kind,month,spent_cumulative\nU1,2023,三公经费,1,10\n");
    write_file("plans.csv", "project_code,fiscal_year,month,planned_cumulative\nP1,2023,1,0\nP1,2023,2,5\n");
}

#define EXECUTION "project_code,fiscal_year,fund,month,spent_cumulative,received_cumulative\n"
#define BUDGETS   "project_code,fiscal_year,fund,initial_amount\n"
#define CONTRACT                                                                                             \
    "code,project_code,fiscal_year,title,amount,intent_on,procurement_on,awarded_on,signed_on,"              \
    "published_on,filed_on,sme_amount\n"

static const struct example examples[] = {
    /* A running total that fell: within the file, against what is stored, and against a later month. */
    {{{"execution.csv", EXECUTION "P1,2023,,4,50,\nP1,2023,,5,49.99,\n"}},
     "warning: execution.csv:3: spent_cumulative: 49.99 of P1 in month 5 is less than the 50.00 of month "
     "4\n"},
    {{{"execution.csv", EXECUTION "P1,2023,,4,15,90\n"}},
     "warning: execution.csv:2: spent_cumulative: 15.00 of P1 in month 4 is less than the 20.00 of month 3\n"
     "warning: execution.csv:2: received_cumulative: 90.00 of P1 in month 4 is less than the 100.00 of month "
     "3\n"},
    {{{"execution.csv", EXECUTION "P1,2023,,2,25,\n"}},
     "warning: execution.csv:2: spent_cumulative: 25.00 of P1 in month 2 is more than the 20.00 of month "
     "3\n"},
    {{{"plans.csv", "project_code,fiscal_year,month,planned_cumulative\nP1,2023,3,4\n"}},
     "warning: plans.csv:2: planned_cumulative: 4.00 of P1 in month 3 is less than the 5.00 of month 2\n"},
    {{{"ceiling_spending.csv", "unit_code,fiscal_year,kind,month,spent_cumulative\nU1,2023,三公经费,2,9\n"}},
     "warning: ceiling_spending.csv:2: spent_cumulative: 9.00 of U1 three_public in month 2 is less than the "
     "10.00 of month 1\n"},

    /* No budget: none at all, or nothing left of it; once a project. */
    {{{"execution.csv", EXECUTION "P1,2024,,1,0,\nP1,2024,,2,7,\nP1,2024,,3,8,\n"}},
     "warning: execution.csv:3: spent_cumulative: 7.00 is spent on P1, whose budget of 2024 is not there\n"},
    {{{"execution.csv", EXECUTION "P1,2023,,4,30,\n"},
      {"budget_adjustments.csv", "project_code,fiscal_year,kind,amount\nP1,2023,cut,-1000\n"}},
     "warning: execution.csv:2: spent_cumulative: 30.00 is spent on P1, whose budget of 2023 is 0.00\n"},

    /* Slips of the unit: against the last month that was not zero (and not again when it is mended), the
     * target before, what is stored. */
    {{{"indicator_values.csv", "indicator_code,fiscal_year,month,value\nI1,2023,3,0\nI1,2023,4,4\n"
                               "I1,2023,5,4000\nI1,2023,6,4\nI1,2023,7,0\nI1,2023,8,4000\n"}},
     "warning: indicator_values.csv:3: value: 4 of I1 in month 4 is at most a thousandth of the 4999 of "
     "month 2; "
     "is the unit the same?\n"},
    {{{"indicator_values.csv",
       "indicator_code,fiscal_year,month,value\nI1,2023,3,9999999\nI1,2023,4,4000\n"}},
     "warning: indicator_values.csv:2: value: 9999999 of I1 in month 3 is at least 1,000 times the 4999 of "
     "month 2; "
     "is the unit the same?\n"},
    {{{"indicator_targets.csv",
       "indicator_code,fiscal_year,effective_on,target\nI1,2023,2023-06-01,500000\n"}},
     "warning: indicator_targets.csv:2: target: 500000 of I1 is at least 1,000 times the target before, 500; "
     "is the unit the same?\n"},
    {{{"indicator_targets.csv", "indicator_code,fiscal_year,target\nI1,2023,≥0.5\n"}},
     "warning: indicator_targets.csv:2: target: ≥0.5 of I1, 2023, 2023-01-01 is at most a thousandth of the "
     "stored 500; "
     "is the unit the same?\n"},
    {{{"budgets.csv", BUDGETS "P1,2023,,0.1\n"}},
     "warning: budgets.csv:2: initial_amount: 0.10 of P1, 2023 is at most a thousandth of the stored "
     "1000.00; "
     "is the unit the same?\n"},

    /* A total beside its parts. */
    {{{"budgets.csv", BUDGETS "P2,2023,,2100\n"}},
     "warning: budgets.csv:2: initial_amount: P2 has 2100.00 without a fund beside the same in 2 funds; "
     "is it their total? It counts twice\n"},
    {{{"budgets.csv", BUDGETS "P1,2023,财政,900\n"}},
     "warning: budgets.csv:2: initial_amount: P1 has 1000.00 without a fund beside 900.00 in one fund; "
     "both count\n"},
    {{{"execution.csv", EXECUTION "P2,2023,,1,1000,\nP2,2023,,2,1000,\nP2,2023,财政,2,1001,\n"}},
     "warning: execution.csv:2: spent_cumulative: P2 has 1000.00 without a fund beside the same in one fund "
     "in month 1; is it their total? It counts twice\n"},

    /* Transfers and dates of another year. */
    {{{"budget_adjustments.csv", "project_code,fiscal_year,effective_on,kind,amount,approval_no\n"
                                 "P1,2023,,调剂,-5,号1\nP2,2023,,调剂,5,号1\nP1,2023,,调剂,-5,号2\n"
                                 "P2,2023,,调剂,4,号2\nP1,2023,2022-12-31,追加,4,\n"}},
     "warning: budget_adjustments.csv:4: amount: the transfers of 2023 under 号2 sum to -1.00, not to zero\n"
     "warning: budget_adjustments.csv:6: effective_on: 2022-12-31 is not in 2023\n"},
    {{{"indicator_targets.csv", "indicator_code,fiscal_year,effective_on,target\nI1,2023,2024/1/1,600\n"}},
     "warning: indicator_targets.csv:2: effective_on: 2024-01-01 is not in 2023\n"},

    /* People who may be one. */
    {{{"people.csv", "name,unit_code,mobile\n李　四,U1,\n李四,U2,\n王五,U2,13800000001\n"}},
     "warning: people.csv:2: name: 李　四 of U1 is there as \"李四\", too\n"
     "warning: people.csv:4: mobile: 王五 has the number of 张三 in U1, too\n"},
    {{{"people.csv", "name,unit_code,mobile\n赵六,U1,139\n赵 六,U1,139\n"}},
     "warning: people.csv:3: name: 赵 六 of U1 is there as \"赵六\", too\n"
     "warning: people.csv:3: mobile: 赵 六 has the number of 赵六 in U1, too\n"},

    /* Dates in an order that cannot be. */
    {{{"contracts.csv", CONTRACT "C2,P1,2023,船,100,,,2023-05-02,2023-05-01,2023-04-30,,\n"}},
     "warning: contracts.csv:2: dates: signed_on 2023-05-01 is before awarded_on 2023-05-02\n"},
    {{{"contracts.csv", "code,project_code,fiscal_year,title,amount,filed_on\n"
                        "C1,P1,2023,车,30,2023-02-28\n"}},
     "warning: contracts.csv:2: dates: filed_on 2023-02-28 is before signed_on 2023-03-01\n"
     "warning: contracts.csv:2: sme_amount: 40.00 is more than the whole contract, 30.00\n"},
    {{{"contracts.csv", CONTRACT "C2,P1,2023,船,100,,,,2999-05-01,,,\n"}},
     "warning: contracts.csv:2: dates: a step on 2999-05-01, which is still to come\n"},
    {{{"milestones.csv", "owner,owner_code,fiscal_year,name,planned_on,completed_on\n"
                         "unit,U1,2023,a,2022-03-31,\nunit,U1,2023,b,2023-03-31,2022-12-31\n"
                         "unit,U1,2023,c,2024-03-31,2999-01-01\n"}},
     "warning: milestones.csv:2: planned_on: planned on 2022-03-31, before 2023 began\n"
     "warning: milestones.csv:3: planned_on: completed on 2022-12-31, before 2023 began\n"
     "warning: milestones.csv:4: completed_on: 2999-01-01 is still to come\n"},
    {{{"rectifications.csv", "code,source,subject,subject_code,fiscal_year,issue,action,due_on,completed_on\n"
                             "R1,审计,单位,U1,2023,慢,快,2023-05-01,2999-01-01\n"}},
     "warning: rectifications.csv:2: completed_on: 2999-01-01 is still to come\n"},
};

static void every_doubt_is_told_with_its_line_and_is_no_error(void **state)
{
    char args[256];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        write_sound_ledger();
        schema_exec(&schema, "TRUNCATE units, people, projects CASCADE");
        expect_good(".");
        assert_string_equal(said, "");
        args[0] = '\0';
        for (size_t f = 0; f < FILES_MAX && examples[i].files[f].name != NULL; f++) {
            write_file(examples[i].files[f].name, examples[i].files[f].text);
            snprintf(args + strlen(args), sizeof args - strlen(args), "%s%s", f > 0 ? " " : "",
                     examples[i].files[f].name);
        }
        expect_good(args);
        assert_string_equal(said, examples[i].said);
        expect_good(args); /* they are doubtful still */
        remove(in_folder("budget_adjustments.csv"));
        remove(in_folder("rectifications.csv"));
    }
}

static void only_the_first_fifty_doubts_are_listed(void **state)
{
    struct buf text = {0};

    (void)state;
    write_sound_ledger();
    expect_good(".");
    buf_puts(&text, "owner,owner_code,fiscal_year,name,planned_on\n");
    for (int i = 0; i < 120; i++)
        buf_printf(&text, "unit,U1,2023,节点%d,2022-01-01\n", i);
    write_file("milestones.csv", buf_text(&text));
    buf_free(&text);
    expect_good("milestones.csv");
    assert_ptr_equal(strstr(said, "warning: milestones.csv:2: planned_on: "), said);
    assert_null(strstr(said, "milestones.csv:52:"));
    assert_non_null(strstr(said, "warning: milestones.csv:51: planned_on: planned on 2022-01-01, before 2023 "
                                 "began\nwarning: and 70 more\n"));
}

/* So many that they are counted, put in order and compared in one go. */
static void of_many_rows_the_one_that_fell_is_found(void **state)
{
    enum { FUNDS = 840, FALLEN = 7 };
    struct buf text = {0};

    (void)state;
    write_sound_ledger();
    expect_good(".");
    buf_puts(&text, EXECUTION);
    for (int month = 1; month <= 12; month++) {
        for (int fund = 0; fund < FUNDS; fund++)
            buf_printf(&text, "P2,2023,F%03d,%d,%d,\n", fund, month,
                       fund == FALLEN && month == 5 ? 1 : month);
    }
    write_file("execution.csv", buf_text(&text));
    for (int round = 0; round < 2; round++) {
        expect_good("execution.csv");
        assert_string_equal(said,
                            "warning: execution.csv:3369: spent_cumulative: 1.00 of P2 F007 in month 5 is "
                            "less than the 4.00 of month 4\n");
        expect("SELECT count(*) FROM execution", "10083");
    }

    buf_puts(&text, "P8,2023,F,1,1,\nP8,2023,F,2,1,\nP9,2023,F,2,1,\n");
    write_file("execution.csv", buf_text(&text));
    buf_free(&text);
    assert_int_equal(import("execution.csv"), CLI_FAILED);
    assert_string_equal(said, "execution.csv:10082: project_code: P8 is not in projects\n"
                              "execution.csv:10083: project_code: P8 is not in projects\n"
                              "execution.csv:10084: project_code: P9 is not in projects\n"
                              "budgetwatch: 3 faults; nothing was changed\n");
}

static void faults_come_without_doubts(void **state)
{
    (void)state;
    write_sound_ledger();
    write_file("milestones.csv",
               "owner,owner_code,fiscal_year,name,planned_on\nunit,U1,2023,a,2022-01-01\nunit,U1,2023,b,x\n");
    assert_int_equal(import("."), CLI_FAILED);
    assert_null(strstr(said, "warning"));
}

static void a_trial_shows_what_would_change_from_what_to_what(void **state)
{
    (void)state;
    write_sound_ledger();
    expect_good(".");
    write_file("execution.csv", EXECUTION "P1,2023,,1,10.00,100\nP1,2023,,3,21,\nP2,2023,财政,2,1000,\n");
    write_file("projects.csv",
               "code,unit_code,name,category,manager\nP1,U2,新名,project,\nP3,U1,新,basic,\n");
    expect_good("execution.csv projects.csv --dry-run");
    assert_string_equal(
        shown, "file                               rows        new    changed  unchanged   negative\n"
               "projects.csv                          2          1          1          0          0\n"
               "execution.csv                         3          1          1          1          0\n"
               "all                                   5          2          2          1          0\n"
               "\n"
               "file             key          column               old -> new\n"
               "---------------  -----------  -------------------  -----------------\n"
               "projects.csv:2   P1           unit_code            U1 -> U2\n"
               "projects.csv:2   P1           name                 项目一 -> 新名\n"
               "projects.csv:2   P1           manager              张三 -> (empty)\n"
               "execution.csv:3  P1, 2023, 3  spent_cumulative     20.00 -> 21.00\n"
               "execution.csv:3  P1, 2023, 3  received_cumulative  100.00 -> (empty)\n"
               "dry run: nothing was changed\n");
    expect("SELECT unit_code FROM projects WHERE code = 'P1'", "U1");
    expect("SELECT count(*) FROM projects", "2");
}

static void a_trial_shows_fifty_changes_and_counts_the_rest(void **state)
{
    struct buf text = {0};

    (void)state;
    write_sound_ledger();
    expect_good(".");
    for (int round = 0; round < 2; round++) {
        buf_puts(&text, "code,name\n");
        for (int i = 0; i < 60; i++)
            buf_printf(&text, "V%02d,%s\n", i, round == 0 ? "旧" : "新");
        write_file("units.csv", buf_text(&text));
        buf_clear(&text);
        expect_good(round == 0 ? "units.csv" : "units.csv --dry-run");
    }
    assert_non_null(strstr(shown, "units.csv:51  V49  name    旧 -> 新\nand 10 more changes\n"));
    assert_null(strstr(shown, "V50"));

    buf_puts(&text, "project_code,fiscal_year,fund,initial_amount\nP1,2023,,1001\n");
    write_file("budgets.csv", buf_text(&text));
    buf_free(&text);
    expect_good("units.csv budgets.csv --dry-run");
    assert_non_null(strstr(shown, "and 11 more changes\n"));
}

static void a_mapping_reads_another_systems_files(void **state)
{
    (void)state;
    write_sound_ledger();
    expect_good(".");
    write_file("map.json", "{\"files\": {\"支出明细*.csv\": \"execution\"},\n"
                           " \"columns\": {\"execution\": {\"项目号\": \"project_code\","
                           " \"本年累计\": \"spent_cumulative\", \"备注\": null}}}\n");
    write_file("支出明细2023.csv", "项目号,备注,年度,月份,本年累计\nP1,无,2023年,4月,0.01万元\n");
    expect_good("支出明细2023.csv --map map.json");
    expect("SELECT spent_cumulative FROM execution WHERE month = 4", "100.00");

    assert_int_equal(import("支出明细2023.csv"), CLI_FAILED);
    write_file("map.json", "{\"files\": {\"a.csv\": \"spending\"},\n \"columns\": []}\n");
    assert_int_equal(import("支出明细2023.csv --map map.json"), CLI_FAILED);
    char expected[512];
    snprintf(expected, sizeof expected,
             "%s/map.json:1: files[\"a.csv\"]: \"spending\" is no kind of ledger file\n"
             "%s/map.json:2: columns: expected an object, found a list\n"
             "budgetwatch: the mapping is not usable; nothing was changed\n",
             folder, folder);
    assert_string_equal(said, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_doubt_is_told_with_its_line_and_is_no_error),
        TEST(only_the_first_fifty_doubts_are_listed),
        TEST(of_many_rows_the_one_that_fell_is_found),
        TEST(faults_come_without_doubts),
        TEST(a_trial_shows_what_would_change_from_what_to_what),
        TEST(a_trial_shows_fifty_changes_and_counts_the_rest),
        TEST(a_mapping_reads_another_systems_files),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
