/* What the tests of connections and operations stand on: a loop, a connection, a watchdog, and callbacks
 * that record. Nothing is asserted inside a callback, since cmocka leaves by longjmp. */
#ifndef TESTS_DB_RIG_H
#define TESTS_DB_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../support/cluster.c"
#include "../../support/one_cluster.h"
#include "db/conn.h"
#include "db/op.h"

enum { RIG_PATIENCE = 30000 };

struct rig {
    uv_loop_t loop;
    uv_timer_t watchdog;
    bool stuck;
    struct db_conn conn;
    struct db_op op;
    int opened, failed, closed, done, notified;
    char channel[64];
};

static inline void rig_on_watchdog(uv_timer_t *timer)
{
    ((struct rig *)timer->data)->stuck = true;
}

static inline void rig_on_opened(struct db_conn *conn, bool ok)
{
    struct rig *rig = conn->owner;

    rig->opened += ok ? 1 : 0;
    rig->failed += ok ? 0 : 1;
}

static inline void rig_on_closed(struct db_conn *conn)
{
    ((struct rig *)conn->owner)->closed++;
}

static inline void rig_on_done(struct db_op *op)
{
    ((struct rig *)op->owner)->done++;
}

static inline void rig_on_notified(struct db_conn *conn, const char *channel)
{
    struct rig *rig = conn->owner;

    rig->notified++;
    snprintf(rig->channel, sizeof rig->channel, "%s", channel);
}

static inline void rig_init(struct rig *rig, const char *conninfo)
{
    *rig = (struct rig){0};
    uv_loop_init(&rig->loop);
    uv_timer_init(&rig->loop, &rig->watchdog);
    rig->watchdog.data = rig;
    uv_timer_start(&rig->watchdog, rig_on_watchdog, RIG_PATIENCE, 0);
    db_conn_init(&rig->conn, &rig->loop,
                 &(struct db_settings){.conninfo = conninfo, .application_name = "budgetwatch test"});
    rig->conn.owner = rig;
    rig->op.owner = rig;
}

/* Turn the loop until `*count` has reached `wanted`. */
static inline void rig_until(struct rig *rig, const int *count, int wanted)
{
    while (*count < wanted && !rig->stuck)
        uv_run(&rig->loop, UV_RUN_ONCE);
    assert_int_equal(*count, wanted);
}

static inline void rig_turns(struct rig *rig, int turns)
{
    for (int i = 0; i < turns; i++)
        uv_run(&rig->loop, UV_RUN_NOWAIT);
}

static inline void rig_open(struct rig *rig)
{
    int wanted = rig->opened + 1;

    assert_true(db_conn_open(&rig->conn, rig_on_opened));
    rig_until(rig, &rig->opened, wanted);
}

static inline void rig_close(struct rig *rig)
{
    int wanted = rig->closed + 1;

    db_conn_close(&rig->conn, rig_on_closed);
    rig_until(rig, &rig->closed, wanted);
}

static inline void rig_begin(struct rig *rig)
{
    rig_init(rig, cluster.conninfo);
    rig_open(rig);
}

/* The loop must close with nothing left in it. */
static inline void rig_end(struct rig *rig)
{
    db_result_free(rig->op.result);
    rig_close(rig);
    uv_close((uv_handle_t *)&rig->watchdog, NULL);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&rig->loop), 0);
}

static inline void rig_start(struct rig *rig, const struct db_call *call)
{
    db_result_free(rig->op.result);
    rig->op.result = NULL;
    assert_true(db_op_start(&rig->op, &rig->conn, call, rig_on_done));
}

static inline void rig_run(struct rig *rig, const struct db_call *call)
{
    int wanted = rig->done + 1;

    rig_start(rig, call);
    rig_until(rig, &rig->done, wanted);
}

static inline void rig_exec(struct rig *rig, const char *sql)
{
    rig_run(rig, &(struct db_call){.sql = sql});
}

/* The one value of a query, which must succeed: so the connection is good. */
static inline void rig_expect(struct rig *rig, const char *sql, const char *value)
{
    rig_exec(rig, sql);
    assert_string_equal(rig->op.err.text, "");
    assert_string_equal(db_text(rig->op.result, 0, 0), value);
}

#endif
