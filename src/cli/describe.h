/* What the commands say of themselves, kept for whoever prints all of them: the manual and the completion.
 * Nothing here is written down a second time: see cli_describe(). */
#ifndef CLI_DESCRIBE_H
#define CLI_DESCRIBE_H

#include "base/mem.h"
#include "cli/cli.h"

struct described_option {
    const char *name, *value, *help; /* as in struct cli_option */
    bool common;                     /* each command has it */
};

struct described {
    const struct cli_command *command;
    const char *usage, *about; /* as handed to cli_start() */
    struct described_option *options;
    size_t option_count;
    const char **verbs; /* the second words that the usage shows: "ack", "silence" */
    size_t verb_count;
    bool takes_files; /* the usage shows an argument that is a file */
};

/* One command, or each in the order of cli_commands. Everything lives as long as the arena. */
void describe_command(struct arena *arena, const struct cli_command *command,
                      struct described *ret_described);
struct described *describe_all(struct arena *arena);

enum described_value {
    TAKES_NONE, /* a flag */
    TAKES_FILE,
    TAKES_FOLDER,
    TAKES_WORDS, /* "zh|en": those that | separates */
    TAKES_KIND,  /* a kind of ledger file */
    TAKES_RULE,  /* a rule's name */
    TAKES_OTHER, /* anything */
};
/* What stands behind an option, by the word that stands for it in the help. */
enum described_value describe_value(const char *value);

#endif
