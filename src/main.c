/* Which subcommand is run. The table of them is src/cli/commands.c. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/cli.h"
#include "cli/streams.h"

static const struct cli_command *find(const char *name);
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

    const struct cli_command *command = find(argv[1]);
    if (command == NULL)
        return cli_fail(CLI_USAGE, "unknown command '%s' (budgetwatch --help lists the commands)", argv[1]);
    return streams_flush(command->run(argc - 1, argv + 1));
}

static const struct cli_command *find(const char *name)
{
    for (size_t i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i].name, name) == 0)
            return &cli_commands[i];
    return NULL;
}

static int help(void)
{
    puts("usage: budgetwatch COMMAND [OPTION]…\n\n"
         "Watches how budgets are spent and goals are met, against their plans.\n\nCommands:");
    for (size_t i = 0; i < cli_command_count; i++)
        printf("  %-12s %s\n", cli_commands[i].name, cli_commands[i].about);
    puts("\nbudgetwatch COMMAND --help says more of one command; budgetwatch --version says which one this "
         "is.\n"
         "Exit status: 0 well, 1 the work failed or data was bad, 2 wrong usage, 78 bad configuration.");
    return CLI_OK;
}
