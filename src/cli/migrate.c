#include "cli/cli.h"

#include <stdio.h>

#include "db/migrate.h"
#include "db/roles.h"

static int migrate(struct cli *cli, bool rehearsal);
static int print_roles(void);
static void print_done(int from, int to, bool rehearsal);

int cmd_migrate(int argc, char **argv)
{
    struct cli cli;
    bool rehearsal = false, roles = false;
    int status = CLI_OK;
    const struct cli_option options[] = {
        {"--rehearsal", NULL, "make the database for rehearsals: run --as-of may set the clock there",
         .flag = &rehearsal},
        {"--roles", NULL, "print the SQL that makes the group roles, and do nothing", .flag = &roles},
    };

    if (!cli_start(
            &cli, argc, argv, "migrate [--rehearsal]\n       budgetwatch migrate --roles",
            "Creates the schema in an empty database, or upgrades it to this program's version, all in\n"
            "one transaction. Then makes the group roles of the cluster, where it may, and sets what\n"
            "each may do in this database. Running it again changes nothing.",
            options, sizeof options / sizeof options[0], &status))
        return status;
    if (cli.rest_count > 0)
        status = cli_fail(CLI_USAGE, "migrate takes no argument: '%s'", cli.rest[0]);
    else if (roles && rehearsal)
        status = cli_fail(CLI_USAGE, "migrate --roles stands alone");
    else
        status = roles ? print_roles() : migrate(&cli, rehearsal);
    cli_done(&cli);
    return status;
}

static int print_roles(void)
{
    printf("%s;\n", roles_sql());
    return CLI_OK;
}

static int migrate(struct cli *cli, bool rehearsal)
{
    struct db_session session;
    struct err err = {0};
    int from = 0, to = 0;
    bool marked = false, has_roles = false;

    if (!cli_connect(cli, &session, /* any_schema */ true))
        return CLI_FAILED;
    bool migrated =
        migrate_up(&session, rehearsal, &from, &to, &err) && migrate_is_rehearsal(&session, &marked, &err);
    bool ok = migrated && roles_set(&session, &has_roles, &err);
    db_session_close(&session);

    if (migrated)
        print_done(from, to, marked);
    if (!ok)
        return cli_fail(CLI_FAILED, "%s", err.text);
    if (!has_roles)
        cli_fail(CLI_OK, "this user may not create the group roles: have an administrator of the server run "
                         "\"budgetwatch migrate --roles | psql\", then run budgetwatch migrate again");
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
