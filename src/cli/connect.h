/* Opening the database for a command, for callers that tell the reason in their own way. Everybody else
 * uses cli_connect(). */
#ifndef CLI_CONNECT_H
#define CLI_CONNECT_H

#include "cli/cli.h"

/* With --database, else the configuration's, else libpq's environment. `any_schema`: do not look
 * whether the schema is this program's. On false there is nothing to close. */
MUST_CHECK bool cli_try_connect(const struct cli *cli, struct db_session *session, bool any_schema,
                                struct err *err);

#endif
