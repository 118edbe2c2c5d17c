/* Several statements in one round trip and one transaction: all of them are done, or none.
 *
 *   begin --> add, add, ... --> run --(all results, or the first error)--> done(), once, later
 *
 * Each statement is prepared the first time that its connection runs it, and known by the address of its
 * text, which must be one of embedded/statements.h. Results come as text, in the order of adding. The
 * transaction is the pipeline's own: it begins with the first statement and is committed, with one flush to
 * disk, when the last has been done. Between pipelines nothing is open. */
#ifndef DB_PIPE_H
#define DB_PIPE_H

#include "db/op.h"

struct db_pipe;

/* Called once, from the loop. The pipe may be begun again from here. */
typedef void (*db_pipe_done)(struct db_pipe *pipe);

enum { DB_PIPE_MAX = 16 };

struct db_pipe { /* a zeroed one is ready */
    void *owner; /* the caller's own */
    struct err err;
    size_t count;                           /* of statements */
    struct pg_result *results[DB_PIPE_MAX]; /* NULL after an error; the pipe's: see db_pipe_clear() */

    /* Private. */
    struct db_conn *conn;
    struct db_op op;
    struct {
        const char *sql;
        bool prepares; /* its first result is that of preparing it */
    } statements[DB_PIPE_MAX];
    size_t taken;    /* results so far */
    bool forgetting; /* its first result is that of forgetting what was prepared */
    db_pipe_done done;
};

/* Forgets what was there. A failure is told by db_pipe_run(). */
void db_pipe_begin(struct db_pipe *pipe, struct db_conn *conn);
/* NULL params are SQL NULL; all are copied. Returns the statement's place. */
size_t db_pipe_add(struct db_pipe *pipe, const char *sql, size_t param_count, const char *const *params);
/* On true `done` will be called; on false it will not, and `pipe->err` says why. Errors are those of
 * db_op_start(). */
MUST_CHECK bool db_pipe_run(struct db_pipe *pipe, db_pipe_done done);
void db_pipe_clear(struct db_pipe *pipe); /* frees the results */

#endif
