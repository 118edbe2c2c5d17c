/* A PostgreSQL connection on the loop.
 *
 *   IDLE --open--> CONNECTING --> OPEN --(lost, closed)--> CLOSING --> IDLE
 *
 * Connecting runs in a libuv worker with libpq's own connect_timeout, so that name resolution and a
 * list of hosts (target_session_attrs=read-write) block nobody. Everything after it is non-blocking
 * and done by db_op, one operation at a time. On every new connection the session is set up:
 * application_name, client_encoding UTF8, statement_timeout, idle_in_transaction_session_timeout,
 * lock_timeout, standard_conforming_strings, TimeZone UTC, DateStyle ISO. A pooler that shares sessions is
 * refused before, with ERR_CONFIG (db/pooler.h). Notices go to the log at debug level.
 *
 * libpq is not seen outside db: what it returns is read through db/result.h. */
#ifndef DB_CONN_H
#define DB_CONN_H

#include <stdatomic.h>
#include <stdbool.h>

#include <uv.h>

#include "base/clock.h"
#include "base/err.h"

struct pg_conn; /* libpq's PGconn */
struct db_op;
struct db_conn;

struct db_settings {
    const char *conninfo; /* libpq's; "" or NULL: its environment. Borrowed, must outlive the connection */
    const char *application_name;
    const char *password; /* from a secret file; NULL: as conninfo or its environment say. Borrowed */
    /* Of a db_session of a thread: once another has set it, whatever is being done ends soon with
     * ERR_CANCELED; connecting takes its time. NULL: nobody will. Borrowed */
    const atomic_bool *enough;
    msec connect_timeout;   /* per host; default 5 s where 0 */
    msec statement_timeout; /* default 60 s where 0 */
    msec idle_timeout;      /* of a transaction in which nothing happens; statement_timeout where 0 */
    /* Its statements all go by index and are planned once, for all values, see connect.c. */
    bool by_index;
    /* Its statements go by ranges of keys: no table is read from end to end, see the same. */
    bool by_key;
    /* Its commits are not waited for until they are on disk. Only for what is done again by itself should the
     * server fail before they are, and of which nothing outside the database hears but through later commits
     * that are. */
    bool unflushed;
};

/* Called once for each db_conn_open() that returned true, from the loop. On failure `conn->err` says
 * why and the connection is IDLE again. */
typedef void (*db_conn_opened)(struct db_conn *conn, bool ok);
typedef void (*db_conn_closed)(struct db_conn *conn);
typedef void (*db_conn_notified)(struct db_conn *conn, const char *channel);

struct db_conn {
    void *owner; /* the caller's own */
    struct err err;

    /* Private. */
    enum { DB_CONN_IDLE, DB_CONN_CONNECTING, DB_CONN_OPEN, DB_CONN_CLOSING } state;
    uv_loop_t *loop;
    struct db_settings settings;
    struct pg_conn *pg;
    struct db_op *op;      /* the one in progress */
    bool lost;             /* broken or in doubt: the next operation fails, the owner must close */
    const char **prepared; /* statements that the session has prepared (db/pipe.h), under their place here */
    size_t prepared_count, prepared_capacity;
    uv_work_t work;
    struct db_conn_watch *watch; /* idle watch for notifications; its own allocation */
    db_conn_opened on_opened;
    db_conn_closed on_closed;
    db_conn_notified on_notified;
    struct err work_err;
};

/* `conn->owner` is kept, so it may be set before or after. */
void db_conn_init(struct db_conn *conn, uv_loop_t *loop, const struct db_settings *settings);

/* On true `on_opened` will be called; on false (not IDLE) it will not. */
MUST_CHECK bool db_conn_open(struct db_conn *conn, db_conn_opened on_opened);

/* Close from any state (an operation in progress ends with ERR_CANCELED first; a connect in progress is
 * waited for, at most its timeout, and its `on_opened` hears of ERR_CANCELED). `on_closed` (may be NULL) is
 * called once, later; the struct may be freed or opened again from there. Closing again meanwhile changes
 * nothing but, if it brings one, the callback. */
void db_conn_close(struct db_conn *conn, db_conn_closed on_closed);

/* Call `on_notified` when a NOTIFY arrives, also while no operation runs. `on_notified` NULL stops it, and
 * so does closing. The caller has run LISTEN; what arrived since then is not missed. */
void db_conn_listen(struct db_conn *conn, db_conn_notified on_notified);

/* Opened and not yet closed. A connection that broke is still open in this sense until its owner, told by
 * the ERR_DB_LOST of the next operation, closes it. */
bool db_conn_is_open(const struct db_conn *conn);

/* Open, and not known to have broken. */
bool db_conn_works(const struct db_conn *conn);

#endif
