/* A sequence of statements on one connection, as data.
 *
 *   sections: [BEGIN ...] [load ...] [write ...] [COMMIT]
 *   each step: ask() says what to run --> db_op --> got() takes what came
 *
 * The happy path goes through all steps of all sections in order. A step may ask for nothing
 * (call->sql stays NULL: it is skipped). When one fails, a transaction that the script began is rolled back,
 * if the connection is still good, and the script ends with the first error. */
#ifndef DB_SCRIPT_H
#define DB_SCRIPT_H

#include "db/session.h"

struct db_script;

struct db_step {
    const char *name; /* for error texts: "writing events" */
    /* Fill in the call, or leave `sql` NULL to skip the step. What it points at must live until got(). */
    bool (*ask)(void *ctx, struct db_call *call, struct err *err);
    /* May be NULL where nothing comes back. */
    bool (*got)(void *ctx, const struct pg_result *result, struct err *err);
};

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
    struct err err; /* ERR_NONE when all went well. ERR_DB_LOST and the like: the connection must be closed */
    char sqlstate[6]; /* of the statement that failed */

    /* Private. */
    struct db_conn *conn;
    struct db_section sections[DB_SCRIPT_SECTIONS];
    size_t section_count, section, step;
    bool in_transaction;
    bool rolling_back;
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
