/* What a change of the ledger leaves in the change log and in the audit trail. */
#include "schema.h"

/* One row or two in every table. */
static const char facts[] =
    "INSERT INTO units VALUES ('C', 'child', 'P'), ('P', 'parent', NULL);"
    "INSERT INTO people VALUES ('n', 'C');"
    "INSERT INTO projects VALUES ('a', 'C', 'A', 'basic', NULL), ('b', 'C', 'B', 'project', NULL);"
    "INSERT INTO budgets VALUES ('a', 2023, '', 5), ('b', 2024, '', 6);"
    "INSERT INTO budget_adjustments VALUES ('a', 2023, '', '2023-02-01', 'cut', -1);"
    "INSERT INTO plans VALUES ('a', 2023, 1, 5);"
    "INSERT INTO execution VALUES ('a', 2023, '', 1, 5), ('a', 2023, '', 2, 6), ('b', 2024, 'x', 1, 7);"
    "INSERT INTO receipts VALUES ('C', 2023, 'k', 1);"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    "  measure_unit, target, accumulation)"
    " VALUES ('n', 'project', 'a', 2023, 'output', 'quantity', 'N', 'ge', 'm', '5', 'sum'),"
    "  ('q', 'unit', 'C', 2023, 'output', 'quality', 'Q', 'qualitative', '', 'good', 'latest');"
    "INSERT INTO indicator_targets VALUES ('n', 2023, '2023-04-01', '7');"
    "INSERT INTO indicator_values VALUES ('n', 2023, 1, '1'), ('q', 2023, 2, 'missed');"
    "INSERT INTO outlooks VALUES ('project', 'a', 2023, 7);"
    "INSERT INTO milestones VALUES ('unit', 'C', 2023, 'm', NULL, '2023-05-01');"
    "INSERT INTO contracts VALUES ('k', 'a', 2023, 't', 5);"
    "INSERT INTO ceilings VALUES ('C', 2023, 'vehicle', 5);"
    "INSERT INTO ceiling_spending VALUES ('C', 2023, 'vehicle', 1, 5);"
    "INSERT INTO notified_rates VALUES ('C', 2023, 1, 5);"
    "INSERT INTO assessments VALUES ('unit', 'C', 2023, 'total', NULL, 94);"
    "INSERT INTO rectifications VALUES ('r', 'audit', 'unit', 'C', 2023, NULL, 'is', NULL, 'do', "
    "'2023-05-01');"
    "INSERT INTO calendar VALUES ('2023-01-01', 'holiday');";

static const char log_of[] =
    "SELECT coalesce(string_agg(concat_ws(':', subject_kind, subject_code, fiscal_year), ' '"
    " ORDER BY subject_kind, subject_code, fiscal_year), '') FROM change_log";

/* Table, operation, and of each audited row the key's values and which sides it has. */
static const char audit_of[] =
    "SELECT coalesce(string_agg(concat_ws(' ', table_name, lower(operation),"
    "  (SELECT string_agg(value, '/' ORDER BY name) FROM jsonb_each_text(key) AS k (name, value)),"
    "  concat(CASE WHEN old IS NOT NULL THEN 'o' END, CASE WHEN new IS NOT NULL THEN 'n' END)),"
    " ', ' ORDER BY operation, table_name, old IS NULL, key::text), '') FROM audit";

/* The same, whatever number of times a subject is there. */
static const char subjects_of[] =
    "SELECT coalesce(string_agg(DISTINCT concat_ws(':', subject_kind, subject_code, fiscal_year), ' '), '')"
    " FROM change_log";
static const char same_subjects[] = "SELECT coalesce(string_agg(DISTINCT subject, ' '), '') FROM "
                                    "unnest(string_to_array('%s', ' ')) AS subject";

/* As a worker of logical replication changes rows: no statement's triggers, and those of rows at commit. */
static const char as_applied[] =
    "SET LOCAL session_replication_role = replica; SET CONSTRAINTS ALL IMMEDIATE;";
static const char without_statements[] =
    "DO $$ DECLARE fact text; BEGIN FOR fact IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = "
    "'apply_begin'"
    " LOOP EXECUTE format('ALTER TABLE %1$s DISABLE TRIGGER apply_begin, ENABLE TRIGGER audit_insert', fact);"
    " END LOOP; END $$";

struct feed_case {
    const char *sql, *log, *audit;
};

static bool is_applied_alike(struct schema *schema, const struct feed_case *said)
{
    char same[2048];
    struct err err = {0};
    struct pg_result *rows = NULL;

    snprintf(same, sizeof same, same_subjects, said->log);
    assert_true(db_session_run(&schema->session, &(struct db_call){.sql = same}, &rows, &err));
    schema_exec(schema, "BEGIN");
    schema_exec(schema, as_applied);
    schema_exec(schema, said->sql);
    bool logged = schema_says(schema, subjects_of, db_text(rows, 0, 0));
    /* A row that moves to another year's partition goes and comes: two changes, of which the second is a
     * first entry. */
    bool moves = strncmp(said->sql, "UPDATE budgets SET fiscal_year", 30) == 0;
    bool audited = schema_says(schema, audit_of, moves ? "budgets delete 2024//b o" : said->audit);
    schema_exec(schema, "ROLLBACK");
    db_result_free(rows);
    if (!logged || !audited)
        print_error("applied: %s\n", said->sql);
    return logged && audited;
}

static void expect_feed(const struct feed_case *cases, size_t count)
{
    struct schema schema;
    int bad = 0;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    schema_exec(&schema, "DELETE FROM change_log; DELETE FROM audit");
    schema_exec(&schema, without_statements);
    for (size_t i = 0; i < count; i++) {
        schema_exec(&schema, "BEGIN");
        schema_exec(&schema, cases[i].sql);
        bool logged = schema_says(&schema, log_of, cases[i].log);
        bool audited = schema_says(&schema, audit_of, cases[i].audit);
        schema_exec(&schema, "ROLLBACK");
        if (!logged || !audited) {
            print_error("of:     %s\n", cases[i].sql);
            bad++;
        }
        bad += !is_applied_alike(&schema, &cases[i]);
    }
    schema_end(&schema);
    assert_int_equal(bad, 0);
}

#define EXPECT_FEED(cases) expect_feed(cases, sizeof(cases) / sizeof(cases)[0])

static void an_insert_leaves_each_subject_once_and_audits_revisions_only(void **state)
{
    (void)state;
    static const struct feed_case cases[] = {
        {"INSERT INTO units VALUES ('D', 'd', 'P')", "unit:D:0", ""},
        {"INSERT INTO projects VALUES ('c', 'C', 'C', 'basic'), ('d', 'C', 'D', 'basic')",
         "project:c:0 project:d:0 unit:C:0", ""},
        {"INSERT INTO budgets VALUES ('a', 2024, '', 1), ('a', 2024, 'x', 1)", "project:a:2024", ""},
        {"INSERT INTO budget_adjustments VALUES ('a', 2023, '', '2023-03-01', 'cut', -1)", "project:a:2023",
         "budget_adjustments insert /2023-03-01/2023//cut/a n"},
        {"INSERT INTO plans VALUES ('a', 2023, 2, 5), ('b', 2023, 2, 5)", "project:a:2023 project:b:2023",
         ""},
        {"INSERT INTO execution SELECT 'a', 2023, 'y', m, m FROM generate_series(1, 12) m", "project:a:2023",
         ""},
        {"INSERT INTO indicators SELECT 'n2', owner, owner_code, fiscal_year, level1, level2, name, "
         "direction,"
         " measure_unit, target, weight, accumulation, schedule FROM indicators WHERE code = 'n'",
         "indicator:n2:2023 project:a:2023", ""},
        {"INSERT INTO indicators SELECT 'q2', owner, owner_code, fiscal_year, level1, level2, name, "
         "direction,"
         " measure_unit, target, weight, accumulation, schedule FROM indicators WHERE code = 'q'",
         "indicator:q2:2023", ""},
        {"INSERT INTO indicator_targets VALUES ('n', 2023, '2023-05-01', '8')", "indicator:n:2023",
         "indicator_targets insert 2023-05-01/2023/n n"},
        {"INSERT INTO indicator_values VALUES ('n', 2023, 2, '8'), ('n', 2023, 3, '8')", "indicator:n:2023",
         ""},
        {"INSERT INTO milestones VALUES ('project', 'a', 2023, 'm', NULL, '2023-05-01')",
         "milestone:a/m:2023", ""},
        {"INSERT INTO contracts VALUES ('k2', 'a', 2024, 't', 5)", "contract:k2:2024", ""},
        {"INSERT INTO ceilings VALUES ('C', 2023, 'overseas', 5)", "ceiling:C/overseas:2023", ""},
        {"INSERT INTO ceiling_spending VALUES ('C', 2023, 'vehicle', 2, 5), ('C', 2023, 'vehicle', 3, 5)",
         "ceiling:C/vehicle:2023", ""},
        {"INSERT INTO rectifications SELECT 'r2', source, subject, subject_code, 2024, item_code, issue, "
         "owner,"
         " action, due_on FROM rectifications",
         "rectification:r2:2024", ""},
        {"INSERT INTO calendar VALUES ('2023-01-02', 'holiday'), ('2023-01-03', 'holiday')", "all::0",
         "calendar insert 2023-01-02 n, calendar insert 2023-01-03 n"},
        {"INSERT INTO people VALUES ('o', 'C'); INSERT INTO receipts VALUES ('C', 2023, 'l', 1);"
         "INSERT INTO outlooks VALUES ('project', 'a', 2023, 8);"
         "INSERT INTO notified_rates VALUES ('C', 2023, 2, 5);"
         "INSERT INTO assessments VALUES ('unit', 'C', 2023, 'x')",
         "", ""},
    };
    EXPECT_FEED(cases);
}

static void an_update_tells_of_rows_that_really_changed(void **state)
{
    (void)state;
    static const struct feed_case cases[] = {
        {"UPDATE units SET name = 'c2' WHERE code = 'C'", "unit:C:0", "units update C on"},
        {"UPDATE units SET name = name", "", ""},
        {"UPDATE projects SET name = 'x' WHERE code = 'a'", "project:a:0", "projects update a on"},
        /* What hangs on it has another unit to answer for it. */
        {"UPDATE projects SET unit_code = 'P' WHERE code = 'a'",
         "contract:k:2023 indicator:n:2023 project:a:0 unit:C:0 unit:P:0", "projects update a on"},
        {"UPDATE budgets SET initial_amount = greatest(initial_amount, 6)", "project:a:2023",
         "budgets update 2023//a on"},
        {"UPDATE budgets SET fiscal_year = 2025 WHERE fiscal_year = 2024", "project:b:2024 project:b:2025",
         "budgets update 2024//b o, budgets update 2025//b n"},
        {"UPDATE budget_adjustments SET reason = 'r'", "project:a:2023",
         "budget_adjustments update /2023-02-01/2023//cut/a on"},
        {"UPDATE plans SET planned_cumulative = 6", "project:a:2023", "plans update 2023/1/a on"},
        {"INSERT INTO execution VALUES ('a', 2023, '', 1, 5), ('b', 2024, 'x', 1, 8)"
         " ON CONFLICT (project_code, fiscal_year, fund, month)"
         " DO UPDATE SET spent_cumulative = EXCLUDED.spent_cumulative",
         "project:b:2024", "execution update 2024/x/1/b on"},
        {"UPDATE indicators SET owner_code = 'b' WHERE code = 'n'",
         "indicator:n:2023 project:a:2023 project:b:2023", "indicators update n/2023 on"},
        {"UPDATE indicators SET name = 'x' WHERE code = 'q'", "indicator:q:2023",
         "indicators update q/2023 on"},
        {"UPDATE indicator_targets SET target = '8'", "indicator:n:2023",
         "indicator_targets update 2023-04-01/2023/n on"},
        {"UPDATE indicator_values SET value = 'n/a' WHERE month = 1", "indicator:n:2023",
         "indicator_values update 2023/n/1 on"},
        {"UPDATE milestones SET name = 'm2'", "milestone:C/m:2023 milestone:C/m2:2023",
         "milestones update 2023/m/unit/C o, milestones update 2023/m2/unit/C n"},
        {"UPDATE contracts SET fiscal_year = 2024", "contract:k:2023 contract:k:2024",
         "contracts update k on"},
        {"UPDATE ceilings SET amount = 6", "ceiling:C/vehicle:2023", "ceilings update 2023/vehicle/C on"},
        {"UPDATE ceiling_spending SET spent_cumulative = 6", "ceiling:C/vehicle:2023",
         "ceiling_spending update 2023/vehicle/1/C on"},
        {"UPDATE rectifications SET completed_on = '2023-04-01'", "rectification:r:2023",
         "rectifications update r on"},
        {"UPDATE calendar SET name = 'x'", "all::0", "calendar update 2023-01-01 on"},
        {"UPDATE calendar SET name = name", "", ""},
        {"UPDATE people SET role = 'r'; UPDATE receipts SET amount = 2; UPDATE outlooks SET note = 'x';"
         "UPDATE notified_rates SET rate = 6; UPDATE assessments SET points = 1",
         "",
         "assessments update 2023/total/unit/C on, notified_rates update 2023/1/C on, "
         "outlooks update 2023/7/project/a on, people update n/C on, receipts update 2023/k/C on"},
    };
    EXPECT_FEED(cases);
}

static void a_delete_tells_what_was_there(void **state)
{
    (void)state;
    static const struct feed_case cases[] = {
        {"DELETE FROM execution WHERE project_code = 'a'", "project:a:2023",
         "execution delete 2023//1/a o, execution delete 2023//2/a o"},
        {"DELETE FROM execution WHERE project_code = 'none'", "", ""},
        {"DELETE FROM indicator_values WHERE indicator_code = 'q'; DELETE FROM indicators WHERE code = 'q'",
         "indicator:q:2023 indicator:q:2023",
         "indicator_values delete 2023/q/2 o, indicators delete q/2023 o"},
        {"DELETE FROM ceilings", "ceiling:C/vehicle:2023", "ceilings delete 2023/vehicle/C o"},
        {"DELETE FROM calendar", "all::0", "calendar delete 2023-01-01 o"},
        {"DELETE FROM people; DELETE FROM receipts", "", "people delete n/C o, receipts delete 2023/k/C o"},
        {"DELETE FROM budgets WHERE project_code = 'b'; DELETE FROM execution WHERE project_code = 'b';"
         "DELETE FROM projects WHERE code = 'b'",
         "project:b:0 project:b:2024 project:b:2024 unit:C:0",
         "budgets delete 2024//b o, execution delete 2024/x/1/b o, projects delete b o"},
    };
    EXPECT_FEED(cases);
}

static void a_truncate_concerns_everything(void **state)
{
    (void)state;
    static const struct feed_case cases[] = {
        {"TRUNCATE execution", "all::0", "execution truncate "},
        {"TRUNCATE people, plans", "all::0", "people truncate , plans truncate "},
        {"TRUNCATE people", "", "people truncate "},
    };
    EXPECT_FEED(cases);
}

/* Whoever deletes need not be who enters again, and first entries are not audited. */
static void what_is_entered_again_is_audited_and_what_is_new_is_not(void **state)
{
    (void)state;
    static const struct feed_case cases[] = {
        {"DELETE FROM plans; INSERT INTO plans VALUES ('a', 2023, 1, 6), ('a', 2023, 2, 7)",
         "project:a:2023 project:a:2023", "plans delete 2023/1/a o, plans insert 2023/1/a n"},
        {"DELETE FROM plans; INSERT INTO plans VALUES ('a', 2023, 1, 6) ON CONFLICT DO NOTHING;"
         "INSERT INTO plans VALUES ('a', 2023, 1, 6) ON CONFLICT DO NOTHING",
         "project:a:2023 project:a:2023", "plans delete 2023/1/a o, plans insert 2023/1/a n"},
        {"UPDATE plans SET month = 2; INSERT INTO plans VALUES ('a', 2023, 1, 6), ('a', 2023, 3, 6)",
         "project:a:2023 project:a:2023",
         "plans insert 2023/1/a n, plans update 2023/1/a o, plans update 2023/2/a n"},
        /* The same key of another table is another key. */
        {"DELETE FROM ceilings; INSERT INTO receipts VALUES ('C', 2023, 'vehicle', 1)",
         "ceiling:C/vehicle:2023", "ceilings delete 2023/vehicle/C o"},
    };

    EXPECT_FEED(cases);
}

/* A transaction that was left open dates nothing back. */
static void the_time_is_that_of_the_change_and_not_of_its_transaction(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    schema_exec(&schema, "DELETE FROM audit");
    schema_exec(&schema, "BEGIN");
    schema_exec(&schema, "UPDATE plans SET planned_cumulative = 6");
    schema_expect(&schema, "SELECT at > now() AND at <= clock_timestamp() FROM audit", "t");
    schema_exec(&schema, "ROLLBACK");
    schema_end(&schema);
}

static void the_audit_says_what_stood_there_and_who_changed_it(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    schema_exec(&schema, "DELETE FROM audit");
    schema_exec(&schema, "UPDATE execution SET spent_cumulative = 8 WHERE month = 2");
    schema_expect(&schema,
                  "SELECT concat_ws(' ', key, old->>'spent_cumulative', new->>'spent_cumulative',"
                  " session_user_name, application_name) FROM audit",
                  "{\"fund\": \"\", \"month\": 2, \"fiscal_year\": 2023, \"project_code\": \"a\"} 6.00 8.00 "
                  "postgres budgetwatch test");
    schema_end(&schema);
}

static void expect_denied(struct schema *schema, const char *sql)
{
    struct err err = {0};

    if (db_session_exec(&schema->session, sql, &err))
        fail_msg("%s went through", sql);
    assert_non_null(strstr(err.text, "permission denied"));
}

static void a_reporter_feeds_the_log_but_cannot_write_it(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    schema_exec(&schema, "DELETE FROM audit");
    schema_exec(&schema, "DELETE FROM change_log; CREATE ROLE reporter;"
                         "GRANT SELECT, INSERT, UPDATE ON execution, units TO reporter;"
                         "GRANT INSERT ON indicator_values TO reporter;"
                         "SET SESSION AUTHORIZATION reporter");
    schema_exec(&schema, "UPDATE execution SET spent_cumulative = 8 WHERE month = 2");
    schema_exec(&schema, "INSERT INTO indicator_values VALUES ('n', 2023, 2, '8')");
    schema_exec(&schema, "UPDATE units SET parent_code = NULL WHERE code = 'C'");

    expect_denied(&schema, "INSERT INTO change_log (subject_kind, subject_code) VALUES ('all', '')");
    expect_denied(&schema, "SELECT FROM audit");
    /* A function of the owner's, hung on a table of the reporter's own, would write what he likes. */
    schema_exec(&schema, "CREATE TEMPORARY TABLE mine (code text)");
    expect_denied(&schema, "CREATE TRIGGER t AFTER TRUNCATE ON mine EXECUTE FUNCTION log_truncate()");

    schema_exec(&schema, "RESET SESSION AUTHORIZATION");
    schema_expect(&schema, log_of, "indicator:n:2023 project:a:2023 unit:C:0");
    schema_expect(&schema, "SELECT string_agg(DISTINCT session_user_name, ' ') FROM audit", "reporter");
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_insert_leaves_each_subject_once_and_audits_revisions_only),
        cmocka_unit_test(an_update_tells_of_rows_that_really_changed),
        cmocka_unit_test(a_delete_tells_what_was_there),
        cmocka_unit_test(a_truncate_concerns_everything),
        cmocka_unit_test(what_is_entered_again_is_audited_and_what_is_new_is_not),
        cmocka_unit_test(the_time_is_that_of_the_change_and_not_of_its_transaction),
        cmocka_unit_test(the_audit_says_what_stood_there_and_who_changed_it),
        cmocka_unit_test(a_reporter_feeds_the_log_but_cannot_write_it),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
