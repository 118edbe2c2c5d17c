/* budgetwatch deliveries --waiting: what waits, and for what. */
#ifndef CLI_DELIVERIES_WAITING_H
#define CLI_DELIVERIES_WAITING_H

#include "cli/cli.h"

int deliveries_waiting(struct cli *cli, bool json, int limit); /* returns the exit status */

#endif
