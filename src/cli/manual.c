/* budgetwatch manual: a page of the manual, as man(1) takes it or as plain text. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/manual_pages.h"

static const struct {
    const char *name;
    void (*write)(struct manual *manual);
} pages[] = {
    {"budgetwatch", manual_program},       {"budgetwatch.json", manual_config},
    {"budgetwatch-ledger", manual_ledger}, {"budgetwatch-policy", manual_policy},
    {"budgetwatch-rubric", manual_rubric},
};

enum { PAGE_COUNT = sizeof pages / sizeof pages[0] };

/* On one line each, as completion reads them. */
#define MANUAL_USAGE                                                                                         \
    "manual [--format text|man]\n"                                                                           \
    "       budgetwatch manual "                                                                             \
    "budgetwatch|budgetwatch.json|budgetwatch-ledger|budgetwatch-policy|budgetwatch-rubric [--format "       \
    "text|man]"

static int print_page(const char *name, enum manual_format format);

int cmd_manual(int argc, char **argv)
{
    const char *format = "text";
    const struct cli_option options[] = {
        {"--format", "text|man", "plain text (default), or the source of a page for man", .text = &format},
    };
    struct cli cli;
    int result;

    if (!cli_start_bare(
            &cli, argc, argv, MANUAL_USAGE,
            "Prints a page of the manual: budgetwatch where none is named. It is made from the tables that\n"
            "the program reads its options, files and columns by, so that it is always of this program.",
            options, sizeof options / sizeof options[0], &result))
        return result;
    bool roff = strcmp(format, "man") == 0;
    if (!roff && strcmp(format, "text") != 0)
        result = cli_fail(CLI_USAGE, "manual: --format is text or man, not '%s'", format);
    else if (cli.rest_count > 1)
        result = cli_fail(CLI_USAGE, "manual: one page at a time");
    else
        result =
            print_page(cli.rest_count == 1 ? cli.rest[0] : pages[0].name, roff ? MANUAL_ROFF : MANUAL_TEXT);
    cli_done(&cli);
    return result;
}

static int print_page(const char *name, enum manual_format format)
{
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        if (strcmp(pages[i].name, name) != 0)
            continue;
        struct buf out = {0};
        struct manual manual = {.out = &out, .format = format};
        pages[i].write(&manual);
        fputs(buf_text(&out), stdout);
        buf_free(&out);
        return CLI_OK;
    }
    return cli_fail(CLI_USAGE, "manual: there is no page '%s'; manual --help names them", name);
}
