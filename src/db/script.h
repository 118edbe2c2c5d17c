/* A sequence of statements on one connection, as data.
 *
 *   sections: [BEGIN ...] [load ...] [write ...] [COMMIT]
 *   each step: ask() says what to run --> db_op --> got() takes what came
 *
 * The happy path goes through all steps of all sections in order. A step may ask for nothing
 * (call->sql stays NULL: it is skipped). When one fails, a transaction that the script began is rolled back,
 * if the connection is still good, and the script ends with the first error.
 *
 * A script that is `together` sends its steps in one go up to the next DB_WAIT in their tables, or to the
 * end: all are asked before the first has its answer, then got() takes the answers in order (db/pipe.h). A
 * COPY among them goes by itself, after what was asked before it. So a DB_WAIT stands before each step whose
 * ask() looks at an answer, and before one that must not run where a got() refuses. In other scripts it means
 * nothing. */
#ifndef DB_SCRIPT_H
#define DB_SCRIPT_H

#include "db/pipe.h"
#include "db/session.h"

struct db_script;

struct db_step {
    const char *name; /* for error texts: "writing events" */
    /* Fill in the call, or leave `sql` NULL to skip the step. What it points at must live until got(), or,
     * where steps are sent together, until the next ask(). */
    bool (*ask)(void *ctx, struct db_call *call, struct err *err);
    /* May be NULL where nothing comes back. */
    bool (*got)(void *ctx, const struct pg_result *result, struct err *err);
};

#define DB_WAIT                                                                                              \
    {                                                                                                        \
        "", NULL, NULL                                                                                       \
    }

struct db_section {
    const struct db_step *steps; /* ends with a NULL name */
    void *ctx;
};

enum { DB_SCRIPT_SECTIONS = 8 };

/* Called once, from the loop, when nothing of the script is under way any more. */
typedef void (*db_script_done)(struct db_script *script);

struct db_script {
    void *owner;
    bool resumes;   /* the caller's choice: goes on in a transaction that another script left open */
    bool together;  /* the caller's choice; kept when the script starts */
    struct err err; /* ERR_NONE when all went well. ERR_DB_LOST and the like: the connection must be closed */
    char sqlstate[6]; /* of the statement that failed */

    /* Private. */
    struct db_conn *conn;
    struct db_section sections[DB_SCRIPT_SECTIONS];
    size_t section_count, section, step;
    struct {
        const struct db_step *step;
        void *ctx;
    } sent[DB_PIPE_MOST]; /* together, or one by itself */
    size_t sent_count;
    struct db_call held; /* a COPY that waits for what was asked before it */
    bool in_transaction;
    bool rolling_back;
    bool refused; /* by a got(), whose error is its own */
    struct db_op op;
    uv_idle_t skip; /* ends a script that had nothing to run from the loop, not from inside start */
    db_script_done done;
};

/* On true `done` will be called once, later; on false it will not, and `script->err` says why. */
MUST_CHECK bool db_script_start(struct db_script *script, struct db_conn *conn,
                                const struct db_section *sections, size_t count, db_script_done done);

/* For commands: the same, with the session's loop turned until the script is over. */
MUST_CHECK bool db_script_run(struct db_session *session, const struct db_section *sections, size_t count,
                              struct err *err);

/* The usual frame. Repeatable read: the statements between see one snapshot. */
extern const struct db_step db_begin_repeatable_read[];
extern const struct db_step db_begin[];
extern const struct db_step db_commit[];

/* Whether a failed script may be tried again at once: a conflict with another transaction. */
bool db_script_conflicted(const struct db_script *script);

#endif
