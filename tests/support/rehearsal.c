#include "rehearsal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void rehearsal_configure(struct rehearsal *rehearsal, const char *name, const char *policy,
                                int batch_size)
{
    char file[128];

    snprintf(rehearsal->name, sizeof rehearsal->name, "%s", name);
    snprintf(rehearsal->policy, sizeof rehearsal->policy, "%s", policy);
    rehearsal->batch_size = batch_size;
    snprintf(file, sizeof file, "%s.json", name);
    /* Nobody notifies in a test: the daemon looks for changes as often as it may. */
    snprintf(rehearsal->config, sizeof rehearsal->config, "%s",
             process_file(&rehearsal->database, file,
                          "{\"database\": \"%s\", \"poll_interval\": \"50ms\", \"policy\": \"%s\", "
                          "\"batch_size\": %d}",
                          rehearsal->database.conninfo, rehearsal->policy, batch_size));
}

void rehearsal_begin(struct rehearsal *rehearsal, const struct cluster *cluster, const char *name,
                     const char *policy, int batch_size)
{
    *rehearsal = (struct rehearsal){0};
    process_database(cluster, name, &rehearsal->database);
    rehearsal_configure(rehearsal, name, policy, batch_size);
    process_expect(0, (const char *[]){"migrate", "--rehearsal", "--config", rehearsal->config, NULL});
    assert_true(cluster_prepare_years(&rehearsal->database));
}

void rehearsal_start(struct rehearsal *rehearsal, const char *as_of)
{
    snprintf(rehearsal->as_of, sizeof rehearsal->as_of, "%s", as_of);
    process_start(&rehearsal->daemon,
                  (const char *[]){"run", "--as-of", as_of, "--config", rehearsal->config, NULL});
}

void rehearsal_rest(struct rehearsal *rehearsal)
{
    wait_for_rest(&rehearsal->daemon, &rehearsal->database, rehearsal->as_of);
}

void rehearsal_stop(struct rehearsal *rehearsal)
{
    static const char *const bad[] = {"nightly proof found", "level=error", "level=warning", "Sanitizer",
                                      "runtime error"};
    int status = process_stop(&rehearsal->daemon);
    char *log = process_log(&rehearsal->daemon);

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (strstr(log, bad[i]) != NULL)
            fail_msg("%s: the daemon complained:\n%s", rehearsal->as_of, log);
    if (status != 0)
        fail_msg("%s: the daemon ended with status %d:\n%s", rehearsal->as_of, status, log);
    free(log);
    process_forget(&rehearsal->daemon);
}

void rehearsal_day(struct rehearsal *rehearsal, const char *as_of)
{
    rehearsal_start(rehearsal, as_of);
    rehearsal_rest(rehearsal);
    rehearsal_stop(rehearsal);
}

void rehearsal_copy(const struct rehearsal *rehearsal, const struct cluster *cluster, const char *name,
                    struct rehearsal *ret_copy)
{
    *ret_copy = (struct rehearsal){0};
    process_database_copy(cluster, name, rehearsal->name, &ret_copy->database);
    rehearsal_configure(ret_copy, name, rehearsal->policy, rehearsal->batch_size);
    if (cluster_sql(&ret_copy->database,
                    "SET client_min_messages = warning;"
                    "TRUNCATE change_log, schedule, unit_progress, deviations CASCADE;"
                    "UPDATE full_pass SET fingerprint = '', finished_on = NULL, proved_on = NULL") == NULL)
        fail_msg("the copy %s cannot be made new", name);
}

void rehearsal_states(const struct rehearsal *rehearsal, struct lines *states)
{
    lines_query(
        states, &rehearsal->database,
        "SELECT rule, subject_kind, subject_code, fiscal_year, severity, month, observed, expected, gap,"
        " explanation, subject_name, unit_code, manager FROM deviations WHERE severity <> 'none'");
}

void rehearsal_end(struct rehearsal *rehearsal)
{
    process_forget(&rehearsal->daemon);
}
