#include "cli/describe.h"

#include <string.h>

static void keep(void *owner, const struct cli_description *description);
static void find_verbs(struct arena *arena, struct described *described);
static void add_verbs(struct arena *arena, struct described *described, const char *form);

/* Where keep() puts what it is told. */
struct keeping {
    struct arena *arena;
    struct described *described;
};

void describe_command(struct arena *arena, const struct cli_command *command, struct described *ret_described)
{
    struct keeping keeping = {arena, ret_described};

    *ret_described = (struct described){.command = command, .usage = command->name, .about = ""};
    cli_describe(command, keep, &keeping);
    find_verbs(arena, ret_described);
}

struct described *describe_all(struct arena *arena)
{
    struct described *all = arena_alloc(arena, cli_command_count * sizeof *all);

    for (size_t i = 0; i < cli_command_count; i++)
        describe_command(arena, &cli_commands[i], &all[i]);
    return all;
}

/* What cli_start() adds to each command. */
static bool is_common(const char *name)
{
    return strcmp(name, "--config") == 0 || strcmp(name, "--database") == 0 || strcmp(name, "--help") == 0;
}

static void keep(void *owner, const struct cli_description *description)
{
    struct keeping *keeping = owner;
    struct described *to = keeping->described;

    to->usage = arena_text(keeping->arena, description->usage);
    to->about = arena_text(keeping->arena, description->about);
    to->option_count = description->option_count;
    to->options = arena_alloc(keeping->arena, to->option_count * sizeof *to->options);
    for (size_t i = 0; i < to->option_count; i++) {
        const struct cli_option *from = &description->options[i];
        to->options[i] = (struct described_option){
            .name = arena_text(keeping->arena, from->name),
            .value = from->value != NULL ? arena_text(keeping->arena, from->value) : NULL,
            .help = arena_text(keeping->arena, from->help),
            .common = is_common(from->name),
        };
    }
}

/* A usage is forms, "alerts [--all]", "alerts ack ID... --by NAME", each after the first on a line that
 * begins with the program's name; other lines go on with the form before them. */
static void find_verbs(struct arena *arena, struct described *described)
{
    static const char program[] = "budgetwatch ";
    const char *name = described->command->name;
    size_t length = strlen(name);

    described->verbs = arena_alloc(arena, (strlen(described->usage) + 1) * sizeof *described->verbs);
    for (const char *line = described->usage; line != NULL;) {
        line += strspn(line, " \n");
        if (strncmp(line, program, strlen(program)) == 0)
            line += strlen(program);
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            add_verbs(arena, described, line + length + 1);
        line = strchr(line, '\n');
    }
}

static bool is_file_word(const char *text)
{
    return strncmp(text, "FILE", 4) == 0 || strncmp(text, "PATH", 4) == 0;
}

/* "list|verify [--json]" are two. What is written in capitals is an argument. */
static void add_verbs(struct arena *arena, struct described *described, const char *form)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz-.";

    for (size_t length; (length = strspn(form, letters)) > 0 && form[0] != '-'; form++) {
        const char *verb = arena_text_n(arena, form, length);
        size_t i = 0;
        while (i < described->verb_count && strcmp(described->verbs[i], verb) != 0)
            i++;
        if (i == described->verb_count)
            described->verbs[described->verb_count++] = verb;
        form += length;
        if (*form != '|')
            break;
    }
    form += strspn(form, " ");
    described->takes_files |= is_file_word(form);
}

enum described_value describe_value(const char *value)
{
    if (value == NULL)
        return TAKES_NONE;
    if (strchr(value, '|') != NULL)
        return TAKES_WORDS;
    if (is_file_word(value))
        return TAKES_FILE;
    if (strcmp(value, "DIR") == 0)
        return TAKES_FOLDER;
    if (strcmp(value, "KIND") == 0)
        return TAKES_KIND;
    if (strcmp(value, "RULE") == 0)
        return TAKES_RULE;
    return TAKES_OTHER;
}
