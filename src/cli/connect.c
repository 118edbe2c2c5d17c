#include "cli/connect.h"

#include "db/migrate.h"

bool cli_try_connect(const struct cli *cli, struct db_session *session, bool any_schema, struct err *err)
{
    const struct db_settings settings = {
        .conninfo = cli->database != NULL ? cli->database : cli->config.database,
        .application_name = "budgetwatch",
        .connect_timeout = cli->config.connect_timeout,
        .statement_timeout = cli->config.statement_timeout,
    };

    if (!db_session_open(session, &settings, err))
        return false;
    if (any_schema || migrate_require(session, err))
        return true;
    db_session_close(session);
    return false;
}

bool cli_connect(struct cli *cli, struct db_session *session, bool any_schema)
{
    struct err err = {0};

    if (cli_try_connect(cli, session, any_schema, &err))
        return true;
    cli_fail(CLI_FAILED, "%s", err.text);
    return false;
}
