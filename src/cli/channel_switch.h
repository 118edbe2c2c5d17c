/* budgetwatch channel list, on, off: how channels fare, and switching them. */
#ifndef CLI_CHANNEL_SWITCH_H
#define CLI_CHANNEL_SWITCH_H

#include "cli/cli.h"

/* Each returns the exit status. */
int channel_list(struct cli *cli, bool json);
int channel_on(struct cli *cli, const char *name);
int channel_off(struct cli *cli, const char *name, const char *reason, const char *by);

/* After a test that went well: says so where the daemon's channel is switched off nevertheless. Where the
 * database cannot be asked it says nothing, as the test needs none. */
void channel_remind_off(struct cli *cli, const char *name);

#endif
