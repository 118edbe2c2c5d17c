#include "cli/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static bool reader_has_gone(void);

/* Only for reading, so that output which nobody can take still fails. */
void streams_open(void)
{
    int descriptor;

    do
        descriptor = open("/dev/null", O_RDONLY);
    while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0)
        close(descriptor);
}

/* Why an earlier write failed is not known any more. */
int streams_flush(int status)
{
    bool failed_before = ferror(stdout) != 0;

    errno = 0;
    if (fflush(stdout) == 0 && !failed_before)
        return status;
    const char *why = errno != 0 ? strerror(errno) : "a write failed";
    if (errno != EPIPE && !reader_has_gone())
        cli_fail(CLI_FAILED, "cannot write standard output: %s", why);
    return status == CLI_OK ? CLI_FAILED : status;
}

static bool reader_has_gone(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO};

    return poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0;
}
