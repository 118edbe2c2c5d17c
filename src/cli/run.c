/* budgetwatch run: the daemon. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/daemon.h"
#include "base/duration.h"
#include "cli/cli.h"
#include "cli/connect.h"
#include "config/policy_file.h"
#include "db/migrate.h"

enum { DAY_LEAST = 10 };

/* A rehearsal writes states and sends messages of a day that is not today: only where nobody's real
 * deviations are. */
static int may_rehearse(struct cli *cli)
{
    struct db_session session;
    struct err err = {0};
    bool rehearsal = false;

    if (!cli_try_connect(cli, &session, false, &err))
        return cli_fail(err.code == ERR_CONFIG ? CLI_CONFIG : CLI_FAILED, "%s", err.text);
    bool ok = migrate_is_rehearsal(&session, &rehearsal, &err);
    db_session_close(&session);
    if (!ok)
        cli_fail(CLI_FAILED, "%s", err.text);
    else if (!rehearsal)
        cli_fail(CLI_FAILED,
                 "--as-of is refused: this database holds a real ledger's state. Rehearse on one that was "
                 "made with 'budgetwatch migrate --rehearsal'");
    return ok && rehearsal ? CLI_OK : CLI_FAILED;
}

static int run(struct cli *cli, const struct rehearsal_settings *rehearsal)
{
    struct faults faults = {0};
    struct policy *policy;
    struct err err = {0};
    struct daemon_settings settings = {.config = &cli->config,
                                       .config_path = cli->config_path,
                                       .database = cli->database,
                                       .rehearsal = *rehearsal};

    if (!policy_load(cli->config.policy, &policy, &faults))
        return cli_fail_faults(&faults);
    settings.policy = policy;
    log_open(cli->config.log_level);
    bool ok = daemon_run(&settings, &err);
    cli->config = (struct config){0}; /* the daemon has freed it */
    if (ok)
        return CLI_OK;
    return cli_fail(err.code == ERR_CONFIG ? CLI_CONFIG : CLI_FAILED, "%s", err.text);
}

struct run_texts {
    const char *as_of, *day, *until;
};

static bool read_date(const char *option, const char *text, date *ret_date)
{
    if (date_parse(text, strlen(text), ret_date))
        return true;
    cli_fail(CLI_USAGE, "%s: '%s' is not a date like 2023-07-18", option, text);
    return false;
}

/* On false the sentence has been printed. */
static bool read_rehearsal(const struct run_texts *texts, struct rehearsal_settings *rehearsal)
{
    bool ok = true;

    if (texts->as_of == NULL && (texts->day != NULL || texts->until != NULL)) {
        cli_fail(CLI_USAGE, "--day and --until are for a rehearsal: they need --as-of, the day it begins on");
        return false;
    }
    if (texts->until != NULL && texts->day == NULL) {
        cli_fail(CLI_USAGE, "--until needs --day: how long a day lasts");
        return false;
    }
    if (texts->as_of != NULL)
        ok = read_date("--as-of", texts->as_of, &rehearsal->from);
    if (ok && texts->until != NULL)
        ok = read_date("--until", texts->until, &rehearsal->until);
    if (ok && texts->until != NULL && rehearsal->until < rehearsal->from) {
        cli_fail(CLI_USAGE, "--until: %s is before --as-of", texts->until);
        ok = false;
    }
    if (ok && texts->day != NULL &&
        (!duration_parse(texts->day, &rehearsal->day) || rehearsal->day < DAY_LEAST)) {
        cli_fail(CLI_USAGE, "--day: '%s' is not a duration of 10 ms or more, like 500ms or 2s", texts->day);
        ok = false;
    }
    return ok;
}

int cmd_run(int argc, char **argv)
{
    struct run_texts texts = {0};
    const struct cli_option options[] = {
        {"--as-of", "YYYY-MM-DD", "a rehearsal: the clock stands on this day", &texts.as_of, NULL},
        {"--day", "DURATION", "it goes on: a day lasts so long, and until its work is done", &texts.day,
         NULL},
        {"--until", "YYYY-MM-DD", "the last day, on which it stands (default: today)", &texts.until, NULL},
    };
    struct cli cli;
    struct rehearsal_settings rehearsal = {.from = DATE_NONE, .until = DATE_NONE};
    int status;

    if (!cli_start(
            &cli, argc, argv, "run [--as-of YYYY-MM-DD [--day DURATION [--until YYYY-MM-DD]]]",
            "The daemon: follows the ledger, raises and resolves deviations, delivers messages. Ends on\n"
            "SIGTERM or SIGINT; SIGHUP reads configuration and policy again.",
            options, sizeof options / sizeof *options, &status))
        return status;
    if (cli.rest_count > 0)
        status = cli_fail(CLI_USAGE, "run takes no '%s'; see budgetwatch run --help", cli.rest[0]);
    else if (!read_rehearsal(&texts, &rehearsal))
        status = CLI_USAGE;
    else
        status = rehearsal.from != DATE_NONE ? may_rehearse(&cli) : CLI_OK;
    if (status == CLI_OK)
        status = run(&cli, &rehearsal);
    cli_done(&cli);
    return status;
}
