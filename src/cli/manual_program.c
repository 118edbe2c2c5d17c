/* budgetwatch(1): all commands with their options, as they describe themselves. */
#include <string.h>

#include "base/message_ids.h"
#include "cli/describe.h"
#include "cli/manual_pages.h"

static void add_commands(struct manual *manual, const struct described *all);
static void add_command(struct manual *manual, const struct described *described);
static void add_common_options(struct manual *manual, const struct described *described);
static void add_option(struct manual *manual, const struct described_option *option);
static void add_surroundings(struct manual *manual);
static void add_journal(struct manual *manual);

void manual_program(struct manual *manual)
{
    static const char *const others[] = {"budgetwatch.json(5)",
                                         "budgetwatch-ledger(5)",
                                         "budgetwatch-policy(5)",
                                         "budgetwatch-rubric(5)",
                                         "systemctl(1)",
                                         "journalctl(1)",
                                         "psql(1)",
                                         NULL};
    struct arena arena = {0};
    const struct described *all = describe_all(&arena);

    manual_begin(manual, "budgetwatch", 1, "follow a public department's budget and performance targets");
    manual_section(manual, "SYNOPSIS");
    manual_code(manual, "budgetwatch COMMAND [OPTION]...\nbudgetwatch COMMAND --help\n"
                        "budgetwatch --help | --version\n");
    manual_section(manual, "DESCRIPTION");
    manual_text(manual,
                "budgetwatch follows, in a PostgreSQL database, how the year's budget is spent and how the "
                "performance targets are reached; raises what drifts while it can still be corrected; and "
                "delivers it to people and to other systems. The daemon is budgetwatch run; the other "
                "commands bring facts into the ledger, show how it stands, and say what officers decide.");
    manual_text(manual,
                "Options may stand before or behind other arguments, as --name VALUE or --name=VALUE; what "
                "comes after -- is no option.");
    add_commands(manual, all);
    add_common_options(manual, &all[0]);
    add_surroundings(manual);
    add_journal(manual);
    manual_see_also(manual, others);
    arena_free(&arena);
}

static void add_commands(struct manual *manual, const struct described *all)
{
    manual_section(manual, "COMMANDS");
    for (size_t i = 0; i < cli_command_count; i++)
        add_command(manual, &all[i]);
}

static void add_command(struct manual *manual, const struct described *described)
{
    struct buf usage = {0};

    manual_group(manual, described->command->name);
    buf_puts(&usage, "budgetwatch ");
    /* The help has these lines below "usage: ", the page has not. */
    for (const char *line = described->usage; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        size_t blanks = strspn(line, " ");
        size_t dropped = blanks < strlen("usage: ") ? blanks : strlen("usage: ");
        buf_add(&usage, line + dropped, length - dropped);
        buf_putc(&usage, '\n');
        line += length + (line[length] == '\n');
    }
    manual_code(manual, buf_text(&usage));
    manual_text(manual, described->about);
    for (size_t i = 0; i < described->option_count; i++)
        if (!described->options[i].common)
            add_option(manual, &described->options[i]);
    buf_free(&usage);
}

static void add_common_options(struct manual *manual, const struct described *described)
{
    manual_section(manual, "OPTIONS");
    manual_text(manual, "Each command that has to do with the ledger takes these:");
    for (size_t i = 0; i < described->option_count; i++)
        if (described->options[i].common)
            add_option(manual, &described->options[i]);
    manual_text(manual, "Instead of a command:");
    manual_item(manual, "--version", "which version this is", NULL);
}

static void add_option(struct manual *manual, const struct described_option *option)
{
    struct buf term = {0};

    buf_printf(&term, "%s%s%s", option->name, option->value != NULL ? " " : "",
               option->value != NULL ? option->value : "");
    manual_item(manual, buf_text(&term), option->help, NULL);
    buf_free(&term);
}

struct item {
    const char *term, *text;
};

static void add_items(struct manual *manual, const char *section, const struct item *items)
{
    manual_section(manual, section);
    for (; items->term != NULL; items++)
        manual_item(manual, items->term, items->text, NULL);
}

/* What no table knows. Whoever adds a signal or a variable adds it here. */
static void add_surroundings(struct manual *manual)
{
    static const struct item statuses[] = {
        {"0", "The work is done."},
        {"1", "The work failed, or data was bad; a sentence on standard error says why."},
        {"2", "Wrong usage."},
        {"78", "Bad configuration; all faults are listed, with file and line."},
        {0}};
    static const struct item files[] = {
        {CONFIG_DEFAULT_PATH,
         "The configuration; see budgetwatch.json(5). Where it is absent the defaults hold."},
        {"/etc/budgetwatch/NAME.json",
         "That of budgetwatch@NAME.service, one of several daemons on a machine."},
        {"/usr/lib/systemd/system/budgetwatch.service, budgetwatch@.service",
         "The daemon's units; systemctl edit changes them, and hands secrets on by LoadCredential=."},
        {"/usr/share/budgetwatch",
         "The JSON Schemas of configuration, policies and rubrics, and the official "
         "holidays as a file of the ledger."},
        {"/usr/share/doc/budgetwatch", "The README; examples of policies, rubrics and a bureau's ledger."},
        {0}};
    static const struct item variables[] = {
        {"PGHOST, PGPORT, PGDATABASE, PGUSER, PGSERVICE, PGPASSFILE, ...",
         "As for every program of PostgreSQL, where configuration and --database leave something open."},
        {"CREDENTIALS_DIRECTORY",
         "Where secret files are looked up first; systemd sets it for LoadCredential=."},
        {"TMPDIR", "Where files are made that are gone again when the command ends. Default: /tmp."},
        {"NOTIFY_SOCKET, WATCHDOG_USEC", "Set by systemd: run says how it is, and that its loop turns."},
        {"JOURNAL_STREAM",
         "Set by systemd: the log goes to the journal with fields, else to standard error as a "
         "line of logfmt."},
        {0}};
    static const struct item signals[] = {
        {"SIGTERM, SIGINT", "run: hand back the leadership and what is being sent, and end."},
        {"SIGHUP",
         "run: read configuration, policy and secrets again. A bad file changes nothing and is reported. "
         "What LoadCredential= hands on stays as it was when the service started: restart it after changing "
         "one."},
        {"SIGUSR1, SIGUSR2",
         "run: log one level more, or less, until the next SIGHUP takes the configuration's level again."},
        {0}};

    add_items(manual, "EXIT STATUS", statuses);
    add_items(manual, "FILES", files);
    add_items(manual, "ENVIRONMENT", variables);
    add_items(manual, "SIGNALS", signals);
    manual_section(manual, "EXAMPLES");
    manual_text(manual,
                "Make the schema, look whether all is well, read the ledger, and see what is behind:");
    manual_code(manual, "budgetwatch migrate\nbudgetwatch check\nbudgetwatch import --dry-run ledger/\n"
                        "budgetwatch import ledger/\nbudgetwatch alerts\n");
    manual_text(manual, "Acknowledge a deviation with what is done about it:");
    manual_code(manual, "budgetwatch alerts ack 17 --by Li --cause funding --action 'tender earlier' "
                        "\\\n    --due 2023-08-20\n");
    manual_text(manual, "Every red deviation of a unit that the journal has:");
    manual_code(manual, "journalctl -u budgetwatch BUDGETWATCH_SEVERITY=red BUDGETWATCH_UNIT=GZ-01\n");
}

static void add_journal(struct manual *manual)
{
    manual_section(manual, "JOURNAL");
    manual_text(manual,
                "Under systemd an entry's fields stand beside its text as BUDGETWATCH_RULE=, "
                "BUDGETWATCH_UNIT=, BUDGETWATCH_SEVERITY=, BUDGETWATCH_SUBJECT=, BUDGETWATCH_CHANNEL= and so "
                "on; journalctl finds entries by them. What happens has a MESSAGE_ID, for ever the same, and "
                "an explanation (journalctl -x):");
    for (size_t i = 0; i < message_id_count; i++)
        manual_item(manual, message_ids[i].id, message_ids[i].about, NULL);
}
