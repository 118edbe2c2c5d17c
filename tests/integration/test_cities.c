/* Two cities and the province that gathers their ledgers, a server each: what changes in a city is seen, kept
 * and told in the province, the city goes on by itself, and what goes wrong is found and can be mended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/department.c"
#include "../support/receiver.c"

enum { PROJECTS = 20, PATIENCE = 60 };

static const char settings[] =
    "wal_level = logical\nmax_logical_replication_workers = 8\nmax_worker_processes = 16\n"
    "wal_retrieve_retry_interval = 100ms";

static struct cluster clusters[3];
static struct cluster gz, sz, province; /* the databases of two cities, and the central one */
static struct process daemon_of_gz, daemon_of_province;
static struct receiver receiver;

/* A ledger whose codes begin with the city's name: nothing deviates. */
static void make_city(struct cluster *cluster, const char *name, struct cluster *ret_database)
{
    process_rehearsal(cluster, "ledger", ret_database);
    department_sql(ret_database,
                   "SET city.name = '%s';"
                   "INSERT INTO units SELECT c, 'City', NULL FROM current_setting('city.name') c"
                   " UNION ALL SELECT c || '-U', 'Bureau', c FROM current_setting('city.name') c;"
                   "INSERT INTO projects SELECT c || '-' || i, c || '-U', 'Project ' || i, 'project'"
                   " FROM generate_series(1, %d) i, current_setting('city.name') c;"
                   "INSERT INTO budgets SELECT code, 2025, '', 1000000 FROM projects;"
                   "INSERT INTO execution SELECT code, 2025, '', 6, 500000 FROM projects;"
                   "CREATE ROLE taker LOGIN REPLICATION",
                   name, PROJECTS);
    process_expect(
        0, (const char *[]){"city", "publish", "--to", "taker", "--database", ret_database->conninfo, NULL});
}

static void gather(const struct cluster *city, const char *name)
{
    department_sql(&province,
                   "CREATE SUBSCRIPTION %s CONNECTION 'host=%s port=5432 user=taker dbname=ledger'"
                   " PUBLICATION budgetwatch",
                   name, city->dir);
}

static void watch(struct process *daemon, const struct cluster *database, const char *path)
{
    process_file(database, "secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n");
    department_watch(daemon, database,
                     process_file(database, "watch.json",
                                  "{\"poll_interval\": \"10s\", \"channels\": [{\"name\": \"hook\","
                                  " \"type\": \"webhook\", \"allow_http\": true, \"secret_file\": \"secret\","
                                  " \"group_wait\": 0, \"url\": \"http://127.0.0.1:%d%s\"}]}",
                                  receiver.port, path));
}

static int start(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        if (!cluster_start_with(&clusters[i], settings))
            return -1;
    receiver_start(&receiver, false);
    make_city(&clusters[0], "GZ", &gz);
    make_city(&clusters[1], "SZ", &sz);
    process_rehearsal(&clusters[2], "ledger", &province);
    department_sql(&province, "INSERT INTO units VALUES ('P', 'Province')");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    process_forget(&daemon_of_gz);
    process_forget(&daemon_of_province);
    receiver_stop(&receiver);
    for (int i = 2; i >= 0; i--)
        cluster_stop(&clusters[i]);
    return 0;
}

static bool heard_of(const char *path, const char *code)
{
    for (size_t i = 0; i < receiver_count(&receiver, path); i++)
        if (strstr(receiver_get(&receiver, path, i)->body, code) != NULL)
            return true;
    return false;
}

struct hearing {
    const char *path, *code;
};

static bool is_heard(void *ctx)
{
    const struct hearing *hearing = ctx;

    return heard_of(hearing->path, hearing->code);
}

static void turn_red(const struct cluster *city, const char *code)
{
    department_sql(
        city, "UPDATE execution SET spent_cumulative = 1000 WHERE project_code = '%s' AND month = 6", code);
}

static void expect_red(struct process *daemon, const char *path, const char *code)
{
    struct hearing hearing = {path, code};

    wait_until_true(daemon, is_heard, &hearing, PATIENCE, code);
}

static void expect_text(const char *text, int status, const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != status || strstr(run.out, text) == NULL)
        fail_msg("%s %s: %d, %s%s", args[0], args[1], run.status, run.out, run.err);
    run_free(&run);
}

static void ledgers_are_copied_and_stand_in_one_tree(void **state)
{
    (void)state;
    expect_text(
        "not there yet", 0,
        (const char *[]){"city", "adopt", "GZ", "--under", "P", "--database", province.conninfo, NULL});
    department_sql(&province, "INSERT INTO projects VALUES ('GZ-1', 'P', 'In the way', 'project')");
    gather(&gz, "guangzhou");
    gather(&sz, "shenzhen");
    wait_until(NULL, &province,
               "SELECT sync_error_count > 1 FROM pg_stat_subscription_stats WHERE subname = 'guangzhou'",
               PATIENCE, "a table cannot be copied at first");
    department_sql(&province, "SET session_replication_role = replica;"
                              "DELETE FROM projects WHERE unit_code = 'P'");
    wait_until(NULL, &province, "SELECT count(*) = 40 FROM execution", PATIENCE, "both cities are copied");
    wait_until(NULL, &province, "SELECT count(*) = 4 FROM units WHERE code <> 'P'", PATIENCE,
               "their units are copied");
    process_expect(
        0, (const char *[]){"city", "adopt", "SZ", "--under", "P", "--database", province.conninfo, NULL});
    wait_until(NULL, &province, "SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel", PATIENCE,
               "what was changed meanwhile is in, too");
    /* What went wrong before says nothing of now. */
    wait_until(NULL, &province, "SELECT count(*) = 2 FROM cities_now() WHERE state = 'works'", PATIENCE,
               "both cities are shown as followed");

    department_sql(&gz, "UPDATE units SET name = 'Guangzhou' WHERE code = 'GZ'");
    wait_until(NULL, &province, "SELECT count(*) = 1 FROM units WHERE name = 'Guangzhou'", PATIENCE,
               "a unit is renamed");
    assert_string_equal(department_sql(&province, "SELECT string_agg(code, ' ' ORDER BY code) FROM units"
                                                  " WHERE parent_code = 'P'"),
                        "GZ SZ");
}

static void the_province_hears_of_both_and_a_city_goes_on_by_itself(void **state)
{
    (void)state;
    watch(&daemon_of_gz, &gz, "/gz");
    watch(&daemon_of_province, &province, "/province");
    wait_for_rest(&daemon_of_gz, &gz, DEPARTMENT_DAY);
    wait_for_rest(&daemon_of_province, &province, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&province, "SELECT count(*) FROM events"), "0");

    turn_red(&gz, "GZ-1");
    turn_red(&sz, "SZ-1");
    department_sql(&gz, "NOTIFY budgetwatch");
    expect_red(&daemon_of_province, "/province", "GZ-1");
    expect_red(&daemon_of_province, "/province", "SZ-1");
    expect_red(&daemon_of_gz, "/gz", "GZ-1");
    assert_false(heard_of("/gz", "SZ-1"));
    assert_string_equal(department_sql(&province, "SELECT unit_code FROM events WHERE subject_code = 'SZ-1'"),
                        "SZ-U");
}

static void changes_are_kept_with_the_city_s_name(void **state)
{
    (void)state;
    department_sql(&sz, "DELETE FROM execution WHERE project_code = 'SZ-2'");
    wait_until(&daemon_of_province, &province,
               "SELECT count(*) = 1 FROM audit WHERE operation = 'DELETE' AND key ->> 'project_code' = 'SZ-2'"
               " AND (old ->> 'spent_cumulative')::numeric = 500000 AND application_name = 'shenzhen'",
               PATIENCE, "a deletion is in the audit trail");
    assert_string_equal(
        department_sql(&province, "SELECT string_agg(concat_ws(' ', key ->> 'project_code', "
                                  "old ->> 'spent_cumulative', new ->> 'spent_cumulative', application_name),"
                                  " ', ' ORDER BY id) FROM audit WHERE operation = 'UPDATE' AND table_name = "
                                  "'execution' AND key ->> 'project_code' = 'GZ-1'"),
        "GZ-1 500000.00 1000.00 guangzhou");
}

static void a_truncate_is_refused_where_it_is_published(void **state)
{
    (void)state;
    assert_null(cluster_sql(&gz, "TRUNCATE execution"));
    assert_string_equal(department_sql(&province, "SELECT count(*) FROM audit WHERE operation = 'TRUNCATE'"),
                        "0");
}

static void a_year_that_a_city_makes_is_made_in_the_province(void **state)
{
    (void)state;
    department_sql(&gz, "SELECT prepare_fiscal_year(2012);"
                        "INSERT INTO execution VALUES ('GZ-3', 2012, '', 12, 7)");
    wait_until(&daemon_of_province, &province, "SELECT count(*) = 1 FROM execution WHERE fiscal_year = 2012",
               PATIENCE, "a row of an old year arrives");
    department_sql(&gz, "UPDATE execution SET spent_cumulative = 8 WHERE fiscal_year = 2012");
    wait_until(
        &daemon_of_province, &province,
        "SELECT count(*) = 1 FROM audit WHERE table_name = 'execution' AND (key ->> 'fiscal_year') = '2012'",
        PATIENCE, "and its change is seen");
}

/* References do not hold where rows are applied: whoever wrote past them in a city is found here. */
static void orphans_are_found_and_trouble_nobody(void **state)
{
    (void)state;
    department_sql(
        &gz, "SET session_replication_role = replica;"
             "INSERT INTO projects VALUES ('GZ-lost', 'nowhere', 'Lost', 'project');"
             "INSERT INTO budgets VALUES ('GZ-lost', 2025, '', 1000000), ('GZ-none', 2025, '', 1000000);"
             "INSERT INTO execution VALUES ('GZ-lost', 2025, '', 6, 10), ('GZ-none', 2025, '', 6, 10);"
             "INSERT INTO indicators (code, owner, owner_code, fiscal_year, level1, level2, name,"
             " direction, measure_unit, target, accumulation) VALUES ('GZ-i', 'project', 'GZ-none', 2025,"
             " 'output', 'quantity', 'I', 'ge', 'm', '5', 'latest');"
             "INSERT INTO indicator_values (indicator_code, fiscal_year, month, value) VALUES"
             " ('GZ-i', 2025, 6, 'missed'), ('GZ-no', 2025, 6, '1')");
    wait_until(&daemon_of_province, &province, "SELECT count(*) = 2 FROM indicator_values", PATIENCE,
               "rows that refer to nothing arrive");
    expect_text("execution: 1 rows lack projects: GZ-none", 1,
                (const char *[]){"city", "orphans", "--database", province.conninfo, NULL});
    expect_text("indicator_values: 1 rows lack indicators: GZ-no/2025", 1,
                (const char *[]){"city", "orphans", "--database", province.conninfo, NULL});
    expect_text("indicator_values: 1 rows lack an indicator of their direction: GZ-i/2025/6", 1,
                (const char *[]){"city", "orphans", "--database", province.conninfo, NULL});

    turn_red(&sz, "SZ-3");
    expect_red(&daemon_of_province, "/province", "SZ-3");
    wait_for_rest(&daemon_of_province, &province, DEPARTMENT_DAY);
    assert_int_equal(process_stop(&daemon_of_province), 0);
    process_forget(&daemon_of_province);
    department_sql(&province, "DELETE FROM orphans"); /* what it may have found already */
    watch(&daemon_of_province, &province, "/province");
    department_wait_said(&daemon_of_province, "refer to nothing", 6, PATIENCE,
                         "the daemon says what it found");
    expect_text("rows of execution lack projects: GZ-none", 0,
                (const char *[]){"check", "--database", province.conninfo, NULL});
}

/* The same code in two cities: the second one's waits until the first one's is set aside for a moment. */
static void two_cities_with_one_code_are_told_and_mended(void **state)
{
    (void)state;
    department_sql(&sz, "INSERT INTO projects VALUES ('GZ-4', 'SZ-U', 'Taken', 'project')");
    wait_until(&daemon_of_province, &province,
               "SELECT apply_error_count > 5 FROM pg_stat_subscription_stats WHERE subname = 'shenzhen'",
               PATIENCE, "it cannot be applied");
    expect_text("city shenzhen: fails", 1, (const char *[]){"check", "--database", province.conninfo, NULL});
    turn_red(&gz, "GZ-5");
    expect_red(&daemon_of_province, "/province", "GZ-5"); /* the other one goes on */

    department_sql(&sz, "UPDATE projects SET code = 'SZ-4b' WHERE code = 'GZ-4'");
    turn_red(&sz, "SZ-5");
    department_sql(&province, "SET session_replication_role = replica;"
                              "UPDATE projects SET code = 'GZ-4 aside' WHERE code = 'GZ-4'");
    wait_until(&daemon_of_province, &province, "SELECT count(*) = 1 FROM projects WHERE code = 'SZ-4b'",
               PATIENCE, "the city is followed past its mistake");
    department_sql(&province, "SET session_replication_role = replica;"
                              "UPDATE projects SET code = 'GZ-4' WHERE code = 'GZ-4 aside'");
    expect_red(&daemon_of_province, "/province", "SZ-5");
    assert_string_equal(department_sql(&province, "SELECT unit_code FROM projects WHERE code = 'GZ-4'"),
                        "GZ-U");
}

static void a_city_that_leaves_takes_its_rows_with_it(void **state)
{
    (void)state;
    department_sql(&province, "DROP SUBSCRIPTION shenzhen");
    process_expect(0, (const char *[]){"city", "forget", "SZ", "--database", province.conninfo, NULL});
    assert_string_equal(department_sql(&province, "SELECT count(*) FROM units WHERE code LIKE 'SZ%%'"), "0");
    assert_string_equal(
        department_sql(&province, "SELECT count(*) FROM execution WHERE project_code LIKE 'SZ%%'"), "0");
    assert_string_equal(department_sql(&sz, "SELECT count(*) FROM projects"), "21");
    wait_for_rest(&daemon_of_province, &province, DEPARTMENT_DAY);
    assert_int_equal(process_stop(&daemon_of_province), 0);
    assert_int_equal(process_stop(&daemon_of_gz), 0);
    department_sql(&province, "DROP SUBSCRIPTION guangzhou");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ledgers_are_copied_and_stand_in_one_tree),
        cmocka_unit_test(the_province_hears_of_both_and_a_city_goes_on_by_itself),
        cmocka_unit_test(changes_are_kept_with_the_city_s_name),
        cmocka_unit_test(a_truncate_is_refused_where_it_is_published),
        cmocka_unit_test(a_year_that_a_city_makes_is_made_in_the_province),
        cmocka_unit_test(orphans_are_found_and_trouble_nobody),
        cmocka_unit_test(two_cities_with_one_code_are_told_and_mended),
        cmocka_unit_test(a_city_that_leaves_takes_its_rows_with_it),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
