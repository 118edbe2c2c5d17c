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
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../support/capture.h"
#include "base/buf.h"

enum { SAID_MAX = 16384 };

static char config_path[] = "/tmp/budgetwatch-check-XXXXXX";

/* What the command prints, and its exit status. */
static int run(int argc, char **argv, char shown[static SAID_MAX])
{
    struct capture out = captured(stdout);
    int result = cmd_check(argc, argv);

    given_back(&out, shown, SAID_MAX);
    return result;
}

static int check(const char *config, char shown[static SAID_MAX])
{
    char *argv[] = {"check", "--config", config_path, "--database", "host=/nonexistent connect_timeout=2",
                    NULL};
    FILE *file = fopen(config_path, "w");

    assert_non_null(file);
    fputs(config, file);
    fclose(file);
    return run(5, argv, shown);
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

/* A case is a configuration, NAME.json, and what is said of it, NAME.lines: a piece of a line each, after a
 * '!' one that must not be there. */
static void expect_lines(const char *name, const char *shown, char *lines)
{
    char *rest = NULL;

    for (char *line = strtok_r(lines, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        bool absent = line[0] == '!';
        if ((strstr(shown, line + absent) == NULL) != absent)
            fail_msg("%s: %s: %s\n%s", name, absent ? "is there" : "is not there", line + absent, shown);
    }
}

static void run_case(const char *name)
{
    struct buf path = {0}, lines = {0};
    struct err err = {0};
    char shown[SAID_MAX];

    buf_printf(&path, SOURCE_DIR "/tests/cases/check/%s.json", name);
    char *argv[] = {"check", "--config", path.data, NULL};
    run(3, argv, shown);
    buf_free(&path);
    buf_printf(&path, SOURCE_DIR "/tests/cases/check/%s.lines", name);
    if (!buf_read_file(&lines, buf_text(&path), 1 << 16, &err))
        fail_msg("%s", err.text);
    expect_lines(name, shown, lines.data);
    buf_free(&path);
    buf_free(&lines);
}

static int is_case(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end != NULL && strcmp(end, ".json") == 0;
}

static void each_unwise_thing_is_warned_of(void **state)
{
    (void)state;
    struct dirent **entries = NULL;
    int count = scandir(SOURCE_DIR "/tests/cases/check", &entries, is_case, alphasort);

    assert_true(count > 30);
    for (int i = 0; i < count; i++) {
        *strrchr(entries[i]->d_name, '.') = '\0';
        run_case(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

/* With a whole channel, so that the file is read. */
static void say_secret(const char *path, char shown[static SAID_MAX])
{
    struct buf config = {0};

    buf_printf(&config,
               "{\"channels\": [{\"name\": \"hook\", \"type\": \"webhook\", "
               "\"url\": \"https://hooks.example.org/\", \"secret_file\": \"%s\"}]}",
               path);
    check(buf_text(&config), shown);
    buf_free(&config);
}

static void a_secret_that_others_may_read_is_warned_of(void **state)
{
    (void)state;
    char path[] = "/tmp/budgetwatch-secret-XXXXXX", shown[SAID_MAX];
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_true(dprintf(fd, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n") > 0);
    say_secret(path, shown);
    if (strstr(shown, "may be read by others") != NULL)
        fail_msg("mode 0600 is fine:\n%s", shown);
    for (mode_t bit = S_IRGRP; bit > 0; bit = bit == S_IRGRP ? S_IWOTH : 0) {
        fchmod(fd, S_IRUSR | S_IWUSR | bit);
        say_secret(path, shown);
        expect(shown, "warning  channel hook: secret_file /tmp/budgetwatch-secret-");
        expect(shown, " may be read by others than its owner; run: chmod 600 /tmp/");
    }
    setenv("CREDENTIALS_DIRECTORY", "/tmp", 1);
    say_secret(strrchr(path, '/') + 1, shown);
    unsetenv("CREDENTIALS_DIRECTORY");
    if (strstr(shown, "may be read by others") != NULL)
        fail_msg("what systemd passes is fine:\n%s", shown);
    expect(shown, "ok       channel hook: webhook, https");
    close(fd);
    unlink(path);
}

static void what_is_shown_is_the_configuration_with_its_defaults(void **state)
{
    (void)state;
    char shown[SAID_MAX];
    char *argv[] = {"check", "--show", "--config", config_path, NULL};

    check("{\"poll_interval\": 90}", shown);
    assert_int_equal(run(4, argv, shown), CLI_OK);
    expect(shown, "\n  \"poll_interval\": \"90s\",\n  \"policy\": \"default\",\n");
    expect(shown, "\n    \"lease\": \"1m\",\n");
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
        cmocka_unit_test(each_unwise_thing_is_warned_of),
        cmocka_unit_test(a_secret_that_others_may_read_is_warned_of),
        cmocka_unit_test(what_is_shown_is_the_configuration_with_its_defaults),
    };
    return cmocka_run_group_tests(tests, make_config, remove_config);
}
