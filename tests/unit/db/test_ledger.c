/* The checks that the ledger's tables make of whoever writes with plain SQL. */
#include "schema.h"

#include "core/ledger_number.h"

/* What the cases below refer to. */
static const char facts[] =
    "INSERT INTO units VALUES ('C', 'child', 'P'), ('P', 'parent', NULL);"
    "INSERT INTO projects VALUES ('a', 'C', 'A', 'basic', NULL), ('a/x', 'C', 'AX', 'basic', NULL);"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    "  measure_unit, target, accumulation)"
    " VALUES ('n', 'project', 'a', 2023, 'output', 'quantity', 'N', 'ge', 'm', '≥5.5%', 'sum'),"
    "  ('q', 'unit', 'C', 2023, 'output', 'quality', 'Q', 'qualitative', '', 'good', 'latest');";

/* Runs `sql` on the facts; what is checked on commit is checked. The error's text, "" for none. */
static const char *outcome(struct schema *schema, const char *sql)
{
    static struct err err;
    static const char *const frame[] = {"BEGIN", facts, NULL, "SET CONSTRAINTS ALL IMMEDIATE"};
    struct err ignored = {0};

    err_clear(&err);
    for (size_t i = 0; i < sizeof frame / sizeof frame[0]; i++) {
        if (!db_session_exec(&schema->session, frame[i] != NULL ? frame[i] : sql, &err))
            break;
    }
    (void)!db_session_exec(&schema->session, "ROLLBACK", &ignored);
    return err.text;
}

static void expect_refusals(const char *const (*cases)[2], size_t count)
{
    struct schema schema;
    int bad = 0;

    schema_begin(&schema, "TEMPLATE migrated");
    for (size_t i = 0; i < count; i++) {
        const char *said = outcome(&schema, cases[i][0]);
        if (strstr(said, cases[i][1]) == NULL || said[0] == '\0') {
            print_error("%s\n  wanted: %s\n  said:   %s\n", cases[i][0], cases[i][1], said);
            bad++;
        }
    }
    schema_end(&schema);
    assert_int_equal(bad, 0);
}

#define EXPECT_REFUSALS(cases) expect_refusals(cases, sizeof(cases) / sizeof(cases)[0])

static void expect_welcome(const char *const *cases, size_t count)
{
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    for (size_t i = 0; i < count; i++) {
        const char *said = outcome(&schema, cases[i]);
        if (said[0] != '\0')
            fail_msg("%s: %s", cases[i], said);
    }
    schema_end(&schema);
}

static void codes_are_something_without_blanks_around(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO units VALUES ('', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (' X', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (U&'X\\3000', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (U&'X\\00A0', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (U&'X\\200BY', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (U&'X\\FEFF', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (E'X\\nY', 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (repeat('X', 201), 'x')", "units_code_check"},
        {"INSERT INTO units VALUES (NULL, 'x')", "not-null"},
        {"INSERT INTO budgets VALUES ('a', 2023, ' ', 1)", "budgets_fund_check"},
        {"INSERT INTO budgets VALUES ('a', 2023, NULL, 1)", "not-null"},
    };
    EXPECT_REFUSALS(cases);
}

static void names_are_something_on_one_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO units VALUES ('X', E'x\\ny')", "units_name_line"},
        {"INSERT INTO units VALUES ('X', U&' \\3000')", "units_name_line"},
        {"INSERT INTO people VALUES ('X', 'C', E'a\\tb')", "people_role_line"},
        {"INSERT INTO people (name, unit_code, mobile) VALUES ('X', 'C', E'1\\x07')", "people_mobile_line"},
        {"INSERT INTO people (name, unit_code, im_id) VALUES ('X', 'C', E'\\n')", "people_im_id_line"},
        {"INSERT INTO people (name, unit_code, email) VALUES ('X', 'C', ' ')", "people_email_line"},
        {"INSERT INTO projects VALUES ('X', 'C', E'\\r', 'basic', NULL)", "projects_name_line"},
        {"INSERT INTO projects VALUES ('X', 'C', 'x', 'basic', ' M')", "projects_manager_key"},
        {"UPDATE indicators SET name = ' '", "indicators_name_line"},
        {"UPDATE indicators SET measure_unit = E'\\n'", "indicators_measure_unit_line"},
        {"UPDATE indicators SET target = E'good\\nor not' WHERE code = 'q'", "indicators_target_line"},
        {"INSERT INTO indicator_targets VALUES ('q', 2023, '2023-05-01', ' ')",
         "indicator_targets_target_line"},
        {"INSERT INTO indicator_targets VALUES ('q', 2023, '2023-05-01', 'x', NULL, ' 1')",
         "indicator_targets_approval_no_key"},
        {"INSERT INTO milestones VALUES ('unit', 'C', 2023, 'x', E'\\n', '2023-05-01')",
         "milestones_kind_line"},
        {"INSERT INTO contracts VALUES ('x', 'a', 2023, E'x\\n', 1)", "contracts_title_line"},
        {"INSERT INTO calendar VALUES ('2027-01-01', 'holiday', E'x\\n')", "calendar_name_line"},
    };
    EXPECT_REFUSALS(cases);
}

static void free_texts_have_lines_and_no_other_control_characters(void **state)
{
    (void)state;
    static const char *const refused[][2] = {
        {"INSERT INTO outlooks (subject, subject_code, fiscal_year, month, cause)"
         " VALUES ('project', 'a', 2023, 1, E'\\x1b[2J')",
         "outlooks_cause_text"},
        {"INSERT INTO rectifications VALUES ('x', 'audit', 'unit', 'C', 2023, NULL, U&'\\0085', NULL, 'x',"
         " '2023-05-01')",
         "rectifications_issue_text"},
    };
    static const char *const welcome[] = {
        "INSERT INTO rectifications VALUES ('x', 'audit', 'unit', 'C', 2023, NULL, E'a\\r\\n\\tb', '', 'x',"
        " '2023-05-01')",
        "INSERT INTO people VALUES ('X', 'C', '', '', '', '')",
    };
    EXPECT_REFUSALS(refused);
    expect_welcome(welcome, sizeof welcome / sizeof welcome[0]);
}

static void numbers_and_dates_fit_the_program_s(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO budgets VALUES ('a', 2023, '', 'NaN')", "budgets_initial_amount_check"},
        {"INSERT INTO budgets VALUES ('a', 2023, '', 10000000000000000)", "overflow"},
        {"INSERT INTO budgets VALUES ('a', 1999, '', 1)", "fiscal_year"},
        {"INSERT INTO budgets VALUES ('a', 2101, '', 1)", "fiscal_year"},
        {"INSERT INTO execution VALUES ('a', 2023, '', 0, 1)", "execution_month_check"},
        {"INSERT INTO execution VALUES ('a', 2023, '', 13, 1)", "execution_month_check"},
        {"INSERT INTO execution VALUES ('a', 2023, '', 1, 1, 'NaN')", "received_cumulative"},
        {"INSERT INTO calendar VALUES ('infinity', 'holiday')", "calendar_date_check"},
        {"INSERT INTO calendar VALUES ('1899-12-31', 'holiday')", "calendar_date_check"},
        {"UPDATE indicators SET weight = 'NaN'", "indicators_weight_check"},
        {"UPDATE indicators SET weight = -1", "indicators_weight_check"},
        {"INSERT INTO notified_rates VALUES ('C', 2023, 1, 'NaN')", "notified_rates_rate_check"},
    };
    EXPECT_REFUSALS(cases);
}

static void words_come_from_the_lists(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO projects VALUES ('b', 'C', 'B', 'other')", "projects_category_check"},
        {"INSERT INTO budget_adjustments VALUES ('a', 2023, '', '2023-02-01', 'gift', 1)", "kind_check"},
        {"UPDATE indicators SET level2 = 'level3'", "indicators_level2_check"},
        {"UPDATE indicators SET schedule = '13'", "indicators_schedule_check"},
        {"UPDATE indicators SET schedule = '01'", "indicators_schedule_check"},
        {"INSERT INTO ceilings VALUES ('C', 2023, 'tea', 1)", "ceilings_kind_check"},
        {"INSERT INTO calendar VALUES ('2023-01-01', 'feast')", "calendar_kind_check"},
    };
    EXPECT_REFUSALS(cases);
}

static void what_is_referred_to_is_there(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO units VALUES ('Z', 'z', 'none')", "units_parent_code_fkey"},
        {"INSERT INTO execution VALUES ('none', 2023, '', 1, 1)", "execution_project_code_fkey"},
        {"UPDATE indicators SET owner = 'unit' WHERE code = 'n'", "indicators_owner_unit_fkey"},
        {"UPDATE indicators SET owner_code = 'none' WHERE code = 'n'", "indicators_owner_project_fkey"},
        {"INSERT INTO indicator_values VALUES ('n', 2024, 1, '1')", "indicator_values_indicator_fkey"},
        {"INSERT INTO milestones VALUES ('unit', 'a', 2023, 'm', NULL, '2023-05-01')",
         "milestones_owner_unit_fkey"},
        {"INSERT INTO outlooks VALUES ('indicator', 'n', 2022, 7)", "outlooks_indicator_fkey"},
        {"INSERT INTO assessments VALUES ('project', 'C', 2023, 'x')", "assessments_subject_project_fkey"},
        {"INSERT INTO rectifications VALUES"
         " ('r', 'audit', 'indicator', 'n', 2022, NULL, 'is', NULL, 'do', '2023-05-01')",
         "rectifications_indicator_fkey"},
        {"DELETE FROM units WHERE code = 'C'", "projects_unit_code_fkey"},
    };
    EXPECT_REFUSALS(cases);
}

static void no_unit_stands_above_itself(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO units VALUES ('X', 'x', 'X')", "units_parent_code_check"},
        {"INSERT INTO units VALUES ('X', 'x', 'Y'), ('Y', 'y', 'X')", "unit X: it stands above itself"},
        {"UPDATE units SET parent_code = 'C' WHERE code = 'P'", "unit P: it stands above itself"},
        {"INSERT INTO units VALUES ('D', 'd', 'C'); UPDATE units SET parent_code = 'D' WHERE code = 'P'",
         "unit P: it stands above itself"},
    };
    EXPECT_REFUSALS(cases);
}

static void values_go_with_the_indicator_s_direction(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, 'achieved')",
         "indicator n, year 2023, month 4: \"achieved\" is not a number or n/a"},
        {"INSERT INTO indicator_values VALUES ('q', 2023, 4, '5')",
         "indicator q, year 2023, month 4: \"5\" is not achieved, partial, missed or n/a"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '1'); UPDATE indicator_values SET value = "
         "'missed'",
         "indicator n, year 2023, month 4"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '5.1234567')", "indicator_values_value_check"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '1234567890123')", "value_check"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '5 %')", "value_check"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '.5')", "value_check"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '')", "value_check"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '>=<5')", "value_check"},
        {"UPDATE indicators SET target = 'many' WHERE code = 'n'", "indicators_target_is_number"},
        {"INSERT INTO indicator_targets VALUES ('n', 2023, '2023-04-01', 'better')",
         "indicator n, year 2023, effective on 2023-04-01: the target \"better\" is not a number"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 4, '5');"
         "UPDATE indicators SET direction = 'qualitative' WHERE code = 'n'",
         "indicator n, year 2023, month 4: \"5\" does not go with its new direction"},
        {"INSERT INTO indicator_targets VALUES ('q', 2023, '2023-04-01', 'better');"
         "UPDATE indicators SET direction = 'le', target = NULL WHERE code = 'q'",
         "indicator q, year 2023, effective on 2023-04-01: the target \"better\" is not a number"},
    };
    EXPECT_REFUSALS(cases);
}

static void milestones_have_subjects_of_their_own(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"INSERT INTO milestones VALUES ('project', 'a', 2023, 'x/y', NULL, '2023-05-01'),"
         " ('project', 'a/x', 2023, 'y', NULL, '2023-05-01')",
         "milestones_subject"},
    };
    EXPECT_REFUSALS(cases);
}

static void what_is_well_is_taken(void **state)
{
    (void)state;
    static const char *const cases[] = {
        /* A child before its parent, also in a statement of its own. */
        "INSERT INTO units VALUES ('X', 'x', 'Y'); INSERT INTO units VALUES ('Y', 'y', NULL)",
        "UPDATE units SET parent_code = NULL WHERE code = 'C'; UPDATE units SET parent_code = 'C' WHERE code "
        "= 'P'",
        "INSERT INTO budgets VALUES ('a', 2023, '', -9999999999999999.99), ('a', 2023, '上年结转', 1)",
        "INSERT INTO budget_adjustments (project_code, fiscal_year, effective_on, amount)"
        " VALUES ('a', 2023, '2022-11-15', -1)",
        "INSERT INTO indicator_values VALUES ('n', 2023, 1, '≥266'), ('n', 2023, 2, '<=98.4%'),"
        " ('n', 2023, 3, '-123456789012.123456'), ('n', 2023, 4, 'n/a'), ('q', 2023, 1, 'n/a'),"
        " ('q', 2023, 2, 'partial')",
        "INSERT INTO indicator_targets VALUES ('q', 2023, '2023-04-01', 'better'),"
        " ('n', 2023, '2023-04-01', '7')",
        /* A change of direction, with the values that go with it in a later statement. */
        "INSERT INTO indicator_values VALUES ('n', 2023, 1, '5');"
        "UPDATE indicators SET direction = 'qualitative' WHERE code = 'n';"
        "UPDATE indicator_values SET value = 'missed'",
        "INSERT INTO rectifications VALUES"
        " ('r', 'audit', 'indicator', 'n', 2023, NULL, 'is', NULL, 'do', '2023-05-01')",
        "INSERT INTO ceiling_spending VALUES ('C', 2023, 'vehicle', 1, 5)",
        "INSERT INTO assessments VALUES ('unit', 'C', 2023, 'total', '≥3', 94.87)",
    };
    expect_welcome(cases, sizeof cases / sizeof cases[0]);
}

static void numbers_are_taken_out_of_their_texts(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"≥266", "266.000000"},
        {"≤0.5", "0.500000"},
        {">=7", "7.000000"},
        {"<=7", "7.000000"},
        {">7", "7.000000"},
        {"<7", "7.000000"},
        {"=7", "7.000000"},
        {"98.4%", "98.400000"},
        {"-3", "-3.000000"},
        {"+3", "3.000000"},
        {"n/a", ""},
        {"achieved", ""},
        {"7%%", ""},
        {"1e3", ""},
        {"NaN", ""},
        {"1,000", ""},
    };
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT ledger_number('%s')", cases[i][0]);
        schema_expect(&schema, sql, cases[i][1]);
    }
    schema_end(&schema);
}

/* The database's word counts for what it lets in, the program's for what it reads. */
static void a_number_is_read_as_the_database_reads_it(void **state)
{
    static const char *const texts[] = {"0",
                                        "-0",
                                        "+7",
                                        "266",
                                        "≥266",
                                        "≤-3.5",
                                        ">=1",
                                        "<=2",
                                        ">3",
                                        "<4",
                                        "=5%",
                                        "1.5",
                                        "1.5%",
                                        "1.",
                                        ".5",
                                        "",
                                        "-",
                                        "%",
                                        "≥",
                                        "1 ",
                                        " 1",
                                        "1,0",
                                        "+-1",
                                        "=>1",
                                        "==1",
                                        "≥≤1",
                                        "1%%",
                                        "1e3",
                                        "NaN",
                                        "１",
                                        "achieved",
                                        "n/a",
                                        "000.000",
                                        "-≥1",
                                        "≥ 1",
                                        "1\n",
                                        "--1",
                                        "1.2.3",
                                        "999999999999",
                                        "1234567890123",
                                        "0.000001",
                                        "0.1234567",
                                        "-999999999999.999999",
                                        "12%3"};
    struct schema schema;
    struct err err = {0};
    char shown[DEC_TEXT];
    int bad = 0;

    (void)state;
    schema_begin(&schema, "TEMPLATE migrated");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *params[] = {texts[i]};
        struct pg_result *rows = NULL;
        micro number;
        const struct db_call call = {
            .sql = "SELECT ledger_number($1)::numeric(18,6)", .param_count = 1, .params = params};
        assert_true(db_session_run(&schema.session, &call, &rows, &err));
        bool is_one = ledger_number(texts[i], strlen(texts[i]), &number);
        if (is_one == db_null(rows, 0, 0) ||
            (is_one && strcmp(dec_format(number, SCALE_MICRO, shown), db_text(rows, 0, 0)) != 0)) {
            print_error("'%s' is read otherwise\n", texts[i]);
            bad++;
        }
        db_result_free(rows);
    }
    schema_end(&schema);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_as_the_database_reads_it),
        cmocka_unit_test(codes_are_something_without_blanks_around),
        cmocka_unit_test(names_are_something_on_one_line),
        cmocka_unit_test(free_texts_have_lines_and_no_other_control_characters),
        cmocka_unit_test(numbers_and_dates_fit_the_program_s),
        cmocka_unit_test(words_come_from_the_lists),
        cmocka_unit_test(what_is_referred_to_is_there),
        cmocka_unit_test(no_unit_stands_above_itself),
        cmocka_unit_test(values_go_with_the_indicator_s_direction),
        cmocka_unit_test(milestones_have_subjects_of_their_own),
        cmocka_unit_test(what_is_well_is_taken),
        cmocka_unit_test(numbers_are_taken_out_of_their_texts),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
