/* The partitions of the fact tables: how a database of before gets them, who makes those of another year, and
 * what they leave as it was. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/roles.h"
#include "db/store_years.h"
#include "embedded/migrations.h"
#include "schema.h"

enum { BEFORE = 13 /* the last version without partitions */ };

/* A database as it was, with rows in each of the tables; some of them older than what is asked of rows now.
 */
static const char facts[] =
    "ALTER TABLE budgets DISABLE TRIGGER USER;"
    "INSERT INTO units VALUES ('U', 'u'); INSERT INTO projects VALUES ('P', 'U', 'p', 'project');"
    "INSERT INTO budgets SELECT 'P', y, '', y FROM generate_series(2005, 2025) y;"
    "INSERT INTO budget_adjustments VALUES ('P', 2023, '', '2023-02-01', 'cut', -1, 'why', 'A 1');"
    "INSERT INTO plans SELECT 'P', 2023, m, m * 10 FROM generate_series(1, 12) m;"
    "INSERT INTO execution SELECT 'P', y, '', m, m, NULL"
    " FROM generate_series(2021, 2025) y, generate_series(1, 12) m;"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    " measure_unit, target, accumulation)"
    " VALUES ('n', 'project', 'P', 2023, 'output', 'quantity', 'n', 'ge', 'x', '9', 'sum'),"
    " ('n', 'project', 'P', 2003, 'output', 'quantity', 'n', 'ge', 'x', '9', 'sum');"
    "INSERT INTO indicator_targets VALUES ('n', 2023, '2023-03-01', '≥8', 'why', NULL);"
    "INSERT INTO indicator_values VALUES ('n', 2023, 6, '≥4.5', 'a.pdf'), ('n', 2003, 6, 'n/a', NULL);"
    "INSERT INTO outlooks VALUES ('indicator', 'n', 2023, 7, 1.5, 'certain'),"
    " ('project', 'P', 2023, 7, NULL, NULL);"
    "UPDATE execution SET spent_cumulative = 2 WHERE fiscal_year = 2025 AND month = 1;"
    "CREATE ROLE viewer; GRANT SELECT, INSERT ON plans TO viewer; GRANT UPDATE (month) ON plans TO viewer;"
    "ALTER TABLE budgets ENABLE TRIGGER USER; ALTER TABLE execution DROP CONSTRAINT execution_fund_check;"
    "INSERT INTO execution VALUES ('P', 2023, 'of old ', 1, 1);"
    "ALTER TABLE execution ADD CONSTRAINT execution_fund_check"
    " CHECK (fund = '' OR ledger_is_key(fund)) NOT VALID;"
    "UPDATE pg_constraint SET convalidated = true WHERE conname = 'execution_fund_check';";

/* Everything that must be as before: rows with their generated columns, comments, checks, references,
 * triggers, collations and rights. */
static const char everything[] =
    "SELECT string_agg(line, e'\\n' ORDER BY line) FROM ("
    " SELECT t::text AS line FROM budgets t UNION ALL SELECT t::text FROM budget_adjustments t"
    " UNION ALL SELECT t::text FROM plans t UNION ALL SELECT t::text FROM execution t"
    " UNION ALL SELECT t::text FROM indicator_targets t UNION ALL SELECT t::text FROM indicator_values t"
    " UNION ALL SELECT t::text FROM outlooks t UNION ALL SELECT t::text FROM audit t"
    " UNION ALL SELECT t::text FROM change_log t"
    " UNION ALL SELECT c.relname || ' ' || obj_description(c.oid, 'pg_class') || ' ' || c.relowner::regrole"
    "  FROM pg_class c WHERE c.oid = ANY (%1$s)"
    " UNION ALL SELECT concat_ws(' ', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),"
    "  a.attnotnull, a.attcollation::regcollation, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),"
    "  col_description(a.attrelid, a.attnum), a.attacl) FROM pg_attribute a"
    "  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    "  WHERE a.attrelid = ANY (%1$s) AND a.attnum > 0"
    " UNION ALL SELECT concat_ws(' ', k.conrelid::regclass, k.conname,"
    "  replace(pg_get_constraintdef(k.oid), ' NOT VALID', '')) FROM pg_constraint k"
    "  WHERE k.conrelid = ANY (%1$s) AND k.contype IN ('c', 'f')"
    " UNION ALL SELECT concat_ws(' ', k.conrelid::regclass, k.conname, array_length(k.conkey, 1))"
    "  FROM pg_constraint k WHERE k.conrelid = ANY (%1$s) AND k.contype = 'p'"
    " UNION ALL SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g"
    "  WHERE g.tgrelid = ANY (%1$s) AND NOT g.tgisinternal"
    " UNION ALL SELECT concat_ws(' ', r.table_name, r.grantee, r.privilege_type)"
    "  FROM information_schema.table_privileges r WHERE r.table_name = ANY (%2$s)) AS lines";

#define TABLES "'{budgets,budget_adjustments,plans,execution,indicator_targets,indicator_values,outlooks}'"

static char *everything_of(struct schema *schema)
{
    static char sql[4096];
    struct err err = {0};
    struct pg_result *rows = NULL;

    snprintf(sql, sizeof sql, "SELECT format($f$%s$f$, $l$" TABLES "::regclass[]$l$, $l$" TABLES "$l$)",
             everything);
    assert_true(db_session_run(&schema->session, &(struct db_call){.sql = sql}, &rows, &err));
    snprintf(sql, sizeof sql, "%s", db_text(rows, 0, 0));
    db_result_free(rows);
    if (!db_session_run(&schema->session, &(struct db_call){.sql = sql}, &rows, &err))
        fail_msg("%s", err.text);
    char *text = strdup(db_text(rows, 0, 0));
    db_result_free(rows);
    return text;
}

static void a_database_of_before_keeps_all_that_it_has(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    int from = 0, to = 0;

    schema_begin(&schema, "");
    for (const struct migration_file *file = migration_files; atoi(file->name) <= BEFORE; file++)
        schema_exec(&schema, file->text);
    schema_exec(&schema, "INSERT INTO schema_migrations VALUES (13, 'before')");
    schema_exec(&schema, facts);
    char *before = everything_of(&schema);

    /* Later migrations may have changes of their own. */
    for (const struct migration_file *file = migration_files; atoi(file->name) <= BEFORE + 1; file++) {
        if (atoi(file->name) == BEFORE + 1)
            schema_exec(&schema, file->text);
    }
    schema_exec(&schema, "INSERT INTO schema_migrations VALUES (14, 'then')");
    char *after = everything_of(&schema);
    assert_string_equal(after, before);
    free(before);
    free(after);
    if (!migrate_up(&schema.session, /* rehearsal */ false, &from, &to, &err))
        fail_msg("%s", err.text);

    schema_expect(&schema, "SELECT string_agg(DISTINCT tableoid::regclass::text, ' ') FROM indicator_values",
                  "indicator_values_2003 indicator_values_2023");
    /* Where there were rows all tables have the year; a row of old stays and is refused when it changes. */
    schema_expect(&schema, "SELECT to_regclass('plans_2005') IS NOT NULL", "t");
    assert_false(
        db_session_exec(&schema.session, "UPDATE execution SET month = 2 WHERE fund = 'of old '", &err));
    assert_non_null(strstr(err.text, "\"execution\" violates check constraint \"execution_fund_check\""));
    schema_end(&schema);
}

static void the_running_the_next_and_the_last_years_are_there(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    int from, to;

    schema_begin(&schema, "");
    if (!migrate_up(&schema.session, /* rehearsal */ false, &from, &to, &err))
        fail_msg("%s", err.text);
    schema_expect(&schema,
                  "SELECT string_agg(DISTINCT right(c.relname, 4), ' ' ORDER BY right(c.relname, 4))"
                  " = (SELECT string_agg(y::text, ' ' ORDER BY y)"
                  "    FROM generate_series(extract(year FROM current_date)::integer - 1,"
                  "                         extract(year FROM current_date)::integer + 1) y)"
                  " FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'",
                  "t");
    schema_expect(&schema, "SELECT count(*) FROM pg_partitioned_table", "7");
    schema_expect(&schema, "SELECT count(*) FROM pg_partitioned_table WHERE partdefid <> 0", "0");
    schema_end(&schema);
}

static void a_year_is_made_once(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, "INSERT INTO units VALUES ('U', 'u');"
                         "INSERT INTO projects VALUES ('P', 'U', 'p', 'project')");
    assert_false(
        db_session_exec(&schema.session, "INSERT INTO execution VALUES ('P', 2011, '', 1, 1)", &err));
    assert_non_null(strstr(err.text, "no partition of relation \"execution\" found for row"));
    err_clear(&err);

    schema_expect(&schema, "SELECT prepare_fiscal_year(2011)", "7");
    schema_expect(&schema, "SELECT prepare_fiscal_year(2011)", "0");
    assert_true(store_years_prepare(&schema.session, 2011, &err));
    schema_exec(&schema, "INSERT INTO execution VALUES ('P', 2011, '', 1, 1)");
    schema_expect(&schema, "SELECT tableoid::regclass FROM execution", "execution_2011");
    /* What was partly there is completed. */
    schema_exec(&schema, "DROP TABLE plans_2011, outlooks_2011");
    schema_expect(&schema, "SELECT prepare_fiscal_year(2011)", "2");
    /* One that was detached, to be archived, is not taken for it; what is somebody else's is not touched. */
    schema_exec(&schema,
                "CREATE TABLE theirs (fiscal_year integer, x integer) PARTITION BY RANGE (fiscal_year);"
                "ALTER TABLE plans DETACH PARTITION plans_2011");
    assert_false(store_years_prepare(&schema.session, 2011, &err));
    assert_non_null(strstr(err.text, "the table plans_2011 is there and no partition of plans"));
    schema_expect(&schema, "SELECT prepare_fiscal_year(2012)", "7");
    schema_end(&schema);
}

static void a_year_that_cannot_be_is_refused(void **state)
{
    (void)state;
    static const char *const years[] = {"1999", "2101", "-1", "NULL"};
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        struct err err = {0};
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT prepare_fiscal_year(%s)", years[i]);
        assert_false(db_session_exec(&schema.session, sql, &err));
        assert_non_null(strstr(err.text, "2000..2100 is expected"));
    }
    schema_expect(&schema, "SELECT prepare_fiscal_year(2000) + prepare_fiscal_year(2100)", "14");
    schema_end(&schema);
}

/* In a snapshot older than the other's commit, too. */
static void of_two_at_once_one_makes_it(void **state)
{
    (void)state;
    struct schema schema;
    struct db_session other;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_connect(&other, schema.database.conninfo);
    schema_exec(&schema, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM execution");
    struct err err = {0};
    assert_true(db_session_exec(&other, "SELECT prepare_fiscal_year(2012)", &err));
    schema_expect(&schema, "SELECT prepare_fiscal_year(2012)", "0");
    schema_exec(&schema, "COMMIT");

    pid_t pids[4];
    for (int i = 0; i < 4; i++) {
        if ((pids[i] = fork()) != 0)
            continue;
        struct db_session session;
        schema_connect(&session, schema.database.conninfo);
        bool made = db_session_exec(&session, "SELECT prepare_fiscal_year(2013)", &err);
        if (!made)
            print_error("%s\n", err.text);
        db_session_close(&session);
        _exit(made ? 0 : 1);
    }
    for (int i = 0; i < 4; i++) {
        int status = 1;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    schema_expect(&schema, "SELECT count(*) FROM pg_inherits WHERE inhrelid::regclass::text LIKE '%2013'",
                  "7");
    db_session_close(&other);
    schema_end(&schema);
}

static void a_new_partition_is_like_its_sisters(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, "CREATE ROLE guest; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO guest, PUBLIC");
    schema_exec(&schema, "SELECT prepare_fiscal_year(2014)");
    schema_expect(&schema,
                  "SELECT bool_or(has_table_privilege('guest', oid, 'SELECT, INSERT, UPDATE, DELETE'))"
                  " FROM pg_class WHERE relispartition AND relkind = 'r'",
                  "f");
    schema_expect(
        &schema,
        "SELECT count(DISTINCT (k.conname, pg_get_constraintdef(k.oid))) = count(*) / 2"
        " FROM pg_constraint k WHERE k.conrelid IN ('execution_2014'::regclass, 'execution_2023'::regclass)"
        " AND k.contype IN ('c', 'f')",
        "t");
    /* The order of the key is read from its index alone. */
    schema_exec(&schema,
                "INSERT INTO units VALUES ('U', 'u');"
                "INSERT INTO projects VALUES ('P', 'U', 'p', 'project');"
                "INSERT INTO execution SELECT 'P', 2014, f::text, 1, 1 FROM generate_series(1, 3000) f");
    schema_exec(&schema, "VACUUM ANALYZE execution");
    schema_exec(&schema, "SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off");
    schema_expect(
        &schema,
        "EXPLAIN (COSTS OFF) SELECT project_code, fund, month, spent_cumulative, received_cumulative"
        " FROM execution WHERE fiscal_year = 2014 ORDER BY project_code, fund, month",
        "Index Only Scan using execution_2014_pkey on execution_2014 execution");
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_database_of_before_keeps_all_that_it_has),
        cmocka_unit_test(the_running_the_next_and_the_last_years_are_there),
        cmocka_unit_test(a_year_is_made_once),
        cmocka_unit_test(a_year_that_cannot_be_is_refused),
        cmocka_unit_test(of_two_at_once_one_makes_it),
        cmocka_unit_test(a_new_partition_is_like_its_sisters),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
