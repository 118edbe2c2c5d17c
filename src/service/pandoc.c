#include "service/pandoc.h"

#include <signal.h>
#include <string.h>

#include "report/docx_rows.h"

/* The happy path:
 *
 * - pandoc_start() runs pandoc with two pipes, writes the Markdown and closes its side.
 * - pandoc reads to the end, writes the file, and leaves.
 * - Its exit has been seen and its complaints have ended: all handles are closed, then `done`.
 *
 * What can go wrong:
 *
 * - It is not installed: ERR_CONFIG, with what to do.
 * - It fails, or dies: ERR_IO with the first line that it said. A broken pipe while writing to it is not an
 *   error of its own, as the exit tells why.
 * - It takes too long: it is killed, ERR_TIMEOUT. */

enum { MARKDOWN_IN, NOTHING_OUT, COMPLAINTS, PIPES };

static int spawn(struct pandoc *pandoc, uv_loop_t *loop, const struct pandoc_job *job);
static void feed(struct pandoc *pandoc, const struct pandoc_job *job);
static void on_written(uv_write_t *writing, int status);
static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_room);
static void on_complaint(uv_stream_t *stream, ssize_t length, const uv_buf_t *piece);
static void on_exit(uv_process_t *process, int64_t status, int by_signal);
static void on_deadline(uv_timer_t *timer);
static void give_up(struct pandoc *pandoc, enum err_code code, const char *why);
static void finish_if_over(struct pandoc *pandoc);
static void judge(struct pandoc *pandoc, int64_t status, int by_signal);
static void close_all(struct pandoc *pandoc);
static void on_closed(uv_handle_t *handle);

void pandoc_start(struct pandoc *pandoc, uv_loop_t *loop, const struct pandoc_job *job, pandoc_done done)
{
    *pandoc = (struct pandoc){.owner = pandoc->owner, .state = PANDOC_RUNNING, .done = done};

    uv_pipe_init(loop, &pandoc->input, /* handles are passed */ 0);
    uv_pipe_init(loop, &pandoc->complaints, 0);
    uv_timer_init(loop, &pandoc->deadline);
    pandoc->process.data = pandoc->input.data = pandoc->complaints.data = pandoc->deadline.data = pandoc;
    pandoc->handles_open = 4;

    int failed = spawn(pandoc, loop, job);
    if (failed != 0) {
        if (failed == UV_ENOENT)
            err_set(&pandoc->err, ERR_CONFIG,
                    "pandoc is not installed; install the package pandoc, or use --format html");
        else
            err_set(&pandoc->err, ERR_IO, "pandoc cannot be started: %s", uv_strerror(failed));
        close_all(pandoc);
        return;
    }
    msec timeout = job->timeout > 0 ? job->timeout : PANDOC_TIMEOUT;
    uv_timer_start(&pandoc->deadline, on_deadline, (uint64_t)timeout, /* once */ 0);
    pandoc->silent = uv_read_start((uv_stream_t *)&pandoc->complaints, on_room, on_complaint) != 0;
    feed(pandoc, job);
}

/* `smart` would turn straight quotes into curly ones; the title is the heading of level 1. Names are escaped
 * in the Markdown; should one get through all the same, nothing raw is taken. (--sandbox does not work with
 * Debian's pandoc, which then misses the files that it brings along.) */
static int spawn(struct pandoc *pandoc, uv_loop_t *loop, const struct pandoc_job *job)
{
    struct buf reference = {0}, output = {0};
    uv_stdio_container_t pipes[PIPES] = {[MARKDOWN_IN] = {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE,
                                                          .data.stream = (uv_stream_t *)&pandoc->input},
                                         [NOTHING_OUT] = {.flags = UV_IGNORE},
                                         [COMPLAINTS] = {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE,
                                                         .data.stream = (uv_stream_t *)&pandoc->complaints}};

    buf_printf(&reference, "--reference-doc=%s", job->reference);
    buf_printf(&output, "--output=%s", job->output);
    char *arguments[] = {"pandoc",
                         "--from=markdown-smart-raw_tex-raw_attribute-yaml_metadata_block",
                         "--to=docx",
                         "--shift-heading-level-by=-1",
                         reference.data,
                         output.data,
                         NULL};
    uv_process_options_t options = {
        .file = arguments[0], .args = arguments, .exit_cb = on_exit, .stdio = pipes, .stdio_count = PIPES};
    int failed = uv_spawn(loop, &pandoc->process, &options);
    buf_free(&reference);
    buf_free(&output);
    return failed;
}

static void feed(struct pandoc *pandoc, const struct pandoc_job *job)
{
    uv_buf_t all = {.base = (char *)job->markdown, .len = job->length};

    pandoc->writing.data = pandoc;
    if (uv_write(&pandoc->writing, (uv_stream_t *)&pandoc->input, &all, 1, on_written) != 0)
        give_up(pandoc, ERR_IO, "the Markdown could not be written to it");
}

/* The end of the Markdown is the end of the pipe. */
static void on_written(uv_write_t *writing, int status)
{
    struct pandoc *pandoc = writing->data;

    (void)status;
    if (!uv_is_closing((uv_handle_t *)&pandoc->input))
        uv_close((uv_handle_t *)&pandoc->input, on_closed);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_room)
{
    struct pandoc *pandoc = handle->data;

    (void)suggested;
    *ret_room = uv_buf_init(pandoc->piece, sizeof pandoc->piece);
}

/* The first line is told; the rest is read only so that pandoc need not wait. */
static void on_complaint(uv_stream_t *stream, ssize_t length, const uv_buf_t *piece)
{
    struct pandoc *pandoc = stream->data;

    if (length > 0 && pandoc->said.length < sizeof pandoc->err.text)
        buf_add(&pandoc->said, piece->base, (size_t)length);
    if (length >= 0)
        return;
    uv_read_stop(stream);
    pandoc->silent = true;
    finish_if_over(pandoc);
}

static void on_exit(uv_process_t *process, int64_t status, int by_signal)
{
    struct pandoc *pandoc = process->data;

    pandoc->exited = true;
    judge(pandoc, status, by_signal);
    finish_if_over(pandoc);
}

static void on_deadline(uv_timer_t *timer)
{
    give_up(timer->data, ERR_TIMEOUT, "it took too long and was stopped");
}

/* Kills it; its exit ends the operation. A child that it left behind may hold the pipe of complaints, so that
 * is not waited for. */
static void give_up(struct pandoc *pandoc, enum err_code code, const char *why)
{
    if (pandoc->state == PANDOC_CLOSING)
        return;
    err_set(&pandoc->err, code, "pandoc: %s", why);
    pandoc->silent = true;
    if (!pandoc->exited)
        uv_process_kill(&pandoc->process, SIGKILL);
    finish_if_over(pandoc);
}

/* The first line of the complaints may not be there yet: the sentence is made at the end. */
static void judge(struct pandoc *pandoc, int64_t status, int by_signal)
{
    if (by_signal != 0)
        err_set(&pandoc->err, ERR_IO, "pandoc was ended by signal %d", by_signal);
    else if (status != 0)
        err_set(&pandoc->err, ERR_IO, "pandoc failed (exit status %d)", (int)status);
}

static void finish_if_over(struct pandoc *pandoc)
{
    if (!pandoc->exited || !pandoc->silent || pandoc->state == PANDOC_CLOSING)
        return;
    if (pandoc->err.code == ERR_IO && pandoc->said.length > 0) {
        const char *line = buf_text(&pandoc->said);
        struct err told = {0};
        err_set(&told, ERR_IO, "%s: %.*s", pandoc->err.text, (int)strcspn(line, "\r\n"), line);
        pandoc->err = told;
    }
    close_all(pandoc);
}

static void close_all(struct pandoc *pandoc)
{
    uv_handle_t *handles[] = {(uv_handle_t *)&pandoc->process, (uv_handle_t *)&pandoc->input,
                              (uv_handle_t *)&pandoc->complaints, (uv_handle_t *)&pandoc->deadline};

    pandoc->state = PANDOC_CLOSING;
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        if (!uv_is_closing(handles[i]))
            uv_close(handles[i], on_closed);
}

static void on_closed(uv_handle_t *handle)
{
    struct pandoc *pandoc = handle->data;

    if (--pandoc->handles_open > 0)
        return;
    buf_free(&pandoc->said);
    pandoc->done(pandoc);
}

static void on_done(struct pandoc *pandoc)
{
    (void)pandoc; /* its loop has nothing left to do and ends */
}

bool pandoc_docx(const char *markdown, size_t length, const char *reference, const char *output,
                 struct err *err)
{
    const struct pandoc_job job = {
        .markdown = markdown, .length = length, .reference = reference, .output = output};
    struct pandoc pandoc = {0};
    uv_loop_t loop;
    int failed = uv_loop_init(&loop);

    if (failed != 0)
        return err_set(err, ERR_IO, "pandoc cannot be started: %s", uv_strerror(failed));
    pandoc_start(&pandoc, &loop, &job, on_done);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    if (pandoc.err.code != ERR_NONE)
        return err_set(err, pandoc.err.code, "%s", pandoc.err.text);
    return docx_keep_rows(output, err);
}
