/* Nothing is missed: whatever way a fact changes, what stands in the end is what the ledger says. The
 * daemon follows the change log only; the poll and the notification are tried, too. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include <libpq-fe.h>

#include "../support/cluster.c"
#include "../support/process.c"
#include "../support/department.c"
#include "../support/group.h"

enum { PROJECTS = 60, WRITERS = 30, TRANSACTIONS = 30 };

static unsigned seed;

static int start(void **state)
{
    seed = group_seed();
    return start_cluster(state);
}

static const char *quick_config(void)
{
    return process_file(&cluster, "feed.json", "{\"poll_interval\": \"50ms\", \"batch_size\": 7}");
}

/* A daemon at rest on a ledger where nothing deviates. */
static void begin(const char *name, struct cluster *database, struct process *daemon)
{
    department_create(&cluster, name, PROJECTS, database);
    department_watch(daemon, database, quick_config());
    wait_for_rest(daemon, database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(database, "SELECT count(*) FROM events"), "0");
}

static void end(const struct cluster *database, struct process *daemon)
{
    wait_for_rest(daemon, database, DEPARTMENT_DAY);
    department_prove(&cluster, database, daemon);
}

static PGconn *writer_open(const struct cluster *database)
{
    PGconn *pg = PQconnectdb(database->conninfo);

    if (PQstatus(pg) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(pg));
    return pg;
}

static void writer_do(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(pg));
    PQclear(result);
}

/* Its rows of the change log have lower numbers than those that were read and consumed long before they
 * could be seen. */
static void a_transaction_that_commits_late_is_not_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("late", &database, &daemon);

    PGconn *late = writer_open(&database);
    writer_do(late, "BEGIN; UPDATE execution SET spent_cumulative = 1 WHERE project_code IN ('P1', 'P2')");
    for (int project = 3; project <= 20; project++)
        department_turn_red(&database, project, project);
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&database, "SELECT count(*) FROM events"), "18");
    /* Far below what was read last: from there on most looks do not begin so low. */
    department_sql(&database, "SELECT setval('change_log_id_seq', nextval('change_log_id_seq') + 5000)");
    department_turn_red(&database, 21, 21);
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    writer_do(late, "UPDATE execution SET spent_cumulative = 2 WHERE project_code = 'P2'; COMMIT");
    PQfinish(late);

    wait_until(&daemon, &database, "SELECT count(*) = 21 FROM events", 30,
               "the late transaction is seen when it commits");
    end(&database, &daemon);
}

static void a_transaction_that_rolls_back_changes_nothing(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("back", &database, &daemon);

    PGconn *pg = writer_open(&database);
    writer_do(pg, "BEGIN; UPDATE execution SET spent_cumulative = 1 WHERE project_code = 'P1'");
    department_turn_red(&database, 2, 2);
    wait_until(&daemon, &database, "SELECT count(*) = 1 FROM events", 30, "the other writer is seen");
    writer_do(pg, "ROLLBACK");
    PQfinish(pg);

    end(&database, &daemon);
    assert_string_equal(department_sql(&database, "SELECT string_agg(subject_code, ' ') FROM events_before"),
                        "P2");
}

/* Two that touch what everything depends on: one commits and starts a full pass; the other one, whose row
 * of the change log has the lower number, commits in the middle of that pass. Seven working days and not
 * eleven have gone since June: a unit without a report for June is yellow, not red. */
static void a_holiday_that_is_committed_late_is_not_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("holiday", &database, &daemon);
    department_sql(&database, "UPDATE execution SET month = 5 FROM projects WHERE code = project_code AND "
                              "unit_code = 'U1'");
    wait_until(&daemon, &database, "SELECT count(*) = 1 FROM deviations WHERE severity = 'red'", 30,
               "a unit has not reported in time");
    wait_for_rest(&daemon, &database,
                  DEPARTMENT_DAY); /* or a batch meets the lock that the pass is to meet */

    PGconn *late = writer_open(&database), *holding = writer_open(&database);
    writer_do(late, "BEGIN; INSERT INTO calendar SELECT date '2025-07-06' + i, 'holiday' FROM "
                    "generate_series(1, 4) i");
    writer_do(holding, "BEGIN; LOCK TABLE deviations IN ACCESS EXCLUSIVE MODE");
    department_sql(&database, "TRUNCATE plans");
    wait_until(&daemon, &database,
               "SELECT count(*) >= 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
               "application_name = 'budgetwatch pass' AND datname = current_database()",
               10, "the full pass is under way");
    writer_do(late, "COMMIT");
    writer_do(holding, "COMMIT");
    PQfinish(late);
    PQfinish(holding);

    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&database, "SELECT severity FROM deviations WHERE subject_code = "
                                                  "'U1'"),
                        "yellow");
    end(&database, &daemon);
}

/* Many writers. */

struct writer {
    pthread_t thread;
    const char *conninfo;
    unsigned random;
    char fault[256];
};

static unsigned below(unsigned *random, unsigned limit)
{
    return (unsigned)rand_r(random) % limit;
}

/* Half of the projects are everybody's. */
static void make_transaction(char sql[static 1024], unsigned *random)
{
    unsigned project = 1 + below(random, below(random, 2) == 0 ? 5 : PROJECTS);
    unsigned month = 1 + below(random, 6), amount = below(random, 1300000);

    switch (below(random, 6)) {
    case 0:
    case 1:
        snprintf(sql, 1024,
                 "INSERT INTO execution VALUES ('P%u', 2025, '', %u, %u) ON CONFLICT (project_code, "
                 "fiscal_year, fund, month) DO UPDATE SET spent_cumulative = excluded.spent_cumulative",
                 project, month, amount);
        break;
    case 2:
        snprintf(sql, 1024, "DELETE FROM execution WHERE project_code = 'P%u' AND month = %u", project,
                 month);
        break;
    case 3:
        snprintf(sql, 1024, "UPDATE budgets SET initial_amount = %u WHERE project_code = 'P%u'", amount,
                 project);
        break;
    case 4:
        snprintf(sql, 1024,
                 "BEGIN; INSERT INTO plans VALUES ('P%u', 2025, 6, %u) ON CONFLICT (project_code, "
                 "fiscal_year, month) DO UPDATE SET planned_cumulative = excluded.planned_cumulative;"
                 "SELECT pg_sleep(0.01); DELETE FROM budget_adjustments WHERE project_code = 'P%u'; COMMIT",
                 project, amount, project);
        break;
    case 5:
        snprintf(sql, 1024,
                 "INSERT INTO budget_adjustments (project_code, fiscal_year, effective_on, amount) VALUES "
                 "('P%u', 2025, '2025-0%u-01', %u) ON CONFLICT DO NOTHING",
                 project, month, amount);
        break;
    }
}

/* A deadlock between writers is theirs to settle: the statement is done again. */
static bool writer_try(struct writer *writer, PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool again = code != NULL && strcmp(code, "40P01") == 0;

    if (code != NULL && !again)
        snprintf(writer->fault, sizeof writer->fault, "%s", PQerrorMessage(pg));
    PQclear(result);
    if (PQtransactionStatus(pg) != PQTRANS_IDLE)
        PQclear(PQexec(pg, "ROLLBACK"));
    return !again;
}

static void *write_much(void *arg)
{
    struct writer *writer = arg;
    PGconn *pg = PQconnectdb(writer->conninfo);
    char sql[1024];

    for (int i = 0; i < TRANSACTIONS && writer->fault[0] == '\0'; i++) {
        make_transaction(sql, &writer->random);
        while (!writer_try(writer, pg, sql))
            ;
    }
    PQfinish(pg);
    return NULL;
}

static void with_thirty_writers_at_once_no_change_is_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    struct writer writers[WRITERS];
    begin("many", &database, &daemon);

    for (unsigned i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.conninfo = database.conninfo, .random = seed + i};
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_much, &writers[i]), 0);
    }
    for (unsigned i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        assert_string_equal(writers[i].fault, "");
    }

    end(&database, &daemon);
    /* It was worth the while: the daemon has seen things come and go. */
    assert_string_equal(department_sql(&database, "SELECT count(*) > 30 FROM events_before"), "t");
    assert_string_equal(
        department_sql(&database, "SELECT count(*) > 0 FROM events_before WHERE event = 'resolved'"), "t");
}

/* While nobody else ends a transaction, one that runs is the newest that there is. The leadership is not
 * renewed meanwhile, which would be another. */
static void a_transaction_that_runs_long_while_no_other_ends_is_not_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    enum { LOOKS = 8 };
    department_create(&cluster, "alone", PROJECTS, &database);
    department_watch(
        &daemon, &database,
        process_file(&cluster, "alone.json", "{\"poll_interval\": \"50ms\", \"leader_lease\": \"10m\"}"));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);

    PGconn *writer = PQconnectdb(database.conninfo);
    PQclear(PQexec(writer, "BEGIN; UPDATE execution SET spent_cumulative = 1 WHERE project_code = 'P1'"));
    assert_int_equal(PQtransactionStatus(writer), PQTRANS_INTRANS);
    for (int look = 0; look < LOOKS; look++) {
        char sql[200];
        char *before = strdup(department_sql(&database, "SELECT max(query_start) FROM pg_stat_activity "
                                                        "WHERE application_name = 'budgetwatch monitor'"));
        snprintf(sql, sizeof sql,
                 "SELECT max(query_start) > '%s' FROM pg_stat_activity WHERE application_name = 'budgetwatch "
                 "monitor'",
                 before);
        wait_until(&daemon, &database, sql, 30, "the daemon looks at the log again and again");
        free(before);
    }
    PQclear(PQexec(writer, "COMMIT"));
    PQfinish(writer);
    wait_until(&daemon, &database, "SELECT count(*) = 1 FROM events", 30,
               "what was written by a transaction that ran alone is evaluated");
    end(&database, &daemon);
}

/* Rows that are gone. */

static void rows_that_are_deleted_or_truncated_are_not_missed(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    begin("gone", &database, &daemon);

    department_turn_red(&database, 1, 40);
    wait_until(&daemon, &database, "SELECT count(*) = 40 FROM events", 30, "forty projects are red");
    department_sql(&database, "DELETE FROM execution WHERE project_code IN ('P1', 'P2', 'P3')");
    department_sql(&database, "DELETE FROM budgets WHERE project_code IN ('P4', 'P5')");
    department_sql(&database, "DELETE FROM execution WHERE project_code = 'P6';"
                              "DELETE FROM budgets WHERE project_code = 'P6';"
                              "DELETE FROM projects WHERE code = 'P6'");
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&database,
                                       "SELECT count(*) FROM deviations WHERE severity = 'red' AND "
                                       "subject_code IN ('P4', 'P5', 'P6') AND "
                                       "rule = 'execution.pace'"),
                        "0");

    /* Nobody has reported now: each of the three units is late, and no project is red any more. */
    department_sql(&database, "TRUNCATE execution");
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);
    assert_string_equal(department_sql(&database, "SELECT string_agg(rule || ' ' || subject_code, ', ' ORDER "
                                                  "BY subject_code) FROM deviations WHERE severity <> "
                                                  "'none'"),
                        "execution.missing U0, execution.missing U1, execution.missing U2");
    end(&database, &daemon);
}

/* The poll is a minute away, and so is the renewal of the leadership. */
static void a_notification_wakes_the_daemon(void **state)
{
    (void)state;
    struct cluster database;
    struct process daemon;
    department_create(&cluster, "hint", PROJECTS, &database);
    department_watch(
        &daemon, &database,
        process_file(&cluster, "hint.json", "{\"poll_interval\": \"60s\", \"leader_lease\": \"10m\"}"));
    wait_for_rest(&daemon, &database, DEPARTMENT_DAY);

    for (int round = 1; round <= 3; round++) {
        char sql[64];
        department_turn_red(&database, round, round);
        department_sql(&database, "NOTIFY budgetwatch");
        snprintf(sql, sizeof sql, "SELECT count(*) = %d FROM events WHERE formed", round);
        wait_until(&daemon, &database, sql, 10, "a notification leads to an evaluation");
    }
    end(&database, &daemon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transaction_that_commits_late_is_not_missed),
        cmocka_unit_test(a_transaction_that_rolls_back_changes_nothing),
        cmocka_unit_test(a_transaction_that_runs_long_while_no_other_ends_is_not_missed),
        cmocka_unit_test(a_holiday_that_is_committed_late_is_not_missed),
        cmocka_unit_test(with_thirty_writers_at_once_no_change_is_missed),
        cmocka_unit_test(rows_that_are_deleted_or_truncated_are_not_missed),
        cmocka_unit_test(a_notification_wakes_the_daemon),
    };
    return cmocka_run_group_tests(tests, start, stop_cluster);
}
