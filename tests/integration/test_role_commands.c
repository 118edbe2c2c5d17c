/* The program under each role: the daemon does all it has to with its own rights, the commands work for
 * those they are for and for nobody else. */
#include "roles.h"

#include <libpq-fe.h>

#include "embedded/statements.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void expect_denied(const char *const args[])
{
    struct run run = process_run(args);

    if (run.status != 1 || strstr(run.err, "permission denied") == NULL)
        fail_msg("budgetwatch %s: exit status %d: %s%s", args[0], run.status, run.out, run.err);
    run_free(&run);
}

/* A ledger of one project that spends next to nothing, as files. */
static const char *ledger_folder(void)
{
    process_file(&cluster, "units.csv", "code,name\nU,Unit\n");
    process_file(&cluster, "projects.csv", "code,unit_code,name,category\nP,U,Project,project\n");
    process_file(&cluster, "budgets.csv", "project_code,fiscal_year,initial_amount\nP,2025,1000000\n");
    process_file(&cluster, "execution.csv",
                 "project_code,fiscal_year,month,spent_cumulative\nP,2025,5,0\nP,2025,6,1\n");
    return cluster.dir;
}

static char ledger_files[4][128];

static void import_as(enum role role, const char *database, bool allowed)
{
    struct cluster seen = as(role, database);
    static const char *const names[] = {"units", "projects", "budgets", "execution"};
    const char *folder = ledger_folder();

    for (size_t i = 0; i < COUNT(names); i++)
        snprintf(ledger_files[i], sizeof ledger_files[i], "%s/%s.csv", folder, names[i]);
    const char *const args[] = {"import",        ledger_files[0], ledger_files[1], ledger_files[2],
                                ledger_files[3], "--database",    seen.conninfo,   NULL};
    if (allowed)
        process_expect(0, args);
    else
        expect_denied(args);
}

/* A rehearsal database that the owner has made, filled by whoever may. */
static void begin(const char *name, struct cluster *ret_owner)
{
    char sql[128];

    snprintf(sql, sizeof sql, "CREATE DATABASE %s OWNER keeper", name);
    assert_non_null(cluster_sql(&cluster, sql));
    *ret_owner = as(OWNER, name);
    process_expect(0, (const char *[]){"migrate", "--rehearsal", "--database", ret_owner->conninfo, NULL});
}

static void those_who_write_facts_can_import_and_nobody_else(void **state)
{
    (void)state;
    struct cluster owner;

    begin("imports", &owner);
    import_as(DAEMON, "imports", false);
    import_as(OFFICER, "imports", false);
    import_as(READER, "imports", false);
    import_as(STRANGER, "imports", false);
    assert_string_equal(department_sql(&owner, "SELECT count(*) FROM units"), "0");

    import_as(SOURCE, "imports", true);
    import_as(REPORTER, "imports", true);
    assert_string_equal(department_sql(&owner, "SELECT count(*) FROM execution"), "2");
}

static void expect_commands(const char *database, enum role role, bool status, bool alerts, bool replay,
                            bool history)
{
    struct cluster seen = as(role, database);
    const struct {
        bool allowed;
        const char *args[6];
    } commands[] = {
        {status, {"status", "--year", "2025", "--database", seen.conninfo, NULL}},
        {alerts, {"alerts", "--database", seen.conninfo, NULL}},
        {replay, {"replay", "--year", "2025", "--database", seen.conninfo, NULL}},
        {history, {"history", "P", "--database", seen.conninfo, NULL}},
        {role == DAEMON, {"deliveries", "--database", seen.conninfo, NULL}},
    };

    for (size_t i = 0; i < COUNT(commands); i++) {
        if (commands[i].allowed)
            process_expect(0, commands[i].args);
        else
            expect_denied(commands[i].args);
    }
}

/* What the daemon does a minute after it has begun, and then from time to time. */
static void expect_forgets(const struct cluster *seen)
{
    const char *const statements[] = {sql_retention_attempts, sql_retention_messages, sql_retention_events,
                                      sql_retention_audit};
    const char *const params[] = {"3650", "100"};
    PGconn *pg = PQconnectdb(seen->conninfo);

    for (size_t i = 0; i < COUNT(statements); i++) {
        PGresult *result = PQexecParams(pg, statements[i], 2, NULL, params, NULL, NULL, /* as text */ 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            fail_msg("%s: %s", statements[i], PQerrorMessage(pg));
        PQclear(result);
    }
    PQfinish(pg);
}

/* A log, and a webhook that nobody listens to. */
static const char *config(void)
{
    process_file(&cluster, "hall.secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n");
    return process_file(&cluster, "work.json",
                        "{\"poll_interval\": \"50ms\", \"notice\": {\"enabled\": true}, \"channels\": "
                        "[{\"name\": \"log\", \"type\": \"log\"},"
                        " {\"name\": \"hall\", \"type\": \"webhook\", \"url\": \"http://127.0.0.1:1/\","
                        " \"allow_http\": true, \"secret_file\": \"hall.secret\"}]}");
}

/* Officers send notices as the daemon does; who may read only reads what was sent. */
static void expect_notices(void)
{
    const enum role may_not[] = {SOURCE, REPORTER, READER, STRANGER};
    struct cluster chief = as(OFFICER, "work"), viewer = as(READER, "work"), clerk = as(REPORTER, "work");

    process_expect(
        0, (const char *[]){"notice", "--period", "2025-05", "--send", "--database", chief.conninfo, NULL});
    process_expect(0, (const char *[]){"notice", "--list", "--database", viewer.conninfo, NULL});
    process_expect(0, (const char *[]){"notice", "--show", "1", "--database", clerk.conninfo, NULL});
    for (size_t i = 0; i < COUNT(may_not); i++) {
        struct cluster seen = as(may_not[i], "work");
        process_expect(1, (const char *[]){"notice", "--period", "2025-04", "--send", "--database",
                                           seen.conninfo, NULL});
    }
}

/* Everything the daemon does by itself: a full pass, changes, messages, attempts, a notice, forgetting. */
static void the_daemon_works_with_its_own_rights_and_the_commands_with_theirs(void **state)
{
    (void)state;
    struct cluster owner, daemon_sees;
    struct process daemon = {0};

    begin("work", &owner);
    import_as(REPORTER, "work", true);
    daemon_sees = as(DAEMON, "work");
    department_watch(&daemon, &daemon_sees, config());
    wait_for_rest(&daemon, &owner, DEPARTMENT_DAY);
    wait_until(&daemon, &owner, "SELECT count(*) >= 2 FROM attempts", 30, "both channels were tried");
    wait_until(&daemon, &owner, "SELECT count(*) = 1 FROM notices WHERE session_user_name = 'watch'", 30,
               "the daemon sent a notice");

    struct cluster clerk = as(REPORTER, "work");
    department_sql(&clerk, "UPDATE execution SET spent_cumulative = 500000 WHERE month = 6");
    wait_until(&daemon, &owner, "SELECT count(*) > 0 FROM events WHERE event = 'resolved'", 30,
               "the change is evaluated");
    department_sql(&clerk, "UPDATE execution SET spent_cumulative = 1 WHERE month = 6");
    wait_until(&daemon, &owner, "SELECT count(*) > 0 FROM deviations WHERE severity = 'red'", 30,
               "and the change back");

    struct cluster chief = as(OFFICER, "work"), viewer = as(READER, "work");
    char id[32];
    snprintf(id, sizeof id, "%s", department_sql(&owner, "SELECT id FROM deviations WHERE severity = 'red'"));
    process_expect(
        0, (const char *[]){"alerts", "ack", id, "--by", "chief", "--database", chief.conninfo, NULL});
    expect_denied(
        (const char *[]){"alerts", "ack", id, "--by", "viewer", "--database", viewer.conninfo, NULL});
    expect_denied((const char *[]){"alerts", "ack", id, "--by", "clerk", "--database", clerk.conninfo, NULL});
    assert_string_equal(department_sql(&owner, "SELECT session_user_name FROM acknowledgements"), "chief");
    wait_for_rest(&daemon, &owner, DEPARTMENT_DAY);

    char *log = process_log(&daemon);
    if (strstr(log, "permission denied") != NULL || strstr(log, "level=error") != NULL)
        fail_msg("%s", log);
    free(log);
    assert_int_equal(process_stop(&daemon), 0);
    process_forget(&daemon);

    expect_notices();
    assert_string_equal(
        department_sql(&owner, "SELECT string_agg(session_user_name, ' ' ORDER BY id) FROM notices"),
        "watch chief");
    expect_forgets(&daemon_sees);
    department_sql(&owner, "UPDATE messages SET state = 'dead', settled_at = now() WHERE channel = 'hall'");
    char message[128];
    snprintf(message, sizeof message, "%s",
             department_sql(&owner, "SELECT id FROM messages WHERE state = 'dead' LIMIT 1"));
    process_expect(
        0, (const char *[]){"deliveries", "retry", message, "--database", daemon_sees.conninfo, NULL});
    process_expect(0, (const char *[]){"check", "--database", daemon_sees.conninfo, NULL});
    /*                                     status alerts replay history */
    expect_commands("work", DAEMON, true, true, true, false);
    expect_commands("work", SOURCE, false, false, true, false);
    expect_commands("work", REPORTER, false, true, true, false);
    expect_commands("work", OFFICER, true, true, true, true);
    expect_commands("work", READER, true, true, true, true);
    expect_commands("work", STRANGER, false, false, false, false);
}

static void history_tells_who_changed_what(void **state)
{
    (void)state;
    struct cluster owner, viewer;

    begin("told", &owner);
    import_as(REPORTER, "told", true);
    struct cluster feed = as(SOURCE, "told");
    department_sql(&feed, "SET application_name = 'treasury';"
                          "UPDATE execution SET spent_cumulative = 7.5 WHERE month = 6;"
                          "DELETE FROM execution WHERE month = 5");
    viewer = as(READER, "told");

    struct run run = process_run((const char *[]){"history", "P", "--database", viewer.conninfo, NULL});
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "  feed（treasury）\n    预算执行 项目编码 P，年度 2025，月份 6\n"
                                    "        累计支出：1.00 → 7.50\n"));
    assert_non_null(strstr(run.out, "月份 5：已删除\n        累计支出：0.00\n"));
    run_free(&run);

    run = process_run((const char *[]){"history", "P", "--json", "--database", viewer.conninfo, NULL});
    assert_non_null(strstr(run.out,
                           "\"user\":\"feed\",\"application\":\"treasury\",\"table\":\"execution\","
                           "\"operation\":\"update\",\"key\":{\"project_code\":\"P\","
                           "\"fiscal_year\":\"2025\",\"fund\":\"\",\"month\":\"6\"},\"changes\":"
                           "[{\"column\":\"spent_cumulative\",\"old\":\"1.00\",\"new\":\"7.50\"}]}"));
    run_free(&run);

    run =
        process_run((const char *[]){"history", "P", "--year", "2024", "--database", viewer.conninfo, NULL});
    assert_string_equal(run.out, "P：留痕中没有修改或删除。\n");
    run_free(&run);

    run = process_run((const char *[]){"history", "Q", "--database", viewer.conninfo, NULL});
    assert_int_equal(run.status, 1);
    assert_string_equal(run.err, "budgetwatch: Q is neither a project nor an indicator, and never was\n");
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_who_write_facts_can_import_and_nobody_else),
        cmocka_unit_test(the_daemon_works_with_its_own_rights_and_the_commands_with_theirs),
        cmocka_unit_test(history_tells_who_changed_what),
    };
    return cmocka_run_group_tests(tests, start_with_roles, stop_cluster);
}
