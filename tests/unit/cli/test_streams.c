#include "cli/streams.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "cli/cli.h"

enum { SAID_MAX = 512 };

/* What stands at the place of standard output. */
enum output { OUTPUT_FILE, OUTPUT_FULL, OUTPUT_CLOSED, OUTPUT_READER_GONE };

static void put_output(enum output output)
{
    int ends[2];

    switch (output) {
    case OUTPUT_FILE: dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO); return;
    case OUTPUT_FULL: dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO); return;
    case OUTPUT_CLOSED: close(STDOUT_FILENO); return;
    case OUTPUT_READER_GONE:
        if (pipe(ends) == 0) {
            close(ends[0]);
            dup2(ends[1], STDOUT_FILENO);
        }
        return;
    }
}

/* A process of its own prints `count` lines and ends in `status`; returns what it ended in. */
static int print_to(enum output output, int count, int status, char said[static SAID_MAX])
{
    int ends[2], ended = 0;

    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGPIPE, SIG_IGN);
        dup2(ends[1], STDERR_FILENO);
        put_output(output);
        streams_open();
        for (int i = 0; i < count; i++)
            puts("a line of a report");
        _exit(streams_flush(status));
    }
    close(ends[1]);
    FILE *heard = fdopen(ends[0], "r");
    assert_non_null(heard);
    said[fread(said, 1, SAID_MAX - 1, heard)] = '\0';
    fclose(heard);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}

static void output_that_did_not_arrive_is_a_failure_with_its_reason(void **state)
{
    (void)state;
    enum { FEW = 1, MANY = 10000 }; /* within the stream's buffer, and far beyond it */
    static const struct {
        enum output output;
        int count, status, expected;
        const char *said;
    } cases[] = {
        {OUTPUT_FILE, MANY, CLI_OK, CLI_OK, ""},
        {OUTPUT_FILE, FEW, CLI_CONFIG, CLI_CONFIG, ""},
        {OUTPUT_FULL, FEW, CLI_OK, CLI_FAILED, "No space left on device"},
        {OUTPUT_FULL, MANY, CLI_OK, CLI_FAILED, "cannot write standard output: "},
        {OUTPUT_FULL, FEW, CLI_CONFIG, CLI_CONFIG, "No space left on device"},
        {OUTPUT_CLOSED, FEW, CLI_OK, CLI_FAILED, "cannot write standard output: "},
        {OUTPUT_CLOSED, 0, CLI_OK, CLI_OK, ""},
        {OUTPUT_READER_GONE, FEW, CLI_OK, CLI_FAILED, ""},
        {OUTPUT_READER_GONE, MANY, CLI_OK, CLI_FAILED, ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char said[SAID_MAX];
        int ended = print_to(cases[i].output, cases[i].count, cases[i].status, said);
        bool as_expected = cases[i].said[0] == '\0' ? said[0] == '\0' : strstr(said, cases[i].said) != NULL;
        if (ended != cases[i].expected || !as_expected || strstr(said, "Success") != NULL)
            fail_msg("case %zu: ended in %d and said \"%s\"", i, ended, said);
    }
}

static void what_is_opened_later_does_not_become_standard_output(void **state)
{
    (void)state;
    int ended = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
        streams_open();
        _exit(open("/dev/null", O_RDWR) > STDERR_FILENO ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_that_did_not_arrive_is_a_failure_with_its_reason),
        cmocka_unit_test(what_is_opened_later_does_not_become_standard_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
