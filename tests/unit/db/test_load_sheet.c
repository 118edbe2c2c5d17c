#include "db/load_sheet.h"

#include "base/buf.h"
#include "db/roles.h"
#include "schema.h"

/* A department U with a unit A below it and B below that; X stands beside. Projects PU, PA, PB and PX, and
 * PO, which has rows in another year only. */
static const char facts[] =
    "INSERT INTO units VALUES ('U', '局', NULL), ('A', '处', 'U'), ('B', '科', 'A'), ('X', 'x', NULL);"
    "INSERT INTO people VALUES ('王', 'U', '负责人'), ('李', 'A', NULL);"
    "INSERT INTO projects VALUES ('PU', 'U', '甲', 'project', '李'), ('PA', 'A', '乙', 'basic', NULL),"
    " ('PB', 'B', '丙', 'project', NULL), ('PX', 'X', 'x', 'project', NULL), ('PO', 'U', 'o', 'project', "
    "NULL);"
    "INSERT INTO budgets VALUES ('PU', 2023, '', 10), ('PX', 2023, '', 20), ('PO', 2022, '', 30);"
    "INSERT INTO execution VALUES ('PA', 2023, '', 12, 5, NULL), ('PO', 2024, '', 1, 1, NULL);"
    "INSERT INTO indicators VALUES ('IU', 'unit', 'U', 2023, 'output', 'quantity', 'i', 'ge', '个', '5', 20,"
    " 'sum'), ('IA', 'unit', 'A', 2023, 'output', 'quantity', 'i', 'ge', '个', '5', NULL, 'sum'),"
    " ('IB', 'project', 'PB', 2023, 'satisfaction', 'satisfaction', 'i', 'ge', '%', '90', NULL, 'latest'),"
    " ('IB', 'project', 'PB', 2024, 'satisfaction', 'satisfaction', 'i', 'ge', '%', '90', NULL, 'latest'),"
    " ('IX', 'project', 'PX', 2023, 'cost', 'economic_cost', 'i', 'le', '元', '5', NULL, 'latest');"
    "INSERT INTO indicator_values VALUES ('IU', 2023, 6, '3', '半年报'), ('IU', 2023, 12, '4', 'e/2.pdf'),"
    " ('IB', 2023, 12, '95', 'e/1.pdf'), ('IB', 2024, 12, '95', 'later'), ('IA', 2023, 12, '1', 'other');"
    "INSERT INTO milestones VALUES ('unit', 'A', 2023, '公开', 'disclosure', '2023-03-01', '2023-02-28'),"
    " ('unit', 'A', 2024, '公开', 'disclosure', '2024-03-01', NULL),"
    " ('project', 'PO', 2023, '验收', NULL, '2023-06-30', NULL), ('unit', 'X', 2023, 'x', NULL, "
    "'2023-03-01', NULL);"
    "INSERT INTO contracts (code, project_code, fiscal_year, title, amount, sme_amount) VALUES ('C1', 'PB', "
    "2023, '合同', 100.25, 40.5), ('C2', 'PB', 2024, 't', 1, NULL),"
    " ('C3', 'PX', 2023, 't', 1, NULL), ('C4', 'PU', 2023, 't', 7, NULL);"
    "INSERT INTO ceilings VALUES ('B', 2023, 'vehicle', 3), ('U', 2023, 'three_public', 9),"
    " ('U', 2022, 'overseas', 9), ('X', 2023, 'vehicle', 1);"
    "INSERT INTO ceiling_spending VALUES ('B', 2023, 'vehicle', 12, 2);"
    "INSERT INTO rectifications VALUES"
    " ('R1', 'audit', 'unit', 'A', 2023, '2.5.4', 'is', NULL, 'do', '2024-05-01'),"
    " ('R2', 'finance_bureau', 'project', 'PO', 2023, NULL, 'is', NULL, 'do', '2024-05-01'),"
    " ('R3', 'monitoring', 'indicator', 'IA', 2023, NULL, 'is', NULL, 'do', '2024-05-01'),"
    " ('R4', 'audit', 'unit', 'U', 2022, NULL, 'is', NULL, 'do', '2023-05-01'),"
    " ('R5', 'audit', 'project', 'PX', 2023, NULL, 'is', NULL, 'do', '2023-05-01'),"
    " ('R6', 'self_evaluation', 'indicator', 'IB', 2023, NULL, 'is', NULL, 'do', '2023-05-01');"
    "INSERT INTO notified_rates VALUES ('U', 2023, 6, 55.5), ('U', 2023, 3, 21.123456), ('A', 2023, 3, 1),"
    " ('U', 2022, 1, 1);"
    "INSERT INTO receipts VALUES ('U', 2023, '其他收入', 1.25), ('U', 2023, '一般公共预算', 999), ('A', 2023,"
    " 'a', 1);"
    "INSERT INTO assessments VALUES ('unit', 'U', 2023, '2.1', '78%', 3.5, '注', '报告二'),"
    " ('unit', 'U', 2023, '1.1', NULL, NULL, NULL, NULL), ('unit', 'A', 2023, '1.1', 'n/a', 1, NULL, 'a'),"
    " ('project', 'PB', 2023, 'total', NULL, 91.25, NULL, NULL);";

static const char evidence[] =
    "INSERT INTO evidence_files (path, sha256, bytes) SELECT 'e/' || n || '.pdf', repeat('0', 64), 1"
    " FROM generate_series(1, 9) n;"
    "INSERT INTO evidence_links (table_name, key, row_key, path) VALUES"
    " ('contracts', 'C1', '{\"code\": \"C1\"}', 'e/3.pdf'), ('contracts', 'C2', '{\"code\": \"C2\"}', "
    "'e/3.pdf'),"
    " ('units', 'B', '{\"code\": \"B\"}', 'e/4.pdf'), ('units', 'X', '{\"code\": \"X\"}', 'e/4.pdf'),"
    " ('execution', 'PA/2023//12', '{\"project_code\": \"PA\", \"fiscal_year\": 2023}', 'e/5.pdf'),"
    " ('execution', 'PA/2022//12', '{\"project_code\": \"PA\", \"fiscal_year\": 2022}', 'e/5.pdf'),"
    " ('milestones', 'project/PO/2023/验收', '{\"owner\": \"project\", \"owner_code\": \"PO\","
    " \"fiscal_year\": 2023}', 'e/6.pdf'),"
    " ('milestones', 'unit/A/2023/公开', '{\"owner\": \"unit\", \"owner_code\": \"A\", \"fiscal_year\": "
    "2023}', 'e/6.pdf'),"
    " ('indicator_values', 'IU/2023/12', '{\"indicator_code\": \"IU\", \"fiscal_year\": 2023}', 'e/7.pdf'),"
    " ('outlooks', 'indicator/IB/2023/6', '{\"subject\": \"indicator\", \"subject_code\": \"IB\","
    " \"fiscal_year\": 2023}', 'e/8.pdf'),"
    " ('assessments', 'unit/U/2023/1.1', '{\"subject\": \"unit\", \"subject_code\": \"U\", \"fiscal_year\": "
    "2023}', 'e/9.pdf'),"
    " ('assessments', 'unit/A/2023/1.1', '{\"subject\": \"unit\", \"subject_code\": \"A\", \"fiscal_year\": "
    "2023}', 'e/9.pdf'),"
    " ('rectifications', 'R3', '{\"code\": \"R3\"}', 'e/9.pdf')";

static const struct policy plain;

static void load(struct schema *schema, bool of_unit, const char *code, struct sheet_facts *ret_facts)
{
    const struct sheet_subject subject = {of_unit, code, 2023, date_of(2023, 12, 31), false, false};
    struct err err = {0};

    if (!load_sheet(&schema->session, &subject, &plain, ret_facts, &err))
        fail_msg("%s", err.text);
}

#define SAY(out, list, count, member)                                                                        \
    do {                                                                                                     \
        for (size_t i = 0; i < (count); i++)                                                                 \
            buf_printf(out, "%s ", (list)[i].member);                                                        \
        buf_puts(out, "| ");                                                                                 \
    } while (0)

static void expect_set(const struct facts_set *set, const char *expected)
{
    struct buf out = {0};

    SAY(&out, set->units, set->unit_count, code);
    SAY(&out, set->projects, set->project_count, code);
    SAY(&out, set->indicators, set->indicator_count, code);
    SAY(&out, set->milestones, set->milestone_count, code);
    SAY(&out, set->contracts, set->contract_count, code);
    SAY(&out, set->ceilings, set->ceiling_count, code);
    SAY(&out, set->rectifications, set->rectification_count, code);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void begin(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema, facts);
    schema_exec(schema, evidence);
}

static void a_unit_s_sheet_looks_at_its_whole_tree_in_the_year(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, true, "U", &read);
    expect_set(&read.set, "A B U | PA PB PO PU | IB IU | A/公开 PO/验收 | C1 C4 | B/vehicle U/three_public | "
                          "R1 R2 R3 R6 | ");
    assert_int_equal(read.set.milestones[0].year, 2023);
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void a_project_s_sheet_looks_at_its_own_rows(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, false, "PB", &read);
    expect_set(&read.set, "B | PB | IB | | C1 | | R6 | ");
    assert_int_equal(read.set.projects[0].indicator_count, 1);
    assert_int_equal(read.rate_count + read.receipt_count, 0);
    assert_int_equal(read.assessment_count, 1);
    assert_string_equal(read.assessments[0].item_code, "total");
    assert_int_equal(read.assessments[0].points, 91250000);
    sheet_facts_free(&read);
    /* Nothing of it is of the year. */
    load(&schema, false, "PO", &read);
    expect_set(&read.set, "U | PO | | PO/验收 | | | R2 | ");
    assert_false(read.set.projects[0].watched);
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void the_subject_is_named_with_who_answers(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, true, "U", &read);
    assert_string_equal(read.code, "U");
    assert_string_equal(read.name, "局");
    assert_string_equal(read.unit_name, "局");
    assert_string_equal(read.manager, "王");
    assert_true(read.of_unit);
    assert_int_equal(read.year, 2023);
    assert_int_equal(read.clock, date_of(2023, 12, 31));
    sheet_facts_free(&read);
    load(&schema, true, "A", &read);
    assert_null(read.manager);
    sheet_facts_free(&read);
    load(&schema, false, "PU", &read);
    assert_string_equal(read.name, "甲");
    assert_string_equal(read.unit_code, "U");
    assert_string_equal(read.unit_name, "局");
    assert_string_equal(read.manager, "李"); /* nobody of that name is in U: it still says so */
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void what_only_a_sheet_needs_is_read(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, true, "U", &read);
    assert_int_equal(read.rate_count, 2);
    assert_int_equal(read.rates[0].month, 3);
    assert_int_equal(read.rates[0].rate, 21123456);
    assert_int_equal(read.receipt_count, 2);
    assert_string_equal(read.receipts[0].kind, "一般公共预算");
    assert_int_equal(read.receipts[1].amount, 125);
    assert_int_equal(read.assessment_count, 2);
    assert_false(read.assessments[0].has_points);
    assert_null(read.assessments[0].measured);
    assert_string_equal(read.assessments[1].measured, "78%");
    assert_true(read.assessments[1].has_points);
    assert_int_equal(read.assessments[1].points, 3500000);
    assert_string_equal(read.assessments[1].note, "注");
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void facts_carry_what_rubrics_ask_for(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, true, "U", &read);
    const struct facts_set *set = &read.set;
    assert_int_equal(set->indicators[0].level1, LEVEL_SATISFACTION);
    assert_string_equal(set->indicators[0].level2, "satisfaction");
    assert_int_equal(set->indicators[1].level1, LEVEL_OUTPUT);
    assert_string_equal(set->milestones[0].kind, "disclosure");
    assert_true(set->milestones[0].of_unit);
    assert_null(set->milestones[1].kind);
    assert_false(set->milestones[1].of_unit);
    assert_int_equal(set->contracts[0].amount, 10025);
    assert_true(set->contracts[0].has_sme);
    assert_int_equal(set->contracts[0].sme_amount, 4050);
    assert_false(set->contracts[1].has_sme);
    assert_int_equal(set->rectifications[0].source, SOURCE_AUDIT);
    assert_string_equal(set->rectifications[0].item_code, "2.5.4");
    assert_int_equal(set->rectifications[1].source, SOURCE_FINANCE_BUREAU);
    assert_int_equal(set->rectifications[2].source, SOURCE_MONITORING);
    assert_null(set->rectifications[2].item_code);
    assert_int_equal(set->rectifications[3].source, SOURCE_SELF_EVALUATION);
    assert_true(set->ceilings[0].has_spent[12]);
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void expect_evidence(const struct sheet_facts *read, const char *expected)
{
    struct buf out = {0};

    for (size_t i = 0; i < read->evidence_count; i++)
        buf_printf(&out, "%s %s %s, ", ledger_kind(read->evidence[i].table)->name, read->evidence[i].key,
                   read->evidence[i].evidence);
    assert_string_equal(buf_text(&out), expected);
    buf_free(&out);
}

static void evidence_comes_from_columns_and_from_files_attached(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;
    size_t count;

    begin(&schema);
    load(&schema, true, "U", &read);
    expect_evidence(&read,
                    "units B e/4.pdf, execution PA/2023//12 e/5.pdf, indicator_values IB/2023/12 e/1.pdf, "
                    "indicator_values IU/2023/12 e/2.pdf, indicator_values IU/2023/12 e/7.pdf, "
                    "indicator_values IU/2023/6 半年报, outlooks indicator/IB/2023/6 e/8.pdf, "
                    "milestones project/PO/2023/验收 e/6.pdf, milestones unit/A/2023/公开 e/6.pdf, "
                    "contracts C1 e/3.pdf, assessments unit/U/2023/1.1 e/9.pdf, "
                    "assessments unit/U/2023/2.1 报告二, rectifications R3 e/9.pdf, ");
    assert_string_equal(sheet_facts_evidence(&read, LEDGER_INDICATOR_VALUES, "IU/2023/12", &count)->evidence,
                        "e/2.pdf");
    assert_int_equal(count, 2);
    assert_string_equal(sheet_facts_evidence(&read, LEDGER_UNITS, "B", &count)->evidence, "e/4.pdf");
    assert_string_equal(sheet_facts_evidence(&read, LEDGER_RECTIFICATIONS, "R3", &count)->evidence,
                        "e/9.pdf");
    assert_null(sheet_facts_evidence(&read, LEDGER_CONTRACTS, "C2", &count));
    assert_int_equal(count, 0);
    sheet_facts_free(&read);
    load(&schema, false, "PB", &read);
    expect_evidence(&read, "indicator_values IB/2023/12 e/1.pdf, outlooks indicator/IB/2023/6 e/8.pdf, "
                           "contracts C1 e/3.pdf, ");
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void the_place_in_the_audit_trail_is_that_of_the_snapshot(void **state)
{
    (void)state;
    struct schema schema;
    struct sheet_facts read;

    begin(&schema);
    load(&schema, true, "U", &read);
    assert_int_equal(read.audit_id, 0);
    sheet_facts_free(&read);
    schema_exec(&schema, "UPDATE units SET name = 'n' WHERE code IN ('A', 'B')");
    load(&schema, true, "U", &read);
    assert_int_equal(read.audit_id, 2);
    sheet_facts_free(&read);
    schema_end(&schema);
}

static void expect_unknown(struct schema *schema, bool of_unit, const char *sentence)
{
    const struct sheet_subject subject = {of_unit, "N", 2023, date_of(2023, 12, 31), false, false};
    struct sheet_facts read;
    struct err err = {0};

    assert_false(load_sheet(&schema->session, &subject, &plain, &read, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, sentence);
}

static void an_unknown_code_is_refused_and_ends_the_transaction(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    expect_unknown(&schema, true, "no unit has the code 'N'");
    expect_unknown(&schema, false, "no project has the code 'N'");
    schema_exec(&schema, "UPDATE units SET name = 'n'");
    schema_end(&schema);
}

/* Who may read the facts, and the ids of the audit trail, may read a sheet. */
static void readers_reporters_and_officers_may(void **state)
{
    (void)state;
    static const char *const roles[] = {"reader", "reporter", "officer"};
    struct schema schema;
    struct sheet_facts read;
    char sql[128];

    begin(&schema);
    bool complete = false;
    struct err err = {0};
    assert_true(roles_set(&schema.session, &complete, &err));
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        snprintf(sql, sizeof sql, "SET ROLE budgetwatch_%s", roles[i]);
        schema_exec(&schema, sql);
        load(&schema, true, "U", &read);
        assert_int_equal(read.set.contract_count, 2);
        sheet_facts_free(&read);
    }
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_s_sheet_looks_at_its_whole_tree_in_the_year),
        cmocka_unit_test(a_project_s_sheet_looks_at_its_own_rows),
        cmocka_unit_test(the_subject_is_named_with_who_answers),
        cmocka_unit_test(what_only_a_sheet_needs_is_read),
        cmocka_unit_test(facts_carry_what_rubrics_ask_for),
        cmocka_unit_test(evidence_comes_from_columns_and_from_files_attached),
        cmocka_unit_test(the_place_in_the_audit_trail_is_that_of_the_snapshot),
        cmocka_unit_test(an_unknown_code_is_refused_and_ends_the_transaction),
        cmocka_unit_test(readers_reporters_and_officers_may),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
