#include "db/load_notice.h"

#include "base/buf.h"
#include "schema.h"

/* A department U with A below it and B below that; X stands beside A. */
static const char facts[] =
    "INSERT INTO units VALUES ('U', '局', NULL), ('A', '处', 'U'), ('B', '科', 'A'), ('X', 'x', 'U');"
    "INSERT INTO people VALUES ('王', 'U', '局长'), ('李', 'A', 'Head'), ('张', 'A', NULL), ('赵', 'B', "
    "'会计');"
    "INSERT INTO projects VALUES ('PA', 'A', '乙', 'basic', NULL), ('PB', 'B', '丙', 'project', '赵'),"
    " ('PO', 'B', 'o', 'project', NULL), ('PX', 'X', 'x', 'project', NULL);"
    "INSERT INTO budgets VALUES ('PA', 2023, '', 10), ('PX', 2023, '', 20), ('PO', 2022, '', 30),"
    " ('PX', 2022, '', 1);"
    "INSERT INTO budget_adjustments (project_code, fiscal_year, fund, effective_on, amount) VALUES"
    " ('PA', 2023, '上年结转', '2023-03-01', 5), ('PX', 2023, '', '2023-07-31', 3),"
    " ('PX', 2023, '', '2023-08-01', 100);"
    "INSERT INTO execution VALUES ('PB', 2023, '', 7, 5, NULL), ('PO', 2022, '', 7, 9, NULL),"
    " ('PX', 2023, '', 6, 4, NULL), ('PX', 2023, '', 8, 40, NULL);"
    "INSERT INTO indicators VALUES ('IA', 'unit', 'A', 2023, 'output', 'quantity', 'i', 'ge', '个', '5', "
    "NULL,"
    " 'sum'), ('IB', 'project', 'PB', 2023, 'output', 'quantity', 'i', 'ge', '个', '5', NULL, 'sum');"
    "INSERT INTO outlooks VALUES ('project', 'PB', 2023, 3, 1, NULL, NULL, NULL),"
    " ('project', 'PB', 2023, 6, 2.5, 'possible', '经费', '注'), ('project', 'PB', 2023, 9, 3, NULL, NULL, "
    "NULL),"
    " ('indicator', 'IB', 2023, 7, NULL, 'certain', NULL, NULL), ('project', 'PX', 2023, 1, 1, NULL, NULL, "
    "NULL);"
    "INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity, since, unit_code, "
    "manager,"
    " acknowledged_at, acknowledged_by, action, action_due) VALUES"
    " ('execution.pace', 'project', 'PB', 2023, 'red', '2023-05-01', 'B', '赵', now(), '李', '加快', "
    "'2023-09-01'),"
    " ('goal.gap', 'project', 'PB', 2023, 'none', NULL, 'B', '', NULL, NULL, NULL, NULL),"
    " ('execution.pace', 'project', 'PX', 2023, 'red', '2023-05-01', 'X', '', NULL, NULL, NULL, NULL);";

static const char *const roles[] = {"局长", "head"};

static void load(struct schema *schema, const char *unit, enum curve curve, struct notice_facts *ret_facts)
{
    const struct notice_subject subject = {.unit = unit,
                                           .year = 2023,
                                           .month = 7,
                                           .clock = date_of(2023, 8, 7),
                                           .head_roles = roles,
                                           .head_role_count = 2};
    struct policy policy = {0};
    struct err err = {0};

    policy.rules.curve = curve;
    if (!load_notice(&schema->session, &subject, &policy, ret_facts, &err))
        fail_msg("%s", err.text);
}

static void a_notice_reads_its_tree_last_year_and_what_is_said_of_it(void **state)
{
    struct notice_facts read;
    struct schema schema;
    (void)state;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    load(&schema, "A", CURVE_LINEAR, &read);
    assert_int_equal(read.unit_count, 2);
    assert_string_equal(read.units[0].code, "A");
    assert_string_equal(read.units[0].parent_code, "U");
    assert_string_equal(read.units[0].head, "李");
    assert_null(read.units[1].head);
    assert_int_equal(read.sheet.clock, date_of(2023, 7, 31));
    assert_true(read.sheet.open);
    assert_int_equal(read.sheet.set.project_count, 2);
    assert_string_equal(read.sheet.set.projects[0].adjustments[0].fund, "上年结转");
    assert_int_equal(read.sheet.set.projects[0].fund_count, 1);
    assert_int_equal(read.sheet.set.indicator_count, 2);
    assert_int_equal(read.last_year.project_count, 1);
    assert_string_equal(read.last_year.projects[0].code, "PO");
    assert_int_equal(read.last_year.projects[0].year, 2022);
    assert_int_equal(read.outlook_count, 2);
    assert_true(read.outlooks[0].of_indicator);
    assert_int_equal(read.outlooks[1].month, 6);
    assert_int_equal(read.outlooks[1].expected, 2500000);
    assert_int_equal(read.standing_count, 1);
    assert_string_equal(read.standing[0].code, "PB");
    assert_string_equal(read.standing[0].answers, "赵");
    assert_string_equal(read.standing[0].acknowledged_by, "李");
    assert_int_equal(read.standing[0].action_due, date_of(2023, 9, 1));
    assert_int_equal(read.standing[0].action_done, DATE_NONE);
    assert_int_equal(read.peers_budget, 0);
    notice_facts_free(&read);
    schema_end(&schema);
}

static void peers_are_read_where_the_curve_asks_for_them(void **state)
{
    struct notice_facts read;
    struct schema schema;
    (void)state;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    load(&schema, "A", CURVE_PEERS, &read);
    assert_int_equal(read.peers_budget, 2300);
    assert_int_equal(read.peers_spent, 400);
    notice_facts_free(&read);
    schema_end(&schema);
}

static void without_a_unit_it_is_the_root_or_the_whole(void **state)
{
    struct notice_facts read;
    struct schema schema;
    (void)state;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, facts);
    load(&schema, NULL, CURVE_LINEAR, &read);
    assert_string_equal(read.sheet.code, "U");
    assert_string_equal(read.units[0].head, "王");
    assert_int_equal(read.unit_count, 4);
    notice_facts_free(&read);
    schema_exec(&schema, "INSERT INTO units VALUES ('V', '院', NULL)");
    load(&schema, NULL, CURVE_PEERS, &read);
    assert_string_equal(read.sheet.code, "");
    assert_int_equal(read.unit_count, 5);
    assert_int_equal(read.sheet.set.project_count, 3); /* PO has nothing in the year */
    notice_facts_free(&read);
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_reads_its_tree_last_year_and_what_is_said_of_it),
        cmocka_unit_test(peers_are_read_where_the_curve_asks_for_them),
        cmocka_unit_test(without_a_unit_it_is_the_root_or_the_whole),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
