/* budgetwatch check, in parts. Each says one line a look, ok, warning or FAILED, and what to do about it;
 * none stops at the first. A warning is of what is legal and unwise: it does not change the exit status.
 *
 * Lines go to `out`, so that `budgetwatch doctor` has them, too. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include <stdio.h>

#include "cli/cli.h"

struct check {
    const struct cli *cli;
    FILE *out;
    bool for_others; /* logins and keys of rows are left out */
    int result;      /* the exit status: that of the worst look */
};

enum check_outcome {
    CHECK_OK,
    CHECK_WARNING,
    CHECK_FAILED, /* the work would fail */
    CHECK_FAULTY  /* the configuration, or a file that it names, has to be mended: told before failed work */
};

void check_say(struct check *check, enum check_outcome outcome, const char *format, ...) PRINTF_LIKE(3, 4);

/* All of it. */
void check_all(struct check *check);

/* Of the configuration alone: times, retention, what is said to whom. */
void check_options(struct check *check);
void check_telling(struct check *check);
/* Secrets are read and checked, and never repeated. */
void check_channels(struct check *check);
/* A file with a secret in it, which is there. `who` "channel hotline", `option` "secret_file". */
void check_secret(struct check *check, const char *who, const char *option, const char *file);
/* A connection string: whether the way to the server is safe. `who` "database", "source payments". */
void check_way(struct check *check, const char *who, const char *conninfo);
/* Tokens are read and never repeated; whether the address can be listened on is not tried. */
void check_web(struct check *check);
void check_database(struct check *check);
void check_cities(struct check *check, struct db_session *session);
/* `session` NULL: only the compiled-in years are known. */
void check_calendar(struct check *check, struct db_session *session);
/* Connects to each and has its columns described. */
void check_sources(struct check *check);

#endif
