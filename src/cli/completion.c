/* budgetwatch completion: what completes commands and options in bash, zsh or fish, from what the commands
 * say of themselves. */
#include <stdio.h>
#include <string.h>

#include "cli/completion.h"

static const struct {
    const char *shell;
    void (*write)(struct buf *out, const struct described *all);
} shells[] = {{"bash", completion_bash}, {"zsh", completion_zsh}, {"fish", completion_fish}};

enum { SHELL_COUNT = sizeof shells / sizeof shells[0] };

static int print_for(const char *shell);

int cmd_completion(int argc, char **argv)
{
    struct cli cli;
    int result;

    if (!cli_start_bare(
            &cli, argc, argv,
            "completion bash\n       budgetwatch completion zsh\n       budgetwatch completion fish",
            "Prints what completes commands, their second words and options in a shell. The package puts\n"
            "it where each shell looks for it; else, in bash: source <(budgetwatch completion bash)",
            NULL, 0, &result))
        return result;
    if (cli.rest_count != 1)
        result = cli_fail(CLI_USAGE, "completion: for which shell? bash, zsh or fish");
    else
        result = print_for(cli.rest[0]);
    cli_done(&cli);
    return result;
}

static int print_for(const char *shell)
{
    for (size_t i = 0; i < SHELL_COUNT; i++) {
        if (strcmp(shells[i].shell, shell) != 0)
            continue;
        struct buf out = {0};
        struct arena arena = {0};
        shells[i].write(&out, describe_all(&arena));
        fputs(buf_text(&out), stdout);
        arena_free(&arena);
        buf_free(&out);
        return CLI_OK;
    }
    return cli_fail(CLI_USAGE, "completion: '%s' is none of bash, zsh, fish", shell);
}

void completion_words(struct buf *out, const char *value)
{
    switch (describe_value(value)) {
    case TAKES_WORDS:
        for (; *value != '\0'; value++)
            buf_putc(out, *value == '|' ? ' ' : *value);
        break;
    case TAKES_KIND:
        for (int id = 0; id < LEDGER_COUNT; id++)
            buf_printf(out, "%s%s", id > 0 ? " " : "", ledger_kind((enum ledger_id)id)->name);
        break;
    case TAKES_RULE:
        for (int rule = 0; rule < RULE_COUNT; rule++)
            buf_printf(out, "%s%s", rule > 0 ? " " : "", rule_name((enum rule)rule));
        break;
    case TAKES_NONE:
    case TAKES_FILE:
    case TAKES_FOLDER:
    case TAKES_OTHER: break;
    }
}
