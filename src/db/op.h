/* Run one statement on an open connection without blocking the loop.
 *
 * The statement may be plain (with $1.. parameters, as text), COPY ... TO STDOUT (rows go to `on_row`,
 * bounded work per callback so that timers stay punctual) or COPY ... FROM STDIN (data is pulled from
 * `more`). One operation at a time on a connection. */
#ifndef DB_OP_H
#define DB_OP_H

#include <stdbool.h>
#include <stddef.h>

#include <uv.h>

#include "base/clock.h"
#include "base/err.h"
#include "db/conn.h"
#include "db/result.h"

struct db_op;

/* Called once, from the loop, after every handle of the operation is closed. The operation may be
 * freed or started again from here. */
typedef void (*db_op_done)(struct db_op *op);

/* A row of COPY TO STDOUT exactly as libpq gives it; without an `on_row` rows are dropped. After false
 * (with `err` set) the rest is read and dropped, so that the connection stays good. */
typedef bool (*db_op_row)(void *ctx, const char *data, size_t length, struct err *err);

/* The next piece for COPY FROM STDIN; `*ret_length` 0 means the end. The data must stay valid until
 * the next call. False (with `err` set) makes the COPY fail, with that error; the connection stays good. */
typedef bool (*db_op_more)(void *ctx, const char **ret_data, size_t *ret_length, struct err *err);

struct db_call {
    const char *sql; /* several statements are fine where param_count is 0; the last result is kept */
    int param_count;
    const char *const *params; /* NULL entries are SQL NULL; copied by libpq before start returns */
    db_op_row on_row;
    db_op_more more;
    void *ctx;        /* of on_row and more */
    msec timeout;     /* 0: the connection's statement timeout and 5 s more */
    int statements;   /* in `sql`, each of which has the connection's statement timeout; 0: one */
    const char *name; /* in a script its step's; what its fault points are called (base/fault.h) */
    bool binary;      /* with parameters: columns come as COPY's binary has them (db_row_of) */
    bool prepared; /* in a pipe (db/pipe.h): `sql` lives as long as the program and is prepared once a session
                    */
};

enum { DB_PIPE_MOST = 32 };

/* Of statements sent together, the answer to that with this number, from 0 on. After false (with `err` set)
 * the others' answers are dropped; what was sent is carried out all the same. */
typedef bool (*db_pipe_got)(void *ctx, size_t number, const struct pg_result *result, struct err *err);

/* What was sent together and is not answered yet; private to db/pipe.c. */
struct db_pipe {
    bool open;
    db_pipe_got got;
    void *ctx;
    size_t count, sent, answered; /* calls added; messages that are answered, and how many are */
    struct {
        const char *sql, *name; /* what its fault points are called */
        size_t number;
        int slot; /* of the statement that this message prepares; -1: it runs one */
    } messages[2 * DB_PIPE_MOST];
    size_t failed;            /* the message at which `err` was set */
    struct pg_result *result; /* the one that `got` looks at; NULL: it has been kept */
    bool said;                /* the message's result has come, and its end has not */
};

struct db_op {
    void *owner;              /* the caller's own */
    struct err err;           /* ERR_NONE when it went well */
    struct pg_result *result; /* the last one, the owner's to free; NULL after an error */
    char sqlstate[6];         /* of an ERR_DB_QUERY */

    /* Private. */
    enum { DB_OP_SENDING, DB_OP_READING, DB_OP_COPY_OUT, DB_OP_COPY_IN, DB_OP_CLOSING } state;
    struct db_conn *conn;
    struct db_call call;
    uv_poll_t socket;
    uv_timer_t deadline;
    int handles_open;
    int waiting_for;   /* what `socket` watches for: starting a uv_poll again costs two system calls */
    bool yielded;      /* rows are left in libpq's buffer: hand them out before reading more */
    bool copy_ended;   /* COPY IN: `more` has said all it had to say */
    const char *piece; /* COPY IN: what is not yet taken by libpq */
    size_t piece_length;
    struct db_pipe pipe;
    db_op_done done;
};

/* A zeroed op, or one that is over and whose `result` has been freed: starting forgets the last result.
 * On true `done` will be called; on false it will not, and `op->err` says why. ERR_DB_QUERY: the
 * connection stays good (though a transaction is aborted). ERR_DB_LOST, ERR_TIMEOUT, ERR_CANCELED: the
 * connection is in doubt and the owner must close it; whatever is started on it fails with ERR_DB_LOST. */
MUST_CHECK bool db_op_start(struct db_op *op, struct db_conn *conn, const struct db_call *call,
                            db_op_done done);

/* End the operation now with ERR_CANCELED. `done` is still called. Nothing happens to one that is over. */
void db_op_cancel(struct db_op *op);

#endif
