#include "cli/cli.h"

#include <stdio.h>

#include "db/migrate.h"

static int migrate(struct cli *cli, bool rehearsal);
static void print_done(int from, int to, bool rehearsal);

int cmd_migrate(int argc, char **argv)
{
    struct cli cli;
    bool rehearsal = false;
    int status = CLI_OK;
    const struct cli_option options[] = {
        {"--rehearsal", NULL, "make the database for rehearsals: run --as-of may set the clock there",
         .flag = &rehearsal},
    };

    if (!cli_start(&cli, argc, argv, "migrate [--rehearsal]",
                   "Creates the schema in an empty database, or upgrades it to this program's version.\n"
                   "All in one transaction; running it again changes nothing.",
                   options, sizeof options / sizeof options[0], &status))
        return status;
    if (cli.rest_count > 0)
        status = cli_fail(CLI_USAGE, "migrate takes no argument: '%s'", cli.rest[0]);
    else
        status = migrate(&cli, rehearsal);
    cli_done(&cli);
    return status;
}

static int migrate(struct cli *cli, bool rehearsal)
{
    struct db_session session;
    struct err err = {0};
    int from = 0, to = 0;
    bool marked = false;

    if (!cli_connect(cli, &session, /* any_schema */ true))
        return CLI_FAILED;
    bool ok =
        migrate_up(&session, rehearsal, &from, &to, &err) && migrate_is_rehearsal(&session, &marked, &err);
    db_session_close(&session);

    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    print_done(from, to, marked);
    return CLI_OK;
}

static void print_done(int from, int to, bool rehearsal)
{
    const char *purpose = rehearsal ? ", for rehearsals" : "";

    if (from == 0)
        printf("schema created, version %d%s\n", to, purpose);
    else if (from < to)
        printf("schema upgraded from version %d to %d%s\n", from, to, purpose);
    else
        printf("schema is up to date, version %d%s\n", to, purpose);
}
