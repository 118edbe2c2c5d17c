/* What a foreign key would promise of execution and projects, and statement triggers keep: whoever writes, in
 * whatever order, no row of execution is left without its project. */
#include "schema.h"

static const char facts[] = "INSERT INTO units VALUES ('U', 'unit', NULL);"
                            "INSERT INTO projects VALUES ('a', 'U', 'A', 'basic'), ('b', 'U', 'B', 'basic'), "
                            "('c', 'U', 'C', 'basic');"
                            "INSERT INTO execution VALUES ('a', 2023, '', 1, 1), ('b', 2024, '', 2, 2)";

static const char refers_to_nothing[] =
    "insert or update on table \"execution\" violates foreign key constraint"
    " \"execution_project_code_fkey\"";
static const char still_referred_to[] =
    "update or delete on table \"projects\" violates foreign key constraint"
    " \"execution_project_code_fkey\" on table \"execution\"";

/* Two writers; whom the other makes wait gives up soon. */
struct rig {
    struct schema schema;
    struct db_session other;
};

static void rig_begin(struct rig *rig)
{
    static const char patience[] = "SET lock_timeout = '300ms'";
    struct err err = {0};

    schema_begin(&rig->schema, "TEMPLATE migrated");
    schema_connect(&rig->other, rig->schema.database.conninfo);
    schema_exec(&rig->schema, facts);
    schema_exec(&rig->schema, patience);
    assert_true(db_session_exec(&rig->other, patience, &err));
}

static void rig_end(struct rig *rig)
{
    db_session_close(&rig->other);
    schema_end(&rig->schema);
}

/* `wanted` NULL: it goes well. */
static void expect(struct db_session *session, const char *sql, const char *wanted)
{
    struct err err = {0};
    bool ok = db_session_exec(session, sql, &err);

    if (ok != (wanted == NULL) || (wanted != NULL && strstr(err.text, wanted) == NULL))
        fail_msg("%s\n  wanted: %s\n  said:   %s", sql, wanted != NULL ? wanted : "nothing", err.text);
}

static void rows_without_a_project_are_refused(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "INSERT INTO execution VALUES ('a', 2023, '', 3, 1), ('none', 2023, '', 1, 1)",
           "Key (project_code)=(none) is not present in table \"projects\"");
    expect(&rig.other, "INSERT INTO execution VALUES ('none', 2023, '', 1, 1)", refers_to_nothing);
    expect(&rig.other, "UPDATE execution SET project_code = 'none' WHERE project_code = 'a'",
           refers_to_nothing);
    expect(&rig.other, "UPDATE execution SET project_code = 'none', fiscal_year = 2025", refers_to_nothing);
    expect(&rig.other, "INSERT INTO execution VALUES ('none', 2023, '', 1, 1) ON CONFLICT DO NOTHING",
           refers_to_nothing);
    expect(&rig.other, "UPDATE execution SET project_code = 'c' WHERE project_code = 'a'", NULL);
    expect(&rig.other, "INSERT INTO execution SELECT 'a', 2023, '', 1, 1 WHERE false", NULL);
    rig_end(&rig);
}

static void projects_with_rows_stay(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "DELETE FROM projects WHERE code = 'b'",
           "Key (code)=(b) is still referenced from table \"execution\"");
    expect(&rig.other, "DELETE FROM projects", still_referred_to);
    expect(&rig.other, "UPDATE projects SET code = 'x' WHERE code = 'a'", still_referred_to);
    expect(&rig.other, "UPDATE projects SET name = 'X'", NULL);
    expect(&rig.other, "UPDATE projects SET code = 'x' WHERE code = 'c'", NULL);
    expect(&rig.other, "DELETE FROM projects WHERE code = 'x'", NULL);
    expect(&rig.other, "DELETE FROM execution WHERE project_code = 'a'", NULL);
    expect(&rig.other, "DELETE FROM projects WHERE code = 'a'", NULL);
    expect(&rig.other, "TRUNCATE projects", "cannot truncate a table referenced");
    expect(&rig.other, "TRUNCATE projects CASCADE", NULL);
    expect(&rig.other, "DO $$BEGIN ASSERT NOT EXISTS (SELECT FROM execution); END$$", NULL);
    rig_end(&rig);
}

static void a_project_is_held_by_whoever_brings_rows_of_it(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "BEGIN", NULL);
    expect(&rig.other, "INSERT INTO execution VALUES ('c', 2023, '', 1, 1)", NULL);
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'c'", "lock timeout");
    expect(&rig.schema.session, "UPDATE projects SET code = 'x' WHERE code = 'c'", "lock timeout");
    expect(&rig.schema.session, "UPDATE projects SET name = 'another' WHERE code = 'c'", NULL);
    expect(&rig.other, "COMMIT", NULL);
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'c'", still_referred_to);
    rig_end(&rig);
}

/* Rows that change hands without leaving anything behind that was not there before. */
static void rows_that_swap_their_projects_hold_both(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "BEGIN", NULL);
    expect(&rig.other, "UPDATE execution SET project_code = CASE project_code WHEN 'a' THEN 'b' ELSE 'a' END",
           NULL);
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'a'", "lock timeout");
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'b'", "lock timeout");
    expect(&rig.other, "COMMIT", NULL);
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'a'", still_referred_to);
    rig_end(&rig);
}

static void a_project_that_is_being_deleted_takes_no_rows(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "BEGIN", NULL);
    expect(&rig.other, "DELETE FROM projects WHERE code = 'c'", NULL);
    expect(&rig.schema.session, "INSERT INTO execution VALUES ('c', 2023, '', 1, 1)", "lock timeout");
    expect(&rig.other, "COMMIT", NULL);
    expect(&rig.schema.session, "INSERT INTO execution VALUES ('c', 2023, '', 1, 1)", refers_to_nothing);
    rig_end(&rig);
}

/* A snapshot that is older than the other's row, or than the other's deletion. */
static void an_old_snapshot_does_not_get_round_it(void **state)
{
    (void)state;
    struct rig rig;

    rig_begin(&rig);
    expect(&rig.other, "BEGIN ISOLATION LEVEL REPEATABLE READ", NULL);
    expect(&rig.other, "SELECT count(*) FROM execution", NULL);
    expect(&rig.schema.session, "INSERT INTO execution VALUES ('c', 2023, '', 1, 1)", NULL);
    expect(&rig.other, "DELETE FROM projects WHERE code = 'c'", "READ COMMITTED only");
    expect(&rig.other, "ROLLBACK", NULL);

    expect(&rig.schema.session, "DELETE FROM execution", NULL);
    expect(&rig.other, "BEGIN ISOLATION LEVEL REPEATABLE READ", NULL);
    expect(&rig.other, "SELECT count(*) FROM execution", NULL);
    expect(&rig.schema.session, "DELETE FROM projects WHERE code = 'c'", NULL);
    expect(&rig.other, "INSERT INTO execution VALUES ('c', 2023, '', 1, 1)", "could not serialize access");
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_without_a_project_are_refused),
        cmocka_unit_test(projects_with_rows_stay),
        cmocka_unit_test(a_project_is_held_by_whoever_brings_rows_of_it),
        cmocka_unit_test(rows_that_swap_their_projects_hold_both),
        cmocka_unit_test(a_project_that_is_being_deleted_takes_no_rows),
        cmocka_unit_test(an_old_snapshot_does_not_get_round_it),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
