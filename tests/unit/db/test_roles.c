#include "db/roles.h"

#include "schema.h"

/* Who owns the schema, and may not make roles. */
static void begin_as_owner(struct schema *schema)
{
    schema_begin(schema, "TEMPLATE migrated");
    schema_exec(schema, "DO $$ BEGIN CREATE ROLE keeper; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                        "DO $$ DECLARE t text; BEGIN"
                        " FOR t IN SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p', 'v')"
                        "  AND relnamespace = 'public'::regnamespace"
                        " LOOP EXECUTE 'ALTER TABLE ' || t || ' OWNER TO keeper'; END LOOP;"
                        " FOR t IN SELECT oid::regprocedure FROM pg_proc"
                        "  WHERE pronamespace = 'public'::regnamespace"
                        " LOOP EXECUTE 'ALTER ROUTINE ' || t || ' OWNER TO keeper'; END LOOP; END $$;"
                        "SET SESSION AUTHORIZATION keeper");
}

static bool set_roles(struct schema *schema)
{
    struct err err = {0};
    bool complete = false;

    if (!roles_set(&schema->session, &complete, &err))
        fail_msg("%s", err.text);
    return complete;
}

/* The first test: no role exists in the cluster yet. */
static void an_owner_that_may_not_make_roles_is_told_and_nothing_is_granted(void **state)
{
    (void)state;
    struct schema schema;

    begin_as_owner(&schema);
    assert_false(set_roles(&schema));
    schema_expect(&schema, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'budgetwatch%'", "0");

    schema_exec(&schema, "RESET SESSION AUTHORIZATION");
    schema_exec(&schema, roles_sql());
    schema_exec(&schema, "SET SESSION AUTHORIZATION keeper");
    assert_true(set_roles(&schema));
    /* The database is not his: what PostgreSQL gives to everybody there stands. */
    schema_expect(&schema,
                  "SELECT has_table_privilege('budgetwatch_reporter', 'execution', 'INSERT')"
                  " AND has_database_privilege('budgetwatch_reader', current_database(), 'TEMPORARY')",
                  "t");
    schema_end(&schema);
}

static void one_who_may_makes_the_roles_that_cannot_log_in(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    assert_true(set_roles(&schema));
    schema_expect(&schema,
                  "SELECT count(*) || ' ' || bool_or(rolcanlogin OR rolsuper OR rolcreaterole)"
                  " FROM pg_roles WHERE rolname LIKE 'budgetwatch%'",
                  "5 false");
    schema_expect(
        &schema, "SELECT has_database_privilege('budgetwatch_reader', current_database(), 'TEMPORARY')", "f");
    schema_end(&schema);
}

static void rights_in_one_database_are_none_in_another(void **state)
{
    (void)state;
    struct schema one, other;

    schema_begin(&one, "TEMPLATE migrated");
    schema_begin(&other, "TEMPLATE migrated");
    assert_true(set_roles(&one));
    schema_expect(&other, "SELECT has_table_privilege('budgetwatch_reader', 'units', 'SELECT')", "f");
    assert_true(set_roles(&other));
    schema_expect(&other, "SELECT has_table_privilege('budgetwatch_reader', 'units', 'SELECT')", "t");
    schema_end(&one);
    schema_end(&other);
}

/* What was given by hand is taken back, what was taken is given, and what is others' is let be. */
static void setting_them_again_makes_the_rights_what_they_should_be(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    assert_true(set_roles(&schema));
    schema_exec(&schema,
                "GRANT ALL ON audit TO PUBLIC, budgetwatch_daemon; GRANT UPDATE (old) ON audit TO"
                " budgetwatch_reader; REVOKE ALL ON execution FROM budgetwatch_source;"
                "GRANT EXECUTE ON FUNCTION audit_update() TO PUBLIC; GRANT ALL ON SEQUENCE audit_id_seq"
                " TO budgetwatch_daemon; DROP ROLE IF EXISTS stranger; CREATE ROLE stranger;"
                "CREATE TABLE theirs (x integer); ALTER TABLE theirs OWNER TO stranger;"
                "GRANT SELECT ON theirs TO budgetwatch_reader; GRANT SELECT ON units TO stranger");
    assert_true(set_roles(&schema));
    schema_expect(&schema,
                  "SELECT concat_ws(' ', has_table_privilege('budgetwatch_daemon', 'audit', 'DELETE'),"
                  " has_any_column_privilege('budgetwatch_reader', 'audit', 'UPDATE'),"
                  " has_function_privilege('budgetwatch_reader', 'audit_update()', 'EXECUTE'),"
                  " has_sequence_privilege('budgetwatch_daemon', 'audit_id_seq', 'USAGE'),"
                  " has_table_privilege('budgetwatch_source', 'execution', 'INSERT'),"
                  " has_table_privilege('budgetwatch_reader', 'theirs', 'SELECT'),"
                  " has_table_privilege('stranger', 'units', 'SELECT'))",
                  "f f f f t t t");
    schema_end(&schema);
}

static void one_who_does_not_own_the_schema_cannot_grant(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};
    bool complete = false;

    schema_begin(&schema, "TEMPLATE migrated");
    assert_true(set_roles(&schema));
    schema_exec(&schema, "SET SESSION AUTHORIZATION budgetwatch_reporter");
    assert_false(roles_set(&schema.session, &complete, &err));
    assert_int_equal(err.code, ERR_DB_QUERY);
    assert_non_null(strstr(err.text, "setting the rights of the roles: permission denied"));
    /* The session is as good as before, and the rights are. */
    schema_expect(&schema, "SELECT count(*) FROM execution", "0");
    schema_end(&schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_owner_that_may_not_make_roles_is_told_and_nothing_is_granted),
        cmocka_unit_test(one_who_may_makes_the_roles_that_cannot_log_in),
        cmocka_unit_test(rights_in_one_database_are_none_in_another),
        cmocka_unit_test(setting_them_again_makes_the_rights_what_they_should_be),
        cmocka_unit_test(one_who_does_not_own_the_schema_cannot_grant),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
