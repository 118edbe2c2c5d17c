#include "db/store_history.h"

#include "base/buf.h"
#include "embedded/statements.h"
#include "schema.h"

/* Two projects with one indicator each, so that what belongs to the other one can be seen to stay out. */
static const char facts[] =
    "INSERT INTO units VALUES ('U', 'u');"
    "INSERT INTO projects VALUES ('P', 'U', 'p', 'project'), ('Q', 'U', 'q', 'project');"
    "INSERT INTO budgets VALUES ('P', 2023, '', 10), ('P', 2024, '', 20), ('Q', 2023, '', 30);"
    "INSERT INTO budget_adjustments VALUES ('P', 2023, '', '2023-05-01', 'other', 1);"
    "INSERT INTO plans VALUES ('P', 2023, 1, 1); INSERT INTO execution VALUES ('P', 2023, 'x', 1, 1, NULL);"
    "INSERT INTO contracts VALUES ('C', 'P', 2023, 't', 1), ('D', 'Q', 2023, 't', 1);"
    "INSERT INTO milestones VALUES ('project', 'P', 2023, 'm', NULL, '2023-05-01'),"
    " ('unit', 'U', 2023, 'm', NULL, '2023-05-01');"
    "INSERT INTO indicators VALUES ('I', 'project', 'P', 2023, 'output', 'quantity', 'i', 'ge', '个', '5',"
    " NULL, 'sum'), ('J', 'project', 'Q', 2023, 'output', 'quantity', 'j', 'ge', '个', '5', NULL, 'sum');"
    "INSERT INTO indicator_targets VALUES ('I', 2023, '2023-06-01', '6');"
    "INSERT INTO indicator_values VALUES ('I', 2023, 1, '1'), ('J', 2023, 1, '1');"
    "INSERT INTO outlooks VALUES ('project', 'P', 2023, 6, 1), ('indicator', 'I', 2023, 6, 1),"
    " ('indicator', 'J', 2023, 6, 1);"
    "INSERT INTO assessments VALUES ('project', 'P', 2023, 'x'), ('unit', 'U', 2023, 'x');"
    "INSERT INTO rectifications VALUES ('R', 'audit', 'project', 'P', 2023, NULL, 'is', NULL, 'do',"
    " '2023-05-01'), ('S', 'audit', 'indicator', 'I', 2023, NULL, 'is', NULL, 'do', '2023-05-01'),"
    " ('T', 'audit', 'unit', 'U', 2023, NULL, 'is', NULL, 'do', '2023-05-01')";

/* Each changed row as "table operation column:before>after ..." without its key, and commas between. */
static void say(const struct history_rows *rows, struct buf *out)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct history_change *change = &rows->list[i].change;
        buf_printf(out, "%s%s %d", i > 0 ? ", " : "", change->kind->name, (int)change->operation);
        for (size_t c = 0; c < ledger_column_count(change->kind); c++) {
            const struct ledger_column *column = &change->kind->columns[c];
            const struct history_cell *cell = &change->cells[c];
            if (cell->there && !ledger_is_key(column))
                buf_printf(out, " %s:%s>%s", column->name, cell->before != NULL ? cell->before : "-",
                           cell->after != NULL ? cell->after : "-");
        }
    }
}

static void expect_history(struct schema *schema, const char *code, int year, const char *expected)
{
    struct history_rows rows;
    struct buf found = {0};
    struct err err = {0};

    if (!store_history_read(&schema->session, code, year, 480, &rows, &err))
        fail_msg("%s", err.text);
    say(&rows, &found);
    assert_string_equal(buf_text(&found), expected);
    buf_free(&found);
    store_history_done(&rows);
}

static void begin(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema, facts);
    schema_exec(schema, "DELETE FROM audit"); /* of the adjustment and the target */
}

static void what_was_never_changed_has_no_history(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    expect_history(&schema, "P", 0, "");
    expect_history(&schema, "I", 0, "");
    schema_end(&schema);
}

static void a_project_s_history_is_that_of_all_its_rows_and_of_no_other_s(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "UPDATE projects SET name = 'n'; UPDATE budgets SET initial_amount = 7"
                         " WHERE fiscal_year = 2023; UPDATE budget_adjustments SET amount = 2;"
                         "UPDATE plans SET planned_cumulative = 2; UPDATE execution SET"
                         " spent_cumulative = 2, received_cumulative = 3; UPDATE contracts SET amount = 2;"
                         "UPDATE milestones SET completed_on = '2023-06-01';"
                         "UPDATE indicators SET target = '8'; UPDATE indicator_targets SET target = '9';"
                         "UPDATE indicator_values SET value = '2'; UPDATE outlooks SET cause = 'c';"
                         "UPDATE assessments SET note = 'n'; UPDATE rectifications SET conclusion = 'c';"
                         "UPDATE units SET name = 'n'");
    expect_history(&schema, "P", 0,
                   "projects 0 name:p>n, budgets 0 initial_amount:10.00>7.00,"
                   " budget_adjustments 0 amount:1.00>2.00, plans 0 planned_cumulative:1.00>2.00,"
                   " execution 0 spent_cumulative:1.00>2.00 received_cumulative:->3.00,"
                   " contracts 0 amount:1.00>2.00, milestones 0 completed_on:->2023-06-01,"
                   " indicators 0 target:5>8, indicator_targets 0 target:6>9, indicator_values 0 value:1>2,"
                   " outlooks 0 cause:->c, outlooks 0 cause:->c, assessments 0 note:->n,"
                   " rectifications 0 conclusion:->c, rectifications 0 conclusion:->c");
    expect_history(&schema, "I", 0,
                   "indicators 0 target:5>8, indicator_targets 0 target:6>9, indicator_values 0 value:1>2,"
                   " outlooks 0 cause:->c, rectifications 0 conclusion:->c");
    schema_end(&schema);
}

static void a_year_leaves_out_the_others_and_keeps_what_belongs_to_none(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "UPDATE budgets SET initial_amount = 7; UPDATE projects SET manager = 'w';"
                         "UPDATE contracts SET fiscal_year = 2024");
    expect_history(&schema, "P", 2024,
                   "budgets 0 initial_amount:20.00>7.00, projects 0 manager:->w,"
                   " contracts 0 fiscal_year:2023>2024");
    expect_history(&schema, "P", 2023,
                   "budgets 0 initial_amount:10.00>7.00, projects 0 manager:->w,"
                   " contracts 0 fiscal_year:2023>2024");
    schema_end(&schema);
}

static void what_is_gone_is_known_by_what_it_was(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "DELETE FROM rectifications; DELETE FROM outlooks; DELETE FROM indicator_targets;"
                         "DELETE FROM indicator_values; DELETE FROM indicators; DELETE FROM contracts;"
                         "DELETE FROM milestones; DELETE FROM assessments; DELETE FROM execution;"
                         "DELETE FROM plans; DELETE FROM budget_adjustments; DELETE FROM budgets;"
                         "DELETE FROM projects; DELETE FROM audit WHERE table_name NOT IN"
                         " ('contracts', 'projects', 'indicators', 'indicator_values')");
    expect_history(&schema, "P", 0,
                   "indicator_values 1 value:1>-, indicators 1 owner:project>- owner_code:P>-"
                   " level1:output>- level2:quantity>- name:i>- direction:ge>- measure_unit:个>- target:5>-"
                   " accumulation:sum>- schedule:halfyear>-, contracts 1 project_code:P>- fiscal_year:2023>-"
                   " title:t>- amount:1.00>-, projects 1 unit_code:U>- name:p>- category:project>-");
    schema_end(&schema);
}

static void a_changed_key_shows_on_both_sides(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "UPDATE execution SET month = 2");
    expect_history(&schema, "P", 0,
                   "execution 2 spent_cumulative:1.00>-, execution 3 spent_cumulative:->1.00");
    schema_end(&schema);
}

static void what_is_deleted_and_entered_again_tells_its_new_value(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "BEGIN; DELETE FROM execution; INSERT INTO execution VALUES ('P', 2023, 'x', 1, 2),"
                         " ('P', 2023, 'x', 2, 3); COMMIT");
    expect_history(&schema, "P", 0,
                   "execution 1 spent_cumulative:1.00>-, execution 5 spent_cumulative:->2.00");
    schema_end(&schema);
}

static void who_revised_a_budget_or_a_target_is_told(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "INSERT INTO budget_adjustments VALUES ('P', 2023, '', '2023-06-01', 'cut', -5);"
                         "INSERT INTO indicator_targets VALUES ('I', 2023, '2023-07-01', '1')");
    expect_history(&schema, "P", 0, "budget_adjustments 5 amount:->-5.00, indicator_targets 5 target:->1");
    expect_history(&schema, "I", 0, "indicator_targets 5 target:->1");
    schema_end(&schema);
}

static void a_contract_that_goes_over_is_in_both_histories(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "UPDATE contracts SET project_code = 'Q' WHERE code = 'C'");
    expect_history(&schema, "P", 0, "contracts 0 project_code:P>Q");
    expect_history(&schema, "Q", 0, "contracts 0 project_code:P>Q");
    schema_end(&schema);
}

static void an_emptied_table_is_told_of_to_all_that_may_have_been_in_it(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    schema_exec(&schema, "TRUNCATE execution, indicator_values, people");
    expect_history(&schema, "P", 0, "execution 4, indicator_values 4");
    expect_history(&schema, "I", 0, "indicator_values 4");
    schema_end(&schema);
}

static void times_names_and_keys_are_told(void **state)
{
    (void)state;
    struct schema schema;
    struct history_rows rows;
    struct err err = {0};

    begin(&schema);
    schema_exec(&schema, "UPDATE execution SET spent_cumulative = 2;"
                         "UPDATE audit SET at = '2023-06-30T20:01:02Z'");
    assert_true(store_history_read(&schema.session, "P", 0, 480, &rows, &err));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.list[0].at, "2023-06-30T20:01:02Z");
    assert_string_equal(rows.list[0].change.at, "2023-07-01 04:01:02");
    assert_string_equal(rows.list[0].change.user, "postgres");
    assert_string_equal(rows.list[0].change.application, "budgetwatch test");
    assert_string_equal(rows.list[0].change.cells[0].before, "P");
    assert_string_equal(rows.list[0].change.cells[2].after, "x");
    store_history_done(&rows);
    schema_end(&schema);
}

static void a_code_that_never_was_is_refused(void **state)
{
    (void)state;
    struct schema schema;
    struct history_rows rows;
    struct err err = {0};

    begin(&schema);
    assert_false(store_history_read(&schema.session, "U", 0, 480, &rows, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, "U is neither a project nor an indicator, and never was");
    schema_end(&schema);
}

/* Of a large trail only the subject's rows are read. The statement itself is asked for its plan. */
static void of_a_large_trail_the_subject_s_rows_are_found_by_an_index(void **state)
{
    (void)state;
    struct schema schema;
    struct buf sql = {0};

    begin(&schema);
    schema_exec(&schema, "INSERT INTO audit (table_name, key, operation, old, new)"
                         " SELECT 'plans', jsonb_build_object('project_code', 'X' || i, 'fiscal_year', 2023,"
                         " 'month', 1), 'UPDATE', '{}', '{}' FROM generate_series(1, 20000) i");
    schema_exec(&schema, "ANALYZE audit");
    buf_printf(&sql, "PREPARE history (text, smallint, text) AS %s", sql_history_changes);
    schema_exec(&schema, buf_text(&sql));
    schema_exec(&schema, "CREATE FUNCTION plan_of(statement text) RETURNS text LANGUAGE plpgsql AS $$"
                         " DECLARE line text; whole text := ''; BEGIN"
                         " FOR line IN EXECUTE 'EXPLAIN ' || statement LOOP whole := whole || line; END LOOP;"
                         " RETURN whole; END $$");
    schema_expect(&schema,
                  "SELECT plan LIKE '%audit_subject%' AND plan NOT LIKE '%Seq Scan on audit%'"
                  " FROM plan_of('EXECUTE history (''P'', NULL, ''480'')') AS plan",
                  "t");
    buf_free(&sql);
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_never_changed_has_no_history),
        cmocka_unit_test(a_project_s_history_is_that_of_all_its_rows_and_of_no_other_s),
        cmocka_unit_test(a_year_leaves_out_the_others_and_keeps_what_belongs_to_none),
        cmocka_unit_test(what_is_gone_is_known_by_what_it_was),
        cmocka_unit_test(a_changed_key_shows_on_both_sides),
        cmocka_unit_test(what_is_deleted_and_entered_again_tells_its_new_value),
        cmocka_unit_test(who_revised_a_budget_or_a_target_is_told),
        cmocka_unit_test(a_contract_that_goes_over_is_in_both_histories),
        cmocka_unit_test(an_emptied_table_is_told_of_to_all_that_may_have_been_in_it),
        cmocka_unit_test(times_names_and_keys_are_told),
        cmocka_unit_test(a_code_that_never_was_is_refused),
        cmocka_unit_test(of_a_large_trail_the_subject_s_rows_are_found_by_an_index),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
