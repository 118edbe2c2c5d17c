#include "cli/completion.h"

#include <string.h>

static void add_command(struct buf *out, const struct described *described);
static void add_option(struct buf *out, const char *command, const struct described_option *option);

static void add_quoted(struct buf *out, const char *text)
{
    buf_putc(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            buf_putc(out, '\\');
        buf_putc(out, *text);
    }
    buf_putc(out, '\'');
}

void completion_fish(struct buf *out, const struct described *all)
{
    buf_puts(out, "# Made by budgetwatch completion fish.\ncomplete -c budgetwatch -f\n"
                  "complete -c budgetwatch -n __fish_use_subcommand -l help\n"
                  "complete -c budgetwatch -n __fish_use_subcommand -l version\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        buf_printf(out, "complete -c budgetwatch -n __fish_use_subcommand -a %s -d ", cli_commands[i].name);
        add_quoted(out, cli_commands[i].about);
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < cli_command_count; i++)
        add_command(out, &all[i]);
}

static void add_command(struct buf *out, const struct described *described)
{
    const char *name = described->command->name;

    if (described->verb_count > 0) {
        buf_printf(out, "complete -c budgetwatch -n '__fish_seen_subcommand_from %s' -a '", name);
        for (size_t i = 0; i < described->verb_count; i++)
            buf_printf(out, "%s%s", i > 0 ? " " : "", described->verbs[i]);
        buf_puts(out, "'\n");
    }
    if (described->takes_files)
        buf_printf(out, "complete -c budgetwatch -n '__fish_seen_subcommand_from %s' -F\n", name);
    for (size_t i = 0; i < described->option_count; i++)
        add_option(out, name, &described->options[i]);
}

static void add_option(struct buf *out, const char *command, const struct described_option *option)
{
    enum described_value value = describe_value(option->value);
    bool is_long = option->name[1] == '-';
    struct buf words = {0};

    buf_printf(out, "complete -c budgetwatch -n '__fish_seen_subcommand_from %s' -%c %s", command,
               is_long ? 'l' : 's', option->name + (is_long ? 2 : 1));
    if (value == TAKES_FILE || value == TAKES_FOLDER)
        buf_puts(out, " -r -F");
    else if (value != TAKES_NONE)
        buf_puts(out, " -x");
    completion_words(&words, option->value);
    if (words.length > 0) {
        buf_puts(out, " -a ");
        add_quoted(out, buf_text(&words));
    }
    buf_puts(out, " -d ");
    add_quoted(out, option->help);
    buf_putc(out, '\n');
    buf_free(&words);
}
