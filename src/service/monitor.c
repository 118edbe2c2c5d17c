#include "service/monitor.h"

#include <inttypes.h>
#include <stdio.h>

#include "service/monitor_parts.h"

enum {
    FIRST_DELAY = 500,     /* after the first failure in a row; doubles, with jitter */
    LONGEST_AWAY = 5000,   /* while there is no server: a try costs it nothing, and a failover is seen soon */
    LONGEST_DELAY = 30000, /* while it refuses: each try may be much work */
    IDLE_LEAST = 3000,
};

static void begin_connecting(struct monitor *monitor);
static void on_opened(struct db_conn *conn, bool ok);

static void take_settings(struct monitor *monitor, const struct config *config, const struct policy *policy)
{
    monitor->config = config;
    monitor->policy = policy;
    snprintf(monitor->fingerprint, sizeof monitor->fingerprint, "%016" PRIx64 "-%s", policy->fingerprint,
             config->language == LANGUAGE_ZH ? "zh" : "en");
}

/* A batch whose daemon has stopped keeps the leadership from moving, so it must not live longer than the
 * lease; but the least lease is shorter than what the evaluation between two statements may take. */
static msec idle_timeout(const struct config *config)
{
    return config->leader_lease > IDLE_LEAST ? config->leader_lease : IDLE_LEAST;
}

void monitor_start(struct monitor *monitor, uv_loop_t *loop, const struct config *config,
                   const struct policy *policy, const char *holder, const struct office_clock *clock)
{
    const struct db_settings settings = {.conninfo = config->database,
                                         .application_name = "budgetwatch monitor",
                                         .connect_timeout = config->connect_timeout,
                                         .statement_timeout = config->statement_timeout,
                                         .idle_timeout = idle_timeout(config),
                                         .by_index = true,
                                         .unflushed = true}; /* see monitor.h */
    struct db_settings pass_settings = settings;             /* whose statements are for many rows */

    monitor->loop = loop;
    monitor->holder = holder;
    monitor->clock = clock;
    take_settings(monitor, config, policy);
    calendar_init_official(&monitor->calendar);
    db_conn_init(&monitor->conn, loop, &settings);
    monitor->conn.owner = monitor;
    pass_settings.application_name = "budgetwatch pass";
    pass_settings.by_index = false;
    pass_settings.by_key = true;
    pass_settings.unflushed = false;
    pass_init(&monitor->pass, loop, &pass_settings);
    monitor->pass.owner = monitor;
    monitor->pass.on_page = monitor_on_page;
    monitor->pass.on_still = monitor_on_pass_still;
    uv_timer_init(loop, &monitor->timer);
    monitor->timer.data = monitor;
    begin_connecting(monitor);
}

void monitor_wake(struct monitor *monitor)
{
    monitor->woken = true;
    if (monitor->state == MONITOR_RESTING && monitor->delay == 0 && db_conn_is_open(&monitor->conn))
        uv_timer_start(&monitor->timer, monitor_on_timer, 0, 0);
}

bool monitor_is_settled(const struct monitor *monitor)
{
    return monitor->leads && monitor->state == MONITOR_RESTING && monitor->delay == 0 && !monitor->woken &&
           !monitor->pass.running && monitor_until_gathered(monitor) <= 0;
}

void monitor_doing(const struct monitor *monitor, struct monitor_doing *ret_doing)
{
    bool passing = monitor->state == MONITOR_PASSING;

    *ret_doing = (struct monitor_doing){
        .what = monitor->trouble[0] != '\0'      ? MONITOR_DOES_WAIT
                : !monitor->connected            ? MONITOR_DOES_CONNECT
                : passing && monitor->pass.proof ? MONITOR_DOES_PROVE
                : passing                        ? MONITOR_DOES_PASS
                                                 : MONITOR_DOES_FOLLOW,
        .leads = monitor->leads,
        .trouble = monitor->trouble,
        .troubled_at = monitor->troubled_at,
        .passed_at = monitor->passed_at,
    };
}

bool monitor_leads(const struct monitor *monitor, int64_t *ret_epoch)
{
    *ret_epoch = monitor->epoch;
    return monitor->leads && monitor->state != MONITOR_STOPPED;
}

bool monitor_works(const struct monitor *monitor)
{
    return monitor->leads && monitor->state != MONITOR_CONNECTING && monitor->state < MONITOR_RELEASING &&
           monitor->delay == 0 && monitor->trouble[0] == '\0' &&
           clock_monotonic() - monitor->renewed < monitor->config->leader_lease;
}

bool monitor_is_connected(const struct monitor *monitor)
{
    return monitor->state != MONITOR_CLOSING && monitor->state != MONITOR_STOPPED && monitor->delay == 0 &&
           db_conn_works(&monitor->conn);
}

bool monitor_fits(const struct monitor *monitor)
{
    return monitor->greeted;
}

bool monitor_has_passed(const struct monitor *monitor)
{
    return monitor->passed;
}

void monitor_when_free(struct monitor *monitor, void (*then)(struct monitor *monitor))
{
    if (monitor->state == MONITOR_PASSING)
        pass_halt(&monitor->pass);
    if (monitor->state == MONITOR_BATCHING || monitor->state == MONITOR_PASSING)
        monitor->then = then;
    else
        then(monitor);
}

void monitor_become_free(struct monitor *monitor)
{
    void (*then)(struct monitor *) = monitor->then;

    monitor->then = NULL;
    if (then != NULL)
        then(monitor);
}

void monitor_reload(struct monitor *monitor, const struct config *config, const struct policy *policy)
{
    take_settings(monitor, config, policy);
    if (monitor->pass.running)
        pass_forget(&monitor->pass); /* it began under the old policy: it will begin again */
    monitor_wake(monitor);
}

static void begin_connecting(struct monitor *monitor)
{
    monitor->state = MONITOR_CONNECTING;
    monitor->greeted = false;
    monitor->log = (struct log_floor){0};
    if (!db_conn_open(&monitor->conn, on_opened))
        monitor_rest(monitor, LONGEST_DELAY);
}

static void on_opened(struct db_conn *conn, bool ok)
{
    struct monitor *monitor = conn->owner;

    if (monitor->stopping)
        return; /* monitor_stop() has begun to close */
    monitor->connected = monitor->connected || ok;
    if (ok)
        monitor_begin_tick(monitor);
    else if (conn->err.code == ERR_CONFIG && !monitor->connected && monitor->on_unusable != NULL)
        monitor->on_unusable(monitor, &conn->err);
    else
        monitor_fail(monitor, &conn->err);
}

void monitor_rest(struct monitor *monitor, msec wait)
{
    monitor->state = MONITOR_RESTING;
    if (monitor->woken && monitor->delay == 0)
        wait = 0;
    uv_timer_start(&monitor->timer, monitor_on_timer, (uint64_t)(wait > 0 ? wait : 0), 0);
}

void monitor_on_timer(uv_timer_t *timer)
{
    struct monitor *monitor = timer->data;

    monitor->renewing = monitor->state == MONITOR_PASSING;
    if (monitor->renewing)
        monitor_begin_tick(monitor);
    else if (db_conn_is_open(&monitor->conn))
        monitor_begin_round(monitor);
    else
        begin_connecting(monitor);
}

/* Not with the first statement that works: a batch that fails again and again is one trouble. */
void monitor_recover(struct monitor *monitor)
{
    if (monitor->trouble[0] != '\0') {
        log_notice_of(JOURNAL_DATABASE_BACK, "the database works again; nothing was missed, going on", "was",
                      monitor->trouble);
        monitor->trouble[0] = '\0';
        monitor->troubled_at = 0;
    }
    monitor->delay = 0;
}

/* Said once for as long as it lasts; then with growing pauses, so that a database that comes back is not
 * met by a crowd. */
void monitor_fail(struct monitor *monitor, const struct err *err)
{
    if (monitor->trouble[0] == '\0') {
        monitor->troubled_at = clock_wall();
        log_error_of(JOURNAL_DATABASE_LOST,
                     "the database does not work for the evaluation; it is tried again until it does",
                     "reason", err->text);
    }
    snprintf(monitor->trouble, sizeof monitor->trouble, "%.200s", err->text);
    msec longest = err->code == ERR_DB_QUERY ? LONGEST_DELAY : LONGEST_AWAY;
    monitor->delay = monitor->delay == 0 ? FIRST_DELAY : monitor->delay * 2;
    if (monitor->delay > longest)
        monitor->delay = longest;
    monitor_begin_closing(monitor);
}
