#include "rehearsal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands, with all that an officer is told of it. */
#define REHEARSAL_STANDING                                                                                   \
    "SELECT rule, subject_kind, subject_code, fiscal_year, severity, month, observed, expected, gap, "       \
    "explanation, subject_name, unit_code, manager, since FROM deviations WHERE severity <> 'none'"

const char *rehearsal_sql(const struct cluster *database, const char *sql, ...)
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

void rehearsal_create(const struct cluster *cluster, const char *name, int projects,
                      struct cluster *ret_database)
{
    process_database(cluster, name, ret_database);
    process_expect(0,
                   (const char *[]){"migrate", "--rehearsal", "--database", ret_database->conninfo, NULL});
    rehearsal_sql(ret_database,
                  "INSERT INTO units SELECT 'U' || i, 'Unit ' || i FROM generate_series(0, %d) i;"
                  "INSERT INTO projects SELECT 'P' || i, 'U' || (i - 1) / 20, 'Project ' || i, 'project'"
                  " FROM generate_series(1, %d) i;"
                  "INSERT INTO budgets SELECT code, 2025, '', 1000000 FROM projects;"
                  "INSERT INTO execution SELECT code, 2025, '', 6, 500000 FROM projects",
                  (projects - 1) / 20, projects);
}

void rehearsal_turn_red(const struct cluster *database, int first, int last)
{
    rehearsal_sql(database,
                  "UPDATE execution SET spent_cumulative = 1000 + i FROM generate_series(%d, %d) i"
                  " WHERE project_code = 'P' || i AND month = 6",
                  first, last);
}

void rehearsal_start(struct process *process, const struct cluster *database, const char *config)
{
    process_start(process, (const char *[]){"run", "--as-of", REHEARSAL_DAY, "--config", config, "--database",
                                            database->conninfo, NULL});
}

static void rehearsal_forget(const struct cluster *database)
{
    rehearsal_sql(database,
                  "CREATE TABLE stood AS " REHEARSAL_STANDING ";"
                  "CREATE TABLE events_before AS SELECT * FROM events;"
                  "TRUNCATE deviations, events, messages, schedule, unit_progress, change_log CASCADE;"
                  "UPDATE full_pass SET fingerprint = '', finished_on = NULL, proved_on = NULL;"
                  "UPDATE leader SET until = now()");
}

void rehearsal_prove(const struct cluster *cluster, const struct cluster *database, struct process *process)
{
    assert_string_equal(rehearsal_sql(database, "SELECT count(*) FROM change_log"), "0");
    if (process->pid > 0)
        assert_int_equal(process_stop(process), 0);
    process_forget(process);
    rehearsal_forget(database);

    struct process fresh;
    rehearsal_start(&fresh, database, process_file(cluster, "fresh.json", "{\"poll_interval\": \"100ms\"}"));
    wait_for_rest(&fresh, database, REHEARSAL_DAY);
    assert_int_equal(process_stop(&fresh), 0);
    process_forget(&fresh);

    const char *missed =
        rehearsal_sql(database, "SELECT string_agg(t, E'\\n') FROM (SELECT 'missed: ' || d::text AS t"
                                " FROM (" REHEARSAL_STANDING " EXCEPT TABLE stood) d UNION ALL"
                                " SELECT 'should not stand: ' || d::text"
                                " FROM (TABLE stood EXCEPT " REHEARSAL_STANDING ") d LIMIT 5) lines");
    if (missed[0] != '\0')
        fail_msg("what stood is not what the ledger says:\n%s", missed);
}

int rehearsal_lines(char *log, const char *text)
{
    int lines = 0;

    for (const char *at = log; (at = strstr(at, text)) != NULL; ) {
        lines++;
        at = strchr(at, '\n');
        if (at == NULL)
            break;
    }
    free(log);
    return lines;
}

int rehearsal_said(const struct process *process, const char *text)
{
    return rehearsal_lines(process_log(process), text);
}

struct rehearsal_saying {
    struct process *process;
    const char *text;
    int times;
};

static bool rehearsal_has_said(void *ctx)
{
    const struct rehearsal_saying *saying = ctx;

    return rehearsal_said(saying->process, saying->text) >= saying->times;
}

void rehearsal_wait_said(struct process *process, const char *text, int times, int seconds,
                         const char *sentence)
{
    struct rehearsal_saying saying = {process, text, times};

    wait_until_true(process, rehearsal_has_said, &saying, seconds, sentence);
}
