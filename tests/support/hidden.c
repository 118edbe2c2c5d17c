#include "hidden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hidden_look(const char *where, const char *text, const char *const secrets[])
{
    for (; *secrets != NULL; secrets++)
        if (strstr(text, *secrets) != NULL)
            fail_msg("the secret %s is shown by %s: %s", *secrets, where, text);
}

static void hidden_look_at_command_line(const struct process *daemon, const char *const secrets[])
{
    char path[64], line[4096] = "";

    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)daemon->pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    assert_true(length > 0);
    for (size_t i = 0; i + 1 < length; i++)
        line[i] = line[i] != '\0' ? line[i] : ' ';
    hidden_look("ps", line, secrets);
}

static void hidden_look_at_run(const char *const args[], const char *const secrets[])
{
    struct run run = process_run(args);

    assert_int_equal(run.status, 0);
    hidden_look(args[0], run.out, secrets);
    hidden_look(args[0], run.err, secrets);
    run_free(&run);
}

static void hidden_look_at_database(const struct cluster *database, const char *secret)
{
    const char *line = department_sql(
        database,
        "SELECT line FROM (SELECT m::text FROM messages m UNION ALL SELECT a::text FROM attempts a) t (line)"
        " WHERE strpos(line, '%s') > 0 LIMIT 1",
        secret);

    if (line[0] != '\0')
        fail_msg("the secret %s is in the database: %s", secret, line);
}

void hidden_expect(const struct process *daemon, const struct cluster *database, const char *const secrets[])
{
    char *log = process_log(daemon);

    hidden_look("the log", log, secrets);
    free(log);
    hidden_look_at_command_line(daemon, secrets);
    for (size_t i = 0; secrets[i] != NULL; i++)
        hidden_look_at_database(database, secrets[i]);
    hidden_look_at_run((const char *[]){"deliveries", "--json", "--database", database->conninfo, NULL},
                       secrets);
    hidden_look_at_run((const char *[]){"deliveries", "--database", database->conninfo, NULL}, secrets);
}
