/* What all subcommands share: the table of commands, options, exit status, configuration, database. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "config/config.h"
#include "db/session.h"

enum cli_exit { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_CONFIG = 78 };

/* One file a subcommand; argv[0] is the subcommand's name. Returns the exit status. */
int cmd_run(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_migrate(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_notice(int argc, char **argv);
int cmd_evaluate(int argc, char **argv);
int cmd_alerts(int argc, char **argv);
int cmd_history(int argc, char **argv);
int cmd_outlook(int argc, char **argv);
int cmd_evidence(int argc, char **argv);
int cmd_year(int argc, char **argv);
int cmd_deliveries(int argc, char **argv);
int cmd_channel(int argc, char **argv);
int cmd_city(int argc, char **argv);
int cmd_source(int argc, char **argv);
int cmd_receive(int argc, char **argv);
int cmd_manual(int argc, char **argv);
int cmd_completion(int argc, char **argv);

struct cli_command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
};

/* The table of subcommands (cli/commands.c), in the order in which the help lists them. */
extern const struct cli_command cli_commands[];
extern const size_t cli_command_count;

/* An option of a subcommand. `--config FILE`, `--database CONNINFO` and `--help` are added to each. */
struct cli_option {
    const char *name;  /* "--year" */
    const char *value; /* what stands for the value in the help: "YYYY"; NULL: a flag */
    const char *help;
    const char **text; /* where the value goes (points into argv) */
    bool *flag;        /* where a flag goes */
};

struct cli {
    const char *config_path; /* NULL: the default place, or built-in defaults where that is absent */
    const char *database;    /* --database; NULL: the configuration's, else libpq's environment */
    struct config config;
    char **rest; /* arguments that are no options */
    int rest_count;
};

/* Parse argv and load the configuration. `usage` is one line without "usage:", `about` a paragraph. Returns
 * true to go on; on false
 * `*ret_exit` is the status to end with (help was asked for: CLI_OK; wrong usage: CLI_USAGE, with a
 * sentence on stderr; bad configuration: CLI_CONFIG, every fault on stderr). --database with a
 * password in it is refused (it would show in the process list). Ends with cli_done(). */
MUST_CHECK bool cli_start(struct cli *cli, int argc, char **argv, const char *usage, const char *about,
                          const struct cli_option *options, size_t option_count, int *ret_exit);
/* The same for a command that needs neither configuration nor database, and works whatever they are: --help
 * is its only common option, and `cli->config` stays empty. */
MUST_CHECK bool cli_start_bare(struct cli *cli, int argc, char **argv, const char *usage, const char *about,
                               const struct cli_option *options, size_t option_count, int *ret_exit);
void cli_done(struct cli *cli);

/* What a command hands to cli_start(), with the common options after its own. */
struct cli_description {
    const char *usage, *about;
    const struct cli_option *options;
    size_t option_count;
};

/* Have a command describe itself: `take` is called with what it hands to cli_start(), which then parses
 * nothing, reads no configuration and lets the command end. The description is gone when `take` returns. */
void cli_describe(const struct cli_command *command,
                  void (*take)(void *owner, const struct cli_description *description), void *owner);

/* Open the database and check that its schema is this program's. On false the sentence has been
 * printed on stderr; end with CLI_FAILED. `any_schema`: for migrate. */
MUST_CHECK bool cli_connect(struct cli *cli, struct db_session *session, bool any_schema);

/* "budgetwatch: <text>" on stderr; returns `status`, so that a command can end in it. */
int cli_fail(int status, const char *format, ...) PRINTF_LIKE(2, 3);

/* Every fault of a file on stderr, and lets go of them; returns CLI_CONFIG, so that a command can end in it.
 */
int cli_fail_faults(struct faults *faults);

/* printf() for lines with outside text in them: made safe for a terminal as base/visible.h says, lines kept.
 */
void cli_say(FILE *out, const char *format, ...) PRINTF_LIKE(2, 3);
void cli_vsay(FILE *out, const char *format, va_list args);

/* Makes an empty file for a command to write over, so that nothing that is there is lost, and of two that
 * come at once one is told. What cannot be written afterwards is the caller's to unlink. */
MUST_CHECK bool cli_claim_file(const char *path, struct err *err);

/* A whole number in low..high from an option's text; on false a sentence went to stderr (usage). */
MUST_CHECK bool cli_number(const char *option, const char *text, long low, long high, long *ret_number);

#endif
