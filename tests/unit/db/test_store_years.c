/* Closing a fiscal year, and opening it again: what is refused then, of whom, and what is not. */
#include "db/store_years.h"

#include "schema.h"

static const char facts[] =
    "INSERT INTO units VALUES ('U', 'u'); INSERT INTO people VALUES ('张三', 'U', '', '', '', '');"
    "INSERT INTO projects VALUES ('P', 'U', 'p', 'project');"
    "INSERT INTO budgets SELECT 'P', y, '', 1000 FROM generate_series(2022, 2024) y;"
    "INSERT INTO budget_adjustments VALUES ('P', 2023, '', '2023-02-01', 'cut', -1);"
    "INSERT INTO plans VALUES ('P', 2023, 1, 10);"
    "INSERT INTO execution SELECT 'P', y, '', 1, 10 FROM generate_series(2022, 2024) y;"
    "INSERT INTO receipts VALUES ('U', 2023, 'x', 1);"
    "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name, direction,"
    " measure_unit, target, accumulation) SELECT 'n', 'project', 'P', y, 'output', 'quantity', 'n', 'ge', "
    "'x',"
    " '9', 'sum' FROM generate_series(2022, 2024) y;"
    "INSERT INTO indicator_targets VALUES ('n', 2023, '2023-03-01', '8');"
    "INSERT INTO indicator_values VALUES ('n', 2023, 6, '4.5');"
    "INSERT INTO outlooks VALUES ('indicator', 'n', 2023, 7, 1.5);"
    "INSERT INTO milestones VALUES ('unit', 'U', 2023, 'm', NULL, '2023-05-01');"
    "INSERT INTO contracts VALUES ('c', 'P', 2023, 't', 1);"
    "INSERT INTO ceilings VALUES ('U', 2023, 'vehicle', 1);"
    "INSERT INTO ceiling_spending VALUES ('U', 2023, 'vehicle', 1, 1);"
    "INSERT INTO notified_rates VALUES ('U', 2023, 1, 1);"
    "INSERT INTO assessments VALUES ('project', 'P', 2023, 'x');"
    "INSERT INTO rectifications VALUES ('r', 'audit', 'project', 'P', 2023, NULL, 'is', NULL, 'do', "
    "'2023-05-01');"
    "INSERT INTO evidence_files VALUES ('a.pdf', repeat('0', 64), 1);"
    "INSERT INTO evidence_links VALUES ('plans', 'P/2023/1',"
    " '{\"project_code\":\"P\",\"fiscal_year\":2023,\"month\":1}', 'a.pdf');"
    "INSERT INTO evaluations (subject, subject_code, fiscal_year, clock, rubric, rubric_text, audit_id, "
    "result,"
    " total, grade) VALUES ('unit', 'U', 2023, '2023-12-31', 'r', '{}', 0, '{}', 90, 'A');"
    "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity)"
    " VALUES ('execution.pace', 'project', 'P', 2023, 'red');";

/* What the daemon does: all that has changed is evaluated. */
static const char evaluate[] = "DELETE FROM change_log; UPDATE full_pass SET finished_on = '2024-01-01'";

static void begin(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema, facts);
    schema_exec(schema, evaluate);
}

static void close_2023(struct schema *schema)
{
    struct err err = {0};

    if (!store_years_close(&schema->session, 2023, "王五", "年终", &err))
        fail_msg("%s", err.text);
}

static void expect_refused(struct db_session *session, const char *sql)
{
    struct err err = {0};

    if (db_session_exec(session, sql, &err))
        fail_msg("went through: %s", sql);
    assert_true(store_years_refused(session));
    if (strstr(err.text, "fiscal year 2023 is closed") == NULL ||
        strstr(err.text, "; budgetwatch year reopen 2023 opens it") == NULL)
        fail_msg("%s", err.text);
}

static void no_row_of_a_closed_year_can_be_touched(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    struct pg_result *rows = NULL;
    /* Every table of the schema that has a fiscal year and is not the daemon's own. */
    static const char tables[] =
        "SELECT c.relname, (SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid"
        "  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''"
        "  ORDER BY a.attnum LIMIT 1) FROM pg_class c"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND c.relname NOT IN ('change_log', 'unit_progress', 'deviations', 'events', 'notices',"
        "  'fiscal_years', 'year_closings', 'prepared_years')"
        " AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'fiscal_year')";

    begin(&schema);
    close_2023(&schema);
    assert_true(db_session_run(&schema.session, &(struct db_call){.sql = tables}, &rows, &err));
    assert_int_equal(db_rows(rows), 18);
    for (int row = 0; row < db_rows(rows); row++) {
        const char *table = db_text(rows, row, 0);
        char sql[1024];
        snprintf(sql, sizeof sql, "SELECT count(*) > 0 FROM %s WHERE fiscal_year = 2023", table);
        schema_expect(&schema, sql, "t");
        snprintf(sql, sizeof sql, "DELETE FROM %s", table);
        if (strcmp(table, "indicators") != 0) /* whose values stand in the way before */
            expect_refused(&schema.session, sql);
        snprintf(sql, sizeof sql, "UPDATE %s SET %s = %s", table, db_text(rows, row, 1),
                 db_text(rows, row, 1));
        expect_refused(&schema.session, sql);
        snprintf(sql, sizeof sql, "TRUNCATE %s CASCADE", table);
        expect_refused(&schema.session, sql);
    }
    db_result_free(rows);
    schema_end(&schema);
}

static void nothing_new_comes_into_a_closed_year(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "INSERT INTO budgets VALUES ('P', 2023, 'x', 1)",
        "INSERT INTO execution VALUES ('P', 2022, 'x', 1, 1), ('P', 2023, 'x', 1, 1)",
        "INSERT INTO receipts VALUES ('U', 2023, 'y', 1)",
        "INSERT INTO contracts VALUES ('d', 'P', 2023, 't', 1)",
        "UPDATE execution SET fiscal_year = 2023, fund = 'x' WHERE fiscal_year = 2022",
        "UPDATE execution SET fiscal_year = 2025 WHERE fiscal_year = 2023",
        "UPDATE indicators SET code = 'n2', fiscal_year = 2023 WHERE fiscal_year = 2022",
        "UPDATE ceilings SET fiscal_year = 2022",
        ("INSERT INTO execution VALUES ('P', 2023, '', 1, 11) ON CONFLICT (project_code, fiscal_year, fund, "
         "month)"
         " DO UPDATE SET spent_cumulative = excluded.spent_cumulative"),
        ("INSERT INTO evaluations (subject, subject_code, fiscal_year, clock, rubric, rubric_text, audit_id, "
         "result,"
         " total, grade) VALUES ('unit', 'U', 2023, '2023-12-31', 'r', '{}', 0, '{\"other\":1}', 91, 'A')"),
        ("INSERT INTO evidence_links VALUES ('plans', 'P/2023/2',"
         " '{\"project_code\":\"P\",\"fiscal_year\":2023,\"month\":2}', 'a.pdf')"),
    };
    struct schema schema;

    begin(&schema);
    close_2023(&schema);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        expect_refused(&schema.session, refused[i]);
    schema_end(&schema);
}

/* Other years, what has no year, and an export that brings all years again and changes nothing. */
static void what_does_not_touch_the_year_goes_on(void **state)
{
    (void)state;
    struct schema schema;

    begin(&schema);
    close_2023(&schema);
    schema_exec(&schema,
                "UPDATE execution SET spent_cumulative = 12 WHERE fiscal_year <> 2023;"
                "DELETE FROM budgets WHERE fiscal_year = 2022;"
                "INSERT INTO receipts VALUES ('U', 2024, 'x', 1); UPDATE receipts SET amount = 2"
                " WHERE fiscal_year = 2024; DELETE FROM receipts WHERE fiscal_year = 2024;"
                "UPDATE units SET name = 'v'; UPDATE projects SET manager = '张三';"
                "INSERT INTO execution AS s SELECT 'P', y, '', 1, 10 FROM generate_series(2022, 2023) y"
                " ON CONFLICT (project_code, fiscal_year, fund, month) DO UPDATE"
                " SET spent_cumulative = excluded.spent_cumulative"
                " WHERE s.spent_cumulative IS DISTINCT FROM excluded.spent_cumulative;"
                "INSERT INTO evaluations (subject, subject_code, fiscal_year, clock, rubric, rubric_text,"
                " audit_id, result, total, grade)"
                " VALUES ('unit', 'U', 2023, '2023-12-31', 'r', '{}', 0, '{}', 90, 'A')"
                " ON CONFLICT DO NOTHING");
    schema_end(&schema);
}

/* Its snapshot is older than the closing, which it cannot see. */
static void a_writer_that_began_before_meets_it_all_the_same(void **state)
{
    (void)state;
    static const char *const writes[] = {
        "INSERT INTO execution VALUES ('P', 2023, 'x', 1, 1)",
        "UPDATE indicators SET name = 'x' WHERE fiscal_year = 2023",
        "DELETE FROM indicator_values WHERE fiscal_year = 2023",
        "INSERT INTO receipts VALUES ('U', 2023, 'y', 1)",
    };
    struct schema schema;
    struct db_session writer;

    for (size_t i = 0; i < sizeof writes / sizeof writes[0]; i++) {
        begin(&schema);
        schema_connect(&writer, schema.database.conninfo);
        struct err err = {0};
        assert_true(db_session_exec(&writer, "BEGIN ISOLATION LEVEL REPEATABLE READ", &err));
        assert_true(db_session_exec(&writer, "SELECT count(*) FROM execution, receipts", &err));
        close_2023(&schema);
        expect_refused(&writer, writes[i]);
        db_session_close(&writer);
        schema_end(&schema);
    }
}

/* Nor does one that has written and not committed yet: the closing waits for it, and gives up before that. */
static void the_closing_waits_for_who_is_writing(void **state)
{
    (void)state;
    struct schema schema;
    struct db_session writer;
    struct err err = {0};

    begin(&schema);
    schema_connect(&writer, schema.database.conninfo);
    assert_true(db_session_exec(&writer, "BEGIN; INSERT INTO execution VALUES ('P', 2023, 'x', 1, 1)", &err));
    assert_false(store_years_close(&schema.session, 2023, NULL, NULL, &err));
    assert_true(store_years_may_retry(&schema.session));
    schema_expect(&schema, "SELECT count(*) FROM fiscal_years", "0");

    /* It commits: now its change waits to be evaluated. */
    err_clear(&err);
    assert_true(db_session_exec(&writer, "COMMIT", &err));
    assert_false(store_years_close(&schema.session, 2023, NULL, NULL, &err));
    assert_true(store_years_may_retry(&schema.session));
    assert_non_null(strstr(err.text, "1 change waits to be evaluated"));
    /* A writer of another year is not in the way. */
    err_clear(&err);
    schema_exec(&schema, evaluate);
    assert_true(db_session_exec(&writer, "BEGIN; INSERT INTO execution VALUES ('P', 2024, 'x', 1, 1)", &err));
    close_2023(&schema);
    db_session_close(&writer);
    schema_end(&schema);
}

static void a_ledger_that_was_never_evaluated_is_not_closed(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    assert_false(store_years_close(&schema.session, 2023, NULL, NULL, &err));
    assert_non_null(strstr(err.text, "the ledger was never evaluated"));
    schema_end(&schema);
}

/* The leader's row is changed: what a batch has seen before that is not what it may write. */
static void a_batch_that_is_under_way_ends_before_and_one_that_begins_begins_anew(void **state)
{
    (void)state;
    struct schema schema;
    struct db_session batch;
    struct err err = {0};

    begin(&schema);
    schema_connect(&batch, schema.database.conninfo);
    assert_true(db_session_exec(&batch, "BEGIN; SELECT FROM leader FOR SHARE", &err));
    assert_false(store_years_close(&schema.session, 2023, NULL, NULL, &err));
    assert_true(store_years_may_retry(&schema.session));
    err_clear(&err);
    assert_true(db_session_exec(&batch, "COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ", &err));
    assert_true(db_session_exec(&batch, "SELECT count(*) FROM fiscal_years", &err));
    close_2023(&schema);
    assert_false(db_session_exec(&batch, "SELECT FROM leader FOR SHARE", &err));
    assert_string_equal(batch.sqlstate, "40001");
    db_session_close(&batch);
    schema_end(&schema);
}

static void a_year_that_is_opened_again_can_be_written_and_is_evaluated(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    struct arena arena = {0};
    struct year_closing *list;
    size_t count;

    begin(&schema);
    close_2023(&schema);
    assert_false(store_years_close(&schema.session, 2023, NULL, NULL, &err));
    assert_non_null(strstr(err.text, "is closed already, since "));
    err_clear(&err);
    assert_false(store_years_reopen(&schema.session, 2023, NULL, NULL, &err));
    assert_non_null(strstr(err.text, "why is the year opened?"));
    err_clear(&err);
    assert_false(store_years_reopen(&schema.session, 2022, NULL, "why", &err));
    assert_non_null(strstr(err.text, "2022 is not closed"));
    err_clear(&err);
    assert_true(store_years_reopen(&schema.session, 2023, "赵六", "审计调整", &err));
    schema_expect(&schema, "SELECT string_agg(subject_kind, ' ') FROM change_log", "all");
    schema_exec(&schema, "UPDATE execution SET spent_cumulative = 7; UPDATE receipts SET amount = 7;"
                         "TRUNCATE plans, receipts");
    /* Closed again, it is closed again. */
    schema_exec(&schema, evaluate);
    close_2023(&schema);
    expect_refused(&schema.session, "UPDATE execution SET spent_cumulative = 8");

    assert_true(store_years_trail(&schema.session, &arena, 2023, 480, &list, &count, &err));
    assert_int_equal(count, 3);
    assert_true(list[0].closes && !list[1].closes && list[2].closes);
    assert_string_equal(list[0].by, "王五");
    assert_string_equal(list[1].by, "赵六");
    assert_string_equal(list[1].reason, "审计调整");
    assert_string_equal(list[1].login, "postgres");
    arena_free(&arena);
    schema_end(&schema);
}

/* Two years at once, one of which had no partitions when it was closed. */
static void a_year_without_partitions_is_closed_with_them(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    begin(&schema);
    close_2023(&schema);
    assert_true(store_years_close(&schema.session, 2009, NULL, NULL, &err));
    assert_false(db_session_exec(&schema.session, "INSERT INTO plans VALUES ('P', 2009, 1, 1)", &err));
    assert_non_null(strstr(err.text, "2009 is closed"));
    expect_refused(&schema.session, "UPDATE receipts SET amount = 2");
    /* A partition that is made later is guarded, too. */
    schema_exec(&schema, "DROP TABLE plans_2009; SELECT prepare_fiscal_year(2009)");
    err_clear(&err);
    assert_false(db_session_exec(&schema.session, "INSERT INTO plans VALUES ('P', 2009, 1, 1)", &err));
    assert_true(store_years_refused(&schema.session));
    schema_end(&schema);
}

static void years_are_listed_with_their_rows(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    struct year_list years;
    int closed = 0;

    begin(&schema);
    close_2023(&schema);
    schema_exec(&schema, "INSERT INTO milestones VALUES ('unit', 'U', 2007, 'm', NULL, '2007-05-01')");
    assert_true(store_years_list(&schema.session, 480, &years, &err));
    assert_int_equal(years.list[0].year, 2007);
    assert_int_equal(years.list[0].partitions, 0);
    for (size_t i = 0; i < years.count; i++) {
        const struct year_listed *year = &years.list[i];
        assert_true(i == 0 || year->year > years.list[i - 1].year);
        closed += year->closed_at[0] != '\0';
        if (year->year != 2023)
            continue;
        assert_int_equal(year->partitions, 7);
        assert_int_equal(year->table_count, 16);
        assert_string_equal(year->tables[3].table, "execution");
        assert_int_equal(year->tables[3].rows, 1);
        assert_string_equal(year->closed_by, "王五");
        assert_string_equal(year->reason, "年终");
    }
    assert_int_equal(closed, 1);
    store_years_done(&years);
    schema_end(&schema);
}

static void the_next_year_is_made_from_october_on_and_trouble_is_a_sentence(void **state)
{
    (void)state;
    struct schema schema;
    struct db_session writer;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    schema_expect(&schema, "SELECT made FROM prepare_next_year('2035-09-30')", "0");
    schema_expect(&schema, "SELECT made FROM prepare_next_year('2035-10-01')", "7");
    schema_expect(&schema, "SELECT made FROM prepare_next_year('2035-10-01')", "0");
    schema_expect(&schema, "SELECT made FROM prepare_next_year('2100-10-01')", "0");

    schema_connect(&writer, schema.database.conninfo);
    assert_true(db_session_exec(&writer,
                                "BEGIN; INSERT INTO units VALUES ('V', 'v');"
                                "INSERT INTO projects VALUES ('Q', 'V', 'q', 'project')",
                                &err));
    schema_expect(
        &schema, "SELECT made || ' ' || (trouble LIKE '%lock timeout%') FROM prepare_next_year('2036-12-31')",
        "0 true");
    assert_true(db_session_exec(&writer, "COMMIT", &err));
    schema_expect(&schema, "SELECT made || ' ' || (trouble IS NULL) FROM prepare_next_year('2036-12-31')",
                  "7 true");
    db_session_close(&writer);
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_row_of_a_closed_year_can_be_touched),
        cmocka_unit_test(nothing_new_comes_into_a_closed_year),
        cmocka_unit_test(what_does_not_touch_the_year_goes_on),
        cmocka_unit_test(a_writer_that_began_before_meets_it_all_the_same),
        cmocka_unit_test(the_closing_waits_for_who_is_writing),
        cmocka_unit_test(a_ledger_that_was_never_evaluated_is_not_closed),
        cmocka_unit_test(a_batch_that_is_under_way_ends_before_and_one_that_begins_begins_anew),
        cmocka_unit_test(a_year_that_is_opened_again_can_be_written_and_is_evaluated),
        cmocka_unit_test(a_year_without_partitions_is_closed_with_them),
        cmocka_unit_test(years_are_listed_with_their_rows),
        cmocka_unit_test(the_next_year_is_made_from_october_on_and_trouble_is_a_sentence),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
