#include "department.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands, with all that an officer is told of it. */
#define DEPARTMENT_STANDING                                                                                  \
    "SELECT rule, subject_kind, subject_code, fiscal_year, severity, month, observed, expected, gap, "       \
    "explanation, subject_name, unit_code, manager, since FROM deviations WHERE severity <> 'none'"

const char *department_sql(const struct cluster *database, const char *sql, ...)
{
    char text[4096];
    va_list args;

    va_start(args, sql);
    int length = vsnprintf(text, sizeof text, sql, args);
    va_end(args);
    assert_in_range(length, 1, sizeof text - 1);
    const char *value = cluster_sql(database, text);
    if (value == NULL)
        fail_msg("this statement should work: %s", text);
    return value;
}

void department_create(const struct cluster *cluster, const char *name, int projects,
                       struct cluster *ret_database)
{
    process_rehearsal(cluster, name, ret_database);
    assert_true(cluster_prepare_years(ret_database));
    department_sql(ret_database,
                   "INSERT INTO units SELECT 'U' || i, 'Unit ' || i FROM generate_series(0, %d) i;"
                   "INSERT INTO projects SELECT 'P' || i, 'U' || (i - 1) / 20, 'Project ' || i, 'project'"
                   " FROM generate_series(1, %d) i;"
                   "INSERT INTO budgets SELECT code, 2025, '', 1000000 FROM projects;"
                   "INSERT INTO execution SELECT code, 2025, '', 6, 500000 FROM projects",
                   (projects - 1) / 20, projects);
}

void department_turn_red(const struct cluster *database, int first, int last)
{
    department_sql(database,
                   "UPDATE execution SET spent_cumulative = 1000 + i FROM generate_series(%d, %d) i"
                   " WHERE project_code = 'P' || i AND month = 6",
                   first, last);
}

void department_watch(struct process *daemon, const struct cluster *database, const char *config)
{
    process_start(daemon, (const char *[]){"run", "--as-of", DEPARTMENT_DAY, "--config", config, "--database",
                                           database->conninfo, NULL});
}

static void department_forget(const struct cluster *database)
{
    department_sql(database,
                   "CREATE TABLE stood AS " DEPARTMENT_STANDING ";"
                   "CREATE TABLE events_before AS SELECT * FROM events;"
                   "TRUNCATE deviations, acknowledgements, events, messages, message_events, attempts,"
                   " schedule, unit_progress, change_log;"
                   "UPDATE full_pass SET fingerprint = '', finished_on = NULL, proved_on = NULL;"
                   "UPDATE leader SET until = now()");
}

void department_prove(const struct cluster *cluster, const struct cluster *database, struct process *daemon)
{
    struct process fresh;

    assert_string_equal(department_sql(database, "SELECT count(*) FROM change_log"), "0");
    if (daemon->pid > 0)
        assert_int_equal(process_stop(daemon), 0);
    process_forget(daemon);
    department_forget(database);

    department_watch(&fresh, database, process_file(cluster, "fresh.json", "{\"poll_interval\": \"100ms\"}"));
    wait_for_rest(&fresh, database, DEPARTMENT_DAY);
    assert_int_equal(process_stop(&fresh), 0);
    process_forget(&fresh);

    const char *wrong = department_sql(
        database,
        "SELECT string_agg(t, E'\\n') FROM ((SELECT 'missed: ' || d::text AS t"
        " FROM (" DEPARTMENT_STANDING " EXCEPT TABLE stood) d LIMIT 3) UNION ALL"
        " (SELECT 'should not stand: ' || d::text FROM (TABLE stood EXCEPT " DEPARTMENT_STANDING ") d LIMIT "
        "3)) lines");
    if (wrong[0] != '\0')
        fail_msg("what stood is not what the ledger says:\n%s", wrong);
}

int department_said(const struct process *daemon, const char *text)
{
    char *log = process_log(daemon);
    int lines = 0;

    for (char *line = strtok(log, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (strstr(line, text) != NULL)
            lines++;
    free(log);
    return lines;
}

struct department_saying {
    const struct process *daemon;
    const char *text;
    int times;
};

static bool department_has_said(void *ctx)
{
    const struct department_saying *saying = ctx;

    return department_said(saying->daemon, saying->text) >= saying->times;
}

void department_wait_said(struct process *daemon, const char *text, int times, int seconds,
                          const char *sentence)
{
    struct department_saying saying = {daemon, text, times};

    wait_until_true(daemon, department_has_said, &saying, seconds, sentence);
}
