/* The end of the monitor, and of each of its sessions: what is under way ends, or is ended when its time is
 * up; the leadership is given up; all is closed. */
#include "service/monitor_parts.h"

#include <stdlib.h>

static void on_stop_limit(uv_timer_t *timer);
static void on_released(struct db_script *script);
static void on_closed(struct db_conn *conn);
static void on_pass_stopped(struct pass *pass);
static void on_stop_closed(uv_handle_t *handle);

void monitor_stop(struct monitor *monitor, void (*on_stopped)(struct monitor *monitor))
{
    monitor->on_stopped = on_stopped;
    monitor->stopping = true;
    switch (monitor->state) {
    case MONITOR_RESTING:
        uv_timer_stop(&monitor->timer);
        monitor_begin_releasing(monitor, db_conn_is_open(&monitor->conn));
        break;
    case MONITOR_CONNECTING:
        /* The worker cannot be interrupted; closing waits for it, at most the connect timeout. */
        monitor_begin_closing(monitor);
        break;
    case MONITOR_PASSING:
    case MONITOR_TICKING:
    case MONITOR_BATCHING:
        pass_halt(&monitor->pass);
        uv_timer_start(&monitor->timer, on_stop_limit, (uint64_t)monitor->config->delivery.shutdown_timeout,
                       0);
        break;
    case MONITOR_RELEASING:
    case MONITOR_CLOSING:
    case MONITOR_STOPPED: break;
    }
}

/* What is under way has not ended in time: a batch is rolled back by the server when the connection goes. */
static void on_stop_limit(uv_timer_t *timer)
{
    struct monitor *monitor = timer->data;

    if (monitor->state == MONITOR_PASSING)
        pass_cancel(&monitor->pass);
    if (monitor->state == MONITOR_PASSING && monitor->renewing)
        db_op_cancel(&monitor->script.op);
    else if (monitor->state == MONITOR_BATCHING)
        batch_cancel(&monitor->batch);
    else if (monitor->state == MONITOR_TICKING || monitor->state == MONITOR_RELEASING)
        db_op_cancel(&monitor->script.op);
}

/* Another daemon need not wait for the lease to end. */
void monitor_begin_releasing(struct monitor *monitor, bool usable)
{
    const struct db_section section = {tick_release_steps, &monitor->tick};

    if (usable && monitor->leads) {
        monitor->state = MONITOR_RELEASING;
        monitor->script.owner = monitor;
        uv_timer_start(&monitor->timer, on_stop_limit, (uint64_t)monitor->config->delivery.shutdown_timeout,
                       0);
        if (db_script_start(&monitor->script, &monitor->conn, &section, 1, on_released))
            return;
    }
    monitor_begin_closing(monitor);
}

static void on_released(struct db_script *script)
{
    monitor_begin_closing(script->owner);
}

void monitor_begin_closing(struct monitor *monitor)
{
    monitor->state = MONITOR_CLOSING;
    db_conn_close(&monitor->conn, on_closed);
}

static void on_closed(struct db_conn *conn)
{
    struct monitor *monitor = conn->owner;

    if (!monitor->stopping) {
        monitor_rest(monitor, monitor->delay / 2 + clock_jitter((uint32_t)(monitor->delay / 2 + 1)));
        return;
    }
    monitor->state = MONITOR_STOPPED;
    pass_stop(&monitor->pass, on_pass_stopped);
}

static void on_pass_stopped(struct pass *pass)
{
    struct monitor *monitor = pass->owner;

    uv_close((uv_handle_t *)&monitor->timer, on_stop_closed);
}

static void on_stop_closed(uv_handle_t *handle)
{
    struct monitor *monitor = handle->data;

    free(monitor->tick.everything);
    calendar_done(&monitor->calendar);
    if (monitor->on_stopped != NULL)
        monitor->on_stopped(monitor);
}
