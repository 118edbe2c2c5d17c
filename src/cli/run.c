/* budgetwatch run: the daemon. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/daemon.h"
#include "cli/cli.h"
#include "cli/connect.h"
#include "config/policy_file.h"
#include "db/migrate.h"

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

static int run(struct cli *cli, date as_of)
{
    struct faults faults = {0};
    struct policy *policy;
    struct err err = {0};
    struct daemon_settings settings = {
        .config = &cli->config, .config_path = cli->config_path, .database = cli->database, .as_of = as_of};

    if (!policy_load(cli->config.policy, &policy, &faults)) {
        struct buf text = {0};
        faults_format(&faults, &text);
        fputs(buf_text(&text), stderr);
        buf_free(&text);
        faults_done(&faults);
        return CLI_CONFIG;
    }
    settings.policy = policy;
    log_open(cli->config.log_level);
    bool ok = daemon_run(&settings, &err);
    cli->config = (struct config){0}; /* the daemon has freed it */
    if (ok)
        return CLI_OK;
    return cli_fail(err.code == ERR_CONFIG ? CLI_CONFIG : CLI_FAILED, "%s", err.text);
}

int cmd_run(int argc, char **argv)
{
    const char *as_of_text = NULL;
    const struct cli_option options[] = {
        {"--as-of", "YYYY-MM-DD", "a rehearsal: the clock stands on this day", &as_of_text, NULL},
    };
    struct cli cli;
    date as_of = DATE_NONE;
    int status;

    if (!cli_start(
            &cli, argc, argv, "run [--as-of YYYY-MM-DD]",
            "The daemon: follows the ledger, raises and resolves deviations, delivers messages. Ends on\n"
            "SIGTERM or SIGINT; SIGHUP reads configuration and policy again.",
            options, sizeof options / sizeof *options, &status))
        return status;
    if (cli.rest_count > 0)
        status = cli_fail(CLI_USAGE, "run takes no '%s'; see budgetwatch run --help", cli.rest[0]);
    else if (as_of_text != NULL && !date_parse(as_of_text, strlen(as_of_text), &as_of))
        status = cli_fail(CLI_USAGE, "--as-of: '%s' is not a date like 2023-07-18", as_of_text);
    else
        status = as_of != DATE_NONE ? may_rehearse(&cli) : CLI_OK;
    if (status == CLI_OK)
        status = run(&cli, as_of);
    cli_done(&cli);
    return status;
}
