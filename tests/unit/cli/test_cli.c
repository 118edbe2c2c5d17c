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

#include "../../support/capture.h"

enum { ARGS_MAX = 12, SAID_MAX = 4096 };

static char config_path[] = "/tmp/budgetwatch-cli-XXXXXX";

/* What a parse of the options below gave. */
struct outcome {
    bool go;
    int exit;
    const char *year, *name;
    bool json;
    struct cli cli;
    char said[SAID_MAX];  /* on standard error */
    char shown[SAID_MAX]; /* on standard output */
};

/* `args` are separated by single spaces. With a good configuration, unless they name one. */
static void start(struct outcome *o, const char *args)
{
    *o = (struct outcome){.exit = -1};
    const struct cli_option options[] = {
        {"--year", "YYYY", "the year", .text = &o->year},
        {"--name", "NAME", "a name", .text = &o->name},
        {"--json", NULL, "as JSON", .flag = &o->json},
    };
    /* Never freed before the test ends: what was parsed points into it. */
    static char text[512];
    char *argv[ARGS_MAX + 4] = {"cmd"};
    int argc = 1;

    snprintf(text, sizeof text, "%s", args);
    if (strstr(args, "--config") == NULL) {
        argv[argc++] = "--config";
        argv[argc++] = config_path;
    }
    for (char *at = text; at != NULL && *at != '\0' && argc < ARGS_MAX;) {
        argv[argc++] = at;
        at = strchr(at, ' ');
        if (at != NULL)
            *at++ = '\0';
    }
    struct capture out = captured(stdout), err = captured(stderr);
    o->go =
        cli_start(&o->cli, argc, argv, "cmd [--year YYYY] [THING...]", "Does a thing.", options, 3, &o->exit);
    given_back(&err, o->said, SAID_MAX);
    given_back(&out, o->shown, SAID_MAX);
}

/* A command that prints what it knows itself works whatever stands in /etc. */
static void a_bare_command_has_neither_configuration_nor_database(void **state)
{
    (void)state;
    char *config[] = {"cmd", "--config", "/nonexistent.json", NULL}, *plain[] = {"cmd", "thing", NULL};
    char said[SAID_MAX];
    struct cli cli;
    int status = -1;

    struct capture err = captured(stderr);
    bool go = cli_start_bare(&cli, 3, config, "cmd", "Does a thing.", NULL, 0, &status);
    given_back(&err, said, SAID_MAX);
    assert_false(go);
    assert_int_equal(status, CLI_USAGE);
    assert_non_null(strstr(said, "unknown option '--config'"));

    assert_true(cli_start_bare(&cli, 2, plain, "cmd", "Does a thing.", NULL, 0, &status));
    assert_string_equal(cli.rest[0], "thing");
    assert_null(cli.config.path);
    cli_done(&cli);
}

static void a_value_may_stand_apart_or_behind_an_equals_sign(void **state)
{
    (void)state;
    struct outcome o;

    start(&o, "--year 2023 --name=a=b --json --database=dbname=x");

    assert_true(o.go);
    assert_string_equal(o.year, "2023");
    assert_string_equal(o.name, "a=b");
    assert_true(o.json);
    assert_string_equal(o.cli.database, "dbname=x");
    assert_int_equal(o.cli.rest_count, 0);
    assert_string_equal(o.said, "");
    cli_done(&o.cli);
}

static void arguments_may_stand_between_options_and_two_dashes_end_them(void **state)
{
    (void)state;
    struct outcome o;

    start(&o, "ack --year 2023 12 - -- --json -- 13");

    assert_true(o.go);
    assert_false(o.json);
    assert_int_equal(o.cli.rest_count, 6);
    const char *const rest[] = {"ack", "12", "-", "--json", "--", "13"};
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(o.cli.rest[i], rest[i]);
    cli_done(&o.cli);
}

static void a_value_may_begin_with_a_dash(void **state)
{
    (void)state;
    struct outcome o;

    start(&o, "--name --json");

    assert_true(o.go);
    assert_string_equal(o.name, "--json");
    assert_false(o.json);
    cli_done(&o.cli);
}

static void wrong_usage_is_told_in_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *args, *sentence;
        bool tells_usage;
    } cases[] = {
        {"--wrong", "unknown option '--wrong'", true},
        {"--wrong=1", "unknown option '--wrong'", true},
        {"-x", "unknown option '-x'", true},
        {"--yea 2023", "unknown option '--yea'", true}, /* no abbreviations */
        {"--year", "--year asks for a value: YYYY", true},
        {"--json=yes", "--json takes no value", true},
        {"--database password=secret", "a password here would show in the process list", false},
        {"--database sslpassword=secret", "a password here would show", false},
        {"--database postgresql://u:secret@h/d", "a password here would show", false},
        {"--database nonsense", "not a connection string", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct outcome o;
        start(&o, cases[i].args);
        assert_false(o.go);
        assert_int_equal(o.exit, CLI_USAGE);
        assert_non_null(strstr(o.said, cases[i].sentence));
        assert_true((strstr(o.said, "usage: budgetwatch cmd [--year YYYY] [THING...]\n") != NULL) ==
                    cases[i].tells_usage);
        assert_null(strstr(o.said, "secret"));
        assert_string_equal(o.shown, "");
    }
}

static void help_is_shown_whatever_else_is_wrong(void **state)
{
    (void)state;
    struct outcome o;

    start(&o, "--config /nonexistent --help --wrong");

    assert_false(o.go);
    assert_int_equal(o.exit, CLI_OK);
    assert_non_null(strstr(o.shown, "usage: budgetwatch cmd [--year YYYY] [THING...]\n\nDoes a thing.\n"));
    assert_non_null(strstr(o.shown, "--year YYYY"));
    assert_non_null(strstr(o.shown, "--database CONNINFO"));
    assert_string_equal(o.said, "");
}

static void write_config(const char *text)
{
    FILE *file = fopen(config_path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void bad_configuration_ends_with_78_and_all_its_faults(void **state)
{
    (void)state;
    struct outcome o;

    write_config("{\"nonsense\": 1,\n \"language\": 5}\n");
    start(&o, "");
    write_config("{}\n");

    assert_false(o.go);
    assert_int_equal(o.exit, CLI_CONFIG);
    assert_non_null(strstr(o.said, "nonsense"));
    assert_non_null(strstr(o.said, "language"));
    assert_string_equal(o.shown, "");
}

static void a_password_in_the_configuration_ends_with_78(void **state)
{
    (void)state;
    struct outcome o;

    write_config("{\"database\": \"dbname=x password=secret\"}\n");
    start(&o, "");
    write_config("{}\n");

    assert_false(o.go);
    assert_int_equal(o.exit, CLI_CONFIG);
    assert_non_null(strstr(o.said, "password"));
    assert_null(strstr(o.said, "secret"));
}

static void a_configuration_that_is_named_must_be_there(void **state)
{
    (void)state;
    struct outcome o;

    start(&o, "--config /nonexistent/budgetwatch.json");

    assert_false(o.go);
    assert_int_equal(o.exit, CLI_CONFIG);
    assert_non_null(strstr(o.said, "/nonexistent/budgetwatch.json"));
}

static void an_unreachable_database_is_told_and_leaves_nothing_open(void **state)
{
    (void)state;
    struct outcome o;
    struct db_session session;
    char said[SAID_MAX];

    start(&o, "--database host=/nonexistent");
    assert_true(o.go);
    struct capture err = captured(stderr);
    bool connected = cli_connect(&o.cli, &session, false);
    given_back(&err, said, SAID_MAX);

    assert_false(connected);
    assert_true(strncmp(said, "budgetwatch: ", 13) == 0);
    assert_non_null(strstr(said, "/nonexistent"));
    cli_done(&o.cli);
}

static void numbers_are_whole_and_in_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        long number;
    } cases[] = {
        {"2023", true, 2023}, {"2000", true, 2000}, {"2100", true, 2100}, {"1999", false, 0},
        {"2101", false, 0},   {"", false, 0},       {" 2023", false, 0},  {"2023 ", false, 0},
        {"2e3", false, 0},    {"+2023", false, 0},  {"0x7e7", false, 0},  {"99999999999999999999", false, 0},
        {"20-23", false, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        long number = -1;
        char said[SAID_MAX];
        struct capture err = captured(stderr);
        bool ok = cli_number("--year", cases[i].text, 2000, 2100, &number);
        given_back(&err, said, SAID_MAX);
        assert_int_equal(ok, cases[i].ok);
        assert_int_equal(number, cases[i].ok ? cases[i].number : -1);
        assert_int_equal(said[0] == '\0', cases[i].ok);
        if (!ok)
            assert_non_null(strstr(said, "--year: '"));
    }
}

static int make_config(void **state)
{
    (void)state;
    int fd = mkstemp(config_path);

    return fd >= 0 && write(fd, "{}\n", 3) == 3 && close(fd) == 0 ? 0 : -1;
}

static int remove_config(void **state)
{
    (void)state;
    return unlink(config_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_command_has_neither_configuration_nor_database),
        cmocka_unit_test(a_value_may_stand_apart_or_behind_an_equals_sign),
        cmocka_unit_test(arguments_may_stand_between_options_and_two_dashes_end_them),
        cmocka_unit_test(a_value_may_begin_with_a_dash),
        cmocka_unit_test(wrong_usage_is_told_in_a_sentence),
        cmocka_unit_test(help_is_shown_whatever_else_is_wrong),
        cmocka_unit_test(bad_configuration_ends_with_78_and_all_its_faults),
        cmocka_unit_test(a_password_in_the_configuration_ends_with_78),
        cmocka_unit_test(a_configuration_that_is_named_must_be_there),
        cmocka_unit_test(an_unreachable_database_is_told_and_leaves_nothing_open),
        cmocka_unit_test(numbers_are_whole_and_in_bounds),
    };
    return cmocka_run_group_tests(tests, make_config, remove_config);
}
