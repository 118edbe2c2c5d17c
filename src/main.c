/* The table of subcommands. Each lives in src/cli, in a file of its own. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/cli.h"
#include "cli/streams.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
};

static const struct command commands[] = {
    {"run", cmd_run, "the daemon"},
    {"check", cmd_check, "look at configuration, policy, database and channels; sends nothing"},
    {"doctor", cmd_doctor, "collect what somebody who is to help needs, without secrets"},
    {"migrate", cmd_migrate, "create or upgrade the schema"},
    {"import", cmd_import, "read ledger files into the database"},
    {"status", cmd_status, "what stands now, as a table with bars"},
    {"replay", cmd_replay, "run the rules over a finished or running year"},
    {"notice", cmd_notice,
     "the monthly progress notice of a unit: rates, ranks, what is due, how the year may end"},
    {"evaluate", cmd_evaluate, "the year-end self-evaluation: the score sheet of a unit or a project"},
    {"alerts", cmd_alerts, "list the deviations that stand, and acknowledge them"},
    {"outlook", cmd_outlook, "the reply sheet: write it, and take it back filled in"},
    {"evidence", cmd_evidence, "files that facts rest on: attach them, see whether they still stand"},
    {"history", cmd_history, "who changed what of a project or an indicator"},
    {"year", cmd_year, "the fiscal years of the ledger: list them, close one, open it again"},
    {"deliveries", cmd_deliveries, "list messages, and send dead ones again"},
    {"channel", cmd_channel, "try a channel with a test message"},
    {"city", cmd_city, "ledgers of several cities in one database: how they fare, where they stand"},
    {"source", cmd_source, "tables of the office's own that the ledger follows: list them, try one"},
    {"receive", cmd_receive, "a receiver for trying channels"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const struct command *find(const char *name);
static int help(void);

int main(int argc, char **argv)
{
    streams_open();
    /* A reader or a peer that went away is an error of that write, not the end of the process. */
    signal(SIGPIPE, SIG_IGN);
    log_open(LOG_LEVEL_NOTICE);

    if (argc < 2) {
        fputs("usage: budgetwatch COMMAND [OPTION]… (budgetwatch --help lists the commands)\n", stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("budgetwatch %s\n", BUDGETWATCH_VERSION);
        return streams_flush(CLI_OK);
    }
    if (strcmp(argv[1], "--help") == 0)
        return streams_flush(help());

    const struct command *command = find(argv[1]);
    if (command == NULL)
        return cli_fail(CLI_USAGE, "unknown command '%s' (budgetwatch --help lists the commands)", argv[1]);
    return streams_flush(command->run(argc - 1, argv + 1));
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int help(void)
{
    puts("usage: budgetwatch COMMAND [OPTION]…\n\n"
         "Watches how budgets are spent and goals are met, against their plans.\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-12s %s\n", commands[i].name, commands[i].about);
    puts("\nbudgetwatch COMMAND --help says more of one command; budgetwatch --version says which one this "
         "is.\n"
         "Exit status: 0 well, 1 the work failed or data was bad, 2 wrong usage, 78 bad configuration.");
    return CLI_OK;
}
