#include "cli/completion.h"

#include <string.h>

/* COMP_WORDBREAKS parts --name=value into three words, the second of which is "=". */
static const char head[] =
    "# Made by budgetwatch completion bash.\n"
    "_budgetwatch()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
    "    local words= verbs= files=\n"
    "\n"
    "    COMPREPLY=()\n"
    "    if [[ $cur == = ]]; then\n"
    "        cur=\n"
    "    elif [[ $prev == = ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    fi\n"
    "    if ((COMP_CWORD == 1)); then\n";

static const char middle[] = "    fi\n"
                             "    case $command:$prev in\n";

static const char options_head[] = "    esac\n"
                                   "    case $command in\n";

static const char tail[] = "    esac\n"
                           "    if [[ $cur == -* ]]; then\n"
                           "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                           "    elif ((COMP_CWORD == 2)) && [[ $verbs ]]; then\n"
                           "        COMPREPLY=($(compgen -W \"$verbs\" -- \"$cur\"))\n"
                           "    fi\n"
                           "    if [[ $files && $cur != -* ]]; then\n"
                           "        _budgetwatch_files -f\n"
                           "    fi\n"
                           "}\n"
                           "# Names with blanks in them stay whole, and folders may be gone on with.\n"
                           "_budgetwatch_files()\n"
                           "{\n"
                           "    local found\n"
                           "    while IFS= read -r found; do\n"
                           "        COMPREPLY+=(\"$found\")\n"
                           "    done < <(compgen \"$1\" -- \"$cur\")\n"
                           "    compopt -o filenames 2>/dev/null\n"
                           "}\n"
                           "complete -F _budgetwatch budgetwatch\n";

static void add_values(struct buf *out, const struct described *described);
static void add_options(struct buf *out, const struct described *described);

void completion_bash(struct buf *out, const struct described *all)
{
    buf_puts(out, head);
    buf_puts(out, "        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < cli_command_count; i++)
        buf_printf(out, "%s ", cli_commands[i].name);
    buf_puts(out, "--help --version\" -- \"$cur\"))\n        return\n");
    buf_puts(out, middle);
    for (size_t i = 0; i < cli_command_count; i++)
        add_values(out, &all[i]);
    buf_puts(out, options_head);
    for (size_t i = 0; i < cli_command_count; i++)
        add_options(out, &all[i]);
    buf_puts(out, tail);
}

static void add_values(struct buf *out, const struct described *described)
{
    for (size_t i = 0; i < described->option_count; i++) {
        const struct described_option *option = &described->options[i];
        enum described_value value = describe_value(option->value);
        struct buf words = {0};
        if (value == TAKES_NONE)
            continue;
        completion_words(&words, option->value);
        buf_printf(out, "    %s:%s) ", described->command->name, option->name);
        if (value == TAKES_FILE || value == TAKES_FOLDER)
            buf_printf(out, "_budgetwatch_files %s; ", value == TAKES_FILE ? "-f" : "-d");
        else if (words.length > 0)
            buf_printf(out, "COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); ", buf_text(&words));
        buf_puts(out, "return ;;\n");
        buf_free(&words);
    }
}

static void add_options(struct buf *out, const struct described *described)
{
    buf_printf(out, "    %s)\n        words=\"", described->command->name);
    for (size_t i = 0; i < described->option_count; i++)
        buf_printf(out, "%s%s", i > 0 ? " " : "", described->options[i].name);
    buf_puts(out, "\"\n        verbs=\"");
    for (size_t i = 0; i < described->verb_count; i++)
        buf_printf(out, "%s%s", i > 0 ? " " : "", described->verbs[i]);
    buf_printf(out, "\"\n        files=%s\n        ;;\n", described->takes_files ? "1" : "");
}
