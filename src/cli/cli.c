#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/visible.h"
#include "db/conninfo.h"
#include "service/source_read.h"

/* What one parse works on. */
struct parse {
    const char *usage, *about;
    struct cli_option *options; /* the command's and then the common ones */
    size_t count;
    bool help;
    bool bare; /* neither configuration nor database */
    struct cli *cli;
};

static void add_common_options(struct parse *parse, const struct cli_option *own, size_t own_count);
static bool start(struct parse *parse, int argc, char **argv, int *ret_exit);
static void describe(struct parse *parse);
static bool parse_arguments(struct parse *parse, int argc, char **argv);
static bool take_option(struct parse *parse, int argc, char **argv, int *at);
static const struct cli_option *find_option(const struct parse *parse, const char *text, size_t length);
static bool usage_fault(const struct parse *parse, const char *format, ...) PRINTF_LIKE(2, 3);
static void print_help(const struct parse *parse);
static int check_database_option(const struct cli *cli);
static int load_config(struct cli *cli);
static int check_configured_database(const struct cli *cli);

/* Who is told of a command instead of the command being run; see cli_describe(). */
static struct {
    void (*take)(void *owner, const struct cli_description *description);
    void *owner;
} describing;

bool cli_start(struct cli *cli, int argc, char **argv, const char *usage, const char *about,
               const struct cli_option *options, size_t option_count, int *ret_exit)
{
    struct parse parse = {.usage = usage, .about = about, .cli = cli};

    *cli = (struct cli){0};
    add_common_options(&parse, options, option_count);
    return start(&parse, argc, argv, ret_exit);
}

bool cli_start_bare(struct cli *cli, int argc, char **argv, const char *usage, const char *about,
                    const struct cli_option *options, size_t option_count, int *ret_exit)
{
    struct parse parse = {.usage = usage, .about = about, .bare = true, .cli = cli};

    *cli = (struct cli){0};
    add_common_options(&parse, options, option_count);
    return start(&parse, argc, argv, ret_exit);
}

static bool start(struct parse *parse, int argc, char **argv, int *ret_exit)
{
    struct cli *cli = parse->cli;

    cli->rest = mem_alloc((size_t)argc * sizeof *cli->rest);
    if (describing.take != NULL) {
        describe(parse);
        *ret_exit = CLI_OK;
        return false;
    }
    bool parsed = parse_arguments(parse, argc, argv);
    int status = parsed ? CLI_OK : CLI_USAGE;
    if (parsed && parse->help)
        print_help(parse);
    free(parse->options);

    if (status == CLI_OK && !parse->help && !parse->bare)
        status = check_database_option(cli);
    if (status == CLI_OK && !parse->help && !parse->bare)
        status = load_config(cli);
    if (status == CLI_OK && !parse->help)
        return true;
    free(cli->rest);
    *ret_exit = status;
    return false;
}

static void describe(struct parse *parse)
{
    const struct cli_description description = {.usage = parse->usage,
                                                .about = parse->about,
                                                .options = parse->options,
                                                .option_count = parse->count};

    describing.take(describing.owner, &description);
    free(parse->options);
    free(parse->cli->rest);
}

void cli_describe(const struct cli_command *command,
                  void (*take)(void *owner, const struct cli_description *description), void *owner)
{
    char *argv[] = {(char *)command->name, NULL};

    describing.take = take;
    describing.owner = owner;
    (void)command->run(1, argv);
    describing.take = NULL;
}

void cli_done(struct cli *cli)
{
    config_done(&cli->config);
    free(cli->rest);
}

static void add_common_options(struct parse *parse, const struct cli_option *own, size_t own_count)
{
    const struct cli_option common[] = {
        {"--config", "FILE", "the configuration (default: " CONFIG_DEFAULT_PATH ")",
         .text = &parse->cli->config_path},
        {"--database", "CONNINFO", "libpq's connection string, without a password",
         .text = &parse->cli->database},
        {"--help", NULL, "this text", .flag = &parse->help},
    };
    size_t dropped = parse->bare ? sizeof common / sizeof common[0] - 1 : 0;
    size_t common_count = sizeof common / sizeof common[0] - dropped;

    parse->options = mem_grow(NULL, own_count + common_count, sizeof *parse->options);
    if (own_count > 0)
        memcpy(parse->options, own, own_count * sizeof *own);
    memcpy(parse->options + own_count, common + dropped, common_count * sizeof common[0]);
    parse->count = own_count + common_count;
}

static bool parse_arguments(struct parse *parse, int argc, char **argv)
{
    bool options_ended = false;

    for (int at = 1; at < argc && !parse->help; at++) {
        if (!options_ended && strcmp(argv[at], "--") == 0)
            options_ended = true;
        else if (options_ended || argv[at][0] != '-' || argv[at][1] == '\0')
            parse->cli->rest[parse->cli->rest_count++] = argv[at];
        else if (!take_option(parse, argc, argv, &at))
            return false;
    }
    return true;
}

/* `--name value`, `--name=value` or a flag; moves `*at` over a value that stands apart. */
static bool take_option(struct parse *parse, int argc, char **argv, int *at)
{
    const char *text = argv[*at];
    size_t length = strcspn(text, "=");
    const char *value = text[length] == '=' ? text + length + 1 : NULL;
    const struct cli_option *option = find_option(parse, text, length);

    if (option == NULL)
        return usage_fault(parse, "unknown option '%.*s'", (int)length, text);
    if (option->value == NULL) {
        if (value != NULL)
            return usage_fault(parse, "%s takes no value", option->name);
        *option->flag = true;
        return true;
    }
    if (value == NULL) {
        if (*at + 1 >= argc)
            return usage_fault(parse, "%s asks for a value: %s", option->name, option->value);
        value = argv[++*at];
    }
    *option->text = value;
    return true;
}

static const struct cli_option *find_option(const struct parse *parse, const char *text, size_t length)
{
    for (size_t i = 0; i < parse->count; i++) {
        const char *name = parse->options[i].name;
        if (strlen(name) == length && memcmp(name, text, length) == 0)
            return &parse->options[i];
    }
    return NULL;
}

static bool usage_fault(const struct parse *parse, const char *format, ...)
{
    va_list args;

    fputs("budgetwatch: ", stderr);
    va_start(args, format);
    cli_vsay(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nusage: budgetwatch %s\n", parse->usage);
    return false;
}

static void print_help(const struct parse *parse)
{
    printf("usage: budgetwatch %s\n\n%s\n\nOptions:\n", parse->usage, parse->about);
    for (size_t i = 0; i < parse->count; i++) {
        const struct cli_option *o = &parse->options[i];
        char head[64];
        snprintf(head, sizeof head, "%s%s%s", o->name, o->value == NULL ? "" : " ",
                 o->value == NULL ? "" : o->value);
        printf("  %-24s %s\n", head, o->help);
    }
}

static int check_database_option(const struct cli *cli)
{
    bool has_password = false;
    struct err err = {0};

    if (!conninfo_has_password(cli->database, &has_password, &err))
        return cli_fail(CLI_USAGE, "--database: %s", err.text);
    if (has_password)
        return cli_fail(CLI_USAGE, "--database: a password here would show in the process list; "
                                   "put it into a password file (PGPASSFILE or ~/.pgpass)");
    return CLI_OK;
}

int cli_fail_faults(struct faults *faults)
{
    struct buf text = {0};

    faults_format(faults, &text);
    fputs(buf_text(&text), stderr);
    buf_free(&text);
    faults_done(faults);
    return CLI_CONFIG;
}

/* A policy is not read here: commands that need one load it, and say which. */
static int load_config(struct cli *cli)
{
    struct faults faults = {0};

    if (config_load(cli->config_path, &cli->config, &faults)) {
        faults_done(&faults);
        int status = check_configured_database(cli);
        if (status != CLI_OK)
            config_done(&cli->config);
        return status;
    }
    return cli_fail_faults(&faults);
}

/* What a conninfo says is known to libpq alone, which the configuration layer does not see. */
static int check_configured_database(const struct cli *cli)
{
    bool has_password = false;
    struct err err = {0};

    for (size_t i = 0; i < cli->config.source_count; i++)
        if (!source_check(&cli->config.sources[i], &err))
            return cli_fail(CLI_CONFIG, "%s: %s", cli->config.path, err.text);
    if (!conninfo_has_password(cli->config.database, &has_password, &err))
        return cli_fail(CLI_CONFIG, "%s:%d: database: %s", cli->config.path, cli->config.database_line,
                        err.text);
    if (has_password)
        return cli_fail(CLI_CONFIG,
                        "%s:%d: database: a password does not belong into the configuration; "
                        "put it into a password file (PGPASSFILE or ~/.pgpass)",
                        cli->config.path, cli->config.database_line);
    return CLI_OK;
}

int cli_fail(int status, const char *format, ...)
{
    va_list args;

    fputs("budgetwatch: ", stderr);
    va_start(args, format);
    cli_vsay(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}

void cli_vsay(FILE *out, const char *format, va_list args)
{
    char *text = NULL;

    if (vasprintf(&text, format, args) < 0)
        return;
    visible_clean(text, /* lines */ true);
    fputs(text, out);
    free(text);
}

void cli_say(FILE *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    cli_vsay(out, format, args);
    va_end(args);
}

bool cli_claim_file(const char *path, struct err *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (file < 0 && errno == EEXIST)
        return err_set(err, ERR_IO, "%s is there already; name another file with -o", path);
    if (file < 0)
        return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    close(file);
    return true;
}

bool cli_number(const char *option, const char *text, long low, long high, long *ret_number)
{
    char *end = NULL;

    errno = 0;
    long number = strtol(text, &end, 10);
    bool whole = text[0] != '\0' && strspn(text, "-0123456789") == strlen(text) && *end == '\0';
    if (!whole || errno != 0 || number < low || number > high) {
        cli_fail(CLI_USAGE, "%s: '%s' is not a whole number from %ld to %ld", option, text, low, high);
        return false;
    }
    *ret_number = number;
    return true;
}
