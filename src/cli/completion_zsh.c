#include "cli/completion.h"

#include <string.h>

static void add_command(struct buf *out, const struct described *described);
static void add_option(struct buf *out, const struct described_option *option);

/* Within single quotes, where nothing but they themselves must be escaped; `special` gets a backslash. */
static void add_quoted(struct buf *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            buf_puts(out, "'\\''");
            continue;
        }
        if (strchr(special, *text) != NULL)
            buf_putc(out, '\\');
        buf_putc(out, *text);
    }
}

void completion_zsh(struct buf *out, const struct described *all)
{
    buf_puts(out, "#compdef budgetwatch\n# Made by budgetwatch completion zsh.\n_budgetwatch()\n{\n"
                  "    local -a commands verbs options\n    commands=(\n");
    for (size_t i = 0; i < cli_command_count; i++) {
        buf_printf(out, "        '%s:", cli_commands[i].name);
        add_quoted(out, cli_commands[i].about, "");
        buf_puts(out, "'\n");
    }
    buf_puts(out, "    )\n    if ((CURRENT == 2)); then\n"
                  "        _describe -t commands command commands\n"
                  "        [[ $words[CURRENT] == -* ]] && compadd -- --help --version\n"
                  "        return\n    fi\n"
                  "    local command=$words[2]\n    shift words\n    ((CURRENT--))\n    case $command in\n");
    for (size_t i = 0; i < cli_command_count; i++)
        add_command(out, &all[i]);
    buf_puts(out, "    *) return 1 ;;\n    esac\n"
                  "    ((CURRENT == 2)) && [[ $words[CURRENT] != -* ]] && ((${#verbs})) && compadd -a verbs\n"
                  "    _arguments -S $options\n}\n"
                  "if [[ $funcstack[1] == _budgetwatch ]]; then\n    _budgetwatch \"$@\"\nelse\n"
                  "    compdef _budgetwatch budgetwatch\nfi\n");
}

static void add_command(struct buf *out, const struct described *described)
{
    buf_printf(out, "    %s)\n        verbs=(", described->command->name);
    for (size_t i = 0; i < described->verb_count; i++)
        buf_printf(out, "%s%s", i > 0 ? " " : "", described->verbs[i]);
    buf_puts(out, ")\n        options=(\n");
    for (size_t i = 0; i < described->option_count; i++)
        add_option(out, &described->options[i]);
    buf_printf(out, "            '*:argument:%s'\n        )\n        ;;\n",
               described->takes_files ? "_files" : "");
}

/* '--name=[help]:VALUE:action' */
static void add_option(struct buf *out, const struct described_option *option)
{
    enum described_value value = describe_value(option->value);
    struct buf words = {0};

    buf_printf(out, "            '%s%s[", option->name,
               value == TAKES_NONE      ? ""
               : option->name[1] == '-' ? "="
                                        : "");
    add_quoted(out, option->help, "[]\\:");
    buf_putc(out, ']');
    if (value != TAKES_NONE) {
        completion_words(&words, option->value);
        buf_putc(out, ':');
        add_quoted(out, option->value, ":\\");
        buf_putc(out, ':');
        if (value == TAKES_FILE || value == TAKES_FOLDER)
            buf_puts(out, value == TAKES_FILE ? "_files" : "_files -/");
        else if (words.length > 0)
            buf_printf(out, "(%s)", buf_text(&words));
    }
    buf_puts(out, "'\n");
    buf_free(&words);
}
