#include "db/migrate.h"

#include <sys/wait.h>
#include <unistd.h>

#include "embedded/migrations.h"
#include "schema.h"

static void expect_up(struct schema *schema, bool rehearsal, int from)
{
    struct err err = {0};
    int was = -1, is = -1;

    if (!migrate_up(&schema->session, rehearsal, &was, &is, &err))
        fail_msg("%s", err.text);
    assert_int_equal(was, from);
    assert_int_equal(is, migrate_version());
}

/* The upgrade is refused with these words, and the session is as good as before. */
static void expect_refusal(struct schema *schema, bool rehearsal, enum err_code code, const char *words)
{
    struct err err = {0};
    int was = -1, is = -1;

    assert_false(migrate_up(&schema->session, rehearsal, &was, &is, &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, words));
    assert_int_equal(was, -1);
    schema_expect(schema, "SELECT pg_current_xact_id_if_assigned() IS NULL", "t");
}

static void expect_version(struct schema *schema, int version)
{
    struct err err = {0};
    int is = -1;

    assert_true(migrate_check(&schema->session, &is, &err));
    assert_int_equal(is, version);
}

static void expect_rehearsal(struct schema *schema, bool rehearsal)
{
    struct err err = {0};
    bool is = !rehearsal;

    assert_true(migrate_is_rehearsal(&schema->session, &is, &err));
    assert_int_equal(is, rehearsal);
}

static void migrations_are_numbered_without_gaps(void **state)
{
    (void)state;
    int version = 0;

    for (const struct migration_file *file = migration_files; file->name != NULL; file++) {
        char number[16];
        snprintf(number, sizeof number, "%04d_", ++version);
        assert_memory_equal(file->name, number, strlen(number));
    }
    assert_true(version > 0);
    assert_int_equal(migrate_version(), version);
}

static void an_empty_database_gets_the_whole_schema(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    schema_begin(&schema, "");
    expect_version(&schema, 0);
    assert_false(migrate_require(&schema.session, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_non_null(strstr(err.text, "no schema"));

    expect_up(&schema, /* rehearsal */ false, /* from */ 0);

    err_clear(&err);
    expect_version(&schema, migrate_version());
    assert_true(migrate_require(&schema.session, &err));
    expect_rehearsal(&schema, false);
    schema_expect(&schema, "SELECT count(*) = max(version) FROM schema_migrations", "t");
    schema_end(&schema);
}

static void migrating_again_changes_nothing(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, "INSERT INTO units VALUES ('U', 'u')");

    expect_up(&schema, /* rehearsal */ false, migrate_version());

    schema_expect(&schema, "SELECT count(*) FROM units", "1");
    schema_end(&schema);
}

static void an_older_database_gets_what_it_lacks(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    schema_begin(&schema, "");
    schema_exec(&schema, migration_files[0].text);
    schema_exec(&schema, "INSERT INTO schema_migrations (version, name) VALUES (1, '0001_ledger')");
    schema_exec(&schema, "INSERT INTO units VALUES ('U', 'u')");
    assert_false(migrate_require(&schema.session, &err));
    assert_non_null(strstr(err.text, "version 1"));

    expect_up(&schema, /* rehearsal */ false, /* from */ 1);

    expect_version(&schema, migrate_version());
    schema_expect(&schema, "SELECT count(*) FROM units", "1");
    schema_end(&schema);
}

static void a_migration_that_fails_leaves_the_database_as_it_was(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "");
    schema_exec(&schema, "CREATE TABLE deviations (mine integer)"); /* the second migration wants that name */

    expect_refusal(&schema, /* rehearsal */ false, ERR_DB_QUERY, "migration 0002_engine");

    expect_version(&schema, 0);
    schema_expect(&schema, "SELECT to_regclass('units') IS NULL", "t");
    schema_end(&schema);
}

static void a_database_newer_than_the_program_is_refused(void **state)
{
    (void)state;
    struct schema schema;
    struct err err = {0};

    schema_begin(&schema, "TEMPLATE migrated");
    schema_exec(&schema, "INSERT INTO schema_migrations (version, name) VALUES (9999, 'of tomorrow')");

    expect_refusal(&schema, /* rehearsal */ false, ERR_CONFLICT, "version 9999, newer than this program");
    assert_false(migrate_require(&schema.session, &err));
    assert_non_null(strstr(err.text, "newer"));
    schema_end(&schema);
}

static void a_database_that_does_not_store_utf8_is_refused(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
    expect_refusal(&schema, /* rehearsal */ false, ERR_CONFLICT, "UTF-8");
    schema_end(&schema);
}

static void the_schema_of_a_role_s_own_catches_nothing(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "");
    schema_exec(&schema, "CREATE SCHEMA postgres");
    expect_up(&schema, /* rehearsal */ false, /* from */ 0);
    schema_expect(&schema, "SELECT count(*) FROM pg_class WHERE relnamespace = 'postgres'::regnamespace",
                  "0");
    expect_up(&schema, /* rehearsal */ false, migrate_version());
    schema_end(&schema);
}

/* The version that a process of its own found, or 255. */
static pid_t migrate_in_child(const char *conninfo)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    struct db_session session;
    struct err err = {0};
    int from = 255, to = 0;
    const struct db_settings settings = {.conninfo = conninfo, .application_name = "budgetwatch test"};

    if (!db_session_open(&session, &settings, &err))
        _exit(255);
    bool ok = migrate_up(&session, /* rehearsal */ false, &from, &to, &err);
    db_session_close(&session);
    _exit(ok ? from : 255);
}

static void of_several_upgrades_at_once_one_does_the_work(void **state)
{
    (void)state;
    enum { UPGRADES = 4 };
    struct schema schema;
    pid_t pids[UPGRADES];
    int created = 0, found = 0;

    schema_begin(&schema, "");
    for (int i = 0; i < UPGRADES; i++)
        pids[i] = migrate_in_child(schema.database.conninfo);
    for (int i = 0; i < UPGRADES; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_true(WIFEXITED(status));
        created += WEXITSTATUS(status) == 0;
        found += WEXITSTATUS(status) == migrate_version();
    }

    assert_int_equal(created, 1);
    assert_int_equal(found, UPGRADES - 1);
    schema_end(&schema);
}

static void a_database_made_for_rehearsals_stays_one(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "");
    expect_up(&schema, /* rehearsal */ true, /* from */ 0);
    expect_rehearsal(&schema, true);
    schema_exec(&schema, "INSERT INTO units VALUES ('U', 'u')");

    expect_up(&schema, /* rehearsal */ false, migrate_version());
    expect_rehearsal(&schema, true);

    expect_up(&schema, /* rehearsal */ true, migrate_version());
    expect_rehearsal(&schema, true);
    schema_end(&schema);
}

static void a_database_without_facts_can_still_become_one_for_rehearsals(void **state)
{
    (void)state;
    struct schema schema;

    schema_begin(&schema, "TEMPLATE migrated");
    expect_up(&schema, /* rehearsal */ true, migrate_version());
    expect_rehearsal(&schema, true);
    schema_end(&schema);
}

static void a_database_with_facts_does_not_become_one_for_rehearsals(void **state)
{
    (void)state;
    static const char *const facts[] = {
        "INSERT INTO units VALUES ('U', 'u')",
        "INSERT INTO calendar VALUES ('2027-01-01', 'holiday')",
        ("INSERT INTO deviations (rule, subject_kind, subject_code, fiscal_year, severity)"
         " VALUES ('execution.pace', 'project', 'P', 2023, 'red')"),
    };

    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        struct schema schema;
        schema_begin(&schema, "TEMPLATE migrated");
        schema_exec(&schema, facts[i]);
        expect_refusal(&schema, /* rehearsal */ true, ERR_CONFLICT, "not made for rehearsals");
        expect_rehearsal(&schema, false);
        schema_end(&schema);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(migrations_are_numbered_without_gaps),
        cmocka_unit_test(an_empty_database_gets_the_whole_schema),
        cmocka_unit_test(migrating_again_changes_nothing),
        cmocka_unit_test(an_older_database_gets_what_it_lacks),
        cmocka_unit_test(a_migration_that_fails_leaves_the_database_as_it_was),
        cmocka_unit_test(a_database_newer_than_the_program_is_refused),
        cmocka_unit_test(a_database_that_does_not_store_utf8_is_refused),
        cmocka_unit_test(the_schema_of_a_role_s_own_catches_nothing),
        cmocka_unit_test(of_several_upgrades_at_once_one_does_the_work),
        cmocka_unit_test(a_database_made_for_rehearsals_stays_one),
        cmocka_unit_test(a_database_without_facts_can_still_become_one_for_rehearsals),
        cmocka_unit_test(a_database_with_facts_does_not_become_one_for_rehearsals),
    };
    return cmocka_run_group_tests(tests, start_migrated_cluster, stop_cluster);
}
