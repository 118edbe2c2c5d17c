#include "db/store_evaluations.h"

#include "db/roles.h"
#include "schema.h"

static const struct evaluation_made example = {
    .of_unit = true,
    .code = "GZ",
    .year = 2023,
    .rubric = "guangzhou-department-2023",
    .rubric_text = "{\"标准\"}",
    .audit_id = 7,
    .result = "{\"total\":\"94.87\"}\n",
    .total = 94870000,
    .grade = "优",
};

static int64_t save(struct schema *schema, const struct evaluation_made *made, bool expect_new)
{
    struct evaluation_made dated = *made;
    struct err err = {0};
    int64_t id = 0;
    bool is_new = !expect_new;

    dated.clock = date_of(2023, 12, 31);
    if (!store_evaluation_save(&schema->session, &dated, &id, &is_new, &err))
        fail_msg("%s", err.text);
    assert_int_equal(is_new, expect_new);
    return id;
}

static struct evaluation_made with_result(const char *result)
{
    struct evaluation_made made = example;

    made.result = result;
    return made;
}

static void one_comes_back_as_it_was_made(void **state)
{
    (void)state;
    struct schema schema;
    struct evaluation_rows rows;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    int64_t id = save(&schema, &example, true);
    schema_exec(&schema, "UPDATE evaluations SET at = '2024-01-15T20:30:00Z'");
    assert_true(store_evaluation_read(&schema.session, id, 480, &rows, &err));
    assert_int_equal(rows.count, 1);
    const struct evaluation_row *row = &rows.list[0];
    assert_int_equal(row->id, id);
    assert_string_equal(row->at, "2024-01-15T20:30:00Z");
    assert_string_equal(row->at_office, "2024-01-16 04:30:00");
    assert_string_equal(row->user, "postgres");
    assert_true(row->of_unit);
    assert_string_equal(row->code, "GZ");
    assert_int_equal(row->year, 2023);
    assert_int_equal(row->clock, date_of(2023, 12, 31));
    assert_string_equal(row->rubric, example.rubric);
    assert_string_equal(row->rubric_text, example.rubric_text);
    assert_int_equal(row->audit_id, 7);
    assert_string_equal(row->result, example.result);
    assert_int_equal(row->total, 94870000);
    assert_string_equal(row->grade, "优");
    store_evaluations_done(&rows);
    schema_end(&schema);
}

/* sha256sum gives the same for the same bytes. */
static void digests_are_of_the_texts(void **state)
{
    (void)state;
    struct schema schema;
    struct evaluation_made made = with_result("abc");

    schema_begin(&schema, "TEMPLATE migrated");
    made.rubric_text = "";
    save(&schema, &made, true);
    schema_expect(&schema, "SELECT result_digest FROM evaluations",
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    schema_expect(&schema, "SELECT rubric_digest FROM evaluations",
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    schema_end(&schema);
}

static void the_same_is_stored_once(void **state)
{
    (void)state;
    struct schema schema;
    struct evaluation_made other = example;

    schema_begin(&schema, "TEMPLATE migrated");
    int64_t first = save(&schema, &example, true);
    other.audit_id = 9; /* later, and nothing that matters has changed */
    assert_int_equal(save(&schema, &other, false), first);
    schema_expect(&schema, "SELECT string_agg(audit_id::text, ' ') FROM evaluations", "7");
    other.rubric_text = "{}";
    assert_int_not_equal(save(&schema, &other, true), first);
    other = with_result("{}");
    save(&schema, &other, true);
    other = example;
    other.year = 2024;
    save(&schema, &other, true);
    other = example;
    other.of_unit = false;
    save(&schema, &other, true);
    assert_int_equal(save(&schema, &example, false), first);
    schema_end(&schema);
}

static void expect_list(struct schema *schema, int year, bool of_unit, const char *code, const char *results)
{
    struct evaluation_rows rows;
    char found[256] = "";
    struct err err = {0};

    assert_true(store_evaluations_list(&schema->session, year, of_unit, code, 480, &rows, &err));
    for (size_t i = 0; i < rows.count; i++) {
        size_t length = strlen(found);
        snprintf(found + length, sizeof found - length, "%s/%d ", rows.list[i].code, rows.list[i].year);
        assert_null(rows.list[i].result);
        assert_null(rows.list[i].rubric_text);
        assert_string_equal(rows.list[i].grade, "优");
    }
    assert_string_equal(found, results);
    store_evaluations_done(&rows);
}

static void they_are_listed_by_year_and_subject(void **state)
{
    (void)state;
    struct schema schema;
    struct evaluation_made other = example;

    schema_begin(&schema, "TEMPLATE migrated");
    expect_list(&schema, 0, true, NULL, "");
    save(&schema, &example, true);
    other.year = 2022;
    save(&schema, &other, true);
    other.of_unit = false;
    other.code = "P1";
    save(&schema, &other, true);
    expect_list(&schema, 0, true, NULL, "GZ/2023 GZ/2022 P1/2022 ");
    expect_list(&schema, 2022, true, NULL, "GZ/2022 P1/2022 ");
    expect_list(&schema, 0, true, "GZ", "GZ/2023 GZ/2022 ");
    expect_list(&schema, 2022, false, "P1", "P1/2022 ");
    expect_list(&schema, 2022, true, "P1", "");
    schema_end(&schema);
}

static void an_unknown_number_is_refused(void **state)
{
    (void)state;
    struct schema schema;
    struct evaluation_rows rows;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    assert_false(store_evaluation_read(&schema.session, 12, 480, &rows, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, "no evaluation has the number 12");
    schema_end(&schema);
}

static void expect_changes(struct schema *schema, int64_t a, int64_t b, bool whole, const char *expected)
{
    struct evaluation_changes changes;
    char found[256] = "";
    struct err err = {0};
    int64_t total = 0;

    assert_true(store_evaluation_changes(&schema->session, a, b, &changes, &err));
    for (size_t i = 0; i < changes.count; i++) {
        size_t length = strlen(found);
        snprintf(found + length, sizeof found - length, "%s %d ", changes.list[i].table,
                 (int)changes.list[i].count);
        total += changes.list[i].count;
    }
    assert_string_equal(found, expected);
    assert_int_equal(changes.total, total);
    assert_int_equal(changes.whole, whole);
    store_evaluation_changes_done(&changes);
}

static void changes_between_two_are_counted_by_table(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    expect_changes(&schema, 0, 0, true, "");
    schema_exec(&schema, "INSERT INTO units VALUES ('A', 'a'), ('B', 'b');"
                         "INSERT INTO receipts VALUES ('A', 2023, 'k', 1);"
                         "UPDATE units SET name = 'n' WHERE code = 'A';" /* audit row 1 */
                         "UPDATE receipts SET amount = 2;"               /* 2 */
                         "UPDATE units SET name = 'm';"                  /* 3, 4 */
                         "DELETE FROM receipts");                        /* 5 */
    expect_changes(&schema, 0, 5, true, "units 3 receipts 2 ");
    expect_changes(&schema, 5, 1, true, "receipts 2 units 2 ");
    expect_changes(&schema, 2, 4, true, "units 2 ");
    expect_changes(&schema, 5, 5, true, "");
    schema_exec(&schema, "DELETE FROM audit WHERE id < 3");
    expect_changes(&schema, 3, 5, true, "receipts 1 units 1 ");
    expect_changes(&schema, 2, 5, false, "units 2 receipts 1 ");
    expect_changes(&schema, 0, 5, false, "units 2 receipts 1 ");
    schema_end(&schema);
}

static void reporters_and_officers_store_and_nobody_alters(void **state)
{
    (void)state;
    static const char *const writers[] = {"budgetwatch_reporter", "budgetwatch_officer"};
    struct schema schema;
    struct err err = {0};
    bool complete = false;
    char sql[128];

    schema_begin(&schema, "TEMPLATE migrated");
    assert_true(roles_set(&schema.session, &complete, &err));
    for (size_t i = 0; i < 2; i++) {
        struct evaluation_made made = with_result(writers[i]);
        snprintf(sql, sizeof sql, "SET ROLE %s", writers[i]);
        schema_exec(&schema, sql);
        int64_t id = save(&schema, &made, true);
        assert_int_equal(save(&schema, &made, false), id);
        expect_changes(&schema, 0, 0, true, "");
        assert_false(db_session_exec(&schema.session, "UPDATE evaluations SET total = 100", &err));
        assert_false(db_session_exec(&schema.session, "DELETE FROM evaluations", &err));
        err_clear(&err);
    }
    schema_exec(&schema, "SET ROLE budgetwatch_reader");
    expect_list(&schema, 0, true, NULL, "GZ/2023 GZ/2023 ");
    assert_false(db_session_exec(&schema.session, "INSERT INTO evaluations (subject) VALUES ('unit')", &err));
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_comes_back_as_it_was_made),
        cmocka_unit_test(digests_are_of_the_texts),
        cmocka_unit_test(the_same_is_stored_once),
        cmocka_unit_test(they_are_listed_by_year_and_subject),
        cmocka_unit_test(an_unknown_number_is_refused),
        cmocka_unit_test(changes_between_two_are_counted_by_table),
        cmocka_unit_test(reporters_and_officers_store_and_nobody_alters),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
