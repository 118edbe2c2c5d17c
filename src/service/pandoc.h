/* Makes a DOCX from Markdown by running pandoc, without a shell and without blocking the loop.
 *
 *   pandoc_start --> the Markdown goes in, complaints come out --(ended, late)--> done(), once
 *
 * pandoc's exit and the end of its complaints are both waited for; after the deadline it is killed.
 * SIGPIPE must be ignored, as a pandoc that leaves early breaks the pipe. */
#ifndef SERVICE_PANDOC_H
#define SERVICE_PANDOC_H

#include <stddef.h>

#include <uv.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

enum { PANDOC_TIMEOUT = 30000 };

struct pandoc_job {
    const char *markdown; /* must stay until `done` */
    size_t length;
    const char *reference; /* path of the reference document (report/reference_docx.h) */
    const char *output;    /* path; replaced. After a failure something may be left of it */
    msec timeout;          /* 0: PANDOC_TIMEOUT */
};

struct pandoc;

/* Called once, from the loop, when every handle is closed. ERR_NONE in `pandoc->err`: the file is there. */
typedef void (*pandoc_done)(struct pandoc *pandoc);

struct pandoc {
    void *owner; /* the caller's own */
    struct err err;

    /* Private. */
    enum { PANDOC_RUNNING, PANDOC_CLOSING } state;
    uv_process_t process;
    uv_pipe_t input, complaints;
    uv_timer_t deadline;
    uv_write_t writing;
    bool exited, silent; /* what `done` waits for */
    char piece[512];
    struct buf said; /* what it complained of */
    int handles_open;
    pandoc_done done;
};

/* `done` is always called, later; also where pandoc is not installed. */
void pandoc_start(struct pandoc *pandoc, uv_loop_t *loop, const struct pandoc_job *job, pandoc_done done);

/* The same for a command line: on a loop of its own, until the end. The rows of tables are kept whole, too
 * (report/docx_rows.h), which works on the file and so is left to whoever calls pandoc_start(). */
MUST_CHECK bool pandoc_docx(const char *markdown, size_t length, const char *reference, const char *output,
                            struct err *err);

#endif
