/* The table of subcommands. Each lives in src/cli, in a file of its own. What it hands to cli_start() is its
 * help, its part of the manual and its completion, so that a row here is all that is to be added. */
#include "cli/cli.h"

const struct cli_command cli_commands[] = {
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
    {"manual", cmd_manual, "print a page of the manual, made from the program's own tables"},
    {"completion", cmd_completion, "print what completes commands and options in a shell"},
};

const size_t cli_command_count = sizeof cli_commands / sizeof cli_commands[0];
