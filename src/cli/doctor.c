/* budgetwatch doctor: one text to be read, and then sent to whoever is to help. What cannot be had says so,
 * and the rest goes on; nothing waits longer than its time. */
#include "cli/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/visible.h"
#include "cli/check.h"
#include "config/show.h"

enum { SECTION_TIME = 10000 }; /* ms, of connecting and of each statement */

static void add_check(struct buf *out, const struct cli *cli)
{
    char *text = NULL;
    size_t size = 0;
    struct check check = {
        .cli = cli, .out = open_memstream(&text, &size), .result = CLI_OK, .for_others = true};

    doctor_section(out, "check");
    if (check.out == NULL) {
        buf_printf(out, "not to be had: %s\n", strerror(errno));
        return;
    }
    check_all(&check);
    fclose(check.out);
    doctor_mask(out, text);
    buf_printf(out, "exit status: %d\n", check.result);
    free(text);
}

static void make_report(struct buf *out, const struct cli *said)
{
    struct cli cli = *said;

    /* What is waited for here is only looked at. */
    if (cli.config.connect_timeout > SECTION_TIME)
        cli.config.connect_timeout = SECTION_TIME;
    cli.config.statement_timeout = SECTION_TIME;
    buf_puts(
        out,
        "budgetwatch doctor. Read it before you send it: it should hold no secret, no person, no address and "
        "no name from the ledger.\nChannels, sources and files are named as the configuration names them.\n");
    doctor_program(out);
    doctor_machine(out, &cli);
    doctor_section(out, "configuration in force");
    config_show(out, &said->config, CONFIG_SHOW_OTHERS);
    add_check(out, &cli);
    doctor_database(out, &cli);
    doctor_processes(out);
    doctor_journal(out);
    /* Anybody on this machine can write into the journal, also what a terminal would act upon. */
    if (out->length > 0)
        visible_clean(out->data, /* lines */ true);
}

/* For its owner alone, until that has read it. */
static bool write_file(const char *path, const struct buf *report, struct err *err)
{
    umask(S_IRWXG | S_IRWXO);
    if (!cli_claim_file(path, err))
        return false;
    int file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    bool ok = file >= 0;
    for (size_t at = 0; ok && at < report->length;) {
        ssize_t written = write(file, report->data + at, report->length - at);
        ok = written > 0;
        at += ok ? (size_t)written : 0;
    }
    if (!ok)
        err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    if (!ok)
        unlink(path);
    return ok;
}

int cmd_doctor(int argc, char **argv)
{
    struct cli cli;
    struct buf report = {0};
    struct err err = {0};
    const char *path = NULL;
    const struct cli_option options[] = {
        {"-o", "FILE", "write it to a file, for its owner alone, instead of standard output", .text = &path},
    };
    int result;

    if (!cli_start(
            &cli, argc, argv, "doctor [-o FILE]",
            "Collects what somebody who is to help needs to know, as one text: versions, configuration,\n"
            "check, how the database and the daemon fare. Counts and codes, without secrets, people or\n"
            "texts. Read it before you send it.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    if (cli.rest_count > 0) {
        cli_done(&cli);
        return cli_fail(CLI_USAGE, "doctor: unexpected argument '%s'", argv[argc - 1]);
    }
    make_report(&report, &cli);
    if (path == NULL)
        fputs(buf_text(&report), stdout);
    else if (!write_file(path, &report, &err))
        result = cli_fail(CLI_FAILED, "%s", err.text);
    else
        fprintf(stderr, "%s is written: read it before you send it.\n", path);
    buf_free(&report);
    cli_done(&cli);
    return err.code == ERR_NONE ? CLI_OK : result;
}
