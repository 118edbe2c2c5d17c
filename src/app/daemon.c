#include "app/daemon.h"

#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/random.h>
#include <systemd/sd-daemon.h>
#include <uv.h>

#include "app/daemon_parts.h"

/* The happy path:
 *
 * - daemon_run() starts dispatcher, monitor, notifier, sources, cities and the status page, tells the service
 * manager that it is ready, and turns the loop. None needs the database to be there already. If it is there
 * and cannot be used that way (a pooler that shares sessions), waiting mends nothing, and the daemon ends.
 * - SIGHUP reads configuration and policy again (app/reload.c). SIGUSR1 and SIGUSR2 change the level of the
 * log (app/log_level.h).
 * - SIGTERM or SIGINT stop all; the loop ends when they have.
 *
 * The watchdog is fed by a timer of the loop: it says that the loop turns, not that the database works. */

static void on_stop_signal(uv_signal_t *handle, int number);
static void on_reload_signal(uv_signal_t *handle, int number);
static void on_watchdog(uv_timer_t *timer);
static void stop(struct daemon *daemon);
static void on_page_alone_stopped(struct web *web);

static void on_events(struct monitor *monitor, size_t count)
{
    struct daemon *daemon = monitor->owner;

    (void)count;
    dispatcher_expect(&daemon->dispatcher);
}

static bool may_send_notices(struct notifier *notifier)
{
    struct daemon *daemon = notifier->owner;

    return monitor_is_settled(&daemon->monitor);
}

static void on_notices(struct notifier *notifier)
{
    struct daemon *daemon = notifier->owner;

    dispatcher_wake(&daemon->dispatcher);
}

static bool may_look_at_cities(struct cities *cities)
{
    struct daemon *daemon = cities->owner;

    return monitor_is_settled(&daemon->monitor);
}

static bool may_read_sources(struct sources *sources, int64_t *ret_epoch)
{
    struct daemon *daemon = sources->owner;

    return monitor_leads(&daemon->monitor, ret_epoch);
}

static void on_source_events(struct sources *sources)
{
    struct daemon *daemon = sources->owner;

    dispatcher_expect(&daemon->dispatcher);
}

/* The clock of a daemon that does not lead stands: it has no part in the day. */
static bool day_is_done(struct rehearsal *rehearsal)
{
    struct daemon *daemon = rehearsal->owner;

    if (daemon->stopping || !monitor_is_settled(&daemon->monitor))
        return false;
    if (notifier_is_settled(&daemon->notifier))
        return true;
    notifier_wake(&daemon->notifier); /* which else asks by and by whether the evaluation is done */
    return false;
}

static void on_day(struct rehearsal *rehearsal)
{
    struct daemon *daemon = rehearsal->owner;

    monitor_wake(&daemon->monitor);
    notifier_wake(&daemon->notifier);
}

static bool works(struct dispatcher *dispatcher)
{
    struct daemon *daemon = dispatcher->owner;

    return monitor_works(&daemon->monitor);
}

static void count_handle(uv_handle_t *handle, void *data)
{
    int *counts = data;

    counts[uv_handle_get_type(handle)] += uv_is_active(handle);
}

/* What nothing has to be asked for. */
static void look(struct web *web, struct web_view *view)
{
    struct daemon *daemon = web->owner;

    view->evaluation = monitor_is_connected(&daemon->monitor);
    view->delivery = dispatcher_is_connected(&daemon->dispatcher);
    view->schema = monitor_fits(&daemon->monitor);
    view->leads = monitor_leads(&daemon->monitor, &view->epoch);
    view->passed = monitor_has_passed(&daemon->monitor);
    view->reloaded = daemon->reloaded;
    view->reload_failed = daemon->reload_failed;
    view->started = daemon->started;
    uv_walk(&daemon->loop, count_handle, view->handles);
}

/* Said by whoever of the two connects first; the other's is the same. */
static void give_up(struct daemon *daemon, const struct err *err)
{
    if (daemon->unusable.code == ERR_NONE)
        daemon->unusable = *err;
    stop(daemon);
}

static void on_monitor_unusable(struct monitor *monitor, const struct err *err)
{
    give_up(monitor->owner, err);
}

static void on_dispatcher_unusable(struct dispatcher *dispatcher, const struct err *err)
{
    give_up(dispatcher->owner, err);
}

/* Unique among all daemons of a database, also after a restart under the same process number. */
static void name_holder(struct daemon *daemon)
{
    char host[64] = "host";
    uint32_t salt = 0;

    if (getrandom(&salt, sizeof salt, 0) != (ssize_t)sizeof salt)
        salt = (uint32_t)clock_monotonic();
    gethostname(host, sizeof host - 1);
    snprintf(daemon->holder, sizeof daemon->holder, "%s:%d:%08" PRIx32, host, (int)getpid(), salt);
}

static void watch_signal(struct daemon *daemon, uv_signal_t *handle, int number, uv_signal_cb callback)
{
    uv_signal_init(&daemon->loop, handle);
    handle->data = daemon;
    uv_signal_start(handle, callback, number);
}

static void start_watchdog(struct daemon *daemon)
{
    uint64_t limit = 0;

    uv_timer_init(&daemon->loop, &daemon->watchdog);
    daemon->watchdog.data = daemon;
    if (sd_watchdog_enabled(0, &limit) > 0)
        uv_timer_start(&daemon->watchdog, on_watchdog, limit / 1000 / 2, limit / 1000 / 2);
}

static bool start_page(struct daemon *daemon, struct err *err)
{
    daemon->web.owner = daemon;
    daemon->web.look = look;
    daemon->web.meters = &daemon->meters;
    daemon->serves = daemon->config.web.enabled;
    return !daemon->serves || web_start(&daemon->web, &daemon->loop, &daemon->config, daemon->policy,
                                        daemon->database, &daemon->clock, err);
}

static bool start(struct daemon *daemon, struct err *err)
{
    const struct daemon_settings *settings = daemon->settings;

    daemon->database = mem_text(settings->database != NULL ? settings->database : daemon->config.database);
    daemon->config.database = daemon->database;
    if (!start_page(daemon, err))
        return false;
    if (!dispatcher_start(&daemon->dispatcher, &daemon->loop, &daemon->config, daemon->database,
                          daemon->holder, err)) {
        if (daemon->serves)
            web_stop(&daemon->web, on_page_alone_stopped);
        return false;
    }
    dispatcher_count(&daemon->dispatcher, &daemon->meters);
    daemon->rehearsal.owner = daemon;
    daemon->rehearsal.may_go_on = day_is_done;
    daemon->rehearsal.on_day = on_day;
    rehearsal_start(&daemon->rehearsal, &daemon->loop, &daemon->clock, &daemon->config, &settings->rehearsal);
    daemon->dispatcher.owner = daemon;
    daemon->dispatcher.on_unusable = on_dispatcher_unusable;
    daemon->dispatcher.works = works;
    daemon->monitor.on_unusable = on_monitor_unusable;
    daemon->monitor.meters = &daemon->meters;
    daemon->monitor.owner = daemon;
    daemon->monitor.on_events = on_events;
    monitor_start(&daemon->monitor, &daemon->loop, &daemon->config, daemon->policy, daemon->holder,
                  &daemon->clock);
    daemon->notifier.owner = daemon;
    daemon->notifier.may_run = may_send_notices;
    daemon->notifier.on_sent = on_notices;
    notifier_start(&daemon->notifier, &daemon->loop, &daemon->config, daemon->policy, daemon->database,
                   &daemon->clock);
    daemon->cities.owner = daemon;
    daemon->cities.may_look = may_look_at_cities;
    cities_start(&daemon->cities, &daemon->loop, &daemon->config, daemon->database, &daemon->clock);
    daemon->sources.owner = daemon;
    daemon->sources.may_run = may_read_sources;
    daemon->sources.on_events = on_source_events;
    sources_start(&daemon->sources, &daemon->loop, &daemon->config, daemon->policy, daemon->database,
                  daemon->holder, &daemon->clock);
    daemon->parts_running = daemon->serves ? 6 : 5;
    watch_signal(daemon, &daemon->terminate, SIGTERM, on_stop_signal);
    watch_signal(daemon, &daemon->interrupt, SIGINT, on_stop_signal);
    watch_signal(daemon, &daemon->hangup, SIGHUP, on_reload_signal);
    log_levels_start(&daemon->log_levels, &daemon->loop);
    start_watchdog(daemon);
    service_status_start(&daemon->status, &daemon->loop, &daemon->config, &daemon->monitor,
                         &daemon->dispatcher);
    return true;
}

bool daemon_run(struct daemon_settings *settings, struct err *err)
{
    struct daemon *daemon = mem_alloc(sizeof *daemon);
    char day[DATE_TEXT];
    bool ok;

    /* Threads for pages, notices and sources come and go; each would leave an arena of malloc() behind that
     * nobody shrinks. */
    mallopt(M_ARENA_MAX, 2);
    daemon->settings = settings;
    daemon->config = *settings->config;
    daemon->policy = settings->policy;
    daemon->started = daemon->reloaded = clock_wall();
    name_holder(daemon);
    uv_loop_init(&daemon->loop);
    ok = start(daemon, err);
    if (ok)
        log_notice_of(JOURNAL_DAEMON_RUNS, "budgetwatch runs", "holder", daemon->holder, "policy",
                      daemon->policy->name, "as_of",
                      office_rehearses(&daemon->clock) ? date_format(daemon->clock.as_of, day) : NULL);
    uv_run(&daemon->loop, UV_RUN_DEFAULT);
    if (ok)
        log_notice_of(JOURNAL_DAEMON_STOPPED, "budgetwatch has stopped", "holder", daemon->holder);
    if (ok && daemon->unusable.code != ERR_NONE)
        ok = err_set(err, daemon->unusable.code, "%s", daemon->unusable.text);
    uv_loop_close(&daemon->loop);
    config_done(&daemon->config);
    policy_free(daemon->policy);
    free(daemon->database);
    free(daemon);
    return ok;
}

static void on_watchdog(uv_timer_t *timer)
{
    (void)timer;
    sd_notify(0, "WATCHDOG=1");
}

static void on_part_stopped(struct daemon *daemon)
{
    if (--daemon->parts_running > 0)
        return;
    uv_close((uv_handle_t *)&daemon->terminate, NULL);
    uv_close((uv_handle_t *)&daemon->interrupt, NULL);
    uv_close((uv_handle_t *)&daemon->hangup, NULL);
    uv_close((uv_handle_t *)&daemon->watchdog, NULL);
    uv_close((uv_handle_t *)&daemon->rehearsal.timer, NULL);
    log_levels_close(&daemon->log_levels);
    uv_close((uv_handle_t *)&daemon->status.prepare, NULL);
}

static void on_monitor_stopped(struct monitor *monitor)
{
    on_part_stopped(monitor->owner);
}

static void on_dispatcher_stopped(struct dispatcher *dispatcher)
{
    on_part_stopped(dispatcher->owner);
}

static void on_notifier_stopped(struct notifier *notifier)
{
    on_part_stopped(notifier->owner);
}

static void on_cities_stopped(struct cities *cities)
{
    on_part_stopped(cities->owner);
}

static void on_sources_stopped(struct sources *sources)
{
    on_part_stopped(sources->owner);
}

static void on_web_stopped(struct web *web)
{
    on_part_stopped(web->owner);
}

/* The others did not start: the loop ends by itself. */
static void on_page_alone_stopped(struct web *web)
{
    (void)web;
}

static void on_stop_signal(uv_signal_t *handle, int number)
{
    (void)number;
    stop(handle->data);
}

static void stop(struct daemon *daemon)
{
    if (daemon->stopping)
        return;
    daemon->stopping = true;
    log_notice("stopping: what is being sent ends or is handed back");
    service_status_stopping(&daemon->status);
    monitor_stop(&daemon->monitor, on_monitor_stopped);
    dispatcher_stop(&daemon->dispatcher, on_dispatcher_stopped);
    notifier_stop(&daemon->notifier, on_notifier_stopped);
    cities_stop(&daemon->cities, on_cities_stopped);
    sources_stop(&daemon->sources, on_sources_stopped);
    if (daemon->serves)
        web_stop(&daemon->web, on_web_stopped);
}

static void on_reload_signal(uv_signal_t *handle, int number)
{
    (void)number;
    daemon_reload(handle->data);
}
