/* What budgetwatch check says of the files that the configuration names. No database is there: that is one
 * more line, and never hides the others. */
#include "cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { SAID_MAX = 16384 };

static char config_path[] = "/tmp/budgetwatch-check-XXXXXX";

static int check(const char *config, char shown[static SAID_MAX])
{
    char *argv[] = {"check", "--config", config_path, "--database", "host=/nonexistent connect_timeout=2",
                    NULL};
    FILE *file = fopen(config_path, "w");
    FILE *into = tmpfile();

    assert_non_null(file);
    assert_non_null(into);
    fputs(config, file);
    fclose(file);
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    dup2(fileno(into), STDOUT_FILENO);
    int result = cmd_check(5, argv);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    rewind(into);
    shown[fread(shown, 1, SAID_MAX - 1, into)] = '\0';
    fclose(into);
    return result;
}

static void expect(const char *shown, const char *line)
{
    if (strstr(shown, line) == NULL)
        fail_msg("not there: %s\n%s", line, shown);
}

static void good_files_are_named(void **state)
{
    (void)state;
    char shown[SAID_MAX];

    assert_int_equal(check("{}", shown), CLI_FAILED);
    expect(shown, "ok       policy: default\n");
    expect(shown, "ok       rubric: guangzhou-department-2023, 25 items\n");
    expect(shown, "FAILED   database: ");
}

static void the_faults_of_a_rubric_are_told_with_their_lines(void **state)
{
    (void)state;
    char shown[SAID_MAX];

    assert_int_equal(check("{\"rubric\": \"" SOURCE_DIR "/tests/cases/rubric/bad/levels.json\"}", shown),
                     CLI_CONFIG);
    expect(shown, "ok       policy: default\n");
    expect(shown, "FAILED   rubric: " SOURCE_DIR "/tests/cases/rubric/bad/levels.json:7: levels[1].holds: an "
                  "earlier level holds \"cost\" already\n");
    expect(shown, "/levels.json:9: levels[3].holds: expected at least one element\n");
    expect(shown, "FAILED   database: ");
}

static void a_rubric_that_is_not_shipped_or_is_for_projects_does_not_do(void **state)
{
    (void)state;
    char shown[SAID_MAX];

    assert_int_equal(check("{\"rubric\": \"shanghai\"}", shown), CLI_CONFIG);
    expect(shown, "FAILED   rubric: shanghai: no rubric of that name is shipped (");
    assert_int_equal(check("{\"rubric\": \"mof-project-2020\"}", shown), CLI_CONFIG);
    expect(shown, "FAILED   rubric: mof-project-2020 is for projects; the option is that of units\n");
}

static void the_faults_of_a_policy_are_told_in_the_same_way(void **state)
{
    (void)state;
    char shown[SAID_MAX];

    assert_int_equal(check("{\"policy\": \"" SOURCE_DIR "/tests/cases/policy/bad/no_name.json\"}", shown),
                     CLI_CONFIG);
    expect(shown, "/no_name.json:1: overrides: expected a list, found an object\n");
    expect(shown, "ok       rubric: ");
}

static int make_config(void **state)
{
    (void)state;
    int fd = mkstemp(config_path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_config(void **state)
{
    (void)state;
    return unlink(config_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_are_named),
        cmocka_unit_test(the_faults_of_a_rubric_are_told_with_their_lines),
        cmocka_unit_test(a_rubric_that_is_not_shipped_or_is_for_projects_does_not_do),
        cmocka_unit_test(the_faults_of_a_policy_are_told_in_the_same_way),
    };
    return cmocka_run_group_tests(tests, make_config, remove_config);
}
