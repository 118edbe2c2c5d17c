/* budgetwatch check: the status page's options. */
#ifndef CLI_CHECK_WEB_H
#define CLI_CHECK_WEB_H

#include "cli/cli.h"

enum check_web_outcome { CHECK_WEB_OK, CHECK_WEB_WARNING, CHECK_WEB_FAILED };

/* Tokens are read and never repeated; whether the address can be listened on is not tried. `say` for each
 * line. Returns the exit status. */
int check_web(const struct cli *cli, void (*say)(enum check_web_outcome outcome, const char *text));

#endif
