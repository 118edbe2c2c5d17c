/* budgetwatch check: one line a check, nothing is sent and nothing written. Every check is made whatever
 * became of the ones before, so that one run shows everything there is to mend. */
#include "cli/check.h"

#include <stdarg.h>

#include "config/policy_file.h"
#include "config/rubric_file.h"
#include "config/show.h"

static void check_policy(struct check *check);
static void check_rubric(struct check *check);

int cmd_check(int argc, char **argv)
{
    struct cli cli;
    bool show = false;
    const struct cli_option options[] = {
        {"--show", NULL,
         "print the configuration that is in force instead, defaults filled in, secrets masked, as JSON",
         .flag = &show},
    };
    int result;

    if (!cli_start(
            &cli, argc, argv, "check [--show]",
            "Looks at configuration, policy, rubric, secrets, channels, notices, status page, database,\n"
            "calendar and sources; sends nothing.\n"
            "Prints a line for each: ok, warning or FAILED, and why. Warnings leave the exit status 0.",
            options, sizeof options / sizeof options[0], &result))
        return result;

    if (cli.rest_count > 0) {
        result = cli_fail(CLI_USAGE, "check: unexpected argument '%s'", cli.rest[0]);
    } else if (show) {
        struct buf text = {0};
        config_show(&text, &cli.config, CONFIG_SHOW_OWNER);
        fputs(buf_text(&text), stdout);
        buf_free(&text);
        result = CLI_OK;
    } else {
        struct check check = {.cli = &cli, .out = stdout, .result = CLI_OK};
        check_all(&check);
        result = check.result;
    }
    cli_done(&cli);
    return result;
}

void check_all(struct check *check)
{
    const struct config *config = &check->cli->config;

    /* A faulty one does not come here: cli_start() has listed its faults. */
    check_say(check, CHECK_OK, "configuration: %s",
              config->path != NULL ? config->path : "built-in defaults");
    check_policy(check);
    check_rubric(check);
    check_options(check);
    check_channels(check);
    check_telling(check);
    check_web(check);
    check_database(check);
    check_sources(check);
}

void check_say(struct check *check, enum check_outcome outcome, const char *format, ...)
{
    static const char *const names[] = {"ok", "warning", "FAILED", "FAILED"};
    static const int results[] = {CLI_OK, CLI_OK, CLI_FAILED, CLI_CONFIG};
    va_list args;

    fprintf(check->out, "%-8s ", names[outcome]);
    va_start(args, format);
    cli_vsay(check->out, format, args);
    va_end(args);
    fputc('\n', check->out);
    if (results[outcome] > check->result)
        check->result = results[outcome];
}

static void say_faults(struct check *check, const char *what, const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->list[i];
        char line[16] = "";
        if (f->line > 0)
            snprintf(line, sizeof line, ":%d", f->line);
        check_say(check, CHECK_FAULTY, "%s: %s%s: %s%s%s", what, f->file, line, f->path,
                  f->path[0] != '\0' ? ": " : "", f->reason);
    }
}

static void check_policy(struct check *check)
{
    struct policy *policy = NULL;
    struct faults faults = {0};

    if (policy_load(check->cli->config.policy, &policy, &faults))
        check_say(check, CHECK_OK, "policy: %s", policy->name);
    say_faults(check, "policy", &faults);
    policy_free(policy);
    faults_done(&faults);
}

/* The one of units: a project's is named on the command line, or shipped. */
static void check_rubric(struct check *check)
{
    struct rubric *rubric = NULL;
    struct faults faults = {0};

    bool ok = rubric_load(check->cli->config.rubric, &rubric, &faults);
    if (ok && rubric->subject == RUBRIC_UNIT)
        check_say(check, CHECK_OK, "rubric: %s, %zu items", rubric->name, rubric->item_count);
    else if (ok)
        check_say(check, CHECK_FAULTY, "rubric: %s is for projects; the option is that of units",
                  rubric->name);
    say_faults(check, "rubric", &faults);
    rubric_free(rubric);
    faults_done(&faults);
}
