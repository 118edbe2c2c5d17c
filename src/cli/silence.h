/* budgetwatch alerts silence, silences, unsilence: alerts that need no telling for a while. */
#ifndef CLI_SILENCE_H
#define CLI_SILENCE_H

#include "cli/cli.h"

/* As given; NULL: not. */
struct silence_asked {
    const char *rule, *unit, *subject, *severity;
    const char *until, *for_how_long, *daily, *reason, *by;
    bool all, json;
};

bool silence_asked_any(const struct silence_asked *asked); /* any of them, but by, all and json */

/* Each returns the exit status. */
int silence_add(struct cli *cli, const struct silence_asked *asked);
int silence_list(struct cli *cli, const struct silence_asked *asked);
int silence_end(struct cli *cli, const struct silence_asked *asked);

#endif
