/* A fiscal year's end, with the real program under the roles of those who do it: it is closed while the
 * daemon runs, nothing gets in or moves any more, and when it is opened again everything catches up. */
#include <sys/stat.h>

#include "roles.h"

#define AS_OF  "2025-03-03"
#define REOPEN "; budgetwatch year reopen 2024 opens it"

static struct cluster owner, clerk, chief, viewer;
static struct process daemon_;

static const char *config(void)
{
    return process_file(&cluster, "years.json",
                        "{\"poll_interval\": \"50ms\", \"language\": \"zh\","
                        " \"channels\": [{\"name\": \"log\", \"type\": \"log\"}]}");
}

/* Files of both years; last year's December was spent as said. Returns the folder (static memory). */
static const char *ledger(const char *spent)
{
    static char folder[128];

    snprintf(folder, sizeof folder, "%s/files", cluster.dir);
    (void)mkdir(folder, 0755);
    process_file(&cluster, "files/units.csv", "code,name\nU,Unit\n");
    process_file(&cluster, "files/projects.csv", "code,unit_code,name,category\nP,U,Project,project\n");
    process_file(&cluster, "files/budgets.csv",
                 "project_code,fiscal_year,initial_amount\nP,2024,1000000\nP,2025,1000000\n");
    process_file(&cluster, "files/execution.csv",
                 "project_code,fiscal_year,month,spent_cumulative\nP,2024,12,%s\nP,2025,1,50000\n", spent);
    return folder;
}

/* The run ends with this status and says this. */
static void expect(int status, const char *words, const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != status || (strstr(run.out, words) == NULL && strstr(run.err, words) == NULL))
        fail_msg("budgetwatch %s: exit status %d: %s%s", args[0], run.status, run.out, run.err);
    run_free(&run);
}

static void expect_import(int status, const char *words, const char *spent)
{
    expect(status, words, (const char *[]){"import", ledger(spent), "--database", clerk.conninfo, NULL});
}

static void expect_events(const char *events)
{
    assert_string_equal(
        department_sql(&owner,
                       "SELECT string_agg(event || ' ' || fiscal_year, ', ' ORDER BY id) FROM events"),
        events);
}

static int begin(void **state)
{
    if (start_with_roles(state) != 0)
        return -1;
    assert_non_null(cluster_sql(&cluster, "CREATE DATABASE years OWNER keeper"));
    owner = as(OWNER, "years");
    clerk = as(REPORTER, "years");
    chief = as(OFFICER, "years");
    viewer = as(READER, "years");
    process_expect(0, (const char *[]){"migrate", "--rehearsal", "--database", owner.conninfo, NULL});
    return 0;
}

static int end(void **state)
{
    process_forget(&daemon_);
    return stop_cluster(state);
}

static void it_is_closed_when_its_changes_have_been_evaluated(void **state)
{
    (void)state;
    struct cluster watch = as(DAEMON, "years");

    expect_import(0, "all", "1");
    expect(1, "permission denied",
           (const char *[]){"year", "close", "2024", "--database", clerk.conninfo, NULL});
    process_start(&daemon_, (const char *[]){"run", "--as-of", AS_OF, "--database", watch.conninfo,
                                             "--config", config(), NULL});
    /* Which it waits for. */
    expect(0, "2024 is closed",
           (const char *[]){"year", "close", "2024", "--by", "王五", "--database", chief.conninfo, NULL});
    wait_for_rest(&daemon_, &owner, AS_OF);
    expect_events("opened 2024");
    expect(1, "2024 is closed already, since ",
           (const char *[]){"year", "close", "2024", "--database", chief.conninfo, NULL});
    expect(1, "has not begun", (const char *[]){"year", "close", "2100", "--database", chief.conninfo, NULL});
}

static void nothing_of_it_changes_then(void **state)
{
    (void)state;

    expect_import(1, "execution.csv: fiscal year 2024 is closed since ", "900000");
    expect_import(1, " by 王五" REOPEN "; nothing was changed", "900000");
    expect_import(0, "all", "1"); /* the same rows again are no change */
    expect(
        0, "not stored: fiscal year 2024 is closed since ",
        (const char *[]){"evaluate", "--year", "2024", "--project", "P", "--database", clerk.conninfo, NULL});
    expect(0, "2024", (const char *[]){"notice", "--period", "2024-12", "--database", viewer.conninfo, NULL});
    /* What has no year may change, and would move its deviation. */
    department_sql(&clerk, "UPDATE projects SET manager = '李四'; UPDATE units SET name = '更名'");
    department_sql(&clerk, "UPDATE execution SET spent_cumulative = 60000 WHERE fiscal_year = 2025");
    wait_for_rest(&daemon_, &owner, AS_OF);
    expect_events("opened 2024");
    assert_string_equal(department_sql(&owner, "SELECT severity || manager FROM deviations"), "red");
}

static void it_is_shown_as_closed(void **state)
{
    (void)state;

    expect(0, "2024年度已于",
           (const char *[]){"status", "--year", "2024", "--database", viewer.conninfo, "--config", config(),
                            NULL});
    expect(0, "\"year_closed\":{\"on\":",
           (const char *[]){"status", "--year", "2024", "--json", "--database", viewer.conninfo, NULL});
    expect(0, "\"year_closed\":null",
           (const char *[]){"status", "--year", "2025", "--json", "--database", viewer.conninfo, NULL});
    expect(
        0,
        "{\"fiscal_year\":2025,\"rows\":{\"budgets\":1,\"execution\":1},\"closed\":null,\"partitions\":7}\n",
        (const char *[]){"year", "--json", "--database", viewer.conninfo, NULL});
    expect(0, "\"by\":\"王五\",\"login\":\"chief\",\"reason\":null},\"partitions\":7}",
           (const char *[]){"year", "--json", "--database", viewer.conninfo, NULL});
    expect(0, "王五", (const char *[]){"year", "--database", viewer.conninfo, NULL});
}

static void opened_again_all_of_it_is_looked_at(void **state)
{
    (void)state;

    expect(2, "--reason TEXT is needed",
           (const char *[]){"year", "reopen", "2024", "--database", chief.conninfo, NULL});
    expect(1, "permission denied",
           (const char *[]){"year", "reopen", "2024", "--reason", "x", "--database", clerk.conninfo, NULL});
    expect(0, "2024 is open again",
           (const char *[]){"year", "reopen", "2024", "--reason", "审计调整", "--database", chief.conninfo,
                            NULL});
    /* The new manager hears of it now; then the figures are put right. */
    wait_until(&daemon_, &owner, "SELECT count(*) = 2 FROM events", 30, "what it missed is evaluated");
    expect_events("opened 2024, reminded 2024");
    expect_import(0, "all", "1000000");
    wait_until(&daemon_, &owner, "SELECT count(*) = 3 FROM events", 30, "the new figure is evaluated");
    expect_events("opened 2024, reminded 2024, resolved 2024");
    expect(0, "审计调整", (const char *[]){"year", "2024", "--database", viewer.conninfo, NULL});
    expect(0, "never closed", (const char *[]){"year", "2025", "--database", viewer.conninfo, NULL});

    char *log = process_log(&daemon_);
    if (strstr(log, "level=error") != NULL)
        fail_msg("%s", log);
    free(log);
    assert_int_equal(process_stop(&daemon_), 0);
}

/* An import brings a year that nobody prepared. */
static void an_import_makes_the_years_that_it_names(void **state)
{
    (void)state;
    const char *folder = ledger("1");

    process_file(&cluster, "files/execution.csv",
                 "project_code,fiscal_year,month,spent_cumulative\nP,2008,12,5\nP,2024,12,1000000\n");
    expect(0, "dry run", (const char *[]){"import", folder, "--dry-run", "--database", clerk.conninfo, NULL});
    assert_string_equal(department_sql(&owner, "SELECT to_regclass('execution_2008') IS NULL"), "t");
    expect(0, "all", (const char *[]){"import", folder, "--database", clerk.conninfo, NULL});
    assert_string_equal(department_sql(&owner, "SELECT spent_cumulative FROM execution_2008"), "5.00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_closed_when_its_changes_have_been_evaluated),
        cmocka_unit_test(nothing_of_it_changes_then),
        cmocka_unit_test(it_is_shown_as_closed),
        cmocka_unit_test(opened_again_all_of_it_is_looked_at),
        cmocka_unit_test(an_import_makes_the_years_that_it_names),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
